"""What stands at the head of a printed report: title, by-line, dateline, date, agency.

Comes in: a text. Goes out: where its title ends, and author, source and date of publication with how each was found.
Nothing is cut out of the text. A date without its year is used only if another line states the year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from dragoman.read.agencies import agency, looks_like_agency
from dragoman.read.dates import Day, find_day

HEAD, TAIL = 4_000, 1_000
"""Code points at the beginning and the end of a text in which anything is looked for."""
HEAD_LINES, TAIL_LINES = 8, 3
"""Lines with words in them, there."""
TITLE_LONGEST = 200
PARAGRAPH = 120
"""Code points from which a line is a paragraph of the body, not a part of the head."""
WRAPPED = 90
"""Code points from which a line cannot come from a text with hard line ends."""

_ENDS_SENTENCE = re.compile(r"[.:;,…]['\"’”»)]*$")
_ABBREVIATION = re.compile(r"\b(?:[A-Z]\.){2,}$")
_OPENERS = "\"'“‘«([#$£€¥"
"""Marks that a title may begin with; bullets are none."""
_NO_TITLE = re.compile(
    r"(for immediate release|(press|news|media) (release|statement)|breaking( news)?|exclusive|embargoed\b.*|https?://\S+)",
    re.IGNORECASE,
)
_RELEASE = re.compile(r"(press|news|media) (release|statement)\b", re.IGNORECASE)
_DASH = re.compile(r"\s*(?:--+|[–—])\s*|\s[-_]\s")
_PARENTHESIS = re.compile(r"\(([^()]{1,60})\)")
_BYLINE = re.compile(r"(?:by|written by|story by|reporting by)\s*:?\s+(?=\S)", re.IGNORECASE)
_PERSON = re.compile(
    r"(?:(?:[A-ZÀ-ÖØ-Þ]|[a-z]{1,3}['’][A-Z])[\w.'’-]*|de|da|di|del|la|le|van|von|der|den|bin|al|el|and|&)"
)
_LABEL = re.compile(
    r"(?:(?P<published>(?:first |originally )?published|posted|issued|released|publication date|dated?|filed"
    r"|(?:press|news|media) (?:release|statement)|statement)"
    r"|(?P<updated>(?:last )?updated|last modified|modified))\b",
    re.IGNORECASE,
)
_POST = re.compile(
    r"\b(correspondent|editor|writer|reporter|bureau|staff|chief|desk|press|news|agency|service)\b", re.I
)
_AMBIGUOUS = re.compile(r"(?:[A-Za-z]+ ?){0,2}:? ?\d{1,2}/\d{1,2}/\d{4}\b[^a-z]{0,20}")
_SOURCE = re.compile(r"(?:source|agency|publisher)\s*:\s*(?P<name>[^.|]{2,60}?)\s*", re.IGNORECASE)
_YEAR = re.compile(r"(?:©|\(c\)|\bcopyright\b)[^\d\n]{0,40}(\d{4})\b", re.IGNORECASE)
_CLOCK = re.compile(
    r"\d{1,2}(?:[:.h]\d{2}){0,2}(?:[ap]m)?|t?\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?z?|[ap]\.?m\.?|noon|midnight|local|time|hrs?"
    r"|z|gmt|utc|[a-z]{1,4}t|at|on|\d+|an?|few|(?:year|month|week|day|hour|min|minute)s?|ago|read|last|updated|[+]?\d{4}",
    re.IGNORECASE,
)
_NO_PLACE = frozenset({"On", "In", "By", "At", "Since", "From", "Until", "Till", "After", "Before", "Between", "For"})
_SEPARATOR = re.compile(r"[\s,;|/·•()\[\]–—-]+")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the head of a report states; `found` says how for each."""

    author: str | None = None
    source: str | None = None
    published: date | None = None
    found: dict[str, str] = field(default_factory=dict)


class Title(NamedTuple):
    """A title, without Markdown's heading mark, and the offset at which its line ends in the text."""

    line: str
    end: int


class Clue(NamedTuple):
    """One line of the head that states something."""

    kind: str
    day: Day | None = None
    source: str | None = None
    author: str | None = None


