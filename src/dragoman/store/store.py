"""The database of what happened: one SQLite file.

Comes in: codings, verdicts, filters. Goes out: rows, codings, stories. One writer and any number of readers at once.

    with Store.open("year.db") as store:
        for row in store.find(Filter.parse("type:ASSAULT country:UKR since:2020-03")):
            print(row["first"], row["actors"], row["trigger"])
"""

from __future__ import annotations

import json
import math
import platform
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Self, TypeVar

from dragoman.model import Coding, Document
from dragoman.query import Filter, Kind
from dragoman.store import selecting
from dragoman.store.bodies import content, facts, hashed, unpack, unpack_document
from dragoman.store.changing import Changed, changed
from dragoman.store.checking import verify
from dragoman.store.checking_merge import verify_merge
from dragoman.store.claims import claims
from dragoman.store.comparing import compare
from dragoman.store.counting import coverage, trend
from dragoman.store.deciding import join, split, undo
from dragoman.store.deciding_parties import join_parties, split_party
from dragoman.store.identity import identify
from dragoman.store.judging import Said, add_record, judge, undo_review
from dragoman.store.mapping import mapped
from dragoman.store.merging import Merger
from dragoman.store.opening import backup, open_to_read, open_to_write, told
from dragoman.store.rebuilding import lead_on, rebuild_rows
from dragoman.store.recounting import recount
from dragoman.store.removing import remove
from dragoman.store.reviewing import as_reviewed
from dragoman.store.sampling import Sample, as_configuration, draw, read_sample
from dragoman.store.sealing import Sealed, against, seal
from dragoman.store.streaming import ids, stream, witnesses
from dragoman.store.table import Table
from dragoman.store.witnesses import figures, links
from dragoman.store.writing import Added, next_keys, now, replace_version, transaction, write

Spoken = TypeVar("Spoken")
BATCH = 64
"""Codings in one transaction, at most."""
PATIENCE = 0.5
"""Seconds after which a coding that is there is written, however few there are."""
_FROM = {
    "events": "event e JOIN coding c ON c.key = e.coding JOIN version v ON v.key = c.version "
    "JOIN document d ON d.key = v.document",
    "statements": "statement s JOIN coding c ON c.key = s.coding JOIN version v ON v.key = c.version "
    "JOIN document d ON d.key = v.document",
}
_KEY = {"events": "e", "statements": "s"}


@cache
def program() -> str:
    """The version of dragoman that runs."""
    try:
        return version("dragoman")
    except PackageNotFoundError:
        return "unknown"


