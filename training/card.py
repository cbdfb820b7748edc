"""Write the data card.   python training/card.py [--out CARD.md] [--no-parse]

Comes in: all passages, all packed reports (their texts from ../shared/corpus or --texts, else the reports are only
counted). Goes out: CARD.md, counts alone; it does not judge. Constructions and frames need dragoman's parser (a minute
for 7,000 passages); --no-parse leaves them out.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import fetch
import labels
from convert import from_reports, held_out
from labelled import Labelled, Trigger, of_passage
from lemma import trigger_stem
from passages import Passage, files
from reading import read

HERE = Path(__file__).resolve().parent
BINS = (8, 15, 25, 40, 60, 100)
Row = Sequence[object]


def table(head: Sequence[str], rows: Iterable[Row]) -> list[str]:
    """A Markdown table."""
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    return [*lines, *(f"| {' | '.join(map(str, r))} |" for r in rows), ""]


def share(part: int, whole: int) -> str:
    """A part in percent."""
    return f"{100 * part / whole:.1f} %" if whole else "-"


def counted(values: Iterable[str], head: str, most: int = 40) -> list[str]:
    """A table of values with their counts and shares, the commonest first."""
    counts = Counter(values)
    total = sum(counts.values())
    rows = [(value, n, share(n, total)) for value, n in counts.most_common(most)]
    rest = total - sum(int(r[1]) for r in rows)
    return table((head, "n", "share"), [*rows, *([("others", rest, share(rest, total))] if rest else [])])


def triggers(texts: Iterable[Labelled]) -> list[Trigger]:
    """All events of texts."""
    return [t for text in texts for t in text.triggers]


# --- parts of the card ------------------------------------------------------------------------------------------------


def overview(passages: Sequence[Passage], written: Sequence[Labelled], reports: Sequence[Labelled]) -> list[str]:
    """Sizes."""
    own, their = triggers(written), triggers(reports)
    rows: list[Row] = [
        ("texts", len(written), len(reports)),
        ("sentences", *(sum(len(t.sentences) for t in part) for part in (written, reports))),
        ("events", len(own), len(their)),
        ("events that are not happened", *(sum(t.status != "happened" for t in part) for part in (own, their))),
        ("events told as background", *(sum(bool(t.background) for t in part) for part in (own, their))),
        ("events with an asserting or denying party", *(sum(bool(t.roles["asserted"] or t.roles["denied"]) for t in part) for part in (own, their))),
        ("events with a time, a place, a figure", *(" ".join(str(sum(bool(x) for x in part)) for part in ([t.times for t in p], [t.places for t in p], [t.figures for t in p])) for p in (own, their))),
        ("statements", *(sum(len(t.attributions) for t in part) for part in (written, reports))),
        ("texts without an event", *(sum(not t.triggers for t in part) for part in (written, reports))),
        ("held out, never trained on", sum(map(held_out, passages)), 0),
        ("labelled in part only (were pairs before)", sum(p.partial for p in passages), 0),
    ]  # fmt: skip
    return table(("", "passages", "reports"), rows)


def by_type(written: Sequence[Labelled], reports: Sequence[Labelled]) -> list[str]:
    """Type by status, then modes."""
    own, their = triggers(written), triggers(reports)
    grid = Counter((t.type, t.status) for t in own)
    rows = []
    for kind in labels.MODES:
        cells = [grid[kind, s] for s in labels.STATUSES]
        rows.append((kind, *cells, sum(cells), sum(t.type == kind for t in their)))
    totals = [sum(grid[k, s] for k in labels.MODES) for s in labels.STATUSES]
    out = table(("type", *labels.STATUSES, "passages", "reports"), [*rows, ("all", *totals, len(own), len(their))])
    modes = Counter((t.type, t.mode) for t in own)
    known = [(k, [(m or "-", modes[k, m]) for m in (None, *labels.MODES[k])]) for k in labels.MODES]
    return [*out, *table(("type", "modes in passages"), [(k, ", ".join(f"{m} {n}" for m, n in ms)) for k, ms in known])]


def lemmas(written: Sequence[Labelled]) -> list[str]:
    """Distinct trigger lemmas of each type, and the commonest with their share."""
    words: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for text in written:
        for t in text.triggers:
            shown = text.text[t.span.start : t.span.end].lower()
            words[t.type][trigger_stem(shown)][shown] += 1
    rows = []
    for kind, stems in sorted(words.items()):
        total = sum(sum(c.values()) for c in stems.values())
        common = sorted(stems.values(), key=lambda c: -sum(c.values()))[:8]
        named = ", ".join(f"{c.most_common(1)[0][0]} {share(sum(c.values()), total)}" for c in common)
        rows.append((kind, total, len(stems), named))
    return table(("type", "events", "distinct lemmas", "commonest"), rows)


def order(written: Sequence[Labelled]) -> list[str]:
    """How often the recipient stands before the actor, of events that have both."""
    both = before = 0
    for t in triggers(written):
        spans = [[r.mention.start for r in t.roles[role] if r.mention] for role in ("actors", "recipients")]
        if all(spans):
            both += 1
            before += min(spans[1]) < min(spans[0])
    return [f"Recipient before actor: {before} of {both} events that have both ({share(before, both)}).", ""]


def lengths(written: Sequence[Labelled]) -> list[str]:
    """Words of a passage."""
    sizes = sorted(len(t.text.split()) for t in written)
    if not sizes:
        return []
    edges = [0, *BINS, 10**6]
    rows = [
        (f"{low + 1} to {high}" if high < 10**6 else f"over {low}", n := sum(low < s <= high for s in sizes), share(n, len(sizes)))
        for low, high in pairwise(edges)
    ]  # fmt: skip
    several = sum(len(t.sentences) > 1 for t in written)
    note = f"Median {statistics.median(sizes):.0f} words, longest {sizes[-1]}; {share(several, len(sizes))} have several sentences."
    return [note, "", *table(("words", "n", "share"), rows)]


def statements(passages: Sequence[Passage], reports: Sequence[Labelled]) -> list[str]:
    """Statements by kind and pattern."""
    said = [(s, p) for p in passages for s in p.statements]
    kinds = Counter(s.kind for s, _ in said)
    theirs = Counter(a.kind for t in reports for a in t.attributions)
    rows: list[Row] = [(k, kinds[k], theirs[k]) for k in labels.SAID_KINDS]
    inside = sum(
        any(o is not s and q.start <= c.start and c.end <= q.end and (q.start, q.end) != (c.start, c.end)
            for o in p.statements for q in o.content for c in s.content)
        for s, p in said
    )  # fmt: skip
    rows += [
        ("in several pieces", sum(len(s.content) > 1 for s, _ in said), ""),
        (
            "over several paragraphs",
            sum(len({p.text.count("\n\n", 0, c.start) for c in s.content}) > 1 for s, p in said),
            "",
        ),
        ("nested in another", inside, ""),
        ("speaker unknown", sum(s.speaker is None for s, _ in said), ""),
        ("without a cue", sum(s.cue is None for s, _ in said), ""),
        ("with an addressee", sum(bool(s.addressees) for s, _ in said), ""),
    ]
    return table(("statements", "passages", "reports"), rows)


def regions(named: Sequence[str]) -> list[str]:
    """Countries and regions of the blocks' heads, and how many are the two that news in English is full of."""
    given = [r for r in named if r != "-"]
    anglo = sum(
        r in ("United States", "USA", "US", "United Kingdom", "UK", "Britain", "England", "Scotland", "Wales")
        for r in given
    )
    note = f"{len(set(given))} regions in {len(given)} passages that name one; USA and United Kingdom: {share(anglo, len(given))}."
    return [note, "", *counted(given, "country or region", 60)]


