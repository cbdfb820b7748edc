"""Passages and annotated reports in one form: a text, its sentences, parties, triggers and attributions with spans.

Comes in: a `Passage`, or a packed report with its text. Goes out: `Labelled`. Offsets count the code points of the whole
text. It does not cut the text into examples; convert.py does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from passages import Passage
from sentences import sentences

Json = dict[str, Any]


class Words(NamedTuple):
    """Code points of the whole text, half-open."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Role:
    """One party in a role: its index among the parties, and the mention if it is known which."""

    party: int
    mention: Words | None = None


@dataclass(frozen=True, slots=True)
class Trigger:
    """One event of either form."""

    span: Words
    type: str
    mode: str | None
    status: str
    background: bool | None
    """None where it was not asked (partial passages)."""
    contexts: Sequence[str]
    cue: Words | None
    roles: Mapping[str, Sequence[Role]]
    times: Sequence[Words]
    places: Sequence[Words]
    figures: Sequence[tuple[str, int, int | None, Words | None]]


@dataclass(frozen=True, slots=True)
class Attribution:
    """One statement of either form."""

    kind: str
    speaker: Role | None
    addressees: Sequence[Role]
    cue: Words | None
    content: Sequence[Words]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with labels, the same for passages and reports."""

    id: str
    origin: str
    text: str
    title: Words | None
    sentences: Sequence[Words]
    parties: Sequence[Json]
    """country, sector, kind: null where unknown."""
    mentions: Sequence[Sequence[Words]]
    """Of each party, in text order."""
    triggers: Sequence[Trigger]
    attributions: Sequence[Attribution]
    complete: bool = True
    """False where only some events are labelled."""
    about: Json = field(default_factory=dict)
    """register, when, region, negative."""


# --- from passages ----------------------------------------------------------------------------------------------------


def of_passage(passage: Passage) -> Labelled:
    """A passage's labels with spans in place of keys."""
    spans = {m.key: Words(m.start, m.end) for m in passage.marks}
    owner = {k: n for n, p in enumerate(passage.parties) for k in p.keys}

    def roles(keys: Iterable[str]) -> list[Role]:
        return [Role(owner[k], spans[k]) for k in keys]

    unsure = passage.partial
    triggers = [
        Trigger(
            spans[e.key], e.type, e.mode, e.status, None if unsure else e.background, e.contexts,
            spans[e.cue] if e.cue else None,
            {"actors": roles(e.actors), "recipients": roles(e.recipients), "asserted": roles(e.asserted),
             "denied": roles(e.denied)},
            [spans[k] for k in e.times], [spans[k] for k in e.places],
            [(f.what, f.low, f.high, spans[f.key] if f.key else None) for f in e.figures],
        )
        for e in passage.events
    ]  # fmt: skip
    attributions = [
        Attribution(
            s.kind, roles([s.speaker])[0] if s.speaker else None, roles(s.addressees), spans[s.cue] if s.cue else None,
            [Words(p.start, p.end) for p in s.content],
        )
        for s in passage.statements
    ]  # fmt: skip
    parties = [
        {"country": p.country, "sector": None if unsure and p.sector == "UNK" else p.sector, "kind": p.kind}
        for p in passage.parties
    ]
    return Labelled(
        passage.id, "passages", passage.text, Words(0, passage.title_end) if passage.title_end else None,
        [Words(*s) for s in sentences(passage.text)], parties,
        [sorted(spans[k] for k in p.keys) for p in passage.parties], triggers, attributions, not unsure,
        {"register": passage.register, "when": passage.when, "region": passage.region, "negative": passage.negative},
    )  # fmt: skip


# --- from reports -----------------------------------------------------------------------------------------------------


def of_report(packed: Json, text: str) -> Labelled:
    """A packed report's labels; the mention of a party in a role is left open, for reports name parties only."""
    keys = {a["key"]: n for n, a in enumerate(packed["actors"])}

    def roles(names: Iterable[str]) -> list[Role]:
        return [Role(keys[k]) for k in names]

    triggers = [
        Trigger(
            Words(*e["trigger"]), e["type"], e["mode"], e["status"], e["background"], (), None,
            {"actors": roles(e["actors"]), "recipients": roles(e["recipients"]), "asserted": roles(e["asserted_by"]),
             "denied": roles(e["denied_by"])},
            [Words(*e["when"]["span"])] if e["when"] else [], [Words(*e["place"]["span"])] if e["place"] else [],
            [(what, n["min"], n["max"], None) for what, n in e["counts"].items()],
        )
        for e in packed["events"]
    ]  # fmt: skip
    attributions = [
        Attribution(
            s["kind"], Role(keys[s["speaker"]]) if s["speaker"] else None, roles(s["addressees"]),
            Words(*s["cue"]["span"]) if s["cue"] else None, [Words(*c["span"]) for c in s["content"]],
        )
        for s in packed["statements"]
    ]  # fmt: skip
    return Labelled(
        packed["id"], "reports", text, Words(*packed["title"]) if packed["title"][1] else None,
        [Words(*s) for s in packed["sentences"]], [{k: a[k] for k in ("country", "sector", "kind")} for a in packed["actors"]],
        [_occurrences(text, [text[s:e] for s, e in a["mentions"]]) for a in packed["actors"]], triggers, attributions,
        about={"register": "Wikinews report", "when": packed["published"][:4], "region": None, "negative": None},
    )  # fmt: skip


def _occurrences(text: str, names: Sequence[str]) -> list[Words]:
    """All places where one of the names stands as whole words, the longest name first."""
    if not names:
        return []
    pattern = "|".join(re.escape(n) for n in sorted(set(names), key=len, reverse=True))
    return [Words(*m.span()) for m in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text)]
