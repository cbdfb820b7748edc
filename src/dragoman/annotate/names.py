"""Proper names in a report, with the kinds that the small model gets wrong put right.

Comes in: tokens with the model's entity labels, the document, the gazetteer. Goes out: names without titles and articles,
each with a kind, and a mark on every token that can be part of no party (datelines, laws, works, dates).
Does not read the sentence around a name (mentions.py) and does not decide who is who (coreference.py).

The order of evidence for a kind: the gazetteer, a person's last name known from the same report, the model's label where the
words do not contradict it, the last word of the name ("Party", "Ministry"), a common first name, capitals alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dragoman.annotate.firstnames import GENDERS
from dragoman.gazetteer import Gazetteer, Party, Role
from dragoman.model import Document, MentionKind, Sentence, Token

MARKS = frozenset("mr mr. mrs mrs. ms ms. miss mme mme. mlle monsieur madame herr frau señor señora dr dr. prof prof. sir dame lord lady st. rev rev. gen gen. col col. lt lt. sgt sgt."
                  " capt capt. sen sen. rep rep. gov gov. hon hon. madam mister sheikh sayyed ayatollah mullah maulana".split())  # fmt: skip
"""Forms of address, which always open a person's name."""
RANKS = frozenset("vice deputy assistant former ex associate junior under acting incoming interim".split())
"""Words that make another title of a title: "the president" is not the vice president."""
SUFFIXES = frozenset("jr jr. sr sr. ii iii iv".split())
NAMING = frozenset("PERSON ORG GPE LOC FAC NORP".split())
"""Labels of names that can be parties or places."""
IDLE = frozenset("DATE TIME PERCENT MONEY QUANTITY ORDINAL LANGUAGE LAW".split())
"""Labels of names that are never a party."""
DOUBTFUL = frozenset("WORK_OF_ART EVENT PRODUCT".split())
"""Labels that the model gives to things, and now and then to a party or a newspaper."""
JOINTS = frozenset("of for the and & de del da du van von der bin ibn al el la and".split())
PARTICLES = frozenset("de del da du van von der den bin ibn al el la le dos di y abu ben ter".split())
"""Lower-case words inside a person's name."""
BODIES = frozenset(
    "party ministry department agency council committee commission court university college institute association federation"
    " union group company corporation corp inc ltd llc plc bank authority office bureau service services force forces army navy"
    " police guard senate house parliament congress assembly league organisation organization foundation society club church"
    " academy center centre hospital school press news times post journal tribune herald network channel television radio tv"
    " airlines airways industries systems technologies motors energy holdings partners board cabinet coalition front movement"
    " alliance brigade brigades corps command trust fund campaign administration secretariat embassy museum conference congress"
    " tribunal registry initiative project team forum chamber confederation watch international media gazette guardian telegraph"
    " mission directorate division squad unit regiment taskforce nations states prefecture diocese archdiocese synod".split()
)
"""Last words of the names of organisations, where the gazetteer has no row."""
NEWS_DASH = re.compile(
    r"(?:(?:[A-Z][\w.'’ ]{1,30}(?:, [A-Z][\w.'’ ]{1,30}){0,2}(?:, ?[A-Z][a-z]{2,8}\.? \d{1,2})?\s*(?:\([A-Z][\w '’.]{1,24}\))?)"
    r"|(?:\([A-Z][\w '’.]{1,24}\)))\s*[-–—]{1,2}\s"
)
"""A dateline: "LIMA, March 4 (AP) — ", "(Reuters) - ", "Lima, Peru — "."""
WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
MONTHS = frozenset("january february march april may june july august september october november december".split())
UNTITLED = frozenset("native guardian observer independent local national".split())
"""Role nouns that begin names more often than they are titles."""
BEHIND = frozenset("of for on to against at in".split())
"""Words that may tie a capitalised word to a body's name: "Committee on Foreign Relations"."""
LONGEST = 12
"""Tokens that a name has at most."""


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name: tokens `first` to `last`, half-open, without title and article."""

    first: int
    last: int
    head: int
    """The token by which the name hangs in its sentence."""
    text: str
    kind: MentionKind | None
    """None: nothing tells; the sentence must."""
    party: Party | None
    """The gazetteer's first answer, where it has one."""


@dataclass(slots=True)
class Names:
    """The names of one report."""

    found: list[Name] = field(default_factory=list)
    at: dict[int, int] = field(default_factory=dict)
    """Token -> index of the name it is part of."""
    titles: set[int] = field(default_factory=set)
    """Capitalised tokens that are titles ("President")."""
    skipped: bytearray = field(default_factory=bytearray)
    """1 for each token that is part of a dateline or of a name that is no party."""


