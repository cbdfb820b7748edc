"""What a person joins or splits: kept for good, and stronger than any score.

Comes in: ids of events or stories. Goes out: decisions, and stories that follow them at once. A later decision on the same
two events replaces the earlier one.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from dragoman.errors import BadQuery
from dragoman.store.deciding_parties import undo_party
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
        _log(connection, "join", _members(connection, gone), _members(connection, kept)[0], by, note)
        join_stories(connection, kept, gone, f"joined by {by or 'a person'}")
    return str(connection.execute("SELECT id FROM story WHERE key = ?", (kept,)).fetchone()[0])


def split(merger: Merger, events: Sequence[str], by: str, note: str) -> str:
    """Take events out of their story, together; gives the id of the story that they are in then."""
    connection = merger.connection
    rows = [_row(connection, event) for event in events]
    story = rows[0]["story"]
    others = [
        r
        for r in connection.execute("SELECT key, id FROM event WHERE story = ? ORDER BY key", (story,))
        if r["id"] not in events
    ]
    if not others:
        raise BadQuery(f"The event {events[0]} is alone in its story: there is nothing to split.")
    _log(connection, "split", list(events), others[0]["id"], by, note)
    for row in rows:
        for other in others:
            _decide(connection, row["id"], other["id"], "different", by, note)
            connection.execute(
                "DELETE FROM link WHERE left = ? AND right = ?", tuple(sorted((row["key"], other["key"])))
            )
        if row["id"] != events[0]:
            _decide(connection, events[0], row["id"], "same", by, note)
    connection.execute("INSERT OR IGNORE INTO stale VALUES (?)", (story,))
    for row in rows:
        connection.execute("UPDATE event SET story = NULL WHERE key = ?", (row["key"],))
    for row in rows:
        merger.place_again(row["key"])
    query = "SELECT t.id FROM event e JOIN story t ON t.key = e.story WHERE e.key = ?"
    return str(connection.execute(query, (rows[0]["key"],)).fetchone()[0])


def undo(merger: Merger, deed: int, by: str, note: str) -> list[str]:
    """Take a join or split back: what was joined is split, what was split is joined; gives reports to be merged again."""
    connection = merger.connection
    row = connection.execute("SELECT * FROM deed WHERE key = ?", (deed,)).fetchone()
    if row is None or row["what"] == "undo":
        raise BadQuery(f"There is no join or split {deed}.")
    if connection.execute("SELECT 1 FROM deed WHERE undoes = ?", (deed,)).fetchone():
        raise BadQuery(f"The {row['what']} {deed} is undone already.")
    if row["kind"] == "party":
        return undo_party(connection, row, by, note)
    before = connection.execute("SELECT max(key) FROM deed").fetchone()[0]
    moved = [
        e for e in json.loads(row["moved"]) if connection.execute("SELECT 1 FROM event WHERE id = ?", (e,)).fetchone()
    ]
    if not moved:
        raise BadQuery("The events of it are gone: there is nothing to undo.")
    if row["what"] == "join":
        split(merger, moved, by, note)
    else:
        for event in moved:
            join(connection, row["other"], event, by, note)
    connection.execute("DELETE FROM deed WHERE key > ?", (before,))  # what was just logged is this undoing
    connection.execute(
        "INSERT INTO deed (what, kind, moved, other, by, at, note, undoes) VALUES ('undo', 'story', ?, ?, ?, ?, ?, ?)",
        (row["moved"], row["other"], by, now(), note, deed),
    )
    return []


def _log(connection: sqlite3.Connection, what: str, moved: list[str], other: str, by: str, note: str) -> None:
    connection.execute(
        "INSERT INTO deed (what, kind, moved, other, by, at, note) VALUES (?, 'story', ?, ?, ?, ?, ?)",
        (what, json.dumps(moved), other, by, now(), note),
    )


def _members(connection: sqlite3.Connection, story: int) -> list[str]:
    return [r["id"] for r in connection.execute("SELECT id FROM event WHERE story = ? ORDER BY key", (story,))]


def _row(connection: sqlite3.Connection, event: str) -> sqlite3.Row:
    row: sqlite3.Row | None = connection.execute("SELECT key, id, story FROM event WHERE id = ?", (event,)).fetchone()
    if row is None:
        raise BadQuery(f"There is no event {event!r}: `dragoman show DB STORY` lists the events of a story.")
    return row


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
