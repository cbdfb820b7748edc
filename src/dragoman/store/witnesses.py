"""The witnesses of one story: which reports tell it, why they are held to be about one thing, and which figures they give.

Comes in: the id of a story. Goes out: tables. Disagreement is shown, not settled: each figure has its reports and sources.
"""

from __future__ import annotations

import json
import sqlite3

from dragoman.store.table import Table


def links(connection: sqlite3.Connection, story: str) -> Table:
    """Pairs of events with the reasons for which they are one happening, and what a person said of it."""
    found = connection.execute(
        "SELECT l.id AS left, r.id AS right, k.score AS score, k.reasons AS reasons, k.by AS by FROM story t "
        "JOIN event l ON l.story = t.key JOIN link k ON k.left = l.key JOIN event r ON r.key = k.right WHERE t.id = ? "
        "ORDER BY k.left, k.right",
        (story,),
    )
    rows = [(r["left"], r["right"], r["score"], _reasons(r["reasons"]), r["by"]) for r in found]
    decided = connection.execute(
        "SELECT DISTINCT d.left, d.right, d.verdict, d.by, d.note FROM story t JOIN event e ON e.story = t.key "
        "JOIN decision d ON e.id IN (d.left_now, d.right_now) WHERE t.id = ? AND d.kind = 'story' ORDER BY d.key",
        (story,),
    )
    rows += [
        (d["left"], d["right"], None, f"{d['verdict']}: {d['note']}".rstrip(": "), d["by"] or "a person")
        for d in decided
    ]
    return Table(("left", "right", "score", "reasons", "by"), rows, len(rows))


def _reasons(stored: str) -> str:
    return ", ".join(f"{what} {points:+g}" for what, points in json.loads(stored))


def figures(connection: sqlite3.Connection, story: str) -> Table:
    """Each number that reports give, with how many give it, who said it first, and the latest day it was printed."""
    found = connection.execute(
        "SELECT f.what AS what, f.low AS low, f.high AS high, count(DISTINCT d.key) AS reports, "
        "count(DISTINCT coalesce(g.root, v.key)) AS origins, min(v.published) AS first, max(v.published) AS latest, "
        "group_concat(DISTINCT nullif(f.said_by, '')) AS said_by FROM story t JOIN event e ON e.story = t.key "
        "JOIN figure f ON f.event = e.key JOIN coding c ON c.key = e.coding JOIN version v ON v.key = c.version "
        "JOIN document d ON d.key = v.document LEFT JOIN signature g ON g.version = v.key "
        "WHERE t.id = ? AND e.verdict IS NOT 'wrong' GROUP BY f.what, f.low, f.high ORDER BY f.what, latest DESC, f.low DESC",
        (story,),
    )
    columns = [c[0] for c in found.description]
    rows = [tuple(r) for r in found]
    return Table(columns, rows, len(rows))