def find_title(text: str) -> Title | None:
    """Find the title: a short first line without a full stop, with a blank line, by-line or dateline after it."""
    start = len(text) - len(text.lstrip())
    lines = text[start : start + HEAD].split("\n")
    line, following = lines[0].strip(), [x.strip() for x in lines[1:]]
    if not any(following) or not _may_be_title(line):
        return None
    after = following[0]
    long_paragraph = len(after) >= max(WRAPPED, len(line)) and bool(re.search(r"[.?!]\W*$", after))
    if after and ((not long_paragraph and read_line(after) is None) or _RELEASE.match(after)):
        return None  # what stands over "Press release, 4 March 2019" is the name of the house
    return Title(line.lstrip("# ") if line.startswith(("# ", "## ")) else line, start + len(lines[0]))


def _may_be_title(line: str) -> bool:
    if (
        not (line[0].isalnum() or line[0] in _OPENERS)
        or not 2 <= len(line.split()) <= 40
        or len(line) > TITLE_LONGEST
        or _NO_TITLE.fullmatch(line)
    ):
        return False
    if _ENDS_SENTENCE.search(line) and not (len(line) < PARAGRAPH and _ABBREVIATION.search(line)):
        return False
    clue = read_line(line)
    return clue is None or clue == Clue("dateline")  # "NATO - a new era" has the shape of a dateline too


def find_facts(text: str) -> Facts:
    """Read by-line, dateline and dates in the head of a body, and labelled lines at its end."""
    clues = [clue for line in _head_lines(text) if (clue := read_line(line))]
    tail = [line.strip() for line in text[-TAIL:].split("\n") if line.strip()][-TAIL_LINES:]
    clues += [clue for line in tail if (clue := read_line(line)) and clue.kind in ("publication line", "source line")]
    years = [int(match[1]) for match in _YEAR.finditer(f"{text[:HEAD]}\n{text[-TAIL:]}")]
    found: dict[str, str] = {}
    author = next((c for c in clues if c.author), None)
    source = next((c for c in clues if c.source), None)
    if author:
        found["author"] = author.kind
    if source:
        found["source"] = source.kind
    published, how = _published(clues, years)
    if how:
        found["published"] = how
    elif any(clue.kind == "ambiguous date line" for clue in clues):
        found["published"] = "not taken: the date is ambiguous, day and month could be swapped"
    return Facts(author.author if author else None, source.source if source else None, published, found)


def _head_lines(text: str) -> Iterator[str]:
    """Give the lines of the head up to and with the first paragraph of the body."""
    lines = [line.strip() for line in text[:HEAD].split("\n")]
    for line in [line for line in lines if line][:HEAD_LINES]:
        yield line
        if len(line) >= PARAGRAPH:
            return


def _published(clues: Sequence[Clue], years: Sequence[int]) -> tuple[date | None, str | None]:
    """Choose the date: a stated publication date before a dateline's, an update's only if there is no other."""
    for kind in ("publication line", "date line", "dateline", "by-line"):
        for clue in clues:
            if clue.kind == kind and clue.day and (day := clue.day.date()):
                return day, kind
    updated = next((day for c in clues if c.kind == "update line" and c.day and (day := c.day.date())), None)
    partial = next((c for c in clues if c.kind != "update line" and c.day and c.day.year is None), None)
    if partial and partial.day and updated:
        day = partial.day.date(updated.year)
        if day and day > updated:
            day = partial.day.date(updated.year - 1)
        if day:
            return day, f"{partial.kind}, year from the update line"
    if partial and partial.day and years and (day := partial.day.date(years[0])):
        return day, f"{partial.kind}, year from the copyright line"
    return updated, "update line" if updated else None


def read_line(line: str) -> Clue | None:
    """Say what a line of the head states; None for a line of text."""
    return _source_line(line) or _byline(line) or _date_line(line) or _dateline(line) or _ambiguous_line(line)


def _source_line(line: str) -> Clue | None:
    if match := _SOURCE.fullmatch(line):
        return Clue("source line", source=match["name"])
    return Clue("source line", source=line) if len(line) <= 60 and agency(line) else None


