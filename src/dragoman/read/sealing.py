"""Inputs that can go to another process: archives and tables are opened here, pages and messages there.

Comes in: an open input. Goes out: `Sealed` inputs with their bytes, and `Draft`s where a reader has found those already
(lines, rows). Opening what holds many is quick; finding the article of a page is not, and is left to who unseals it.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from dragoman.errors import UnreadableInput
from dragoman.read.document import Draft
from dragoman.read.formats import Format
from dragoman.read.inputs import Input, Settings

HOLDERS: frozenset[Format] = frozenset(
    ("warc", "zip", "tar", "gzip", "bzip2", "xz", "mbox", "jsonl", "csv", "tsv", "parquet")
)
"""What holds many inputs or reports."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """One input that is not read yet; `data` None: it is the file at its address."""

    address: str
    data: bytes | None
    format: Format | None = None
    name: str | None = None
    member: str | None = None
    record: int | None = None
    url: str | None = None
    is_part: bool = False

    def open(self, settings: Settings) -> Input:
        """The input again; only where it has its bytes with it."""
        return Input(
            self.address, io.BytesIO(self.data or b""), self.format, settings=settings, name=self.name,
            member=self.member, record=self.record, url=self.url, is_part=self.is_part,
        )  # fmt: skip


Opens = Callable[[Input], Iterable[Draft | Input]]
"""What gives the parts of an input that holds many."""


def seal(source: Input, opens: Opens) -> Iterator[Draft | Sealed]:
    """Open what holds many, as deep as it goes; a fault in one part leaves the others whole."""
    reader = ""
    try:
        reader = source.format
        if reader not in HOLDERS:
            yield _sealed(source)
            return
        for one in opens(source):
            if isinstance(one, Input):
                yield from seal(one, opens)
            else:
                yield one if one.address else source.stamp(one)
    except UnreadableInput as error:
        yield source.stamp(Draft(reader, flaw=str(error)))


def _sealed(source: Input) -> Sealed:
    """Take all bytes; raises `UnreadableInput` if there are more than the bound of one input."""
    data = source.whole()
    return Sealed(
        source.address, data, source.format, source.name, source.member, source.record, source.url, source.is_part
    )
