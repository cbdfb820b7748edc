"""Places of a GeoNames dump: allCountries.txt, a country's file or cities*.txt, with alternateNamesV2.txt if at hand.

Comes in: the files as GeoNames publishes them, plain, .zip or .gz. Goes out: a layer file. Lines stream through; the names
are sorted by SQLite on disk, so that twelve million places need no more memory than twelve. What the base gazetteer has
(countries, first-order regions) is left out.
"""

from __future__ import annotations

import gzip
import io
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, cast

from dragoman.errors import BadGazetteer
from dragoman.gazetteer import tables
from dragoman.gazetteer.geonames import alpha3_codes, useful
from dragoman.gazetteer.layers import Broken, write_layer
from dragoman.gazetteer.names import fold
from dragoman.gazetteer.placing import ADMIN1_NAMES, ALTERNATE, BATCH, OWN, PLACE
from dragoman.gazetteer.records import Feature

FEATURES: dict[str, Feature] = {
    "P": "city",
    "A": "admin2",
    "T": "region",
    "L": "region",
    "H": "region",
    "S": "landmark",
}
"""Classes of GeoNames and what we call them; roads, undersea features and vegetation are left out."""
IN_BASE = ("PCL", "ADM1", "CONT")
"""Feature codes, or their beginnings, that the base gazetteer has."""
LEAST_WEIGHT = 100.0
"""Of a place whose population nobody gives."""
FIELDS = 19
ENGLISH = frozenset({"", "en", "abbr"})
NAMES = "CREATE TEMP TABLE waiting (key TEXT NOT NULL, place INTEGER NOT NULL, own INTEGER NOT NULL)"
SORTED = (
    "INSERT OR IGNORE INTO place_name SELECT key, place, max(own) FROM waiting GROUP BY key, place ORDER BY key, place"
)


def import_geonames(
    source: Path, out: Path, say: Callable[[str], None], alternates: Path | None = None, features: str = "PATLHS"
) -> Path:
    """Make a layer of a dump; `features` are the GeoNames classes to keep."""
    broken = Broken(source, say)
    used = 0

    def fill(connection: sqlite3.Connection) -> None:
        nonlocal used
        connection.execute("PRAGMA temp_store = FILE")
        connection.execute(NAMES)
        used = _read_places(connection, source, broken, features, say)
        if not used:
            raise BadGazetteer(f"{source} holds no place that can be used; nothing was changed.")
        if alternates:
            _read_alternates(connection, alternates, Broken(alternates, say), say)
        say("sorting names")
        connection.execute(SORTED)
        connection.execute("DROP TABLE waiting")
        connection.executemany(
            "INSERT OR IGNORE INTO region VALUES (?, ?, ?, ?)",
            ((d.country, d.admin1, d.name, d.geonames) for d in tables.divisions() if d.level == 1),
        )
        connection.execute(ADMIN1_NAMES)

    write_layer(out, "geonames", fill)
    say(broken.summary(used))
    return out


def _read_places(
    connection: sqlite3.Connection, source: Path, broken: Broken, features: str, say: Callable[[str], None]
) -> int:
    codes = alpha3_codes()
    used = 0
    places: list[tuple[object, ...]] = []
    names: list[tuple[str, int, int]] = []
    for line, text in _lines(source):
        try:
            place, found = _place(text, codes, features)
        except ValueError as error:
            broken.add(line, str(error))
            continue
        if place is None:
            continue
        places.append(place)
        names.extend(found)
        used += 1
        if len(places) == BATCH:
            _write(connection, places, names)
            if used % 500_000 == 0:
                say(f"{used:,} places")
    _write(connection, places, names)
    return used


def _write(connection: sqlite3.Connection, places: list[tuple[object, ...]], names: list[tuple[str, int, int]]) -> None:
    connection.executemany(PLACE.replace("INSERT", "INSERT OR IGNORE"), places)
    connection.executemany("INSERT INTO waiting VALUES (?, ?, ?)", names)
    places.clear()
    names.clear()


def _place(
    text: str, codes: dict[str, str], features: str
) -> tuple[tuple[object, ...] | None, list[tuple[str, int, int]]]:
    """Read one line; nothing where it is of no use here."""
    cells = text.split("\t")
    if len(cells) != FIELDS:
        raise ValueError(f"{len(cells)} fields instead of {FIELDS}")
    number, name, _, others, north, east, kind, code, country, _, admin1 = cells[:11]
    if kind not in features or kind not in FEATURES or code.startswith(IN_BASE) or not name:
        return None, []
    key, latitude, longitude = int(number), float(north), float(east)
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError(f"no such coordinates: {north}, {east}")
    population = int(cells[14] or 0)
    kept = useful(name, others.split(","), max(population, 1000)) if others else []
    place = (
        key, key, name, codes.get(country), admin1 or None, None, latitude, longitude, population, FEATURES[kind],
        max(float(population), LEAST_WEIGHT), "geonames",
    )  # fmt: skip
    return place, [(fold(name), key, OWN), *((fold(other), key, ALTERNATE) for other in kept)]


def _read_alternates(connection: sqlite3.Connection, source: Path, broken: Broken, say: Callable[[str], None]) -> None:
    """Add English names of places that the dump held; a preferred one counts as the place's own."""
    say(f"reading {source.name}")
    names: list[tuple[str, int, int]] = []
    insert = "INSERT INTO waiting SELECT ?, id, ? FROM place WHERE id = ?"
    for line, text in _lines(source):
        cells = text.split("\t")
        if len(cells) < 4 or not cells[1].isdigit():
            broken.add(line, "no alternate name")
            continue
        if cells[2] in ENGLISH and cells[3][:1].isupper():
            preferred = cells[2] == "en" and len(cells) > 4 and cells[4] == "1"
            names.append((fold(cells[3]), OWN if preferred else ALTERNATE, int(cells[1])))
        if len(names) >= BATCH:
            connection.executemany(insert, names)
            names.clear()
    connection.executemany(insert, names)


def _lines(source: Path) -> Iterator[tuple[int, str]]:
    """Numbered lines of a plain, zipped or gzipped file, in UTF-8."""
    try:
        if source.suffix == ".zip":
            with zipfile.ZipFile(source) as archive:
                inner = max(archive.infolist(), key=lambda i: i.file_size)
                with archive.open(inner) as raw:
                    yield from _decoded(raw)
        else:
            with cast(IO[bytes], gzip.open(source)) if source.suffix == ".gz" else source.open("rb") as raw:
                yield from _decoded(raw)
    except (OSError, EOFError, zipfile.BadZipFile) as error:
        raise BadGazetteer(f"{source} cannot be read: {error}. Download it again.") from error


def _decoded(raw: IO[bytes]) -> Iterator[tuple[int, str]]:
    """Lines by line feeds only; bytes that are not UTF-8 are replaced."""
    text = io.TextIOWrapper(raw, encoding="utf-8", errors="replace", newline="\n")
    for number, line in enumerate(text, 1):
        if line.strip():
            yield number, line.rstrip("\r\n")
