"""Whether two events are one happening: reasons for and against, in points, added up.

Comes in: two happenings. Goes out: a score and its reasons, which are kept with the link. Four points make a link; what
speaks against can outweigh what speaks for. Looks nothing up.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.merge.happenings import TOGETHER, Happening

LINK = 4.0
"""Points that make a link."""
NEAR, FAR = 25.0, 60.0
"""Kilometres: up to the first is the same place, from the second on another."""
COPIED = 1.75
"""Points for words from which on the sentence of a copied report counts as copied too."""
STATE = 1.25
"""Points for one state in common; others have more, because they do less."""
WEEK = 8
"""Days of a time that still says something."""
Reason = tuple[str, float]


@dataclass(frozen=True, slots=True)
class Score:
    """Points and what they are for."""

    points: float
    reasons: tuple[Reason, ...]

    def __str__(self) -> str:
        """As a person reads it."""
        return ", ".join(f"{what} {points:+.2g}" for what, points in self.reasons)


def score(left: Happening, right: Happening) -> Score:
    """Compare two events of different reports, or rival accounts within one."""
    reasons = tuple(r for r in _reasons(left, right) if r[1])
    return Score(sum(points for _, points in reasons), reasons)


def _reasons(left: Happening, right: Happening) -> Iterator[Reason]:
    yield from _kind(left, right)
    yield _time(left, right)
    if left.type in TOGETHER:
        yield from _both_sides(left, right)
    else:
        doers, recipients = (
            _doers(left, right),
            _parties("recipient", left.recipients, right.recipients, left, right, 1, -2.5),
        )
        yield from (doers, recipients)
        if doers[1] > STATE and recipients[1] > STATE:
            yield ("both sides by name", 0.75)
    yield _place(left, right)
    yield from _figures(left, right)
    words = _words(left, right)
    yield words
    if left.root == right.root and left.report != right.report and words[1] > COPIED:
        yield ("copied words", 1.5)


def _kind(left: Happening, right: Happening) -> Iterator[Reason]:
    yield ("same type", 0.5) if left.type == right.type else ("other type", -1.0)
    if left.mode and right.mode:
        yield ("same mode", 0.5) if left.mode == right.mode else ("other mode", -0.75)


def _time(left: Happening, right: Happening) -> Reason:
    """Stated days weigh more than days of publication, which are late rather than early."""
    if None in (left.first, left.last, right.first, right.last):
        return ("no day", -1.0)
    assert left.first and left.last and right.first and right.last  # noqa: PT018
    apart = max(0, max(left.first, right.first) - min(left.last, right.last))
    long = max(left.last - left.first, right.last - right.first)
    if left.stated and right.stated:
        if apart == 0:
            return ("days overlap", 1.0 if long <= WEEK else 0.5) if long > 2 else ("same day", 2.0)
        return ("days differ", -2.5 * min(apart, 4)) if apart > 1 else ("next day", 0.0)
    if left.stated or right.stated:
        dated, other = (left, right) if left.stated else (right, left)
        assert dated.first and other.first  # noqa: PT018
        late = other.first - dated.first
        return ("reported in time", 1.0) if 0 <= late <= 2 else ("reported apart", -1.25 * abs(late - 1))
    return ("published together", 0.75) if apart <= 2 else ("published apart", -1.0 * apart)


def _both_sides(left: Happening, right: Happening) -> Iterator[Reason]:
    """Meetings and deals: each party counts once, whichever side it stands on."""
    one, other = {*left.actors, *left.recipients}, {*right.actors, *right.recipients}
    shared = one & other
    yield ("same parties", min(3.0, sum(_weight(p, left) for p in shared)))
    countries = [{s.split(":")[0] for side in x.sides for s in side} - {""} for x in (left, right)]
    if len(shared) < min(len(one), len(other)):
        both = countries[0] & countries[1]
        yield ("same countries", 1.0) if len(both) >= 2 else ("other parties", -2.0)


def _weight(party: int, of: Happening) -> float:
    return STATE if party in of.states else 1.75


def _doers(left: Happening, right: Happening) -> Reason:
    """Two doers of one act speak against it, less so where somebody only says who it was."""
    rival = left.disputed or right.disputed or right.event in left.rivals or left.event in right.rivals
    found = _parties("doer", left.actors, right.actors, left, right, 0, -2.5)
    return ("rival doers", -0.5) if found[1] < 0 and rival else found


def _parties(
    what: str,
    one: tuple[int, ...],
    other: tuple[int, ...],
    left: Happening,
    right: Happening,
    side: int,
    against: float,
) -> Reason:
    if not one or not other:
        return (f"{what} not told", 0.0)
    if shared := set(one) & set(other):
        return (f"same {what}", min(2.5, sum(_weight(p, left) for p in shared)))
    if set(left.sides[side]) & set(right.sides[side]) - {":UNK"}:
        return (f"{what} of one country and sector", 0.75)
    known = [{s.split(":")[0] for s in x.sides[side]} - {""} for x in (left, right)]
    if known[0] & known[1]:
        return (f"{what} of one country", 0.25)
    return (f"other {what}", against) if known[0] and known[1] else (f"other {what}", against / 2)


def _place(left: Happening, right: Happening) -> Reason:
    if left.place is None or right.place is None:
        return ("place not told", 0.0)
    if left.place == right.place and left.country == right.country:
        return ("same place", 2.5)
    far = distance(left, right)
    if left.country and right.country and left.country != right.country:
        return ("other country", -3.0)
    if far is None:
        return ("place not found", 0.0)
    if far <= NEAR:
        return ("near by", 2.0)
    return ("other place", -7.0) if far >= FAR else ("some way off", -2.5)


def distance(left: Happening, right: Happening) -> float | None:
    """Kilometres, on a globe flattened between the two."""
    if left.latitude is None or right.latitude is None or left.longitude is None or right.longitude is None:
        return None
    across = abs(left.longitude - right.longitude)
    across = min(across, 360 - across) * math.cos(math.radians((left.latitude + right.latitude) / 2))
    return 111.2 * math.hypot(left.latitude - right.latitude, across)


def _figures(left: Happening, right: Happening) -> Iterator[Reason]:
    for what in sorted(set(left.figures) & set(right.figures)):
        (low, high), (other_low, other_high) = left.figures[what], right.figures[what]
        most, other_most = high or low, other_high or other_low
        if (low, most) == (other_low, other_most):
            yield (f"same number {what}", 1.5 if low > 1 else 0.75)
        else:
            gap = max(low, other_low) - min(most, other_most)
            close = gap <= max(2, 0.25 * max(most, other_most))
            yield (f"about as many {what}", 0.5) if close else (f"other number {what}", -1.25)


def _words(left: Happening, right: Happening) -> Reason:
    """Words in common, against the number that sentences about other things have."""
    if not left.words or not right.words:
        return ("no words", 0.0)
    shared = len(set(left.words) & set(right.words))
    share = shared / math.sqrt(len(left.words) * len(right.words))
    return ("same words", 2.5 * max(0.0, share - 0.15) / 0.85)
