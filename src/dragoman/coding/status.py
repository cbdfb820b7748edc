"""Did it happen? The status of an event as its own sentence states it.

Comes in: the parse, a trigger, the status cues of the codebook. Goes out: a `Reading`: the status, the words that
show it, and whether a higher verb makes the trigger no event at all (what is merely requested or threatened).
Who asserts or denies it across the report is decided in claims.py.

The walk goes from the trigger outward: its own negation, auxiliaries and modifiers first, then each verb, noun or
adjective that governs it. The innermost cue wins, except that a negated governor negates ("did not agree to meet").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dragoman.codebook import Codebook
from dragoman.codebook.spelling import spellings
from dragoman.coding.syntax import Syntax
from dragoman.model import Status

COMPLEMENTS = frozenset(
    {
        "xcomp",
        "ccomp",
        "acl",
        "pcomp",
        "dobj",
        "nsubjpass",
        "pobj",
        "prep",
        "attr",
        "oprd",
        "agent",
        "dative",
        "conj",
        "acomp",
    }
)
"""Relations through which a governor's cue reaches down to the trigger."""

PRESENT = frozenset({"VBZ", "VBP"})
LASTING = frozenset({"continue", "keep", "remain", "proceed"})
TRANSPARENT = frozenset({"be", "have", "do", "get", "go", "come", "take", "make", "hold", "give", "launch", "face", "conduct", "carry", "issue",
                         "file", "stage", "open", "begin", "start", "lead", "manage", "help", "join", "attend", "see", "place"})  # fmt: skip
"""Verbs that add nothing of their own: their tense and negation are the trigger's ("will hold talks")."""
CLAIMS = frozenset({"report", "claim", "charge", "suggestion", "allegation", "accusation", "rumour", "rumor", "talk", "speculation", "assertion", "story",
                    "notion", "idea", "insinuation", "account"})  # fmt: skip
DISMISSALS = frozenset(
    {
        "deny",
        "reject",
        "dismiss",
        "rebuff",
        "refute",
        "rebut",
        "dispute",
        "contest",
        "repudiate",
        "ridicule",
        "mock",
        "brush",
    }
)
"""Verbs that deny what a claim says."""
OCCUR = frozenset(
    {
        "be",
        "begin",
        "start",
        "resume",
        "continue",
        "take",
        "follow",
        "occur",
        "happen",
        "come",
        "go",
        "end",
        "open",
        "last",
        "break",
    }
)
"""Verbs whose tense and negation are those of the event that is their subject ("talks will begin")."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How the sentence presents an event."""

    status: Status = "happened"
    cue: tuple[int, ...] = ()
    """Tokens that show the status; empty for plain fact."""
    dropped: bool = False
    """True where the words only request or threaten it: not an event of its own."""
    governor: int | None = None
    """The verb or noun that made the status, where there is one."""


Links = Mapping[tuple[str, str], Status]
"""(lemma, link) -> status; the link is "" for an object or clause, "to" for an infinitive, else a preposition."""


@dataclass(frozen=True, slots=True)
class Cues:
    """The codebook's status cues, turned around: word -> status."""

    governors: Links
    """Verbs and adjectives that the event hangs on: "plan to visit"."""
    nouns: Links
    """Nouns that it hangs on: "a plan to visit"."""
    nonevents: Links
    """Governors whose complement is no event of its own (request, threat)."""
    modifiers: Mapping[str, Status]
    adverbs: Mapping[str, Status]
    auxiliaries: Mapping[str, Status]
    conjunctions: Mapping[str, Status]
    followers: Mapping[str, Status]
    """Verbs whose subject is the event's noun: "the talks collapsed"."""

    @classmethod
    def of(cls, codebook: Codebook) -> Cues:
        def words(group: str) -> dict[str, Status]:
            pairs = [(cue, s.code) for s in codebook.statuses.values() for cue in s.cues.get(group, ())]
            return {spelling: code for cue, code in pairs for spelling in _spellings(cue)}  # type: ignore[misc]

        def links(group: str) -> dict[tuple[str, str], Status]:
            return {(w.partition(" ")[0], w.partition(" ")[2]): s for w, s in words(group).items()}

        return cls(
            links("governors"), links("nouns"), links("nonevents"),
            words("modifiers"), words("adverbs"), words("auxiliaries"), words("conjunctions"), words("followers"),
        )  # fmt: skip


def _spellings(cue: str) -> set[str]:
    """British and American: "criticise for", "criticize for"."""
    first, space, rest = cue.partition(" ")
    return {f"{word}{space}{rest}" for word in spellings(first)}


def read(syntax: Syntax, head: int, cues: Cues, own: frozenset[int] = frozenset()) -> Reading:
    """Read the status of the event whose trigger stands at `head`; `own` are the tokens of the trigger itself."""
    return next(_outward(syntax, head, cues, own), None) or _aspect(syntax, head)


