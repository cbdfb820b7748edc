"""Score the reading of web pages: is the title right, the date, and the body?

    python bench/pages.py FOLDER [--misses N]

Comes in: a folder with pages and gold.jsonl (file, layout, title, date, body as a list of paragraphs). Goes out: the share
right, of all and by layout, and the first misses. Right means: the title is the same but for white space and kinds of
quotation marks; the date is the same day (or none where there is none); of the body's words, in order, at least 0.95 are
found and at least 0.95 of what is found belongs to it.
"""

from __future__ import annotations

import argparse
import difflib
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from dragoman.read import Unread, read  # noqa: E402

ENOUGH = 0.95
_MARKS = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "\u00a0": " ", "\u2011": "-"}
)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.translate(_MARKS))


def same_line(left: str | None, right: str | None) -> bool:
    return " ".join((left or "").translate(_MARKS).split()) == " ".join((right or "").translate(_MARKS).split())


def overlap(found: list[str], gold: list[str]) -> tuple[float, float]:
    """Share of the gold words found in order, and share of the found words that are gold."""
    blocks = difflib.SequenceMatcher(None, found, gold, autojunk=False).get_matching_blocks()
    same = sum(block.size for block in blocks)
    return same / max(1, len(gold)), same / max(1, len(found))


def judge(folder: Path, row: dict[str, Any]) -> dict[str, Any]:
    """Read one page and hold it against its gold."""
    (result, *_) = read([str(folder / row["file"])])
    if isinstance(result, Unread):
        return {"title": False, "date": False, "body": False, "said": result.reason}
    text = result.text.removeprefix(f"{result.title}\n\n") if result.title else result.text
    recall, precision = overlap(words(text), words(" ".join(row["body"])))
    day = result.published.isoformat() if result.published else None
    how = dict(result.origin.found).get("published") if result.origin else None
    return {
        "title": same_line(result.title, row["title"]), "date": day == row["date"], "body": min(recall, precision) >= ENOUGH,
        "said": f"title {result.title!r}, date {day} ({how}; gold {row['date']}), body recall {recall:.3f} precision {precision:.3f}",
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", type=int, default=0)
    options = parser.parse_args()
    rows = [json.loads(line) for line in (options.folder / "gold.jsonl").open(encoding="utf-8")]
    right: dict[str, Counter[str]] = defaultdict(Counter)
    misses = []
    for row in rows:
        verdict = judge(options.folder, row)
        for what in ("title", "date", "body"):
            right[row["layout"]][what] += verdict[what]
            right["all"][what] += verdict[what]
        everything = all(verdict[what] for what in ("title", "date", "body"))
        right[row["layout"]]["page"] += everything
        right["all"]["page"] += everything
        right[row["layout"]]["n"] += 1
        right["all"]["n"] += 1
        if not everything:
            wrong = ", ".join(what for what in ("title", "date", "body") if not verdict[what])
            misses.append(f"{row['file']} ({row['layout']}): {wrong}: {verdict['said']}")
    print(f"{'layout':14}{'pages':>6}{'title':>8}{'date':>8}{'body':>8}{'all three':>11}")
    for layout in [*sorted(right.keys() - {"all"}), "all"]:
        r = right[layout]
        print(
            f"{layout:14}{r['n']:6}"
            + "".join(f"{r[w] / r['n']:8.2f}" for w in ("title", "date", "body"))
            + f"{r['page'] / r['n']:11.2f}"
        )
    print(*misses[: options.misses], sep="\n")


if __name__ == "__main__":
    main()