def _byline(line: str) -> Clue | None:
    """Read "By Jane Doe", "By JANE DOE in Cairo", "By Jane Doe, Reuters | March 4, 2019"."""
    match = _BYLINE.match(line)
    if not match or len(line) > PARAGRAPH or _ENDS_SENTENCE.search(line):
        return None
    names, *rest = re.split(r"\s*[|•·–—]\s*|\s+-\s+|\s+in\s+(?=[A-Z])|\s+at\s+(?=[A-Z])", line[match.end() :].strip())
    people, *more = [part.strip() for part in names.split(",")]
    while more and all(map(_PERSON.fullmatch, more[0].split())) and _is_person(more[0]):
        people = f"{people}, {more.pop(0)}"
    words = people.replace(",", "").split()
    if not words or len(words) > 12 or not all(_PERSON.fullmatch(word) for word in words) or find_day(people):
        return None
    rest = [*more, *rest]
    source = next((part.strip() for part in (people, *rest) if agency(part)), None)
    return Clue("by-line", find_day(line[match.end() :]), source, None if source == people else people)


def _is_person(part: str) -> bool:
    """Tell "John Roe" and "John Roe and Ann Poe" from "Diplomatic Correspondent" and "Cairo"."""
    return len(part.split()) > 1 and not agency(part) and not _POST.search(part)


def _ambiguous_line(line: str) -> Clue | None:
    """Read a line with a date that two readers may read differently ("03/04/2019"): a date line without a date."""
    match = _AMBIGUOUS.fullmatch(line)
    return Clue("ambiguous date line") if match and not find_day(line) else None


def _date_line(line: str) -> Clue | None:
    """Read a line that holds a date and nothing else but a label, a clock time, a place or a source."""
    if len(line) > PARAGRAPH:
        return None
    day = find_day(line)
    if day is None:
        return None
    before, after = line[: day.start].strip(), line[day.end :]
    if not all(_CLOCK.fullmatch(word) or agency(word) for word in _SEPARATOR.split(after) if word):
        return None
    label = _LABEL.match(before)
    rest = before[label.end() :].strip(" :,|-–—") if label else before.strip(" ,|/·•-–—")
    words = [word for word in _SEPARATOR.split(rest) if word and not (label and word == "by")]
    if not all(_is_name(word) or _CLOCK.fullmatch(word) for word in words):
        return None
    kind = "date line" if label is None else "publication line" if label["published"] else "update line"
    if kind == "date line" and (day.year is None or len(words) > 5):
        return None
    pieces = [re.sub(r"^source:", "", x, flags=re.I).strip() for x in re.split(r"[|·•,]|\s[-–—]\s", f"{rest}|{after}")]
    return Clue(kind, day, next((piece for piece in pieces if agency(piece)), None))


def _dateline(line: str) -> Clue | None:
    """Read "PARIS, March 4 (Reuters) - ...": place, date and agency before a dash."""
    match = _DASH.search(line[:PARAGRAPH])
    if match is None or not line[: match.start()].strip():
        return None
    head = line[: match.start()]
    day = find_day(head)
    source = None
    for content in _PARENTHESIS.findall(head):
        if looks_like_agency(content):
            source = source or content.strip()
        elif not find_day(content) and not (day and _is_name(content.strip() or "-")):
            return None  # an agency we do not know is no hindrance beside a date
    place = _PARENTHESIS.sub(" ", head)
    inner = find_day(place)
    if inner:
        place = f"{place[: inner.start]},{place[inner.end :]}"
    places = [part for part in (p.strip() for p in place.split(",")) if part]
    if source and agency(source):
        is_dateline = all(all(_is_name(word) for word in part.split()) for part in places)
    else:
        is_dateline = bool(places) and _is_capitals(places[0], bool(day)) and len(places) <= 3
    return Clue("dateline", day, source) if is_dateline and len(head) <= 90 else None


def _is_name(word: str) -> bool:
    return word[0].isupper() or word in {"of", "the", "and", "al", "el", "de", "la", "du", "near"}


def _is_capitals(place: str, dated: bool) -> bool:
    """Tell a place of a dateline: printed in capitals, or with a date beside it as a name."""
    words = place.split()
    return (place.isupper() and len(place) > 2) or (dated and words[0] not in _NO_PLACE and all(map(_is_name, words)))
