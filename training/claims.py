"""Score who asserts and who denies what on the written constellations.   python training/claims.py [--part dev|held-out] [--misses]

Comes in: the passages of statements.passages and denials.passages, coded by the program as it is. Goes out: precision, recall
and F1 of `asserted_by` and `denied_by`, and of the statements. Nothing may be tuned on the held-out fifth (convert.held_out),
so its misses are never printed.

An event is paired as in gold/score.py: same type and overlapping trigger, else same sentence and a shared participant. Every
coded and every labelled party counts, those of unpaired events too. A coded party is the labelled one whose marks its
mentions share most with.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from convert import HELD_OUT, held_out
from dragoman.model import Coding, Document, Slot, Span
from dragoman.pipeline import Pipeline
from passages import Event, Passage, Said, files
from reading import read

PASSAGES = Path(__file__).resolve().parent / "passages"
ROLES = ("asserted_by", "denied_by")
ALIKE = 0.5
"""Share of the characters that two contents must have in common to be one statement, as in gold/score.py."""


@dataclass(slots=True)
class Tally:
    """Hits, coded and labelled by row."""

    rows: dict[str, list[int]] = field(default_factory=dict)

    def add(self, row: str, hits: int, coded: int, labelled: int) -> None:
        counts = self.rows.setdefault(row, [0, 0, 0])
        for n, value in enumerate((hits, coded, labelled)):
            counts[n] += value

    def lines(self) -> Iterator[str]:
        yield f"{'':34} {'P':>6} {'R':>6} {'F1':>6}   hits/coded/labelled"
        for row, (hits, coded, labelled) in self.rows.items():
            p, r = hits / max(coded, 1), hits / max(labelled, 1)
            yield f"{row:34} {p:6.3f} {r:6.3f} {2 * p * r / max(p + r, 1e-9):6.3f}   {hits}/{coded}/{labelled}"


class Judged:
    """One passage beside its coding; parties are known by the first key of their marks."""

    def __init__(self, passage: Passage, coding: Coding) -> None:
        self.passage, self.coding = passage, coding
        self.marks = {m.key: (m.start, m.end) for m in passage.marks}
        self.who = {a.id: self._best(a.mentions) for a in coding.actors}
        self.pairs = dict(self._paired())

    def parties(self, slots: Iterable[Slot]) -> set[str]:
        """The labelled parties that slots name: by the words of the slot, else by the other mentions of its actor."""
        return {self._best([s.span]) or self.who.get(s.actor) or f"?{s.span.text}" for s in slots}

    def labelled(self, keys: Iterable[str]) -> set[str]:
        """The parties that keys of marks stand for."""
        return {p.keys[0] for k in keys if (p := self.passage.party(k))}

    def _best(self, spans: Iterable[Span]) -> str | None:
        """The party whose marks are most like these spans."""
        worth: Counter[str] = Counter()
        for span in spans:
            for party in self.passage.parties:
                shares = [_alike((span.start, span.end), self.marks[k]) for k in party.keys]
                worth[party.keys[0]] += round(1000 * max(shares, default=0.0))
        best = max(worth, key=lambda k: worth[k], default=None)
        return best if best and worth[best] else None

    def _paired(self) -> Iterator[tuple[int, int]]:
        """Pairs of a labelled and a coded event, both by number; the surest first."""
        ranked = sorted(
            ((self._worth(g, c), -g, -c) for g in range(len(self.passage.events)) for c in range(len(self.coding.events))),
            reverse=True,
        )  # fmt: skip
        left, right = set[int](), set[int]()
        for worth, g, c in ranked:
            if worth > 0 and -g not in left and -c not in right:
                left.add(-g), right.add(-c)
                yield -g, -c

    def _worth(self, g: int, c: int) -> int:
        labelled, coded = self.passage.events[g], self.coding.events[c]
        if labelled.type != coded.type:
            return 0
        wanted = self.labelled((*labelled.actors, *labelled.recipients))
        shared = len(wanted & self.parties((*coded.actors, *coded.recipients)))
        start, end = self.marks[labelled.key]
        if start < coded.trigger.end and coded.trigger.start < end:
            return 10 + shared
        inside = coded.sentence.start <= start < coded.sentence.end
        return 5 + shared if inside and (shared or not wanted) else 0


def _alike(a: tuple[int, int], b: tuple[int, int]) -> float:
    common = min(a[1], b[1]) - max(a[0], b[0])
    return max(common, 0) / (max(a[1], b[1]) - min(a[0], b[0]))


def _claims(judged: Judged, tally: Tally) -> Iterator[str]:
    """Count the claims of a passage; yields a line for each that is wrong."""
    events: Sequence[Event] = judged.passage.events
    for role in ROLES:
        wanted = [judged.labelled(e.asserted if role == "asserted_by" else e.denied) for e in events]
        made = [judged.parties(getattr(e, role)) for e in judged.coding.events]
        hits = sum(len(wanted[g] & made[c]) for g, c in judged.pairs.items())
        tally.add(f"claims: {role}", hits, sum(map(len, made)), sum(map(len, wanted)))
        coded_of, labelled_of = judged.pairs, {c: g for g, c in judged.pairs.items()}
        for g, keys in enumerate(wanted):
            got = made[coded_of[g]] if g in coded_of else None
            if keys - (got or set()):
                yield f"  missed {role} {events[g].type} {judged.passage.words(events[g].key)!r} by {keys}, coded {got}"
        for c, keys in enumerate(made):
            extra = keys - (wanted[labelled_of[c]] if c in labelled_of else set())
            if extra:
                event = judged.coding.events[c]
                state = events[labelled_of[c]].status if c in labelled_of else "unpaired"
                yield f"  extra  {role} {event.type} {event.trigger.text!r} ({event.status}; labelled: {state}) by {extra}"


def _statements(judged: Judged, tally: Tally) -> Iterator[str]:
    """Count the statements of a passage; yields a line for each that is wrong."""
    labelled: Sequence[Said] = judged.passage.statements
    spans = [{i for piece in s.content for i in range(piece.start, piece.end)} for s in labelled]
    made = [{i for piece in s.content for i in range(piece.start, piece.end)} for s in judged.coding.statements]
    ranked = sorted(
        ((len(a & b) / len(a | b), -g, -c) for g, a in enumerate(spans) for c, b in enumerate(made)), reverse=True
    )
    pairs: dict[int, int] = {}
    for worth, g, c in ranked:
        if worth >= ALIKE and -g not in pairs and -c not in pairs.values():
            pairs[-g] = -c
    right = 0
    for g, said in enumerate(labelled):
        found = judged.coding.statements[pairs[g]] if g in pairs else None
        wanted = judged.labelled([said.speaker] if said.speaker else [])
        got = judged.parties([found.speaker] if found and found.speaker else [])
        right += found is not None and wanted == got
        if found is None or wanted != got:
            words = " | ".join(judged.passage.text[p.start : p.end] for p in said.content)
            yield f"  missed statement {words!r} by {wanted or None}, coded {'nothing' if found is None else got or None}"
    for c, said in enumerate(judged.coding.statements):
        if c not in pairs.values():
            yield f"  extra  statement {' | '.join(p.text for p in said.content)!r} by {judged.parties([said.speaker] if said.speaker else [])}"
    tally.add("statements: content", len(pairs), len(made), len(labelled))
    tally.add("statements: content and speaker", right, len(made), len(labelled))


def score(pipeline: Pipeline, passages: Sequence[Passage]) -> tuple[Tally, list[str]]:
    """Code passages and count; the second value tells each miss below its text."""
    tally, misses = Tally(), list[str]()
    documents = [Document(p.id, p.text, p.text[: p.title_end] or None, lang="en") for p in passages]
    for passage, coding in zip(passages, pipeline.code(documents), strict=True):
        judged = Judged(passage, coding)
        wrong = [*_claims(judged, tally), *_statements(judged, tally)]
        if wrong:
            misses += ["", f"= {passage.id}  {passage.text}", *wrong]
    return tally, misses


def main() -> None:
    ap = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ap.add_argument("--part", choices=["dev", "held-out"], default="dev", help="four fifths, or the fifth set aside")
    ap.add_argument("--misses", action="store_true", help="print what is wrong (dev only)")
    ap.add_argument("--file", help="only files with this in their names: denials, statements")
    args = ap.parse_args()
    if args.misses and args.part == "held-out":
        ap.error("nobody looks at the misses of the held-out part: leave --misses out")
    chosen = [f for f in files(PASSAGES) if HELD_OUT.search(f.stem) and (args.file or "") in f.stem]
    found = [p for f in chosen for p in read(f)[0] if held_out(p) == (args.part == "held-out")]
    if not found:
        ap.error(f"no passages in files named {args.file!r}: use denials or statements")
    tally, misses = score(Pipeline.open(), found)
    print(f"{len(found)} passages of {', '.join(f.name for f in chosen)}, part {args.part}")
    print(*tally.lines(), sep="\n")
    if args.misses:
        print(*misses, sep="\n")


if __name__ == "__main__":
    main()
