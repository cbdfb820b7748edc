"""Writing one coding: document, version, coding, and the rows that questions are asked of.

Comes in: an open write transaction and a coding. Goes out: what happened to it. A coding is replaced as a whole; the one
before it keeps its body, so that two runs can be compared. Decides nothing about what is the same across reports.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from dragoman.merge import copies
from dragoman.model import Coding, Document, Rejection
from dragoman.store.bodies import content, facts, hashed, pack, unpack
from dragoman.store.reviewing import as_reviewed, attach_decisions, attach_reviews, mark
from dragoman.store.rows import TABLES, Keys, Rows, faults, rows

What = Literal["added", "changed", "recoded", "same", "rejected", "removed"]
"""A new report; a new version of its text; a new coding of the same text; nothing new; not stored; removed before."""
STAGE = "store"


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one coding; given only after it lies safely in the file."""

    report: str
    what: What
    address: str
    reason: str = ""


def now() -> str:
    """ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing; the lock for writing is taken at once."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def next_keys(connection: sqlite3.Connection) -> Keys:
    """The free keys, under the lock."""
    return Keys(*(_next(connection, t) for t in ("actor", "event", "statement")))


def _next(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT coalesce(max(key), 0) + 1 FROM {table}").fetchone()[0])


def write(connection: sqlite3.Connection, coding: Coding, run: int, program: str, keys: Keys) -> Added:
    """Store one coding; one that is broken becomes a rejection and leaves no trace else."""
    document = coding.document
    address = document.origin.address if document.origin else document.id
    removed = connection.execute(
        "SELECT at, reason FROM tombstone WHERE kind = 'report' AND id = ?", (document.id,)
    ).fetchone()
    if removed:
        return Added(document.id, "removed", address, f"removed on {removed['at'][:10]}: {removed['reason']}")
    if coding.rejections:
        return _reject(connection, coding, address, run)
    fault = faults(coding)
    if fault is None:
        connection.execute("SAVEPOINT one")
        try:
            what = _write(connection, coding, run, program, keys)
            connection.execute("DELETE FROM rejection WHERE address = ?", (address,))
            connection.execute("RELEASE one")
            return Added(document.id, what, address)
        except sqlite3.IntegrityError as error:
            connection.execute("ROLLBACK TO one")
            connection.execute("RELEASE one")
            fault = f"The coding does not fit what is stored ({error}): code the report anew."
    return _reject(connection, _with_fault(coding, fault), address, run)


def _with_fault(coding: Coding, fault: str) -> Coding:
    return Coding(coding.document, coding.coder, coding.codebook, rejections=(Rejection(STAGE, fault),))


def _reject(connection: sqlite3.Connection, coding: Coding, address: str, run: int) -> Added:
    document = coding.document
    day = document.published.isoformat() if document.published else None
    connection.execute("DELETE FROM rejection WHERE address = ?", (address,))
    connection.executemany(
        "INSERT OR REPLACE INTO rejection VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(address, r.stage, r.reason, run, document.id, document.source, day) for r in coding.rejections],
    )
    return Added(document.id, "rejected", address, " ".join(r.reason for r in coding.rejections))


def _write(connection: sqlite3.Connection, coding: Coding, run: int, program: str, keys: Keys) -> What:
    version, what = _version(connection, coding.document, run)
    sha256, body = pack(coding)
    old = connection.execute(
        "SELECT key, sha256, coder, codebook, program FROM coding WHERE version = ? AND current = 1", (version,)
    ).fetchone()
    made_by = (coding.coder, coding.codebook, program)
    if old and (old["sha256"], old["coder"], old["codebook"]) == (sha256, coding.coder, coding.codebook):
        connection.execute("UPDATE coding SET program = ? WHERE key = ?", (program, old["key"]))
        return what or "same"
    if old:
        clear(connection, old["key"])
    key = connection.execute(
        "INSERT INTO coding (version, run, coder, codebook, program, current, sha256, body) VALUES (?, ?, ?, ?, ?, 1, ?, ?)",
        (version, run, *made_by, sha256, body),
    ).lastrowid
    assert key is not None
    attach_reviews(connection, coding)
    reviewed = lay_out_reviewed(connection, coding, key, keys)
    attach_decisions(connection, reviewed)
    connection.execute("INSERT OR IGNORE INTO pending VALUES (?)", (version,))
    return what or "recoded"


def _version(connection: sqlite3.Connection, document: Document, run: int) -> tuple[int, What | None]:
    """The key of the version with this text and these facts, made if there is none, and what that means."""
    row = connection.execute(
        "SELECT d.key AS document, v.* FROM document d LEFT JOIN version v ON v.key = d.version WHERE d.id = ?",
        (document.id,),
    ).fetchone()
    known = facts(document)
    sha256 = hashed(document.text)
    if row and row["sha256"] == sha256 and content(row["facts"]) == content(known):
        return row["key"], None
    if row:
        _leave(connection, row["key"])
        owner, number = row["document"], row["number"] + 1
    else:
        owner, number = connection.execute("INSERT INTO document (id) VALUES (?)", (document.id,)).lastrowid, 1
    origin = document.origin
    key = connection.execute(
        "INSERT INTO version (document, number, run, added, sha256, facts, facts_sha256, title, source, url, published, "
        "address, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            owner, number, run, now(), sha256, known, hashed(known), document.title, document.source, document.url,
            document.published.isoformat() if document.published else None, origin.address if origin else None,
            document.text,
        ),
    ).lastrowid  # fmt: skip
    assert key is not None
    connection.execute("UPDATE document SET version = ? WHERE key = ?", (key, owner))
    connection.execute(
        "INSERT INTO text_index (rowid, title, text) VALUES (?, ?, ?)", (key, document.title, document.text)
    )
    return key, "changed" if row else "added"


def replace_version(connection: sqlite3.Connection, coding: Coding, run: int, program: str) -> None:
    """Put a coding in the place of its report's current version, which goes: it held the same without its words."""
    old = connection.execute("SELECT v.key, v.number FROM document d JOIN version v ON v.key = d.version WHERE d.id = ?",
                             (coding.document.id,)).fetchone()  # fmt: skip
    _write(connection, coding, run, program, next_keys(connection))
    connection.execute("DELETE FROM version WHERE key = ?", (old["key"],))
    connection.execute(
        "UPDATE version SET number = ? WHERE key = (SELECT version FROM document WHERE id = ?)",
        (old["number"], coding.document.id),
    )


