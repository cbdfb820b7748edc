"""Paths, folders and standard input -> open streams of bytes, each with its address and its format.

Comes in: what the user named. Goes out: one `Input` for each file, or an `Unread` for what is no file to read. Bounds
how much is ever read. Decodes nothing.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, Literal

from dragoman.errors import UnreadableInput
from dragoman.read.document import Unread, unread
from dragoman.read.encoding import refuse_binary

Format = Literal["text", "html", "jsonl"]

FILE_LIMIT = 64 * 2**20
"""Bytes of a text or a page that are read, at most."""
LINE_LIMIT = 32 * 2**20
"""Bytes of one line of JSON Lines, at most: two million characters written as escapes fit."""
SNIFF = 4096
"""Bytes that a format is told from."""

STDIN = "-"
ENDINGS: dict[str, Format] = {
    ".txt": "text", ".text": "text", ".md": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".jsonlines": "jsonl",
}  # fmt: skip
_PAGE = re.compile(
    rb"\s*+(?:<!--(?>.*?-->)\s*+)*+(?:<\?xml[^>]*>\s*+)?<(?:!doctype\s+html|html|head|body|article)\b",
    re.IGNORECASE | re.DOTALL,
)
_OBJECT = re.compile(rb'\s*\{[ \t]*"')


class Input:
    """One open input; its bytes can be taken once, whole or line by line."""

    def __init__(self, address: str, stream: BinaryIO, format: str | None = None) -> None:
        """Without a format, read a first piece and tell the format from the ending and from that piece."""
        self.address = address
        self._stream = stream
        self._head = stream.read(SNIFF) if format is None else b""
        self.format = format or tell_format(address, self._head)

    def whole(self) -> bytes:
        """Take all bytes; raises `UnreadableInput` if there are more than `FILE_LIMIT`."""
        data = self._head + self._stream.read(FILE_LIMIT + 1 - len(self._head))
        if len(data) > FILE_LIMIT:
            raise UnreadableInput(f"The input is larger than {FILE_LIMIT // 2**20} MB: split it.")
        return data

    def lines(self) -> Iterator[bytes | None]:
        """Take one line after the other, without its end; None stands for one longer than `LINE_LIMIT`."""
        *ready, rest = self._head.split(b"\n")
        yield from ready
        while piece := self._stream.readline(LINE_LIMIT):
            line, rest = rest + piece, b""
            if piece.endswith(b"\n") or len(piece) < LINE_LIMIT:
                yield line.removesuffix(b"\n")
                continue
            while piece and not piece.endswith(b"\n"):
                piece = self._stream.readline(LINE_LIMIT)
            yield None
        if rest:
            yield rest


def tell_format(address: str, head: bytes) -> Format:
    """Tell the format by content where that is plain, else by the ending, else it is text.

    Raises `UnreadableInput` for binary files, and for JSON and XML of other kinds.
    """
    refuse_binary(head)
    ending = os.path.splitext(address)[1].lower()
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"")  # marks and zero bytes of wide encodings
    by_ending = ENDINGS.get(ending)
    if by_ending in ("html", "jsonl"):
        return by_ending
    if _PAGE.match(start):
        return "html"
    if start.lstrip().startswith(b"<?xml"):
        raise UnreadableInput("The file is XML but not a page: save the report as HTML or plain text.")
    if by_ending is None and _OBJECT.match(start):
        return "jsonl"
    if ending == ".json":
        raise UnreadableInput("The file is JSON but not JSON Lines: write one object with a `text` on each line.")
    return "text"


@contextmanager
def open_input(path: str, format: str | None, stdin: BinaryIO | None) -> Iterator[Input]:
    """Open a path, or take standard input for "-"; raises `OSError` and `UnreadableInput`."""
    if path == STDIN:
        yield Input(STDIN, stdin or sys.stdin.buffer, format)
        return
    with open(path, "rb") as stream:
        yield Input(printable(path), stream, format)


def printable(path: str) -> str:
    """Give a path as text that can be written; bytes that are not UTF-8 are replaced."""
    return os.fsencode(path).decode("utf-8", errors="replace")


def find(paths: Iterable[str]) -> Iterator[str | Unread]:
    """Walk through the paths that a user named: files as they are, folders with all that is in them, sorted."""
    for path in paths:
        if path != STDIN and os.path.isdir(path):
            yield from _walk(path)
        else:
            yield path


def _walk(folder: str) -> Iterator[str | Unread]:
    """Walk a folder and its folders in sorted order; hidden files are skipped, links never lead out of it."""
    root = os.path.realpath(folder)
    pending, count = [folder], 0
    while pending:
        path = pending.pop()
        if os.path.isdir(path) and (path == folder or not os.path.islink(path)):
            try:
                names = sorted(os.listdir(path), reverse=True)
            except OSError as error:
                yield unread(printable(path), f"The folder cannot be read ({error.strerror}): check its permissions.")
                continue
            pending.extend(os.path.join(path, name) for name in names if not name.startswith("."))
            continue
        if os.path.isdir(path) and _is_inside(path, root):
            continue  # a link to a folder that is walked under its own name
        count += 1
        reason = _reason_against(path, root)
        yield unread(printable(path), reason) if reason else path
    if not count:
        yield unread(printable(folder), "The folder holds no files to read: check the path.")


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
