"""How far two annotations of the same reports agree, by the scorer that also scores the program.

    python training/agreement.py FIRST SECOND DOCS.jsonl

Comes in: two folders with annotations in the guide's form, and the documents they quote. Goes out: score.py's table, the
second annotation taken as a coding of the first. Reports that only one folder holds are left out. Needs ../shared (or
DRAGOMAN_SHARED) for the scorer.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SHARED = Path(os.environ.get("DRAGOMAN_SHARED", Path(__file__).resolve().parents[2] / "shared"))
Json = dict[str, Any]


def coding(annotation: Json, document: Json) -> Json:
    """An annotation in the shape of a coding, as far as the scorer looks."""
    text = f"{document['title']}\n\n{document['text']}"
    starts, at = [], 0
    for _, _, sentence in document["sentences"]:
        match = re.compile(r"\s+".join(map(re.escape, sentence.split()))).search(text, at)
        starts.append(match.span() if match else (0, len(text)))
        at = match.end() if match else at

    def span(quote: str, sentence: int) -> Json:
        match = re.compile(r"\s+".join(map(re.escape, quote.split()))).search(text, *starts[sentence])
        start, end = match.span() if match else (0, 1)
        return {"start": start, "end": end, "text": text[start:end]}

    def slots(keys: list[str]) -> list[Json]:
        return [{"actor": k, "span": {"start": 0, "end": 1, "text": text[:1]}} for k in keys]

    def mentions(actor: Json) -> list[Json]:
        found = (re.search(re.escape(m), text) for m in (actor["name"], *actor["mentions"]))
        return [{"start": f.start(), "end": f.end(), "text": f.group()} for f in found if f]

    actors = [
        {"id": a["key"], "mentions": mentions(a)} | {k: a[k] for k in ("name", "kind", "country", "sector")}
        for a in annotation["actors"]
    ]
    events = [
        e
        | {"trigger": span(e["trigger"], e["sent"])}
        | {k: slots(e[k]) for k in ("actors", "recipients", "asserted_by", "denied_by")}
        for e in annotation["events"]
    ]
    statements = [
        {"speaker": slots([s["speaker"]])[0] if s["speaker"] else None, "addressees": slots(s["addressees"]), "kind": s["kind"],
         "content": [span(c["quote"], c["sent"]) for c in s["content"]]}
        for s in annotation["statements"]
    ]  # fmt: skip
    return {
        "document": {"id": annotation["id"], "text": text},
        "actors": actors,
        "events": events,
        "statements": statements,
    }


def both(first: Path, second: Path) -> list[str]:
    """File names that stand in both folders."""
    return sorted({f.name for f in first.glob("*.json")} & {f.name for f in second.glob("*.json")})


def main() -> None:
    ap = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ap.add_argument("first", type=Path)
    ap.add_argument("second", type=Path)
    ap.add_argument("docs", type=Path)
    args = ap.parse_args()
    docs: Mapping[str, Json] = {d["id"]: d for d in map(json.loads, args.docs.open(encoding="utf-8"))}
    with tempfile.TemporaryDirectory() as folder:
        gold, coded = Path(folder, "gold"), Path(folder, "coded.jsonl")
        gold.mkdir()
        with coded.open("w", encoding="utf-8") as out:
            for name in both(args.first, args.second):
                shutil.copy(args.first / name, gold / name)
                annotation = json.loads((args.second / name).read_text(encoding="utf-8"))
                out.write(json.dumps(coding(annotation, docs[annotation["id"]])) + "\n")
        command = [sys.executable, SHARED / "gold" / "score.py", "--gold", gold, "--docs", args.docs, "--coded", coded]
        subprocess.run(list(map(str, command)), check=True)


if __name__ == "__main__":
    main()
