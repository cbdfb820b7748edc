"""What a cue word introduces without quotation marks: the clause, infinitive or gerund that holds the words said.

Comes in: a discourse and a cue word in it. Goes out: token ranges of the content. Quotation marks are quoting.py's work;
who speaks is speakers.py's.
"""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.coding.cues import Cue
from dragoman.coding.discourse import FINITE, LONGEST, Discourse
from dragoman.coding.edges import COMMAS, Ranges, is_infinitive, that, trimmed
from dragoman.coding.parentheses import parenthesis

NEAR = 30
"""Tokens behind a cue within which the verb of its clause is looked for where the parse shows none."""
MODALS = frozenset({"could", "should", "may", "might", "can", "must"})
"""With these nothing was said, or not on one occasion."""
UNSPOKEN = frozenset(
    {
        "decline",
        "refuse",
        "fail",
        "want",
        "hesitate",
        "plan",
        "expect",
        "intend",
        "hope",
        "try",
        "need",
        "wait",
        "prepare",
    }
)
"""Verbs whose "to say" is not said, or not yet."""
TOPIC = frozenset({"about", "of", "against", "for"})
"""Prepositions whose noun keeps its own "that": "tweeted about the riots that followed"."""
NOT_NOUNS = frozenset({"ADP", "SCONJ", "CCONJ", "PUNCT", "AUX", "VERB"})
REPORTED = frozenset({"report", "announce", "say", "quote"})
"""Passives that report even where no agent is named: "is said to have fled"."""


def content(talk: Discourse, cue: Cue) -> Ranges:
    """The words that a cue introduces, as far as the grammar shows them; empty where it shows none."""
    if cue.only_quoted:
        return _clause(talk, cue)  # counts only with quoted words in it
    clause = _clause(talk, cue) if cue.takes("clause", "that") else ()
    if clause and talk.tokens[clause[0][0] - 1].text == ",":
        return parenthesis(talk, cue) or clause  # "If it fails, she said, we leave"
    if clause:
        return clause
    for find in (_infinitive, _gerund, _passive_infinitive, _object, parenthesis, _unparsed):
        if found := find(talk, cue):
            return found
    return ()


def is_withheld(talk: Discourse, cue: Cue) -> bool:
    """Whether nothing was said: "did not say", "declined to comment", "could say", "a bid to add"."""
    syntax, tokens, head = talk.syntax, talk.tokens, talk.tokens[cue.head]
    if syntax.dependents(cue.head, "neg") and cue.word.act != "deny":
        return True
    if any(tokens[a].lemma in MODALS for a in syntax.dependents(cue.head, "aux")):
        return True
    if (
        cue.word.addressed
        and head.tag == "VBN"
        and not talk.finite(cue.head)
        and not syntax.dependents(cue.head, "agent")
    ):
        return True  # "Asked whether ..., she said": the question is nobody's here
    if cue.word.act == "ask" and head.dep == "advcl" and cue.head == talk.sentence_bounds(cue.head)[0]:
        return True
    if not is_infinitive(talk, cue.head):
        return False
    return head.dep in ("acl", "relcl") or (head.dep in ("xcomp", "ccomp") and tokens[head.head].lemma in UNSPOKEN)


# --- forms --------------------------------------------------------------------------------------------------------


def _clause(talk: Discourse, cue: Cue) -> Ranges:
    """ "said (that) ...", "her claim that ...", "the claim is that ..."."""
    tokens, syntax = talk.tokens, talk.syntax
    for verb in _clause_verbs(talk, cue):
        mark = that(talk, verb)
        first = max(tokens[verb].left, cue.last)
        if mark is None and not syntax.dependents(verb, "nsubj", "nsubjpass", "expl") and tokens[verb].tag != "VBG":
            first = min([first, *(tokens[o].left for o in syntax.dependents(cue.head, "dobj") if cue.last <= o < verb)])
        if cue.word.addressed and mark is None:
            first = _behind_addressee(talk, first, verb)
        first = _behind_participle(talk, first, verb)
        last = max(tokens[v].right for v in [verb, *_continued(talk, cue, verb)]) + 1
        return trimmed(talk, first, last, mark, verb)
    return ()


