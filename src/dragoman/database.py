"""The commands that work on a database. Heavy parts are imported inside them, so that `--help` answers at once."""

from __future__ import annotations

import inspect
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.query import HELP, Filter
from dragoman.terminal import counted, day, errors, fail, progress

if TYPE_CHECKING:
    from dragoman.store import Added, Store


class Form(StrEnum):
    table = "table"
    jsonl = "jsonl"
    csv = "csv"


Database = Annotated[Path, typer.Argument(metavar="DB", help="The database file.")]
Shape = Annotated[Form, typer.Option("--format", help="A table for people, JSON lines or CSV.")]
Limit = Annotated[int, typer.Option(min=0, help="Rows at most; 0 = all.")]


def filtered(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command every key of the filter as an option; it gets the `Filter` as `asked`."""
    own = [p for p in inspect.signature(command, eval_str=True).parameters.values() if p.name != "asked"]
    options = {
        key: Annotated[list[str] | None, typer.Option(f"--{key.replace('_', '-')}", metavar="VALUE", help=HELP[key])]
        for key in HELP
    }
    line = Annotated[str | None, typer.Option(metavar="FILTER", help='All in one line: "type:ASSAULT since:2020-03".')]

    def run(**given: Any) -> None:
        where = given.pop("where")
        keys = {key: value for key in HELP if (value := given.pop(key))}
        with errors():
            asked = Filter.make(keys | _line(where, keys)) if where or keys else Filter()
        command(asked=asked, **given)

    parameters = [
        *own,
        *[inspect.Parameter(k, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=a) for k, a in options.items()],
        inspect.Parameter("where", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=line),
    ]
    kept = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in parameters]
    run.__signature__ = inspect.Signature(kept)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in kept}
    run.__name__, run.__doc__ = command.__name__, command.__doc__
    return run


def _line(where: str | None, keys: dict[str, Any]) -> dict[str, list[str]]:
    """The keys of the one line; what an option says too is an alternative to it."""
    from dragoman.query import split

    found = split(where or "")
    return {key: [*keys.get(key, ()), *values] for key, values in found.items()}


def add(
    db: Database,
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Reports, folders, or files of codings; - reads standard input.")],
    input: Annotated[str | None, typer.Option(metavar="FORMAT", help="What the inputs are; found out if not given.")] = None,
    published: Annotated[str | None, typer.Option(metavar="DATE", help="Publication date (2015-09-24) of the reports.")] = None,
    title: Annotated[str | None, typer.Option(help="Title of the report.")] = None,
    source: Annotated[str | None, typer.Option(help="Outlet that published the reports.")] = None,
    coder: Annotated[str, typer.Option(help="Who codes: encoder or rules.")] = "rules",
    setting: Annotated[str, typer.Option(help="complete, or careful: only events right in about 8 of 10.")] = "complete",
    codebook: Annotated[Path | None, typer.Option(metavar="DIR", help="Your own codebook instead of PLOVER.")] = None,
    map: Annotated[str | None, typer.Option(metavar="FIELD=COLUMN,...", help="Which column of tables is which field.")] = None,
    keep_originals: Annotated[Path | None, typer.Option(metavar="DIR", help="Store the original bytes here.")] = None,
    allow_host: Annotated[list[str] | None, typer.Option(metavar="HOST", help="Fetch from this host though it is not public.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Code again what this coder has coded already.")] = False,
    list_: Annotated[bool, typer.Option("--list", help="Print a line for each report once it is stored.")] = False,
) -> None:  # fmt: skip
    """Read, code and store reports; what is stored already is left alone, so an interrupted run just goes on."""
    with errors():
        from dragoman.read.web import is_address
        from dragoman.store import Store
        from dragoman.store.adding import holds_codings

        found = [p for p in paths if holds_codings(p)]
        reports = [p if p == "-" or is_address(p) else os.path.abspath(p) for p in paths if p not in found]
        given = {
            "input": input, "published": published, "title": title, "source": source, "map": map,
            "originals": keep_originals and str(keep_originals), "allow": allow_host,
        }  # fmt: skip
        options = {k: v for k, v in given.items() if v is not None} | {"paths": reports or found}
        with Store.open(db, write=True) as store:
            steps: list[Iterator[Added]] = [_add_codings(store, path) for path in found]
            if reports:
                steps.append(
                    _add_reports(
                        store, reports, options, {"coder": coder, "setting": setting, "codebook": codebook}, again
                    )
                )
            _told(store, steps, list_)


def _add_reports(
    store: Store, paths: list[str], options: dict[str, Any], coding: dict[str, Any], again: bool
) -> Iterator[Added]:
    from dragoman.pipeline import Pipeline
    from dragoman.read import columns_of, read
    from dragoman.store import adding

    inputs = read(
        paths, format=options.get("input"), published=day("--published", options.get("published")),
        title=options.get("title"), source=options.get("source"), stdin=sys.stdin.buffer,
        columns=columns_of(options["map"]) if "map" in options else None, allow=options.get("allow", ()),
        originals=Path(options["originals"]) if "originals" in options else None,
    )  # fmt: skip
    pipeline = Pipeline.open(**coding, progress=progress)
    made_by = (pipeline.coder.name, pipeline.codebook.id)
    run = store.start_run(*made_by, options)
    yield from _ended(
        store, run, counted(adding.add(store, inputs, pipeline, run, made_by, again=again), _size(paths), "adding")
    )


def _add_codings(store: Store, path: str) -> Iterator[Added]:
    from dragoman.store.adding import read_codings

    run = store.start_run("as in the file", "as in the file", {"codings": os.path.abspath(path)})
    yield from _ended(store, run, counted(store.add(read_codings(store, path), run), _size([path]), "adding"))


def _ended(store: Store, run: int, steps: Iterable[Added]) -> Iterator[Added]:
    """Write the counts down when a run comes to its end."""
    counts: Counter[str] = Counter()
    for added in steps:
        counts[added.what] += 1
        yield added
    store.end_run(run, counts)


def _size(paths: list[str]) -> int | None:
    """How many reports there may be: files, and lines of JSON Lines; unknown for standard input."""
    from dragoman.read.formats import ENDINGS
    from dragoman.read.inputs import find

    total = 0
    for path in find(paths):
        if path == "-":
            return None
        if isinstance(path, str) and ENDINGS.get(os.path.splitext(path)[1].lower()) == "jsonl" and os.path.isfile(path):
            with open(path, "rb") as stream:
                total += sum(1 for line in stream if line.strip())
        else:
            total += 1
    return total


WORDS = {
    "added": "added", "changed": "new versions of what was there", "recoded": "coded anew", "same": "there already",
    "removed": "removed before and left out", "rejected": "not stored",
}  # fmt: skip


def _told(store: Store, steps: list[Iterator[Added]], each: bool) -> None:
    """Run to the end, say what became of the reports, and set the exit code."""
    counts: Counter[str] = Counter()
    rejected: list[str] = []
    try:
        for step in steps:
            for added in step:
                counts[added.what] += 1
                if each:
                    typer.echo(f"{added.what}\t{added.report}\t{added.address}")
                if added.what in ("rejected", "removed"):
                    rejected.append(f"{WORDS[added.what]}: {added.address}: {added.reason}")
    except KeyboardInterrupt:
        fail(f"Stopped; {sum(counts.values())} reports are done. Run the command again to go on.", 130)
    for line in rejected:
        typer.echo(line, err=True)
    done = sum(counts.values()) - counts["rejected"]
    if not counts:
        fail("Nothing to add: the paths hold no report.", 2)
    said = ", ".join(f"{counts[w]:,} {words}" for w, words in WORDS.items() if counts[w])
    typer.echo(f"{sum(counts.values()):,} reports: {said}.", err=each)
    if counts["rejected"]:
        raise typer.Exit(1 if done else 2)


@filtered
def find(
    db: Database,
    asked: Filter,
    of: Annotated[str, typer.Option("--of", metavar="KIND", help="events or statements.")] = "events",
    limit: Limit = 50,
    format: Shape = Form.table,
) -> None:
    """Find events or statements, the latest first; the options narrow one another."""
    with errors():
        from dragoman.report import rows
        from dragoman.store import Store

        if of not in ("events", "statements"):
            fail(f"--of {of!r} is neither events nor statements.", 2)
        with Store.open(db) as store:
            table = store.find(asked, of, limit=limit or None)  # type: ignore[arg-type]
            if format is not Form.table:
                rows.write(table, format)
            elif not table.total:
                typer.echo(f"No {of} found.")
            else:
                (rows.events if of == "events" else rows.statements)(table)


def show(
    db: Database,
    id: Annotated[str, typer.Argument(metavar="ID", help="Of a report, event, statement, story or party; its beginning will do.")],
    format: Shape = Form.table,
) -> None:  # fmt: skip
    """Show one record with the words that prove it and how it came about."""
    with errors():
        import json

        from rich.console import Console

        from dragoman.report import record
        from dragoman.store import Store

        with Store.open(db) as store:
            found = record.find(store, store.current_id(id))
            if found is None:
                fail(store.fate(id), 2)
            if format is Form.table:
                Console(highlight=False).print(record.draw(store, *found))
            else:
                typer.echo(json.dumps(record.as_dictionary(store, *found), ensure_ascii=False, default=str))


@filtered
def stories(
    db: Database,
    asked: Filter,
    join: Annotated[
        tuple[str, str] | None, typer.Option(metavar="ID ID", help="Make two stories one, for good.")
    ] = None,
    split: Annotated[
        str | None, typer.Option(metavar="EVENT", help="Take an event out of its story, for good.")
    ] = None,
    by: Annotated[str, typer.Option(help="Who joins or splits; kept.")] = "",
    note: Annotated[str, typer.Option(help="Why; kept.")] = "",
    limit: Limit = 50,
    format: Shape = Form.table,
) -> None:
    """Show happenings, each once with all its witnesses, the latest first; or correct which events are one."""
    with errors():
        from dragoman.report import rows
        from dragoman.store import Store

        if join or split:
            must_exist(db)
            with Store.open(db, write=True) as store:
                made = store.join(*join, by=by, note=note) if join else store.split(split or "", by=by, note=note)
            typer.echo(f"{'Joined as' if join else 'Split off into'} {made}.")
            return
        with Store.open(db) as store:
            table = store.stories(asked, limit=limit or None)
            if format is not Form.table:
                rows.write(table, format)
            elif not table.total:
                typer.echo("No stories found.")
            else:
                rows.stories(table)


@filtered
def claims(
    db: Database,
    asked: Filter,
    matrix: Annotated[bool, typer.Option("--matrix", help="A row for each claim, a column for each party.")] = False,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="The matrix as a file whose cells open their words: .html, .xlsx or .csv.")] = None,
    limit: Limit = 20,
    format: Shape = Form.table,
) -> None:  # fmt: skip
    """Show what is claimed and denied: who says what of a disputed story, since when, in how many reports."""
    with errors():
        from dragoman.report import rows
        from dragoman.store import Store
        from dragoman.store.claims import matrix as crossed

        with Store.open(db) as store:
            table = store.claims(asked, limit=limit or None)
        if not len(table):
            typer.echo("No claims found.")
        elif out:
            from dragoman.report.matrix import save

            save(table, out)
            typer.echo(f"{out}: {len({row['story'] for row in table}):,} claims.")
        elif matrix:
            rows.write(crossed(table), format)
        elif format is Form.table:
            rows.claims(table)
        else:
            rows.write(table, format)


def must_exist(db: Path) -> None:
    """Writing would make a new file."""
    if not db.is_file():
        fail(f"There is no database {db}: make one with `dragoman add {db} PATH...`.", 2)


COMMANDS: tuple[Callable[..., None], ...] = (add, find, show, stories, claims)
