"""Sentences of a passage, by rule.

Comes in: a text whose paragraphs are parted by blank lines. Goes out: half-open spans, the title as one. Passages are
written text of one to four sentences, so a few rules suffice; the program itself parses.
"""

from __future__ import annotations

import re

from labels import listed

_END = re.compile(r"[.!?…]+[\"”’'»)\]]*\s+(?=[\"“‘'«(\[]*[A-Z0-9])")
_SHORT = frozenset(
    listed(
        "mr mrs ms dr st gen col lt maj capt sgt adm cmdr gov sen rep rev hon prof pres fr sr jr vs no art inc ltd co corp "
        "jan feb mar apr jun jul aug sep sept oct nov dec mt ft brig pte cpl supt insp amb messrs est dept approx fig cf al"
    )
)
_LAST = re.compile(r"([\w.]+)$")


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences in a text, without the blanks between them."""
    found: list[tuple[int, int]] = []
    at = 0
    for paragraph in text.split("\n\n"):
        start = at
        for end in _END.finditer(paragraph):
            if not _abbreviated(paragraph[: end.start()], end.group()):
                stop = at + end.start() + len(end.group().rstrip())
                found.append((start, stop))
                start = at + end.end()
        if start < at + len(paragraph):
            found.append((start, at + len(paragraph)))
        at += len(paragraph) + 2
    return found


def _abbreviated(before: str, mark: str) -> bool:
    """True where the full stop belongs to an abbreviation or an initial."""
    if mark.rstrip() != ".":
        return False
    last = _LAST.search(before)
    word = last.group(1) if last else ""
    return (
        word.lower() in _SHORT
        or (len(word) == 1 and word.isupper())
        or bool(re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", word))
    )
