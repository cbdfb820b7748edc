"""Where the words of the codebook stand in a report.

Comes in: the parse of a report and a codebook. Goes out: triggers, at most one for each token, the most specific
pattern that matches there. Does not ask who takes part or whether it happened.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.codebook import Codebook, Lexeme
from dragoman.coding.syntax import Syntax
from dragoman.model import Token

CATEGORY = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective"}
DEPENDENTS = frozenset(
    {"prep", "prt", "dobj", "nsubjpass", "pobj", "attr", "acomp", "xcomp", "oprd", "advmod", "agent", "dative", "npadvmod",
     "compound", "amod", "nmod", "poss", "neg", "advcl", "pcomp", "nsubj", "ccomp", "acl", "aux", "det", "mark", "intj", "dep"}
)  # fmt: skip
"""Relations through which a further word of a pattern may hang on a word already found."""
OBJECTS = frozenset({"dobj", "nsubjpass", "attr"})
MEASURES = frozenset({"round", "series", "wave", "number", "set", "string", "spate", "package", "batch", "range", "bout", "flurry", "barrage", "campaign",
                      "act", "form", "kind", "couple", "lot", "raft", "host", "dozen", "hundred", "day", "week", "month"})  # fmt: skip
LONGEST = 6
"""Tokens between the first and the last word of a trigger that is quoted whole."""
WIDEST = 120
"""Code points from the first to the last word of a trigger; more is a parser's error."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """One pattern of the codebook found in the text."""

    lexeme: Lexeme
    head: int
    """Token that participants attach to."""
    words: tuple[int, ...]
    """All matched tokens, in text order."""


def candidates(syntax: Syntax, codebook: Codebook, first: int, last: int) -> Iterator[tuple[int, list[Trigger]]]:
    """Yield each token of a range with the triggers that may stand there, most words first."""
    tokens = syntax.tokens
    for i in range(first, last):
        token = tokens[i]
        category = CATEGORY.get(token.pos)
        if category is None or token.dep in ("aux", "auxpass"):
            continue
        found = [
            t
            for c in _categories(category, token.tag)
            for x in codebook.lexemes(c, token.lemma)
            if (t := _match(syntax, x, i))
        ]
        if found:
            found.sort(key=lambda t: -len(t.words))
            yield i, found


def _categories(category: str, tag: str) -> tuple[str, ...]:
    """The model takes "bombing" for a noun or a verb, and "wounded" for an adjective or a verb, as it pleases."""
    if category == "verb" and tag in ("VBG", "VBN"):
        return ("verb", "noun", "adjective") if tag == "VBG" else ("verb", "adjective")
    if category == "adjective":
        return ("adjective", "noun")
    return (category,)


def _match(syntax: Syntax, lexeme: Lexeme, head: int) -> Trigger | None:
    found = [head]
    missing = [w for k, w in enumerate(lexeme.words) if k != lexeme.head]
    while missing:  # a word may hang on one that the pattern names after it ("refusal to sign")
        left = [w for w in missing if not _take(syntax, w, found)]
        if len(left) == len(missing):
            return None
        missing = left
    words = tuple(sorted(found))
    if len(lexeme.words) == 2 and _is_place(syntax, lexeme, found[1]):
        return None
    if syntax.tokens[words[-1]].end - syntax.tokens[words[0]].start > WIDEST and len(words) > 1:
        return None
    return None if lexeme.except_ and _excepted(syntax, lexeme, words) else Trigger(lexeme, head, words)


def _take(syntax: Syntax, alternatives: frozenset[str], found: list[int]) -> bool:
    """Add a word of the pattern that hangs on one of those found so far, the latest first, or on its object."""
    for anchor in reversed(found):
        for c in _around(syntax, anchor):
            if c not in found and _is(syntax.tokens[c], alternatives, anchor == found[0]):
                found.append(c)
                return True
    return False


def _is_place(syntax: Syntax, lexeme: Lexeme, word: int) -> bool:
    """ "gave ... in the north" is not "give in": the preposition has an object that the frame does not ask for."""
    token = syntax.tokens[word]
    asked = {f for preferences in (*lexeme.actors, *lexeme.recipients) for f in preferences}
    return token.text == "in" and token.dep == "prep" and "in" not in asked and bool(syntax.dependents(word, "pobj"))


def _around(syntax: Syntax, anchor: int) -> Iterator[int]:
    """The dependents of a word, those of its object, and what an object is a measure of ("a round of talks")."""
    near = syntax.children[anchor]
    yield from near
    for o in near:
        if syntax.tokens[o].dep in OBJECTS:
            yield from syntax.children[o]
            if syntax.tokens[o].lemma in MEASURES:
                yield from syntax.obliques(o, "of")


def _is(token: Token, alternatives: frozenset[str], on_head: bool) -> bool:
    if token.dep not in DEPENDENTS or token.text.lower() == "according":
        return False
    if token.tag == "TO" and on_head:
        return False  # the "to" of an infinitive is no preposition: "to appeal" is not "appeal to"
    return token.lemma in alternatives or token.text.lower() in alternatives


def words_shown(syntax: Syntax, trigger: Trigger) -> tuple[int, int]:
    """The run of tokens to quote as the trigger, half-open: the pattern's words without outer function words.

    Where much stands between the words ("exported 300,000 tonnes of gas to"), only those next to the head are quoted.
    """
    words = [
        w
        for w in trigger.words
        if w == trigger.head or syntax.tokens[w].pos not in ("ADP", "DET", "PART", "PRON", "PUNCT")
    ]
    particles = [w for w in trigger.words if syntax.tokens[w].dep in ("prt", "neg")]
    words = sorted({*words, *particles})
    if words[-1] - words[0] > LONGEST:
        near = [w for w in words if abs(w - trigger.head) <= 2]
        words = near or [trigger.head]
    return words[0], words[-1] + 1


def _excepted(syntax: Syntax, lexeme: Lexeme, words: tuple[int, ...]) -> bool:
    """True where one of the lexeme's literal exceptions stands around the trigger."""
    tokens = syntax.tokens
    around = tokens[max(0, words[0] - 4) : words[-1] + 5]
    text = " " + " ".join(t.text.lower() for t in around) + " "
    lemmas = " " + " ".join(t.lemma for t in around) + " "
    return any(f" {x} " in text or f" {x} " in lemmas for x in lexeme.except_)
