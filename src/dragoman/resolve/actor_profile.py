"""What is known of one party while it is being described, and the report as the rules for that read it.

Comes in: an annotation and the gazetteer. Goes out: `Profile`, filled step by step by actor_countries.py and actor_sectors.py,
and `Reading`, the look-ups that both share. Decides nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from dragoman.annotate.entities import bare_first
from dragoman.annotate.mentions import role_phrase
from dragoman.annotate.parties import Parties
from dragoman.gazetteer import Gazetteer, Party, Role
from dragoman.model import ActorKind, Annotation, Mention, Office, Sector, Span

INSIDE = 10
"""Mentions inside a longer one that are looked at."""


@dataclass(slots=True)
class Profile:
    """One party."""

    numbers: Sequence[int]
    """Of its mentions."""
    names: Sequence[Mention]
    name: str
    kind: ActorKind
    spans: tuple[Span, ...]
    country: str | None = None
    stateless: bool = False
    """The gazetteer says that it belongs to no country."""
    sector: Sector = "UNK"
    sectors: tuple[str, ...] = ()
    office: Office | None = None
    wikidata: str | None = None
    basis: dict[str, str] = field(default_factory=dict)

    def give_country(self, country: str | None, ground: str) -> bool:
        if country is None:
            return False
        self.country, self.basis["country"] = country, ground
        return True

    def give_sector(self, sector: Sector, sectors: Sequence[str], ground: str) -> bool:
        if sector == "UNK":
            return False
        self.sector, self.sectors, self.basis["sector"] = sector, tuple(sectors), ground
        return True


class Reading:
    """A report and the gazetteer's answers about it."""

    def __init__(self, annotation: Annotation, gazetteer: Gazetteer) -> None:
        self.annotation, self.gazetteer = annotation, gazetteer
        self.mentions, self.tokens = annotation.mentions, annotation.tokens
        self.by_head = {m.head: k for k, m in reversed(list(enumerate(self.mentions)))}
        names = (m.name for m in self.mentions if m.form == "name" and m.kind != "person")
        self._parties = Parties(names, gazetteer, annotation.document.published)

    @cached_property
    def is_study(self) -> bool:
        """Whether the report tells of research, whose authors are scholars."""
        return any(t.lemma in ("study", "researcher") for t in self.tokens[:400])

    def party(self, name: str) -> Party | None:
        """The likeliest party of a name in this report."""
        return self._parties.of(name)

    def inside(self, k: int) -> Iterator[int]:
        """Numbers of the mentions inside a longer one."""
        last = self.mentions[k].last
        for j in range(k + 1, min(k + 1 + INSIDE, len(self.mentions))):
            if self.mentions[j].first >= last:
                return
            yield j

    def affiliations(self, k: int) -> Iterator[int]:
        """Numbers of the mentions that a name is tied to from behind: "Nikki Holland of the National Crime Agency"."""
        mention = self.mentions[k]
        if mention.form != "name" or mention.kind != "person" or mention.last + 1 >= len(self.tokens):
            return
        joint = self.tokens[mention.last]
        if joint.text in ("of", "from", "at", "with") and joint.head == mention.head:
            for j in range(k + 1, min(k + 1 + INSIDE, len(self.mentions))):
                if self.mentions[j].first > mention.last + 2:
                    return
                if self.tokens[self.mentions[j].head].head == joint.i or self.mentions[j].first == mention.last + 1:
                    yield j
                    yield from self.inside(j)
                    return

    def roles(self, k: int) -> Iterator[tuple[int, Role]]:
        """Role nouns said in a mention, with their tokens: the head of a role, the titles before a name, the nearest first."""
        mention = self.mentions[k]
        if mention.form == "role":
            head, role = self._role(mention)
            if role is not None:
                yield head, role
        elif mention.form == "name":
            for i in range(bare_first(mention, self.tokens) - 1, mention.first - 1, -1):
                if (
                    self.tokens[i].text[0].isalpha()
                    and self.tokens[i].text.lower() != "fellow"
                    and (role := role_phrase(self.tokens, i, self.gazetteer)) is not None
                ):
                    yield i, role

    def shared_titles(self, k: int) -> Iterator[tuple[int, Role]]:
        """Titles in the plural before the first of several names: "Senators Ruiz and Lopez"."""
        token = self.tokens[self.mentions[k].head]
        for _ in range(6):
            if token.dep != "conj":
                break
            token = self.tokens[token.head]
        first = self.by_head.get(token.i)
        if first is not None and first != k and self.mentions[first].form == "name":
            yield from (
                (i, role)
                for i, role in self.roles(first)
                if self.tokens[i].tag in ("NNS", "NNPS") or self.tokens[i].text.endswith("s")
            )

    def _role(self, mention: Mention) -> tuple[int, Role | None]:
        """The head that is a role noun, or the first noun behind it that is: "dozens of protesters"."""
        for i in range(mention.head, mention.last):
            if (
                self.tokens[i].pos in ("NOUN", "PROPN", "ADJ")
                and (role := role_phrase(self.tokens, i, self.gazetteer)) is not None
            ):
                return i, role
        return mention.head, None
