"""A coding as rows: what questions are asked of, made from the coding and nothing else.

Comes in: a coding, the key of its row, the next free keys. Goes out: rows for the tables of 001_records.sql. Being a
pure function, it also says what the rows should be (`verify`, `rebuild`). Touches no database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dragoman.model import Actor, Coding, Event, Slot, Span, Statement, When

Row = tuple[Any, ...]
TABLES = ("actor", "event", "statement", "about", "event_slot", "statement_slot", "stance", "figure", "dyad", "span")
"""In the order in which they can be written."""
KEYED = ("actor", "event", "statement")
"""Those whose first column is a key of their own."""
GAP = " […] "
"""Between the pieces of a broken statement."""


@dataclass(slots=True)
class Keys:
    """The next free key of each keyed table."""

    actor: int = 1
    event: int = 1
    statement: int = 1

    def take(self, table: str) -> int:
        """Give the next key and step on."""
        key: int = getattr(self, table)
        setattr(self, table, key + 1)
        return key


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows by table."""

    tables: dict[str, list[Row]] = field(default_factory=lambda: {t: [] for t in TABLES})

    def add(self, table: str, *row: Any) -> None:
        """Note one row."""
        self.tables[table].append(row)


def rows(coding: Coding, key: int, keys: Keys) -> Rows:
    """Lay out one coding."""
    made = Rows()
    actors = {a.id: keys.take("actor") for a in coding.actors}
    for actor in coding.actors:
        _actor(made, actor, actors[actor.id], key)
    by_id = {a.id: a for a in coding.actors}
    published = coding.document.published
    for event in coding.events:
        number = keys.take("event")
        _event(made, event, number, key, published)
        _slots(made, "event_slot", number, actors, {
            "actor": event.actors, "recipient": event.recipients,
            "asserted_by": event.asserted_by, "denied_by": event.denied_by,
        })  # fmt: skip
        for n, (kind, slot, span, said_in) in enumerate(_stances(event)):
            made.add("stance", number, n, kind, actors[slot.actor] if slot else None, span.start, said_in)
        for n, figure in enumerate(event.figures):
            said = "; ".join(by_id[s.actor].name for s in figure.said_by)
            made.add("figure", number, n, figure.what, figure.min, figure.max, said)
        first = days(event.when, published)[0]
        for left, right, way in sorted(_dyads(event, by_id)) if first else ():
            made.add("dyad", left, right, way, first, number)
    for statement in coding.statements:
        number = keys.take("statement")
        _statement(made, statement, number, key, published)
        speaker = [statement.speaker] if statement.speaker else []
        _slots(made, "statement_slot", number, actors, {"speaker": speaker, "addressee": statement.addressees})
        for about in dict.fromkeys(statement.about):
            made.add("about", number, about)
    for record, name, n, span in spans(coding):
        made.add("span", key, record, name, n, span.start, span.end)
    return made


def days(when: When | None, published: date | None) -> tuple[str | None, str | None, str]:
    """First and last day and where they come from: stated, published or unknown."""
    if when and (when.start or when.end):
        known = sorted(d for d in (when.start, when.end) if d)
        return known[0].isoformat(), known[-1].isoformat(), "stated"
    if published:
        return published.isoformat(), published.isoformat(), "published"
    return None, None, "unknown"


def _actor(made: Rows, actor: Actor, number: int, key: int) -> None:
    office = actor.office
    made.add(
        "actor", number, key, actor.id, actor.name, actor.kind, actor.country, actor.sector, " ".join(actor.sectors),
        office and office.title, office and office.organisation, actor.wikidata,
    )  # fmt: skip


def _event(made: Rows, event: Event, number: int, key: int, published: date | None) -> None:
    first, last, basis = days(event.when, published)
    place = event.place
    made.add(
        "event", number, key, event.id, event.type, event.mode, " ".join(event.contexts), event.quad, event.intensity,
        event.status, int(event.background), event.score, first, last, basis,
        event.when.grain if event.when else None, place and place.name, place and place.country,
        place and place.admin1, place and place.latitude, place and place.longitude, place and place.geonames,
        event.trigger.text, event.trigger.start, event.sentence.start, event.sentence.end, None,
    )  # fmt: skip


def _statement(made: Rows, statement: Statement, number: int, key: int, published: date | None) -> None:
    first, last, basis = days(statement.when, published)
    made.add(
        "statement", number, key, statement.id, statement.kind, statement.act,
        statement.cue.text if statement.cue else None, GAP.join(c.text for c in statement.content),
        min((c.start for c in statement.content), default=0), max((c.end for c in statement.content), default=0),
        first, last, basis, statement.score, None,
    )  # fmt: skip


