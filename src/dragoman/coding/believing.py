"""How likely a draft is right where rules and encoder both looked.

Comes in: a draft with its circumstances, what the rules' score says, and what the encoder sees. Goes out: a likelihood: a logistic sum
of few signs with the weights in believing.json. They were fitted by `training/fit_both.py` on the annotated reports that the encoder
was not trained on; that script also prints how well a likelihood keeps its promise.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib import resources

from dragoman.coding.distinct import Placed

UTMOST = 0.995
"""Likelihoods beyond this say no more."""


def likelihood(found: Mapping[str, float]) -> float:
    """The share of right events among those with these signs, as far as the fit goes."""
    table = weights()
    total = table["bias"] + sum(table.get(name, 0.0) * value for name, value in found.items())
    return round(1 / (1 + math.exp(-total)), 3)


def signs(one: Placed, ruled: float) -> dict[str, float]:
    """The signs of a draft; `ruled` is the rules' own score of it."""
    draft = one.draft
    by_rules = draft.by_rules
    return {
        "encoder": log_odds(draft.likely or 0.0),
        "rules": log_odds(ruled) if by_rules else 0.0,
        "encoder only": float(not by_rules),
        "rules only": float(draft.seen is None),
        "parties": float(bool(draft.actors)) + float(bool(draft.recipients)),
        "repeated": float(one.mentions > 1),
        "title": float(draft.in_title),
        "background": float(one.background),
        "asserted": float(bool(draft.asserted_by)),
    }


def log_odds(likely: float) -> float:
    """Of a likelihood, bounded."""
    bounded = min(max(likely, 1 - UTMOST), UTMOST)
    return math.log(bounded / (1 - bounded))


@cache
def weights() -> Mapping[str, float]:
    """Sign -> weight."""
    text = resources.files("dragoman.coding").joinpath("believing.json").read_text(encoding="utf-8")
    return {str(k): float(v) for k, v in json.loads(text).items()}
