"""Words inside quotation marks.

Comes in: a document with its tokens and sentences. Goes out: every `Quotation`, in text order, a nested one after the
one that holds it. Does not say who speaks (coding/statements.py).

Marks are paired paragraph by paragraph, double marks before single ones; a mark counts as opening or closing by its
form, and where the form says nothing by what stands before and after it. The work is linear in the length of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from dragoman.model import Document, Quotation, Sentence, Token

Side = Literal["open", "close", "either"]

DOUBLE = '"“”„‟«»'
SINGLE = "'‘’‚‛‹›"
MARKS = DOUBLE + SINGLE
OPENING = frozenset("“„‟«‘‚‛‹")
CLOSING = frozenset("”»’›")

_MARK = re.compile(f"[{MARKS}]")
_BEFORE_OPENING = frozenset(MARKS + "([{—–-/…")
_AFTER_CLOSING = frozenset(MARKS + ".,;:!?)]}—–-/…")
_ELISION = re.compile(r"['‘’](?:\d\ds\b|(?:em|til|tis|twas|cause|n|bout|round)\b)", re.IGNORECASE)

_SAID = "said|says|added|adds|told|wrote|tweeted|warned|insisted|explained|declared|replied|recalled|joked|complained|argued"
_WHO = r"[\w.’'-]+(?: [\w.’'-]+){0,6}"
_CUE = re.compile(rf", (?:{_WHO} (?:{_SAID})|(?:{_SAID}) {_WHO})(?: (?:on|in|at|to) [^.\n]{{1,40}})?\.(?=\s|$)")
"""A comma and the words behind a quotation that name its speaker, up to the full stop."""
_LONGEST = 1000
"""Code points behind a mark without an end that are searched for them."""
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_LONG = 9
"""Quoted words from which on a quotation without a verb counts as speech all the same."""


class _Mark(NamedTuple):
    at: int
    char: str
    side: Side


class _Pair(NamedTuple):
    """Code points of the quoted words, without the marks."""

    start: int
    end: int
    closed: bool
    continues: bool


def quotations(document: Document, tokens: Sequence[Token], sentences: Sequence[Sentence]) -> tuple[Quotation, ...]:
    """Find every quotation of a document."""
    starts = [token.start for token in tokens]
    found = (_quotation(document, tokens, starts, pair) for pair in _pairs(document.text))
    return tuple(quotation for quotation in found if quotation is not None)


def is_title(words: str) -> bool:
    """Whether quoted words look like the title of a work: nearly all longer words are capitalised."""
    longer: list[str] = re.findall(r"[^\W\d_]{4,}", words)
    return len(longer) >= 2 and sum(word[0].isupper() for word in longer) >= 0.8 * len(longer)


def _quotation(document: Document, tokens: Sequence[Token], starts: Sequence[int], pair: _Pair) -> Quotation | None:
    words = document.text[pair.start : pair.end]
    start = pair.start + len(words) - len(words.lstrip())
    end = pair.end - (len(words) - len(words.rstrip()))
    if start >= end:
        return None
    first = max(bisect_right(starts, start) - 1, 0)
    first += tokens[first].end <= start
    last = bisect_left(starts, end)
    if first >= last:
        return None
    speech = _is_speech(words.strip(), tokens[first:last])
    return Quotation(document.span(start, end), first, last, pair.closed, pair.continues, speech)


def _is_speech(words: str, tokens: Sequence[Token]) -> bool:
    """Whether quoted words can stand as an utterance; scare quotes, titles and single terms cannot."""
    ends_as_speech = words[-1] in ",!?" or (words[-1] == "." and words[0].isupper() and len(tokens) > 3)
    if is_title(words) and not ends_as_speech:
        return False
    return ends_as_speech or len(tokens) >= _LONG or (len(tokens) > 2 and any(t.tag in _FINITE for t in tokens))


# --- pairing ------------------------------------------------------------------------------------------------------


def _pairs(text: str) -> Iterator[_Pair]:
    """Pair the marks of each paragraph; an unclosed quotation may go on in the next paragraph."""
    pending = False
    paragraphs = [m.span() for m in re.finditer(r"[^\n]*\S[^\n]*", text)]
    for n, (start, end) in enumerate(paragraphs):
        marks = [_mark(text, m.start()) for m in _MARK.finditer(text, start, end)]
        double = _double(text, start, end, [m for m in marks if m.char in DOUBLE], pending)
        single = _single(text, start, end, [m for m in marks if m.char in SINGLE], double, pending)
        found = sorted(double + single, key=lambda pair: (pair.start, -pair.end))
        goes_on = n + 1 < len(paragraphs) and text[slice(*paragraphs[n + 1])].lstrip()[:1] in MARKS
        found = found if goes_on else [_ended(text, pair) for pair in found]
        pending = any(not pair.closed for pair in found)
        yield from found


def _ended(text: str, pair: _Pair) -> _Pair:
    """A quotation without a closing mark ends before the words that say whose it is: '"It is late, she said.'."""
    if pair.closed:
        return pair
    cue = _CUE.search(text, pair.start, min(pair.end, pair.start + _LONGEST))
    return pair if cue is None else pair._replace(end=cue.start(), closed=True)


def _mark(text: str, at: int) -> _Mark:
    char = text[at]
    if char in OPENING and not _ELISION.match(text, at):
        return _Mark(at, char, "open")
    before, after = text[at - 1 : at] or " ", text[at + 1 : at + 2] or " "
    can_open = before.isspace() or before in _BEFORE_OPENING
    can_close = after.isspace() or after in _AFTER_CLOSING
    if char in CLOSING and not (can_open and not can_close):
        return _Mark(at, char, "close")
    return _Mark(at, char, "either" if can_open == can_close else "open" if can_open else "close")


def _double(text: str, start: int, end: int, marks: Sequence[_Mark], pending: bool) -> list[_Pair]:
    """Pair double marks; one that is opened twice without an end is dropped, one open at the end is kept unclosed."""
    pairs: list[_Pair] = []
    first = start + len(text[start:end]) - len(text[start:end].lstrip())
    opened: _Mark | None = None
    if pending and marks and marks[0].side == "close":
        pairs.append(_Pair(first, marks[0].at, True, True))
        marks = marks[1:]
    for mark in marks:
        if opened is None:
            opened = mark if mark.side != "close" else None
        elif mark.side == "open" and not (opened.char == "„" and mark.char == "“"):
            opened = mark
        else:
            pairs.append(_Pair(opened.at + 1, mark.at, True, pending and opened.at == first))
            opened = None
    if opened is not None:
        pairs.append(_Pair(opened.at + 1, end, False, pending and opened.at == first))
    return pairs


def _single(
    text: str, start: int, end: int, marks: Sequence[_Mark], double: Sequence[_Pair], pending: bool
) -> list[_Pair]:
    """Pair single marks that are no apostrophes; both ends must lie in the same double quotation, or in none."""
    starts = [pair.start for pair in double]

    def holder(at: int) -> int:
        """Number of the double quotation around a mark, or -1."""
        place = bisect_right(starts, at) - 1
        return place if place >= 0 and at < double[place].end else -1

    first = start + len(text[start:end]) - len(text[start:end].lstrip())
    marks = [m for m in marks if m.side != "either" and not _is_apostrophe(text, m)]
    pairs: list[_Pair] = []
    opened: _Mark | None = None
    for n, mark in enumerate(marks):
        if mark.side == "open":
            opened = mark
        elif opened is not None and holder(opened.at) == holder(mark.at):
            following = marks[n + 1] if n + 1 < len(marks) else None
            closes_later = following and following.side == "close" and holder(following.at) == holder(mark.at)
            if not (closes_later and _may_be_possessive(text, mark)):
                pairs.append(_Pair(opened.at + 1, mark.at, True, pending and opened.at == first))
                opened = None
    if opened is not None and opened.at == first and _next_line_starts_with(text, end, opened.char):
        pairs.append(_Pair(opened.at + 1, end, False, pending))
    return pairs


def _is_apostrophe(text: str, mark: _Mark) -> bool:
    inside = text[mark.at - 1 : mark.at].isalnum() and text[mark.at + 1 : mark.at + 2].isalnum()
    return inside or _ELISION.match(text, mark.at) is not None


def _may_be_possessive(text: str, mark: _Mark) -> bool:
    """Whether a closing mark can be the apostrophe of "the workers' rights"."""
    return (
        text[mark.at - 1] in "sz"
        and text[mark.at + 1 : mark.at + 2] == " "
        and text[mark.at + 2 : mark.at + 3].islower()
    )


def _next_line_starts_with(text: str, at: int, char: str) -> bool:
    following = re.compile(r"\s*(\S)").match(text, at)
    return following is not None and following.group(1) == char
