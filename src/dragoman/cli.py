"""The command line. Heavy parts are imported inside the commands, so that `--help` answers at once."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from dragoman import auditing, counts, database, keeping, serving, sharing, watching
from dragoman.errors import UnreadableInput
from dragoman.terminal import day as _day
from dragoman.terminal import errors as _errors
from dragoman.terminal import fail as _fail
from dragoman.terminal import progress as _progress

if TYPE_CHECKING:
    from dragoman.looks import Kind, Look
    from dragoman.model import Coding
    from dragoman.pipeline import Pipeline

One = TypeVar("One", bound="Coding | Look")

app = typer.Typer(
    name="dragoman",
    help="Reads news reports and writes down who did and said what to whom, each value tied to the words that prove it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
codebooks = typer.Typer(help="Check a codebook.", no_args_is_help=True)
gazetteers = typer.Typer(help="Build the gazetteer, or lay your own files over it.", no_args_is_help=True)
app.add_typer(codebooks, name="codebook")
app.add_typer(gazetteers, name="gazetteer")


class Output(StrEnum):
    table = "table"
    jsonl = "jsonl"


class Input(StrEnum):
    """The same as `read.FORMATS`, which would take too long to import here; a test holds them together."""

    text = "text"
    html = "html"
    jsonl = "jsonl"
    csv = "csv"
    tsv = "tsv"
    parquet = "parquet"
    pdf = "pdf"
    docx = "docx"
    rtf = "rtf"
    mail = "mail"
    mbox = "mbox"
    newsml = "newsml"
    ninjs = "ninjs"
    feed = "feed"
    warc = "warc"
    zip = "zip"
    tar = "tar"
    gzip = "gzip"
    bzip2 = "bzip2"
    xz = "xz"


class CoderName(StrEnum):
    encoder = "encoder"
    rules = "rules"


class SettingName(StrEnum):
    complete = "complete"
    careful = "careful"


class Lines(StrEnum):
    jsonl = "jsonl"


LookText = Annotated[
    str | None,
    typer.Argument(metavar="TEXT", help="A text or a phrase, or with --input a file; - reads standard input."),
]
LookDay = Annotated[str | None, typer.Option(metavar="DATE", help="Publication date (2015-09-24) of the text.")]
LookInput = Annotated[
    Lines | None,
    typer.Option(help="TEXT is a file of lines with id, text and published; one line answers each."),
]
LookOutput = Annotated[
    Output | None, typer.Option(help="A table for people or one JSON line a text; JSON for --input jsonl.")
]


@app.command()
def code(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Files, folders or web addresses; - reads standard input.")
    ],
    input: Annotated[Input | None, typer.Option(help="What the inputs are; found out if not given.")] = None,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="Publication date (2015-09-24) of the reports.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="Title of the report.")] = None,
    source: Annotated[str | None, typer.Option(help="Outlet that published the reports.")] = None,
    coder: Annotated[
        CoderName, typer.Option(help="Who codes: the encoder with the rules, or the rules alone.")
    ] = CoderName.rules,
    setting: Annotated[
        SettingName, typer.Option(help="All events that pay, or only those right in about 8 of 10.")
    ] = SettingName.complete,
    codebook: Annotated[Path | None, typer.Option(metavar="DIR", help="Your own codebook instead of PLOVER.")] = None,
    actors: Annotated[Path | None, typer.Option(metavar="CSV", help="Your own actors, which win.")] = None,
    format: Annotated[Output, typer.Option(help="A table for people or one JSON line a report.")] = Output.table,
    map: Annotated[
        str | None,
        typer.Option(
            metavar="FIELD=COLUMN,...", help="Which column of tables is which field: text=body,published=date."
        ),
    ] = None,
    keep_originals: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Store the original bytes here, each under its sha256.")
    ] = None,
    allow_host: Annotated[
        list[str] | None, typer.Option(metavar="HOST", help="Fetch from this host though it is not public.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say for each sentence what was found, or why nothing was.")
    ] = False,
) -> None:
    """Read reports and print the events and statements in them."""
    with _errors():
        from dragoman.pipeline import Pipeline
        from dragoman.read import columns_of, read

        day = _day("--published", published)
        pipeline = Pipeline.open(
            coder=coder.value, setting=setting.value, codebook=codebook, actors=actors, progress=_progress
        )
        inputs = read(
            paths,
            format=input.value if input else None,
            published=day,
            title=title,
            source=source,
            stdin=sys.stdin.buffer,
            columns=columns_of(map) if map else None,
            originals=keep_originals,
            allow=allow_host or (),
        )
        codings = _explained(pipeline, inputs) if explain else _printed(pipeline.code(inputs), format)
        _finish(_watched(codings))


@app.command()
def actors(text: LookText = None, on: LookDay = None, input: LookInput = None, format: LookOutput = None) -> None:
    """Show the parties that a text or a phrase names: country, sector, office."""
    _look("actors", text, on, input, format)


@app.command()
def places(text: LookText = None, on: LookDay = None, input: LookInput = None, format: LookOutput = None) -> None:
    """Show the places that a text names: country, region, coordinates."""
    _look("places", text, on, input, format)


@app.command()
def times(text: LookText = None, on: LookDay = None, input: LookInput = None, format: LookOutput = None) -> None:
    """Show the times that a text names, as days."""
    _look("times", text, on, input, format)


def _look(kind: Kind, text: str | None, on: str | None, input: Lines | None, format: Output | None) -> None:
    """Look at one text, or at each line of a file of them."""
    with _errors():
        from dragoman.looks import Looker
        from dragoman.read import read, take

        day = _day("--on", on)
        if text is None and input is None:
            _fail(f'Nothing to look at: give a text, as in dragoman {kind} "...", or --input jsonl FILE.', 2)
        source = text if text not in (None, "-") else "-"
        if input is Lines.jsonl:
            inputs = read([source], format="jsonl", published=day, stdin=sys.stdin.buffer, repeats=True)
        else:
            words = sys.stdin.buffer.read().decode("utf-8", "replace") if source == "-" else source
            inputs = iter([take(words, published=day)])
        lines = format is Output.jsonl or (format is None and input is Lines.jsonl)
        looks = Looker.open(progress=_progress).look(kind, inputs)
        _finish(_watched(_shown(looks, lines, named=input is not None)), "answered")


def _shown(looks: Iterable[Look], lines: bool, named: bool) -> Iterator[Look]:
    """Print each look as it comes; a table under the id of its text where that is `named`."""
    from rich.console import Console

    from dragoman.export.contract import look_to_json
    from dragoman.report.looks import table

    console = Console(highlight=False)
    for look in looks:
        if lines:
            sys.stdout.write(look_to_json(look.document, look.kind, look.found, look.rejections) + "\n")
            sys.stdout.flush()
        elif not look.rejections:
            console.print(table(look.kind, look.document, look.found, named))
        yield look


@app.command()
def relate(
    path: Annotated[str, typer.Argument(metavar="FILE", help="Lines of JSON; - reads standard input.")],
    codebook: Annotated[Path | None, typer.Option(metavar="DIR", help="Your own codebook instead of PLOVER.")] = None,
) -> None:
    """Say what one given party does to another: a line with id, text, source_span and target_span in, a line out."""
    with _errors():
        from dragoman.codebook import load
        from dragoman.coding.network import Network
        from dragoman.coding.relate import relate as related
        from dragoman.export.contract import relation_to_json

        with _lines_of(path) as lines:
            wrong = answered = 0
            for one in related(lines, Network.open(), load(codebook)):
                sys.stdout.write(relation_to_json(one) + "\n")
                answered += 1
                wrong += one.reason is not None
    if not answered:
        _fail(f"{path} holds no lines: give lines of JSON with id, text, source_span and target_span.", 2)
    if wrong:
        _fail(f"{wrong} of {answered} lines could not be used; their answers say why.", 1)


@contextmanager
def _lines_of(path: str) -> Iterator[Iterator[str]]:
    """The lines of a file or of standard input; what is not UTF-8 is replaced."""
    try:
        file = sys.stdin.buffer if path == "-" else open(path, "rb")  # noqa: SIM115
    except OSError as error:
        raise UnreadableInput(f"{path} cannot be read ({error.strerror}): check the path.") from error
    with file:
        yield (line.decode("utf-8", "replace") for line in file)


@app.command()
def schema() -> None:
    """Print the JSON Schema of a line of `code --format jsonl`."""
    from dragoman.export.contract import schema as made

    typer.echo(made())


@app.command()
def doctor() -> None:
    """Print versions, model hashes, the gazetteer's state and memory, for a bug report."""
    with _errors():
        from dragoman.report.doctor import lines

        for line in lines():
            typer.echo(line)


