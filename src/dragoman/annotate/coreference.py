"""Who is who: roles and pronouns are given the party that they stand for.

Comes in: the mentions of one document, without entities. Goes out: the same mentions with entity numbers from 0, in the
order of first appearance, and the rule (`via`) that put each there. Names are identified in entities.py. A place, a pronoun
whose party the report leaves open and a relative pronoun for a thing keep -1.

Roles and pronouns look back over the last few parties touched and never further, so the work is linear in the mentions.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from dragoman.annotate.entities import NOBODY, Entity, identify, words_of
from dragoman.annotate.roles import Description, describe, fits
from dragoman.gazetteer import Gazetteer
from dragoman.model import Document, Mention, Sentence, Token

WINDOW = 40
"""Touches of parties that a role or pronoun looks back over."""
REACH = 3
"""Sentences that a personal pronoun looks back over."""
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
COPULAS = frozenset({"be", "become", "remain"})
SPEECH = frozenset(
    "say tell add write state declare announce claim argue explain note tweet warn insist remark comment report ask stress reply"
    " respond describe call conclude continue suggest reveal acknowledge admit confirm deny urge promise pledge".split()
)
"""Verbs whose subject is the "I" of the words they bring."""
MALE = frozenset("he him his himself".split())
FEMALE = frozenset("she her hers herself".split())
PLURAL = frozenset("they them their theirs themselves".split())
NEUTER = frozenset("it its itself".split())
SPEAKER = frozenset("i me my mine myself we us our ours ourselves".split())
RELATIVE = frozenset("who whom whose which that".split())
REFLEXIVE = frozenset("himself herself themselves itself".split())
OWNERS = frozenset("his her their its".split())


@dataclass(frozen=True, slots=True)
class _Touch:
    """A party as it was last mentioned."""

    entity: int
    mention: int
    sentence: int
    subject: bool
    speaking: bool
    """Subject of a speech verb, outside quotations."""
    verb: int
    """The token that the mention hangs on."""
    quoted: bool


def link(
    mentions: Sequence[Mention],
    tokens: Sequence[Token],
    sentences: Sequence[Sentence],
    children: Sequence[Sequence[int]],
    document: Document,
    gazetteer: Gazetteer,
) -> list[Mention]:
    """Number the parties of a report and say which mention is which."""
    linker = _Linker(mentions, tokens, sentences, children, document, gazetteer)
    linker.appositions()
    for k in range(len(mentions)):
        linker.step(k)
    return linker.result()


class _Linker:
    """Goes through the mentions of one report once, in order."""

    def __init__(
        self,
        mentions: Sequence[Mention],
        tokens: Sequence[Token],
        sentences: Sequence[Sentence],
        children: Sequence[Sequence[int]],
        document: Document,
        gazetteer: Gazetteer,
    ) -> None:
        self.mentions, self.tokens, self.sentences, self.children = mentions, tokens, sentences, children
        self.entities, self.numbers = identify(mentions, tokens, document, gazetteer)
        self.via = [m.form if n >= 0 else "" for m, n in zip(mentions, self.numbers, strict=True)]
        self.by_head = {m.head: k for k, m in reversed(list(enumerate(mentions)))}
        self.gazetteer, self.published = gazetteer, document.published
        self.described: dict[int, Description] = {}
        self.by_role: dict[tuple[str, int, bool], deque[tuple[int, Description]]] = {}
        """(role noun, owner, plural) -> the latest parties known by it, with the words that said so."""
        self.recent: deque[_Touch] = deque(maxlen=WINDOW)
        self.order: dict[int, None] = {}
        """Parties, the one touched last at the end."""
        self.quoted = quoted_tokens(tokens, sentences)
        self.speaker = NOBODY
        self.paragraph = -1
        self.home = self._home()
        self.named = [e for e in self.entities.found if e.name][:WINDOW]

    def _home(self) -> int:
        """The state that the report names most, -1 if it names none."""
        counts: dict[int, int] = {}
        for m, n in zip(self.mentions, self.numbers, strict=True):
            if n >= 0 and m.kind == "state":
                counts[n] = counts.get(n, 0) + 1
        return max(counts, key=lambda n: (counts[n], -n), default=NOBODY)

    def result(self) -> list[Mention]:
        order: dict[int, int] = {}
        found = []
        for m, n, via in zip(self.mentions, self.numbers, self.via, strict=True):
            number = NOBODY if n < 0 else order.setdefault(self.entities.root(n), len(order))
            found.append(replace(m, entity=number, via=via if number >= 0 else "unresolved" if m.kind != "place" else "place"))
        return found

    def put(self, k: int, number: int, via: str) -> None:
        self.numbers[k], self.via[k] = number, via

    # --- the pass ---

    def step(self, k: int) -> None:
        """Decide one mention, then remember that its party was touched."""
        mention = self.mentions[k]
        sentence = self.tokens[mention.head].sentence
        if self.sentences[sentence].paragraph != self.paragraph:
            self.paragraph, self.speaker = self.sentences[sentence].paragraph, NOBODY
        if mention.form == "role":
            self._role(k)
        elif mention.form == "pronoun":
            self._pronoun(k)
        if self.numbers[k] >= 0:
            self._touch(k)

    def _touch(self, k: int) -> None:
        mention = self.mentions[k]
        token = self.tokens[mention.head]
        entity = self.entities.at(self.numbers[k])
        entity.count += 1
        self.order.pop(entity.number, None)
        self.order[entity.number] = None
        quoted = bool(self.quoted[mention.head])
        first = self._first_conjunct(token)
        subject = first.dep in SUBJECTS
        speaking = subject and not quoted and self.tokens[first.head].lemma in SPEECH
        self.recent.append(_Touch(entity.number, k, token.sentence, subject, speaking, first.head, quoted))
        if speaking:
            self.speaker = entity.number

    def _first_conjunct(self, token: Token) -> Token:
        for _ in range(6):
            if token.dep != "conj":
                break
            token = self.tokens[token.head]
        return token

    # --- appositions and predicates ---

    def appositions(self) -> None:
        """Join what the grammar says is one: "X, the president", "the mayor, Y", "European Union (EU)"."""
        for k, mention in enumerate(self.mentions):
            token = self.tokens[mention.head]
            if mention.form == "pronoun":
                continue
            other = self.by_head.get(token.head) if token.dep == "appos" else None
            if other is None or not self._one_party(other, k):
                other = self._beside(k)
            if other is not None and self._one_party(other, k):
                self._unite(other, k)

    def _beside(self, k: int) -> int | None:
        """The role or name right before a name or role, at most a comma between: "the mayor of Lima, Ana Ruiz,"."""
        mention = self.mentions[k]
        j = k - 1
        while j >= 0 and k - j < 6 and self.mentions[j].last > mention.first:
            j -= 1
        while j > 0 and k - j < 8 and self.mentions[j - 1].last == self.mentions[j].last and self.mentions[j - 1].first <= self.mentions[j].first:
            j -= 1  # the longest mention that ends there
        if j < 0 or "person" != mention.kind != self.mentions[j].kind:
            return None
        before = self.mentions[j]
        if self.tokens[before.head].sentence != self.tokens[mention.head].sentence:
            return None
        if {before.form, mention.form} != {"name", "role"} or before.kind != "person":
            return None
        gap = self.tokens[before.last : mention.first]
        if not gap:
            return j if before.form == "role" else None
        after = self.tokens[mention.last].text if mention.last < len(self.tokens) else "."
        closed = after in (",", ".", ";", ")", "-RRB-", "—", "–", "who", ":")
        return j if len(gap) == 1 and gap[0].text == "," and closed and self._no_list(before, mention) else None

    def _no_list(self, before: Mention, mention: Mention) -> bool:
        """False where the comma parts the members of a list: "Xi, the minister, and Wang"."""
        return not any(self.tokens[c].dep == "cc" for m in (before, mention) for c in self.children[m.head])

    def _one_party(self, a: int, b: int) -> bool:
        one, other = self.mentions[a], self.mentions[b]
        if "place" in (one.kind, other.kind) or other.first < one.first:
            return False
        if one.form == other.form == "name":
            between = self.tokens[one.last].text if one.last < len(self.tokens) else ""
            return one.kind == other.kind and between in ("(", "-LRB-", "[") and one.kind != "person"
        if one.kind == other.kind:
            return True
        return {one.kind, other.kind} <= {"organisation", "group", "state"} and "name" in (one.form, other.form)

    def _unite(self, a: int, b: int) -> None:
        for k, other in ((a, b), (b, a)):
            if self.numbers[k] < 0 <= self.numbers[other]:
                self.put(k, self.numbers[other], "apposition")
                self._learn(self.entities.at(self.numbers[k]), self._description(k))
                return
        if self.numbers[a] >= 0 and self.numbers[b] >= 0:
            self.entities.join(self.numbers[a], self.numbers[b])
        elif self.mentions[a].form == "role":
            entity = self._new(a)
            self.put(b, entity.number, "apposition")
            self._learn(entity, self._description(b))

    def _predicate(self, k: int) -> int:
        """The subject of "X is the president"; -1 if the role is no predicate."""
        token = self.tokens[self.mentions[k].head]
        verb = self.tokens[token.head]
        if token.dep not in ("attr", "oprd") or verb.lemma not in COPULAS:
            return NOBODY
        negated = any(self.tokens[c].dep == "neg" for c in self.children[verb.i])
        for c in self.children[verb.i]:
            if self.tokens[c].dep in SUBJECTS and (subject := self.by_head.get(c)) is not None and not negated:
                return self.numbers[subject] if self.mentions[subject].kind == self.mentions[k].kind else NOBODY
        return NOBODY

    # --- roles ---

    def _description(self, k: int) -> Description:
        if k not in self.described:
            mention = self.mentions[k]
            inside = self._inside(k)
            states = {key for j in inside if (key := self._state(j)) and not self._abroad(j)}
            names = [j for j in inside if self.mentions[j].form == "name" and self.mentions[j].kind not in ("state", "place")]
            owner = next((self.numbers[j] for j in inside if self.tokens[self.mentions[j].head].dep == "poss"), NOBODY)
            heading = self.sentences[self.tokens[mention.head].sentence].is_title
            self.described[k] = describe(mention, self.tokens, self.children, self.gazetteer, states, bool(names), owner, heading)
        return self.described[k]

    def _inside(self, k: int) -> list[int]:
        """Numbers of the mentions inside a longer one."""
        last, found = self.mentions[k].last, []
        for j in range(k + 1, min(k + 8, len(self.mentions))):
            if self.mentions[j].first >= last:
                break
            found.append(j)
        return found

    def _state(self, k: int) -> str | None:
        """Gazetteer key of a state or place that bears on the mention around it."""
        if self.mentions[k].form != "name":
            return None
        if self.numbers[k] >= 0 and self.mentions[k].kind == "state":
            return self.entities.at(self.numbers[k]).key
        if self.mentions[k].kind == "place":
            party = next(iter(self.gazetteer.parties(self.mentions[k].name, self.published)), None)
            return None if party is None else party.key if party.kind == "state" else party.country
        return None

    def _abroad(self, k: int) -> bool:
        """True for the country in "ambassador to Peru", which is not the ambassador's."""
        token = self.tokens[self.mentions[k].head]
        return token.dep == "pobj" and self.tokens[token.head].text.lower() in ("to", "on", "against", "for")

    def _learn(self, entity: Entity, said: Description) -> None:
        """Keep what a role says of its bearer."""
        entity.roles |= said.nouns
        entity.states |= said.states
        entity.gender = entity.gender or said.gender
        if entity.sector == "UNK":
            entity.sector = said.sector

    def _new(self, k: int) -> Entity:
        mention = self.mentions[k]
        entity = self.entities.new(mention.kind)
        entity.plural = mention.kind == "group"
        said = self._description(k)
        self._learn(entity, said)
        self.put(k, entity.number, "role")
        self._remember(entity.number, said)
        return entity

    def _remember(self, number: int, said: Description) -> None:
        bearers = self.by_role.setdefault((said.noun, said.owner, said.plural), deque(maxlen=6))
        bearers.appendleft((number, said))

    def _role(self, k: int) -> None:
        if self.numbers[k] >= 0:
            return
        said = self._description(k)
        number, via = self._predicate(k), "predicate"
        if number < 0:
            number, via = self._antecedent(k, said), "role"
        if number < 0:
            self._new(k)
            return
        self.put(k, number, via)
        self._learn(self.entities.at(number), said)
        self._remember(number, said)

    def _antecedent(self, k: int, said: Description) -> int:
        """The party that a role noun takes up again; -1 for one that is new."""
        if (said.government or said.names_state) and (state := self._government(said)) >= 0:
            return state
        if said.owner < 0 and said.indefinite:
            return self._introduced(k, said)
        if said.sector == "REB" and (rebels := self._rebels(k)) >= 0:
            return rebels
        for number, before in self.by_role.get((said.noun, said.owner, said.plural), ()):
            if said.continues(before):
                return self.entities.root(number)
        if not said.definite or said.owner >= 0:
            return NOBODY
        latest = [self.entities.root(n) for n in islice(reversed(self.order), WINDOW)]
        for strict in (True, False):
            for number in latest:
                if fits(said, self.entities.at(number), self.mentions[k].kind, strict):
                    return number
        return self._later(k, said)

    def _government(self, said: Description) -> int:
        """ "The Peruvian government" is Peru; "the government" that of the state the report names most."""
        for state in sorted(said.states, key=lambda s: (-len(s), s)):
            if ("key", state) not in self.entities.by_text:
                entity = self.entities.new("state")
                entity.key, entity.states, entity.sector = state, {state}, "GOV"
                self.entities.by_text["key", state] = entity.number
            return self.entities.by_text["key", state]
        return self.home if said.definite and said.owner < 0 and said.government else NOBODY

    def _rebels(self, k: int) -> int:
        """ "Houthi rebels" are the Houthis."""
        inside = (self.numbers[j] for j in self._inside(k) if self.numbers[j] >= 0 and self.mentions[j].form == "name")
        return next((n for n in inside if self.entities.at(n).sector == "REB"), NOBODY)

    def _introduced(self, k: int, said: Description) -> int:
        """ "A federal judge" of the first sentences, whom the report names later."""
        sentence = self.sentences[self.tokens[self.mentions[k].head].sentence]
        single = self.mentions[k].kind == "person" and self.tokens[self.mentions[k].head].dep in SUBJECTS
        return self._later(k, said) if single and (sentence.is_title or sentence.paragraph <= 1) else NOBODY

    def _later(self, k: int, said: Description) -> int:
        """ "The president", "police" before the name is said: the only bearer of that title that the report names later."""
        kind = self.mentions[k].kind
        if kind == "group":
            return NOBODY
        bearers = [e.number for e in self.named if fits(said, e, kind, True) and (kind == "person" or words_of(e.name)[-1] == said.noun)]
        return bearers[0] if len(set(map(self.entities.root, bearers))) == 1 else NOBODY

    # --- pronouns ---

    def _pronoun(self, k: int) -> None:
        mention = self.mentions[k]
        lower = mention.span.text.lower()
        if lower in RELATIVE:
            number, via = self._relative(mention), "relative"
        elif lower in SPEAKER:
            number, via = self._speaker(mention), "speaker"
        elif lower in NEUTER:
            number, via = self._it(k), "pronoun"
        else:
            number, via = self._personal(k, lower), "pronoun"
        if number >= 0:
            self.put(k, number, via)

    def _relative(self, mention: Mention) -> int:
        """The noun that the relative clause hangs on."""
        i = mention.head
        for _ in range(6):
            token = self.tokens[i]
            i = token.head
            if token.dep == "relcl":
                other = self.by_head.get(i)
                if other is not None and self.numbers[other] >= 0:
                    return self.numbers[other]
                break
        return self._before(mention) if mention.kind == "person" else NOBODY

    def _before(self, pronoun: Mention) -> int:
        """The person or group right before a "who" that the parser hung elsewhere."""
        for touch in islice(reversed(self.recent), 4):
            gap = pronoun.first - self.mentions[touch.mention].last
            if gap in (0, 1) and self.entities.at(touch.entity).kind in ("person", "group"):
                return touch.entity
        return NOBODY

    def _speaker(self, mention: Mention) -> int:
        """The subject of the speech verb above the quotation, else who spoke last in the paragraph."""
        if not self.quoted[mention.head]:
            return NOBODY
        i = mention.head
        for _ in range(10):
            i = self.tokens[i].head
            if self.tokens[i].lemma in SPEECH and not self.quoted[i]:
                for c in self.children[i]:
                    if self.tokens[c].dep == "nsubj" and (other := self.by_head.get(c)) is not None and self.numbers[other] >= 0:
                        return self.numbers[other]
        return self.speaker

    def _it(self, k: int) -> int:
        """An organisation or state that is subject of the clause, or of the sentence before."""
        mention = self.mentions[k]
        token = self.tokens[mention.head]
        for touch in reversed(self.recent):
            if token.sentence - touch.sentence > 1:
                return NOBODY
            entity = self.entities.at(touch.entity)
            if entity.kind not in ("organisation", "state") or self._bound(k, touch):
                continue
            if touch.subject or token.dep == "poss" and touch.sentence == token.sentence:
                return entity.number if not self._thing_between(touch, token) else NOBODY
        return NOBODY

    def _thing_between(self, touch: _Touch, token: Token) -> bool:
        """True if the subject of a later clause is a thing, which "it" then means."""
        for i in range(self.mentions[touch.mention].last, token.i):
            other = self.tokens[i]
            if other.dep in SUBJECTS and other.tag in ("NN", "NNP") and i not in self.by_head:
                return True
        return False

    def _personal(self, k: int, lower: str) -> int:
        """The likeliest person or group of the last sentences."""
        token = self.tokens[self.mentions[k].head]
        best, top = NOBODY, -99.0
        quoted = self.quoted[token.i]
        speaker = self.entities.root(self.speaker) if self.speaker >= 0 else NOBODY
        for age, touch in enumerate(reversed(self.recent)):
            distance = token.sentence - touch.sentence
            if distance > REACH:
                break
            entity = self.entities.at(touch.entity)
            worth = _agreement(lower, entity)
            if worth is None or self._bound(k, touch):
                continue
            if quoted and (touch.speaking or entity.number == speaker):
                continue
            worth += 2.0 * touch.subject - 1.6 * distance - 0.12 * age + 0.1 * min(entity.count, 6) - 0.8 * self._nested(touch)
            if worth > top:
                best, top = entity.number, worth
        if best >= 0 and lower in MALE | FEMALE:
            entity = self.entities.at(best)
            entity.gender = entity.gender if entity.gender in ("m", "f") else "m" if lower in MALE else "f"
        return best

    def _nested(self, touch: _Touch) -> bool:
        token = self.tokens[self.mentions[touch.mention].head]
        return token.dep in ("poss", "compound", "amod", "nmod")

    def _bound(self, k: int, touch: _Touch) -> bool:
        """True where grammar forbids the pair: "Xi met him", "his lawyer"; or the speaker inside his own quotation."""
        mention, other = self.mentions[k], self.mentions[touch.mention]
        token = self.tokens[mention.head]
        if other.first <= mention.first < other.last:
            return True
        lower = token.text.lower()
        if lower in REFLEXIVE:
            return False
        if lower not in OWNERS or token.dep != "poss":
            if touch.subject and touch.verb == self._clause(token) and token.dep not in SUBJECTS:
                return True
        if touch.subject and token.dep in SUBJECTS and touch.verb == token.head:
            return True
        return bool(self.quoted[mention.head]) and not touch.quoted and touch.sentence == token.sentence and touch.subject

    def _clause(self, token: Token) -> int:
        """The verb that an object or prepositional object belongs to."""
        above = self.tokens[token.head]
        return above.head if token.dep == "pobj" else above.i


def _agreement(lower: str, entity: Entity) -> float | None:
    """How well a pronoun suits a party; None where it cannot mean it."""
    if lower in PLURAL:
        match entity.kind:
            case "group":
                return 1.0
            case "organisation":
                return 0.0
            case "person":
                return -2.5 if entity.gender is None else None
        return -1.0
    if entity.kind != "person":
        return None
    wanted = "m" if lower in MALE else "f"
    if entity.gender in ("m", "f"):
        return 0.8 if entity.gender == wanted else None
    return 0.0


def quoted_tokens(tokens: Sequence[Token], sentences: Sequence[Sentence]) -> bytearray:
    """1 for each token inside double quotation marks; every paragraph starts outside."""
    inside = bytearray(len(tokens))
    opened, paragraph = False, -1
    for sentence in sentences:
        if sentence.paragraph != paragraph:
            opened, paragraph = False, sentence.paragraph
        for i in range(sentence.first, sentence.last):
            text = tokens[i].text
            if text in ('"', "“", "”", "``", "''"):
                opened = text in ("“", "``") or (text == '"' and not opened)
            else:
                inside[i] = opened
    return inside
