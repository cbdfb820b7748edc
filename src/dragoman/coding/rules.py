"""The coder: events by rules over the parse and the codebook's lexicon, alone (the reference) or with the encoder beside them.

Comes in: resolved annotations. Goes out: codings. The steps, each a module of its own, in the order of the flow:

    drafts.py         triggers -> frames -> drafts, sentence by sentence
    both.py           with an encoder: its sightings (sightings.py, network.py) and the drafts of the rules
    statements.py     who said what; speech.py: which words are whose
    answers.py        who denies, confirms or takes back what was said, or says nothing
    claims.py         who asserts and denies what
    circumstances.py  when, where, how many; dating.py: which time is whose
    distinct.py       one event for each real event
    narrative.py      days told a sentence or two before
    background.py     old news told for context
    scoring.py        how likely each is right; believing.py: the same with an encoder
    rivals.py         acts that different parties are blamed for

This module turns what is left into records. Without an encoder no model is called.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from dragoman.codebook import Codebook, EventType
from dragoman.coding import believing
from dragoman.coding.answers import Answer, answers
from dragoman.coding.arguments import Parties
from dragoman.coding.background import by_time, told_as_background
from dragoman.coding.both import combined
from dragoman.coding.circumstances import Circumstances
from dragoman.coding.claims import claims
from dragoman.coding.discourse import Discourse
from dragoman.coding.distinct import Placed, distinct, with_strays
from dragoman.coding.drafts import Draft, Watch, drafts
from dragoman.coding.figures import Count
from dragoman.coding.narrative import carried
from dragoman.coding.network import Network
from dragoman.coding.rivals import with_rivals
from dragoman.coding.scoring import score, signs
from dragoman.coding.sightings import sightings
from dragoman.coding.speech import Speech
from dragoman.coding.statements import statements
from dragoman.coding.status import Cues
from dragoman.coding.syntax import Syntax
from dragoman.coding.triggers import words_shown
from dragoman.coding.voices import Voices
from dragoman.model import (
    Actor,
    Annotation,
    Basis,
    Coding,
    Event,
    EventPlace,
    Figure,
    Place,
    Range,
    Slot,
    Span,
    Statement,
    Time,
    When,
    fault,
)

Setting = Literal["careful", "complete"]
"""`complete` leaves out what is weaker than pays in F1; `careful` what is right in fewer than about 8 of 10."""
WEAK: Mapping[Setting, float] = {"complete": 0.25, "careful": 0.75}
"""Events with a lower score are left out, by the rules alone (`training/fit_scores.py` prints what each threshold is worth)."""
WEAK_BOTH: Mapping[Setting, float] = {"complete": 0.3, "careful": 0.65}
"""The same where the encoder looks too (`training/fit_both.py`)."""

MENTIONED = 1.4
"""By how much more that score must be for what somebody mentions and does not claim against another: F1 of events and of
`asserted_by` rises on the training reports and on those that no rule was written with (docs/decisions.md)."""


def _silent(token: int, reason: str) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Report:
    """One annotated report as the rules see it: made once, read by every step."""

    annotation: Annotation
    syntax: Syntax
    speech: Speech
    answers: Sequence[Answer]
    voices: Voices
    parties: Parties
    around: Circumstances

    @classmethod
    def of(cls, annotation: Annotation) -> Report:
        talk = Discourse.of(annotation)
        voices = Voices(talk)
        speech = Speech.of(annotation, statements(talk, voices))
        answered = answers(talk, speech, voices.slot)
        parties, around = Parties.of(annotation, speech), Circumstances.of(annotation, talk.syntax)
        return cls(annotation, talk.syntax, speech, answered, voices, parties, around)

    @property
    def actors(self) -> tuple[Actor, ...]:
        """All parties, with those that speak and were none before."""
        return (*self.annotation.actors, *self.voices.made)


class RuleCoder:
    """Codes annotations with one codebook, by rules alone or with the encoder beside them; `weak` overrules the setting's."""

    def __init__(
        self,
        codebook: Codebook,
        network: Network | None = None,
        setting: Setting = "complete",
        weak: float | None = None,
    ) -> None:
        self.codebook = codebook
        self.network = network
        self.weak = (WEAK_BOTH if network else WEAK)[setting] if weak is None else weak
        careful = "" if setting == "complete" else f"-{setting}"
        self.name = f"{'encoder' if network else 'rules'}-1.0{careful}"
        self._cues = Cues.of(codebook)

    def code(self, docs: Iterable[Annotation]) -> Iterator[Coding]:
        """Yield one coding for each annotation, in order."""
        for annotation in docs:
            try:
                yield self.code_one(annotation)
            except Exception as error:  # a fault in one report must not cost the others
                document = annotation.document
                yield Coding(document, self.name, self.codebook.id, rejections=(fault("code", error),))

    def code_one(self, annotation: Annotation, watch: Watch = _silent) -> Coding:
        """Code one report; `watch` hears of every trigger that gave no event."""
        if annotation.rejections:
            return Coding(annotation.document, self.name, self.codebook.id, rejections=annotation.rejections)
        report = Report.of(annotation)
        kept = with_strays(self._kept(report, self.placed(report, watch), watch), report.around)
        kept = told_as_background(kept, report.annotation, report.syntax, report.speech)
        events = self._events(report, kept)
        events = with_rivals(events)
        said = _about(report, kept, events)
        used = _used(report.actors, events, said)
        places, times = annotation.places, annotation.times
        return Coding(annotation.document, self.name, self.codebook.id, used, events, said, places, times)

    def placed(self, report: Report, watch: Watch = _silent) -> list[Placed]:
        """The events of a report before they are scored and become records."""
        annotation, syntax = report.annotation, report.syntax
        found = drafts(annotation, syntax, report.parties, self.codebook, self._cues, watch)
        if self.network is not None:
            seen = sightings(annotation, self.network)
            found = combined(annotation, syntax, report.parties, self.codebook, self._cues, found, seen)
        found = claims(found, report.speech, report.answers, report.voices, annotation)
        told = distinct([_placed(d, report.around) for d in found], {a.id: a for a in report.actors})
        return carried(told, syntax)

    def _kept(self, report: Report, placed: Sequence[Placed], watch: Watch) -> list[tuple[Placed, float]]:
        """Those whose score is high enough, with it."""
        scored = [(one, self._score(one, report)) for one in placed]
        for one, value in scored:
            if value < self._least(one.draft):
                reason = f"{one.draft.type}: right in only about {10 * value:.0f} of 10 such cases"
                watch(one.draft.trigger.head, reason)
        return [(one, value) for one, value in scored if value >= self._least(one.draft)]

    def _score(self, one: Placed, report: Report) -> float:
        ruled = score(signs(one, report.annotation, report.syntax, report.speech))
        return ruled if one.draft.likely is None else believing.likelihood(believing.signs(one, ruled))

    def _least(self, draft: Draft) -> float:
        """The score from which on an event is kept; what somebody merely mentions must be surer."""
        return self.weak * (MENTIONED if draft.asserted_by and draft.status != "alleged" else 1)

    def _events(self, report: Report, placed: Sequence[tuple[Placed, float]]) -> list[Event]:
        ordinals: Counter[tuple[str, str]] = Counter()
        events = []
        for one, value in placed:
            trigger = report.annotation.span(*words_shown(report.syntax, one.draft.trigger))
            key = (one.draft.type, trigger.text)
            identity = _identity(report.annotation.document.id, *key, ordinals[key])
            ordinals[key] += 1
            events.append(self._event(report, one, trigger, identity, value))
        return events

    def _event(self, report: Report, one: Placed, trigger: Span, identity: str, value: float) -> Event:
        annotation, draft, lexeme = report.annotation, one.draft, one.draft.trigger.lexeme
        kind = self.codebook.types[draft.type]
        sentence = annotation.sentences[draft.sentence]
        words = [(t.lemma, t.text.lower()) for t in annotation.tokens[sentence.first : sentence.last]]
        figures = [_figure(report, c) for c in one.counts]
        cue = draft.reading.cue if draft.status == draft.reading.status else ()
        return Event(
            id=identity,
            type=draft.type,
            mode=draft.mode,
            contexts=tuple(sorted({*self.codebook.contexts_in(words), *lexeme.contexts})),
            quad=kind.quad,
            intensity=kind.intensity_of(draft.mode),
            status=draft.status,
            status_cue=annotation.span(min(cue), max(cue) + 1) if cue else None,
            background=one.background,
            trigger=trigger,
            sentence=sentence.span,
            actors=draft.actors,
            recipients=draft.recipients,
            asserted_by=draft.asserted_by,
            denied_by=draft.denied_by,
            stances=draft.stances,
            when=_when(one.when),
            place=_place(one.place),
            counts=_envelope(figures),
            figures=figures,
            basis=_basis(one, kind),
            score=value,
        )


