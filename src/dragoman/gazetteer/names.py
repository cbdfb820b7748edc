"""One spelling for names that are written in many ways, and the rule for capitals.

Comes in: a name as printed. Goes out: the key under which the gazetteer keeps it. Knows no names itself.
"""

from __future__ import annotations

import re
import unicodedata

_MARKS = str.maketrans(
    {
        "’": "", "‘": "", "'": "", "ʻ": "", "ʼ": "", "`": "", "′": "", ",": "",
        "-": " ", "–": " ", "—": " ", "‑": " ", "_": " ",
        "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe",
    }
)  # fmt: skip
_INITIALS = re.compile(r"(?:[A-Za-z]\.){2,}[A-Za-z]?|[A-Za-z](?:\.[A-Za-z])+")
_WORDS = {"st.": "saint", "st": "saint", "mt.": "mount", "mt": "mount", "ft.": "fort", "&": "and"}
SHORT = 3
"""Acronyms up to this length keep their capitals in the key, so that "US" is not "us"."""


def fold(name: str) -> str:
    """Spell a name as a key: no accents, apostrophes or hyphens, lower case except short acronyms ("U.S." is "US")."""
    text = name.translate(_MARKS)
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    words = [w.replace(".", "") if _INITIALS.fullmatch(w) else w for w in text.split()]
    if len(words) == 1 and len(words[0]) <= SHORT and words[0].isupper():
        return words[0]
    return " ".join(_WORDS.get(w, w) for w in " ".join(words).casefold().split())


def is_acronym(form: str) -> bool:
    """Tell whether a stored form is an acronym: one word of capitals, at most six ("NATO", "U.N.", "CJEU")."""
    letters = form.replace(".", "")
    return letters.isalnum() and letters.isupper() and 2 <= len(letters) <= 6


def fits(form: str, asked: str) -> bool:
    """Tell whether a name as printed may stand for a stored form, by its capitals ("turkey" is not Turkey)."""
    if is_acronym(form) and len(form.replace(".", "")) <= SHORT:
        return asked.replace(".", "").isupper()
    bare = without_article(form)
    return not bare[:1].isupper() or without_article(asked)[:1].isupper()


def without_article(name: str) -> str:
    """Drop a leading "the"."""
    return name[4:] if name[:4].casefold() == "the " else name