def _slots(made: Rows, table: str, number: int, actors: dict[str, int], roles: dict[str, Sequence[Slot]]) -> None:
    for role, slots in roles.items():
        for n, slot in enumerate(slots):
            made.add(table, number, role, n, actors[slot.actor])


def _stances(event: Event) -> list[tuple[str, Slot | None, Span, str | None]]:
    """Who stands where on an event, in text order; who asserts or denies it and has no stance of its own too."""
    found = [(s.kind, s.by, s.span, s.statement) for s in event.stances]
    told = {(kind, by.actor) for kind, by, _, _ in found if by}
    for kind, slots in (("asserts", event.asserted_by), ("denies", event.denied_by)):
        found += [(kind, s, s.span, None) for s in slots if (kind, s.actor) not in told]  # type: ignore[misc]
    return [(k, by, span, said_in) for k, by, span, said_in in sorted(found, key=lambda f: (f[2].start, f[0]))]


def _dyads(event: Event, by_id: dict[str, Actor]) -> set[tuple[str, str, str]]:
    """Pairs of countries: the one acting on the other ("to"), or the two doing it together ("with", both ways)."""
    who = {c for s in event.actors if (c := by_id[s.actor].country)}
    whom = {c for s in event.recipients if (c := by_id[s.actor].country)}
    together = {(a, b, "with") for a in who for b in who if a != b}
    return {(a, b, "to") for a in who for b in whom} | together


def spans(coding: Coding) -> Iterator[tuple[str, str, int, Span]]:
    """Every span of a coding with the record and field that it proves, numbered within the field."""
    for actor in coding.actors:
        yield from _numbered(actor.id, "mentions", actor.mentions)
    for event in coding.events:
        yield from _numbered(event.id, "trigger", [event.trigger])
        yield from _numbered(event.id, "sentence", [event.sentence])
        yield from _numbered(event.id, "status_cue", [event.status_cue])
        for name in ("actors", "recipients", "asserted_by", "denied_by"):
            yield from _numbered(event.id, name, [s.span for s in getattr(event, name)])
        yield from _numbered(event.id, "stances", [s.span for s in event.stances])
        yield from _numbered(event.id, "stances.by", [s.by.span if s.by else None for s in event.stances])
        yield from _numbered(event.id, "when", [event.when.span if event.when else None])
        yield from _numbered(event.id, "place", [event.place.span if event.place else None])
        yield from _numbered(event.id, "figures", [f.span for f in event.figures])
        yield from _numbered(event.id, "figures.of", [f.of.span if f.of else None for f in event.figures])
        yield from _numbered(event.id, "figures.said_by", [s.span for f in event.figures for s in f.said_by])
    for statement in coding.statements:
        yield from _numbered(statement.id, "speaker", [statement.speaker.span if statement.speaker else None])
        yield from _numbered(statement.id, "addressees", [s.span for s in statement.addressees])
        yield from _numbered(statement.id, "cue", [statement.cue])
        yield from _numbered(statement.id, "content", statement.content)
        yield from _numbered(statement.id, "when", [statement.when.span if statement.when else None])
        yield from _numbered(statement.id, "place", [statement.place.span if statement.place else None])
    yield from _numbered("", "places", [p.span for p in coding.places])
    yield from _numbered("", "times", [t.span for t in coding.times])


def _numbered(record: str, name: str, found: Iterable[Span | None]) -> Iterator[tuple[str, str, int, Span]]:
    for n, span in enumerate(found):
        if span is not None:
            yield record, name, n, span


def faults(coding: Coding) -> str | None:
    """What makes a coding unfit to be stored, in one sentence; None where nothing does."""
    text = coding.document.text
    for record, name, _, span in spans(coding):
        if not 0 <= span.start < span.end <= len(text) or text[span.start : span.end] != span.text:
            return f"`{name}` of {record or 'the coding'} quotes words that do not stand at {span.start}:{span.end}."
    ids = [a.id for a in coding.actors] + [e.id for e in coding.events] + [s.id for s in coding.statements]
    if len(ids) != len(set(ids)):
        return "Two records of the coding have one id."
    known = {a.id for a in coding.actors}
    for slot in _all_slots(coding):
        if slot.actor not in known:
            return f"A slot names the actor {slot.actor!r}, which the coding does not have."
    return None


def _all_slots(coding: Coding) -> Iterator[Slot]:
    for event in coding.events:
        yield from (*event.actors, *event.recipients, *event.asserted_by, *event.denied_by)
        yield from (s.by for s in event.stances if s.by)
        for figure in event.figures:
            yield from (*figure.said_by, *((figure.of,) if figure.of else ()))
    for statement in coding.statements:
        yield from (*statement.addressees, *((statement.speaker,) if statement.speaker else ()))
