"""A coding as people corrected it: a pure function of what the coder found and of what reviewers said.

Comes in: a coding and its reviews. Goes out: the coding with the values that reviewers gave, with what they added, and the
verdict on each record. What a reviewer chose in the text is a span like any other; what they said without words names the
reviewer as its ground. A correction whose words the text does not have any more is passed over. Touches no database.

A replacement is JSON by field. Words are {"start", "end", "text"}; a party is words with {"name", "kind", "country", "sector"}
and, if it is one that the coder found, {"actor": id}.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dragoman.errors import BadQuery
from dragoman.model import Actor, Coding, Event, EventPlace, Figure, Range, Slot, Span, Statement, When
from dragoman.store.bodies import hashed

Json = Mapping[str, Any]
SCALARS = {
    "event": ("type", "mode", "quad", "intensity", "status", "background"),
    "statement": ("kind", "act"),
}  # fmt: skip
SPOKEN = {
    "event": ("trigger", "actors", "recipients", "asserted_by", "denied_by", "when", "place", "figures"),
    "statement": ("speaker", "addressees", "cue", "content", "about"),
}  # fmt: skip
"""Fields whose values have words."""
COLUMNS = ("first", "last", "place_country", "admin1", "latitude", "longitude", "geonames")
"""Parts of an event's time and place that can be changed without words."""
CHANGEABLE = {"event": (*SCALARS["event"], *SPOKEN["event"], *COLUMNS), "statement": (*SCALARS["statement"], *SPOKEN["statement"])}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Review:
    """What one person said of one record."""

    key: int
    kind: str
    record: str
    """The id that it holds for now."""
    verdict: str
    replacement: Json
    by: str
    undoes: int | None = None
    final: bool = False


def acting(reviews: Iterable[Review]) -> list[Review]:
    """Those that are not undone, in order; of one record only the final ones where there are such."""
    ordered = sorted(reviews, key=lambda r: r.key)
    dead: set[int] = set()
    for review in reversed(ordered):
        if review.verdict == "undone" and review.key not in dead and review.undoes is not None:
            dead.add(review.undoes)
    alive = [r for r in ordered if r.key not in dead and r.verdict not in ("undone", "noted")]
    settled = {r.record for r in alive if r.final}
    return [r for r in alive if r.final or r.record not in settled or r.verdict == "added"]


def corrected(coding: Coding, reviews: Iterable[Review]) -> tuple[Coding, dict[str, str]]:
    """The coding with the reviews in it, and the verdict on each record that has one."""
    made = _Made(coding)
    verdicts: dict[str, str] = {}
    for review in acting(reviews):
        if made.apply(review):
            verdicts[review.record] = (
                review.verdict if verdicts.get(review.record) != "added" or review.verdict == "wrong" else "added"
            )
    return made.coding(), verdicts


def check(coding: Coding, review: Review) -> None:
    """Raise `BadQuery` where a review says what cannot be."""
    for field in review.replacement:
        if review.verdict != "added" and field not in CHANGEABLE[review.kind]:
            raise BadQuery(f"A review cannot change {field!r}: use {', '.join(CHANGEABLE[review.kind])}.")
    _Made(coding).apply(review, strict=True)