def constructions(written: Sequence[Labelled]) -> list[str]:
    """Constructions of triggers and how many frames each type has, by the parser."""
    from constructions import NAMES, readings

    found: Counter[str] = Counter()
    frames: dict[str, Counter[str]] = defaultdict(Counter)
    for text, read_ in readings(written):
        for trigger, reading in zip(text.triggers, read_, strict=True):
            found[reading.construction] += 1
            frames[trigger.type][reading.frame] += 1
    total = sum(found.values())
    out = table(
        ("construction of the trigger", "n", "share"), [(NAMES[k], found[k], share(found[k], total)) for k in NAMES]
    )
    rows = [(k, len(c), ", ".join(f"{f} {n}" for f, n in c.most_common(4))) for k, c in sorted(frames.items())]
    return [*out, *table(("type", "distinct frames", "commonest (actor + recipient)"), rows)]


def gaps(written: Sequence[Labelled]) -> list[str]:
    """What is thin, by count."""
    own = triggers(written)
    modes = Counter((t.type, t.mode) for t in own)
    grid = Counter((t.type, t.status) for t in own)
    thin = [f"{k} {m} ({modes[k, m]})" for k, ms in labels.MODES.items() for m in ms if modes[k, m] < 10]
    empty = [f"{k} {s} ({grid[k, s]})" for k in labels.MODES for s in labels.STATUSES if grid[k, s] < 5]
    return [
        f"- Modes with fewer than 10 events: {', '.join(thin) or 'none'}.",
        f"- Types with fewer than 5 events of a status: {', '.join(empty) or 'none'}.",
        *KNOWN_GAPS,
        "",
    ]


