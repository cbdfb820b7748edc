"""Paths, folders and standard input -> open streams of bytes, each with its address.

Comes in: what the user named. Goes out: one `Input` for each file, or a `Draft` with a flaw for what is no file to
read. Bounds how much is ever read. Decodes nothing.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import BinaryIO, cast

from dragoman.errors import UnreadableInput
from dragoman.read.bounds import BOUNDS, MB, Bounds
from dragoman.read.document import Draft
from dragoman.read.formats import Format, tell_format
from dragoman.read.originals import Originals

SNIFF = 4096
"""Bytes that a format is told from."""
STDIN = "-"


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for all inputs of a run."""

    bounds: Bounds = BOUNDS
    originals: Originals = field(default_factory=Originals)
    columns: Mapping[str, str] = field(default_factory=dict)
    """Field of ours -> column of tables or key of JSON Lines."""
    allow: frozenset[str] = frozenset()
    """Hosts that may be fetched from although they are not public."""


class Budget:
    """What the archives of one named input may still unpack to."""

    def __init__(self, bounds: Bounds) -> None:
        """Start full."""
        self._left = bounds.unpacked
        self._all = bounds.unpacked

    def spend(self, size: int) -> None:
        """Take from it; raises `UnreadableInput` where nothing is left."""
        self._left -= size
        if self._left < 0:
            raise UnreadableInput(f"The archive unpacks to more than {self._all // MB:,} MB: unpack it and split it.")


class Input:
    """One open input; its bytes can be taken once, whole or line by line."""

    def __init__(
        self,
        address: str,
        stream: BinaryIO,
        format: Format | None = None,
        *,
        settings: Settings | None = None,
        outer: Input | None = None,
        name: str | None = None,
        member: str | None = None,
        record: int | None = None,
        url: str | None = None,
        is_part: bool = False,
    ) -> None:
        """Take a stream; `outer` is the archive or message that it lies in, whose settings and budget then hold."""
        self.address = address
        self.settings: Settings = outer.settings if outer else settings or Settings()
        self.budget: Budget = outer.budget if outer else Budget(self.settings.bounds)
        self.depth: int = outer.depth + 1 if outer else 0
        self.member = member
        self.url = url
        self.is_part = is_part
        """The stream is the main part of a Word document, taken out of it already."""
        self.sha256 = ""
        self._record = record
        self._name = name or address
        self._stream = stream
        self._head = b""
        self._format = format

    @property
    def bounds(self) -> Bounds:
        """The bounds of this run."""
        return self.settings.bounds

    @property
    def name(self) -> str:
        """What the ending is taken from."""
        return self._name

    @property
    def format(self) -> Format:
        """What it is; where that is not given, a first piece is read. Raises `UnreadableInput` for what is nothing."""
        if self._format is None:
            self._head = self._stream.read(SNIFF)
            self._format = tell_format(self._name, self._head)
        return self._format

    def whole(self) -> bytes:
        """Take all bytes; raises `UnreadableInput` if there are more than the bound."""
        data = self._head + self._stream.read(self.bounds.file + 1 - len(self._head))
        if len(data) > self.bounds.file:
            raise UnreadableInput(f"The input is larger than {_megabytes(self.bounds.file)}: split it.")
        self.sha256 = self.keep(data)
        return data

    def lines(self) -> Iterator[bytes | None]:
        """Take one line after the other, without its end; None stands for one longer than the bound."""
        *ready, rest = self._head.split(b"\n")
        yield from ready
        limit = self.bounds.line
        while piece := self._stream.readline(limit):
            line, rest = rest + piece, b""
            if piece.endswith(b"\n") or len(piece) < limit:
                yield line.removesuffix(b"\n")
                continue
            while piece and not piece.endswith(b"\n"):
                piece = self._stream.readline(limit)
            yield None
        if rest:
            yield rest

    def stream(self) -> BinaryIO:
        """Give the stream from its beginning, for one pass without seeking."""
        return cast(BinaryIO, _Chained(self._head, self._stream)) if self._head else self._stream

    @contextmanager
    def seekable(self) -> Iterator[BinaryIO]:
        """Give a stream that can be read from anywhere; what cannot be sought goes into an unnamed temporary file."""
        if self._stream.seekable() and not isinstance(self._stream, _Chained):
            self._stream.seek(0)
            yield self._stream
            return
        with tempfile.SpooledTemporaryFile(max_size=8 * MB) as copy:
            limit, size, stream = self.bounds.file * 16, 0, self.stream()
            while piece := stream.read(MB):
                size += len(piece)
                if size > limit:
                    raise UnreadableInput(f"The input is larger than {_megabytes(limit)}: save it as a file.")
                copy.write(piece)
            copy.seek(0)
            yield copy  # type: ignore[misc]  # it has all of BinaryIO

    @contextmanager
    def real_file(self, stream: BinaryIO) -> Iterator[BinaryIO]:
        """Give a seekable stream as a file that a child process can have as its standard input."""
        try:
            stream.fileno()
        except OSError:
            with tempfile.TemporaryFile() as copy:
                shutil.copyfileobj(stream, copy)
                copy.seek(0)
                yield copy
            return
        yield stream

    def keep(self, data: bytes) -> str:
        """Keep original bytes, as the user wished, and give their hash."""
        return self.settings.originals.keep(data)

    def stamp(self, draft: Draft) -> Draft:
        """Write into a draft where it came from."""
        return replace(
            draft,
            address=self.address,
            member=self.member,
            record=draft.record if draft.record is not None else self._record,
            sha256=draft.sha256 or self.sha256,
            url=draft.url or self.url,
        )


