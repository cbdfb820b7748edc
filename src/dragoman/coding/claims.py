"""Who stands behind an event: those who assert it, those who deny it.

Comes in: drafts and statements of a report. Goes out: the drafts with `asserted_by`, `denied_by` and the status that
follows from them. Rules are GUIDE.md, 5.1: what a speaker did itself, or a routine fact passed on by an authority, is
happened; a claim against another party is alleged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dragoman.codebook import Codebook
from dragoman.coding.drafts import Draft
from dragoman.coding.syntax import Syntax
from dragoman.model import Actor, Slot, Statement

AUTHORITIES = frozenset({"COP", "JUD", "JRN", "MED", "IGO"})
"""Sectors whose word on another's act is passed on as fact."""
CONTESTABLE = frozenset({"ASSAULT", "COERCE"})
"""Types that one party tells of another as a charge; whether a state sent troops or a court ruled is seldom disputed."""
SIDES = frozenset({"GOV", "MIL", "COP", "JUD", "SPY", "LEG", "MED"})
OFFICIAL = frozenset({"GOV", "MIL"})
"""Sectors whose word is passed on as fact only where no other party is blamed."""
CONTESTED = frozenset({"claim", "allege", "accuse", "insist", "maintain", "contend", "charge", "suspect", "suggest"})
CHARGES = frozenset({"allegation", "accusation", "charge", "claim", "report", "involvement", "responsibility", "role", "wrongdoing", "suggestion",
                     "rumour", "rumor", "complicity", "link", "it", "this", "that", "they", "all", "everything", "guilt", "assertion", "connection"})  # fmt: skip
DENIALS = frozenset(
    {"deny", "reject", "dismiss", "refute", "repudiate", "rebut", "dispute", "denial", "disavow", "disclaim"}
)
REACH = 15
"""Sentences within which a denial finds the charge that it answers."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A statement with the sentences and characters it covers."""

    statement: Statement
    length: int

    def covers(self, start: int, end: int) -> bool:
        return any(c.start <= start and end <= c.end for c in self.statement.content)


def claims(
    drafts: Sequence[Draft],
    statements: Sequence[Statement],
    actors: Mapping[str, Actor],
    syntax: Syntax,
    codebook: Codebook,
) -> list[Draft]:
    """Fill `asserted_by`, `denied_by` and the status that depends on them."""
    sayings = sorted((Saying(s, sum(c.end - c.start for c in s.content)) for s in statements), key=lambda s: s.length)
    found = [_alleged_in(d, drafts) for d in drafts]
    found = [_denied_in(d, drafts, syntax) for d in found]
    found = [_said(d, sayings, actors, syntax, codebook) for d in found]
    return _answered(found, actors, syntax)


def _alleged_in(draft: Draft, drafts: Sequence[Draft]) -> Draft:
    """ "accused Rome of bombing": the accuser asserts the bombing."""
    if draft.status != "alleged" or draft.reading.governor is None:
        return draft
    accuser = next((d for d in drafts if d is not draft and draft.reading.governor in d.trigger.words), None)
    if accuser is None:
        return draft
    doers = draft.actors or tuple(r for r in accuser.recipients if r.actor not in {s.actor for s in draft.recipients})
    return replace(draft, actors=doers, asserted_by=accuser.actors)


def _denied_in(draft: Draft, drafts: Sequence[Draft], syntax: Syntax) -> Draft:
    """ "Rome denied bombing the convoy": Rome denies the bombing."""
    if draft.status != "denied" or draft.reading.governor is None:
        return draft
    deniers = [d for d in drafts if d is not draft and draft.reading.governor in d.trigger.words]
    return replace(draft, denied_by=deniers[0].actors) if deniers else draft


def _said(
    draft: Draft, sayings: Sequence[Saying], actors: Mapping[str, Actor], syntax: Syntax, codebook: Codebook
) -> Draft:
    """An event inside a statement is asserted by its speaker."""
    first = syntax.tokens[draft.trigger.words[0]]
    last = syntax.tokens[draft.trigger.words[-1]]
    saying = next((s for s in sayings if s.covers(first.start, last.end)), None)
    if saying is None or saying.statement.speaker is None or draft.asserted_by or draft.denied_by:
        return draft
    speaker, statement = saying.statement.speaker, saying.statement
    own = any(a.actor == speaker.actor for a in draft.actors)
    if draft.status not in ("happened", "ongoing"):
        return replace(draft, asserted_by=(speaker,))
    if statement.act == "deny" and not own:
        return draft
    if own:
        return draft
    alleged = draft.status == "happened" and _contested(draft, speaker, statement, actors, syntax, codebook)
    return replace(draft, asserted_by=(speaker,), status="alleged" if alleged else draft.status)


def _contested(
    draft: Draft, speaker: Slot, statement: Statement, actors: Mapping[str, Actor], syntax: Syntax, codebook: Codebook
) -> bool:
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
    for n, denial in enumerate(found):
        if not _is_denial(denial, syntax):
            continue
        deniers = {a.actor for a in denial.actors}
        countries = {actors[a].country for a in deniers} - {None}
        near = sorted(
            (k for k in range(len(found)) if abs(found[k].sentence - denial.sentence) <= REACH),
            key=lambda k: (abs(k - n), k > n),
        )
        for k in near:
            charge = found[k]
            if charge.status not in ("alleged", "denied") or charge.denied_by or k == n:
                continue
            charged = {a.actor for a in charge.actors}
            if charged & deniers or ({actors[a].country for a in charged} - {None}) & countries:
                found[k] = replace(charge, denied_by=denial.actors)
                if not denial.recipients and charge.asserted_by:
                    found[n] = replace(denial, recipients=charge.asserted_by)
                break
    return found


def _is_denial(draft: Draft, syntax: Syntax) -> bool:
    """A denial of a charge, not a refusal of a request."""
    head = draft.trigger.head
    if draft.type != "REJECT" or not draft.actors or syntax.tokens[head].lemma not in DENIALS:
        return False
    if syntax.tokens[head].lemma in ("deny", "denial", "refute", "rebut", "disavow", "disclaim"):
        return True
    return any(syntax.tokens[o].lemma in CHARGES for o in (*syntax.objects(head), *draft.trigger.words))
