"""Measure the program on the gold sets and write docs/scorecard.md.

Comes in: the folder ../shared (or DRAGOMAN_SHARED) with sets and scorers. Goes out: docs/scorecard.md, each table with
the commands that print it. Runs the installed command `dragoman` as a user would; scores with the scorers beside the
sets, as they are. A set that is absent is left out and named.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("DRAGOMAN_SHARED", ROOT.parent / "shared")).resolve()
PAGE = ROOT / "docs" / "scorecard.md"


@dataclass(frozen=True, slots=True)
class Set:
    """One set: where it is, how its texts become input lines, which scorer reads the result."""

    key: str
    title: str
    texts: str
    scorer: tuple[str, ...]
    note: str
    command: tuple[str, ...] = ("code", "--format", "jsonl", "--input", "jsonl")
    """How dragoman reads the lines."""
    again: tuple[str, ...] = ()
    """Options with which the scorer is run a second time."""


SETS = (
    Set("reports", "Reports, end to end (MEASURE, 20 Wikinews reports)", "gold/docs.jsonl",
        ("gold/score.py", "--gold", "gold/reports", "--intervals"),
        "Annotated by a language model after GUIDE.md and revised by a second reading; no person has labelled them. Nothing was tuned on them."),
    Set("training", "Reports that the rules were written with (113 Wikinews reports)", "training/docs.jsonl",
        ("gold/score.py", "--gold", "training/reports", "--docs", "training/docs.jsonl"),
        "Annotated once by a language model, not adjudicated. The lexicon and the rules were developed on these: read the table above for what to expect."),
    Set("polnear", "PolNeAR, attribution in US political news (EVAL, dev)", "gold/polnear/dev.jsonl",
        ("gold/score_statements.py", "--gold", "gold/polnear/dev.jsonl"),
        "Counts attitudes and intentions too, which our guide leaves out."),
    Set("geovirus", "GeoVirus, places (MEASURE)", "gold/geoparsing/geovirus.jsonl",
        ("gold/score_places.py", "--gold", "gold/geoparsing/geovirus.jsonl"), "Within 161 km: CamCoder .82, population rule .80."),
    Set("lgl", "LGL, places in local papers (EVAL)", "gold/geoparsing/lgl.jsonl",
        ("gold/score_places.py", "--gold", "gold/geoparsing/lgl.jsonl"), "Within 161 km: CamCoder .76, population rule .70."),
    Set("plv", "PLV, the type of a marked pair (EVAL, 1,050 pairs)", "gold/plv/plv_train.jsonl",
        ("gold/score_relate.py", "--gold", "gold/plv/plv_train.jsonl"),
        "First by PLOVER type, then `--by cameo`: the set follows CAMEO where PLOVER 2.0 decided anew. Macro-F1 binary/quad/root of others on this "
        "half: zero-shot NLI (77 passes of roberta-large an item) .961/.867/.743.", ("relate",), ("--by", "cameo")),
    Set("aw", "AW, conflict or cooperation of a marked pair (EVAL, 802 pairs)", "gold/aw/aw_train.jsonl",
        ("gold/score_relate.py", "--gold", "gold/aw/aw_train.jsonl"), "Who does what to whom, in two classes.", ("relate",)),
)  # fmt: skip


def lines(path: Path) -> Iterator[dict[str, object]]:
    """The JSON lines of a file; texts may hold other line separators than a line feed."""
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())


def inputs(texts: Path, target: Path) -> None:
    """Write what `dragoman code --input jsonl` reads: the text with what is known of it, nothing of its annotation."""
    with target.open("w", encoding="utf-8") as out:
        for doc in lines(texts):
            if "source_span" in doc:
                pair = {k: doc[k] for k in ("id", "text", "source_span", "target_span")}
                out.write(json.dumps(pair, ensure_ascii=False) + "\n")
                continue
            line = {"id": doc.get("id", doc.get("doc_id")), "text": doc["text"], "lang": "en"}
            line |= {k: doc[k] for k in ("title", "published", "source", "url") if doc.get(k)}
            out.write(json.dumps(line, ensure_ascii=False) + "\n")


def measure(one: Set, folder: Path) -> str:
    """Code one set and score it; returns what the scorer prints."""
    given, coded = folder / f"{one.key}.jsonl", folder / f"{one.key}.coded.jsonl"
    inputs(SHARED / one.texts, given)
    dragoman = Path(sys.executable).with_name("dragoman")
    with coded.open("wb") as out:
        done = subprocess.run([dragoman, *one.command, given], stdout=out, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"coding {one.key} failed with {done.returncode}")
    command = [sys.executable, one.scorer[0], *one.scorer[1:], "--coded", str(coded)]
    runs = [command, [*command, *one.again]] if one.again else [command]
    return "\n".join(subprocess.run(c, cwd=SHARED, capture_output=True, text=True, check=True).stdout for c in runs)


def section(one: Set, printed: str) -> str:
    command = " ".join(f"../shared/{a}" if a.startswith(("gold/", "training/")) else a for a in one.scorer)
    return f"""## {one.title}

{one.note}

```text
{printed.rstrip()}
```

Printed by `bench/scorecard --only {one.key}`, which runs `dragoman {" ".join(one.command)} {one.key}.jsonl`
and `python {command} --coded {one.key}.coded.jsonl`{f", then with `{' '.join(one.again)}`" if one.again else ""}.
"""


def head() -> str:
    revision = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    return f"""# Scorecard

What dragoman {version("dragoman")} (commit {revision or "unknown"}, {date.today().isoformat()}) reaches on the sets that we measure with.
This page is written by `bench/scorecard`; do not edit it by hand. Sets marked MEASURE and EVAL are used for nothing
but measuring. Intervals are 95 % bootstrap intervals over reports. How far two readings of the same report agree, which
bounds these figures from above: events (type) .95, with mode .92, participants .90, statements with speaker .93.
"""


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ap.add_argument(
        "--only", nargs="*", choices=[s.key for s in SETS], help="print these sets and leave the page as it is"
    )
    args = ap.parse_args()
    wanted = [s for s in SETS if not args.only or s.key in args.only]
    sections = []
    with tempfile.TemporaryDirectory() as folder:
        for one in wanted:
            if not (SHARED / one.texts).exists():
                sections.append(f"## {one.title}\n\nNot measured: {one.texts} is not in {SHARED.name}/.\n")
                continue
            printed = measure(one, Path(folder))
            print(f"\n{one.title}\n{printed}", flush=True)
            sections.append(section(one, printed))
    if not args.only:
        PAGE.write_text("\n".join([head(), *sections]), encoding="utf-8")
        print(f"wrote {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
