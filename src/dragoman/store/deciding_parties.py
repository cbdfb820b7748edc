"""What a person joins or splits among parties: kept for good, and stronger than names and rows of the gazetteer.

Comes in: ids of parties, or of an actor as `report|actor`. Goes out: decisions on pairs of actors, and parties that follow them;
they are followed again whenever parties are made anew. An actor that a new coder does not find leaves its decision without effect.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from dragoman.errors import BadQuery
from dragoman.store.reviewing import decision_hash
from dragoman.store.writing import now

ACTOR = (
    "SELECT a.key, a.party, a.id AS actor, d.id AS report, d.id || '|' || a.id AS name FROM actor a JOIN coding c ON c.key = a.coding "
    "JOIN version v ON v.key = c.version JOIN document d ON d.key = v.document "
)


def join_parties(connection: sqlite3.Connection, left: str, right: str, by: str, note: str) -> str:
    """Make two parties one; gives the id of the one that stays, the older."""
    kept, gone = sorted((_party(connection, left), _party(connection, right)), key=lambda row: int(row["key"]))
    if kept["key"] == gone["key"]:
        raise BadQuery("These are one party already.")
    one, other = (_first_actor(connection, row["key"]) for row in (kept, gone))
    _decide(connection, one, other, "same", by, note)
    _log(connection, "join", [r["name"] for r in _actors(connection, gone["key"])], one["name"], by, note)
    _follow(connection, kept["key"], gone["key"])
    return str(kept["id"])


def split_party(connection: sqlite3.Connection, actor: str, by: str, note: str) -> None:
    """Decide that an actor is a party of its own; the merger then makes it one."""
    row = connection.execute(f"{ACTOR} WHERE d.id = ? AND a.id = ?", actor.rpartition("|")[::2]).fetchone()
    if row is None:
        raise BadQuery(f"There is no actor {actor!r}: name it as report|actor, as the page of its party does.")
    others = [r for r in _actors(connection, row["party"]) if r["key"] != row["key"]]
    if not others:
        raise BadQuery("This actor is alone in its party: there is nothing to split.")
    _decide(connection, row, others[0], "different", by, note)
    _log(connection, "split", [row["name"]], others[0]["name"], by, note)


def apart(connection: sqlite3.Connection) -> set[str]:
    """Actors, as `report|actor`, that a person made parties of their own."""
    query = "SELECT json_extract(left_anchor, '$.apart') FROM decision WHERE kind = 'party' AND verdict = 'different'"
    return {row[0] for row in connection.execute(query)}


def follow(connection: sqlite3.Connection) -> None:
    """Make one whatever a person joined and is not one yet."""
    for row in connection.execute(
        "SELECT left, right FROM decision WHERE kind = 'party' AND verdict = 'same' ORDER BY key"
    ).fetchall():
        found = sorted(
            {
                r["party"]
                for name in row
                for r in connection.execute(f"{ACTOR} WHERE d.id = ? AND a.id = ?", name.rpartition("|")[::2])
            }
            - {None}
        )
        if len(found) == 2:
            _follow(connection, *found)


def _follow(connection: sqlite3.Connection, kept: int, gone: int) -> None:
    connection.execute("UPDATE actor SET party = ? WHERE party = ?", (kept, gone))
    connection.execute("UPDATE party SET joined = ? WHERE key = ? OR joined = ?", (kept, gone, gone))
    connection.execute(
        "INSERT OR REPLACE INTO redirect SELECT 'party', g.id, k.id, ?, 'joined by a person' FROM party g, party k WHERE g.key = ? AND k.key = ?",
        (now(), gone, kept),
    )


def _party(connection: sqlite3.Connection, id: str) -> sqlite3.Row:
    row: sqlite3.Row | None = connection.execute(
        "SELECT key, id FROM party WHERE joined IS NULL AND (id = ?1 OR id = (SELECT new FROM redirect WHERE kind = 'party' AND old = ?1))",
        (id,),
    ).fetchone()
    if row is None:
        raise BadQuery(f"There is no party {id!r}: look for it by its name.")
    return row


def _actors(connection: sqlite3.Connection, party: int) -> Iterator[sqlite3.Row]:
    yield from connection.execute(f"{ACTOR} WHERE a.party = ? ORDER BY a.key", (party,)).fetchall()


def _first_actor(connection: sqlite3.Connection, party: int) -> sqlite3.Row:
    found = next(_actors(connection, party), None)
    if found is None:
        raise BadQuery("No report names this party any more: there is nothing to join.")
    return found


def _decide(
    connection: sqlite3.Connection, one: sqlite3.Row, other: sqlite3.Row, verdict: str, by: str, note: str
) -> None:
    left, right = sorted((one, other), key=lambda row: str(row["name"]))
    row = {
        "kind": "party",
        "left": left["name"],
        "right": right["name"],
        "verdict": verdict,
        "by": by,
        "at": now(),
        "note": note,
    }
    apart = json.dumps({"apart": one["name"]} if verdict == "different" else {})
    connection.execute(
        "INSERT OR REPLACE INTO decision (kind, left, right, verdict, by, at, note, sha256, left_now, right_now, left_report, "
        "left_anchor, right_report, right_anchor) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*row.values(), decision_hash(row), left["name"], right["name"], left["report"], apart, right["report"], "{}"),
    )


def _log(connection: sqlite3.Connection, what: str, moved: list[str], other: str, by: str, note: str) -> None:
    connection.execute(
        "INSERT INTO deed (what, kind, moved, other, by, at, note) VALUES (?, 'party', ?, ?, ?, ?, ?)",
        (what, json.dumps(moved), other, by, now(), note),
    )


def undo_party(connection: sqlite3.Connection, deed: sqlite3.Row, by: str, note: str) -> list[str]:
    """Take the decision of a deed away; gives the reports whose parties are to be made anew."""
    moved = json.loads(deed["moved"])
    verdict = {"join": "same", "split": "different"}[deed["what"]]
    for name in moved:
        connection.execute(
            "DELETE FROM decision WHERE kind = 'party' AND verdict = ? AND ((left = ? AND right = ?) OR (left = ? AND right = ?))",
            (verdict, name, deed["other"], deed["other"], name),
        )
    if deed["what"] == "join":
        query = "SELECT party FROM actor a JOIN coding c ON c.key = a.coding JOIN version v ON v.key = c.version JOIN document d ON d.key = v.document WHERE d.id = ? AND a.id = ?"
        row = connection.execute(query, deed["other"].rpartition("|")[::2]).fetchone()
        if row:
            connection.execute(
                "DELETE FROM redirect WHERE kind = 'party' AND old IN (SELECT id FROM party WHERE joined = ?)",
                (row["party"],),
            )
            connection.execute("UPDATE party SET joined = NULL WHERE joined = ?", (row["party"],))
    connection.execute(
        "INSERT INTO deed (what, kind, moved, other, by, at, note, undoes) VALUES ('undo', 'party', ?, ?, ?, ?, ?, ?)",
        (deed["moved"], deed["other"], by, now(), note, deed["key"]),
    )
    return sorted({name.rpartition("|")[0] for name in [*moved, deed["other"]]})
