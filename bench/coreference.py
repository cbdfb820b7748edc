"""Score coreference on GUM's news texts against chains made by equal strings alone.

Comes in: gum/news.jsonl (tokens, and entities with groups). Goes out: MUC, B3, CEAF-phi4 and CoNLL F1 of dragoman and of the
baseline, over the same mentions. Key: every group of persons or organisations that is mentioned twice or more, by name,
role or pronoun. A found mention is a key mention if it lies inside its words and holds its head; one that is a place or a
thing in the key is left out, one that aligns with nothing counts against precision. Groups of one mention are left out on
both sides, as in CoNLL 2012. The baseline joins names and roles of
the same words (case, article and possessive aside) and leaves pronouns alone.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from chains import METRICS, NONE, Counts, conll
from dragoman.model import Annotation, Document, Mention
from dragoman.pipeline import Pipeline

ACTORS = frozenset({"person", "organization"})


class KeyMention(NamedTuple):
    """Code points of a key mention and of its head."""

    start: int
    end: int
    head: tuple[int, int]
    group: str
    type: str


def load(path: Path) -> Iterator[tuple[Document, list[KeyMention]]]:
    """Each text with its key mentions; the first sentence is the heading."""
    for row in map(json.loads, filter(str.strip, path.open(encoding="utf-8"))):
        text, spans = "", []
        for number, sentence in enumerate(row["sentences"]):
            for token, space in zip(sentence["tokens"], sentence["space_after"], strict=True):
                spans.append((len(text), len(text) + len(token)))
                text += token + (" " if space else "")
            text = text.rstrip() + ("\n\n" if number == 0 else " ")
        day = re.fullmatch(r"\d{4}-\d\d-\d\d", row["date"] or "")
        document = Document(row["doc_id"], text.rstrip(), published=date.fromisoformat(row["date"]) if day else None)
        yield document, [key_mention(e, spans) for e in row["entities"]]


def key_mention(entity: dict[str, Any], words: Sequence[tuple[int, int]]) -> KeyMention:
    """Tokens are numbered through the text, half-open; `minspan` gives the head's tokens inside the mention, from 1."""
    first, last = entity["start"], entity["end"] - 1
    inside = [first + int(n) - 1 for n in re.findall(r"\d+", entity["minspan"] or "")] or [last]
    head = words[min(inside)][0], words[min(max(inside), last)][1]
    return KeyMention(words[first][0], words[last][1], head, entity["group"], entity["type"])


def aligned(found: Sequence[Mention], key: Sequence[KeyMention]) -> list[Hashable]:
    """For each found mention the number of its key mention, the shortest that fits, or a name of its own."""
    free = set(range(len(key)))
    names: list[Hashable] = []
    for k, m in enumerate(found):
        fits = [n for n in free if key[n].start - 4 <= m.span.start and m.span.end <= key[n].end + 2]
        fits = [n for n in fits if m.span.start <= key[n].head[1] - 1 and key[n].head[0] < m.span.end]
        best = min(fits, key=lambda n: (key[n].end - key[n].start, n), default=None)
        free.discard(-1 if best is None else best)
        names.append(f"unmatched {k}" if best is None else best)
    return names


def chains(names: Iterable[tuple[Hashable, Hashable]]) -> list[set[Hashable]]:
    """Mentions by chain, without chains of one."""
    found: defaultdict[Hashable, set[Hashable]] = defaultdict(set)
    for chain, mention in names:
        found[chain].add(mention)
    return [c for c in found.values() if len(c) > 1]


def by_string(mention: Mention) -> Hashable:
    """The baseline's chain."""
    if mention.form == "pronoun":
        return mention.span
    return re.sub(r"^(the|a|an) |['’]s?$", "", (mention.name or mention.span.text).casefold())


def main() -> None:
    ap = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ap.add_argument("file", type=Path)
    args = ap.parse_args()
    texts = list(load(args.file))
    totals = {who: dict.fromkeys(METRICS, NONE) for who in ("same string", "dragoman")}
    for (_, key), made in zip(texts, Pipeline.open().annotations([d for d, _ in texts]), strict=True):
        add(totals, key, made)
    print(f"{len(texts)} texts, groups of persons and organisations with two mentions or more")
    for who, counts in totals.items():
        parts = "  ".join(f"{name} {counts[name].f1:.3f}" for name in METRICS)
        print(f"{who:12} CoNLL F1 {conll(counts):.3f}   {parts}")
    print(f"gain {conll(totals['dragoman']) - conll(totals['same string']):+.3f}")


def add(totals: dict[str, dict[str, Counts]], key: Sequence[KeyMention], made: Annotation) -> None:
    """Add the counts of one text."""
    found = [m for m in made.mentions if m.entity >= 0]
    pairs = list(zip(found, aligned(found, key), strict=True))
    kept = [(m, n) for m, n in pairs if not isinstance(n, int) or key[n].type in ACTORS]
    found, names = [m for m, _ in kept], [n for _, n in kept]
    truth = chains((m.group, n) for n, m in enumerate(key) if m.type in ACTORS)
    answers = {"dragoman": [m.entity for m in found], "same string": [by_string(m) for m in found]}
    for who, numbers in answers.items():
        response = chains(zip(numbers, names, strict=True))
        for name, metric in METRICS.items():
            totals[who][name] = totals[who][name].plus(metric(truth, response))


if __name__ == "__main__":
    main()
