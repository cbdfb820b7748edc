"""The first page, and the lists: events, statements, stories.

Comes in: requests with filters. Goes out: data. A list is a page of rows with the cursor of the next one; what is counted
over very many rows is counted up to a bound, and says so.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from dragoman.query import HELP, Filter, Kind
from dragoman.serve.pages import Asked
from dragoman.serve.problems import Problem
from dragoman.store import Store
from dragoman.store.facets import FACETS, facets
from dragoman.store.paging import Page, count, page

ROWS = 50
MOST = 10_000
"""Rows that a list counts, at most."""
FACETED = 5_000
"""Newest events that facets are counted over, at most."""
OWN = frozenset({"after", "limit"})


def overview(asked: Asked) -> dict[str, Any]:
    """What is in the base, what is newest, and what was read when."""
    desk = asked.desk
    counts = desk.remembered.get("counts", lambda: desk.access.read(_counts))
    newest = page(asked.store.connection, Filter(), "stories", 8).table
    return {
        "counts": counts, "newest": list(newest),
        "sources": desk.remembered.get("sources", lambda: desk.access.read(_sources)),
        "runs": list(asked.store.sql("SELECT key AS run, started, ended, coder, codebook, counts FROM run ORDER BY key DESC LIMIT 3")),
        "reviews": list(asked.store.sql("SELECT * FROM reviews ORDER BY id DESC LIMIT 5")),
    }  # fmt: skip


def _counts(store: Store) -> dict[str, int]:
    names = {"reports": "document", "events": "event", "statements": "statement", "stories": "story", "parties": "party",
             "rejected": "rejection", "waiting": "pending"}  # fmt: skip
    found = {name: store.sql(f"SELECT count(*) FROM {table}").rows[0][0] for name, table in names.items()}
    reviewed = "SELECT (SELECT count(*) FROM event WHERE verdict IS NOT NULL) + (SELECT count(*) FROM statement WHERE verdict IS NOT NULL)"
    return found | {"reviewed": store.sql(reviewed).rows[0][0]}


def _sources(store: Store) -> list[dict[str, Any]]:
    """The outlets with most reports, and the days between which they were read."""
    return list(
        store.sql(
            "SELECT v.source AS source, count(*) AS reports, min(v.published) AS first, max(v.published) AS last "
            "FROM document d JOIN version v ON v.key = d.version GROUP BY v.source ORDER BY 2 DESC, 1 LIMIT 12"
        )
    )


def events(asked: Asked) -> dict[str, Any]:
    """Events with facets."""
    return _list(asked, "events") | {"facets": _facets(asked)}


def statements(asked: Asked) -> dict[str, Any]:
    """Statements."""
    return _list(asked, "statements")


def stories(asked: Asked) -> dict[str, Any]:
    """Happenings with their witnesses."""
    return _list(asked, "stories")


def _list(asked: Asked, kind: Kind) -> dict[str, Any]:
    wanted = asked.filter()
    desk = asked.desk
    found = page_of(asked, wanted, kind)
    total = desk.remembered.get(
        (kind, wanted), lambda: desk.access.read(lambda s: count(s.connection, wanted, kind, MOST))
    )
    return {
        "kind": kind, "rows": list(found.table), "next": found.after, "total": min(total, MOST), "more": total > MOST,
        "filter": wanted.written(), "kept": asked.kept(), "help": HELP, "first_page": not asked.one("after"),
    }  # fmt: skip


def page_of(asked: Asked, wanted: Filter, kind: Kind) -> Page:
    """The rows that the address asks for."""
    limit = asked.one("limit", str(ROWS))
    if not limit.isdigit() or not 1 <= int(limit) <= 500:
        raise Problem(400, f"limit {limit!r} is not a number from 1 to 500.")
    return page(asked.store.connection, wanted, kind, int(limit), asked.one("after") or None)


def _facets(asked: Asked) -> dict[str, Any]:
    """What there is to narrow down by, each value with the keys that the address would have then."""
    wanted = asked.filter()
    desk = asked.desk
    found = desk.remembered.get(
        ("facets", wanted), lambda: desk.access.read(lambda s: facets(s.connection, wanted, FACETED))
    )
    return asdict(found) | {"names": {"type": "What", "status": "Status", "country": "Country of the place", "source": "Outlet", "quad": "Kind"},
                            "keys": list(FACETS)}  # fmt: skip
