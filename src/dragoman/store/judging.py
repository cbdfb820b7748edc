"""What a person says of records, written down and let act, within one transaction.

Comes in: an open write transaction, the id of a record or report, what is said. Goes out: rows of `review`, and the rows of
the record as they are then. Refuses what cannot be, and what was said without knowing what somebody else said meanwhile.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dragoman.errors import BadQuery, Conflict
from dragoman.model import Coding, Event, Statement
from dragoman.store.bodies import hashed, unpack
from dragoman.store.correcting import Review, check, corrected
from dragoman.store.reviewing import VERDICTS, as_reviewed, remark, reviews_of, write_review
from dragoman.store.rows import faults
from dragoman.store.writing import lay_out_again, now


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of a record."""

    verdict: str
    replacement: Mapping[str, Any] = field(default_factory=dict)
    by: str = ""
    note: str = ""
    final: bool = False


def judge(connection: sqlite3.Connection, record: str, said: Said, seen: int | None) -> int:
    """Keep a verdict on a record that is there."""
    if said.verdict not in (*VERDICTS[:3], "noted"):
        raise BadQuery(f"There is no verdict {said.verdict!r}: use {', '.join(VERDICTS[:3])} or noted.")
    if said.verdict == "changed" and not said.replacement:
        raise BadQuery("A change needs the values that are changed.")
    kind, report = _record(connection, record)
    if seen is not None:
        _unseen(connection, record, said.by, seen)
    coding = _coding(connection, report)
    _must_fit(
        connection, coding, Review(2**62, kind, record, said.verdict, said.replacement, said.by, final=said.final)
    )
    key = _write(connection, coding, kind, record, said)
    if said.replacement or said.final:
        lay_out_again(connection, report)
    else:
        remark(connection, report, kind, record)
        _stale(connection, record)
    return key


def add_record(connection: sqlite3.Connection, report: str, kind: str, said: Said) -> tuple[int, str]:
    """Keep a record that the coder missed."""
    if kind not in ("event", "statement"):
        raise BadQuery(f"{kind!r} cannot be added: use event or statement.")
    values = said.replacement
    if kind == "event" and not values.get("type"):
        raise BadQuery("An event needs a type, e.g. ASSAULT.")
    coding = _coding(connection, report)
    record = _new_id(connection, report, kind, values)
    _must_fit(connection, coding, Review(2**62, kind, record, "added", values, said.by))
    key = _write(connection, coding, kind, record, said)
    lay_out_again(connection, report)
    return key, record


def undo_review(connection: sqlite3.Connection, review: int, by: str, note: str) -> int:
    """Let a review act no more; only who wrote it may take it back."""
    row = connection.execute("SELECT * FROM review WHERE key = ?", (review,)).fetchone()
    if row is None:
        raise BadQuery(f"There is no review {review}.")
    if row["by"] != by:
        raise BadQuery(
            f"Review {review} is by {row['by'] or 'somebody else'}: say what you think of the record instead."
        )
    if connection.execute("SELECT 1 FROM review WHERE verdict = 'undone' AND undoes = ?", (review,)).fetchone():
        raise BadQuery(f"Review {review} is undone already.")
    kept = ("kind", "record", "attached", "report", "type", "start", "end")
    made = {k: row[k] for k in kept} | {
        "verdict": "undone", "replacement": {}, "by": by, "at": now(), "note": note, "undoes": review, "final": 0,
    }  # fmt: skip
    key = write_review(connection, made)
    if row["attached"] is not None:
        lay_out_again(connection, row["report"])
    return key


def last_review(connection: sqlite3.Connection, record: str) -> int:
    """Key of the last review of a record, 0 where there is none: what a person has seen of what others said."""
    return int(
        connection.execute("SELECT coalesce(max(key), 0) FROM review WHERE attached = ?", (record,)).fetchone()[0]
    )


