"""CSV, TSV and Parquet: one report a row.

Comes in: an input, whose settings say which column is which field (`--map text=body`). Goes out: for each row a `Draft`.
Never holds more than some rows. Computes no formula.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dragoman.errors import UnreadableInput
from dragoman.read.bounds import MB
from dragoman.read.child import in_child
from dragoman.read.document import Draft
from dragoman.read.inputs import Input
from dragoman.read.records import FIELDS, draft_of, picked

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DELIMITERS = (",", ";", "\t", "|")


def read_csv(source: Input, delimiter: str | None = None) -> Iterator[Draft]:
    """Read row after row; the first one names the columns. A bad row is a flaw, and the rest goes on."""
    reader = source.format
    csv.field_size_limit(source.bounds.line)
    lines = _Lines(source)
    first = next(lines, None)
    if first is None or not first.strip():
        raise UnreadableInput("The table has no rows: its first row must name the columns, one of them `text`.")
    delimiter = delimiter or max(_DELIMITERS, key=first.count)
    try:
        names = [name.strip() for name in next(csv.reader([first], delimiter=delimiter), [])]
    except csv.Error as error:
        raise UnreadableInput(f"The first row of the table is broken ({error}): it must name the columns.") from None
    columns = _columns(names, source.settings.columns)
    lines.taken()
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    for number in range(1, 2**62):
        try:
            row = next(rows, None)
            if row is None:
                return
            raw = lines.taken()
            if row:
                yield _row(row, names, columns, reader, number, source.keep(raw))
        except csv.Error as error:
            raw = lines.taken()
            reason = f"The row is broken ({error}): put cells with quotation marks or line ends in quotation marks."
            yield Draft(reader, flaw=reason, record=number, sha256=source.keep(raw))
            rows = csv.reader(lines, delimiter=delimiter, strict=True)
        except UnreadableInput as error:
            yield Draft(reader, flaw=str(error), record=number)


class _Lines:
    """Decoded lines, with the bytes of those that the current row took."""

    def __init__(self, source: Input) -> None:
        self._lines = source.lines()
        self._raw: list[bytes] = []
        self._limit = source.bounds.line
        self._first = True

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        if line is None or sum(map(len, self._raw)) + len(line) > self._limit:
            raise UnreadableInput(
                f"The row is longer than {self._limit // MB} MB, or a quotation mark is not closed: mend it."
            )
        if self._first:
            self._first = False
            if line.startswith(_WIDE):
                raise UnreadableInput("The table must be in UTF-8 and the file is in UTF-16: save it as CSV in UTF-8.")
            line = line.removeprefix(codecs.BOM_UTF8)
        self._raw.append(line)
        try:
            return line.decode("utf-8") + "\n"
        except UnicodeDecodeError:
            return line.decode("cp1252", errors="replace") + "\n"

    def taken(self) -> bytes:
        """Give the bytes since the last call."""
        raw, self._raw = self._raw, []
        return b"\n".join(raw)


def _columns(names: Sequence[str], given: Mapping[str, str]) -> dict[str, str]:
    """Match our fields to the columns, by the mapping or by name; raises `UnreadableInput` without a text."""
    folded = {name.casefold(): name for name in reversed(names)}
    columns = {}
    for field in FIELDS:
        wanted = given.get(field, field)
        if name := folded.get(wanted.casefold()):
            columns[field] = name
        elif field in given:
            raise UnreadableInput(f"The table has no column {wanted!r}: it has {_listed(names)}.")
    if "text" not in columns:
        raise UnreadableInput(
            f"The table has no column `text`: say which one holds it, as in --map text={names[-1][:40] or 'body'}; "
            f"it has {_listed(names)}."
        )
    return columns


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(name[:40] or "(no name)" for name in names[:12])
    return shown + (f" and {len(names) - 12} more" if len(names) > 12 else "")


def _row(
    row: Sequence[str], names: Sequence[str], columns: Mapping[str, str], reader: str, number: int, sha256: str
) -> Draft:
    if len(row) > len(names):
        raise UnreadableInput(
            f"The row has {len(row)} cells and the table {len(names)} columns: put cells with the delimiter in quotation marks."
        )
    record = {name: cell for name, cell in zip(names, row, strict=False) if cell}
    fields = picked(record, {field: columns.get(field, "\0") for field in FIELDS})
    return draft_of(
        fields, reader, number, sha256, f"The row has no text in column {columns['text']!r}: fill it or drop it."
    )


def read_parquet(source: Input) -> Iterator[Draft]:
    """Read a Parquet table in a child process, some rows at a time; needs pyarrow."""
    with source.seekable() as stream:
        source.sha256 = source.settings.originals.keep_stream(stream)
        with source.real_file(stream) as file:
            answers = in_child("parquet", file, source.bounds, {"columns": dict(source.settings.columns)})
            names: list[str] = next(answers)
            columns = _columns(names, source.settings.columns)
            number = 0
            for rows in answers:
                for row in rows:
                    number += 1
                    yield _parquet_row(dict(zip(names, row, strict=False)), columns, number)


def _parquet_row(record: Mapping[str, Any], columns: Mapping[str, str], number: int) -> Draft:
    fields = picked(record, {field: columns.get(field, "\0") for field in FIELDS})
    missing = f"The row has no text in column {columns['text']!r}: fill it or drop it."
    try:
        return draft_of(fields, "parquet", number, "", missing)
    except UnreadableInput as error:
        return Draft("parquet", flaw=str(error), record=number)
