"""Finding the words of a text that name places.

Comes in: an annotation (tokens with the model's entity labels) and the gazetteer. Goes out: token ranges with the name to
look up and how it was recognised. Chooses no reading; place_readings.py does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from dragoman.gazetteer import Gazetteer, Party, PlaceRow
from dragoman.model import Annotation, Mention, Sentence, Token

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
LOCATIVES = frozenset({"in", "at", "near", "outside", "inside", "across", "around", "throughout", "off"})
"""Prepositions that say where, whatever the model calls the name behind them."""
DIRECTIONS = frozenset(
    {
        "north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "northeast",
        "northwest", "southeast", "southwest", "northeastern", "northwestern", "southeastern", "southwestern",
        "north-east", "north-west", "south-east", "south-west", "north-eastern", "north-western", "south-eastern",
        "south-western", "downtown", "upper", "lower", "greater", "inner", "outer", "mainland", "rural", "nearby",
        "neighbouring", "neighboring", "war-torn", "post-war", "occupied",
    }
)  # fmt: skip
GENERIC_AFTER = frozenset(
    {
        "province", "state", "region", "city", "governorate", "prefecture", "oblast", "district", "municipality",
        "town", "village", "island", "islands", "peninsula", "airport", "international", "airbase", "territory",
        "capital", "area", "department", "canton", "metropolis",
    }
)  # fmt: skip
"""Words after a name that may be left away in the look-up; not "county", whose name is often that of a far town."""
GENERIC_BEFORE = (
    ("city", "of"),
    ("province", "of"),
    ("state", "of"),
    ("town", "of"),
    ("village", "of"),
    ("island", "of"),
)
LEAST_WEIGHT = 100_000
"""A name that nothing but the gazetteer makes a place must be that of a large one."""
DATELINE_LENGTH = 12
"""Tokens in which a dateline must end."""
DASHES = frozenset({"-", "–", "—", "--", "―"})

NO_PLACES = frozenset({"Earth", "Mars", "Moon", "Sun", "Internet", "God"})
"""Names that the model takes for places, and for which there is a village somewhere."""

Form = Literal["name", "adjective", "seat", "dateline"]


@dataclass(frozen=True, slots=True)
class Found:
    """Words that name a place: tokens `first` to `last`, half-open, without article."""

    first: int
    last: int
    name: str
    """What to look up."""
    form: Form
    rows: Sequence[PlaceRow]
    """Possible readings, likeliest first; none where the gazetteer lacks the name."""
    party: Party | None
    """The state that the words stand for, where they do."""
    why: str
    """How it was recognised: the model's label, the gazetteer, a dateline."""


def find(annotation: Annotation, gazetteer: Gazetteer) -> list[Found]:
    """Find every name of a place and every adjective of one, in text order."""
    finder = _Finder(annotation.tokens, gazetteer)
    dateline = _dateline(annotation)
    found: list[Found] = []
    for sentence in annotation.sentences:
        for first, last in _runs(annotation.tokens, sentence, dateline):
            found.extend(finder.read(first, last, in_dateline=first in dateline))
    return _without_parties(found, annotation.mentions)


def _without_parties(found: list[Found], mentions: Sequence[Mention]) -> list[Found]:
    """Leave out what only names a person or an organisation of the report."""
    named = [m for m in mentions if m.form == "name" and m.kind in ("person", "organisation")]
    at = {i: m for m in named for i in range(m.first, m.last)}
    surnames = {m.name.split()[-1] for m in named if m.kind == "person" and " " in m.name}
    return [f for f in found if f.form in ("adjective", "seat") or not _is_party(f, at.get(f.first), surnames)]


def _is_party(found: Found, mention: Mention | None, surnames: set[str]) -> bool:
    """Tell whether the words only name a person ("Lewis"), or an organisation ("Florida Highway Patrol")."""
    minor = not found.rows or (found.rows[0].feature == "city" and found.rows[0].weight < LEAST_WEIGHT)
    if mention is None or found.name not in mention.name:
        return minor and found.name in surnames
    if mention.kind == "person" or found.name != mention.name:
        return True
    return not found.rows or found.rows[0].feature == "city"