def _leave(connection: sqlite3.Connection, version: int) -> None:
    """A version is no longer the current one: it keeps its text and codings, and answers no questions."""
    connection.execute(
        "INSERT INTO text_index (text_index, rowid, title, text) SELECT 'delete', key, title, text FROM version WHERE key = ?",
        (version,),
    )
    connection.execute("DELETE FROM pending WHERE version = ?", (version,))
    forget(connection, version)
    for row in connection.execute("SELECT key FROM coding WHERE version = ? AND current = 1", (version,)).fetchall():
        clear(connection, row["key"])


def forget(connection: sqlite3.Connection, version: int) -> None:
    """Take a version out of the search for copies."""
    row = connection.execute(
        "SELECT s.digest, v.published FROM signature s JOIN version v ON v.key = s.version WHERE s.version = ?",
        (version,),
    ).fetchone()
    if row is None:
        return
    window = copies.window(date.fromisoformat(row["published"]) if row["published"] else None)
    marks = copies.bands(copies.unpack(row["digest"]))
    connection.executemany(
        "DELETE FROM band WHERE window = ? AND hash = ? AND version = ?", [(window, m, version) for m in marks]
    )
    connection.execute("DELETE FROM signature WHERE version = ?", (version,))


def clear(connection: sqlite3.Connection, coding: int) -> None:
    """Take away the rows of a coding; its body stays."""
    connection.execute(
        "INSERT INTO statement_index (statement_index, rowid, content) "
        "SELECT 'delete', key, content FROM statement WHERE coding = ?",
        (coding,),
    )
    note_stories(connection, "coding = ?", coding)
    for table in ("event", "statement", "actor", "span"):  # slots and figures go with their events and statements
        connection.execute(f"DELETE FROM {table} WHERE coding = ?", (coding,))
    connection.execute("UPDATE coding SET current = 0 WHERE key = ?", (coding,))


def note_stories(connection: sqlite3.Connection, which: str, *values: int) -> None:
    """Remember the stories of events that are about to go, so that their ids can go on."""
    connection.execute(
        "INSERT OR REPLACE INTO former SELECT e.id, t.id FROM event e JOIN story t ON t.key = e.story WHERE " + which,
        values,
    )
    connection.execute(
        f"INSERT OR IGNORE INTO stale SELECT DISTINCT story FROM event WHERE story IS NOT NULL AND {which}", values
    )


def lay_out_reviewed(connection: sqlite3.Connection, coding: Coding, key: int, keys: Keys) -> Coding:
    """Write the rows of a coding as people corrected it, which is given back."""
    reviewed, verdicts = as_reviewed(connection, coding)
    lay_out(connection, rows(reviewed, key, keys), key)
    mark(connection, verdicts)
    return reviewed


def lay_out_again(connection: sqlite3.Connection, report: str) -> None:
    """Make the rows of a report anew after a review; its events are merged again by whoever merges next."""
    row = connection.execute(
        "SELECT c.key, c.body, v.key AS version, v.facts, v.text FROM document d JOIN version v ON v.key = d.version "
        "JOIN coding c ON c.version = v.key AND c.current = 1 WHERE d.id = ?",
        (report,),
    ).fetchone()
    clear(connection, row["key"])
    connection.execute("UPDATE coding SET current = 1 WHERE key = ?", (row["key"],))
    coding = unpack(row["body"], row["facts"], row["text"])
    lay_out_reviewed(connection, coding, row["key"], next_keys(connection))
    connection.execute("INSERT OR IGNORE INTO pending VALUES (?)", (row["version"],))


def lay_out(connection: sqlite3.Connection, made: Rows, coding: int) -> None:
    """Write the rows of a coding."""
    for table in TABLES:
        found = made.tables[table]
        if found:
            columns = COLUMNS.get(table, "")
            marks = ", ".join("?" * len(found[0]))
            connection.executemany(f"INSERT INTO {table} {columns} VALUES ({marks})", found)
    connection.execute(
        "INSERT INTO statement_index (rowid, content) SELECT key, content FROM statement WHERE coding = ?", (coding,)
    )


COLUMNS = {
    "actor": "(key, coding, id, name, kind, country, sector, sectors, office, organisation, wikidata)",
    "event": "(key, coding, id, type, mode, contexts, quad, intensity, status, background, score, first, last, date_basis, "
    "grain, place, place_country, admin1, latitude, longitude, geonames, trigger, trigger_start, sentence_start, "
    "sentence_end, verdict)",
}
"""Of the tables that also hold what merging found."""
