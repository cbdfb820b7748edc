"""The one filter that command line, Python, HTTP, exports and pages share.

Comes in: keys and values as a person writes them ("type=ASSAULT", "since=2020-03", "dyad=RUS>UKR"), from options, from
an address or from one line. Goes out: a checked `Filter`. Knows no SQL: the store turns a filter into a selection.

    Filter.parse("type:ASSAULT,PROTEST dyad:RUS>UKR since:2020-03")    one line
    Filter.make({"type": ["ASSAULT"], "since": ["2020-03"]})           options, or the query of an address

Values of one key are alternatives; keys narrow one another.
"""

from __future__ import annotations

import calendar
import re
import shlex
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Literal, get_args

from dragoman.errors import BadQuery
from dragoman.model import Sector, Status

STATUSES = get_args(Status)
SECTORS = frozenset(get_args(Sector))
COUNTED: tuple[Status, ...] = ("happened", "ongoing")
"""What counts as having taken place, where nothing else is asked for."""


@dataclass(frozen=True, slots=True)
class Side:
    """Who: a country (RUS), a sector (MIL), both (RUS:MIL), the id of a party (p-...), or words of a name."""

    country: str | None = None
    sector: str | None = None
    party: str | None = None
    name: str | None = None

    def __str__(self) -> str:
        """As it was written."""
        return self.party or self.name or ":".join(x for x in (self.country, self.sector) if x)


@dataclass(frozen=True, slots=True)
class Dyad:
    """Two sides; `directed` asks for the first doing something to the second."""

    left: Side
    right: Side
    directed: bool = False

    def __str__(self) -> str:
        """As it was written."""
        return f"{self.left}{'>' if self.directed else '-'}{self.right}"


@dataclass(frozen=True, slots=True)
class Near:
    """A circle on the earth; degrees and kilometres."""

    latitude: float
    longitude: float
    radius: float


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the earth in degrees; west may be greater than east, across the date line."""

    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for; an empty filter asks for everything."""

    id: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    quad: tuple[int, ...] = ()
    status: tuple[Status, ...] = ()
    background: bool | None = None
    actor: tuple[Side, ...] = ()
    recipient: tuple[Side, ...] = ()
    party: tuple[Side, ...] = ()
    """Either as actor or as recipient."""
    dyad: tuple[Dyad, ...] = ()
    country: tuple[str, ...] = ()
    """Of the place, or of a party."""
    place: tuple[str, ...] = ()
    near: Near | None = None
    box: Box | None = None
    since: date | None = None
    until: date | None = None
    """Days of the event, both included; the publication date where the report gives no day."""
    published_since: date | None = None
    published_until: date | None = None
    text: str | None = None
    """Words of the report; "several words" is a phrase, word* a beginning."""
    statements: str | None = None
    """Words of what is said, in a statement about the event, or in the statement itself."""
    speaker: tuple[Side, ...] = ()
    about: tuple[str, ...] = ()
    """Types or ids of the events that a statement is about."""
    score: float | None = None
    """At least."""
    source: tuple[str, ...] = ()
    report: tuple[str, ...] = ()
    story: tuple[str, ...] = ()
    reviewed: bool | None = None

    @classmethod
    def make(cls, given: Mapping[str, Iterable[str]]) -> Filter:
        """Check keys and values; raises `BadQuery` with one sentence that says what to write."""
        values = {key.replace("-", "_"): [v for v in value if v.strip()] for key, value in given.items()}
        unknown = sorted(set(values) - set(KEYS))
        if unknown:
            raise BadQuery(f"There is no filter {unknown[0]!r}: use {', '.join(KEYS)}.")
        return cls(**{key: _READ[key](key, value) for key, value in values.items() if value})

    @classmethod
    def parse(cls, line: str) -> Filter:
        """Read one line of `key:value` words; words without a key are looked for in the text."""
        return cls.make(split(line))

    def counted(self) -> Filter:
        """The same filter with the defaults of counting: happened or ongoing, and not background, unless it asks."""
        return replace(
            self,
            status=self.status or COUNTED,
            background=False if self.background is None else self.background,
        )

    def written(self) -> dict[str, str]:
        """Each key that is set, as a person writes it; for captions and for the record of a run."""
        shown = {f.name: getattr(self, f.name) for f in fields(self)}
        return {key: _show(value) for key, value in shown.items() if value not in ((), None)}


