"""Read the expressions that count from publication or from a date told before: "on Friday", "two weeks later".

Comes in: a `Found` expression and its `Moment`. Goes out: a `Reading`, or None where the words are no time after all.
Dates with names of their own are read in time_named.py. One small function for each rule of the grammar.
"""

from __future__ import annotations

from datetime import date

from dragoman.resolve.time_calendar import GRAINS, Interval, a_day, a_weekend, around, shift, through, years
from dragoman.resolve.time_grammar import Found
from dragoman.resolve.time_moment import (
    Moment,
    Reading,
    calendar_unit,
    choose,
    cut_part,
    number_of,
    unanchored,
    unit_of,
    unpublished,
    weekday_number,
)  # fmt: skip

VAGUE = 3
"""What "recent", "few" and "several" count as (the guide: recent years are three)."""

NARRATED = 7
"""Days after a date told before in which "would" and "was to" look ahead from it and not from publication."""


def weekday(found: Found, moment: Moment) -> Reading | None:
    """Read "on Friday", "last Friday", "Friday night", "the following Monday"."""
    number = weekday_number(found.word("W"))
    determiner = found.letters[: found.letters.index("W")].strip("tEGRopP")[-1:]
    if determiner in ("f", "b", "v"):
        return _told_weekday(number, determiner, moment)
    published = moment.published
    if published is None:
        return unpublished()
    back, ahead = (published.weekday() - number) % 7, (number - published.weekday()) % 7
    match determiner:
        case "l":
            return Reading(a_day(shift(published, -(back or 7), "day")), "last weekday of that name before publication")
        case "m":
            return Reading(a_day(shift(published, ahead or 7, "day")), "next weekday of that name after publication")
        case "x":
            return Reading(
                a_day(shift(published, 7 + number - published.weekday(), "day")), "weekday of the week after"
            )
    if moment.side == "past":
        return Reading(a_day(shift(published, -back, "day")), f"weekday before publication, {moment.tense}")
    told = moment.just_told() if moment.governor.viewpoint != "now" else None
    if told and told.interval.end and 0 < (published - told.interval.end).days < NARRATED:
        return _told_weekday(number, "f", moment)
    return Reading(a_day(shift(published, ahead, "day")), f"weekday after publication, {moment.tense}")


def _told_weekday(number: int, determiner: str, moment: Moment) -> Reading:
    """Count a weekday from the date told before: "that Friday", "the following Friday"."""
    told = moment.anchors[-1].interval if moment.anchors else None
    anchor = told.start if told and told.grain in ("hour", "day", "week") else moment.anchor("day")
    if anchor is None:
        return unanchored()
    ahead = (number - anchor.weekday()) % 7
    days = {"f": ahead or 7, "b": ahead - 7, "v": ahead}[determiner]
    return Reading(a_day(shift(anchor, days, "day")), f"weekday by the date told before, {moment.tense}")


def weekend(found: Found, moment: Moment) -> Reading | None:
    """Read "over the weekend", "last weekend", "next weekend"."""
    published = moment.published
    if published is None:
        return unpublished()
    days = [shift(published, 7 * n, "day") for n in (-1, 0, 1)]
    previous, current, following = (a_weekend(day) if day else None for day in days)
    match found.letters.strip("tK")[-1:]:
        case "x":
            return Reading(following, "weekend of the week after")
        case "m":
            return Reading(current, "weekend of this week")
        case "l" | "b":
            over = current and current.end and current.end < published
            return Reading(current if over else previous, "weekend before publication")
    chosen = choose([previous, current, following], published, moment.side)
    return Reading(chosen, f"weekend by publication, {moment.tense}")


def today(found: Found, moment: Moment) -> Reading | None:
    """Read "today", "yesterday morning", "overnight", "the day before yesterday"."""
    if moment.published is None:
        return unpublished()
    word = found.word("T")
    days = {"yesterday": -1, "tomorrow": 1}.get(word, 0) + {"before": -1, "after": 1}.get(found.word("B"), 0)
    day = a_day(shift(moment.published, days, "day"))
    if word == "overnight":
        day = through(a_day(shift(moment.published, -1, "day")), day)
    return Reading(day, f"{word}, from the day of publication or speech")


def part_of_day(found: Found, moment: Moment) -> Reading | None:
    """Read "this morning", "last night", "the next morning", "that evening", "in the evening"."""
    word = found.word("slxfbv")
    if word in ("this", "last", "past"):
        if moment.published is None:
            return unpublished()
        day = shift(moment.published, 0 if word == "this" else -1, "day")
        return Reading(a_day(day), f"{' '.join(found.words)}, from the day of publication or speech")
    if not word and not moment.just_told():
        return None
    return calendar_unit(word or "same", "night", moment)


def counted(found: Found, moment: Moment) -> Reading | None:
    """Read "the past two weeks", "in recent months", "the next ten days", "the coming week"."""
    unit, word = unit_of(found.word("Uu")), found.word("lxmfbw")
    many = found.word("Uu").endswith("s")
    if unit == "minute" or (word == "recent" and not many):
        return None
    number = found.word("NDY")
    count = number_of(number) if number else VAGUE if many else 1
    spent = word == "next" and moment.governor.direction == "past"
    told = moment.anchor(unit) if spent or word in ("following", "previous", "preceding") else None
    origin = told or (None if spent else moment.published)
    if origin is None:
        return unanchored() if spent else unpublished()
    forward = word in ("next", "coming", "upcoming", "following")
    base = "the date told before" if told else "publication"
    return Reading(_stretch(count, unit, forward, origin), f"{count} x {unit} {'from' if forward else 'up to'} {base}")


