"""Passages and annotated reports as training examples, one form for both.

    python training/convert.py OUT.jsonl [--view examples|pairs] [--from passages|reports|all] [--texts TEXTS.jsonl]
                               [--split train|held-out|all] [FILE.passages ...]

Comes in: passages; packed reports with their texts (fetch.py; by default ../shared/corpus). Goes out: JSONL, a line a
sentence (README.md lists the fields), with its title and the sentence before as context. Every span is
[part, start, end]: part is "text", "before" or "title", offsets count the code points of that part. A party that has no
mention in these parts is told in "elsewhere", so that its absence is not learnt. The pairs view marks one actor and one
recipient of an event in a sentence. It does not tokenise, sample or balance.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fetch
from annotations import REPORTS, full_text, packed_reports
from labelled import Attribution, Json, Labelled, Role, Trigger, Words, of_passage, of_report
from passages import Passage, files
from reading import read

HERE = Path(__file__).resolve().parent
KEPT = 5
"""Every so manieth report is kept from fitting and training: how rules and encoder are believed together is fitted on these."""
HELD_OUT = re.compile(r"statement|denial|claim")
"""Of passage files named so every fifth passage (id ending in 0 or 5) is the held-out test; nothing is trained on it."""


# --- to examples ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Window:
    """A sentence with the parts of its text that stand beside it."""

    parts: Mapping[str, Words]

    def place(self, span: Words | None) -> list[Any] | None:
        """[part, start, end] of a span that lies inside a part, else null."""
        if span is None:
            return None
        for name, part in self.parts.items():
            if part.start <= span.start and span.end <= part.end:
                return [name, span.start - part.start, span.end - part.start]
        return None

    def mention(self, role: Role, mentions: Sequence[Words], near: Words) -> list[Any] | None:
        """Where a party in a role stands: the mention that is labelled, else its mention nearest to `near`, text first."""
        if role.mention:
            return self.place(role.mention)
        for part in self.parts.values():
            inside = [m for m in mentions if part.start <= m.start and m.end <= part.end]
            if inside:
                return self.place(min(inside, key=lambda m: (abs(m.start - near.start), m.start)))
        return None


def examples(labelled: Labelled) -> Iterator[Json]:
    """A line for each sentence; the title is context only, unless it holds a trigger or a statement of its own."""
    previous: Words | None = None
    for number, sentence in enumerate(labelled.sentences):
        is_title = sentence == labelled.title
        parts = {"text": sentence}
        parts |= {"before": previous} if previous else {}
        parts |= {"title": labelled.title} if labelled.title and not is_title else {}
        example = _example(labelled, number, sentence, Window(parts))
        if not is_title or example["triggers"] or example["statements"]:
            yield example
        previous = None if is_title else sentence


def _example(labelled: Labelled, number: int, sentence: Words, window: Window) -> Json:
    texts = {name: labelled.text[part.start : part.end] for name, part in window.parts.items()}
    seen = [[p for m in mentions if (p := window.place(m))] for mentions in labelled.mentions]
    return {
        "id": f"{labelled.id}#{number}",
        "from": labelled.origin,
        **labelled.about,
        "complete": labelled.complete,
        "title": texts.get("title"),
        "before": texts.get("before"),
        "text": texts["text"],
        "parties": [p | {"mentions": m} for p, m in zip(labelled.parties, seen, strict=True) if m],
        "triggers": [_trigger(t, labelled, window) for t in labelled.triggers if _within(t.span, sentence)],
        "statements": [s for a in labelled.attributions if (s := _statement(a, labelled, window, sentence))],
    }


def _trigger(trigger: Trigger, labelled: Labelled, window: Window) -> Json:
    placed = {
        name: [window.mention(r, labelled.mentions[r.party], trigger.span) for r in roles]
        for name, roles in trigger.roles.items()
    }
    return {
        "span": window.place(trigger.span),
        **{k: getattr(trigger, k) for k in ("type", "mode", "status", "background")},
        "contexts": list(trigger.contexts),
        "cue": window.place(trigger.cue),
        **{name: [p for p in spans if p] for name, spans in placed.items()},
        "elsewhere": [name for name, spans in placed.items() if None in spans],
        "time": [p for s in trigger.times if (p := window.place(s))],
        "place": [p for s in trigger.places if (p := window.place(s))],
        "figures": [{"what": w, "min": a, "max": b, "span": window.place(s)} for w, a, b, s in trigger.figures],
    }


def _statement(said: Attribution, labelled: Labelled, window: Window, sentence: Words) -> Json | None:
    """A statement's share in this sentence: its content cut to the sentence, or its cue; null where it has neither."""
    cut = [Words(max(c.start, sentence.start), min(c.end, sentence.end)) for c in said.content]
    content = [window.place(c) for c in cut if c.start < c.end]
    if not content and not (said.cue and _within(said.cue, sentence)):
        return None
    near = said.cue or said.content[0]
    speaker = window.mention(said.speaker, labelled.mentions[said.speaker.party], near) if said.speaker else None
    named = [window.mention(r, labelled.mentions[r.party], near) for r in said.addressees]
    return {
        "kind": said.kind,
        "cue": window.place(said.cue),
        "speaker": speaker,
        "addressees": [p for p in named if p],
        "content": content,
        "elsewhere": [w for w, lost in (("speaker", said.speaker and not speaker), ("cue", said.cue and not window.place(said.cue))) if lost],
    }  # fmt: skip


