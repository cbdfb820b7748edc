"""The inline format read: blocks of text lines, then actor, event, said and note lines.

Comes in: the text of a `.passages` file. Goes out: passages without a fault, and a problem with its line for each fault.
A faulty passage is left out; reading goes on with the next.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

import labels
from marks import KEY, Mark, read_marks
from passages import Event, Figure, Party, Passage, Piece, Problem, Said
from soundness import faults

HEADER = re.compile(r"= ([a-z][a-z0-9]*-\d{4}) \| (\S.*?) ((?:19|20)\d\d|(?:19|20)\d0s|-) (\S.*)")
LABEL = re.compile(r"(actor|event|said|note)(?: |$)")
_RANGE = re.compile(r"(\d+)(?:(\.\.)(\d*))?")
_FIELD = re.compile(r'(?:[^;"]|"(?:[^"\\]|\\.)*")+')
_ITEM = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s"]+|"')
Report = Callable[[int, str], None]


class Line(NamedTuple):
    """A line with its number in the file, counted from 1."""

    number: int
    words: str


def read(path: Path) -> tuple[list[Passage], list[Problem]]:
    """Read one file; raises OSError or UnicodeDecodeError where it cannot be read."""
    return parse(path.read_text(encoding="utf-8"), str(path))


def parse(text: str, file: str = "passages") -> tuple[list[Passage], list[Problem]]:
    """Passages of a file's text, and all problems in the order of their lines."""
    passages: list[Passage] = []
    problems: list[Problem] = []
    for block in _blocks(text):
        if block[0].words.startswith("= ") or not all(line.words.startswith("#") for line in block):
            found, wrong = _passage(block, file)
            problems += wrong
            passages += [found] if found and not wrong else []
    return passages, sorted(problems, key=lambda p: p.line)


def _blocks(text: str) -> list[list[Line]]:
    """Runs of lines that are not blank; a block of lines with "#" alone is a comment."""
    blocks: list[list[Line]] = [[]]
    for number, words in enumerate(text.split("\n"), 1):
        if not words.strip():
            blocks.append([])
        else:
            blocks[-1].append(Line(number, words.rstrip()))
    return [b for b in blocks if b]


def _passage(block: Sequence[Line], file: str) -> tuple[Passage | None, list[Problem]]:
    problems: list[Problem] = []

    def report(number: int, message: str) -> None:
        problems.append(Problem(file, number, message))

    first = block[0]
    header = HEADER.fullmatch(first.words)
    if not header:
        report(first.number, f'"{first.words[:40]}": a passage begins with "= id-0001 | register year region"')
        return None, problems
    count = next((i for i, line in enumerate(block) if i and LABEL.match(line.words)), len(block))
    text, title_end, marks = _text(block[1:count], report)
    if count == 1:
        report(first.number, "no text")
    parties: list[Party] = []
    events: list[Event] = []
    said: list[Said] = []
    notes: list[str] = []
    for line in block[count:]:
        word, _, rest = line.words.partition(" ")
        here = partial(report, line.number)
        if word == "actor":
            parties += _party(rest, here)
        elif word == "event":
            events += _event(rest, line.number, here)
        elif word == "said":
            said += _said(rest, text, marks, line.number, here)
        elif word == "note" and rest.strip():
            notes.append(rest.strip())
        else:
            here(f'"{line.words[:30]}": actor, event, said or note is needed here; all text lines stand before them')
    passage = Passage(
        header[1], header[2], header[3], header[4], text, title_end, tuple(marks), tuple(parties),
        _with_figure_marks(events, parties, said, marks), tuple(said), tuple(notes), file, first.number,
    )  # fmt: skip
    problems += [Problem(file, number, message) for number, message in faults(passage)]
    return passage, problems