KNOWN_GAPS = (
    "- One writer, a language model, has written and labelled the passages: their words are more even and their labels more",
    "  certain than a newspaper's, and its mistakes repeat. No person has labelled anything here.",
    "- The first 1,083 passages carry one event each; other events in them are not labelled; no background is known there,",
    "  and the parties' country, sector and kind were filled by rule and looked through once.",
    "- Most passages are short (see Length): coreference over many sentences is in `gaps-long` and the reports.",
    "- The reports are Wikinews of 2019 and 2020, annotated once (see the README for what was read twice).",
    "- Acts are invented, though states, organisations and offices are real: no passage is evidence of anything.",
)

ABOUT = """# Data card

Written by `training/card.py`; do not edit by hand.

**What it is.** Passages of news text written one by one for this project, with events (type, mode, status, background,
participants, asserting and denying party, time, place, figures) and statements (speaker, cue, content) as spans; and
offsets with labels for Wikinews reports, whose texts are not in here. The rule book is the annotation guide.

**Who made it.** A language model, Claude, in sessions of this project: it wrote and labelled the passages, and annotated the
reports. No person has labelled them. Nothing was taken from a text that we may not use; `check.py` holds every passage
against the sets we measure with (no run of seven words is shared) and against the others (no near-copies).

**Licence.** Passages: Apache-2.0, as the repository. Offsets and labels of the reports: CC BY 4.0; the reports' texts are
Wikinews, CC BY 2.5, and are brought back by `fetch.py`.
"""


# --- the whole --------------------------------------------------------------------------------------------------------


def card(passages: Sequence[Passage], reports: Sequence[Labelled], parse: bool) -> str:
    """The text of CARD.md."""
    written = [of_passage(p) for p in passages]
    field: Callable[[str], list[str]] = lambda name: [str(getattr(p, name)) for p in passages]  # noqa: E731
    neighbours = (
        n.removeprefix("neighbour:").split(";")[0].strip()
        for p in passages
        for n in p.notes
        if n.startswith("neighbour:")
    )
    sections: Mapping[str, list[str]] = {
        "Size": overview(passages, written, reports),
        "Types, modes, statuses": by_type(written, reports),
        "Triggers": lemmas(written),
        "Order": order(written),
        "Constructions": constructions(written) if parse else ["Not counted in this run (--no-parse).", ""],
        "Length": lengths(written),
        "Statements": statements(passages, reports),
        "Negatives": counted(
            (k.strip() for p in passages if p.negative for k in p.negative.split(",")), "passages without an event"
        ),
        "Neighbours": counted(neighbours, "types kept apart by a small word", 25),
        "Registers": counted((r.lower() for r in field("register")), "register", 30),
        "Decades": counted((w[:3] + "0s" if w != "-" else "not given" for w in field("when")), "decade"),
        "Regions": regions(field("region")),
        "Known gaps": gaps(written),
    }
    return "\n".join([ABOUT, *(line for name, lines in sections.items() for line in (f"## {name}", "", *lines))])


def main() -> int:
    """Write the card; exit status 1 where a passage does not read."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--out", type=Path, default=HERE / "CARD.md")
    ap.add_argument("--texts", type=Path, default=fetch.SHARED / "corpus")
    ap.add_argument("--no-parse", dest="parse", action="store_false")
    args = ap.parse_args()
    passages: list[Passage] = []
    for path in files(HERE / "passages"):
        if path.stem != "sample":
            found, problems = read(path)
            passages += found
            print("".join(f"{p}\n" for p in problems), file=sys.stderr, end="")
    reports = list(from_reports(args.texts)) if args.texts.exists() else []
    args.out.write_text(card(passages, reports, args.parse), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
