r"""Text with marks `[key|words]`, read and written.

Comes in: one line of text with marks, the escapes `\[` `\]` `\|` `\\`. Goes out: the plain words and where each mark
stands in them. It does not know what a key means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_OPENING = re.compile(r"\[([^\[\]|\\\s]*)\|")
_SPECIAL = re.compile(r"[\[\]|\\]")


class Mark(NamedTuple):
    """Words with a key: code points `start` to `end`, half-open."""

    key: str
    start: int
    end: int


def read_marks(line: str, offset: int = 0) -> tuple[str, list[Mark], list[str]]:
    """Take the marks out of a line: plain words, marks (outer first, shifted by `offset`), and what is wrong."""
    plain: list[str] = []
    length = offset
    opened: list[tuple[str, int, int]] = []  # key, start, place among the marks
    marks: list[Mark | None] = []
    wrong: list[str] = []
    at = 0
    while found := _SPECIAL.search(line, at):
        plain.append(line[at : found.start()])
        length += len(plain[-1])
        at = found.end()
        sign = found.group()
        if sign == "\\":
            escaped = line[at : at + 1]
            if escaped not in ("[", "]", "|", "\\"):
                wrong.append(r"a lone \: only \[ \] \| and \\ are escapes")
            plain.append(escaped)
            length += len(escaped)
            at += 1
        elif sign == "[":
            opening = _OPENING.match(line, found.start())
            if not opening or not KEY.fullmatch(opening.group(1)):
                wrong.append(f'"{line[found.start() : at + 15]}" opens no mark [key|words]; a literal bracket is \\[')
                continue
            opened.append((opening.group(1), length, len(marks)))
            marks.append(None)
            at = opening.end()
        elif sign == "]" and opened:
            key, start, place = opened.pop()
            marks[place] = Mark(key, start, length)
        else:
            wrong.append(f'a lone "{sign}" after "{line[max(0, at - 16) : at - 1]}"; a literal one is \\{sign}')
    plain.append(line[at:])
    wrong += [f"mark {key} is not closed on its line (marks may nest, never cross)" for key, _, _ in opened]
    words = "".join(plain)
    done = [m for m in marks if m]
    for mark in done:
        inside = words[mark.start - offset : mark.end - offset]
        if not inside or inside != inside.strip():
            wrong.append(f'mark {mark.key} holds "{inside}": words without blanks around them are needed')
    return words, done, wrong


def write_marks(words: str, marks: Sequence[Mark], offset: int = 0) -> str:
    """Put marks back into a line; the inverse of `read_marks`."""
    opens: dict[int, list[str]] = {}
    closes: dict[int, int] = {}
    for mark in marks:
        opens.setdefault(mark.start - offset, []).append(f"[{mark.key}|")
        closes[mark.end - offset] = closes.get(mark.end - offset, 0) + 1
    out: list[str] = []
    for i, char in enumerate(words):
        out.append("]" * closes.get(i, 0) + "".join(opens.get(i, ())))
        out.append("\\" + char if char in "[]|\\" else char)
    return "".join(out) + "]" * closes.get(len(words), 0)
