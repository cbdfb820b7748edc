"""Read the expressions that count from publication or from a date told before: "on Friday", "two weeks later".

Comes in: a `Found` expression and its `Moment`. Goes out: a `Reading`, or None where the words are no time after all.
Dates with names of their own are read in time_named.py. One small function for each rule of the grammar.
"""

from __future__ import annotations

from datetime import date

from dragoman.model import Grain
from dragoman.resolve.time_calendar import (
    GRAINS,
    MONTHS_IN,
    Interval,
    a_day,
    a_weekend,
    around,
    shift,
    through,
    years,
)  # fmt: skip
from dragoman.resolve.time_grammar import Found
from dragoman.resolve.time_moment import (
    Moment,
    Reading,
    amount,
    calendar_unit,
    choose,
    cut_part,
    unanchored,
    unit_of,
    unpublished,
    weekday_number,
)  # fmt: skip
from dragoman.resolve.time_tense import Direction
from dragoman.resolve.time_words import CENTENARIES

VAGUE = 3
"""What "recent", "few" and "several" count as (the guide: recent years are three)."""

YEARLY = 366
"""Days from publication within which an anniversary lies that a report speaks of."""

NARRATED = 7
"""Days after a date told before in which "would" and "was to" look ahead from it and not from publication."""


def weekday(found: Found, moment: Moment) -> Reading | None:
    """Read "on Friday", "last Friday", "Friday night", "the following Monday"."""
    number = weekday_number(found.word("W"))
    before, _, after = found.letters.partition("W")
    determiner = before.strip("tEGRopP")[-1:] or after[:1].strip("P")  # "last Friday", "Friday last"
    if determiner in ("f", "b", "v"):
        return _told_weekday(number, determiner, moment)
    published = moment.published
    if published is None:
        return unpublished()
    if "B" in after or "U" in after:
        return _far_weekday(number, "U" in after or "x" in after, published)
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
    looks = moment.governor.direction
    scheduled = looks == "present" or (determiner == "s" and looks == "none")  # "speaks on Friday", "this Friday"
    if moment.side == "past" and not scheduled:
        return Reading(a_day(shift(published, -back, "day")), f"weekday before publication, {moment.tense}")
    told = moment.just_told() if moment.governor.viewpoint != "now" else None
    if told and told.interval.end and 0 < (published - told.interval.end).days < NARRATED:
        return _told_weekday(number, "f", moment)
    return Reading(a_day(shift(published, ahead, "day")), f"weekday after publication, {moment.tense}")


def _far_weekday(number: int, forward: bool, published: date) -> Reading:
    """Read "Friday week", "the Tuesday before last", "the Monday after next"."""
    days = (number - published.weekday()) % 7 or 7
    return Reading(
        a_day(shift(published, days + 7 if forward else days - 14, "day")), "weekday a week further, by publication"
    )


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
    side: Direction = "future" if found.preposition == "for" and moment.governor.direction != "past" else moment.side
    chosen = choose([previous, current, following], published, side)
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


def before_last(found: Found, moment: Moment) -> Reading | None:
    """Read "the year before last", "the week after next"."""
    if moment.published is None:
        return unpublished()
    step = {("before", "last"): -2, ("after", "next"): 2}.get((found.words[-2], found.words[-1]))
    name = unit_of(found.word("U"))
    day = shift(moment.published, step, name) if step else None
    return Reading(around(day, name), f"{name} {' '.join(found.words[-2:])}, from publication") if day else None


def counted(found: Found, moment: Moment) -> Reading | None:
    """Read "the past two weeks", "in recent months", "the next ten days", "the coming month"."""
    unit, word = unit_of(found.word("Uu")), found.word("lxmfbw")
    many = found.word("Uu").endswith("s")
    if unit == "minute" or (word == "recent" and not many):
        return None
    number = found.number("NDY")
    if word in ("coming", "upcoming") and not many and not number and unit in ("week", "month", "quarter", "year"):
        return _coming(unit, moment)
    vague = many and not number and "V" not in found.letters
    if vague and word != "recent":
        return Reading(None, f"vague: {' '.join(found.words)}")
    count = amount(number) if number else VAGUE if many else 1
    spent = word == "next" and moment.governor.direction == "past"
    told = moment.anchor(unit) if spent or word in ("following", "previous", "preceding") else None
    origin = told or (None if spent else moment.published)
    if origin is None:
        return unanchored() if spent else unpublished()
    forward = word in ("next", "coming", "upcoming", "following")
    base = "the date told before" if told else "publication"
    return Reading(_stretch(count, unit, forward, origin), f"{count} x {unit} {'from' if forward else 'up to'} {base}")


def _coming(unit: str, moment: Moment) -> Reading:
    """The first calendar week, month, quarter or year that begins on the day of publication or later."""
    if moment.published is None:
        return unpublished()
    now = around(moment.published, unit)
    begins = now is not None and now.start == moment.published
    day = moment.published if begins else shift(moment.published, 1, unit)
    return Reading(around(day, unit) if day else None, f"{unit} that begins next, by publication")