@dataclass(slots=True)
class _Run:
    """Capitalised tokens that belong together, before they have a kind."""

    first: int
    last: int
    label: str
    before: str = ""
    """Kind of the role noun right before the name: "person" in "Mayor Smith", "organisation" in "the company Ford"."""


class _Reader:
    """Reads the names of one report; keeps what the gazetteer answered."""

    def __init__(self, tokens: Sequence[Token], document: Document, gazetteer: Gazetteer) -> None:
        self.tokens, self.document, self.gazetteer = tokens, document, gazetteer
        self.roles: dict[str, Role | None] = {}
        self.known: set[str] = set()
        """Last names of the report's people."""
        self.surnames: set[str] = set()
        """Last words under the label PERSON, not yet checked."""

    def parties(self, name: str) -> Sequence[Party]:
        return self.gazetteer.parties(name, self.document.published)

    def role(self, noun: str) -> Role | None:
        if noun not in self.roles:
            self.roles[noun] = self.gazetteer.role(noun)
        return self.roles[noun]

    def text(self, first: int, last: int) -> str:
        return self.document.text[self.tokens[first].start : self.tokens[last - 1].end]

    # --- runs ---

    def meet(self) -> None:
        """Note the last word of every run of two or more tokens under the label PERSON, before titles are told apart."""
        tokens = self.tokens
        for i in range(1, len(tokens)):
            if tokens[i].ent == tokens[i - 1].ent == "PERSON" and tokens[i].text[0].isupper() and tokens[i - 1].text[0].isupper():
                if i + 1 == len(tokens) or tokens[i + 1].ent != "PERSON" or not tokens[i + 1].text[0].isalpha():
                    self.surnames.add(tokens[i].text)

    def runs(self, sentence: Sentence, names: Names) -> list[_Run]:
        """Cut a sentence's capitalised words into names."""
        found: list[_Run] = []
        i = sentence.first
        while i < sentence.last:
            token = self.tokens[i]
            if names.skipped[i] or not self._begins(token):
                i += 1
                continue
            if self.is_title(i):
                names.titles.add(i)
                i += 1
                continue
            run = self._run(i, sentence.last, names)
            i = run.last
            for part in self._parts(run, sentence, names):
                if part.first > sentence.first and not part.before:
                    part.before = self._kind_before(part.first - 1, names)
                found.append(part)
        return found

    def _parts(self, run: _Run, sentence: Sentence, names: Names) -> list[_Run]:
        """Part "Slovakia Igor Matovič" in "Prime Minister of Slovakia Igor Matovič", where a title and "of" stand before."""
        first = run.first
        if first - sentence.first < 2 or run.last - first < 2 or self.tokens[first - 1].text.lower() not in ("of", "from", "for"):
            return [run]
        before = self.role(self.tokens[first - 2].text.lower())
        if before is None or before.kind != "person":
            return [run]
        for cut in range(first + 1, run.last):
            token = self.tokens[cut]
            starts = token.ent == "PERSON" and self.tokens[cut - 1].ent != "PERSON" or token.text.lower() in GENDERS
            if not starts and self.parties(self.text(first, cut)):
                starts = self.tokens[run.last - 1].ent == "PERSON"
            if starts and run.last - cut <= 4 and self.tokens[cut - 1].text[0].isupper():
                label = self.tokens[first].ent
                known = label in ("GPE", "LOC") or self.parties(self.text(first, cut))
                place = [_Run(first, cut, label.replace("PERSON", ""))] if known else []  # not the "State" of a secretary of state
                return [*place, _Run(cut, run.last, "PERSON", "person")]
        return [run]

    def _kind_before(self, i: int, names: Names) -> str:
        token = self.tokens[i]
        if i in names.titles or token.text.lower() in MARKS:
            return "person"
        role = self.role(token.text.lower()) if token.tag == "NN" and token.dep in ("compound", "nmod") else None
        return role.kind if role is not None else ""

    def _begins(self, token: Token) -> bool:
        if not token.text[0].isupper() and not (token.ent in NAMING and token.text[0].isdigit()):
            return False
        if token.text.lower() in WEEKDAYS or token.tag in ("DT", "IN", "VBG", "CC", "WRB", "PRP$"):
            return False
        if token.tag in ("NNP", "NNPS") or token.ent in NAMING or token.ent in DOUBTFUL:
            return True
        return token.tag in ("NN", "NNS") and bool(self.parties(token.text))

    def is_title(self, i: int) -> bool:
        """True for a capitalised word that says what a person is, not who."""
        token = self.tokens[i]
        lower = token.text.lower()
        if lower in MARKS:
            return True
        if lower in RANKS:
            after = i + 2 if i + 2 < len(self.tokens) and self.tokens[i + 1].text == "-" else i + 1
            return after < len(self.tokens) and self.tokens[after].text[0].isupper() and self.is_title(after)
        if lower in UNTITLED or lower in BODIES or token.text in self.surnames or not self._is_person_role(lower):
            return False
        before = self.tokens[i - 1] if i else None
        if before is not None and before.text == "The" and self.parties("The " + token.text):
            return False
        if before is not None and before.ent == "PERSON" == token.ent and before.text[0].isupper():
            return self.is_title(i - 1)
        after = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        joined = after is not None and after.ent == token.ent == "ORG" and after.text[0].isupper()
        return not joined or after is not None and after.text.lower() in GENDERS

    def _is_person_role(self, lower: str) -> bool:
        role = self.role(lower)
        if (role is None or role.kind != "person") and lower.endswith("s"):
            role = self.role(lower[:-1])
        return role is not None and role.kind == "person"

    def _run(self, first: int, end: int, names: Names) -> _Run:
        tokens = self.tokens
        label = tokens[first].ent
        last = first + 1
        while last < end and last - first < LONGEST and not names.skipped[last]:
            step = self._step(first, last, end, label)
            if not step:
                break
            last += step
            label = label or tokens[last - 1].ent
        return _Run(first, last, label if label in NAMING or label in DOUBTFUL else "")

    def _step(self, first: int, at: int, end: int, label: str) -> int:
        """How many tokens the name goes on for: 0, 1, or a joint and what follows it."""
        tokens = self.tokens
        token, before = tokens[at], tokens[at - 1]
        if self._begins(token):
            return 0 if self._boundary(before, token, label) or before.tag != "VB" and self.is_title(at) else 1
        following = tokens[at + 1] if at + 1 < end else None
        if following is None:
            return 0
        if token.text in "-–'’" and before.end == token.start and token.end == following.start:
            return 2 if following.text[0].isalnum() else 0
        if token.ent == label and label not in ("", "PERSON") and token.text.lower() in JOINTS:
            return 0 if token.text == "and" and before.text in self.surnames else self._across(at, end, label)
        if token.text.lower() in ("and", "&") and self._shared_head(before, at):
            return 2 if following.text[0].isupper() else 0
        if token.text.lower() in PARTICLES and label in ("PERSON", "") and token.text not in ("of",) and following.text[0].isupper():
            return 2 if following.tag in ("NNP", "NNPS") and before.text[0].isupper() else 0
        if token.text in ("'s", "’s") and token.ent == label == "ORG" and self.role(before.text.lower()) is not None:
            return 2 if following.text[0].isupper() else 0
        if token.text.lower() in BEHIND and self._is_body(before.text) and following.text[0].isupper():
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
            return following.head == joint.i - 1
        return joint.head == joint.i - 1 and following.ent not in ("GPE", "PERSON", "NORP", "LOC")

    def _known_across(self, first: int, at: int, end: int) -> int:
        """Tokens up to the end of a name with "and" that the gazetteer has: "Islamic State of Iraq and the Levant"."""
        for last in range(at + 2, min(at + 5, end + 1)):
            if self.tokens[last - 1].text[0].isupper() and self.parties(self.text(first, last)):
                return last - at
        return 0

    def _shared_head(self, before: Token, at: int) -> bool:
        """True for "House Oversight and Reform Committee": the word before "and" modifies a name behind it."""
        head = self.tokens[before.head]
        return before.dep in ("nmod", "compound") and head.i > at + 1 and head.tag.startswith("NNP") and not self.is_title(head.i)

    def _boundary(self, before: Token, token: Token, label: str) -> bool:
        """True where two capitalised words in a row are two names: "Russian | Ministry", "Facebook | Mark Zuckerberg"."""
        if before.ent == token.ent or not before.ent and not token.ent:
            return False
        if "PERSON" in (before.ent, token.ent) and before.ent and token.ent:
            return True
        if before.ent == "NORP" and before.tag in ("JJ", "NNP"):
            return self._adjective(before)
        if token.ent == "NORP" or token.ent in IDLE or before.ent in IDLE:
            return True
        return before.ent in NAMING and not token.ent and before.ent == "PERSON" and self._is_body(token.text)

    def _adjective(self, token: Token) -> bool:
        return token.dep in ("amod", "compound", "nmod") and any(
            p.matched in ("adjective", "demonym") for p in self.parties(token.text)
        )

    def _is_body(self, word: str) -> bool:
        lower = word.lower()
        role = self.role(lower)
        return lower in BODIES or (role is not None and role.kind == "organisation")

    # --- kinds ---

    def learn(self, runs: Sequence[_Run]) -> None:
        """Note the last names of people: two words under the label PERSON, or any name behind a title."""
        for run in runs:
            words = self.text(run.first, run.last).split()
            last = words[-1]
            if run.before == "person" and run.label != "ORG" and len(words) <= 4 and not self._is_body(last):
                self.known.add(last)
            elif len(words) > 1 and run.label in ("PERSON", "") and not self._is_body(last):
                if run.label == "PERSON" and not self.parties(" ".join(words)) or words[0].lower() in GENDERS:
                    self.known.add(last)

    def name(self, run: _Run) -> Name:
        text = self.text(run.first, run.last)
        parties = self.parties(text)
        if run.first and self.tokens[run.first - 1].text in ("The", "the"):
            whole = self.parties("The " + text)  # "The Atlantic" is not the Atlantic
            if whole and (not parties or whole[0].key != parties[0].key):
                parties, run.first = whole, run.first - 1
                text = self.text(run.first, run.last)
        kind, party = self._kind(run, text, parties[0] if parties else None)
        return Name(run.first, run.last, self._head(run), text, kind, party)

    def _head(self, run: _Run) -> int:
        """The last token that hangs on something outside the name."""
        for i in range(run.last - 1, run.first - 1, -1):
            head = self.tokens[i].head
            if (head == i or not run.first <= head < run.last) and self.tokens[i].text[0].isalnum():
                return i
        return run.last - 1

    def _kind(self, run: _Run, text: str, party: Party | None) -> tuple[MentionKind | None, Party | None]:
        words = text.split()
        last = words[-1]
        if last in self.known and len(words) <= 3 and self._is_person(run, words, party):
            return "person", None
        if len(words) == 1 and last.endswith("s") and last[:-1] in self.known and self.tokens[run.first - 1].text.lower() == "the":
            return "group", None
        if party is not None:
            return _kind_of(party, self.tokens[run.last - 1]), party
        if self._is_body(last) or self._is_body(words[0]) and len(words) > 2 or run.before == "organisation":
            return "organisation", None
        if run.before == "person":
            return "person", None
        return self._guess(run, words), None

    def _is_person(self, run: _Run, words: Sequence[str], party: Party | None) -> bool:
        """Whether a name that ends like a person's is that person, not the party or place of that name."""
        if run.before == "person" or party is None:
            return True
        if len(words) > 1:
            return run.label == "PERSON"
        token = self.tokens[run.first]
        located = token.dep == "pobj" and self.tokens[token.head].text.lower() in ("in", "from", "at", "near")
        return not located and not words[0].isupper()

    def _guess(self, run: _Run, words: Sequence[str]) -> MentionKind | None:
        """The kind of a name that the gazetteer does not know."""
        if words[0].lower() in GENDERS and 1 < len(words) <= 4:
            return "person"
        plural = self.tokens[run.last - 1].tag in ("NNPS", "NNS")
        match run.label:
            case "PERSON":
                return "person"
            case "ORG":
                return "organisation"
            case "GPE" | "LOC" | "FAC":
                return "place"
            case "NORP":
                return "group" if plural else None
        if len(words) == 1 and words[0].isupper() and 2 <= len(words[0]) <= 6:
            return "organisation"
        return "person" if words[0].lower() in GENDERS else None


