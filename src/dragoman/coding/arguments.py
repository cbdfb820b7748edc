"""Who takes part: the parties that fill a trigger's frame.

Comes in: an annotation, its parse and a trigger. Goes out: mention numbers for actors and recipients, or None where
the trigger's own conditions fail (wrong kind of object, nobody there). Does not resolve who a mention is.

A frame names grammatical functions (subject, object, possessive, compound, indirect, clause, or a preposition).
Noun triggers borrow from the verb above them: "held talks with Ankara", "faces sanctions".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dragoman.codebook import Constraint, Lexeme
from dragoman.coding.speech import Speech
from dragoman.coding.syntax import Syntax
from dragoman.coding.triggers import Trigger
from dragoman.model import Actor, Annotation, Mention, Slot

UNDERGO = frozenset({"face", "suffer", "receive", "undergo", "draw", "endure", "sustain", "survive", "get", "win", "attract", "await", "welcome",
                     "escape", "provoke", "trigger", "prompt", "spark", "experience"})  # fmt: skip
"""Verbs whose subject is the one to whom the noun is done: "the company faces a fine"."""
SUPPORT = frozenset({"hold", "have", "make", "give", "take", "launch", "issue", "file", "stage", "conduct", "carry", "begin", "open", "start", "lead",
                     "mount", "impose", "announce", "deliver", "offer", "send", "pay", "put", "place", "bring", "sign", "reach", "do", "cast", "lodge",
                     "order", "organise", "organize", "call", "express", "extend", "declare", "end", "continue", "resume", "plan", "arrange", "join",
                     "attend", "host", "cancel", "postpone", "reject", "lift", "renew", "set", "approve", "grant", "provide", "level", "unleash",
                     "voice", "pursue", "consider", "weigh", "mull", "propose", "discuss", "contemplate", "prepare", "want", "favour", "favor", "threaten", "push", "seek", "complete", "commit", "perpetrate", "engage", "participate", "be", "enter", "submit", "submitted"})  # fmt: skip
"""Verbs whose subject is the one who does the noun: "Ankara held talks"."""
TEMPORAL = frozenset({"after", "before", "since", "until", "during", "amid", "amidst", "following", "despite"})
"""Prepositions that set another event beside the verb's."""
FIRST_PERSON = frozenset({"i", "we", "me", "us", "my", "our"})
BLAMED = frozenset({"convict", "charge", "accuse", "sentence", "suspect", "indict", "jail", "try", "blame", "acquit", "clear", "want", "imprison",
                    "fine", "execute", "arrest", "detain", "prosecute", "investigate"})  # fmt: skip
"""Verbs whose object is the one who did the noun behind "of", "for", "over", "on" or "with": "convicted of murder"."""
SPOKEN = frozenset({"ACCUSE", "REQUEST", "REJECT", "SUPPORT", "THREATEN", "AGREE", "CONCEDE"})
"""Types that are done by saying: "a disgrace", in a minister's quotation, is the minister's act."""
POLITICAL = frozenset({"person", "state", "organisation", "group"})
THING = frozenset({"THING"})
CLASSES_OF = {
    "person": frozenset({"ACTOR", "PERSON"}),
    "group": frozenset({"ACTOR", "PERSON"}),
    "state": frozenset({"ACTOR", "STATE", "PLACE"}),
    "organisation": frozenset({"ACTOR", "ORG"}),
    "place": frozenset({"PLACE"}),
}
"""What a kind of mention counts as in the constraints of a codebook."""


