"""The fitted weights behind scores, by the name of a sign.

Comes in: scores.json, written by `training/fit_scores.py`. Goes out: the table, and the weight of a pattern alone, by
which drafts.py chooses where words could mean two types.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources

from dragoman.codebook import Lexeme


@cache
def weights() -> Mapping[str, float]:
    """Sign -> weight, with "bias" for the constant."""
    text = resources.files("dragoman.coding").joinpath("scores.json").read_text(encoding="utf-8")
    return {str(k): float(v) for k, v in json.loads(text).items()}


def signs_of(lexeme: Lexeme, lemma: str) -> list[str]:
    """The signs that a pattern and its head word give, whatever stands around them."""
    kind = lexeme.type
    return [f"type {kind}", f"needs {lexeme.needs}", f"pattern {kind} {lexeme.pattern}", f"head {kind} {lemma}"]


def prior(lexeme: Lexeme, lemma: str) -> float:
    """What speaks for a pattern before anything else is looked at."""
    table = weights()
    return sum(table.get(s, 0.0) for s in signs_of(lexeme, lemma))
