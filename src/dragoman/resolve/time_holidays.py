"""The days of holidays, fixed and movable.

Comes in: the words of a holiday's name and the country that the text is about. Goes out: its day in a year, or None where it
has none that we know. Movable and national days come from the package `holidays`, loaded when a text names the first one.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from dragoman.model import Token
from dragoman.resolve.time_calendar import ymd

FIXED = {
    "new year's eve": (12, 31), "new year's day": (1, 1), "epiphany": (1, 6), "three kings day": (1, 6),
    "orthodox christmas": (1, 7), "burns night": (1, 25), "australia day": (1, 26), "holocaust memorial day": (1, 27),
    "waitangi day": (2, 6), "valentine's day": (2, 14), "international women's day": (3, 8), "women's day": (3, 8),
    "st patrick's day": (3, 17), "st david's day": (3, 1), "april fools' day": (4, 1), "april fool's day": (4, 1),
    "earth day": (4, 22), "st george's day": (4, 23), "anzac day": (4, 25), "may day": (5, 1),
    "international workers' day": (5, 1), "world press freedom day": (5, 3), "cinco de mayo": (5, 5),
    "ve day": (5, 8), "europe day": (5, 9), "nakba day": (5, 15), "world refugee day": (6, 20), "juneteenth": (6, 19),
    "russia day": (6, 12), "canada day": (7, 1), "bastille day": (7, 14), "halloween": (10, 31),
    "all saints' day": (11, 1), "all souls' day": (11, 2), "day of the dead": (11, 2), "guy fawkes night": (11, 5),
    "bonfire night": (11, 5), "armistice day": (11, 11), "remembrance day": (11, 11), "veterans day": (11, 11),
    "veterans' day": (11, 11), "world aids day": (12, 1), "human rights day": (12, 10), "christmas eve": (12, 24),
    "christmas day": (12, 25), "christmas": (12, 25), "boxing day": (12, 26), "st stephen's day": (12, 26),
}  # fmt: skip
"""Month and day of those that are the same every year and everywhere."""

BY_EASTER = {
    "shrove tuesday": -47, "ash wednesday": -46, "palm sunday": -7, "maundy thursday": -3, "holy thursday": -3,
    "good friday": -2, "holy saturday": -1, "easter saturday": -1, "easter sunday": 0, "easter day": 0, "easter": 0,
    "easter monday": 1, "ascension day": 39, "whit sunday": 49, "pentecost": 49, "whit monday": 50,
    "corpus christi": 60,
}  # fmt: skip
"""Days after Easter of the western churches."""

MOVABLE = {
    "martin luther king day": ("USA", "Martin Luther King Jr. Day"), "columbus day": ("USA", "Columbus Day"),
    "presidents' day": ("USA", "Washington's Birthday"), "presidents day": ("USA", "Washington's Birthday"),
    "eid al-fitr": ("ARE", "Eid al-Fitr"), "eid al-adha": ("ARE", "Eid al-Adha"),
    "eid ul-fitr": ("ARE", "Eid al-Fitr"), "eid ul-adha": ("ARE", "Eid al-Adha"),
    "ashura": ("IRN", "Ashura"), "nowruz": ("IRN", "Nowruz"), "persian new year": ("IRN", "Nowruz"),
    "diwali": ("IND", "Diwali"), "holi": ("IND", "Holi"), "yom kippur": ("ISR", "Yom Kippur"),
    "rosh hashanah": ("ISR", "Rosh Hashanah"), "passover": ("ISR", "Pesach"), "lunar new year": ("VNM", "Lunar New Year"),
    "chinese new year": ("VNM", "Lunar New Year"), "vesak": ("LKA", "Vesak Full Moon Poya Day"),
    "orthodox easter": ("GRC", "Easter Monday"),
}  # fmt: skip
"""Country and name under which the package has the day."""

NATIONAL = {
    "independence day": "Independence Day", "republic day": "Republic Day", "national day": "National Day",
    "constitution day": "Constitution Day", "victory day": "Victory Day", "liberation day": "Liberation Day",
    "unity day": "Unity Day", "labor day": "Labor Day", "memorial day": "Memorial Day",
    "thanksgiving": "Thanksgiving Day", "thanksgiving day": "Thanksgiving Day", "army day": "Army Day",
    "martyrs' day": "Martyrs' Day", "revolution day": "Revolution Day", "heroes' day": "Heroes' Day",
}  # fmt: skip
"""Days that each country has at its own time -> the name in the package."""

AT_HOME = {"labor day": "USA", "memorial day": "USA", "thanksgiving": "USA", "thanksgiving day": "USA"}
"""Where a national day is meant that the country of the text does not have."""

SPELLED = {"st.": "st", "saint": "st", "’s": "'s", "’": "'", "labour": "labor"}


def _words(name: str) -> tuple[str, ...]:
    """A name as the tokens that the parser makes of it: "eid al - fitr", "women 's day"."""
    return tuple(name.replace("'s", " 's").replace("s' ", "s ' ").replace("-", " - ").split())


NAMES = {_words(name): name for name in sorted([*FIXED, *BY_EASTER, *MOVABLE, *NATIONAL], key=len, reverse=True)}
"""Tokens of a name -> the name, the longer before the shorter."""

STARTS = frozenset(words[0] for words in NAMES) | {"st.", "saint"}


def named(tokens: Sequence[Token], first: int) -> str | None:
    """The holiday whose name begins with a token, or None."""
    here = tuple(_spelled(t.text) for t in tokens[first : first + 5])
    return next((name for words, name in NAMES.items() if here[: len(words)] == words), None)


def length(name: str) -> int:
    """How many tokens the name of a holiday has."""
    return len(_words(name))


def _spelled(word: str) -> str:
    return SPELLED.get(word.lower(), word.lower())


def holiday(words: Sequence[str], year: int, country: str | None) -> date | None:
    """The day of a holiday in a year, in the country that the text is about; None where there is none."""
    name = NAMES.get(tuple(map(_spelled, words)), "")
    if name in FIXED:
        return ymd(year, *FIXED[name])
    if name in BY_EASTER:
        return _easter(year, BY_EASTER[name])
    if name == "orthodox easter":
        monday = listed("GRC", "Easter Monday", year)
        return monday - timedelta(days=1) if monday else None
    if name in MOVABLE:
        return listed(*MOVABLE[name], year)
    if name in NATIONAL:
        own = listed(country, NATIONAL[name], year) if country else None
        return own or (listed(AT_HOME[name], NATIONAL[name], year) if name in AT_HOME else None)
    return None


def _easter(year: int, days: int) -> date | None:
    from dateutil.easter import easter

    return easter(year) + timedelta(days=days) if 1583 <= year <= 4099 else None


@lru_cache(256)
def listed(country: str, name: str, year: int) -> date | None:
    """The first day that the package lists under a name; days that are only observed or estimated by another name are not."""
    import holidays

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # years that a country's list does not reach give no day
            spoken = "en_US" if "en_US" in holidays.country_holidays(country).supported_languages else None
            part = {"CAN": "ON"}.get(country)  # the package has Canada's days by province
            days = holidays.country_holidays(country, subdiv=part, years=year, language=spoken)
    except NotImplementedError:  # a country that the package does not have
        return None
    found = [day for form in (name, f"{name} (estimated)") for day in days.get_named(form, lookup="exact")]
    return min(found, default=None)
