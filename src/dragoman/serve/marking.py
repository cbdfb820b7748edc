"""A text cut at the ends of its evidence, so that a page can light the words of each record.

Comes in: a text and spans with the record and part that they prove. Goes out: pieces in order, each with its first code
point and what it proves; put together they are the text. Characters that would turn the direction of what follows, or are
no characters, become pieces of their own with a name to show in their place.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HIDDEN = re.compile(
    "[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufeff]"
)
"""Marks of direction and control characters: what they do to a page is not what the text says."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Words `start` to `end` prove a part of a record."""

    start: int
    end: int
    record: str
    part: str
    """actor, recipient, trigger, when, place, figure, status, content, cue, speaker, ..."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text in which the evidence is the same."""

    start: int
    text: str
    records: Sequence[str] = ()
    parts: Sequence[str] = ()
    """Each once, in the order in which the spans begin."""
    proofs: Sequence[str] = ()
    """record:part of each."""
    hidden: str = ""
    """Name of the character where it is one that is not to act."""


def paragraphs(text: str, proofs: Iterable[Proof]) -> list[list[Piece]]:
    """The pieces of each paragraph; line breaks inside one stay, those between paragraphs are left out."""
    spans = sorted(proofs, key=lambda p: (p.start, -p.end))
    made = []
    for match in re.finditer(r"(?:(?!\n[ \t]*\n).)+", text, re.DOTALL):
        words = match.group().strip("\n")
        if not words.strip():
            continue
        start = match.start() + match.group().index(words)
        inside = [p for p in spans if p.start < start + len(words) and p.end > start]
        made.append(pieces(text, start, start + len(words), inside))
    return made


def pieces(text: str, start: int, end: int, proofs: Sequence[Proof]) -> list[Piece]:
    """Cut `text[start:end]` at every end of a span and around every hidden character."""
    cuts = {start, end} | {c for p in proofs for c in (p.start, p.end) if start < c < end}
    cuts |= {c for m in HIDDEN.finditer(text, start, end) for c in (m.start(), m.end())}
    made = []
    order = sorted(cuts)
    opening = sorted(proofs, key=lambda p: p.start)
    active: list[Proof] = []
    next_proof = 0
    for a, b in itertools.pairwise(order):
        while next_proof < len(opening) and opening[next_proof].start <= a:
            active.append(opening[next_proof])
            next_proof += 1
        active = [p for p in active if p.end > a]
        made.append(_piece(a, text[a:b], active))
    return made


def _piece(start: int, text: str, active: Sequence[Proof]) -> Piece:
    hidden = ""
    if HIDDEN.fullmatch(text):
        hidden = unicodedata.name(text, f"U+{ord(text):04X}")
    return Piece(
        start,
        text,
        tuple(dict.fromkeys(p.record for p in active)),
        tuple(dict.fromkeys(p.part for p in active)),
        tuple(dict.fromkeys(f"{p.record}:{p.part}" for p in active)),
        hidden,
    )
