"""What a time expression is read against, and the pieces that the rules share.

Comes in: the publication date, the direction of the verb, the dates told before. Goes out: `Moment`, `Reading` and small
functions from words to numbers, units and intervals. Knows nothing of tokens.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from dragoman.resolve.time_calendar import (
    FINENESS,
    GRAINS,
    MONTHS,
    WEEKDAYS,
    Interval,
    around,
    part,
    shift,
)  # fmt: skip
from dragoman.resolve.time_grammar import Found
from dragoman.resolve.time_tense import Direction, Governor
from dragoman.resolve.time_words import HUNDRED, NUMBERS, ORDINALS, SHORT_DAYS, SHORT_MONTHS

PARTS = {
    "early": "early", "beginning": "early", "start": "early", "mid": "mid", "middle": "mid", "late": "late",
    "end": "late",
}  # fmt: skip

STEPS = {"last": -1, "past": -1, "previous": -1, "preceding": -1, "next": 1, "following": 1, "coming": 1, "upcoming": 1}
"""Determiner -> how many units on; "this", "that" and "same" stay."""

LONG_AGO = 300
"""Days after which a date is no longer told without its year, so that a nearer one ahead is meant."""


class Reading(NamedTuple):
    """What an expression means, and why; the interval is None where nothing anchors it."""

    interval: Interval | None
    ground: str
    stated: bool = False
    """True where the text itself gives the year."""


class Anchor(NamedTuple):
    """A date that the text has told before."""

    interval: Interval
    sentence: int
    paragraph: int
    stated: bool
    verb: str


@dataclass(frozen=True, slots=True)
class Moment:
    """All that one expression is read against."""

    published: date | None
    governor: Governor
    sentence: int
    paragraph: int
    anchors: Sequence[Anchor] = ()
    """The dates told before, near enough to be meant; the latest last."""
    lead: date | None = None
    """The first day that the report tells: what it is about."""
    country: str | None = None
    """The country that the sentence, or the report before it, names last."""
    complement: Interval | None = None
    """The date told of what it counts from: "two days after the vote of 3 May"."""
    year: int | None = None
    """The year, where a neighbour states it for both ("March to May 2019")."""

    def anchor(self, unit: str) -> date | None:
        """First day of the latest date told that is at least as fine as a unit, else the lead's day."""
        limit = max(FINENESS.index(GRAINS[unit]), FINENESS.index("day"))
        for told in reversed(self.anchors):
            if FINENESS.index(told.interval.grain) <= limit and not (self.side == "past" and self._ahead(told)):
                return told.interval.start
        return self.lead if unit in ("day", "night", "hour", "minute", "week") else None

    def just_told(self, sentences: int = 3) -> Anchor | None:
        """The latest date told, if it is a day at most so many sentences back (and not ahead of a past verb)."""
        reached = (a for a in reversed(self.anchors) if not (self.side == "past" and self._ahead(a)))
        last = next(reached, None)
        near = last is not None and self.sentence - last.sentence <= sentences
        return last if last and near and last.interval.grain in ("hour", "day") else None

    def _ahead(self, told: Anchor) -> bool:
        return bool(self.published and told.interval.start and told.interval.start > self.published)

    def stated_year(self, month: int) -> int | None:
        """The year for a month that comes without one, where a date just before it states a year."""
        last = self.anchors[-1] if self.anchors else None
        if self.year or last is None or not last.stated or last.interval.start is None:
            return self.year
        near = last.paragraph == self.paragraph and self.sentence - last.sentence <= 2
        same_clause = last.sentence == self.sentence and last.verb == self.governor.verb
        if not (near and last.interval.grain in ("day", "month")) and not same_clause:
            return None
        year = last.interval.start.year
        return year if last.interval.grain == "year" or month >= last.interval.start.month else year + 1

    def facing(self, direction: Direction) -> Moment:
        """The same moment with a direction that the words themselves give."""
        return replace(self, governor=Governor(direction, ""))

    @property
    def side(self) -> Direction:
        """Past or future; where the verb does not tell, news looks back."""
        return "future" if self.governor.direction == "future" else "past"

    @property
    def tense(self) -> str:
        """The direction in words, for the basis."""
        return f"{self.governor.direction} tense: {self.governor.verb}" if self.governor.verb else "no verb"


def unpublished() -> Reading:
    """An expression that needs the publication date, in a document without one."""
    return Reading(None, "relative to the publication date, which is not known")


def unanchored() -> Reading:
    """An expression that counts from another date, where no date is told."""
    return Reading(None, "relative to a date that the text does not give")


# --- words --------------------------------------------------------------------------------------------------------


def month_number(word: str) -> int:
    """1 to 12 for a month's name or abbreviation."""
    return MONTHS.index(SHORT_MONTHS.get(word.rstrip("."), word)) + 1


