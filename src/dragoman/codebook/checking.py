"""Everything that is wrong with a codebook.

Comes in: a folder. Goes out: all `Problem`s, in the order of files and lines: those of `loading.build`, and those
that only a comparison of entries shows. Does not run the examples through the coder.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from dragoman.codebook.loading import SHIPPED, build, generality
from dragoman.codebook.nodes import Problem
from dragoman.codebook.records import Codebook, EventType, Lexeme


def check(folder: Path | None = None) -> list[Problem]:
    """Find all problems of a codebook; None is the shipped one."""
    codebook, problems = build((folder or SHIPPED).resolve())
    found = set(problems)
    found.update(_contradictions(codebook))
    for event_type in codebook.types.values():
        found.update(_examples(event_type))
        found.update(_absorbed(event_type, codebook))
    return sorted(found)


def _contradictions(codebook: Codebook) -> Iterator[Problem]:
    """The same words with two meanings, where nothing but the order of the files would decide between them."""
    for lexemes in codebook.by_head.values():
        for one, other in combinations(lexemes, 2):
            if _meaning(one) != _meaning(other) and _same_words(one, other):
                first, second = sorted((one, other), key=lambda x: _place(x.source))
                yield Problem(
                    *_place(second.source),
                    f"'{second.pattern}' is {_called(second)} here and {_called(first)} in {first.source}; remove one,"
                    " or tell them apart by subject, object or needs",
                )


def _meaning(lexeme: Lexeme) -> tuple[str, str | None, str | None]:
    return lexeme.type, lexeme.mode, lexeme.status


def _same_words(one: Lexeme, other: Lexeme) -> bool:
    """Whether both match one text and neither is more specific: equal conditions, at each place a word in common."""
    return (
        generality(one) == generality(other)
        and one.head == other.head
        and (one.subject, one.object, one.needs) == (other.subject, other.object, other.needs)
        and not any(a.isdisjoint(b) for a, b in zip(one.words, other.words, strict=True))
    )


def _called(lexeme: Lexeme) -> str:
    parts = (lexeme.type, lexeme.mode, lexeme.status)
    return " ".join(p for p in parts if p)


def _place(source: str) -> tuple[str, int]:
    file, _, line = source.rpartition(":")
    return file, int(line)


def _absorbed(event_type: EventType, codebook: Codebook) -> Iterator[Problem]:
    """A mode absorbs types that there are."""
    for mode in event_type.modes.values():
        for code in mode.absorbs:
            if code not in codebook.types:
                reason = f"mode {mode.code} absorbs unknown type '{code}'; known are {', '.join(codebook.types)}"
                yield Problem(*_place(event_type.source), reason)


def _examples(event_type: EventType) -> Iterator[Problem]:
    """A type needs an example, and the words that an example gives must be in its text."""
    if not event_type.examples:
        yield Problem(*_place(event_type.source), f"{event_type.code} has no examples; add at least one")
    for example in event_type.examples:
        trigger = example.gives.get("trigger")
        if isinstance(trigger, str) and trigger not in example.text:
            yield Problem(*_place(example.source), f"the trigger '{trigger}' is not in the text of the example")
