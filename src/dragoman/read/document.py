"""From what a reader found to a `Document`, or to the reason why there is none.

Comes in: a `Draft` of a reader, and the values of the command line, which win. Goes out: a `Document`, or an
`Unread` with one sentence. The limits that hold for every reader are held here. Reads no files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from hashlib import blake2b

from dragoman.model import Document, Origin, Rejection
from dragoman.read import language

DOCUMENT_LIMIT = 2_000_000
"""Code points in one document, at most; a book has fewer."""
STAGE = "read"


@dataclass(frozen=True, slots=True)
class Given:
    """What the command line says of every input; None = not said."""

    published: date | None = None
    title: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """One report as a reader found it."""

    reader: str
    address: str
    sha256: str
    text: str
    """With the title and a blank line before the body where `title` is set."""
    id: str | None = None
    title: str | None = None
    source: str | None = None
    url: str | None = None
    lang: str | None = None
    """Only where the input states it."""
    published: date | None = None
    author: str | None = None
    found: Mapping[str, str] = field(default_factory=dict)
    place: str | None = None
    """Address that the id is made from, where `address` also holds a line number, which may change."""


@dataclass(frozen=True, slots=True)
class Unread:
    """An input that gave no document: what is known of it (its text is empty), and why."""

    document: Document
    rejection: Rejection

    @property
    def id(self) -> str:
        """The id of the document."""
        return self.document.id

    @property
    def address(self) -> str:
        """Path of the input, with the line number for JSON Lines."""
        return self.document.origin.address if self.document.origin else ""

    @property
    def reason(self) -> str:
        """One sentence: what is wrong and what to do."""
        return self.rejection.reason


def finish(draft: Draft, given: Given) -> Document | Unread:
    """Make the document, or say why not: it is empty, too long or not in English."""
    if not draft.text.strip():
        return unread(draft.address, "The report has no text: check that the input is not empty.", draft)
    if (size := len(draft.text)) > DOCUMENT_LIMIT:
        return unread(
            draft.address, f"The report has {size:,} characters, more than {DOCUMENT_LIMIT:,}: split it.", draft
        )
    verdict = language.judge(draft.text) if draft.lang is None else language.judge_given(draft.lang)
    if verdict.reason:
        return unread(draft.address, verdict.reason, replace(draft, lang=verdict.language))
    said = {"published": given.published, "title": given.title, "source": given.source}
    found = dict(draft.found) | {key: "command line" for key, value in said.items() if value}
    text, title = _under_title(draft, given.title)
    return Document(
        id=draft.id or digest(draft.place or draft.address, text),
        text=text,
        title=title,
        source=given.source or draft.source,
        url=draft.url,
        lang=verdict.language,
        published=given.published or draft.published,
        author=draft.author,
        origin=origin(draft.address, draft.sha256, draft.reader, found),
    )


def _under_title(draft: Draft, title: str | None) -> tuple[str, str | None]:
    """Put the command line's title over the text, in the place of the one that the reader found."""
    if not title or title == draft.title:
        return draft.text, draft.title
    head = f"{draft.title}\n\n" if draft.title else ""
    body = draft.text.removeprefix(head)
    return titled(title, body), title


def titled(title: str, body: str) -> str:
    """Put a title and a blank line before a body, unless the body begins with that line already."""
    return body if body == title or body.startswith(f"{title}\n") else f"{title}\n\n{body}"


def unread(address: str, reason: str, draft: Draft | None = None, reader: str = "") -> Unread:
    """Write down an input that could not be used, with what a reader still found of it."""
    known = draft or Draft(reader, address, "", "")
    document = Document(
        id=known.id or digest(address, ""),
        text="",
        title=known.title,
        source=known.source,
        url=known.url,
        lang=known.lang,
        published=known.published,
        author=known.author,
        origin=origin(address, known.sha256, known.reader, known.found),
    )
    return Unread(document, Rejection(STAGE, reason))


def origin(address: str, sha256: str, reader: str, found: Mapping[str, str]) -> Origin:
    """Note where a document came from, and when it was read."""
    return Origin(address, sha256, datetime.now(UTC).isoformat(timespec="seconds"), reader, dict(found))


def digest(address: str, text: str) -> str:
    """Make the id of a document that has none: 16 hexadecimal digits of its address and text."""
    return blake2b(f"{address}\0{text}".encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