@codebooks.command("check")
def codebook_check(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder with the YAML files of a codebook.")],
) -> None:
    """Hold a codebook against the rules; prints one line a problem, with file and line."""
    with _errors():
        from dragoman.codebook import check

        problems = check(folder)
    for problem in problems:
        typer.echo(str(problem))
    if problems:
        _fail(f"{len(problems)} problem{'s' * (len(problems) > 1)} in {folder}: mend the lines above.", 1)
    typer.echo(f"{folder}: no problems.")


@gazetteers.command("build")
def gazetteer_build(
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to write it; the user cache if not given.")
    ] = None,
) -> None:
    """Build the gazetteer file anew (about ten seconds; happens by itself on first use)."""
    with _errors():
        from dragoman.gazetteer import build

        typer.echo(f"{build(out, progress=_progress)}")


class Layer(StrEnum):
    actors = "actors"
    wikidata = "wikidata"
    geonames = "geonames"


@gazetteers.command("import")
def gazetteer_import(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV of actors, a Wikidata or a GeoNames dump.")],
    format: Annotated[Layer | None, typer.Option(help="What the file is; found out by its name.")] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to write it; kept and used from now on if not given.")
    ] = None,
    alternates: Annotated[
        Path | None, typer.Option(metavar="FILE", help="GeoNames' alternateNamesV2, for English names.")
    ] = None,
    features: Annotated[
        str, typer.Option(metavar="LETTERS", help="Classes of GeoNames to keep, of PATLHS.")
    ] = "PATLHS",
) -> None:
    """Lay a file over the gazetteer: your own actors, Wikidata's people and organisations, GeoNames' places."""
    with _errors():
        from dragoman.gazetteer.importing import import_file

        kind = format.value if format else None
        typer.echo(f"{import_file(file, _progress, kind, out, alternates, features)}")


