"""The commands that find out how right a database is: draw a sample, and estimate from what a person said of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from dragoman.database import Database, Form, Shape, filtered, must_exist
from dragoman.query import Filter
from dragoman.terminal import errors


@filtered
def sample(
    db: Database,
    asked: Filter,
    by: Annotated[str, typer.Option("--by", metavar="KEYS", help="Strata: type, mode, status, quad, score, background, country, source.")] = "type,status,score",
    n: Annotated[int, typer.Option("--n", min=2, help="Events to draw.")] = 200,
    windows: Annotated[int, typer.Option(min=0, help="Sentences without an event to draw, for recall.")] = 50,
    blind: Annotated[bool, typer.Option("--blind", help="Do not show what was coded.")] = False,
    seed: Annotated[int, typer.Option(help="The same seed draws the same sample.")] = 1,
    out: Annotated[Path, typer.Option(metavar="FILE", help="The sheet to fill in, CSV.")] = Path("sample.csv"),
) -> None:  # fmt: skip
    """Draw a stratified sample of events, and sentences without one, for a person to judge."""
    with errors():
        from dragoman.report import samples
        from dragoman.store import Store

        must_exist(db)
        with Store.open(db, write=True) as store:
            drawn = store.sample(
                asked, by=[b.strip() for b in by.split(",") if b.strip()], n=n, windows=windows, seed=seed
            )
            count = samples.save(out, samples.sheet(store, drawn, blind=blind))
    strata = f"{len(drawn.strata)} strata by {' and '.join(drawn.by) or 'nothing'}"
    typer.echo(
        f"{out}: sample {drawn.run}, {count:,} items, {strata}. Fill in and give it to `dragoman audit {db} --reviews {out}`."
    )


def audit(
    db: Database,
    reviews: Annotated[Path | None, typer.Option(metavar="FILE", help="The filled-in sheet; else the reviews in the database.")] = None,
    sample: Annotated[int | None, typer.Option(metavar="NUMBER", help="Which sample; the last one if not given.")] = None,
    per: Annotated[str, typer.Option("--period", metavar="PERIOD", help="month or year.")] = "year",
    format: Shape = Form.table,
) -> None:  # fmt: skip
    """Estimate precision, recall and corrected counts from a judged sample, with 95 % intervals."""
    with errors():
        from dragoman.errors import BadQuery
        from dragoman.report import rows, samples
        from dragoman.report.audit import audit as estimate
        from dragoman.store import Store, Table

        if per not in ("month", "year"):
            raise BadQuery(f"There is no period {per!r}: use month or year.")
        with Store.open(db) as store:
            drawn = store.drawn(sample)
            said = samples.from_sheet(reviews, drawn) if reviews else []
            made = estimate(drawn, samples.both(said, samples.from_reviews(store, drawn)), store.coded(drawn, per))
    kinds = [(k, e.n, round(e.value, 3), round(e.low, 3), round(e.high, 3)) for k, e in made.by_type.items()]
    counts = [
        (r.type, r.period, r.coded, round(r.corrected.value, 1), round(r.corrected.low, 1), round(r.corrected.high, 1))
        for r in made.counts
    ]
    if format is Form.table:
        rows.write(Table(("type", "judged", "precision", "low", "high"), kinds, len(kinds)), format)
        typer.echo("")
    rows.write(Table(("type", per, "coded", "corrected", "low", "high"), counts, len(counts)), format)
    typer.echo(("\n" if format is Form.table else "") + made.methods, err=format is not Form.table)


COMMANDS: tuple[Callable[..., None], ...] = (sample, audit)
