"""Who stands behind an event: those who assert it, those who deny it.

Comes in: drafts and statements of a report. Goes out: the drafts with `asserted_by`, `denied_by` and the status that
follows from them. Rules are GUIDE.md, 5.1: what a speaker did itself, or a routine fact passed on by an authority, is
happened; a claim against another party is alleged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dragoman.coding.drafts import Draft
from dragoman.coding.speech import Speech
from dragoman.coding.syntax import Syntax
from dragoman.model import Actor, Slot, Statement

AUTHORITIES = frozenset({"COP", "JUD", "JRN", "MED", "IGO"})
"""Sectors whose word on another's act is passed on as fact."""
CONTESTABLE = frozenset({"ASSAULT", "COERCE"})
"""Types that one party tells of another as a charge; whether a state sent troops or a court ruled is seldom disputed."""
SIDES = frozenset({"GOV", "MIL", "COP", "JUD", "SPY", "LEG", "MED"})
OFFICIAL = frozenset({"GOV", "MIL"})
"""Sectors whose word is passed on as fact only where no other party is blamed."""
SPOKEN = frozenset({"ACCUSE", "REQUEST", "REJECT", "SUPPORT", "AGREE", "CONCEDE", "THREATEN"})
"""Types that are done by saying."""
CONTESTED = frozenset({"claim", "allege", "accuse", "insist", "maintain", "contend", "charge", "suspect", "suggest"})
CHARGES = frozenset({"allegation", "accusation", "charge", "claim", "report", "involvement", "responsibility", "role", "wrongdoing", "suggestion",
                     "rumour", "rumor", "complicity", "link", "it", "this", "that", "they", "all", "everything", "guilt", "assertion", "connection"})  # fmt: skip
DENIALS = frozenset(
    {"deny", "reject", "dismiss", "refute", "repudiate", "rebut", "dispute", "denial", "disavow", "disclaim"}
)
NEAREST = 60
"""Events to either side of a denial among which the charge is looked for."""
REACH = 15
"""Sentences within which a denial finds the charge that it answers."""


def claims(drafts: Sequence[Draft], speech: Speech, actors: Mapping[str, Actor], syntax: Syntax) -> list[Draft]:
    """Fill `asserted_by`, `denied_by` and the status that depends on them."""
    at = {word: d for d in reversed(drafts) for word in d.trigger.words}
    found = [_governed(d, at) for d in drafts]
    found = [_said(d, speech, actors) for d in found]
    return _answered(found, actors, syntax)


def _governed(draft: Draft, at: Mapping[int, Draft]) -> Draft:
    """ "accused Rome of bombing": the accuser asserts the bombing; "Rome denied bombing": Rome denies it."""
    governor = at.get(draft.reading.governor) if draft.reading.governor is not None else None
    if governor is None or governor is draft:
        return draft
    if draft.status == "alleged":
        whom = {s.actor for s in draft.recipients}
        doers = draft.actors or tuple(r for r in governor.recipients if r.actor not in whom)
        return replace(draft, actors=doers, asserted_by=governor.actors)
    return replace(draft, denied_by=governor.actors) if draft.status == "denied" else draft


def _said(draft: Draft, speech: Speech, actors: Mapping[str, Actor]) -> Draft:
    """An event inside a statement is asserted by its speaker."""
    words = draft.trigger.words
    statement = next(iter(speech.around(words[0], words[-1])), None)
    if statement is None or statement.speaker is None or draft.asserted_by or draft.denied_by:
        return draft
    speaker = statement.speaker
    if draft.status not in ("happened", "ongoing"):
        return replace(draft, asserted_by=(speaker,))
    own = any(a.actor == speaker.actor for a in draft.actors)
    if statement.act == "deny" or (own and draft.type in SPOKEN):
        return draft  # "We condemn this": the reporter tells the act by quoting it
    alleged = not own and draft.status == "happened" and _contested(draft, speaker, statement, actors)
    return replace(draft, asserted_by=(speaker,), status="alleged" if alleged else draft.status)


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
    return doer.sector not in SIDES or doer.country != speaker.country


def _answered(drafts: list[Draft], actors: Mapping[str, Actor], syntax: Syntax) -> list[Draft]:
    """Tie each denial that names the charge only by a noun to the nearest charge against the one who denies."""
    found = list(drafts)
    for n, denial in enumerate(drafts):
        if not _is_denial(denial, syntax):
            continue
        near = [k for k in range(max(0, n - NEAREST), min(len(found), n + NEAREST)) if k != n]
        near = [
            k for k in near if abs(found[k].sentence - denial.sentence) <= REACH and _answers(denial, found[k], actors)
        ]
        if near:
            k = min(near, key=lambda k: (abs(k - n), k > n))
            found[k] = replace(found[k], denied_by=denial.actors)
            if not denial.recipients:
                found[n] = replace(denial, recipients=found[k].asserted_by)
    return found


def _answers(denial: Draft, charge: Draft, actors: Mapping[str, Actor]) -> bool:
    """Whether a charge is against the one who denies, or its country."""
    if charge.status not in ("alleged", "denied") or charge.denied_by:
        return False
    deniers, charged = ({s.actor for s in d.actors} for d in (denial, charge))
    mine, theirs = ({actors[a].country for a in group} - {None} for group in (deniers, charged))
    return bool(charged & deniers or mine & theirs)


def _is_denial(draft: Draft, syntax: Syntax) -> bool:
    """A denial of a charge, not a refusal of a request."""
    head = draft.trigger.head
    if draft.type != "REJECT" or not draft.actors or syntax.tokens[head].lemma not in DENIALS:
        return False
    if syntax.tokens[head].lemma in ("deny", "denial", "refute", "rebut", "disavow", "disclaim"):
        return True
    return any(syntax.tokens[o].lemma in CHARGES for o in (*syntax.objects(head), *draft.trigger.words))
