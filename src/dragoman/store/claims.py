"""What is claimed and what is denied: for each disputed story, who says what, since when, in how many reports.

Comes in: a filter. Goes out: one row for each claim, party and stance; the same saying in several reports is one row. The
matrix has a row for each claim and a column for each party.
"""

from __future__ import annotations

import re
import sqlite3
from typing import Any

from dragoman.query import Filter
from dragoman.store import selecting
from dragoman.store.table import Table

COLUMNS = ("story", "type", "first", "claim", "party", "country", "stance", "since", "reports", "words", "record")
LONG = 200
"""Characters of the words shown, at most."""
_SAID = """
    WITH chosen AS (SELECT t.key, t.id, t.type, t.first FROM story t WHERE {where}),
    said AS (
        SELECT e.story AS story, a.party AS party, s.kind AS stance, v.published AS published, d.id AS report, e.id AS record,
            substr(v.text, s.start + 1, {length}) AS words
        FROM chosen t JOIN event e ON e.story = t.key JOIN stance s ON s.event = e.key LEFT JOIN actor a ON a.key = s.actor
            JOIN coding c ON c.key = e.coding JOIN version v ON v.key = c.version JOIN document d ON d.key = v.document
    )
    SELECT t.id AS story, t.type, t.first, p.id AS party_id, p.name AS party, p.country, s.stance, min(s.published) AS since,
        count(DISTINCT s.report) AS reports, s.words, s.record, t.key
    FROM said s JOIN chosen t ON t.key = s.story LEFT JOIN party p ON p.key = s.party
    GROUP BY t.key, s.party, s.stance ORDER BY t.first DESC, t.key, since, p.name"""


def claims(connection: sqlite3.Connection, asked: Filter, limit: int | None) -> Table:
    """Who asserts, denies, confirms or takes back what, the latest claims first; `limit` is of claims."""
    where = selecting.stories(asked)
    found = connection.execute(_SAID.format(where=where, length=LONG), where.values).fetchall()
    stories = list(dict.fromkeys(row["story"] for row in found))
    shown = set(stories if limit is None else stories[:limit])
    titles = {row["key"]: _title(connection, row["key"]) for row in found if row["story"] in shown}
    rows = [
        (
            r["story"], r["type"], r["first"], titles[r["key"]], r["party"], r["country"], r["stance"], r["since"], r["reports"],
            _sentence(r["words"]), r["record"],
        )
        for r in found
        if r["story"] in shown
    ]  # fmt: skip
    note = f"{len(shown):,} of {len(stories):,} claims. A saying in several reports is one row."
    return Table(COLUMNS, rows, len(rows), [note])


def matrix(table: Table) -> Table:
    """A row for each claim, a column for each party, and in the cell what the party says of the claim."""
    rows = list(table)
    sayings: dict[str, int] = {}
    for row in rows:
        sayings[_party(row)] = sayings.get(_party(row), 0) + 1
    parties = sorted(sayings, key=lambda p: (-sayings[p], p))
    made: dict[str, dict[str, Any]] = {}
    for row in rows:
        cells = made.setdefault(row["story"], {"story": row["story"], "first": row["first"], "claim": row["claim"]})
        name = _party(row)
        cells[name] = "; ".join(x for x in (cells.get(name), row["stance"]) if x)
    columns = ("story", "first", "claim", *parties)
    return Table(columns, [tuple(cells.get(c) for c in columns) for cells in made.values()], len(made), table.notes)


def _sentence(words: str | None) -> str:
    """From the name of who says it to the end of the sentence."""
    line = " ".join((words or "").split())
    end = re.search(r"[.!?][\"”’']?(?= [A-Z\"“])", line)
    return line[: end.end()] if end else line


def _party(row: dict[str, Any]) -> str:
    name = row["party"] or "unnamed"
    return f"{name} ({row['country']})" if row["country"] else name


def _title(connection: sqlite3.Connection, story: int) -> str:
    """A claim in a few words: who is said to have done what to whom, where."""
    row = connection.execute(
        "SELECT * FROM stories WHERE id = (SELECT id FROM story WHERE key = ?)", (story,)
    ).fetchone()
    parts = [
        row["actors"] or "somebody",
        row["type"],
        row["recipients"] and f"→ {row['recipients']}",
        row["place"] and f"in {row['place']}",
    ]
    return " ".join(p for p in parts if p)
