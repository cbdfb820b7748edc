"""How the events that a filter asks for divide by type, status and the like, for those who look around.

Comes in: a filter. Goes out: counts by value of each facet, over the newest events only where there are very many, which
the answer says. Shows what there is to narrow down by; `counting` is what figures in a paper come from.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass

from dragoman.query import Filter
from dragoman.store import selecting

FACETS = {"type": "e.type", "status": "e.status", "country": "e.place_country", "source": "v.source", "quad": "e.quad"}
"""Keys of the filter, and the columns that hold their values."""


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts by facet and value, the most frequent first."""

    counted: int
    """Over how many events."""
    whole: bool
    """Whether these are all that the filter asks for."""
    values: dict[str, list[tuple[str, int]]]


def facets(connection: sqlite3.Connection, asked: Filter, most: int) -> Facets:
    """Count the newest `most` events by each facet."""
    where = selecting.events(asked)
    query = (
        f"SELECT {', '.join(FACETS.values())} FROM event e JOIN coding c ON c.key = e.coding JOIN version v ON v.key = c.version "
        f"JOIN document d ON d.key = v.document WHERE {where} ORDER BY e.first DESC LIMIT ?"
    )
    rows = connection.execute(query, (*where.values, most + 1)).fetchall()
    counted = rows[:most]
    values = {}
    for n, name in enumerate(FACETS):
        counts = Counter(str(row[n]) for row in counted if row[n] is not None)
        values[name] = sorted(counts.items(), key=lambda c: (-c[1], c[0]))
    return Facets(len(counted), len(rows) <= most, values)
