"""Time whole coding against bare spaCy: same model, same pipes, same batches, same text, one process.

Comes in: the reports in examples/ and, where there, ../shared/gold/docs.jsonl. Goes out: a line for each round and the
median ratio; what share of the whole path each stage takes. Rounds alternate, so that a machine that slows down slows both.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from dragoman.annotate import annotate
from dragoman.annotate.parse import BATCH
from dragoman.model import Document
from dragoman.pipeline import Pipeline
from dragoman.resolve import resolve
from dragoman.resolve.actors import actors
from dragoman.resolve.places import places
from dragoman.resolve.times import times

Made = TypeVar("Made")

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("DRAGOMAN_SHARED", ROOT.parent / "shared")).resolve()


def documents() -> list[Document]:
    """The gold reports where they are, else the examples."""
    gold = SHARED / "gold" / "docs.jsonl"
    if gold.exists():
        rows = [json.loads(line) for line in gold.open(encoding="utf-8")]
        days = {r["id"]: date.fromisoformat(r["published"]) for r in rows if r.get("published")}
        return [
            Document(r["id"], f"{r['title']}\n\n{r['text']}", r["title"], published=days.get(r["id"])) for r in rows
        ]
    return [Document(p.name, p.read_text(encoding="utf-8")) for p in sorted((ROOT / "examples").glob("*.txt"))]


def stages(pipeline: Pipeline, docs: Sequence[Document]) -> dict[str, float]:
    """Seconds of each stage of one run, the three parts of the resolver apart."""
    spent: dict[str, float] = {}

    def run(stage: str, work: Callable[[], list[Made]]) -> list[Made]:
        start = time.perf_counter()
        made = work()
        spent[stage] = time.perf_counter() - start
        return made

    annotated = run("annotate", lambda: list(annotate(docs, pipeline.parser, pipeline.gazetteer)))
    resolved = run("resolve", lambda: [resolve(a, pipeline.gazetteer) for a in annotated])
    run("code", lambda: list(pipeline.coder.code(resolved)))
    run("actors", lambda: [actors(a, pipeline.gazetteer) for a in annotated])
    run("places", lambda: [places(a, pipeline.gazetteer) for a in annotated])
    run("times", lambda: [times(a) for a in annotated])
    return spent


def print_shares(pipeline: Pipeline, docs: Sequence[Document], rounds: int) -> None:
    """Print the median share of each stage, and of the resolver's parts, in the whole path."""
    rows = [stages(pipeline, docs) for _ in range(rounds)]
    whole = [r["annotate"] + r["resolve"] + r["code"] for r in rows]
    share = {k: statistics.median(r[k] / w for r, w in zip(rows, whole, strict=True)) for k in rows[0]}
    most = max(r["resolve"] / w for r, w in zip(rows, whole, strict=True))
    print(f"stages: annotate {share['annotate']:.1%}, resolve {share['resolve']:.1%}, code {share['code']:.1%} "
          f"of the whole path (median of {rounds})")  # fmt: skip
    print(f"resolver: {share['resolve']:.1%} of the whole path (at most {most:.1%} in a round): "
          f"actors {share['actors']:.1%}, places {share['places']:.1%}, times {share['times']:.1%}")  # fmt: skip


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ap.add_argument("--rounds", type=int, default=7)
    args = ap.parse_args()
    pipeline, docs = Pipeline.open(), documents()
    words = sum(len(d.text.split()) for d in docs)
    ratios = []
    for n in range(args.rounds + 1):
        start = time.perf_counter()
        for _ in pipeline.parser.nlp.pipe((d.text for d in docs), batch_size=BATCH):
            pass
        bare = time.perf_counter() - start
        start = time.perf_counter()
        for _ in pipeline.code(docs):
            pass
        whole = time.perf_counter() - start
        if n:  # the first round warms caches up
            ratios.append(whole / bare)
            print(f"round {n}: bare spaCy {bare:.2f} s, whole coding {whole:.2f} s, ratio {whole / bare:.2f}")
    print_shares(pipeline, docs, args.rounds)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{len(docs)} reports, {words} words: whole coding takes {statistics.median(ratios):.2f} times bare spaCy "
          f"(median of {len(ratios)}; {min(ratios):.2f} to {max(ratios):.2f}); "
          f"{words / whole / 500:.1f} reports of 500 words a second; peak memory {memory} MB")  # fmt: skip


if __name__ == "__main__":
    main()
