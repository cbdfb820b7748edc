"""Sentences -> windows: the runs of word pieces that the encoder reads at once, the same in training and in use.

Comes in: sentences as code points of a text, the text, and a function that cuts words into pieces. Goes out: windows. Each
begins with the report's title and the sentence before, as context that is read and not coded, so that no window stands
alone; then as many sentences as there is room for. A sentence that is longer than a window is cut. No model is called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

LENGTH = 192
"""Word pieces in a window."""
TITLE = 32
"""Pieces of the title that stand as context."""
BEFORE = 48
"""Pieces of the sentence before, its last ones."""
NOWHERE = -1
"""Offset of a mark of the model's own, which no words stand for."""


class Piece(NamedTuple):
    """One word piece: its number in the vocabulary, and the code points of the text that it stands for, half-open."""

    id: int
    start: int
    end: int


class Line(NamedTuple):
    """One sentence or title: code points of the text, half-open."""

    start: int
    end: int
    is_title: bool


Cut = Callable[[str], Sequence[tuple[int, int, int]]]
"""Words -> (vocabulary number, start, end) of each piece, without the model's own marks."""


class Marks(NamedTuple):
    """Vocabulary numbers of the model's own marks."""

    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces in order; those before `first` are context, marks of the model included."""

    pieces: tuple[Piece, ...]
    first: int

    @property
    def ids(self) -> list[int]:
        return [p.id for p in self.pieces]

    @property
    def kinds(self) -> list[int]:
        """1 for context, 0 for what is coded."""
        return [int(i < self.first) for i in range(len(self.pieces))]

    def within(self, start: int, end: int) -> list[int]:
        """Indexes of the pieces that share a code point with `start` to `end`."""
        return [i for i, p in enumerate(self.pieces) if p.start < end and start < p.end]


def windows(lines: Sequence[Line], text: str, cut: Cut, marks: Marks) -> Iterator[Window]:
    """Yield the windows of a text, in order; each sentence is coded in one of them."""
    cuts = [_pieces(line, text, cut) for line in lines]
    title = cuts[0][:TITLE] if lines and lines[0].is_title else []
    begin, end = Piece(marks.begin, NOWHERE, NOWHERE), Piece(marks.end, NOWHERE, NOWHERE)
    here: list[Piece] = []
    context: list[Piece] = [begin]

    def made() -> Window:
        return Window((*context, *here, end), len(context))

    parts = [(n, pieces[a : a + _ROOM]) for n, pieces in enumerate(cuts) for a in range(0, len(pieces), _ROOM)]
    for place, (_, part) in enumerate(parts):
        if here and len(context) + len(here) + len(part) + 1 > LENGTH:
            yield made()
            before = parts[place - 1]
            shown = before[1][-BEFORE:] if not lines[before[0]].is_title else []
            context = [begin, *title, end, *shown] if title else [begin, *shown]
            here = []
        here += part
    if here:
        yield made()


def _pieces(line: Line, text: str, cut: Cut) -> list[Piece]:
    return [Piece(i, line.start + a, line.start + b) for i, a, b in cut(text[line.start : line.end]) if b > a]


_ROOM = LENGTH - TITLE - BEFORE - 3
"""Pieces of the longest part of a sentence: it fits behind any context."""
