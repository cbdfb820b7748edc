"""Proper names in a report, with the kinds that the small model gets wrong put right.

Comes in: tokens with the model's entity labels, the document, the gazetteer. Goes out: names without titles and articles,
each with a kind, and a mark on every token that can be part of no party (datelines, laws, dates). Where names begin and
end is decided in name_runs.py. Does not read the sentence around a name (mentions.py) and not who is who (entities.py).

The order of evidence for a kind: a person's last name known from the same report, the gazetteer, the last word of the name
("Party", "Ministry"), a title before it, a common first name, the model's label, capitals alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from dragoman.annotate.firstnames import GENDERS
from dragoman.annotate.name_runs import Run, Runs
from dragoman.annotate.name_words import IDLE, MONTHS, THINGS
from dragoman.annotate.parties import Parties
from dragoman.annotate.wordlist import wordset
from dragoman.gazetteer import Gazetteer, Party
from dragoman.model import Document, MentionKind, Sentence, Token

DASH = re.compile(r"([^\n—–]{0,70}?)\s*(?:[—–]|\s-{1,2})\s")
"""The words before the first dash of a paragraph, where they are few."""
AGENCY = re.compile(r"\([A-Z][\w '’.]{1,24}\)$")
PLACE = 100_000
"""Inhabitants from which on a place outweighs the label of an organisation."""


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
    """The gazetteer's party of that name in this report, where it has one."""


CALENDAR = wordset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november"
    " december christmas easter ramadan today tomorrow yesterday summer winter spring autumn"
)


@dataclass(slots=True)
class Names:
    """The names of one report."""

    found: list[Name] = field(default_factory=list)
    at: dict[int, int] = field(default_factory=dict)
    """Token -> index of the name it is part of."""
    skipped: bytearray = field(default_factory=bytearray)
    """1 for each token that is part of a dateline or of a name that is no party."""


def find_names(
    tokens: Sequence[Token], sentences: Sequence[Sentence], document: Document, gazetteer: Gazetteer
) -> Names:
    """Find all names of a report, in text order."""
    names = Names(skipped=bytearray(_is_idle(token) for token in tokens))
    for sentence in sentences:
        _skip_dateline(sentence, tokens, document, names)
    cutter = Runs(tokens, document, gazetteer, names.skipped)
    runs = [run for sentence in sentences for run in cutter.cut(sentence)]
    kinds = _Kinds(cutter, runs)
    texts = [kinds.widened(run) for run in runs]
    known = Parties(texts, gazetteer, document.published)
    for name in _agree([kinds.name(run, text, known.of(text)) for run, text in zip(runs, texts, strict=True)]):
        names.at.update(dict.fromkeys(range(name.first, name.last), len(names.found)))
        names.found.append(name)
    return names


def _is_idle(token: Token) -> bool:
    """A date or number; but who does something is none, though the model joins "on Wednesday Xi toured"."""
    acts = token.tag == "NNP" and token.dep in ("nsubj", "nsubjpass") and token.lemma not in CALENDAR
    return token.ent in IDLE and not (token.ent in ("DATE", "TIME") and acts)


