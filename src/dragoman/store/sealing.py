"""A seal: the hashes of everything that was read, coded and said, for a third party to put a time on.

Comes in: an open connection; later the manifest again. Goes out: a file of hashes without any content, and one sentence for
each thing that is not as it was sealed. Hashes are made from what lies in the file, never copied from it, so that somebody who
changes a text and the hash beside it is found too. What is derived is not sealed: it can be made again.

A manifest is JSON Lines: a head, one line `[kind, key, name, sha256]` for each thing in the order of kinds and keys, and a foot with
the number of lines and their hash. So two manifests, or a manifest and a file, are compared in one walk, whatever their size.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from dragoman.errors import BadDatabase
from dragoman.store.bodies import hashed
from dragoman.store.reviewing import decision_hash, review_hash

FORMAT = 1
KEYS: dict[str, tuple[type, ...]] = {
    "run": (int,), "text": (int,), "facts": (int,), "coding": (int,), "event": (int, str), "statement": (int, str),
    "review": (int,), "decision": (str, str, str), "tombstone": (str, str),
}  # fmt: skip
"""What is sealed, in the order of a manifest, and what its keys are made of."""
KINDS = tuple(KEYS)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing with its hash."""

    kind: str
    key: tuple[int | str, ...]
    name: str
    sha256: str

    @property
    def order(self) -> tuple[int, tuple[int | str, ...]]:
        """Where it stands in a manifest."""
        return KINDS.index(self.kind), self.key

    def written(self) -> str:
        """As it stands in a manifest."""
        return _json([self.kind, self.key, self.name, self.sha256]) + "\n"


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a manifest holds, and the hash of the manifest itself: this is what to put a time on."""

    counts: dict[str, int]
    sha256: str


def seal(connection: sqlite3.Connection, head: dict[str, Any], path: Path) -> Sealed:
    """Write a manifest; raises `BadDatabase` where the file exists."""
    whole, body, counts = sha256(), sha256(), Counter[str]()
    try:
        with open(path, "x", encoding="utf-8") as out, _unmoved(connection):

            def put(line: str) -> None:
                out.write(line)
                whole.update(line.encode())

            put(_json({"dragoman seal": FORMAT} | head) + "\n")
            for line in lines(connection):
                put(line.written())
                body.update(line.written().encode())
                counts[line.kind] += 1
            put(_json({"lines": counts.total(), "sha256": body.hexdigest()}) + "\n")
    except FileExistsError as error:
        raise BadDatabase(f"{path} exists already: name another file with --out.") from error
    return Sealed(dict(counts), whole.hexdigest())


@contextmanager
def _unmoved(connection: sqlite3.Connection) -> Iterator[None]:
    """One state of the file, whatever a writer adds meanwhile."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


def lines(connection: sqlite3.Connection) -> Iterator[Line]:
    """Everything that is sealed, in order, hashed anew."""
    for row in connection.execute("SELECT * FROM run ORDER BY key"):
        known = [row[c] for c in ("started", "program", "coder", "codebook", "configuration")]
        yield Line("run", (row["key"],), f"run {row['key']}", hashed(_json(known)))
    for kind in ("text", "facts"):
        query = f"SELECT v.key, d.id, v.number, v.{kind} AS body FROM version v JOIN document d ON d.key = v.document ORDER BY v.key"
        for row in connection.execute(query):
            yield Line(kind, (row["key"],), f"report {row['id']} version {row['number']}", hashed(row["body"]))
    for kind in ("coding", "event", "statement"):
        yield from _coded(connection, kind)
    for row in connection.execute("SELECT * FROM review ORDER BY key"):
        name = f"review {row['key']} by {row['by']} of {row['record']}"
        yield Line("review", (row["key"],), name, review_hash(dict(row)))
    for row in connection.execute("SELECT * FROM decision ORDER BY kind, left, right"):
        name = f"decision on {row['left']} and {row['right']}"
        yield Line("decision", (row["kind"], row["left"], row["right"]), name, decision_hash(dict(row)))
    for row in connection.execute("SELECT * FROM tombstone ORDER BY kind, id"):
        known = [row[c] for c in ("kind", "id", "at", "reason", "by")]
        yield Line("tombstone", (row["kind"], row["id"]), f"tombstone of {row['id']}", hashed(_json(known)))