def _printed(codings: Iterable[Coding], format: Output) -> Iterator[Coding]:
    """Print each coding as it comes."""
    if format is Output.jsonl:
        from dragoman.export.contract import to_json

        for coding in codings:
            sys.stdout.write(to_json(coding) + "\n")
            sys.stdout.flush()
            yield coding
        return
    from rich.console import Console

    from dragoman.report.table import table, totals

    console = Console(highlight=False)
    seen = []
    for coding in codings:
        console.print(table(coding))
        seen.append(coding)
        yield coding
    if len(seen) > 1:
        console.print(totals(seen))


def _watched(codings: Iterable[One]) -> Iterator[One]:
    """Show how many are done, where the output goes to a file and a person looks on."""
    if sys.stdout.isatty() or not sys.stderr.isatty():
        yield from codings
        return
    from rich.console import Console

    start = time.monotonic()
    with Console(stderr=True).status("reading ...") as status:
        for number, coding in enumerate(codings, 1):
            status.update(f"{number} done, {number / (time.monotonic() - start):.1f} a second")
            yield coding


def _explained(pipeline: Pipeline, inputs: Iterable[object]) -> Iterator[Coding]:
    from rich.console import Console

    from dragoman.report.explain import explain

    console = Console(highlight=False)
    for coding, text in explain(pipeline, inputs):
        console.print(text)
        yield coding


def _finish(codings: Iterable[One], done_with: str = "coded") -> None:
    """Run to the end, then say what was rejected, how many of what there were, and set the exit code."""
    from dragoman.report.summary import Account

    account = Account(done_with)
    rejected: list[str] = []
    for coding in codings:
        account.add(coding.document, coding.rejections)
        if coding.rejections:
            address = coding.document.origin.address if coding.document.origin else coding.document.id
            rejected += [f"{address}: {r.reason}" for r in coding.rejections]
    for line in rejected:
        typer.echo(f"not {done_with}: {line}", err=True)
    if account.total > 1 or rejected:
        for line in account.lines():
            typer.echo(line, err=True)
    if rejected:
        raise typer.Exit(1 if account.done else 2)
    if not account.total:
        _fail("Nothing to code: the paths hold no report.", 2)


for command in (
    *database.COMMANDS,
    *counts.COMMANDS,
    *sharing.COMMANDS,
    *auditing.COMMANDS,
    *keeping.COMMANDS,
    watching.watch,
    *serving.COMMANDS,
):
    app.command()(command)


def main() -> None:
    """Entry point."""
    app()
