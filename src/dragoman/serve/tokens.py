"""Tokens: who may read or review when the workbench is open to more than this machine.

Comes in: a file beside the database, one JSON line a token. Goes out: the name and right of whoever shows one. Only
SHA-256 of a token is kept; the token itself is shown once, when it is made.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Literal, get_args

from dragoman.errors import BadQuery

Right = Literal["read", "review"]


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who showed a token; `right` review includes read."""

    name: str
    right: Right


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the file holds, by hash."""

    known: Mapping[str, Bearer] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Tokens:
        """Read the file; one that is not there holds none. Raises `BadQuery` for a broken one."""
        if not path.is_file():
            return cls()
        try:
            lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
            return cls({one["sha256"]: Bearer(one["name"], one["right"]) for one in lines})
        except (ValueError, KeyError, TypeError) as error:
            raise BadQuery(f"{path} is no file of tokens: delete it and make new ones with --new-token.") from error

    def bearer(self, token: str) -> Bearer | None:
        """Who this token was given to; takes the same time for each."""
        shown = _hash(token)
        found = None
        for known, bearer in self.known.items():
            if hmac.compare_digest(shown, known):
                found = bearer
        return found


def beside(database: Path) -> Path:
    """The file of tokens of a database."""
    return database.with_name(database.name + ".tokens")


def make(path: Path, name: str, right: str) -> str:
    """Make a token for somebody and keep its hash; a new one for the same name replaces the old."""
    if right not in get_args(Right):
        raise BadQuery(f"A token cannot give the right {right!r}: use read or review.")
    if not name.strip():
        raise BadQuery("A token needs the name of whoever gets it.")
    token = "dragoman-" + secrets.token_urlsafe(32)
    kept = {h: b for h, b in Tokens.read(path).known.items() if b.name != name} | {_hash(token): Bearer(name, right)}  # type: ignore[arg-type]
    draft = path.with_name(path.name + ".part")
    lines = [json.dumps({"name": b.name, "right": b.right, "sha256": h}) for h, b in kept.items()]
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write("\n".join(lines) + "\n")
    draft.replace(path)
    return token


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
