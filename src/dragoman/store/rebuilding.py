"""Making again what is derived from codings: rows and indexes, with the reviews applied.

Comes in: an open connection. Goes out: how many codings are done, one after the other. All is one transaction: readers
see the old rows until the new ones are complete, and an interruption changes nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from dragoman.store.bodies import unpack
from dragoman.store.reviewing import attach_reviews
from dragoman.store.writing import lay_out_reviewed, next_keys, note_stories, transaction


def rebuild_rows(connection: sqlite3.Connection) -> Iterator[int]:
    """Lay out every current coding anew; yields how many are done."""
    with transaction(connection):
        note_stories(connection, "1")
        for table in (
            "link",
            "block",
            "happening",
            "event",
            "statement",
            "actor",
            "span",
            "story_dyad",
            "story",
            "stale",
            "party_name",
            "party",
            "band",
            "signature",
        ):
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
            attach_reviews(connection, coding)
            lay_out_reviewed(connection, coding, key, free)
            connection.execute(
                "INSERT INTO text_index (rowid, title, text) VALUES (?, ?, ?)",
                (row["version"], row["title"], row["text"]),
            )
            connection.execute("INSERT OR IGNORE INTO pending VALUES (?)", (row["version"],))
            yield done


def lead_on(connection: sqlite3.Connection) -> None:
    """Ids of stories that are no more lead to where their events are now."""
    with transaction(connection):
        connection.execute(
            "INSERT OR REPLACE INTO redirect SELECT 'story', f.story, (SELECT t.id FROM former g JOIN event e ON e.id = g.event "
            "JOIN story t ON t.key = e.story WHERE g.story = f.story GROUP BY t.id ORDER BY count(*) DESC, t.key LIMIT 1), "
            "strftime('%Y-%m-%dT%H:%M:%S+00:00'), 'rebuilt' FROM (SELECT DISTINCT story FROM former) f "
            "WHERE f.story NOT IN (SELECT id FROM story) AND f.story NOT IN (SELECT old FROM redirect)"
        )
