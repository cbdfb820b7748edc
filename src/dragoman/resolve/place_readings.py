"""Choosing among the places that a name may mean.

Comes in: the place names found in one report, with all their possible readings. Goes out: one reading each, or none where
the choice would be a guess. What speaks for a reading: its weight (population), a larger place named right behind it
("Everett, Washington"), the countries and regions that the report names beyond doubt, and nearness to its other places.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, log10, radians

from dragoman.gazetteer import PlaceRow
from dragoman.model import Token
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
CERTAIN_RATIO = 20.0
"""A reading so many times likelier than the next is beyond doubt and is evidence for others."""
LARGE = 100_000
"""A city of so many people may be named without its country."""
LEAST_MARGIN = 0.15
"""Decades by which a reading must lead another country's; less is a guess, and the place stays without country."""
WEIGHT_CAP = 8.0
"""Decades; a country's own weight, so that evidence can outweigh even a country ("Atlanta, Georgia")."""
MOST_READINGS = 25
MOST_ANCHORS = 12
"""Bounds that keep the work linear in the number of names. Capitals are no anchors: they are named for other reasons."""


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


@dataclass(frozen=True, slots=True)
class Group:
    """A place name with the larger places named behind it; one mention ("Paris, Texas")."""

    found: Found
    last: int
    """End of the last part, half-open."""
    within: PlaceRow | None = None
    """Country or region named behind it."""
    row: PlaceRow | None = None
    """The reading that lies in it; null with `within` where the gazetteer lacks the name."""


def group(found: Sequence[Found], tokens: Sequence[Token]) -> list[Group]:
    """Join a name with a country or region behind its comma, where some reading of the name lies in it."""
    groups: list[Group] = []
    k = 0
    while k < len(found):
        one = Group(found[k], found[k].last)
        k += 1
        while k < len(found) and _comma_between(found[k - 1], found[k], tokens):
            joined = _joined(one, found[k])
            if joined is None:
                break
            one = joined
            k += 1
        groups.append(one)
    return groups


def _comma_between(one: Found, other: Found, tokens: Sequence[Token]) -> bool:
    return (
        other.first == one.last + 1
        and tokens[one.last].text == ","
        and other.form == one.form
        and one.form in ("name", "dateline")
    )


def _joined(inner: Group, outer: Found) -> Group | None:
    """Join with the likeliest pair of readings of which the second contains the first; null where none does."""
    containers = [r for r in outer.rows if r.feature in ("country", "admin1", "region")]
    if not inner.found.rows and inner.found.party is None:
        row = next((c for c in containers if inner.within is None or contains(c, inner.within)), None)
        return Group(inner.found, outer.last, inner.within or row) if row else None
    best: tuple[float, PlaceRow, PlaceRow] | None = None
    for container in containers:
        rows = inner.found.rows if inner.row is None else (inner.row,)
        row = next((r for r in rows if contains(container, r)), None)
        if row is not None and (best is None or _decades(row) + _decades(container) > best[0]):
            best = (_decades(row) + _decades(container), row, container)
    return Group(inner.found, outer.last, best[2], best[1]) if best else None


def contains(outer: PlaceRow, inner: PlaceRow) -> bool:
    """Tell whether a country or region contains another place; a region of our own tables has a centre, no bounds."""
    if outer.country != inner.country or outer.country is None or inner.feature == "country":
        return False
    if outer.feature == "region":
        return inner.feature in ("city", "landmark") and _near(outer, inner)
    return outer.feature == "country" or (outer.admin1 == inner.admin1 and inner.feature != "admin1")


def read(groups: Sequence[Group]) -> list[Reading]:
    """Choose a reading for each group; the same name is read the same way throughout a report."""
    context = _Context(groups)
    chosen: dict[str, Reading] = {}
    readings = []
    for one in groups:
        if one.within is not None:
            readings.append(_contained(one, one.within))
            continue
        key = one.found.name.casefold()
        if key not in chosen:
            chosen[key] = context.choose(one.found)
        readings.append(chosen[key])
    return readings


def _contained(one: Group, within: PlaceRow) -> Reading:
    ground = f"lies in {within.name}, named behind it"
    if one.row is None:
        return Reading(None, f"not in the gazetteer; {ground}", 0.5, within.country, within.admin1)
    return Reading(one.row, f"{one.row.source}; {ground}", 0.95)


