"""Which names of a report are one party, and what the names themselves tell of it.

Comes in: mentions and tokens. Goes out: an `Entity` for each named party and the entity of each name. Full name and last
name, name with and without title, acronym and expansion, state and adjective come together here. Knows nothing of roles
without a name and of pronouns (coreference.py).

Every look-up is by word, and only the latest few bearers of a word are compared: the work is linear in the mentions.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dragoman.annotate.firstnames import GENDERS, Gender
from dragoman.annotate.name_matching import initials, same_body, same_person, words_of
from dragoman.annotate.name_words import PARTICLES, RANKS, SUFFIXES
from dragoman.annotate.parties import Parties
from dragoman.annotate.wordlist import wordset
from dragoman.gazetteer import Gazetteer
from dragoman.model import Document, Mention, MentionKind, Token

NOBODY = -1
BEARERS = 6
"""How many bearers of one word are compared with a name."""
MEN = wordset(
    "mr mr. sir lord king prince duke emperor sultan emir sheikh man boy father son brother husband uncle grandfather nephew"
    " widower spokesman chairman congressman businessman policeman gunman fisherman salesman statesman councilman assemblyman"
    " alderman actor imam pope bishop archbishop cardinal priest monk gentleman guy boyfriend fiancé ayatollah"
)
WOMEN = wordset(
    "mrs mrs. ms ms. miss madam dame lady queen princess duchess empress woman girl mother daughter sister wife aunt grandmother"
    " niece widow spokeswoman chairwoman congresswoman businesswoman policewoman councilwoman assemblywoman actress nun"
    " girlfriend fiancée waitress midwife"
)

COUNTED = wordset("some several many few more other most")
"""Words before a people or a party that single out some of its members."""


Key = tuple[str, str]
"""What sort of name, and the name."""


@dataclass(slots=True)
class Entity:
    """One party while the report is being read."""

    number: int
    kind: MentionKind
    name: str = ""
    """The fullest so far; empty for a party known by its role only."""
    key: str | None = None
    """The gazetteer's key."""
    sector: str = "UNK"
    roles: set[str] = field(default_factory=set)
    """Role nouns said of it, in lower case: "president", "prime minister"."""
    states: set[str] = field(default_factory=set)
    """Gazetteer keys of the states named beside it: USA for "US President"."""
    gender: Gender | None = None
    plural: bool = False
    places: list[int] = field(default_factory=list)
    """Numbers of the mentions with a full name, in order."""
    count: int = 0


@dataclass(slots=True)
class Entities:
    """The parties found so far and the indexes that find them again."""

    found: list[Entity] = field(default_factory=list)
    joined: list[int] = field(default_factory=list)
    """Entity number -> the entity it has been joined to, or itself."""
    by_text: dict[Key, int] = field(default_factory=dict)
    by_word: dict[Key, list[int]] = field(default_factory=dict)
    by_initials: dict[str, int] = field(default_factory=dict)

    def new(self, kind: MentionKind) -> Entity:
        entity = Entity(len(self.found), kind)
        self.found.append(entity)
        self.joined.append(entity.number)
        return entity

    def root(self, number: int) -> int:
        """The entity that a number stands for after all joining."""
        joined = self.joined
        while joined[number] != number:
            joined[number] = joined[joined[number]]
            number = joined[number]
        return number

    def at(self, number: int) -> Entity:
        return self.found[self.root(number)]

    def join(self, one: int, other: int) -> None:
        """Make two entities one; the earlier number stays."""
        keep, drop = sorted((self.root(one), self.root(other)))
        if keep == drop:
            return
        self.joined[drop] = keep
        a, b = self.found[keep], self.found[drop]
        a.roles |= b.roles
        a.states |= b.states
        a.gender = a.gender or b.gender
        a.key = a.key or b.key
        a.name = max(a.name, b.name, key=len)
        a.sector = b.sector if a.sector == "UNK" else a.sector
        a.count += b.count
        a.places = sorted(a.places + b.places)


def bare_first(mention: Mention, tokens: Sequence[Token]) -> int:
    """First token of the bare name inside a mention; the mention's end for a role."""
    if mention.form != "name":
        return mention.last
    start = mention.span.end - len(mention.name)
    i = mention.first
    while i < mention.last - 1 and tokens[i].start < start:
        i += 1
    return i


