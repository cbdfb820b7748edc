"""JSON Lines: one report a line, with `text` and, if known, id, title, source, url, published and lang.

Comes in: an input. Goes out: for each line a `Draft`. The text enters unchanged, code point for code point. Never holds
more than one line.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import Any

from dragoman.errors import UnreadableInput
from dragoman.read.bounds import MB
from dragoman.read.document import Draft
from dragoman.read.inputs import Input
from dragoman.read.records import clean, draft_of, is_whole, picked

READER = "jsonl"
_NEEDS = 'write one object on each line, {"text": "...", "title": "...", "published": "2019-03-04"}'
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_jsonl(source: Input) -> Iterator[Draft]:
    """Read line after line; a bad line is a flaw, and the rest goes on."""
    empty = True
    for number, line in enumerate(source.lines(), start=1):
        if number == 1 and line is not None:
            if line.startswith(_WIDE):
                raise UnreadableInput("JSON Lines must be in UTF-8 and the file is in UTF-16: convert it.")
            line = line.removeprefix(codecs.BOM_UTF8)
        if line is not None and not line.strip():
            continue
        empty = False
        try:
            yield _draft(line, number, source)
        except UnreadableInput as error:
            hashed = source.keep(line) if line else ""
            yield Draft(READER, flaw=str(error), record=number, sha256=hashed, id=_id(line, source))
    if empty:
        raise UnreadableInput(f"There are no lines: {_NEEDS}.")


def _id(line: bytes | None, source: Input) -> str | None:
    """The id of a line that cannot be used, so that the answer to it can be matched; None where it states none."""
    try:
        given = json.loads(line or b"")[source.settings.columns.get("id", "id")]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return clean(str(given)) if type(given) is int or (isinstance(given, str) and is_whole(given)) else None


def _draft(line: bytes | None, number: int, source: Input) -> Draft:
    if line is None:
        raise UnreadableInput(f"The line is longer than {source.bounds.line // MB} MB: split the report.")
    columns = source.settings.columns
    record = parse(line, "line", _NEEDS)
    fields = picked(record, columns)
    if type(fields["id"]) is int:
        fields["id"] = str(fields["id"])
    needs = (
        f"say which key holds it, as in --map text={next(iter(record), 'body')}"
        if record and "text" in columns
        else _NEEDS
    )
    missing = f"The line has no `{columns.get('text', 'text')}`: {needs}."
    if not isinstance(fields["text"], str):
        raise UnreadableInput(f"`text` is not a string: {_NEEDS}." if fields["text"] is not None else missing)
    return draft_of(fields, READER, number, source.keep(line), missing)


def parse(data: bytes, what: str, needs: str) -> dict[str, Any]:
    """Parse one JSON object; raises `UnreadableInput` with what it is and what is needed."""
    try:
        record = json.loads(data.decode("utf-8"))
    except UnicodeDecodeError:
        raise UnreadableInput(f"The {what} is not in UTF-8: convert the file.") from None
    except json.JSONDecodeError as error:
        raise UnreadableInput(f"The {what} is not JSON ({error.msg}, column {error.colno}): {needs}.") from None
    except (ValueError, RecursionError):  # a number of thousands of digits, brackets nested without end
        raise UnreadableInput(f"The {what} is JSON that cannot be taken in: {needs}.") from None
    if not isinstance(record, dict):
        raise UnreadableInput(f"The {what} is not a JSON object: {needs}.")
    return record