class _Chained:
    """A first piece that was read already, and the stream that it came from; enough of a stream for one pass."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = head
        self._rest = stream

    def read(self, size: int = -1) -> bytes:
        if not self._head:
            return self._rest.read(size)
        if size < 0:
            head, self._head = self._head, b""
            return head + self._rest.read()
        head, self._head = self._head[:size], self._head[size:]
        return head

    def readline(self, size: int = -1) -> bytes:
        if not self._head:
            return self._rest.readline(size)
        end = self._head.find(b"\n") + 1
        if end or 0 <= size <= len(self._head):
            return self.read(min(end or size, size) if size >= 0 else end)
        head, self._head = self._head, b""
        return head + self._rest.readline(size - len(head) if size >= 0 else -1)


def _megabytes(size: int) -> str:
    return f"{size // MB:,} MB" if size >= MB else f"{size:,} bytes"


@contextmanager
def open_input(path: str, format: Format | None, stdin: BinaryIO | None, settings: Settings) -> Iterator[Input]:
    """Open a path, or take standard input for "-"; raises `OSError` and `ValueError`."""
    if path == STDIN:
        yield Input(STDIN, stdin or sys.stdin.buffer, format, settings=settings)
        return
    with open(path, "rb") as stream:
        yield Input(printable(path), stream, format, settings=settings)


def printable(path: str) -> str:
    """Give a path as text that can be written; bytes that are not UTF-8 are replaced."""
    try:
        return os.fsencode(path).decode("utf-8", errors="replace")
    except ValueError:
        return path.encode("utf-8", "replace").decode("utf-8")


def find(paths: Iterable[str]) -> Iterator[str | Draft]:
    """Walk through the paths that a user named: files as they are, folders with all that is in them, sorted."""
    for path in paths:
        if path != STDIN and os.path.isdir(path):
            yield from _walk(path)
        else:
            yield path


def _walk(folder: str) -> Iterator[str | Draft]:
    """Walk a folder and its folders in sorted order; hidden files are skipped, links never lead out of it."""
    root = os.path.realpath(folder)
    pending, count = [folder], 0
    while pending:
        path = pending.pop()
        if os.path.isdir(path) and (path == folder or not os.path.islink(path)):
            try:
                names = sorted(os.listdir(path), reverse=True)
            except OSError as error:
                yield flawed(path, f"The folder cannot be read ({error.strerror}): check its permissions.")
                continue
            pending.extend(os.path.join(path, name) for name in names if not name.startswith("."))
            continue
        if os.path.isdir(path) and _is_inside(path, root):
            continue  # a link to a folder that is walked under its own name
        count += 1
        reason = _reason_against(path, root)
        yield flawed(path, reason) if reason else path
    if not count:
        yield flawed(folder, "The folder holds no files to read: check the path.")


def flawed(path: str, reason: str) -> Draft:
    """Write down a path that is not opened."""
    return Draft("", flaw=reason, address=printable(path))


def _is_inside(path: str, root: str) -> bool:
    target = os.path.realpath(path)
    return target == root or target.startswith(os.path.join(root, ""))


def _reason_against(path: str, root: str) -> str | None:
    """Say why a thing found in a folder is not opened; None for a regular file."""
    if os.path.islink(path) and not _is_inside(path, root):
        return "The link leads out of the folder: name its target itself to have it read."
    if not os.path.exists(path):
        return "The link leads nowhere: mend it or remove it."
    if not os.path.isfile(path):
        return "It is a pipe, a socket or a device, which is not opened in a folder: name it itself to have it read."
    return None
