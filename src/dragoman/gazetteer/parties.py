"""Writing states and organisations, with all their names, into a gazetteer file.

Comes in: rows of our tables and an open, empty database. Goes out: filled tables `party` and `party_name`.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from dragoman.gazetteer.names import fold, is_acronym
from dragoman.gazetteer.records import Matched
from dragoman.gazetteer.tables import OrganisationRow, StateRow

ORDER: tuple[Matched, ...] = ("name", "acronym", "adjective", "demonym", "seat", "capital", "nickname")
"""Of two parties with the same name, the one whose closer kind of name it is comes first."""

PARTS_AFTER = 1_000_000
"""Rank of the first part of a state, behind every state and organisation: "Georgia" is first a country."""


def write_parties(
    connection: sqlite3.Connection, states: Sequence[StateRow], bodies: Sequence[OrganisationRow]
) -> None:
    """Fill `party` and `party_name`; the rank of a name is its order among all parties of that name."""
    populations = dict(connection.execute("SELECT alpha3, population FROM country"))
    ordered = sorted(states, key=lambda row: (row.kind == "part", row.kind == "historic", -populations.get(row.key, 0)))
    for number, row in enumerate(ordered):
        _write_state(connection, row, number)
    for number, body in enumerate(bodies, len(states)):
        write_body(connection, body, number)


def _write_state(connection: sqlite3.Connection, row: StateRow, number: int) -> None:
    connection.execute(
        "INSERT INTO party VALUES (?, ?, ?, 'state', ?, 'GOV', '', ?, ?, 'states.csv')",
        (number, row.key, row.name, row.country, row.since, row.until),
    )
    later = PARTS_AFTER if row.kind in ("part", "historic") else 0
    _write_names(connection, number, later, _state_names(row))


def _state_names(row: StateRow) -> Iterator[tuple[Matched, str]]:
    """Every name of a state; capitals of parts and territories are left out: many are surnames (Jackson, Hamilton)."""
    for form in (row.name, *row.names):
        yield ("acronym" if is_acronym(form) else "name"), form
    for kind, forms in (("adjective", row.adjectives), ("demonym", row.demonyms), ("seat", row.seats)):
        for form in forms:
            yield kind, form  # type: ignore[misc]
    for form in row.capitals if row.kind == "state" else ():
        yield "capital", form
    for form in row.nicknames:
        yield "nickname", form


def write_body(
    connection: sqlite3.Connection, row: OrganisationRow, number: int, file: str = "organisations.csv"
) -> None:
    """Write one organisation, or a user's own actor of any kind, with its names."""
    connection.execute(
        "INSERT INTO party VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            number,
            slug(row),
            row.name,
            row.kind,
            row.country,
            row.sector,
            " ".join(row.sectors),
            row.since,
            row.until,
            file,
        ),
    )
    names: list[tuple[Matched, str]] = [
        ("acronym" if is_acronym(form) else "name", form) for form in (row.name, *row.aliases)
    ]
    _write_names(connection, number, 0, names + [("adjective", form) for form in row.adjectives])


def slug(row: OrganisationRow) -> str:
    """A stable key: the folded name, with the country where several bodies share a name ("labour-party-gbr")."""
    words = re.sub(r"[^a-z0-9]+", "-", fold(row.name).casefold()).strip("-")
    return f"{words}-{row.country.casefold()}" if row.country else words


def _write_names(connection: sqlite3.Connection, party: int, later: int, names: Iterable[tuple[Matched, str]]) -> None:
    """Write each key of a party once, with its closest kind of name."""
    best: dict[str, tuple[Matched, str]] = {}
    for matched, form in names:
        best.setdefault(fold(form), (matched, form))
    connection.executemany(
        "INSERT INTO party_name VALUES (?, ?, ?, ?, ?)",
        ((key, later + party, party, matched, form) for key, (matched, form) in best.items()),
    )
