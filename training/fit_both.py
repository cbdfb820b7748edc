"""Fit the weights by which rules and encoder are believed together.   python training/fit_both.py [--model FOLDER] [--write]

Comes in: the annotated reports that training/encoder.py left out (every fifth), their texts, the shipped model (or the one in
FOLDER) and the rules. Goes out: src/dragoman/coding/believing.json (with --write), and from cross-validation over these reports:
precision, recall and F1 of events (type) by threshold, and how well a likelihood keeps its promise. numpy only.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from convert import KEPT, kept
from dragoman.coding import believing
from dragoman.coding.network import Network
from dragoman.coding.rules import RuleCoder
from dragoman.coding.scoring import score
from dragoman.pipeline import Pipeline
from fit_scores import FOLDS, ROOT, judged, ruled_signs, show

TARGET = ROOT / "src" / "dragoman" / "coding" / "believing.json"
STRENGTH = 1.0


def cases(model: Path | None) -> tuple[list[dict[str, float]], np.ndarray, np.ndarray, int]:
    """Signs, verdicts and report numbers of all coded events, and how many are annotated."""
    pipeline = Pipeline.open(coder="rules")
    network = Network.open(model, sha256=None) if model else Network.open()
    coder = RuleCoder(pipeline.codebook, network, weak=0.0)
    found: list[dict[str, float]] = []
    truth: list[bool] = []
    reports: list[int] = []
    annotated = 0
    for one in judged(pipeline, coder, kept):
        found += [believing.signs(p, score(ruled_signs(p, one.report))) for p in one.placed]
        truth += one.right
        reports += [one.number // KEPT] * len(one.placed)
        annotated += one.annotated
    return found, np.array(truth, float), np.array(reports), annotated


def fit(rows: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Ridge logistic regression by Newton's method; the first column is the constant."""
    pull = np.full(rows.shape[1], STRENGTH)
    pull[0] = 0.01
    at = np.zeros(rows.shape[1])
    for _ in range(50):
        likely = 1 / (1 + np.exp(-(rows @ at)))
        slope = rows.T @ (likely - truth) + pull * at
        curve = (rows * (likely * (1 - likely))[:, None]).T @ rows + np.diag(pull)
        step = np.linalg.solve(curve, slope)
        at -= step
        if np.abs(step).max() < 1e-8:
            break
    return at


def main() -> None:
    """Fit, print, write."""
    ap = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ap.add_argument("--model", type=Path)
    ap.add_argument("--write", action="store_true", help="replace the weights in the package")
    args = ap.parse_args()
    found, truth, reports, annotated = cases(args.model)
    names = list(found[0])
    rows = np.array([[1.0, *(f[n] for n in names)] for f in found])
    held = np.zeros(len(truth))
    for fold in range(FOLDS):
        out = reports % FOLDS == fold
        held[out] = 1 / (1 + np.exp(-(rows[out] @ fit(rows[~out], truth[~out]))))
    show(held, truth, annotated)
    weights = dict(zip(["bias", *names], fit(rows, truth), strict=True))
    for name, weight in weights.items():
        print(f"  {weight:+.2f}  {name}")
    if args.write:
        TARGET.write_text(
            json.dumps({n: round(float(w), 2) for n, w in weights.items()}, indent=0) + "\n", encoding="utf-8"
        )
        print(f"wrote {TARGET.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
