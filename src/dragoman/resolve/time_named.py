"""Read the expressions that name a date: "4 March 2019", "in May", "the 1990s", "last summer", "New Year's Eve".

Comes in: a `Found` expression and its `Moment`. Goes out: a `Reading`, or None where the words are no time after all.
What counts from publication or from another date is read in time_relative.py. One small function for each rule.
"""

from __future__ import annotations

import re
from datetime import date

from dragoman.resolve.time_calendar import (
    GRAINS,
    SEASONS,
    Interval,
    a_day,
    a_month,
    a_quarter,
    a_season,
    months,
    part,
    shift,
    through,
    years,
    ymd,
)  # fmt: skip
from dragoman.resolve.time_grammar import Found
from dragoman.resolve.time_moment import (
    Moment,
    Reading,
    calendar_unit,
    choose,
    cut_part,
    month_number,
    number_of,
    unit_of,
    unpublished,
    with_year,
)  # fmt: skip
from dragoman.resolve.time_words import DECADES, HOLIDAYS


def whole(found: Found, moment: Moment) -> Reading | None:
    """Read "2019-03-04", "23/09/2015"; None where day and month could be swapped."""
    text = "".join(found.words)
    first, second, third = (int(n) for n in re.findall(r"\d+", text))
    third = third if third > 99 else 2000 + third
    if first > 31:
        day = ymd(first, second, third - 2000)
    elif "." in text or first > 12 or first == second:
        day = ymd(third, second, first)
    elif second > 12:
        day = ymd(third, first, second)
    else:
        return None
    return Reading(a_day(day), "date stated in figures", stated=True) if day else None


def day_and_month(found: Found, moment: Moment) -> Reading | None:
    """Read "March 4, 2019", "4th of March", "Wednesday (September 23)", "March 5 to 7"."""
    month = month_number(found.word("M"))
    words = [w for w, letter in zip(found.words, found.letters, strict=True) if letter in "DdO"]
    days = [number_of(d) for w in words for d in re.split("[-–]", w)]

    def make(year: int) -> Interval | None:
        return through(a_day(ymd(year, month, days[0])), a_day(ymd(year, month, days[-1])))

    leap_year = make(2000)
    return with_year(found, make, month, moment, "day of the month") if leap_year else None


def month_alone(found: Found, moment: Moment) -> Reading | None:
    """Read "March 2019", "in early March", "last July", "January of last year"."""
    month = month_number(found.word("M"))
    determiner = found.letters[: found.letters.index("M")].strip("tEGRop-")[-1:]
    if not determiner or found.word("YU"):
        reading = with_year(found, lambda year: a_month(year, month), month, moment, "month")
        return reading._replace(interval=cut_part(found, reading.interval))
    if moment.published is None:
        return unpublished()
    year, now = moment.published.year, moment.published.month
    if determiner == "v":
        told = moment.anchor("year")
        year = told.year if told else year
    elif determiner in "lb":
        year -= month >= now
    elif determiner in "xfm":
        year += month <= now
    return Reading(cut_part(found, a_month(year, month)), f"{found.word('lxsbfm')} month of that name, by publication")


def part_of_month(found: Found, moment: Moment) -> Reading | None:
    """Read "the first week of March", "the last day of January"."""
    month = month_number(found.word("M"))
    unit = unit_of(found.word("U")) if "U" in found.letters else "weekend"
    number = 0 if "l" in found.letters else number_of(found.word("OD"))
    if unit not in ("day", "week"):
        return None
    length = 7 if unit == "week" else 1

    def make(year: int) -> Interval | None:
        whole_month = a_month(year, month)
        if whole_month is None or whole_month.end is None:
            return None
        last = min(length * number, whole_month.end.day) if number else whole_month.end.day
        first = length * (number - 1) + 1 if number else last - length + 1
        days = through(a_day(ymd(year, month, first)), a_day(ymd(year, month, last)))
        return Interval(days.start, days.end, GRAINS[unit]) if days else None

    return with_year(found, make, month, moment, f"{unit} of the month")


