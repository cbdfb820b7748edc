"""Counts that do not mislead: stories, not reports; what took place; a time without reports is missing, not zero.

Comes in: a filter, a period, what to count by. Goes out: tables with notes that say what was counted and what was left
out. The day of a story is the one that reports state, else the first day of publication; how many of the latter is a column.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from dragoman.errors import BadQuery
from dragoman.query import Filter
from dragoman.store import selecting
from dragoman.store.table import Table

PERIODS = {
    "day": "{0}", "week": "date({0}, 'weekday 0', '-6 days')", "month": "substr({0}, 1, 7)", "year": "substr({0}, 1, 4)",
}  # fmt: skip
"""A week is named by its Monday."""
GROUPS = {
    "type": "t.type", "mode": "coalesce(t.mode, '')", "quad": "t.quad", "status": "t.status",
    "country": "coalesce(t.place_country, '')", "place": "coalesce(t.place, '')",
}  # fmt: skip
FILLED = 60
"""Groups for which periods without a story are filled in, at most."""


class Sums(NamedTuple):
    """Stories that are counted, those left out, and of the former those whose day is only that of publication."""

    held: int
    left_out: int
    published: int


def trend(connection: sqlite3.Connection, asked: Filter, period: str, by: str | None, per_reports: bool) -> Table:
    """Stories by period, and by something else if asked."""
    if period not in PERIODS:
        raise BadQuery(f"There is no period {period!r}: use {', '.join(PERIODS)}.")
    if by not in (None, "dyad", *GROUPS):
        raise BadQuery(f"Stories cannot be counted by {by!r}: use dyad, {', '.join(GROUPS)}.")
    counted = asked.counted()
    if by == "dyad":
        rows, sums = _dyads(connection, counted, period), totals(connection, asked, counted)
    else:
        rows, sums = _stories(connection, asked, counted, period, by)
    reports = _reports(connection, asked, period)
    filled = list(_filled(rows, reports, period, by))
    columns = [period, *([by] if by else []), "stories", "published_days", "reports"]
    if per_reports:
        columns.append("per_1000_reports")
        filled = [(*r, None if not r[-1] or r[-3] is None else round(1000 * r[-3] / r[-1], 2)) for r in filled]
    return Table(columns, filled, len(filled), notes(connection, counted, sums))


def everything(asked: Filter) -> Filter:
    """The same filter without status and background: what the defaults of counting leave out is in it."""
    return replace(asked, status=(), background=None)


def is_counted(counted: Filter) -> str:
    """A condition that holds for stories that are counted; its values are ours, not the user's."""
    statuses = ", ".join(f"'{s}'" for s in counted.status)
    return f"(t.first IS NOT NULL AND t.status IN ({statuses}) AND t.background = {int(bool(counted.background))})"


def _stories(
    connection: sqlite3.Connection, asked: Filter, counted: Filter, period: str, by: str | None
) -> tuple[list[tuple[Any, ...]], Sums]:
    """Rows, and how many stories they count and leave out: in one pass."""
    where = selecting.stories(everything(asked))
    group = f", {GROUPS[by]}" if by else ""
    query = (
        f"SELECT {is_counted(counted)} AS counted, {PERIODS[period].format('t.first')} AS period{group}, count(*), "
        f"sum(t.date_basis = 'published') FROM story t WHERE {where} GROUP BY counted, period{group} ORDER BY period{group}"
    )
    found = [tuple(row) for row in connection.execute(query, where.values)]
    rows = [row[1:] for row in found if row[0]]
    held = sum(row[-2] for row in rows)
    return rows, Sums(held, sum(row[-2] for row in found) - held, sum(row[-1] for row in rows))


def totals(connection: sqlite3.Connection, asked: Filter, counted: Filter) -> Sums:
    """How many stories are counted, and how many are not."""
    where = selecting.stories(everything(asked))
    held = is_counted(counted)
    query = (
        f"SELECT count(*), coalesce(sum({held}), 0), coalesce(sum({held} AND t.date_basis = 'published'), 0) "
        f"FROM story t WHERE {where}"
    )
    total, counts, published = connection.execute(query, where.values).fetchone()
    return Sums(counts, total - counts, published)


def _dyads(connection: sqlite3.Connection, asked: Filter, period: str) -> list[tuple[Any, ...]]:
    """By pair of countries; everything by month is read from its own index."""
    name = "y.left || CASE y.way WHEN 'to' THEN '>' ELSE '-' END || y.right"
    once = "(y.way = 'to' OR y.left < y.right)"
    if asked == Filter().counted() and period == "month":
        query = f"SELECT month, name, n, NULL FROM (SELECT y.month AS month, {name} AS name, count(*) AS n FROM story_dyad y " \
                f"WHERE y.counted = 1 AND {once} GROUP BY y.left, y.right, y.month, y.way) ORDER BY month, name"  # fmt: skip
        return [tuple(row) for row in connection.execute(query)]
    where = selecting.stories(asked)
    query = (
        f"SELECT {PERIODS[period].format('t.first')} AS period, {name} AS dyad, count(*), sum(t.date_basis = 'published') "
        f"FROM story t JOIN story_dyad y ON y.story = t.key WHERE t.first IS NOT NULL AND {once} AND {where} "
        "GROUP BY period, dyad ORDER BY period, dyad"
    )
    return [tuple(row) for row in connection.execute(query, where.values)]


