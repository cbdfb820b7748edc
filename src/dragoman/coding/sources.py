"""Sources named by a phrase: "according to the police, ...", "per the decree, ...".

Comes in: a discourse. Goes out: for each phrase the source's token and the token ranges of what it is the source of.
A phrase at the head of a sentence covers what follows, one at the end what precedes, one in the middle both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.coding.clauses import COMMAS, NOT_CONTENT, Ranges, trimmed
from dragoman.coding.discourse import FINITE, Discourse

CLAUSE_OPENERS = frozenset({"that", "when", "where", "and", "but", "because", "which", "who", "including", "include"})
"""Words before ", according to X, ..." after which only what follows is the source's."""


@dataclass(frozen=True, slots=True)
class Sourced:
    """Words with the phrase that names their source."""

    cue: tuple[int, int]
    """Token range of "according to", half-open."""
    source: int
    content: Ranges


def sourced(talk: Discourse) -> Iterator[Sourced]:
    """Every source phrase outside quotations, with what it is the source of."""
    for token in talk.tokens:
        preposition = _preposition(talk, token.i)
        if preposition is None or talk.inside[token.i] >= 0:
            continue
        objects = talk.syntax.dependents(preposition, "pobj")
        if not objects or objects[0] < preposition:
            continue
        said = _content(talk, token.i, preposition, objects[0])
        if said:
            yield Sourced((token.i, preposition + 1), objects[0], said)


def _preposition(talk: Discourse, i: int) -> int | None:
    """The last word of a source phrase that begins at a token."""
    tokens = talk.tokens
    word = tokens[i].text.lower()
    if word == "according" and i + 1 < len(tokens) and tokens[i + 1].lemma == "to":
        return i + 1
    start, _ = talk.sentence_bounds(i)
    separated = i == start or tokens[i - 1].text == ","
    if word == "per" and separated and tokens[i].dep == "prep" and i + 1 < len(tokens) and tokens[i + 1].text.lower() not in ("cent", "capita"):
        return i
    return None


def _content(talk: Discourse, first: int, preposition: int, source: int) -> Ranges:
    start, end = _segment(talk, first)
    last = _phrase_end(talk, preposition, end)
    tokens = talk.tokens
    opens = first <= start + 1 or tokens[first - 2].lemma in CLAUSE_OPENERS
    after = trimmed(talk, last, end) if opens or (last < end - 2 and tokens[last].text in COMMAS | {")"}) else ()
    if opens:
        return after
    if relative := _relative(talk, first):
        return relative
    belongs = after and last + 1 < end and tokens[last + 1].lemma not in NOT_CONTENT | {"and", "or"}
    return trimmed(talk, start, first) + (after if belongs else ())


def _segment(talk: Discourse, token: int) -> tuple[int, int]:
    """The sentence around a token, from the last semicolon before it."""
    start, end = talk.sentence_bounds(token)
    start = next((t + 1 for t in range(token - 1, start, -1) if talk.tokens[t].text == ";"), start)
    return start, end


def _phrase_end(talk: Discourse, preposition: int, end: int) -> int:
    """Where the source's name ends: its last word by the parse, or the first comma where the parse runs on to a verb."""
    tokens = talk.tokens
    last = min(tokens[preposition].right + 1, end)
    verbs = [t for t in range(preposition + 1, last) if tokens[t].tag in FINITE]
    comma = next((t for t in range(preposition + 2, last) if tokens[t].text == ","), None)
    if not verbs and last < end and tokens[last].tag in FINITE:  # the parse took the next subject for a part of the name
        return max((t for t in range(preposition + 2, last) if tokens[t].text == ","), default=last)
    if verbs and comma is not None and comma < verbs[0] and tokens[comma + 1].lemma not in ("who", "which"):
        return comma
    return last


def _relative(talk: Discourse, first: int) -> Ranges:
    """ "women, who make up a fifth of the force according to the army, ...": only the relative clause."""
    tokens = talk.tokens
    verb = talk.syntax.clause(tokens[first].head)
    if tokens[verb].dep != "relcl" or tokens[verb].head >= tokens[verb].left:
        return ()
    return trimmed(talk, tokens[verb].left, first)
