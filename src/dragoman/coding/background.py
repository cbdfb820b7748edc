"""Old news told for context, or the news of the day?

Comes in: the events of a report, dated. Goes out: the same, each with whether it is background (GUIDE.md, 2 and 5.15), and the
ground. A stated time decides. Without one the way of telling does: a logistic sum of the signs in `signs`, with weights
in background.json, fitted on the annotated training reports by `training/fit_background.py`.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib import resources

from dragoman.coding.dating import is_ground
from dragoman.coding.distinct import Placed
from dragoman.coding.scoring import tense
from dragoman.coding.speech import Speech
from dragoman.coding.syntax import Syntax
from dragoman.model import Annotation, Time

OLD = timedelta(days=31)
"""A recalled event happened more than about a month before publication (GUIDE.md, section 2)."""
LIKELY = 0.4
"""From this probability on an event without a time of its own is background: there F1 is flat in cross-validation."""
AHEAD = frozenset({"planned", "considered", "hypothetical"})
PAST_WORDS = frozenset(
    {"previously", "formerly", "historically", "earlier", "once", "originally", "before", "initially"}
)
PAST_MODIFIERS = frozenset({"previous", "past", "former", "earlier", "historic", "prior", "old", "initial", "original"})
RECURRENT = frozenset(
    {"repeatedly", "often", "already", "long", "always", "eventually", "frequently", "subsequently", "later"}
)
NOW = frozenset({"now", "today", "currently", "meanwhile", "also", "then", "so"})
PERFECT = frozenset({"has", "have", "'ve", "’ve"})
DEFINITE = frozenset({"the", "this", "that", "its", "his", "their"})
REACH = 12
"""Sentences back over which a paragraph's times are looked for."""
AGO = frozenset({"ago", "decade", "decades", "years", "past"})


def told_as_background(
    scored: Sequence[tuple[Placed, float]], annotation: Annotation, syntax: Syntax, speech: Speech
) -> list[tuple[Placed, float]]:
    """Decide for each event of a report; what its time alone says of it was known before, and scores rest on that."""
    around = Surroundings.of(annotation)
    return [(_decided(one, around, annotation, syntax, speech), score) for one, score in scored]


def _decided(one: Placed, around: Surroundings, annotation: Annotation, syntax: Syntax, speech: Speech) -> Placed:
    if one.draft.status in AHEAD:
        return replace(one, background=False, ground="")
    stated = by_time(one.when, annotation.document.published)
    if stated is not None:
        return replace(one, background=bool(stated), ground=stated)
    if one.draft.denied_by:
        return replace(one, background=False, ground="")  # a dispute of the day (GUIDE.md, 5.15)
    found = signs(one, around, syntax, speech)
    value = likelihood(found)
    if value < LIKELY:
        return replace(one, background=False, ground="")
    return replace(one, background=True, ground=f"told as context ({value:.2f}): {', '.join(_weightiest(found))}")


