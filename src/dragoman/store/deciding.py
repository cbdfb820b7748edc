"""What a person joins or splits: kept for good, and stronger than any score.

Comes in: ids of events or stories. Goes out: decisions, and stories that follow them at once. A later decision on the same
two events replaces the earlier one.
"""

from __future__ import annotations

import json
import sqlite3

from dragoman.errors import BadQuery
from dragoman.store.merging import Merger, join_stories
from dragoman.store.reviewing import decision_hash
from dragoman.store.writing import now


def join(connection: sqlite3.Connection, left: str, right: str, by: str, note: str) -> str:
    """Make two stories one; gives its id."""
    one, other = _story(connection, left), _story(connection, right)
    if one != other:
        connection.execute(
            "DELETE FROM decision WHERE kind = 'story' AND verdict = 'different' AND ("
            "left_now IN (SELECT id FROM event WHERE story = ?1) AND right_now IN (SELECT id FROM event WHERE story = ?2) OR "
            "left_now IN (SELECT id FROM event WHERE story = ?2) AND right_now IN (SELECT id FROM event WHERE story = ?1))",
            (one, other),
        )
    _decide(connection, _event(connection, one, left), _event(connection, other, right), "same", by, note)
    kept, gone = sorted((one, other))
    if kept != gone:
        join_stories(connection, kept, gone, f"joined by {by or 'a person'}")
    return str(connection.execute("SELECT id FROM story WHERE key = ?", (kept,)).fetchone()[0])


def split(merger: Merger, event: str, by: str, note: str) -> str:
    """Take an event out of its story; gives the id of the story that it is in then."""
    connection = merger.connection
    row = connection.execute("SELECT key, story FROM event WHERE id = ?", (event,)).fetchone()
    if row is None:
        raise BadQuery(f"There is no event {event!r}: `dragoman show DB STORY` lists the events of a story.")
    others = connection.execute(
        "SELECT key, id FROM event WHERE story = ? AND id <> ?", (row["story"], event)
    ).fetchall()
    if not others:
        raise BadQuery(f"The event {event} is alone in its story: there is nothing to split.")
    for other in others:
        _decide(connection, event, other["id"], "different", by, note)
        connection.execute("DELETE FROM link WHERE left = ? AND right = ?", tuple(sorted((row["key"], other["key"]))))
    connection.execute("INSERT OR IGNORE INTO stale VALUES (?)", (row["story"],))
    connection.execute("UPDATE event SET story = NULL WHERE key = ?", (row["key"],))
    merger.place_again(row["key"])
    query = "SELECT t.id FROM event e JOIN story t ON t.key = e.story WHERE e.key = ?"
    return str(connection.execute(query, (row["key"],)).fetchone()[0])


def _story(connection: sqlite3.Connection, id: str) -> int:
    """The story of an id of a story, also an old one, or of an event."""
    row = connection.execute(
        "SELECT key FROM story WHERE id = ?1 UNION ALL SELECT t.key FROM redirect r JOIN story t ON t.id = r.new WHERE r.old = ?1 "
        "UNION ALL SELECT story FROM event WHERE id = ?1 AND story IS NOT NULL",
        (id,),
    ).fetchone()
    if row is None:
        raise BadQuery(f"There is no story or event {id!r}: `dragoman stories` shows the ids.")
    return int(row["key"])


def _event(connection: sqlite3.Connection, story: int, id: str) -> str:
    """The event that a decision is about: the one named, else the oldest of the story."""
    row = connection.execute(
        "SELECT id FROM event WHERE story = ? ORDER BY id = ? DESC, key LIMIT 1", (story, id)
    ).fetchone()
    return str(row["id"])


def _decide(connection: sqlite3.Connection, left: str, right: str, verdict: str, by: str, note: str) -> None:
    if left == right:
        return
    left, right = sorted((left, right))
    row = {"kind": "story", "left": left, "right": right, "verdict": verdict, "by": by, "at": now(), "note": note}
    anchors = [*_anchor(connection, left), *_anchor(connection, right)]
    connection.execute(
        "INSERT OR REPLACE INTO decision (kind, left, right, verdict, by, at, note, sha256, left_now, right_now, left_report, "
        "left_anchor, right_report, right_anchor) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*row.values(), decision_hash(row), left, right, *anchors),
    )


def _anchor(connection: sqlite3.Connection, event: str) -> tuple[str, str]:
    """Where an event stands, so that the decision finds it again after a new coder."""
    row = connection.execute(
        'SELECT d.id AS report, e.type AS type, e.trigger_start AS start, e.trigger_start + length(e.trigger) AS "end" FROM event e '
        "JOIN coding c ON c.key = e.coding JOIN version v ON v.key = c.version JOIN document d ON d.key = v.document WHERE e.id = ?",
        (event,),
    ).fetchone()
    return row["report"], json.dumps({"type": row["type"], "start": row["start"], "end": row["end"]})
