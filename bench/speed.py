"""Time whole coding against bare spaCy: same model, same pipes, same batches, same text, one process.

Comes in: the reports in examples/ and, where there, ../shared/gold/docs.jsonl. Goes out: a line for each round and the
median ratio. Rounds alternate, so that a machine that slows down slows both.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import time
from pathlib import Path

from dragoman.annotate.parse import BATCH
from dragoman.model import Document
from dragoman.pipeline import Pipeline

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("DRAGOMAN_SHARED", ROOT.parent / "shared")).resolve()


def documents() -> list[Document]:
    """The gold reports where they are, else the examples."""
    gold = SHARED / "gold" / "docs.jsonl"
    if gold.exists():
        rows = [json.loads(line) for line in gold.open(encoding="utf-8")]
        return [Document(r["id"], f"{r['title']}\n\n{r['text']}", r["title"]) for r in rows]
    return [Document(p.name, p.read_text(encoding="utf-8")) for p in sorted((ROOT / "examples").glob("*.txt"))]


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
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{len(docs)} reports, {words} words: whole coding takes {statistics.median(ratios):.2f} times bare spaCy "
          f"(median of {len(ratios)}; {min(ratios):.2f} to {max(ratios):.2f}); "
          f"{words / whole / 500:.1f} reports of 500 words a second; peak memory {memory} MB")  # fmt: skip


if __name__ == "__main__":
    main()
