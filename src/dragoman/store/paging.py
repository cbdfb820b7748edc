"""Rows page by page: the next page begins after the last row of this one, whatever is added meanwhile.

Comes in: a filter, and the cursor that the page before gave. Goes out: rows of the public view and the cursor of the next
page. A page costs the same at any depth, so nothing is counted here beyond a bound.
"""

from __future__ import annotations

import base64
import json
import sqlite3
from dataclasses import dataclass
from typing import Any, Literal

from dragoman.errors import BadQuery
from dragoman.query import Filter, Kind
from dragoman.store import selecting
from dragoman.store.selecting import Where
from dragoman.store.table import Table

Order = Literal["newest", "unsure"]
"""The latest first, or those with the lowest score first."""
ALIAS = {"events": "e", "statements": "s", "stories": "t"}


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and where the next ones begin; no cursor: these are the last."""

    table: Table
    after: str | None


def page(
    connection: sqlite3.Connection, asked: Filter, kind: Kind, limit: int, after: str | None = None, order: Order = "newest"
) -> Page:  # fmt: skip
    """The rows after a cursor; raises `BadQuery` for a cursor that is none of ours."""
    if order == "unsure" and kind == "stories":
        raise BadQuery("Stories have no score: ask for order=newest.")
    column = f"{ALIAS[kind]}.{'first' if order == 'newest' else 'score'}"
    keys = _keys(connection, asked, kind, limit + 1, column, _read(after) if after else None)
    marks = ", ".join("(?, ?)" for _ in keys[:limit])
    chosen = [x for n, (id, _) in enumerate(keys[:limit]) for x in (n, id)]
    found = connection.execute(
        f"WITH k (n, id) AS (VALUES {marks or '(0, NULL)'}) SELECT r.* FROM k CROSS JOIN {kind} r ON r.id = k.id ORDER BY k.n",
        chosen,
    )
    table = Table([c[0] for c in found.description], [tuple(row) for row in found], len(keys))
    return Page(table, _write(keys[limit - 1]) if len(keys) > limit else None)


def count(connection: sqlite3.Connection, asked: Filter, kind: Kind, most: int) -> int:
    """How many rows there are, counted up to one more than `most`."""
    where = _where(asked, kind)
    query = f"SELECT count(*) FROM (SELECT 1 FROM {_source(kind, where)} WHERE {where} LIMIT ?)"
    return int(connection.execute(query, (*where.values, most + 1)).fetchone()[0])


def _keys(
    connection: sqlite3.Connection, asked: Filter, kind: Kind, limit: int, column: str, after: tuple[Any, str] | None
) -> list[tuple[str, Any]]:
    """Ids with the value that they are ordered by; rows without a value come last."""
    id = f"{ALIAS[kind]}.id"
    down = column.endswith("first")

    def ask(condition: str, values: tuple[Any, ...], most: int) -> list[tuple[str, Any]]:
        where = _where(asked, kind)
        where.add(condition, *values)
        order = f"{column} {'DESC' if down else 'ASC'}, {id}"
        query = f"SELECT {id}, {column} FROM {_source(kind, where)} WHERE {where} ORDER BY {order} LIMIT ?"
        return [tuple(row) for row in connection.execute(query, (*where.values, most))]

    found: list[tuple[str, Any]] = []
    if after is None:
        found = ask(f"{column} IS NOT NULL", (), limit)
    elif after[0] is not None:
        sign = "<" if down else ">"
        found = ask(f"{column} {sign}= ? AND ({column} {sign} ? OR {id} > ?)", (after[0], after[0], after[1]), limit)
    if len(found) < limit:
        since = after[1] if after and after[0] is None else ""
        found += ask(f"{column} IS NULL AND {id} > ?", (since,), limit - len(found))
    return found


def _where(asked: Filter, kind: Kind) -> Where:
    match kind:
        case "events":
            return selecting.events(asked)
        case "statements":
            return selecting.statements(asked)
        case "stories":
            return selecting.stories(asked)


def _source(kind: Kind, where: Where) -> str:
    return "story t" if kind == "stories" else selecting.source(kind, where)


def _write(key: tuple[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps([key[1], key[0]]).encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[Any, str]:
    try:
        value, id = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, TypeError) as error:
        raise BadQuery("The cursor is none that we gave: ask for the first page without one.") from error
    if not isinstance(id, str) or not isinstance(value, str | float | int | None):
        raise BadQuery("The cursor is none that we gave: ask for the first page without one.")
    return value, id