class _Made:
    """The records of a coding while reviews act on them."""

    def __init__(self, coding: Coding) -> None:
        self.given = coding
        self.actors = {a.id: a for a in coding.actors}
        self.events = {e.id: e for e in coding.events}
        self.statements = {s.id: s for s in coding.statements}

    def coding(self) -> Coding:
        return replace(
            self.given, actors=tuple(self.actors.values()), events=tuple(self.events.values()),
            statements=tuple(self.statements.values()),
        )  # fmt: skip

    def apply(self, review: Review, *, strict: bool = False) -> bool:
        """Let a review act; whether its record is there."""
        kept: dict[str, Any] = self.events if review.kind == "event" else self.statements
        record = kept.get(review.record)
        if record is None and review.verdict == "added":
            record = self._new(review, strict)
        if record is None:
            return False
        for field in _order(review.replacement):
            if field in CHANGEABLE[review.kind]:
                try:
                    record = self._changed(record, review.kind, field, review.replacement[field])
                except (BadQuery, KeyError, TypeError, ValueError, AttributeError) as error:
                    if strict:
                        raise BadQuery(
                            str(error)
                            if isinstance(error, BadQuery)
                            else f"The value of {field!r} cannot be read: see the API's examples."
                        ) from error
        kept[review.record] = record
        return True

    def _new(self, review: Review, strict: bool) -> Event | Statement | None:
        """A record that the coder missed, from the words that express it."""
        try:
            if review.kind == "event":
                trigger = self._span(review.replacement["trigger"])
                sentence = _sentence(self.given, trigger)
                return Event(
                    review.record, "", None, (), 1, 0.0, "happened", None, False, trigger, sentence,
                    basis={"type": f"added by {review.by or 'a reviewer'}"}, score=1.0,
                )  # fmt: skip
            content = tuple(self._span(c) for c in review.replacement["content"])
            if not content:
                raise BadQuery("A statement needs the words that are said.")
            return Statement(review.record, None, (), "indirect", None, content, "say", score=1.0)
        except (BadQuery, KeyError, TypeError, ValueError) as error:
            if strict:
                raise BadQuery(
                    str(error)
                    if isinstance(error, BadQuery)
                    else "What is added needs its words: `trigger` for an event, `content` for a statement."
                ) from error
            return None

    def _changed(self, record: Any, kind: str, field: str, value: Any) -> Any:
        """The record with one field as a reviewer gave it."""
        if field in SCALARS[kind]:
            return replace(record, **{field: bool(value) if field == "background" else value})
        read: dict[str, Callable[[Any], Any]] = {
            "trigger": self._span, "cue": lambda v: v and self._span(v), "content": lambda v: tuple(self._span(c) for c in v),
            "speaker": lambda v: v and self._slot(v), "about": tuple, "figures": lambda v: tuple(self._figure(f) for f in v),
            "when": lambda v: v and self._when(v), "place": lambda v: self._place(v, record),
        }  # fmt: skip
        if field in ("actors", "recipients", "asserted_by", "denied_by", "addressees"):
            return replace(record, **{field: tuple(self._slot(s) for s in value)})
        if field in ("first", "last"):
            return replace(record, when=self._day(record, field, value))
        if field in COLUMNS:
            return replace(record, place=self._part(record, field, value))
        made = replace(record, **{field: read[field](value)})
        if field == "figures":
            return replace(made, counts=_counts(made.figures))
        return replace(made, sentence=_sentence(self.given, made.trigger)) if field == "trigger" else made

    def _span(self, words: Json) -> Span:
        """The words where they stood, else at their next occurrence."""
        text, said = self.given.document.text, words.get("text")
        start, end = int(words["start"]), int(words["end"])
        if not 0 <= start < end <= len(text) or (said is not None and text[start:end] != said):
            start = (
                min((m for m in _occurrences(text, said) if m >= 0), key=lambda m: abs(m - start), default=-1)
                if said
                else -1
            )
            end = start + len(said or "")
        if start < 0:
            raise BadQuery("The words do not stand in this report: choose them in its text.")
        return self.given.document.span(start, end)

    def _slot(self, words: Json) -> Slot:
        """A party by its words: one of the coding's if it is named, or has them as a mention, else a new one."""
        span = self._span(words)
        known = self.actors.get(str(words.get("actor") or ""))
        name = str(words.get("name") or span.text)
        if known is None and "name" not in words:
            known = next((a for a in self.actors.values() if any(_overlap(m, span) for m in a.mentions)), None)
        known = known or next((a for a in self.actors.values() if a.name == name), None)
        given = {k: words[k] for k in ("kind", "country", "sector") if words.get(k)}
        if known is None:
            id = "a-" + hashed(f"{self.given.document.id}|{name}")[:12]
            facts = {"kind": "group", "country": None, "sector": "UNK"} | given
            known = Actor(id, name, mentions=(span,), basis=dict.fromkeys(given, "a reviewer"), **facts)
        elif given and any(getattr(known, k) != v for k, v in given.items()):
            known = replace(known, **given, basis={**known.basis, **dict.fromkeys(given, "a reviewer")})
        self.actors[known.id] = known
        return Slot(known.id, span)

    def _when(self, value: Json) -> When:
        start, end = (date.fromisoformat(value[k]) if value.get(k) else None for k in ("start", "end"))
        if start and end and end < start:
            raise BadQuery("The last day lies before the first: give them in order.")
        return When(start, end or start, value.get("grain") or "day", self._span(value["span"]))

    def _place(self, value: Any, record: Event) -> EventPlace | None:
        if value is None:
            return None
        if isinstance(value, str):  # a name without words
            return self._part(record, "name", value)
        span = self._span(value["span"])
        known = {k: value.get(k) for k in ("country", "admin1", "latitude", "longitude", "geonames")}
        return EventPlace(value.get("name") or span.text, span=span, **known)

    def _day(self, record: Event, field: str, value: str) -> When:
        day = date.fromisoformat(value)
        old = record.when or When(day, day, "day", record.trigger)
        return replace(old, start=day) if field == "first" else replace(old, end=day)

    def _part(self, record: Event, field: str, value: Any) -> EventPlace:
        old = record.place or EventPlace("", None, None, None, None, None, record.trigger)
        return replace(old, **{"country" if field == "place_country" else field: value})

    def _figure(self, value: Json) -> Figure:
        high = value.get("max", value["min"])
        return Figure(
            str(value["what"]),
            int(value["min"]),
            None if high is None else int(high),
            None,
            (),
            self._span(value["span"]),
        )


def _order(replacement: Json) -> Sequence[str]:
    """Words before what is said without them, so that a day given beside new words stays."""
    return sorted(replacement, key=lambda f: f in COLUMNS)


def _counts(figures: Sequence[Figure]) -> dict[str, Range]:
    found: dict[str, Range] = {}
    for what in dict.fromkeys(f.what for f in figures):
        of = [f for f in figures if f.what == what]
        highs = [f.max for f in of if f.max is not None]
        found[what] = Range(min(f.min for f in of), max(highs) if len(highs) == len(of) else None)
    return found


def _sentence(coding: Coding, words: Span) -> Span:
    """The sentence around some words: one that the coder knows, else up to the next stops."""
    known = next(
        (e.sentence for e in coding.events if e.sentence.start <= words.start and words.end <= e.sentence.end), None
    )
    if known:
        return known
    text = coding.document.text
    before = [
        found + len(stop) for stop in (". ", "! ", "? ", "\n") if (found := text.rfind(stop, 0, words.start)) >= 0
    ]
    start = max(before, default=0)
    ends = [found + 1 for stop in (".", "!", "?") if (found := text.find(stop, words.end)) >= 0]
    line = text.find("\n", words.end)
    end = min([*ends, *([line] if line >= 0 else []), len(text)])
    return coding.document.span(start, max(end, words.end))


def _occurrences(text: str, words: str | None) -> list[int]:
    found, at = [], -1
    while words and (at := text.find(words, at + 1)) >= 0:
        found.append(at)
    return found


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
