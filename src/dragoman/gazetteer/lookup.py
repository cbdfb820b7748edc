"""Look-up of names in the read-only gazetteer file.

Comes in: names as a report prints them. Goes out: parties, roles, places and countries, likeliest first, each with the
table row it rests on. Decides nothing from context; never writes, except that `open` builds a missing file.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from dragoman.errors import BadGazetteer
from dragoman.gazetteer.building import build, connect, default_path, is_current
from dragoman.gazetteer.import_actors import actors_layer
from dragoman.gazetteer.layers import LayerKind, default_layers, usable
from dragoman.gazetteer.names import fits, fold, without_article
from dragoman.gazetteer.records import Country, OfficeKind, Party, PlaceRow, Role, Spell
from dragoman.gazetteer.roles import find_role
from dragoman.gazetteer.tables import RoleRow

CACHED = 1024
"""Answers of each kind that are remembered."""
MOST_PLACES = 200
"""Places of one name that are given, at most; few names have more."""
ALTERNATE_FACTOR = 0.25
"""A place is meant less often by a name that is not its own."""

_PARTIES = """
SELECT form, matched, key, name, kind, country, sector, sectors, since, until, file
FROM (SELECT party, matched, form, rank FROM party_name WHERE key = ?) JOIN party ON party.id = party ORDER BY rank
"""
_PLACES = f"""
SELECT geonames, name, country, admin1, latitude, longitude, population, feature,
    weight * CASE own WHEN 1 THEN 1.0 ELSE {ALTERNATE_FACTOR} END AS likely, file
FROM place_name JOIN place ON place.id = place_name.place WHERE key = ? ORDER BY likely DESC, place.id LIMIT {MOST_PLACES}
"""
_COUNTRY = """
SELECT alpha3, cow, gw, name, adjectives, demonyms, capital, geonames, latitude, longitude, population, continent, neighbours
FROM country WHERE alpha3 = ?
"""


_SPELL = """
SELECT spell.state, spell.office, title, person, wikidata, since, coalesce(spell.until, known, complete.until),
    spell.until IS NOT NULL, verified, source, {own}
