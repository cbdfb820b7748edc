"""What a name is where it stands: a country is a party or only a place, a city mostly a place.

Comes in: the parse and a typed name. Goes out: the kind of its mention, or None where it can be no party. Finds no names
(names.py) and no phrases (mentions.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.annotate.name_words import THINGS
from dragoman.annotate.names import Name, Names
from dragoman.annotate.wordlist import wordset
from dragoman.gazetteer import Gazetteer
from dragoman.model import MentionKind, Token

WHERE = wordset("in near across inside within throughout around outside through off via along over")
"""Prepositions whose object is a location, not a party."""
TOWARDS = wordset("against with between by")
"""Prepositions that make a city the party that governs there: "talks with Lima"."""
STATIVE = wordset("be have see experience become remain lie feature include record report get receive")
"""Verbs whose subject need not act: "Lima saw protests"."""
SPOKEN_TO = wordset(
    "tell inform interview sue accuse urge ask blame criticise criticize condemn warn thank praise attack order support"
                      " help sanction threaten oppose invade bomb join assist recognise recognize back defy fund arm supply punish isolate pressure press reassure"
    " rebuke slam denounce criticise applaud congratulate thank anger infuriate irk provoke confront pressurise persuade convince petition"
)  # fmt: skip
"""Verbs whose object is a party, never just a location."""
SETTLEMENTS = wordset(
    "town city village port suburb district island neighbourhood neighborhood settlement hamlet outskirts"
)
HARM = wordset(
    "kill injure wound arrest detain die evacuate hospitalise hospitalize infect sentence execute abduct kidnap rescue"
    " displace trap charge convict release shoot stab hurt attend gather march protest flee imprison jail deport"
)
"""Verbs whose bare number is a number of people: "at least 20 were killed"."""
RULING = wordset("say state declare provide require rule guarantee forbid ban prohibit demand stipulate")
"""Verbs by which a law or document speaks."""


@dataclass(frozen=True, slots=True)
class Where:
    """How a token hangs in its sentence, seen from the first of its conjuncts."""

    relation: str
    preposition: str
    """Of a `pobj`, in lower case, else empty."""
    above: int
    """The token that the phrase, with its preposition, hangs on."""


class Usage:
    """Reads how the names and nouns of one report are used."""

    def __init__(self, tokens: Sequence[Token], gazetteer: Gazetteer, names: Names) -> None:
        self.tokens, self.gazetteer, self.names = tokens, gazetteer, names
        self.first_conjunct = list(range(len(tokens)))
        for token in tokens:
            if token.dep == "conj" and token.head < token.i:
                self.first_conjunct[token.i] = self.first_conjunct[token.head]

    def where(self, i: int) -> Where:
        """How a token hangs in its sentence."""
        token = self.tokens[self.first_conjunct[i]]
        above = self.tokens[token.head]
        if token.dep == "pobj":
            return Where("pobj", above.text.lower(), above.head)
        return Where(token.dep, "", above.i)

    def kind(self, name: Name) -> MentionKind | None:
        """The kind of a name where it stands: a country is a party or a place, a city mostly a place."""
        where = self.where(name.head)
        if where.preposition == "of" and self.tokens[where.above].lemma in SETTLEMENTS:
            return "place"  # "the town of Goma", whatever the model takes it for
        if name.kind == "state":
            return "place" if self._located(name) else "state"
        if name.kind == "place":
            return self._acting(name)
        if name.kind is None:
            return self._unknown(name)
        return name.kind

    def _located(self, name: Name) -> bool:
        where = self.where(name.head)
        if where.relation == "pobj" and where.preposition in WHERE:
            return True
        whole = name.party is None or name.party.key == name.party.country
        if not whole:  # a part of a state acts where its city would
            return self._acting(name) == "place"
        if where.relation in ("appos", "npadvmod") or self.tokens[name.head].dep == "conj":
            number = self.names.at.get(self.tokens[name.head].head)
            return (
                number is not None
                and self.names.found[number].kind == "place"
                and self.tokens[name.first - 1].text == ","
            )
        return False

    def _acting(self, name: Name) -> MentionKind:
        where = self.where(name.head)
        if self._suffers(where) and name.party is None and not self.gazetteer.places(name.text):
            return "person"
        acts = self._acts(where) or (name.party is not None and len(self.tokens) == name.last - name.first)
        if not acts and where.preposition not in TOWARDS:
            return "place"
        if name.party is not None:
            return name.party.kind
        if not acts:
            return "place"
        known = " " in name.text or self.gazetteer.places(name.text)
        return "organisation" if known else "person"  # the model takes many a last name for a place

    def _acts(self, where: Where) -> bool:
        """True for one who does something, is spoken to, or is a source ("according to ...")."""
        verb = self.tokens[where.above]
        if where.relation == "nsubj":
            return verb.lemma not in STATIVE and verb.pos == "VERB"
        if where.relation in ("dobj", "dative"):
            return verb.lemma in SPOKEN_TO
        return where.preposition == "to" and verb.text.lower() == "according"

    def _suffers(self, where: Where) -> bool:
        """True for one who is killed, arrested or sentenced."""
        return where.relation in ("nsubjpass", "dobj") and self.tokens[where.above].lemma in HARM

    def _unknown(self, name: Name) -> MentionKind | None:
        """A name that nothing tells about is a party only where it acts, suffers, speaks or owns."""
        where = self.where(name.head)
        if name.text.rpartition(" ")[2].lower() in THINGS:
            speaks = where.relation == "nsubj" and self.tokens[where.above].lemma in RULING
            return "organisation" if speaks else None
        if self._suffers(where):
            return "person"
        if self._acts(where) or where.relation in ("nsubj", "poss") or where.preposition == "by":
            article = self.tokens[name.first - 1].text.lower() == "the" if name.first else False
            return "organisation" if name.last - name.first > 2 or article else "person"
        return None
