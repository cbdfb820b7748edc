"""Making again what is derived from codings: rows and indexes, with the reviews applied.

Comes in: an open connection. Goes out: how many codings are done, one after the other. All is one transaction: readers
see the old rows until the new ones are complete, and an interruption changes nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from dragoman.store.bodies import unpack
from dragoman.store.reviewing import attach_reviews
from dragoman.store.rows import rows
from dragoman.store.writing import lay_out, next_keys, transaction


def rebuild_rows(connection: sqlite3.Connection) -> Iterator[int]:
    """Lay out every current coding anew; yields how many are done."""
    with transaction(connection):
        for table in ("event", "statement", "actor", "span"):
            connection.execute(f"DELETE FROM {table}")
        for index in ("text_index", "statement_index"):
            connection.execute(f"INSERT INTO {index} ({index}) VALUES ('delete-all')")
        free = next_keys(connection)
        keys = [r["key"] for r in connection.execute("SELECT key FROM coding WHERE current = 1 ORDER BY key")]
        for done, key in enumerate(keys, 1):
            row = connection.execute(
                "SELECT c.body, v.key AS version, v.title, v.facts, v.text FROM coding c JOIN version v "
                "ON v.key = c.version WHERE c.key = ?",
                (key,),
            ).fetchone()
            coding = unpack(row["body"], row["facts"], row["text"])
            lay_out(connection, rows(coding, key, free), key)
            attach_reviews(connection, coding)
            connection.execute(
                "INSERT INTO text_index (rowid, title, text) VALUES (?, ?, ?)",
                (row["version"], row["title"], row["text"]),
            )
            yield done
