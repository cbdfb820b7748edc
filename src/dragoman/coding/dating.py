"""Which time of its sentence dates an event.

Comes in: the parse, a draft and a time's token. Goes out: how near the time stands to the event, 0 where it dates something
else. A time belongs to the clause it stands in; what a clause is about, its grounds and its past are dated elsewhere.
"""

from __future__ import annotations

from dragoman.coding.drafts import Draft
from dragoman.coding.syntax import Syntax

FRONT = 4
"""Tokens before a time that still stands in front of its sentence: "But late on Friday, ..."."""

INSIDE, SAME, ABOVE, BELOW = 4, 3, 2, 1
"""In the trigger's own phrase; in its clause; in the clause above, which shares it; in an infinitive or gerund below."""

SHARED = frozenset(
    {"xcomp", "conj", "advcl", "pcomp", "acl", "prep", "dobj", "pobj", "nsubj", "nsubjpass", "relcl", "attr", "agent"}
)
"""Relations across which a clause shares the time of the clause above it."""
SPOKEN = frozenset({"AGREE", "SUPPORT", "REQUEST", "CONCEDE", "ACCUSE", "REJECT", "THREATEN"})
"""Types of events that are done by saying them: "announced on Monday that it would lift the ban"."""
DEEDS = frozenset({"ASSAULT", "ACCUSE", "COERCE", "SANCTION", "REJECT", "THREATEN"})
"""Types of events for which somebody is tried, blamed or thanked later: they lie before what they are the ground of."""
GROUNDS = frozenset({"for", "over", "of", "about", "due", "regarding", "concerning", "against", "because"})
"""Prepositions between an act and its grounds: "jailed on Wednesday for abuse"."""
CONDITIONS = frozenset({"if", "unless", "until", "after", "before"})
CHARGES = frozenset({"charge", "count", "allegation", "accusation", "suspicion", "conviction", "case"})
BOUNDING = frozenset({"before", "after", "until", "since", "without", "by"})
NAMING = frozenset({"compound", "nummod", "poss", "nmod", "amod", "npadvmod", "appos"})
"""Relations by which a time belongs to a thing: "its 2018 act", "Friday's vote"."""
OCCASION = frozenset({"in", "at", "during"})
"""Prepositions before what an act is part of: "accused Rome in a Monday statement", "protested during Monday's session"."""
BEGINNING = frozenset({"begin", "start", "continue"})
"""Verbs that only tell from when on: "beginning in 2010, he murdered"."""


def nearness(syntax: Syntax, draft: Draft, at: int) -> int:
    """How near a time headed by token `at` is to the event of a draft."""
    head = draft.trigger.head
    if draft.status == "happened" and _is_end(syntax, at) and not syntax.dependents(syntax.clause(head), "neg"):
        return 0
    if _remembered(syntax, head, at):
        return INSIDE
    if _of_a_thing(syntax, draft, at):
        return 0
    if _inside(syntax, draft, at):
        return INSIDE
    clause, own = _dated_clause(syntax, at), syntax.clause(head)
    if clause == own:
        return 0 if is_ground(syntax, draft, head, own) else SAME
    if _reaches_up(syntax, draft, own, clause):
        return ABOVE
    return BELOW if _hangs_below(syntax, clause, own) else 0


def _dated_clause(syntax: Syntax, at: int) -> int:
    """The verb of the clause that a time stands in; one before the first verb, or set off at the end, dates the main clause."""
    number, first = syntax.tokens[at].sentence, at
    while first and syntax.tokens[first - 1].sentence == number and at - first <= FRONT:
        first -= 1
    fronted = at - first <= FRONT and not any(syntax.is_verb(i) for i in range(first, at))
    lead = syntax.tokens[at].head if syntax.tokens[at].dep == "pobj" else at
    set_off = lead > first and syntax.tokens[lead - 1].text == "," and syntax.tokens[lead].dep in ("prep", "npadvmod")
    if not fronted and not set_off:
        return syntax.clause(at)
    top = at
    for _, parent in syntax.ancestors(at):
        top = parent
    return top if syntax.is_verb(top) else syntax.clause(at)


def _inside(syntax: Syntax, draft: Draft, at: int) -> bool:
    """In the phrase of the trigger itself: "the May 4 vote", "in custody since Monday"."""
    for child, parent in syntax.ancestors(at):
        if parent in draft.trigger.words or child == draft.trigger.head:
            return True
        if syntax.is_verb(parent):
            return False
    return False