def _within(span: Words, sentence: Words) -> bool:
    return sentence.start <= span.start and span.end <= sentence.end


def pairs(example: Json) -> Iterator[Json]:
    """For each event with an actor and a recipient in the sentence: the sentence with both marked, type, mode, status."""
    for number, trigger in enumerate(example["triggers"]):
        actors = [s for s in trigger["actors"] if s[0] == "text"]
        recipients = [s for s in trigger["recipients"] if s[0] == "text"]
        if not trigger["recipients"] and len(actors) > 1:
            actors, recipients = actors[:1], actors[1:]  # both sides of a meeting or a deal
        if actors and recipients and (marked := _marked(example["text"], actors[0], recipients[0])):
            kept = {k: trigger[k] for k in ("type", "mode", "status", "background")}
            _, start, end = trigger["span"]
            own = {"id": f"{example['id']}.{number}", "from": example["from"], "marked": marked}
            yield own | kept | {"trigger": example["text"][start:end]}


def _marked(text: str, source: Sequence[Any], target: Sequence[Any]) -> str | None:
    """The text with <s> and <t> around two spans; null where they overlap."""
    (a, b), (c, d) = source[1:], target[1:]
    if a < d and c < b:
        return None
    first, second = sorted([(a, b, "s"), (c, d, "t")])
    (a, b, s), (c, d, t) = first, second
    return f"{text[:a]}<{s}>{text[a:b]}</{s}>{text[b:c]}<{t}>{text[c:d]}</{t}>{text[d:]}"


# --- files ------------------------------------------------------------------------------------------------------------


def held_out(passage: Passage) -> bool:
    """True for the passages that nothing is trained on."""
    return bool(HELD_OUT.search(Path(passage.file).stem)) and passage.id[-1] in "05"


def from_passages(paths: Iterable[Path], split: str = "train") -> Iterator[Labelled]:
    """Passages of files; raises ValueError with all problems where one does not read."""
    for path in paths:
        found, problems = read(path)
        if problems:
            raise ValueError("\n".join(map(str, problems)))
        yield from (of_passage(p) for p in found if split == "all" or held_out(p) == (split == "held-out"))


def kept(number: int) -> bool:
    """True for the reports, by their place in the order of names, that nothing is trained on but fit_both.py."""
    return number % KEPT == 0


def from_reports(place: Path, folder: Path = REPORTS) -> Iterator[Labelled]:
    """Packed reports with their texts; those whose text is missing or another are told on standard error."""
    documents, wrong = fetch.fetched(packed_reports(folder), fetch.texts_of(place))
    print("".join(f"{w}\n" for w in wrong), file=sys.stderr, end="")
    texts = {d["id"]: full_text(d) for d in documents}
    yield from (of_report(p, texts[p["id"]]) for p in packed_reports(folder) if p["id"] in texts)


def main() -> int:
    """Write the examples; exit status 1 where a passage does not read."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("out", type=Path)
    ap.add_argument("files", type=Path, nargs="*")
    ap.add_argument("--view", choices=("examples", "pairs"), default="examples")
    ap.add_argument("--from", dest="source", choices=("passages", "reports", "all"), default="all")
    ap.add_argument("--texts", type=Path, default=fetch.SHARED / "corpus")
    ap.add_argument("--split", choices=("train", "held-out", "all"), default="train")
    args = ap.parse_intermixed_args()
    labelled: list[Labelled] = []
    try:
        if args.source != "reports":
            labelled += from_passages(
                args.files or [p for p in files(HERE / "passages") if p.stem != "sample"], args.split
            )
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    if args.source != "passages" and not args.files and args.texts.exists() and args.split != "held-out":
        labelled += from_reports(args.texts)
    lines = (e for one in labelled for e in examples(one))
    rows = list(lines) if args.view == "examples" else [p for e in lines for p in pairs(e)]
    with args.out.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    print(f"{len(labelled)} texts, {len(rows)} lines", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
