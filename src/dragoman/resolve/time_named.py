"""Read the expressions that name a date: "4 March 2019", "in May", "the 1990s", "last summer", "New Year's Eve".

Comes in: a `Found` expression and its `Moment`. Goes out: a `Reading`, or None where the words are no time after all.
What counts from publication or from another date is read in time_relative.py. One small function for each rule.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from dragoman.resolve import time_fiscal, time_holidays
from dragoman.resolve.time_calendar import (
    GRAINS,
    SEASONS,
    SOUTHERN,
    Interval,
    a_day,
    a_month,
    a_quarter,
    a_season,
    a_weekend,
    months,
    nth_weekday,
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
    amount,
    calendar_unit,
    choose,
    cut_part,
    month_number,
    number_of,
    unit_of,
    unpublished,
    weekday_number,
    with_year,
)  # fmt: skip
from dragoman.resolve.time_words import DECADES, SHORT_DAYS


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
    days = [amount(n.split()) for w in _day_words(found) for n in re.split("[-–]", w)]

    def make(year: int) -> Interval | None:
        return through(a_day(ymd(year, month, days[0])), a_day(ymd(year, month, days[-1])))

    leap_year = make(2000)
    return with_year(found, make, month, moment, "day of the month") if leap_year else None


def _day_words(found: Found) -> list[str]:
    """The words of each day: "4", "15-17", "twenty third"."""
    return [" ".join(found.words[m.start() : m.end() : 2]) for m in re.finditer("N-O|[DdO]", found.letters)]


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
    """Read "the first week of March", "the last day of January", "the second Friday in May", "the first half of June"."""
    month = month_number(found.word("M"))
    word = found.word("UKWq")
    number = 0 if found.letters.strip("t")[0] in "lL" else number_of(found.word("OD"))

    def make(year: int) -> Interval | None:
        return _piece_of_month(a_month(year, month), word, number)

    return with_year(found, make, month, moment, f"{word} of the month") if make(2000) else None


def _piece_of_month(whole_month: Interval | None, word: str, number: int) -> Interval | None:
    """The first, second ... or last (0) day, week, weekend, weekday or half of a month; "the first days" are its early part."""
    if whole_month is None or whole_month.start is None or whole_month.end is None:
        return None
    year, month, last = whole_month.start.year, whole_month.start.month, whole_month.end.day
    if word in ("days", "weeks"):
        return part(whole_month, "early" if number == 1 else "late") if number < 2 else None
    if word in ("quarter", "half"):
        first = {1: 1, 2: 16, 0: 16}.get(number, 0) if word == "half" else 0
        return through(a_day(ymd(year, month, first)), a_day(ymd(year, month, 15 if first == 1 else last), "month"))
    if word == "weekend":
        return a_weekend(day) if (day := nth_weekday(year, month, 5, number)) else None
    length = {"day": 1, "week": 7}.get(word)
    if length is None:
        return a_day(nth_weekday(year, month, weekday_number(word), number)) if word[:3] in SHORT_DAYS else None
    end = min(length * number, last) if number else last
    days = through(a_day(ymd(year, month, end - length + 1)), a_day(ymd(year, month, end)))
    return Interval(days.start, days.end, GRAINS[word]) if days else None


def first_of_period(found: Found, moment: Moment) -> Reading | None:
    """Read "the first three months of the year", "the last two weeks of March", "the first days of 2019"."""
    of = found.letters.rindex("o")
    unit, many = unit_of(found.words[of - 1]), found.words[of - 1].endswith("s")
    counted = found.number("DN") if re.search("[DN]", found.letters[:of]) else ()
    if not many and not counted:
        return None
    whole = _period(found, of, moment)
    if whole is None or whole.interval is None or whole.interval.start is None or whole.interval.end is None:
        return whole
    if not counted:
        return whole._replace(interval=part(whole.interval, "early" if "O" in found.letters[:of] else "late"))
    interval = _edge(whole.interval.start, whole.interval.end, amount(counted), unit, "O" in found.letters[:of])
    return Reading(interval, f"{amount(counted)} x {unit} of the {whole.ground}", whole.stated)


def _period(found: Found, of: int, moment: Moment) -> Reading | None:
    """The month, year or other unit behind "of"."""
    letters, words = found.letters[of + 1 :], found.words[of + 1 :]
    if "M" in letters:
        month = month_number(found.word("M"))
        return with_year(found, lambda year: a_month(year, month), month, moment, "month")
    if stated := re.search("[YZ]", letters):
        number = int(words[stated.start()][:4])
        return Reading(years(number, number), "year stated", stated=True)
    unit = unit_of(words[-1])
    determiner = next((w for w, x in zip(words, letters, strict=True) if x in "lxsbv"), "this")
    return calendar_unit(determiner, unit, moment) if unit in ("month", "year", "quarter", "week", "decade") else None


def _edge(start: date, end: date, count: int, unit: str, first: bool) -> Interval | None:
    """So many units at the beginning or the end of an interval; three months of a year are its quarter."""
    if first:
        after = shift(start, count, unit)
        last, begin = (after - timedelta(days=1) if after else None), start
    else:
        begun = shift(end + timedelta(days=1), -count, unit)
        last, begin = end, begun or start
    quarterly = unit == "month" and count == 3
    return Interval(begin, last, "quarter" if quarterly else GRAINS[unit]) if last and start <= last <= end else None


def day_of_month(found: Found, moment: Moment) -> Reading | None:
    """Read "on the 23rd"."""
    if moment.published is None:
        return unpublished()
    first = moment.published.replace(day=1)
    nearby: list[date] = [m for n in (-2, -1, 0, 1, 2) if (m := shift(first, n, "month"))]
    candidates = [a_day(ymd(m.year, m.month, number_of(found.word("D")))) for m in nearby]
    return Reading(choose(candidates, moment.published, moment.side), f"day of the month, {moment.tense}")


def holiday(found: Found, moment: Moment) -> Reading | None:
    """Read "New Year's Eve", "last Christmas", "Independence Day" in the country that the text is about."""
    words = [w for w, letter in zip(found.words, found.letters, strict=True) if letter == "H"]
    match found.word("lx"):
        case "last" | "past":
            moment = moment.facing("past")
        case "next":
            moment = moment.facing("future")
    where = f"holiday in {moment.country}" if moment.country else "holiday"
    year = moment.published.year if moment.published else 2000
    known = next(
        (d for y in (year, year - 1, year + 1) if (d := time_holidays.holiday(words, y, moment.country))), None
    )
    if known is None:
        return Reading(None, f"{where} whose day is not known")

    def make(year: int) -> Interval | None:
        return a_day(time_holidays.holiday(words, year, moment.country))

    return with_year(found, make, known.month, moment, where)


def quarter(found: Found, moment: Moment) -> Reading | None:
    """Read "the third quarter of 2018", "Q3", "last quarter", "the final quarter of 2018", "the first half of 2019"."""
    half = found.word("q") == "half"
    ordinal = found.word("ODQ").lstrip("q")
    if not ordinal and not re.match("t?[lL]q.", found.letters):
        return None if half else calendar_unit(found.word("lxsbf"), "quarter", moment)
    number = number_of(ordinal) if ordinal else 2 if half else 4
    if half and number <= 2 and found.word("YU"):
        return with_year(found, lambda y: months(y, 6 * number - 5, 6, "quarter"), 1, moment, "half of the year")
    if half or number > 4:
        return None
    return with_year(found, lambda y: a_quarter(y, number), 3 * number - 2, moment, "quarter")


def two_months(found: Found, moment: Moment) -> Reading | None:
    """Read "the April-June quarter"."""
    first, last = (month_number(w) for w, letter in zip(found.words, found.letters, strict=True) if letter == "M")
    if (last - first) % 12 != 2:
        return None
    return with_year(found, lambda year: months(year, first, 3, "quarter"), first, moment, "quarter by its months")


def up_to_end(found: Found, moment: Moment) -> Reading | None:
    """Read "the three months to June", "the quarter ending June 30", "the year to March 2018"."""
    at = found.letters.index("M")
    unit = "quarter" if "q" in found.letters else unit_of(found.word("U"))
    head = re.search("[DN](?:-?N)*(?=U)", found.letters[:at])
    count = amount([w for w in found.words[head.start() : head.end()] if w not in "-–—"]) if head else 1
    month, months_ = month_number(found.words[at]), unit in ("month", "quarter", "year")
    stated = re.search("D", found.letters[max(at - 1, 0) :]) if not months_ or "D" in found.letters[at:] else None
    day = number_of(found.words[max(at - 1, 0) + stated.start()]) if stated else None

    def make(year: int) -> Interval | None:
        whole_month = a_month(year, month)
        last = whole_month.end if whole_month else None
        end = ymd(year, month, day) if day else last
        begun = shift(end + timedelta(days=1), -count, unit) if end else None
        return Interval(begun, end, GRAINS[unit]) if begun else None

    return with_year(found, make, month, moment, f"{count} x {unit} up to a date") if unit in GRAINS else None


def century(found: Found, moment: Moment) -> Reading | None:
    """Read "the 19th century", "the early twentieth century"."""
    number = amount(found.number("DNO"))
    return Reading(cut_part(found, years(100 * number - 99, 100 * number, "decade")), "century stated", stated=True)


def just_ended(found: Found, moment: Moment) -> Reading | None:
    """Read "the quarter just ended", "the year just ended"."""
    return calendar_unit("last", "quarter" if "q" in found.letters else unit_of(found.word("U")), moment)


def season(found: Found, moment: Moment) -> Reading | None:
    """Read "last summer", "spring 2016", "in the autumn"."""
    name, south = found.word("S"), moment.country in SOUTHERN
    determiner = found.letters[: found.letters.index("S")].strip("tEGRop-")[-1:]
    if determiner in ("", "s", "v") or found.word("YU"):
        reading = with_year(found, lambda year: a_season(year, name, south), SEASONS[name], moment, "season")
        return reading._replace(interval=cut_part(found, reading.interval))
    if moment.published is None:
        return unpublished()
    candidates = [a_season(moment.published.year + n, name, south) for n in (-2, -1, 0, 1)]
    if determiner in "lb":
        over = [c for c in candidates if c and c.end and c.end < moment.published]
        return Reading(cut_part(found, over[-1] if over else None), "latest season of that name before publication")
    ahead = [c for c in candidates if c and c.start and c.start > moment.published]
    return Reading(cut_part(found, ahead[0] if ahead else None), "first season of that name after publication")


def year(found: Found, moment: Moment) -> Reading | None:
    """Read "2019", "mid-2015", "the end of 2018", "in '68"."""
    word = found.word("Yy") or found.word("N")
    number = int(word[-4:])
    if "'" in found.letters:
        number += 2000 if moment.published and 2000 + number <= moment.published.year else 1900
    interval = years(number, number)
    if "y" in found.letters and interval:
        return Reading(part(interval, "mid"), "year stated", stated=True)
    return Reading(cut_part(found, interval), "year stated", stated=True)


def several_years(found: Found, moment: Moment) -> Reading | None:
    """Read "1998-2000", "2018/19"; two years in one, in a sentence on budgets, are a fiscal year."""
    words = [w for w, letter in zip(found.words, found.letters, strict=True) if letter in "YDNZ"]
    numbers = re.findall(r"\d+", " ".join(words))
    if not numbers or len(numbers[-1]) not in (2, 4):
        return None
    first = int(numbers[0])
    last = int(numbers[0][: 4 - len(numbers[-1])] + numbers[-1])
    if last == first + 1 and found.financial:
        return Reading(time_fiscal.split_year(first, moment.country), "fiscal year stated", stated=True)
    interval = years(first, last)
    return Reading(interval, "years stated", stated=True) if interval else None


def fiscal_year(found: Found, moment: Moment) -> Reading | None:
    """Read "fiscal 2019", "FY24", "the 2015/16 financial year", "last fiscal year", "the fiscal year ended March 2012"."""
    where = f"fiscal year in {moment.country}" if moment.country else "fiscal year"
    if "M" in found.letters:
        end = a_month(int(found.word("Y")), month_number(found.word("M")))
        begin = shift(end.start, -11, "month") if end and end.start else None
        return (
            Reading(Interval(begin, end.end, "year"), "fiscal year by its end", stated=True) if end and begin else None
        )
    text = " ".join(w for w, letter in zip(found.words, found.letters, strict=True) if letter in "YDNZI")
    numbers = re.findall(r"\d+", text)
    if not numbers:
        if moment.published is None:
            return unpublished()
        step = {"last": -1, "past": -1, "previous": -1, "preceding": -1, "next": 1}.get(
            found.words[found.words[0] == "the"], 0
        )
        return Reading(time_fiscal.around(moment.published, step, moment.country), f"{where}, by publication")
    first = int(numbers[0]) + (2000 if len(numbers[0]) == 2 else 0)
    interval = (
        time_fiscal.split_year(first, moment.country) if len(numbers) > 1 else time_fiscal.year(first, moment.country)
    )
    return Reading(interval, f"{where} stated", stated=True)


def decade(found: Found, moment: Moment) -> Reading | None:
    """Read "the 1990s", "the early '80s", "the nineties"."""
    word = found.word("XYr")
    number = DECADES.get(word) or int(word.rstrip("s"))
    first = number if number > 99 else 1900 + number
    if first % 10:
        return None
    length = 100 if first % 100 == 0 and first < 2000 else 10
    return Reading(cut_part(found, years(first, first + length - 1, "decade")), "decade stated", stated=True)
