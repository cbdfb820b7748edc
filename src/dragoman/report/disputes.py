"""The disputed acts of one report as a fact-checker reads them: who asserts, who denies, in which words.

Comes in: a coding. Goes out: a rich renderable for each event on which parties stand differently, that somebody alleges, that rivals
are blamed for, or that nobody could verify. What everybody takes for a fact is left to table.py. Fits 80 columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from rich.table import Table
from rich.text import Text

from dragoman.model import Coding, Document, Event, Slot, Stance, Statement

STYLE = {
    "asserts": "yellow",
    "confirms": "green",
    "denies": "red",
    "retracts": "red",
    "no comment": "dim",
    "unverified": "magenta",
}
WORDS = 160
"""Characters of what a party says shown."""
_STOP = re.compile(r"[.!?][\"”’»)]*\s|\n")
Name = Callable[[Slot], Text]


def disputed(coding: Coding) -> list[tuple[int, Event]]:
    """The events that are in dispute, each with its number in the list of events."""
    return [(n, e) for n, e in enumerate(coding.events, 1) if _is_disputed(e)]


def dispute(number: int, event: Event, coding: Coding, name: Name, parties: Text) -> Table:
    """One event and all who stand on it."""
    statements = {s.id: s for s in coding.statements}
    grid = Table.grid(padding=(0, 1), expand=False)
    grid.add_column(width=3, justify="right", style="dim", no_wrap=True)
    grid.add_column(width=10, no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    act = Text(f"{event.type} “{event.trigger.text}”  ", style="bold") + parties
    grid.add_row(str(number), Text(event.status), act)
    for stance in _in_order(event.stances):
        grid.add_row("", Text(stance.kind, style=STYLE[stance.kind]), _words(stance, statements, coding.document, name))
    for rival in _rivals(event, coding):
        grid.add_row("", Text("rival", style="magenta"), rival)
    return grid


def _is_disputed(event: Event) -> bool:
    kinds = {s.kind for s in event.stances}
    return bool(kinds - {"asserts", "confirms"} or event.rivals or (event.status == "alleged" and kinds))


def _in_order(stances: Sequence[Stance]) -> list[Stance]:
    """Those for, those against, those who say nothing; each in text order."""
    return sorted(stances, key=lambda s: (list(STYLE).index(s.kind), s.span.start))


def _words(stance: Stance, statements: Mapping[str, Statement], document: Document, name: Name) -> Text:
    """Who, and the words: those of the statement where there is one, else the sentence around the cue."""
    who = name(stance.by) if stance.by else Text("nobody named", style="dim")
    said = statements.get(stance.statement or "")
    if said is not None:
        words = " […] ".join(c.text for c in said.content)
        shown = Text(f"“{_cut(words)}”" if said.kind == "direct" else _cut(words), style="italic")
        cue = f" {said.cue.text}: " if said.cue else ": "
        return who + Text(cue, style="dim") + shown
    start, end = _sentence(document.text, stance.span.start, stance.span.end)
    shown = Text(_cut(document.text[start:end]), style="italic dim")
    at = stance.span.start - start
    if at + len(stance.span.text) <= len(shown.plain):
        shown.stylize("not dim bold underline", at, at + len(stance.span.text))
    return who + Text(": ", style="dim") + shown


def _rivals(event: Event, coding: Coding) -> Iterator[Text]:
    for number, other in enumerate(coding.events, 1):
        if other.id in event.rivals:
            yield Text(f"#{number} lays the same act to another party", style="dim")


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a span, at most `WORDS` to either side."""
    low, high = max(0, start - WORDS), min(len(text), end + WORDS)
    before = [m.end() for m in _STOP.finditer(text, low, start)]
    after = _STOP.search(text, end, high)
    return (before[-1] if before else low), (after.start() + 1 if after else high)


def _cut(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= WORDS else line[:WORDS].rsplit(" ", 1)[0] + " …"