def _kind_of(party: Party, last: Token) -> MentionKind:
    """A state's demonym is people, its capital a place until the sentence says otherwise; else the party's own kind."""
    if party.matched == "demonym" and (last.tag in ("NNPS", "NNS") or last.text.endswith("s")):
        return "group"
    if party.matched == "capital":
        return "place"
    return party.kind


def find_names(tokens: Sequence[Token], sentences: Sequence[Sentence], document: Document, gazetteer: Gazetteer) -> Names:
    """Find all names of a report, in text order."""
    reader = _Reader(tokens, document, gazetteer)
    names = Names(skipped=_idle(tokens))
    reader.meet()
    for sentence in sentences:
        _skip_dateline(sentence, tokens, document, names)
    runs = [run for sentence in sentences for run in reader.runs(sentence, names)]
    reader.learn(runs)
    for run in runs:
        name = reader.name(run)
        names.at.update(dict.fromkeys(range(run.first, run.last), len(names.found)))
        names.found.append(name)
    return names


def _idle(tokens: Sequence[Token]) -> bytearray:
    return bytearray(token.ent in IDLE for token in tokens)


def _skip_dateline(sentence: Sentence, tokens: Sequence[Token], document: Document, names: Names) -> None:
    """Mark the dateline at the start of the first paragraphs."""
    if sentence.is_title or sentence.paragraph > 2 or (end := dateline_end(document, sentence.span.start)) is None:
        return
    for i in range(sentence.first, len(tokens)):
        if tokens[i].start >= end:
            return
        names.skipped[i] = 1


def dateline_end(document: Document, start: int) -> int | None:
    """Where the dateline that begins at `start` ends; None if none begins there."""
    before = document.text[max(start - 1, 0) : start]
    if before not in ("", "\n"):
        return None
    match = NEWS_DASH.match(document.text, start, start + 120)
    return match.end() if match else None