def _reports(connection: sqlite3.Connection, asked: Filter, period: str) -> dict[str, int]:
    """Reports read in each period, of the outlets asked for."""
    where = selecting.Where()
    selecting.within(where, "v.source", asked.source)
    query = (
        f"SELECT {PERIODS[period].format('v.published')} AS period, count(*) FROM version v WHERE v.published IS NOT NULL "
        f"AND EXISTS (SELECT 1 FROM document d WHERE d.version = v.key) AND {where} GROUP BY period"
    )
    return {row[0]: row[1] for row in connection.execute(query, where.values)}


def _filled(
    rows: Sequence[tuple[Any, ...]], reports: dict[str, int], period: str, by: str | None
) -> Iterator[tuple[Any, ...]]:
    """Zero where reports were read and told of nothing; empty where none were read."""
    groups = sorted({r[1] for r in rows}, key=str) if by else [None]
    if not rows or len(groups) > FILLED:
        yield from ((*r, reports.get(r[0])) for r in rows)
        return
    known = {(r[0], r[1] if by else None): r for r in rows}
    for name in _periods(min(r[0] for r in rows), max(r[0] for r in rows), period):
        for group in groups:
            read = reports.get(name)
            row = known.get((name, group))
            head = (name, group) if by else (name,)
            if row:
                yield (*row, read)
            else:
                yield (*head, 0 if read else None, 0 if read else None, read)


def _periods(first: str, last: str, period: str) -> Iterator[str]:
    """Names of all periods from the first to the last."""
    at = date.fromisoformat({"month": f"{first}-01", "year": f"{first}-01-01"}.get(period, first))
    length = {"day": 10, "week": 10, "month": 7, "year": 4}[period]
    while (name := at.isoformat()[:length]) <= last:
        yield name
        match period:
            case "day":
                at += timedelta(days=1)
            case "week":
                at += timedelta(days=7)
            case "month":
                at = (at.replace(day=1) + timedelta(days=32)).replace(day=1)
            case _:
                at = at.replace(year=at.year + 1)


def notes(connection: sqlite3.Connection, counted: Filter, sums: Sums) -> list[str]:
    """What was counted, how many stories the defaults left out, and whose day is only that of publication."""
    said = ", ".join(f"{k} {v}" for k, v in counted.written().items() if k not in ("status", "background"))
    background = "not background" if counted.background is False else "background only"
    line = f"Counted: stories{', ' + said if said else ''}, status {' or '.join(counted.status)}, {background}."
    said_so = [
        line,
        f"{sums.held:,} stories counted, {sums.left_out:,} left out by status, background or want of a day.",
    ]
    if sums.published:
        said_so.append(f"No report states the day of {sums.published:,} of them: the day of publication stands for it.")
    waiting = connection.execute("SELECT count(*) FROM pending").fetchone()[0]
    if waiting:
        said_so.append(f"{waiting:,} reports are not merged yet: `dragoman add` or `rebuild` goes on.")
    return said_so


def coverage(connection: sqlite3.Connection, asked: Filter, period: str) -> Table:
    """Reports read, copied and rejected, by outlet and period."""
    if period not in PERIODS:
        raise BadQuery(f"There is no period {period!r}: use {', '.join(PERIODS)}.")
    if other := set(asked.written()) - {"source", "since", "until", "published_since", "published_until"}:
        raise BadQuery(f"Reports cannot be counted by {sorted(other)[0]!r}: use source, since and until.")
    conditions: list[str] = ["1"]
    values: list[str] = []
    if asked.source:
        conditions.append(f"source IN ({', '.join('?' * len(asked.source))})")
        values += asked.source
    for sign, day in ((">=", asked.published_since or asked.since), ("<=", asked.published_until or asked.until)):
        if day:
            conditions.append(f"published {sign} ?")
            values.append(day.isoformat())
    named = PERIODS[period].format("published")
    query = (
        f"SELECT coalesce(source, '(none)') AS source, coalesce({named}, '(none)') AS {period}, sum(read) AS reports, "
        "sum(copied) AS copies, sum(rejected) AS rejected FROM ("
        "SELECT v.source, v.published, 1 AS read, coalesce(g.root <> v.key, 0) AS copied, 0 AS rejected FROM document d "
        "JOIN version v ON v.key = d.version LEFT JOIN signature g ON g.version = v.key UNION ALL "
        "SELECT source, published, 0, 0, 1 FROM rejection) "
        f"WHERE {' AND '.join(conditions)} GROUP BY 1, 2 ORDER BY 1, 2"
    )
    found = connection.execute(query, values)
    columns = [c[0] for c in found.description]
    rows = [tuple(row) for row in found]
    note = "Copies are reports whose words another report had before, or nearly so; rejected ones were not read."
    return Table(columns, rows, len(rows), [note])
