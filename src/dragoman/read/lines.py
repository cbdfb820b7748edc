"""Lines of a printed or exported text -> the body of a report, with its pages.

Comes in: `Line`s, each with the page it stands on. Goes out: text with a blank line between paragraphs, and the pages
of that text. Joins lines that were wrapped; changes no words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dragoman.model import Page

WRAPPED = 100
"""Code points that no line of a text with hard line ends is longer than."""


class Line(NamedTuple):
    """One line; page 0 where there are no pages."""

    text: str
    page: int = 0


class Body(NamedTuple):
    """A text and its pages."""

    text: str
    pages: tuple[Page, ...] = ()


def lines_of(text: str) -> list[Line]:
    """Cut a text into lines, a form feed being a line end too."""
    return [Line(line.strip()) for line in text.replace("\f", "\n").split("\n")]


def unwrapped(lines: Sequence[Line]) -> list[Line]:
    """Join lines up to a blank one, where none is longer than a text with hard line ends has; else one each."""
    full = [line for line in lines if line.text.strip()]
    blank = len(full) < len(lines)
    if not full or not blank or max(len(line.text) for line in full) > WRAPPED:
        return [Line(" ".join(line.text.split()), line.page) for line in full]
    joined: list[Line] = []
    fresh = True
    for line in lines:
        words = " ".join(line.text.split())
        if not words:
            fresh = True
        elif fresh:
            joined.append(Line(words, line.page))
            fresh = False
        else:
            joined[-1] = Line(f"{joined[-1].text} {words}", joined[-1].page)
    return joined


def body_of(paragraphs: Iterable[Line]) -> Body:
    """Put a blank line between paragraphs, and note where each page begins."""
    pieces: list[str] = []
    starts: list[tuple[int, int]] = []
    size = 0
    for line in paragraphs:
        if line.page and (not starts or starts[-1][0] != line.page):
            starts.append((line.page, size))
        pieces.append(line.text)
        size += len(line.text) + 2
    text = "\n\n".join(pieces)
    return Body(text, paged(starts, len(text)))


def paged(starts: Sequence[tuple[int, int]], size: int) -> tuple[Page, ...]:
    """Make pages from the offsets at which they begin; the first begins with the text."""
    ends = [start for _, start in starts[1:]] + [size]
    begun = [0, *(start for _, start in starts[1:])]
    return tuple(
        Page(number, start, end) for (number, _), start, end in zip(starts, begun, ends, strict=False) if start < end
    )
