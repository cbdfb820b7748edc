"""Actors, places and times as tables for a terminal.

Comes in: what a quick look found. Goes out: a rich table, one line a party, place or time, that fits 80 columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from dragoman.model import Actor, Document, Place, Time

HEADS = {
    "actors": ("actor", "kind", "country", "sector", "office", "named as"),
    "places": ("words", "place", "country", "role", "coordinates", "score"),
    "times": ("words", "from", "to", "grain", "because"),
}
UNKNOWN = "?"
"""Where no value could be found."""


def table(
    kind: str, document: Document, found: Sequence[Actor] | Sequence[Place] | Sequence[Time], named: bool = False
) -> RenderableType:
    """Draw what was found in one text, under the text's id where that is `named`."""
    if named:
        return Group(Rule(Text(document.id, style="bold"), align="left"), table(kind, document, found), Text())
    if not found:
        return Text(f"No {kind} found.", style="dim")
    drawn = Table(box=None, padding=(0, 2, 0, 0), header_style="bold underline")
    for head in HEADS[kind]:
        drawn.add_column(head, overflow="fold", no_wrap=head in ("country", "from", "to", "score"))
    for one in found:
        drawn.add_row(*_row(one))
    undated = kind == "times" and document.published is None and any(_unresolved(t) for t in found)
    hint = Text("\nThe text has no date of publication: give it with --on 2019-03-04.", style="yellow")
    return Group(drawn, hint) if undated else drawn


def _unresolved(one: Actor | Place | Time) -> bool:
    return isinstance(one, Time) and one.start is None and one.end is None


def _row(one: Actor | Place | Time) -> Iterable[str | Text]:
    match one:
        case Actor():
            office = ", ".join(x for x in (one.office.title, one.office.organisation) if x) if one.office else ""
            names = dict.fromkeys(m.text.replace("\n", " ") for m in one.mentions)
            sector = one.sector + "".join(f" {s}" for s in one.sectors if s != one.sector)
            return Text(one.name, style="bold"), one.kind, one.country or UNKNOWN, sector, office, "; ".join(names)
        case Place():
            where = f"{one.latitude:.2f} {one.longitude:.2f}" if one.latitude and one.longitude else UNKNOWN
            name = ", ".join(dict.fromkeys(x for x in (one.name, one.admin1) if x))
            return Text(one.span.text, style="bold"), name, one.country or UNKNOWN, one.role, where, f"{one.score:.2f}"
        case Time():
            known = not _unresolved(one)
            first, last = (str(d) if d else ("open" if known else UNKNOWN) for d in (one.start, one.end))
            words = one.span.text.replace("\n", " ")
            return Text(words, style="bold"), first, last, one.grain, one.basis.get("start", "")
