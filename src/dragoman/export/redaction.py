"""Named persons replaced by the same other name everywhere, in texts, titles, records and rows.

Comes in: a CSV file with a person a line (name or id of Wikidata; and, if wanted, what to put there, else "Person 1",
"Person 2" ...). Goes out: codings and rows without the name, its parts, and the other names that a report has for that
person; offsets follow the new text. Words that point to a person without naming her ("the mayor of Klow") stay.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from dragoman.errors import UnreadableInput
from dragoman.export.walking import made_anew
from dragoman.model import Actor, Coding, Span

OFFSETS = {"events": ("trigger_start", "sentence_start", "sentence_end"), "statements": ("start", "end")}
SHORTEST = 3
"""Letters of a part of a name that is replaced alone."""
_ID = re.compile(r"Q\d+")
_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "sir",
        "dame",
        "president",
        "minister",
        "prime",
        "general",
        "king",
        "queen",
        "prince",
        "pope",
        "the",
        "and",
        "of",
    ]
)


@dataclass(frozen=True, slots=True)
class Cut:
    """One replaced stretch: where it was, where it is now."""

    start: int
    end: int
    new_start: int
    new_end: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A text with replacements, and where its characters have gone."""

    text: str
    cuts: tuple[Cut, ...]

    def start(self, offset: int) -> int:
        """Where a span that began here begins now."""
        return self._place(offset, end=False)

    def end(self, offset: int) -> int:
        """Where a span that ended here ends now."""
        return self._place(offset, end=True)

    def _place(self, offset: int, *, end: bool) -> int:
        shift = 0
        for cut in self.cuts:
            if offset <= cut.start:
                break
            if offset < cut.end:
                return cut.new_end if end else cut.new_start
            shift = cut.new_end - cut.end
        return offset + shift


@dataclass(frozen=True, slots=True)
class Names:
    """What is replaced by what in one report; words of a text only, never parts of words."""

    forms: Mapping[str, str]

    def move(self, text: str) -> Moved:
        """Replace in a text."""
        made, cuts, last, length = [], [], 0, 0
        for match in self._pattern().finditer(text) if self.forms else ():
            made.append(text[last : match.start()])
            length += match.start() - last
            new = self.forms[match[0]]
            cuts.append(Cut(match.start(), match.end(), length, length + len(new)))
            made.append(new)
            length += len(new)
            last = match.end()
        return Moved("".join([*made, text[last:]]), tuple(cuts))

    def __call__(self, text: str) -> str:
        """Replace in a string without offsets."""
        return self.move(text).text

    def _pattern(self) -> re.Pattern[str]:
        ordered = sorted(self.forms, key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)")


@dataclass(slots=True)
class Redactor:
    """Who is replaced by whom, in all reports."""

    persons: Mapping[str, str]
    """Name in lower case, or id of Wikidata -> what stands for it."""
    written: Mapping[str, str]
    """The names as written in the file."""
    met: dict[str, str] = field(default_factory=dict)
    """All names met in the reports gone through, for rows that belong to no one report."""

    @classmethod
    def read(cls, path: Path) -> Redactor:
        """Read the file; raises `UnreadableInput`."""
        try:
            lines = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise UnreadableInput(
                f"{path} cannot be read as a CSV of persons ({error}): write one name a line."
            ) from error
        rows = [[c.strip() for c in row] for row in lines if row and row[0].strip()]
        if rows and rows[0][0].casefold() == "name":
            rows = rows[1:]
        if not rows:
            raise UnreadableInput(f"{path} names nobody: write one name a line, and after a comma what stands for it.")
        persons, written = {}, {}
        for n, row in enumerate(rows, 1):
            new = row[1] if len(row) > 1 and row[1] else f"Person {n}"
            persons[row[0].casefold()] = new
            if not _ID.fullmatch(row[0]):
                written[row[0]] = new
        return cls(persons, written)

    def names(self, coding: Coding) -> Names:
        """What is to be replaced in one report."""
        forms = dict(self.written)
        ids: dict[str, str] = {}
        for actor in coding.actors:
            new = self._new(actor)
            if new is not None:
                forms |= dict.fromkeys(_forms(actor), new)
                ids |= {actor.wikidata: new} if actor.wikidata else {}
        said = coding.document.text + _strings(coding)
        forms = {f: n for f, n in forms.items() if f in said} | ids
        self.met |= forms
        return Names(forms)

    def everywhere(self) -> Names:
        """For rows of parties and stories: every name that was met."""
        known = self.met | dict(self.written)
        small = {f.casefold(): n for f, n in known.items()}
        """Keys of names are in lower case."""
        return Names({f: n for f, n in known.items() if " " in f or _ID.fullmatch(f)} | small)

    def _new(self, actor: Actor) -> str | None:
        if actor.kind != "person":
            return None
        known = [actor.wikidata or "", actor.name, *(m.text for m in actor.mentions)]
        return next((self.persons[k.casefold()] for k in known if k.casefold() in self.persons), None)

    def redact(self, coding: Coding) -> Coding:
        """A coding in which the persons have other names."""
        names = self.names(coding)
        if not names.forms:
            return coding
        moved = names.move(coding.document.text)

        def span(old: Span) -> Span:
            start, end = moved.start(old.start), moved.end(old.end)
            return Span(start, end, moved.text[start:end])

        made = made_anew(coding, span, names)
        actors = tuple(
            replace(new, wikidata=None, basis={}) if self._new(old) else new
            for old, new in zip(coding.actors, made.actors, strict=True)
        )
        document = replace(made.document, text=moved.text, url=None, origin=None)
        return replace(made, document=document, actors=actors)

    def row(self, view: str, row: dict[str, Any], coding: Coding | None) -> dict[str, Any]:
        """A row of a public view in which the persons have other names."""
        names = self.names(coding) if coding else self.everywhere()
        made = {k: names(v) if isinstance(v, str) else v for k, v in row.items()}
        if coding and names.forms:
            moved = names.move(coding.document.text)
            for name in OFFSETS.get(view, ()):
                made[name] = (moved.end if name.endswith("end") else moved.start)(row[name])
            if view == "reports":
                made |= {"url": None, "address": None, "characters": len(moved.text), "sha256": None}
        return made


def _forms(actor: Actor) -> Iterable[str]:
    """The name, the report's other names for the person, and each part of the name."""
    whole = {actor.name, *(m.text for m in actor.mentions if m.text[:1].isupper())}
    parts = {p for p in re.findall(r"[\w’'-]+", actor.name) if len(p) >= SHORTEST and p[0].isupper()}
    return {f for f in whole if _names(f, actor)} | {p for p in parts if p.casefold() not in _TITLES}


def _names(form: str, actor: Actor) -> bool:
    """Whether a mention holds a part of the name, and is no mere role."""
    parts = {p.casefold() for p in actor.name.split()}
    return bool(parts & {w.casefold() for w in form.split()})


def _strings(coding: Coding) -> str:
    return "\n".join([coding.document.title or "", *(a.name for a in coding.actors)])
