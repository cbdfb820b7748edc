"""Cue words of a report: the verbs, nouns and phrases that introduce the words of others.

Comes in: `codebook/plover/cues.yml` and an annotation. Goes out: the table of cue words, and where a report has them.
Does not look for what is said or who says it (clauses.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast

import yaml

from dragoman.codebook.spelling import spellings
from dragoman.model import Act, Token

Frame = Literal["clause", "that", "infinitive", "gerund", "quoted", "object"]


@dataclass(frozen=True, slots=True)
class CueWord:
    """One cue word of the table: the act it stands for and the forms in which it takes what is said."""

    word: str
    act: Act
    takes: frozenset[Frame]
    addressed: bool = False
    """Its object is the one spoken to."""
    bare: bool = False
    """Often takes a clause without "that", and seldom a plain object."""


@dataclass(frozen=True, slots=True)
class CueTable:
    """All cue words, by the lemma of their first word."""

    verbs: Mapping[str, Sequence[CueWord]]
    """Longer words first, so that "admit to" is tried before "admit"."""
    nouns: Mapping[str, CueWord]
    papers: frozenset[str]
    """Nouns that speak for whoever made them: statement, report, ruling."""
    sources: Mapping[str, Sequence[Sequence[str]]]
    """Phrases before a source, split into words, by their first word."""
    feelings: frozenset[str]
    """Nouns whose clause is what is said: "expressed concern that"."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue word in a report."""

    word: CueWord
    head: int
    first: int
    last: int
    """Token range, half-open."""
    noun: bool = False

    def takes(self, *frames: Frame) -> bool:
        return not self.word.takes.isdisjoint(frames)

    @property
    def only_quoted(self) -> bool:
        """Whether it introduces nothing but quoted words: "believes the plan is 'dead'"."""
        return self.word.takes == {"quoted"}


@cache
def cue_table() -> CueTable:
    """The table that ships with the program."""
    text = files("dragoman.codebook").joinpath("plover", "cues.yml").read_text(encoding="utf-8")
    raw: dict[str, Any] = yaml.safe_load(text)
    verbs: dict[str, CueWord] = {}
    for group in raw["verbs"]:
        for word in _spellings(group["words"]):
            verbs[word] = _joined(verbs.get(word), word, group, raw["bare"])
    by_head: dict[str, list[CueWord]] = {}
    for word in sorted(verbs, key=lambda w: -len(w.split())):
        by_head.setdefault(word.split()[0], []).append(verbs[word])
    nouns = {word: _joined(None, word, group) for group in raw["nouns"] for word in _spellings(group["words"])}
    sources: dict[str, list[list[str]]] = {}
    for phrase in raw["sources"]:
        sources.setdefault(phrase.split()[0], []).append(phrase.split())
    return CueTable(by_head, nouns, frozenset(raw["papers"]), sources, frozenset(raw["feelings"]))


def find_cues(tokens: Sequence[Token]) -> Iterator[Cue]:
    """Every cue word of a report, in text order, inside quotations too."""
    table = cue_table()
    for token in tokens:
        if token.pos in ("VERB", "AUX") and token.dep not in ("amod", "compound"):
            for word in table.verbs.get(token.lemma, ()):
                last = _last_word(word, token, tokens)
                if last is not None:
                    yield Cue(word, token.i, token.i, last)
                    break
        elif token.pos == "NOUN" and token.lemma in table.nouns:
            yield Cue(table.nouns[token.lemma], token.i, token.i, token.i + 1, noun=True)


def _last_word(word: CueWord, token: Token, tokens: Sequence[Token]) -> int | None:
    """Where a cue word that begins at a token ends (half-open); None where its particle is missing."""
    particle = word.word.partition(" ")[2]
    if not particle:
        return token.i + 1
    words = particle.split()
    if len(words) > 1:  # "want to know"
        last = token.i + 1 + len(words)
        return last if [t.lemma for t in tokens[token.i + 1 : last]] == words else None
    for at in range(token.i + 1, min(token.i + 4, len(tokens))):
        near = at == token.i + 1 or tokens[at].dep == "prt" or tokens[token.i + 1].lemma == "it"
        if near and tokens[at].lemma == particle:
            return at + 1
    return None


def _joined(known: CueWord | None, word: str, group: Mapping[str, Any], bare: Collection[str] = ()) -> CueWord:
    """Add a group's talk to a word; the act is that of the first group that lists it."""
    takes = frozenset(cast(list[Frame], group.get("takes", ["clause"])))
    addressed = bool(group.get("addressed", False))
    if known is None:
        return CueWord(word, group["act"], takes, addressed, word in bare)
    return replace(known, takes=known.takes | takes, addressed=known.addressed or addressed)


def _spellings(words: Sequence[str]) -> Iterator[str]:
    """Each word in British and American spelling."""
    for word in words:
        first, space, particle = word.partition(" ")
        yield from (spelling + space + particle for spelling in sorted(spellings(first)))
