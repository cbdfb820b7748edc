"""ZIP, tar, gzip, bzip2 and xz -> the files inside, each as an `Input` of its own.

Comes in: an input. Goes out: `Input`s for its members one after the other, and `Draft`s with a flaw for members that
are not opened (links, devices, names that lead out, what is locked). Nothing is unpacked to a path; how deep, how many
and how much is bounded, and what unpacks to far more than its size is refused.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, cast

from dragoman.errors import UnreadableInput
from dragoman.read.bounds import BOUNDS, MB
from dragoman.read.document import Draft
from dragoman.read.docx import MAIN, is_document
from dragoman.read.inputs import Budget, Input

_FREE = 8 * MB
"""Unpacked bytes before the ratio counts."""
_BROKEN = "The archive is broken or cut off at this place: fetch it or pack it again."
_ENDINGS = {
    ".gz": "", ".bz2": "", ".xz": "", ".tgz": ".tar", ".tbz2": ".tar", ".txz": ".tar",
}  # fmt: skip
_MEMORY = 256 * MB
"""That xz may take to unpack."""


class Unpacked(io.RawIOBase):
    """A stream of unpacked bytes that stops where they are too many for the packed ones."""

    def __init__(self, stream: Any, budget: Budget, packed: Callable[[], int], ratio: int) -> None:
        """Take a stream that unpacks as it is read; `packed` tells how many packed bytes it has taken."""
        self._stream = stream
        self._budget = budget
        self._packed = packed
        self._ratio = ratio
        self._count = 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read some bytes; raises `UnreadableInput` for bombs and broken archives."""
        try:
            piece = self._stream.read(len(buffer))
        except (
            zlib.error,
            EOFError,
            zipfile.BadZipFile,
            lzma.LZMAError,
            OSError,
            tarfile.TarError,
            ValueError,
        ) as error:
            raise UnreadableInput(_BROKEN) from error
        except (NotImplementedError, RuntimeError) as error:
            raise UnreadableInput("The member is locked or packed in an unusual way: unpack it yourself.") from error
        self._count += len(piece)
        self._budget.spend(len(piece))
        if self._count > _FREE and self._count > self._ratio * max(1, self._packed()):
            raise UnreadableInput(
                f"The archive unpacks to more than {self._ratio} times its size, as traps do: unpack it yourself."
            )
        buffer[: len(piece)] = piece
        return len(piece)


class _Counted:
    """A stream that counts what is read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(size)
        self.count += len(piece)
        return piece

    def seekable(self) -> bool:
        return False


class _Unpacker:
    """bzip2 and xz unpacked piece by piece, several streams after one another."""

    def __init__(self, stream: _Counted, make: Callable[[], Any]) -> None:
        self._stream = stream
        self._make = make
        self._one = make()

    def read(self, size: int) -> bytes:
        data = b""
        while True:
            if self._one.eof:
                data = self._one.unused_data or self._stream.read(2**16)
                if not data:
                    return b""
                self._one = self._make()
            elif self._one.needs_input and not data:
                data = self._stream.read(2**16)
                if not data:
                    raise EOFError
            piece = cast(bytes, self._one.decompress(data, max_length=size))
            if piece:
                return piece
            data = b""


def unpack(source: Input) -> Iterator[Input | Draft]:
    """Open one packed file; its name is that of the outer one without its ending."""
    _refuse_depth(source)
    packed = _Counted(source.stream())
    stream: Any
    match source.format:
        case "gzip":
            stream = gzip.GzipFile(fileobj=cast(BinaryIO, packed), mode="rb")
        case "bzip2":
            stream = _Unpacker(packed, bz2.BZ2Decompressor)
        case _:
            stream = _Unpacker(packed, lambda: lzma.LZMADecompressor(memlimit=_MEMORY))
    stem, ending = os.path.splitext(source.name)
    inner = Unpacked(stream, source.budget, lambda: packed.count, source.bounds.ratio)
    yield Input(
        source.address,
        cast(BinaryIO, io.BufferedReader(inner, 2**16)),
        outer=source,
        name=stem + _ENDINGS.get(ending.lower(), ending),
        member=source.member,
    )


def open_zip(source: Input) -> Iterator[Input | Draft]:
    """Open a zip archive, member after member; a Word document gives its main part."""
    _refuse_depth(source)
    with source.seekable() as stream:
        _refuse_directory(stream, source.bounds.directory)
        stream.seek(0)
        try:
            archive = zipfile.ZipFile(stream)
            members = archive.infolist()
        except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, struct.error) as error:
            raise UnreadableInput(
                "The file is a zip archive or an office document, and broken or cut off: fetch or save it again."
            ) from error
        names = {member.filename for member in members}
        if is_document(names):
            source.sha256 = source.settings.originals.keep_stream(stream)
            part = next(member for member in members if member.filename == MAIN)
            inner = Input(
                source.address,
                _member(archive, part, source),
                "docx",
                outer=source,
                name=source.name,
                member=source.member,
                is_part=True,
            )
            inner.sha256 = source.sha256
            yield inner
            return
        if len(members) > source.bounds.members:
            raise UnreadableInput(
                f"The archive has {len(members):,} members, more than {source.bounds.members:,}: split it."
            )
        if not any(not member.is_dir() for member in members):
            raise UnreadableInput("The archive holds no files: check how it was packed.")
        for member in members:
            reason = _against_name(member.filename) or _against_zip(member)
            if member.is_dir() or (reason is None and _hidden(member.filename)):
                continue
            name = _clean(member.filename)
            if reason:
                yield _refused(source, name, reason)
                continue
            try:
                opened = _member(archive, member, source)
            except UnreadableInput as error:
                yield _refused(source, name, str(error))
                continue
            yield _inner(source, name, opened)


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, source: Input) -> BinaryIO:
    try:
        stream = archive.open(member)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, struct.error) as error:
        raise UnreadableInput(_BROKEN) from error
    except RuntimeError as error:  # it wants a password
        raise UnreadableInput("The member is locked with a password: unpack it yourself.") from error
    inner = Unpacked(stream, source.budget, lambda: member.compress_size, source.bounds.ratio)
    return cast(BinaryIO, io.BufferedReader(inner, 2**16))


def _refuse_directory(stream: BinaryIO, limit: int) -> None:
    """Refuse a table of contents that would fill the memory, before zipfile reads it."""
    stream.seek(0, os.SEEK_END)
    stream.seek(max(0, stream.tell() - 2**16 - 128))
    tail = stream.read()
    at, wide = tail.rfind(b"PK\x05\x06"), tail.rfind(b"PK\x06\x06")
    size = int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0
    if size == 0xFFFFFFFF and wide >= 0:
        size = int.from_bytes(tail[wide + 40 : wide + 48], "little")
    if size > limit:
        raise UnreadableInput(f"The archive's table of contents is larger than {limit // MB} MB: split it.")


def _against_zip(member: zipfile.ZipInfo) -> str | None:
    kind = (member.external_attr >> 16) & 0o170000
    if kind == 0o120000:
        return "The member is a link, which is not followed: pack its target."
    if member.flag_bits & 1:
        return "The member is locked with a password: unpack it yourself."
    return None


class _Header(tarfile.TarInfo):
    """A header of a tar archive; names without end are refused before they are read."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _Header:
        """Read a header block."""
        header = super().frombuf(buf, encoding, errors)
        extra = (
            tarfile.GNUTYPE_LONGNAME,
            tarfile.GNUTYPE_LONGLINK,
            tarfile.XHDTYPE,
            tarfile.XGLTYPE,
            tarfile.SOLARIS_XHDTYPE,
        )
        if header.type in extra and header.size > BOUNDS.name:
            raise UnreadableInput("The archive holds a name of more than a megabyte, as traps do: unpack it yourself.")
        return header