def _outward(syntax: Syntax, head: int, cues: Cues, own: frozenset[int]) -> Iterator[Reading]:
    """Cues from the trigger outward, innermost first."""
    yield from _local(syntax, head, cues, own)
    link = ""
    for child, parent in syntax.ancestors(head):
        token, above = syntax.tokens[child], syntax.tokens[parent]
        if token.dep == "nsubj" and not syntax.is_verb(head):
            yield from _followed(syntax, parent, cues)
            if above.lemma in OCCUR:
                yield from _local(syntax, parent, cues, own)
        if token.dep not in COMPLEMENTS or (token.dep == "acl" and _describes(syntax, child)):
            return
        if token.dep == "pcomp" and syntax.dependents(child, "nsubj", "nsubjpass"):
            return  # "with Washington accusing Beijing": a clause beside the main one, not under it
        if (
            above.lemma in CLAIMS
            and syntax.tokens[above.head].lemma in DISMISSALS
            and above.dep in ("dobj", "nsubjpass", "pobj")
        ):
            yield Reading("denied", (above.head,), governor=above.head)  # "rejected the charge that"
            return
        if token.dep == "conj":
            continue
        if above.pos in ("ADP", "SCONJ") and above.dep in ("prep", "agent", "prt"):
            if above.lemma == "without" and child == head:
                yield Reading("not-happened", (parent,))
            link = above.lemma
            continue
        link = link or ("to" if token.dep in ("xcomp", "acl") and _infinitive(syntax, child) else "")
        if parent not in own and (governed := _governed(syntax, parent, token.dep, link, cues)):
            yield governed
            return
        if (
            link not in ("", "to")
            and above.dep == "dobj"
            and (governed := _governed(syntax, above.head, "prep", link, cues))
        ):
            yield governed  # "accused hackers of": the parser hangs "of" on the hackers
            return
        if token.dep == "ccomp" and not _transparent(syntax, parent):
            return  # reported speech: its tense and modals are its own
        if token.dep == "nsubjpass":
            yield from _followed(syntax, parent, cues)
        if link not in ("", "to") and not _transparent(syntax, parent):
            if syntax.is_verb(parent) or not syntax.is_verb(head):
                return  # "arrested after the attack": the fate of one is not that of the other
            link = ""
            continue  # "hopes to strike a balance between forging": a gerund goes with its noun
        yield from _local(syntax, parent, cues, own)
        link = ""


def governors(syntax: Syntax, head: int) -> Iterator[int]:
    """The words that `head` is a complement of, however far up: "refused", "hold" and "round" of "talks"."""
    for child, parent in syntax.ancestors(head):
        if syntax.tokens[child].dep not in COMPLEMENTS:
            return
        yield parent


def _describes(syntax: Syntax, participle: int) -> bool:
    """ "the man accused of": a description of the noun, not a clause about what was said or planned."""
    bare = syntax.tokens[participle].tag in ("VBN", "VBG")
    return bare and not syntax.dependents(participle, "nsubj", "nsubjpass", "mark", "aux")


def _infinitive(syntax: Syntax, verb: int) -> bool:
    return any(syntax.tokens[c].lemma == "to" for c in syntax.dependents(verb, "aux"))


def _governed(syntax: Syntax, parent: int, relation: str, link: str, cues: Cues) -> Reading | None:
    token = syntax.tokens[parent]
    if token.lemma == "be" and relation == "xcomp" and link == "to":
        return Reading("planned", (parent,), governor=parent)  # "is to be tried"
    yet = next((c for c in syntax.dependents(parent, "advmod") if syntax.tokens[c].lemma == "yet"), None)
    if token.lemma == "have" and relation == "xcomp" and yet is not None:
        return Reading("not-happened", (yet,))  # "has yet to sign"
    particles = syntax.dependents(parent, "prt", "prep") if relation == "xcomp" else syntax.dependents(parent, "prt")
    if link not in ("", "to"):
        particles = []  # "call off talks after the shelling": the particle is the object's
    keys = [(token.lemma, link), *((token.lemma, syntax.tokens[c].lemma) for c in particles)]
    if any(k in cues.nonevents for k in keys):
        return Reading("considered", (parent,), dropped=True, governor=parent)
    table = cues.nouns if token.pos in ("NOUN", "PROPN") else cues.governors
    status = next((table[k] for k in keys if k in table), None)
    if status is None or (relation == "ccomp" and status not in ("alleged", "denied", "hypothetical")):
        return None  # "announced that it had": reported speech, not a plan
    negation = syntax.dependents(parent, "neg")
    if negation and status in ("planned", "considered", "ongoing"):
        return Reading("not-happened", (negation[0],), governor=parent)
    if negation and status in ("not-happened", "denied"):
        return None  # "did not fail to": plain fact
    return Reading(status, (parent,), governor=parent)


def _followed(syntax: Syntax, verb: int, cues: Cues) -> Iterator[Reading]:
    """ "The talks collapsed", "the visit was cancelled"."""
    if (status := cues.followers.get(syntax.tokens[verb].lemma)) and not syntax.dependents(verb, "neg"):
        yield Reading(status, (verb,))


