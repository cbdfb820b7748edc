"""What was done: a marker for each part, and the account of a run.

Comes in: markers. Goes out: which parts and groups are done, and their sums. A part without a marker was never there,
whatever files bear its name.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from dragoman.batch.folder import Folder

DONE = "_done"
ENDED = "_ended"
SUMMARY = "_summary.json"


@dataclass(frozen=True, slots=True)
class Marker:
    """One part that is done."""

    part: str
    inputs: int
    rows: Mapping[str, int]
    """Of each table."""
    characters: int
    """Of the texts that were coded."""
    reasons: Mapping[str, int]
    """The commonest reasons why there is no coding."""
    seconds: float
    cpu: float
    memory: int
    """MB at the peak of the process."""

    def json(self) -> bytes:
        """As it is written."""
        return json.dumps(asdict(self)).encode()


def done(out: Folder) -> set[str]:
    """The names of the parts that are done."""
    return {name.removesuffix(".json") for name in out.names(DONE)}


def markers(out: Folder) -> Iterator[Marker]:
    """Read all markers, in the order of the parts."""
    for name in out.names(DONE):
        if data := out.read(f"{DONE}/{name}"):
            yield Marker(**json.loads(data))


def ended(out: Folder) -> set[int]:
    """Groups of which every part is done."""
    return {int(name) for name in out.names(ENDED)}


def end(out: Folder, group: int, parts: int) -> None:
    """Write down that a group is done."""
    out.write(f"{ENDED}/{group:07d}", str(parts).encode())


@dataclass(slots=True)
class Sum:
    """Markers added up."""

    inputs: int = 0
    parts: int = 0
    characters: int = 0
    cpu: float = 0.0
    memory: int = 0
    rows: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, marker: Marker) -> None:
        """Add one."""
        self.inputs += marker.inputs
        self.parts += 1
        self.characters += marker.characters
        self.cpu += marker.cpu
        self.memory = max(self.memory, marker.memory)
        self.rows.update(marker.rows)
        self.reasons.update(marker.reasons)
        if len(self.reasons) > 2000:
            self.reasons = Counter(dict(self.reasons.most_common(1000)))

    @classmethod
    def of(cls, found: Iterable[Marker]) -> Sum:
        """Add all up."""
        made = cls()
        for marker in found:
            made.add(marker)
        return made

    def as_dictionary(self) -> dict[str, Any]:
        """For the summary."""
        return {
            "inputs": self.inputs, "parts": self.parts, "reports": self.rows["report"], "rejected": self.rows["rejection"],
            "events": self.rows["event"], "statements": self.rows["statement"], "characters": self.characters,
            "cpu_seconds": round(self.cpu, 1), "peak_mb_of_a_process": self.memory,
            "reasons": dict(self.reasons.most_common(20)),
        }  # fmt: skip


def now() -> str:
    """The time as it is written."""
    return datetime.now(UTC).isoformat(timespec="seconds")
