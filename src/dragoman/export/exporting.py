"""A database, or the part of it that a filter asks for, in the formats that other tools read.

Comes in: an open store, a format, where to write, a filter; whether words go along, whom to redact, since which run. Goes out:
a file, or a folder for the tables, and an account of what was written and what the format could not hold.

    export(store, "gdelt", Path("gdelt.csv"), Filter.parse("country:UKR since:2020"))
"""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TextIO, get_args

from dragoman.errors import BadQuery
from dragoman.export import gdelt, icews, package, plover, polecat, webannotation
from dragoman.export.contract import to_json
from dragoman.export.redaction import Redactor
from dragoman.export.withholding import row_without_words, withhold
from dragoman.export.witnessed import Account, witnessed
from dragoman.model import Coding
from dragoman.query import Filter
from dragoman.report.rows import safe
from dragoman.store import Store

Format = Literal["jsonl", "csv", "parquet", "polecat", "cameo", "gdelt", "plover", "webannotation"]
FORMATS: tuple[Format, ...] = get_args(Format)
TABLES = ("csv", "parquet")
"""Formats that fill a folder."""
VIEWS = ("events", "statements", "stories", "parties", "reports", "reviews")


@dataclass(frozen=True, slots=True)
class Options:
    """How to export."""

    words: bool = True
    """False leaves every word of the reports out; offsets, labels and hashes stay."""
    redactor: Redactor | None = None
    since: int | None = None
    """Only what changed after the end of this run."""

    def change(self, coding: Coding) -> Coding:
        """A coding as it may go out."""
        if self.redactor:
            coding = self.redactor.redact(coding)
        return coding if self.words else withhold(coding)


def export(
    store: Store, form: Format, out: Path | None, asked: Filter | None = None, options: Options | None = None
) -> Account:
    """Write; `out` None is standard output. Raises `BadQuery` for what cannot be."""
    asked, options = asked or Filter(), options or Options()
    if form not in FORMATS:
        raise BadQuery(f"There is no format {form!r}: use {', '.join(FORMATS)}.")
    if options.since is not None and form not in ("jsonl", *TABLES):
        raise BadQuery(f"--since-run needs --as jsonl, csv or parquet; {form} cannot say what is gone.")
    if options.since is not None and asked != Filter():
        raise BadQuery("--since-run gives everything that changed: leave the filters out.")
    if form in TABLES:
        if out is None:
            raise BadQuery(f"--as {form} writes a folder: name it with --out.")
        return _tables(store, form, out, asked, options)
    with _opened(out) as file:
        if form == "jsonl":
            return _jsonl(store, file, asked, options)
        if form == "webannotation":
            return _annotations(store, file, asked, options)
        return _events(store, form, file, asked, options)


def _jsonl(store: Store, file: TextIO, asked: Filter, options: Options) -> Account:
    """Codings, a report a line; since a run: a record a line, with what became of it."""
    account = Account()
    if options.since is None:
        for id in store.ids("reports", asked):
            if (coding := store.get(id)) is not None:
                file.write(to_json(options.change(coding)) + "\n")
                account.written += 1
        return account
    get = _remembered(store)
    for item in store.changed(options.since):
        line: dict[str, Any] = {"change": item.change, "kind": item.kind, "id": item.id, "report": item.report}
        if item.change == "delete":
            line |= {"at": item.at, "reason": item.reason}
        elif (coding := get(item.report or "")) is not None:
            known = json.loads(to_json(options.change(coding)))
            line["record"] = _record(known, item.kind, item.id)
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
        account.written += 1
    return account


def _record(known: dict[str, Any], kind: str, id: str) -> Any:
    if kind == "report":
        return {k: known[k] for k in ("document", "coder", "codebook", "actors", "places", "times")}
    return next((r for r in known[f"{kind}s"] if r["id"] == id), None)


def _tables(store: Store, form: str, out: Path, asked: Filter, options: Options) -> Account:
    from dragoman.codebook import load

    about = _about(store, asked, options)
    views: dict[str, Iterable[dict[str, Any]]]
    if options.since is None:
        views = {v: _rows(store, v, asked, options) for v in VIEWS}
        if asked != Filter():
            del views["reviews"]
    else:
        found = list(store.changed(options.since))
        words: dict[tuple[str, str], str] = {(c.kind, c.id): c.change for c in found if c.change != "delete"}
        touched = Filter(report=tuple(dict.fromkeys(c.report for c in found if c.report and c.change != "delete")))
        views = {"reports": _rows(store, "reports", touched, options)} if touched.report else {}
        for view, kind in (("events", "event"), ("statements", "statement")):
            if touched.report:
                views[view] = _changed(_rows(store, view, touched, options), kind, words)
        gone = (c for c in found if c.change == "delete")
        views["tombstones"] = (
            {"kind": c.kind, "id": c.id, "change": c.change, "at": c.at, "reason": c.reason} for c in gone
        )
    counts = package.write(out, form, views, about, load())
    return Account(written=sum(counts.values()))