def weekday_number(word: str) -> int:
    """0 for Monday to 6 for Sunday."""
    return WEEKDAYS.index(SHORT_DAYS.get(word.rstrip("."), word.rstrip(".")))


def number_of(word: str) -> int:
    """The value of a number word, figure or ordinal; 1 for "a" and for no word."""
    digits = re.match(r"\d{1,4}", word)
    return int(digits[0]) if digits else NUMBERS.get(word) or ORDINALS.get(word) or 1


def amount(words: Sequence[str]) -> int:
    """The value of a number of several words: "twenty-eight", "two hundred"; 1 for none."""
    total = 0
    for word in words:
        value = number_of(word)
        total = max(total, 1) * value if value == HUNDRED and total < HUNDRED else total + value
    return total or 1


def unit_of(word: str) -> str:
    """The unit in the singular; parts of the day count as nights."""
    singular = "century" if word == "centuries" else word.removesuffix("s")
    return singular if singular in GRAINS else "night"


def cut_part(found: Found, interval: Interval | None) -> Interval | None:
    """Cut "early", "mid", "late", "the end of" out of an interval; a deadline "by the end of" keeps the whole."""
    word = PARTS.get(found.word("EG"), "")
    deadline = found.preposition in ("by", "until", "till") and "G" in found.letters
    return part(interval, word) if word and interval and not deadline else interval


# --- choosing -----------------------------------------------------------------------------------------------------


def choose(candidates: Sequence[Interval | None], published: date, direction: Direction) -> Interval | None:
    """The latest past, the earliest future or, with no tense, the nearest of intervals in order of time."""
    known = [(c, c.start, c.end) for c in candidates if c and c.start and c.end]
    past = [c for c in known if c[1] <= published]
    future = [c for c in known if c[2] >= published]
    if direction == "past" and past:
        return past[-1][0]
    if direction == "future" and future:
        return future[0][0]
    if not known:
        return None
    return min(known, key=lambda c: max((published - c[2]).days, (c[1] - published).days, 0))[0]


def yearless(found: Found, make: Callable[[int], Interval | None], month: int, moment: Moment, what: str) -> Reading:
    """A month or day without a year: by the year stated just before, else by tense around the publication date."""
    stated = moment.stated_year(month)
    interval = make(stated) if stated else None
    if interval and interval.start and (moment.year or _fits_tense(interval.start, moment)):
        return Reading(interval, f"{what}, in the year stated beside it", stated=True)
    if moment.published is None:
        return unpublished()
    candidates = [make(moment.published.year + n) for n in range(-4, 5)]
    # "planned for March 4" and "adjourned until March 4" fix no side of publication
    open_side = moment.governor.viewpoint == "planned" or found.preposition in ("until", "till", "by", "for", "from")
    chosen = choose(candidates, moment.published, "none" if open_side else moment.governor.direction)
    long_ago = chosen is not None and chosen.end is not None and (moment.published - chosen.end).days > LONG_AGO
    if long_ago and found.rule in ("date", "month") and found.preposition != "in":
        chosen = choose(candidates, moment.published, "none")
    return Reading(chosen, f"{what} nearest publication, {moment.tense}")


def _fits_tense(start: date, moment: Moment) -> bool:
    return moment.published is None or (moment.side == "past" and start <= moment.published)


def with_year(found: Found, make: Callable[[int], Interval | None], month: int, moment: Moment, what: str) -> Reading:
    """A month or day with the year that the expression names ("2019", "last year", "that year"), or without any."""
    year = found.word("YZ")
    if year:
        return Reading(make(int(year[:4])), f"{what} stated with its year", stated=True)
    if found.word("U").startswith("year"):
        relative = calendar_unit(found.word("lxsbfv"), "year", moment)
        if relative.interval is None or relative.interval.start is None:
            return relative
        return Reading(make(relative.interval.start.year), f"{what} in the {relative.ground}", stated=True)
    return yearless(found, make, month, moment, what)


def calendar_unit(word: str, unit: str, moment: Moment, after_the: bool = False) -> Reading:
    """A calendar unit by its determiner: "last week", "this year", "the following month", "that day"."""
    anchor = moment.anchor(unit)
    daily = unit in ("day", "night")
    only_told = word in ("same", "that", "following") or (daily and word != "this")
    maybe_told = word in ("previous", "preceding") or (word == "next" and after_the and moment.side == "past")
    told = anchor if only_told or maybe_told else None
    if only_told and told is None:
        return unanchored()
    origin = told or moment.published
    if origin is None:
        return unpublished()
    step = STEPS.get(word, 0)
    day = shift(origin, step, unit)
    where = {-1: f"{unit} before", 0: f"{unit} of", 1: f"{unit} after"}[step]
    return Reading(around(day, unit) if day else None, f"{where} {'the date told before' if told else 'publication'}")