def identify(
    mentions: Sequence[Mention], tokens: Sequence[Token], document: Document, gazetteer: Gazetteer
) -> tuple[Entities, list[int], Parties]:
    """Give every name that is a party its entity; the list holds one number for each mention, -1 for all else.

    The last item is what the gazetteer has for the names of this report.
    """
    reader = _Reader(mentions, tokens, document, gazetteer)
    numbered = [(k, words_of(m.name)) for k, m in enumerate(mentions) if m.form == "name" and m.kind != "place"]
    for full in (True, False):
        for k, words in numbered:
            if words and (len(words) > 1) == full:
                reader.number(k, words)
    return reader.entities, [reader.entities.root(n) if n >= 0 else n for n in reader.numbers], reader.parties


class _Reader:
    """Numbers the names of one report."""

    def __init__(
        self, mentions: Sequence[Mention], tokens: Sequence[Token], document: Document, gazetteer: Gazetteer
    ) -> None:
        self.mentions, self.tokens, self.gazetteer = mentions, tokens, gazetteer
        names = (m.name for m in mentions if m.form == "name" and m.kind != "person")
        self.parties = Parties(names, gazetteer, document.published)
        self.entities = Entities()
        self.numbers = [NOBODY] * len(mentions)

    def number(self, k: int, words: tuple[str, ...]) -> None:
        mention = self.mentions[k]
        match mention.kind:
            case "person":
                found = self._person(k, words)
            case "state":
                found = self._keyed(k, mention)
            case _:
                found = self._keyed(k, mention) if self.parties.of(mention.name) else self._body(k, mention, words)
        entity = self.entities.at(found)
        self.numbers[k] = entity.number
        if len(mention.name) > len(entity.name):
            entity.name = mention.name
        if len(words) > 1 or not entity.places:
            entity.places.append(k)
        self._titles(mention, entity)

    # --- states and what the gazetteer knows ---

    def _keyed(self, k: int, mention: Mention) -> int:
        """The entity of the gazetteer's first party; a state's people are not the state."""
        party = self.parties.of(mention.name)
        if party is None:
            return self._body(k, mention, words_of(mention.name))
        people = mention.kind == "group" and party.kind == "state"
        if mention.kind == "group" and self._some(mention):
            entity = self.entities.new("group")
            entity.plural, entity.states = True, {party.country} if party.country else set()
            return entity.number
        key = ("people" if people else "key", party.key)
        if key not in self.entities.by_text:
            met = self._unkeyed(mention) if party.kind == "organisation" else None
            entity = met or self.entities.new(mention.kind)
            entity.key = None if people else party.key
            entity.states = {party.country} if party.country else set()
            entity.sector = "CVL" if people else party.sector
            entity.plural = people
            self.entities.by_text[key] = entity.number
        number = self.entities.by_text[key]
        words = words_of(mention.name)
        if self.entities.by_text.setdefault(("body", " ".join(words)), number) == number:
            self._index(number, mention.name, words)
        return number

    def _unkeyed(self, mention: Mention) -> Entity | None:
        """An organisation met before under a longer or shorter name that the gazetteer does not have."""
        words = words_of(mention.name)
        alike = (self.entities.at(n) for w in words[:6] for n in self.entities.by_word.get(("body", w), ()))
        return next(
            (e for e in alike if e.key is None and e.kind == "organisation" and same_body(words, words_of(e.name))),
            None,
        )

    def _some(self, mention: Mention) -> bool:
        """True for "fifteen Democrats" and "some Russians", who are not the party or the people as a whole."""
        before = self.tokens[mention.first : bare_first(mention, self.tokens)]
        return any(t.dep == "nummod" or t.text.lower() in COUNTED for t in before)

    # --- people ---

    def _person(self, k: int, words: tuple[str, ...]) -> int:
        words = tuple(w for w in words if w not in SUFFIXES) or words
        key = ("person", " ".join(words))
        known = self.entities.by_text.get(key)
        if known is not None and len(words) > 1:
            return known
        candidates = [
            n for w in dict.fromkeys((words[-1], words[0])) for n in self.entities.by_word.get(("person", w), ())
        ]
        if len(words) == 1:
            if candidates:
                return self._nearest(k, words[0], candidates)
        else:
            for n in candidates:
                if same_person(words, words_of(self.entities.at(n).name)):
                    self.entities.by_text[key] = n
                    self._index_words("person", n, words)
                    return n
        entity = self.entities.new("person")
        entity.gender = GENDERS.get(words[0]) if len(words) > 1 else None
        self.entities.by_text[key] = entity.number
        self._index_words("person", entity.number, words)
        return entity.number

    def _nearest(self, k: int, word: str, candidates: Sequence[int]) -> int:
        """The bearer of a last name, of the right gender, already named, most often named in full, and named last."""
        mention = self.mentions[k]
        titled = {self.tokens[i].text.lower() for i in range(mention.first, bare_first(mention, self.tokens))}
        gender = next((g for t in titled if (g := gender_of(t))), None)

        def rank(n: int) -> tuple[bool, bool, bool, bool, int, int]:
            entity = self.entities.at(n)
            before = bisect_left(entity.places, k)
            place = entity.places[before - 1] if before else -entity.places[0] if entity.places else 0
            suits = gender is None or entity.gender not in ("m", "f") or entity.gender == gender
            last = words_of(entity.name)[-1:] == (word,)
            return last, suits, bool(titled & entity.roles), before > 0, len(entity.places), place

        return max(candidates, key=rank)

    # --- organisations and groups ---

    def _body(self, k: int, mention: Mention, words: tuple[str, ...]) -> int:
        entities = self.entities
        key = ("body", " ".join(words))
        if key in entities.by_text:
            return entities.by_text[key]
        found = self._expansion(mention.name, words)
        if found is None:
            candidates = dict.fromkeys(n for w in words[:6] for n in entities.by_word.get(("body", w), ()))
            alike = [n for n in candidates if same_body(words, words_of(entities.at(n).name))]
            found = self._nearest(k, words[-1], alike) if alike else None
        if found is None:
            entity = entities.new(mention.kind)
            entity.plural = mention.kind == "group"
            found = entity.number
        entities.by_text[key] = found
        self._index(found, mention.name, words)
        return found

    def _expansion(self, name: str, words: tuple[str, ...]) -> int | None:
        """An acronym finds its expansion, whichever comes first."""
        if len(words) == 1:
            bare = name.replace(".", "")
            return self.entities.by_initials.get(bare) if bare.isupper() or sum(map(str.isupper, bare)) > 1 else None
        return next(
            (
                self.entities.by_text[key]
                for i in initials(name)
                if (key := ("body", i.casefold())) in self.entities.by_text
            ),
            None,
        )

    def _index(self, number: int, name: str, words: tuple[str, ...]) -> None:
        self._index_words("body", number, words)
        for letters in initials(name):
            self.entities.by_initials.setdefault(letters, number)

    def _index_words(self, kind: str, number: int, words: tuple[str, ...]) -> None:
        for word in dict.fromkeys(words):
            bearers = self.entities.by_word.setdefault((kind, word), [])
            if word not in PARTICLES and number not in bearers:
                bearers.insert(0, number)
                del bearers[BEARERS:]

    # --- titles ---

    def _titles(self, mention: Mention, entity: Entity) -> None:
        """Take role nouns and gender from the words before a name."""
        if entity.kind != "person":
            return
        for role in titles(mention, self.tokens, self.gazetteer):
            entity.roles.add(role)
        for i in range(mention.first, bare_first(mention, self.tokens)):
            entity.gender = gender_of(self.tokens[i].text.lower()) or entity.gender


def titles(mention: Mention, tokens: Sequence[Token], gazetteer: Gazetteer) -> Iterator[str]:
    """Role nouns before a name, each alone and with the word before it: "minister", "prime minister"."""
    for i in range(mention.first, bare_first(mention, tokens)):
        noun = tokens[i].text.lower()
        role = gazetteer.role(noun)
        if role is not None and role.kind == "person":
            before = tokens[i - 1].text.lower() if i > mention.first else ""
            if before == "-" and i - 1 > mention.first:
                before = tokens[i - 2].text.lower()
            if before not in RANKS:
                yield noun
            if before:
                yield f"{before} {noun}"


def gender_of(noun: str) -> Gender | None:
    """The gender that a title or role noun tells."""
    return "m" if noun in MEN else "f" if noun in WOMEN else None
