"""How parties answer what was said before: they deny, confirm or take it back, say nothing, or nobody can check it.

Comes in: a discourse, its statements, the words of answers.yml. Goes out: `Answer`s in text order. Which charge an answer is to is
decided in claims.py; whether the answer is an event (REJECT) is drafts.py's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from dragoman.codebook.spelling import spellings
from dragoman.coding.discourse import Discourse
from dragoman.coding.speech import Speech
from dragoman.model import Slot, StanceKind, Statement

PRONOUNS = frozenset({"it", "this", "that", "them", "these", "those", "so"})
REFUSALS = frozenset({"decline", "refuse", "fail", "unable", "unavailable"})
NEGATIONS = frozenset({"no", "not", "never", "none", "nobody", "nothing", "neither", "n't", "n’t", "nor", "cannot"})
GRANTED = frozenset({"access", "entry", "visa", "request", "bail", "permission", "right", "leave", "appeal", "asylum", "bid", "motion", "petition",
                     "application", "parole", "offer", "proposal", "plan", "call", "demand", "bill", "invitation", "service", "aid", "help"})  # fmt: skip
"""What is denied or rejected without being a charge."""
CALLS = frozenset({"call", "message", "request", "email", "e-mail", "query", "inquiry"})
REACH = 60
"""Tokens of a statement that are looked through for a negation."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: who gives it, in which words."""

    stance: StanceKind
    by: Slot | None
    head: int
    """Token of its verb or noun."""
    words: tuple[int, int]
    """Token range, half-open."""
    named: bool
    """It names the charge, by a noun or pronoun, or can mean nothing else; else it only speaks against it."""
    statement: str | None = None
    over: tuple[int, int] | None = None
    """Token range of a clause or noun phrase that is denied, where it tells the act itself."""


@dataclass(frozen=True, slots=True)
class Words:
    """The table of answers.yml, in all spellings."""

    groups: dict[str, frozenset[str]]

    def holds(self, group: str, word: str) -> bool:
        return word in self.groups[group]


@cache
def words() -> Words:
    """The table that ships with the program."""
    text = files("dragoman.codebook").joinpath("plover", "answers.yml").read_text(encoding="utf-8")
    raw: dict[str, list[str]] = yaml.safe_load(text)
    return Words({group: frozenset(s for word in listed for s in _spelt(word)) for group, listed in raw.items()})


def _spelt(word: str) -> Iterator[str]:
    first, space, rest = word.partition(" ")
    yield from (spelling + space + rest for spelling in spellings(first))


Name = Callable[[int], Slot | None]
"""The party that a token names."""


def answers(talk: Discourse, speech: Speech, name: Name) -> list[Answer]:
    """Every answer of a report."""
    found: list[Answer] = []
    for token in talk.tokens:
        if token.pos in ("VERB", "AUX"):
            found += _of_verb(talk, speech, name, token.i)
        elif token.pos == "NOUN" and words().holds("denials", token.lemma):
            found += _of_noun(talk, name, token.i)
    found += [a for s in speech.statements if (a := _speaking_against(talk, s)) is not None]
    return sorted(found, key=lambda a: a.head)


