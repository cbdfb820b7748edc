"""Annotation -> Coding. `Coder` is the seam: rules now, an encoder and a language model later."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from dragoman.model import Annotation, Coding

Watch = Callable[[int, str], None]
"""Called with a token index and one sentence that says what became of a trigger there."""


class Coder(Protocol):
    """Makes one coding of each annotation, in order; batching stays inside."""

    @property
    def name(self) -> str: ...

    def code(self, docs: Iterable[Annotation]) -> Iterator[Coding]: ...
