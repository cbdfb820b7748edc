"""One event for each real event of a report, at its most informative mention.

Comes in: drafts with claims and circumstances. Goes out: those that stay, completed by what merged into them. Two
drafts are one event when their type is the same and nothing speaks against it: parties, times, places, factuality.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dragoman.coding.circumstances import Circumstances
from dragoman.coding.drafts import Draft
from dragoman.coding.figures import BELONGS, Count
from dragoman.model import Actor, Place, Slot, Stance, Status, Time

UNREAL = frozenset({"planned", "considered", "hypothetical", "not-happened"})
MEETINGS = frozenset({"CONSULT", "COOPERATE", "AGREE"})
"""Types whose sides may be told either way round."""

WEIGHTS = {
    "shared actor": 2.0, "shared recipient": 2.0, "all parties shared": 2.5, "same word": 1.0, "same mode": 1.0, "bare": 2.0, "outcome": 1.5,
    "near": 1.0, "title": 1.5, "other actor": -3.0, "other recipient": -1.0, "other mode": -1.5, "other place": -1.0, "fact and no fact": -3.0,
    "background and not": -1.0, "told and denied": -6.0, "another is blamed": -6.0,
    "title of old news": -3.0, "told as two acts": -1.5,
}  # fmt: skip
"""What speaks for and against two mentions being one event; set by hand on the training reports (`bench/scorecard`)."""
ENOUGH = 1.5
COMPARED = 80
"""Events of one type that a mention is compared with, the latest; reports have fewer, and hostile texts stay linear."""
REACH = 4
"""Sentences behind an event in which a number may still be told of it."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A draft with its circumstances."""

    draft: Draft
    when: Time | None
    place: Place | None
    counts: tuple[Count, ...]
    background: bool = False
    ground: str = ""
    """Why it is background; empty where it is not."""
    new: bool = False
    """Its noun has an indefinite article: "an explosion" is not one told before."""
    mentions: int = 1
    """Drafts that merged into this one."""


def distinct(placed: Sequence[Placed], actors: Mapping[str, Actor]) -> list[Placed]:
    """Merge the mentions of each event; the body first, then the title, which only says it again; text order."""
    kept: list[Placed] = []
    latest: defaultdict[str, deque[int]] = defaultdict(lambda: deque(maxlen=COMPARED))
    for one in sorted(placed, key=lambda p: (p.draft.in_title, p.draft.sentence)):
        alike = [
            (sum(WEIGHTS[r] for r in reasons(kept[n], one, actors)), n)
            for n in latest[one.draft.type]
            if not _disjoint_times(kept[n].when, one.when)
        ]
        best, n = max(alike, default=(0.0, 0))
        if best >= ENOUGH:
            kept[n] = _merge(kept[n], one)
        else:
            for n in latest[one.draft.type]:
                kept[n], one = _shared_place(kept[n], one, actors)
            latest[one.draft.type].append(len(kept))
            kept.append(one)
    return sorted(kept, key=lambda p: p.draft.trigger.words[0])


def with_strays(kept: Sequence[tuple[Placed, float]], around: Circumstances) -> list[tuple[Placed, float]]:
    """Give each count that no event took to the last event before it that it can belong to; scores stay."""
    found = list(kept)
    told: defaultdict[int, list[int]] = defaultdict(list)
    for n, (one, _) in enumerate(kept):
        told[one.draft.sentence].append(n)
    for sentence, count in around.strays({c for p, _ in kept for c in p.counts}):
        before = (n for s in range(sentence, sentence - REACH - 1, -1) for n in reversed(told.get(s, ())))
        nearest = next((n for n in before if _may_count(found[n][0], count)), None)
        if nearest is not None:
            one, score = found[nearest]
            found[nearest] = replace(one, counts=(*one.counts, count)), score
    return found


def _may_count(one: Placed, count: Count) -> bool:
    return one.draft.type in BELONGS[count.what] and not one.background and one.draft.status not in UNREAL


def reasons(a: Placed, b: Placed, actors: Mapping[str, Actor]) -> list[str]:
    """What speaks for and against `b`, the later mention, being the event of `a`."""
    mine, yours = a.draft, b.draft
    found = _parties(a, b, actors)
    checks = {
        "same word": mine.trigger.lexeme.source == yours.trigger.lexeme.source,
        "same mode": mine.mode is not None and mine.mode == yours.mode,
        "other mode": bool(mine.mode and yours.mode and mine.mode != yours.mode),
        "bare": not yours.actors and not yours.recipients and not b.new,
        "outcome": bool(b.counts) and not yours.actors,
        "near": abs(mine.sentence - yours.sentence) <= 1,
        "title": yours.in_title,
        "other place": bool(a.place and b.place and a.place.name != b.place.name),
        "fact and no fact": _apart(a, b),
        "background and not": a.background != b.background,
        "told and denied": any(_narrated(x) and y.draft.denied_by for x, y in ((a, b), (b, a))),
        "another is blamed": "other actor" in found
        and "alleged" in (mine.status, yours.status)
        and bool(yours.asserted_by or mine.asserted_by),
        "title of old news": yours.in_title and a.background,
        "told as two acts": mine.sentence == yours.sentence
        and mine.trigger.lexeme.category == yours.trigger.lexeme.category == "verb"
        and mine.trigger.lexeme.source != yours.trigger.lexeme.source,
    }
    return found + [reason for reason, holds in checks.items() if holds]