def _behind_addressee(talk: Discourse, first: int, verb: int) -> int:
    """ "told the Alba Times arson has ...": the parse made one name of two, or lost the "that" behind an apposition."""
    lost = [t for t in range(first, verb) if talk.tokens[t].lemma == "that" and talk.tokens[t].tag == "IN"]
    if lost:
        return lost[0] + 1
    number = talk.mention_at[first]
    subjects = talk.syntax.dependents(verb, "nsubj", "nsubjpass")
    if number < 0 or not subjects:
        return first
    mention = talk.annotation.mentions[number]
    return mention.last if mention.first == first and mention.last <= subjects[0] < verb else first


def _behind_participle(talk: Discourse, first: int, verb: int) -> int:
    """ "reported, citing the police, the road was closed": the part between the commas is the reporter's."""
    tokens = talk.tokens
    if tokens[first].text == ",":
        first += 1
    if tokens[first].tag != "VBG" or tokens[first - 1].text != ",":
        return first
    return next((t + 1 for t in range(first, verb) if tokens[t].text == ","), first)


def _continued(talk: Discourse, cue: Cue, verb: int) -> list[int]:
    """A second clause without subject beside the first: "said the offer made by Rome | was a trap"."""
    others = [v for v in talk.syntax.dependents(cue.head, "ccomp") if v > verb]
    return [v for v in others if not talk.syntax.dependents(v, "nsubj", "nsubjpass", "expl") and talk.finite(v)]


def _clause_verbs(talk: Discourse, cue: Cue) -> Iterator[int]:
    """Verbs of clauses that a cue may introduce, the likeliest first."""
    tokens, syntax = talk.tokens, talk.syntax
    if cue.noun:
        head = tokens[cue.head]
        copula = (
            syntax.dependents(head.head, "ccomp") if head.dep == "nsubj" and tokens[head.head].lemma == "be" else []
        )
        yield from (
            v
            for v in [*syntax.dependents(cue.head, "acl", "ccomp"), *copula]
            if v > cue.head and (that(talk, v) or talk.tokens[cue.head + 1].lemma == "that")
        )
        return
    for verb in _complements(talk, cue):
        if not cue.takes("clause") and not cue.only_quoted and that(talk, verb) is None:
            continue
        infinitive = is_infinitive(talk, verb)
        own_subject = syntax.dependents(verb, "nsubj", "nsubjpass")
        if verb < cue.head or (infinitive and (cue.word.addressed or not own_subject)):
            continue
        if tokens[verb].dep == "advcl" and not infinitive and not _is_bare_clause(talk, verb):
            continue
        set_off = tokens[verb].left > cue.last and tokens[tokens[verb].left - 1].text == ","
        if not (set_off and (tokens[verb].tag == "VBG" or _is_fronted(talk, cue))):
            yield verb


def _complements(talk: Discourse, cue: Cue) -> list[int]:
    """Clauses that hang on a verb, on the "clear" of "made clear", or on the "concern" of "expressed concern"."""
    syntax = talk.syntax
    found = syntax.dependents(cue.head, "ccomp", "advcl")
    if cue.last - cue.first > 1:
        found += syntax.dependents(cue.last - 1, "ccomp")
    if (
        cue.word.addressed
    ):  # "told the assembled leaders that Chad had ...": hung on the leaders, yet without a gap for them
        addressed = syntax.dependents(cue.head, "dobj", "dative")
        addressed += [o for a in syntax.dependents(cue.head, "agent") for o in syntax.dependents(a, "pobj")]
        found += [v for o in addressed for v in syntax.dependents(o, "relcl", "acl") if _is_whole(talk, v)]
    for noun in syntax.dependents(cue.head, "dobj"):
        if talk.tokens[noun].lemma in talk.table.feelings:
            found += [v for v in syntax.dependents(noun, "acl") if that(talk, v) is not None]
    return found


