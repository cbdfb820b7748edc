"""Score time expressions: how many of a file's are found with the right days and grain.

Comes in: JSON lines {"id", "class", "published", "text", "span", "start", "end", "grain"}; start and end are days, both ends
inclusive, null is open; an expression that means no days (vague, recurring) has null for all three. Goes out: right and
total for each class and over all. An expression is right if a time that overlaps its span has its start, end and grain;
one without days is right if no time with days overlaps it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from dragoman.looks import Looker
from dragoman.model import Document, Time


class Line(NamedTuple):
    """One written expression."""

    id: str
    kind: str
    published: date | None
    text: str
    span: str
    start: str | None
    end: str | None
    grain: str | None


class Answer(NamedTuple):
    """What was found for a line, and whether it is right."""

    line: Line
    found: Time | None
    right: bool


def read(path: Path) -> Iterator[Line]:
    """Yield the lines of a file; raises ValueError naming a line whose span is not in its text."""
    for row in map(json.loads, filter(str.strip, path.open(encoding="utf-8"))):
        published = date.fromisoformat(row["published"]) if row["published"] else None
        line = Line(
            row["id"], row["class"], published, row["text"], row["span"], row["start"], row["end"], row["grain"]
        )
        if line.span not in line.text:
            raise ValueError(f"{line.id}: the span {line.span!r} is not in the text: mend the line.")
        yield line


def answers(lines: Sequence[Line], looker: Looker) -> Iterator[Answer]:
    """Resolve the times of every line and judge them."""
    documents = [Document(line.id, line.text, lang="en", published=line.published) for line in lines]
    for line, look in zip(lines, looker.look("times", documents), strict=True):
        yield _judged(line, [t for t in look.found if isinstance(t, Time)])


def _judged(line: Line, times: Iterable[Time]) -> Answer:
    first = line.text.index(line.span)
    last = first + len(line.span)
    over = [t for t in times if t.span.start < last and first < t.span.end]
    if line.start is None and line.end is None:
        wrong = next((t for t in over if t.start or t.end), None)
        return Answer(line, wrong, wrong is None)
    right = next((t for t in over if _days(t) == (line.start, line.end, line.grain)), None)
    return Answer(line, right or next(iter(over), None), right is not None)


def _days(time: Time) -> tuple[str | None, str | None, str]:
    return str(time.start) if time.start else None, str(time.end) if time.end else None, time.grain


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ap.add_argument("file", type=Path)
    ap.add_argument("--misses", action="store_true", help="print what was found where it is wrong")
    args = ap.parse_args()
    judged = list(answers(list(read(args.file)), Looker.open(progress=lambda line: print(line, file=sys.stderr))))
    classes: dict[str, list[bool]] = defaultdict(list)
    for answer in judged:
        classes[answer.line.kind].append(answer.right)
    for kind, right in sorted(classes.items()):
        print(f"{kind:20} {sum(right):4} of {len(right):4}   {sum(right) / len(right):.3f}")
    total = sum(a.right for a in judged)
    print(f"{'all':20} {total:4} of {len(judged):4}   {total / len(judged):.3f}")
    for answer in judged if args.misses else ():
        if not answer.right:
            line, found = answer.line, answer.found
            got = f"{found.span.text!r} {found.start} {found.end} {found.grain}" if found else "nothing"
            print(f"{line.id} {line.kind} ({line.published}) {line.text}\n    {line.span!r} "
                  f"{line.start} {line.end} {line.grain}; found {got}")  # fmt: skip


if __name__ == "__main__":
    main()