def _remembered(syntax: Syntax, head: int, at: int) -> bool:
    """What an anniversary is of: "the 70th anniversary of the takeover"."""
    anniversary = syntax.tokens[at].lemma.startswith("anniversar")
    return anniversary and any(parent == at for _, parent in syntax.ancestors(head))


def _is_end(syntax: Syntax, at: int) -> bool:
    """The time only ends what was done: "extended the lockdown until May 1"."""
    token = syntax.tokens[at]
    lead = syntax.tokens[token.head] if token.dep == "pobj" else token
    return lead.lemma in ("until", "till", "to")


def _of_a_thing(syntax: Syntax, draft: Draft, at: int) -> bool:
    """The time names a thing or act of its own: "the Act of 1867", "this year's election", "its 2018 act"."""
    token = syntax.tokens[at]
    above = syntax.tokens[token.head]
    own = {*draft.trigger.words, draft.trigger.head}
    if token.dep in NAMING and above.pos in ("NOUN", "PROPN") and above.i != at and above.i not in own:
        subject = above.dep in ("nsubj", "nsubjpass") and token.dep == "poss"  # "Monday's bid failed"
        occasion = above.dep == "pobj" and syntax.tokens[above.head].lemma in OCCASION
        return not (subject or (occasion and not token.text.isdigit()))  # "in the 2020 election" dates the election
    of = token.dep == "pobj" and above.lemma == "of"
    return of and above.head not in own and syntax.tokens[above.head].pos in ("NOUN", "PROPN")


def is_ground(syntax: Syntax, draft: Draft, start: int, verb: int) -> bool:
    """Between the trigger and the verb stands a preposition of grounds, so that the verb's time is not the deed's."""
    if draft.type not in DEEDS or start == verb:
        return False
    for child, parent in syntax.ancestors(start):
        if child == verb:
            return False
        if _leads_grounds(syntax, child) and parent not in draft.trigger.words:
            return True
    return False


def _leads_grounds(syntax: Syntax, at: int) -> bool:
    """A preposition before the grounds of an act; "of" only behind verbs and words of the law ("a policy of" is none)."""
    token = syntax.tokens[at]
    if token.dep != "prep" or token.lemma not in GROUNDS:
        return False
    above = syntax.tokens[token.head]
    return token.lemma != "of" or above.pos in ("VERB", "ADJ") or above.lemma in CHARGES


def _reaches_up(syntax: Syntax, draft: Draft, own: int, clause: int) -> bool:
    """The event's clause shares the time of a clause above it."""
    if _earlier(syntax, own):
        return False
    for child, parent in syntax.ancestors(own):
        token = syntax.tokens[child]
        said = token.dep == "ccomp" and draft.type in SPOKEN and draft.status == "happened"
        if (token.dep not in SHARED and not said) or _conditional(syntax, child):
            return False
        if draft.type in DEEDS and _leads_grounds(syntax, child):
            return False
        if parent == clause:
            return True
    return False


def _earlier(syntax: Syntax, verb: int) -> bool:
    """A perfect in a subordinate clause tells what was before: "a man who had fled was held on Friday"."""
    if syntax.tokens[verb].dep not in ("relcl", "acl", "advcl", "xcomp", "pcomp"):
        return False
    return any(syntax.tokens[a].lemma == "have" for a in syntax.auxiliaries(verb))


def _conditional(syntax: Syntax, verb: int) -> bool:
    """ "would resume on Monday if the guns fell silent": Monday is not when the guns fall silent."""
    return any(syntax.tokens[m].lemma in CONDITIONS for m in syntax.dependents(verb, "mark", "advmod"))


def _hangs_below(syntax: Syntax, clause: int, own: int) -> bool:
    """The time stands in an infinitive or gerund under the event's verb, or in "beginning in 2010"."""
    for child, parent in syntax.ancestors(clause):
        token = syntax.tokens[child]
        if syntax.is_verb(child):
            finite = token.tag in ("VBD", "VBZ", "VBP") or any(
                syntax.tokens[a].tag in ("VBD", "VBZ", "VBP", "MD") for a in syntax.auxiliaries(child)
            )
            at_once = token.lemma in BEGINNING or any(
                syntax.tokens[m].lemma in ("when", "while", "as") for m in syntax.dependents(child, "mark", "advmod")
            )
            if finite or (token.dep == "advcl" and not at_once):
                return False
        if token.dep == "prep" and token.lemma in BOUNDING:
            return False
        if parent == own:
            return token.dep in ("advcl", "prep", "acl", "xcomp", "dobj", "pcomp")
    return False