@dataclass(frozen=True, slots=True)
class Parties:
    """The mentions of a report by the token that other words attach to."""

    mentions: Sequence[Mention]
    actors: Sequence[Actor]
    by_head: Mapping[int, int]
    speakers: Mapping[int, int]
    """Token inside quoted speech -> mention of its speaker."""
    members: Mapping[int, Sequence[int]]
    """Entity of a counted plural -> those it gathers, who have the part then."""
    whole: Mapping[int, int]
    """Mention of a body that a person's mention begins with ("Apple" in "Apple's Tim Cook") -> that mention."""

    @classmethod
    def of(cls, annotation: Annotation, speech: Speech) -> Parties:
        resolved = [k for k, m in enumerate(annotation.mentions) if m.entity >= 0 or m.kind == "place"]
        by_head = {annotation.mentions[k].head: k for k in reversed(resolved)}
        by_span = {m.span: k for k, m in enumerate(annotation.mentions)}
        speakers: dict[int, int] = {}
        for token in speech.covering:
            statement = speech.speaker(token)
            if statement is None or statement.speaker is None or statement.kind == "indirect":
                continue
            if (k := by_span.get(statement.speaker.span)) is not None:
                speakers[token] = k
                if annotation.tokens[token].text.lower() in FIRST_PERSON:
                    by_head[token] = k
        starts = {m.first: k for k, m in enumerate(annotation.mentions) if m.kind == "person" and m.form == "name"}
        bodies = ((k, m) for k, m in enumerate(annotation.mentions) if m.kind == "organisation")
        whole = {k: starts[m.first] for k, m in bodies if m.first in starts}
        return cls(annotation.mentions, annotation.actors, by_head, speakers, annotation.members, whole)

    def slots(self, numbers: Sequence[int]) -> tuple[Slot, ...]:
        """The parties behind mention numbers, each once, with the words of its first mention here."""
        spoken = (self.mentions[k] for k in reversed(numbers))
        found = {self.actors[e].id: m.span for m in spoken for e in reversed(self.members.get(m.entity, (m.entity,)))}
        return tuple(Slot(actor, span) for actor, span in reversed(found.items()))

    def at(self, token: int) -> int | None:
        """The party whose head is this token; places are none."""
        k = self.by_head.get(token)
        return k if k is not None and self.mentions[k].kind in POLITICAL else None


@dataclass(frozen=True, slots=True)
class Filled:
    """Mention numbers in the two roles."""

    actors: tuple[int, ...]
    recipients: tuple[int, ...]


def fill(syntax: Syntax, parties: Parties, trigger: Trigger) -> Filled | None:
    """Fill the frame of a trigger; None where its constraints or needs are not met."""
    lexeme = trigger.lexeme
    reader = _Reader(syntax, parties, trigger)
    if not reader.allows(lexeme.subject, "subject") or not reader.allows(lexeme.object, "object"):
        return None
    actors = reader.first_filled(lexeme.actors) or reader.carriers() or reader.speaker()
    entities = {parties.mentions[k].entity for k in actors}
    recipients = tuple(k for k in reader.first_filled(lexeme.recipients) if parties.mentions[k].entity not in entities)
    if not _met(lexeme, actors, recipients):
        return None
    return Filled(actors, recipients)