def _record(connection: sqlite3.Connection, record: str) -> tuple[str, str]:
    """The kind and the report of a record."""
    for kind in ("event", "statement"):
        row = connection.execute(
            f"SELECT d.id FROM {kind} r JOIN coding c ON c.key = r.coding JOIN version v ON v.key = c.version "
            "JOIN document d ON d.key = v.document WHERE r.id = ?",
            (record,),
        ).fetchone()
        if row:
            return kind, row["id"]
    raise BadQuery(f"There is no event or statement {record!r}: look for it with `dragoman find`.")


def _coding(connection: sqlite3.Connection, report: str) -> Coding:
    """What the coder found."""
    row = connection.execute(
        "SELECT c.body, v.facts, v.text FROM document d JOIN version v ON v.key = d.version "
        "JOIN coding c ON c.version = v.key AND c.current = 1 WHERE d.id = ?",
        (report,),
    ).fetchone()
    if row is None:
        raise BadQuery(f"There is no report {report!r}: `dragoman find` shows the ids.")
    return unpack(row["body"], row["facts"], row["text"])


def _must_fit(connection: sqlite3.Connection, coding: Coding, review: Review) -> None:
    """Raise `BadQuery` where the report with this review would be no coding any more."""
    reviewed, _ = as_reviewed(connection, coding)
    check(reviewed, review)
    after, _ = corrected(coding, [*reviews_of(connection, coding.document.id), review])
    if fault := faults(after):
        raise BadQuery(f"The review does not fit the report: {fault}")


def _unseen(connection: sqlite3.Connection, record: str, by: str, seen: int) -> None:
    row = connection.execute(
        "SELECT key, verdict, by, at FROM review WHERE attached = ? AND key > ? AND by <> ? ORDER BY key DESC LIMIT 1",
        (record, seen, by),
    ).fetchone()
    if row:
        raise Conflict(
            f"{row['by'] or 'Somebody'} said {row['verdict']!r} of this record at {row['at'][11:16]} UTC, while you had it open: "
            "look at it again, then say what you think."
        )


def _write(connection: sqlite3.Connection, coding: Coding, kind: str, record: str, said: Said) -> int:
    type, start, end = _anchor(connection, coding, kind, record, said.replacement)
    row = {
        "kind": kind, "record": record, "report": coding.document.id, "type": type, "start": start, "end": end,
        "verdict": said.verdict, "replacement": dict(said.replacement), "by": said.by, "at": now(), "note": said.note,
        "final": int(said.final),
    }  # fmt: skip
    return write_review(connection, row)


def _anchor(
    connection: sqlite3.Connection, coding: Coding, kind: str, record: str, values: Mapping[str, Any]
) -> tuple[str, int, int]:
    """Type and words by which the record is found again after a new coder: those that the coder gave."""
    records: list[Event | Statement] = [*coding.events, *coding.statements]
    found = next((r for r in records if r.id == record), None)
    if found is None:  # one that somebody added
        row = connection.execute(
            "SELECT type, start, \"end\" FROM review WHERE record = ? AND verdict = 'added' ORDER BY key LIMIT 1",
            (record,),
        ).fetchone()
        if row:
            return row["type"], row["start"], row["end"]
        words = [values["trigger"]] if kind == "event" else list(values["content"])
        return (
            str(values.get("type") or values.get("act") or "say"),
            min(w["start"] for w in words),
            max(w["end"] for w in words),
        )
    if isinstance(found, Event):
        return found.type, found.trigger.start, found.trigger.end
    return found.act, min(c.start for c in found.content), max(c.end for c in found.content)


def _new_id(connection: sqlite3.Connection, report: str, kind: str, values: Mapping[str, Any]) -> str:
    ordinal = 0
    while True:
        id = hashed(
            json.dumps([report, kind, values.get("type"), values.get("trigger"), values.get("content"), ordinal])
        )[:16]
        id = id if kind == "event" else "s" + id[:12]
        if not connection.execute("SELECT 1 FROM review WHERE record = ?", (id,)).fetchone():
            return id
        ordinal += 1


def _stale(connection: sqlite3.Connection, record: str) -> None:
    """The story of an event is to be counted again."""
    connection.execute("INSERT OR IGNORE INTO stale SELECT story FROM event WHERE id = ? AND story > 0", (record,))
