"""Choosing among the readings of a place name by what else the report names.

Comes in: the place names of one report. Goes out: a reading, its ground and how far it leads. What speaks for a reading: its
weight (population), the countries and regions that the report names beyond doubt, nearness to its other places, and the town
of the paper.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, floor, log10, radians

from dragoman.gazetteer import PlaceRow
from dragoman.resolve.place_mentions import Found

SAME_COUNTRY = 2.0
SAME_REGION = 2.0
"""Decades of population that full evidence for a reading's country and first-order region is worth."""
NEAR = 1.0
"""Decades that a place of the report within `NEAR_KM` is worth."""
NEAR_KM = 200.0
FIXED = 2.0
OPEN = 0.5
"""Mentions that a name with its region behind it counts for, and an ambiguous name, shared among its readings."""
CHOSEN = 0.5
SETTLED = 0.6
"""Mentions that a name counts for which a first look settles, and from which score on it does."""
CERTAIN_RATIO = 20.0
"""A reading so many times likelier than the next is beyond doubt and is evidence for others."""
LARGE = 100_000
"""A city of so many people may be named without its country."""
LEAST_MARGIN = 0.15
"""Decades by which a reading must lead another country's; less is a guess, and the place stays without country."""
WEIGHT_CAP = 7.0
"""Decades; a country's own weight, so that evidence can outweigh even a country ("Georgia" in an Atlanta paper)."""
LEAST_MARGIN_AT_HOME = 0.05
"""The same within one country, where a wrong choice is the lesser error."""
CITY_CAP = 6.7
ENOUGH = 2.0
MOSTLY = 0.7
"""Mentions of one country, and their share of all, from which on a report plays there."""
HOME = 1.0
"""Mentions that the town in the paper's own name counts for."""
CELL = 1.0
"""Degrees; neighbouring cells make a neighbourhood."""
MOST_READINGS = 25
MOST_ANCHORS = 12
"""Bounds that keep the work linear in the number of names. Capitals are no anchors: they are named for other reasons."""

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a name was taken for, why, and how far it leads."""

    row: PlaceRow | None
    why: str
    score: float
    """0 to 1."""
    country: str | None = None
    admin1: str | None = None
    """Where no more than these is known."""


class Context:
    """What a report says about where it plays: counts of mentions, by country and by first-order region."""

    def __init__(
        self,
        free: Sequence[Found],
        fixed: Iterable[tuple[Found, PlaceRow | None, PlaceRow | None]],
        homes: Sequence[PlaceRow],
    ) -> None:
        self.countries: dict[str, float] = defaultdict(float)
        self.regions: dict[tuple[str, str], float] = defaultdict(float)
        self.anchors: list[PlaceRow] = []
        self.fixed: dict[str, PlaceRow] = {}
        self.homes = homes
        self.cells: dict[Cell, dict[str, float]] = defaultdict(dict)
        open_names: dict[str, Found] = {}
        for found, row, within in fixed:
            self._count(row or within, FIXED)
            if row is not None:
                self.fixed.setdefault(found.name.casefold(), row)
        towns = {home.name.casefold() for home in homes}
        for found in free:
            name = found.name.casefold()
            if (row := certain(found)) is not None and name not in towns:  # in the Lebanon Democrat, Lebanon is a town
                self._count(row, 1.0)
            else:
                open_names[name] = found
        for name, found in open_names.items():
            self._count_open(name, found)
        for home in homes:
            self._count_home(home, HOME / len(homes))
        self._sum()
        for found in open_names.values():
            self._count_chosen(found)
        self._sum()

    def _sum(self) -> None:
        self.all_countries, self.all_regions = sum(self.countries.values()), sum(self.regions.values())

    def _count(self, row: PlaceRow | None, times: float) -> None:
        if row is None:
            return
        if row.country:
            self.countries[row.country] += times
            if row.admin1:
                self.regions[row.country, row.admin1] += times
        capital = row.weight > row.population
        if row.feature == "city" and not capital and len(self.anchors) < MOST_ANCHORS and row not in self.anchors:
            self.anchors.append(row)

    def _count_open(self, name: str, found: Found) -> None:
        """Let an ambiguous name speak a little for each region that has such a place; several names together tell."""
        rows = found.rows[:MOST_READINGS]
        countries = {r.country for r in rows if r.country}
        regions = {(r.country, r.admin1) for r in rows if r.country and r.admin1}
        for country in countries:
            self.countries[country] += OPEN / len(countries)
        for region in regions:
            self.regions[region] += OPEN / len(regions)
        for row in rows:
            if row.feature in ("city", "admin2"):
                self.cells[_cell(row)][name] = 1 / len(rows)

    def _count_chosen(self, found: Found) -> None:
        """Let a name that the first look settles speak for its region in the second."""
        reading = self.choose(found)
        if reading.row is not None and reading.score >= SETTLED:
            self._count(reading.row, CHOSEN)

    def _count_home(self, home: PlaceRow, times: float) -> None:
        if home.country:
            self.countries[home.country] += times
            if home.admin1:
                self.regions[home.country, home.admin1] += times
        self.cells[_cell(home)]["(the paper)"] = times

    def _company(self, name: str, row: PlaceRow) -> float:
        """How much other names speak for the surroundings of a reading: a rare name says more than a common one."""
        best: dict[str, float] = {}
        north, east = _cell(row)
        for cell in ((north + i, east + j) for i in (-1, 0, 1) for j in (-1, 0, 1)):
            for other, share in self.cells.get(cell, {}).items():
                if other != name:
                    best[other] = max(share, best.get(other, 0.0))
        return min(1.0, sum(best.values()))

    def choose(self, found: Found) -> Reading:
        """Choose the reading of a name that nothing behind it fixes."""
        if not found.rows and found.party:
            return Reading(None, f"{found.party.source}, no place of today", 0.6, found.party.country)
        if not found.rows:
            return self._unknown()
        if (row := self.fixed.get(found.name.casefold())) is not None:
            return Reading(row, f"{row.source}; so named elsewhere in the report", 0.9)
        if found.form in ("adjective", "seat"):
            return Reading(found.rows[0], found.rows[0].source, 0.9)
        if len(found.rows) == 1:
            return self._only(found.rows[0])
        return self._weigh(found)

    def _unknown(self) -> Reading:
        """A name that the gazetteer lacks lies in the country where all the report plays, if there is one."""
        country = max(self.countries, key=lambda c: self.countries[c], default=None)
        if country and self.countries[country] >= max(ENOUGH, MOSTLY * self.all_countries):
            return Reading(None, f"not in the gazetteer; the report plays in {country}", 0.3, country)
        return Reading(None, "not in the gazetteer", 0.3)

    def _only(self, row: PlaceRow) -> Reading:
        """The one place of that name; a small one in a country that the report never names is doubtful."""
        if row.feature != "city":
            return Reading(row, row.source, 0.9)
        at_home = row.country in self.countries or row.weight >= LARGE
        return Reading(row, f"{row.source}, the only place of that name", 0.9 if at_home else 0.5)

    def _weigh(self, found: Found) -> Reading:
        """Compare the readings; a lead too small over a far place leaves the coordinates open, or the country too."""
        name = found.name.casefold()
        scored = sorted(((self._value(name, r), r) for r in self._candidates(found)), key=lambda pair: -pair[0])
        scored = _country_first(scored)
        value, best = scored[0]
        margin, rival = next(((value - v, r) for v, r in scored[1:] if not near(r, best)), (2.0, best))
        score = round(min(0.9, 0.5 + margin / 5), 2)
        if margin >= (LEAST_MARGIN_AT_HOME if rival.country == best.country else LEAST_MARGIN):
            return Reading(best, f"{best.source}; {self._ground(best, len(found.rows))}", score)
        if rival.country == best.country:
            return Reading(None, f"one of several in {best.country}", 0.3, best.country)
        return Reading(None, f"as likely in {best.country} as in {rival.country}", 0.2)

    def _candidates(self, found: Found) -> list[PlaceRow]:
        """The heaviest readings, and those in countries that the report names."""
        rows = list(found.rows[:MOST_READINGS])
        rows += [r for r in found.rows[MOST_READINGS:] if (r.country or "", r.admin1 or "") in self.regions][
            :MOST_READINGS
        ]
        return rows

    def _value(self, name: str, row: PlaceRow) -> float:
        """How likely a reading is, in decades of population."""
        value = decades(row)
        if row.country:
            value += SAME_COUNTRY * self.countries.get(row.country, 0.0) / (self.all_countries + 1)
        if row.country and row.admin1:
            share = self.regions.get((row.country, row.admin1), 0.0) / (self.all_regions + 1)
            value += SAME_REGION * share * (1.0 if row.feature == "city" else 0.5)
        if row.feature in ("city", "admin2"):
            anchored = any(a is not row and near(a, row) for a in self.anchors)
            value += NEAR * max(1.0 if anchored else 0.0, self._company(name, row))
        return value

    def _ground(self, row: PlaceRow, readings: int) -> str:
        if row.country and row.admin1 and (row.country, row.admin1) in self.regions:
            return f"in {row.admin1} like other places of the report"
        if row.country in self.countries:
            return f"in {row.country} like other places of the report"
        return f"the largest of {readings} places of that name"


def _country_first(scored: list[tuple[float, PlaceRow]]) -> list[tuple[float, PlaceRow]]:
    """Leave out cities of a country of the same name: "Mexico" and "Kuwait" are the country, however large the capital."""
    value, best = scored[0]
    own = next((r for _, r in scored if r.feature == "country" and r.country == best.country), None)
    if own is None or best.feature != "city":
        return scored
    return [(value, own), *((v, r) for v, r in scored if r.country != own.country)]


def certain(found: Found) -> PlaceRow | None:
    """The reading of a name that is beyond doubt by itself."""
    rows = found.rows
    if not rows:
        return None
    if len(rows) == 1 or found.form in ("adjective", "seat"):
        return rows[0]
    rival = next((r for r in rows[1:] if not near(r, rows[0]) and r.feature != "city"), None)
    if rows[0].feature == "country":
        return rows[0] if rival is None else None
    rival = next((r for r in rows[1:] if not near(r, rows[0])), None)
    return rows[0] if rival is None or rows[0].weight > CERTAIN_RATIO * rival.weight else None


def decades(row: PlaceRow) -> float:
    """A place's weight on the scale of evidence; a country stands above every city that shares its name."""
    return min(WEIGHT_CAP if row.feature == "country" else CITY_CAP, log10(row.weight + 10))


def near(one: PlaceRow, other: PlaceRow) -> bool:
    """Tell whether two places lie within `NEAR_KM`, on a flat map that is true enough at that distance."""
    north = (one.latitude - other.latitude) * 111.0
    if abs(north) > NEAR_KM:
        return False
    east = ((one.longitude - other.longitude + 180) % 360 - 180) * 111.0 * cos(radians(one.latitude))
    return north * north + east * east < NEAR_KM * NEAR_KM


def _cell(row: PlaceRow) -> Cell:
    return floor(row.latitude / CELL), floor(row.longitude / CELL)