def _met(lexeme: Lexeme, actors: Sequence[int], recipients: Sequence[int]) -> bool:
    match lexeme.needs:
        case "both":
            return bool(actors and recipients)
        case "actor":
            return bool(actors)
        case "recipient":
            return bool(recipients)
        case "any":
            return bool(actors or recipients)
        case _:
            return True


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the functions of one trigger."""

    syntax: Syntax
    parties: Parties
    trigger: Trigger

    def first_filled(self, preferences: Sequence[Sequence[str]]) -> tuple[int, ...]:
        """Mentions of the first preference that has any; the functions of one preference are pooled."""
        for functions in preferences:
            found = [k for function in functions for k in self.mentions(function)]
            if found:
                return tuple(dict.fromkeys(found))
        return ()

    def carriers(self) -> tuple[int, ...]:
        """The subject of the light verb that carries a noun, where its frame found nobody: "filed a lawsuit"."""
        if self.trigger.lexeme.category != "noun" or not self.trigger.lexeme.actors:
            return ()
        found = (self._party(t, "subject") for t in self._supporter(self.trigger.head, SUPPORT))
        return tuple(k for k in found if k is not None)

    def speaker(self) -> tuple[int, ...]:
        """Who says it, for acts done by saying that name nobody who does them."""
        head = self.trigger.head
        if self.trigger.lexeme.type not in SPOKEN or head not in self.parties.speakers or self.syntax.passive(head):
            return ()
        return (self.parties.speakers[head],)

    def mentions(self, function: str) -> list[int]:
        head = self.trigger.head
        return [k for t in self.tokens(function) if t != head and (k := self._party(t, function)) is not None]

    def tokens(self, function: str) -> list[int]:
        """Heads that fill a function, parties or not."""
        head = self.trigger.head
        if self.trigger.lexeme.category == "noun":
            return self._of_noun(head, function)
        if self.trigger.lexeme.category == "adjective":
            return self._of_adjective(head, function)
        return self._of_verb(head, function)

    def allows(self, constraints: Sequence[Constraint], function: str) -> bool:
        """Hold what fills a function against the codebook's constraints.

        Where nothing fills it, only negated constraints are met; the doer of a passive may stay unsaid.
        """
        if not constraints:
            return True
        head = self.trigger.head
        fillers = self.tokens(function) or (self._behind_pattern() if function == "object" else [])
        if function == "object" and self.syntax.dependents(head, "ccomp", "xcomp"):
            clause = any(c.admits({"CLAUSE"}, "") for c in constraints if not c.negated)
            if clause:
                return True
        if not fillers:
            open_to_all = all(c.classes for c in constraints if not c.negated)
            unsaid = (
                function == "subject"
                and open_to_all
                and self.trigger.lexeme.category == "verb"
                and self.syntax.passive(head)
            )
            return all(c.negated for c in constraints) or (
                unsaid and any(self._party(t, "object") is not None for t in self.tokens("object"))
            )
        return any(all(c.admits(self._classes(t), self.syntax.tokens[t].lemma) for c in constraints) for t in fillers)

    def _behind_pattern(self) -> list[int]:
        """Objects of the preposition that a pattern ends in: "withdraw from" of a country or of a treaty."""
        last = self.trigger.words[-1]
        syntax = self.syntax
        return (
            [o for p in syntax.dependents(last, "pobj") for o in syntax.conjuncts(p)]
            if last != self.trigger.head
            else []
        )

    # --- functions by category ---

    def _of_verb(self, head: int, function: str) -> list[int]:
        syntax = self.syntax
        match function:
            case "subject":
                return syntax.subjects(head)
            case "object":
                return syntax.objects(head)
            case "indirect":
                return syntax.indirect(head)
            case "possessive" | "compound":
                return [c for o in syntax.objects(head) for c in self._owners(o, function)]
            case "clause":
                return self._clause_subjects(head)
            case preposition:
                return self._obliques(head, preposition)

    def _of_noun(self, head: int, function: str) -> list[int]:
        syntax = self.syntax
        match function:
            case "subject":
                doers = (
                    self._supporter(head, SUPPORT),
                    self._owners(head, "possessive"),
                    syntax.obliques(head, "by"),
                    self._blamed(head),
                )
                return next((d for d in (*doers, self._owners(head, "compound")) if d), [])
            case "object":
                return self._supporter(head, UNDERGO)
            case "possessive" | "compound":
                found = self._owners(head, function)
                return found or (
                    self._supporter(head, SUPPORT) or self._blamed(head) if function == "possessive" else []
                )
            case "indirect" | "clause":
                verb = self._verb_above(head)
                return [] if verb is None else self._of_verb(verb, function)
            case preposition:
                found = self._obliques(head, preposition)
                verb = self._carrier(head) if not found else None
                if verb is not None and (preposition != "by" or syntax.passive(verb)):
                    found = self._obliques(verb, preposition)
                if not found and preposition in ("of", "against", "on", "to"):
                    found = self._supporter(head, UNDERGO)
                return found

    def _of_adjective(self, head: int, function: str) -> list[int]:
        syntax = self.syntax
        if function == "subject":
            token = syntax.tokens[head]
            if token.dep == "amod":
                return [token.head]
            return syntax.subjects(token.head) if syntax.is_verb(token.head) else syntax.subjects(head)
        return self._obliques(head, function)

    # --- the parts ---

    def _obliques(self, head: int, preposition: str) -> list[int]:
        """Objects of a preposition, also behind a word of the trigger ("under fire from")."""
        found = self.syntax.obliques(head, preposition)
        for word in self.trigger.words:
            if not found and word != head:
                measured = (word, *self.syntax.obliques(word, "of"))  # "a round of talks with Ankara"
                found = next((f for w in measured if (f := self.syntax.obliques(w, preposition))), [])
        if not found:
            found = [s for v in self.syntax.gerund(head, preposition) for s in self.syntax.objects(v)]
        return found

    def _owners(self, noun: int, function: str) -> list[int]:
        labels = ("poss",) if function == "possessive" else ("compound", "amod", "nmod")
        return [c for d in self.syntax.dependents(noun, *labels) for c in self.syntax.conjuncts(d)]

    def _carrier(self, noun: int) -> int | None:
        """The verb above a noun, if what hangs on the verb may belong to the noun."""
        verb = self._verb_above(noun)
        if verb is None or self.syntax.tokens[self.syntax.first_conjunct(noun)].dep != "pobj":
            return verb
        return verb if self.syntax.tokens[verb].lemma in SUPPORT | UNDERGO else None

    def _blamed(self, noun: int) -> list[int]:
        """Who did it by what is told of them: "convicted of murder", "charged with fraud"."""
        tokens = self.syntax.tokens
        noun = self.syntax.first_conjunct(noun)
        preposition = tokens[noun].head
        if tokens[noun].dep != "pobj" or tokens[preposition].lemma not in ("of", "for", "with", "over", "on"):
            return []
        above = tokens[preposition].head
        verb = above if self.syntax.is_verb(above) else tokens[above].head
        return self.syntax.objects(verb) if tokens[verb].lemma in BLAMED else []

    def _verb_above(self, noun: int) -> int | None:
        """The verb of which a noun is object, passive subject, or object of a preposition."""
        tokens = self.syntax.tokens
        noun = self.syntax.first_conjunct(noun)
        if tokens[noun].dep in ("dobj", "nsubjpass", "attr", "oprd") and self.syntax.is_verb(tokens[noun].head):
            return tokens[noun].head
        if tokens[noun].dep == "pobj":
            above = tokens[tokens[noun].head].head
            return above if self.syntax.is_verb(above) else None
        if tokens[noun].dep == "appos" and tokens[tokens[noun].head].dep == "dative":
            return tokens[tokens[noun].head].head  # "granted him a pardon", as the parser errs
        return None

    def _supporter(self, noun: int, verbs: frozenset[str]) -> list[int]:
        """Subject of the light verb that carries a noun."""
        verb = self._verb_above(noun)
        if verb is None or self.syntax.tokens[verb].lemma not in verbs or self._beside(noun):
            return []
        return [s for s in self.syntax.subjects(verb) if s != noun]

    def _beside(self, noun: int) -> bool:
        """ "call off talks after shelling": when it was, not what is done."""
        token = self.syntax.tokens[self.syntax.first_conjunct(noun)]
        return token.dep == "pobj" and self.syntax.tokens[token.head].lemma in TEMPORAL

    def _clause_subjects(self, head: int) -> list[int]:
        verbs = self.syntax.dependents(head, "ccomp", "xcomp", "advcl")
        return [s for v in verbs for s in self.syntax.dependents(v, "nsubj", "nsubjpass")]

    def _party(self, token: int, function: str) -> int | None:
        """The party at a token, or the one that a thing belongs to ("Boeing's factory", "the offices of Amnesty")."""
        if any(self.syntax.tokens[c].lemma in ("no", "neither") for c in self.syntax.dependents(token, "det")):
            return None  # "no group claimed the attack"
        found = self.parties.at(token)
        if function in ("compound", "possessive"):
            return found
        if found is not None:  # the parser may hang a list on the body instead of its man ("Apple's Tim Cook")
            return self.parties.whole.get(found, found)
        for owner in (
            *self._owners(token, "possessive"),
            *self.syntax.obliques(token, "of"),
            *self._owners(token, "compound"),
        ):
            if (found := self.parties.at(owner)) is not None:
                return found
        return None

    def _classes(self, token: int) -> frozenset[str]:
        """Classes of a filler; a thing counts as its owner too ("Boeing's factory")."""
        k = self.parties.by_head.get(token)
        if k is not None:
            return CLASSES_OF.get(self.parties.mentions[k].kind, THING)
        owners = (o for label in ("possessive", "compound") for o in self._owners(token, label))
        owner = next((k for o in owners if (k := self.parties.by_head.get(o)) is not None), None)
        return (
            THING
            if owner is None
            else THING | (CLASSES_OF.get(self.parties.mentions[owner].kind, THING) & {"ORG", "PLACE", "STATE"})
        )
