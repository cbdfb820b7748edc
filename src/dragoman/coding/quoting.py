"""Which cue word, if any, introduces each quotation.

Comes in: a discourse and the clauses that its cue words introduce. Goes out: one `Link` a quotation. Position decides, not
the parse, which long quotations derail: a cue before the opening mark, or speaker and cue behind the closing one; else
the quotation goes on an earlier one, or it stands alone, or it is no speech. Walks at most `REACH` tokens from a mark.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from dragoman.annotate.quotations import is_title
from dragoman.coding.clauses import is_withheld
from dragoman.coding.cues import Cue, CueWord
from dragoman.coding.discourse import DASHES, FINITE, Discourse
from dragoman.coding.edges import Ranges
from dragoman.model import Quotation

How = Literal["introduced", "followed", "joined", "alone", "inside", "none"]

REACH = 40
"""Tokens between a mark and its cue at most."""
TERM = 40
"""Code points up to which words quoted in the middle of a phrase are taken for a term."""
CONNECTORS = (
    frozenset({",", ";", "and", "or", "but", "that", "then", "...", "[", "]", "…", "also", "a", "an", "as", "-"})
    | DASHES
)
BETWEEN = 15
"""Tokens between two quoted parts of one clause at most."""
HEARD = frozenset({"quote", "hear", "cite", "report", "record", "overhear"})
"""Verbs of those who pass on what others said: "was quoted as saying"."""
UTTERING = frozenset({"say", "read", "write", "shout", "chant", "exclaim", "tweet", "reply", "post", "state"})
"""Cue words whose object, if quoted, is what is uttered, however short."""
UNLISTED = CueWord("", "say", frozenset({"clause"}))
"""Whatever verb stands before a colon: "took a parting shot: '...'"."""


@dataclass(frozen=True, slots=True)
class Link:
    """How a quotation is introduced; `joined` means that it goes on the quotation before it."""

    how: How
    cue: Cue | None = None


def links(talk: Discourse, clauses: Mapping[int, Ranges]) -> list[Link]:
    """The link of each quotation, in text order."""
    found: list[Link] = []
    for number, quotation in enumerate(talk.quotations):
        found.append(_link(talk, clauses, number, quotation, found))
    return found


def opening(talk: Discourse, quotation: Quotation) -> int:
    """Token of the opening mark, or the first token where the mark is part of it."""
    return quotation.first - 1 if quotation.first and talk.is_mark(quotation.first - 1) else quotation.first


def closing(talk: Discourse, quotation: Quotation) -> int:
    """First token behind the quotation and its closing mark."""
    last = quotation.last
    return last + 1 if last < len(talk.tokens) and talk.is_mark(last) and quotation.closed else last


def _link(
    talk: Discourse, clauses: Mapping[int, Ranges], number: int, quotation: Quotation, before: list[Link]
) -> Link:
    previous = talk.quotations[number - 1] if number else None
    attributed = bool(before) and before[-1].how in ("introduced", "followed", "joined", "alone")
    if (
        attributed
        and previous
        and (
            quotation.continues or _coordinated(talk, previous, quotation) or _goes_on_below(talk, previous, quotation)
        )
    ):
        return Link("joined")
    after = _following_cue(talk, quotation)
    ahead = _preceding(talk, clauses, quotation)
    if after and (ahead is None or ahead.how == "inside" or _yields(ahead, before[-1] if attributed else None)):
        return Link("followed", after)
    if ahead:
        return ahead
    if previous and before[-1].how == "inside" and _goes_on_inside(talk, previous, quotation):
        return before[-1]
    if not quotation.speech or not _stands_alone(talk, quotation):
        return Link("none")
    same_paragraph = previous is not None and talk.paragraph(previous.first) == talk.paragraph(quotation.first)
    return Link("joined" if attributed and same_paragraph else "alone")


def _yields(ahead: Link, previous: Link | None) -> bool:
    """Whether a cue before a quotation gives way to one behind it: it has its quotation, or is no proper cue."""
    cue = ahead.cue
    return cue is None or cue.noun or cue.word is UNLISTED or (previous is not None and previous.cue == cue)


def _coordinated(talk: Discourse, previous: Quotation, quotation: Quotation) -> bool:
    """Whether only a comma or "and" stands between two quotations."""
    first, last = closing(talk, previous), opening(talk, quotation)
    if last - first > 4 or talk.paragraph(previous.first) != talk.paragraph(quotation.first):
        return False
    return all(talk.tokens[t].text.lower() in CONNECTORS for t in range(first, last))


def _goes_on_below(talk: Discourse, previous: Quotation, quotation: Quotation) -> bool:
    """A quotation with an end in one paragraph, and the next paragraph opens one that runs on to further paragraphs."""
    return (
        not quotation.closed
        and talk.paragraph(previous.first) + 1 == talk.paragraph(quotation.first)
        and _begins_paragraph(talk, previous)
        and _begins_paragraph(talk, quotation)
    )


def _begins_paragraph(talk: Discourse, quotation: Quotation) -> bool:
    before = opening(talk, quotation) - 1
    return before < 0 or talk.paragraph(before) != talk.paragraph(quotation.first)


def _goes_on_inside(talk: Discourse, previous: Quotation, quotation: Quotation) -> bool:
    """ "said he was 'humbled' by the vote and 'ready to serve'": no new subject stands between."""
    between = [talk.tokens[t] for t in range(closing(talk, previous), opening(talk, quotation))]
    new = any(t.dep in ("nsubj", "nsubjpass", "expl") or t.text in (".", ";", ":") for t in between)
    return len(between) <= BETWEEN and not new and talk.paragraph(previous.first) == talk.paragraph(quotation.first)


def _stands_alone(talk: Discourse, quotation: Quotation) -> bool:
    """Whether a quotation is a sentence of its own."""
    after = closing(talk, quotation)
    ended = any(talk.ends_sentence(t) for t in range(quotation.first, min(quotation.last, quotation.first + REACH)))
    ended = ended or quotation.span.text[-1] in ".!?…" or not quotation.closed
    ends = (
        after >= len(talk.tokens)
        or talk.ends_sentence(after)
        or talk.paragraph(after) != talk.paragraph(quotation.first)
    )
    return _begins(talk, quotation) and (ended or ends)


def _begins(talk: Discourse, quotation: Quotation) -> bool:
    """Whether no words of the same sentence stand before a quotation."""
    before = opening(talk, quotation) - 1
    if before < 0 or talk.ends_sentence(before) or talk.paragraph(before) != talk.paragraph(quotation.first):
        return True
    return talk.inside[before] >= 0 or talk.is_mark(before) or talk.tokens[before].text in {":", ";", "-"} | DASHES


# --- cue before the quotation -------------------------------------------------------------------------------------


def _preceding(talk: Discourse, clauses: Mapping[int, Ranges], quotation: Quotation) -> Link | None:
    """ "X said: '...'", "X told reporters on Monday '...'", "X called it '...'"; "said the plan was 'dead'" is inside."""
    last = opening(talk, quotation) - 1
    if last < 0 or talk.ends_sentence(last):
        return None
    if talk.paragraph(last) != talk.paragraph(quotation.first) and talk.tokens[last].text != ":":
        return None
    cues, verbs = _cues_before(talk, quotation, last)
    covering = [c for c in cues if any(a <= last < b - 1 for a, b in clauses.get(c.head, ()))]
    if cues and cues[0].only_quoted and any(not c.only_quoted for c in covering):
        return Link("inside", next(c for c in covering if not c.only_quoted))
    if cues and not verbs[0]:
        relative = any(talk.tokens[c].tag in ("WDT", "WP") for c in talk.syntax.children[cues[0].head])
        if (
            relative and talk.tokens[last].text in DASHES and len(cues) > 1
        ):  # "commented — which the paper noted was rare — '...'"
            return Link("introduced", cues[1])
        inside = _clause_begins_before(talk, clauses, cues[0], quotation)
        if not inside and not cues[0].takes("quoted") and _is_term(talk, cues[0], quotation):
            return None
        return Link("inside" if inside else "introduced", cues[0])
    if covering:
        return Link("inside", min(covering, key=lambda c: c.only_quoted))
    if cues and talk.tokens[last].text in {",", ":", "-"} | DASHES and begins_sentence(quotation) and quotation.speech:
        return Link("introduced", next((c for c in cues if talk.tokens[c.head].dep == "ROOT"), cues[0]))
    if talk.tokens[last].text == ":" and quotation.speech and (cue := _verb_before_colon(talk, last)):
        return Link("introduced", cue)
    inside_of = next((c for c in cues if _reaches(talk, clauses.get(c.head, ()), c, quotation)), None)
    return Link("inside", inside_of) if inside_of else None


def _cues_before(talk: Discourse, quotation: Quotation, last: int) -> tuple[list[Cue], list[int]]:
    """Cues of the same sentence before a quotation, nearest first, each with the finite verbs between."""
    cues: list[Cue] = []
    verbs: list[int] = []
    seen = 0
    for at in range(last, max(-1, last - REACH), -1):
        if talk.ends_sentence(at) or talk.paragraph(at) != talk.paragraph(last):
            break
        if talk.inside[at] >= 0 and not cues:
            seen += 1  # another quotation stands between: no direct speech
        cue = talk.cues.get(at)
        if cue is not None and _introduces(talk, cue, quotation):
            if cues and cues[-1].noun and verbs[-1] == seen:  # "said in a statement: ...": the verb is the cue
                cues.pop()
                verbs.pop()
            cues.append(cue)
            verbs.append(seen)
        seen += talk.tokens[at].tag in FINITE
    return cues, verbs


def begins_sentence(quotation: Quotation) -> bool:
    """Whether quoted words begin like a sentence."""
    return not quotation.span.text.lstrip("[(.… ")[:1].islower()


def _reaches(talk: Discourse, clause: Ranges, cue: Cue, quotation: Quotation) -> bool:
    """Whether a clause goes on into a quotation: it ends just before, or the parse hangs the quotation below the cue."""
    if not clause:
        return False
    between = range(clause[-1][1], opening(talk, quotation))
    if len(between) < 4 and not any(talk.tokens[t].pos in ("PUNCT", "CCONJ") for t in between):
        return True
    for child, parent in talk.syntax.ancestors(quotation.first):
        if parent == cue.head:
            return talk.tokens[child].dep != "conj"
    return False


def _introduces(talk: Discourse, cue: Cue, quotation: Quotation) -> bool:
    """Whether a cue can take a quotation behind it."""
    if cue.noun:
        return talk.tokens[opening(talk, quotation) - 1].text == ":"
    if is_withheld(talk, cue):
        return False
    if cue.takes("clause"):
        passive = talk.tokens[cue.head].tag == "VBN" and not talk.finite(cue.head)
        return not passive or cue.head == talk.sentence_bounds(cue.head)[0]
    passive = talk.syntax.passive(cue.head) and not talk.syntax.dependents(cue.head, "agent")
    return cue.takes("quoted", "infinitive", "gerund") and not passive


def _verb_before_colon(talk: Discourse, colon: int) -> Cue | None:
    """The first verb of a sentence that ends in a colon, whatever it is, if somebody does it."""
    start, _ = talk.sentence_bounds(colon)
    for at in range(start, colon):
        beside = talk.tokens[at].dep in ("relcl", "advcl", "acl", "aux", "auxpass")
        if talk.syntax.is_verb(at) and not beside and talk.finite(at) and talk.syntax.subjects(at):
            return Cue(UNLISTED, at, at, at + 1)
    return None


def _clause_begins_before(talk: Discourse, clauses: Mapping[int, Ranges], cue: Cue, quotation: Quotation) -> bool:
    """Whether words of the same clause stand before the mark, or a mere term is quoted that the sentence goes on from."""
    first, last = opening(talk, quotation), closing(talk, quotation)
    if cue.only_quoted:
        return False
    if first and (talk.tokens[first - 1].text in (":", ",") or (begins_sentence(quotation) and quotation.speech)):
        return False
    own = (cue.head, *talk.syntax.dependents(cue.head, "prep", "dobj"))
    between = [talk.tokens[t] for t in range(cue.last, first)]
    subject = any(t.dep in ("nsubj", "nsubjpass", "expl") and t.head not in own for t in between)
    clause = clauses.get(cue.head, ())
    term = not quotation.speech and any(a <= quotation.first and last < b for a, b in clause)
    begins_with_verb = talk.tokens[quotation.first].tag in FINITE and talk.tokens[first - 1].pos in (
        "NOUN",
        "PROPN",
        "PRON",
    )
    return subject or term or begins_with_verb or any(cue.last <= a < first < b for a, b in clause)


def _is_term(talk: Discourse, cue: Cue, quotation: Quotation) -> bool:
    """Whether quoted words are no utterance but a part of a phrase: "noted the 'grey zone'", "ordered 'high alert' for all"."""
    if is_title(quotation.span.text) and not quotation.speech:
        return True
    if quotation.speech and (begins_sentence(quotation) or len(quotation.span.text) > TERM):
        return False
    before, after = opening(talk, quotation) - 1, closing(talk, quotation)
    in_phrase = talk.tokens[before].pos in ("DET", "ADJ", "NOUN", "ADP", "NUM") or talk.tokens[before].tag in (
        "PRP$",
        "POS",
    )
    goes_on = after < len(talk.tokens) and talk.tokens[after].pos not in ("PUNCT", "CCONJ", "SPACE")
    return in_phrase or (goes_on and not quotation.speech and cue.word.word not in UTTERING)


# --- cue behind the quotation -------------------------------------------------------------------------------------


def _following_cue(talk: Discourse, quotation: Quotation) -> Cue | None:
    """ "'...', said X", "'...', X told reporters"."""
    tokens = talk.tokens
    at = closing(talk, quotation)
    if not (_begins(talk, quotation) or (begins_sentence(quotation) and quotation.speech)):
        return None
    if not quotation.closed or at >= len(tokens) or talk.paragraph(at) != talk.paragraph(quotation.first):
        return None
    comma = tokens[at].text in {",", "-"} | DASHES
    at += comma
    if at >= len(tokens) or not (comma or quotation.span.text.rstrip("])")[-1:] in ",!?.…—–-" or at in talk.cues):
        return None
    for token in range(at, min(at + REACH, len(tokens))):
        if talk.ends_sentence(token) or talk.inside[token] >= 0:
            return None
        cue = talk.cues.get(token)
        if (
            cue is not None
            and not cue.noun
            and cue.takes("clause")
            and _is_uttered(talk, cue)
            and _closes(talk, cue, at)
        ):
            return None if quotation.span.text[-1] == "." and not comma and _has_own_clause(talk, cue) else cue
    return None


def _is_uttered(talk: Discourse, cue: Cue) -> bool:
    """Whether a cue is finite, or stands below "was quoted as saying", "is heard to say"."""
    tokens, head = talk.tokens, cue.head
    above = tokens[head].head if tokens[head].dep != "pcomp" else tokens[tokens[head].head].head
    return talk.finite(head) or (tokens[above].lemma in HEARD and talk.finite(above))


def _closes(talk: Discourse, cue: Cue, start: int) -> bool:
    """Whether only the speaker stands between a quotation and the cue behind it."""
    if cue.head == start or (cue.head == start + 1 and talk.tokens[start].pos == "ADV"):
        return True
    subjects = [s for s in talk.syntax.dependents(cue.head, "nsubj") if start <= s < cue.head]
    if any(talk.tokens[s].left <= start + 1 for s in subjects):
        return True
    own = {*talk.syntax.auxiliaries(cue.head), *(a for _, a in talk.syntax.ancestors(cue.head))}
    own |= {x for a in own for x in talk.syntax.auxiliaries(a)}
    between = [talk.tokens[t] for t in range(start, cue.head) if t not in own]
    return not any(t.tag in FINITE or t.dep == "cc" for t in between)


def _has_own_clause(talk: Discourse, cue: Cue) -> bool:
    """Whether a cue takes words behind itself, so that it is no cue for those before."""
    return any(c > cue.head for c in talk.syntax.dependents(cue.head, "ccomp", "xcomp"))
