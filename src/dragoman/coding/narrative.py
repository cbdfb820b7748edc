"""Events whose time was told a sentence or two before.

Comes in: the events of a report with the times of their own sentences. Goes out: the same, where an undated deed goes on a
story that a dated one began: the day of the stabbing is that of the shots that ended it. Talks, accusations and the like
stay undated: where they go on, reports date them again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dragoman.coding.distinct import Placed
from dragoman.coding.syntax import Syntax

REACH = 3
"""Sentences over which a story goes on without telling its day again."""
DEEDS = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE"})
"""Types of deeds that follow each other on one day."""
AT_THE_TIME = ("at the time", "at that time", "on that occasion")
"""Beginnings of sentences that go on at the time told last, whatever they tell."""


def carried(placed: Sequence[Placed], syntax: Syntax) -> list[Placed]:
    """Give undated deeds the time of the dated one whose story they go on."""
    order = sorted(range(len(placed)), key=lambda n: placed[n].draft.trigger.head)
    found = list(placed)
    dated: list[Placed] = []
    for n in order:
        one = found[n]
        if one.when is None and _told_plainly(one, syntax):
            begun = next((d for d in reversed(dated) if _goes_on(d, one, syntax)), None)
            if begun is not None:
                one = found[n] = replace(one, when=begun.when)
        if one.when is not None and one.when.grain in ("hour", "day") and not one.background:
            dated.append(one)
    return found


def _told_plainly(one: Placed, syntax: Syntax) -> bool:
    """A fact in the simple past of a main clause: the next step of a story."""
    verb = syntax.clause(one.draft.trigger.head)
    if one.background or one.draft.status != "happened" or syntax.tokens[verb].dep not in ("ROOT", "conj"):
        return False
    helpers = [syntax.tokens[a] for a in syntax.auxiliaries(verb)]
    return syntax.tokens[verb].tag == "VBD" or any(h.tag == "VBD" and h.lemma != "have" for h in helpers)


def _goes_on(begun: Placed, one: Placed, syntax: Syntax) -> bool:
    """The later event is a step of the same story, near enough behind the dated one."""
    if begun.draft.status != "happened" or not 0 < one.draft.sentence - begun.draft.sentence <= REACH:
        return False
    return {begun.draft.type, one.draft.type} <= DEEDS or _opening(one, syntax).startswith(AT_THE_TIME)


def _opening(one: Placed, syntax: Syntax) -> str:
    """The first words of the event's sentence, in lower case."""
    first = one.draft.trigger.head
    while first and syntax.tokens[first - 1].sentence == one.draft.sentence:
        first -= 1
    return " ".join(t.text.lower() for t in syntax.tokens[first : first + 4])