def _coded(connection: sqlite3.Connection, kind: str) -> Iterator[Line]:
    """Each coding with what made it, or the records in it."""
    query = (
        "SELECT c.key, c.run, c.coder, c.codebook, c.program, c.body, d.id FROM coding c JOIN version v ON v.key = c.version "
        "JOIN document d ON d.key = v.document ORDER BY c.key"
    )
    for row in connection.execute(query):
        body = _body(row["body"])
        if kind == "coding":
            made_by = _json([row[c] for c in ("run", "coder", "codebook")])
            name = f"coding {row['key']} of report {row['id']}"
            yield Line(kind, (row["key"],), name, sha256(made_by.encode() + body).hexdigest())
        else:
            for id, digest in sorted((record_id, hash_) for record_id, hash_ in record_hashes(body, kind)):
                yield Line(kind, (row["key"], id), f"{kind} {id} of report {row['id']}", digest)


def _body(stored: bytes) -> bytes:
    """The JSON of a coding; of a damaged one what lies there, which then differs from what was sealed."""
    try:
        return zlib.decompress(stored)
    except zlib.error:
        return stored


def record_hashes(body: bytes, kind: str) -> Iterator[tuple[str, str]]:
    """Id and hash of each event or statement of a coding."""
    try:
        records = json.loads(body)[f"{kind}s"]
        yield from ((str(r["id"]), record_hash(r)) for r in records)
    except (ValueError, KeyError, TypeError):  # damaged: its records are gone
        return


def record_hash(record: dict[str, Any]) -> str:
    """Hash of an event or statement as JSON with sorted keys."""
    return hashed(json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def against(connection: sqlite3.Connection, path: Path) -> Iterator[str]:
    """One sentence for each sealed thing that is not as it was, and at the end, after an empty string, what is new."""
    for _ in read(path):  # the whole of it must be sound before a word of it is believed
        pass
    with _unmoved(connection):
        there = lines(connection)
        now: Line | None = next(there, None)
        new: Counter[str] = Counter()
        for was in read(path):
            while now is not None and now.order < was.order:
                new[now.kind] += 1
                now = next(there, None)
            if now is None or now.order != was.order:
                yield _gone(connection, was)
                continue
            if now.sha256 != was.sha256:
                yield f"{was.name}: the {_what(was)} is not the one that was sealed"
            now = next(there, None)
        while now is not None:
            new[now.kind] += 1
            now = next(there, None)
    yield ""
    yield "new since the seal: " + (", ".join(f"{n:,} {k}" for k, n in new.items()) or "nothing")


def _what(line: Line) -> str:
    return {"event": "record", "statement": "record", "facts": "title, outlet, day or address"}.get(
        line.kind, line.kind
    )


def _gone(connection: sqlite3.Connection, was: Line) -> str:
    """A thing that is not there any more, with the reason where somebody gave one."""
    words = was.name.split(" version ")[0].split(" of report ")[-1].removeprefix("report ")
    for id in (words, str(was.key[-1])):
        row = connection.execute("SELECT at, reason FROM tombstone WHERE id = ?", (id,)).fetchone()
        if row:
            return f"{was.name}: the {_what(was)} was removed on {row['at'][:10]} ({row['reason']})"
    return f"{was.name}: the {_what(was)} is gone"


def read(path: Path) -> Iterator[Line]:
    """The lines of a manifest; raises `BadDatabase` where it is none, is cut short or was changed itself."""
    body, count = sha256(), 0
    for raw, record in _records(path):
        if isinstance(record, dict) and "lines" in record:
            if (record["lines"], record.get("sha256")) != (count, body.hexdigest()):
                raise BadDatabase(f"{path} is not as it was written: use the copy that the third party put a time on.")
            return
        if _is_line(record):
            body.update(raw)
            count += 1
            kind, key, name, digest = record
            yield Line(kind, tuple(key), name, digest)
        elif not (count == 0 and isinstance(record, dict) and "dragoman seal" in record):
            raise BadDatabase(f"{path} is no manifest of a seal: write one with `dragoman seal`.")
    raise BadDatabase(f"{path} ends in the middle: use a whole copy of the manifest.")


def _is_line(record: Any) -> bool:
    match record:
        case [str(kind), list(key), str(), str()] if kind in KEYS:
            return tuple(type(k) for k in key) == KEYS[kind]
        case _:
            return False


def _records(path: Path) -> Iterable[tuple[bytes, Any]]:
    try:
        with open(path, "rb") as stream:
            for raw in stream:
                yield raw, json.loads(raw)
    except OSError as error:
        raise BadDatabase(f"{path} cannot be read ({error.strerror}): check the path.") from error
    except ValueError as error:
        raise BadDatabase(f"{path} is no manifest of a seal: write one with `dragoman seal`.") from error


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
