"""A sample as a CSV that a person fills in, and the verdicts read from it or from the reviews in the database.

Comes in: a sample and an open store. Goes out: rows to judge; `Judged` verdicts. A blind sheet shows the words and not what was coded.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from dragoman.errors import BadQuery, UnreadableInput
from dragoman.report.audit import Judged
from dragoman.report.rows import safe
from dragoman.store import Store
from dragoman.store.sampling import Sample

CODED = ("type", "mode", "status", "actors", "recipients", "first")
TO_FILL = ("verdict", "true_type", "true_status", "missed", "by", "note")
COLUMNS = ("sample", "item", "kind", "report", "start", "end", "text", "trigger", *CODED, *TO_FILL)
RIGHT, WRONG, CHANGED = "right", "wrong", "changed"


def sheet(store: Store, sample: Sample, *, blind: bool) -> Iterator[dict[str, Any]]:
    """One row an item, with its words and, unless blind, what was coded."""
    for item in sample.items:
        coding = store.get(item.report)
        text = coding.document.text[item.start : item.end] if coding else ""
        row: dict[str, Any] = dict.fromkeys(COLUMNS) | {
            "sample": sample.run, "item": item.number, "kind": item.kind, "report": item.report, "start": item.start,
            "end": item.end, "text": " ".join(text.split()),
        }  # fmt: skip
        if item.kind == "event":
            found = next(iter(store.stream("events", f"id:{item.record}")), None)
            row |= {"trigger": found and found["trigger"]}
            if found and not blind:
                row |= {name: found[name] for name in CODED}
        yield row


def save(path: Path, rows: Iterator[dict[str, Any]]) -> int:
    """Write the sheet."""
    count = 0
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            for row in rows:
                writer.writerow({k: safe(v) for k, v in row.items()})
                count += 1
    except OSError as error:
        raise BadQuery(f"{path} cannot be written ({error.strerror}): name another file.") from error
    return count


def from_sheet(path: Path, sample: Sample) -> list[Judged]:
    """Verdicts of a filled-in sheet; rows without one are not judged. Raises `UnreadableInput`."""
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(f"{path} cannot be read as CSV: give the sheet that `dragoman sample` wrote.") from error
    if not rows or not {"item", "kind", "verdict"} <= set(rows[0]):
        raise UnreadableInput(
            f"{path} has no columns item, kind and verdict: give the sheet that `dragoman sample` wrote."
        )
    items = {i.number: i for i in sample.items}
    found = []
    for line, row in enumerate(rows, 2):
        verdict, kind, status = (str(row.get(k) or "").strip() for k in ("verdict", "true_type", "true_status"))
        number = int(row["item"]) if str(row["item"]).isdigit() else -1
        if number not in items or (row.get("sample") and row["sample"] != str(sample.run)):
            raise UnreadableInput(
                f"Line {line} of {path} is not of sample {sample.run}: name its sample with --sample."
            )
        item = items[number]
        if item.kind == "window":
            if row.get("missed") or verdict:
                named = [t.strip().upper() for t in str(row.get("missed") or "").split(";")]
                found.append(
                    Judged(number, [t for t in named if t and t not in ("0", "NONE", "NO")], by=row.get("by") or "")
                )
        elif verdict or kind:
            found.append(
                _event(number, item.type, item.status, verdict.lower(), kind.upper(), status.lower(), row, line, path)
            )
    return found


def _event(
    number: int, coded: str, coded_status: str, verdict: str, kind: str, status: str, row: dict[str, Any], line: int, path: Path
) -> Judged:  # fmt: skip
    if verdict not in ("", RIGHT, WRONG, CHANGED):
        raise UnreadableInput(f"Line {line} of {path} has the verdict {verdict!r}: write right, wrong or changed.")
    true = [] if verdict == WRONG or kind == "NONE" else [kind or coded]
    return Judged(number, true, (not status or status == coded_status), row.get("by") or "")


def from_reviews(store: Store, sample: Sample) -> list[Judged]:
    """Verdicts that lie in the database; windows can be judged on a sheet only."""
    found = []
    for item in sample.items:
        if item.kind != "event":
            continue
        now = store.sql("SELECT verdict, type, status FROM event WHERE id = ?", (item.record,)).rows
        if now and now[0][0] in (RIGHT, WRONG, CHANGED):
            verdict, kind, status = now[0]
            found.append(Judged(item.number, [] if verdict == WRONG else [kind], status == item.status))
    return found


def both(sheets: Sequence[Judged], reviews: Sequence[Judged]) -> list[Judged]:
    """The sheet wins over the database."""
    return list({j.number: j for j in (*reviews, *sheets)}.values())
