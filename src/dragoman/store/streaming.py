"""Rows for exports, one by one, in a fixed order: of the public views, and events with their stories.

Comes in: a filter. Goes out: iterators; nothing is held in memory as a whole. Reports and parties are those of the events
and statements that the filter asks for.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from dragoman.query import Filter
from dragoman.store import selecting

VIEWS = ("events", "statements", "stories", "parties", "reports", "reviews")


def stream(connection: sqlite3.Connection, view: str, asked: Filter) -> Iterator[dict[str, Any]]:
    """Rows of a public view."""
    chosen, values = _chosen(view, asked)
    column = "record" if view == "reviews" else "id"
    found = connection.execute(
        f"SELECT r.* FROM ({chosen}) k CROSS JOIN {view} r ON r.{column} = k.id ORDER BY k.n", values
    )
    names = [c[0] for c in found.description]
    for row in found:
        yield dict(zip(names, row, strict=True))


def witnesses(connection: sqlite3.Connection, asked: Filter) -> Iterator[sqlite3.Row]:
    """Each event with its report, its story and what reviews made of it, report by report."""
    where = selecting.events(asked)
    yield from connection.execute(
        "SELECT d.id AS report, e.id AS event, e.type, e.mode, e.quad, e.intensity, e.status, e.background, e.first, e.last, "
        "e.date_basis, e.place, e.place_country, e.admin1, e.latitude, e.longitude, e.geonames, e.verdict, v.added, t.id AS story, "
        "t.events, t.reports, t.outlets, t.origins FROM event e JOIN coding c ON c.key = e.coding "
        "JOIN version v ON v.key = c.version JOIN document d ON d.key = v.document LEFT JOIN story t ON t.key = e.story "
        f"WHERE {where} ORDER BY d.key, e.key",
        where.values,
    )


def ids(connection: sqlite3.Connection, view: str, asked: Filter) -> Iterator[str]:
    """Ids of the rows of a view that a filter asks for."""
    chosen, values = _chosen(view, asked)
    yield from (row["id"] for row in connection.execute(f"SELECT k.id FROM ({chosen}) k ORDER BY k.n", values))


def _chosen(view: str, asked: Filter) -> tuple[str, list[Any]]:
    """A query for ids and a number to order them by."""
    events, statements = selecting.events, selecting.statements
    match view:
        case "events":
            where = events(asked)
            return f"SELECT e.id AS id, e.key AS n FROM {selecting.source('events', where)} WHERE {where}", where.values
        case "statements":
            where = statements(asked)
            return (
                f"SELECT s.id AS id, s.key AS n FROM {selecting.source('statements', where)} WHERE {where}",
                where.values,
            )
        case "stories":
            where = selecting.stories(asked)
            return f"SELECT t.id AS id, t.key AS n FROM story t WHERE {where}", where.values
        case "reviews":
            return "SELECT DISTINCT record AS id, min(key) AS n FROM review GROUP BY record", []
    if asked == Filter():
        table = {"reports": "document", "parties": "party"}[view]
        return f"SELECT id, key AS n FROM {table}", []
    e, s = events(asked), statements(asked)
    told = f"SELECT e.key FROM {selecting.source('events', e)} WHERE {e}"
    said = f"SELECT s.key FROM {selecting.source('statements', s)} WHERE {s}"
    both = [*e.values, *s.values]
    if view == "reports":
        return (
            "SELECT d.id AS id, d.key AS n FROM document d JOIN coding c ON c.version = d.version AND c.current = 1 WHERE c.key IN "
            f"(SELECT coding FROM event WHERE key IN ({told}) UNION SELECT coding FROM statement WHERE key IN ({said}))",
            both,
        )
    return (
        "SELECT p.id AS id, p.key AS n FROM party p WHERE p.key IN (SELECT a.party FROM actor a WHERE a.key IN "
        f"(SELECT actor FROM event_slot WHERE event IN ({told}) UNION "
        f"SELECT actor FROM statement_slot WHERE statement IN ({said})))",
        both,
    )