def _is_whole(talk: Discourse, verb: int) -> bool:
    """Whether a clause behind "that" lacks nothing that the noun before it could be."""
    marks = [m for m in talk.syntax.dependents(verb, "mark", "dobj") if talk.tokens[m].lemma == "that"]
    whole = talk.tokens[marks[0]].dep == "mark" or not talk.syntax.dependents(verb, "dobj")[1:] if marks else False
    return whole and bool(talk.syntax.dependents(verb, "nsubj", "nsubjpass"))


def _is_fronted(talk: Discourse, cue: Cue) -> bool:
    """ "Writing for the court, the judge declared ...": the main clause is not what was written."""
    return cue.head == talk.sentence_bounds(cue.head)[0] and talk.tokens[cue.head].tag == "VBG"


def _is_bare_clause(talk: Discourse, verb: int) -> bool:
    """Whether an adverbial clause is rather what is said: finite, with a subject and without "while" or the like."""
    syntax, tokens = talk.syntax, talk.tokens
    return talk.finite(verb) and bool(syntax.dependents(verb, "nsubj", "nsubjpass")) and not [
        c for c in talk.syntax.children[verb] if tokens[c].dep in ("mark", "advmod") and tokens[c].tag in ("IN", "WRB")
    ]  # fmt: skip


def _infinitive(talk: Discourse, cue: Cue) -> Ranges:
    """ "promised to ...", "urged Rome to ..."; the one urged is the addressee, not content."""
    if not cue.takes("infinitive") or _is_anonymous(talk, cue):
        return ()
    for verb in talk.syntax.dependents(cue.head, "xcomp", "ccomp", "advcl"):
        marks = [a for a in talk.syntax.dependents(verb, "aux") if talk.tokens[a].tag == "TO"]
        if verb > cue.head and marks:
            negation = [n for n in talk.syntax.dependents(verb, "neg") if n == marks[0] - 1]
            return trimmed(talk, min(marks + negation), talk.tokens[verb].right + 1)
    return ()


def _gerund(talk: Discourse, cue: Cue) -> Ranges:
    """ "denied knowing ...", "confessed to killing ...", "accused Rome of jamming ..."."""
    if not cue.takes("gerund") or _is_anonymous(talk, cue):
        return ()
    syntax, tokens = talk.syntax, talk.tokens
    verbs = [
        v
        for v in syntax.dependents(cue.head, "xcomp", "ccomp", "advcl")
        if tokens[v].tag == "VBG" and tokens[v].left == cue.last
    ]
    verbs += [
        v
        for p in ("of", "to", "for", "with")
        if cue.word.act in ("accuse", "confirm")
        for v in syntax.gerund(cue.head, p)
    ]
    if cue.word.act == "accuse":
        verbs += [v for o in syntax.dependents(cue.head, "dobj") for v in syntax.gerund(o, "of")]
    verbs = [v for v in verbs if v > cue.head]
    if not verbs:
        return ()
    first = min(max(tokens[v].left, cue.last) for v in verbs)
    return trimmed(talk, first, max(tokens[v].right for v in verbs) + 1)


def _passive_infinitive(talk: Discourse, cue: Cue) -> Ranges:
    """ "the man is reported to have fled": subject and infinitive."""
    syntax, tokens = talk.syntax, talk.tokens
    if cue.noun or not syntax.passive(cue.head):
        return ()
    if cue.word.word not in REPORTED and not syntax.dependents(cue.head, "agent"):
        return ()
    subjects = syntax.dependents(cue.head, "nsubjpass")
    verbs = [v for v in syntax.dependents(cue.head, "xcomp") if is_infinitive(talk, v)]
    if not subjects or not verbs:
        return ()
    said = trimmed(talk, tokens[verbs[0]].left, tokens[verbs[0]].right + 1)
    return ((tokens[subjects[0]].left, tokens[subjects[0]].right + 1), *said)


def _is_anonymous(talk: Discourse, cue: Cue) -> bool:
    """Whether a passive names nobody: "was told to leave", "accused of killing"."""
    return not cue.noun and talk.syntax.passive(cue.head) and not talk.syntax.dependents(cue.head, "agent")


