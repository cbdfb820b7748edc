"""JSON Lines: one report a line, with `text` and, if known, id, title, source, url, published and lang.

Comes in: an input. Goes out: for each line a `Draft`, or an `Unread` with its line number. The text enters unchanged,
code point for code point. Never holds more than one line.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from typing import Any

from dragoman.errors import UnreadableInput
from dragoman.read.dates import iso_day
from dragoman.read.document import Draft, Unread, titled, unread
from dragoman.read.heading import find_facts
from dragoman.read.inputs import LINE_LIMIT, Input

READER = "jsonl"
_NEEDS = 'write one object on each line, {"text": "...", "title": "...", "published": "2019-03-04"}'
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_jsonl(source: Input) -> Iterator[Draft | Unread]:
    """Read line after line; a bad line is an `Unread`, and the rest goes on."""
    empty = True
    for number, line in enumerate(source.lines(), start=1):
        if number == 1 and line is not None:
            if line.startswith(_WIDE):
                raise UnreadableInput("JSON Lines must be in UTF-8 and the file is in UTF-16: convert it.")
            line = line.removeprefix(codecs.BOM_UTF8)
        if line is not None and not line.strip():
            continue
        empty = False
        address = f"{source.address}:{number}"
        try:
            yield _draft(line, address, source.address)
        except UnreadableInput as error:
            yield unread(address, str(error), Draft(READER, address, "", "", id=_id(line)))
    if empty:
        raise UnreadableInput(f"There are no lines: {_NEEDS}.")


def _id(line: bytes | None) -> str | None:
    """The id of a line that cannot be used, so that the answer to it can be matched; None where it states none."""
    try:
        given = json.loads(line or b"")["id"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return _clean(str(given)) if type(given) is int or (isinstance(given, str) and _is_whole(given)) else None


def _draft(line: bytes | None, address: str, path: str) -> Draft:
    if line is None:
        raise UnreadableInput(f"The line is longer than {LINE_LIMIT // 2**20} MB: split the report.")
    fields = _fields(line)
    text, title = fields["text"], _clean(fields["title"])
    if not isinstance(text, str):
        raise UnreadableInput(f"The line has no `text`: {_NEEDS}.")
    published = _published(fields["published"])
    facts = find_facts(text)
    found = {key: "given" for key in ("title", "source", "published", "url", "lang") if fields[key]}
    found |= {key: how for key, how in facts.found.items() if key == "author" or not fields[key]}
    return Draft(
        reader=READER,
        address=address,
        sha256=sha256(line).hexdigest(),
        text=titled(title, text) if title else text,
        id=_clean(fields["id"]),
        title=title,
        source=_clean(fields["source"]) or facts.source,
        url=_clean(fields["url"]),
        lang=_clean(fields["lang"]),
        published=published or facts.published,
        author=facts.author,
        found=found,
        place=path,
    )


def _fields(line: bytes) -> dict[str, Any]:
    """Parse a line and check its types; absent and null keys are None."""
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise UnreadableInput("The line is not in UTF-8: convert the file.") from None
    except json.JSONDecodeError as error:
        raise UnreadableInput(f"The line is not JSON ({error.msg}, column {error.colno}): {_NEEDS}.") from None
    except (ValueError, RecursionError):  # a number of thousands of digits, brackets nested without end
        raise UnreadableInput(f"The line is JSON that cannot be taken in: {_NEEDS}.") from None
    if not isinstance(record, dict):
        raise UnreadableInput(f"The line is not a JSON object: {_NEEDS}.")
    fields = {key: record.get(key) for key in ("text", "id", "title", "source", "url", "published", "lang")}
    if type(fields["id"]) is int:
        fields["id"] = str(fields["id"])
    for key, value in fields.items():
        if value is not None and not isinstance(value, str):
            raise UnreadableInput(f"`{key}` is not a string: put it in quotation marks.")
        if value and not _is_whole(value):
            raise UnreadableInput(f"`{key}` holds half a surrogate pair, which is no character: mend the line.")
    return fields


def _is_whole(value: str) -> bool:
    """Tell whether every code point can be written as UTF-8; lone surrogates cannot."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _clean(value: str | None) -> str | None:
    """Collapse white space in a short value; None for an empty one."""
    return " ".join(value.split()) or None if value else None


def _published(value: str | None) -> date | None:
    if not value:
        return None
    day = iso_day(value)
    if day is None:
        raise UnreadableInput(f"`published` is {value[:40]!r}, not a date: write it like 2019-03-04.")
    return day
