"""The commands that count what a database holds: by time, by place, by outlet. Heavy parts are imported inside them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from dragoman.database import Database, Form, Shape, filtered
from dragoman.query import Filter
from dragoman.terminal import errors

Period = Annotated[str, typer.Option("--period", metavar="PERIOD", help="day, week, month or year.")]
Plot = Annotated[Path | None, typer.Option("--plot", metavar="FILE", help="Draw it: .svg, .png, or .html, which works offline.")]  # fmt: skip
Title = Annotated[str | None, typer.Option(help="Title of the drawing.")]


@filtered
def trend(
    db: Database,
    asked: Filter,
    per: Period = "month",
    by: Annotated[str | None, typer.Option("--by", metavar="WHAT", help="dyad, type, mode, quad, status, country or place.")] = None,
    per_reports: Annotated[bool, typer.Option("--per-reports", help="Also stories for each 1,000 reports read.")] = False,
    plot: Plot = None,
    title: Title = None,
    format: Shape = Form.table,
) -> None:  # fmt: skip
    """Count stories that took place by time; says what was counted and how many were left out."""
    with errors():
        from dragoman.report import rows
        from dragoman.store import Store

        with Store.open(db) as store:
            table = store.trend(asked, period=per, by=by, per_reports=per_reports)
        if plot:
            from dragoman.report import charts

            charts.save(charts.trend(table, title or f"Stories by {per}"), table, plot)
            typer.echo(f"{plot}: {table.notes[1]}")
        else:
            rows.write(table, format)


@filtered
def map(
    db: Database,
    asked: Filter,
    by: Annotated[str, typer.Option("--by", metavar="WHAT", help="place or country.")] = "place",
    plot: Plot = None,
    title: Title = None,
    format: Shape = Form.table,
) -> None:
    """Count stories that took place by where; says what was counted and how many were left out."""
    with errors():
        from dragoman.report import rows
        from dragoman.store import Store

        with Store.open(db) as store:
            table = store.map(asked, by=by)
        if plot:
            from dragoman.report import charts

            charts.save(charts.world(table, title or f"Stories by {by}"), table, plot)
            typer.echo(f"{plot}: {table.notes[1]}")
        else:
            rows.write(table, format)


@filtered
def coverage(db: Database, asked: Filter, per: Period = "month", format: Shape = Form.table) -> None:
    """Count reports read, copied and rejected, by outlet and time."""
    with errors():
        from dragoman.report import rows
        from dragoman.store import Store

        with Store.open(db) as store:
            rows.write(store.coverage(asked, period=per), format)


COMMANDS: tuple[Callable[..., None], ...] = (trend, map, coverage)
