"""Events as foreign formats take them: with their report, story, parties and what reviews made of them.

Comes in: an open store, a filter. Goes out: `Witnessed` records, and an account of what such a format cannot hold. Formats
without a status get what took place, and what is announced and friendly, which they fold into an intent; what is alleged,
denied, hypothetical or recalled as background is left out and counted, unless the filter asks for it by name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any

from dragoman.codebook.cameo import cameo
from dragoman.model import Actor, Coding, Event
from dragoman.query import COUNTED, Filter
from dragoman.store import Store

FRIENDLY = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"})
"""Types that are an intent while they are only announced."""
QUADS = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}
Change = Callable[[Coding], Coding]


@dataclass(frozen=True)
class Witnessed:
    """One event of one report."""

    coding: Coding
    event: Event
    """With the values that reviews gave it."""
    story: str | None
    mentions: int
    """Events of the story."""
    reports: int
    outlets: int
    added: str
    """When its report was stored; ISO 8601."""
    first: date | None
    last: date | None
    date_basis: str

    @cached_property
    def by_id(self) -> dict[str, Actor]:
        """The parties of the report."""
        return {a.id: a for a in self.coding.actors}

    @cached_property
    def actors(self) -> list[Actor]:
        """Who."""
        return self._parties(self.event.actors)

    @cached_property
    def recipients(self) -> list[Actor]:
        """To whom."""
        return self._parties(self.event.recipients)

    def _parties(self, slots: Any) -> list[Actor]:
        return [self.by_id[i] for i in dict.fromkeys(s.actor for s in slots)]

    @property
    def code(self) -> str | None:
        """The CAMEO code."""
        e = self.event
        return cameo(e.type, e.mode, e.trigger.text, e.contexts, e.status)

    def dyads(self) -> list[tuple[Actor | None, Actor | None]]:
        """Every pair of who and whom; where a side is empty, None stands for it."""
        sources: list[Actor | None] = [*self.actors] or [None]
        targets: list[Actor | None] = [*self.recipients] or [None]
        return [(a, r) for a in sources for r in targets]


@dataclass(slots=True)
class Account:
    """What was written, and what was left out, by reason."""

    written: int = 0
    left_out: Counter[str] = field(default_factory=Counter)

    def lines(self) -> list[str]:
        """In words."""
        said = [f"{n:,} {why}" for why, n in self.left_out.most_common()]
        return [f"{self.written:,} written."] + ([f"Left out: {', '.join(said)}."] if said else [])


def witnessed(store: Store, asked: Filter, change: Change, account: Account) -> Iterator[Witnessed]:
    """What a format without status, background and reviews can hold."""
    for report, rows in groupby(store.witnesses(asked), key=lambda row: row["report"]):
        coding = store.reviewed(report)
        if coding is None:
            continue
        found = {e.id: e for e in coding.events}
        kept = []
        for row in rows:
            if why := _unfit(row, asked):
                account.left_out[why] += 1
            elif row["event"] in found:
                kept.append(row)
        if not kept:
            continue
        coding = change(coding)
        events = {e.id: e for e in coding.events}
        for row in kept:
            account.written += 1
            yield _made(coding, events[row["event"]], row)


def _unfit(row: Any, asked: Filter) -> str | None:
    if row["verdict"] == "wrong":
        return "judged wrong by a person"
    if row["background"] and asked.background is None:
        return "recalled as background"
    if asked.status or row["status"] in COUNTED or (row["status"] == "planned" and row["type"] in FRIENDLY):
        return None
    return str(row["status"])


def _made(coding: Coding, event: Event, row: Any) -> Witnessed:
    first, last = (date.fromisoformat(row[d]) if row[d] else None for d in ("first", "last"))
    return Witnessed(
        coding, event, row["story"], row["events"] or 1, row["reports"] or 1, row["outlets"] or 1, row["added"], first, last,
        row["date_basis"],
    )  # fmt: skip