def _changed(rows: Iterator[dict[str, Any]], kind: str, words: dict[tuple[str, str], str]) -> Iterator[dict[str, Any]]:
    return ({"change": words[kind, r["id"]], **r} for r in rows if (kind, r["id"]) in words)


def _about(store: Store, asked: Filter, options: Options) -> dict[str, Any]:
    """What a reader of the package must know of how it came about."""
    from dragoman.store.store import program
    from dragoman.store.views import CONTRACT

    made: dict[str, Any] = {"program": f"dragoman {program()}", "contract": CONTRACT, "words": options.words}
    made["codebooks"] = [
        r[0] for r in store.sql("SELECT DISTINCT codebook FROM coding WHERE current = 1 ORDER BY 1").rows
    ]
    made["coders"] = [r[0] for r in store.sql("SELECT DISTINCT coder FROM coding WHERE current = 1 ORDER BY 1").rows]
    if said := asked.written():
        made["filter"] = said
    if options.redactor:
        made["redacted_persons"] = len(options.redactor.persons)
    if options.since is not None:
        made["since_run"] = options.since
    made["formulas"] = (
        "In CSV, a cell that begins with = + - @, a tab or apostrophes before one of them, has one apostrophe more before it."
    )
    return made


def _rows(store: Store, view: str, asked: Filter, options: Options) -> Iterator[dict[str, Any]]:
    """Rows of a view as they may go out; parties and stories are redacted by the names met in the reports before them."""
    get = _remembered(store)
    if options.redactor and view in ("stories", "parties", "reviews"):
        for id in store.ids("reports", asked):
            if (coding := get(id)) is not None:
                options.redactor.names(coding)
    for row in store.stream(view, asked):
        if options.redactor:
            report = row["id"] if view == "reports" else row.get("report") if view in ("events", "statements") else None
            row = options.redactor.row(view, row, get(report) if report else None)
        yield row if options.words else row_without_words(view, row)


def _remembered(store: Store) -> Callable[[str], Coding | None]:
    """The coding of a report; those used last are kept, since records of one report come together."""
    return lru_cache(maxsize=64)(store.reviewed)


def _events(store: Store, form: str, file: TextIO, asked: Filter, options: Options) -> Account:
    """The formats of event data: a line an event, or a line a pair."""
    account = Account()
    found = witnessed(store, asked, options.change, account)
    if form == "plover":
        for told in found:
            file.write(json.dumps(plover.line(told, words=options.words), ensure_ascii=False) + "\n")
        return account
    writer = csv.writer(file, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    lines: Iterable[tuple[str, ...]]
    match form:
        case "polecat":
            writer.writerow(polecat.COLUMNS)
            lines = (polecat.row(t) for t in found)
        case "cameo":
            writer.writerow(icews.COLUMNS)
            lines = (line for t in found for line in icews.rows(t))
        case _:
            lines = gdelt.rows(found)
    count = 0
    for line in lines:
        writer.writerow([safe(x) if not _is_number(x) else x for x in line])
        count += 1
    if form != "polecat":
        account.written = count
    return account


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _annotations(store: Store, file: TextIO, asked: Filter, options: Options) -> Account:
    account = Account()
    wanted = frozenset(id for view in ("events", "statements") for id in store.ids(view, asked))
    for id in store.ids("reports", asked):
        if (coding := store.reviewed(id)) is not None:
            for line in webannotation.described(options.change(coding), wanted, words=options.words):
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
                account.written += 1
    return account


@contextmanager
def _opened(out: Path | None) -> Iterator[TextIO]:
    """The file appears when it is complete."""
    if out is None:
        yield sys.stdout
        return
    draft = out.with_name(out.name + ".part")
    try:
        with draft.open("w", encoding="utf-8", newline="") as file:
            yield file
        os.replace(draft, out)
    except OSError as error:
        raise BadQuery(f"{out} cannot be written ({error.strerror}): check the folder and its permissions.") from error
    finally:
        draft.unlink(missing_ok=True)
