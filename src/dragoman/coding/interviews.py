"""Interviews: paragraphs that begin with the name of who speaks, as in "Q: ...", "Irma Kovac: ...", "((WN)) ...".

Comes in: a discourse. Goes out: one `Turn` a labelled paragraph, in text order. A report is an interview where two labels
or more take turns, one of them more than once, and each is a party, its initials or a question's or answer's letter; or where a
label in double parentheses stands twice. A question ends a turn. Linear in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from dragoman.annotate.quotations import MARKS
from dragoman.coding.discourse import Discourse
from dragoman.model import Mention

QUESTION = frozenset({"q", "question"})
ANSWER = frozenset({"a", "answer"})

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_NAME = r"[^\W\d_][\w.’'-]*"
_LABEL = re.compile(
    rf"\s*(?:\(\(([^()\n]{{1,40}})\)\) ?:?|\**((?:[A-Z]|Q|A)[\w.’'-]*(?: {_NAME}){{0,4}})\**:\**|\b([QA]\.))\s+"
)
CAPTION = frozenset(
    {"image", "images", "photo", "photos", "picture", "source", "sources", "credit", "video", "file", "graphic"}
)
"""Words that end the label of a caption: "Irma Kovac Image: ..."."""
_CREDIT = re.compile(r"\s*[—–-]")


@dataclass(frozen=True, slots=True)
class Turn:
    """What one party says until another speaks."""

    start: int
    end: int
    """Code points, half-open, without the label."""
    label: tuple[int, int]
    """Code points of the words that say whose turn it is."""
    speaker: int | None
    """A token elsewhere that names the party, or None."""


class _Line(NamedTuple):
    start: int
    """Where the words begin, behind the label."""
    end: int
    label: tuple[int, int] | None


def turns(talk: Discourse) -> tuple[Turn, ...]:
    """The turns of an interview; empty for any other report."""
    text = talk.annotation.document.text
    lines = [line for m in _LINE.finditer(text, _body(talk)) if (line := _line(text, m)) is not None]
    counts = Counter(text[slice(*line.label)] for line in lines if line.label)
    marked = any(n > 1 and f"(({label}))" in text for label, n in counts.items())
    if not _is_interview(talk, counts, marked, all(line.label for line in lines)):
        return ()
    voices = _voices(talk, lines, counts)
    return tuple(_turns(text, lines, voices))


def _is_interview(talk: Discourse, labels: Counter[str], marked: bool, dense: bool) -> bool:
    """Whether labels are voices; `marked`: one in double parentheses stands twice; `dense`: nothing stands without a label."""
    letters = {label.lower().rstrip(".") for label in labels}
    if letters & QUESTION:
        return len(labels) > 1
    if any(label.endswith(".") and len(label) == 2 for label in labels):
        return False  # "A. Smith" begins no answer where there is no question
    alternate = len(labels) > 1 and (max(labels.values()) > 1 or dense)
    return (marked or alternate) and all(n > 1 or _is_known(talk, label) for label, n in labels.items())


def _body(talk: Discourse) -> int:
    return max((s.span.end for s in talk.annotation.sentences if s.is_title), default=0)


def _line(text: str, match: re.Match[str]) -> _Line | None:
    """One paragraph, with its label where it has one; None for a credit below a quotation."""
    start, end = match.start(), match.start() + len(match.group().rstrip())
    if _CREDIT.match(text, start, end):
        return None
    label = _LABEL.match(text, start, end)
    if label is None or label.end() >= end or text[label.end()] in MARKS or _is_caption(label.group(2)):
        return _Line(start + len(match.group()) - len(match.group().lstrip()), end, None)
    return _Line(label.end(), end, label.span(label.lastindex or 2))


def _is_caption(label: str | None) -> bool:
    return label is not None and re.split(r"\W+", label.rstrip(".*"))[-1].lower() in CAPTION


def _is_known(talk: Discourse, label: str) -> bool:
    """Whether a label that stands once is a voice all the same: a letter of question and answer, or a party's name."""
    return label.lower().rstrip(".") in QUESTION | ANSWER or any(
        m.kind != "place" and label in (m.name, m.span.text, _initials(m)) for m in talk.annotation.mentions
    )


def _initials(mention: Mention) -> str:
    """ "IK" for Irma Kovac; one letter is no name."""
    words = mention.name.split() if mention.kind == "person" and mention.form == "name" else []
    return "".join(w[0] for w in words) if len(words) > 1 else ""


def _voices(talk: Discourse, lines: Sequence[_Line], labels: Counter[str]) -> dict[str, int | None]:
    """The token of each label's party."""
    text = talk.annotation.document.text
    firsts = {text[slice(*line.label)]: line.label for line in reversed(lines) if line.label}
    return {label: _voice(talk, label, firsts[label]) for label in labels}


def _voice(talk: Discourse, label: str, at: tuple[int, int]) -> int | None:
    if label.lower().rstrip(".") in QUESTION:
        return None
    people = [m for m in talk.annotation.mentions if m.kind == "person" and m.form == "name" and m.entity >= 0]
    if label.lower().rstrip(".") in ANSWER:  # the guest is whom the lines before name most
        named = Counter(m.entity for m in people if m.span.end <= at[0])
        guest = max(named, key=lambda entity: named[entity], default=None)
        return next((m.head for m in people if m.entity == guest), None)
    if (whole := next((m.head for m in people if _initials(m) == label), None)) is not None:
        return whole
    starts = [t.start for t in talk.tokens]
    for token in range(bisect_left(starts, at[0]), bisect_left(starts, at[1])):
        if talk.mention_at[token] >= 0:
            return talk.annotation.mentions[talk.mention_at[token]].head
    return None


def _turns(text: str, lines: Sequence[_Line], voices: dict[str, int | None]) -> Iterator[Turn]:
    """Lines without a label go on with the turn before, where a further label follows and no question ended it."""
    last = max((n for n, line in enumerate(lines) if line.label), default=-1)
    turn: Turn | None = None
    for line in lines[: last + 1]:
        if line.label is not None:
            if turn is not None:
                yield turn
            turn = Turn(line.start, line.end, line.label, voices[text[slice(*line.label)]])
        elif turn is not None and text[turn.end - 1] != "?":
            turn = replace(turn, end=line.end)
    if turn is not None:
        yield turn
