"""A file, folder or standard input -> documents.

Comes in: paths ("-" is standard input), the format if it is known, and what the command line says of all inputs.
Goes out: one after the other, a `Document` for each report and an `Unread` for each input that gave none; nothing
stops the rest. Fetches nothing from the network.

    inputs.py    which files, and their bytes        encoding.py  bytes -> text
    text.py      plain text -> Draft                 heading.py   title, by-line, dateline, date in plain text
    html.py      a page -> Draft                     dates.py     dates as printed
    jsonl.py     JSON Lines -> Drafts                agencies.py  news agencies as printed
    document.py  Draft -> Document | Unread          language.py  English or not
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256
from typing import BinaryIO

from dragoman.errors import UnreadableInput
from dragoman.model import Document
from dragoman.read.document import Draft, Given, Unread, finish, unread
from dragoman.read.heading import find_facts
from dragoman.read.html import read_html
from dragoman.read.inputs import Input, find, open_input, printable
from dragoman.read.jsonl import read_jsonl
from dragoman.read.text import read_text

FORMATS = ("text", "html", "jsonl")

__all__ = ["FORMATS", "Unread", "read", "take"]


def read(
    paths: Iterable[str],
    *,
    format: str | None = None,
    published: date | None = None,
    title: str | None = None,
    source: str | None = None,
    stdin: BinaryIO | None = None,
    repeats: bool = False,
) -> Iterator[Document | Unread]:
    """Read reports; `published`, `title` and `source` hold for all of them and win over what is found.

    Without a format, it is told from each file's ending and content. Without `repeats`, a report with the id of one
    before it is not taken, because their records could not be told apart. Raises `UnreadableInput` for an unknown format,
    and for nothing else.
    """
    if format is not None and format not in FORMATS:
        raise UnreadableInput(f"There is no input format {format!r}: use {', '.join(FORMATS)}.")
    results = _read(paths, format, Given(published, _line(title), _line(source)), stdin)
    return results if repeats else _once(results)


def take(text: str, *, published: date | None = None) -> Document | Unread:
    """Take a text that is at hand, a phrase or a report, as English; without a date, its head may state one."""
    text = text.encode("utf-8", "replace").decode("utf-8")  # an argument that is not UTF-8 has half characters
    facts = find_facts(text)
    digest = sha256(text.encode("utf-8")).hexdigest()
    found = facts.found
    draft = Draft("text", "text", digest, text, lang="en", source=facts.source, published=facts.published, found=found)
    return finish(draft, Given(published))


def _line(value: str | None) -> str | None:
    return " ".join((value or "").split()) or None


def _read(
    paths: Iterable[str], format: str | None, given: Given, stdin: BinaryIO | None
) -> Iterator[Document | Unread]:
    """Read input after input."""
    for path in find(paths):
        yield from [path] if isinstance(path, Unread) else _read_one(path, format, given, stdin)


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
    address = document.origin.address if document.origin else ""
    reason = (
        f"A report with the id {document.id} was read before in this run: give it an id of its own, or leave it out."
    )
    return unread(address, reason)


def _read_one(path: str, format: str | None, given: Given, stdin: BinaryIO | None) -> Iterator[Document | Unread]:
    """Read one file, or standard input; what goes wrong with it becomes an `Unread`."""
    try:
        with open_input(path, format, stdin) as source:
            for draft in _drafts(source, given):
                yield finish(draft, given) if isinstance(draft, Draft) else draft
    except UnreadableInput as error:
        yield unread(_address(path), str(error))
    except FileNotFoundError:
        yield unread(_address(path), "There is no such file or folder: check the path.")
    except OSError as error:
        yield unread(_address(path), f"The file cannot be read ({error.strerror}): check its permissions.")
    except ValueError:
        yield unread(_address(path), "This is not a path: check its characters.")


def _address(path: str) -> str:
    try:
        return printable(path)
    except ValueError:
        return path.encode("utf-8", "replace").decode("utf-8")


def _drafts(source: Input, given: Given) -> Iterator[Draft | Unread]:
    match source.format:
        case "jsonl":
            yield from read_jsonl(source)
        case "html":
            yield read_html(source)
        case _:
            yield read_text(source, given)
