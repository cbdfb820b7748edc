"""Calendar dates as newspapers print them.

Comes in: a line of text. Goes out: a day, with or without its year, and where it stands in the line. Reads no
relative dates ("on Monday": that is `resolve`), and never guesses between 3 April and March 4 in "03/04/2019".
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

EARLIEST, LATEST = 1700, 2100
"""Years outside these are numbers of something else."""
CENTURY = 69
"""Two figures from which a year is of the last century ("07/21/98"), as in POSIX."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAY = r"(?:(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?\s+)?"
_DATE = re.compile(
    rf"\b{_WEEKDAY}(?:"
    rf"{_MONTH.format('month_1')}\s+(?P<day_1>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year_1>\d{{4}})\b)?"
    rf"|(?P<day_2>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?{_MONTH.format('month_2')}(?:,?\s+(?P<year_2>\d{{4}})\b)?"
    r"|(?P<year_3>\d{4})(?P<mark>[-/.])(?P<month_3>\d{1,2})(?P=mark)(?P<day_3>\d{1,2})(?!\d)"
    r"|(?P<first>\d{1,2})(?P<mark_4>[/.])(?P<second>\d{1,2})(?P=mark_4)(?P<year_4>\d{4}|\d{2})\b"
    r")",
    re.IGNORECASE,
)


class Day(NamedTuple):
    """A date in a line; the year is None where the line does not state it."""

    year: int | None
    month: int
    day: int
    start: int
    end: int

    def date(self, year: int | None = None) -> date | None:
        """Give the calendar date, with `year` where none is stated; None if there is no such day."""
        stated = self.year or year
        try:
            return date(stated, self.month, self.day) if stated else None
        except ValueError:
            return None


def find_day(line: str) -> Day | None:
    """Find the first date in a line; keep lines short (a heading's), the search is for them."""
    for match in _DATE.finditer(line):
        day = _day(match)
        if day:
            return day
    return None


def _day(match: re.Match[str]) -> Day | None:
    found = match.groupdict()
    for n in ("1", "2", "3"):
        if found[f"day_{n}"]:
            year = int(found[f"year_{n}"]) if found[f"year_{n}"] else None
            return _checked(year, _month(found[f"month_{n}"]), int(found[f"day_{n}"]), match)
    first, second, year = int(found["first"]), int(found["second"]), int(found["year_4"])
    if len(found["year_4"]) == 2:
        if found["mark_4"] == "." or first == second:
            return None
        year += 2000 if year < CENTURY else 1900
    if found["mark_4"] == "." or first > 12:
        return _checked(year, second, first, match)
    if second > 12 or first == second:
        return _checked(year, first, second, match)
    return None


def _month(words: str) -> int:
    return int(words) if words.isdigit() else _MONTHS.index(words[:3].lower()) + 1


def _checked(year: int | None, month: int, day: int, match: re.Match[str]) -> Day | None:
    if year is not None and not EARLIEST <= year <= LATEST:
        return None
    found = Day(year, month, day, match.start(), match.end())
    return found if found.date(2000) else None  # 2000 is a leap year: 29 February passes without its year


def iso_day(value: str) -> date | None:
    """Read an ISO 8601 date or time ("2019-03-04", "2019-03-04T10:00:00Z"); its day as written, in its own zone."""
    match = re.match(r"\s*(\d{4}-\d{2}-\d{2})(?![\d-])", value)
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None
