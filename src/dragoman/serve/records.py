"""The pages of single records: a report with its text, an event, a statement, a story.

Comes in: requests with an id. Goes out: data. An old id leads to the new one; one that names nothing says what became of it.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from dragoman.model import Coding, Event, Statement
from dragoman.query import Filter
from dragoman.serve.drawing import record_address
from dragoman.serve.marking import Proof, paragraphs, pieces
from dragoman.serve.pages import Asked
from dragoman.serve.problems import Moved, Problem
from dragoman.serve.values import Value, of_event, of_statement, proofs
from dragoman.store import Store
from dragoman.store.paging import page

WITNESSES = 200
"""Events of a story that its page shows, the latest."""
AROUND = 400
"""Characters of the report shown before and after the words of a record."""
KINDS = ("reports", "events", "statements", "stories", "parties")


def row_of(asked: Asked, kind: str) -> dict[str, Any]:
    """The row with the id of the address; raises `Moved` or `Problem`."""
    id = asked.path["id"]
    found = asked.store.sql(f"SELECT * FROM {kind} WHERE id = ?", (id,))
    if len(found):
        return next(iter(found))
    now = asked.store.current_id(id)
    if now != id:
        raise Moved(record_address(kind, now))
    gone = asked.store.sql("SELECT 1 FROM tombstone WHERE id = ?", (id,))
    raise Problem(
        410 if len(gone) else 404, asked.store.fate(id).replace("`dragoman find` shows the ids", "look for it")
    )


def report(asked: Asked) -> dict[str, Any]:
    """A report: its text with all evidence, and the records found in it."""
    row = row_of(asked, "reports")
    coding = coding_of(asked.store, row["id"])
    verdicts = _verdicts(asked.store, row["id"])
    records, found = [], []
    for record in records_of(coding):
        values = values_of(coding, record)
        found += list(proofs(record.id, values))
        records.append(_card(record, values, verdicts.get(record.id)))
    records.sort(key=lambda r: (r["start"], r["kind"]))
    text = row.pop("text")
    lines = paragraphs(text, found)
    title = lines.pop(0) if row["title"] and text.startswith(row["title"]) and lines else None
    return {
        "report": row, "title": title and [asdict(p) for p in title], "paragraphs": [[asdict(p) for p in line] for line in lines],
        "records": records, "versions": _versions(asked.store, row["id"]), "origin": _origin(coding),
        "copies": list(asked.store.sql(
            "SELECT d.id, v.source, v.title FROM signature g JOIN version v ON v.key = g.version JOIN document d ON d.version = v.key "
            "WHERE g.root = (SELECT root FROM signature s JOIN document m ON m.version = s.version WHERE m.id = ?1) AND d.id <> ?1 LIMIT 50",
            (row["id"],),
        )),
    }  # fmt: skip


def event(asked: Asked) -> dict[str, Any]:
    """An event: its values, each with words or ground, in the context of its report."""
    row = row_of(asked, "events")
    return _record(asked, row, "event") | {
        "about": list(asked.store.sql(
            "SELECT r.* FROM about b JOIN statement s ON s.key = b.statement JOIN statements r ON r.id = s.id WHERE b.event = ? "
            "ORDER BY r.start LIMIT 20", (row["id"],),
        )),
        "story": next(iter(asked.store.sql("SELECT * FROM stories WHERE id = ?", (row["story"],))), None),
    }  # fmt: skip


def statement(asked: Asked) -> dict[str, Any]:
    """A statement: who says what to whom, in the context of its report."""
    row = row_of(asked, "statements")
    return _record(asked, row, "statement") | {
        "about": list(asked.store.sql(
            "SELECT r.* FROM statement s JOIN about b ON b.statement = s.key JOIN events r ON r.id = b.event WHERE s.id = ? LIMIT 20",
            (row["id"],),
        )),
    }  # fmt: skip


def story(asked: Asked) -> dict[str, Any]:
    """A happening: its witnesses, the figures with who gives them, and why its events are held to be one."""
    row = row_of(asked, "stories")
    found = page(asked.store.connection, Filter.make({"story": [row["id"]]}), "events", WITNESSES)
    return {
        "story": row, "events": list(found.table), "more": found.after is not None,
        "numbers": list(asked.store.figures(row["id"])), "links": list(asked.store.links(row["id"])),
    }  # fmt: skip


def _record(asked: Asked, row: dict[str, Any], kind: str) -> dict[str, Any]:
    coding = coding_of(asked.store, row["report"])
    record = record_in(coding, row["id"])
    values = values_of(coding, record)
    start = min((v.start for v in values if v.start is not None), default=0)
    end = max((v.end for v in values if v.end is not None), default=0)
    return {
        kind: row, "values": [asdict(v) for v in values], "context": context(coding, list(proofs(record.id, values)), start, end),
        "report": next(iter(asked.store.sql("SELECT id, title, source, url, published FROM reports WHERE id = ?", (row["report"],)))),
        "reviews": list(asked.store.sql("SELECT * FROM reviews WHERE attached = ? ORDER BY id", (row["id"],))),
    }  # fmt: skip


def context(coding: Coding, found: list[Proof], start: int, end: int) -> dict[str, Any]:
    """The words of a record with what stands around them, cut where sentences would be cut anyhow: at white space."""
    text = coding.document.text
    a, b = max(0, start - AROUND), min(len(text), end + AROUND)
    while 0 < a < start and not text[a - 1].isspace():
        a += 1
    while end < b < len(text) and not text[b].isspace():
        b -= 1
    return {
        "before": a > 0,
        "after": b < len(text),
        "pieces": [asdict(p) for p in pieces(text, a, b, found)] if a < b else [],
    }


def coding_of(store: Store, report: str) -> Coding:
    """The coding of a report that is there, as people corrected it."""
    coding = store.reviewed(report)
    if coding is None:
        raise Problem(404, store.fate(report))
    return coding


def records_of(coding: Coding) -> list[Event | Statement]:
    """Events, then statements."""
    return [*coding.events, *coding.statements]


def record_in(coding: Coding, id: str) -> Event | Statement:
    """One record of a coding."""
    found = next((r for r in records_of(coding) if r.id == id), None)
    if found is None:
        raise Problem(404, f"There is no record {id!r} in this report.")
    return found


def values_of(coding: Coding, record: Event | Statement) -> list[Value]:
    """What a record says."""
    return of_event(coding, record) if isinstance(record, Event) else of_statement(coding, record)


def _card(record: Event | Statement, values: list[Value], verdict: str | None) -> dict[str, Any]:
    """What the page beside the text shows of a record."""
    made = {"id": record.id, "values": [asdict(v) for v in values], "score": record.score, "review": verdict}
    if isinstance(record, Event):
        more = {
            "kind": "events", "type": record.type, "mode": record.mode, "quad": record.quad, "status": record.status,
            "background": record.background, "start": record.trigger.start, "basis": dict(record.basis),
        }  # fmt: skip
        return made | more
    start = min((c.start for c in record.content), default=0)
    return made | {"kind": "statements", "act": record.act, "form": record.kind, "start": start}


def _verdicts(store: Store, report: str) -> dict[str, str]:
    query = (
        "SELECT r.id, r.verdict FROM document d JOIN coding c ON c.version = d.version AND c.current = 1 JOIN {0} r ON r.coding = c.key "
        "WHERE d.id = ? AND r.verdict IS NOT NULL"
    )
    found = [*store.sql(query.format("event"), (report,)).rows, *store.sql(query.format("statement"), (report,)).rows]
    return {row[0]: row[1] for row in found}


def _versions(store: Store, report: str) -> list[dict[str, Any]]:
    return list(
        store.sql(
            "SELECT v.number, v.added, v.sha256, c.coder, c.codebook, c.program, c.run, c.current FROM document d JOIN version v "
            "ON v.document = d.key LEFT JOIN coding c ON c.version = v.key WHERE d.id = ? ORDER BY v.number, c.key",
            (report,),
        )
    )


def _origin(coding: Coding) -> dict[str, Any] | None:
    origin = coding.document.origin
    return (
        {"address": origin.address, "reader": origin.reader, "found": dict(origin.found), "read_at": origin.read_at}
        if origin
        else None
    )