def day_of_month(found: Found, moment: Moment) -> Reading | None:
    """Read "on the 23rd"."""
    if moment.published is None:
        return unpublished()
    first = moment.published.replace(day=1)
    nearby: list[date] = [m for n in (-2, -1, 0, 1, 2) if (m := shift(first, n, "month"))]
    candidates = [a_day(ymd(m.year, m.month, number_of(found.word("D")))) for m in nearby]
    return Reading(choose(candidates, moment.published, moment.side), f"day of the month, {moment.tense}")


def holiday(found: Found, moment: Moment) -> Reading | None:
    """Read "New Year's Eve", "last Christmas"."""
    words = tuple(w.replace("’", "'") for w, letter in zip(found.words, found.letters, strict=True) if letter == "H")
    month, day = HOLIDAYS[words]
    match found.word("lx"):
        case "last" | "past":
            moment = moment.facing("past")
        case "next":
            moment = moment.facing("future")
    return with_year(found, lambda year: a_day(ymd(year, month, day)), month, moment, "holiday")


def quarter(found: Found, moment: Moment) -> Reading | None:
    """Read "the third quarter of 2018", "Q3", "last quarter", "the first half of 2019"."""
    half = found.word("q") == "half"
    ordinal = found.word("ODQ").lstrip("q")
    if not ordinal:
        return None if half else calendar_unit(found.word("lxsbf"), "quarter", moment)
    number = number_of(ordinal)
    if half and number <= 2 and found.word("YU"):
        return with_year(found, lambda y: months(y, 6 * number - 5, 6, "quarter"), 1, moment, "half of the year")
    if half or number > 4:
        return None
    return with_year(found, lambda y: a_quarter(y, number), 3 * number - 2, moment, "quarter")


def season(found: Found, moment: Moment) -> Reading | None:
    """Read "last summer", "spring 2016", "in the autumn"."""
    name = found.word("S")
    determiner = found.letters[: found.letters.index("S")].strip("tEGRop-")[-1:]
    if determiner in ("", "s", "v") or found.word("YU"):
        reading = with_year(found, lambda year: a_season(year, name), SEASONS[name], moment, "season")
        return reading._replace(interval=cut_part(found, reading.interval))
    if moment.published is None:
        return unpublished()
    candidates = [a_season(moment.published.year + n, name) for n in (-2, -1, 0, 1)]
    if determiner in "lb":
        over = [c for c in candidates if c and c.end and c.end < moment.published]
        return Reading(cut_part(found, over[-1] if over else None), "latest season of that name before publication")
    ahead = [c for c in candidates if c and c.start and c.start > moment.published]
    return Reading(cut_part(found, ahead[0] if ahead else None), "first season of that name after publication")


def year(found: Found, moment: Moment) -> Reading | None:
    """Read "2019", "mid-2015", "the end of 2018"."""
    number = int((found.word("Y") or found.word("y"))[-4:])
    interval = years(number, number)
    if "y" in found.letters and interval:
        return Reading(part(interval, "mid"), "year stated", stated=True)
    return Reading(cut_part(found, interval), "year stated", stated=True)


def several_years(found: Found, moment: Moment) -> Reading | None:
    """Read "1998-2000", "2018/19", "fiscal year 2019"."""
    words = [w for w, letter in zip(found.words, found.letters, strict=True) if letter in "YDNZ"]
    numbers = re.findall(r"\d+", " ".join(words))
    if not numbers or len(numbers[-1]) not in (2, 4):
        return None
    first, last = numbers[0], numbers[-1]
    interval = years(int(first), int(first[: 4 - len(last)] + last))
    return Reading(interval, "years stated", stated=True) if interval else None


def decade(found: Found, moment: Moment) -> Reading | None:
    """Read "the 1990s", "the early '80s", "the nineties"."""
    word = found.word("XYr")
    number = DECADES.get(word) or int(word.rstrip("s"))
    first = number if number > 99 else 1900 + number
    if first % 10:
        return None
    length = 100 if first % 100 == 0 and first < 2000 else 10
    return Reading(cut_part(found, years(first, first + length - 1, "decade")), "decade stated", stated=True)
