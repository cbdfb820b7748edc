"""How far two reviewers agree: Krippendorff's alpha, and the records on which they do not.

Comes in: an open store with reviews. Goes out: alpha over verdicts and over the fields that somebody changed, and what is to
be settled. A reviewer's last word on a record counts; what was undone and what settled a disagreement does not.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.store import Store

FIELDS = ("type", "mode", "status", "background", "actors", "recipients", "when", "place", "speaker", "act")
"""Fields whose agreement is told apart."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Over the records that at least two people judged."""

    units: int
    alpha: float | None
    """Of the verdicts; None where it is not defined: too few judgements, or all the same."""
    fields: dict[str, float | None]
    """Of the values that reviewers gave, for fields that somebody changed."""
    reviewers: dict[str, int]
    open: list[dict[str, Any]]
    """Records on which people differ and nobody has settled it, with who said what."""


def alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Krippendorff's alpha for nominal values; units with fewer than two values are left out."""
    weight: dict[tuple[Hashable, Hashable], float] = {}
    for values in units:
        if len(values) < 2:
            continue
        counts = Counter(values)
        for a, n in counts.items():
            for b, m in counts.items():
                share = n * (m - (a == b)) / (len(values) - 1)
                weight[a, b] = weight.get((a, b), 0.0) + share
    totals: dict[Hashable, float] = {}
    for (a, _), w in weight.items():
        totals[a] = totals.get(a, 0.0) + w
    whole: float = sum(list(totals.values()), 0.0)
    expected = sum(totals[a] * totals[b] for a in totals for b in totals if a != b)
    if whole < 2 or not expected:
        return None
    observed: float = sum(w for (a, b), w in weight.items() if a != b)
    return 1 - (whole - 1) * observed / expected


def agreement(store: Store) -> Agreement:
    """Read the reviews of a database."""
    rows = list(store.sql(
        "SELECT * FROM reviews WHERE attached IS NOT NULL AND undone = 0 AND verdict IN ('right', 'wrong', 'changed') ORDER BY id"
    ))  # fmt: skip
    settled = {r["attached"] for r in rows if r["final"]}
    last: dict[str, dict[str, dict[str, Any]]] = {}
    for row in rows:
        if not row["final"]:
            last.setdefault(row["attached"], {})[row["by"]] = row
    several = {record: said for record, said in last.items() if len(said) > 1}
    reviewers = Counter(by for said in several.values() for by in said)
    return Agreement(
        len(several), alpha([r["verdict"] for r in said.values()] for said in several.values()), _by_field(several), dict(reviewers),
        [_difference(record, said) for record, said in several.items() if record not in settled and _differ(said)],
    )  # fmt: skip


def _by_field(several: dict[str, dict[str, dict[str, Any]]]) -> dict[str, float | None]:
    """A reviewer who did not change a field agrees with the coder's value."""
    found: dict[str, float | None] = {}
    for field in FIELDS:
        units = [[_value(r, field) for r in said.values() if r["verdict"] != "wrong"] for said in several.values()]
        if any(v is not None for unit in units for v in unit):
            found[field] = alpha(units)
    return found


def _value(row: dict[str, Any], field: str) -> str | None:
    changes = json.loads(row["replacement"])
    return json.dumps(changes[field], sort_keys=True) if field in changes else None


def _differ(said: dict[str, dict[str, Any]]) -> bool:
    return len({(r["verdict"], r["replacement"]) for r in said.values()}) > 1


def _difference(record: str, said: dict[str, dict[str, Any]]) -> dict[str, Any]:
    first = next(iter(said.values()))
    return {
        "record": record, "kind": first["kind"], "report": first["report"],
        "said": [{"by": by, "verdict": r["verdict"], "replacement": json.loads(r["replacement"]), "note": r["note"]} for by, r in said.items()],
    }  # fmt: skip
