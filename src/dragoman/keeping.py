"""The commands that look after a database: check, compare, copy, clean, remake."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from dragoman.database import Database, Form, Shape, must_exist
from dragoman.terminal import counted, errors, fail


def diff(
    db: Database,
    before: Annotated[int, typer.Argument(metavar="RUN", help="Number of a run.")],
    after: Annotated[int, typer.Argument(metavar="RUN", help="Number of a later run.")],
    format: Shape = Form.table,
) -> None:
    """Show what the coder of one run changed against that of another."""
    with errors():
        from dragoman.report import rows
        from dragoman.store import Store

        with Store.open(db) as store:
            rows.write(
                store.compare(before, after), format, ("report", "what", "type", "words", "field", "before", "after")
            )


def verify(db: Database) -> None:
    """Check every span against its text, and every hash, row and index; prints one line a fault."""
    with errors():
        from dragoman.errors import BadDatabase
        from dragoman.store import Store

        count = 0
        try:
            store = Store.open(db, write=db.is_file())
        except BadDatabase:
            store = Store.open(db)
        with store:
            for fault in store.verify():
                count += 1
                typer.echo(fault)
            reports, records, spans = store.sql(
                "SELECT (SELECT count(*) FROM document), (SELECT count(*) FROM event) + (SELECT count(*) FROM statement), "
                "(SELECT count(*) FROM span)"
            ).rows[0]
    if count:
        fail(f"{count:,} fault{'s' * (count > 1)} in {db}.", 1)
    typer.echo(
        f"{db}: {reports:,} reports, {records:,} events and statements, {spans:,} spans: all as they were stored."
    )


def backup(
    db: Database, file: Annotated[Path, typer.Argument(metavar="FILE", help="The copy; must not exist.")]
) -> None:
    """Copy a database, also while it is in use."""
    with errors():
        from dragoman.store import Store

        with Store.open(db) as store:
            store.backup(file)
    typer.echo(f"{file}: {file.stat().st_size:,} bytes.")


def remove(
    db: Database,
    id: Annotated[str, typer.Argument(metavar="ID", help="Of a report.")],
    reason: Annotated[str, typer.Option(help="Why; stays in the database.")],
    by: Annotated[str, typer.Option(help="Who; stays in the database.")] = "",
) -> None:
    """Erase a report: its text, records and reviews; a note without content stays."""
    with errors():
        from dragoman.store import Store

        must_exist(db)
        with Store.open(db, write=True) as store:
            store.remove(id, reason, by=by)
    typer.echo(f"{id} is erased from {db}. Backups and exports made before still hold it.")


def rebuild(db: Database) -> None:
    """Make everything derived again: rows and indexes; brings a file of an older dragoman up to date."""
    with errors():
        from dragoman.store import Store

        must_exist(db)
        with Store.open(db, write=True) as store:
            total = store.sql("SELECT count(*) FROM coding WHERE current = 1").rows[0][0]
            for _ in counted(store.rebuild(), total, "rebuilding"):
                pass
    typer.echo(f"{db}: {total:,} codings laid out again.")


COMMANDS: tuple[Callable[..., None], ...] = (diff, verify, backup, remove, rebuild)