def _text(lines: Sequence[Line], report: Report) -> tuple[str, int, list[Mark]]:
    """The plain text, the end of its title, and the marks."""
    paragraphs: list[str] = []
    marks: list[Mark] = []
    offset = title_end = 0
    for i, line in enumerate(lines):
        words = line.words
        if words.startswith("# ") and i == 0:
            words = words[2:]
        elif words.startswith(("#", "=")):
            report(line.number, "a title stands first, with '# '; '=' begins a passage after a blank line")
        plain, found, wrong = read_marks(words, offset)
        if "  " in plain or plain != plain.strip():
            wrong.append("two blanks in a row, or a blank at an end of the line")
        for message in wrong:
            report(line.number, message)
        keys = {m.key for m in marks}
        for mark in found:
            if mark.key in keys:
                report(line.number, f"key {mark.key} is marked twice")
            keys.add(mark.key)
        marks += found
        paragraphs.append(plain)
        if line.words.startswith("# ") and i == 0:
            title_end = len(plain)
        offset += len(plain) + 2
    return "\n\n".join(paragraphs), title_end, marks


def _fields(rest: str) -> list[tuple[str, list[str]]]:
    """Fields of a line, parted by ";": each its first word and the others; quoted words stay whole."""
    items = (_ITEM.findall(f) for f in _FIELD.findall(rest))
    return [(i[0], i[1:]) for i in items if i]


def _party(rest: str, report: Callable[[str], None]) -> list[Party]:
    head, *others = _fields(rest) or [("", [])]
    keys = tuple(k for k in (head[0], *head[1]) if k != "=")
    given = {name: " ".join(value) for name, value in others}
    if len(given) != len(others) or set(given) != {"country", "sector", "kind"}:
        report("an actor line is: actor KEY [= KEY ...]; country XXX or -; sector CODE; kind KIND")
        return []
    if given["country"] != "-" and given["country"] not in labels.COUNTRIES:
        report(f"country {given['country']}: ISO alpha-3 or - is needed")
    if given["sector"] not in labels.SECTORS:
        report(f"sector {given['sector']} is not one of {' '.join(labels.SECTORS)}")
    if given["kind"] not in labels.KINDS:
        report(f"kind {given['kind']} is not one of {' '.join(labels.KINDS)}")
    return [Party(keys, None if given["country"] == "-" else given["country"], given["sector"], given["kind"])]


def _event(rest: str, number: int, report: Callable[[str], None]) -> list[Event]:
    head = [part.strip() for part in rest.split(";")[:4]]
    if len(head) < 4 or not KEY.fullmatch(head[0]):
        report("an event line is: event KEY; TYPE; mode or -; status; roles ...")
        return []
    key, kind, mode, status = head
    if kind not in labels.MODES:
        report(f"type {kind} is not one of {' '.join(labels.MODES)}")
    elif mode != "-" and mode not in labels.MODES[kind]:
        report(f"mode {mode} is not one of {kind}'s: {' '.join(labels.MODES[kind]) or 'it has none, write -'}")
    if status not in labels.STATUSES:
        report(f"status {status} is not one of {' '.join(labels.STATUSES)}")
    roles: dict[str, tuple[str, ...]] = {}
    figures: list[Figure] = []
    for name, values in _fields(rest)[4:]:
        if name in roles:
            report(f"{name} stands twice; name several keys in one field: {name} k1 k2")
        elif name in labels.FIGURES:
            figures += _figure(name, values, report)
        elif name in ("actor", "recipient", "asserted", "denied", "time", "place", "cue", "contexts", "background"):
            roles[name] = tuple(values)
            if bool(values) == (name == "background") or (name == "cue" and len(values) > 1):
                report(f"{name}: {'no word' if name == 'background' else 'a key'} is needed after it")
        else:
            report(f"field {name} is unknown")
    for context in set(roles.get("contexts", ())) - set(labels.CONTEXTS):
        report(f"context {context} is not one of {' '.join(labels.CONTEXTS)}")
    return [
        Event(
            key, kind, None if mode == "-" else mode, status,
            actors=roles.get("actor", ()), recipients=roles.get("recipient", ()), asserted=roles.get("asserted", ()),
            denied=roles.get("denied", ()), times=roles.get("time", ()), places=roles.get("place", ()),
            cue=next(iter(roles.get("cue", ())), None), background="background" in roles, figures=tuple(figures),
            contexts=roles.get("contexts", ()), line=number,
        )
    ]  # fmt: skip


