"""Whether copies, parties and stories fit the events they were made from, and what people decided.

Comes in: an open connection. Goes out: one sentence for each fault. What still waits to be merged is no fault.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from dragoman.store.recounting import COLUMNS, story_dyads, story_row

QUESTIONS = (
    ("an event has no story", "SELECT e.id FROM event e JOIN coding c ON c.key = e.coding WHERE e.story IS NULL AND {done}"),
    ("an actor has no party", "SELECT a.id FROM actor a JOIN coding c ON c.key = a.coding WHERE a.party IS NULL AND {done}"),
    ("an event cannot be compared with others",
     "SELECT e.id FROM event e JOIN coding c ON c.key = e.coding LEFT JOIN happening h ON h.event = e.key "
     "WHERE h.event IS NULL AND {done}"),
    ("a report has no signature",
     "SELECT d.id FROM document d JOIN coding c ON c.version = d.version AND c.current = 1 "
     "LEFT JOIN signature s ON s.version = d.version WHERE s.version IS NULL AND {done}"),
    ("two events are in one story although a person put them apart",
     "SELECT d.left || ' and ' || d.right FROM decision d JOIN event l ON l.id = d.left_now JOIN event r ON r.id = d.right_now "
     "WHERE d.kind = 'story' AND d.verdict = 'different' AND l.story = r.story"),
    ("two events are in two stories although a person joined them",
     "SELECT d.left || ' and ' || d.right FROM decision d JOIN event l ON l.id = d.left_now JOIN event r ON r.id = d.right_now "
     "WHERE d.kind = 'story' AND d.verdict = 'same' AND l.story IS NOT r.story"),
    ("a link leads out of its story",
     "SELECT l.id || ' and ' || r.id FROM link k JOIN event l ON l.key = k.left JOIN event r ON r.key = k.right "
     "WHERE l.story IS NOT r.story AND NOT EXISTS (SELECT 1 FROM decision WHERE kind = 'story')"),
    ("an old id leads to a story that is not there",
     "SELECT old FROM redirect WHERE kind = 'story' AND new IS NOT NULL AND new NOT IN (SELECT id FROM story) "
     "AND new NOT IN (SELECT old FROM redirect)"),
)  # fmt: skip
DONE = "c.version NOT IN (SELECT version FROM pending)"


def verify_merge(connection: sqlite3.Connection) -> Iterator[str]:
    """Ask for what must not be, then count every story again."""
    for said, question in QUESTIONS:
        for row in connection.execute(question.format(done=DONE)):
            yield f"{said}: {row[0]}"
    stale = {row["story"] for row in connection.execute("SELECT story FROM stale")}
    names = ", ".join(COLUMNS)
    for row in connection.execute(f"SELECT key, id, {names} FROM story").fetchall():
        if row["key"] in stale:
            continue
        wanted = story_row(connection, row["key"])
        if wanted is None:
            yield f"{row['id']}: the story has no events (mend with `dragoman rebuild`)"
        elif wanted != tuple(row)[2:]:
            yield f"{row['id']}: the row of the story differs from its events (mend with `dragoman rebuild`)"
        else:
            query = "SELECT left, right, way, month, story, counted FROM story_dyad WHERE story = ? ORDER BY 1, 2, 3"
            if [tuple(r) for r in connection.execute(query, (row["key"],))] != story_dyads(
                connection, row["key"], wanted
            ):
                yield f"{row['id']}: the dyads of the story differ from its events (mend with `dragoman rebuild`)"
