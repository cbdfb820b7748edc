"""Words that texts share: near-copies among passages, and runs of seven words taken from another set.

Comes in: texts. Goes out: pairs of near-copies with how much they share, and shared runs. Exact shingles, no sampling;
an index of shingles keeps it near linear, since shingles that many passages share are left out of the pairing.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

RUN = 7
"""Words in a row that no passage may share with a set that we measure with."""
COPY = 0.45
"""Share of the shorter passage's runs of three words from which two passages are near-copies."""
FRAME = 0.6
"""The same after names and numbers were blotted out: one template with other names."""
COMMON = 40
"""A shingle in more passages than this pairs nobody; "said on Monday that" is no copy."""
_WORD = re.compile(r"[^\W_]+")
_NAME = re.compile(r"(?:[A-Z][\w'’.-]*|\d[\d.,:]*)(?:\s+(?:[A-Z][\w'’.-]*|\d[\d.,:]*))*")
Shingle = tuple[str, ...]


class Pair(NamedTuple):
    """Two texts that are near-copies."""

    first: str
    second: str
    share: float
    how: str


def words(text: str) -> list[str]:
    """Lower-case words; punctuation parts them."""
    return _WORD.findall(text.lower())


def runs(text: str, length: int) -> Iterator[Shingle]:
    """All runs of `length` words."""
    listed = words(text)
    return zip(*(listed[i:] for i in range(length)), strict=False)


def frame(text: str) -> str:
    """The text with each name and number as one blot; the first word counts as a name where it has a capital."""
    return _NAME.sub("N", text)


def near_copies(texts: Mapping[str, str]) -> list[Pair]:
    """Pairs of ids whose texts share more than `COPY` of their runs of three, or `FRAME` without names."""
    plain = {i: set(runs(t, 3)) for i, t in texts.items()}
    blotted = {i: set(runs(frame(t), 4)) for i, t in texts.items()}
    found = {(a, b): Pair(a, b, share, "words") for a, b, share in _alike(plain, COPY, 4)}
    for a, b, share in _alike(blotted, FRAME, 6):
        found.setdefault((a, b), Pair(a, b, share, "words but for names"))
    return sorted(found.values())


def _alike(shingles: Mapping[str, set[Shingle]], limit: float, least: int) -> Iterator[tuple[str, str, float]]:
    """Pairs that share at least `least` shingles and `limit` of the smaller set."""
    where: dict[Shingle, list[str]] = defaultdict(list)
    for i, own in shingles.items():
        for shingle in own:
            where[shingle].append(i)
    shared: Counter[tuple[str, str]] = Counter()
    for owners in where.values():
        if 1 < len(owners) <= COMMON:
            shared.update((a, b) for k, a in enumerate(owners) for b in owners[k + 1 :])
    for (a, b), count in shared.items():
        share = count / min(len(shingles[a]), len(shingles[b]))
        if count >= least and share >= limit:
            yield a, b, share


def shared_runs(texts: Mapping[str, str], sources: Iterable[tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Ids of texts that share a run of `RUN` words with a source (name, text): the source's name and the run."""
    where: dict[Shingle, list[str]] = defaultdict(list)
    for i, text in texts.items():
        for run in runs(text, RUN):
            where[run].append(i)
    ours = where.keys()
    found: dict[str, tuple[str, str]] = {}
    for name, text in sources:
        for run in ours & set(runs(text, RUN)):
            for i in where[run]:
                found.setdefault(i, (name, " ".join(run)))
    return found


def shared_sets(folder: Path) -> Iterator[tuple[str, str]]:
    """Every text of the sets in ../shared: name of the file, text."""
    paths = [*folder.glob("gold/**/*.jsonl"), *folder.glob("corpus/*.jsonl"), *folder.glob("training/docs.jsonl")]
    for path in sorted(paths):
        with path.open(encoding="utf-8") as file:
            for line in file:
                if line.strip():
                    yield str(path.relative_to(folder)), "\n".join(_strings(json.loads(line)))
    for path in sorted(folder.glob("seed/*.txt")):
        yield str(path.relative_to(folder)), path.read_text(encoding="utf-8")


def _strings(value: object) -> Iterator[str]:
    """All strings in a JSON value that can hold a run; a list of tokens is joined."""
    if isinstance(value, str):
        if value.count(" ") >= RUN - 1:
            yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        if value and all(isinstance(v, str) for v in value):
            yield " ".join(value)
        else:
            yield from (s for inner in value for s in _strings(inner))
