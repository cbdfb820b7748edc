"""Parses mended where the small model errs in news again and again.

Comes in: tokens and a gazetteer. Goes out: the same tokens with other heads and labels in a few places. So far two
errors: "accused Azerbaijani troops", where a state's adjective is taken for an object of its own beside the noun; and
"two arrested after shooting", where the noun is taken for a verb, whose subject would be the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from dragoman.gazetteer import Gazetteer
from dragoman.model import Token

PLACES = frozenset({"dobj", "nsubj", "nsubjpass", "pobj", "dative"})

DEEDS = frozenset({"bombing", "beating", "burning", "fighting", "firing", "hacking", "hearing", "hijacking", "kidnapping", "killing", "looting", "lynching",
                   "meeting", "mugging", "poisoning", "policing", "rioting", "ruling", "sentencing", "shelling", "shooting", "sighting", "stabbing",
                   "strafing", "vetting", "voting"})  # fmt: skip
"""Nouns of acts; as verbs nearly all of them would have an object behind them."""
BESIDE = frozenset({"after", "before", "during", "following", "amid", "since", "in", "from", "over", "despite"})
"""Prepositions behind which such a word with nothing behind it is a noun; "accused of shelling" has a verb."""


def repair(tokens: Sequence[Token], gazetteer: Gazetteer) -> list[Token]:
    """Hang the adjectives of states on the nouns that they stand before."""
    mended = list(tokens)
    for first, noun in pairwise(tokens):
        same_place = first.dep in PLACES and (first.head, first.dep) == (noun.head, noun.dep)
        if same_place and noun.pos == "NOUN" and _of_a_state(first.text, gazetteer):
            mended[first.i] = first._replace(dep="amod", head=noun.i)
            mended[noun.i] = mended[noun.i]._replace(left=min(noun.left, first.left))
    heads = {t.head for t in tokens}
    for token in tokens:
        bare = token.dep == "pcomp" and token.i not in heads and token.text.lower() in DEEDS
        if bare and tokens[token.head].lemma in BESIDE:
            mended[token.i] = token._replace(dep="pobj", pos="NOUN", tag="NN", lemma=token.text.lower())
    return mended


def _of_a_state(word: str, gazetteer: Gazetteer) -> bool:
    return word[:1].isupper() and any(p.matched in ("adjective", "demonym") for p in gazetteer.parties(word))
