"""In which construction each trigger stands, and how its participants hang on it: for the data card.

Comes in: labelled texts. Goes out: for each event a construction (one of `NAMES`) and a frame ("nsubj + dobj"). It asks
dragoman's parser, so it is as right as the parse (about nine relations in ten); nothing is trained on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from dragoman.annotate import Parser
from dragoman.model import Document, Token
from labelled import Labelled, Role, Trigger, Words

NAMES = {
    "active": "active verb of a main clause",
    "passive": "passive",
    "nominal": "noun",
    "relative": "verb of a relative clause",
    "participle": "participle at a noun",
    "complement": "verb of a reported or other complement clause",
    "infinitive": "infinitive or control",
    "adverbial": "verb of an adverbial clause",
    "conjoined": "second or later verb of a coordination",
    "other": "adjective, headline fragment and the rest",
}
_BY_RELATION = {
    "relcl": "relative", "acl": "participle", "ccomp": "complement", "pcomp": "infinitive", "xcomp": "infinitive",
    "advcl": "adverbial", "conj": "conjoined", "ROOT": "active", "parataxis": "complement", "csubj": "complement",
}  # fmt: skip


class Reading(NamedTuple):
    """What the parser says of one event."""

    construction: str
    frame: str


def readings(texts: Iterable[Labelled]) -> Iterator[tuple[Labelled, list[Reading]]]:
    """Each text with a reading for each of its triggers."""
    listed = list(texts)
    documents = [Document(id=t.id, text=t.text) for t in listed]
    for text, (_, tokens, _) in zip(listed, Parser().parse(documents), strict=True):
        yield text, [Reading(_construction(t, tokens), _frame(t, tokens)) for t in text.triggers]


def _inside(span: Words, tokens: Sequence[Token]) -> list[Token]:
    return [t for t in tokens if t.start < span.end and span.start < t.end]


def _head(span: Words, tokens: Sequence[Token]) -> Token | None:
    """The token of a span whose head lies outside it; light verbs give way to their noun."""
    inside = _inside(span, tokens)
    numbers = {t.i for t in inside}
    return next((t for t in inside if t.head not in numbers or t.head == t.i), None)


def _construction(trigger: Trigger, tokens: Sequence[Token]) -> str:
    head = _head(trigger.span, tokens)
    if head is None:
        return "other"
    if head.pos in ("NOUN", "PROPN"):
        return "nominal"
    if head.pos not in ("VERB", "AUX"):
        return "other"
    children = [t for t in tokens[head.left : head.right + 1] if t.head == head.i]
    if any(t.dep in ("nsubjpass", "auxpass", "agent") for t in children):
        return "passive"
    return _BY_RELATION.get(head.dep, "other")


def _frame(trigger: Trigger, tokens: Sequence[Token]) -> str:
    """Relations by which the first actor and the first recipient hang in the sentence; "-" where there is none."""
    parts = [_relation(trigger.roles[role], tokens) for role in ("actors", "recipients")]
    return " + ".join(parts)


def _relation(roles: Sequence[Role], tokens: Sequence[Token]) -> str:
    head = _head(roles[0].mention, tokens) if roles and roles[0].mention else None
    if head is None:
        return "-"
    above = tokens[head.head]
    return above.text.lower() if head.dep == "pobj" else head.dep
