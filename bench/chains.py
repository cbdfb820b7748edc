"""MUC, B3, CEAF-phi4 and their mean, the CoNLL score, for coreference chains.

Comes in: key and response chains, each a set of mentions; a mention is anything that can be hashed, and is the same on both
sides where it is aligned. Goes out: counts that add up over documents (numerators and denominators of recall and
precision). Definitions: Vilain et al. 1995, Bagga and Baldwin 1998, Luo 2005, Pradhan et al. 2014. No maintained scorer
library was found (docs/decisions.md), so the three are written out here; tests/test_chains.py holds them against published
values.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence, Set
from typing import NamedTuple

Chain = Set[Hashable]


class Counts(NamedTuple):
    """Numerator and denominator of recall, then of precision."""

    recalled: float
    key: float
    precise: float
    response: float

    def plus(self, other: Counts) -> Counts:
        return Counts(*(a + b for a, b in zip(self, other, strict=True)))

    @property
    def f1(self) -> float:
        recall = self.recalled / self.key if self.key else 0.0
        precision = self.precise / self.response if self.response else 0.0
        return 2 * recall * precision / (recall + precision) if recall + precision else 0.0


NONE = Counts(0.0, 0.0, 0.0, 0.0)


def muc(key: Sequence[Chain], response: Sequence[Chain]) -> Counts:
    """Links kept: a chain that the other side cuts into n parts keeps its size less n."""
    return Counts(*_links(key, response), *_links(response, key))


def _links(chains: Sequence[Chain], others: Sequence[Chain]) -> tuple[float, float]:
    number = {m: n for n, other in enumerate(others) for m in other}
    kept = total = 0
    for chain in chains:
        parts = {number[m] for m in chain if m in number}
        kept += len(chain) - len(parts) - sum(m not in number for m in chain)
        total += len(chain) - 1
    return float(kept), float(total)


def b3(key: Sequence[Chain], response: Sequence[Chain]) -> Counts:
    """For each mention the share of its chain that the other side has with it."""
    return Counts(*_shares(key, response), *_shares(response, key))


def _shares(chains: Sequence[Chain], others: Sequence[Chain]) -> tuple[float, float]:
    number = {m: n for n, other in enumerate(others) for m in other}
    total = 0.0
    for chain in chains:
        sizes: dict[int, int] = {}
        for m in chain:
            if m in number:
                sizes[number[m]] = sizes.get(number[m], 0) + 1
        total += sum(n * n for n in sizes.values()) / len(chain)
    return total, float(sum(map(len, chains)))


def ceaf(key: Sequence[Chain], response: Sequence[Chain]) -> Counts:
    """The best one-to-one pairing of chains, by twice the shared mentions over the mentions of both (phi4)."""
    likeness = [[2 * len(k & r) / (len(k) + len(r)) for r in response] for k in key]
    best = _best_sum(likeness) if key and response else 0.0
    return Counts(best, float(len(key)), best, float(len(response)))


def _best_sum(worth: Sequence[Sequence[float]]) -> float:
    """The largest sum of a one-to-one pairing of rows and columns (Kuhn and Munkres, with potentials)."""
    if len(worth) > len(worth[0]):
        worth = [list(column) for column in zip(*worth, strict=True)]
    rows, columns = len(worth), len(worth[0])
    row_potential, column_potential = [0.0] * (rows + 1), [0.0] * (columns + 1)
    row_of = [0] * (columns + 1)
    for row in range(1, rows + 1):
        row_of[0], at = row, 0
        least, way, seen = [float("inf")] * (columns + 1), [0] * (columns + 1), [False] * (columns + 1)
        while row_of[at]:
            seen[at], here, step, following = True, row_of[at], float("inf"), 0
            for column in range(1, columns + 1):
                if seen[column]:
                    continue
                cost = -worth[here - 1][column - 1] - row_potential[here] - column_potential[column]
                if cost < least[column]:
                    least[column], way[column] = cost, at
                if least[column] < step:
                    step, following = least[column], column
            for column in range(columns + 1):
                if seen[column]:
                    row_potential[row_of[column]] += step
                    column_potential[column] -= step
                else:
                    least[column] -= step
            at = following
        while at:
            row_of[at], at = row_of[way[at]], way[at]
    return sum(worth[row_of[c] - 1][c - 1] for c in range(1, columns + 1) if row_of[c])


METRICS = {"MUC": muc, "B3": b3, "CEAF-phi4": ceaf}


def conll(counts: dict[str, Counts]) -> float:
    """The mean F1 of the three."""
    return sum(counts[name].f1 for name in METRICS) / len(METRICS)
