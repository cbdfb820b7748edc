"""Rows of the database on a terminal, as JSON lines or as CSV.

Comes in: a `Table` and the form: table, jsonl or csv. Goes out: text. A table fits the terminal's width; the other forms hold every column. CSV cells
that a spreadsheet would take for a formula get an apostrophe before them.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from typing import Any, TextIO

from rich.console import Console
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from dragoman.store.table import Table

FORMULA = ("=", "+", "-", "@", "\t", "\r")
STANCE_STYLE = {"asserts": "yellow", "denies": "red", "confirms": "green"}
QUAD_STYLE = {1: "cyan", 2: "green", 3: "yellow", 4: "red"}


def write(table: Table, form: str, columns: Sequence[str] = (), out: TextIO | None = None) -> None:
    """Print rows; `columns` are those that a terminal shows."""
    out = out or sys.stdout
    if form == "jsonl":
        for row in table:
            out.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
    elif form == "csv":
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(table.columns)
        writer.writerows([safe(x) for x in row] for row in table.rows)
    else:
        console = Console(file=out, highlight=False)
        if len(table):
            console.print(grid(table, columns or table.columns))
        close(console, table)


def safe(value: Any) -> Any:
    """Keep a spreadsheet from running a cell; taking one apostrophe away before such a sign gives the value back."""
    return f"'{value}" if isinstance(value, str) and value.lstrip("'").startswith(FORMULA) else value


def grid(table: Table, columns: Sequence[str]) -> Grid:
    """The rows with some columns, folded to the width."""
    drawn = Grid(box=None, padding=(0, 1, 0, 0), header_style="dim", show_edge=False)
    for name in columns:
        number = all(isinstance(row[name], (int, float, type(None))) for row in table) and len(table)
        short = name in ("id", "first", "last", "day", "week", "month", "year", "country", "dyad")
        drawn.add_column(name.replace("_", " "), justify="right" if number else "left", no_wrap=short, overflow="fold")
    for row in table:
        drawn.add_row(*[shown(row[name]) for name in columns])
    return drawn


def shown(value: Any) -> str:
    """One cell."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value).replace("\n", " ")


def close(console: Console, table: Table) -> None:
    """The last lines: how many of how many, and what one must know."""
    if len(table) < table.total:
        console.print(Text(f"{len(table):,} of {table.total:,}; --limit 0 shows all", style="dim"))
    for note in table.notes:
        console.print(Text(note, style="dim"))


def events(table: Table, out: TextIO | None = None) -> None:
    """Events as a person reads them: what, who, whom, how sure, and the words."""
    console = Console(file=out or sys.stdout, highlight=False)
    for row in table:
        drawn = Grid.grid(padding=(0, 1))
        drawn.add_column(width=13, no_wrap=True)
        drawn.add_column(ratio=1, overflow="fold")
        style = QUAD_STYLE[row["quad"]]
        drawn.add_row(Text(row["type"], style=f"bold {style}"), _sides(row))
        drawn.add_row(Text(row["mode"] or "", style=style), Text(" · ".join(_facts(row)), style="dim"))
        drawn.add_row("", _evidence(row))
        drawn.add_row("", Text(f"{row['id']}  {row['source'] or 'report ' + row['report']}", style="dim"))
        console.print(Padding(drawn, (0, 0, 1, 0)))
    close(console, table)


def statements(table: Table, out: TextIO | None = None) -> None:
    """Statements as a person reads them."""
    console = Console(file=out or sys.stdout, highlight=False)
    for row in table:
        who = " ".join(
            x for x in (row["speaker"] or "unnamed", _label(row["speaker_country"], row["speaker_sector"])) if x
        )
        facts = [row["first"], row["kind"], row["act"], row["addressees"] and f"to {row['addressees']}", row["review"]]
        console.print(Text(who, style="bold") + Text("  " + " · ".join(f for f in facts if f), style="dim"))
        said = row["content"].replace("\n", " ")
        console.print(Padding(Text(f"“{said}”" if row["kind"] == "direct" else said, style="italic"), (0, 0, 0, 2)))
        console.print(
            Padding(Text(f"{row['id']}  {row['source'] or 'report ' + row['report']}\n", style="dim"), (0, 0, 0, 2))
        )
    close(console, table)


