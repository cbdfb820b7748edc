"""Fit the weights behind the rule coder's scores, and say what they are worth.   python training/fit_scores.py [--write]

Comes in: the annotated reports but for every fifth, which fit_both.py needs (their texts from ../shared/corpus or DRAGOMAN_SHARED), the
written passages, and the rules as they are. Goes out: src/dragoman/coding/scores.json (with --write), and a table from cross-validation over reports: for thresholds the
precision, recall and F1 of events (type), and how often a score keeps its promise. An event counts as right where the
scorer pairs it (gold/score.py). Deterministic; numpy only.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import sys
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from annotations import full_text, json_lines, packed_reports, unpack
from convert import held_out, kept
from dragoman.coding.distinct import Placed
from dragoman.coding.rules import Report, RuleCoder
from dragoman.coding.scoring import BY_HAND, signs
from dragoman.export.contract import to_json
from dragoman.model import Document
from dragoman.pipeline import Pipeline
from reading import read

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("DRAGOMAN_SHARED", ROOT.parent / "shared")).resolve()
TARGET = ROOT / "src" / "dragoman" / "coding" / "scores.json"
STRENGTH = 1.5
"""Of the pull towards zero: few reports, many signs."""
PASSAGES = ROOT / "training" / "passages"
WRITTEN = "written"
"""Sign of all passages: they are richer in events than reports; it carries the difference and is not shipped."""
FOLDS = 10
STEPS = 200
"""Of the descent, at most."""
RARE = 8
"""A sign seen less often is left out."""


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", SHARED / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["score"] = module
    spec.loader.exec_module(module)
    return module


def right(
    score: ModuleType, annotation: dict[str, Any], doc: dict[str, Any], coding: dict[str, Any]
) -> tuple[list[bool], int]:
    """Which coded events the scorer pairs with an annotated one, and how many are annotated."""
    gold = score.Gold(annotation, doc, coding["document"]["text"])
    misses: list[tuple[Any, ...]] = []
    tally, types = score.Tally(), score.Tally()
    tally.open(), types.open()
    coded = score.Coded(coding, gold)
    for n, event in enumerate(coded.events):
        event["trigger"] = {**event["trigger"], "text": n}
    score.score_report(gold, coded, tally, types, misses)
    extra = {text for kind, _, text, _ in misses if kind == "extra"}
    return [n not in extra for n in range(len(coded.events))], len(gold.events)


@dataclass(slots=True)
class Cases:
    """Coded events with their signs, whether each is right, and the report that it is from (-1: a passage)."""

    signs: list[list[str]] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    report: list[int] = field(default_factory=list)
    annotated: int = 0
    """Events annotated in the reports."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One annotated report as a coder reads it."""

    number: int
    """Among all annotated reports."""
    report: Report
    placed: Sequence[Placed]
    right: Sequence[bool]
    """Of each that is placed, whether the scorer pairs it with an annotated event."""
    annotated: int


def judged(pipeline: Pipeline, coder: RuleCoder, wanted: Callable[[int], bool]) -> Iterator[Judged]:
    """Code and judge the annotated reports whose number is wanted."""
    score = scorer()
    texts = {d["id"]: full_text(d) for d in json_lines(SHARED / "corpus" / "wikinews.jsonl")}
    for number, packed in enumerate(packed_reports()):
        if not wanted(number):
            continue
        annotation, doc = unpack(packed, texts[packed["id"]])
        given = Document(doc["id"], texts[doc["id"]], doc["title"], published=date.fromisoformat(doc["published"]))
        for made in pipeline.annotations([given]):
            report = Report.of(made)
            placed = coder.placed(report)
            verdicts, size = right(score, annotation, doc, json.loads(to_json(coder.code_one(made))))
            yield Judged(number, report, placed, verdicts, size)


def ruled_signs(one: Placed, report: Report) -> list[str]:
    """The signs that the rules' score of an event rests on."""
    return signs(one, report.annotation, report.syntax, report.speech)


def from_reports(pipeline: Pipeline, cases: Cases) -> None:
    for one in judged(pipeline, RuleCoder(pipeline.codebook, weak=0.0), lambda number: not kept(number)):
        cases.signs += [ruled_signs(p, one.report) for p in one.placed]
        cases.right += one.right
        cases.report += [one.number] * len(one.placed)
        cases.annotated += one.annotated


def from_passages(pipeline: Pipeline, cases: Cases) -> None:
    """The written passages, but for the held-out ones and those that label only one event; a coded event is right that overlaps a trigger."""
    files = sorted(PASSAGES.glob("*.passages"))
    found = [p for file in files for p in read(file)[0] if not p.partial and not held_out(p)]
    coder = RuleCoder(pipeline.codebook, weak=0.0)
    documents = [Document(p.id, p.text, lang="en") for p in found]
    for passage, made in zip(found, pipeline.annotations(documents), strict=True):
        report, marks = Report.of(made), {m.key: m for m in passage.marks}
        triggers = [(e.type, marks[e.key].start, marks[e.key].end) for e in passage.events]
        for one in coder.placed(report):
            span = made.span(one.draft.trigger.words[0], one.draft.trigger.words[-1] + 1)
            hit = any(t == one.draft.type and start < span.end and span.start < end for t, start, end in triggers)
            cases.signs.append([*ruled_signs(one, report), WRITTEN])
            cases.right.append(hit)
            cases.report.append(-1)


