"""Which party a pronoun means.

Comes in: a report being linked and the number of a pronoun. Goes out: the number of the party, or -1 where the report leaves
it open or it means a thing. "I" and "we" in a quotation are its speaker. Looks back a few sentences, never further.
"""

from __future__ import annotations

from itertools import islice

from dragoman.annotate.entities import NOBODY, Entity
from dragoman.annotate.linking import DEPENDENTS, SPEECH, SUBJECTS, Linking, Touch
from dragoman.annotate.wordlist import wordset
from dragoman.model import Mention, Token

AHEAD = 80
"""Tokens behind an "I" in which its speaker is looked for."""
FAR = 80
"""Tokens beyond which "it" no longer means a subject."""
REACH = 3
"""Sentences that a personal pronoun looks back over."""
MALE = wordset("he him his himself")
FEMALE = wordset("she her hers herself")
PLURAL = wordset("they them their theirs themselves")
NEUTER = wordset("it its itself")
SPEAKER = wordset("i me my mine myself we us our ours ourselves")
RELATIVE = wordset("who whom whose which that")
REFLEXIVE = wordset("himself herself themselves itself")
OWNERS = wordset("his her their its")


class Pronouns:
    """Links the pronouns of one report."""

    def __init__(self, at: Linking) -> None:
        self.at = at

    def link(self, k: int) -> None:
        """Give a pronoun its party, if the report tells it."""
        lower = self.at.mentions[k].span.text.lower()
        if lower in RELATIVE:
            number, via = self._relative(self.at.mentions[k]), "relative"
        elif lower in SPEAKER:
            number, via = self._speaker(self.at.mentions[k]), "speaker"
        elif lower in NEUTER:
            number, via = self._it(k), "pronoun"
        else:
            number, via = self._personal(k, lower), "pronoun"
        if number >= 0:
            self.at.put(k, number, via)

    def _relative(self, mention: Mention) -> int:
        """The noun that the relative clause hangs on."""
        i = mention.head
        for _ in range(6):
            token = self.at.tokens[i]
            i = token.head
            if token.dep == "relcl":
                other = self.at.by_head.get(i)
                if other is not None and self.at.numbers[other] >= 0:
                    return self.at.numbers[other]
                break
        return self._before(mention) if mention.kind == "person" else NOBODY

    def _before(self, pronoun: Mention) -> int:
        """The person or group right before a "who" that the parser hung elsewhere."""
        for touch in islice(reversed(self.at.recent), 4):
            gap = pronoun.first - self.at.mentions[touch.mention].last
            if gap in (0, 1) and self.at.entities.at(touch.entity).kind in ("person", "group"):
                return touch.entity
        return NOBODY

    def _speaker(self, mention: Mention) -> int:
        """The subject of the speech verb above the quotation, else who spoke last in the paragraph."""
        if not self.at.quoted[mention.head]:
            return NOBODY
        i = mention.head
        for _ in range(10):
            i = self.at.tokens[i].head
            if self.at.tokens[i].lemma in SPEECH and not self.at.quoted[i] and (subject := self.at.subject_of(i)) >= 0:
                return subject
        return self.at.speaker if self.at.speaker >= 0 else self._speaker_ahead(mention.head)

    def late(self, k: int) -> None:
        """Give an "I" that was left open its speaker, now that the "he" of "he said" behind it is known."""
        mention = self.at.mentions[k]
        if mention.span.text.lower() in SPEAKER and self.at.quoted[mention.head]:
            self.at.begin(k)
            if (number := self._speaker_ahead(mention.head)) >= 0:
                self.at.put(k, number, "speaker")

    def _speaker_ahead(self, start: int) -> int:
        """The first subject of a speech verb behind a quotation, in the same paragraph: "... I agree." Xi said."""
        for i in range(start, min(start + AHEAD, len(self.at.tokens))):
            token = self.at.tokens[i]
            if self.at.sentences[token.sentence].paragraph != self.at.paragraph:
                break
            if (
                not self.at.quoted[i]
                and token.lemma in SPEECH
                and token.pos == "VERB"
                and (subject := self.at.subject_of(i)) >= 0
            ):
                self.at.speaker = subject
                return subject
        return NOBODY

    def _it(self, k: int) -> int:
        """An organisation or state that is subject of the clause, or of the sentence before."""
        mention = self.at.mentions[k]
        token = self.at.tokens[mention.head]
        if token.dep not in SUBJECTS and token.dep != "poss" and (token.text != "itself" or token.dep != "dobj"):
            return NOBODY  # as an object it mostly means a thing
        ahead = self._fronted(token)
        if ahead >= 0 and self.at.entities.at(ahead).kind in ("organisation", "state"):
            return ahead
        for touch in reversed(self.at.recent):
            if token.sentence - touch.sentence > 1:
                return NOBODY
            entity = self.at.entities.at(touch.entity)
            if entity.kind not in ("organisation", "state") or self._bound(k, touch):
                continue
            if touch.subject or (token.dep == "poss" and touch.sentence == token.sentence):
                return entity.number if not self._thing_between(touch, token) else NOBODY
        return NOBODY

    def _thing_between(self, touch: Touch, token: Token) -> bool:
        """True if the subject of a later clause is a thing, which "it" then means."""
        start = self.at.mentions[touch.mention].last
        if token.i - start > FAR:
            return True
        for i in range(start, token.i):
            other = self.at.tokens[i]
            if other.dep in SUBJECTS and other.tag in ("NN", "NNP") and i not in self.at.by_head:
                return True
        return False

    def _personal(self, k: int, lower: str) -> int:
        """The likeliest person or group of the last sentences."""
        token = self.at.tokens[self.at.mentions[k].head]
        if lower in PLURAL and self._plural_thing(token):
            return NOBODY
        ahead = self._fronted(token)
        if ahead >= 0 and _agreement(lower, self.at.entities.at(ahead)) is not None:
            return ahead
        best, top = NOBODY, -99.0
        quoted = self.at.quoted[token.i]
        speaks = not quoted and token.dep == "nsubj" and self.at.tokens[token.head].lemma in SPEECH
        speaker = self.at.entities.root(self.at.speaker) if self.at.speaker >= 0 else NOBODY
        for age, touch in enumerate(reversed(self.at.recent)):
            distance = token.sentence - touch.sentence
            if distance > REACH:
                break
            entity = self.at.entities.at(touch.entity)
            worth = _agreement(lower, entity)
            if worth is None or self._bound(k, touch):
                continue
            if quoted and (touch.speaking or entity.number == speaker):
                continue
            worth -= 0.8 * (touch.quoted and not quoted)
            worth += 1.4 * touch.subject + 0.6 * touch.main + 1.5 * (speaks and touch.speaking and distance > 0)
            worth += 0.1 * min(entity.count, 8) - 1.6 * distance - 0.12 * age - 0.8 * self._nested(touch)
            if worth > top:
                best, top = entity.number, worth
        if best >= 0 and lower in MALE | FEMALE:
            entity = self.at.entities.at(best)
            entity.gender = entity.gender if entity.gender in ("m", "f") else "m" if lower in MALE else "f"
        return best

    def _fronted(self, token: Token) -> int:
        """The subject behind a phrase in front of its clause: "In her first speech, Ana Ruiz said"."""
        i = token.i
        for _ in range(5):
            above = self.at.tokens[i].head
            if above == i:
                break
            if (
                self.at.tokens[above].pos in ("VERB", "AUX")
                and self.at.tokens[i].dep in ("prep", "advcl")
                and above > token.i
            ):
                subject = next(
                    (
                        c
                        for c in self.at.children[above][:DEPENDENTS]
                        if self.at.tokens[c].dep in SUBJECTS and c > token.i
                    ),
                    None,
                )
                comma = subject is not None and any(
                    t.text == "," for t in self.at.tokens[token.i : min(subject, token.i + FAR)]
                )
                k = self.at.by_head.get(subject) if subject is not None and comma else None
                return self.at.numbers[k] if k is not None and self.at.mentions[k].form == "name" else NOBODY
            i = above
        return NOBODY

    def _plural_thing(self, token: Token) -> bool:
        """True if the subject of the clause is things in the plural, which "their" then means."""
        verb = self._clause(token)
        return any(
            self.at.tokens[c].dep in SUBJECTS
            and self.at.tokens[c].tag in ("NNS", "NNPS")
            and c not in self.at.by_head
            and c < token.i
            for c in self.at.children[verb][:DEPENDENTS]
        )

    def _nested(self, touch: Touch) -> bool:
        token = self.at.tokens[self.at.mentions[touch.mention].head]
        return token.dep in ("poss", "compound", "amod", "nmod")

    def _bound(self, k: int, touch: Touch) -> bool:
        """True where grammar forbids the pair: "Xi met him", "his lawyer"; or the speaker inside his own quotation."""
        mention, other = self.at.mentions[k], self.at.mentions[touch.mention]
        token = self.at.tokens[mention.head]
        if other.first <= mention.first < other.last:
            return True
        lower = token.text.lower()
        if lower in REFLEXIVE:
            return False
        owner = lower in OWNERS and token.dep == "poss"
        if touch.subject and not owner and token.dep not in SUBJECTS and touch.verb == self._clause(token):
            return True
        if touch.subject and token.dep in SUBJECTS and touch.verb == token.head:
            return True
        return (
            bool(self.at.quoted[mention.head])
            and not touch.quoted
            and touch.sentence == token.sentence
            and touch.subject
        )

    def _clause(self, token: Token) -> int:
        """The verb that an object belongs to, also one inside a phrase: "acquitted both of them"."""
        i = token.head
        for _ in range(5):
            if self.at.tokens[i].pos in ("VERB", "AUX") or self.at.tokens[i].head == i:
                break
            i = self.at.tokens[i].head
        return i


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
        return 0.4 if entity.gender == wanted else None
    return 0.0
