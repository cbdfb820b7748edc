"""What a new coder changed: the codings as they stood after one run against those after another.

Comes in: two numbers of runs. Goes out: one row for each record that only one of them has, or that differs. Only reports
whose text is the same are compared.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator
from typing import Any

from dragoman.errors import BadQuery
from dragoman.store.table import Table

COLUMNS = ("report", "kind", "id", "what", "type", "words", "field", "before", "after")


def compare(connection: sqlite3.Connection, before: int, after: int) -> Table:
    """Hold two runs against each other; raises `BadQuery` where a run does not exist."""
    known = {row["key"]: row for row in connection.execute("SELECT * FROM run")}
    for run in (before, after):
        if run not in known:
            raise BadQuery(f"There is no run {run}: there are {', '.join(map(str, known)) or 'none'}.")
    pairs = connection.execute(
        "SELECT d.id AS report, (SELECT c.key FROM coding c WHERE c.version = v.key AND c.run <= ?1 ORDER BY c.key DESC) "
        "AS left, (SELECT c.key FROM coding c WHERE c.version = v.key AND c.run <= ?2 ORDER BY c.key DESC) AS right "
        "FROM version v JOIN document d ON d.key = v.document",
        (before, after),
    ).fetchall()
    both = [p for p in pairs if p["left"] and p["right"]]
    found = [row for p in both if p["left"] != p["right"] for row in _differences(connection, p)]
    recoded = sum(p["left"] != p["right"] for p in both)
    notes = [
        f"run {r}: {known[r]['coder']}, {known[r]['codebook']}, dragoman {known[r]['program']}, {known[r]['started'][:16]}"
        for r in (before, after)
    ]
    notes.append(
        f"{len(both):,} texts coded by both, {recoded:,} of them differently; {len(pairs) - len(both):,} by one only"
    )
    return Table(COLUMNS, found, len(found), notes)


def _differences(connection: sqlite3.Connection, pair: sqlite3.Row) -> Iterator[tuple[Any, ...]]:
    left, right = (_body(connection, pair[side]) for side in ("left", "right"))
    for kind in ("events", "statements"):
        old, new = ({r["id"]: r for r in body[kind]} for body in (left, right))
        names = [{a["id"]: a["name"] for a in body["actors"]} for body in (left, right)]
        for id in [*old, *(i for i in new if i not in old)]:
            record = old.get(id) or new[id]
            head = (pair["report"], kind[:-1], id)
            tail = (record.get("type") or record.get("act"), _words(record))
            if id not in new:
                yield (*head, "gone", *tail, None, None, None)
            elif id not in old:
                yield (*head, "new", *tail, None, None, None)
            else:
                for field in old[id]:
                    was, now = (_plain(r[field], n) for r, n in zip((old[id], new[id]), names, strict=True))
                    if was != now:
                        yield (*head, "changed", *tail, field, was, now)


def _body(connection: sqlite3.Connection, key: int) -> dict[str, Any]:
    row = connection.execute("SELECT body FROM coding WHERE key = ?", (key,)).fetchone()
    body: dict[str, Any] = json.loads(zlib.decompress(row["body"]))
    return body


def _words(record: dict[str, Any]) -> str:
    span = record.get("trigger") or record["content"][0]
    return str(span["text"])


def _plain(value: Any, names: dict[str, str]) -> str:
    """A value as a person reads it: spans by their words, slots by their names."""
    match value:
        case {"actor": actor, "span": _}:
            return names.get(str(actor), str(actor))
        case {"start": int(), "end": int(), "text": text}:
            return str(text)
        case dict():
            return ", ".join(f"{k} {_plain(v, names)}" for k, v in value.items() if v not in (None, [], {}))
        case list():
            return "; ".join(_plain(v, names) for v in value)
        case _:
            return "" if value is None else str(value)
