"""One event for each real event of a report, at its most informative mention.

Comes in: drafts with claims and circumstances. Goes out: those that stay, completed by what merged into them. Two
drafts are one event when their type is the same and nothing speaks against it: parties, times, places, factuality.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace


from dragoman.coding.drafts import Draft
from dragoman.coding.figures import Count
from dragoman.model import Actor, Place, Slot, Time

UNREAL = frozenset({"planned", "considered", "hypothetical", "not-happened"})



@dataclass(frozen=True, slots=True)
class Placed:
    """A draft with its circumstances."""

    draft: Draft
    when: Time | None
    place: Place | None
    counts: tuple[Count, ...]
    background: bool
    ground: str
    """Why it is background; empty where it is not."""


def distinct(placed: Sequence[Placed], actors: Mapping[str, Actor]) -> list[Placed]:
    """Merge the mentions of each event; text order, the title last."""
    kept: list[Placed] = []
    for one in sorted(placed, key=lambda p: (p.draft.in_title, p.draft.sentence)):
        for n in range(len(kept) - 1, -1, -1):
            if _same(kept[n], one, actors):
                kept[n] = _merge(kept[n], one)
                break
        else:
            kept.append(one)
    return sorted(kept, key=lambda p: p.draft.trigger.words[0])


def _same(a: Placed, b: Placed, actors: Mapping[str, Actor]) -> bool:
    if a.draft.type != b.draft.type or _disjoint_times(a.when, b.when) or _apart(a, b):
        return False
    if a.draft.mode != b.draft.mode and a.draft.mode and b.draft.mode and not _bare(b):
        return False
    if a.draft.type in ("CONSULT", "COOPERATE", "AGREE"):
        sides = [_fit((*x.draft.actors, *x.draft.recipients), (*y.draft.actors, *y.draft.recipients), actors) for x, y in ((a, b),)]
        return sides[0] > 0 or _bare(b)
    who, whom = _fit(a.draft.actors, b.draft.actors, actors), _fit(a.draft.recipients, b.draft.recipients, actors)
    if who < 0 or whom < 0:
        return False
    return who + whom > 0 or _bare(b)


def _fit(a: Sequence[Slot], b: Sequence[Slot], actors: Mapping[str, Actor]) -> int:
    """1: share a party; 0: one side is empty; -1: different parties."""
    if not a or not b:
        return 0
    if {s.actor for s in a} & {s.actor for s in b}:
        return 1
    mine, yours = ({actors[s.actor].country for s in x if actors[s.actor].sector == "GOV"} - {None} for x in (a, b))
    return 1 if mine & yours else -1


def _bare(one: Placed) -> bool:
    """A mention without parties of its own: "the attack", "the talks"."""
    return not one.draft.actors and not one.draft.recipients


def _disjoint_times(a: Time | None, b: Time | None) -> bool:
    if a is None or b is None or a.start is None or b.start is None:
        return False
    return (a.end or a.start) < b.start or (b.end or b.start) < a.start


def _apart(a: Placed, b: Placed) -> bool:
    """One is a fact and the other is not, and the second says so itself."""
    if (a.draft.status in UNREAL) == (b.draft.status in UNREAL):
        return False
    return not (_bare(b) and not b.draft.reading.cue)


def _merge(a: Placed, b: Placed) -> Placed:
    """The more informative mention, completed by the other; on a tie the earlier."""
    best, other = (b, a) if _worth(b) > _worth(a) else (a, b)
    draft = replace(
        best.draft,
        actors=best.draft.actors or other.draft.actors,
        recipients=best.draft.recipients or tuple(r for r in other.draft.recipients if r.actor not in {s.actor for s in best.draft.actors}),
        asserted_by=() if _narrated(a) or _narrated(b) else best.draft.asserted_by or other.draft.asserted_by,
        denied_by=best.draft.denied_by or other.draft.denied_by,
        status=_status(a, b, best),
    )
    return replace(best, draft=draft, when=best.when or other.when, place=best.place or other.place,
                   counts=(*best.counts, *(c for c in other.counts if c not in best.counts)), background=a.background and b.background)  # fmt: skip


def _narrated(one: Placed) -> bool:
    """The reporter states it as fact."""
    return one.draft.status == "happened" and not one.draft.asserted_by


def _status(a: Placed, b: Placed, best: Placed) -> str:  # type: ignore[return]
    statuses = {a.draft.status, b.draft.status}
    if statuses == {"alleged", "happened"}:
        return "happened"  # where the narration states it too, it is fact (GUIDE.md, 5.1)
    return best.draft.status


def _worth(one: Placed) -> float:
    draft = one.draft
    return (
        2 * bool(draft.actors) + 2 * bool(draft.recipients) + bool(one.when) + bool(one.place) + bool(one.counts)
        + 0.5 * (draft.trigger.lexeme.category == "verb") + 0.5 * bool(draft.mode) - 3 * draft.in_title
    )  # fmt: skip