def _of_verb(talk: Discourse, speech: Speech, name: Name, verb: int) -> Iterator[Answer]:
    table, negated = words(), _is_negated(talk, verb)
    phrase, last = _phrase(talk, verb)
    if table.holds("silence", phrase) and negated and _is_silent(talk, verb):
        yield Answer("no comment", _doer(talk, speech, name, verb), verb, _clause_words(talk, verb), True)
    elif table.holds("checks", phrase) and negated:
        yield from _unchecked(talk, speech, name, verb)
    elif negated:
        return
    elif table.holds("names", phrase) and _is_named(talk, verb):
        yield Answer("denies", _doer(talk, speech, name, verb), verb, (verb, last), True)
    elif table.holds("denies", phrase) and (stance := _denied(talk, verb, phrase)):
        over = _told_in_object(talk, verb)
        yield Answer("denies", _doer(talk, speech, name, verb), verb, (verb, last), stance == "named", over=over)
    elif table.holds("retracts", phrase) and _object(talk, verb) == "named":
        yield Answer("retracts", _doer(talk, speech, name, verb), verb, (verb, last), True)
    elif table.holds("confirms", phrase) and _object(talk, verb) == "named":
        yield Answer("confirms", _doer(talk, speech, name, verb), verb, (verb, last), True)
    elif talk.tokens[verb].lemma == "be" and _is_false(talk, verb) and (said := speech.speaker(verb)) is not None:
        yield Answer("denies", said.speaker, verb, _clause_words(talk, verb), True, said.id)
    elif talk.tokens[verb].lemma in ("plead", "maintain", "protest", "profess", "assert", "insist") and _pleads(
        talk, verb
    ):
        yield Answer("denies", _doer(talk, speech, name, verb), verb, _clause_words(talk, verb), False)


def _of_noun(talk: Discourse, name: Name, noun: int) -> Iterator[Answer]:
    """ "issued a denial", "her denial": whose it is."""
    token = talk.tokens[noun]
    owners = (
        talk.syntax.dependents(noun, "poss") or talk.syntax.obliques(noun, "by") or talk.syntax.obliques(noun, "from")
    )
    if not owners and token.dep == "dobj":
        owners = talk.syntax.subjects(token.head)
    slots = (s for o in owners if (s := name(o)) is not None)
    yield from (Answer("denies", s, noun, (noun, noun + 1), True) for s in slots)


def _is_silent(talk: Discourse, verb: int) -> bool:
    """ "did not return calls", "could not be reached": what is returned or reached decides."""
    syntax, tokens = talk.syntax, talk.tokens
    match tokens[verb].lemma:
        case "return":
            return any(tokens[o].lemma in CALLS for o in syntax.dependents(verb, "dobj"))
        case "reach":
            return syntax.passive(verb) and not syntax.dependents(verb, "dobj")
        case _:
            return True


def _unchecked(talk: Discourse, speech: Speech, name: Name, verb: int) -> Iterator[Answer]:
    """ "could not be independently verified", "neither confirmed nor denied it"."""
    syntax = talk.syntax
    cannot = any(talk.tokens[a].lemma in ("can", "could") for a in syntax.dependents(verb, "aux"))
    passive = syntax.passive(verb) and not syntax.dependents(verb, "agent")
    unable = talk.tokens[talk.tokens[verb].head].lemma == "unable"
    if cannot or passive or unable:
        who = None if passive else _doer(talk, speech, name, verb)
        yield Answer("unverified", who, verb, _clause_words(talk, verb), True)
    elif not syntax.passive(verb) and _object(talk, verb) == "named":
        yield Answer("no comment", _doer(talk, speech, name, verb), verb, _clause_words(talk, verb), True)


def _phrase(talk: Discourse, verb: int) -> tuple[str, int]:
    """A verb with the particle or preposition of its entry, and where its words end."""
    table, tokens, lemma = words(), talk.tokens, talk.tokens[verb].lemma
    after = [c for c in talk.syntax.children[verb] if c > verb and tokens[c].dep in ("prt", "prep", "advmod", "dobj")]
    for child in after:
        both = f"{lemma} {tokens[child].lemma}"
        if any(both in group for group in table.groups.values()):
            return both, (child + 1 if child - verb < 3 else verb + 1)
    return lemma, verb + 1


