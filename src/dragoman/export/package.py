"""The public views as a Frictionless data package: tables as CSV or Parquet, their schema, hashes, and the codebook.

Comes in: rows by table. Goes out: a folder with one file a table, `datapackage.json`, and `CODEBOOK.md` for people. CSV cells that a
spreadsheet would take for a formula get an apostrophe before them (`rows.safe`).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib import import_module
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from dragoman.codebook import Codebook
from dragoman.errors import BadQuery
from dragoman.report.rows import safe

BATCH = 5_000
"""Rows of Parquet in one group."""
CHANGE = {"change": ["string", "insert or update, since the run that the export begins after"]}
_ARROW = {"string": "string", "integer": "int64", "number": "float64", "date": "date32", "datetime": "string"}


@cache
def columns() -> dict[str, dict[str, tuple[str, str]]]:
    """Table -> column -> type and meaning."""
    found = yaml.safe_load((files("dragoman.export") / "columns.yml").read_text(encoding="utf-8"))
    return {table: {name: (kind, said) for name, (kind, said) in known.items()} for table, known in found.items()}


def write(
    folder: Path, form: str, tables: Mapping[str, Iterable[dict[str, Any]]], about: dict[str, Any], codebook: Codebook
) -> dict[str, int]:
    """Write the package; gives the number of rows of each table."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise BadQuery(f"{folder} is not empty: name a new folder.")
    counts, resources = {}, []
    for name, rows in tables.items():
        path = folder / f"{name}.{form}"
        counts[name] = (_csv if form == "csv" else _parquet)(path, name, iter(rows), about)
        resources.append(_resource(path, name, form, counts[name], about))
    package = {
        "profile": "data-package",
        "name": "dragoman-export",
        "title": "Events, statements and stories read from news reports by dragoman",
        **about,
        "resources": resources,
    }
    (folder / "datapackage.json").write_text(json.dumps(package, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    (folder / "CODEBOOK.md").write_text("\n".join(codebook_page(codebook, tables, about)) + "\n", encoding="utf-8")
    return counts


def _known(table: str, about: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    known = columns()[table]
    return (
        {"change": ("string", CHANGE["change"][1]), **known}
        if "since_run" in about and table in ("events", "statements")
        else known
    )


def _csv(path: Path, table: str, rows: Iterator[dict[str, Any]], about: Mapping[str, Any]) -> int:
    count = 0
    names = list(_known(table, about))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(names)
        for row in rows:
            writer.writerow([safe(row.get(n)) for n in names])
            count += 1
    return count


def _parquet(path: Path, table: str, rows: Iterator[dict[str, Any]], about: Mapping[str, Any]) -> int:
    try:
        arrow: Any = import_module("pyarrow")
        parquet: Any = import_module("pyarrow.parquet")
    except ImportError as error:
        raise BadQuery("Parquet needs pyarrow: install it (`pip install pyarrow`), or export as csv.") from error
    known = _known(table, about)
    fields = [
        arrow.field(n, getattr(arrow, _ARROW[kind])(), metadata={"description": said})
        for n, (kind, said) in known.items()
    ]
    schema, count = arrow.schema(fields), 0
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        while batch := list(islice(rows, BATCH)):
            made = [{n: _typed(row.get(n), kind) for n, (kind, _) in known.items()} for row in batch]
            writer.write_table(arrow.Table.from_pylist(made, schema=schema))
            count += len(batch)
    return count


def _typed(value: Any, kind: str) -> Any:
    if kind == "date" and value is not None:
        from datetime import date

        return date.fromisoformat(value)
    return value


def _resource(path: Path, table: str, form: str, count: int, about: Mapping[str, Any]) -> dict[str, Any]:
    fields = [{"name": n, "type": kind, "description": said} for n, (kind, said) in _known(table, about).items()]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if table != "tombstones":
        schema["primaryKey"] = "id"
    if table in ("events", "statements"):
        schema["foreignKeys"] = [{"fields": "report", "reference": {"resource": "reports", "fields": "id"}}]
    with path.open("rb") as file:
        digest = sha256()
        while part := file.read(1 << 20):
            digest.update(part)
    made: dict[str, Any] = {
        "name": table, "path": path.name, "profile": "tabular-data-resource", "format": form,
        "mediatype": "text/csv" if form == "csv" else "application/vnd.apache.parquet", "bytes": path.stat().st_size,
        "hash": f"sha256:{digest.hexdigest()}", "rows": count, "schema": schema,
    }  # fmt: skip
    return made | ({"encoding": "utf-8"} if form == "csv" else {})


def codebook_page(codebook: Codebook, tables: Iterable[str], about: Mapping[str, Any]) -> Iterator[str]:
    """What the columns and codes mean, for a reader who has nothing but the folder."""
    yield "# Codebook\n\nWritten by dragoman; see `datapackage.json` for types and hashes.\n"
    for key, value in about.items():
        yield f"- {key.replace('_', ' ')}: {value}"
    for table in tables:
        yield f"\n## {table}\n\n| column | type | meaning |\n|---|---|---|"
        yield from (f"| `{n}` | {kind} | {said} |" for n, (kind, said) in _known(table, about).items())
    yield f"\n## Event types ({codebook.id})\n\n| type | quad | intensity | meaning |\n|---|---|---|---|"
    for kind in codebook.types.values():
        yield f"| {kind.code} | {kind.quad} | {kind.intensity:g} | {kind.definition} |"
        for mode in kind.modes.values():
            yield f"| {kind.code} {mode.code} | {kind.quad} | {mode.intensity:g} | {mode.definition} |"
    for title, entries in (
        ("Contexts", codebook.contexts),
        ("Statuses", codebook.statuses),
        ("Sectors", codebook.sectors),
    ):
        yield f"\n## {title}\n\n| code | meaning |\n|---|---|"
        yield from (f"| {code} | {entry.definition} |" for code, entry in entries.items())