def _stretch(count: int, unit: str, forward: bool, origin: date) -> Interval | None:
    """So many units up to a day, or from it on."""
    other = shift(origin, count if forward else -count, unit)
    return Interval(min(origin, other), max(origin, other), GRAINS[unit]) if other else None


def unit(found: Found, moment: Moment) -> Reading | None:
    """Read "last week", "this year", "earlier this month", "the same day", "later in the year"."""
    name, word = unit_of(found.word("U")), found.word("vlxsbf")
    if found.word("U").endswith("s"):
        return counted(found, moment) if word == "past" else None
    told = not word and moment.side == "past" and bool(moment.anchors) and moment.anchor(name)
    word = word or ("same" if told else "this")
    if name == "day" and word == "this":
        word = "that"
    reading = calendar_unit(word, name, moment, after_the="t" in found.letters)
    return reading._replace(interval=_by_now(found, cut_part(found, reading.interval), moment))


def _by_now(found: Found, interval: Interval | None, moment: Moment) -> Interval | None:
    """End "earlier this month" with publication, begin "later this month" with it."""
    word, now = found.word("R"), moment.published
    if not word or not now or not interval or not interval.start or not interval.end:
        return interval
    if not interval.start <= now <= interval.end:
        return interval
    first, last = (interval.start, now) if word == "earlier" else (now, interval.end)
    return Interval(first, last, interval.grain)


def ago(found: Found, moment: Moment) -> Reading | None:
    """Read "three days ago", "a year ago", "two and a half years ago", "half a century ago"."""
    if moment.published is None:
        return unpublished()
    name = unit_of(found.word("Uu"))
    count = number_of(found.word("DNY"))
    day = shift(moment.published, -count, name)
    if "q" in found.letters:
        half = {"year": 6, "decade": 60, "century": 600}.get(name)
        halves = 1 + (2 * count if found.word("DNY") else 0)
        day = shift(moment.published, -half * halves, "month") if half else None
    told = "year" if name in ("decade", "century") else name
    return Reading(around(day, told) if day else None, f"{' '.join(found.words)}: counted back from publication")


def distance(found: Found, moment: Moment) -> Reading | None:
    """Read "two weeks later", "a day earlier", "the night before", "hours after", "a month from now"."""
    name = unit_of(found.word("UuP"))
    from_now = "i" in found.letters
    anchor = moment.published if from_now else moment.anchor(name)
    if anchor is None:
        return unpublished() if from_now else unanchored()
    base = "publication" if from_now else "the date told before"
    return Reading(shifted(found, anchor), f"{' '.join(found.words)}: counted from {base}")


def shifted(found: Found, anchor: date, swapped: bool = False) -> Interval | None:
    """A day moved by what a distance says; months and years are told as such, weeks to the day, hours not at all.

    `swapped` counts the other way: from what happened after to what happened before.
    """
    name = unit_of(found.word("UuP"))
    back = (found.word("RB") in ("earlier", "before", "beforehand")) != swapped
    count = number_of(found.word("DNY"))
    day = shift(anchor, -count if back else count, name)
    return around(day, "day" if name in ("week", "fortnight", "hour", "minute") else name) if day else None


def within(found: Found, moment: Moment) -> Reading | None:
    """Read "in two weeks", "within ten days": a time only if it lies ahead; else a duration."""
    if moment.governor.direction != "future":
        return None
    if moment.published is None:
        return unpublished()
    name, count = unit_of(found.word("Uu")), number_of(found.word("DNY"))
    if name == "minute" or (name == "hour" and count < 24):
        return None
    interval = _stretch(count, name, True, moment.published)
    if found.preposition == "in" and interval and interval.end:
        interval = around(interval.end, name)
    return Reading(interval, f"{count} x {name} after publication, {moment.tense}")


def anniversary(found: Found, moment: Moment) -> Reading | None:
    """Read "marked the 70th anniversary of" as the date remembered; "on the anniversary" is no date that we know."""
    yearly = "U" not in found.letters or unit_of(found.word("U")) == "year"
    if found.preposition or not yearly:
        return None
    if moment.published is None:
        return unpublished()
    count = number_of(found.word("DON"))
    told = moment.just_told(0)
    if told and told.interval.start:
        return Reading(a_day(shift(told.interval.start, -count, "year")), f"{count} years before the date told")
    then = moment.published.year - count
    return Reading(years(then, then), f"{count} years before publication")


def clock(found: Found, moment: Moment) -> Reading | None:
    """Read "at 9pm" with no day of its own: the day told just before."""
    told = moment.just_told()
    if told is None or told.interval.start != told.interval.end:
        return unanchored()
    return Reading(a_day(told.interval.start, "hour"), "clock time on the day told before")


def period(found: Found, moment: Moment) -> Reading | None:
    """Read "in the same period": the interval told before."""
    if not moment.anchors:
        return unanchored()
    return Reading(moment.anchors[-1].interval, "the period told before")