class _Context:
    """What a report says about where it plays: counts of mentions, by country and by first-order region."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self.countries: dict[str, float] = defaultdict(float)
        self.regions: dict[tuple[str, str], float] = defaultdict(float)
        self.anchors: list[PlaceRow] = []
        self.fixed: dict[str, PlaceRow] = {}
        open_names: dict[str, Found] = {}
        for one in groups:
            name = one.found.name.casefold()
            if one.within is not None:
                self._count(one.row or one.within, FIXED)
                if one.row is not None:
                    self.fixed.setdefault(name, one.row)
            elif (row := _certain(one.found)) is not None:
                self._count(row, 1.0)
            else:
                open_names[name] = one.found
        for found in open_names.values():
            self._count_open(found)
        self.all_countries, self.all_regions = sum(self.countries.values()), sum(self.regions.values())

    def _count(self, row: PlaceRow, times: float) -> None:
        if row.country:
            self.countries[row.country] += times
            if row.admin1:
                self.regions[row.country, row.admin1] += times
        capital = row.weight > row.population
        if row.feature == "city" and not capital and len(self.anchors) < MOST_ANCHORS and row not in self.anchors:
            self.anchors.append(row)

    def _count_open(self, found: Found) -> None:
        """Let an ambiguous name speak a little for each region that has such a place; several names together tell."""
        rows = found.rows[:MOST_READINGS]
        countries = {r.country for r in rows if r.country}
        regions = {(r.country, r.admin1) for r in rows if r.country and r.admin1}
        for country in countries:
            self.countries[country] += OPEN / len(countries)
        for region in regions:
            self.regions[region] += OPEN / len(regions)

    def choose(self, found: Found) -> Reading:
        """Choose the reading of a name that nothing behind it fixes."""
        if not found.rows and found.party:
            return Reading(None, f"{found.party.source}, no place of today", 0.6, found.party.country)
        if not found.rows:
            return Reading(None, "not in the gazetteer", 0.3)
        if (row := self.fixed.get(found.name.casefold())) is not None:
            return Reading(row, f"{row.source}; so named elsewhere in the report", 0.9)
        if found.form in ("adjective", "seat"):
            return Reading(found.rows[0], found.rows[0].source, 0.9)
        if len(found.rows) == 1:
            return self._only(found.rows[0])
        return self._weigh(found)

    def _only(self, row: PlaceRow) -> Reading:
        """The one place of that name; a small one in a country that the report never names is doubtful."""
        if row.feature != "city":
            return Reading(row, row.source, 0.9)
        at_home = row.country in self.countries or row.weight >= LARGE
        return Reading(row, f"{row.source}, the only place of that name", 0.9 if at_home else 0.5)

    def _weigh(self, found: Found) -> Reading:
        """Compare the readings; a lead too small over a far place leaves the coordinates open, or the country too."""
        scored = sorted(((self._value(r), r) for r in self._candidates(found)), key=lambda pair: -pair[0])
        value, best = scored[0]
        margin, rival = next(((value - v, r) for v, r in scored[1:] if not _near(r, best)), (2.0, best))
        score = round(min(0.9, 0.5 + margin / 5), 2)
        if margin >= LEAST_MARGIN:
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

    def _value(self, row: PlaceRow) -> float:
        """How likely a reading is, in decades of population."""
        value = _decades(row)
        if row.country:
            value += SAME_COUNTRY * self.countries.get(row.country, 0.0) / (self.all_countries + 1)
        if row.country and row.admin1:
            share = self.regions.get((row.country, row.admin1), 0.0) / (self.all_regions + 1)
            value += SAME_REGION * share * (1.0 if row.feature == "city" else 0.5)
        if row.feature == "city" and any(a is not row and _near(a, row) for a in self.anchors):
            value += NEAR
        return value

    def _ground(self, row: PlaceRow, readings: int) -> str:
        if row.country and row.admin1 and (row.country, row.admin1) in self.regions:
            return f"in {row.admin1} like other places of the report"
        if row.country in self.countries:
            return f"in {row.country} like other places of the report"
        return f"the largest of {readings} places of that name"


def _certain(found: Found) -> PlaceRow | None:
    """The reading of a name that is beyond doubt by itself."""
    rows = found.rows
    if not rows:
        return None
    if len(rows) == 1 or found.form in ("adjective", "seat"):
        return rows[0]
    rival = next((r for r in rows[1:] if not _near(r, rows[0]) and r.feature != "city"), None)
    if rows[0].feature == "country":
        return rows[0] if rival is None else None
    rival = next((r for r in rows[1:] if not _near(r, rows[0])), None)
    return rows[0] if rival is None or rows[0].weight > CERTAIN_RATIO * rival.weight else None


def _decades(row: PlaceRow) -> float:
    return min(WEIGHT_CAP, log10(row.weight + 10))


def _near(one: PlaceRow, other: PlaceRow) -> bool:
    """Tell whether two places lie within `NEAR_KM`, on a flat map that is true enough at that distance."""
    north = (one.latitude - other.latitude) * 111.0
    if abs(north) > NEAR_KM:
        return False
    east = ((one.longitude - other.longitude + 180) % 360 - 180) * 111.0 * cos(radians(one.latitude))
    return north * north + east * east < NEAR_KM * NEAR_KM
