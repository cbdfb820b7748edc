"""Inputs -> groups, written down once, so that every later run cuts them in the same way.

Comes in: what the user named. Goes out: groups of files in order, each file with its size and a mark that changes when the
file does. New files make new groups at the end; groups that are there keep their numbers. Opens no file.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from glob import glob, has_magic
from hashlib import blake2b

from dragoman.batch.folder import Folder, filesystem, is_remote
from dragoman.errors import BadBatch
from dragoman.read import Draft, find, is_address

NAME = "_plan.jsonl"
BYTES = 64 * 2**20
"""Of the files of one group, at most; a larger file is a group by itself."""
FILES = 4096
"""In one group, at most."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One file, or why it is not opened."""

    address: str
    size: int = 0
    mark: str = ""
    """Changes with the file."""
    flaw: str | None = None

    @property
    def number(self) -> int:
        """Of the file as it is, to know it again."""
        return int.from_bytes(
            blake2b(f"{self.address}\0{self.mark}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
        )


@dataclass(frozen=True, slots=True)
class Group:
    """Files that are read one after the other."""

    number: int
    files: tuple[Listed, ...]


def plan(paths: Iterable[str], out: Folder) -> int:
    """Bring the plan of a folder up to date; gives the number of its groups. Raises `BadBatch` where there is nothing."""
    lines = (out.read(NAME) or b"").splitlines()
    known = {file.number for line in lines for file in _group(line).files}
    count = len(lines)
    for files in _grouped(file for file in _listed(paths) if file.number not in known):
        lines.append(json.dumps([[f.address, f.size, f.mark, f.flaw] for f in files]).encode())
    if not lines:
        raise BadBatch(f"There is nothing to read in {', '.join(paths)}: check the path.")
    if len(lines) > count:
        out.write(NAME, b"".join(line + b"\n" for line in lines))
    return len(lines)


def groups(out: Folder) -> Iterator[Group]:
    """Read the groups of a folder."""
    for number, line in enumerate((out.read(NAME) or b"").splitlines()):
        yield Group(number, _group(line).files)


def _group(line: bytes) -> Group:
    return Group(0, tuple(Listed(*file) for file in json.loads(line)))


def _grouped(files: Iterable[Listed]) -> Iterator[list[Listed]]:
    held: list[Listed] = []
    size = 0
    for file in files:
        if held and (size + file.size > BYTES or len(held) == FILES):
            yield held
            held, size = [], 0
        held.append(file)
        size += file.size
    if held:
        yield held


def _listed(paths: Iterable[str]) -> Iterator[Listed]:
    for path in paths:
        if path == "-":
            raise BadBatch("A batch cannot read standard input, which cannot be read again after a crash: name a file.")
        if is_address(path):
            yield Listed(path)
        elif is_remote(path):
            yield from _remote(path)
        else:
            here = [
                os.path.abspath(p)
                for p in (sorted(glob(path)) if has_magic(path) and not os.path.exists(path) else [path])
            ]
            yield from (_local(one) for one in find(here))


def _local(one: str | Draft) -> Listed:
    if isinstance(one, Draft):
        return Listed(one.address, flaw=one.flaw)
    try:
        return mark_of(one)
    except OSError as error:
        return Listed(one, flaw=f"The file cannot be read ({error.strerror}): check the path and its permissions.")


def mark_of(path: str) -> Listed:
    """A file here as it is now; raises `OSError`."""
    found = os.stat(path)
    return Listed(path, found.st_size, f"{found.st_size} {found.st_mtime_ns}")


def _remote(address: str) -> Iterator[Listed]:
    system, path = filesystem(address)
    scheme = address.partition("://")[0]
    try:
        found = system.find(path, detail=True) if not has_magic(path) else system.glob(path, detail=True)
        if not found and system.exists(path):
            found = {path: system.info(path)}
    except OSError as error:
        raise BadBatch(f"{address} cannot be listed ({error}): check the address and your rights.") from error
    for name, facts in sorted(found.items()):
        if facts.get("type") == "file":
            mark = next((str(facts[k]) for k in ("ETag", "etag", "mtime", "LastModified", "created") if k in facts), "")
            yield Listed(f"{scheme}://{name.lstrip('/') if scheme != 'file' else name}", facts.get("size") or 0, mark)