def _is_negated(talk: Discourse, verb: int) -> bool:
    """Whether it was not done: "did not comment", "declined to comment", "made no comment", "neither confirmed nor denied"."""
    syntax, tokens = talk.syntax, talk.tokens
    if syntax.dependents(verb, "neg") or any(
        tokens[p].lemma in ("neither", "nor") for p in syntax.dependents(verb, "preconj", "cc")
    ):
        return True
    first = syntax.first_conjunct(verb)
    if first != verb and syntax.dependents(first, "neg") and not syntax.dependents(verb, "nsubj", "aux"):
        return True
    if any(tokens[c].lemma in ("neither", "nor") for c in syntax.dependents(first, "preconj", "cc")):
        return True
    above = tokens[verb].head
    return tokens[verb].dep in ("xcomp", "ccomp", "acl") and (
        tokens[above].lemma in REFUSALS or bool(syntax.dependents(above, "neg"))
    )


def _doer(talk: Discourse, speech: Speech, name: Name, verb: int) -> Slot | None:
    """Who answers: the subject, else the one whose words these are."""
    subjects = (s for s in talk.syntax.subjects(verb) if talk.tokens[s].dep != "expl")
    slots = (s for t in subjects if (s := name(t)) is not None)
    found = next(slots, None)
    if found is None and (said := speech.speaker(verb)) is not None:
        return said.speaker
    return found


def _object(talk: Discourse, verb: int) -> str | None:
    """How a verb's object names what it answers: "named" by a noun of charges or a pronoun, "act" by the act itself."""
    syntax, tokens = talk.syntax, talk.tokens
    heads = [*syntax.dependents(verb, "dobj"), *(syntax.dependents(verb, "nsubjpass") if syntax.passive(verb) else [])]
    heads += [o for p in syntax.dependents(verb, "prep", "prt", "dative") for o in syntax.dependents(p, "pobj")]
    kinds = [k for h in heads if (k := _kind(talk, h)) is not None]
    if "named" in kinds:
        return "named"
    if syntax.dependents(verb, "ccomp", "xcomp") or heads:
        return "act" if not any(tokens[h].lemma in GRANTED for h in heads) else None
    return None


def _told_in_object(talk: Discourse, verb: int) -> tuple[int, int] | None:
    """The claim that a verb of denial has as its object, where it says what is claimed: "a report that ...", "claims of ..."."""
    clause = next((c for c in talk.syntax.dependents(verb, "ccomp") if c > verb and talk.finite(c)), None)
    if clause is not None:
        return talk.tokens[clause].left, talk.tokens[clause].right + 1
    nouns = (o for o in talk.syntax.dependents(verb, "dobj") if words().holds("charges", talk.tokens[o].lemma))
    return next(
        ((o + 1, talk.tokens[o].right + 1) for o in nouns if _kind(talk, o) == "act" or talk.syntax.obliques(o, "of")),
        None,
    )


def _kind(talk: Discourse, noun: int) -> str | None:
    token = talk.tokens[noun]
    if words().holds("charges", token.lemma) or (token.pos in ("PRON", "DET") and token.lemma in PRONOUNS):
        of = talk.syntax.gerund(noun, "of")
        content = [c for c in talk.syntax.dependents(noun, "acl", "ccomp", "relcl") if talk.tokens[c].dep != "relcl"]
        return "act" if of or content else "named"
    return None


def _denied(talk: Discourse, verb: int, phrase: str) -> str | None:
    """Whether a verb of denial answers a charge here."""
    found = _object(talk, verb)
    if _told_in_object(talk, verb) is not None:
        return "act"
    if words().holds("plain", phrase):
        if any(talk.tokens[o].lemma in GRANTED for o in talk.syntax.dependents(verb, "dobj", "nsubjpass")):
            return None
        nominal = any(
            talk.tokens[o].pos in ("NOUN", "PROPN") for o in talk.syntax.dependents(verb, "dobj", "nsubjpass")
        )
        return "named" if found in (None, "named") or nominal else "act"
    bare = " " in phrase and found is None
    return "named" if found == "named" or bare else None


