"""Quick looks: who, where or when in a text, without events and statements.

Comes in: a text, a phrase or documents. Goes out: its actors, places or times as the whole path resolves them.
Needs no codebook and codes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from dragoman.annotate import Parser, annotate
from dragoman.errors import UnreadableInput
from dragoman.gazetteer import Gazetteer
from dragoman.model import Actor, Annotation, Document, Place, Rejection, Time
from dragoman.pipeline import in_order
from dragoman.read import Unread, take
from dragoman.resolve import resolve

Kind = Literal["actors", "places", "times"]


@dataclass(frozen=True, slots=True)
class Look:
    """What one look found in one input."""

    document: Document
    kind: Kind
    found: Sequence[Actor] | Sequence[Place] | Sequence[Time] = ()
    rejections: Sequence[Rejection] = ()


@dataclass(frozen=True, slots=True)
class Looker:
    """The loaded parts; make one and use it for many texts."""

    parser: Parser
    gazetteer: Gazetteer

    @classmethod
    def open(cls, progress: Callable[[str], None] | None = None) -> Looker:
        """Load parser and gazetteer (built on first use); raises a `DragomanError` that says what to do."""
        gazetteer = Gazetteer.open(progress=progress)
        return cls(Parser(), gazetteer)

    def look(self, kind: Kind, inputs: Iterable[Document | Unread]) -> Iterator[Look]:
        """Yield one look for each input, in order; what cannot be read gives a look with a rejection."""

        def make(documents: Iterable[Document]) -> Iterator[Look]:
            for annotation in annotate(documents, self.parser, self.gazetteer):
                yield _look(kind, resolve(annotation, self.gazetteer))

        return in_order(inputs, make, lambda one: Look(one.document, kind, (), (one.rejection,)))


def _look(kind: Kind, annotation: Annotation) -> Look:
    found: Sequence[Actor] | Sequence[Place] | Sequence[Time]
    match kind:
        case "actors":
            found = annotation.actors
        case "places":
            found = annotation.places
        case "times":
            found = annotation.times
    return Look(annotation.document, kind, found, annotation.rejections)


# --- for Python ---------------------------------------------------------------------------------------------------


def actors(text: str, on: date | None = None) -> list[Actor]:
    """The parties that a text or phrase names, with their offices at a date; raises `UnreadableInput`."""
    return [a for a in _one("actors", text, on) if isinstance(a, Actor)]


def places(text: str, on: date | None = None) -> list[Place]:
    """Every mention of a place in a text, with its best reading; raises `UnreadableInput`."""
    return [p for p in _one("places", text, on) if isinstance(p, Place)]


def times(text: str, on: date | None = None) -> list[Time]:
    """Every time expression of a text published on a date, as days; raises `UnreadableInput`."""
    return [t for t in _one("times", text, on) if isinstance(t, Time)]


def _one(kind: Kind, text: str, on: date | None) -> Sequence[Actor] | Sequence[Place] | Sequence[Time]:
    (look,) = _looker().look(kind, [take(text, published=on)])
    if look.rejections:
        raise UnreadableInput(look.rejections[0].reason)
    return look.found


@cache
def _looker() -> Looker:
    return Looker.open()
