"""From what a reader found to a `Document`, or to the reason why there is none.

Comes in: a `Draft` of a reader, and the values of the command line, which win. Goes out: a `Document`, or an
`Unread` with one sentence. The limits that hold for every reader are held here. Reads no files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from hashlib import blake2b

from dragoman.model import Document, Origin, Page, Rejection
from dragoman.read import language
from dragoman.read.bounds import BOUNDS

DOCUMENT_LIMIT = BOUNDS.document
STAGE = "read"


@dataclass(frozen=True, slots=True)
class Given:
    """What the command line says of every input; None = not said."""

    published: date | None = None
    title: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """One report as a reader found it, or what was known where it could not be read."""

    reader: str
    text: str = ""
    """With the title and a blank line before the body where `title` is set."""
    flaw: str | None = None
    """Why there is no report here, with the remedy; the rest of the input goes on."""
    record: int | None = None
    """Number of the line, row, article, message or record in the file, from 1."""
    id: str | None = None
    title: str | None = None
    source: str | None = None
    url: str | None = None
    lang: str | None = None
    """Only where the input states it."""
    published: date | None = None
    author: str | None = None
    found: Mapping[str, str] = field(default_factory=dict)
    pages: Sequence[Page] = ()
    sha256: str = ""
    """Of the bytes of its record; filled in by the input where the record is the whole file."""
    address: str = ""
    """Of the file; filled in by the input, as is the member."""
    member: str | None = None

    @property
    def pointer(self) -> str:
        """The address, with the number of the record where there is one."""
        return self.address if self.record is None else f"{self.address}:{self.record}"


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
        """Path of the input, with the member and the number of the record."""
        return self.document.origin.address if self.document.origin else ""

    @property
    def reason(self) -> str:
        """One sentence: what is wrong and what to do."""
        return self.rejection.reason


def finish(draft: Draft, given: Given) -> Document | Unread:
    """Make the document, or say why not: it is flawed, empty, too long or not in English."""
    if draft.flaw:
        return unread(draft, draft.flaw)
    if draft.title == draft.text:
        draft = replace(draft, title=None)  # a report of one line has no body that a title could stand over
    if not draft.text.strip():
        return unread(draft, "The report has no text: check that the input is not empty.")
    if (size := len(draft.text)) > DOCUMENT_LIMIT:
        return unread(draft, f"The report has {size:,} characters, more than {DOCUMENT_LIMIT:,}: split it.")
    verdict = language.judge(draft.text) if draft.lang is None else language.judge_given(draft.lang)
    if verdict.reason:
        return unread(replace(draft, lang=verdict.language), verdict.reason)
    said = {"published": given.published, "title": given.title, "source": given.source}
    found = dict(draft.found) | {key: "command line" for key, value in said.items() if value}
    draft = _under_title(replace(draft, found=found), given.title)
    return Document(
        id=draft.id or digest(draft.address, draft.text),
        text=draft.text,
        title=draft.title,
        source=given.source or draft.source,
        url=draft.url,
        lang=verdict.language,
        published=given.published or draft.published,
        author=draft.author,
        origin=_origin(draft),
    )


def _under_title(draft: Draft, title: str | None) -> Draft:
    """Put the command line's title over the text, in the place of the one that the reader found."""
    if not title or title == draft.title:
        return draft
    head = f"{draft.title}\n\n" if draft.title else ""
    text = titled(title, draft.text.removeprefix(head))
    return replace(draft, text=text, title=title, pages=moved(draft.pages, len(text) - len(draft.text), len(text)))


def moved(pages: Sequence[Page], by: int, size: int) -> tuple[Page, ...]:
    """Move the pages of a text whose head has grown `by` code points to `size`; the first one grows with it."""
    shifted = [Page(p.number, max(0, p.start + by) if n else 0, p.end + by) for n, p in enumerate(pages)]
    return tuple(p for p in (replace(p, end=min(p.end, size)) for p in shifted) if p.start < p.end)


def titled(title: str, body: str) -> str:
    """Put a title and a blank line before a body, unless the body begins with that line already."""
    return body if body == title or body.startswith(f"{title}\n") else f"{title}\n\n{body}"


def unread(draft: Draft, reason: str) -> Unread:
    """Write down an input that could not be used, with what a reader still found of it."""
    document = Document(
        id=draft.id or digest(draft.pointer, ""),
        text="",
        title=draft.title,
        source=draft.source,
        url=draft.url,
        lang=draft.lang,
        published=draft.published,
        author=draft.author,
        origin=_origin(replace(draft, pages=())),
    )
    return Unread(document, Rejection(STAGE, reason))


def _origin(draft: Draft) -> Origin:
    """Note where a document came from, and when it was read."""
    return Origin(
        address=draft.pointer,
        sha256=draft.sha256,
        read_at=datetime.now(UTC).isoformat(timespec="seconds"),
        reader=draft.reader,
        found=dict(draft.found),
        member=draft.member,
        record=draft.record,
        pages=draft.pages,
    )


def digest(address: str, text: str) -> str:
    """Make the id of a document that has none: 16 hexadecimal digits of its address and text."""
    return blake2b(f"{address}\0{text}".encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
