"""An event as it is compared with the events of other reports.

Comes in: an event of a coding, the parties of its actors, the first report of which its report is a copy. Goes out: a
`Happening`, which also goes into the file as JSON and comes back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from dragoman.model import Actor, Coding, Event, Slot

TOGETHER = frozenset(("CONSULT", "AGREE", "COOPERATE"))
"""Types whose sides are told in either order."""
SHORT = 4
"""Letters that a word needs to say what happened."""


@dataclass(frozen=True, slots=True)
class Happening:
    """What two tellings of one happening have in common."""

    event: str
    report: str
    root: int
    """The first report that this one is a copy of; its own key if none."""
    type: str
    mode: str | None
    status: str
    background: bool
    first: int | None
    last: int | None
    """Days as ordinals, both included."""
    stated: bool
    published: int | None
    actors: tuple[int, ...]
    """Keys of parties."""
    recipients: tuple[int, ...]
    sides: tuple[tuple[str, ...], tuple[str, ...]]
    """Country and sector of actors and recipients, like RUS:MIL."""
    states: tuple[int, ...]
    """Those of the parties that are states, which say less than others."""
    place: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    figures: Mapping[str, tuple[int, int | None]]
    words: tuple[str, ...]
    """Content words of the sentence."""
    disputed: bool
    """Somebody only asserts or denies it."""
    rivals: tuple[str, ...] = ()
    """Events of the same report that lay the act at the door of another party."""


def happening(
    coding: Coding,
    event: Event,
    parties: Mapping[str, int],
    root: int,
    first: str | None,
    last: str | None,
    stated: bool,
) -> Happening:
    """What an event is compared by; `parties` gives the key of each actor's party."""
    by_id = {a.id: a for a in coding.actors}
    place = event.place
    published = coding.document.published
    slots = (*event.actors, *event.recipients)
    return Happening(
        event.id, coding.document.id, root, event.type, event.mode, event.status, event.background,
        _ordinal(first), _ordinal(last), stated, published.toordinal() if published else None,
        _keys(event.actors, parties), _keys(event.recipients, parties),
        (_sides(event.actors, by_id), _sides(event.recipients, by_id)),
        _keys([s for s in slots if by_id[s.actor].kind == "state"], parties),
        place.name.casefold() if place else None, place.country if place else None,
        place.latitude if place else None, place.longitude if place else None,
        {what: (r.min, r.max) for what, r in event.counts.items()},
        words(event.sentence.text), bool(event.asserted_by or event.denied_by or event.status in ("alleged", "denied")),
        tuple(event.rivals),
    )  # fmt: skip


def _ordinal(day: str | None) -> int | None:
    return date.fromisoformat(day).toordinal() if day else None


def _keys(slots: object, parties: Mapping[str, int]) -> tuple[int, ...]:
    assert isinstance(slots, (list, tuple))
    return tuple(sorted({parties[s.actor] for s in slots}))


def _sides(slots: object, by_id: Mapping[str, Actor]) -> tuple[str, ...]:
    assert isinstance(slots, (list, tuple))
    found = {f"{by_id[s.actor].country or ''}:{by_id[s.actor].sector}" for s in slots if isinstance(s, Slot)}
    return tuple(sorted(found))


def words(sentence: str) -> tuple[str, ...]:
    """Content words, each once: numbers, and words of some length."""
    found = re.findall(r"\w+", sentence.casefold())
    return tuple(sorted({w for w in found if len(w) >= SHORT or w.isdigit()}))


def to_json(made: Happening) -> str:
    """As it lies in the file."""
    return json.dumps(asdict(made), ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Happening:
    """Read it again."""
    known = json.loads(text)
    for name in ("actors", "recipients", "states", "words", "rivals"):
        known[name] = tuple(known.get(name, ()))
    known["sides"] = tuple(tuple(side) for side in known["sides"])
    known["figures"] = {what: tuple(value) for what, value in known["figures"].items()}
    return Happening(**known)