def _stretch(count: int, unit: str, forward: bool, origin: date) -> Interval | None:
    """So many units up to a day, or from it on."""
    other = shift(origin, count if forward else -count, unit)
    grain: Grain = "day" if unit == "hour" and count >= 24 else GRAINS[unit]
    return Interval(min(origin, other), max(origin, other), grain) if other else None


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
    return reading._replace(interval=cut_part(found, reading.interval))


def ago(found: Found, moment: Moment) -> Reading | None:
    """Read "three days ago", "a year ago", "two and a half years ago", "half a century ago"."""
    if moment.published is None:
        return unpublished()
    name = unit_of(found.word("Uu"))
    count = amount(found.number("DNY"))
    day = shift(moment.published, -count, name)
    half_ = "q" in found.letters
    if half_:
        half = {"year": 6, "decade": 60, "century": 600}.get(name)
        halves = 1 + (2 * count if found.word("DNY") or "&" in found.letters else 0)
        day = shift(moment.published, -half * halves, "month") if half else None
    told = "year" if name in ("decade", "century") else "month" if (name, count) == ("year", 1) and half_ else name
    return Reading(around(day, told) if day else None, f"{' '.join(found.words)}: counted back from publication")


def distance(found: Found, moment: Moment) -> Reading | None:
    """Read "two weeks later", "a day earlier", "the night before", "three days after the vote of 3 May"."""
    name = unit_of(found.word("UuP"))
    words = " ".join(found.words)
    if moment.complement and moment.complement.start:
        return Reading(shifted(found, moment.complement.start), f"{words}: counted from the date told of it")
    told = None if "i" in found.letters else moment.anchor(name)
    long_before = name in MONTHS_IN and found.word("RB") in ("earlier", "before") and not moment.anchors
    if told is None and not long_before and "i" not in found.letters:
        return unanchored()
    anchor = told or moment.published
    if anchor is None:
        return unpublished()
    interval = shifted(found, anchor)
    if "i" in found.letters and interval and interval.start and name in ("week", "fortnight"):
        interval = around(interval.start, name)
    return Reading(interval, f"{words}: counted from {'the date told before' if told else 'publication'}")


def shifted(found: Found, anchor: date, swapped: bool = False) -> Interval | None:
    """A day moved by what a distance says; months and years are told as such, weeks to the day, hours not at all.

    `swapped` counts the other way: from what happened after to what happened before. "Less than" and "within" reach from
    one day to the other.
    """
    name = unit_of(found.word("UuP"))
    back = (found.word("RB") in ("earlier", "before", "beforehand")) != swapped
    count = amount(found.number("DNY"))
    day = shift(anchor, -count if back else count, name)
    if day and found.preposition in ("within", "less than"):
        return Interval(min(anchor, day), max(anchor, day), "day" if name == "hour" else GRAINS[name])
    return around(day, "day" if name in ("week", "fortnight", "hour", "minute") else name) if day else None


def within(found: Found, moment: Moment) -> Reading | None:
    """Read "in two weeks", "within ten days" ahead, and "in five days they have taken"; else it is a duration."""
    achieved = moment.governor.verb.lower().startswith(("have ", "has ")) and moment.governor.direction == "past"
    if moment.governor.direction != "future" and not (achieved and found.number("DNY")):
        return None
    if moment.published is None:
        return unpublished()
    name, count = unit_of(found.word("Uu")), amount(found.number("DNY"))
    if name == "minute" or (name == "hour" and count < 24):
        return None
    interval = _stretch(count, name, not achieved, moment.published)
    if found.preposition == "in" and not achieved and interval and interval.end:
        interval = around(interval.end, name)
    where = "up to" if achieved else "after"
    return Reading(interval, f"{count} x {name} {where} publication, {moment.tense}")


def anniversary(found: Found, moment: Moment) -> Reading | None:
    """Read "on the 70th anniversary" as the day, where the date remembered or the day itself is told.

    Where neither is, the year remembered: "marked the 70th anniversary of the takeover".
    """
    yearly = "U" not in found.letters or unit_of(found.word("U")) == "year"
    if not yearly:
        return None
    count = amount(found.number("DNO")) if found.number("DNO") else CENTENARIES[found.words[-1]]
    remembered = _remembered(count, moment)
    if remembered and remembered.start:
        return Reading(a_day(shift(remembered.start, count, "year")), f"{count} years after the date remembered")
    if found.preposition:
        return None
    if moment.published is None:
        return unpublished()
    told = moment.just_told(0)
    if told and told.interval.start:
        return Reading(a_day(shift(told.interval.start, -count, "year")), f"{count} years before the date told")
    then = moment.published.year - count
    return Reading(years(then, then), f"{count} years before publication")


def _remembered(count: int, moment: Moment) -> Interval | None:
    """The day told in the same breath or just before that so many years have passed since, or will have soon."""
    told = moment.just_told()
    for day in (moment.complement, told.interval if told else None):
        if day and day.start and day.grain in ("day", "hour") and moment.published:
            anniversary = shift(day.start, count, "year")
            if anniversary and abs((anniversary - moment.published).days) <= YEARLY:
                return day
    return None


def eve(found: Found, moment: Moment) -> Reading | None:
    """Read "on the eve of the vote of 8 August"; without a date of its own it is no time."""
    if moment.complement is None or moment.complement.start is None:
        return None
    return Reading(a_day(shift(moment.complement.start, -1, "day")), "day before the date told of it")


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
