"""Where indirect speech begins and ends.

Comes in: a discourse and a rough token range. Goes out: the range cut to what is said. Finds no clauses (clauses.py).
"""

from __future__ import annotations

from dragoman.coding.discourse import DASHES, LONGEST, Discourse

Ranges = tuple[tuple[int, int], ...]
"""Token ranges, half-open, in text order."""

COMMAS = frozenset({",", ";", ":"}) | DASHES
MARGIN = COMMAS | {".", "!", "?", '"', "“", "”", "``", "''"}
OPENERS = frozenset({"and", "but", "however", "that"})
SOURCE_NEAR = {",": 8, ";": 16}
"""Tokens behind a comma or semicolon within which a further cue must stand to end what is said before."""


def that(talk: Discourse, verb: int) -> int | None:
    """The "that" of a clause."""
    return next((c for c in talk.syntax.dependents(verb, "mark") if talk.tokens[c].lemma == "that"), None)


def is_infinitive(talk: Discourse, verb: int) -> bool:
    """Whether a verb has "to"."""
    return any(talk.tokens[a].tag == "TO" for a in talk.syntax.dependents(verb, "aux"))


def trimmed(talk: Discourse, first: int, last: int, mark: int | None = None, verb: int | None = None) -> Ranges:
    """Cut a range to what is said: without "that", without a further attribution at its end, without outer punctuation."""
    if mark is not None and first <= mark < last:
        first = mark + 1
    if last - first > LONGEST or first >= last:
        return ()
    last = min(last, talk.sentence_bounds(first)[1])
    last = min(last, _end_of_relative(talk, first, last))
    last = next((t for t in range(first + 1, last) if _starts_attribution(talk, t, last)), last)
    if verb is not None:
        last = _before_next_cue(talk, verb, last)
    while first < last and (
        talk.tokens[first].text in MARGIN or talk.tokens[first].text == ")" or talk.tokens[first].lemma in OPENERS
    ):
        first += 1
    while first < last and talk.tokens[last - 1].text in MARGIN:
        last -= 1
    return ((first, last),) if first < last else ()


def _end_of_relative(talk: Discourse, first: int, last: int) -> int:
    """ "the talks, which officials said would last two days, began": the comma ends what is said."""
    cue = talk.tokens[first - 1] if first else talk.tokens[first]
    if cue.i not in talk.cues or cue.dep != "relcl" or not cue.left or talk.tokens[cue.left - 1].text != ",":
        return last
    return next((t for t in range(first, last) if talk.tokens[t].text == ","), last)


def _before_next_cue(talk: Discourse, verb: int, last: int) -> int:
    """ "said there was a plan and urged calm": a plan cannot urge, so the second verb is the speaker's."""
    syntax = talk.syntax
    subjects = syntax.dependents(verb, "nsubj", "nsubjpass")
    if any(talk.mention_at[s] >= 0 for s in subjects):
        return last
    for second in syntax.dependents(verb, "conj"):
        joint = [c for c in syntax.dependents(verb, "cc") if c < second]
        if second < last and joint and second in talk.cues and not syntax.dependents(second, "nsubj", "nsubjpass"):
            return joint[-1]
    return last


def _starts_attribution(talk: Discourse, token: int, last: int) -> bool:
    """Whether a comma or semicolon ends what is said: ", adding that ...", ", according to ...", "; X said ..."."""
    tokens = talk.tokens
    if tokens[token].text not in SOURCE_NEAR or token + 2 >= last:
        return False
    following = tokens[token + 1]
    if following.lemma in ("accord", "according") and tokens[token + 2].lemma == "to":
        return True
    if following.lemma in ("before", "prior", "after") and (
        tokens[token + 2].tag == "VBG" or tokens[token + 2].lemma == "to"
    ):
        return True
    contrast = following.lemma in ("while", "whereas")
    for at in range(token + 1, min(token + SOURCE_NEAR[tokens[token].text], last)):
        cue = talk.cues.get(at)
        if cue is None or cue.noun or not cue.takes("clause", "quoted"):
            continue
        if contrast or tokens[token].text == ";":
            return talk.finite(at)
        subordinate = tokens[at].tag == "VBG" or tokens[at].dep == "relcl"
        return subordinate and tokens[at].left <= token + 2 and tokens[at].right >= last - 2
    return False
