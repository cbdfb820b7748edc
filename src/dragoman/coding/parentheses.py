"""Cues in the middle or at the end of what is said: "The bridge, the mayor said, was closed".

Comes in: a discourse and a cue word in it. Goes out: token ranges of what is said around it. Direct speech is quoting.py's.
"""

from __future__ import annotations

from dragoman.coding.cues import Cue
from dragoman.coding.discourse import DASHES, Discourse
from dragoman.coding.edges import COMMAS, Ranges, trimmed
from dragoman.coding.speakers import inverted

NEAR = 30
"""Tokens of a speaker before the cue at most."""
NAMING = frozenset({"NOUN", "PROPN", "ADJ", "DET", "PART"})
"""Words that may belong to a speaker's name though the parse leaves them out."""
NOT_CONTENT = frozenset(
    {"who", "which", "while", "where", "when", "although", "as", "after", "before", "whose", "but", "though"}
)
"""Words behind a parenthesis that begin something else than the rest of what is said."""


def parenthesis(talk: Discourse, cue: Cue) -> Ranges:
    """ "..., police said" and "..., said police, ...": the rest of the sentence is what is said."""
    tokens = talk.tokens
    as_reported = any(tokens[c].lemma == "as" for c in talk.syntax.dependents(cue.head, "mark"))
    if (
        cue.noun
        or not cue.takes("clause")
        or not (talk.finite(cue.head) or as_reported or inverted(talk, cue) is not None)
        or tokens[cue.head].dep == "relcl"
    ):
        return ()
    if not cue.word.addressed and talk.syntax.dependents(cue.head, "dobj") and inverted(talk, cue) is None:
        return ()
    first, last = phrase(talk, cue)
    start, end = talk.sentence_bounds(cue.head)
    goes_on = last + 2 < end and tokens[last].text == ","
    if as_reported and first <= start:
        return trimmed(talk, last, end) if goes_on else ()
    comma = first - 1 - talk.is_mark(first - 1) if first > start + 1 else start
    if comma <= start or tokens[comma].text not in {","} | DASHES:
        return ()
    begin = next((t + 1 for t in range(comma - 1, start, -1) if tokens[t].text == ";"), start)
    if talk.inside[comma - 1] >= 0 and talk.quotations[talk.inside[comma - 1]].first <= begin + 1:
        return ()  # direct speech
    if not talk.has_verb(begin, comma):
        return _split_subject(talk, cue, (begin, comma), (last, end)) if goes_on else ()
    if not goes_on and _is_fronted_clause(talk, cue, begin, comma):
        return ()
    ranges = trimmed(talk, begin, comma)
    return ranges + (trimmed(talk, last, end) if goes_on and _belongs(talk, cue, last) else ())


def _is_fronted_clause(talk: Discourse, cue: Cue, first: int, last: int) -> bool:
    """ "When the door opened, he told them ...": the clause before the comma tells when, and is not said."""
    verbs = [v for v in talk.syntax.dependents(cue.head, "advcl") if first <= v < last]
    opens = talk.tokens[first].tag in ("WRB", "IN") and talk.tokens[first].lemma not in (
        "if",
        "unless",
        "that",
        "whether",
    )
    return opens and bool(verbs) and talk.tokens[verbs[0]].left == first


def _split_subject(talk: Discourse, cue: Cue, before: tuple[int, int], after: tuple[int, int]) -> Ranges:
    """ "The bridge, the mayor said, had closed", "Earlier, the mayor said, the bridge had closed"."""
    tokens = talk.tokens
    takes_object = talk.syntax.dependents(cue.head, "dobj", "xcomp")
    if takes_object or tokens[min(after[0] + 1, after[1] - 1)].tag == "VBG" or not talk.has_verb(*after):
        return ()
    subject = any(
        tokens[t].dep in ("nsubj", "nsubjpass") and not before[0] <= tokens[t].head < before[1] for t in range(*before)
    )
    return (trimmed(talk, *before) if subject else ()) + trimmed(talk, *after)


def phrase(talk: Discourse, cue: Cue) -> tuple[int, int]:
    """Token range of a cue with its speaker and adverbials: "as the mayor said on Monday"."""
    tokens, syntax = talk.tokens, talk.syntax
    start, end = talk.sentence_bounds(cue.head)
    own = syntax.dependents(cue.head, "nsubj", "nsubjpass", "aux", "auxpass", "advmod", "mark")
    left = [tokens[c].left for c in own if start <= c < cue.head and talk.inside[tokens[c].left] < 0]
    first = min([cue.first, *(c for c in left if c >= cue.first - NEAR)])
    while first - 1 > start and first < cue.first and tokens[first - 1].pos in NAMING and cue.first - first < NEAR:
        first -= 1  # "newspaper The Alba Times reported"
    last = next((t for t in range(cue.last, end) if tokens[t].text in COMMAS or talk.ends_sentence(t)), end)
    return first, last


def _belongs(talk: Discourse, cue: Cue, last: int) -> bool:
    """Whether the rest of the sentence behind a parenthesis is said too: "The bomb, police said, was homemade"."""
    following = talk.tokens[last + 1]
    if following.dep == "cc":
        own = talk.syntax.dependents(following.head, "conj")
        if own and any(talk.tokens[a].lemma in ("have", "would", "will") and talk.tokens[a].tag in ("VBD", "MD")
                       for a in talk.syntax.auxiliaries(own[-1])):  # fmt: skip
            return True  # "..., its author said, and the road had cut off its foot": the tense of what is said
        conjuncts = [c for c in talk.syntax.dependents(cue.head, "conj") if c > last]
        return bool(conjuncts) and not talk.syntax.dependents(conjuncts[0], "nsubj", "nsubjpass")
    participle = following.tag == "VBG" and following.head == cue.head
    return not participle and following.lemma not in NOT_CONTENT
