"""What all commands say alike: errors as one sentence, progress, exit codes.

0 all done, 1 some inputs rejected, 2 wrong usage or nothing readable.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NoReturn, TypeVar

import typer

from dragoman.errors import DragomanError

One = TypeVar("One")
QUIET = 20.0
"""Seconds between two lines of progress where no person looks on."""


class errors:
    """Show a `DragomanError` as its sentence and leave with code 2."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, DragomanError):
            fail(str(error), 2)
        if isinstance(error, BrokenPipeError):
            raise typer.Exit(0)


def fail(message: str, status: int) -> NoReturn:
    """Say why, and leave."""
    typer.echo(message, err=True)
    raise typer.Exit(status)


def progress(line: str) -> None:
    """Progress goes to standard error, so that standard output stays clean."""
    typer.echo(line, err=True)


def day(option: str, text: str | None) -> date | None:
    """Read a day, or say how to write one."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        fail(f"{option} {text!r} is not a date: write it as 2015-09-24.", 2)


def counted(things: Iterable[One], total: int | None, what: str) -> Iterator[One]:
    """Show on standard error how many are done, how fast, and how long the rest will take."""
    import sys

    if sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
        )  # fmt: skip
        start = time.monotonic()
        with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
            task = shown.add_task(what, total=total, rate="")
            for number, thing in enumerate(things, 1):
                shown.update(task, completed=number, rate=f"{number / (time.monotonic() - start):.1f}/s")
                yield thing
        return
    start = said = time.monotonic()
    for number, thing in enumerate(things, 1):
        if (moment := time.monotonic()) - said > QUIET:
            said = moment
            progress(f"{what}: {rate_line(number, total, moment - start)}")
        yield thing


def rate_line(done: int, total: int | None, seconds: float) -> str:
    """How many are done, how many a second, how long the rest will take."""
    speed = done / seconds
    if not total or total < done:
        return f"{done:,} done, {speed:.1f} a second"
    left = (total - done) / speed
    shown = f"{left / 3600:.1f} hours" if left > 5400 else f"{left / 60:.0f} minutes" if left > 90 else f"{left:.0f} s"
    return f"{done:,} of {total:,} done, {speed:.1f} a second, {shown} left"
