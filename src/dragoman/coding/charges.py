"""Which charge each answer is to, across the report.

Comes in: drafts with those who assert them, and answers. Goes out: the drafts with `denied_by`, further `asserted_by`, all stances
and the status that follows. An answer that names the charge ("the allegation") is to the nearest one of another party, rather one
against the one who answers; an answer that only says no is to a charge against its speaker, a few sentences away.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dragoman.coding.answers import Answer
from dragoman.coding.drafts import Draft
from dragoman.model import Actor, Annotation, Slot, Stance

OF_STATE = frozenset({"GOV", "MIL", "COP", "JUD", "SPY", "LEG", "MED"})
"""Sectors of one state, which answer for each other."""
ORGANISED = frozenset({"REB", "PTY", "OPP", "BUS", "PRM", "UAF", "CRM", "IGO", "NGO"})
"""Sectors whose spokesmen and members answer for one another."""
ASSUMED = "the report is about"
"""How the ground of a country begins that was taken over from the report as a whole (resolve/actor_countries.py)."""
FAR = 12
"""Sentences back in which an answer that names the charge finds it, if it is against the one who answers."""
NEAR = 3
"""Sentences in which any other answer does."""
BESIDE = 1
"""Sentences in which one that is not against the one who answers does: a lawyer's or a witness's."""
AHEAD = 2
"""Sentences in which the charge may stand behind its answer."""
TOLD = frozenset({"happened", "ongoing", "alleged", "denied"})
"""Statuses of what is told as real, so that it can be denied."""
COMMON = frozenset(
    {
        "the",
        "and",
        "his",
        "her",
        "their",
        "its",
        "former",
        "two",
        "men",
        "man",
        "people",
        "one",
        "some",
        "other",
        "another",
        "who",
    }
)
COMPARED = 20
"""Charges that an answer is held against; reports have fewer in reach, and hostile texts stay linear."""


@dataclass(frozen=True, slots=True)
class Charge:
    """What one party says of another in one sentence: one or several acts."""

    sentence: int
    asserters: frozenset[str]
    numbers: tuple[int, ...]
    """Of its drafts."""


def answered(
    drafts: Sequence[Draft], answers: Sequence[Answer], actors: Mapping[str, Actor], report: Annotation
) -> list[Draft]:
    """Give each draft the answers that are to it."""
    found = list(drafts)
    given = sorted([*answers, *_rejections(drafts, answers)], key=lambda answer: answer.head)
    told: defaultdict[int, list[int]] = defaultdict(list)
    for n, draft in enumerate(drafts):
        told[draft.sentence].append(n)
    for answer in given:
        if answer.over is not None and answer.by is not None:
            _deny_within(answer, found, told[report.tokens[answer.head].sentence], report)
    charges = _charges(found)
    sentences = [c.sentence for c in charges]
    for answer in given:
        sentence = report.tokens[answer.head].sentence
        first = bisect_left(sentences, sentence - FAR)
        last = bisect_left(sentences, sentence + AHEAD + 1)
        near = charges[max(first, last - COMPARED) : last]
        ranked = [(rank, charge) for charge in near if (rank := _rank(answer, sentence, charge, found, actors))]
        if ranked:
            _, charge = min(ranked, key=lambda pair: pair[0])
            _apply(answer, charge, found, actors, report)
    return found


def _rejections(drafts: Sequence[Draft], answers: Sequence[Answer]) -> Iterator[Answer]:
    """Denials that the codebook's words of REJECT tell and the table of answers does not."""
    known = {a.head for a in answers}
    for draft in drafts:
        head = draft.trigger.head
        said_no = draft.type == "REJECT" and draft.mode is None and draft.status == "happened"
        if said_no and draft.actors and head not in known:
            yield Answer("denies", draft.actors[0], head, (head, head + 1), True)


def _deny_within(answer: Answer, drafts: list[Draft], near: Sequence[int], report: Annotation) -> None:
    """ "dismissed as gossip a report that he had agreed": the act stands in the words denied, and nobody says so here."""
    first, last = answer.over or (0, 0)
    for n in near:
        draft = drafts[n]
        if first <= draft.trigger.head < last and not draft.denied_by and draft.status in TOLD | {"not-happened"}:
            by = answer.by.actor if answer.by else ""
            others = tuple(s for s in draft.asserted_by if s.actor != by)
            stances = tuple(s for s in draft.stances if s.by is None or s.by.actor != by)
            told = replace(draft, status="alleged" if others else "denied", asserted_by=others, stances=stances)
            drafts[n] = _with(told, Stance("denies", answer.by, report.span(*answer.words)), doer=False)


def _charges(drafts: Sequence[Draft]) -> list[Charge]:
    """The charges of a report in text order: drafts that somebody asserts or that are told as a claim."""
    groups: dict[tuple[int, frozenset[str]], list[int]] = {}
    for n, draft in enumerate(drafts):
        if draft.status in TOLD and (draft.asserted_by or draft.status in ("alleged", "denied")):
            asserters = frozenset(s.actor for s in draft.asserted_by)
            groups.setdefault((draft.sentence, asserters), []).append(n)
    return sorted((Charge(s, who, tuple(ns)) for (s, who), ns in groups.items()), key=lambda c: (c.sentence, c.numbers))


