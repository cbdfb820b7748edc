"""Who is subject and object of what: the parse read the way a grammar book would.

Comes in: the tokens and dependents of an annotation. Goes out: token indexes. Knows active and passive, conjoined
verbs and nouns, control and raising ("asked Rome to lift", "plans to visit"), relative clauses, participles and
gerunds behind prepositions. Knows nothing of parties, event types or speech.

Labels are spaCy's ClearNLP labels; indexes are token indexes; a result is empty when the parse shows none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dragoman.model import Annotation, Token

NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
VERBS = frozenset({"VERB", "AUX"})
RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
OBJECT_CONTROL_PREPOSITIONS = frozenset({"of", "for", "from", "into", "against", "with"})
"""Prepositions whose gerund is done by the object of the verb: "accused Rome of bombing", "stopped him from going"."""
LOOK_UP = 12
"""Steps up the tree after which a search stops; real sentences need fewer."""


@dataclass(frozen=True, slots=True)
class Syntax:
    """The parse of one report."""

    tokens: Sequence[Token]
    children: Sequence[Sequence[int]]

    @classmethod
    def of(cls, annotation: Annotation) -> Syntax:
        return cls(annotation.tokens, annotation.children)

    def dependents(self, i: int, *labels: str) -> list[int]:
        """Children of a token with one of these labels, left to right."""
        tokens = self.tokens
        return [c for c in self.children[i] if tokens[c].dep in labels]

    def conjuncts(self, i: int) -> list[int]:
        """A token and all that are conjoined to it or named as its part: "Xi and leaders including Putin"."""
        found = [i]
        for j in found:
            for c in self.children[j]:
                if len(found) < 20 and self.tokens[c].dep == "conj":
                    found.append(c)
                elif len(found) < 20 and self.tokens[c].dep == "prep" and self.tokens[c].text.lower() == "including":
                    found.extend(self.dependents(c, "pobj"))
        return found

    def first_conjunct(self, i: int) -> int:
        """The token that a conjunct leans on."""
        for _ in range(LOOK_UP):
            if self.tokens[i].dep != "conj":
                return i
            i = self.tokens[i].head
        return i

    def is_verb(self, i: int) -> bool:
        return self.tokens[i].pos in VERBS

    def passive(self, verb: int) -> bool:
        """True for "was bombed", "been bombed", and the bare participle in "a town bombed by rebels"."""
        token = self.tokens[verb]
        if token.tag != "VBN":
            return False
        if self.dependents(verb, "auxpass", "nsubjpass", "agent"):
            return True
        if token.dep == "conj" and not self.dependents(verb, "nsubj", "aux"):
            return self.passive(token.head)
        return token.dep in ("acl", "amod", "advcl", "oprd", "xcomp") and not self.dependents(
            verb, "aux", "dobj", "nsubj"
        )

    def subjects(self, verb: int) -> list[int]:
        """Those who do it: the logical subject, found through voice, control, conjunction and relative clauses."""
        if self.passive(verb):
            return self._spread(c for a in self.dependents(verb, "agent") for c in self.dependents(a, "pobj"))
        return self._surface_subjects(verb, 0)

    def objects(self, verb: int) -> list[int]:
        """Those to whom it is done: the logical object."""
        if self.passive(verb):
            return self._surface_subjects(verb, 0)
        found = self._spread(c for c in self.dependents(verb, "dobj") if self.tokens[c].lemma not in RELATIVE)
        if not found and self.tokens[verb].dep == "relcl" and self._relative_is_object(verb):
            return self._spread([self.tokens[verb].head])
        if not found and self.tokens[verb].dep == "conj" and not self.dependents(verb, "prep", "ccomp", "xcomp"):
            shared = self.dependents(
                self.tokens[verb].head, "dobj"
            )  # "seized and burned the cars" may hang on the first
            return self._spread(c for c in shared if c > verb)
        return found

    def indirect(self, verb: int) -> list[int]:
        """Receivers: "gave Kyiv tanks", "gave tanks to Kyiv"."""
        direct = self.dependents(verb, "dative")
        return self._spread(p for d in direct for p in (self.dependents(d, "pobj") or [d]))

    def obliques(self, head: int, preposition: str) -> list[int]:
        """Objects of a preposition that hangs on a verb or noun (or, as parsers err, on the verb's object)."""
        if preposition == "by" and self.passive(head):
            return self.subjects(head)
        found = self._prepositional(head, preposition)
        if not found and self.is_verb(head):
            for noun in self.dependents(head, "dobj", "nsubjpass", "dative", "attr"):
                found = found or self._prepositional(noun, preposition)
        return found

    def gerund(self, head: int, preposition: str) -> list[int]:
        """Verbs behind a preposition: "accused of bombing"."""
        return [
            v
            for p in self._prepositions(head, preposition)
            for c in self.dependents(p, "pcomp")
            for v in self.conjuncts(c)
        ]

    def clause(self, i: int) -> int:
        """The verb of the clause that a token stands in (itself, if it is a verb)."""
        for _ in range(LOOK_UP):
            token = self.tokens[i]
            if token.pos in VERBS and token.dep not in ("amod", "compound", "aux", "auxpass"):
                return i
            if token.head == i:
                return i
            i = token.head
        return i

    def ancestors(self, i: int) -> Iterator[tuple[int, int]]:
        """Pairs (child, parent) from a token up to its root."""
        for _ in range(2 * LOOK_UP):
            parent = self.tokens[i].head
            if parent == i:
                return
            yield i, parent
            i = parent

    def auxiliaries(self, verb: int) -> list[int]:
        """Auxiliaries of a verb; a conjoined verb without any shares those of the first ("will meet and sign")."""
        for _ in range(LOOK_UP):
            own = self.dependents(verb, "aux", "auxpass")
            token = self.tokens[verb]
            if (
                own
                or token.dep != "conj"
                or not self.is_verb(token.head)
                or self.dependents(verb, "nsubj", "nsubjpass")
            ):
                return own
            verb = token.head
        return []

    # --- the parts ---

    def _spread(self, heads: Iterator[int] | Sequence[int]) -> list[int]:
        return [
            c for h in heads for c in self.conjuncts(h) if self.tokens[c].pos in NOUNS or self.tokens[c].ent or c == h
        ]

    def _prepositions(self, head: int, preposition: str) -> list[int]:
        tokens = self.tokens
        return [
            c
            for c in self.children[head]
            if tokens[c].dep in ("prep", "agent", "dative") and tokens[c].lemma == preposition
        ]

    def _prepositional(self, head: int, preposition: str) -> list[int]:
        return self._spread(c for p in self._prepositions(head, preposition) for c in self.dependents(p, "pobj"))

    def _relative_is_object(self, verb: int) -> bool:
        """ "the town that rebels bombed": the verb has a subject of its own, so the noun is its object."""
        subjects = self.dependents(verb, "nsubj")
        return bool(subjects) and all(self.tokens[s].lemma not in RELATIVE for s in subjects)

    def _surface_subjects(self, verb: int, depth: int) -> list[int]:
        own = [c for c in self.dependents(verb, "nsubj", "nsubjpass") if self.tokens[c].lemma not in RELATIVE]
        if own or depth > LOOK_UP:
            return self._spread(own)
        token = self.tokens[verb]
        head = token.head
        if token.dep == "relcl":
            return [] if self._relative_is_object(verb) else self._spread([self.first_conjunct(head)])
        if token.dep == "amod" and token.tag in ("VBN", "VBG"):
            return [head]
        if token.dep == "acl":
            return self._spread([head]) if token.tag in ("VBG", "VBN") else self._owner(head, depth)
        if token.dep == "conj" and self.is_verb(head):
            return self._surface_subjects(head, depth + 1)
        if token.dep == "xcomp" and self.is_verb(head):
            return self._controller(head, depth)
        if token.dep in ("xcomp", "ccomp") and self.tokens[head].pos == "ADJ":  # "is likely to visit"
            return self._surface_subjects(self.tokens[head].head, depth + 1)
        if token.dep in ("advcl", "ccomp") and self.is_verb(head) and token.tag in ("VBG", "VBN", "VB"):
            return self._surface_subjects(head, depth + 1)
        if token.dep == "pcomp":
            return self._gerund_subject(verb, depth)
        return []

    def _controller(self, verb: int, depth: int) -> list[int]:
        """Subject of an infinitive: the object of the verb above if there is one, else that verb's subject."""
        objects = self.dependents(verb, "dobj", "dative")
        if objects and not self.passive(verb):
            return self._spread(objects)
        return self._surface_subjects(verb, depth + 1)

    def _gerund_subject(self, verb: int, depth: int) -> list[int]:
        preposition = self.tokens[verb].head
        governor = self.tokens[preposition].head
        if not self.is_verb(governor):
            return self._owner(governor, depth)
        if self.tokens[preposition].lemma in OBJECT_CONTROL_PREPOSITIONS and (objects := self.objects(governor)):
            return objects
        return self._surface_subjects(governor, depth + 1)

    def _owner(self, noun: int, depth: int) -> list[int]:
        """Whose plan, decision or trip it is: the possessor, or the subject of the verb that governs the noun."""
        owners = self.dependents(noun, "poss")
        if owners:
            return self._spread(owners)
        for _ in range(3):
            noun = self.tokens[noun].head
            if self.is_verb(noun):
                return self._surface_subjects(noun, depth + 1)
        return []