def stories(table: Table, out: TextIO | None = None) -> None:
    """Stories as a person reads them: what happened, how sure, and who tells it."""
    console = Console(file=out or sys.stdout, highlight=False)
    for row in table:
        drawn = Grid.grid(padding=(0, 1))
        drawn.add_column(width=13, no_wrap=True)
        drawn.add_column(ratio=1, overflow="fold")
        style = QUAD_STYLE[row["quad"]]
        who = Text(row["actors"] or "—", style="bold")
        if row["recipients"]:
            who += Text(" → ", style="dim") + Text(row["recipients"], style="bold")
        drawn.add_row(Text(row["type"], style=f"bold {style}"), who)
        facts = [
            _days(row),
            row["status"],
            "background" if row["background"] else None,
            _place(row),
            _figure(row, "killed"),
        ]
        facts.append("who did it is disputed" if row["rivals"] else None)
        drawn.add_row(Text(row["mode"] or "", style=style), Text(" · ".join(f for f in facts if f), style="dim"))
        told = [_many(row["reports"], "report"), _many(row["outlets"], "outlet"), _many(row["origins"], "origin")]
        drawn.add_row("", Text(f"{', '.join(told)}  {row['id']}", style="dim"))
        console.print(Padding(drawn, (0, 0, 1, 0)))
    close(console, table)


def claims(table: Table, out: TextIO | None = None) -> None:
    """Claims as a person reads them: under each, who says what of it."""
    console = Console(file=out or sys.stdout, highlight=False)
    shown = None
    for row in table:
        if row["story"] != shown:
            console.print(
                Text(f"\n{row['claim']}", style="bold") + Text(f"  {row['first'] or ''}  {row['story']}", style="dim")
            )
            shown = row["story"]
        who = " ".join(x for x in (row["party"] or "unnamed", _label(row["country"], None)) if x)
        line = Text(f"{who} ", style="bold") + Text(row["stance"], style=STANCE_STYLE.get(row["stance"], ""))
        line += Text(f"  since {row['since'] or '?'}, {_many(row['reports'], 'report')}", style="dim")
        console.print(Padding(line, (0, 0, 0, 2)))
        console.print(Padding(Text(f"“{row['words']}”", style="italic dim"), (0, 0, 0, 4)))
    close(console, table)


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' * (number != 1)}"


def _sides(row: dict[str, Any]) -> Text:
    who = _side(row, "actor")
    return who + Text(" → ", style="dim") + _side(row, "recipient") if row["recipients"] else who


def _side(row: dict[str, Any], role: str) -> Text:
    """Names with country and sector; the lists of the view run in step."""
    if not row[f"{role}s"]:
        return Text("—", style="dim")
    names = row[f"{role}s"].split("; ")
    countries, sectors = (row[f"{role}_{x}"].split("; ") for x in ("countries", "sectors"))
    if not len(names) == len(countries) == len(sectors):
        return Text(row[f"{role}s"], style="bold")
    parts = []
    for name, country, sector in zip(names, countries, sectors, strict=True):
        label = _label(country, sector)
        parts.append(Text(name, style="bold") + Text(f" {label}" if label else "", style="dim"))
    return Text("; ", style="dim").join(parts)


def _label(country: str | None, sector: str | None) -> str:
    known = [x for x in (country, sector) if x and x not in ("---", "UNK")]
    return f"({' '.join(known)})" if known else ""


def _facts(row: dict[str, Any]) -> list[str]:
    facts = [
        _days(row),
        row["status"],
        "background" if row["background"] else None,
        row["asserted_by"] and f"asserted by {row['asserted_by']}",
        row["denied_by"] and f"denied by {row['denied_by']}",
        _place(row),
        *[_figure(row, what) for what in ("killed", "injured", "arrested", "crowd")],
        row["review"] and f"reviewed: {row['review']}",
    ]
    return [f for f in facts if f]


def _days(row: dict[str, Any]) -> str | None:
    if row["first"] is None:
        return None
    days = row["first"] if row["first"] == row["last"] else f"{row['first']} to {row['last']}"
    return f"{days} (published)" if row["date_basis"] == "published" else str(days)


def _place(row: dict[str, Any]) -> str:
    return ", ".join(dict.fromkeys(x for x in (row["place"], row["country"]) if x))


def _figure(row: dict[str, Any], what: str) -> str | None:
    low, high = row[f"{what}_min"], row[f"{what}_max"]
    if low is None:
        return None
    return f"{what} {low:,}" + ("" if high == low else " or more" if high is None else f" to {high:,}")


def _evidence(row: dict[str, Any]) -> Text:
    sentence = row["sentence"].replace("\n", " ")
    at = row["trigger_start"] - row["sentence_start"]
    start = max(0, at - 80)
    cut = sentence[start : at + len(row["trigger"]) + 80]
    line = Text("“" + "…" * (start > 0) + cut + "…" * (start + len(cut) < len(sentence)) + "”", style="italic dim")
    begin = 1 + (start > 0) + at - start
    line.stylize("not dim bold underline", begin, begin + len(row["trigger"]))
    return line
