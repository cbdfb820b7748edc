"""A user's own actors, from a CSV file; they come on top and win.

Comes in: a CSV with a head line; only `name` must be there. Goes out: a layer file. A row that cannot be used is reported
with its line and left out.
"""

from __future__ import annotations

import csv
import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import get_args

from dragoman.errors import BadGazetteer
from dragoman.gazetteer.building import cache_folder
from dragoman.gazetteer.layers import Broken, write_layer
from dragoman.gazetteer.names import fold
from dragoman.gazetteer.offices import first_day, last_day
from dragoman.gazetteer.parties import write_body
from dragoman.gazetteer.schema import FORMAT
from dragoman.gazetteer.tables import SECTORS, OrganisationRow, listed, one_of
from dragoman.model import ActorKind

COLUMNS = ("name", "aliases", "kind", "country", "sector", "sectors", "since", "until", "title", "wikidata")
REMEDY = f"Its first line must name the columns: name, and any of {', '.join(COLUMNS[1:])}."


def import_actors(source: Path, out: Path, say: Callable[[str], None]) -> Path:
    """Make a layer of a CSV; raises `BadGazetteer` where it cannot be read at all."""
    broken = Broken(source, say)
    used = 0

    def fill(connection: sqlite3.Connection) -> None:
        nonlocal used
        for line, row in _rows(source):
            try:
                _write(connection, row, used, source.name)
                used += 1
            except ValueError as error:
                broken.add(line, str(error))
        if not used:
            raise BadGazetteer(f"{source} holds no row that can be used; nothing was changed.")

    try:
        write_layer(out, "actors", fill)
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadGazetteer(f"{source} cannot be read: {error}. Save it as CSV in UTF-8.") from error
    say(broken.summary(used))
    return out


def actors_layer(source: Path, say: Callable[[str], None]) -> Path:
    """The layer of a CSV in our cache, made where the CSV is new or has changed."""
    try:
        digest = hashlib.sha256(f"{FORMAT}".encode() + source.read_bytes()).hexdigest()[:16]
    except OSError as error:
        raise BadGazetteer(f"{source} cannot be read: {error.strerror}.") from error
    layer = cache_folder() / f"gazetteer-actors-{digest}.sqlite"
    return layer if layer.exists() else import_actors(source, layer, say)


def _rows(source: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    try:
        file = source.open(encoding="utf-8-sig", newline="")
    except OSError as error:
        raise BadGazetteer(f"{source} cannot be read: {error.strerror}.") from error
    with file:
        reader = csv.DictReader(file)
        names = reader.fieldnames or ()
        unknown = [n for n in names if n not in COLUMNS]
        if "name" not in names or unknown:
            raise BadGazetteer(
                f"{source} is no list of actors{f' (column {unknown[0]!r})' if unknown else ''}. {REMEDY}"
            )
        for row in reader:
            yield (
                reader.line_num,
                {k: (v or "").strip() if isinstance(v, str) or v is None else "" for k, v in row.items()},
            )


def _write(connection: sqlite3.Connection, row: Mapping[str, str], number: int, file: str) -> None:
    """Write one actor; one with a title also holds that office."""
    get = row.get
    if None in row:
        raise ValueError("more cells than columns")
    if not get("name"):
        raise ValueError("no name")
    since, until = _day(get("since", ""), first_day), _day(get("until", ""), last_day)
    country = get("country", "").upper() or None
    if country and not (len(country) == 3 and country.isalpha()):
        raise ValueError(f"country {country!r} is no ISO alpha-3 code")
    body = OrganisationRow(
        row["name"], listed(get("aliases", "")), (), one_of(get("kind") or "organisation", get_args(ActorKind)), country,
        one_of(get("sector") or "UNK", SECTORS), tuple(get("sectors", "").split()), since, until,
    )  # fmt: skip
    write_body(connection, body, number, file)
    if title := get("title"):
        connection.execute(
            "INSERT INTO spell VALUES (?, ?, 'other', ?, ?, ?, ?, ?, ?, ?, 1)",
            (number, country or "", title, body.name, get("wikidata") or None, since or "0001-01-01", until,
             "9999-12-31", file),
        )  # fmt: skip
        connection.executemany(
            "INSERT OR IGNORE INTO spell_name VALUES (?, ?, 1)", {(fold(n), number) for n in (body.name, *body.aliases)}
        )


def _day(text: str, read: Callable[[str], object]) -> str | None:
    return f"{read(text)}" if text else None
