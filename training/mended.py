"""What was mended in the first reports since they were annotated.   python training/mended.py [--first FOLDER]

Comes in: the annotations as they were first made (guide's form, ../shared/training/reports), the packed ones of here and
their texts. Goes out: how many events, statements and actors were added or taken out and which fields of the others were
changed, for every third report in the order of their names (these were checked against text and guide) and for the rest.
An event is the same where sentence and trigger are, a statement where its content is, an actor where its key is.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from annotations import REPORTS, Json, packed_reports, unpack
from fetch import SHARED, texts_of

STEP = 3
"""Of the first reports, each third was checked."""
SAME: Mapping[str, Callable[[Json], str]] = {
    "events": lambda e: f"{e['sent']} {_flat(e['trigger'])}",
    "statements": lambda s: _flat([(c["sent"], c["quote"]) for c in s["content"]]),
    "actors": lambda a: str(a["key"]),
}


def _flat(value: object) -> str:
    """As text with blanks for all white space: the packed offsets keep line ends that some first quotations lack."""
    return " ".join(json.dumps(value, sort_keys=True).replace("\\n", " ").split())


def differences(first: Json, now: Json) -> Iterator[tuple[str, str]]:
    """(part, what) for each label added, taken out or changed; a label changed in two fields is told twice."""
    for part, key in SAME.items():
        left = [*first[part]]
        for label in now[part]:
            same = [x for x in left if key(x) == key(label)]
            if not same:
                yield part, "added"
                continue
            before = min(same, key=lambda x: len(_changed(x, label)))
            left.remove(before)
            yield from ((part, field) for field in _changed(before, label))
        yield from ((part, "taken out") for _ in left)


def _changed(before: Json, label: Json) -> list[str]:
    return [field for field in label if _flat(before.get(field)) != _flat(label[field])]


def report(name: str, pairs: list[tuple[Json, Json]]) -> Iterator[str]:
    """Lines on some reports: how many, how many of them differ, and in what."""
    found = [list(differences(*pair)) for pair in pairs]
    sizes = ", ".join(f"{sum(len(first[part]) for first, _ in pairs)} {part}" for part in SAME)
    yield f"{name}: {len(pairs)} reports ({sizes}), {sum(map(bool, found))} of them mended"
    for (part, what), number in sorted(Counter(d for ds in found for d in ds).items()):
        yield f"  {part:10} {what:12} {number}"


def main() -> int:
    """Print both parts; exit status 2 where the first annotations or the texts are missing."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--first", type=Path, default=SHARED / "training" / "reports")
    ap.add_argument("--texts", type=Path, default=SHARED / "corpus")
    args = ap.parse_args()
    for needed in (args.first, args.texts):
        if not needed.exists():
            print(
                f"{needed} does not exist; name the folder with --first or --texts, or set DRAGOMAN_SHARED",
                file=sys.stderr,
            )
            return 2
    packed, texts = {p["id"]: p for p in packed_reports(REPORTS)}, texts_of(args.texts)
    files = sorted(args.first.glob("*.json"))
    pairs = [(json.loads(f.read_text(encoding="utf-8")), unpack(packed[f.stem], texts[f.stem])[0]) for f in files]
    rest = [pair for number, pair in enumerate(pairs) if number % STEP]
    print("\n".join([*report("every third", pairs[::STEP]), *report("the rest", rest)]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
