"""Training passages: the records, and their inline format read and written (README.md describes it).

Comes in: the text of a `.passages` file. Goes out: `Passage` records and `Problem`s with line numbers, or the format
again. Offsets count code points of `Passage.text`. It judges one passage at a time; check.py judges them together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from marks import Mark, write_marks


class Problem(NamedTuple):
    """What is wrong, and in which line of which file."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class Party:
    """One actor and all the marks that name it; the first key is its name in other lines."""

    keys: tuple[str, ...]
    country: str | None
    sector: str
    kind: str


class Figure(NamedTuple):
    """A stated number; `high` is None when open; `key` is its mark, if it has one."""

    what: str
    low: int
    high: int | None
    key: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """One event: `key` marks the trigger; all roles hold keys of marks."""

    key: str
    type: str
    mode: str | None
    status: str
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    asserted: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    cue: str | None = None
    background: bool = False
    figures: tuple[Figure, ...] = ()
    contexts: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)


class Piece(NamedTuple):
    """Words that are said; `key` is None where they were given as a quotation."""

    start: int
    end: int
    key: str | None


@dataclass(frozen=True, slots=True)
class Said:
    """One statement."""

    key: str
    kind: str
    speaker: str | None
    content: tuple[Piece, ...]
    addressees: tuple[str, ...] = ()
    cue: str | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Passage:
    """One written passage with all its labels."""

    id: str
    register: str
    when: str
    """A year, a decade ("1990s") or "-"."""
    region: str
    text: str
    """Title + blank line + paragraphs, each parted by a blank line."""
    title_end: int
    """Where the title ends; 0 without a title."""
    marks: tuple[Mark, ...]
    parties: tuple[Party, ...] = ()
    events: tuple[Event, ...] = ()
    statements: tuple[Said, ...] = ()
    notes: tuple[str, ...] = ()
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    def mark(self, key: str) -> Mark:
        """The mark with this key; KeyError where there is none."""
        found = next((m for m in self.marks if m.key == key), None)
        if found is None:
            raise KeyError(key)
        return found

    def words(self, key: str) -> str:
        """The words that a key marks."""
        mark = self.mark(key)
        return self.text[mark.start : mark.end]

    def party(self, key: str) -> Party | None:
        """The party that a key names."""
        return next((p for p in self.parties if key in p.keys), None)

    @property
    def negative(self) -> str | None:
        """The kind of a hard negative, from `note negative: kind`."""
        return next((n.removeprefix("negative:").strip() for n in self.notes if n.startswith("negative:")), None)

    @property
    def partial(self) -> bool:
        """True where `note partial` says that events beside the labelled ones may stand in the text."""
        return any(n.split()[0].rstrip(":,") == "partial" for n in self.notes)


def write(passage: Passage) -> str:
    """One passage in the inline format, without the blank line after it."""
    lines = [f"= {passage.id} | {passage.register} {passage.when} {passage.region}"]
    at = 0
    for paragraph in passage.text.split("\n\n"):
        inside = [m for m in passage.marks if at <= m.start < at + len(paragraph)]
        title = "# " if at < passage.title_end else ""
        lines.append(title + write_marks(paragraph, inside, at))
        at += len(paragraph) + 2
    lines += [_party_line(p) for p in passage.parties]
    lines += [_event_line(e) for e in passage.events]
    lines += [_said_line(s, passage.text) for s in passage.statements]
    lines += [f"note {n}" for n in passage.notes]
    return "\n".join(lines)


def write_all(passages: Iterable[Passage]) -> str:
    """A whole file."""
    return "\n\n".join(map(write, passages)) + "\n"


def _party_line(party: Party) -> str:
    return f"actor {' = '.join(party.keys)}; country {party.country or '-'}; sector {party.sector}; kind {party.kind}"


def _event_line(event: Event) -> str:
    parts = [f"event {event.key}", event.type, event.mode or "-", event.status]
    roles = {
        "actor": event.actors, "recipient": event.recipients, "asserted": event.asserted, "denied": event.denied,
        "time": event.times, "place": event.places, "cue": (event.cue,) if event.cue else (),
    }  # fmt: skip
    parts += [f"{role} {' '.join(keys)}" for role, keys in roles.items() if keys]
    parts += ["background"] if event.background else []
    parts += [" ".join(filter(None, (f.what, f.key, _range(f)))) for f in event.figures]
    parts += [f"contexts {' '.join(event.contexts)}"] if event.contexts else []
    return "; ".join(parts)


def _range(figure: Figure) -> str:
    if figure.high == figure.low:
        return str(figure.low)
    return f"{figure.low}..{'' if figure.high is None else figure.high}"


def _said_line(said: Said, text: str) -> str:
    parts = [f"said {said.key}", said.kind, f"speaker {said.speaker or '-'}"]
    parts += [f"addressee {' '.join(said.addressees)}"] if said.addressees else []
    parts += [f"cue {said.cue}"] if said.cue else []
    quoted = (text[p.start : p.end].replace("\\", "\\\\").replace('"', '\\"') for p in said.content)
    pieces = (p.key or f'"{words}"' for p, words in zip(said.content, quoted, strict=True))
    return "; ".join([*parts, f"content {' '.join(pieces)}"])


def files(folder: Path) -> Iterator[Path]:
    """All passage files of a folder, in the order of their names."""
    yield from sorted(folder.rglob("*.passages"))
