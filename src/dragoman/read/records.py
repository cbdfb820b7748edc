"""One line of JSON or one row of a table -> one report.

Comes in: a record and which of its columns is which of our fields. Goes out: a `Draft`. The text enters unchanged, code
point for code point.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dragoman.errors import UnreadableInput
from dragoman.read.dates import find_day, iso_day
from dragoman.read.document import Draft, titled
from dragoman.read.heading import find_facts

FIELDS = ("text", "id", "title", "source", "url", "published", "lang", "author")
"""Fields of ours that a record may have."""


def columns_of(words: str) -> dict[str, str]:
    """Read "text=body,published=date"; raises `UnreadableInput` for another shape or a field that we have not."""
    columns: dict[str, str] = {}
    for pair in words.split(","):
        field, sign, column = (part.strip() for part in pair.partition("="))
        if not sign or not column:
            raise UnreadableInput(
                f"{pair.strip()!r} is no mapping: write field=column, as in text=body,published=date."
            )
        if field not in FIELDS:
            raise UnreadableInput(f"There is no field {field!r}: use {', '.join(FIELDS)}.")
        columns[field] = column
    return columns


def picked(record: Mapping[str, Any], columns: Mapping[str, str]) -> dict[str, Any]:
    """Take our fields out of a record; absent ones are None."""
    return {field: record.get(columns.get(field, field)) for field in FIELDS}


def draft_of(fields: Mapping[str, Any], reader: str, record: int, sha256: str, missing: str) -> Draft:
    """Make the draft; raises `UnreadableInput`, with `missing` where there is no text."""
    for key, value in fields.items():
        if value is not None and not isinstance(value, str):
            raise UnreadableInput(f"`{key}` is not a string: put it in quotation marks.")
        if value and not is_whole(value):
            raise UnreadableInput(f"`{key}` holds half a surrogate pair, which is no character: mend the line.")
    text, title = fields["text"], clean(fields["title"])
    if text is None:
        raise UnreadableInput(missing)
    published = _published(fields["published"])
    facts = find_facts(text)
    given = {key: "given" for key in ("title", "source", "published", "url", "lang", "author") if fields[key]}
    return Draft(
        reader=reader,
        record=record,
        text=titled(title, text) if title else text,
        id=clean(fields["id"]),
        title=title,
        source=clean(fields["source"]) or facts.source,
        url=clean(fields["url"]),
        lang=clean(fields["lang"]),
        published=published or facts.published,
        author=clean(fields["author"]) or facts.author,
        found=given | {key: how for key, how in facts.found.items() if not fields[key]},
        sha256=sha256,
    )


def is_whole(value: str) -> bool:
    """Tell whether every code point can be written as UTF-8; lone surrogates cannot."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def clean(value: str | None) -> str | None:
    """Collapse white space in a short value; None for an empty one."""
    return " ".join(value.split()) or None if value else None


def _published(value: str | None) -> date | None:
    if not value or not value.strip():
        return None
    day = iso_day(value)
    if day is None and len(value) < 80:
        printed = find_day(value)
        day = printed.date() if printed else None
    if day is None:
        raise UnreadableInput(f"`published` is {value[:40]!r}, not a date: write it like 2019-03-04.")
    return day
