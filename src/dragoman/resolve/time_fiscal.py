"""Fiscal years of states.

Comes in: a year as it is printed and a country. Goes out: the months that it names. Companies with years of their own are
not known; without a country, or where the country's fiscal year is the calendar's, the calendar year is meant.
"""

from __future__ import annotations

from datetime import date

from dragoman.resolve.time_calendar import Interval, months, years

BEGINS = {
    "USA": 10, "THA": 10, "LAO": 10, "HTI": 10, "MMR": 10,
    "AUS": 7, "NZL": 7, "PAK": 7, "BGD": 7, "NPL": 7, "BTN": 7, "EGY": 7, "KEN": 7, "TZA": 7, "UGA": 7, "ETH": 7, "MUS": 7,
    "CMR": 1,
    "GBR": 4, "IND": 4, "JPN": 4, "CAN": 4, "ZAF": 4, "HKG": 4, "SGP": 4, "NAM": 4, "BWA": 4, "LSO": 4, "SWZ": 4,
    "KWT": 4, "JAM": 4, "IRN": 3, "AFG": 12,
}  # fmt: skip
"""Country -> month in which its government's fiscal year begins; the others' begin in January."""

BY_FIRST_YEAR = frozenset(["JPN", "CAN", "GBR"])
"""Where one year alone names the fiscal year that begins in it; elsewhere the one that ends in it."""


def split_year(first: int, country: str | None) -> Interval | None:
    """The fiscal year that begins in one year and ends in the next: "2013-14"."""
    begins = BEGINS.get(country or "", 1)
    return years(first, first + 1) if begins == 1 else months(first, begins, 12, "year")


def year(number: int, country: str | None) -> Interval | None:
    """The fiscal year that one number names: "fiscal 2019"."""
    begins = BEGINS.get(country or "", 1)
    return months(number if begins == 1 or country in BY_FIRST_YEAR else number - 1, begins, 12, "year")


def around(day: date, step: int, country: str | None) -> Interval | None:
    """The fiscal year that a day lies in, or one so many years before or after."""
    begins = BEGINS.get(country or "", 1)
    return months(day.year - (day.month < begins) + step, begins, 12, "year")
