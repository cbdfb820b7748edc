"""Where the words of the codebook stand in a report.

Comes in: the parse of a report and a codebook. Goes out: triggers, at most one for each token, the most specific
pattern that matches there. Does not ask who takes part or whether it happened.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.codebook import Codebook, Lexeme
from dragoman.coding.syntax import Syntax

CATEGORY = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective"}
DEPENDENTS = frozenset(
    {"prep", "prt", "dobj", "nsubjpass", "pobj", "attr", "acomp", "xcomp", "oprd", "advmod", "agent", "dative", "npadvmod",
     "compound", "amod", "nmod", "poss", "neg", "advcl", "pcomp", "nsubj", "ccomp", "acl", "aux", "det", "mark", "intj", "dep"}
)  # fmt: skip
"""Relations through which a further word of a pattern may hang on a word already found."""
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
        if category is None:
            continue
        found = [t for c in _categories(category, token.tag) for x in codebook.lexemes(c, token.lemma) if (t := _match(syntax, x, i))]
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
    if syntax.tokens[words[-1]].end - syntax.tokens[words[0]].start > WIDEST and len(words) > 1:
        return None
    return None if lexeme.except_ and _excepted(syntax, lexeme, words) else Trigger(lexeme, head, words)


def _take(syntax: Syntax, alternatives: frozenset[str], found: list[int]) -> bool:
    """Add a word of the pattern that hangs on one of those found so far, the latest first."""
    tokens = syntax.tokens
    for anchor in reversed(found):
        for c in syntax.children[anchor]:
            token = tokens[c]
            if token.dep not in DEPENDENTS or c in found or token.text == "according":
                continue
            if token.tag == "TO" and anchor == found[0]:
                continue  # the "to" of an infinitive is no preposition: "to appeal" is not "appeal to"
            if token.lemma in alternatives or token.text.lower() in alternatives:
                found.append(c)
                return True
    return False


def _excepted(syntax: Syntax, lexeme: Lexeme, words: tuple[int, ...]) -> bool:
    """True where one of the lexeme's literal exceptions stands around the trigger."""
    tokens = syntax.tokens
    around = tokens[max(0, words[0] - 4) : words[-1] + 5]
    text = " " + " ".join(t.text.lower() for t in around) + " "
    lemmas = " " + " ".join(t.lemma for t in around) + " "
    return any(f" {x} " in text or f" {x} " in lemmas for x in lexeme.except_)
