"""What the encoder sees in a report, in the report's own tokens and mentions.

Comes in: an annotation and the network. Goes out: sightings: a trigger with how likely each type, mode and status is, and how
likely each mention of its window takes part in it. Nothing is decided here but where a trigger begins and ends; which
sightings become events is `both.py`'s. The model's other heads (times, places, figures, statements) are not read: the rules are
better there.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dragoman.coding.network import Network, Numbers, Read, sigmoid, softmax
from dragoman.coding.windows import Line
from dragoman.model import Annotation, Span

SEEN = 0.1
"""A piece is part of a trigger from this likelihood of any type on: low, for what is weak is scored and left out later."""
FAINT = 0.01
"""Likelihoods below this are not kept, but for a trigger's likeliest type."""
ROLES = ("actors", "recipients")


@dataclass(frozen=True, slots=True)
class Sighting:
    """A trigger as the encoder sees it."""

    first: int
    last: int
    """Token range, half-open."""
    types: Mapping[str, float]
    """Likelihood of each type, the best piece's; with what is missing to 1 it is no trigger."""
    modes: Mapping[tuple[str, str | None], float]
    """Of type and mode, given that it is a trigger."""
    statuses: Mapping[str, float]
    roles: Mapping[str, Mapping[int, float]]
    """Role (actors, recipients) -> number of the mention in the annotation -> likelihood."""

    @property
    def type(self) -> str:
        return max(self.types, key=self.types.__getitem__)

    @property
    def likely(self) -> float:
        """That it is a trigger of its likeliest type."""
        return self.types[self.type]

    def mode(self, kind: str) -> str | None:
        """The likeliest mode of a type."""
        return max((k for k in self.modes if k[0] == kind), key=self.modes.__getitem__)[1]


@dataclass(frozen=True, slots=True)
class Sightings:
    """All of a report, with the likelihood that each token is a trigger of each type."""

    known: frozenset[str]
    """The types that the encoder was trained on."""
    found: Sequence[Sighting]
    types: Mapping[int, Mapping[str, float]]
    """Token -> type -> likelihood."""


def sightings(annotation: Annotation, network: Network) -> Sightings:
    """Read a report."""
    lines = [Line(s.span.start, s.span.end, s.is_title) for s in annotation.sentences]
    view = _View.of(annotation)
    found: list[Sighting] = []
    types: dict[int, dict[str, float]] = {}
    for read in network.read(lines, annotation.document.text):
        tokens = view.tokens_of(read)
        for i, token in enumerate(tokens):
            if token is None or i < read.window.first:
                continue
            at = types.setdefault(token, {})
            for n in np.flatnonzero(read.types[i, 1:] > FAINT):
                kind = network.labels.types[n]
                at[kind] = max(at.get(kind, 0.0), float(read.types[i, n + 1]))
        found += _found(read, tokens, view, network)
    return Sightings(frozenset(network.labels.types), found, types)


@dataclass(frozen=True, slots=True)
class _View:
    """Where the things of an annotation stand in its text."""

    annotation: Annotation
    starts: Sequence[int]
    heads: Sequence[Span]
    """Of each mention the words of its head."""

    @classmethod
    def of(cls, annotation: Annotation) -> _View:
        heads = [annotation.span(m.head, m.head + 1) for m in annotation.mentions]
        return cls(annotation, [t.start for t in annotation.tokens], heads)

    def tokens_of(self, read: Read) -> list[int | None]:
        """The token of each piece; None for marks of the model."""
        return [bisect_right(self.starts, p.start) - 1 if p.start >= 0 else None for p in read.window.pieces]


def _found(read: Read, tokens: Sequence[int | None], view: _View, network: Network) -> Iterator[Sighting]:
    """The triggers of a window: runs of pieces of one type, in one sentence."""
    mentions = _inside(read, view.heads)
    for pieces in _runs(read, tokens, view):
        at = [t for i in pieces if (t := tokens[i]) is not None]
        yield _sighting(read, pieces, min(at), max(at) + 1, mentions, network)


def _runs(read: Read, tokens: Sequence[int | None], view: _View) -> Iterator[list[int]]:
    best = read.types[:, 1:].argmax(-1)
    likely = 1 - read.types[:, 0]
    run: list[int] = []
    for i in range(read.window.first, len(read.window.pieces)):
        token = tokens[i]
        fits = token is not None and likely[i] >= SEEN
        if run and not (fits and best[i] == best[run[-1]] and _together(view, tokens[run[-1]], token)):
            yield run
            run = []
        if fits:
            run.append(i)
    if run:
        yield run


def _together(view: _View, left: int | None, right: int | None) -> bool:
    tokens = view.annotation.tokens
    return left is not None and right is not None and tokens[left].sentence == tokens[right].sentence


def _inside(read: Read, spans: Sequence[Span]) -> dict[int, list[int]]:
    """Number of a span -> its pieces, of those that stand in the window."""
    shown = [(p.start, i) for i, p in enumerate(read.window.pieces) if p.start >= 0]
    shown.sort()
    starts = [s for s, _ in shown]
    found: dict[int, list[int]] = {}
    for n, span in enumerate(spans):
        here = range(bisect_left(starts, span.start), bisect_left(starts, span.end))
        if len(here):
            found[n] = [shown[k][1] for k in here]
    return found


def _sighting(
    read: Read, pieces: Sequence[int], first: int, last: int, mentions: Mapping[int, Sequence[int]], network: Network
) -> Sighting:
    labels = network.labels
    top = read.types[pieces, 1:].max(0)
    kinds, statuses, _ = np.split(
        read.events[pieces].mean(0), [len(labels.kinds), len(labels.kinds) + len(labels.statuses)]
    )
    scores = np.einsum("rw,trw->rt", read.anchors[pieces].mean(0), read.mentions)
    fit = sigmoid(scores / read.mentions.shape[-1] ** 0.5 + np.array(labels.bias, np.float32)[:, None])
    return Sighting(
        first,
        last,
        {t: float(p) for t, p in zip(labels.types, top, strict=True) if p > FAINT or p == top.max()},
        dict(zip(labels.kinds, map(float, softmax(kinds)), strict=True)),
        dict(zip(labels.statuses, map(float, softmax(statuses)), strict=True)),
        {role: _likely(fit[labels.roles.index(role)], mentions) for role in ROLES},
    )


def _likely(fit: Numbers, mentions: Mapping[int, Sequence[int]]) -> dict[int, float]:
    return {n: float(fit[list(pieces)].mean()) for n, pieces in mentions.items()}
