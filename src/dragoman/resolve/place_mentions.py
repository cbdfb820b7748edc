"""Finding the words of a text that name places.

Comes in: an annotation (tokens with the model's entity labels) and the gazetteer. Goes out: token ranges with the name to
look up and how it was recognised. Chooses no reading; place_readings.py does.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from dragoman.gazetteer import Gazetteer, Party, PlaceRow
from dragoman.model import Annotation, Mention, Sentence, Token
from dragoman.resolve.place_words import (
    DASHES,
    DATELINE_LENGTH,
    DIRECTIONS,
    GENERIC_AFTER,
    GENERIC_BEFORE,
    IN_NAME,
    LEAST_WEIGHT,
    LOCATIVES,
    LONGEST_NAME,
    NO_PLACES,
    PLACE_LABELS,
    PLACELESS,
)

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
    places = {i for m in annotation.mentions if m.kind in ("place", "state") for i in range(m.first, m.last)}
    finder = _Finder(annotation.tokens, gazetteer, places)
    dateline = _dateline(annotation)
    found: list[Found] = []
    left: list[tuple[int, int]] = []
    for sentence in annotation.sentences:
        for first, last in _runs(annotation.tokens, sentence, dateline):
            read = list(finder.read(first, last, in_dateline=first in dateline))
            found.extend(read)
            if not read:
                left.append((first, last))
    found = _without_parties(found, annotation.mentions)
    known = {f.name: f for f in found if f.form in ("name", "dateline") and f.rows}
    persons = {i for m in annotation.mentions if m.kind == "person" for i in range(m.first, m.last)}
    again = [f for first, last in left if first not in persons for f in finder.read_again(first, last, known)]
    return sorted([*found, *again], key=lambda f: f.first)


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
    if mention.kind == "person" and found.why == "model: GPE" and found.name == mention.name:
        return minor or found.name in surnames
    if mention.kind == "person" or found.name != mention.name:
        return found.why != IN_NAME
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


def _likely(row: PlaceRow) -> bool:
    """Tell whether a name alone, with nothing around it, may well mean that place."""
    return row.feature in ("country", "region", "admin2") or row.weight >= LEAST_WEIGHT


class _Finder:
    """Reads the runs of one document."""

    def __init__(self, tokens: Sequence[Token], gazetteer: Gazetteer, places: Container[int]) -> None:
        self.tokens = tokens
        self.gazetteer = gazetteer
        self.places = places
        """Tokens of the mentions that stand for places and states."""

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
        elif label == "ORG":
            yield from self._inside(first, last, {})

    def read_again(self, first: int, last: int, known: Mapping[str, Found]) -> Iterator[Found]:
        """Read a run that seemed no place, now that the places of the report are known."""
        first, last = self._trim(first, last)
        if first >= last:
            return
        like = known.get(self._text(first, last))
        if like and not self._in_longer_name(first, last):
            yield self._named(first, last, like.rows, "so named elsewhere in the report")
        elif like is None and self.tokens[first].ent in ("ORG", "FAC"):
            yield from self._inside(first, last, known)

    def _inside(self, first: int, last: int, known: Mapping[str, Found]) -> Iterator[Found]:
        """Read the place in the name of an organisation: "Guinea Health Ministry", "University of Lagos"."""
        text = self._text(first, last)
        if any(p.sector in PLACELESS for p in self.gazetteer.parties(text)):
            return
        for start, end in self._parts(first, last):
            name = self._text(start, end)
            rows = known[name].rows if name in known else self.gazetteer.places(name)
            if rows and (name in known or _likely(rows[0])) and name not in NO_PLACES:
                yield self._named(start, end, rows, IN_NAME)
                return

    def _parts(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Ranges that may name a place: what follows "of" or "in", then the first words, longest first."""
        for i in range(first + 1, last - 1):
            if self.tokens[i].text in ("of", "in", "for"):
                start = i + 1 + (self.tokens[i + 1].text == "the")
                yield from ((start, end) for end in range(last, start, -1) if end - start <= LONGEST_NAME)
        yield from ((first, end) for end in range(min(last - 1, first + LONGEST_NAME), first, -1))

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
            if found.rows or found.party or self._located(first):
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
        located = self._located(first)
        likely = _likely(rows[0])
        if located and (likely or not label or self._is_town(text, label)):
            return self._named(first, last, rows, "gazetteer, after a locative preposition")
        by_kind = label not in ("PERSON", "ORG") or first in self.places
        if likely and by_kind and not self._in_longer_name(first, last):
            return self._named(first, last, rows, "gazetteer, unlabelled")
        return None

    def _is_town(self, text: str, label: str) -> bool:
        """Tell whether what the model takes for an organisation, after "in" or "near", may be a small town."""
        return label == "ORG" and not text.isupper() and not self.gazetteer.parties(text)

    def _named(self, first: int, last: int, rows: Sequence[PlaceRow], why: str) -> Found:
        return Found(first, last, self._text(first, last), "name", rows, self._state(first, last), why)

    def _located(self, first: int) -> bool:
        return first > 0 and (self._preposition(first) in LOCATIVES or self._after_kind(first))

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
