"""Reviews: what a person said of a record, kept for good and attached to what a new coder finds again.

Comes in: verdicts; a coding that replaces another. Goes out: rows in which the latest review wins. The coding itself is
never altered. A review that fits no record any more is orphaned, not dropped.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from dragoman.errors import BadQuery
from dragoman.model import Coding, Event, Statement
from dragoman.store.bodies import hashed

VERDICTS = ("right", "wrong", "changed")
CHANGEABLE = {
    "event": ("type", "mode", "quad", "intensity", "status", "background", "first", "last", "place", "place_country",
              "admin1", "latitude", "longitude", "geonames"),
    "statement": ("kind", "act"),
}  # fmt: skip
"""Columns that a review may put another value into."""


def review_hash(row: Mapping[str, Any]) -> str:
    """Over everything that a person said, so that a later change shows."""
    kept = ("kind", "record", "report", "type", "start", "end", "verdict", "replacement", "by", "at", "note")
    return hashed(json.dumps([row[k] for k in kept], ensure_ascii=False))


def decision_hash(row: Mapping[str, Any]) -> str:
    """The same over a person's join or split."""
    return hashed(
        json.dumps([row[k] for k in ("kind", "left", "right", "verdict", "by", "at", "note")], ensure_ascii=False)
    )


def write_review(connection: sqlite3.Connection, row: dict[str, Any]) -> None:
    """Keep one review and let it act on its record."""
    if row["verdict"] not in VERDICTS:
        raise BadQuery(f"There is no verdict {row['verdict']!r}: use {', '.join(VERDICTS)}.")
    for name in row["replacement"]:
        if name not in CHANGEABLE[row["kind"]]:
            raise BadQuery(f"A review cannot change {name!r}: use {', '.join(CHANGEABLE[row['kind']])}.")
    row = row | {"replacement": json.dumps(row["replacement"], ensure_ascii=False, sort_keys=True)}
    columns = ", ".join(f'"{c}"' for c in row)
    connection.execute(
        f"INSERT INTO review ({columns}, attached, sha256) VALUES ({', '.join('?' * len(row))}, ?, ?)",
        (*row.values(), row["record"], review_hash(row)),
    )
    apply_reviews(connection, row["kind"], row["record"])


def apply_reviews(connection: sqlite3.Connection, kind: str, record: str) -> None:
    """Let the reviews of a record act on its row, in the order in which they were written."""
    found = connection.execute(
        "SELECT verdict, replacement FROM review WHERE kind = ? AND attached = ? ORDER BY key", (kind, record)
    ).fetchall()
    for review in found:
        changes = json.loads(review["replacement"]) | {"verdict": review["verdict"]}
        setters = ", ".join(f"{name} = ?" for name in changes)
        connection.execute(f"UPDATE {kind} SET {setters} WHERE id = ?", (*changes.values(), record))


def attach_reviews(connection: sqlite3.Connection, coding: Coding) -> None:
    """Give each review of the report the record that it holds for now: the same id, else the same words and type."""
    rows = connection.execute("SELECT * FROM review WHERE report = ?", (coding.document.id,)).fetchall()
    if not rows:
        return
    events = {e.id: e for e in coding.events}
    statements = {s.id: s for s in coding.statements}
    for row in rows:
        if row["kind"] == "event":
            attached = row["record"] if row["record"] in events else _nearest_event(row, coding)
        else:
            attached = row["record"] if row["record"] in statements else _nearest_statement(row, coding)
        connection.execute("UPDATE review SET attached = ? WHERE key = ?", (attached, row["key"]))
    for kind, record in {(r["kind"], r["attached"]) for r in _attached(connection, coding)}:
        apply_reviews(connection, kind, record)


def attach_decisions(connection: sqlite3.Connection, coding: Coding) -> None:
    """Give each join or split of events of the report the event that it holds for now, as for reviews."""
    report = coding.document.id
    events = {e.id for e in coding.events}
    for side in ("left", "right"):
        for row in connection.execute(f"SELECT * FROM decision WHERE {side}_report = ?", (report,)).fetchall():
            anchor = json.loads(row[f"{side}_anchor"])
            held = row[side] if row[side] in events else _nearest_event(anchor, coding)
            connection.execute(f"UPDATE decision SET {side}_now = ? WHERE key = ?", (held, row["key"]))


def _attached(connection: sqlite3.Connection, coding: Coding) -> list[sqlite3.Row]:
    return connection.execute(
        "SELECT kind, attached FROM review WHERE report = ? AND attached IS NOT NULL", (coding.document.id,)
    ).fetchall()


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
