"""The commands that work on many inputs at once. Heavy parts are imported inside them, so that `--help` answers at once."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.terminal import QUIET, day, errors, fail, progress

if TYPE_CHECKING:
    from dragoman.batch import Folder, Job
    from dragoman.batch.account import Marker, Sum
    from dragoman.batch.running import Engine


class EngineName(StrEnum):
    local = "local"
    ray = "ray"


class Gates(StrEnum):
    none = "none"
    reports = "reports"
    sentences = "sentences"
    all = "all"


def batch(
    source: Annotated[list[str], typer.Argument(metavar="IN...", help="Files, folders, patterns, or addresses (https, s3, gs); the last one is OUT.")],
    engine: Annotated[EngineName, typer.Option(help="Who does the work: processes of this machine, or Ray.")] = EngineName.local,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; all cores if not given.")] = None,
    address: Annotated[str | None, typer.Option(help="Of a running Ray cluster; one of this machine if not given.")] = None,
    part: Annotated[int | None, typer.Option(min=1, max=100_000, help="Inputs in one part; 128 if not given.")] = None,
    gate: Annotated[Gates, typer.Option(help="What is left out unread: reports that hold no events, sentences, both, nothing.")] = Gates.none,
    input: Annotated[str | None, typer.Option(metavar="FORMAT", help="What the inputs are; found out if not given.")] = None,
    published: Annotated[str | None, typer.Option(metavar="DATE", help="Publication date (2015-09-24) of the reports.")] = None,
    outlet: Annotated[str | None, typer.Option("--source", help="Outlet that published the reports.")] = None,
    coder: Annotated[str, typer.Option(help="Who codes.")] = "rules",
    codebook: Annotated[Path | None, typer.Option(metavar="DIR", help="Your own codebook instead of PLOVER.")] = None,
    actors: Annotated[Path | None, typer.Option(metavar="CSV", help="Your own actors, which win.")] = None,
    map: Annotated[str | None, typer.Option(metavar="FIELD=COLUMN,...", help="Which column of tables is which field.")] = None,
    allow_host: Annotated[list[str] | None, typer.Option(metavar="HOST", help="Fetch from this host though it is not public.")] = None,
) -> None:  # fmt: skip
    """Code any number of reports into a folder of Parquet tables (the last path); run it again to go on after a crash."""
    with errors():
        from dragoman.batch import Folder, Job, run
        from dragoman.batch.job import PART
        from dragoman.read import FORMATS, columns_of

        *paths, out = source
        if not paths:
            fail("Name what to read and, last, the folder to write: `dragoman batch IN OUT`.", 2)
        if input is not None and input not in FORMATS:
            fail(f"There is no input format {input!r}: use {', '.join(FORMATS)}.", 2)
        job = Job(
            coder=coder, codebook=_absolute(codebook), actors=_absolute(actors), gates=_GATES[gate], part=part or PART, format=input,
            published=day("--published", published), source=outlet, columns=columns_of(map) if map else {},
            allow=tuple(allow_host or ()),
        )  # fmt: skip
        folder = Folder(out if "://" in out else os.path.abspath(out))
        _needs(["pyarrow"], "batch")
        _told(run(paths, folder, job, _engine(engine, job, folder, workers, address)), folder)


_GATES: dict[Gates, tuple[str, ...]] = {
    Gates.none: (), Gates.reports: ("reports",), Gates.sentences: ("sentences",), Gates.all: ("reports", "sentences"),
}  # fmt: skip


def _absolute(path: Path | None) -> Path | None:
    return path.absolute() if path else None


def _needs(packages: Iterable[str], extra: str) -> None:
    from importlib.util import find_spec

    missing = [p for p in packages if find_spec(p) is None]
    if missing:
        fail(f"This needs {', '.join(missing)}: run `pip install 'dragoman[{extra}]'`.", 2)


def _engine(name: EngineName, job: Job, out: Folder, workers: int | None, address: str | None) -> Engine:
    match name:
        case EngineName.local:
            from dragoman.batch.local import LocalEngine

            return LocalEngine(job, out, workers)
        case EngineName.ray:
            _needs(["ray"], "ray")
            from dragoman.batch.cluster import RayEngine

            return RayEngine(job, out, workers, address)


def _told(parts: Iterator[Marker], out: Folder) -> None:
    """Run to the end, show how far it is, and say what became of the inputs."""
    from dragoman.batch.account import Sum

    made = Sum()
    try:
        with _shown() as show:
            for marker in parts:
                made.add(marker)
                show(made)
    except KeyboardInterrupt:
        fail(f"Stopped; {made.parts:,} parts are done. Run the command again to go on.", 130)
    coded, left = made.rows["report"], made.rows["rejection"]
    if not made.parts:
        typer.echo(f"Nothing new: all is done already in {out.address}.")
        return
    typer.echo(
        f"{coded + left:,} reports: {coded:,} coded with {made.rows['event']:,} events and {made.rows['statement']:,} statements, "
        f"{left:,} left out. Account: {out.at('_summary.json')}"
    )
    for reason, count in made.reasons.most_common(5):
        typer.echo(f"{count:>9,}  {reason}", err=True)
    if left and not coded:
        raise typer.Exit(2)
    if any(not reason.startswith("gate:") for reason in made.reasons):
        raise typer.Exit(1)


class _shown:
    """Progress and rate on standard error: one line that changes for a person, one now and then for a file."""

    def __enter__(self) -> Callable[[Sum], None]:
        self._began = self._said = time.monotonic()
        self._status = None
        if sys.stderr.isatty():
            from rich.console import Console

            self._status = Console(stderr=True).status("loading the models ...")
            self._status.start()
        return self._show

    def _show(self, made: Sum) -> None:
        moment = time.monotonic()
        done = made.rows["report"] + made.rows["rejection"]
        line = (
            f"{done:,} reports in {made.parts:,} parts, {done / (moment - self._began):.1f} a second, "
            f"{made.rows['event']:,} events, {made.rows['rejection']:,} left out"
        )
        if self._status is not None:
            self._status.update(line)
        elif moment - self._said > QUIET:
            self._said = moment
            progress(line)

    def __exit__(self, *_: object) -> None:
        if self._status is not None:
            self._status.stop()


COMMANDS: tuple[Callable[..., None], ...] = (batch,)
