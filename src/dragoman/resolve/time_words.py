"""The vocabulary of time, and one letter for each token of a text.

Comes in: tokens. Goes out: a string with a letter for each ("W" a weekday, "M" a month, "." anything else), over which
time_grammar.py runs its rules. What a word alone cannot tell is settled here by its neighbours and its parse: "May" a
month or a person, "1999 people" a year or a count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dragoman.model import Token
from dragoman.resolve import time_holidays
from dragoman.resolve.time_calendar import MONTHS, SEASONS, WEEKDAYS

HUNDRED = 100
NUMBERS = {
    "one": 1, "two": 2, "couple": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "hundred": HUNDRED,
}  # fmt: skip
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40,
    "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90, "hundredth": HUNDRED,
}  # fmt: skip
DECADES = {
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80,
    "nineties": 90, "noughties": 2000,
}  # fmt: skip
CENTENARIES = {
    "centenary": 100, "centennial": 100, "bicentenary": 200, "bicentennial": 200, "tercentenary": 300,
    "tricentennial": 300, "sesquicentennial": 150,
}  # fmt: skip
"""Anniversaries that name their number."""

SHORT_MONTHS = {name[:3]: name for name in MONTHS} | {"sept": "september"}
SHORT_DAYS = {name[:3]: name for name in WEEKDAYS} | {"tues": "tuesday", "thur": "thursday", "thurs": "thursday"}
DOTLESS_DAYS = SHORT_DAYS.keys() - {"wed", "sat", "sun"}
"""Without the three that are words."""

LETTERS = {
    "W": " ".join([*WEEKDAYS, *DOTLESS_DAYS, *(f"{short}." for short in SHORT_DAYS)]),
    "M": " ".join([*MONTHS, *SHORT_MONTHS, *(f"{short}." for short in SHORT_MONTHS)]),
    "S": " ".join(SEASONS),
    "K": "weekend",
    "P": "morning afternoon evening night",
    "T": "today yesterday tomorrow tonight overnight",
    "U": "day days week weeks fortnight month months year years decade decades century centuries",
    "u": "hour hours minute minutes",
    "q": "quarter half",
    "k": "period",
    "A": " ".join(["anniversary", *CENTENARIES]),
    "F": "fiscal financial fy",
    "N": " ".join(NUMBERS),
    "O": " ".join(ORDINALS),
    "V": "few several",
    "r": " ".join(DECADES),
    "a": "a an",
    "t": "the",
    "s": "this current",
    "v": "same that",
    "l": "last past",
    "L": "final latter",
    "x": "next",
    "m": "coming upcoming",
    "b": "previous preceding",
    "f": "following",
    "w": "recent",
    "E": "early mid late",
    "G": "beginning start middle end",
    "R": "earlier later",
    "B": "before after afterwards beforehand",
    "g": "ago",
    "e": "just",
    "j": "ended ending",
    "c": "eve",
    "i": "now",
    "n": "noon midday midnight",
    "h": "am pm a.m. p.m. a.m p.m o'clock",
    "z": "gmt utc est edt cst cdt mst pst pdt et bst cet cest eet ist ast local time",
    "p": "on in at by since until till from during throughout over within around about roughly approximately",
    "o": "of",
    "&": "and or to through",
    "-": "- – —",
    ",": ",",
    "<": "(",
    ">": ")",
    "'": "' ’ 's ’s",
}
"""Letter -> the words that it stands for, in lower case."""

NUMERALS = re.compile(
    r"""(?P<J>\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/(?:\d\d)?\d\d|\d{1,2}\.\d{1,2}\.\d{4})  # a date in figures
    |(?P<Z>[12]\d{3}[-–/](?:[12]\d)?\d\d)                                             # years: 2018/19
    |(?P<d>[0-3]?\d[-–][0-3]?\d)                                                      # days: 15–17
    |(?P<X>[12]\d\d0s)|(?P<r>\d0s)                                                    # decades
    |(?P<y>mid-[12]\d{3})
    |(?P<I>FY\d{2,4}(?:[-–/]\d\d)?)                                                    # fiscal year
    |(?P<Q>Q[1-4])                                                                    # quarter
    |(?P<C>[0-2]?\d(?:[:.][0-5]\d)?[ap]\.?m\.?|[0-2]?\d[:.][0-5]\d)                   # clock
    |(?P<D>(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?)                                  # day
    |(?P<Y>[12]\d{3})                                                                 # year
    |(?P<N>\d+(?:st|nd|rd|th)?)                                                       # any other number""",
    re.VERBOSE,
)
"""Letter -> the tokens with digits that it stands for."""

COUNTED = frozenset(["people", "dollar", "euro", "pound", "troop", "soldier", "percent", "%", "mile", "metre", "meter"])
MEASURING = frozenset(["than", "least", "most", "some", "nearly", "almost", "over", "only", "$", "£", "€"])
ROUGHLY = frozenset(["about", "around", "roughly", "approximately"])
ZONES = frozenset(["gmt", "utc", "est", "edt", "bst", "cet", "hours", "local"])

