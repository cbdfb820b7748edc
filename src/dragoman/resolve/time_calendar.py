"""Calendar arithmetic for time expressions.

Comes in: dates, units and counts. Goes out: intervals of whole days with a grain. Knows no words of the text and no
publication date. Dates outside the years 1 to 9999 are None, never an error.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from dragoman.model import Grain

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""First month of each season, on the northern half of the earth; winter belongs to the year of its December."""

SOUTHERN = frozenset([
    "AGO", "ARG", "AUS", "BOL", "BRA", "BWA", "CHL", "FJI", "LSO", "MDG", "MOZ", "MUS", "MWI", "NAM", "NZL", "PER", "PNG",
    "PRY", "SWZ", "TLS", "TON", "URY", "VUT", "WSM", "ZAF", "ZMB", "ZWE",
])  # fmt: skip
"""Countries where summer begins in December."""

GRAINS: dict[str, Grain] = {
    "minute": "hour", "hour": "hour", "night": "day", "day": "day", "week": "week", "fortnight": "week",
    "month": "month", "quarter": "quarter", "season": "season", "year": "year", "decade": "decade", "century": "decade",
}  # fmt: skip
"""Unit of the text -> the grain that it is told in."""

FINENESS: tuple[Grain, ...] = ("hour", "day", "week", "month", "quarter", "season", "year", "decade")

DAYS_IN = {"day": 1, "night": 1, "week": 7, "fortnight": 14}
MONTHS_IN = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}


@dataclass(frozen=True, slots=True)
class Interval:
    """Days `start` to `end`, the last one inclusive; None is open."""

    start: date | None
    end: date | None
    grain: Grain


def ymd(year: int, month: int, day: int) -> date | None:
    """The date, or None if the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def a_day(day: date | None, grain: Grain = "day") -> Interval | None:
    """One day as an interval."""
    return Interval(day, day, grain) if day else None


def a_week(day: date) -> Interval | None:
    """Monday to Sunday around a day."""
    monday = shift(day, -day.weekday(), "day")
    sunday = shift(day, 6 - day.weekday(), "day")
    return Interval(monday, sunday, "week") if monday and sunday else None


def months(year: int, month: int, count: int, grain: Grain) -> Interval | None:
    """`count` whole months from the first day of a month."""
    start = ymd(year, month, 1)
    following = shift(start, count, "month") if start else None
    return Interval(start, following - timedelta(days=1), grain) if following else None


def a_month(year: int, month: int) -> Interval | None:
    """A calendar month."""
    return months(year, month, 1, "month")


def a_quarter(year: int, number: int) -> Interval | None:
    """Quarter 1 to 4 of a year."""
    return months(year, 3 * number - 2, 3, "quarter") if 1 <= number <= 4 else None


def a_season(year: int, name: str, southern: bool = False) -> Interval | None:
    """A season; south of the equator half a year later, so that its summer belongs to the year of its December too."""
    return months(year, (SEASONS[name] + 5) % 12 + 1 if southern else SEASONS[name], 3, "season")


def nth_weekday(year: int, month: int, weekday: int, number: int) -> date | None:
    """The first (1), second ... or last (0) Monday (0) to Sunday (6) of a month."""
    first = ymd(year, month, 1)
    if first is None:
        return None
    day = 1 + (weekday - first.weekday()) % 7
    last = monthrange(year, month)[1]
    return ymd(year, month, day + 7 * (number - 1) if number else day + 7 * ((last - day) // 7))


def years(first: int, last: int, grain: Grain = "year") -> Interval | None:
    """Whole years, the last one inclusive."""
    start, end = ymd(first, 1, 1), ymd(last, 12, 31)
    return Interval(start, end, grain) if start and end and start <= end else None


def around(day: date, unit: str) -> Interval | None:
    """The calendar unit that a day lies in; a century has the grain of a decade, the coarsest there is."""
    match unit:
        case "week" | "fortnight":
            return a_week(day)
        case "month":
            return a_month(day.year, day.month)
        case "quarter":
            return a_quarter(day.year, (day.month + 2) // 3)
        case "year":
            return years(day.year, day.year)
        case "decade":
            return years(day.year // 10 * 10, day.year // 10 * 10 + 9, "decade")
        case "century":
            return years((day.year - 1) // 100 * 100 + 1, (day.year - 1) // 100 * 100 + 100, "decade")
    return a_day(day, GRAINS[unit])


def a_weekend(day: date) -> Interval | None:
    """Saturday and Sunday of the week of a day."""
    saturday = shift(day, 5 - day.weekday(), "day")
    return through(a_day(saturday), a_day(shift(saturday, 1, "day") if saturday else None))


def shift(day: date, count: int, unit: str) -> date | None:
    """The day `count` units later (earlier if negative); in a shorter month its last day."""
    try:
        if unit in MONTHS_IN:
            year, month = divmod(day.year * 12 + day.month - 1 + count * MONTHS_IN[unit], 12)
            return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
        if unit in ("hour", "minute"):
            whole = abs(count) // (24 if unit == "hour" else 1440)
            return day + timedelta(days=whole if count > 0 else -whole)
        return day + timedelta(days=count * DAYS_IN.get(unit, 1))
    except (ValueError, OverflowError):
        return None


def through(first: Interval | None, last: Interval | None) -> Interval | None:
    """From the start of one interval to the end of another, or None if that runs backwards."""
    if first is None or last is None or first.start is None or last.end is None or first.start > last.end:
        return None
    return Interval(first.start, last.end, last.grain)


def part(interval: Interval, which: str) -> Interval | None:
    """The early, mid or late third of an interval: ten days of a month, four months of a year."""
    if interval.start is None or interval.end is None:
        return None
    third = ("early", "mid", "late").index(which)
    start = interval.start
    match interval.grain:
        case "month":
            first, last = ymd(start.year, start.month, 10 * third + 1), ymd(start.year, start.month, 10 * third + 10)
            return Interval(first, interval.end if third == 2 else last, "month")
        case "year":
            return months(start.year, 4 * third + 1, 4, "year")
        case "quarter" | "season":
            last_month = shift(start, third, "month")
            return around(last_month, "month") if last_month else None
        case "decade":
            bounds = ((0, 3), (4, 6), (7, 9))[third]
            return years(start.year + bounds[0], start.year + bounds[1], "decade")
        case "week":
            bounds = ((0, 1), (2, 3), (4, 6))[third]
            return through(a_day(shift(start, bounds[0], "day")), a_day(shift(start, bounds[1], "day")))
    return interval
