"""Where stories took place: counts by place or country, with the same defaults and notes as by time.

Comes in: a filter. Goes out: a table; what has no coordinates or no country cannot be shown, and the notes say how many.
"""

from __future__ import annotations

import sqlite3

from dragoman.errors import BadQuery
from dragoman.query import Filter
from dragoman.store import selecting
from dragoman.store.counting import notes, totals
from dragoman.store.table import Table

_BY = {
    "place": ("t.place, t.place_country AS country, t.latitude, t.longitude", "t.latitude IS NOT NULL", "coordinates"),
    "country": ("t.place_country AS country", "t.place_country IS NOT NULL", "a country"),
}
"""Columns, what a story must have, and how to say so."""


def mapped(connection: sqlite3.Connection, asked: Filter, by: str) -> Table:
    """Stories that took place, the most first; raises `BadQuery` where they cannot be counted so."""
    if by not in _BY:
        raise BadQuery(f"A map cannot be made by {by!r}: use {' or '.join(_BY)}.")
    columns, needed, said = _BY[by]
    counted = asked.counted()
    where = selecting.stories(counted)
    found = connection.execute(
        f"SELECT {columns}, count(*) AS stories, sum(t.date_basis = 'published') AS published_days, min(t.first) AS first, "
        f"max(t.last) AS last FROM story t WHERE t.first IS NOT NULL AND {needed} AND {where} "
        f"GROUP BY {', '.join(str(n) for n in range(1, columns.count(',') + 2))} ORDER BY stories DESC, 1, 2",
        where.values,
    )
    names = [c[0] for c in found.description]
    rows = [tuple(row) for row in found]
    sums = totals(connection, asked, counted)
    shown = sum(row[names.index("stories")] for row in rows)
    told = notes(connection, counted, sums)
    if without := sums.held - shown:
        told.append(f"Not on the map, for want of {said}: {without:,} of them.")
    return Table(names, rows, len(rows), told)
