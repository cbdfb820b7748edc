"""A report laid out for finding who says what: cue words, quotations and mentions, looked up by token.

Comes in: an annotation. Goes out: one `Discourse`, which speakers.py, clauses.py and quoting.py share. Decides nothing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dragoman.annotate.names import dateline_end
from dragoman.annotate.quotations import MARKS
from dragoman.coding.cues import Cue, CueTable, cue_table, find_cues
from dragoman.coding.syntax import Syntax
from dragoman.model import Annotation, Quotation, Span, Token

LONGEST = 300
"""Tokens of indirect speech at most; what runs on longer has no full stops and is nobody's sentence."""
PAPERS = 50
"""Mentions of one kind of paper that are remembered; reports have fewer."""
SENTENCE_END = frozenset({".", "!", "?", "...", "…"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
DASHES = frozenset({"—", "–", "--"})
"""A bare hyphen is left out: it joins words."""


@dataclass(frozen=True, slots=True)
class Discourse:
    """One report with its look-ups."""

    annotation: Annotation
    tokens: Sequence[Token]
    syntax: Syntax
    table: CueTable
    quotations: Sequence[Quotation]
    """The outermost ones, in text order."""
    breaks: Sequence[int]
    """First tokens of sentences that the parser runs on from a quotation: '... it is." She went on ...'."""
    inside: Sequence[int]
    """For each token the number of the quotation that holds it or whose mark it is, or -1."""
    cues: Mapping[int, Cue]
    """By token of the cue's head; those inside quotations are left out."""
    quoted_cues: Mapping[int, Cue]
    """Those inside quotations."""
    papers: Mapping[str, Sequence[int]]
    """Tokens of each noun that speaks for its maker, by lemma, in text order."""
    mention_at: Sequence[int]
    """For each token the number of the mention it stands in, the innermost that it heads first, or -1."""

    @classmethod
    def of(cls, annotation: Annotation) -> Discourse:
        """Lay out an annotation."""
        tokens = annotation.tokens
        syntax = Syntax.of(annotation)
        outer = _outermost(annotation.quotations)
        inside = _inside(tokens, outer)
        cues: dict[int, Cue] = {}
        quoted: dict[int, Cue] = {}
        for cue in find_cues(tokens):
            (cues if inside[cue.head] < 0 else quoted)[cue.head] = cue
        table = cue_table()
        papers: dict[str, list[int]] = {}
        for token in tokens:
            if token.lemma in table.papers and len(papers.setdefault(token.lemma, [])) < PAPERS:
                papers[token.lemma].append(token.i)
        breaks = sorted([*_breaks(tokens, outer), *_behind_datelines(annotation)])
        return cls(
            annotation, tokens, syntax, table, outer, breaks, inside, cues, quoted, papers, _mention_at(annotation)
        )

    def paragraph(self, token: int) -> int:
        """Number of the paragraph that a token stands in."""
        return self.annotation.sentences[self.tokens[token].sentence].paragraph

    def is_title(self, token: int) -> bool:
        return self.annotation.sentences[self.tokens[token].sentence].is_title

    def ends_sentence(self, token: int) -> bool:
        """Whether a token is a full stop, question mark or the like."""
        return self.tokens[token].text in SENTENCE_END

    def is_mark(self, token: int) -> bool:
        """Whether a token is a quotation mark."""
        text = self.tokens[token].text
        return text in MARKS or text in ("``", "''")

    def sentence_bounds(self, token: int) -> tuple[int, int]:
        """Token range of the sentence that a token stands in, at most `LONGEST` to either side."""
        sentence = self.annotation.sentences[self.tokens[token].sentence]
        place = bisect_right(self.breaks, token)
        first = max(sentence.first, token - LONGEST, self.breaks[place - 1] if place else 0)
        return first, min(sentence.last, token + LONGEST, *self.breaks[place : place + 1])

    def token_range(self, span: Span) -> tuple[int, int]:
        """Tokens of a span, half-open."""
        starts = bisect_left(self.tokens, span.start, key=lambda t: t.start)
        return starts, bisect_left(self.tokens, span.end, key=lambda t: t.start)

    def quotations_between(self, start: int, end: int) -> Sequence[Quotation]:
        """Outermost quotations that overlap code points `start` to `end`."""
        first = bisect_right(self.quotations, start, key=lambda q: q.span.end)
        last = bisect_left(self.quotations, end, key=lambda q: q.span.start)
        return self.quotations[first:last]

    def finite(self, verb: int) -> bool:
        """Whether a verb is finite by itself, through its auxiliaries, or (where the tagger errs) by a subject without any."""
        helpers = self.syntax.auxiliaries(verb)
        if self.tokens[verb].tag in FINITE or any(self.tokens[a].tag in FINITE for a in helpers):
            return True
        return not helpers and self.tokens[verb].tag in ("VBN", "VB") and bool(self.syntax.dependents(verb, "nsubj"))

    def has_verb(self, first: int, last: int) -> bool:
        """Whether a finite verb stands among tokens `first` to `last`, half-open."""
        return any(self.tokens[t].tag in FINITE for t in range(first, last))


def _outermost(quotations: Sequence[Quotation]) -> tuple[Quotation, ...]:
    found: list[Quotation] = []
    for quotation in sorted(quotations, key=lambda q: (q.span.start, -q.span.end)):
        if not found or quotation.span.start >= found[-1].span.end:
            found.append(quotation)
    return tuple(found)


def _breaks(tokens: Sequence[Token], quotations: Sequence[Quotation]) -> list[int]:
    breaks: list[int] = []
    for quotation in quotations:
        behind = quotation.last + 1
        if quotation.closed and behind < len(tokens) and quotation.span.text.rstrip("])").endswith("."):
            capital = tokens[behind].text[0].isupper() and tokens[quotation.last].text in MARKS
            breaks += [behind] if capital else []
    return breaks


def _behind_datelines(annotation: Annotation) -> list[int]:
    """The first token of a report proper, behind "LIMA, March 4 (AP) -", which nobody says."""
    found = []
    for sentence in annotation.sentences:
        end = dateline_end(annotation.document, sentence.span.start)
        if end is not None:
            found += [t.i for t in annotation.tokens[sentence.first : sentence.last] if t.start >= end][:1]
    return found


def _inside(tokens: Sequence[Token], quotations: Sequence[Quotation]) -> list[int]:
    inside = [-1] * len(tokens)
    for number, quotation in enumerate(quotations):
        for token in range(quotation.first, quotation.last):
            inside[token] = number
    return inside


def _mention_at(annotation: Annotation) -> list[int]:
    """Longer mentions are written first, so that inner ones win; a head always points to the mention that it heads."""
    at = [-1] * len(annotation.tokens)
    mentions = sorted(enumerate(annotation.mentions), key=lambda pair: pair[1].first - pair[1].last)
    for number, mention in mentions:
        for token in range(mention.first, mention.last):
            at[token] = number
    for number, mention in mentions:
        at[mention.head] = number
    return at
