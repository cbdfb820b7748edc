"""Fit the weights that tell old news from the news of the day.   python training/fit_background.py [--write]

Comes in: the annotated reports (their texts from ../shared/corpus or DRAGOMAN_SHARED) and the rules as they are. Goes out:
src/dragoman/coding/background.json (with --write), and from ten-fold cross-validation over reports precision, recall and
F1 of background on found events, for thresholds. An event is found where an annotated one of its type overlaps its
trigger. Deterministic; numpy only.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from annotations import full_text, json_lines, packed_reports
from dragoman.coding.background import AHEAD, Surroundings, by_time, signs
from dragoman.coding.rules import Report, RuleCoder
from dragoman.model import Document
from dragoman.pipeline import Pipeline

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("DRAGOMAN_SHARED", ROOT.parent / "shared")).resolve()
TARGET = ROOT / "src" / "dragoman" / "coding" / "background.json"
STRENGTH = 3.0
"""Of the pull towards zero: few reports, many signs."""
FOLDS = 10
RARE = 8
"""A sign seen less often is left out."""


@dataclass(slots=True)
class Cases:
    """Found events: their signs, whether they are annotated as background, their report, and what their time decides."""

    signs: list[list[str]] = field(default_factory=list)
    background: list[bool] = field(default_factory=list)
    report: list[int] = field(default_factory=list)
    decided: list[bool | None] = field(default_factory=list)


def gather(pipeline: Pipeline) -> Cases:
    """Code the annotated reports and pair what is found with what is annotated."""
    cases, coder = Cases(), RuleCoder(pipeline.codebook)
    texts = {d["id"]: full_text(d) for d in json_lines(SHARED / "corpus" / "wikinews.jsonl")}
    packed = list(packed_reports())
    documents = [
        Document(p["id"], text, text[slice(*p["title"])], published=date.fromisoformat(p["published"]), lang="en")
        for p in packed
        if (text := texts[p["id"]])
    ]
    for number, (annotation, one) in enumerate(zip(pipeline.annotations(documents), packed, strict=True)):
        add(cases, number, Report.of(annotation), coder, one["events"])
    return cases


def add(cases: Cases, number: int, report: Report, coder: RuleCoder, annotated: list[dict[str, Any]]) -> None:
    """Add the found events of one report."""
    around, left = Surroundings.of(report.annotation), list(annotated)
    for one in coder.placed(report):
        words = one.draft.trigger.words
        span = report.annotation.span(words[0], words[-1] + 1)
        match = next(
            (e for e in left if e["type"] == one.draft.type
             and e["trigger"][0] < span.end and span.start < e["trigger"][1]), None)  # fmt: skip
        if match is None:
            continue
        left.remove(match)
        stated = by_time(one.when, report.annotation.document.published)
        cases.signs.append(signs(one, around, report.syntax, report.speech))
        cases.background.append(match["background"])
        cases.report.append(number)
        cases.decided.append(False if one.draft.status in AHEAD else None if stated is None else bool(stated))


def matrix(rows: list[list[str]], names: list[str]) -> np.ndarray:
    """One row a case, one column a sign; the first column is the constant."""
    at = {s: n for n, s in enumerate(names)}
    made = np.zeros((len(rows), len(names)))
    made[:, 0] = 1
    for i, row in enumerate(rows):
        for sign in row:
            if sign in at:
                made[i, at[sign]] = 1
    return made


def fit(rows: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Ridge logistic regression by Newton's method; the first column is the constant."""
    weights = np.zeros(rows.shape[1])
    pull = np.full(rows.shape[1], STRENGTH)
    pull[0] = 0.01
    for _ in range(30):
        p = 1 / (1 + np.exp(-(rows @ weights)))
        gradient = rows.T @ (p - labels) + pull * weights
        curve = (rows * (p * (1 - p))[:, None]).T @ rows + np.diag(pull)
        weights -= np.linalg.solve(curve, gradient)
    return weights


def main() -> None:
    ap = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ap.add_argument("--write", action="store_true", help="replace the weights in the package")
    args = ap.parse_args()
    cases = gather(Pipeline.open(coder="rules"))
    open_ = np.array([d is None for d in cases.decided])
    decided = np.array([bool(d) for d in cases.decided])
    truth, reports = np.array(cases.background, float), np.array(cases.report)
    counts = Counter(s for row, free in zip(cases.signs, open_, strict=True) if free for s in row)
    names = ["bias", *sorted(s for s, n in counts.items() if n >= RARE)]
    rows, held = matrix(cases.signs, names), np.zeros(len(truth))
    for fold in range(FOLDS):
        out = reports % FOLDS == fold
        held[out] = 1 / (1 + np.exp(-(rows[out] @ fit(rows[~out & open_], truth[~out & open_]))))
    print(f"{len(truth)} found events, {int(truth.sum())} background, {int((~open_).sum())} decided by time or status")
    print("threshold  precision  recall    F1   (ten-fold cross-validation over reports)")
    for threshold in np.arange(0.25, 0.75, 0.05):
        told = np.where(open_, held >= threshold, decided)
        hits = (told & (truth > 0)).sum()
        p, r = hits / max(told.sum(), 1), hits / truth.sum()
        print(f"     {threshold:.2f}      {p:.3f}   {r:.3f} {2 * p * r / max(p + r, 1e-9):.3f}")
    weights = fit(rows[open_], truth[open_])
    for name, weight in sorted(zip(names, weights, strict=True), key=lambda x: -abs(x[1]))[:30]:
        print(f"  {weight:+.2f}  {name} ({counts.get(name, int(open_.sum()))})")
    if args.write:
        kept = {n: round(float(w), 2) for n, w in zip(names, weights, strict=True) if abs(w) >= 0.03}
        TARGET.write_text(json.dumps(kept, indent=0) + "\n", encoding="utf-8")
        print(f"wrote {len(kept)} weights to {TARGET.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
