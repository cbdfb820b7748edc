"""Parses mended where the small model errs in news again and again.

Comes in: tokens and a gazetteer. Goes out: the same tokens with other heads and labels in a few places. So far one
error: "accused Azerbaijani troops", where a state's adjective is taken for an object of its own beside the noun.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from dragoman.gazetteer import Gazetteer
from dragoman.model import Token

PLACES = frozenset({"dobj", "nsubj", "nsubjpass", "pobj", "dative"})


def repair(tokens: Sequence[Token], gazetteer: Gazetteer) -> list[Token]:
    """Hang the adjectives of states on the nouns that they stand before."""
    mended = list(tokens)
    for first, noun in pairwise(tokens):
        same_place = first.dep in PLACES and (first.head, first.dep) == (noun.head, noun.dep)
        if same_place and noun.pos == "NOUN" and _of_a_state(first.text, gazetteer):
            mended[first.i] = first._replace(dep="amod", head=noun.i)
            mended[noun.i] = mended[noun.i]._replace(left=min(noun.left, first.left))
    return mended


def _of_a_state(word: str, gazetteer: Gazetteer) -> bool:
    return word[:1].isupper() and any(p.matched in ("adjective", "demonym") for p in gazetteer.parties(word))