class Store:
    """An open database; use it in a `with`, or close it."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        """Use `Store.open`."""
        self.path = path
        self.connection = connection
        self._merger: Merger | None = None
        connection.create_function("distance", 4, _distance, deterministic=True)

    @classmethod
    def open(cls, path: str | Path, *, write: bool = False) -> Store:
        """Open a database to read, or to write, which makes it where there is none; raises `BadDatabase`."""
        path = Path(path)
        return cls(path, open_to_write(path) if write else open_to_read(path))

    def __enter__(self) -> Self:
        """Open already."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    # --- writing ---------------------------------------------------------------------------------------------------

    def start_run(self, coder: str, codebook: str, configuration: Mapping[str, Any]) -> int:
        """Write down who codes with what, so that any row can be made again; gives the number of the run."""
        made = dict(configuration) | {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
        with told(self.path):
            key = self.connection.execute(
                "INSERT INTO run (started, program, coder, codebook, configuration) VALUES (?, ?, ?, ?, ?)",
                (now(), program(), coder, codebook, json.dumps(made, sort_keys=True)),
            ).lastrowid
        assert key is not None
        return key

    def end_run(self, run: int, counts: Mapping[str, int]) -> None:
        """Write down that a run came to its end; one without an end was interrupted."""
        with told(self.path):
            self.connection.execute(
                "UPDATE run SET ended = ?, counts = ? WHERE key = ?", (now(), json.dumps(dict(counts)), run)
            )

    def identify(self, document: Document, *, here: bool = True) -> Document:
        """Give a document the id of the stored report that it is, if it is one; `here`: its path is of this machine."""
        with told(self.path):
            return identify(self.connection, document, here=here)

    def has(self, document: Document, coder: str, codebook: str) -> bool:
        """Whether this text with these facts was coded by this coder, codebook and program already."""
        with told(self.path):
            row = self.connection.execute(
                "SELECT v.sha256, v.facts FROM document d JOIN version v ON v.key = d.version JOIN coding c "
                "ON c.version = v.key AND c.current = 1 AND c.coder = ? AND c.codebook = ? AND c.program = ? WHERE d.id = ?",
                (coder, codebook, program(), document.id),
            ).fetchone()
        return bool(
            row and row["sha256"] == hashed(document.text) and content(row["facts"]) == content(facts(document))
        )

    def add(self, codings: Iterable[Coding], run: int) -> Iterator[Added]:
        """Store codings; yields what became of each one after it is safely in the file, in order."""
        waiting: list[Coding] = []
        since = time.monotonic()
        for coding in codings:
            if not waiting:
                since = time.monotonic()
            waiting.append(coding)
            if len(waiting) >= BATCH or time.monotonic() - since > PATIENCE:
                yield from self._write(waiting, run)
                waiting = []
        yield from self._write(waiting, run)

    def _write(self, codings: list[Coding], run: int) -> list[Added]:
        if not codings:
            return []
        with told(self.path), transaction(self.connection):
            keys = next_keys(self.connection)
            added = [write(self.connection, coding, run, program(), keys) for coding in codings]
        with told(self.path):
            self._merge()
        return added

    def _merge(self) -> None:
        """Find copies, parties and stories for what was added; what an interrupted run left is done first."""
        self._merger = self._merger or Merger(self.connection)
        for _ in self._merger.run():
            pass

    def judge(
        self, record: str, verdict: str, *, by: str, note: str = "", replacement: Mapping[str, Any] | None = None,
        seen: int | None = None, final: bool = False,
    ) -> int:  # fmt: skip
        """Keep what a person says of an event or statement: right, wrong, changed or noted; gives the key of the review.

        The coding itself stays. `seen` is the last review that the person knows of: raises `Conflict` where somebody else
        has said more since. `final` settles what reviewers disagree on.
        """
        said = Said(verdict, dict(replacement or {}), by, note, final)
        return self._said(lambda: judge(self.connection, record, said, seen))

    def add_record(
        self, report: str, kind: str, values: Mapping[str, Any], *, by: str, note: str = ""
    ) -> tuple[int, str]:
        """Add an event or statement that the coder missed; gives the key of the review and the id of the record."""
        said = Said("added", dict(values), by, note)
        return self._said(lambda: add_record(self.connection, report, kind, said))

    def undo_review(self, review: int, *, by: str, note: str = "") -> int:
        """Let a review act no more; that is a review too, and can be undone."""
        return self._said(lambda: undo_review(self.connection, review, by, note))

    def _said(self, say: Callable[[], Spoken]) -> Spoken:
        """Write what a person says, then let it act on stories."""
        with told(self.path), transaction(self.connection):
            given = say()
        with told(self.path):
            self._merge()
        return given

    def join(self, left: str, right: str, *, by: str = "", note: str = "") -> str:
        """Make two stories one, for good; gives its id. Takes ids of stories or of events."""
        with told(self.path), transaction(self.connection):
            id = join(self.connection, left, right, by, note)
            recount(self.connection)
        return id

    def split(self, event: str, *, by: str = "", note: str = "") -> str:
        """Take an event out of its story, for good; gives the id of the story that it is in then."""
        with told(self.path), transaction(self.connection):
            self._merger = self._merger or Merger(self.connection)
            split(self._merger, [event], by, note)
            recount(self.connection)
            query = "SELECT t.id FROM event e JOIN story t ON t.key = e.story WHERE e.id = ?"
            return str(self.connection.execute(query, (event,)).fetchone()[0])

    def join_parties(self, left: str, right: str, *, by: str = "", note: str = "") -> str:
        """Make two parties one, for good; gives the id of the one that stays."""
        with told(self.path), transaction(self.connection):
            id = join_parties(self.connection, left, right, by, note)
            recount(self.connection)
        return id

    def split_party(self, actor: str, *, by: str = "", note: str = "") -> str:
        """Make an actor, named as `report|actor`, a party of its own, for good; gives its id."""
        with told(self.path), transaction(self.connection):
            split_party(self.connection, actor, by, note)
            self._again([actor.rpartition("|")[0]])
        with told(self.path):
            self._merge()
            report, _, id = actor.rpartition("|")
            query = (
                "SELECT p.id FROM actor a JOIN party p ON p.key = a.party JOIN coding c ON c.key = a.coding JOIN version v "
                "ON v.key = c.version JOIN document d ON d.key = v.document WHERE d.id = ? AND a.id = ?"
            )
            return str(self.connection.execute(query, (report, id)).fetchone()[0])

    def _again(self, reports: Iterable[str]) -> None:
        """Merge these reports again."""
        self.connection.executemany(
            "INSERT OR IGNORE INTO pending SELECT version FROM document WHERE id = ? AND version IS NOT NULL",
            [(r,) for r in reports],
        )

    def undo_deed(self, deed: int, *, by: str, note: str = "") -> None:
        """Take a join or split back."""
        with told(self.path), transaction(self.connection):
            self._merger = self._merger or Merger(self.connection)
            self._again(undo(self._merger, deed, by, note))
            recount(self.connection)
        with told(self.path):
            self._merge()

    def withheld(self) -> dict[str, tuple[str, str]]:
        """Reports whose text was left out: hash of the text -> id and address on the web."""
        query = (
            "SELECT json_extract(v.facts, '$.withheld') AS hash, d.id, coalesce(v.url, '') AS url FROM document d "
            "JOIN version v ON v.key = d.version WHERE json_extract(v.facts, '$.withheld') IS NOT NULL"
        )
        with told(self.path):
            return {row["hash"]: (row["id"], row["url"]) for row in self.connection.execute(query)}

    def attach(self, coding: Coding, run: int) -> None:
        """Put a coding with its words in the place of the same coding without them."""
        with told(self.path), transaction(self.connection):
            replace_version(self.connection, coding, run, program())
        with told(self.path):
            self._merge()

    def remove(self, report: str, reason: str, *, by: str = "") -> None:
        """Erase a report everywhere in the file; a tombstone without content stays. Raises `BadQuery` for an unknown id."""
        with told(self.path):
            remove(self.connection, report, reason, by)
            self._merge()

    def rebuild(self) -> Iterator[int]:
        """Make everything derived again; yields how many codings are done."""
        with told(self.path):
            yield from rebuild_rows(self.connection)
            self._merge()
            lead_on(self.connection)

    def backup(self, path: Path) -> None:
        """Copy the database while it is in use; the copy appears when it is complete. Raises `BadDatabase`."""
        with told(path):
            backup(self.connection, path)

    def seal(self, path: Path) -> Sealed:
        """Write the hashes of everything that was read, coded and said into a new file; raises `BadDatabase`."""
        with told(path):
            return seal(self.connection, {"database": self.path.name, "made": now(), "program": program()}, path)

    # --- asking ----------------------------------------------------------------------------------------------------

    def find(self, asked: Filter | str = "", kind: Kind = "events", *, limit: int | None = 50) -> Table:
        """The latest records that a filter asks for, as rows of the public view; `limit` None gives all."""
        asked = self._asked(asked)
        where = selecting.statements(asked) if kind == "statements" else selecting.events(asked)
        key = _KEY[kind]
        source = f"FROM {selecting.source(kind, where)} WHERE {where}"
        with told(self.path):
            total = self.connection.execute(f"SELECT count(*) {source}", where.values).fetchone()[0]
            found = self.connection.execute(
                f"SELECT r.* FROM (SELECT {key}.id AS id, {key}.first AS first {source} "
                f"ORDER BY {key}.first DESC, {key}.id LIMIT ?) k CROSS JOIN {kind} r ON r.id = k.id "
                "ORDER BY k.first DESC, k.id",
                (*where.values, -1 if limit is None else limit),
            )
            return Table([c[0] for c in found.description], [tuple(row) for row in found], total)

    def stories(self, asked: Filter | str = "", *, limit: int | None = 50) -> Table:
        """The latest stories that have an event which the filter asks for; their status and days are the story's."""
        asked = self._asked(asked)
        where = selecting.stories(asked)
        with told(self.path):
            total = self.connection.execute(f"SELECT count(*) FROM story t WHERE {where}", where.values).fetchone()[0]
            found = self.connection.execute(
                f"SELECT r.* FROM (SELECT t.id AS id, t.first AS first FROM story t WHERE {where} "
                "ORDER BY t.first DESC, t.id LIMIT ?) k CROSS JOIN stories r ON r.id = k.id ORDER BY k.first DESC, k.id",
                (*where.values, -1 if limit is None else limit),
            )
            return Table([c[0] for c in found.description], [tuple(row) for row in found], total)

    def _asked(self, asked: Filter | str) -> Filter:
        """The filter, with the present ids of stories."""
        found = Filter.parse(asked) if isinstance(asked, str) else asked
        return replace(found, story=tuple(self.current_id(s) for s in found.story))

    def sample(self, asked: Filter | str = "", *, by: Sequence[str] = ("type", "status", "score"), n: int = 200,
               windows: int = 50, seed: int = 1) -> Sample:  # fmt: skip
        """Draw a stratified sample of events, and sentences without one; it is kept as a run."""
        with told(self.path):
            made = draw(self.connection, self._asked(asked), by, n, windows, seed)
        run = self.start_run("sample", "none", as_configuration(made))
        self.end_run(run, {"items": len(made.items)})
        return replace(made, run=run)

    def drawn(self, run: int | None = None) -> Sample:
        """A sample that was drawn before, the last one if none is named."""
        with told(self.path):
            return read_sample(self.connection, run)

    def coded(self, sample: Sample, period: str) -> dict[tuple[str, str], int]:
        """How many events a sample stands for, by the type that was coded and the month or year."""
        where = selecting.events(Filter.make({k: v.split(", ") for k, v in sample.asked.items()}))
        length = {"month": 7, "year": 4}[period]
        with told(self.path):
            found = self.connection.execute(
                f"SELECT e.type, coalesce(substr(e.first, 1, {length}), 'unknown'), count(*) FROM {_FROM['events']} "
                f"WHERE coalesce(e.verdict, '') <> 'added' AND {where} GROUP BY 1, 2",
                where.values,
            )
            return {(row[0], row[1]): row[2] for row in found}

    def stream(self, view: str, asked: Filter | str = "") -> Iterator[dict[str, Any]]:
        """Rows of a public view one by one, in the order in which they were stored."""
        with told(self.path):
            yield from stream(self.connection, view, self._asked(asked))

    def ids(self, view: str, asked: Filter | str = "") -> Iterator[str]:
        """Their ids alone."""
        with told(self.path):
            yield from ids(self.connection, view, self._asked(asked))

    def witnesses(self, asked: Filter | str = "") -> Iterator[sqlite3.Row]:
        """Events with report, story and verdict, for exports."""
        with told(self.path):
            yield from witnesses(self.connection, self._asked(asked))

    def changed(self, run: int) -> Iterator[Changed]:
        """What is new, other or gone since the end of a run."""
        with told(self.path):
            yield from changed(self.connection, run)

    def links(self, story: str) -> Table:
        """Why the events of a story are held to be one happening."""
        with told(self.path):
            return links(self.connection, self.current_id(story))

    def figures(self, story: str) -> Table:
        """Each number that the reports of a story give, with its support."""
        with told(self.path):
            return figures(self.connection, self.current_id(story))

    def claims(self, asked: Filter | str = "", *, limit: int | None = 50) -> Table:
        """Who asserts, denies or confirms what."""
        with told(self.path):
            return claims(self.connection, self._asked(asked), limit)

    def trend(
        self, asked: Filter | str = "", *, period: str = "month", by: str | None = None, per_reports: bool = False
    ) -> Table:
        """Stories that took place, by day, week, month or year, and by dyad, type, quad, mode, status, country or place."""
        with told(self.path):
            return trend(self.connection, self._asked(asked), period, by, per_reports)

    def map(self, asked: Filter | str = "", *, by: str = "place") -> Table:
        """Stories that took place, by town or other place, or by country of the place."""
        with told(self.path):
            return mapped(self.connection, self._asked(asked), by)

    def coverage(self, asked: Filter | str = "", *, period: str = "month") -> Table:
        """Reports read, copied and rejected, by outlet and period."""
        with told(self.path):
            return coverage(self.connection, self._asked(asked), period)

    def get(self, report: str, version: int | None = None) -> Coding | None:
        """The coding of a report, of its current version unless another is named; None where there is none."""
        with told(self.path):
            row = self.connection.execute(
                "SELECT c.body, v.facts, v.text FROM document d JOIN version v ON v.document = d.key "
                "LEFT JOIN coding c ON c.version = v.key WHERE d.id = ? AND CASE WHEN ? IS NULL THEN v.key = d.version "
                "ELSE v.number = ? END ORDER BY c.key DESC LIMIT 1",
                (report, version, version),
            ).fetchone()
        if row is None:
            return None
        if row["body"] is None:
            return Coding(unpack_document(row["facts"], row["text"]), "", "")
        return unpack(row["body"], row["facts"], row["text"])

    def reviewed(self, report: str) -> Coding | None:
        """The coding of a report with what people corrected and added; None where there is none."""
        coding = self.get(report)
        with told(self.path):
            return as_reviewed(self.connection, coding)[0] if coding else None

    def current_id(self, id: str) -> str:
        """The id that an old id of a story or party stands for now; any other as it is."""
        with told(self.path):
            seen = {id}
            while row := self.connection.execute("SELECT new FROM redirect WHERE old = ?", (id,)).fetchone():
                if row["new"] is None or row["new"] in seen:
                    break
                id = row["new"]
                seen.add(id)
        return id

    def fate(self, id: str) -> str:
        """One sentence on an id that names no record now."""
        with told(self.path):
            row = self.connection.execute("SELECT kind, at, reason FROM tombstone WHERE id = ?", (id,)).fetchone()
        if row:
            return f"The {row['kind']} {id} was removed on {row['at'][:10]}: {row['reason']}"
        return f"There is no record {id!r}, or several begin so: `dragoman find` shows the ids."

    def verify(self) -> Iterator[str]:
        """One sentence for each thing in the file that is not as it was put in."""
        with told(self.path):
            yield from verify(self.connection, verify_merge)

    def against(self, manifest: Path) -> Iterator[str]:
        """One sentence for each thing that is not as it was sealed; after an empty one, how much is new."""
        with told(self.path):
            yield from against(self.connection, manifest)

    def compare(self, before: int, after: int) -> Table:
        """What the coder of one run changed against that of another."""
        with told(self.path):
            return compare(self.connection, before, after)

    def sql(self, query: str, values: Iterable[Any] = ()) -> Table:
        """Ask the public views in SQL."""
        with told(self.path):
            found = self.connection.execute(query, tuple(values))
            columns = [c[0] for c in found.description or ()]
            rows = [tuple(row) for row in found]
        return Table(columns, rows, len(rows))


def _distance(latitude: float | None, longitude: float | None, to_latitude: float, to_longitude: float) -> float | None:
    """Kilometres along the great circle."""
    if latitude is None or longitude is None:
        return None
    a, b = math.radians(latitude), math.radians(to_latitude)
    half = math.radians(longitude - to_longitude) / 2
    h = math.sin((a - b) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(half) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(h)))
