"""Capitalised words that belong together: where one proper name ends and the next begins.

Comes in: the tokens of a report with the model's labels, which are only a hint. Goes out: runs of tokens, each with the
label it carries and the kind of role noun before it, and the tokens that are titles. Types no names (names.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dragoman.annotate.firstnames import GENDERS
from dragoman.annotate.name_words import (
    BEHIND,
    BODIES,
    DOUBTFUL,
    IDLE,
    JOINTS,
    MARKS,
    MONTHS,
    NAMING,
    PARTICLES,
    RANKS,
    UNTITLED,
    WEEKDAYS,
)
from dragoman.gazetteer import Gazetteer, Party, Role
from dragoman.model import Document, Sentence, Token

LONGEST = 12
"""Tokens that a name has at most."""
UNNAMED = frozenset({"DT", "IN", "VBG", "CC", "WRB", "PRP$"})
"""Tags of words that begin no name, though they begin a sentence with a capital."""


@dataclass(slots=True)
class Run:
    """Capitalised tokens that belong together, half-open."""

    first: int
    last: int
    label: str
    before: str = ""
    """Kind of the role noun right before the name: "person" in "Mayor Smith", "organisation" in "the company Ford"."""


class Runs:
    """Cuts the names of one report; keeps what the gazetteer answered."""

    def __init__(self, tokens: Sequence[Token], document: Document, gazetteer: Gazetteer, skipped: bytearray) -> None:
        self.tokens, self.document, self.gazetteer, self.skipped = tokens, document, gazetteer, skipped
        self.titles: set[int] = set()
        """Capitalised tokens that are titles ("President")."""
        self.surnames = _surnames(tokens)
        self._roles: dict[str, Role | None] = {}

    def parties(self, name: str) -> Sequence[Party]:
        """What the gazetteer has of that name on the day of the report."""
        return self.gazetteer.parties(name, self.document.published)

    def role(self, noun: str) -> Role | None:
        """The role that a noun in lower case names."""
        if noun not in self._roles:
            self._roles[noun] = self.gazetteer.role(noun)
        return self._roles[noun]

    def text(self, first: int, last: int) -> str:
        """The words of tokens `first` to `last`, half-open."""
        return self.document.text[self.tokens[first].start : self.tokens[last - 1].end]

    def cut(self, sentence: Sentence) -> list[Run]:
        """Cut a sentence's capitalised words into names."""
        found: list[Run] = []
        i = sentence.first
        while i < sentence.last:
            token = self.tokens[i]
            if self.skipped[i] or not self._begins(token):
                i += 1
                continue
            if self.is_title(i):
                self.titles.add(i)
                i += 1
                continue
            run = self._run(i, sentence.last)
            i = run.last
            for part in self._parts(run, sentence):
                if part.first > sentence.first and not part.before:
                    part.before = self._kind_before(part.first - 1)
                found.append(part)
        return found

    def _parts(self, run: Run, sentence: Sentence) -> list[Run]:
        """Part "Slovakia Igor Matovič" in "Prime Minister of Slovakia Igor Matovič", where a title and "of" stand before."""
        first = run.first
        if (
            first - sentence.first < 2
            or run.last - first < 2
            or self.tokens[first - 1].text.lower() not in ("of", "from", "for")
        ):
            return [run]
        before = self.role(self.tokens[first - 2].text.lower())
        if before is None or before.kind != "person":
            return [run]
        for cut in range(first + 1, run.last):
            token = self.tokens[cut]
            starts = (token.ent == "PERSON" and self.tokens[cut - 1].ent != "PERSON") or token.text.lower() in GENDERS
            if not starts and self.parties(self.text(first, cut)):
                starts = self.tokens[run.last - 1].ent == "PERSON"
            if starts and run.last - cut <= 4 and self.tokens[cut - 1].text[0].isupper():
                label = self.tokens[first].ent
                known = label in ("GPE", "LOC") or self.parties(self.text(first, cut))
                place = (
                    [Run(first, cut, label.replace("PERSON", ""))] if known else []
                )  # not the "State" of a secretary of state
                return [*place, Run(cut, run.last, "PERSON", "person")]
        return [run]

    def _kind_before(self, i: int) -> str:
        token = self.tokens[i]
        if i in self.titles or token.text.lower() in MARKS:
            return "person"
        role = self.role(token.text.lower()) if token.tag == "NN" and token.dep in ("compound", "nmod") else None
        return role.kind if role is not None else ""

    def _begins(self, token: Token) -> bool:
        if not token.text[0].isupper() and not (token.ent in NAMING and token.text[0].isdigit()):
            return False
        if token.text.lower() in WEEKDAYS or token.tag in ("DT", "IN", "VBG", "CC", "WRB", "PRP$"):
            return False
        if token.tag in ("NNP", "NNPS") or token.ent in NAMING or token.ent in DOUBTFUL or token.text in self.surnames:
            return True
        return token.tag in ("NN", "NNS", "JJ") and bool(self.parties(token.text))

    def is_title(self, i: int) -> bool:
        """True for a capitalised word that says what a person is, not who."""
        token = self.tokens[i]
        lower = token.text.lower()
        if lower in MARKS:
            return True
        if lower in RANKS:
            j = i + 2 if i + 2 < len(self.tokens) and self.tokens[i + 1].text == "-" else i + 1
            return j < len(self.tokens) and self.tokens[j].text[0].isupper() and self.is_title(j)
        if lower in UNTITLED or lower in BODIES or token.text in self.surnames or not self._is_person_role(lower):
            return False
        before = self.tokens[i - 1] if i else None
        if before is not None and before.text == "The" and self.parties("The " + token.text):
            return False
        if before is not None and before.ent == "PERSON" == token.ent and before.text[0].isupper():
            return self.is_title(i - 1)
        after = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        joined = after is not None and after.ent == token.ent == "ORG" and after.text[0].isupper()
        return not joined or (after is not None and after.text.lower() in GENDERS)

    def _is_person_role(self, lower: str) -> bool:
        role = self.role(lower)
        if (role is None or role.kind != "person") and lower.endswith("s"):
            role = self.role(lower[:-1])
        return role is not None and role.kind == "person"

    def _run(self, first: int, end: int) -> Run:
        tokens = self.tokens
        label = tokens[first].ent
        last = first + 1
        while last < end and last - first < LONGEST and not self.skipped[last]:
            step = self._step(first, last, end, label)
            if not step:
                break
            last += step
            label = label or tokens[last - 1].ent
        return Run(first, last, label if label in NAMING or label in DOUBTFUL else "")

    def _step(self, first: int, at: int, end: int, label: str) -> int:
        """How many tokens the name goes on for: 0, 1, or a joint and what follows it."""
        tokens = self.tokens
        token, before = tokens[at], tokens[at - 1]
        if self._begins(token):
            return 0 if self._boundary(before, token, label) or (before.tag != "VB" and self.is_title(at)) else 1
        following = tokens[at + 1] if at + 1 < end else None
        if following is None:
            return 0
        if token.text in "-–'’" and before.end == token.start and token.end == following.start:
            return 2 if following.text[0].isalnum() else 0
        if token.ent == label and label not in ("", "PERSON") and token.text.lower() in JOINTS:
            person = before.text in self.surnames if token.text == "and" else tokens[first].text.lower() in GENDERS
            return 0 if person else self._across(at, end, label)
        if token.text.lower() in ("and", "&") and self._shared_head(before, at):
            return 2 if following.text[0].isupper() else 0
        if (
            token.text.lower() in PARTICLES
            and label in ("PERSON", "")
            and token.text not in ("of",)
            and following.text[0].isupper()
        ):
            return 2 if following.tag in ("NNP", "NNPS") and before.text[0].isupper() else 0
        if token.text in ("'s", "’s") and token.ent == label == "ORG" and self.role(before.text.lower()) is not None:
            return 2 if following.text[0].isupper() else 0
        if token.text.lower() in BEHIND and self.is_body(before.text) and following.text[0].isupper():
            return 2 if self._belongs(token, following) else 0
        if token.text == "and" and at - first > 2:
            return self._known_across(first, at, end)
        return 1 if token.ent == label == "PERSON" and token.tag in ("NNP", "NNPS") else 0

    def _across(self, at: int, end: int, label: str) -> int:
        """Tokens up to the capitalised word behind one or two joints ("of the"), 0 if the name ends before them."""
        for i in range(at + 1, min(at + 3, end)):
            token = self.tokens[i]
            if token.ent != label:
                return 0
            if token.text[0].isupper():
                return i - at + 1
        return 0

    def _belongs(self, joint: Token, following: Token) -> bool:
        """True if a capitalised word behind "of", "on", "to" goes on the name of a body."""
        if following.text.lower() in WEEKDAYS or following.text.lower() in MONTHS or following.ent in IDLE:
            return False
        if joint.text in ("of", "for"):
            return following.tag in ("NNP", "NNPS")
        if joint.text == "to" and following.tag == "VB":
            return following.head == joint.i - 1 or following.ent == joint.ent == "ORG"
        return joint.head == joint.i - 1 and following.ent not in ("GPE", "PERSON", "NORP", "LOC")

    def _known_across(self, first: int, at: int, end: int) -> int:
        """Tokens up to the end of a name with "and" that the gazetteer has: "Islamic State of Iraq and Syria"."""
        for last in range(at + 2, min(at + 5, end + 1)):
            if self.tokens[last - 1].text[0].isupper() and self.parties(self.text(first, last)):
                return last - at
        return 0

    def _shared_head(self, before: Token, at: int) -> bool:
        """True for "House Oversight and Reform Committee": the word before "and" modifies a name behind it."""
        head = self.tokens[before.head]
        return (
            before.dep in ("nmod", "compound")
            and head.i > at + 1
            and head.tag.startswith("NNP")
            and not self.is_title(head.i)
        )

    def _boundary(self, before: Token, token: Token, label: str) -> bool:
        """True where two capitalised words in a row are two names: "Russian | Ministry", "Facebook | Mark Zuckerberg"."""
        if before.ent == token.ent or (not before.ent and not token.ent):
            return False
        if "PERSON" in (before.ent, token.ent) and before.ent and token.ent:
            return (
                before.ent != "PERSON" or before.text.lower() not in GENDERS or token.ent not in ("GPE", "ORG", "LOC")
            )
        if before.ent == "NORP" and before.tag in ("JJ", "NNP"):
            return self._adjective(before)
        if token.ent == "NORP" or token.ent in IDLE or before.ent in IDLE:
            return True
        return before.ent in NAMING and not token.ent and before.ent == "PERSON" and self.is_body(token.text)

    def _adjective(self, token: Token) -> bool:
        return token.dep in ("amod", "compound", "nmod") and any(
            p.matched in ("adjective", "demonym") for p in self.parties(token.text)
        )

    def is_body(self, word: str) -> bool:
        """True for a word that ends the names of organisations."""
        lower = word.lower()
        role = self.role(lower)
        return lower in BODIES or (role is not None and role.kind == "organisation")


def _surnames(tokens: Sequence[Token]) -> set[str]:
    """The last words of all runs of two or more tokens under the label PERSON."""
    found = set()
    for before, token in pairwise(tokens):
        if token.ent == before.ent == "PERSON" and token.text[0].isupper() and before.text[0].isupper():
            following = tokens[token.i + 1] if token.i + 1 < len(tokens) else None
            if following is None or following.ent != "PERSON" or not following.text[0].isalpha():
                found.add(token.text)
    return found