def _runs(tokens: Sequence[Token], sentence: Sentence, dateline: range) -> Iterator[tuple[int, int]]:
    """Ranges of tokens with one entity label, or of unlabelled proper nouns; a dateline's words count as such."""

    def kind(i: int) -> str:
        token = tokens[i]
        if i in dateline:
            return "dateline" if token.text[0].isalpha() else ""
        if token.ent:
            return token.ent
        return "proper" if token.pos == "PROPN" or (token.pos == "ADJ" and token.text[0].isupper()) else ""

    for label, group in groupby(range(sentence.first, sentence.last), kind):
        if label:
            run = list(group)
            yield run[0], run[-1] + 1


def _dateline(annotation: Annotation) -> range:
    """Token range of the dateline that opens the body ("KABUL, Afghanistan (Reuters) -"), up to its mark; may be empty."""
    body = next((s for s in annotation.sentences if not s.is_title), None)
    if body is None or not annotation.tokens[body.first].text[:1].isupper():
        return range(0)
    tokens = annotation.tokens
    for i in range(body.first, min(body.last, body.first + DATELINE_LENGTH)):
        if tokens[i].text == "(" or tokens[i].text in DASHES:
            return range(body.first, i) if _is_dateline(tokens[body.first : i], tokens[i].text) else range(0)
    return range(0)


def _is_dateline(words: Sequence[Token], mark: str) -> bool:
    """Names and commas only; before a bracket the first name is in capitals, since "Xi (62)" is no dateline."""
    names = [w for w in words if w.text[0].isalpha()]
    proper = all(w.text[0].isupper() for w in names) and all(w.text in ",./" for w in words if w not in names)
    return bool(names) and proper and (mark in DASHES or names[0].text.isupper())


