"""Names with the larger places behind them, and one reading for each.

Comes in: the place names found in one report, with all their possible readings. Goes out: one reading each, or none where
the choice would be a guess. A larger place named right behind a name fixes it ("Everett, Washington"); place_context.py
weighs the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from dragoman.gazetteer import PlaceRow
from dragoman.model import Token
from dragoman.resolve.place_context import Context, Reading, decades, near
from dragoman.resolve.place_mentions import Found


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
    return [_scened(one, *pair) for one, pair in zip(groups, _next(groups, tokens), strict=True)]


def _next(groups: Sequence[Group], tokens: Sequence[Token]) -> Iterator[tuple[Group | None, str]]:
    """The place behind each, with the words between."""
    for one, other in zip_longest(groups, groups[1:]):
        between = tokens[one.last : other.found.first] if other else ()
        yield other, " ".join(t.text for t in between[:3])


def _scened(one: Group, behind: Group | None, between: str) -> Group:
    """Place a name that the gazetteer lacks by the town behind it: "Fishmongers' Hall in London"."""
    if one.found.rows or one.found.party or one.within or behind is None or between not in ("in", "in the"):
        return one
    row = behind.row or next(iter(behind.found.rows), None)
    return replace(one, within=row) if row else one


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
        if row is not None and (best is None or decades(row) + decades(container) > best[0]):
            best = (decades(row) + decades(container), row, container)
    return Group(inner.found, outer.last, best[2], best[1]) if best else None


def contains(outer: PlaceRow, inner: PlaceRow) -> bool:
    """Tell whether a country or region contains another place; a region of our own tables has a centre, no bounds."""
    if outer.country != inner.country or outer.country is None or inner.feature == "country":
        return False
    if outer.feature == "region":
        return inner.feature in ("city", "landmark") and near(outer, inner)
    return outer.feature == "country" or (outer.admin1 == inner.admin1 and inner.feature != "admin1")


def read(groups: Sequence[Group], homes: Sequence[PlaceRow] = ()) -> list[Reading]:
    """Choose a reading for each group; the same name is read the same way throughout a report.

    `homes` are the places that the paper's own name may mean.
    """
    fixed = [(one.found, one.row, one.within) for one in groups if one.within is not None]
    context = Context([one.found for one in groups if one.within is None], fixed, homes)
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
