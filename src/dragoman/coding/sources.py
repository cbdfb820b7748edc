"""Sources named by a phrase: "according to the police, ...", "per the decree, ...".

Comes in: a discourse. Goes out: for each phrase the source's token and the token ranges of what it is the source of.
A phrase at the head of a sentence covers what follows, one at the end what precedes, one in the middle both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.coding.discourse import FINITE, Discourse
from dragoman.coding.edges import COMMAS, Ranges, trimmed
from dragoman.coding.parentheses import NOT_CONTENT

NAME = 8
"""Tokens of a name set off by commas at most."""
NAMES = ("NOUN", "PROPN", "PRON")
NO_SOURCES = frozenset({"cent", "capita", "se", "annum"})
CLAUSE_OPENERS = frozenset({"that", "when", "where", "and", "but", "because", "which", "who", "including", "include"})
"""Words before ", according to X, ..." after which only what follows is the source's."""


@dataclass(frozen=True, slots=True)
class Sourced:
    """Words with the phrase that names their source."""

    cue: tuple[int, int]
    """Token range of "according to", half-open."""
    source: int
    name: tuple[int, int]
    """Token range of the source's name, half-open."""
    content: Ranges


def sourced(talk: Discourse) -> Iterator[Sourced]:
    """Every source phrase outside quotations, with what it is the source of."""
    for token in talk.tokens:
        preposition = _preposition(talk, token.i)
        if preposition is None or talk.inside[token.i] >= 0:
            continue
        objects = talk.syntax.dependents(preposition, "pobj")
        if not objects or objects[0] < preposition or _is_manner(talk, token.i, objects[0]):
            continue
        start, end = _segment(talk, token.i)
        last = _phrase_end(talk, preposition, objects[0], end)
        said = _content(talk, token.i, last, start, end)
        if said:
            yield Sourced((token.i, preposition + 1), objects[0], (preposition + 1, last), said)


def _is_manner(talk: Discourse, first: int, source: int) -> bool:
    """ "acted according to its interests": no comma before it, and behind it neither a party nor a paper."""
    tokens = talk.tokens
    if first == talk.sentence_bounds(first)[0] or tokens[first - 1].text in (",", ")", "—", "–", "-"):
        return False
    return (
        talk.mention_at[source] < 0 and tokens[source].lemma not in talk.table.papers and tokens[source].pos == "NOUN"
    )


def _preposition(talk: Discourse, i: int) -> int | None:
    """The last word of a source phrase that begins at a token; "per" counts only at the edge of a clause."""
    tokens = talk.tokens
    for phrase in talk.table.sources.get(tokens[i].text.lower(), ()):
        last = i + len(phrase) - 1
        if last + 1 < len(tokens) and all(tokens[i + n].text.lower() == word for n, word in enumerate(phrase)):
            edge = i == talk.sentence_bounds(i)[0] or tokens[i - 1].text == ","
            if len(phrase) > 1 or (edge and tokens[i].dep == "prep" and tokens[i + 1].text.lower() not in NO_SOURCES):
                return last
    return None


def _content(talk: Discourse, first: int, last: int, start: int, end: int) -> Ranges:
    """What a phrase from `first` to `last` covers of the words from `start` to `end`."""
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


def _phrase_end(talk: Discourse, preposition: int, source: int, end: int) -> int:
    """Where the source's name ends: its last word by the parse, or a comma where the parse runs on or stops short."""
    tokens = talk.tokens
    last = min(tokens[preposition].right + 1, end)
    commas = [t for t in range(preposition + 2, end) if tokens[t].text == ","]
    verb = next((t for t in range(preposition + 1, end) if tokens[t].tag in FINITE), end)
    before = [c for c in commas if c < verb]
    if verb <= last and before:  # the parse took the next clause for a part of the name
        return before[-1] if verb == last or _is_apposition(talk, source, before, verb) else before[0]
    if last < end and tokens[last].text == "," and _is_apposition(talk, source, before, verb):
        return before[-1]
    if last < end and before and last < before[0] <= last + NAME and tokens[last].pos in (*NAMES, "ADP"):
        return before[0]  # "according to officials | on Saturday, ..."
    return last


def _is_apposition(talk: Discourse, source: int, commas: list[int], verb: int) -> bool:
    """Whether a name explains a role between two commas, or a role a name: "the mayor, Irma Kovac, the dam is ..."."""
    between = range(commas[0] + 1, commas[-1]) if commas else range(0)
    if not 0 < len(between) <= NAME or not any(talk.tokens[t].pos in NAMES for t in range(commas[-1] + 1, verb)):
        return False
    heads = [talk.tokens[t] for t in between if talk.tokens[t].head not in between]
    return len(heads) == 1 and {heads[0].pos, talk.tokens[source].pos} == {"NOUN", "PROPN"}


def _relative(talk: Discourse, first: int) -> Ranges:
    """ "women, who make up a fifth of the force according to the army, ...": only the relative clause."""
    tokens = talk.tokens
    verb = talk.syntax.clause(tokens[first].head)
    if tokens[verb].dep != "relcl" or tokens[verb].head >= tokens[verb].left:
        return ()
    return trimmed(talk, tokens[verb].left, first)