LETTER = {word: letter for letter, those in LETTERS.items() for word in those.split()}


def spell(tokens: Sequence[Token]) -> str:
    """Write the tokens as a string of one letter each."""
    surnames = {t.text for t in tokens if t.text.lower() in MONTHS and _is_surname(tokens, t)}
    letters: list[str] = []
    for token in tokens:
        word = token.text
        letter = LETTER.get(word.lower(), ".")
        if word[0].isdigit() or word[-1].isdigit():
            letter = _numeral(tokens, token, letters[-1:])
        elif letter in "WMSUPf'":
            letter = letter if _is_time(tokens, token, letter, surnames) else "."
        letters.append(letter)
    _mark_holidays(tokens, letters)
    return "".join(letters)


def _is_surname(tokens: Sequence[Token], token: Token) -> bool:
    """True for the "May" of "Theresa May"."""
    before = tokens[token.i - 1] if token.i else token
    return (
        token.ent == "PERSON" and before.ent == "PERSON" and before.pos == "PROPN" and before.text.lower() not in LETTER
    )


def _is_time(tokens: Sequence[Token], token: Token, letter: str, surnames: set[str]) -> bool:
    """Settle the words that are times only in some uses."""
    following = tokens[token.i + 1].text if token.i + 1 < len(tokens) else "."
    match letter:
        case "W":
            named = token.ent in ("ORG", "WORK_OF_ART", "PERSON", "FAC")
            return not named and (token.text[0].isupper() or token.text in WEEKDAYS)
        case "M":
            beside = following[0].isdigit() or (token.i > 0 and tokens[token.i - 1].text[0].isdigit())
            dated = beside and token.text[0].isupper()
            plain = token.text[0].isupper() or (token.text in MONTHS and token.text not in ("march", "may", "august"))
            return dated or (plain and token.text not in surnames and token.pos not in ("AUX", "VERB"))
        case "S":
            return token.pos in ("NOUN", "PROPN")
        case "U" | "P":
            return following not in ("-", "old")
        case "f":
            return token.i > 0 and LETTER.get(tokens[token.i - 1].text.lower()) in ("t", "s")
    return token.text[-1] != "s" or token.tag == "POS"


def _numeral(tokens: Sequence[Token], token: Token, before: list[str]) -> str:
    """The letter of a token with digits, "." if it is no number of ours; `before` holds the letter before it."""
    match = NUMERALS.fullmatch(token.text)
    if match is None:
        return "."
    letter = str(match.lastgroup)
    following = tokens[token.i + 1].text.lower() if token.i + 1 < len(tokens) else ""
    if following in ZONES and len(token.text) == 4 and letter in "YN":
        return "C"
    apostrophe = token.i > 0 and tokens[token.i - 1].text in ("'", "’", "‘") and token.start == tokens[token.i - 1].end
    if apostrophe and letter in "DN" and len(token.text) == 2:
        return "N"
    decimal = letter == "C" and "." in token.text and "m" not in token.text and LETTER.get(following) != "h"
    count = (letter == "D" and _counts(tokens, token)) or (letter == "Y" and not _is_year(tokens, token, before))
    return "N" if decimal or count else letter


def _counts(tokens: Sequence[Token], token: Token) -> bool:
    """True where a number tells how many of a plural noun after it: "in March 20 people died"."""
    if token.i + 1 >= len(tokens) or not token.text.isdigit():
        return False
    head = tokens[token.head]
    return tokens[token.i + 1].lemma in COUNTED or (token.i < head.i < token.i + 5 and head.tag == "NNS")


def _is_year(tokens: Sequence[Token], token: Token, letter_before: list[str]) -> bool:
    """True for four digits that are a year, not a count or a number in a name."""
    before = tokens[token.i - 1] if token.i else token
    following = tokens[token.i + 1] if token.i + 1 < len(tokens) else token
    rough = before.text.lower() in ROUGHLY and following.pos in ("NOUN", "PROPN", "ADJ")
    if int(token.text) > 2100 or rough or before.text.lower() in MEASURING or following.lemma in COUNTED:
        return False
    if token.dep == "dobj" or (following.tag == "NNS" and token.head == following.i and before.pos != "DET"):
        return before.lemma == "the"
    if int(token.text) < 1500 and before.pos != "ADP" and letter_before not in (["M"], ["D"]):
        return False
    in_name = before.i < token.i and before.pos in ("NOUN", "PROPN") and before.lemma != "year"
    return not (in_name and letter_before == ["."] and token.dep != "npadvmod")


def _mark_holidays(tokens: Sequence[Token], letters: list[str]) -> None:
    """Put "H" for the words of holidays."""
    for token in tokens:
        if token.text[0].isupper() and token.text.lower() in time_holidays.STARTS:
            name = time_holidays.named(tokens, token.i)
            if name:
                count = time_holidays.length(name)
                letters[token.i : token.i + count] = "H" * count
