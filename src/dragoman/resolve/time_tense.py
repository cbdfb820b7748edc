"""Does the verb over a time expression look back or ahead?

Comes in: an annotation and the token range of an expression. Goes out: a direction and the verb that gave it.
Knows no dates. Climbs at most `CLIMB` heads and looks at `NEAREST` dependents, so a monstrous sentence costs no
more than a short one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal, NamedTuple

from dragoman.model import Annotation, Token
from dragoman.resolve.time_calendar import WEEKDAYS

Direction = Literal["past", "future", "present", "none"]
Viewpoint = Literal["now", "told", "planned"]
"""Where a future is seen from: publication ("will"), what is told ("would", "agreed to"), a plan of old ("was to")."""

CLIMB = 12
NEAREST = 16

SCHEDULED = frozenset(["schedule", "plan", "expect", "slate", "slat", "due"])
"""Verbs whose date lies ahead even in the past tense: "was scheduled on Friday" ("slat" is spaCy's lemma of "slated")."""

ARRANGED = SCHEDULED | {
    "set", "reschedule", "bill", "book", "arrange", "postpone", "delay", "adjourn", "defer", "extend", "fix", "suspend",
    "remand",
}  # fmt: skip
"""The same where a preposition aims at the date: "was set for Friday", "adjourned until Monday"."""

INTENDED = ARRANGED | {
    "able", "agree", "aim", "allow", "anticipate", "ask", "attempt", "beg", "bid", "call", "challenge", "continue",
    "decide", "decision", "demand", "direct", "effort", "enable", "encourage", "forecast", "go", "have", "hope",
    "instruct", "intend", "invite", "likely", "mean", "need", "obligation", "offer", "order", "ought", "pledge",
    "prepare", "promise", "proposal", "propose", "ready", "refuse", "request", "seek", "summon", "swear", "tell",
    "threat", "threaten", "unlikely", "urge", "vow", "want", "warn", "wish",
}  # fmt: skip
"""An infinitive under them lies ahead: "agreed to meet on Friday"."""

TIMETABLED = frozenset([
    "apply", "arrive", "begin", "celebrate", "close", "conclude", "depart", "end", "expect", "expire", "face", "finish",
    "fly", "forecast", "head", "hold", "host", "kick", "land", "launch", "leave", "mark", "meet", "open", "play",
    "predict", "resume", "return", "start", "take", "travel", "visit", "vote",
])  # fmt: skip
"""Their present tense with a date looks ahead: "the court opens on Monday"."""

SAYING = frozenset(["say", "tell", "report", "write", "announce", "add", "claim", "state", "tweet"])
"""Their present tense tells what was said: "the ministry says on Friday"."""

AHEAD = frozenset(["ahead", "deadline", "upcoming", "forthcoming"])
"""Words on the way up that put the date ahead: "ahead of Friday's vote"."""

AIMING = frozenset(["for", "until", "till", "to"])


class Governor(NamedTuple):
    """The verb over a time expression, with its auxiliaries, and where it looks."""

    direction: Direction
    verb: str
    viewpoint: Viewpoint = "now"


def governor(annotation: Annotation, first: int, last: int) -> Governor:
    """Find the direction of the clause that tokens `first` to `last`, half-open, date."""
    tokens = annotation.tokens
    at = next((i for i in range(first, last) if not first <= tokens[i].head < last), first)
    below = tokens[at].lemma
    for _ in range(CLIMB):
        above = tokens[at].head
        if above == at:
            break
        at = above
        token = tokens[at]
        if token.lemma in AHEAD or (token.lemma == "due" and token.pos == "ADJ"):
            return Governor("future", token.text)
        if token.pos in ("VERB", "AUX"):
            found = _read_verb(annotation, token, below)
            if found:
                return found
        below = token.lemma
    return Governor("none", "")


def _read_verb(annotation: Annotation, verb: Token, below: str) -> Governor | None:
    """Read the tense of a verb; None if it has none of its own and the next verb up must tell."""
    helpers = _helpers(annotation, verb)
    if not helpers and verb.dep == "conj" and verb.tag in ("VB", "VBN"):
        helpers = _helpers(annotation, annotation.tokens[verb.head])
    direction = _direction(annotation, verb, helpers)
    if direction is None:
        return None
    have = any(h.lemma == "have" for h in helpers)
    scheduled = verb.lemma in SCHEDULED and verb.tag == "VBN" and not have
    if scheduled or (verb.lemma in ARRANGED and below in AIMING) or _conditional(annotation, verb):
        direction = "future"
    elif direction == "present":
        direction = _present(annotation, verb, below)
    words = " ".join([h.text.lower() for h in helpers] + [verb.text])
    return Governor(direction, words, _viewpoint(annotation, verb, helpers) if direction == "future" else "now")


def _conditional(annotation: Annotation, verb: Token) -> bool:
    """True in an if-clause: "if they did not withdraw by Friday"."""
    dependents = annotation.children[verb.i][:NEAREST]
    return verb.dep == "advcl" and any(annotation.tokens[d].lemma in ("if", "unless") for d in dependents)


def _viewpoint(annotation: Annotation, verb: Token, helpers: Sequence[Token]) -> Viewpoint:
    """Where a verb that looks ahead looks from."""
    if any(h.tag == "TO" for h in helpers):
        return "planned" if any(t.tag == "VBD" for t in _copulas(annotation, verb.head)) else "told"
    if verb.tag == "VBD" or any(h.tag == "VBD" for h in helpers) or (verb.tag == "VBN" and not helpers):
        return "planned"
    return "told" if any(h.text.lower() in ("would", "could", "might", "should") for h in helpers) else "now"


def _present(annotation: Annotation, verb: Token, below: str) -> Direction:
    """The present tense of a timetable looks ahead, that of a headline or of saying back; else it does not tell."""
    if verb.lemma in SAYING or annotation.sentences[verb.sentence].is_title:
        return "past"
    if verb.lemma in TIMETABLED or (verb.lemma == "be" and below in ("on", "for", *WEEKDAYS)):
        return "future"
    return "present"


def _helpers(annotation: Annotation, verb: Token) -> Sequence[Token]:
    """The auxiliaries of a verb, "to" included; only the nearest dependents before it are looked at."""
    dependents = annotation.children[verb.i]
    own = bisect_left(dependents, verb.i)
    near = (annotation.tokens[d] for d in dependents[max(0, own - NEAREST) : own])
    return [d for d in near if d.dep in ("aux", "auxpass")]


def _copulas(annotation: Annotation, at: int) -> list[Token]:
    """The forms of "be" and "have" on what an infinitive hangs on: "was to", "was expected to", "had been due to"."""
    above = annotation.tokens[at]
    holder = annotation.tokens[above.head] if above.pos == "ADJ" else above
    return [*_helpers(annotation, holder), *([holder] if holder.lemma == "be" else [])]


def _direction(annotation: Annotation, verb: Token, helpers: Sequence[Token]) -> Direction | None:
    """Where a verb looks by its own form and its auxiliaries; None if neither says."""
    lemmas = {h.lemma for h in helpers}
    if any(h.tag == "MD" for h in helpers) or verb.tag == "MD":
        return "past" if "have" in lemmas and verb.tag == "VBN" else "future"
    if any(h.tag == "TO" for h in helpers):
        return "past" if "have" in lemmas else _infinitive(annotation, verb)
    if verb.tag == "VBD" or any(h.tag == "VBD" for h in helpers):
        return "past"
    if helpers and all(h.tag == "VBG" for h in helpers):
        return None
    if verb.tag == "VB" or any(h.tag == "VB" for h in helpers):
        return "future" if annotation.tokens[verb.head].lemma in INTENDED else None
    match verb.tag:
        case "VBN":
            return "present" if lemmas == {"be"} else "past"
        case "VBG":
            return ("past" if "have" in lemmas else "future") if helpers else None
    return "past" if "have" in lemmas else "present"


def _infinitive(annotation: Annotation, verb: Token) -> Direction | None:
    """An infinitive lies ahead if what it hangs on is an intention, a demand or "is to"; else the verb above tells."""
    above = annotation.tokens[verb.head]
    if above.lemma in SCHEDULED and any(t.text.lower() == "had" for t in _copulas(annotation, above.i)):
        return "past"
    if above.i == verb.i or above.lemma in INTENDED or (above.lemma == "be" and verb.dep in ("xcomp", "ccomp")):
        return "future"
    return None
