"""What a person is to judge: a stratified sample of events, and windows of text in which nothing was found.

Comes in: a filter, what to stratify by, numbers, a seed. Goes out: a `Sample`, which is kept in the configuration of a run, so that
an audit knows how likely each record was to be drawn. The same seed on the same rows draws the same sample.
"""

from __future__ import annotations

import json
import random
import re
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from dragoman.errors import BadQuery
from dragoman.query import Filter
from dragoman.store import selecting

KEYS = {
    "type": "e.type", "mode": "coalesce(e.mode, '')", "status": "e.status", "quad": "e.quad", "background": "e.background",
    "country": "coalesce(e.place_country, '')", "source": "coalesce(v.source, '')",
    "score": "CASE WHEN e.score < 0.5 THEN 'below .5' WHEN e.score < 0.75 THEN '.5 to .75' ELSE '.75 and more' END",
}  # fmt: skip
FRAME = 5_000
"""Reports whose windows are looked at, at most; drawn at random where there are more."""
WORDS = 5
"""Of a window, at least."""
_WINDOW = re.compile(r"[^.!?\n]+[.!?]*[\"”’)]*")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to judge: an event, or a window without one."""

    number: int
    kind: str
    """event or window."""
    record: str
    report: str
    start: int
    end: int
    stratum: int
    type: str
    status: str
    first: str | None


@dataclass(frozen=True, slots=True)
class Sample:
    """A drawn sample."""

    by: Sequence[str]
    seed: int
    asked: Mapping[str, str]
    strata: Sequence[tuple[str, int, int]]
    """Label, events in it, events drawn."""
    windows: int
    """How many windows without an event there are; estimated where not all reports were looked at."""
    items: Sequence[Item]
    run: int = 0


def draw(connection: sqlite3.Connection, asked: Filter, by: Sequence[str], n: int, windows: int, seed: int) -> Sample:
    """Draw; raises `BadQuery` where there is nothing to draw from, or no such key."""
    if unknown := [b for b in by if b not in KEYS]:
        raise BadQuery(f"A sample cannot be stratified by {unknown[0]!r}: use {', '.join(KEYS)}.")
    rng = random.Random(seed)
    keys = list(by)
    strata = _strata(connection, asked, keys)
    while len(keys) > 1 and 2 * len(strata) > n:  # too thin to estimate from
        keys.pop()
        strata = _strata(connection, asked, keys)
    if not strata:
        raise BadQuery("There is no event to draw from: add reports, or ask for more.")
    sizes = {label: len(rows) for label, rows in strata.items()}
    wanted = _allocated(sizes, n)
    items: list[Item] = []
    for number, (label, rows) in enumerate(strata.items()):
        for r in rng.sample(rows, wanted[label]):
            items.append(
                Item(0, "event", r["id"], r["report"], r["start"], r["end"], number, r["type"], r["status"], r["first"])
            )
    total, found = _windows(connection, windows, rng)
    items += found
    rng.shuffle(items)
    numbered = [Item(**(asdict(item) | {"number": k})) for k, item in enumerate(items, 1)]
    described = [(label, sizes[label], wanted[label]) for label in strata]
    return Sample(tuple(keys), seed, asked.written(), described, total, numbered)


def _strata(connection: sqlite3.Connection, asked: Filter, by: Sequence[str]) -> dict[str, list[sqlite3.Row]]:
    """Events by stratum, in a fixed order."""
    where = selecting.events(asked)
    label = " || ' × ' || ".join(KEYS[b] for b in by) or "'all'"
    found = connection.execute(
        f"SELECT {label} AS stratum, e.id, e.type, e.status, e.first, e.sentence_start AS start, e.sentence_end AS end, "
        "d.id AS report FROM event e JOIN coding c ON c.key = e.coding JOIN version v ON v.key = c.version "
        f"JOIN document d ON d.key = v.document WHERE coalesce(e.verdict, '') <> 'added' AND {where} ORDER BY stratum, e.id",
        where.values,
    )
    made: dict[str, list[sqlite3.Row]] = {}
    for row in found:
        made.setdefault(str(row["stratum"]), []).append(row)
    return made


def _allocated(sizes: Mapping[str, int], n: int) -> dict[str, int]:
    """By the square root of the size, so that rare strata are not lost; at least two each, never more than there are."""
    roots = {k: size**0.5 for k, size in sizes.items()}
    share = n / sum(roots.values())
    wanted = {k: min(sizes[k], max(2, int(root * share))) for k, root in roots.items()}
    for k in sorted(sizes, key=lambda k: -(sizes[k] - wanted[k])):
        rest = n - sum(wanted.values())
        if rest > 0:
            wanted[k] += min(rest, sizes[k] - wanted[k])
    return wanted


def _windows(connection: sqlite3.Connection, n: int, rng: random.Random) -> tuple[int, list[Item]]:
    """Sentences in which nothing was found: how many there are, and some of them."""
    reports = connection.execute(
        "SELECT d.id, v.key, v.text FROM document d JOIN version v ON v.key = d.version "
        "JOIN coding c ON c.version = v.key AND c.current = 1 ORDER BY d.key"
    ).fetchall() if n else []  # fmt: skip
    looked = rng.sample(reports, FRAME) if len(reports) > FRAME else reports
    free: list[tuple[str, int, int]] = []
    for report in looked:
        taken = connection.execute(
            "SELECT e.sentence_start AS start, e.sentence_end AS end FROM event e JOIN coding c ON c.key = e.coding "
            "WHERE c.version = ? AND c.current = 1",
            (report["key"],),
        ).fetchall()
        for match in _WINDOW.finditer(report["text"]):
            if len(match[0].split()) >= WORDS and not any(
                t["start"] < match.end() and match.start() < t["end"] for t in taken
            ):
                free.append((report["id"], match.start(), match.end()))
    total = round(len(free) * len(reports) / len(looked)) if looked else 0
    return total, [Item(0, "window", "", r, s, e, -1, "", "", None) for r, s, e in rng.sample(free, min(n, len(free)))]


def as_configuration(sample: Sample) -> dict[str, Any]:
    """As it is kept in a run."""
    return {"sample": asdict(sample)}


def read_sample(connection: sqlite3.Connection, run: int | None) -> Sample:
    """A sample that was drawn before, the last one if none is named; raises `BadQuery`."""
    row = connection.execute(
        "SELECT key, configuration FROM run WHERE json_extract(configuration, '$.sample') IS NOT NULL "
        "AND (?1 IS NULL OR key = ?1) ORDER BY key DESC LIMIT 1",
        (run,),
    ).fetchone()
    if row is None:
        raise BadQuery("No sample was drawn yet: `dragoman sample DB` draws one.")
    kept = json.loads(row["configuration"])["sample"]
    items = [Item(**i) for i in kept.pop("items")]
    strata = [tuple(s) for s in kept.pop("strata")]
    return Sample(**(kept | {"items": items, "strata": strata, "run": row["key"]}))
