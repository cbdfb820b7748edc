"""The command that watches feeds. Heavy parts are imported inside it, so that `--help` answers at once."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.terminal import errors, progress

if TYPE_CHECKING:
    from dragoman.watch import Round


def watch(
    db: Annotated[Path, typer.Argument(metavar="DB", help="The database file.")],
    feeds: Annotated[Path, typer.Argument(metavar="FEEDS", help="The TOML file that names the feeds.")],
    once: Annotated[bool, typer.Option("--once", help="Ask every feed that is due once, then stop.")] = False,
    coder: Annotated[str, typer.Option(help="Who codes: encoder or rules.")] = "rules",
    setting: Annotated[
        str, typer.Option(help="complete, or careful: only events right in about 8 of 10.")
    ] = "complete",
    codebook: Annotated[Path | None, typer.Option(metavar="DIR", help="Your own codebook instead of PLOVER.")] = None,
    keep_originals: Annotated[Path | None, typer.Option(metavar="DIR", help="Store the original bytes here.")] = None,
) -> None:
    """Watch feeds: code and store each item once, round after round, until stopped with Ctrl-C."""
    with errors():
        from dragoman.model import Document
        from dragoman.pipeline import Pipeline
        from dragoman.read import Unread
        from dragoman.read.inputs import Settings
        from dragoman.read.originals import Originals
        from dragoman.store import Store, adding
        from dragoman.watch import Ledger, read_feeds
        from dragoman.watch import watch as watched

        named = read_feeds(feeds)
        ledger = Ledger(db.with_name(db.name + ".feeds"))
        pipeline = Pipeline.open(coder=coder, setting=setting, codebook=codebook, progress=progress)
        made_by = (pipeline.coder.name, pipeline.codebook.id)
        counts: Counter[str] = Counter()
        with Store.open(db, write=True) as store:
            run = store.start_run(*made_by, {"feeds": str(feeds.absolute())})

            def stored(reports: Sequence[Document | Unread]) -> dict[str, tuple[str, str | None]]:
                became = {
                    a.report: (a.what, a.reason or None) for a in adding.add(store, reports, pipeline, run, made_by)
                }
                counts.update(what for what, _ in became.values())
                return dict(became)

            settings = Settings(originals=Originals(keep_originals), allow=named.allow)
            try:
                for number, done in enumerate(watched(named, ledger, stored, settings=settings, once=once), start=1):
                    progress(_line(number, done))
            except KeyboardInterrupt:
                progress("Stopped; run the command again to go on.")
            finally:
                store.end_run(run, counts)
                ledger.close()


def _line(number: int, done: Round) -> str:
    """Say what a round did, in one line that adds up."""
    failed = ", ".join(f"{n} × {reason}" for reason, n in done.failed.most_common(5))
    became = ", ".join(f"{n} {what}" for what, n in done.outcomes.most_common()) or "none to code"
    again = (
        "no feed is left to ask"
        if done.wait is None
        else f"next at {time.strftime('%H:%M:%S', time.localtime(time.time() + done.wait))}"
    )
    return (
        f"{time.strftime('%H:%M:%S')} round {number}: {done.asked} feeds asked: {done.changed} read, {done.unchanged} not changed, "
        f"{done.failed.total()} failed{f' ({failed})' if failed else ''}; {done.new} new items; {became}; {again}."
    )