def fit(cases: Sequence[Sequence[int]], size: int, labels: np.ndarray, given: np.ndarray) -> np.ndarray:
    """Ridge logistic regression by L-BFGS; each case is the columns that hold, column 0 the constant; `given` is added."""
    columns = np.array([c for case in cases for c in case])
    lengths = np.array([len(case) for case in cases])
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    pull = np.full(size, STRENGTH)
    pull[0] = 0.01

    def slope(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total = np.add.reduceat(weights[columns], starts) + given
        error = 1 / (1 + np.exp(-total)) - labels
        loss = (np.logaddexp(0, total) - labels * total).sum() + 0.5 * (pull * weights**2).sum()
        return float(loss), np.bincount(columns, np.repeat(error, lengths), size) + pull * weights

    return descend(slope, np.zeros(size))


def descend(slope: Callable[[np.ndarray], tuple[float, np.ndarray]], at: np.ndarray) -> np.ndarray:
    """The minimum of a convex function, by L-BFGS with halved steps."""
    loss, gradient = slope(at)
    memory: deque[tuple[np.ndarray, np.ndarray]] = deque(maxlen=10)
    for _ in range(STEPS):
        step, seen = gradient.copy(), []
        for move, change in reversed(memory):
            share = (move @ step) / (change @ move)
            step -= share * change
            seen.append((share, move, change))
        if memory:
            move, change = memory[-1]
            step *= (move @ change) / (change @ change)
        else:
            step /= max(1.0, float(np.abs(gradient).max()))
        for share, move, change in reversed(seen):
            step += move * (share - (change @ step) / (change @ move))
        size = 1.0
        while (following := slope(at - size * step))[0] > loss - 1e-4 * size * float(gradient @ step) and size > 1e-6:
            size /= 2
        if loss - following[0] < 1e-6 * abs(loss):
            break
        if (-size * step) @ (following[1] - gradient) > 0:
            memory.append((-size * step, following[1] - gradient))
        at, (loss, gradient) = at - size * step, following
    return at


def main() -> None:
    ap = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ap.add_argument("--write", action="store_true", help="replace the weights in the package")
    ap.add_argument("--reports-only", action="store_true", help="leave the passages out, to see what they are worth")
    args = ap.parse_args()
    pipeline, cases = Pipeline.open(coder="rules"), Cases()
    from_reports(pipeline, cases)
    if not args.reports_only:
        from_passages(pipeline, cases)
    counts = Counter(sign for row in cases.signs for sign in row)
    names = ["bias", *sorted(s for s, n in counts.items() if n >= RARE and s not in BY_HAND)]
    at = {s: n for n, s in enumerate(names)}
    rows = [[0, *sorted({at[s] for s in row if s in at})] for row in cases.signs]
    truth, reports = np.array(cases.right, float), np.array(cases.report)
    given = np.array([sum(BY_HAND.get(s, 0.0) for s in row) for row in cases.signs])
    inside = reports >= 0
    held = np.zeros(len(truth))
    for fold in range(FOLDS):
        out = inside & (reports % FOLDS == fold)
        seen = fit([r for r, o in zip(rows, out, strict=True) if not o], len(names), truth[~out], given[~out])
        for n in np.flatnonzero(out):
            held[n] = 1 / (1 + np.exp(-(seen[rows[n]].sum() + given[n])))
    show(held[inside], truth[inside], cases.annotated)
    weights = fit(rows, len(names), truth, given)
    ranked = sorted(zip(names, weights, strict=True), key=lambda x: x[1])
    for name, weight in (*ranked[:25], *ranked[-25:]):
        print(f"  {weight:+.2f}  {name} ({counts.get(name, len(truth))})")
    if args.write:
        kept = {n: round(float(w), 2) for n, w in zip(names, weights, strict=True) if abs(w) >= 0.05 and n != WRITTEN}
        TARGET.write_text(json.dumps(kept, indent=0) + "\n", encoding="utf-8")
        print(f"wrote {len(kept)} weights to {TARGET.relative_to(ROOT)}")


def show(held: np.ndarray, truth: np.ndarray, annotated: int) -> None:
    print(
        f"{len(truth)} coded events, {int(truth.sum())} right, {annotated} annotated; figures from ten-fold cross-validation over reports"
    )
    print("threshold  precision  recall    F1")
    for threshold in np.arange(0, 0.85, 0.05):
        kept = held >= threshold
        hits = truth[kept].sum()
        p, r = hits / max(kept.sum(), 1), hits / annotated
        print(f"     {threshold:.2f}      {p:.3f}   {r:.3f} {2 * p * r / max(p + r, 1e-9):.3f}")
    print("score     events  right")
    error = 0.0
    for low in np.arange(0, 1, 0.1):
        inside = (held >= low) & (held < low + 0.1)
        if inside.any():
            error += abs(held[inside].mean() - truth[inside].mean()) * inside.mean()
            print(f"{low:.1f}-{low + 0.1:.1f}   {inside.sum():6}   {truth[inside].mean():.2f}")
    print(f"expected calibration error {error:.3f}")


if __name__ == "__main__":
    main()
