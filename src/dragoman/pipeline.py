"""The whole flow on one screen: inputs -> documents -> annotations -> references -> codings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dragoman.annotate import Parser, annotate
from dragoman.codebook import Codebook, load
from dragoman.coding import Coder
from dragoman.coding.rules import RuleCoder
from dragoman.gazetteer import Gazetteer
from dragoman.model import Annotation, Coding, Document
from dragoman.read import Unread
from dragoman.resolve import resolve


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The loaded parts; make one and use it for many reports."""

    parser: Parser
    gazetteer: Gazetteer
    codebook: Codebook
    coder: Coder

    @classmethod
    def open(
        cls, *, coder: str = "rules", codebook: Path | None = None, progress: Callable[[str], None] | None = None
    ) -> Pipeline:
        """Load parser, gazetteer (built on first use) and coder; raises a `DragomanError` that says what to do."""
        loaded = load(codebook)
        match coder:
            case "rules":
                chosen = RuleCoder(loaded)
            case _:
                raise ValueError(f"no coder is called {coder!r}: use rules")
        gazetteer = Gazetteer.open(progress=progress)
        return cls(Parser(), gazetteer, loaded, chosen)

    def annotations(self, documents: Iterable[Document]) -> Iterator[Annotation]:
        """Yield each document with its mentions, quotations, actors, places and times."""
        for annotation in annotate(documents, self.parser, self.gazetteer):
            yield resolve(annotation, self.gazetteer)

    def code(self, inputs: Iterable[Document | Unread]) -> Iterator[Coding]:
        """Yield a coding for each input; one that cannot be read or coded gives a coding with a rejection."""
        unread: list[Unread] = []

        def documents() -> Iterator[Document]:
            for one in inputs:
                if isinstance(one, Document):
                    yield one
                else:
                    unread.append(one)

        for coding in self.coder.code(self.annotations(documents())):
            yield from self._rejected(unread)
            yield coding
        yield from self._rejected(unread)

    def _rejected(self, unread: list[Unread]) -> Iterator[Coding]:
        """Hand out a coding for each input that gave no document, and forget it."""
        while unread:
            one = unread.pop(0)
            yield Coding(one.document, self.coder.name, self.codebook.id, rejections=(one.rejection,))
