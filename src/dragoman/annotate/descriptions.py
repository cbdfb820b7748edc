"""What a role says of its bearer, and whether it can mean a party already named.

Comes in: a mention of the form "role" and the parse. Goes out: a `Description` (noun, owner, states, definiteness) and the
test `fits`. Looks up no antecedents itself (coreference.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.annotate.entities import Entity, gender_of
from dragoman.annotate.firstnames import Gender
from dragoman.annotate.mentions import QUANTIFIERS, role_phrase, singular
from dragoman.annotate.name_matching import words_of
from dragoman.annotate.name_words import RANKS
from dragoman.annotate.wordlist import wordset
from dragoman.gazetteer import Gazetteer
from dragoman.model import Mention, MentionKind, Token

DEFINITE = wordset("the this that these those both")
INDEFINITE = wordset("a an some another other several many few more any each every no")
LEADERS = wordset(
    "leader president premier minister chancellor king queen emperor ruler head monarch pm sultan emir dictator chief prime"
)
"""Titles that writers exchange for one another, at times wrongly; the state beside them decides."""
LAWMAKERS = wordset(
    "senator representative congressman congresswoman lawmaker legislator mp politician member assemblyman assemblywoman"
)
SUSPECTS = wordset(
    "suspect gunman attacker shooter killer assailant perpetrator defendant man woman individual accused convict bomber"
)
FIRMS = wordset(
    "company firm giant corporation maker manufacturer retailer carrier airline business conglomerate startup platform"
)
BODIES_AT_LARGE = wordset(
    "organisation organization group body agency institution network service site website outlet union bloc alliance"
)
NOT_NATIONAL = wordset("local federal state provincial previous regional municipal city")
COUNTRIES = wordset("state country nation republic commonwealth kingdom territory")
WHOLE = wordset("all both whole rest")
"""Words before "of" that keep the whole of those named: "both of the men"."""
VAGUE = wordset("same said other more several many new own whole entire current then late")
"""Modifiers that tell no two bearers of a role apart."""
CLASSES = (LEADERS, LAWMAKERS, SUSPECTS)
BY_SECTOR = {"company": "BUS", "firm": "BUS", "newspaper": "JRN", "broadcaster": "JRN", "paper": "JRN", "outlet": "JRN", "university": "EDU", "court": "JUD",
             "party": "PTY", "bank": "BUS"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Description:
    """A role phrase, taken apart."""

    noun: str
    """Its head in the singular and lower case; behind "of" after a counting word."""
    nouns: frozenset[str]
    """The noun, and the noun with the word before it."""
    modifiers: frozenset[str]
    states: frozenset[str]
    """Gazetteer keys of the states named in it."""
    named: bool
    """True if a party that is no state is named in it: "the Boeing plant's manager"."""
    owner: int
    """Entity of the possessor, -1 if there is none."""
    definite: bool
    indefinite: bool
    plural: bool
    gender: Gender | None
    sector: str
    government: bool
    names_state: bool
    """True for "the state of Ohio", which is Ohio."""

    def continues(self, before: Description) -> bool:
        """True if the same noun means the same party again: "the two officers", "officers"; not "French officers"."""
        if self.states and before.states and not self.states & before.states:
            return False
        if self.definite:
            return not self.modifiers or not before.modifiers or bool(self.modifiers & before.modifiers)
        return self.modifiers == before.modifiers and self.states == before.states

    def compatible(self, roles: set[str]) -> bool:
        """False for "the foreign minister" and one known only as "defence minister"."""
        longer = {r for r in roles if r.endswith(" " + self.noun)}
        mine = {n for n in self.nouns if " " in n}
        return not longer or not mine or bool(longer & mine)


def describe(
    mention: Mention,
    tokens: Sequence[Token],
    children: Sequence[Sequence[int]],
    gazetteer: Gazetteer,
    states: set[str],
    named: bool,
    owner: int,
    heading: bool,
) -> Description:
    """Take a role phrase apart; headings drop their articles."""
    head = _noun(mention, tokens, children)
    before = [tokens[i] for i in range(mention.first, head)]
    noun, nouns = _nouns(tokens[head], before)
    role = role_phrase(tokens, head, gazetteer)
    modifiers = frozenset(t.text.lower() for t in before if t.dep in ("amod", "compound", "nmod")) - VAGUE
    behind = tokens[mention.head + 1].lemma if mention.last > mention.head + 1 else ""
    definite, indefinite = _definiteness(mention, tokens, head, before, heading or behind == "of")
    return Description(
        noun, nouns, modifiers, frozenset(states), named, owner, definite, indefinite,
        plural=mention.kind == "group",
        gender=gender_of(noun),
        sector=role.sector if role else "UNK",
        government=noun == "government" and not modifiers & NOT_NATIONAL,
        names_state=behind == "of" and noun in COUNTRIES,
    )  # fmt: skip


def _nouns(head: Token, before: Sequence[Token]) -> tuple[str, frozenset[str]]:
    """The role noun, a rank with it ("vice president"), and the same with the word before it ("foreign minister")."""
    noun = singular(head)
    words = [t.text.lower() for t in before if t.text != "-"]
    rank = next((w for w in words if w in RANKS), None)
    if rank is not None:
        return f"{rank} {noun}", frozenset({f"{rank} {noun}", f"{words[-1]} {noun}"})
    if before and before[-1].dep in ("amod", "compound") and before[-1].head == head.i:
        return noun, frozenset({noun, f"{words[-1]} {noun}"})
    return noun, frozenset({noun})


def _definiteness(
    mention: Mention, tokens: Sequence[Token], head: int, before: Sequence[Token], told: bool
) -> tuple[bool, bool]:
    """Whether a phrase takes up someone known ("the judge", bare "police") and whether it brings someone new ("a judge").

    `told`: the report omits the article here, or says of whom ("mayor of Lima").
    """
    determiners = {t.text.lower() for t in before if t.dep in ("det", "predet")}
    numbered = any(t.dep == "nummod" for t in before)
    bare = not determiners and not numbered and mention.kind != "group"
    body = mention.kind == "organisation" and tokens[head].tag != "NNS"
    part = head != mention.head and tokens[mention.head].lemma not in WHOLE  # "one of the men"
    definite = not part and (bool(determiners & DEFINITE) or (bare and (told or body)))
    indefinite = part or bool(determiners & INDEFINITE) or (numbered and not definite)
    return definite, indefinite


def _noun(mention: Mention, tokens: Sequence[Token], children: Sequence[Sequence[int]]) -> int:
    """The noun that counts: "protesters" in "hundreds of protesters"."""
    head = tokens[mention.head]
    if head.lemma not in QUANTIFIERS and head.pos != "NUM":
        return mention.head
    for c in children[mention.head]:
        if tokens[c].lemma == "of" and c < mention.last:
            return next((p for p in children[c] if tokens[p].dep == "pobj"), mention.head)
    return mention.head


def fits(said: Description, entity: Entity, kind: MentionKind, strict: bool) -> bool:
    """True if a definite role may mean a party; strictly only where the party is known by that very noun."""
    if said.states and entity.states and not said.states & entity.states:
        return False
    if said.gender and entity.gender in ("m", "f") and said.gender != entity.gender:
        return False
    if said.named and not strict:
        return False
    if kind == "person":
        return entity.kind == "person" and _fits_person(said, entity, strict)
    if kind == "group":
        return entity.kind in ("group", "organisation") and _fits_group(said, entity, strict)
    return entity.kind in ("organisation", "state", "group") and _fits_body(said, entity, strict)


def _fits_person(said: Description, entity: Entity, strict: bool) -> bool:
    if strict:
        return said.noun in entity.roles and said.compatible(entity.roles)
    for likes in CLASSES:
        if said.noun in likes and entity.roles & likes:
            return (
                likes is not LEADERS or bool(said.states & entity.states) or (said.noun == "leader" and not said.states)
            )
    return False


def _fits_group(said: Description, entity: Entity, strict: bool) -> bool:
    if strict:
        return said.noun in entity.roles
    return bool(entity.name) and said.noun in {w.rstrip("s") for w in words_of(entity.name)}


def _fits_body(said: Description, entity: Entity, strict: bool) -> bool:
    if entity.kind == "state":
        return said.noun in COUNTRIES and not strict
    words = words_of(entity.name)
    if strict and entity.name and said.modifiers - set(words) - said.nouns and not said.states:
        return False
    if strict:
        return said.noun in words or said.noun in entity.roles
    if said.noun in FIRMS:
        return entity.sector in ("BUS", "UNK") and bool(words)
    if said.noun in BY_SECTOR:
        return entity.sector == BY_SECTOR[said.noun]
    return said.noun in BODIES_AT_LARGE and bool(words) and entity.kind == "organisation" and not said.modifiers
