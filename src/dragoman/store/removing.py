"""Removing a report for good: its texts, records, words in indexes and reviews; what stays says when and why.

Comes in: the id of a report, a reason. Goes out: tombstones for the report and its records, without content. Backups and
exports that were made before are not reached.
"""

from __future__ import annotations

import sqlite3

from dragoman.errors import BadQuery
from dragoman.store.bodies import unpack
from dragoman.store.writing import clear, forget, now, transaction


def remove(connection: sqlite3.Connection, report: str, reason: str, by: str) -> None:
    """Erase one report; raises `BadQuery` where there is none."""
    connection.execute("PRAGMA secure_delete = ON")
    with transaction(connection):
        row = connection.execute("SELECT key, version FROM document WHERE id = ?", (report,)).fetchone()
        if row is None:
            raise BadQuery(f"There is no report {report!r}: `dragoman find` shows the ids.")
        for kind, id in [("report", report), *_records(connection, row["key"])]:
            connection.execute(
                "INSERT OR REPLACE INTO tombstone (kind, id, at, reason, by) VALUES (?, ?, ?, ?, ?)",
                (kind, id, now(), reason, by),
            )
        _erase(connection, report, row["key"], row["version"])
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _records(connection: sqlite3.Connection, document: int) -> list[tuple[str, str]]:
    """Ids of every event and statement that any coding of any version had."""
    query = "SELECT c.body, v.facts, v.text FROM coding c JOIN version v ON v.key = c.version WHERE v.document = ?"
    found: dict[tuple[str, str], None] = {}
    for row in connection.execute(query, (document,)):
        coding = unpack(row["body"], row["facts"], row["text"])
        found |= {("event", e.id): None for e in coding.events} | {("statement", s.id): None for s in coding.statements}
    return list(found)


def _erase(connection: sqlite3.Connection, report: str, document: int, version: int) -> None:
    """Take everything away; the indexes are merged, since their old parts still hold the words."""
    for row in connection.execute("SELECT key FROM coding WHERE version = ? AND current = 1", (version,)).fetchall():
        clear(connection, row["key"])
    connection.execute(
        "INSERT INTO text_index (text_index, rowid, title, text) SELECT 'delete', key, title, text FROM version WHERE key = ?",
        (version,),
    )
    forget(connection, version)
    connection.execute("DELETE FROM former WHERE event IN (SELECT id FROM tombstone WHERE kind = 'event')")
    connection.execute(
        "DELETE FROM decision WHERE left IN (SELECT id FROM tombstone WHERE kind = 'event') "
        "OR right IN (SELECT id FROM tombstone WHERE kind = 'event')"
    )
    connection.execute("DELETE FROM review WHERE report = ?", (report,))
    connection.execute("DELETE FROM rejection WHERE document = ?", (report,))
    connection.execute("DELETE FROM document WHERE key = ?", (document,))
    for index in ("text_index", "statement_index"):
        connection.execute(f"INSERT INTO {index} ({index}) VALUES ('optimize')")
