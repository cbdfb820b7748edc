"""Finding copies, parties and stories for what was added, and keeping their rows.

Comes in: codings that wait in `pending`. Goes out: rows in 002_merge.sql. Candidates come from indexes, verdicts from
dragoman.merge; each report costs the same at any size. Batches are transactions, so an interrupted merge goes on.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dragoman.merge import blocking, copies, parties
from dragoman.merge.clustering import place
from dragoman.merge.happenings import Happening, from_json, happening, to_json
from dragoman.merge.parties import Profile
from dragoman.model import Actor, Coding
from dragoman.store.bodies import hashed, unpack
from dragoman.store.deciding_parties import apart, follow
from dragoman.store.recounting import recount
from dragoman.store.reviewing import as_reviewed
from dragoman.store.writing import now, transaction

BATCH = 64
"""Reports in one transaction."""
REMEMBERED = 50_000
"""Happenings and parties held in memory, at most."""


@dataclass(slots=True)
class Merger:
    """Merges into one open database; remembers what it looked up last."""

    connection: sqlite3.Connection
    happenings: dict[int, Happening] = field(default_factory=dict)
    parties: dict[Profile, tuple[int, str]] = field(default_factory=dict)
    apart: set[frozenset[str]] = field(default_factory=set)
    alone: set[str] = field(default_factory=set)
    """Actors that a person made parties of their own."""

    def run(self) -> Iterator[int]:
        """Merge what waits; yields how many reports each transaction took."""
        self._decisions()
        while True:
            with transaction(self.connection):
                found = self.connection.execute(
                    "SELECT version FROM pending ORDER BY version LIMIT ?", (BATCH,)
                ).fetchall()
                for row in found:
                    self._merge(row["version"])
                self.connection.executemany("DELETE FROM pending WHERE version = ?", [tuple(r) for r in found])
                if found:
                    follow(self.connection)
                recount(self.connection)
            if not found:
                return
            yield len(found)

    def _decisions(self) -> None:
        query = "SELECT left_now, right_now FROM decision WHERE left_now IS NOT NULL AND right_now IS NOT NULL AND kind = 'story' AND verdict = 'different'"
        self.apart = {frozenset(tuple(row)) for row in self.connection.execute(query)}
        self.alone = apart(self.connection)
        self.parties.clear()

    def _merge(self, version: int) -> None:
        row = self.connection.execute(
            "SELECT c.key, c.body, v.facts, v.text FROM coding c JOIN version v ON v.key = c.version "
            "WHERE v.key = ? AND c.current = 1",
            (version,),
        ).fetchone()
        if row is None:
            return
        coding, _ = as_reviewed(self.connection, unpack(row["body"], row["facts"], row["text"]))
        root = self._root(version, coding)
        own = self._parties(coding, row["key"])
        query = "SELECT key, id, first, last, date_basis FROM event WHERE coding = ? ORDER BY key"
        rows = {r["id"]: r for r in self.connection.execute(query, (row["key"],)).fetchall()}
        for event in coding.events:
            at = rows[event.id]
            made = happening(coding, event, own, root, at["first"], at["last"], at["date_basis"] == "stated")
            self.connection.execute("INSERT OR REPLACE INTO happening VALUES (?, ?)", (at["key"], to_json(made)))
            self._remember(at["key"], made)
            self.put(at["key"], made)

    # --- copies ----------------------------------------------------------------------------------------------------

    def _root(self, version: int, coding: Coding) -> int:
        """The first report that this one is a copy of; itself where it is none."""
        document = coding.document
        signature = copies.sign(document.text.removeprefix(document.title or ""))
        window = copies.window(document.published)
        marks = copies.bands(signature)
        candidates: set[int] = set()
        for near in (window - 1, window, window + 1):
            query = f"SELECT version FROM band WHERE window = ? AND hash IN ({', '.join('?' * len(marks))})"
            candidates |= {r["version"] for r in self.connection.execute(query, (near, *marks))}
        root, similarity = version, 0.0
        for other in sorted(candidates - {version}):
            row = self.connection.execute("SELECT digest, root FROM signature WHERE version = ?", (other,)).fetchone()
            if row and (found := copies.alike(signature, copies.unpack(row["digest"]))) >= max(
                copies.ALIKE, similarity + 1e-9
            ):
                root, similarity = row["root"], found
        self.connection.execute(
            "INSERT OR REPLACE INTO signature VALUES (?, ?, ?, ?, ?)",
            (version, copies.ALGORITHM, copies.pack(signature), root, similarity),
        )
        self.connection.executemany(
            "INSERT OR IGNORE INTO band VALUES (?, ?, ?)", [(window, m, version) for m in marks]
        )
        return root

    # --- parties ---------------------------------------------------------------------------------------------------

    def _parties(self, coding: Coding, key: int) -> dict[str, int]:
        """The party of each actor of a coding."""
        found = {}
        query = "SELECT key, id FROM actor WHERE coding = ?"
        keys = {r["id"]: r["key"] for r in self.connection.execute(query, (key,)).fetchall()}
        for actor in coding.actors:
            party, reason = self._party(actor, coding.document.id)
            self.connection.execute(
                "UPDATE actor SET party = ?, party_ground = ? WHERE key = ?", (party, reason, keys[actor.id])
            )
            found[actor.id] = party
        return found

    def _party(self, actor: Actor, report: str) -> tuple[int, str]:
        of = parties.profile(actor)
        if f"{report}|{actor.id}" in self.alone:
            return self._new_party(of, f"p-{hashed(f'{report} {actor.id} alone')[:12]}", True), "put apart by a person"
        alone = of.ground is None and of.country is None and (of.generic or not of.named)
        if not alone and of in self.parties:
            return self.parties[of]
        found = None if alone else self._known(of)
        if found is None:
            reason = "in this report only: a common noun without a country" if alone else "the first of its name"
            found = self._new_party(of, f"p-{hashed(f'{report} {actor.id}')[:12]}", alone), reason
        if not alone:
            if len(self.parties) > REMEMBERED:
                self.parties.clear()
            self.parties[of] = found
        return found

    def _known(self, of: Profile) -> tuple[int, str] | None:
        """The party that an actor is, if it is there; several that it could be by the last name are none."""
        wanted = list(dict.fromkeys(parties.look_up(of)))
        query = (
            "SELECT DISTINCT p.* FROM party_name n JOIN party p ON p.key = n.party "
            f"WHERE n.name IN ({', '.join('?' * len(wanted))}) ORDER BY p.key"
        )
        rows = self.connection.execute(query, wanted).fetchall()
        fitting = [(row, reason) for row in rows if (reason := parties.same(of, _profile(row)))]
        exact = [f for f in fitting if f[0]["key_name"] == of.key or f[1] == of.ground]
        chosen = exact[:1] or (fitting if len(fitting) == 1 else [])
        if not chosen:
            return None
        row, reason = chosen[0]
        self._enrich(row, of)
        return row["joined"] or row["key"], reason

    def _enrich(self, row: sqlite3.Row, of: Profile) -> None:
        """A party learns what one of its actors knows."""
        longer = of.named and row["ground"] == "name" and len(of.key.split()) > len(row["key_name"].split())
        self.connection.execute(
            "UPDATE party SET country = coalesce(country, ?), sector = CASE sector WHEN 'UNK' THEN ? ELSE sector END, "
            "office = coalesce(office, ?), organisation = coalesce(organisation, ?), name = CASE ? WHEN 1 THEN ? ELSE name END, "
            "key_name = CASE ? WHEN 1 THEN ? ELSE key_name END WHERE key = ?",
            (of.country, of.sector, of.office, of.organisation, int(longer), of.name, int(longer), of.key, row["key"]),
        )
        self._name(row["key"], of)

    def _new_party(self, of: Profile, id: str, alone: bool) -> int:
        name = of.name if of.named else of.key.removeprefix(parties.ROLE)
        ground = of.ground or ("report" if alone else "name")
        key = self.connection.execute(
            "INSERT OR IGNORE INTO party (id, name, kind, country, sector, office, organisation, ground, key_name, named, "
            "generic) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING key",
            (
                id,
                name,
                of.kind,
                of.country,
                of.sector,
                of.office,
                of.organisation,
                ground,
                of.key,
                int(of.named),
                int(of.generic),
            ),
        ).fetchone()
        if key is None:  # the same actor of a report that is merged again
            return int(self.connection.execute("SELECT key FROM party WHERE id = ?", (id,)).fetchone()[0])
        if not alone:
            self._name(key[0], of)
        return int(key[0])

    def _name(self, party: int, of: Profile) -> None:
        self.connection.executemany(
            "INSERT OR IGNORE INTO party_name VALUES (?, ?)", [(name, party) for name in parties.names(of)]
        )

    # --- stories ---------------------------------------------------------------------------------------------------

    def put(self, key: int, new: Happening) -> None:
        """Give an event its story."""
        stories, keys = self._near(key, new)
        together = self._together(new.event)
        placement = place(new, stories, lambda a, b: frozenset((a, b)) in self.apart, together)
        story = self._join(placement.stories) if placement.stories else self._new_story(new)
        self.connection.execute("UPDATE event SET story = ? WHERE key = ?", (story, key))
        self.connection.execute("INSERT OR IGNORE INTO stale VALUES (?)", (story,))
        for event, found in placement.links.items():
            left, right = sorted((key, keys[event]))
            self.connection.execute(
                "INSERT OR REPLACE INTO link VALUES (?, ?, ?, ?, ?)",
                (
                    left,
                    right,
                    round(found.points, 2),
                    json.dumps([[what, round(p, 2)] for what, p in found.reasons]),
                    "rules",
                ),
            )
        if new.first is not None:
            self.connection.executemany(
                "INSERT OR IGNORE INTO block VALUES (?, ?, ?)", [(k, new.first, key) for k in blocking.keys(new)]
            )

    def place_again(self, key: int) -> None:
        """Find the story of an event anew, after a decision."""
        self._decisions()
        self.put(key, self._happening(key))

    def _near(self, key: int, new: Happening) -> tuple[dict[int, list[Happening]], dict[str, int]]:
        """Members of stories to compare with, by story, the oldest first; and the key of each."""
        found: dict[int, tuple[int, int]] = {}
        for name in blocking.keys(new):
            query = (
                "SELECT b.event, b.day, e.story FROM block b JOIN event e ON e.key = b.event "
                "WHERE b.key = ? AND b.day BETWEEN ? AND ? AND b.event <> ? AND e.story IS NOT NULL"
            )
            for row in self.connection.execute(query, (name, *blocking.days(new), key)):
                found[row["event"]] = (abs(row["day"] - (new.first or 0)), row["story"])
        nearest = sorted(found, key=lambda e: (found[e][0], -e))[: blocking.MOST]
        stories: dict[int, list[Happening]] = {}
        keys = {}
        for event in sorted(nearest):
            one = self._happening(event)
            stories.setdefault(found[event][1], []).append(one)
            keys[one.event] = event
        return stories, keys

    def _happening(self, event: int) -> Happening:
        if event not in self.happenings:
            row = self.connection.execute("SELECT features FROM happening WHERE event = ?", (event,)).fetchone()
            self._remember(event, from_json(row["features"]))
        return self.happenings[event]

    def _remember(self, event: int, made: Happening) -> None:
        if len(self.happenings) > REMEMBERED:
            self.happenings.clear()
        self.happenings[event] = made

    def _together(self, event: str) -> list[int]:
        """Stories that a person joined an event with."""
        query = (
            "SELECT e.story FROM decision d JOIN event e ON e.id = d.right_now WHERE d.left_now = ?1 AND d.verdict = 'same' "
            "AND d.kind = 'story' AND e.story IS NOT NULL UNION SELECT e.story FROM decision d JOIN event e ON e.id = d.left_now "
            "WHERE d.right_now = ?1 AND d.verdict = 'same' AND d.kind = 'story' AND e.story IS NOT NULL ORDER BY 1"
        )
        return [row["story"] for row in self.connection.execute(query, (event,))]

    def _new_story(self, new: Happening) -> int:
        """A story of one event; the one that the event had before a new coding is taken up again."""
        old = self.connection.execute(
            "SELECT t.key FROM former f JOIN story t ON t.id = f.story WHERE f.event = ? "
            "AND NOT EXISTS (SELECT 1 FROM event e WHERE e.story = t.key)",
            (new.event,),
        ).fetchone()
        if old:
            return int(old["key"])
        id, number = f"story-{new.event}", 1
        while self.connection.execute("SELECT 1 FROM story WHERE id = ?", (id,)).fetchone():
            number += 1
            id = f"story-{new.event}-{number}"
        self.connection.execute("DELETE FROM redirect WHERE kind = 'story' AND old = ?", (id,))
        key = self.connection.execute(
            "INSERT INTO story (id, type, quad, status, background, date_basis, events, reports, outlets, origins, rivals) "
            "VALUES (?, ?, 0, '', 0, 'unknown', 0, 0, 0, 0, 0)",
            (id, new.type),
        ).lastrowid
        assert key is not None
        return key

    def _join(self, stories: Sequence[int]) -> int:
        """Make several stories one, under the oldest; the ids of the others lead to it."""
        kept, *others = sorted(stories)
        for other in others:
            join_stories(self.connection, kept, other, "the same happening")
        return kept


def join_stories(connection: sqlite3.Connection, kept: int, other: int, reason: str) -> None:
    """Move the events of one story into another."""
    connection.execute("UPDATE event SET story = ? WHERE story = ?", (kept, other))
    connection.execute(
        "INSERT OR REPLACE INTO redirect SELECT 'story', o.id, k.id, ?, ? FROM story o, story k WHERE o.key = ? AND k.key = ?",
        (now(), reason, other, kept),
    )
    connection.execute("DELETE FROM stale WHERE story = ?", (other,))
    connection.execute("DELETE FROM story WHERE key = ?", (other,))
    connection.execute("INSERT OR IGNORE INTO stale VALUES (?)", (kept,))


def _profile(row: sqlite3.Row) -> Profile:
    ground = None if row["ground"] in ("name", "report") else row["ground"]
    return Profile(
        row["name"], row["key_name"], row["kind"], row["country"], row["sector"], row["office"], row["organisation"], ground,
        bool(row["named"]), bool(row["generic"]),
    )  # fmt: skip
