"""Web archives (WARC, packed or not) -> the pages in them.

Comes in: an input. Goes out: an `Input` for each page, text or PDF that a server gave with success, with its address. Other
records (requests, pictures, scripts, redirects, errors) are no reports and are passed over. Each record is held against
its stated length, so that a file cut off is told from one that ends. Fetches nothing.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from dragoman.errors import UnreadableInput
from dragoman.read.document import Draft
from dragoman.read.formats import Format
from dragoman.read.inputs import Input

READER = "warc"
HEADER = 64 * 2**10
"""Bytes of the header of a record, at most."""
_TYPES: dict[str, Format | None] = {
    "text/html": "html", "application/xhtml+xml": "html", "text/plain": "text", "application/pdf": "pdf",
    "message/rfc822": "mail",
}  # fmt: skip
_CUT = "The web archive is cut off inside this record: fetch the file again."


def read_warc(source: Input) -> Iterator[Input | Draft]:
    """Read record after record; raises `UnreadableInput` where the file breaks off or is no WARC."""
    stream = source.stream()
    number = 0
    while (header := _header(stream, number)) is not None:
        number += 1
        size = header.get("content-length", "")
        if not size.isdigit() or len(size) > 15:
            raise UnreadableInput(f"Record {number} of the web archive states no length: fetch the file again.")
        wanted = header.get("warc-type", "") in ("response", "resource", "conversion")
        if wanted and int(size) <= source.bounds.file:
            data = stream.read(int(size))
            if len(data) < int(size):
                yield _flaw(header, number, _CUT)
                return
            yield from _page(source, header, data, number)
        elif not _skip(stream, int(size)):
            yield _flaw(header, number, _CUT)
            return
        elif wanted and _is_readable(header):
            yield _flaw(header, number, "The record is larger than a page may be: save the page by itself.")


def _header(stream: BinaryIO, number: int) -> dict[str, str] | None:
    """Read the header of a record; None at the end of the file."""
    line = stream.readline(HEADER)
    while line in (b"\r\n", b"\n"):
        line = stream.readline(HEADER)
    if not line:
        if not number:
            raise UnreadableInput("The web archive holds no records: fetch the file again.")
        return None
    if not line.startswith(b"WARC/"):
        raise UnreadableInput(f"The web archive is broken after record {number}: fetch the file again.")
    return _fields(stream)


def _fields(stream: BinaryIO) -> dict[str, str]:
    """Read "Name: value" lines up to an empty one."""
    fields: dict[str, str] = {}
    left = HEADER
    while True:
        line = stream.readline(left)
        left -= len(line)
        if not line.endswith(b"\n"):
            raise UnreadableInput("The web archive is cut off inside the header of a record: fetch the file again.")
        if not line.strip():
            return fields
        name, _, value = line.decode("utf-8", errors="replace").partition(":")
        fields.setdefault(name.strip().lower(), value.strip())


def _skip(stream: BinaryIO, size: int) -> bool:
    while size > 0:
        piece = stream.read(min(size, 2**20))
        if not piece:
            return False
        size -= len(piece)
    return True


def _is_readable(header: Mapping[str, str]) -> bool:
    return header.get("content-type", "").split(";")[0].strip().lower() in _TYPES


def _flaw(header: Mapping[str, str], number: int, reason: str) -> Draft:
    return Draft(READER, flaw=reason, record=number, url=_address(header))


def _address(header: Mapping[str, str]) -> str | None:
    return header.get("warc-target-uri", "").strip("<>")[:2000] or None


def _page(source: Input, header: Mapping[str, str], data: bytes, number: int) -> Iterator[Input | Draft]:
    """Take the page out of a record, if it holds one."""
    kind = header.get("content-type", "").lower()
    if kind.startswith("application/http"):
        stream = io.BytesIO(data)
        status = re.match(rb"HTTP/\S+ +(\d{3})", stream.readline(HEADER))
        if not status or status[1] != b"200":
            return
        try:
            answer = _fields(stream)
            kind = answer.get("content-type", "").lower()
            if kind.split(";")[0].strip() not in _TYPES:
                return
            data = decoded(stream.read(), answer, source.bounds.file)
        except UnreadableInput as error:
            yield _flaw(header, number, str(error))
            return
    if kind.split(";")[0].strip() not in _TYPES:
        return
    format = _TYPES[kind.split(";")[0].strip()]
    address = _address(header)
    yield Input(
        source.address,
        io.BytesIO(data),
        format,
        outer=source,
        record=number,
        url=address,
        name=address,
        member=source.member,
    )


def decoded(body: bytes, header: Mapping[str, str], limit: int) -> bytes:
    """Undo what a server did to a body for the transport; raises `UnreadableInput` for what cannot be undone."""
    if "chunked" in header.get("transfer-encoding", "").lower():
        body = _unchunked(body)
    for coding in reversed(header.get("content-encoding", "").lower().split(",")):
        match coding.strip():
            case "" | "identity":
                pass
            case "gzip" | "x-gzip" | "deflate":
                body = inflated(body, limit)
            case other:
                raise UnreadableInput(f"The page is packed with {other[:20]!r}, which is not read: save it unpacked.")
    return body


def _unchunked(body: bytes) -> bytes:
    """Join chunks; a body that is not chunked although its header says so is taken as it is."""
    pieces: list[bytes] = []
    at = 0
    while match := re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,200}\r?\n").match(body, at):
        size = int(match[1], 16)
        if size == 0:
            return b"".join(pieces)
        pieces.append(body[match.end() : match.end() + size])
        at = match.end() + size
        at += 2 if body[at : at + 2] == b"\r\n" else 1
    return b"".join(pieces) if pieces else body


def inflated(body: bytes, limit: int) -> bytes:
    """Unpack gzip or deflate up to a limit; raises `UnreadableInput`."""
    for bits in (47, -15):  # gzip or zlib by their heads, else bare
        try:
            unpacker = zlib.decompressobj(bits)
            data = unpacker.decompress(body, limit + 1)
        except zlib.error:
            continue
        if len(data) > limit:
            raise UnreadableInput("The page unpacks to more than a page may hold: save it by itself.")
        return data
    raise UnreadableInput("The page is packed and cannot be unpacked: fetch it again.")
