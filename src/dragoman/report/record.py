"""One record of the database as a person reads it: what it says, with which words, and how it came about.

Comes in: an open store and an id of a report, event, statement, story or party. Goes out: renderables for a terminal, or
a dictionary for JSON.
"""

from __future__ import annotations

import json
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from dragoman.model import Coding, Span
from dragoman.report.table import table
from dragoman.store import Store, Table
from dragoman.store.bodies import as_json

CONTEXT = 300
"""Characters shown before and after the words that prove a record."""


def find(store: Store, id: str) -> tuple[str, dict[str, Any]] | None:
    """What kind of record an id names, and its row; a beginning is enough where it is the only one."""
    for kind in ("reports", "events", "statements", "stories", "parties"):
        found = store.sql(f"SELECT * FROM {kind} WHERE id = ?", (id,))
        if not len(found) and len(id) >= 6:
            escaped = id.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
            found = store.sql(f"SELECT * FROM {kind} WHERE id LIKE ? ESCAPE '\\' LIMIT 2", (f"{escaped}%",))
        if len(found) == 1:
            return kind, next(iter(found))
    return None


def as_dictionary(store: Store, kind: str, row: dict[str, Any]) -> dict[str, Any]:
    """Everything about a record, for JSON."""
    if kind == "reports":
        coding = store.get(row["id"])
        assert coding is not None
        return {"kind": "report", **row, "coding": json.loads(as_json(coding))}
    if kind in ("events", "statements"):
        record = _record(store, row)
        return {"kind": kind[:-1], **row, "record": record, "reviews": list(_reviews(store, row["id"]))}
    name = {"stories": "story", "parties": "party"}[kind]
    made = {"kind": name, **row, "members": list(_members(store, kind, row["id"]))}
    if kind == "stories":
        made |= {"figures": list(store.figures(row["id"])), "links": list(store.links(row["id"]))}
    return made


def draw(store: Store, kind: str, row: dict[str, Any]) -> RenderableType:
    """A record for the terminal."""
    if kind == "reports":
        coding = store.get(row["id"])
        assert coding is not None
        return Group(table(coding), *_versions(store, row["id"]))
    if kind in ("events", "statements"):
        return _draw_record(store, row)
    drawn = [*_lines(row), *_draw_members(_members(store, kind, row["id"]))]
    return Group(*drawn, *(_draw_witnesses(store, row["id"]) if kind == "stories" else ()))


def _draw_witnesses(store: Store, story: str) -> list[Text]:
    """The figures with their support, and the reasons for the links."""
    found = list(store.figures(story))
    shown = [Text("\nFigures", style="bold")] if found else []
    for r in found:
        number = (
            f"{r['low']:,}"
            if r["low"] == r["high"]
            else f"{r['low']:,} to {r['high']:,}"
            if r["high"]
            else f"{r['low']:,} or more"
        )
        said = f", said by {r['said_by']}" if r["said_by"] else ""
        support = f"{r['reports']} reports, {r['origins']} origins, latest {r['latest'] or '?'}{said}"
        shown.append(Text(f"  {r['what']} {number}", style="bold") + Text(f"  {support}", style="dim"))
    links = list(store.links(story))
    shown += [Text("\nWhy these are one", style="bold")] if links else []
    return shown + [
        Text(f"  {r['left']} and {r['right']}: ")
        + Text(f"{r['reasons']}" + (f" = {r['score']:g}" if r["score"] else f" ({r['by']})"), style="dim")
        for r in links
    ]


def _draw_record(store: Store, row: dict[str, Any]) -> RenderableType:
    coding = store.get(row["report"])
    assert coding is not None
    start, end = (
        (row["trigger_start"], row["trigger_start"] + len(row["trigger"]))
        if "trigger" in row
        else (row["start"], row["end"])
    )
    parts: list[RenderableType] = list(_lines({k: v for k, v in row.items() if k not in ("sentence", "content")}))
    record = _record(store, row)
    parts += [Text(f"  {field}: {ground}", style="dim") for field, ground in record.get("basis", {}).items()]
    parts.append(Padding(_context(coding, coding.document.span(start, end)), (1, 2)))
    for review in _reviews(store, row["id"]):
        parts.append(Text(f"reviewed {review['verdict']} by {review['by']}, {review['at'][:10]}: {review['note']}"))
    return Group(*parts)


def _record(store: Store, row: dict[str, Any]) -> dict[str, Any]:
    """The record as the coder wrote it."""
    coding = store.get(row["report"])
    assert coding is not None
    body = json.loads(as_json(coding))
    found: dict[str, Any] = next(r for r in body["events"] + body["statements"] if r["id"] == row["id"])
    return found


def _reviews(store: Store, id: str) -> Table:
    return store.sql("SELECT * FROM reviews WHERE attached = ? ORDER BY id", (id,))


def _members(store: Store, kind: str, id: str) -> Table:
    if kind == "parties":
        return store.sql(
            "SELECT d.id AS report, a.name AS name, a.country AS country, a.sector AS sector, a.party_ground AS ground "
            "FROM party p JOIN actor a ON a.party = p.key JOIN coding c ON c.key = a.coding JOIN version v "
            "ON v.key = c.version JOIN document d ON d.key = v.document WHERE p.id = ? ORDER BY a.key",
            (id,),
        )
    return store.sql("SELECT * FROM events WHERE story = ? ORDER BY published, id", (id,))


def _draw_members(members: Table) -> list[RenderableType]:
    shown: list[RenderableType] = [Text(f"\n{len(members)} members", style="bold")]
    for row in members:
        said = row.get("sentence") or f"{row['name']}: {row['ground'] or ''}"
        shown.append(Text(f"  {row.get('source') or row['report']}: ", style="bold") + Text(said.replace("\n", " ")))
    return shown


def _versions(store: Store, id: str) -> list[Text]:
    found = store.sql(
        "SELECT v.number, v.added, v.sha256, c.coder, c.codebook, c.program, c.run FROM document d JOIN version v "
        "ON v.document = d.key LEFT JOIN coding c ON c.version = v.key WHERE d.id = ? ORDER BY v.number, c.key",
        (id,),
    )
    return [Text("History", style="bold")] + [
        Text(
            f"  version {r['number']} of {r['added'][:16]}, sha256 {r['sha256'][:16]}…, coded in run {r['run']} "
            f"by {r['coder']}, {r['codebook']}, dragoman {r['program']}",
            style="dim",
        )
        for r in found
    ]


def _lines(row: dict[str, Any]) -> list[Text]:
    kept = {
        k: v
        for k, v in row.items()
        if v not in (None, "", []) and k not in ("trigger_start", "sentence_start", "sentence_end")
    }
    width = max(map(len, kept), default=0)
    return [Text(f"{k.replace('_', ' '):<{width}}  ", style="dim") + Text(_cell(v)) for k, v in kept.items()]


def _cell(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _context(coding: Coding, span: Span) -> Text:
    text = coding.document.text
    start, end = max(0, span.start - CONTEXT), min(len(text), span.end + CONTEXT)
    shown = Text("…" * (start > 0) + text[start:end] + "…" * (end < len(text)), style="italic")
    begin = span.start - start + (start > 0)
    shown.stylize("bold underline", begin, begin + len(span.text))
    return shown