def open_tar(source: Input) -> Iterator[Input | Draft]:
    """Open a tar archive and read it through once, member after member."""
    _refuse_depth(source)
    count = files = 0
    try:
        stream: Any = source.stream()
        archive = tarfile.open(fileobj=stream, mode="r|", tarinfo=_Header)  # noqa: SIM115  # the caller closes the stream
        for member in archive:
            count += 1
            if count > source.bounds.members:
                raise UnreadableInput(f"The archive has more than {source.bounds.members:,} members: split it.")
            archive.__dict__["members"] = []  # tarfile keeps a list of all, which is not needed and would grow
            reason = _against_name(member.name) or _against_tar(member)
            if member.isdir() or (reason is None and _hidden(member.name)):
                continue
            files += 1
            name = _clean(member.name)
            if reason:
                yield _refused(source, name, reason)
                continue
            opened = archive.extractfile(member)
            assert opened is not None
            inner = Unpacked(opened, source.budget, _size(member), source.bounds.ratio)
            yield _inner(source, name, cast(BinaryIO, io.BufferedReader(inner, 2**16)))
    except (tarfile.TarError, EOFError, OSError, ValueError, OverflowError) as error:
        raise UnreadableInput(_BROKEN) from error
    if not files:
        raise UnreadableInput("The archive holds no files: check how it was packed.")


def _size(member: tarfile.TarInfo) -> Callable[[], int]:
    return lambda: member.size


def _against_tar(member: tarfile.TarInfo) -> str | None:
    if member.issym() or member.islnk():
        return "The member is a link, which is not followed: pack its target."
    if not member.isfile():
        return "The member is a pipe or a device, which is not opened: leave it out."
    return None


def _refuse_depth(source: Input) -> None:
    if source.depth > source.bounds.depth:
        raise UnreadableInput(
            f"Archives lie within archives more than {source.bounds.depth} deep: unpack them yourself."
        )


def _against_name(name: str) -> str | None:
    """Refuse names that lead out of the archive: nothing is written, but such an archive is a trap."""
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or name.startswith(("/", "\\")) or (len(name) > 1 and name[1] == ":"):
        return "The member's name leads out of the archive, as traps do: unpack it yourself."
    return None


def _hidden(name: str) -> bool:
    """Tell files that people do not know they packed."""
    parts = name.replace("\\", "/").split("/")
    return "__MACOSX" in parts or (any(part.startswith(".") and part.strip(".") for part in parts))


def _clean(name: str) -> str:
    """Make a member's name fit to be printed, and no longer than a line."""
    name = name.encode("utf-8", "replace").decode("utf-8")
    return "".join(c if c.isprintable() else "\ufffd" for c in name)[:300]


def _inner(source: Input, name: str, stream: BinaryIO) -> Input:
    member = f"{source.member}/{name}" if source.member else name
    return Input(
        f"{source.address}{'/' if source.member else '!'}{name}", stream, outer=source, name=name, member=member
    )


def _refused(source: Input, name: str, reason: str) -> Draft:
    return _inner(source, name, io.BytesIO()).stamp(Draft("", flaw=reason))
