"""What a reviewer gets next: the least certain records, those that a filter asks for, or a sample that was drawn.

Comes in: the keys of the queue as they stand in the address. Goes out: the next record. The queue is the question itself: it
has no state, and what was reviewed is not asked for again. In a blind queue only one's own reviews count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dragoman.errors import BadQuery
from dragoman.query import Filter
from dragoman.serve.pages import Asked
from dragoman.store import Store, selecting
from dragoman.store.paging import ALIAS, Order

KEYS = frozenset({"of", "order", "blind", "sample", "skip"})
"""Keys of a queue beside those of the filter. `skip` is the record after which one goes on."""
KINDS = {"events": "event", "statements": "statement"}


@dataclass(frozen=True, slots=True)
class Queue:
    """One way through the records."""

    of: str = "events"
    order: Order = "unsure"
    blind: bool = False
    sample: int | None = None
    asked: Filter = field(default_factory=Filter)
    kept: Mapping[str, Any] | None = None
    """The keys as they stand in the address."""

    @classmethod
    def read(cls, asked: Asked) -> Queue:
        """Read the keys; raises `BadQuery`."""
        of, order, sample = asked.one("of", "events"), asked.one("order", "unsure"), asked.one("sample")
        if of not in KINDS:
            raise BadQuery(f"There is no queue of {of!r}: use events or statements.")
        if order not in ("unsure", "newest"):
            raise BadQuery(f"There is no order {order!r}: use unsure or newest.")
        if sample and not sample.isdigit():
            raise BadQuery(f"{sample!r} is no number of a run: `dragoman sample` prints it.")
        kept = {k: asked.query[k] for k in (*KEYS - {"skip"}, *asked.kept()) if k in asked.query}
        return cls(of, order, asked.one("blind") == "1", int(sample) if sample else None, asked.filter(), kept)  # type: ignore[arg-type]

    def next(self, store: Store, who: str, after: str = "") -> str | None:
        """The id of the next record; the one after another where that is to be left out."""
        if self.sample is not None:
            return self._sampled(store, who, after)
        where = selecting.events(self.asked) if self.of == "events" else selecting.statements(self.asked)
        a = ALIAS[self.of]
        where.add(*self._open(f"{a}.id", f"{a}.verdict", who))
        column, sign, down = (
            (f"{a}.score", ">", "ASC") if self.order == "unsure" else (f"coalesce({a}.first, '')", "<", "DESC")
        )
        place = store.sql(f"SELECT {column} FROM {KINDS[self.of]} {a} WHERE {a}.id = ?", (after,)).rows if after else ()
        if place:
            value = place[0][0]
            where.add(f"({column} {sign} ? OR ({column} = ? AND {a}.id > ?))", value, value, after)
        order = f"{a}.first {down}, {a}.id" if self.order == "newest" else f"{column} {down}, {a}.id"
        query = f"SELECT {a}.id FROM {selecting.source(self.of, where)} WHERE {where} ORDER BY {order} LIMIT 1"
        found = store.sql(query, where.values).rows
        return str(found[0][0]) if found else None

    def left(self, store: Store, who: str, most: int) -> int:
        """How many are left, counted up to one more than `most`."""
        if self.sample is not None:
            drawn = store.drawn(self.sample)
            return sum(1 for item in drawn.items if item.kind == "event" and self._is_open(store, item.record, who))
        where = selecting.events(self.asked) if self.of == "events" else selecting.statements(self.asked)
        a = ALIAS[self.of]
        where.add(*self._open(f"{a}.id", f"{a}.verdict", who))
        query = f"SELECT count(*) FROM (SELECT 1 FROM {selecting.source(self.of, where)} WHERE {where} LIMIT ?)"
        return int(store.sql(query, (*where.values, most + 1)).rows[0][0])

    def _open(self, id: str, verdict: str, who: str) -> tuple[Any, ...]:
        """The condition that a record waits for this reviewer, with its values."""
        if self.blind:
            mine = "SELECT attached FROM review WHERE by = ? AND verdict NOT IN ('noted', 'undone') AND attached IS NOT NULL"
            return f"{id} NOT IN ({mine})", who
        return (f"{verdict} IS NULL",)

    def _sampled(self, store: Store, who: str, after: str) -> str | None:
        """The drawn events in the order of the sample; a reviewer begins behind the one to be left out."""
        records = [item.record for item in store.drawn(self.sample).items if item.kind == "event"]
        start = records.index(after) + 1 if after in records else 0
        return next(
            (r for r in [*records[start:], *records[:start]] if r != after and self._is_open(store, r, who)), None
        )

    def _is_open(self, store: Store, record: str, who: str) -> bool:
        condition, *values = self._open("e.id", "e.verdict", who)
        return bool(store.sql(f"SELECT 1 FROM event e WHERE e.id = ? AND {condition}", (record, *values)).rows)
