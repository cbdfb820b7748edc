"""Hold training data against its rules.   python training/check.py [FILE or FOLDER ...]

Comes in: passage files and packed reports (default: everything beside this file). Goes out: one line a problem, with file
and line, and a summary; exit status 1 where there is any problem. What is checked:
 - every passage reads without a fault and no id stands twice;
 - every packed report in reports/ keeps the guide's rules (annotations.py);
 - no two passages are near-copies, also not when names are blotted out;
 - no passage shares seven words in a row with a set in ../shared (or $DRAGOMAN_SHARED); skipped with a word where absent;
 - no trigger lemma makes more than 6 % of a type's events in the files given.
It does not know whether a label is right.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import overlap
from lemma import trigger_stem
from passages import Passage, Problem, files
from reading import read

HERE = Path(__file__).resolve().parent
SHARE = 0.06
"""Most that one trigger lemma may make of a type's events ..."""
FEW = 4
"""... but as many as this are always allowed, or a small file could not pass."""


def shared_folder() -> Path:
    """The folder with the sets that we measure with."""
    return Path(os.environ.get("DRAGOMAN_SHARED", HERE.parent.parent / "shared"))


def found_files(given: Sequence[Path]) -> Iterator[Path]:
    """Passage files and packed reports named, or inside the folders named."""
    for path in given or [HERE]:
        if path.is_dir():
            yield from files(path)
            yield from sorted(path.rglob("*.json"))
        else:
            yield path


def twice(passages: Iterable[Passage]) -> Iterator[Problem]:
    """Ids that stand twice, or not in ascending order inside their file."""
    first: dict[str, Passage] = {}
    last: dict[tuple[str, str], str] = {}
    for passage in passages:
        if old := first.get(passage.id):
            yield _at(passage, f"{passage.id} stands already in {old.file}:{old.line}")
        first.setdefault(passage.id, passage)
        prefix = (passage.file, passage.id.rpartition("-")[0])
        if last.get(prefix, "") > passage.id:
            yield _at(passage, f"{passage.id} comes after {last[prefix]}: ids ascend")
        last[prefix] = passage.id


def copies(passages: Sequence[Passage]) -> Iterator[Problem]:
    """Near-copies, reported at the later of the two."""
    known = {p.id: p for p in passages}
    order = {p.id: n for n, p in enumerate(passages)}
    for first, second, share, how in overlap.near_copies({p.id: p.text for p in passages}):
        early, late = sorted((known[first], known[second]), key=lambda p: order[p.id])
        yield _at(late, f"near-copy of {early.id} ({early.file}:{early.line}): {share:.0%} of its {how} are shared")


def taken(passages: Sequence[Passage], shared: Path) -> Iterator[Problem]:
    """Passages that share a run of words with a set in ../shared."""
    found = overlap.shared_runs({p.id: p.text for p in passages}, overlap.shared_sets(shared))
    for passage in passages:
        if passage.id in found:
            name, run = found[passage.id]
            yield _at(passage, f'{overlap.RUN} words in a row stand in {name} too: "{run}"')


def worn(passages: Iterable[Passage]) -> Iterator[Problem]:
    """Trigger lemmas that make too much of a type, reported at the first event over the limit."""
    by_type: Mapping[str, list[tuple[str, Passage, str, int]]] = defaultdict(list)
    for passage in passages:
        for event in passage.events:
            words = passage.words(event.key)
            by_type[event.type].append((trigger_stem(words), passage, words, event.line))
    for kind, rows in sorted(by_type.items()):
        limit = max(FEW, int(SHARE * len(rows)))
        for lemma, count in Counter(row[0] for row in rows).most_common():
            if count > limit:
                _, passage, words, line = [row for row in rows if row[0] == lemma][limit]
                message = f'"{words}": its lemma makes {count} of {len(rows)} {kind} events; {limit} are allowed'
                yield Problem(passage.file, line, message)


def reports(paths: Sequence[Path]) -> Iterator[Problem]:
    """What is wrong with packed reports."""
    if paths:
        import annotations

        yield from (Problem(str(path), 1, message) for path in paths for message in annotations.faults(path))


def _at(passage: Passage, message: str) -> Problem:
    return Problem(passage.file, passage.line, message)


def check(given: Sequence[Path], shared: Path) -> tuple[list[Passage], list[Problem], list[str]]:
    """Passages, problems and remarks (what was left out)."""
    passages: list[Passage] = []
    problems: list[Problem] = []
    packed: list[Path] = []
    for path in found_files(given):
        if path.suffix == ".json":
            packed.append(path)
            continue
        found, wrong = read(path)
        passages += found
        problems += wrong
    problems += [*twice(passages), *copies(passages), *worn(passages), *reports(packed)]
    remarks = [f"{len(packed)} reports"] if packed else []
    if shared.is_dir():
        problems += taken(passages, shared)
    else:
        remarks.append(f"{shared} is absent: runs shared with other sets were not looked for")
    return passages, problems, remarks


def main() -> int:
    """Print the problems and a summary."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("paths", type=Path, nargs="*", metavar="FILE")
    args = ap.parse_args()
    passages, problems, remarks = check(args.paths, shared_folder())
    for problem in problems:
        print(problem)
    events = Counter(e.type for p in passages for e in p.events)
    kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(events.items()))
    statuses = Counter(e.status for p in passages for e in p.events)
    print(f"{len(passages)} passages, {sum(events.values())} events ({kinds})", file=sys.stderr)
    print("status: " + ", ".join(f"{s} {n}" for s, n in statuses.most_common()), file=sys.stderr)
    said, negatives = sum(len(p.statements) for p in passages), sum(bool(p.negative) for p in passages)
    print(
        "; ".join([f"{said} statements, {negatives} negatives", *remarks, f"{len(problems)} problems"]), file=sys.stderr
    )
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
