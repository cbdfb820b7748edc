"""What must hold inside one passage beyond its syntax: keys, roles, negatives, quotations.

Comes in: a passage as read. Goes out: line numbers with what is wrong there. It does not judge whether a label is right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from passages import Event, Passage, Said

QUOTES = '"“”„«»'
_QUOTED = re.compile(r"(?:^|[\s(\[—–-])['‘]|[\"“”„«»]")
Fault = tuple[int, str]


def faults(passage: Passage) -> Iterator[Fault]:
    """All faults of a passage, each with its line."""
    yield from _keys(passage)
    for event in passage.events:
        yield from ((event.line, m) for m in _event(event, passage))
    for said in passage.statements:
        yield from ((said.line, m) for m in _said(said, passage))
    if not passage.events and not passage.negative:
        yield passage.line, "no event: say which negative this is (note negative: sport, statement, metaphor ...)"
    if passage.events and passage.negative:
        yield (
            passage.line,
            "a passage with events is no negative; for a neighbour write: note neighbour: request/threaten",
        )


def _keys(passage: Passage) -> Iterator[Fault]:
    """Keys named but not marked, marked but not named, or named twice."""
    marked = {m.key for m in passage.marks}
    named = _named(passage)
    yield from ((line, f"key {key} is not marked in the text") for key, line in named.items() if key not in marked)
    for key in sorted(marked - set(named)):
        yield passage.line, f"mark {key} ({passage.words(key)}) is named by no line"
    owners = Counter(k for p in passage.parties for k in p.keys)
    yield from (
        (passage.line, f"key {k} stands in two actor lines or twice in one") for k, n in owners.items() if n > 1
    )
    labels = Counter([e.key for e in passage.events] + [s.key for s in passage.statements])
    yield from ((passage.line, f"key {k} stands for two events or statements") for k, n in labels.items() if n > 1)
    for said in passage.statements:
        if said.key in marked:
            yield said.line, f"{said.key} is the statement's own name and marks nothing; name marks in cue and content"


def _named(passage: Passage) -> dict[str, int]:
    """Every key that a line names, with the first such line."""
    named: dict[str, int] = {}
    for party in passage.parties:
        named |= {k: passage.line for k in party.keys if k not in named}
    for event in passage.events:
        cue = (event.cue,) if event.cue else ()
        figures = (f.key for f in event.figures if f.key)
        for key in (event.key, *_roles(event), *event.times, *event.places, *cue, *figures):
            named.setdefault(key, event.line)
    for said in passage.statements:
        keys = (said.speaker, *said.addressees, said.cue, *(p.key for p in said.content))
        for key in filter(None, keys):
            named.setdefault(key, said.line)
    return named


def _roles(event: Event) -> tuple[str, ...]:
    return (*event.actors, *event.recipients, *event.asserted, *event.denied)


def _event(event: Event, passage: Passage) -> Iterator[str]:
    parties = {k for p in passage.parties for k in p.keys}
    yield from (f"{k} is in a role but has no actor line" for k in dict.fromkeys(_roles(event)) if k not in parties)
    if event.key in parties:
        yield f"{event.key} is the trigger and a party"
    if event.key in {m.key for m in passage.marks}:
        count = len(passage.words(event.key).split())
        if count > 4:
            yield f'the trigger "{passage.words(event.key)}" has {count} words; 1 to 4 are allowed'
    if event.status == "denied" and not event.denied:
        yield "status denied needs the party that denies (denied k)"
    for name, keys in (("actor", event.actors), ("recipient", event.recipients)):
        owners = [passage.party(k) for k in keys]
        if any(o and owners.count(o) > 1 for o in owners):
            yield f"one party stands twice as {name}"


def _said(said: Said, passage: Passage) -> Iterator[str]:
    parties = {k for p in passage.parties for k in p.keys}
    for key in (said.speaker, *said.addressees):
        if key and key not in parties:
            yield f"{key} is in a role but has no actor line"
    cue = next((m for m in passage.marks if m.key == said.cue), None)
    for piece in said.content:
        yield from _piece_faults(passage.text, piece.start, piece.end)
        if cue and piece.start < cue.end and cue.start < piece.end:
            yield "the cue lies inside the content"
    if said.kind != "indirect" and not _QUOTED.search(passage.text):
        yield f"{said.kind} speech, but the text has no quotation marks"
    if said.kind == "indirect" and any(passage.text[p.start - 1 : p.start] in tuple(QUOTES) for p in said.content):
        yield "indirect speech, but its content begins at a quotation mark"


def _piece_faults(text: str, start: int, end: int) -> Iterator[str]:
    words = text[start:end]
    if words[0] in QUOTES and words[-1] in QUOTES and not any(q in words[1:-1] for q in QUOTES):
        yield "content is given without the outer quotation marks"
    before, after = text[start - 1 : start], text[end : end + 1]
    if (before.isalnum() and words[0].isalnum()) or (after.isalnum() and words[-1].isalnum()):
        yield f'the content "{words[:40]}" cuts through a word'