def split(line: str) -> dict[str, list[str]]:
    """Keys and values of one line; words without a key are looked for in the text."""
    given: dict[str, list[str]] = {}
    loose = []
    for word in _words(line):
        key, colon, value = word.partition(":")
        if colon and key.replace("-", "_") in KEYS:
            given.setdefault(key.replace("-", "_"), []).append(value)
        else:
            loose.append(f'"{word}"' if " " in word else word)
    if loose:
        given.setdefault("text", []).append(" ".join(loose))
    return given


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError as error:
        raise BadQuery(f"The filter {line!r} cannot be read ({error}): close the quotation mark.") from error


def _show(value: object) -> str:
    match value:
        case tuple():
            return ", ".join(str(v) for v in value)
        case bool():
            return "yes" if value else "no"
        case Near(latitude, longitude, radius):
            return f"{latitude:g},{longitude:g},{radius:g}"
        case Box(south, west, north, east):
            return f"{south:g},{west:g},{north:g},{east:g}"
        case _:
            return str(value)


def _split(values: Iterable[str]) -> list[str]:
    return [part.strip() for value in values for part in value.split(",") if part.strip()]


def _listed(key: str, values: list[str]) -> tuple[str, ...]:
    return tuple(_split(values))


def _whole(key: str, values: list[str]) -> tuple[str, ...]:
    """Names that may hold commas: each value is one."""
    return tuple(" ".join(v.split()) for v in values)


def _codes(key: str, values: list[str]) -> tuple[str, ...]:
    return tuple(v.upper() for v in _split(values))


def _statuses(key: str, values: list[str]) -> tuple[str, ...]:
    found = tuple(v.lower() for v in _split(values))
    for value in found:
        if value not in STATUSES:
            raise BadQuery(f"There is no status {value!r}: use {', '.join(STATUSES)}.")
    return found


def _quads(key: str, values: list[str]) -> tuple[int, ...]:
    found = _split(values)
    for value in found:
        if value not in ("1", "2", "3", "4"):
            raise BadQuery(f"There is no quad {value!r}: use 1 (verbal cooperation) to 4 (material conflict).")
    return tuple(int(v) for v in found)


def _countries(key: str, values: list[str]) -> tuple[str, ...]:
    found = _codes(key, values)
    for value in found:
        if not re.fullmatch(r"[A-Z]{3}", value):
            raise BadQuery(f"{value!r} is no country code: use three letters of ISO 3166-1, like FRA.")
    return found


def _side(text: str) -> Side:
    text = " ".join(text.split())
    if re.fullmatch(r"p-[0-9a-f]+", text):
        return Side(party=text)
    if re.fullmatch(r"[A-Z]{3}", text):
        return Side(sector=text) if text in SECTORS else Side(country=text)
    if (both := re.fullmatch(r"([A-Z]{3})[: ]([A-Z]{3})", text)) and both[2] in SECTORS:
        return Side(country=both[1], sector=both[2])
    if not text:
        raise BadQuery("A side is empty: write a country (RUS), a sector (MIL), both (RUS:MIL) or a name.")
    return Side(name=text)


def _sides(key: str, values: list[str]) -> tuple[Side, ...]:
    return tuple(_side(v) for v in values)


def _dyads(key: str, values: list[str]) -> tuple[Dyad, ...]:
    return tuple(_dyad(v) for v in values)


def _dyad(text: str) -> Dyad:
    """A hyphen divides codes; names, which may hold hyphens, are divided by " - " or ">"."""
    if ">" in text:
        left, right = text.split(">", 1)
        return Dyad(_side(left), _side(right), directed=True)
    if match := re.fullmatch(
        r"\s*(p-[0-9a-f]+|[A-Z]{3}(?:[: ][A-Z]{3})?)-(p-[0-9a-f]+|[A-Z]{3}(?:[: ][A-Z]{3})?)\s*", text
    ):
        return Dyad(_side(match[1]), _side(match[2]))
    left, dash, right = text.partition(" - ")
    if not dash:
        raise BadQuery(f"{text!r} is no dyad: write RUS-UKR, RUS>UKR for one direction, or 'name - name'.")
    return Dyad(_side(left), _side(right))