def _local(syntax: Syntax, i: int, cues: Cues, own: frozenset[int]) -> Iterator[Reading]:
    """Cues that hang on one verb or noun: negation, auxiliaries, modifiers, the conjunction of its clause."""
    tokens = syntax.tokens
    for c in syntax.children[i]:
        token = tokens[c]
        if c in own:
            continue
        if token.dep == "neg" or (token.dep in ("det", "preconj") and token.lemma == "no"):
            yield Reading("not-happened", (c,))
        elif token.dep in ("nsubj", "nsubjpass", "dobj") and syntax.is_verb(i) and (no := _none(syntax, c)) is not None:
            yield Reading("not-happened", (no,))
        elif (
            (
                token.dep in ("amod", "compound", "nmod")
                and (status := cues.modifiers.get(token.lemma) or cues.modifiers.get(token.text.lower()))
            )
            or (token.dep == "advmod" and (status := cues.adverbs.get(token.lemma)))
            or (token.dep in ("mark", "advmod") and (status := cues.conjunctions.get(token.lemma)))
        ):
            yield Reading(status, (c,))
    if syntax.is_verb(i):
        yield from _neither(syntax, i)
        yield from _auxiliary(syntax, i, cues)


def _neither(syntax: Syntax, verb: int) -> Iterator[Reading]:
    """ "neither accepted nor refused"; a headline's "Manila to arrest"."""
    tokens = syntax.tokens
    first = syntax.first_conjunct(verb)
    pairs = [
        c
        for c in (*syntax.dependents(first, "preconj", "cc"), *syntax.dependents(verb, "preconj"))
        if tokens[c].lemma in ("neither", "nor")
    ]
    if pairs:
        yield Reading("not-happened", (pairs[0],))
    if tokens[verb].dep == "ROOT" and tokens[verb].tag == "VB" and _infinitive(syntax, verb):
        yield Reading("planned", (syntax.dependents(verb, "aux")[0],))


def _none(syntax: Syntax, noun: int) -> int | None:
    """The "no" of "no one", "no side"; "nobody", "none"."""
    if syntax.tokens[noun].lemma in ("nobody", "none", "neither"):
        return noun
    return next((c for c in syntax.dependents(noun, "det") if syntax.tokens[c].lemma in ("no", "neither")), None)


def _auxiliary(syntax: Syntax, verb: int, cues: Cues) -> Iterator[Reading]:
    auxiliaries = [c for c in syntax.auxiliaries(verb) if syntax.tokens[c].dep == "aux"]
    for c in auxiliaries:
        word = syntax.tokens[c].text.lower()
        status = cues.auxiliaries.get(word) or cues.auxiliaries.get(syntax.tokens[c].lemma)
        if status is None:
            continue
        unreal = word in ("would", "'d", "’d") and (
            any(syntax.tokens[o].lemma == "have" for o in auxiliaries) or _conditional(syntax, verb, cues)
        )
        yield Reading("hypothetical" if unreal else status, (c,))


def _conditional(syntax: Syntax, verb: int, cues: Cues) -> bool:
    """ "would withdraw if ..." """
    clauses = syntax.dependents(verb, "advcl")
    return any(
        cues.conjunctions.get(syntax.tokens[m].lemma) == "hypothetical"
        for v in clauses
        for m in syntax.dependents(v, "mark")
    )


def _transparent(syntax: Syntax, i: int) -> bool:
    return syntax.tokens[i].lemma in TRANSPARENT


def _aspect(syntax: Syntax, head: int) -> Reading:
    """Ongoing where the clause says so: "are searching", "is being held", "has been closed since", "under siege"."""
    verb = syntax.clause(head)
    tokens = syntax.tokens
    if not syntax.is_verb(verb):
        return Reading()
    direct = verb == head or tokens[head].head == verb
    auxiliaries = [tokens[c] for c in syntax.auxiliaries(verb)]
    being = next((a.i for a in auxiliaries if a.text.lower() == "being"), None)
    if direct and being is not None and len(auxiliaries) > 1:
        return Reading("ongoing", (being,))
    now = any(a.tag in PRESENT for a in auxiliaries) or tokens[verb].tag in PRESENT
    if (
        direct
        and tokens[verb].tag == "VBG"
        and any(a.lemma == "be" and (a.tag in PRESENT or a.tag == "VBN") for a in auxiliaries)
    ):
        return Reading("ongoing", (verb,))
    if (
        direct
        and tokens[verb].tag in PRESENT
        and (tokens[verb].lemma in LASTING or (verb == head and tokens[verb].lemma == "be"))
    ):
        return Reading("ongoing", (verb,))
    since = next((c for c in syntax.dependents(verb, "prep") if tokens[c].lemma == "since"), None)
    if direct and since is not None and now:
        return Reading("ongoing", (since,))
    above = tokens[head].head
    if tokens[head].dep == "pobj" and tokens[above].lemma == "under" and now:
        return Reading("ongoing", (above,))  # "is under investigation"
    governor = tokens[verb].head
    if tokens[verb].dep == "xcomp" and tokens[governor].lemma in LASTING:
        return Reading("ongoing", (governor,))
    return Reading()
