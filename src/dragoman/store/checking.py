"""Whether the file still says what was put into it: every span against its text, every hash, row and index.

Comes in: an open connection. Goes out: one sentence for each fault, none where all is well. Repairs nothing; what is
derived is repaired by `rebuild`, what is not by a backup.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Iterator

from dragoman.model import Coding
from dragoman.store.bodies import hashed, unpack, unpack_document
from dragoman.store.reviewing import as_reviewed, decision_hash, review_hash
from dragoman.store.rows import KEYED, TABLES, Keys, Row, faults, rows
from dragoman.store.writing import transaction

Check = Callable[[sqlite3.Connection], Iterator[str]]


def verify(connection: sqlite3.Connection, merged: Check) -> Iterator[str]:
    """Check everything, the cheapest first; `merged` checks what is the same across reports."""
    yield from _file(connection)
    yield from _versions(connection)
    for key in connection.execute("SELECT key FROM coding ORDER BY key").fetchall():
        yield from _coding(connection, key["key"])
    yield from _strays(connection)
    yield from _words(connection)
    yield from _said(connection)
    yield from merged(connection)


def _file(connection: sqlite3.Connection) -> Iterator[str]:
    """SQLite's own checks."""
    for row in connection.execute("PRAGMA integrity_check"):
        if row[0] != "ok":
            yield f"file: {row[0]}"
    for row in connection.execute("PRAGMA foreign_key_check"):
        yield f"table {row['table']}: row {row['rowid']} points to nothing in {row['parent']}"


def _versions(connection: sqlite3.Connection) -> Iterator[str]:
    query = "SELECT d.id, d.version AS current, v.* FROM version v JOIN document d ON d.key = v.document"
    for row in connection.execute(query):
        name = f"report {row['id']} version {row['number']}"
        if hashed(row["text"]) != row["sha256"]:
            yield f"{name}: the text is not the one that was stored (its hash differs)"
        if hashed(row["facts"]) != row["facts_sha256"]:
            yield f"{name}: title, outlet or day are not as stored (their hash differs)"
            continue
        document = unpack_document(row["facts"], row["text"])
        published = document.published.isoformat() if document.published else None
        columns = (document.title, document.source, document.url, published)
        if columns != (row["title"], row["source"], row["url"], row["published"]):
            yield f"{name}: its columns differ from its facts"
    for row in connection.execute("SELECT id FROM document WHERE version IS NULL"):
        yield f"report {row['id']}: it has no version"


def _coding(connection: sqlite3.Connection, key: int) -> Iterator[str]:
    row = connection.execute(
        "SELECT c.*, v.facts, v.text, d.id AS report, d.version AS now FROM coding c JOIN version v ON v.key = c.version "
        "JOIN document d ON d.key = v.document WHERE c.key = ?",
        (key,),
    ).fetchone()
    name = f"report {row['report']}, coding {key} of run {row['run']}"
    try:
        body = zlib.decompress(row["body"])
    except zlib.error as error:
        yield f"{name}: the record is damaged ({error})"
        return
    if hashed(body) != row["sha256"]:
        yield f"{name}: the record is not the one that was stored (its hash differs)"
        return
    coding = unpack(row["body"], row["facts"], row["text"])
    if fault := faults(coding):
        yield f"{name}: {fault}"
    elif row["current"]:
        if row["version"] != row["now"]:
            yield f"{name}: it is marked as current and its text is not"
        yield from _rows(connection, coding, key, name)


def _rows(connection: sqlite3.Connection, coding: Coding, key: int, name: str) -> Iterator[str]:
    """Hold the rows against what they should be."""
    there = stored_rows(connection, key)
    first = Keys(*[there[t][0][0] if there[t] else 1 for t in KEYED])
    reviewed, verdicts = as_reviewed(connection, coding)
    wanted = rows(reviewed, key, first).tables
    for table in ("event", "statement"):
        wanted[table] = [(*row[:-1], verdicts.get(row[2])) for row in wanted[table]]
    for table in TABLES:
        if sorted(there[table], key=repr) != sorted(wanted[table], key=repr):
            yield f"{name}: the rows in {table} differ from the record (mend with `dragoman rebuild`)"


OWNED = {
    "about": "statement IN (SELECT key FROM statement WHERE coding = ?)",
    "event_slot": "event IN (SELECT key FROM event WHERE coding = ?)",
    "statement_slot": "statement IN (SELECT key FROM statement WHERE coding = ?)",
    "stance": "event IN (SELECT key FROM event WHERE coding = ?)",
    "figure": "event IN (SELECT key FROM event WHERE coding = ?)",
    "dyad": "event IN (SELECT key FROM event WHERE coding = ?)",
}
"""How rows without a coding of their own are found."""
DERIVED = {"actor": 2, "event": 1}
"""Columns at the end that merging fills."""


def stored_rows(connection: sqlite3.Connection, coding: int) -> dict[str, list[Row]]:
    """The rows of one coding, without what merging wrote into them."""
    found = {}
    for table in TABLES:
        order = "ORDER BY key" if table in KEYED else ""
        where = OWNED.get(table, "coding = ?")
        all_rows = connection.execute(f"SELECT * FROM {table} WHERE {where} {order}", (coding,)).fetchall()
        cut = -DERIVED[table] if table in DERIVED else None
        found[table] = [tuple(row)[:cut] for row in all_rows]
    return found


def _strays(connection: sqlite3.Connection) -> Iterator[str]:
    """Rows and codings that should not be there, or are missing."""
    for table in ("actor", "event", "statement", "span"):
        query = f"SELECT count(*) FROM {table} WHERE coding NOT IN (SELECT key FROM coding WHERE current = 1)"
        if count := connection.execute(query).fetchone()[0]:
            yield f"table {table}: {count} rows belong to no current coding (mend with `dragoman rebuild`)"
    query = (
        "SELECT d.id, count(c.key) AS n FROM document d LEFT JOIN coding c ON c.version = d.version AND c.current = 1 "
        "GROUP BY d.key HAVING n <> 1"
    )
    for row in connection.execute(query):
        yield f"report {row['id']}: it has {row['n']} current codings instead of one"


def _words(connection: sqlite3.Connection) -> Iterator[str]:
    """The full-text indexes against the texts; SQLite checks them only where it may write."""
    if connection.execute("PRAGMA query_only").fetchone()[0]:
        return
    for index in ("text_index", "statement_index"):
        try:
            with transaction(connection):
                connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
        except sqlite3.OperationalError:  # read-only
            continue
        except sqlite3.DatabaseError:
            yield f"{index}: it does not fit the texts (mend with `dragoman rebuild`)"


def _said(connection: sqlite3.Connection) -> Iterator[str]:
    """What people said."""
    for row in connection.execute("SELECT * FROM review"):
        if review_hash(dict(row)) != row["sha256"]:
            yield f"review {row['key']}: it is not as it was written (its hash differs)"
    for row in connection.execute("SELECT * FROM decision"):
        if decision_hash(dict(row)) != row["sha256"]:
            yield f"decision {row['key']}: it is not as it was written (its hash differs)"