def _day(key: str, values: list[str]) -> date:
    """A day, a month or a year; `until` takes the last day of it."""
    text = values[-1].strip()
    match = re.fullmatch(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", text)
    try:
        if match:
            last = key.endswith("until")
            year, month = int(match[1]), int(match[2] or (12 if last else 1))
            return date(year, month, int(match[3] or (calendar.monthrange(year, month)[1] if last else 1)))
    except (ValueError, calendar.IllegalMonthError):
        pass
    raise BadQuery(f"{key.replace('_', '-')} {text!r} is not a date: write it as 2015-09-24, 2015-09 or 2015.")


def _yes(key: str, values: list[str]) -> bool:
    text = values[-1].strip().lower()
    if text not in ("yes", "no", "true", "false", "1", "0"):
        raise BadQuery(f"{key} {text!r} is neither yes nor no.")
    return text in ("yes", "true", "1")


def _score(key: str, values: list[str]) -> float:
    try:
        score = float(values[-1])
    except ValueError:
        score = -1.0
    if not 0 <= score <= 1:
        raise BadQuery(f"score {values[-1]!r} is not between 0 and 1.")
    return score


def _numbers(key: str, text: str, shape: str) -> list[float]:
    """As many numbers as the shape names, the first and third latitudes."""
    try:
        numbers = [float(x) for x in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != len(shape.split(",")) or not all(abs(n) <= 20_100 for n in numbers) or abs(numbers[0]) > 90:
        raise BadQuery(f"{key} {text!r} is not {shape}: write numbers in degrees, divided by commas.")
    return numbers


def _near(key: str, values: list[str]) -> Near:
    return Near(*_numbers(key, values[-1], "latitude,longitude,kilometres"))


def _box(key: str, values: list[str]) -> Box:
    return Box(*_numbers(key, values[-1], "south,west,north,east"))


def _text(key: str, values: list[str]) -> str:
    return " ".join(values)


_READ: Mapping[str, Callable[[str, list[str]], Any]] = {
    "id": _listed, "type": _codes, "mode": _listed, "quad": _quads, "status": _statuses, "background": _yes,
    "actor": _sides, "recipient": _sides, "party": _sides, "dyad": _dyads, "country": _countries, "place": _whole,
    "near": _near, "box": _box, "since": _day, "until": _day, "published_since": _day, "published_until": _day,
    "text": _text, "statements": _text, "speaker": _sides, "about": _listed, "score": _score, "source": _whole,
    "report": _listed, "story": _listed, "reviewed": _yes,
}  # fmt: skip
KEYS = tuple(_READ)
HELP = {
    "id": "Ids of records.",
    "type": "Types of events, e.g. ASSAULT,PROTEST.",
    "mode": "Modes of events, e.g. arrest.",
    "quad": "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.",
    "status": "happened, ongoing, planned, considered, alleged, denied, not-happened, hypothetical.",
    "background": "yes: only old news recalled for context; no: without it.",
    "actor": "Who does it: a country (RUS), a sector (MIL), both (RUS:MIL), a party's id or name.",
    "recipient": "To whom it is done; written like an actor.",
    "party": "Either side; written like an actor.",
    "dyad": "Two sides: RUS-UKR both ways, RUS>UKR one way, 'name - name' for names.",
    "country": "Country of the place or of a party, e.g. FRA.",
    "place": "Name of a town or region.",
    "near": "Latitude,longitude,kilometres.",
    "box": "South,west,north,east in degrees.",
    "since": "First day of the event: 2015-09-24, 2015-09 or 2015.",
    "until": "Last day of the event.",
    "published_since": "First day of publication.",
    "published_until": "Last day of publication.",
    "text": 'Words of the report: all must occur; "a phrase"; begin*.',
    "statements": "Words of what is said about the event, or in the statement.",
    "speaker": "Who says it, or asserts or denies the event; written like an actor.",
    "about": "Types or ids of the events that a statement is about.",
    "score": "Lowest score, 0 to 1.",
    "source": "Outlet.",
    "report": "Ids of reports.",
    "story": "Ids of stories.",
    "reviewed": "yes: only what a person judged; no: only what nobody did.",
}
"""One line on each key, for every surface."""
Kind = Literal["events", "statements", "stories"]
"""What a filter can select."""
