"""The whole flow on one screen: inputs -> documents -> annotations -> references -> codings."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, cast, get_args

from dragoman.annotate import Parser, annotate
from dragoman.codebook import Codebook, load
from dragoman.coding import Coder
from dragoman.coding.network import Network
from dragoman.coding.rules import RuleCoder, Setting
from dragoman.errors import DragomanError
from dragoman.gazetteer import Gazetteer
from dragoman.model import Annotation, Coding, Document
from dragoman.read import Unread
from dragoman.resolve import resolve

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The loaded parts; make one and use it for many reports."""

    parser: Parser
    gazetteer: Gazetteer
    codebook: Codebook
    coder: Coder

    @classmethod
    def open(
        cls,
        *,
        coder: str = "rules",
        setting: str = "complete",
        codebook: Path | None = None,
        actors: Path | None = None,
        progress: Callable[[str], None] | None = None,
    ) -> Pipeline:
        """Load parser, gazetteer (built on first use) and coder; raises a `DragomanError` that says what to do.

        `actors` is a CSV of a user's own actors, which win over the gazetteer.
        """
        if setting not in get_args(Setting):
            raise DragomanError(f"No setting is called {setting!r}: use complete or careful.")
        loaded = load(codebook)
        match coder:
            case "rules":
                network = None
            case "encoder":
                network = Network.open()
            case _:
                raise DragomanError(f"No coder is called {coder!r}: use encoder or rules.")
        gazetteer = Gazetteer.open(progress=progress, actors=actors)
        return cls(Parser(), gazetteer, loaded, RuleCoder(loaded, network, cast(Setting, setting)))

    def annotations(self, documents: Iterable[Document]) -> Iterator[Annotation]:
        """Yield each document with its mentions, quotations, actors, places and times."""
        for annotation in annotate(documents, self.parser, self.gazetteer):
            yield resolve(annotation, self.gazetteer)

    def code(self, inputs: Iterable[Document | Unread]) -> Iterator[Coding]:
        """Yield a coding for each input, in order; one that cannot be read or coded gives a coding with a rejection."""
        return in_order(inputs, lambda documents: self.coder.code(self.annotations(documents)), self._rejected)

    def _rejected(self, one: Unread) -> Coding:
        """The coding of an input that gave no document."""
        return Coding(one.document, self.coder.name, self.codebook.id, rejections=(one.rejection,))


def in_order(
    inputs: Iterable[Document | Unread],
    make: Callable[[Iterable[Document]], Iterable[Made]],
    reject: Callable[[Unread], Made],
) -> Iterator[Made]:
    """Make one thing of each input, in order: of documents by `make`, of what gave none by `reject`.

    The parser reads ahead, so what gave no document waits with the number of documents before it.
    """
    unread: deque[tuple[int, Unread]] = deque()

    def documents() -> Iterator[Document]:
        number = 0
        for one in inputs:
            if isinstance(one, Document):
                number += 1
                yield one
            else:
                unread.append((number, one))

    for number, made in enumerate(make(documents())):
        while unread and unread[0][0] <= number:
            yield reject(unread.popleft()[1])
        yield made
    for _, one in unread:
        yield reject(one)
