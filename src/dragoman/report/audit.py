"""How right the records are, from a sample that a person judged: precision, recall, and counts as they would be without error.

Comes in: a sample, verdicts. Goes out: estimates with 95 % intervals, and a paragraph for a methods section. Records are weighted by how
likely they were drawn; intervals are quantiles of simulated Jeffreys posteriors at the effective size of the sample. Recall knows only the
events in sentences in which nothing was found: a second event missed in a sentence with one is not seen, so it is an upper estimate.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.errors import BadQuery
from dragoman.store.sampling import Sample

DRAWS = 4_000
NOTHING = "none"


@dataclass(frozen=True, slots=True)
class Judged:
    """What a person said of one item: the types that are really there, and whether the status is right."""

    number: int
    types: Sequence[str]
    """Of an event one type or none; of a window every missed event."""
    status_right: bool = True
    by: str = ""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its interval; `n` items stand behind it."""

    value: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        """As in a paper."""
        return f"{self.value:.2f} ({self.low:.2f} to {self.high:.2f})"


@dataclass(frozen=True, slots=True)
class Row:
    """One type in one period: how many were coded, how many there are by the estimate."""

    type: str
    period: str
    coded: int
    corrected: Estimate


@dataclass(frozen=True, slots=True)
class Audit:
    """All estimates."""

    precision: Estimate
    status: Estimate
    """Type and status both right."""
    by_type: dict[str, Estimate]
    recall: Estimate | None
    counts: Sequence[Row]
    methods: str


def audit(sample: Sample, judged: Sequence[Judged], coded: dict[tuple[str, str], int]) -> Audit:
    """Estimate; `coded` counts the events of the frame by type and period. Raises `BadQuery` where nothing was judged."""
    said = {j.number: j for j in judged}
    events = [(i, said[i.number]) for i in sample.items if i.kind == "event" and i.number in said]
    windows = [said[i.number] for i in sample.items if i.kind == "window" and i.number in said]
    if not events:
        raise BadQuery("Nothing of the sample was judged yet: judge its records in the workbench, or fill in its CSV.")
    read = Counter(i.stratum for i, _ in events)
    weight = {n: sample.strata[n][1] / count for n, count in read.items()}
    rng = random.Random(sample.seed)
    weights = [weight[i.stratum] for i, _ in events]
    right = [i.type in j.types for i, j in events]
    precision = _share(weights, right, rng)
    status = _share(weights, [r and j.status_right for r, (_, j) in zip(right, events, strict=True)], rng)
    by_type = {}
    for kind in sorted({i.type for i, _ in events}):
        of = [n for n, (i, _) in enumerate(events) if i.type == kind]
        by_type[kind] = _share([weights[n] for n in of], [right[n] for n in of], rng)
    total = sum(coded.values())
    missed = _missed(sample, windows, rng)
    recall = None
    if missed:
        value = precision.value * total / (precision.value * total + missed[0]) if precision.value else 0.0
        recall = _quantiles(
            value,
            [p * total / (p * total + m) for p, m in zip(_draws(precision, rng), missed[1], strict=True)],
            len(windows),
        )
    outcomes = {kind: Counter[str]() for kind in by_type}
    for w, (i, j) in zip(weights, events, strict=True):
        outcomes[i.type][(i.type if i.type in j.types else next(iter(j.types), NOTHING))] += w  # type: ignore[assignment]
    more = [1 / r for r in _draws(recall, rng)] if recall else [1.0] * DRAWS
    counts = _counts(
        coded, outcomes, by_type, precision, more, (1 / recall.value if recall and recall.value else 1.0), rng
    )
    unread = sum(size for n, (_, size, _) in enumerate(sample.strata) if n not in read)
    return Audit(
        precision, status, by_type, recall, counts, _methods(sample, events, windows, precision, status, recall, unread)
    )


def _share(weights: Sequence[float], right: Sequence[bool], rng: random.Random) -> Estimate:
    """A weighted share at the effective size (Kish)."""
    total = sum(weights)
    value = sum(w for w, r in zip(weights, right, strict=True) if r) / total
    size = total**2 / sum(w * w for w in weights)
    draws = [rng.betavariate(value * size + 0.5, (1 - value) * size + 0.5) for _ in range(DRAWS)]
    return _quantiles(value, draws, len(weights))