def _is_named(talk: Discourse, verb: int) -> bool:
    """ "called the claim absurd", "dismissed it as propaganda": unless what it is called gives it credit."""
    syntax, tokens = talk.syntax, talk.tokens
    subjects = [s for v in syntax.dependents(verb, "ccomp", "oprd", "xcomp") for s in syntax.dependents(v, "nsubj")]
    objects = [*syntax.dependents(verb, "dobj", "nsubjpass"), *subjects]
    near = [t for t in range(verb + 1, min(verb + 4, len(tokens))) if tokens[t].pos in ("NOUN", "PRON")][:1]
    charges = [o for o in dict.fromkeys([*objects, *near]) if o > verb or syntax.passive(verb)]
    if not any(_kind(talk, o) == "named" for o in charges):
        return False
    said = {t.lemma for t in tokens[verb + 1 : min(tokens[verb].right + 1, verb + REACH)]}
    weak = not any(words().holds("charges", tokens[o].lemma) for o in charges)
    if any(words().holds("credits", w) for w in said):
        return False
    return not weak or any(words().holds("epithets", w) for w in said)


def _is_false(talk: Discourse, verb: int) -> bool:
    """ "the report was false", "these are lies"."""
    syntax, tokens = talk.syntax, talk.tokens
    subjects = syntax.dependents(verb, "nsubj")
    said = syntax.dependents(verb, "acomp", "attr")
    charged = any(
        words().holds("charges", tokens[s].lemma) or tokens[s].lemma in PRONOUNS | {"they", "there"} for s in subjects
    )
    return charged and any(words().holds("epithets", tokens[w].lemma) for w in said)


def _pleads(talk: Discourse, verb: int) -> bool:
    """ "pleaded not guilty", "maintains his innocence", "professes ignorance"."""
    near = {t.lemma for t in talk.tokens[verb + 1 : verb + 6]}
    return bool(near & {"innocence", "innocent", "ignorance"}) or {"not", "guilty"} <= near


def _clause_words(talk: Discourse, verb: int) -> tuple[int, int]:
    """A verb with its auxiliaries, negation and governor: "could not be independently verified", "declined to comment"."""
    syntax, tokens = talk.syntax, talk.tokens
    own = [c for c in syntax.children[verb] if tokens[c].dep in ("aux", "auxpass", "neg", "advmod", "acomp", "attr")]
    above = tokens[verb].head
    if tokens[verb].dep in ("xcomp", "acl") and above < verb:
        own += [above, *syntax.dependents(above, "aux", "neg", "auxpass")]
    near = [t for t in own if abs(t - verb) < 6]
    return min([verb, *near]), max([verb, *near]) + 1


def _speaking_against(talk: Discourse, statement: Statement) -> Answer | None:
    """A statement that says no: "No such order was given", "said it had no barrel within range"."""
    if statement.speaker is None or statement.act in (
        "confirm",
        "ask",
        "accuse",
        "condemn",
        "warn",
        "demand",
        "promise",
    ):
        return None
    first, last = talk.token_range(statement.content[0])
    no = next((t for t in range(first, min(last, first + REACH)) if _says_no(talk, t)), None)
    if no is None:
        return None
    following = {t.lemma for t in talk.tokens[no + 1 : no + 4]}
    plain = talk.tokens[no].lemma == "none" or bool(
        following & {"such", "kind", "sort"}
    )  # "no such order", "nothing of the kind"
    return Answer("denies", statement.speaker, no, (first, last), plain, statement.id)


def _says_no(talk: Discourse, i: int) -> bool:
    """Whether a word negates a clause; "no-deal" does not."""
    token, tokens = talk.tokens[i], talk.tokens
    compound = i + 1 < len(tokens) and tokens[i + 1].text == "-"
    verb = talk.syntax.clause(i if token.dep == "neg" else token.head)
    if any(tokens[a].tag == "MD" for a in talk.syntax.auxiliaries(verb)):
        return False  # "would not vote for him": what will not be done denies nothing
    return not compound and (token.lemma in NEGATIONS or token.text.lower() in NEGATIONS)
