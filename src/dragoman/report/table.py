"""A coding as an analyst reads it in a terminal.

Comes in: codings. Goes out: rich renderables, one panel a report: events (who, what, whom, status, when, where, with
the words that prove it), disputes (who asserts, who denies) and statements (who said what to whom). Fits 80 columns; colour is never the only carrier.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from dragoman.model import Actor, Coding, Event, EventPlace, Range, Slot, Span, Statement, When
from dragoman.report.disputes import dispute, disputed

QUAD_STYLE = {1: "cyan", 2: "green", 3: "yellow", 4: "red"}
EVIDENCE = 150
"""Characters of the sentence shown around a trigger."""
QUOTE = 320
"""Characters of a statement shown."""


def table(coding: Coding) -> RenderableType:
    """Draw one report."""
    parts: list[RenderableType] = [_heading(coding)]
    if coding.rejections:
        parts += [Text(f"  not coded: {r.reason}", style="bold red") for r in coding.rejections]
        return Group(*parts, Text())
    actors = {a.id: a for a in coding.actors}
    parts.append(_title("Events", len(coding.events), "; how many of ten such records were right in annotated reports"))
    parts += [Padding(_event(n, e, actors), (0, 0, 1, 1)) for n, e in enumerate(coding.events, 1)]
    if contested := disputed(coding):
        parts.append(_title("Disputed", len(contested)))
        parts += [
            Padding(dispute(n, e, coding, lambda s: _name(s, actors), _parties(e, actors)), (0, 0, 1, 1))
            for n, e in contested
        ]
    parts.append(_title("Statements", len(coding.statements)))
    number = {e.id: n for n, e in enumerate(coding.events, 1)}
    parts += [Padding(_statement(s, actors, number), (0, 0, 1, 1)) for s in coding.statements]
    return Group(*parts)


def totals(codings: Iterable[Coding]) -> Text:
    """One closing line: reports, events, statements, rejections."""
    reports = events = statements = rejected = 0
    for c in codings:
        reports += 1
        events += len(c.events)
        statements += len(c.statements)
        rejected += bool(c.rejections)
    line = f"{reports} report{'s' * (reports != 1)}, {events} events, {statements} statements"
    return Text(line + (f", {rejected} not coded" if rejected else ""), style="bold")


def _heading(coding: Coding) -> RenderableType:
    document = coding.document
    name = document.title or (document.text[:60].split("\n")[0] + "…" if document.text else document.id)
    facts = [
        document.source,
        document.published and document.published.isoformat(),
        document.origin and document.origin.address,
    ]
    line = Text(" · ".join(str(f) for f in facts if f), style="dim")
    return Group(Rule(Text(name, style="bold"), align="left", characters="━"), Padding(line, (0, 0, 1, 1)))


def _title(what: str, count: int, legend: str = "") -> Text:
    if not count:
        return Text(f" No {what.lower()} found.\n", style="dim")
    return Text(f" {what} ({count})", style="bold underline") + Text(f"{legend}\n", style="dim not bold not underline")


def _event(number: int, event: Event, actors: dict[str, Actor]) -> RenderableType:
    grid = Table.grid(padding=(0, 1), expand=False)
    grid.add_column(width=3, justify="right", style="dim", no_wrap=True)
    grid.add_column(width=13, no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    what = Text(event.type, style=f"bold {QUAD_STYLE[event.quad]}")
    grid.add_row(str(number), what, _parties(event, actors))
    grid.add_row("", Text(event.mode or "", style=QUAD_STYLE[event.quad]), _facts(event, actors))
    grid.add_row("", "", _evidence(event))
    return grid


def _parties(event: Event, actors: dict[str, Actor]) -> Text:
    who = _names(event.actors, actors) or Text("—", style="dim")
    if event.recipients:
        who = who + Text(" → ", style="dim") + _names(event.recipients, actors)
    return who


def _names(slots: Sequence[Slot], actors: dict[str, Actor]) -> Text:
    return Text("; ", style="dim").join(_name(s, actors) for s in slots)


def _name(slot: Slot, actors: dict[str, Actor]) -> Text:
    actor = actors[slot.actor]
    label = " ".join(x for x in (actor.country, actor.sector if actor.sector != "UNK" else None) if x)
    return Text(actor.name, style="bold") + Text(f" ({label})" if label else "", style="dim")


def _facts(event: Event, actors: dict[str, Actor]) -> Text:
    facts = [
        Text(
            event.status + (f" “{event.status_cue.text}”" if event.status_cue else ""),
            style="" if event.status == "happened" else "magenta",
        )
    ]
    if event.background:
        facts.append(Text("background"))
    if event.asserted_by:
        facts.append(Text("asserted by ") + _names(event.asserted_by, actors))
    if event.denied_by:
        facts.append(Text("denied by ") + _names(event.denied_by, actors))
    if event.when:
        facts.append(Text(_when(event.when)))
    if event.place:
        facts.append(Text(_place(event.place)))
    facts += [Text(f"{what} {_range(r)}") for what, r in event.counts.items()]
    facts.append(Text(f"right in about {_of_ten(event.score)} of 10", style="dim"))
    return Text(" · ", style="dim").join(facts)


def _of_ten(score: float) -> int:
    """How many of ten such records were right in the annotated reports that scores are fitted on; never a promise of all or of none."""
    return min(max(round(10 * score), 1), 9)


def _when(when: When) -> str:
    start, end = (d.isoformat() if d else "…" for d in (when.start, when.end))
    return start if start == end else f"{start} to {end}"


def _place(place: EventPlace) -> str:
    return ", ".join(dict.fromkeys(x for x in (place.name, place.admin1, place.country) if x))


def _range(r: Range) -> str:
    if r.max is None:
        return f"{r.min} or more"
    return str(r.min) if r.min == r.max else f"{r.min} to {r.max}"


def _evidence(event: Event) -> Text:
    """The sentence, cut around the trigger, which is marked."""
    sentence, trigger = event.sentence, event.trigger
    start, end = _window(sentence, trigger)
    text = sentence.text[start - sentence.start : end - sentence.start].replace("\n", " ")
    shown = Text("“" + "…" * (start > sentence.start) + text + "…" * (end < sentence.end) + "”", style="italic dim")
    at = trigger.start - start + 1 + (start > sentence.start)
    shown.stylize("not dim bold underline", at, at + len(trigger.text))
    return shown


def _window(sentence: Span, trigger: Span) -> tuple[int, int]:
    """At most `EVIDENCE` characters around the trigger, cut at spaces."""
    if len(sentence.text) <= EVIDENCE:
        return sentence.start, sentence.end
    room = max(EVIDENCE - len(trigger.text), 0) // 2
    start = max(sentence.start, min(trigger.start - room, sentence.end - EVIDENCE))
    end = min(sentence.end, max(trigger.end, start + EVIDENCE))
    if start > sentence.start:
        space = sentence.text.find(" ", start - sentence.start, trigger.start - sentence.start)
        start = start if space < 0 else sentence.start + space + 1
    if end < sentence.end:
        space = sentence.text.rfind(" ", trigger.end - sentence.start, end - sentence.start)
        end = end if space < 0 else sentence.start + space
    return start, end


def _statement(statement: Statement, actors: dict[str, Actor], number: dict[str, int]) -> RenderableType:
    grid = Table.grid(padding=(0, 1), expand=False)
    grid.add_column(width=3)
    grid.add_column(ratio=1, overflow="fold")
    head = _name(statement.speaker, actors) if statement.speaker else Text("unnamed", style="dim")
    facts = [
        statement.kind,
        f"“{statement.cue.text}”" if statement.cue else "no cue",
        statement.act if statement.act != "say" else "",
    ]
    head += Text("  " + " · ".join(f for f in facts if f), style="dim")
    if statement.addressees:
        head += Text(" to ", style="dim") + _names(statement.addressees, actors)
    if statement.about:
        head += Text(" · about " + ", ".join(f"#{number[e]}" for e in statement.about if e in number), style="dim")
    said = " […] ".join(c.text.replace("\n", " ") for c in statement.content)
    said = said if len(said) <= QUOTE else said[:QUOTE].rsplit(" ", 1)[0] + " …"
    grid.add_row("", head)
    grid.add_row("", Text(f"“{said}”" if statement.kind == "direct" else said, style="italic"))
    return grid
