"""Which party a role noun means: "the Chinese leader", "the ministry", "police".

Comes in: a report being linked and the number of a role mention. Goes out: the number of the party, which may be new.
Phrases are taken apart in descriptions.py; pronouns are another module's.
"""

from __future__ import annotations

from collections import deque

from dragoman.annotate.descriptions import Description, describe, fits
from dragoman.annotate.entities import NOBODY, Entity
from dragoman.annotate.linking import DEPENDENTS, SUBJECTS, WINDOW, Linking
from dragoman.annotate.name_matching import words_of
from dragoman.annotate.office_titles import office_of
from dragoman.gazetteer import OfficeKind
from dragoman.model import MentionKind

COPULAS = frozenset({"be", "become", "remain"})
ABROAD = frozenset({"to", "on", "against", "for"})
"""Prepositions after which a role names a country that is not its own: "ambassador to Peru"."""
BEARERS = 6
"""Bearers of one role noun that are remembered."""


class Roles:
    """Links the roles of one report."""

    def __init__(self, at: Linking) -> None:
        self.at = at
        self.by_role: dict[tuple[str, int, bool], deque[tuple[int, Description]]] = {}
        """(role noun, owner, plural) -> the latest parties known by it, with the words that said so."""
        self._bearings()
        self.holders = self._holders()
        self.home = self._home()
        self.named = [e for e in at.entities.found if e.name][:WINDOW]

    def _bearings(self) -> None:
        """Learn the states beside names: "Chinese President Xi" is of China."""
        for k, mention in enumerate(self.at.mentions):
            number = self.at.numbers[k]
            if mention.form == "name" and number >= 0 and mention.kind in ("person", "organisation"):
                found = (
                    self._state(j) for j in self.at.inside(k) if self.at.numbers[j] != number and not self._abroad(j)
                )
                self.at.entities.at(number).states.update(s for s in found if s)

    def _holders(self) -> dict[tuple[str, OfficeKind], int]:
        """(state, office) -> the named party that held it on the day of the report; it learns its state and title."""
        found: dict[tuple[str, OfficeKind], int] = {}
        on = self.at.published
        states = {e.key for e in self.at.entities.found if e.kind == "state" and e.key}
        for entity in self.at.entities.found if on is not None else ():
            if entity.kind != "person" or not entity.name or on is None:
                continue
            spells = [s for s in self.at.gazetteer.spells(entity.name) if s.held(on)]
            if len({s.person for s in spells}) != 1 or (entity.states and spells[0].state not in entity.states):
                continue
            if " " not in entity.name and spells[0].state not in entity.states | states:
                continue
            for spell in spells:
                found.setdefault((spell.state, spell.office), entity.number)
                entity.states.add(spell.state)
                entity.roles.add(spell.title.lower())
        return found

    def _home(self) -> int:
        """The state that the report names most, -1 if it names none."""
        counts: dict[int, int] = {}
        for m, n in zip(self.at.mentions, self.at.numbers, strict=True):
            if n >= 0 and m.kind == "state":
                counts[n] = counts.get(n, 0) + 1
        return max(counts, key=lambda n: (counts[n], -n), default=NOBODY)

    def link(self, k: int) -> None:
        """Give a role its party: that of which it is the predicate, one named before or later, or a new one."""
        said = self.describe(k)
        number, via = self._predicate(k), "predicate"
        if number < 0:
            number, via = self._antecedent(k, said), "role"
        if number < 0:
            self.new(k)
            return
        self.at.put(k, number, via)
        self.learn(number, said)
        self._remember(number, said)

    def new(self, k: int) -> Entity:
        """Begin a party with a role."""
        mention, said = self.at.mentions[k], self.describe(k)
        entity = self.at.entities.new(mention.kind)
        entity.plural = mention.kind == "group"
        self.learn(entity.number, said)
        self.at.put(k, entity.number, "role")
        self._remember(entity.number, said)
        return entity

    def describe(self, k: int) -> Description:
        """Take the phrase of a role apart."""
        at, mention = self.at, self.at.mentions[k]
        inside = at.inside(k)
        states = {key for j in inside if (key := self._state(j)) and not self._abroad(j)}
        named = any(at.mentions[j].form == "name" and at.mentions[j].kind not in ("state", "place") for j in inside)
        owner = next((at.numbers[j] for j in inside if at.tokens[at.mentions[j].head].dep == "poss"), NOBODY)
        heading = at.sentences[at.tokens[mention.head].sentence].is_title
        return describe(mention, at.tokens, at.children, at.gazetteer, states, named, owner, heading)

    def learn(self, number: int, said: Description) -> None:
        """Keep what a role says of its bearer."""
        entity = self.at.entities.at(number)
        entity.roles |= said.nouns
        entity.states |= said.states
        entity.gender = entity.gender or said.gender
        if entity.sector == "UNK":
            entity.sector = said.sector

    def _remember(self, number: int, said: Description) -> None:
        bearers = self.by_role.setdefault((said.noun, said.owner, said.plural), deque(maxlen=BEARERS))
        bearers.appendleft((number, said))

    def _state(self, k: int) -> str | None:
        """Gazetteer key of a state or place that bears on the mention around it."""
        if self.at.mentions[k].form != "name":
            return None
        if self.at.numbers[k] >= 0 and self.at.mentions[k].kind == "state":
            return self.at.entities.at(self.at.numbers[k]).key
        if self.at.mentions[k].kind == "place":
            party = self.at.parties.of(self.at.mentions[k].name)
            return None if party is None else party.key if party.kind == "state" else party.country
        return None

    def _abroad(self, k: int) -> bool:
        """True for the country in "ambassador to Peru", which is not the ambassador's."""
        token = self.at.tokens[self.at.mentions[k].head]
        return token.dep == "pobj" and self.at.tokens[token.head].text.lower() in ABROAD

    def _predicate(self, k: int) -> int:
        """The subject of "X is the president"; -1 if the role is no predicate."""
        token = self.at.tokens[self.at.mentions[k].head]
        verb = self.at.tokens[token.head]
        if token.dep not in ("attr", "oprd") or verb.lemma not in COPULAS:
            return NOBODY
        dependents = self.at.children[verb.i][:DEPENDENTS]
        negated = any(self.at.tokens[c].dep == "neg" for c in dependents)
        for c in dependents:
            if self.at.tokens[c].dep in SUBJECTS and (subject := self.at.by_head.get(c)) is not None and not negated:
                return (
                    self.at.numbers[subject] if self.at.mentions[subject].kind == self.at.mentions[k].kind else NOBODY
                )
        return NOBODY

    def _antecedent(self, k: int, said: Description) -> int:
        """The party that a role noun takes up again; -1 for one that is new."""
        if (said.government or said.names_state) and (state := self._government(said)) >= 0:
            return state
        if (holder := self._holder(k, said)) >= 0:
            return holder
        if said.owner < 0 and said.indefinite:
            return self._introduced(k, said)
        if said.sector == "REB" and (rebels := self._rebels(k)) >= 0:
            return rebels
        for number, before in self.by_role.get((said.noun, said.owner, said.plural), ()):
            if said.continues(before):
                return self.at.entities.root(number)
        if not said.definite or said.owner >= 0:
            return NOBODY
        number = self._recent(self.at.mentions[k].kind, said)
        return number if number >= 0 else self._later(k, said)

    def _holder(self, k: int, said: Description) -> int:
        """ "Iran's top diplomat", "the foreign minister": the named holder of that office of that state, or of home."""
        office = office_of(self.at.mentions[k].span.text) if self.at.mentions[k].kind == "person" else None
        if office is None or said.indefinite or said.named or len(said.states) > 1:
            return NOBODY
        home = self.at.entities.at(self.home).key if self.home >= 0 and said.definite and said.owner < 0 else None
        state = next(iter(said.states), home)
        holder = self.holders.get((state, office)) if state is not None else None
        return NOBODY if holder is None else self.at.entities.root(holder)

    def _recent(self, kind: MentionKind, said: Description) -> int:
        """The party touched last that the words fit: of the same state and title, then of that title, then of a like one."""
        latest = list(self.at.latest())
        for strict, known in ((True, True), (True, False), (False, True)):
            for entity in latest:
                if said.states and known != bool(said.states & entity.states):
                    continue
                if fits(said, entity, kind, strict):
                    return entity.number
        return NOBODY

    def _government(self, said: Description) -> int:
        """ "The Peruvian government" is Peru; "the government" that of the state the report names most."""
        for state in sorted(said.states, key=lambda s: (-len(s), s)):
            if ("key", state) not in self.at.entities.by_text:
                entity = self.at.entities.new("state")
                entity.key, entity.states, entity.sector = state, {state}, "GOV"
                self.at.entities.by_text["key", state] = entity.number
            return self.at.entities.by_text["key", state]
        return self.home if said.definite and said.owner < 0 and said.government else NOBODY

    def _later(self, k: int, said: Description) -> int:
        """ "The president", "police" before the name is said: the only bearer of that title that the report names later."""
        kind = self.at.mentions[k].kind
        if kind == "group":
            return NOBODY
        bearers = [
            e.number
            for e in self.named
            if fits(said, e, kind, True) and (kind == "person" or words_of(e.name)[-1] == said.noun)
        ]
        return bearers[0] if len(set(map(self.at.entities.root, bearers))) == 1 else NOBODY

    def _introduced(self, k: int, said: Description) -> int:
        """ "A federal judge" of the first sentences, whom the report names later."""
        sentence = self.at.sentences[self.at.tokens[self.at.mentions[k].head].sentence]
        single = self.at.mentions[k].kind == "person" and self.at.tokens[self.at.mentions[k].head].dep in SUBJECTS
        return self._later(k, said) if single and (sentence.is_title or sentence.paragraph <= 1) else NOBODY

    def _rebels(self, k: int) -> int:
        """ "Houthi rebels" are the Houthis."""
        inside = (
            self.at.numbers[j]
            for j in self.at.inside(k)
            if self.at.numbers[j] >= 0 and self.at.mentions[j].form == "name"
        )
        return next((n for n in inside if self.at.entities.at(n).sector == "REB"), NOBODY)
