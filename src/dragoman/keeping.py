"""The commands that look after a database: check, compare, copy, clean, remake."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.database import Database, Form, Shape, must_exist
from dragoman.terminal import counted, errors, fail

if TYPE_CHECKING:
    from dragoman.store import Store


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


def verify(
    db: Database,
    manifest: Annotated[
        Path | None, typer.Option("--against", metavar="MANIFEST", help="Also find what changed since this seal.")
    ] = None,
) -> None:
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
            since = list(_since(store, manifest)) if manifest else []
            for fault in store.verify():
                count += 1
                typer.echo(fault)
            reports, records, spans = store.sql(
                "SELECT (SELECT count(*) FROM document), (SELECT count(*) FROM event) + (SELECT count(*) FROM statement), "
                "(SELECT count(*) FROM span)"
            ).rows[0]
    if count or any(since):
        told = [f"{count:,} fault{'s' * (count != 1)} in {db}"]
        told += [f"{sum(since):,} change{'s' * (sum(since) != 1)} since {manifest}"] if manifest else []
        fail(", ".join(told) + ".", 1)
    typer.echo(
        f"{db}: {reports:,} reports, {records:,} events and statements, {spans:,} spans: all as they were stored."
    )


def _since(store: Store, manifest: Path) -> Iterator[bool]:
    """Print what changed since a seal; yields whether each line is a change."""
    change = True
    for line in store.against(manifest):
        if not line:
            change = False
            continue
        typer.echo(line)
        yield change


def seal(
    db: Database,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="The manifest; DB.seal if not given.")] = None,
) -> None:
    """Write a manifest of hashes, without content, that a third party can put a time on."""
    with errors():
        from dragoman.store import Store

        path = out or db.with_name(db.name + ".seal")
        with Store.open(db) as store:
            made = store.seal(path)
    typer.echo(f"{path}: " + ", ".join(f"{n:,} {kind}" for kind, n in made.counts.items()) + ".")
    typer.echo(f"sha256 {made.sha256}")
    typer.echo("Keep the file away from the database, and let a third party put a time on its hash.", err=True)


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


COMMANDS: tuple[Callable[..., None], ...] = (diff, verify, seal, backup, remove, rebuild)
