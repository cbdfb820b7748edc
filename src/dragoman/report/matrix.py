"""Claims against parties as a file that a person works with: each cell says where a party stands and opens its words.

Comes in: the table of `Store.claims`. Goes out: a page (cells unfold), a workbook (cells have notes) or CSV (words in the
cell). A spreadsheet never runs a cell of it.
"""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from dragoman.errors import BadQuery
from dragoman.report.rows import safe
from dragoman.store.table import Table

FORMS = (".html", ".xlsx", ".csv")
_UNPRINTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Signs that a workbook cannot hold."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one party says of one claim: (stance, since, reports, words, id of the record), the oldest first."""

    sayings: Sequence[tuple[str, str | None, int, str, str]]

    def __str__(self) -> str:
        """The stances."""
        return "; ".join(dict.fromkeys(s[0] for s in self.sayings))

    def lines(self) -> Iterator[str]:
        """Each saying with its words."""
        for stance, since, reports, words, record in self.sayings:
            many = f"{reports:,} report{'s' * (reports != 1)}"
            yield f"{stance} since {since or '?'}, {many}: “{words}” [{record}]"


@dataclass(frozen=True, slots=True)
class Claim:
    """A row."""

    story: str
    first: str | None
    title: str
    cells: dict[str, Cell]


def crossed(table: Table) -> tuple[list[str], list[Claim]]:
    """Parties, those who say most first, and claims, the latest first."""
    sayings: dict[str, int] = {}
    made: dict[str, dict[str, list[Any]]] = {}
    heads: dict[str, dict[str, Any]] = {}
    for row in table:
        name = f"{row['party'] or 'unnamed'}" + (f" ({row['country']})" if row["country"] else "")
        sayings[name] = sayings.get(name, 0) + 1
        heads.setdefault(row["story"], row)
        cell = made.setdefault(row["story"], {}).setdefault(name, [])
        cell.append((row["stance"], row["since"], row["reports"], row["words"], row["record"]))
    parties = sorted(sayings, key=lambda p: (-sayings[p], p))
    claims = [
        Claim(story, heads[story]["first"], heads[story]["claim"], {p: Cell(c) for p, c in cells.items()})
        for story, cells in made.items()
    ]
    return parties, claims


def save(table: Table, path: Path) -> None:
    """Write the file that the ending names; raises `BadQuery` for any other."""
    parties, claims = crossed(table)
    match path.suffix.lower():
        case ".html":
            path.write_text(_page(parties, claims, table.notes), encoding="utf-8")
        case ".xlsx":
            _workbook(parties, claims, table.notes, path)
        case ".csv":
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(["story", "first", "claim", *parties])
                for c in claims:
                    cells = ["\n".join(c.cells[p].lines()) if p in c.cells else "" for p in parties]
                    writer.writerow([safe(x) for x in (c.story, c.first, c.title, *cells)])
        case _:
            raise BadQuery(f"{path} ends with none of {', '.join(FORMS)}: name the file so.")


def _page(parties: Sequence[str], claims: Sequence[Claim], notes: Sequence[str]) -> str:
    say = html.escape
    rows = []
    for claim in claims:
        cells = [f"<th scope=row>{say(claim.title)}<br><small>{say(claim.first or '')} {say(claim.story)}</small></th>"]
        for party in parties:
            cell = claim.cells.get(party)
            inner = "".join(f"<p>{say(line)}</p>" for line in cell.lines()) if cell else ""
            cells.append(
                f"<td><details><summary>{say(str(cell))}</summary>{inner}</details></td>" if cell else "<td></td>"
            )
        rows.append(f"<tr>{''.join(cells)}</tr>")
    head = "".join(f"<th scope=col>{say(p)}</th>" for p in parties)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Claims</title><style>'
        "body{font:15px/1.4 sans-serif;margin:2em;color:#222}table{border-collapse:collapse}"
        "th,td{border:1px solid #ddd;padding:.3em .6em;text-align:left;vertical-align:top;min-width:8em}"
        "summary{cursor:pointer}p{margin:.4em 0;font-style:italic}small{color:#777;font-weight:normal}</style></head>\n"
        f"<body><h1>Claims</h1><p>{say(' '.join(notes))}</p>\n<table><tr><td></td>{head}</tr>\n"
        + "\n".join(rows)
        + "\n</table></body></html>\n"
    )


def _workbook(parties: Sequence[str], claims: Sequence[Claim], notes: Sequence[str], path: Path) -> None:
    try:
        openpyxl: Any = import_module("openpyxl")
    except ImportError as error:
        raise BadQuery("A workbook needs openpyxl: install it (`pip install openpyxl`), or write .csv.") from error
    comment: Any = import_module("openpyxl.comments").Comment
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "claims"
    _fill(sheet, 1, ["story", "first", "claim", *parties])
    for n, claim in enumerate(claims, 2):
        _fill(sheet, n, [claim.story, claim.first, claim.title, *(str(claim.cells.get(p, "")) for p in parties)])
        for m, party in enumerate(parties, 4):
            if party in claim.cells:
                made = comment(_UNPRINTED.sub("", "\n".join(claim.cells[party].lines()))[:30_000], "dragoman")
                made.width, made.height = 420, 160
                sheet.cell(n, m).comment = made
    sheet.freeze_panes = "D2"
    for letter, width in (("A", 20), ("B", 12), ("C", 50)):
        sheet.column_dimensions[letter].width = width
    about = book.create_sheet("about")
    for n, note in enumerate(notes, 1):
        _fill(about, n, [note])
    book.save(path)


def _fill(sheet: Any, row: int, values: Sequence[Any]) -> None:
    """Cells as text: never a formula."""
    for n, value in enumerate(values, 1):
        cell = sheet.cell(row, n)
        cell.value = _UNPRINTED.sub("", value) if isinstance(value, str) else value
        if isinstance(value, str):
            cell.data_type = "s"