def _basis(one: Placed, kind: EventType) -> Basis:
    """The ground of each value that no words of the text state."""
    lexeme = one.draft.trigger.lexeme
    basis = {"type": lexeme.source, "intensity": f"{kind.source}: {one.draft.mode or kind.code}"}
    if one.background:
        basis["background"] = one.ground
    if one.when and one.when.basis:
        basis["when"] = "; ".join(dict.fromkeys(one.when.basis.values()))
    if one.place and one.place.basis:
        basis["place"] = "; ".join(dict.fromkeys(one.place.basis.values()))
    return basis


def _placed(draft: Draft, around: Circumstances) -> Placed:
    when = around.when(draft)
    stated = by_time(when, around.published) or ""
    articles = around.syntax.dependents(draft.trigger.head, "det")
    new = any(around.syntax.tokens[c].lemma in ("a", "an", "another") for c in articles)
    return Placed(draft, when, around.place(draft), tuple(around.counted(draft)), bool(stated), stated, new)


def _identity(document: str, *parts: object) -> str:
    """A stable id: the same words in the same document give the same one, whichever coder finds them."""
    return hashlib.blake2b("\x1f".join(map(str, (document, *parts))).encode(), digest_size=8).hexdigest()


def _when(time: Time | None) -> When | None:
    return When(time.start, time.end, time.grain, time.span) if time else None