class _Finder:
    """Reads the runs of one document."""

    def __init__(self, tokens: Sequence[Token], gazetteer: Gazetteer) -> None:
        self.tokens = tokens
        self.gazetteer = gazetteer

    def read(self, first: int, last: int, in_dateline: bool) -> Iterator[Found]:
        """Read one run as one or more place names, or none."""
        first, last = self._trim(first, last)
        if first >= last:
            return
        label = self.tokens[first].ent
        if in_dateline:
            yield from self._dateline_part(first, last)
        elif found := self._adjective(first, last):
            yield found
        elif label in PLACE_LABELS:
            yield from self._labelled(first, last, label)
        elif found := self._seat(first, last) or self._missed(first, last, label):
            yield found

    def _trim(self, first: int, last: int) -> tuple[int, int]:
        """Leave away articles before and possessive marks or punctuation behind a run."""
        while first < last and self.tokens[first].text.casefold() in ("the", "a", "an"):
            first += 1
        while first < last and (self.tokens[last - 1].tag == "POS" or not self.tokens[last - 1].text[0].isalnum()):
            last -= 1
        return first, last

    def _text(self, first: int, last: int) -> str:
        return " ".join(t.text for t in self.tokens[first:last])

    def _asked(self, first: int, last: int) -> str:
        """The name with the article that the text has before it."""
        before = self.tokens[first - 1].text if first else ""
        return f"the {self._text(first, last)}" if before.casefold() == "the" else self._text(first, last)

    def _dateline_part(self, first: int, last: int) -> Iterator[Found]:
        found = self._looked_up(first, last, "dateline")
        if found.rows:
            yield replace(found, form="dateline")

    def _adjective(self, first: int, last: int) -> Found | None:
        """Read "Russian", "South Koreans", and "US" before a noun."""
        text = self._text(first, last)
        party = next((p for p in self.gazetteer.parties(text) if p.kind == "state"), None)
        if party is None:
            return None
        before_noun = self.tokens[last - 1].dep in ("compound", "amod", "nmod") and text.replace(".", "") in (
            "US",
            "UK",
        )
        if party.matched not in ("adjective", "demonym") and not before_noun:
            return None
        rows = [r for r in self.gazetteer.places(party.name) if r.country == party.country and r.feature != "city"]
        return Found(first, last, text, "adjective", rows[:1], party, f"{party.source}")

    def _labelled(self, first: int, last: int, label: str) -> Iterator[Found]:
        """Read a run that the model calls a place; where it joins several names by commas, read each."""
        if not self._is_name(first, last, label):
            return
        found = self._looked_up(first, last, f"model: {label}")
        commas = [i for i in range(first, last) if self.tokens[i].text == ","]
        if found.rows or not commas:
            yield found
            return
        for start, end in zip([first, *(c + 1 for c in commas)], [*commas, last], strict=True):
            start, end = self._trim(start, end)
            if start < end:
                yield self._looked_up(start, end, f"model: {label}")

    def _is_name(self, first: int, last: int, label: str) -> bool:
        """Turn down what cannot name a place: "the West", "COVID-19", words without capitals or not in Latin letters."""
        text = self._text(first, last)
        words = text.casefold().split()
        if text in NO_PLACES or all(w in DIRECTIONS or w in GENERIC_AFTER for w in words):
            return False
        return any("A" <= c < "\u0250" and c.isupper() for c in text) and not (
            label == "GPE" and any(c.isdigit() for c in text)
        )

    def _seat(self, first: int, last: int) -> Found | None:
        """Read the seat of a government ("the Kremlin"), whatever the model calls it."""
        party = self._state(first, last)
        if party is None or party.matched != "seat":
            return None
        rows = self.gazetteer.places(self._text(first, last))
        rows = [r for r in rows if r.country == party.country] or [
            r for r in self.gazetteer.places(party.name) if r.feature == "country"
        ]
        return Found(first, last, self._text(first, last), "seat", rows[:1], party, party.source)

    def _missed(self, first: int, last: int, label: str) -> Found | None:
        """Read a name that the model calls something else, or nothing, where gazetteer and words around speak for it."""
        text = self._text(first, last)
        if len(text) < 4 and not text.isupper():
            return None
        rows = self.gazetteer.places(text)
        if not rows:
            return None
        located = first > 0 and (self._preposition(first) in LOCATIVES or self._after_kind(first))
        likely = rows[0].feature in ("country", "region", "admin1") or rows[0].weight >= LEAST_WEIGHT
        if located and (likely or not label):
            return self._named(first, last, rows, "gazetteer, after a locative preposition")
        if likely and label not in ("PERSON", "ORG") and not self._in_longer_name(first, last):
            return self._named(first, last, rows, "gazetteer, unlabelled")
        return None

    def _named(self, first: int, last: int, rows: Sequence[PlaceRow], why: str) -> Found:
        return Found(first, last, self._text(first, last), "name", rows, self._state(first, last), why)

    def _preposition(self, first: int) -> str:
        before = self.tokens[first - 1].text.casefold()
        return self.tokens[first - 2].text.casefold() if before == "the" and first > 1 else before

    def _after_kind(self, first: int) -> bool:
        """Tell whether a word for a kind of place stands before: "the coastal city of Izmir"."""
        return first > 1 and self.tokens[first - 1].text == "of" and self.tokens[first - 2].lemma in GENERIC_AFTER

    def _in_longer_name(self, first: int, last: int) -> bool:
        """Tell whether a name goes on to either side, as in "Jordan Smith" or "Radio Kabul"."""
        near = [self.tokens[i] for i in (first - 1, last) if 0 <= i < len(self.tokens)]
        return any(t.pos == "PROPN" and t.sentence == self.tokens[first].sentence for t in near)

    def _state(self, first: int, last: int) -> Party | None:
        return next((p for p in self.gazetteer.parties(self._asked(first, last)) if p.kind == "state"), None)

    def _looked_up(self, first: int, last: int, why: str) -> Found:
        """Look a name up whole, else without direction and generic words ("northern Iraq", "Anbar Province")."""
        for start, end in self._cores(first, last):
            rows = self.gazetteer.places(self._text(start, end))
            if rows:
                return Found(first, last, self._text(start, end), "name", rows, self._state(start, end), why)
        return Found(first, last, self._text(first, last), "name", (), self._state(first, last), why)

    def _is_generic(self, word: str) -> bool:
        """Tell whether a word may be left away: "Anbar Province" is Anbar, but Greenwich Village is not Greenwich."""
        return word in GENERIC_AFTER or (
            word.casefold() in GENERIC_AFTER and word.casefold() not in ("village", "town")
        )

    def _cores(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Ranges to look up, longest first."""
        words = [t.text.casefold() for t in self.tokens[first:last]]
        yield first, last
        start, end = first, last
        while start < end - 1 and (words[start - first] in DIRECTIONS or words[start - first] == "-"):
            start += 1
        if start > first:
            yield start, end
        if tuple(words[start - first : start - first + 2]) in GENERIC_BEFORE and start + 2 < end:
            yield start + 2, end
        while end - 1 > start and self._is_generic(self.tokens[end - 1].text):
            end -= 1
        if end < last:
            yield start, end
