"""Who speaks, and to whom.

Comes in: a discourse and a cue word in it. Goes out: tokens of the speaker and of those addressed, and the `Slot` of a
token. A paper speaks for whoever made it ("the ministry's statement said"). Finds no content and resolves no pronouns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.coding.cues import Cue
from dragoman.coding.discourse import Discourse
from dragoman.coding.edges import is_infinitive
from dragoman.model import Mention, Slot

AUTHOR_PREPOSITIONS = ("by", "from", "of")
ADDRESSEE_PREPOSITIONS = ("to", "with")
OCCASIONS = frozenset(
    {"interview", "remark", "comment", "letter", "statement", "message", "email", "e-mail", "call", "speech", "tweet"}
)
"""Nouns whose "to X" or "with X" names those addressed: "in remarks to reporters"."""
PARTS = frozenset(
    {"part", "one", "some", "many", "most", "several", "all", "none", "both", "half", "majority", "number"}
)
"""Heads that stand for what follows "of": "part of the ruling said"."""
NEAR = 12
"""Tokens behind a cue within which "said ... X" names X at the latest."""


def speaker(talk: Discourse, cue: Cue, spoken: Sequence[tuple[int, int]]) -> int | None:
    """The token that names who speaks, or None; it never stands in the words said (token ranges)."""
    tries = _noun_speakers(talk, cue) if cue.noun else _verb_speakers(talk, cue)
    outside = (t for t in tries if not any(a <= t < b for a, b in spoken) and talk.inside[t] < 0)
    first: int | None = None
    for token in outside:
        found = author(talk, token)
        if found is not None and mention_of(talk, found) is not None:
            return _by_name(talk, found)
        first = token if first is None else first
    return first


def _by_name(talk: Discourse, token: int) -> int:
    """ "the manager, Chikondi Banda, said": the name, where a role and a name stand side by side."""
    known = mention_of(talk, token)
    for other in talk.syntax.dependents(token, "appos"):
        mention = mention_of(talk, other)
        if known and mention and mention.form == "name" and mention.kind != "place" and known.form == "role":
            return other
    return token


def speaker_of_paper(talk: Discourse, noun: int) -> int | None:
    """Who made a banner, letter or post, if the report says so by a possessor or "by"."""
    makers = talk.syntax.dependents(noun, "poss") + [c for p in ("by", "from") for c in talk.syntax.obliques(noun, p)]
    return next(iter(makers), None)


def named(talk: Discourse, head: int, first: int, last: int) -> int | None:
    """The source that a phrase names: its head, or its maker; else, or where that is but a state, the last person in it."""
    found = author(talk, head)
    mention = mention_of(talk, found) if found is not None else None
    others = [t for t in range(last - 1, first - 1, -1) if mention_of(talk, t) is not None]
    if mention is None:
        return others[0] if others else found
    if mention.kind in ("state", "place") and others:
        return others[0] if talk.annotation.mentions[talk.mention_at[others[0]]].kind == "person" else found
    return found


def author(talk: Discourse, token: int) -> int | None:
    """The maker of a paper ("a report by the agency"); any other token stays as it is."""
    if talk.tokens[token].lemma in PARTS:
        token = next(iter(talk.syntax.obliques(token, "of")), token)
    if not _is_paper(talk, token):
        return token
    for paper in (token, *_same_paper_before(talk, token)):
        if (owner := _owner(talk, paper)) is not None:
            return owner
    return token if talk.mention_at[token] >= 0 else None


def mention_of(talk: Discourse, token: int) -> Mention | None:
    """The mention of a party that a token stands in, heads, or is explained by."""
    annotation = talk.annotation
    for place in (token, *talk.syntax.dependents(token, "appos", "compound")):
        number = talk.mention_at[place]
        if number >= 0 and 0 <= annotation.mentions[number].entity < len(annotation.actors):
            return annotation.mentions[number]
    return None


def slot(talk: Discourse, token: int | None) -> Slot | None:
    """The party that a token names, with the words that do so; None where it is no mention of one."""
    mention = mention_of(talk, token) if token is not None else None
    return Slot(talk.annotation.actors[mention.entity].id, mention.span) if mention else None


def addressees(talk: Discourse, cue: Cue, spoken: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """Tokens of those spoken to: "told reporters", "said to the press", "in an interview with Le Monde"."""
    if cue.noun:
        return ()
    found = list(_objects(talk, cue)) if cue.word.addressed else []
    for preposition in talk.syntax.dependents(cue.head, "prep", "dative"):
        found.extend(_behind(talk, preposition))
    outside = (t for t in found if talk.inside[t] < 0 and not any(a <= t < b for a, b in spoken))
    return tuple(dict.fromkeys(outside))


# --- those spoken to ----------------------------------------------------------------------------------------------


def _objects(talk: Discourse, cue: Cue) -> Iterator[int]:
    """Objects of "told", "urged"; the subject of "to leave" in "urged Rome to leave"; passive "was told"."""
    syntax = talk.syntax
    if syntax.passive(cue.head):
        yield from syntax.objects(cue.head)
        return
    direct = syntax.dependents(cue.head, "dobj", "dative")
    if not direct:
        clauses = [c for c in syntax.dependents(cue.head, "ccomp") if is_infinitive(talk, c)]
        direct = [s for c in clauses for s in syntax.dependents(c, "nsubj")]
    for token in direct:
        yield from syntax.conjuncts(token)


def _behind(talk: Discourse, preposition: int) -> Iterator[int]:
    tokens, syntax = talk.tokens, talk.syntax
    for noun in syntax.dependents(preposition, "pobj"):
        if tokens[preposition].lemma == "to":
            yield from syntax.conjuncts(noun)
        elif tokens[noun].lemma in OCCASIONS:
            for word in ADDRESSEE_PREPOSITIONS:
                yield from syntax.obliques(noun, word)


# --- those who speak, the likeliest first -------------------------------------------------------------------------


def _verb_speakers(talk: Discourse, cue: Cue) -> Iterator[int]:
    head, syntax, tokens = cue.head, talk.syntax, talk.tokens
    if head and tokens[head - 1].lemma == "as":  # "was quoted as saying", "quoted a witness as saying"
        above = next((a for _, a in syntax.ancestors(head) if syntax.is_verb(a)), head)
        yield from syntax.objects(above)
    if (
        tokens[head].dep == "advcl" and tokens[head].tag == "VBG" and syntax.passive(tokens[head].head)
    ):  # "was described by X as ..., adding ..."
        yield from syntax.subjects(tokens[head].head)
    subjects = [s for s in syntax.subjects(head) if tokens[s].dep != "expl"]
    if (behind := inverted(talk, cue)) is not None:
        yield behind
    if (before := _before_who(talk, cue)) is not None:
        yield before
    yield from sorted(subjects, key=lambda s: not _is_bearer(talk, head, s))
    if not subjects and not syntax.dependents(head, "auxpass"):
        yield from _beside(talk, cue)
    if not syntax.dependents(head, "auxpass", "nsubj", "nsubjpass", "expl"):
        for _, above in syntax.ancestors(head):
            if syntax.is_verb(above):
                yield from syntax.subjects(above)


def _before_who(talk: Discourse, cue: Cue) -> int | None:
    """ "according to police, who said ...": the noun right before "who", wherever the parse hangs the clause."""
    who = next((s for s in talk.syntax.dependents(cue.head, "nsubj") if talk.tokens[s].lemma == "who"), None)
    if who is None:
        return None
    before = who - 1 - (who > 1 and talk.tokens[who - 1].text == ",")
    return before if before >= 0 and talk.tokens[before].pos in ("NOUN", "PROPN") else None


def inverted(talk: Discourse, cue: Cue) -> int | None:
    """ "..., added the sexton": the noun behind a cue that has none before it, which the parse took for its object."""
    syntax, tokens = talk.syntax, talk.tokens
    before = cue.first - 1 - (cue.first > 0 and talk.is_mark(cue.first - 1))
    set_off = before >= 0 and (tokens[before].text in (",", "!", "?", ".") or talk.inside[before] >= 0)
    own = syntax.dependents(cue.head, "nsubj", "nsubjpass", "aux", "auxpass", "cc")
    if not set_off or own or any(c > cue.head for c in syntax.dependents(cue.head, "ccomp", "xcomp")):
        return None
    objects = [o for o in syntax.dependents(cue.head, "dobj") if tokens[o].left == cue.last]
    if not objects or talk.tokens[cue.head].tag not in ("VBD", "VBZ", "VBN"):
        return None
    behind = tokens[objects[0]].right + 1
    ends = behind >= len(tokens) or tokens[behind].pos in ("PUNCT", "ADP") or talk.ends_sentence(behind)
    return objects[0] if ends else None


def _is_bearer(talk: Discourse, verb: int, subject: int) -> bool:
    """Whether a later subject is the name that an earlier role belongs to: "party leader and mayor Irma Kovac"."""
    subjects = [s for s in talk.syntax.subjects(verb) if s < subject]
    return talk.tokens[subject].ent == "PERSON" and bool(subjects) and not any(
        talk.tokens[s].ent == "PERSON" or talk.syntax.dependents(s, "det", "poss") for s in subjects
    )  # fmt: skip


def _beside(talk: Discourse, cue: Cue) -> Iterator[int]:
    """Where the parse shows no subject: the mention right before a cue, or behind "said"."""
    before = cue.first - 1
    while before > 0 and talk.tokens[before].pos in ("ADV", "AUX"):
        before -= 1
    if before >= 0 and talk.mention_at[before] >= 0 and not talk.ends_sentence(before):
        yield talk.annotation.mentions[talk.mention_at[before]].head
    _, end = talk.sentence_bounds(cue.head)
    for at in range(cue.last, min(cue.last + NEAR, end)):
        if talk.inside[at] >= 0 or (
            talk.tokens[at].pos in ("PUNCT", "VERB", "AUX", "ADP") and talk.tokens[at].text != "-"
        ):
            return
        if talk.mention_at[at] >= 0:
            yield talk.annotation.mentions[talk.mention_at[at]].head


def _noun_speakers(talk: Discourse, cue: Cue) -> Iterator[int]:
    owner = _owner(talk, cue.head)
    if owner is not None:
        yield owner


def _is_paper(talk: Discourse, token: int) -> bool:
    return talk.tokens[token].lemma in talk.table.papers and talk.tokens[token].pos != "PROPN"


def _owner(talk: Discourse, noun: int) -> int | None:
    """Possessor, author behind "by", "from" or "of", a name in the compound, or the subject of the verb that governs it."""
    syntax = talk.syntax
    candidates = syntax.dependents(noun, "poss")
    if candidates and talk.tokens[candidates[0]].pos == "PRON":
        return candidates[0]
    candidates += [c for p in AUTHOR_PREPOSITIONS for c in syntax.obliques(noun, p)]
    candidates += [c for v in syntax.dependents(noun, "acl") for p in ("by", "from") for c in syntax.obliques(v, p)]
    candidates += syntax.dependents(noun, "compound", "nmod", "amod")
    candidates += [p for c in candidates if mention_of(talk, c) is None for p in syntax.dependents(c, "poss")]
    if _is_paper(talk, noun):  # "the findings of the report by the agency"
        candidates += [
            c for p in candidates if _is_paper(talk, p) for q in AUTHOR_PREPOSITIONS for c in syntax.obliques(p, q)
        ]
    known = [c for c in candidates if mention_of(talk, c) is not None and not _is_paper(talk, c)]
    if known:
        return known[0]
    governor = _governor(talk, noun)
    return governor if governor is not None else next(iter(syntax.dependents(noun, "poss")), None)


def _governor(talk: Discourse, noun: int) -> int | None:
    """Who made a paper by what they did: "issued a ruling", "said in a filing"."""
    tokens, syntax = talk.tokens, talk.syntax
    verb = tokens[noun].head
    if tokens[noun].dep == "pobj" and tokens[verb].lemma == "in":
        verb = tokens[verb].head
        if verb not in talk.cues:
            return None
    elif tokens[noun].dep not in ("dobj", "attr"):
        return None
    subjects = syntax.subjects(verb) if syntax.is_verb(verb) else []
    return next((s for s in subjects if talk.inside[s] < 0), None)


def _same_paper_before(talk: Discourse, token: int) -> Iterator[int]:
    """Earlier mentions of "the ruling" or "the filing", nearest first."""
    tokens = talk.tokens
    if tokens[token].tag != "NN" or not any(
        tokens[d].lemma in ("the", "this", "that") for d in talk.syntax.dependents(token, "det")
    ):
        return
    earlier = talk.papers.get(tokens[token].lemma, ())
    yield from reversed([t for t in earlier if t < token])
