"""Which of the three offices that the gazetteer keeps a role names: "Iran's top diplomat" is a foreign minister.

Comes in: the words of a role. Goes out: the kind of office, or nothing. Knows no holders and no dates.
"""

from __future__ import annotations

import re

from dragoman.gazetteer import OfficeKind

_PATTERNS: tuple[tuple[OfficeKind, str], ...] = (
    (
        "foreign minister",
        r"(foreign|external) (affairs )?(minister|secretary)|(top|chief) diplomat|(minister|secretary) (of|for) (foreign|external)"
        r" (affairs|relations)|secretary of state(?! for)|foreign affairs minister|foreign policy chief",
    ),
    ("head of government", r"prime minister|premier|chancellor|taoiseach|\bpm\b|head of government"),
    ("head of state", r"president|\bking\b|\bqueen\b|emperor|\bemir\b|sultan|head of state|monarch"),
)
_NOT_ONE = re.compile(
    r"\b(vice|deputy|former|ex|then|late|elect|acting|assistant|under|candidate|hopeful|spokes\w*|office|team|aide|adviser|wife|son|"
    r"daughter|party|presidential|ministers|presidents|chancellors|exchequer|company|university|club|senate|parliament|chamber|council)\b"
    r"|under-?secretar"
)
"""Words that make it another office, or none of one person."""


def office_of(words: str) -> OfficeKind | None:
    """The office that a role names, if it is one of a state's three."""
    lower = " ".join(words.lower().split())
    if _NOT_ONE.search(lower):
        return None
    return next((kind for kind, pattern in _PATTERNS if re.search(pattern, lower)), None)