def _place(place: Place | None) -> EventPlace | None:
    if place is None:
        return None
    return EventPlace(
        place.name, place.country, place.admin1, place.latitude, place.longitude, place.geonames, place.span
    )


def _figure(report: Report, count: Count) -> Figure:
    whom = report.parties.at(count.head)
    of = report.parties.slots([whom])[0] if whom is not None else None
    span = report.annotation.span(count.first, max(count.last, count.first + 1))
    statement = report.speech.speaker(count.first)
    source = statement.speaker if statement else None
    return Figure(count.what, count.min, count.max, of, (source,) if source else (), span)


def _envelope(figures: Sequence[Figure]) -> Mapping[str, Range]:
    """Lowest minimum and highest maximum of each kind of figure; an open maximum stays open."""
    ranges: dict[str, Range] = {}
    for f in figures:
        seen = ranges.get(f.what)
        low = f.min if seen is None else min(seen.min, f.min)
        high = f.max if seen is None else (None if seen.max is None or f.max is None else max(seen.max, f.max))
        ranges[f.what] = Range(low, high)
    return ranges


def _about(report: Report, kept: Sequence[tuple[Placed, float]], events: Sequence[Event]) -> tuple[Statement, ...]:
    """The statements, each with the events that its words tell of."""
    inside: dict[str, list[str]] = {}
    for (one, _), event in zip(kept, events, strict=True):
        words = one.draft.trigger.words
        for statement in report.speech.around(words[0], words[-1]):
            inside.setdefault(statement.id, []).append(event.id)
    return tuple(replace(s, about=tuple(inside.get(s.id, ()))) for s in report.speech.statements)


def _used(actors: Sequence[Actor], events: Sequence[Event], said: Sequence[Statement]) -> tuple[Actor, ...]:
    """The parties that take part in something."""
    slots: list[Slot] = [
        s for e in events for group in (e.actors, e.recipients, e.asserted_by, e.denied_by) for s in group
    ]
    slots += [s.by for e in events for s in e.stances if s.by]
    slots += [s for x in said for s in (*([x.speaker] if x.speaker else []), *x.addressees)]
    slots += [s for e in events for f in e.figures for s in (*([f.of] if f.of else []), *f.said_by)]
    used = {s.actor for s in slots}
    return tuple(a for a in actors if a.id in used)