def _object(talk: Discourse, cue: Cue) -> Ranges:
    """ "reported 20 deaths on Monday", "claimed responsibility for the attack"."""
    if not cue.takes("object") or talk.syntax.passive(cue.head):
        return ()
    tokens = talk.tokens
    for noun in talk.syntax.dependents(cue.head, "dobj"):
        first, last = tokens[noun].left, tokens[noun].right + 1
        counted = last - first < LONGEST and any(
            tokens[t].pos == "NUM" or tokens[t].lemma == "more" for t in range(first, last)
        )
        if noun > cue.head and (tokens[noun].lemma == "responsibility" or (cue.word.act == "report" and counted)):
            return trimmed(
                talk, first, max(last, *(tokens[p].right + 1 for p in talk.syntax.dependents(cue.head, "prep", "dobj")))
            )
    return ()


# --- where the parse fails ----------------------------------------------------------------------------------------


def _unparsed(talk: Discourse, cue: Cue) -> Ranges:
    """A clause that the parse does not show: its subject taken for the cue's object ("ruled the practice is illegal")."""
    tokens = talk.tokens
    if cue.noun or not cue.takes("clause") or talk.syntax.passive(cue.head):
        return ()
    start, end = talk.sentence_bounds(cue.head)
    if not talk.finite(cue.head) and (tokens[cue.head].tag != "VBG" or cue.head == start):
        return ()
    begin = _behind_adverbials(talk, cue, end)
    if begin < end and tokens[begin].lemma == "that" and tokens[begin].head != cue.head:
        return trimmed(talk, begin + 1, end)
    if not cue.word.bare:
        return ()
    verb = next((t for t in range(begin + 1, min(begin + NEAR, end)) if _opens_predicate(talk, t)), None)
    if (
        verb is None
        or talk.inside[verb] >= 0
        or tokens[begin].pos in NOT_NOUNS
        or tokens[begin].tag in ("WDT", "WP", "VBG")
    ):
        return ()
    head = tokens[verb].head if tokens[verb].dep in ("aux", "auxpass") else verb
    subjects = talk.syntax.dependents(head, "nsubj", "nsubjpass", "expl")
    stops = [tokens[t].text for t in range(begin, verb) if tokens[t].text in COMMAS]
    if tokens[verb - 1].dep == "cc" or len(stops) % 2 or ";" in stops or not all(begin <= s < verb for s in subjects):
        return ()
    if any(tokens[t].dep == "cc" and tokens[t].head < t < s for t in range(begin, verb) for s in subjects):
        return ()  # "confirmed its first cases and Zambia had ..."
    if cue.word.addressed:
        begin = _behind_addressee(talk, begin, head)
    return trimmed(talk, begin, min(end, max(tokens[head].right, verb) + 1))


def _behind_adverbials(talk: Discourse, cue: Cue, end: int) -> int:
    """The first token behind a cue that is not "on Monday", "in a statement" or a comma after those."""
    tokens, at = talk.tokens, cue.last
    while (
        at < end and tokens[at].head == cue.head and tokens[at].dep in ("prep", "npadvmod", "advmod", "prt", "dative")
    ):
        inner = [t for t in range(at, min(tokens[at].right + 1, end - 1)) if tokens[t].lemma == "that"]
        if inner and tokens[at].lemma not in TOPIC and tokens[inner[0] + 1].pos not in ("VERB", "AUX", "ADV"):
            return inner[0]
        at = tokens[at].right + 1
        at += at < end and tokens[at].text == ","
    return at


def _opens_predicate(talk: Discourse, token: int) -> bool:
    """Whether a finite verb can be that of a clause said, and is none of a relative or adverbial clause."""
    tokens = talk.tokens
    if tokens[token].tag not in FINITE:
        return False
    head = tokens[token].head if tokens[token].dep in ("aux", "auxpass") else token
    relative = tokens[head].dep == "relcl" and any(
        tokens[c].tag in ("WDT", "WP", "WRB") for c in talk.syntax.children[head]
    )
    return not relative and not (tokens[head].dep == "advcl" and talk.syntax.dependents(head, "mark"))