class _Kinds:
    """Types the names of one report."""

    def __init__(self, runs: Runs, found: Sequence[Run]) -> None:
        self.runs, self.tokens, self.text = runs, runs.tokens, runs.text
        self.known: set[str] = set()
        """Last names of the report's people."""
        for run in found:
            self._learn(run)

    def _learn(self, run: Run) -> None:
        """Note the last name of a person: two words under the label PERSON, or any name behind a title."""
        words = self.text(run.first, run.last).split()
        last = words[-1]
        if self.runs.is_body(last):
            return
        titled = run.before == "person" and run.label != "ORG" and len(words) <= 4
        labelled = run.label == "PERSON" and len(words) > 1 and not self.runs.parties(" ".join(words))
        first_named = run.label in ("PERSON", "") and len(words) > 1 and words[0].lower() in GENDERS
        if titled or labelled or first_named:
            self.known.add(last)

    def widened(self, run: Run) -> str:
        """The words of a name, with its article where only that makes it a party: "The Atlantic"."""
        text = self.text(run.first, run.last)
        parties = self.runs.parties(text)
        if run.first and self.tokens[run.first - 1].text in ("The", "the"):
            whole = self.runs.parties("The " + text)
            if whole and (not parties or whole[0].key != parties[0].key):
                run.first -= 1
                return self.text(run.first, run.last)
        return text

    def name(self, run: Run, text: str, known: Party | None) -> Name:
        """A run with its kind."""
        kind, party = self._kind(run, text, known)
        return Name(run.first, run.last, self._head(run), text, kind, party)

    def _head(self, run: Run) -> int:
        """The last token that hangs on something outside the name."""
        for i in range(run.last - 1, run.first - 1, -1):
            head = self.tokens[i].head
            if (head == i or not run.first <= head < run.last) and self.tokens[i].text[0].isalnum():
                return i
        return run.last - 1

    def _kind(self, run: Run, text: str, party: Party | None) -> tuple[MentionKind | None, Party | None]:
        words = text.split()
        last = words[-1]
        if last in self.known and len(words) <= 3 and self._is_person(run, words, party):
            return "person", None
        if (
            len(words) == 1
            and last.endswith("s")
            and last[:-1] in self.known
            and self.tokens[run.first - 1].text.lower() == "the"
        ):
            return "group", None
        if party is not None:
            return _kind_of(party, self.tokens[run.last - 1]), party
        if last.lower() in THINGS:
            return ("place" if run.label in ("FAC", "LOC", "GPE") else None), None
        if self.runs.is_body(last) or (self.runs.is_body(words[0]) and len(words) > 2) or run.before == "organisation":
            return "organisation", None
        if run.before == "person":
            return "person", None
        return self._guess(run, words), None

    def _is_person(self, run: Run, words: Sequence[str], party: Party | None) -> bool:
        """Whether a name that ends like a person's is that person, not the party or place of that name."""
        if run.before == "person" or party is None:
            return True
        if len(words) > 1:
            return run.label == "PERSON"
        token = self.tokens[run.first]
        located = token.dep == "pobj" and self.tokens[token.head].text.lower() in ("in", "from", "at", "near")
        return not located and not words[0].isupper()

    def _is_place(self, word: str) -> bool:
        return not word.isupper() and any(
            p.population > PLACE or p.feature != "city" for p in self.runs.gazetteer.places(word)[:1]
        )

    def _guess(self, run: Run, words: Sequence[str]) -> MentionKind | None:
        """The kind of a name that the gazetteer does not know."""
        if words[0].lower() in GENDERS and 1 < len(words) <= 4:
            return "person"
        plural = self.tokens[run.last - 1].tag in ("NNPS", "NNS")
        match run.label:
            case "PERSON":
                return "person"
            case "ORG":
                return "place" if len(words) == 1 and self._is_place(words[0]) else "organisation"
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


def _agree(found: Sequence[Name]) -> Iterator[Name]:
    """Give one name one kind throughout the report: the commonest of those that its labels suggest, a person's first."""
    votes: dict[str, Counter[MentionKind]] = {}
    for name in found:
        if name.party is None and name.kind is not None:
            votes.setdefault(name.text, Counter())[name.kind] += 2 if name.kind == "person" else 1
    for name in found:
        kinds = votes.get(name.text) if name.party is None else None
        yield replace(name, kind=kinds.most_common(1)[0][0]) if kinds else name


def _skip_dateline(sentence: Sentence, tokens: Sequence[Token], document: Document, names: Names) -> None:
    """Mark the dateline at the start of the first paragraphs."""
    if sentence.is_title or sentence.paragraph > 2 or (end := dateline_end(document, sentence.span.start)) is None:
        return
    for i in range(sentence.first, len(tokens)):
        if tokens[i].start >= end:
            return
        names.skipped[i] = 1


def dateline_end(document: Document, start: int) -> int | None:
    """Where the dateline that begins at `start` ends; None if none begins there ("LIMA, March 4 (AP) — ", "(Reuters) - ")."""
    if document.text[max(start - 1, 0) : start] not in ("", "\n"):
        return None
    match = DASH.match(document.text, start, min(start + 120, len(document.text)))
    return match.end() if match and _is_dateline(match.group(1)) else None


def _is_dateline(head: str) -> bool:
    """True for few capitalised words with an agency, a month, or in capitals throughout."""
    agency = AGENCY.search(head)
    place = head[: agency.start()] if agency else head
    words = place.replace(",", " ").split()
    if len(words) > 8 or not all(w[0].isupper() or w[0].isdigit() for w in words):
        return False
    dated = any(w.rstrip(".").lower() in MONTHS for w in words) and "," in place
    return agency is not None or dated or (place.isupper() and len(place) > 3)