FROM spell LEFT JOIN complete ON complete.state = spell.state AND complete.office = spell.office
"""
_SPELLS_OF = _SPELL.format(own="own") + "JOIN spell_name ON spell_name.spell = spell.id WHERE key = ?"
_SPELLS_IN = _SPELL.format(own="1") + "WHERE spell.state = ? AND spell.office = ? ORDER BY since"


class Gazetteer:
    """An open gazetteer. Answers are cached; threads and forked processes may share one, each with its connection."""

    def __init__(self, path: Path, layers: Sequence[Path] = ()) -> None:
        self.path = path
        self.layers = usable(layers)
        """What lies on top, the uppermost first: a user's own actors, then what was imported."""
        self._local = threading.local()
        self._parties = lru_cache(CACHED)(self._read_parties)
        self._places = lru_cache(CACHED)(self._read_places)
        self._roles = lru_cache(CACHED)(self._read_role)
        self._spells = lru_cache(CACHED)(self._read_spells)
        self._holders = lru_cache(CACHED)(self._read_holders)
        self._countries = lru_cache(512)(self._read_country)

    @classmethod
    def open(
        cls,
        path: Path | None = None,
        progress: Callable[[str], None] | None = None,
        actors: Path | None = None,
    ) -> Gazetteer:
        """Open the gazetteer, building it first where it is missing, stale or cut short.

        What was imported lies on top (`default_layers`), a CSV of `actors` uppermost. Raises `BadGazetteer` where a file
        holds something else, or cannot be written.
        """
        file = path or default_path()
        if not is_current(file):
            build(file, progress)
        own = (actors_layer(actors, progress or (lambda _: None)),) if actors else ()
        return cls(file, (*own, *default_layers()))

    def parties(self, name: str, on: date | None = None) -> Sequence[Party]:
        """States and organisations of that name, adjective, demonym, seat or acronym, likeliest first.

        Give a leading "the" where the text has one: "The Times" and "the Fed" are known only with it. Parties that did
        not exist on the day `on` come last.
        """
        found = self._parties(name)
        if on is None or len(found) < 2:
            return found
        return tuple(sorted(found, key=lambda p: not _existed(p, on)))

    def role(self, noun: str) -> Role | None:
        """What a role noun or phrase in lower case ("deputy interior minister") says of its bearer."""
        return self._roles(noun)

    def spells(self, name: str) -> Sequence[Spell]:
        """Spells in office of persons of that full name, else of that bare surname, in order of time."""
        return self._spells(name)

    def holders(self, state: str, office: OfficeKind, on: date) -> Sequence[Spell]:
        """Who surely held an office on a day, by verified rows; empty where the table does not reach to that day."""
        return tuple(s for s in self._holders(state, office) if s.verified and s.held(on))

    def complete_until(self, state: str, office: OfficeKind) -> date | None:
        """The last day for which the table knows an office of a state (alpha-3); none where it knows nothing."""
        rows = self._rows("SELECT until FROM complete WHERE state = ? AND office = ?", state, office)
        return date.fromisoformat(rows[0][0]) if rows else None

    def places(self, name: str) -> Sequence[PlaceRow]:
        """Places of that name, by weight: countries, then cities and regions by population."""
        return self._places(name)

    def country(self, alpha3: str) -> Country | None:
        """The country with that ISO 3166-1 alpha-3 code (Kosovo XKX)."""
        return self._countries(alpha3)

    def __reduce__(self) -> tuple[type[Gazetteer], tuple[Path, tuple[Path, ...]]]:
        return Gazetteer, (self.path, tuple(path for path, _ in self.layers))

    def _rows(self, sql: str, *values: str, layer: Path | None = None) -> list[Any]:
        path = layer or self.path
        try:
            return self._connection(path).execute(sql, values).fetchall()
        except sqlite3.Error as error:
            remedy = "import it again" if layer else "delete it, it is built anew"
            raise BadGazetteer(f"The gazetteer {path} is damaged ({error}): {remedy}.") from error

    def _connection(self, path: Path) -> sqlite3.Connection:
        """This thread's connection in this process; a forked child opens its own."""
        if getattr(self._local, "process", None) != os.getpid():
            self._local.connections = {}
            self._local.process = os.getpid()
        connections: dict[Path, sqlite3.Connection] = self._local.connections
        if path not in connections:
            connections[path] = connect(path)
        return connections[path]

    def _of_kind(self, *kinds: LayerKind) -> list[Path]:
        return [path for path, kind in self.layers if kind in kinds]

    def _read_parties(self, name: str) -> tuple[Party, ...]:
        """The user's own first, then ours, then what was imported."""
        bare = without_article(name)
        found: dict[str, Party] = {}
        for layer in (*self._of_kind("actors"), None, *self._of_kind("wikidata")):
            for asked in (name,) if bare == name else (name, bare):
                for row in self._rows(_PARTIES, fold(asked), layer=layer):
                    if fits(row[0], asked):
                        found.setdefault(row[2], _party(row))
        return tuple(found.values())

    def _read_places(self, name: str) -> tuple[PlaceRow, ...]:
        bare = without_article(name)
        if bare == bare.casefold():
            return ()
        return self._places_of(fold(bare)) or (self._places_of(fold(name)) if bare != name else ())

    def _places_of(self, key: str) -> tuple[PlaceRow, ...]:
        """Places by key; a place of a layer that we have already is left out."""
        rows = [_place(row) for row in self._rows(_PLACES, key)]
        more = [_place(r) for layer in self._of_kind("geonames") for r in self._rows(_PLACES, key, layer=layer)]
        if not more:
            return tuple(rows)
        have = {row.geonames for row in rows}
        rows += [row for row in more if row.geonames not in have]
        return tuple(sorted(rows, key=lambda row: -row.weight)[:MOST_PLACES])

    def _read_role(self, noun: str) -> Role | None:
        return find_role(noun, self._role_rows)

    @cached_property
    def _role_rows(self) -> Mapping[str, RoleRow]:
        rows = self._rows("SELECT noun, kind, sector, sectors, borrows FROM role")
        return {n: RoleRow(n, kind, sector, tuple(more.split()), bool(b)) for n, kind, sector, more, b in rows}

    def _read_spells(self, name: str) -> tuple[Spell, ...]:
        if not name[:1].isupper():
            return ()
        found = self._all_spells(_SPELLS_OF, fold(name))
        full = any(s.full for s in found)
        return tuple(sorted((s for s in found if s.full is full), key=lambda s: s.since))

    def _read_holders(self, state: str, office: OfficeKind) -> tuple[Spell, ...]:
        return tuple(self._all_spells(_SPELLS_IN, state, office))

    def _all_spells(self, sql: str, *values: str) -> list[Spell]:
        """Spells of all layers; one that a higher layer tells too is left out below."""
        found: list[Spell] = []
        for layer in (*self._of_kind("actors"), None, *self._of_kind("wikidata")):
            rows = [_spell(row) for row in self._rows(sql, *values, layer=layer)]
            found += [s for s in rows if not any(_same(s, other) for other in found)]
        return found

    def _read_country(self, alpha3: str) -> Country | None:
        rows = self._rows(_COUNTRY, alpha3)
        if not rows:
            return None
        (
            code,
            cow,
            gw,
            name,
            adjectives,
            demonyms,
            capital,
            geonames,
            latitude,
            longitude,
            population,
            continent,
            near,
        ) = rows[0]
        return Country(
            code, cow, gw, name, _split(adjectives), _split(demonyms), capital, geonames, latitude, longitude, population,
            continent, _split(near),
        )  # fmt: skip


def _party(row: Sequence[Any]) -> Party:
    form, matched, key, name, kind, country, sector, sectors, since, until, file = row
    source = f"{file}: {name}" if matched == "name" else f"{file}: {name} ({matched} {form})"
    return Party(
        key, name, kind, country, sector, tuple(sectors.split()), matched, source,
        date.fromisoformat(since) if since else None, date.fromisoformat(until) if until else None,
    )  # fmt: skip


def _spell(row: Sequence[Any]) -> Spell:
    state, office, title, person, wikidata, since, until, ended, verified, source, own = row
    start = date.fromisoformat(since)
    end = max(start, date.fromisoformat(until)) if until else start
    ground = f"offices: {person}, {title}{f' of {state}' if state else ''} ({source})"
    return Spell(state, office, title, person, wikidata, start, end, bool(ended), bool(verified), bool(own), ground)


def _same(one: Spell, other: Spell) -> bool:
    """Tell whether two sources mean one spell: the same office and person, at times that overlap."""
    same = (one.state, one.office, fold(one.person)) == (other.state, other.office, fold(other.person))
    return same and other.verified and one.since <= other.until and other.since <= one.until


def _place(row: Sequence[Any]) -> PlaceRow:
    geonames, name, country, admin1, latitude, longitude, population, feature, weight, file = row
    source = f"geonames: {geonames} {name}" if file == "geonames" else f"{file}: {name}"
    return PlaceRow(geonames, name, country, admin1, latitude, longitude, population, feature, weight, source)


def _existed(party: Party, on: date) -> bool:
    return (party.since is None or party.since <= on) and (party.until is None or on <= party.until)


def _split(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()
