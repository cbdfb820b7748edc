"""What is known of a report's parties while its mentions are read in order: numbers given, parties touched, who speaks.

Comes in: mentions, the parse, named entities. Goes out: `Linking`, which appositions.py, roles.py and pronouns.py read and
fill. Decides nothing itself. Only the last few touches of parties are kept, so every look back is bounded.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from dragoman.annotate.entities import NOBODY, Entity, identify
from dragoman.annotate.wordlist import wordset
from dragoman.gazetteer import Gazetteer
from dragoman.model import Document, Mention, Sentence, Token

WINDOW = 40
"""Touches of parties that a role or pronoun looks back over."""
DEPENDENTS = 40
"""Dependents of one verb that are looked at; real sentences have fewer."""
INSIDE = 8
"""Mentions inside a longer one that are looked at."""
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
SPEECH = wordset(
    "say tell add write state declare announce claim argue explain note tweet warn insist remark comment report ask stress reply"
    " respond describe call conclude continue suggest reveal acknowledge admit confirm deny urge promise pledge"
)
"""Verbs whose subject is the "I" of the words they bring."""


@dataclass(frozen=True, slots=True)
class Touch:
    """A party as it was last mentioned."""

    entity: int
    mention: int
    sentence: int
    subject: bool
    main: bool
    """Subject of a main clause."""
    speaking: bool
    """Subject of a speech verb, outside quotations."""
    verb: int
    """The token that the mention hangs on."""
    quoted: bool


class Linking:
    """One report, half read."""

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
        self.gazetteer, self.published = gazetteer, document.published
        self.entities, self.numbers, self.parties = identify(mentions, tokens, document, gazetteer)
        self.via = [m.form if n >= 0 else "" for m, n in zip(mentions, self.numbers, strict=True)]
        self.by_head = {m.head: k for k, m in reversed(list(enumerate(mentions)))}
        self.recent: deque[Touch] = deque(maxlen=WINDOW)
        self.order: dict[int, None] = {}
        """Parties, the one touched last at the end."""
        self.quoted = quoted_tokens(tokens, sentences)
        self.speaker = NOBODY
        self.paragraph = -1

    def put(self, k: int, number: int, via: str) -> None:
        """Give a mention its entity and the rule that did so."""
        self.numbers[k], self.via[k] = number, via

    def begin(self, k: int) -> None:
        """Note the paragraph of the mention that comes next; a new one has no speaker yet."""
        paragraph = self.sentences[self.tokens[self.mentions[k].head].sentence].paragraph
        if paragraph != self.paragraph:
            self.paragraph, self.speaker = paragraph, NOBODY

    def touch(self, k: int) -> None:
        """Remember that a mention's party was named."""
        mention = self.mentions[k]
        token = self.tokens[mention.head]
        entity = self.entities.at(self.numbers[k])
        entity.count += 1
        self.order.pop(entity.number, None)
        self.order[entity.number] = None
        quoted = bool(self.quoted[mention.head])
        first = self.first_conjunct(token)
        verb = self.tokens[first.head]
        subject = first.dep in SUBJECTS
        speaking = subject and not quoted and verb.lemma in SPEECH
        main = subject and (verb.head == verb.i or (verb.dep == "conj" and self.tokens[verb.head].head == verb.head))
        self.recent.append(Touch(entity.number, k, token.sentence, subject, main, speaking, first.head, quoted))
        if speaking:
            self.speaker = entity.number

    def latest(self) -> Iterator[Entity]:
        """The parties touched last, the very last first."""
        return (self.entities.at(n) for n in islice(reversed(self.order), WINDOW))

    def inside(self, k: int) -> list[int]:
        """Numbers of the mentions inside a longer one."""
        last, found = self.mentions[k].last, []
        for j in range(k + 1, min(k + 1 + INSIDE, len(self.mentions))):
            if self.mentions[j].first >= last:
                break
            found.append(j)
        return found

    def first_conjunct(self, token: Token) -> Token:
        """The token that a conjunct leans on."""
        for _ in range(6):
            if token.dep != "conj":
                break
            token = self.tokens[token.head]
        return token

    def subject_of(self, verb: int) -> int:
        """Entity of a verb's subject, -1 if it is none or not known yet."""
        for c in self.children[verb][:DEPENDENTS]:
            if self.tokens[c].dep == "nsubj" and (k := self.by_head.get(c)) is not None and self.numbers[k] >= 0:
                return self.entities.root(self.numbers[k])
        return NOBODY


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
