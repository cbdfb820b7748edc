"""A folder here or on an object store, in which a file is there as a whole or not at all.

Comes in: a path or an address that fsspec knows (s3://..., gs://..., file://...). Goes out: bytes by name. Needs fsspec only
for addresses; a file here is written beside its place and moved there.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from dragoman.errors import BadBatch

Made = TypeVar("Made")


def is_remote(address: str) -> bool:
    """Whether an address is one for fsspec; a path with a drive's letter is none."""
    scheme, mark, _ = address.partition("://")
    return bool(mark) and len(scheme) > 1 and scheme.lower() not in ("http", "https")


def filesystem(address: str) -> tuple[Any, str]:
    """The file system of an address and the path in it; raises `BadBatch` where fsspec or its driver is missing."""
    try:
        import fsspec

        system, path = fsspec.core.url_to_fs(address)
    except ImportError as error:
        raise BadBatch(f"{address} needs a package that is not installed ({error}): install it with pip.") from error
    except ValueError as error:
        raise BadBatch(f"{address} is no address that fsspec knows ({error}): check its beginning.") from error
    return system, str(path)


@dataclass(frozen=True, slots=True)
class Folder:
    """Bytes by name; names may have one slash."""

    address: str

    def write(self, name: str, data: bytes) -> None:
        """Put a file there as a whole, in the place of one that is there; raises `BadBatch`."""
        self._told(lambda: self._write(name, data))

    def _write(self, name: str, data: bytes) -> None:
        if is_remote(self.address):
            system, path = filesystem(self.address)
            system.makedirs(f"{path}/{name}".rpartition("/")[0], exist_ok=True)
            system.pipe_file(f"{path}/{name}", data)
            return
        target = Path(self.address, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, target)

    def read(self, name: str) -> bytes | None:
        """The bytes of a file; None where there is none."""

        def taken() -> bytes | None:
            try:
                if is_remote(self.address):
                    system, path = filesystem(self.address)
                    return bytes(system.cat_file(f"{path}/{name}"))
                return Path(self.address, name).read_bytes()
            except FileNotFoundError:
                return None

        return self._told(taken)

    def names(self, under: str = "") -> list[str]:
        """The names of the files right under a folder in it, sorted; hidden ones are left out."""
        return self._told(lambda: sorted(n for n in self._names(under) if not n.startswith(".")))

    def _names(self, under: str) -> Iterator[str]:
        if is_remote(self.address):
            system, path = filesystem(self.address)
            place = f"{path}/{under}".rstrip("/")
            found = system.ls(place, detail=True) if system.exists(place) else []
            yield from (one["name"].rpartition("/")[2] for one in found if one["type"] == "file")
            return
        place = os.path.join(self.address, under)
        if os.path.isdir(place):
            with os.scandir(place) as entries:
                yield from (e.name for e in entries if e.is_file())

    def remove(self, name: str) -> None:
        """Take a file away, if it is there."""

        def taken() -> None:
            if is_remote(self.address):
                system, path = filesystem(self.address)
                if system.exists(f"{path}/{name}"):
                    system.rm_file(f"{path}/{name}")
            else:
                Path(self.address, name).unlink(missing_ok=True)

        self._told(taken)

    def at(self, name: str) -> str:
        """The address of a file in it."""
        return f"{self.address.rstrip('/')}/{name}"

    def _told(self, work: Callable[[], Made]) -> Made:
        try:
            return work()
        except OSError as error:
            reason = error.strerror or str(error)
            raise BadBatch(f"{self.address} cannot be read or written ({reason}): check the address.") from error
