"""How many of the annotated triggers a pattern of their type matches, and how often a pattern matches without one.

Comes in: ../shared/training (or DRAGOMAN_SHARED). Goes out: a table by type. A trigger counts as covered when a
pattern of its type matches at words that overlap it; participants and constraints are not asked for.
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from dragoman.annotate import Parser, dependents
from dragoman.codebook import load
from dragoman.coding.syntax import Syntax
from dragoman.coding.triggers import candidates
from dragoman.model import Document

SHARED = Path(os.environ.get("DRAGOMAN_SHARED", Path(__file__).resolve().parents[2] / "shared"))


def matched(syntax: Syntax, size: int) -> Iterator[tuple[str, int, int]]:
    """Every type that a pattern gives somewhere, with the characters it covers."""
    for _, triggers in candidates(syntax, load(), 0, size):
        for t in triggers:
            yield t.lexeme.type, syntax.tokens[t.words[0]].start, syntax.tokens[t.words[-1]].end


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ap.add_argument("--misses", action="store_true", help="print the triggers that nothing covers")
    args = ap.parse_args()
    docs = {d["id"]: d for d in map(json.loads, (SHARED / "training" / "docs.jsonl").open(encoding="utf-8"))}
    annotations = [
        json.loads(f.read_text(encoding="utf-8")) for f in sorted((SHARED / "training" / "reports").glob("*.json"))
    ]
    known, total, hits = Counter[str](), Counter[str](), Counter[str]()
    parsed = Parser().parse(
        Document(a["id"], "\n\n".join(s[2] for s in docs[a["id"]]["sentences"])) for a in annotations
    )
    for annotation, (_, tokens, _) in zip(annotations, parsed, strict=True):
        found = list(matched(Syntax(tokens, dependents(tokens)), len(tokens)))
        hits.update(k for k, _ in {(k, s) for k, s, _ in found})
        starts, at = [], 0
        for sentence in docs[annotation["id"]]["sentences"]:
            starts.append(at)
            at += len(sentence[2]) + 2
        for event in annotation["events"]:
            sentence = docs[annotation["id"]]["sentences"][event["sent"]][2]
            match = re.search(r"\s+".join(map(re.escape, event["trigger"].split())), sentence)
            total[event["type"]] += 1
            if match is None:
                continue
            start, end = starts[event["sent"]] + match.start(), starts[event["sent"]] + match.end()
            if any(k == event["type"] and s < end and start < e for k, s, e in found):
                known[event["type"]] += 1
            elif args.misses:
                print(event["type"], event["mode"], repr(event["trigger"]), "|", sentence[:160])
    print(f"{'type':10} {'triggers':>8} {'covered':>8} {'share':>6} {'matches':>8}")
    for kind in sorted(total):
        print(f"{kind:10} {total[kind]:8} {known[kind]:8} {known[kind] / total[kind]:6.2f} {hits[kind]:8}")
    print(f"{'all':10} {total.total():8} {known.total():8} {known.total() / total.total():6.2f} {hits.total():8}")


if __name__ == "__main__":
    main()
