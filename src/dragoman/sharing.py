"""The commands that give a database away: export, and attach for who gets one without words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from dragoman.database import Database, filtered, must_exist
from dragoman.query import Filter
from dragoman.terminal import errors, fail


@filtered
def export(
    db: Database,
    asked: Filter,
    as_: Annotated[str, typer.Option("--as", metavar="FORMAT", help="jsonl, csv, parquet, polecat, cameo, gdelt, plover or webannotation.")],
    out: Annotated[Path | None, typer.Option(metavar="PATH", help="File, or folder for csv and parquet; standard output if not given.")] = None,
    without_text: Annotated[bool, typer.Option("--without-text", help="Leave the words of the reports out; offsets, labels and hashes stay.")] = False,
    redact: Annotated[Path | None, typer.Option(metavar="FILE", help="CSV of persons to give other names: name, replacement.")] = None,
    since_run: Annotated[int | None, typer.Option(metavar="RUN", help="Only what is new, other or gone since this run.")] = None,
) -> None:  # fmt: skip
    """Write events, statements and stories in the formats that other tools read; the options choose which."""
    with errors():
        from dragoman.export.exporting import Options, export
        from dragoman.export.redaction import Redactor
        from dragoman.store import Store

        options = Options(not without_text, Redactor.read(redact) if redact else None, since_run)
        with Store.open(db) as store:
            account = export(store, as_, out, asked, options)  # type: ignore[arg-type]
        for line in account.lines():
            typer.echo(line, err=True)


def attach(
    db: Database,
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="The reports, as files, folders or JSON Lines.")
    ],
    input: Annotated[
        str | None, typer.Option(metavar="FORMAT", help="What the inputs are; found out if not given.")
    ] = None,
) -> None:
    """Put the texts back into a database that was made from an export without them; refuses texts that differ."""
    with errors():
        from dragoman.export.withholding import attach
        from dragoman.read import read
        from dragoman.store import Store

        must_exist(db)
        with Store.open(db, write=True) as store:
            waiting = len(store.withheld())
            if not waiting:
                fail(f"{db} has no report without its text.", 2)
            run = store.start_run("as in the database", "as in the database", {"attach": paths})
            refused = []
            done = 0
            for id, reason in attach(store, read(paths, format=input), run):
                if reason:
                    refused.append(f"{id}: {reason}")
                else:
                    done += 1
            store.end_run(run, {"attached": done, "refused": len(refused)})
    for line in refused:
        typer.echo(line, err=True)
    typer.echo(f"{done:,} of {waiting:,} texts attached; {waiting - done:,} are still missing.")
    if refused:
        raise typer.Exit(1)


COMMANDS: tuple[Callable[..., None], ...] = (export, attach)
