"""Original bytes -> their sha256, and a copy by that name where the user wants one.

Comes in: the bytes that a report was read from (a file, a member, a message, a line). Goes out: their sha256 in
hexadecimal. With a folder, each is stored once, as `FOLDER/ab/abcdef...`; a name from an archive is never used.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from dragoman.errors import UnreadableInput

PIECE = 2**20


@dataclass(frozen=True, slots=True)
class Originals:
    """Where originals are kept; None = nowhere, and only their hashes are taken."""

    folder: Path | None = None

    def keep(self, data: bytes) -> str:
        """Store bytes under their hash, unless they are there already, and give the hash."""
        digest = sha256(data).hexdigest()
        if self.folder is not None:
            self._store(digest, lambda file: file.write(data))
        return digest

    def keep_stream(self, stream: BinaryIO) -> str:
        """Do the same piece by piece with a seekable stream, from its start; leaves it at its start."""
        hashed = sha256()
        stream.seek(0)
        while piece := stream.read(PIECE):
            hashed.update(piece)
        stream.seek(0)
        if self.folder is not None:
            self._store(hashed.hexdigest(), lambda file: [file.write(p) for p in iter(lambda: stream.read(PIECE), b"")])
            stream.seek(0)
        return hashed.hexdigest()

    def _store(self, digest: str, write: Callable[[BinaryIO], object]) -> None:
        """Write beside the target and rename, so that a stop in between leaves no half file under the name."""
        assert self.folder is not None
        target = self.folder / digest[:2] / digest
        if target.exists():
            return
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            handle, path = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
            with os.fdopen(handle, "wb") as file:
                write(file)
            os.replace(path, target)
        except OSError as error:
            raise UnreadableInput(
                f"The original cannot be kept in {self.folder} ({error.strerror}): give another folder."
            ) from error
