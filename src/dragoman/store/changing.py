"""What has changed since a run: records that are new, other than before, or gone, by their stable ids.

Comes in: the number of a run. Goes out: one `Changed` for each event and statement of the reports that later runs, reviews or
removals touched. A story's row changes with every witness and is not followed.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from dragoman.errors import BadQuery


@dataclass(frozen=True, slots=True)
class Changed:
    """One record; `at` and `reason` where it was removed by a person."""

    change: Literal["insert", "update", "delete"]
    kind: Literal["report", "event", "statement"]
    id: str
    report: str | None
    at: str | None = None
    reason: str | None = None


def changed(connection: sqlite3.Connection, run: int) -> Iterator[Changed]:
    """Everything since the end of a run; raises `BadQuery` where there is no such run."""
    known = connection.execute("SELECT coalesce(ended, started) AS at FROM run WHERE key = ?", (run,)).fetchone()
    if known is None:
        numbers = [str(r["key"]) for r in connection.execute("SELECT key FROM run ORDER BY key")]
        raise BadQuery(f"There is no run {run}: there are {', '.join(numbers) or 'none'}.")
    removed = connection.execute("SELECT * FROM tombstone WHERE at >= ? ORDER BY kind, id", (known["at"],)).fetchall()
    judged = {r["attached"] for r in connection.execute("SELECT attached FROM review WHERE at >= ?", (known["at"],))}
    yield from _recoded(connection, run, judged)
    yield from _judged(connection, run, judged)
    for row in removed:
        yield Changed("delete", row["kind"], row["id"], None, row["at"], row["reason"])


def _recoded(connection: sqlite3.Connection, run: int, judged: set[str | None]) -> Iterator[Changed]:
    found = connection.execute(
        "SELECT d.id, d.key, c.key AS new, (SELECT o.key FROM coding o JOIN version w ON w.key = o.version "
        "WHERE w.document = d.key AND o.run <= ?1 ORDER BY o.key DESC LIMIT 1) AS old "
        "FROM document d JOIN coding c ON c.version = d.version AND c.current = 1 WHERE c.run > ?1 ORDER BY d.key",
        (run,),
    ).fetchall()
    for row in found:
        new, old = _records(connection, row["new"]), _records(connection, row["old"])
        if row["old"] is None:
            yield Changed("insert", "report", row["id"], row["id"])
        for (kind, id), record in new.items():
            before = old.get((kind, id))
            if before is None:
                yield Changed("insert", kind, id, row["id"])
            elif before != record or id in judged:
                yield Changed("update", kind, id, row["id"])
        for kind, id in old:
            if (kind, id) not in new:
                yield Changed("delete", kind, id, row["id"])


def _judged(connection: sqlite3.Connection, run: int, judged: set[str | None]) -> Iterator[Changed]:
    """Records that only a review changed."""
    for id in sorted(j for j in judged if j):
        for kind in ("event", "statement"):
            row = connection.execute(
                f"SELECT d.id FROM {kind} e JOIN coding c ON c.key = e.coding AND c.run <= ? JOIN version v "
                "ON v.key = c.version JOIN document d ON d.key = v.document WHERE e.id = ?",
                (run, id),
            ).fetchone()
            if row:
                yield Changed("update", kind, id, row["id"])


def _records(connection: sqlite3.Connection, key: int | None) -> dict[tuple[Any, str], Any]:
    if key is None:
        return {}
    body = json.loads(
        zlib.decompress(connection.execute("SELECT body FROM coding WHERE key = ?", (key,)).fetchone()["body"])
    )
    return {(kind, r["id"]): r for kind, name in (("event", "events"), ("statement", "statements")) for r in body[name]}
