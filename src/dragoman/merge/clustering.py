"""Which story an event joins: the one whose members it is most like, if it is like enough to all that were compared.

Comes in: an event, the members of stories near it, what a person decided. Goes out: a placement with its links. Stories
are only joined by an event that is like both, whose members are like one another too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from dragoman.merge.happenings import Happening
from dragoman.merge.scoring import LINK, Score, score

MEMBERS = 8
"""Members of one story that an event is compared with, at most."""
STORY = 3.0
"""Points on average over the members compared, at least."""
SETTLED = (
    (frozenset(("same place", "near by")), frozenset(("other place", "other country"))),
    (frozenset(("same day",)), frozenset(("days differ",))),
)
"""What settles whether it can be one happening, for place and for day: reasons for and against."""
RIVAL = LINK + 1
"""Points that make two accounts in one report rivals."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an event goes: into the first of these stories, and the others are one with it; empty: a new story."""

    stories: tuple[int, ...] = ()
    links: Mapping[str, Score] = ()  # type: ignore[assignment]
    """By the id of the other event; with their reasons."""


def place(
    new: Happening,
    stories: Mapping[int, Sequence[Happening]],
    apart: Callable[[str, str], bool],
    together: Sequence[int],
) -> Placement:
    """Find the story of an event; `apart` and `together` are what a person decided, which always wins."""
    links: dict[str, Score] = {}
    fitting: list[tuple[float, int]] = []
    for key, members in stories.items():
        if any(apart(new.event, m.event) for m in members):
            continue
        found = _fit(new, members)
        if found is not None:
            points, made = found
            fitting.append((points, key))
            links |= made
    fitting.sort(key=lambda f: (-f[0], f[1]))
    chosen = list(dict.fromkeys(together)) or [key for _, key in fitting[:1]]
    for _, key in fitting:
        if key not in chosen and _one(stories.get(chosen[0], ()), stories[key], apart):
            chosen.append(key)
    kept = {m.event for key in chosen for m in stories.get(key, ())}
    return Placement(tuple(chosen), {event: s for event, s in links.items() if event in kept})


def _fit(new: Happening, members: Sequence[Happening]) -> tuple[float, dict[str, Score]] | None:
    """Average points over the members compared and the links among them; None where it does not fit."""
    own = [m for m in members if m.report == new.report]
    if any(not _rivals(new, m) for m in own):
        return None
    compared = list(members)[-MEMBERS:]
    scores = {m.event: score(new, m) for m in compared}
    rivals = {m.event for m in own}
    links = {event: s for event, s in scores.items() if s.points >= LINK or event in rivals}
    if _contradicted(scores.values()) and not rivals:
        return None
    average = sum(s.points for s in scores.values()) / len(scores)
    return (max(average, STORY), links) if links and (average >= STORY or rivals) else None


def _contradicted(scores: Iterable[Score]) -> bool:
    """Whether more members tell another place than the same one, or another day.

    One that tells neither must not bring together what is apart, and a day in common does not make two places one.
    """
    told = [what for s in scores for what, _ in s.reasons]
    return any(sum((what in agree) - (what in against) for what in told) < 0 for agree, against in SETTLED)


def _rivals(left: Happening, right: Happening) -> bool:
    """Two accounts in one report of who did the same thing."""
    if right.event in left.rivals or left.event in right.rivals:
        return True
    if left.type != right.type or set(left.actors) & set(right.actors) or not (left.disputed or right.disputed):
        return False
    return bool(left.actors and right.actors) and score(left, right).points >= RIVAL


def _one(left: Sequence[Happening], right: Sequence[Happening], apart: Callable[[str, str], bool]) -> bool:
    """Whether two stories are one: their latest members are alike and contradict nothing, and nobody put them apart."""
    if not left or not right or any(apart(a.event, b.event) for a in left for b in right):
        return False
    if {a.report for a in left} & {b.report for b in right}:
        return False
    scores = [score(a, b) for a in left[-MEMBERS:] for b in right[-MEMBERS:]]
    if _contradicted(scores):
        return False
    return sum(s.points for s in scores) / len(scores) >= LINK
