"""Rival attributions: one act that different parties are said to have done stays two events, and each names the other.

Comes in: the events of a report. Goes out: the same events with `rivals`. Two events are rivals when their type is the same, no party
did both, at least one is only somebody's claim, and either the sides blame each other, or the act is done to the same party or told
in the same words a few sentences away. Decides nothing about who is right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from dragoman.model import Event, Slot

NEAR = 1500
"""Code points between two tellings in the same words at most."""
COMPARED = 20
"""Events of one type that an event is compared with, the latest."""


def with_rivals(events: Sequence[Event]) -> list[Event]:
    """Give each event the ids of its rivals."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    latest: defaultdict[str, list[Event]] = defaultdict(list)
    for event in events:
        for other in latest[event.type][-COMPARED:]:
            if _are_rivals(other, event):
                found[event.id].append(other.id)
                found[other.id].append(event.id)
        latest[event.type].append(event)
    return [replace(e, rivals=tuple(found[e.id])) if e.id in found else e for e in events]


def _are_rivals(a: Event, b: Event) -> bool:
    doers, others = _parties(a.actors), _parties(b.actors)
    if not doers or not others or doers & others:
        return False
    if not any(e.status == "alleged" and e.asserted_by for e in (a, b)) or _parties(a.asserted_by) == _parties(
        b.asserted_by
    ):
        return False
    blame_each_other = bool(_parties(a.asserted_by) & others and _parties(b.asserted_by) & doers)
    same_victim = bool(_parties(a.recipients) & _parties(b.recipients))
    near = abs(a.trigger.start - b.trigger.start) < NEAR
    return near and (blame_each_other or same_victim or _stem(a) == _stem(b))


def _parties(slots: Sequence[Slot]) -> set[str]:
    return {s.actor for s in slots}


def _stem(event: Event) -> str:
    """The beginning of the first long word of a trigger: "shelled" and "the shelling" have one."""
    words = [w for w in event.trigger.text.casefold().split() if len(w) > 3] or event.trigger.text.casefold().split()
    return words[0][:5]
