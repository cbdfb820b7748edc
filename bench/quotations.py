"""Score who says what on written quotation patterns, by class.

Comes in: a JSONL file, by default tests/sets/quotations.jsonl; a line has id, class, text and statements, each with content
(exact words), speaker (exact words or null) and kind. Goes out: for each class and for all the share of lines that are right.

A line is right when coded and written statements pair one to one and each pair has the same words and the same speaker: content
when the F1 of its words, without punctuation and case, is at least `ALIKE`; speaker when the written words, articles aside, hold or are
held by the coded words or another mention of the same party, or both are null. A line without statements is right when none is coded.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.model import Actor, Coding, Document, Statement
from dragoman.pipeline import Pipeline

ROOT = Path(__file__).resolve().parent.parent
SET = ROOT / "tests" / "sets" / "quotations.jsonl"
ALIKE = 0.9
ARTICLES = frozenset({"the", "a", "an"})
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is right of one line."""

    content: bool
    speaker: bool
    """Content and speaker."""
    kind: bool
    """All three."""
    coded: Sequence[Statement]


def words(text: str) -> list[str]:
    """Words in lower case, without punctuation; the apostrophe of "didn't" has no form of its own."""
    return re.findall(r"\w+(?:'\w+)*", re.sub("[’‘]", "'", text).casefold())


def alike(a: Sequence[str], b: Sequence[str]) -> float:
    """F1 of two bags of words."""
    common = (Counter(a) & Counter(b)).total()
    return 2 * common / max(len(a) + len(b), 1)


def same_speaker(written: str | None, coded: Statement, actors: Mapping[str, Actor]) -> bool:
    """Whether the words of the coded speaker, or others that name the same party, are those written."""
    if written is None or coded.speaker is None:
        return written is None and coded.speaker is None
    named = [coded.speaker.span.text, *(m.text for m in actors[coded.speaker.actor].mentions)]
    return any(_same_name(written, name) for name in named)


def _same_name(a: str, b: str) -> bool:
    """One name holds the other, articles aside: "the mayor, Irma Kovac" and "Irma Kovac"."""
    mine, yours = ((set(words(t)) - ARTICLES) or set(words(t)) for t in (a, b))
    return bool(mine and yours) and (mine <= yours or yours <= mine)


def judge(line: Json, coding: Coding) -> Verdict:
    """Hold one coding against its line."""
    wanted, coded = line["statements"], list(coding.statements)
    content = speaker = kind = len(wanted) == len(coded)
    left, actors = coded[:], {a.id: a for a in coding.actors}
    for one in wanted:
        said = words(" ".join(one["content"]))
        best = max(left, key=lambda s: alike(said, words(" ".join(c.text for c in s.content))), default=None)
        if best is None or alike(said, words(" ".join(c.text for c in best.content))) < ALIKE:
            return Verdict(False, False, False, coded)
        left.remove(best)
        speaker = speaker and same_speaker(one["speaker"], best, actors)
        kind = kind and one["kind"] == best.kind
    return Verdict(content, speaker, speaker and kind, coded)


def verdicts(pipeline: Pipeline, lines: Sequence[Json]) -> Iterator[Verdict]:
    """Code all lines and judge each."""
    documents = [Document(line["id"], line["text"], lang="en") for line in lines]
    for line, coding in zip(lines, pipeline.code(documents), strict=True):
        yield judge(line, coding)


def read(path: Path) -> list[Json]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def table(lines: Sequence[Json], found: Sequence[Verdict]) -> Iterator[str]:
    """Shares by class, then over all lines."""
    groups: dict[str, list[Verdict]] = defaultdict(list)
    for line, verdict in zip(lines, found, strict=True):
        groups[line["class"]].append(verdict)
    yield f"{'':34} lines content  and speaker  and kind"
    for name, group in [*sorted(groups.items()), ("all", list(found))]:
        shares = [sum(getattr(v, part) for v in group) / len(group) for part in ("content", "speaker", "kind")]
        yield f"{name:34} {len(group):5}   {shares[0]:.3f}        {shares[1]:.3f}     {shares[2]:.3f}"


def misses(lines: Sequence[Json], found: Sequence[Verdict]) -> Iterator[str]:
    """What is wrong, line by line."""
    for line, verdict in zip(lines, found, strict=True):
        if not verdict.speaker:
            yield f"\n{line['id']} ({line['class']})  {line['text']}"
            yield from (
                f"  written {s['kind']} {s['speaker']!r}: {' | '.join(s['content'])}" for s in line["statements"]
            )
            for said in verdict.coded:
                who = said.speaker and said.speaker.span.text
                yield f"  coded   {said.kind} {who!r}: {' | '.join(c.text for c in said.content)}"


def main() -> None:
    ap = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ap.add_argument("file", type=Path, nargs="?", default=SET)
    ap.add_argument("--misses", action="store_true", help="print the lines that are wrong (not for a set kept apart)")
    args = ap.parse_args()
    lines = read(args.file)
    found = list(verdicts(Pipeline.open(), lines))
    print(*table(lines, found), sep="\n")
    if args.misses:
        print(*misses(lines, found), sep="\n")


if __name__ == "__main__":
    main()
