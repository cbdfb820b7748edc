"""Reviews: what a person said of a record, kept for good and attached to what a new coder finds again.

Comes in: verdicts; a coding that replaces another. Goes out: rows in which what people said wins. The coding itself is
never altered, and no review is ever taken out: one that undoes another is a review too. A review that fits no record any
more is orphaned, not dropped.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from dragoman.errors import BadQuery
from dragoman.model import Coding, Event, Statement
from dragoman.store.bodies import hashed
from dragoman.store.correcting import Review, acting, corrected

VERDICTS = ("right", "wrong", "changed", "added", "noted", "undone")


def review_hash(row: Mapping[str, Any]) -> str:
    """Over everything that a person said, so that a later change shows."""
    kept = ("kind", "record", "report", "type", "start", "end", "verdict", "replacement", "by", "at", "note")
    said = [row[k] for k in kept]
    if row["undoes"] is not None or row["final"]:
        said += [row["undoes"], row["final"]]
    return hashed(json.dumps(said, ensure_ascii=False))


def decision_hash(row: Mapping[str, Any]) -> str:
    """The same over a person's join or split."""
    return hashed(
        json.dumps([row[k] for k in ("kind", "left", "right", "verdict", "by", "at", "note")], ensure_ascii=False)
    )


def write_review(connection: sqlite3.Connection, row: dict[str, Any]) -> int:
    """Keep one review; gives its key."""
    if row["verdict"] not in VERDICTS:
        raise BadQuery(f"There is no verdict {row['verdict']!r}: use {', '.join(VERDICTS[:3])}.")
    row = row | {"replacement": json.dumps(row["replacement"], ensure_ascii=False, sort_keys=True)}
    row = {"undoes": None, "final": 0} | row
    columns = ", ".join(f'"{c}"' for c in row)
    attached = row.pop("attached", row["record"])
    columns = ", ".join(f'"{c}"' for c in row)
    key = connection.execute(
        f"INSERT INTO review ({columns}, attached, sha256) VALUES ({', '.join('?' * len(row))}, ?, ?)",
        (*row.values(), attached, review_hash(row)),
    ).lastrowid
    assert key is not None
    return key


def reviews_of(connection: sqlite3.Connection, report: str) -> list[Review]:
    """What people said of the records that a report has now."""
    query = "SELECT * FROM review WHERE report = ? AND attached IS NOT NULL ORDER BY key"
    return [
        Review(
            r["key"], r["kind"], r["attached"], r["verdict"], json.loads(r["replacement"]), r["by"], r["undoes"], bool(r["final"])
        )
        for r in connection.execute(query, (report,))
    ]  # fmt: skip


def as_reviewed(connection: sqlite3.Connection, coding: Coding) -> tuple[Coding, dict[str, str]]:
    """A current coding with what people said of it, and the verdict on each record that has one."""
    return corrected(coding, reviews_of(connection, coding.document.id))


def mark(connection: sqlite3.Connection, verdicts: Mapping[str, str]) -> None:
    """Write verdicts into the rows of their records."""
    for table in ("event", "statement"):
        connection.executemany(f"UPDATE {table} SET verdict = ? WHERE id = ?", [(v, id) for id, v in verdicts.items()])


def remark(connection: sqlite3.Connection, report: str, kind: str, record: str) -> None:
    """Bring the verdict in the row of one record up to date."""
    said = [r.verdict for r in acting(reviews_of(connection, report)) if r.record == record]
    verdict = said[-1] if said else None
    if "added" in said and verdict != "wrong":
        verdict = "added"
    connection.execute(f"UPDATE {kind} SET verdict = ? WHERE id = ?", (verdict, record))


def attach_reviews(connection: sqlite3.Connection, coding: Coding) -> None:
    """Give each review of the report the record that it holds for now: the same id, else the same words and type.

    What somebody added holds for what the coder finds there now, else it stays a record of its own.
    """
    rows = connection.execute("SELECT * FROM review WHERE report = ? ORDER BY key", (coding.document.id,)).fetchall()
    if not rows:
        return
    known = {"event": {e.id for e in coding.events}, "statement": {s.id for s in coding.statements}}
    now: dict[tuple[str, str], str | None] = {}
    for row in rows:
        name = (row["kind"], row["record"])
        if name not in now:
            if row["record"] in known[row["kind"]]:
                now[name] = row["record"]
            else:
                nearest = _nearest_event(row, coding) if row["kind"] == "event" else _nearest_statement(row, coding)
                now[name] = nearest or (row["record"] if row["verdict"] == "added" else None)
        connection.execute("UPDATE review SET attached = ? WHERE key = ?", (now[name], row["key"]))


def attach_decisions(connection: sqlite3.Connection, coding: Coding) -> None:
    """Give each join or split of events of the report the event that it holds for now, as for reviews."""
    report = coding.document.id
    events = {e.id for e in coding.events}
    for side in ("left", "right"):
        query = f"SELECT * FROM decision WHERE {side}_report = ? AND kind = 'story'"
        for row in connection.execute(query, (report,)).fetchall():
            anchor = json.loads(row[f"{side}_anchor"])
            held = row[side] if row[side] in events else _nearest_event(anchor, coding)
            connection.execute(f"UPDATE decision SET {side}_now = ? WHERE key = ?", (held, row["key"]))


def _nearest_event(row: Mapping[str, Any] | sqlite3.Row, coding: Coding) -> str | None:
    fitting = [e for e in coding.events if e.type == row["type"] and _overlap(row, *_event_span(e))]
    return max(fitting, key=lambda e: _overlap(row, *_event_span(e))).id if fitting else None


def _nearest_statement(row: sqlite3.Row, coding: Coding) -> str | None:
    fitting = [s for s in coding.statements if s.content and _overlap(row, *_statement_span(s))]
    return max(fitting, key=lambda s: _overlap(row, *_statement_span(s))).id if fitting else None


def _event_span(event: Event) -> tuple[int, int]:
    return event.trigger.start, event.trigger.end


def _statement_span(statement: Statement) -> tuple[int, int]:
    return min(c.start for c in statement.content), max(c.end for c in statement.content)


def _overlap(row: Mapping[str, Any] | sqlite3.Row, start: int, end: int) -> int:
    return max(0, min(int(row["end"]), end) - max(int(row["start"]), start))
