"""The pages on which a person reviews: the way in, one record with its report, what is missing, history, agreement.

Comes in: requests. Goes out: data. Writes nothing; `reviewing` does. In a blind queue nobody sees what others said.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter

from dragoman.codebook import Codebook
from dragoman.model import Coding, Event, Statement
from dragoman.query import HELP, SECTORS, STATUSES
from dragoman.report.agreement import Agreement, agreement
from dragoman.serve.drawing import address, record_address
from dragoman.serve.marking import paragraphs
from dragoman.serve.pages import Asked
from dragoman.serve.problems import Moved, Problem
from dragoman.serve.queue import KINDS, Queue
from dragoman.serve.records import coding_of, record_in, row_of, values_of
from dragoman.serve.values import of_event, proofs
from dragoman.store import Store

MOST = 1_000
"""Records that a queue counts, at most."""


def desk(asked: Asked) -> dict[str, Any]:
    """The way into a queue, and how far one is."""
    queue = Queue.read(asked)
    runs = "SELECT key AS run, started, configuration FROM run WHERE coder = 'sample' ORDER BY key DESC LIMIT 10"
    left = queue.left(asked.store, asked.who, MOST)
    return {
        "left": min(left, MOST), "more": left > MOST, "queue": _shown(queue), "help": HELP,
        "samples": [{"run": r["run"], "started": r["started"]} for r in asked.store.sql(runs)],
        "mine": _last(asked.store, asked.who, 8), "may_review": asked.may_review,
        "reviewers": list(asked.store.sql(
            "SELECT by, count(*) AS reviews, max(at) AS last FROM review WHERE verdict <> 'undone' GROUP BY by ORDER BY 2 DESC LIMIT 20"
        )),
    }  # fmt: skip


def following(asked: Asked) -> dict[str, Any]:
    """The next record of a queue: its address is another."""
    queue = Queue.read(asked)
    id = queue.next(asked.store, asked.who, asked.one("skip"))
    if id is None:
        return {"queue": _shown(queue), "mine": _last(asked.store, asked.who, 3)}
    raise Moved(f"{record_address('review/' + queue.of, id)}{_query(queue)}", passing=True)


def record(asked: Asked) -> dict[str, Any]:
    """One record beside its report, ready to be judged."""
    kind = asked.path["kind"]
    if kind not in KINDS:
        raise Problem(404, "There is no such page.")
    row = row_of(asked, kind)
    queue = Queue.read(asked)
    store = asked.store
    coding = store.get(row["report"]) if queue.blind else store.reviewed(row["report"])
    assert coding is not None
    found = record_in(coding, row["id"])
    values = values_of(coding, found)
    reviews = (
        [] if queue.blind else list(store.sql("SELECT * FROM reviews WHERE attached = ? ORDER BY id", (row["id"],)))
    )
    seen = store.sql("SELECT coalesce(max(key), 0) FROM review WHERE attached = ?", (row["id"],)).rows[0][0]
    return {
        "kind": kind, "row": _blinded(row, found) if queue.blind else row, "values": [asdict(v) for v in values],
        "record": _plain(found), "actors": _actors(coding), "lists": lists(asked.desk.codebook()),
        "paragraphs": [[asdict(p) for p in line] for line in paragraphs(coding.document.text, proofs(found.id, values))],
        "report": {"id": row["report"], "title": coding.document.title, "source": coding.document.source,
                   "published": coding.document.published and coding.document.published.isoformat()},
        "reviews": reviews, "seen": None if queue.blind else seen, "queue": _shown(queue), "mine": _last(store, asked.who, 1),
        "final": asked.one("final") == "1", "may_review": asked.may_review,
        "next": f"/review/next{_query(queue, skip=row['id'])}",
    }  # fmt: skip


def missing(asked: Asked) -> dict[str, Any]:
    """A report with all that was read in it, ready to be added to."""
    row = row_of(asked, "reports")
    coding = coding_of(asked.store, row["id"])
    found = [p for e in coding.events for p in proofs(e.id, of_event(coding, e))]
    found += [p for s in coding.statements for p in proofs(s.id, values_of(coding, s))]
    return {
        "report": {k: row[k] for k in ("id", "title", "source", "published")}, "actors": _actors(coding),
        "paragraphs": [[asdict(p) for p in line] for line in paragraphs(coding.document.text, found)],
        "lists": lists(asked.desk.codebook()), "may_review": asked.may_review,
        "added": list(asked.store.sql("SELECT * FROM reviews WHERE report = ? AND verdict = 'added' AND undone = 0", (row["id"],))),
    }  # fmt: skip


def history(asked: Asked) -> dict[str, Any]:
    """What people said, the latest first."""
    before = asked.one("after", "")
    if before and not before.isdigit():
        raise Problem(400, "The cursor is none that we gave: ask for the first page without one.")
    by = asked.one("by")
    values = (int(before) if before else 2**62, by)
    rows = list(asked.store.sql(
        "SELECT r.*, d.title, d.source FROM reviews r LEFT JOIN reports d ON d.id = r.report "
        "WHERE r.id < ?1 AND (?2 = '' OR r.by = ?2) ORDER BY r.id DESC LIMIT 51", values,
    ))  # fmt: skip
    deeds = list(asked.store.sql("SELECT * FROM deed ORDER BY key DESC LIMIT 50")) if not before else []
    undone = {d["undoes"] for d in deeds}
    return {
        "rows": rows[:50], "next": str(rows[49]["id"]) if len(rows) > 50 else None, "by": by,
        "orphans": asked.store.sql("SELECT count(*) FROM review WHERE attached IS NULL").rows[0][0],
        "deeds": [d | {"undone": d["key"] in undone} for d in deeds], "first_page": not before,
    }  # fmt: skip


def agree(asked: Asked) -> dict[str, Any]:
    """How far reviewers agree, and where they do not."""
    return as_dictionary(agreement(asked.store))


def as_dictionary(found: Agreement) -> dict[str, Any]:
    """For pages and programs."""
    return asdict(found)


def lists(codebook: Codebook) -> dict[str, Any]:
    """What can be chosen, with what it means."""
    return {
        "types": {
            t.code: {"definition": t.definition, "quad": t.quad, "intensity": t.intensity,
                     "modes": {m.code: m.intensity for m in t.modes.values()}}
            for t in codebook.types.values()
        },
        "statuses": list(STATUSES), "sectors": sorted(SECTORS),
        "acts": ["say", "ask", "promise", "accuse", "deny", "confirm", "warn", "praise", "condemn", "demand", "announce", "report"],
        "kinds": ["direct", "indirect", "mixed"],
    }  # fmt: skip


def _last(store: Store, who: str, n: int) -> list[dict[str, Any]]:
    """The last reviews of a reviewer that can be taken back."""
    return list(store.sql(
        "SELECT * FROM reviews WHERE by = ? AND verdict <> 'undone' AND undone = 0 AND attached IS NOT NULL ORDER BY id DESC LIMIT ?",
        (who, n),
    )) if who else []  # fmt: skip


def _actors(coding: Coding) -> list[dict[str, Any]]:
    return [
        {
            "id": a.id,
            "name": a.name,
            "country": a.country,
            "sector": a.sector,
            "mentions": [[m.start, m.end] for m in a.mentions],
        }
        for a in coding.actors
    ]


def _plain(record: Event | Statement) -> dict[str, Any]:
    """The record as JSON, for the script that corrects it."""
    made: dict[str, Any] = json.loads(TypeAdapter(type(record)).dump_json(record))
    return made


def _blinded(row: dict[str, Any], found: Event | Statement) -> dict[str, Any]:
    """The row as the coder had it."""
    hidden = {"review": None}
    if isinstance(found, Event):
        return (
            row
            | hidden
            | {
                "type": found.type,
                "mode": found.mode,
                "status": found.status,
                "background": int(found.background),
                "quad": found.quad,
            }
        )
    return row | hidden | {"act": found.act, "kind": found.kind}


def _shown(queue: Queue) -> dict[str, Any]:
    return {"of": queue.of, "order": queue.order, "blind": queue.blind, "sample": queue.sample, "filter": queue.asked.written(),
            "kept": dict(queue.kept or {})}  # fmt: skip


def _query(queue: Queue, **more: str) -> str:
    return address("", dict(queue.kept or {}), **more)
