"""Those who speak and are no party yet: "the baker said", "the law says", a "she" that the report explains nowhere.

Comes in: a discourse, and tokens that name speakers. Goes out: a `Slot` each, and the new actors behind them, of unknown
country and sector. A role or document named twice in the same words is one; pronouns are one within a paragraph.
"""

from __future__ import annotations

import hashlib
from collections.abc import Hashable

from dragoman.coding.discourse import Discourse
from dragoman.coding.speakers import slot
from dragoman.model import Actor, ActorKind, Slot, Span, Token

NOBODY = frozenset(
    {"nobody", "none", "nothing", "something", "everything", "anything", "that", "this", "these", "those", "which", "who", "whom", "what",
     "whose", "there", "whoever", "whatever", "reports", "it"}
)  # fmt: skip
"""Words that name no speaker of their own."""
GROUPS = frozenset(
    {"they", "their", "we", "our", "us", "them", "both", "many", "some", "others", "several", "two", "three"}
)
BEFORE = frozenset({"det", "amod", "compound", "poss", "nmod", "nummod", "quantmod", "case", "predet", "advmod"})
LONGEST = 12
"""Tokens of a speaker's name at most."""


class Voices:
    """Gives each speaker of one report a slot; keeps the actors that it had to make."""

    def __init__(self, talk: Discourse) -> None:
        self._talk = talk
        self._made: dict[Hashable, Actor] = {}

    @property
    def made(self) -> tuple[Actor, ...]:
        """The new actors, in the order in which they first spoke."""
        return tuple(self._made.values())

    def slot(self, token: int | None) -> Slot | None:
        """The party that a token names, a new one where it is none yet; None for words that name nobody."""
        if token is None:
            return None
        known = slot(self._talk, token)
        return known if known is not None else self._new(self._talk.tokens[token])

    def labelled(self, span: Span, token: int | None) -> Slot:
        """The party that a label such as "Q:" or "IK:" stands for: the one that a token names, else a new one."""
        known = slot(self._talk, token) if token is not None else None
        return Slot(known.actor if known else self._actor(span.text, span, "person").id, span)

    def _new(self, token: Token) -> Slot | None:
        word = token.text.lower()
        if token.pos not in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "VERB") or word in NOBODY:
            return None
        span = self._span(token)
        pronoun = token.pos == "PRON"
        key = (word, self._talk.paragraph(token.i)) if pronoun else span.text.lower().removeprefix("the ")
        paper = token.lemma in self._talk.table.papers
        many = token.tag in ("NNS", "NNPS") or word in GROUPS
        kind: ActorKind = "organisation" if paper else "group" if many else "person"
        return Slot(self._actor(key, span, kind).id, span)

    def _span(self, token: Token) -> Span:
        """The noun with what stands before it: determiner, adjectives, possessor."""
        own = [c for c in self._talk.syntax.children[token.i] if c < token.i and self._talk.tokens[c].dep in BEFORE]
        first = min([token.i, *(self._talk.tokens[c].left for c in own)])
        return self._talk.annotation.span(max(first, token.i - LONGEST), token.i + 1)

    def _actor(self, key: Hashable, span: Span, kind: ActorKind) -> Actor:
        if key not in self._made:
            document = self._talk.annotation.document.id
            digest = hashlib.sha256(f"{document}\x00voice\x00{key}".encode("utf-8", "surrogatepass")).hexdigest()
            self._made[key] = Actor(f"a-{digest[:12]}", span.text, kind, mentions=(span,))
        return self._made[key]
