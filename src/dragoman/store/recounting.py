"""The row of a story, from the events in it.

Comes in: stories that got or lost events. Goes out: their rows; a story without events goes, and its id leads to where its
events went. Values are those that most events have; counts of reports, outlets and origins are kept apart.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from dragoman.query import COUNTED

MEMBERS = """
    SELECT e.*, d.key AS document, coalesce(v.source, 'report ' || d.id) AS outlet, v.published,
        coalesce((SELECT group_concat(a.party) FROM event_slot s JOIN actor a ON a.key = s.actor
            WHERE s.event = e.key AND s.role = 'asserted_by' AND s.n = 0), 'report ' || coalesce(g.root, v.key)) AS origin
    FROM event e JOIN coding c ON c.key = e.coding JOIN version v ON v.key = c.version
        JOIN document d ON d.key = v.document LEFT JOIN signature g ON g.version = v.key
    WHERE e.story = ? ORDER BY e.key"""
SETTLED = ("happened", "ongoing", "not-happened")
PLANS = ("planned", "considered", "hypothetical")
COLUMNS = ("type", "mode", "quad", "status", "background", "first", "last", "date_basis", "place", "place_country", "latitude",
           "longitude", "events", "reports", "outlets", "origins", "rivals")  # fmt: skip


def recount(connection: sqlite3.Connection) -> None:
    """Bring the stories that are stale up to date."""
    for row in connection.execute("SELECT story FROM stale ORDER BY story").fetchall():
        counted = story_row(connection, row["story"])
        if counted is None:
            _end(connection, row["story"])
            continue
        setters = ", ".join(f"{c} = ?" for c in COLUMNS)
        connection.execute(f"UPDATE story SET {setters} WHERE key = ?", (*counted, row["story"]))
        connection.execute("DELETE FROM story_dyad WHERE story = ?", (row["story"],))
        connection.executemany(
            "INSERT INTO story_dyad VALUES (?, ?, ?, ?, ?, ?)", story_dyads(connection, row["story"], counted)
        )
    connection.execute("DELETE FROM stale")


def story_row(connection: sqlite3.Connection, story: int) -> tuple[Any, ...] | None:
    """What the row of a story should hold; None where it has no events."""
    members = connection.execute(MEMBERS, (story,)).fetchall()
    if not members:
        return None
    held = [m for m in members if m["verdict"] != "wrong"]
    told = held or members
    kind = _most((m["type"], m["quad"]) for m in told)
    dated = [m for m in told if m["date_basis"] == "stated"]
    first, last, basis = _days(dated or [m for m in told if m["first"]])
    placed = [m for m in told if m["latitude"] is not None] or [m for m in told if m["place"]]
    where = (
        _most((m["place"], m["place_country"], m["latitude"], m["longitude"]) for m in placed)
        if placed
        else (None,) * 4
    )
    rivals = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM event e JOIN link l ON l.left = e.key WHERE e.story = ? AND l.reasons LIKE '%rival doers%')",
        (story,),
    ).fetchone()[0]
    return (
        kind[0], _most([m["mode"] for m in told if m["mode"]] or [None]), kind[1],
        _status([m["status"] for m in told]) if held else "not-happened", min(m["background"] for m in told),
        first, last, basis, *where, len(members), len({m["document"] for m in members}),
        len({m["outlet"] for m in members}), len({m["origin"] for m in members}), rivals,
    )  # fmt: skip


def _status(told: Sequence[str]) -> str:
    """What most say; a plan of which somebody tells what became of it is settled by that."""
    settled = [s for s in told if s in SETTLED]
    open_plans = [s for s in told if s in PLANS]
    return str(_most(settled if settled and open_plans else told))


def _most(values: Iterable[Any]) -> Any:
    """The commonest value, of equals the one that was told first."""
    return Counter(values).most_common(1)[0][0]


def _days(members: Sequence[sqlite3.Row]) -> tuple[str | None, str | None, str]:
    """The days that most say, of equals the shortest time; the first day of publication where none is stated."""
    if not members:
        return None, None, "unknown"
    if members[0]["date_basis"] == "published":
        day = min(m["first"] for m in members)
        return day, day, "published"
    counts = Counter((m["first"], m["last"]) for m in members)
    first, last = min(counts, key=lambda d: (-counts[d], d[1] > d[0], d))
    return first, last, "stated"


def story_dyads(connection: sqlite3.Connection, story: int, row: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The pairs of countries of a story in its month; `counted` where it took place and is no background."""
    values = dict(zip(COLUMNS, row, strict=True))
    if values["first"] is None:
        return []
    counted = int(values["status"] in COUNTED and not values["background"])
    found = connection.execute(
        "SELECT DISTINCT y.left, y.right, y.way FROM event e JOIN dyad y ON y.event = e.key WHERE e.story = ? ORDER BY 1, 2, 3",
        (story,),
    ).fetchall()
    return [(*tuple(pair), values["first"][:7], story, counted) for pair in found]


def _end(connection: sqlite3.Connection, story: int) -> None:
    """A story whose events are gone: its id leads to where most of them went, or to nothing."""
    row = connection.execute("SELECT id FROM story WHERE key = ?", (story,)).fetchone()
    if row is None:
        return
    heir = connection.execute(
        "SELECT t.id FROM former f JOIN event e ON e.id = f.event JOIN story t ON t.key = e.story WHERE f.story = ? AND t.key <> ? "
        "GROUP BY t.id ORDER BY count(*) DESC, t.key LIMIT 1",
        (row["id"], story),
    ).fetchone()
    connection.execute(
        "INSERT OR REPLACE INTO redirect VALUES ('story', ?, ?, strftime('%Y-%m-%dT%H:%M:%S+00:00'), ?)",
        (row["id"], heir["id"] if heir else None, "coded anew" if heir else "no events any more"),
    )
    connection.execute("DELETE FROM story WHERE key = ?", (story,))