def _parties(a: Placed, b: Placed, actors: Mapping[str, Actor]) -> list[str]:
    if a.draft.type in MEETINGS:
        return (
            ["all parties shared"]
            if _same_parties(a, b)
            else ["other actor"]
            if a.draft.actors and b.draft.actors
            else []
        )
    who, whom = _fit(a.draft.actors, b.draft.actors, actors), _fit(a.draft.recipients, b.draft.recipients, actors)
    names = {1: "shared", -1: "other"}
    fits = [(fit, role) for fit, role in ((who, "actor"), (whom, "recipient")) if fit]
    return [f"{names[fit]} {role}" for fit, role in fits if fit > 0 or not b.draft.in_title]  # titles paraphrase


def _same_parties(a: Placed, b: Placed) -> bool:
    """Of two meetings the one has all the parties of the other: a visit to one host is not a visit to another."""
    mine, yours = ({s.actor for s in (*p.draft.actors, *p.draft.recipients)} for p in (a, b))
    return bool(mine and yours) and (mine <= yours or yours <= mine)


def _shared_place(a: Placed, b: Placed, actors: Mapping[str, Actor]) -> tuple[Placed, Placed]:
    """A meeting and another of the same parties or their people stand in one place, where only one tells it.

    "toured Microsoft" and "was shown around by Microsoft's chief in Redmond" are told as two and happen in one.
    """
    if a.draft.type not in MEETINGS or (a.place is None) == (b.place is None) or a.draft.status != b.draft.status:
        return a, b
    mine, yours = (_circle(p, actors) for p in (a, b))
    if len(mine & yours) < 2 or _disjoint_times(a.when, b.when):
        return a, b
    return replace(a, place=a.place or b.place), replace(b, place=b.place or a.place)


def _circle(one: Placed, actors: Mapping[str, Actor]) -> set[str]:
    """The names of the parties of a meeting and of the bodies that they hold office in."""
    parties = [actors[s.actor] for s in (*one.draft.actors, *one.draft.recipients)]
    return {p.name for p in parties} | {p.office.organisation for p in parties if p.office and p.office.organisation}


def _fit(a: Sequence[Slot], b: Sequence[Slot], actors: Mapping[str, Actor]) -> int:
    """1: share a party; 0: one side is empty, or both are of one government; -1: different parties."""
    if not a or not b:
        return 0
    if {s.actor for s in a} & {s.actor for s in b}:
        return 1
    mine, yours = ({actors[s.actor].country for s in x if actors[s.actor].sector == "GOV"} - {None} for x in (a, b))
    return 0 if mine & yours else -1  # a ministry and the government may be one or two


def _disjoint_times(a: Time | None, b: Time | None) -> bool:
    if a is None or b is None or a.start is None or b.start is None:
        return False
    return (a.end or a.start) < b.start or (b.end or b.start) < a.start


def _apart(a: Placed, b: Placed) -> bool:
    """One is a fact and the other is not, and the later mention says so itself (a noun may leave it open)."""
    if (a.draft.status in UNREAL) == (b.draft.status in UNREAL):
        return False
    return b.draft.trigger.lexeme.category != "noun" or bool(b.draft.reading.cue)


def _merge(a: Placed, b: Placed) -> Placed:
    """The more informative mention, completed by the other; on a tie the earlier."""
    best, other = (b, a) if _worth(b) > _worth(a) else (a, b)
    draft = replace(
        best.draft,
        actors=best.draft.actors or other.draft.actors,
        recipients=best.draft.recipients
        or tuple(r for r in other.draft.recipients if r.actor not in {s.actor for s in best.draft.actors}),
        asserted_by=() if _narrated(a) or _narrated(b) else best.draft.asserted_by or other.draft.asserted_by,
        denied_by=best.draft.denied_by or other.draft.denied_by,
        stances=_stances(a.draft, b.draft),
        status=_status(a, b, best),
    )
    return replace(
        best,
        draft=draft,
        when=best.when or other.when,
        place=best.place or other.place,
        counts=(*best.counts, *_further(best, other)),
        background=a.background and b.background,
        mentions=a.mentions + b.mentions,
    )


def _stances(a: Draft, b: Draft) -> tuple[Stance, ...]:
    """Of both mentions; who denies an act in one mention does not assert it in another ("its guns had not fired")."""
    found = (*a.stances, *(s for s in b.stances if s not in a.stances))
    deniers = {s.by.actor for s in found if s.kind == "denies" and s.by}
    return tuple(s for s in found if not (s.kind == "asserts" and s.by and s.by.actor in deniers))


def _further(best: Placed, other: Placed) -> list[Count]:
    """What the other mention counts besides; a title's round number ("dozens") adds nothing to the body's own."""
    known = {c.what for c in best.counts} if other.draft.in_title else set()
    return [c for c in other.counts if c not in best.counts and c.what not in known]


def _narrated(one: Placed) -> bool:
    """The reporter states it as fact; a headline that names nobody ("after shelling") does not say who did it."""
    named = bool(one.draft.actors) or not one.draft.in_title
    return named and one.draft.status == "happened" and not one.draft.asserted_by


def _status(a: Placed, b: Placed, best: Placed) -> Status:
    """Where the narration states it too, it is fact; where somebody only says so, it stays a claim (GUIDE.md, 5.1)."""
    if {a.draft.status, b.draft.status} == {"alleged", "happened"}:
        return "happened" if _narrated(a) or _narrated(b) else "alleged"
    return best.draft.status


def _worth(one: Placed) -> float:
    draft = one.draft
    return (
        2 * bool(draft.actors) + 2 * bool(draft.recipients) + bool(one.when) + bool(one.place) + bool(one.counts)
        + 0.5 * (draft.trigger.lexeme.category == "verb") + 0.5 * bool(draft.mode) - 3 * draft.in_title
    )  # fmt: skip