def _draws(estimate: Estimate, rng: random.Random) -> list[float]:
    """Draws that have about the interval of an estimate of a share."""
    width = max((estimate.high - estimate.low) / 3.92, 1e-6)
    middle = min(max(estimate.value, 0.005), 0.995)
    size = max(middle * (1 - middle) / width**2 - 1, 1.0)
    return [max(rng.betavariate(middle * size, (1 - middle) * size), 1e-3) for _ in range(DRAWS)]


def _missed(sample: Sample, windows: Sequence[Judged], rng: random.Random) -> tuple[float, list[float]] | None:
    """How many events the windows hold: the estimate, and draws of it (Gamma, Jeffreys)."""
    if not windows:
        return None
    found = sum(len(w.types) for w in windows)
    draws = [sample.windows * rng.gammavariate(found + 0.5, 1 / len(windows)) for _ in range(DRAWS)]
    return sample.windows * found / len(windows), draws


def _counts(
    coded: dict[tuple[str, str], int], outcomes: dict[str, Counter[str]], by_type: dict[str, Estimate], pooled: Estimate,
    more: list[float], more_value: float, rng: random.Random,
) -> list[Row]:  # fmt: skip
    """For each type and period: what was coded so and is, what was coded otherwise and is, and what was missed."""
    kinds = sorted({t for t, _ in coded})
    shares = {}
    simulated: dict[str, list[dict[str, float]]] = {}
    for kind in kinds:
        seen = outcomes.get(kind) or Counter({kind: pooled.value, NOTHING: 1 - pooled.value})
        whole = sum(seen.values())
        shares[kind] = {t: w / whole for t, w in seen.items()}
        size = by_type[kind].n if kind in by_type else 1
        prior = {kind: 0.5, NOTHING: 0.5}
        names = set(shares[kind]) | set(prior)
        rows = []
        for _ in range(DRAWS // 4):
            parts = {t: rng.gammavariate(shares[kind].get(t, 0.0) * size + prior.get(t, 0.0), 1.0) for t in names}
            rows.append({t: p / sum(parts.values()) for t, p in parts.items()})
        simulated[kind] = rows
    made = []
    for kind in sorted(set(kinds) | {t for s in shares.values() for t in s if t != NOTHING}):
        for period in sorted({p for _, p in coded}):
            sources = [(s, coded[s, period]) for s in kinds if (s, period) in coded]
            value = more_value * sum(n * shares[s].get(kind, 0.0) for s, n in sources)
            draws = [more[k] * sum(n * simulated[s][k].get(kind, 0.0) for s, n in sources) for k in range(DRAWS // 4)]
            if value or coded.get((kind, period)):
                made.append(
                    Row(
                        kind,
                        period,
                        coded.get((kind, period), 0),
                        _quantiles(value, draws, by_type[kind].n if kind in by_type else 0),
                    )
                )
    return made


def _quantiles(value: float, draws: Sequence[float], n: int) -> Estimate:
    ordered = sorted(draws)
    return Estimate(value, ordered[int(0.025 * len(ordered))], ordered[int(0.975 * len(ordered))], n)


def _methods(
    sample: Sample, events: Sequence[object], windows: Sequence[Judged], precision: Estimate, status: Estimate,
    recall: Estimate | None, unread: int,
) -> str:  # fmt: skip
    drawn = sum(i.kind == "event" for i in sample.items)
    size = sum(s[1] for s in sample.strata)
    said = [
        f"From {size:,} events a stratified random sample of {drawn:,} was drawn (strata: {' by '.join(sample.by)}; "
        f"{len(sample.strata)} strata, sizes by the square root; seed {sample.seed}); {len(events):,} were judged.",
        f"Weighted by the probability of selection, the type was right in {precision} of them, type and status in {status} "
        "(95 % intervals: Jeffreys, at the effective sample size).",
    ]
    if sample.asked:
        said.insert(1, f"Events were chosen by: {', '.join(f'{k} {v}' for k, v in sample.asked.items())}.")
    if recall:
        said.append(
            f"{len(windows):,} of {sample.windows:,} sentences without a coded event were read for missed ones, which gives a "
            f"recall of {recall}; further events missed in sentences with one were not looked for, so it is an upper estimate."
        )
    else:
        said.append(
            "Sentences without a coded event were not judged: recall is not known, and counts are not corrected for it."
        )
    if unread:
        said.append(f"{unread:,} events lie in strata of which none was judged; they are not in the precision.")
    return " ".join(said)