Rank = tuple[bool, int, bool]
"""Better is less: against another than the one who answers; sentences away; behind the answer."""


def _rank(
    answer: Answer, sentence: int, charge: Charge, drafts: Sequence[Draft], actors: Mapping[str, Actor]
) -> Rank | None:
    """How well an answer fits a charge; None where it cannot be to it."""
    behind = charge.sentence > sentence
    distance = abs(charge.sentence - sentence)
    if _is_own_words(answer, charge, drafts) or (behind and distance > AHEAD):
        return None
    if answer.stance == "unverified":
        return (False, distance, behind) if distance <= 2 and not behind else None
    if answer.by is None or (answer.by.actor in charge.asserters and answer.stance != "retracts"):
        return None
    who = actors[answer.by.actor]
    related = any(_related(who, drafts[n], actors) for n in charge.numbers)
    if not answer.named and not (related and _is_contested(who, charge, drafts, actors)):
        return None
    reach = FAR if answer.named and related else NEAR if related else BESIDE
    if distance > reach or (behind and not (related and answer.named)):
        return None
    return not related, distance, behind


def _is_contested(who: Actor, charge: Charge, drafts: Sequence[Draft], actors: Mapping[str, Actor]) -> bool:
    """Whether a plain "no" can be to a charge: told as a claim, or told of one country by another."""
    if not charge.asserters:
        return False
    if any(drafts[n].status == "alleged" for n in charge.numbers):
        return True
    countries = {_country(actors[a]) for a in charge.asserters}
    return _country(who) is not None and None not in countries and _country(who) not in countries


def _is_own_words(answer: Answer, charge: Charge, drafts: Sequence[Draft]) -> bool:
    """Whether the answer is a part of the charge itself: its trigger, or words between whose drafts it stands."""
    return any(
        answer.head in drafts[n].trigger.words or drafts[n].reading.governor == answer.head for n in charge.numbers
    )


def _related(who: Actor, draft: Draft, actors: Mapping[str, Actor]) -> bool:
    """Whether an act is laid to a party, or to a body that it answers for."""
    return any(answers_for(who, actors[s.actor]) for s in draft.actors)


def answers_for(who: Actor, doer: Actor) -> bool:
    """One party; a spokesman and his body; bodies of one state."""
    if doer.id == who.id or (who.office and who.office.organisation == doer.name):
        return True
    mine, yours = _country(who), _country(doer)
    if mine is not None and yours is not None and mine != yours:
        return False
    if _words(who.name) & _words(doer.name):
        return True
    if who.sector in OF_STATE and doer.sector in OF_STATE:
        return True
    return who.sector == doer.sector and who.sector in ORGANISED and mine == yours


def _words(name: str) -> set[str]:
    """The words of a name that tell it from others: "the army's lawyer" and "the army" share one."""
    return set(re.findall(r"[^\W\d_]{3,}", name.casefold())) - COMMON


def _country(party: Actor) -> str | None:
    """A party's country, unless it is only that of the report."""
    return None if party.basis.get("country", "").startswith(ASSUMED) else party.country


def _apply(
    answer: Answer, charge: Charge, drafts: list[Draft], actors: Mapping[str, Actor], report: Annotation
) -> None:
    """Write an answer into the acts of a charge: those laid to the one who answers, or all where none is."""
    by = answer.by
    blamed = [n for n in charge.numbers if not charge.asserters & {s.actor for s in drafts[n].actors}] or charge.numbers
    own = [n for n in blamed if by is not None and _related(actors[by.actor], drafts[n], actors)]
    stance = Stance(answer.stance, by, report.span(*answer.words), answer.statement)
    for n in own or blamed:
        drafts[n] = _with(drafts[n], stance, doer=by is not None and any(s.actor == by.actor for s in drafts[n].actors))


def _with(draft: Draft, stance: Stance, doer: bool) -> Draft:
    """A draft with one more stance and what follows from it."""
    if any(s.kind == stance.kind and s.by and stance.by and s.by.actor == stance.by.actor for s in draft.stances):
        return draft
    draft = replace(draft, stances=(*draft.stances, stance))
    if stance.by is None:
        return draft
    if stance.kind in ("denies", "retracts"):
        status = "alleged" if draft.status == "happened" and draft.asserted_by else draft.status
        return replace(draft, denied_by=_joined(draft.denied_by, stance.by), status=status)
    if stance.kind == "confirms":
        status = "happened" if doer and draft.status == "alleged" else draft.status
        return replace(draft, asserted_by=_joined(draft.asserted_by, stance.by), status=status)
    return draft


def _joined(slots: Sequence[Slot], one: Slot) -> tuple[Slot, ...]:
    return (*slots, one) if all(s.actor != one.actor for s in slots) else tuple(slots)
