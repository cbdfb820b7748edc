"""What the gazetteer answers with.

Comes in: nothing. Goes out: frozen records for parties, roles, places and countries. Imports only the model.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from dragoman.model import ActorKind, Sector

Matched = Literal["name", "adjective", "demonym", "capital", "seat", "nickname", "acronym"]
RoleKind = Literal["person", "group", "organisation"]
OfficeKind = Literal["head of state", "head of government", "foreign minister", "other"]
Feature = Literal["city", "country", "admin1", "admin2", "region", "landmark"]


@dataclass(frozen=True, slots=True)
class Party:
    """A state or an organisation that a name stands for."""

    key: str
    """Stable: alpha-3 for a state ("RUS"), "USA-CA" for a part of one, a slug for an organisation ("nato")."""
    name: str
    kind: ActorKind
    country: str | None
    """ISO 3166-1 alpha-3 (Kosovo XKX); null for an international body."""
    sector: Sector
    sectors: tuple[str, ...]
    matched: Matched
    """What the asked name is to the party: "Russian" is an adjective of Russia, "the Kremlin" a seat."""
    source: str
    """Ground for `basis`, e.g. "organisations.csv: NATO"."""
    since: date | None = None
    until: date | None = None
    """The party existed between these days, as far as the table says."""


@dataclass(frozen=True, slots=True)
class Role:
    """What a role noun says about the one who bears it."""

    noun: str
    """The row that matched: "minister" for "interior minister"."""
    kind: RoleKind
    sector: Sector
    sectors: tuple[str, ...]
    source: str
    """Ground for `basis`, e.g. "roles.csv: minister"."""


@dataclass(frozen=True, slots=True)
class Spell:
    """One person in one office of one state, from day to day."""

    state: str
    """Alpha-3."""
    office: OfficeKind
    title: str
    """As the office is called there: "Chancellor", "Secretary of State"."""
    person: str
    wikidata: str | None
    since: date
    until: date
    """Last day of which we are sure: the end, or the day to which the table is complete for this office."""
    ended: bool
    """False while the person was still in office on `until`: later reports get no office rather than a stale one."""
    verified: bool
    """False for what rests on memory alone: a hint, never printed as an office."""
    full: bool
    """Whether the asked name was a full name, not a bare surname."""
    source: str
    """Ground for `basis`, e.g. "offices: Hassan Rouhani, President of IRN (petrarch2 676801c)"."""

    def held(self, on: date) -> bool:
        """Tell whether the person surely held the office on that day."""
        return self.since <= on <= self.until


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place that a name may mean."""

    geonames: int | None
    """GeoNames id; null for a row of our own tables."""
    name: str
    country: str | None
    """Alpha-3; null for what lies in several countries or in none (seas, continents)."""
    admin1: str | None
    """Name of the first-order region, where we know it."""
    latitude: float
    longitude: float
    population: int
    feature: Feature
    weight: float
    """How often the name means this place, by the scale of city populations; countries and our own rows stand higher."""
    source: str
    """Ground for `basis`, e.g. "geonames: 2643743 London"."""


@dataclass(frozen=True, slots=True)
class Country:
    """A state or territory with a code of its own."""

    alpha3: str
    cow: int | None
    gw: int | None
    """Numbers of the Correlates of War project and of Gleditsch and Ward."""
    name: str
    adjectives: tuple[str, ...]
    demonyms: tuple[str, ...]
    capital: str | None
    geonames: int | None
    latitude: float | None
    longitude: float | None
    """Mean of its cities, weighted by population."""
    population: int
    continent: str | None
    neighbours: tuple[str, ...]
    """Alpha-3 codes."""