def _figure(what: str, values: Sequence[str], report: Callable[[str], None]) -> list[Figure]:
    ranges = [m for v in values if (m := _RANGE.fullmatch(v))]
    keys = [v for v in values if KEY.fullmatch(v)]
    if len(ranges) != 1 or len(keys) > 1 or len(keys) + 1 != len(values):
        report(f"{what} needs one number (4, 4..6 or 31..) and may name its mark: {what} f1 31..")
        return []
    low, dots, high = ranges[0].groups()
    top = int(low) if not dots else int(high) if high else None
    if top is not None and top < int(low):
        report(f"{what} {low}..{high}: the greater number stands second")
    return [Figure(what, int(low), top, keys[0] if keys else None)]


def _with_figure_marks(
    events: Sequence[Event], parties: Sequence[Party], said: Sequence[Said], marks: Sequence[Mark]
) -> tuple[Event, ...]:
    """Give figures without a key the marks f1, f2 ... that no line names, in the order of the text, if the numbers agree."""
    named = {k for p in parties for k in p.keys} | {f.key for e in events for f in e.figures}
    named |= {p.key for s in said for p in s.content}
    free = [m.key for m in marks if re.fullmatch(r"f\d+", m.key) and m.key not in named]
    if len(free) != sum(f.key is None for e in events for f in e.figures):
        return tuple(events)
    keys = iter(free)
    return tuple(
        replace(e, figures=tuple(f if f.key else f._replace(key=next(keys)) for f in e.figures)) for e in events
    )


def _said(rest: str, text: str, marks: Sequence[Mark], number: int, report: Callable[[str], None]) -> list[Said]:
    head, *others = _fields(rest) or [("", [])]
    if len(others) < 3 or head[1] or others[0][1] or not KEY.fullmatch(head[0]):
        report("a said line is: said KEY; direct|indirect|mixed; speaker k or -; [addressee k;] [cue k;] content ...")
        return []
    kind = others[0][0]
    if kind not in labels.SAID_KINDS:
        report(f"{kind} is not one of {' '.join(labels.SAID_KINDS)}")
    given = dict(others[1:])
    if len(given) != len(others) - 1:
        report("a field stands twice")
    if '"' in (item for values in given.values() for item in values):
        report('a quotation is not closed (write " inside one as \\")')
    for name in set(given) - {"speaker", "addressee", "cue", "content"}:
        report(f"field {name} is unknown")
    for name, most in (("speaker", 1), ("cue", 1), ("content", 99)):
        if not 1 <= len(given.get(name, ())) <= most and (name != "cue" or "cue" in given):
            report(f"{name} is missing or has too many keys")
    keys = {name: tuple(k for k in values if k != "-") for name, values in given.items()}
    pieces = tuple(p for item in given.get("content", ()) if (p := _piece(item, text, marks, report)))
    speaker, cue = (next(iter(keys.get(name, ())), None) for name in ("speaker", "cue"))
    return [Said(head[0], kind, speaker, pieces, keys.get("addressee", ()), cue, number)]


def _piece(item: str, text: str, marks: Sequence[Mark], report: Callable[[str], None]) -> Piece | None:
    """A content item: a key, or words that stand in the text exactly once."""
    if not item.startswith('"'):
        mark = next((m for m in marks if m.key == item), None)
        if mark is None:
            report(f"key {item} is not marked in the text")
        return Piece(mark.start, mark.end, item) if mark else None
    words = re.sub(r"\\(.)", r"\1", item[1:-1])
    times = text.count(words) if words else 0
    if times != 1:
        report(f'the content "{words[:60]}" stands {times} times in the text (marks removed); exactly once is needed')
        return None
    start = text.index(words)
    return Piece(start, start + len(words), None)
