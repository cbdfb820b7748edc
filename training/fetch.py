"""Bring the texts of the annotated reports back.   python training/fetch.py OUT.jsonl [--from PATH]

Comes in: the packed reports, and a place that has their texts: by default ../shared/corpus (or $DRAGOMAN_SHARED/corpus);
a JSONL file with id, title and text; or a folder of your own with one file a report, `<id>.txt`, holding title, blank
line and body as the page at the report's address has them. Goes out: a JSONL file with id, title, url and text of every
report whose text has the sha256 of the one that was annotated; the others are told, and the exit status is 1. There is no
network code here: `--addresses` prints id and address of every report, to be saved with a browser.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from annotations import REPORTS, Json, digest, full_text, json_lines, packed_reports

SHARED = Path(os.environ.get("DRAGOMAN_SHARED", Path(__file__).resolve().parent.parent.parent / "shared"))


def texts_of(place: Path) -> dict[str, str]:
    """Id -> full text of what a file or a folder holds."""
    if place.is_file():
        return {d["id"]: full_text(d) for d in json_lines(place)}
    known: dict[str, str] = {}
    for path in sorted(place.glob("*.jsonl")):
        known |= texts_of(path)
    for path in sorted(place.glob("*.txt")):
        known[path.stem] = path.read_text(encoding="utf-8").removesuffix("\n")
    return known


def fetched(reports: Iterator[Json], known: dict[str, str]) -> tuple[list[Json], list[str]]:
    """Documents whose text is the annotated one, and a phrase for each report without."""
    documents, wrong = [], []
    for packed in reports:
        text = known.get(packed["id"])
        if text is None:
            wrong.append(f"{packed['id']}: no text; its address is {packed['url']}")
        elif digest(text) != packed["sha256"]:
            wrong.append(f"{packed['id']}: the text is another than the annotated one (sha256 differs)")
        else:
            end = packed["title"][1]
            document = {k: packed[k] for k in ("id", "url", "source", "published", "lang")}
            documents.append(document | {"title": text[:end], "text": text[end + 2 :] if end else text})
    return documents, wrong


def main() -> int:
    """Write what was found; exit status 1 where a text is missing or another."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("out", type=Path, nargs="?")
    ap.add_argument("--from", dest="place", type=Path, default=SHARED / "corpus")
    ap.add_argument("--reports", type=Path, default=REPORTS)
    ap.add_argument("--addresses", action="store_true")
    args = ap.parse_args()
    if args.addresses or not args.out:
        print("\n".join(f"{p['id']}\t{p['url']}" for p in packed_reports(args.reports)))
        return 0
    if not args.place.exists():
        print(f"{args.place} does not exist; name a file or folder with the texts: --from PATH", file=sys.stderr)
        return 2
    documents, wrong = fetched(packed_reports(args.reports), texts_of(args.place))
    with args.out.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(d, ensure_ascii=False) + "\n" for d in documents)
    print("\n".join([*wrong, f"{len(documents)} texts, {len(wrong)} missing"]), file=sys.stderr)
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
