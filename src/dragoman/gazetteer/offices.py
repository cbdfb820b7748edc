"""Who held which office of which state, and when: the table of spells, and writing it into a gazetteer file.

Comes in: offices.csv and offices_complete.csv. Goes out: typed rows and filled tables `spell`, `spell_name` and
`complete`. A date may be a year or a month; a spell then counts only for the days that every reading of it covers. Finds
nobody; lookup.py does.
"""

from __future__ import annotations

import calendar
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import get_args

from dragoman.gazetteer.names import fold
from dragoman.gazetteer.records import OfficeKind
from dragoman.gazetteer.tables import TABLES, Row, listed, one_of, read_table

UNVERIFIED = "unverified"
"""Word in the source of a row that rests on memory alone: a hint, never printed as an office."""
FULL_NAME, SURNAME = 1, 0
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """One spell of one person in one office."""

    state: str
    office: OfficeKind
    title: str
    person: str
    aliases: tuple[str, ...]
    wikidata: str | None
    since: date
    until: date | None
    """The last day of certainty; null while in office on the day to which the table is complete."""
    source: str


@dataclass(frozen=True, slots=True)
class CompleteRow:
    """The last day for which the table knows an office of a state."""

    state: str
    office: OfficeKind
    until: date


def offices(folder: Path = TABLES) -> list[OfficeRow]:
    """Read offices.csv."""
    return read_table(folder / "offices.csv", _office)


def complete(folder: Path = TABLES) -> list[CompleteRow]:
    """Read offices_complete.csv."""
    return read_table(folder / "offices_complete.csv", _complete)


def write_offices(connection: sqlite3.Connection, rows: Sequence[OfficeRow], ends: Iterable[CompleteRow]) -> None:
    """Fill `spell`, `spell_name` and `complete`."""
    connection.executemany("INSERT INTO complete VALUES (?, ?, ?)", ((e.state, e.office, f"{e.until}") for e in ends))
    connection.executemany(
        "INSERT INTO spell VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?)",
        (
            (n, r.state, r.office, r.title, r.person, r.wikidata, f"{r.since}", r.until and f"{r.until}", r.source,
             UNVERIFIED not in r.source)
            for n, r in enumerate(rows)
        ),
    )  # fmt: skip
    for number, row in enumerate(rows):
        connection.executemany(
            "INSERT OR IGNORE INTO spell_name VALUES (?, ?, ?)", ((key, number, own) for key, own in _keys(row))
        )


def _keys(row: OfficeRow) -> Iterator[tuple[str, int]]:
    """Keys of a person: full names, then surnames (the last word, or a one-word alias such as "Xi")."""
    names = (row.person, *row.aliases)
    yield from ((fold(name), FULL_NAME) for name in names if " " in name)
    yield from ((fold(name), SURNAME) for name in row.aliases if " " not in name)
    yield fold(row.person.rpartition(" ")[2]), SURNAME


def _office(row: Row) -> OfficeRow:
    office: OfficeKind = one_of(row["office"], get_args(OfficeKind))  # type: ignore[assignment]
    since, until = last_day(row["since"]), first_day(row["until"]) if row["until"] else None
    if until and until < first_day(row["since"]):
        raise ValueError(f"ends on {until}, before it begins")
    return OfficeRow(
        row["state"], office, row["title"], row["person"], listed(row["aliases"]), row["wikidata"] or None,
        since, until, row["source"],
    )  # fmt: skip


def _complete(row: Row) -> CompleteRow:
    office: OfficeKind = one_of(row["office"], get_args(OfficeKind))  # type: ignore[assignment]
    return CompleteRow(row["state"], office, first_day(row["complete_until"]))


def first_day(text: str) -> date:
    """The first day of a date, a month or a year ("2004-03" begins on 1 March)."""
    year, month, day = _parts(text)
    return date(year, month or 1, day or 1)


def last_day(text: str) -> date:
    """The last day of a date, a month or a year."""
    year, month, day = _parts(text)
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


def _parts(text: str) -> tuple[int, int | None, int | None]:
    found = _DATE.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no date: write 2004, 2004-03 or 2004-03-09")
    year, month, day = found.groups()
    return int(year), int(month) if month else None, int(day) if day else None
