"""Rules and encoder together: which of the two is believed for each field.

Comes in: the drafts that the rules made and what the encoder sees. Goes out: drafts, each with its sighting where there is one.
Every choice was measured on the annotated reports that the encoder was not trained on (docs/explanation/encoder.md):

    which acts there are     both: a draft of either; one likelihood over both decides in the end (believing.py)
    type and mode            the rules', but for words where the encoder sees another type and not theirs
    participants             the rules', and the encoder's where the rules find nobody
    status                   the rules', but where the encoder is sure of another
    who asserts and denies   the rules': the encoder's links were right less often
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from dragoman.codebook import Codebook, Lexeme
from dragoman.codebook.records import Category
from dragoman.coding.arguments import Parties
from dragoman.coding.drafts import Draft
from dragoman.coding.sightings import Sighting, Sightings
from dragoman.coding.status import Cues, read
from dragoman.coding.syntax import Syntax
from dragoman.coding.triggers import CATEGORY, Trigger
from dragoman.model import Annotation, Slot, Status

NEW = 0.5
"""Likelihood from which on the encoder alone makes a draft."""
FILLS = 0.7
"""Likelihood from which on a mention takes part."""
SURE = 0.9
"""Likelihood from which on the encoder's status wins."""


def combined(
    annotation: Annotation,
    syntax: Syntax,
    parties: Parties,
    codebook: Codebook,
    cues: Cues,
    ruled: Sequence[Draft],
    seen: Sightings,
) -> list[Draft]:
    """The drafts of a report, in text order."""
    found: list[Draft] = []
    taken: set[int] = set()
    for one in seen.found:
        here = [n for n, d in enumerate(ruled) if any(one.first <= w < one.last for w in d.trigger.words)]
        same = [n for n in here if ruled[n].type == one.type]
        found += [_told(ruled[n], one, parties) for n in same if n not in taken]
        taken.update(same)
        rivals = [n for n in here if one.types.get(ruled[n].type, 0.0) < one.likely]
        if same or (here and not rivals) or one.likely < NEW or one.type not in codebook.types:
            continue
        taken.update(rivals)
        found.append(_told(_new(one, annotation, syntax, cues), one, parties))
    found += [d for n, d in enumerate(ruled) if n not in taken]
    found = [replace(d, likely=_likely(d, seen)) if d.type in seen.known else d for d in found]
    return sorted(found, key=lambda d: d.trigger.words[0])


def _likely(draft: Draft, seen: Sightings) -> float:
    """Of its type at the likeliest of its words."""
    return max((seen.types.get(w, {}).get(draft.type, 0.0) for w in draft.trigger.words), default=0.0)


def _new(one: Sighting, annotation: Annotation, syntax: Syntax, cues: Cues) -> Draft:
    """A draft that only the encoder sees; its status is read as the rules read one."""
    words = tuple(range(one.first, one.last))
    head = _head(words, syntax)
    token = syntax.tokens[head]
    lexeme = Lexeme(
        type=one.type,
        mode=one.mode(one.type),
        category=cast(Category, CATEGORY.get(token.pos, "noun")),
        words=(),
        head=0,
        actors=(),
        recipients=(),
        pattern=token.lemma,
        source=f"encoder: {token.lemma}",
    )
    reading = read(syntax, head, cues, frozenset(words))
    in_title = annotation.sentences[token.sentence].is_title
    trigger = Trigger(lexeme, head, words)
    return Draft(trigger, token.sentence, (), (), reading, reading.status, in_title=in_title)


def _head(words: Sequence[int], syntax: Syntax) -> int:
    """The word that the others hang on; of several, a verb or noun first."""
    tops = [w for w in words if syntax.tokens[w].head not in words or syntax.tokens[w].head == w]
    return next((w for w in tops if syntax.tokens[w].pos in CATEGORY), tops[0] if tops else words[0])


def _told(draft: Draft, one: Sighting, parties: Parties) -> Draft:
    """A draft with what the encoder adds to it."""
    actors = draft.actors or _slots(one, "actors", parties)
    known = {a.actor for a in actors}
    recipients = draft.recipients or tuple(s for s in _slots(one, "recipients", parties) if s.actor not in known)
    best = max(one.statuses, key=one.statuses.__getitem__)
    status = cast(Status, best) if one.statuses[best] >= SURE else draft.status
    return replace(draft, actors=actors, recipients=recipients, status=status, seen=one)


def _slots(one: Sighting, role: str, parties: Parties) -> tuple[Slot, ...]:
    """The parties whose mentions stand in a role, each by its likeliest mention, in text order."""
    best: dict[int, tuple[float, int]] = {}
    for k, likely in one.roles.get(role, {}).items():
        mention = parties.mentions[k]
        if mention.entity >= 0 and mention.kind != "place" and likely >= FILLS:
            best[mention.entity] = max(best.get(mention.entity, (0.0, 0)), (likely, k))
    return parties.slots(sorted(k for _, k in best.values()))
