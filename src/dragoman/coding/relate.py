"""The coding of given pairs: what one marked party does to another, for people who bring their own dyads.

Comes in: lines with a text and the places of a source and, where there is one, a target in it. Goes out: one answer a line, in
order: type, mode, status, quad class and CAMEO code, with their likelihoods. It finds no parties and no evidence; it is the
encoder's opinion of the pair as a whole. A line that cannot be used is answered with the reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np

from dragoman.codebook import Codebook
from dragoman.coding.network import Network, Numbers, Related

BATCH = 256
"""Lines that are read before the first of them is answered."""
AROUND = 400
"""Code points before and behind the pair that are read."""
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pair:
    """A line that can be answered: `marked` has <s> around the source and <t> around the target, where they are given."""

    id: str
    marked: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that cannot, and why."""

    id: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Relation:
    """The answer to one line; where `reason` is not empty the line could not be used and the other values are null."""

    id: str | None
    type: str | None = None
    mode: str | None = None
    status: str | None = None
    quad: int | None = None
    cameo: str | None = None
    score: float | None = None
    """Likelihood of the type as the model gives it."""
    alternatives: list[dict[str, Any]] = field(default_factory=list)
    """The next likeliest types: type and score."""
    reason: str | None = None


def relate(lines: Iterable[str], network: Network, codebook: Codebook) -> Iterator[Relation]:
    """Answer each line that is not blank, in order."""
    rest = (parsed(line, number) for number, line in enumerate(lines, 1) if line.strip())
    while batch := list(islice(rest, BATCH)):
        found = network.relate(one.marked for one in batch if isinstance(one, Pair))
        for one in batch:
            if isinstance(one, Refused):
                yield Relation(one.id, reason=one.reason)
            else:
                yield _answer(one.id, next(found), network, codebook)


def parsed(line: str, number: int) -> Pair | Refused:
    """Read one line of JSON."""
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        return Refused(None, f"Line {number} is not JSON.")
    if not isinstance(given, dict):
        return Refused(None, f"Line {number} is not an object with id, text, source and target.")
    name = str(given["id"]) if given.get("id") is not None else str(number)
    text = given.get("text")
    if not isinstance(text, str) or not text.strip():
        return Refused(name, f"Line {number} has no text.")
    source, target = _place(given, "source", len(text)), _place(given, "target", len(text))
    if isinstance(source, str):
        return Refused(name, f"Line {number}: {source}.")
    if isinstance(target, str):
        return Refused(name, f"Line {number}: {target}.")
    if not given.keys() & {"source_span", "target_span"} and source is None and target is None:
        return Refused(name, f"Line {number} has no source: give source_span [start, end] or source {{start, end}}.")
    if source and target and target[0] < source[1] and source[0] < target[1]:
        target = None  # an overlapping target has no place of its own
    return Pair(name, _marked(text, source, target))


def _place(given: Mapping[str, Any], side: str, length: int) -> Place | str | None:
    """Where a side stands; a string says what is wrong with it. Words are ignored where a span is given."""
    span = given.get(f"{side}_span")
    if span is None and isinstance(given.get(side), dict):
        span = [given[side].get("start"), given[side].get("end")]
    if span is None:
        return None
    if not isinstance(span, list) or len(span) != 2 or not all(type(n) is int for n in span):
        return f"the span of the {side} is not [start, end]"
    start, end = span
    if not 0 <= start < end <= length:
        return f"the span of the {side}, {start} to {end}, is outside the text of {length} characters"
    return start, end


def _marked(text: str, source: Place | None, target: Place | None) -> str:
    """The text with <s> and <t> around those that are given, cut to what stands near; marks in the text are made harmless."""
    places = sorted((*place, mark) for place, mark in ((source, "s"), (target, "t")) if place)
    first = max(0, places[0][0] - AROUND) if places else 0
    last = min(len(text), (places[-1][1] if places else 0) + AROUND)
    out, at = [], first
    for start, end, mark in places:
        out += [_plain(text[at:start]), f"<{mark}>", _plain(text[start:end]), f"</{mark}>"]
        at = end
    return "".join([*out, _plain(text[at:last])])


def _plain(text: str) -> str:
    return text.replace("<", "‹").replace(">", "›")


def _answer(name: str, found: Related, network: Network, codebook: Codebook) -> Relation:
    labels = network.labels
    types = dict.fromkeys(labels.types, 0.0)
    for (kind, _), p in zip(labels.kinds, found.kinds, strict=True):
        types[kind] += float(p)
    ranked = sorted(types, key=types.__getitem__, reverse=True)
    best = ranked[0]
    modes = {m: float(p) for (kind, m), p in zip(labels.kinds, found.kinds, strict=True) if kind == best}
    return Relation(
        name,
        best,
        max(modes, key=modes.__getitem__),
        _best(labels.statuses, found.statuses),
        codebook.types[best].quad,
        _best(labels.codes, found.codes),
        round(types[best], 3),
        [{"type": t, "score": round(types[t], 3)} for t in ranked[1:4]],
    )


def _best(names: tuple[str, ...], likely: Numbers) -> str:
    return names[int(np.argmax(likely))]
