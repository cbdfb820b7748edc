"""Who speaks, and to whom.

Comes in: a discourse and a cue word in it. Goes out: tokens of the speaker and of those addressed, and the `Slot` of a
token. A paper speaks for whoever made it ("the ministry's statement said"). Finds no content and resolves no pronouns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.coding.cues import Cue
from dragoman.coding.discourse import Discourse
from dragoman.model import Slot

AUTHOR_PREPOSITIONS = ("by", "from", "of")
ADDRESSEE_PREPOSITIONS = ("to", "with")
OCCASIONS = frozenset({"interview", "remark", "comment", "letter", "statement", "message", "email", "e-mail", "call", "speech", "tweet"})
"""Nouns whose "to X" or "with X" names those addressed: "in remarks to reporters"."""


def speaker(talk: Discourse, cue: Cue, spoken: Sequence[tuple[int, int]]) -> int | None:
    """The token that names who speaks, or None; it never stands in the words said (token ranges)."""
    found = _owner(talk, cue.head, 0) if cue.noun else _verb_speaker(talk, cue)
    if found is None or any(a <= found < b for a, b in spoken):
        return None
    return author(talk, found)


def author(talk: Discourse, token: int, depth: int = 0) -> int | None:
    """The maker of a paper ("a report by the agency"); any other token stays as it is."""
    if talk.tokens[token].lemma not in talk.table.papers or talk.tokens[token].pos == "PROPN" or depth > 2:
        return token
    owner = _owner(talk, token, depth)
    return owner if owner is not None else token if talk.mention_at[token] >= 0 else None


def slot(talk: Discourse, token: int | None) -> Slot | None:
    """The party that a token names, with the words that do so; None where it is no mention of one."""
    if token is None:
        return None
    annotation = talk.annotation
    names = talk.syntax.dependents(token, "appos", "compound")
    for place in (token, *names):
        number = talk.mention_at[place]
        mention = annotation.mentions[number] if number >= 0 else None
        if mention is not None and 0 <= mention.entity < len(annotation.actors):
            return Slot(annotation.actors[mention.entity].id, mention.span)
    return None


def addressees(talk: Discourse, cue: Cue, spoken: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """Tokens of those spoken to: "told reporters", "said to the press", "in an interview with Le Monde"."""
    if cue.noun:
        return ()
    found = list(_objects(talk, cue)) if cue.word.addressed else []
    for preposition in talk.syntax.dependents(cue.head, "prep", "dative"):
        found.extend(_behind(talk, preposition))
    outside = (t for t in found if talk.inside[t] < 0 and not any(a <= t < b for a, b in spoken))
    return tuple(dict.fromkeys(outside))


def _objects(talk: Discourse, cue: Cue) -> Iterator[int]:
    """Objects of "told", "urged"; the subject of "to leave" in "urged Rome to leave"; passive "was told"."""
    syntax = talk.syntax
    if syntax.passive(cue.head):
        yield from syntax.objects(cue.head)
        return
    direct = syntax.dependents(cue.head, "dobj", "dative")
    if not direct:
        clauses = [c for c in syntax.dependents(cue.head, "ccomp") if _infinitive(talk, c)]
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


def _infinitive(talk: Discourse, verb: int) -> bool:
    return any(talk.tokens[a].tag == "TO" for a in talk.syntax.dependents(verb, "aux"))


def _verb_speaker(talk: Discourse, cue: Cue) -> int | None:
    head, syntax, tokens = cue.head, talk.syntax, talk.tokens
    if tokens[head].dep == "pcomp" and tokens[tokens[head].head].lemma == "as":  # "was quoted as saying"
        return _first_outside(talk, syntax.objects(tokens[tokens[head].head].head))
    if (found := _first_outside(talk, syntax.subjects(head))) is not None:
        return found
    if syntax.passive(head) or head + 1 >= len(tokens):
        return None
    return _inverted(talk, head)


def _inverted(talk: Discourse, head: int) -> int | None:
    """ "..., said X": the mention that begins right after the verb."""
    number = talk.mention_at[head + 1]
    if number < 0 or talk.inside[head + 1] >= 0:
        return None
    mention = talk.annotation.mentions[number]
    return mention.head if mention.head > head else None


def _first_outside(talk: Discourse, tokens: Sequence[int]) -> int | None:
    """The first token outside quotations; "it" of "it was reported" is nobody."""
    return next((t for t in tokens if talk.inside[t] < 0 and talk.tokens[t].dep != "expl"), None)


def _owner(talk: Discourse, noun: int, depth: int) -> int | None:
    """Possessor, author behind "by", "from" or "of", compound name, or the subject of the verb that has it as object."""
    syntax, tokens = talk.syntax, talk.tokens
    candidates = syntax.dependents(noun, "poss")
    candidates += [c for p in AUTHOR_PREPOSITIONS for c in syntax.obliques(noun, p)]
    candidates += [c for v in syntax.dependents(noun, "acl") for c in syntax.subjects(v) if syntax.passive(v)]
    candidates += [c for c in syntax.dependents(noun, "compound", "nmod", "amod") if tokens[c].ent in ("ORG", "PERSON", "NORP", "GPE")]
    candidates = [c for c in candidates if talk.mention_at[c] >= 0 and talk.inside[c] < 0]
    if candidates:
        return author(talk, candidates[0], depth + 1)
    verb = syntax.clause(tokens[noun].head)
    if tokens[noun].dep in ("dobj", "pobj", "attr") and syntax.is_verb(verb):
        return _first_outside(talk, syntax.subjects(verb))
    return None
