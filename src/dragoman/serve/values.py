"""A record as a list of values, each with the words that prove it or the ground that it was inferred from.

Comes in: a coding and one of its events or statements. Goes out: values in the order in which a person asks: what, who, to
whom, how sure, when, where. Pages, review and evidence in the text are all made from these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dragoman.model import Actor, Basis, Coding, Event, Slot, Span, Statement
from dragoman.serve.drawing import days, label
from dragoman.serve.marking import Proof


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a record."""

    field: str
    """As in the record: type, actors, place, ..."""
    name: str
    """What the field is called on pages."""
    shown: str
    note: str = ""
    """Country and sector of a party, the mode of a type."""
    words: str = ""
    start: int | None = None
    end: int | None = None
    ground: str = ""
    """Why, where the words do not say it themselves."""
    actor: str = ""
    """Id of the party."""


def of_event(coding: Coding, event: Event) -> list[Value]:
    """What an event says."""
    by_id = {a.id: a for a in coding.actors}
    basis = event.basis
    type_note = event.mode or ""
    found = [_value("type", "What", event.type, event.trigger, basis, type_note)]
    for field, name in (("actors", "Who"), ("recipients", "To whom")):
        found += _slots(field, name, getattr(event, field), by_id)
    found.append(
        _value("status", "Status", event.status, event.status_cue, basis, "background" if event.background else "")
    )
    if "background" in basis:
        found.append(Value("background", "Background", "yes" if event.background else "no", ground=basis["background"]))
    for field, name in (("asserted_by", "Asserted by"), ("denied_by", "Denied by")):
        found += _slots(field, name, getattr(event, field), by_id)
    if event.when:
        row = {
            "first": event.when.start and event.when.start.isoformat(),
            "last": event.when.end and event.when.end.isoformat(),
        }
        found.append(_value("when", "When", days(row), event.when.span, basis))
    if event.place:
        where = ", ".join(dict.fromkeys(x for x in (event.place.name, event.place.admin1, event.place.country) if x))
        found.append(_value("place", "Where", where, event.place.span, basis))
    for figure in event.figures:
        high = "" if figure.max == figure.min else " or more" if figure.max is None else f" to {figure.max:,}"
        said = ", ".join(by_id[s.actor].name for s in figure.said_by)
        found.append(
            Value(
                "figures",
                "Figure",
                f"{figure.min:,}{high} {figure.what}",
                f"said by {said}" if said else "",
                *_words(figure.span),
            )
        )
    return found


def of_statement(coding: Coding, statement: Statement) -> list[Value]:
    """What a statement says."""
    by_id = {a.id: a for a in coding.actors}
    found: list[Value] = []
    if statement.speaker:
        found += _slots("speaker", "Speaker", [statement.speaker], by_id)
    found += _slots("addressees", "To", statement.addressees, by_id)
    if statement.cue:
        found.append(Value("act", "Act", statement.act, "", *_words(statement.cue)))
    else:
        found.append(Value("act", "Act", statement.act))
    found += [Value("content", "What is said", c.text, statement.kind, *_words(c)) for c in statement.content]
    return found


def proofs(record: str, values: Iterable[Value]) -> Iterator[Proof]:
    """The words of a record's values."""
    for value in values:
        if value.start is not None and value.end is not None:
            yield Proof(value.start, value.end, record, value.field)


def _value(field: str, name: str, shown: str, span: Span | None, basis: Basis, note: str = "") -> Value:
    words, start, end = _words(span) if span else ("", None, None)
    return Value(field, name, shown, note, words, start, end, basis.get(field, ""))


def _slots(field: str, name: str, slots: Sequence[Slot], by_id: dict[str, Actor]) -> Iterator[Value]:
    for slot in slots:
        actor = by_id[slot.actor]
        grounds = "; ".join(f"{k}: {v}" for k, v in actor.basis.items())
        yield Value(
            field,
            name,
            actor.name,
            label(actor.country, actor.sector),
            *_words(slot.span),
            ground=grounds,
            actor=actor.id,
        )


def _words(span: Span) -> tuple[str, int, int]:
    return span.text, span.start, span.end
