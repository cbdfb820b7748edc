"""Which events are compared at all: those of one type, with a country in common, some days apart.

Comes in: a happening. Goes out: the keys it is filed under, and the days in which to look for others. The number of
events with one key in a few days does not grow with the database, so a new report costs the same at any size.
"""

from __future__ import annotations

from dragoman.merge.happenings import Happening

KIN = {"AGREE": "AGREE", "SUPPORT": "AGREE", "RETREAT": "RETREAT", "CONCEDE": "RETREAT"}
"""Types that reports take for one another share a key."""
APART = 7
"""Days between two tellings, at most: a report may give no day, and be late."""
LONGEST = 40
"""Days of an interval within which others are looked for, at most."""
MOST = 150
"""Events compared with one, at most; the nearest in time."""


def keys(of: Happening) -> list[str]:
    """What an event is filed under; nothing for one without a day or a country."""
    if of.first is None:
        return []
    countries = {of.country} if of.country else set()
    countries |= {side.split(":")[0] for sides in of.sides for side in sides}
    kin = KIN.get(of.type, of.type)
    found = {f"{kin} {c}" for c in countries if c}
    return sorted(found or {f"{kin} {p}" for p in (*of.actors, *of.recipients)})


def days(of: Happening) -> tuple[int, int]:
    """First and last day in which others may be filed."""
    assert of.first is not None and of.last is not None  # noqa: PT018
    return of.first - APART, min(of.last, of.first + LONGEST) + APART
