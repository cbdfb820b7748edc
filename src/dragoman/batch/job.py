"""What a batch run is asked to do; it goes to every process, and is kept beside what was made.

Comes in: the options of the command line. Goes out: a `Job`. A folder is made by one kind of job only: another coder or
other gates would give a folder in which parts do not belong together.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from dragoman.batch.folder import Folder
from dragoman.errors import BadBatch
from dragoman.read import Given, Settings

NAME = "_job.json"
PART = 128
"""Inputs in one part if nothing else is asked for: half a minute's work of one core, and what a crash costs at most."""


@dataclass(frozen=True, slots=True)
class Job:
    """One way of coding."""

    coder: str = "rules"
    codebook: Path | None = None
    actors: Path | None = None
    gates: Sequence[str] = ()
    """reports, sentences."""
    part: int = PART
    format: str | None = None
    published: date | None = None
    title: str | None = None
    source: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    allow: Sequence[str] = ()
    """Hosts that may be fetched from though they are not public."""

    @property
    def given(self) -> Given:
        """What the command line says of every input."""
        return Given(self.published, self.title, self.source)

    @property
    def settings(self) -> Settings:
        """What holds while reading."""
        return Settings(columns=dict(self.columns), allow=frozenset(self.allow))

    def settle(self, out: Folder) -> None:
        """Write the job down, or hold it against the one that made the folder; raises `BadBatch`."""
        mine = json.dumps(asdict(self), default=str, sort_keys=True, indent=1)
        if (known := out.read(NAME)) is None:
            out.write(NAME, mine.encode())
            return
        before, now = json.loads(known), json.loads(mine)
        other = sorted(key for key in now if before.get(key) != now[key])
        if other:
            was = ", ".join(f"{key} {before.get(key)!r}" for key in other)
            raise BadBatch(f"{out.address} was made with {was}: give the same options, or another folder.")
