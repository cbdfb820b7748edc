"""A file, folder, address or standard input -> documents.

Comes in: paths ("-" is standard input) and web addresses, the format if it is known, and what the command line says of
all inputs. Goes out: one after the other, a `Document` for each report and an `Unread` for each input that gave none;
nothing stops the rest. Only addresses that the user names are fetched.

    inputs.py    which files, and their bytes        document.py  Draft -> Document | Unread
    formats.py   what a file is                      bounds.py    every bound, in one place
    web.py       addresses -> bytes                  originals.py hashes and copies of the original bytes

    text.py      plain text, RTF, DOCX               html.py      a page
    pdf.py       PDF                                 mail.py      messages and boxes of them
    jsonl.py     JSON Lines                          tables.py    CSV, TSV, Parquet
    exports.py   Nexis, Factiva, ProQuest            newsml.py, ninjs.py   IPTC's formats
    feed.py      RSS, Atom                           archives.py, warc.py  files of files

    encoding.py  bytes -> text                       heading.py   title, by-line, dateline, date in plain text
    markup.py    XML and HTML -> paragraphs          dates.py, agencies.py, language.py
    lines.py     lines -> paragraphs with pages      child.py     native parsers at arm's length
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from dragoman.errors import UnreadableInput
from dragoman.model import Document, Rejection, replace
from dragoman.read.archives import open_tar, open_zip, unpack
from dragoman.read.bounds import BOUNDS, Bounds
from dragoman.read.document import STAGE, Draft, Given, Unread, digest, finish
from dragoman.read.feed import read_feed
from dragoman.read.formats import FORMATS, Format
from dragoman.read.heading import find_facts
from dragoman.read.html import read_html
from dragoman.read.inputs import Input, Settings, find, flawed, open_input
from dragoman.read.jsonl import read_jsonl
from dragoman.read.mail import read_mail, read_mbox
from dragoman.read.newsml import read_newsml
from dragoman.read.ninjs import read_ninjs
from dragoman.read.originals import Originals
from dragoman.read.pdf import read_pdf
from dragoman.read.records import columns_of
from dragoman.read.tables import read_csv, read_parquet
from dragoman.read.text import read_docx, read_rtf, read_text
from dragoman.read.warc import read_warc
from dragoman.read.web import is_address, open_address

FAULT = "A fault in dragoman's reader stopped this input"

__all__ = ["FORMATS", "Bounds", "Unread", "columns_of", "read", "read_input", "take"]


def read(
    paths: Iterable[str],
    *,
    format: str | None = None,
    published: date | None = None,
    title: str | None = None,
    source: str | None = None,
    stdin: BinaryIO | None = None,
    columns: Mapping[str, str] | None = None,
    originals: Path | None = None,
    allow: Iterable[str] = (),
    bounds: Bounds = BOUNDS,
    repeats: bool = False,
) -> Iterator[Document | Unread]:
    """Read reports; `published`, `title` and `source` hold for all of them and win over what is found.

    Without a format, it is told from each file's ending and content. `columns` says which column of a table is which
    field; `originals` is a folder for the original bytes; `allow` names hosts that may be fetched from though they are
    not public. Without `repeats`, a report with the id of one before it is not taken, because their records could not be
    told apart. Raises `UnreadableInput` for an unknown format, and for nothing else.
    """
    known = next((f for f in FORMATS if f == format), None)
    if format is not None and known is None:
        raise UnreadableInput(f"There is no input format {format!r}: use {', '.join(FORMATS)}.")
    settings = Settings(bounds, Originals(originals), dict(columns or {}), frozenset(allow))
    given = Given(published, _line(title), _line(source))
    results = (finish(draft, given) for draft in _read(paths, known, given, stdin, settings))
    return results if repeats else _once(results)


def take(text: str, *, published: date | None = None) -> Document | Unread:
    """Take a text that is at hand, a phrase or a report, as English; without a date, its head may state one."""
    text = text.encode("utf-8", "replace").decode("utf-8")  # an argument that is not UTF-8 has half characters
    facts = find_facts(text)
    draft = Draft(
        "text", text, lang="en", source=facts.source, published=facts.published, found=facts.found, sha256=sha256(text.encode("utf-8")).hexdigest(),
        address="text",
    )  # fmt: skip
    return finish(draft, Given(published))


def _line(value: str | None) -> str | None:
    return " ".join((value or "").split()) or None


def _read(
    paths: Iterable[str], format: Format | None, given: Given, stdin: BinaryIO | None, settings: Settings
) -> Iterator[Draft]:
    """Read input after input."""
    for path in find(paths):
        yield from [path] if isinstance(path, Draft) else _read_one(path, format, given, stdin, settings)


def _once(results: Iterable[Document | Unread]) -> Iterator[Document | Unread]:
    """Let no id pass twice."""
    seen: set[str] = set()
    for result in results:
        if isinstance(result, Document):
            if result.id in seen:
                result = _twice(result)
            else:
                seen.add(result.id)
        yield result


def _twice(document: Document) -> Unread:
    reason = (
        f"A report with the id {document.id} was read before in this run: give it an id of its own, or leave it out."
    )
    address = document.origin.address if document.origin else ""
    blank = replace(
        document, id=digest(address, ""), text="", origin=document.origin and replace(document.origin, pages=())
    )
    return Unread(blank, Rejection(STAGE, reason))


def _read_one(
    path: str, format: Format | None, given: Given, stdin: BinaryIO | None, settings: Settings
) -> Iterator[Draft]:
    """Read one file, address, or standard input; what goes wrong with it becomes a flaw."""
    try:
        opened = open_address(path, format, settings) if is_address(path) else open_input(path, format, stdin, settings)
        with opened as source:
            yield from _drafts(source, given)
    except UnreadableInput as error:
        yield flawed(path, str(error))
    except FileNotFoundError:
        yield flawed(path, "There is no such file or folder: check the path.")
    except OSError as error:
        yield flawed(path, f"The file cannot be read ({error.strerror}): check its permissions.")
    except ValueError:
        yield flawed(path, "This is not a path: check its characters.")


def read_input(source: Input, given: Given) -> Iterator[Document | Unread]:
    """Read one input that is open already."""
    for draft in _drafts(source, given):
        yield finish(draft, given)


def _drafts(source: Input, given: Given) -> Iterator[Draft]:
    """Read an input and all inputs inside it; a fault in one leaves the others whole."""
    reader = ""
    try:
        reader = source.format
        for one in _parts(source, given):
            if isinstance(one, Input):
                yield from _drafts(one, given)
            else:
                yield one if one.address else source.stamp(one)
    except UnreadableInput as error:
        yield source.stamp(Draft(reader, flaw=str(error)))
    except (OSError, GeneratorExit):
        raise
    except (
        Exception
    ) as error:  # whatever hostile bytes make a parser raise, the batch goes on; bench/fuzz.py looks for it
        yield source.stamp(Draft(reader, flaw=f"{FAULT} ({type(error).__name__}); please report it."))


def _parts(source: Input, given: Given) -> Iterator[Draft | Input]:
    """Choose the reader."""
    match source.format:
        case "jsonl":
            yield from read_jsonl(source)
        case "html":
            yield from read_html(source)
        case "pdf":
            yield from read_pdf(source)
        case "docx":
            yield from _docx(source, given)
        case "rtf":
            yield from read_rtf(source, given)
        case "csv":
            yield from read_csv(source)
        case "tsv":
            yield from read_csv(source, "\t")
        case "parquet":
            yield from read_parquet(source)
        case "mail":
            yield from read_mail(source)
        case "mbox":
            yield from read_mbox(source)
        case "newsml":
            yield from read_newsml(source)
        case "ninjs":
            yield from read_ninjs(source)
        case "feed":
            yield from read_feed(source)
        case "warc":
            yield from read_warc(source)
        case "zip":
            yield from open_zip(source)
        case "tar":
            yield from open_tar(source)
        case "gzip" | "bzip2" | "xz":
            yield from unpack(source)
        case "text":
            yield from read_text(source, given)


def _docx(source: Input, given: Given) -> Iterator[Draft | Input]:
    """Read a Word document: a zip archive at first, its main part when the archive has given it."""
    if source.is_part:
        yield from read_docx(source, given)
    else:
        yield from open_zip(source)
