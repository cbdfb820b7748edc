"""Read, code and store: only what is not there yet, so that an interrupted run goes on where it stopped.

Comes in: an open store, inputs, who codes. Goes out: for each input what became of it, after it lies safely in the file.
A file of codings, made by `dragoman code --format jsonl` here or elsewhere, is stored as it is.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from dragoman.errors import BadDatabase
from dragoman.model import Coding, Document, Rejection
from dragoman.read import Unread
from dragoman.store.bodies import read_coding
from dragoman.store.store import Store
from dragoman.store.writing import Added

STAGE = "store"
SNIFF = 4 * 2**20
"""Bytes of the first line that a file of codings is known by, at most."""


class Codes(Protocol):
    """What codes documents, e.g. a `Pipeline`."""

    def code(self, inputs: Iterable[Document | Unread]) -> Iterator[Coding]:
        """Yield a coding for each input, in order."""
        ...


def add(
    store: Store, inputs: Iterable[Document | Unread], pipeline: Codes, run: int, made_by: tuple[str, str], *,
    again: bool = False,
) -> Iterator[Added]:  # fmt: skip
    """Code and store what this coder and codebook (`made_by`) have not coded yet; `again` codes all."""
    known: deque[Added] = deque()

    def fresh() -> Iterator[Document | Unread]:
        for one in inputs:
            if isinstance(one, Unread):
                yield one
                continue
            document = store.identify(one)
            if again or not store.has(document, *made_by):
                yield document
            else:
                known.append(Added(document.id, "same", one.origin.address if one.origin else one.id))

    for added in store.add(pipeline.code(fresh()), run):
        yield added
        while known:
            yield known.popleft()
    yield from known


def holds_codings(path: str) -> bool:
    """Whether a file's first line is a coding."""
    if not Path(path).is_file():
        return False
    with open(path, "rb") as stream:
        line = stream.readline(SNIFF)
    try:
        record = json.loads(line)
    except ValueError:
        return False
    return isinstance(record, dict) and {"document", "coder", "codebook"} <= set(record)


def read_codings(store: Store, path: str) -> Iterator[Coding]:
    """Read a file of codings line by line, each under the id of the stored report that it is of; a bad line is rejected."""
    try:
        with open(path, "rb") as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    yield _read_one(store, line, f"{path}:{number}")
    except OSError as error:
        raise BadDatabase(f"{path} cannot be read ({error.strerror}): check its permissions.") from error


def _read_one(store: Store, line: bytes, address: str) -> Coding:
    try:
        coding = read_coding(line)
    except ValueError as error:
        reason = (
            f"The line is no coding ({str(error).splitlines()[0][:120]}): write it with `dragoman code --format jsonl`."
        )
        return Coding(Document(address, ""), "", "", rejections=(Rejection(STAGE, reason),))
    return replace(coding, document=store.identify(coding.document, here=False))
