"""Whether two names may be one party's, by their words alone.

Comes in: names as printed. Goes out: words for comparison, acronyms, and yes or no. Knows neither the report nor the gazetteer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from unicodedata import combining, normalize

from dragoman.annotate.name_words import BODIES
from dragoman.annotate.wordlist import wordset

COMPANY = wordset(
    "inc inc. corp corp. corporation ltd ltd. limited llc plc co co. company group holdings international ag gmbh sa"
)
"""Words that a company's name may drop."""
PLAIN = str.maketrans({"ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "ı": "i", "ß": "ss"})
"""Letters whose accent is part of them."""

Key = tuple[str, str]


@lru_cache(maxsize=4096)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name for comparison: without case, accents, full stops, article and possessive."""
    name = re.sub(r"\bU\.?S\.?(?=\s|$)", "United States", name)
    plain = name if name.isascii() else "".join(c for c in normalize("NFKD", name) if not combining(c)).translate(PLAIN)
    words = re.sub(r"['’]s?$", "", plain.replace(".", "").casefold()).replace(",", " ").split()
    return tuple(w.removeprefix("al-") for w in words if w != "the")


def initials(name: str) -> tuple[str, ...]:
    """The acronyms that a name of several words may have: "EU" for "European Union", "DoJ" and "DJ"."""
    words = [w for w in re.split(r"[\s-]+", name) if w and w.lower() != "the"]
    capitals = "".join(w[0] for w in words if w[0].isupper())
    if len(words) < 2 or len(capitals) < 2:
        return ()
    every = "".join(w[0] for w in words if w[0].isalpha())
    return tuple(dict.fromkeys((capitals, every, every.upper())))


def same_person(one: Sequence[str], other: Sequence[str]) -> bool:
    """True if one full name is part of the other, or they share the last name and the first ones may be the same."""
    if set(one) <= set(other) or set(other) <= set(one):
        return len(one) > 1 and len(other) > 1
    if one[-1] != other[-1] or len(other) < 2:
        return False
    a, b = one[0], other[0]
    return (
        a == b
        or (min(len(a), len(b)) == 1 and a[0] == b[0])
        or (min(len(a), len(b)) > 2 and (a.startswith(b) or b.startswith(a)))
    )


def same_body(one: Sequence[str], other: Sequence[str]) -> bool:
    """True if the shorter name ends the longer one, or begins it and the rest is no body of its own."""
    short, long = sorted((tuple(one), tuple(other)), key=len)
    if len(short) > 2 and set(short) - {"of"} == set(long) - {
        "of"
    }:  # "Supreme Court of Peru" is the "Peru Supreme Court"
        return True
    if not short or len(short) == len(long):
        return short == long
    if len(short) > 1 and (
        (_subsequence(short, long) and short[-1] == long[-1])
        or (short[-1] in BODIES and long[: len(short) + 1] == (*short, "of"))
    ):
        return True
    if len(short) == 1 and short[0] in BODIES:  # "the House" is short for "the House of Representatives"
        at = long.index(short[0]) if short[0] in long else -1
        return at >= 0 and (at == len(long) - 1 or long[at + 1] in ("of", "for"))
    if long[-len(short) :] == short:
        return len(short) > 1 or short[0] not in BODIES
    if long[: len(short)] != short or short[-1] in ("of", "united", "national"):
        return False
    rest = long[len(short) :]
    if all(w in COMPANY for w in rest[-1:]) and len(rest) <= 2:  # "Ford Motor Company", "Facebook Ireland Limited"
        return True
    return len(short) > 1 and short[-1] not in BODIES and len(rest) == 1


def _subsequence(short: Sequence[str], long: Sequence[str]) -> bool:
    """True if the words of one stand in the other in the same order."""
    rest = iter(long)
    return all(word in rest for word in short)
