"""Who stands behind an event: those who assert it, those who deny it.

Comes in: drafts and statements of a report. Goes out: the drafts with `asserted_by`, `denied_by` and the status that
follows from them. Rules are GUIDE.md, 5.1: what a speaker did itself, or a routine fact passed on by an authority, is
happened; a claim against another party is alleged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dragoman.coding.answers import Answer
from dragoman.coding.charges import OF_STATE, answered, answers_for
from dragoman.coding.drafts import Draft
from dragoman.coding.speech import Speech
from dragoman.coding.syntax import Syntax
from dragoman.coding.voices import Voices
from dragoman.model import Actor, Annotation, Slot, Stance, Statement

AUTHORITIES = frozenset({"COP", "JUD", "JRN", "MED", "IGO"})
"""Sectors whose word on another's act is passed on as fact."""
CONTESTABLE = frozenset({"ASSAULT", "COERCE"})
"""Types that one party tells of another as a charge; whether a state sent troops or a court ruled is seldom disputed."""
OFFICIAL = frozenset({"GOV", "MIL"})
"""Sectors whose word is passed on as fact only where no other party is blamed."""
SPOKEN = frozenset({"ACCUSE", "REQUEST", "REJECT", "SUPPORT", "AGREE", "CONCEDE", "THREATEN"})
"""Types that are done by saying."""
CONTESTED = frozenset({"claim", "allege", "accuse", "insist", "maintain", "contend", "charge", "suspect", "suggest"})


def claims(
    drafts: Sequence[Draft], speech: Speech, answers: Sequence[Answer], voices: Voices, report: Annotation
) -> list[Draft]:
    """Fill `asserted_by`, `denied_by`, `stances` and the status that depends on them."""
    at = {word: d for d in reversed(drafts) for word in d.trigger.words}
    found = [_blamed(_governed(d, at, report), voices, report) for d in drafts]
    actors = {a.id: a for a in (*report.actors, *voices.made)}
    found = [_said(d, speech, actors) for d in found]
    return answered(found, answers, actors, report)


def _governed(draft: Draft, at: Mapping[int, Draft], report: Annotation) -> Draft:
    """ "accused Rome of bombing": the accuser asserts the bombing; "Rome denied bombing": Rome denies it."""
    governor = at.get(draft.reading.governor) if draft.reading.governor is not None else None
    if governor is None or governor is draft:
        return draft
    words = report.span(governor.trigger.head, governor.trigger.head + 1)
    if draft.status == "alleged":
        whom = {s.actor for s in draft.recipients}
        accusers = {s.actor for s in governor.actors}
        blamed = tuple(r for r in governor.recipients if r.actor not in whom)
        own = bool(accusers & {s.actor for s in draft.actors})
        doers = blamed if blamed and (own or not draft.actors) else draft.actors
        stances = tuple(Stance("asserts", who, words) for who in governor.actors)
        return replace(draft, actors=doers, asserted_by=governor.actors, stances=stances)
    if draft.status != "denied":
        return draft
    stances = tuple(Stance("denies", who, words) for who in governor.actors)
    return replace(draft, denied_by=governor.actors, stances=stances)


def _blamed(draft: Draft, voices: Voices, report: Annotation) -> Draft:
    """ "attributed the killing to police", "her claims of looting": who says so by a word that is no event of its own."""
    governor = draft.reading.governor
    if draft.status != "alleged" or draft.asserted_by or governor is None or governor in draft.trigger.words:
        return draft
    syntax = Syntax(report.tokens, report.children)
    if syntax.is_verb(governor):
        sayers = [] if syntax.passive(governor) else syntax.subjects(governor)
    else:
        sayers = (
            syntax.dependents(governor, "poss") or syntax.obliques(governor, "by") or syntax.obliques(governor, "from")
        )
    doers = {s.actor for s in draft.actors}
    slots = [s for t in sayers if (s := voices.slot(t)) is not None and s.actor not in doers]
    stances = tuple(Stance("asserts", who, report.span(governor, governor + 1)) for who in slots)
    return replace(draft, asserted_by=tuple(slots), stances=(*draft.stances, *stances)) if slots else draft


def _said(draft: Draft, speech: Speech, actors: Mapping[str, Actor]) -> Draft:
    """An event inside a statement is asserted by its speaker."""
    words = draft.trigger.words
    statement = next(iter(speech.around(words[0], words[-1])), None)
    if statement is None or statement.speaker is None or draft.asserted_by or draft.denied_by:
        return draft
    speaker = statement.speaker
    if draft.status == "not-happened":
        return _negated(draft, statement, speaker, actors)
    stances = (Stance("asserts", speaker, statement.cue or speaker.span, statement.id),)
    if draft.status not in ("happened", "ongoing"):
        return replace(draft, asserted_by=(speaker,), stances=stances)
    own = any(a.actor == speaker.actor for a in draft.actors)
    if statement.act == "deny" or (own and draft.type in SPOKEN):
        return draft  # "We condemn this": the reporter tells the act by quoting it
    alleged = not own and draft.status == "happened" and _contested(draft, speaker, statement, actors)
    return replace(draft, asserted_by=(speaker,), status="alleged" if alleged else draft.status, stances=stances)


def _negated(draft: Draft, statement: Statement, speaker: Slot, actors: Mapping[str, Actor]) -> Draft:
    """ "We did not fire", "no village was cleared, the general staff said": who says that its own side did not denies."""
    own = any(answers_for(actors[speaker.actor], actors[s.actor]) for s in draft.actors)
    if draft.type not in CONTESTABLE or not own:
        return draft
    stances = (Stance("denies", speaker, statement.cue or speaker.span, statement.id),)
    return replace(draft, denied_by=(speaker,), status="denied", stances=stances)


def _contested(draft: Draft, speaker: Slot, statement: Statement, actors: Mapping[str, Actor]) -> bool:
    """Whether a speaker's word on another's act is only a claim."""
    cue = statement.cue.text.lower() if statement.cue else ""
    if statement.act == "accuse" or any(cue.startswith(c) for c in CONTESTED):
        return True
    if draft.type not in CONTESTABLE:
        return False
    said_by = actors[speaker.actor]
    if said_by.sector in AUTHORITIES:
        return False
    if said_by.sector not in OFFICIAL:
        return True
    return any(_rival(said_by, actors[a.actor]) for a in draft.actors)


def _rival(speaker: Actor, doer: Actor) -> bool:
    """Whether an official speaks of another side: not of its own country's forces, police, courts or government."""
    return doer.sector not in OF_STATE or doer.country != speaker.country
