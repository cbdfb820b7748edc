"""Which kinds of attributions are missed in PolNeAR's dev texts: counts by class, no text.

Comes in: ../shared/gold/polnear/dev.jsonl (or DRAGOMAN_SHARED). Goes out: for each class the annotated attributions, the share whose content
was found, and of those the share with the right speaker, by the rules of gold/score_statements.py. The set is for measuring only: this
prints numbers, so that nobody needs to read the texts to learn where the program falls short.
"""

from __future__ import annotations

import argparse
import json
import os
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from dragoman.coding.cues import cue_table
from dragoman.model import Annotation, Coding, Document, Token
from dragoman.pipeline import Pipeline

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("DRAGOMAN_SHARED", ROOT.parent / "shared")).resolve()
SET = SHARED / "gold" / "polnear" / "dev.jsonl"
ATTITUDES = frozenset({"want", "hope", "believe", "think", "feel", "know", "plan", "expect", "intend", "seek", "support", "oppose", "like", "fear", "wish",
                       "agree", "decide", "consider", "see", "view", "try", "prefer", "favor", "love", "hate", "need", "aim", "doubt", "understand"})  # fmt: skip
"""Cue words of attitudes and intentions, which our guide leaves out."""
ALIKE = 0.5
Json = dict[str, Any]


def chars(spans: Sequence[Sequence[int]]) -> set[int]:
    return {i for start, end in spans for i in range(start, end)}


def paired(wanted: Sequence[Json], coding: Coding) -> dict[int, int]:
    """Annotated attribution -> coded statement."""
    theirs = [chars(g["content"]) for g in wanted]
    mine = [chars([(c.start, c.end) for c in s.content]) for s in coding.statements]
    ranked = sorted(
        ((len(a & b) / len(a | b), i, j) for i, a in enumerate(theirs) for j, b in enumerate(mine) if a & b),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    for worth, i, j in ranked:
        if worth >= ALIKE and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def speaker_right(wanted: Json, coding: Coding, number: int) -> bool:
    said, source = coding.statements[number], chars(wanted["source"])
    if not source or said.speaker is None:
        return not source and said.speaker is None
    mentions = next((a.mentions for a in coding.actors if a.id == said.speaker.actor), ())
    return any(source & set(range(m.start, m.end)) for m in (said.speaker.span, *mentions))


def classes(wanted: Json, annotation: Annotation) -> Iterator[str]:
    """The classes of one annotated attribution: kind, cue, source, length."""
    yield f"kind: {wanted['quote_type']}"
    yield f"cue: {_cue(_tokens(annotation, wanted['cue']))}"
    yield f"source: {_source(_tokens(annotation, wanted['source']))}"
    size = len(_tokens(annotation, wanted["content"]))
    yield f"words said: {'up to 5' if size <= 5 else '6 to 15' if size <= 15 else '16 to 40' if size <= 40 else 'over 40'}"
    yield f"pieces: {'one' if len(wanted['content']) == 1 else 'several'}"


def _tokens(annotation: Annotation, spans: Sequence[Sequence[int]]) -> list[Token]:
    found: list[Token] = []
    for start, end in spans:
        first = bisect_left(annotation.tokens, start, key=lambda t: t.start)
        last = bisect_left(annotation.tokens, end, key=lambda t: t.start)
        found += annotation.tokens[first:last]
    return found


def _cue(tokens: Sequence[Token]) -> str:
    """The grammatical class of a cue and whether the table of cue words knows it."""
    if not tokens:
        return "none"
    table, verbs = cue_table(), [t for t in tokens if t.pos in ("VERB", "AUX")]
    lemmas = {t.lemma for t in tokens}
    if lemmas & ATTITUDES:
        return "attitude or intention"
    if lemmas & {"accord", "according", "per"}:
        return "according to"
    if verbs:
        known = any(t.lemma in table.verbs for t in verbs)
        return "verb that the table knows" if known else "other verb"
    nouns = [t for t in tokens if t.pos in ("NOUN", "PROPN")]
    if nouns:
        return "noun that the table knows" if any(t.lemma in table.nouns for t in nouns) else "other noun"
    return "mark or other word"


def _source(tokens: Sequence[Token]) -> str:
    if not tokens:
        return "none"
    if len(tokens) == 1 and tokens[0].pos == "PRON":
        return "pronoun"
    return "name" if any(t.pos == "PROPN" for t in tokens) else "role or other noun"


def main() -> None:
    ap = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ap.add_argument("--texts", type=int, default=10_000, help="only the first texts")
    args = ap.parse_args()
    if not SET.exists():
        ap.error(f"{SET} is not there: set DRAGOMAN_SHARED to the folder that holds gold/")
    docs = [json.loads(line) for line in SET.read_text(encoding="utf-8").split("\n") if line][: args.texts]
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    pipeline = Pipeline.open()
    for doc, made in zip(
        docs, pipeline.annotations(Document(d["doc_id"], d["text"], lang="en") for d in docs), strict=True
    ):
        coding = next(iter(pipeline.coder.code([made])))
        wanted = doc["annotations"][0]["attributions"]
        pairs = paired(wanted, coding)
        for number, one in enumerate(wanted):
            for name in ("all", *classes(one, made)):
                row = counts[name]
                row[0] += 1
                row[1] += number in pairs
                row[2] += number in pairs and speaker_right(one, coding, pairs[number])
    print(f"{'class':36} annotated  found  speaker right of found")
    for name, (total, found, right) in sorted(counts.items()):
        print(f"{name:36} {total:9}  {found / total:5.3f}  {right / max(found, 1):5.3f}")


if __name__ == "__main__":
    main()
