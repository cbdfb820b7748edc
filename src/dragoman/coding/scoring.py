"""How likely a draft is an event that a careful reader would write down.

Comes in: a draft with its circumstances and the parse. Goes out: a score between 0 and 1, a logistic sum of the signs
in `signs` with the weights in scores.json. The weights were fitted on the annotated training reports by
`training/fit_scores.py`, which also prints how well a score keeps its promise; nothing else of the rules is learned.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from dragoman.coding.distinct import Placed
from dragoman.coding.speech import Speech
from dragoman.coding.syntax import Syntax
from dragoman.coding.weights import signs_of, weights
from dragoman.model import Annotation, Slot

BY_HAND = {"weighed": 1.5, "charge": 1.0, "sport": -1.5}
"""Weights of signs that the training reports hold too few of to fit: a measure said to be considered and the act that an
accusation names are events by the words of the guide, what is told in a report on sport is none."""
WEIGHED = frozenset({"consider", "weigh", "mull", "contemplate", "ponder", "debate", "discuss", "examine", "explore"})
SPORT = frozenset(
    {"goal", "coach", "match", "striker", "league", "season", "midfielder", "captain", "derby", "innings", "tournament", "championship", "referee",
     "score", "halftime", "quarterback", "wicket", "semifinal", "playoff", "medal", "athlete", "stadium", "batsman", "goalkeeper", "defender",
     "team", "player", "forward", "half", "kick", "penalty", "cup", "round", "rugby", "football", "cricket", "tennis", "basketball", "hockey",
     "baseball", "boxing", "title", "final", "win", "victory", "lap", "race", "hosts", "visitor", "fan", "squad", "club"}
)  # fmt: skip
SPORTING = 4
"""Different words of sport from which on a report is one about sport."""
INDEFINITE = frozenset({"a", "an", "any", "some", "every", "no", "each", "all", "many", "most", "several", "another"})


def score(found: Sequence[str]) -> float:
    """The share of right events among those with these signs, as far as the fit goes."""
    table = weights()
    total = table.get("bias", 0.0) + sum(table.get(s, 0.0) + BY_HAND.get(s, 0.0) for s in found)
    return round(1 / (1 + math.exp(-total)), 3)


def signs(one: Placed, annotation: Annotation, syntax: Syntax, speech: Speech) -> list[str]:
    """The signs that hold, each a short name."""
    draft, head = one.draft, one.draft.trigger.head
    verb = syntax.clause(head)
    cue = draft.reading.cue[0] if draft.reading.cue else None
    governor = draft.reading.governor
    checks = {
        "weighed": governor is not None and syntax.tokens[governor].lemma in WEIGHED,
        "charge": draft.status in ("alleged", "denied")
        and bool(draft.asserted_by or draft.denied_by)
        and governor is not None,
        "cue modal": cue is not None and syntax.tokens[cue].dep == "aux",
        "cue negation": cue is not None and syntax.tokens[cue].dep in ("neg", "det"),
        "sport": _is_sport(annotation),
        "actor": bool(draft.actors),
        "recipient": bool(draft.recipients),
        "both": bool(draft.actors and draft.recipients),
        "several words": len(draft.trigger.words) > 1,
        "when": one.when is not None,
        "place": one.place is not None,
        "counts": bool(one.counts),
        "background": one.background,
        "title": draft.in_title,
        "early": draft.sentence <= 3,
        "late": draft.sentence > 15,
        "repeated": one.mentions > 1,
        "often repeated": one.mentions > 2,
        "asserted": bool(draft.asserted_by),
        "named actor": _named(draft.actors),
        "named recipient": _named(draft.recipients),
        "indefinite": _indefinite(syntax, head),
        "quoted": any(s.kind == "direct" for s in speech.around(head, head)),
        "said": any(s.kind != "direct" for s in speech.around(head, head)),
        "main clause": syntax.tokens[verb].dep == "ROOT",
    }
    found = [name for name, holds in checks.items() if holds]
    lexeme = draft.trigger.lexeme
    kind = f"{lexeme.category} {syntax.tokens[head].dep}" if lexeme.category == "noun" else tense(syntax, head)
    form, clause = f"form {kind}", f"clause {syntax.tokens[verb].dep}"
    return [*found, f"status {draft.status}", form, clause, *signs_of(lexeme, syntax.tokens[head].lemma)]


def _is_sport(annotation: Annotation) -> bool:
    """The words of a report on sport; few tokens are looked at, for it is asked once an event."""
    return len({t.lemma for t in annotation.tokens[:400] if t.lemma in SPORT}) >= SPORTING


def _named(slots: Sequence[Slot]) -> bool:
    """Capitalised words name a party."""
    return any(word[:1].isupper() for slot in slots for word in slot.span.text.split()[-1:])


def _indefinite(syntax: Syntax, head: int) -> bool:
    return any(syntax.tokens[c].lemma in INDEFINITE for c in syntax.dependents(head, "det"))


def tense(syntax: Syntax, head: int) -> str:
    """Tense and finiteness of a verb or adjective: past, present, perfect, infinitive, participle, gerund, modal."""
    token = syntax.tokens[head]
    auxiliaries = {syntax.tokens[c].lemma for c in syntax.auxiliaries(head)}
    if token.tag == "VBD":
        return "past"
    if token.tag in ("VBZ", "VBP"):
        return "present"
    if token.tag == "MD" or "to" in auxiliaries:
        return "infinitive"
    if "have" in auxiliaries:
        return "perfect"
    if token.tag == "VBN" and auxiliaries:
        be = [syntax.tokens[c] for c in syntax.auxiliaries(head)]
        return "present passive" if any(b.tag in ("VBZ", "VBP") for b in be) else "past passive"
    if token.tag == "VBG":
        return "progressive" if "be" in auxiliaries else f"gerund {token.dep}"
    if token.tag == "VBN":
        return f"participle {token.dep}"
    return "bare" if not auxiliaries else "modal"