def by_time(time: Time | None, published: date | None) -> str | None:
    """Why its time makes an event background, "" where it does not, None where the time does not tell."""
    if time is None or published is None:
        return None
    end = time.end or time.start
    if end and time.end is not None and end < published - OLD:
        return f"happened over a month before publication: {time.span.text}"
    if time.start and time.start < published - OLD and time.end == published:
        return f"told as going on for over a month: {time.span.text}"
    return None if time.grain in ("year", "decade") else ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a report tells around its sentences: their times, and where in the report they stand."""

    annotation: Annotation
    times: Mapping[int, Sequence[Time]]
    """By sentence."""

    @classmethod
    def of(cls, annotation: Annotation) -> Surroundings:
        ends = [s.span.end for s in annotation.sentences]
        times: dict[int, list[Time]] = {}
        for time in annotation.times:
            times.setdefault(bisect_right(ends, time.span.start), []).append(time)
        return cls(annotation, times)

    @property
    def last(self) -> int:
        """Number of the last sentence."""
        return len(self.annotation.sentences) - 1

    def words(self, sentence: int) -> set[str]:
        """The lemmas of a sentence."""
        there = self.annotation.sentences[sentence]
        return {t.lemma for t in self.annotation.tokens[there.first : there.last]}

    def age(self, sentence: int) -> str:
        """Whether the times of a sentence are "old", "recent" or "both"; "" without any."""
        published = self.annotation.document.published
        found = {by_time(t, published) for t in self.times.get(sentence, ()) if t.start}
        old, recent = any(found - {None, ""}), "" in found
        return "both" if old and recent else "old" if old else "recent" if recent else ""

    def told_before(self, sentence: int) -> str:
        """The age of the nearest times before a sentence, inside its paragraph and `REACH`."""
        sentences = self.annotation.sentences
        for n in range(sentence - 1, max(-1, sentence - REACH - 1), -1):
            if sentences[n].paragraph != sentences[sentence].paragraph:
                return ""
            if age := self.age(n):
                return age
        return ""


def signs(one: Placed, around: Surroundings, syntax: Syntax, speech: Speech) -> list[str]:
    """What speaks for or against background, each a short name."""
    draft, head = one.draft, one.draft.trigger.head
    part = draft.sentence / max(around.last, 1)
    checks = {
        "quoted": any(s.kind == "direct" for s in speech.around(head, head)),
        "said": any(s.kind != "direct" for s in speech.around(head, head)),
        "title": draft.in_title,
        "first": draft.sentence <= 1,
        "early": draft.sentence <= 3,
        "second half": part > 1 / 2,
        "last third": part > 2 / 3,
        "last": part > 0.85,
        "dated by a year": one.when is not None,
        "asserted": bool(draft.asserted_by),
        "no actor": not draft.actors,
        "no recipient": not draft.recipients,
        "counts": bool(one.counts),
        "place": one.place is not None,
        **_worded(one, around, syntax),
    }
    verb = syntax.clause(head)
    noun = draft.trigger.lexeme.category == "noun"
    form = f"noun {syntax.tokens[head].dep}" if noun else tense(syntax, head)
    return [
        *(name for name, holds in checks.items() if holds), f"form {form}", f"clause {syntax.tokens[verb].dep}",
        f"type {draft.type}", f"mode {draft.type} {draft.mode}", f"status {draft.status}",
        f"same sentence {around.age(draft.sentence)}", f"before {around.told_before(draft.sentence)}",
        f"head {syntax.tokens[head].lemma}",
    ]  # fmt: skip


def _worded(one: Placed, around: Surroundings, syntax: Syntax) -> dict[str, bool]:
    """Signs in the words around the trigger: tense and adverbs."""
    head = one.draft.trigger.head
    verb = syntax.clause(head)
    helpers = {syntax.tokens[a].text.lower() for a in syntax.auxiliaries(verb)}
    beside = [syntax.tokens[c] for i in (verb, head) for c in syntax.children[i]]
    near = {t.lemma for t in beside if t.dep in ("advmod", "amod", "npadvmod", "neg")}
    above = syntax.clause(syntax.tokens[verb].head)
    owned = syntax.dependents(head, "det", "poss")
    return {
        "pluperfect": "had" in helpers,
        "perfect": bool(helpers & PERFECT),
        "past word": bool(near & PAST_WORDS),
        "past modifier": bool(near & PAST_MODIFIERS),
        "recurrent": bool(near & RECURRENT),
        "now": bool(near & NOW),
        "years ago": bool(around.words(one.draft.sentence) & AGO),
        "ground": is_ground(syntax, one.draft, head, verb) or is_ground(syntax, one.draft, verb, above),
        "definite": any(syntax.tokens[c].lemma in DEFINITE for c in owned),
    }


def likelihood(found: Sequence[str]) -> float:
    """The share of background among events with these signs, as far as the fit goes."""
    table = weights()
    return 1 / (1 + math.exp(-table.get("bias", 0.0) - sum(table.get(s, 0.0) for s in found)))


def _weightiest(found: Sequence[str]) -> list[str]:
    """The three signs that speak most for it."""
    table = weights()
    return sorted((s for s in found if table.get(s, 0.0) > 0), key=lambda s: -table[s])[:3]


@cache
def weights() -> Mapping[str, float]:
    """Sign -> weight, with "bias" for the constant."""
    text = resources.files("dragoman.coding").joinpath("background.json").read_text(encoding="utf-8")
    return {str(k): float(v) for k, v in json.loads(text).items()}
