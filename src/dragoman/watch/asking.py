"""One feed asked, one item made a report.

Comes in: what is known of a feed; an item. Goes out: what the feed answered; a document or why there is none. Asks
only for what has changed since, and fetches an item's page only where the feed holds no more than a summary.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from dragoman.errors import UnreadableInput
from dragoman.model import Document
from dragoman.read import Unread
from dragoman.read.document import Draft, Given, digest, finish
from dragoman.read.feed import FEED, Item, draft_of_item, items_of
from dragoman.read.html import read_html
from dragoman.read.inputs import Input, Settings
from dragoman.read.web import Page
from dragoman.watch.hosts import Hosts
from dragoman.watch.ledger import Known, Pending

ENOUGH = 600
"""Code points of a summary from which it is taken for the whole item."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of asking a feed: its items, or nothing new, or why it failed."""

    known: Known
    items: tuple[Item, ...] = ()
    body: bytes = b""
    unchanged: bool = False
    reason: str | None = None
    gone: bool = False
    retry: float = 0.0
    """Seconds that the server asks to be left alone for."""
    address: str = ""
    etag: str | None = None
    modified: str | None = None


def ask(known: Known, hosts: Hosts) -> Answer:
    """Ask a feed for what is new."""
    headers = {"Accept": "application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.5"}
    headers |= {"If-None-Match": known.etag} if known.etag else {}
    headers |= {"If-Modified-Since": known.modified} if known.modified else {}
    try:
        page = hosts.get(known.address, headers, FEED)
        return _answer(known, page)
    except UnreadableInput as error:
        return Answer(known, reason=str(error))


def _answer(known: Known, page: Page) -> Answer:
    address = page.address if page.moved else known.address
    etag, modified = page.headers.get("etag"), page.headers.get("last-modified")
    if page.status == 304:
        return Answer(
            known, unchanged=True, address=address, etag=etag or known.etag, modified=modified or known.modified
        )
    if page.status == 410:
        return Answer(known, reason="The server says that the feed is gone for good: take it out.", gone=True)
    if page.status != 200:
        return Answer(
            known, reason=f"The server answered {page.status}.", retry=_retry(page.headers.get("retry-after", ""))
        )
    return Answer(
        known,
        tuple(item for item in items_of(page.body) if not item.cut),
        page.body,
        address=address,
        etag=etag,
        modified=modified,
    )


def _retry(value: str) -> float:
    if value.strip().isdigit():
        return min(float(value), 86400.0)
    try:
        return min(86400.0, max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds()))
    except (ValueError, TypeError):
        return 0.0


def document_of(
    pending: Pending, source: str | None, hosts: Hosts, pages: bool, settings: Settings
) -> Document | Unread:
    """Make the report of an item: its words in the feed, or the page that it points to."""
    item = pending.item
    draft = replace(draft_of_item(item), sha256=pending.sha256)
    if pages and not item.full and len(item.text) < ENOUGH and item.link:
        try:
            draft = _with_page(draft, hosts.get(item.link, None, settings.bounds.file), settings)
        except UnreadableInput as error:
            draft = replace(draft, found={**draft.found, "text": f"summary, for the page could not be read: {error}"})
    id = digest(pending.feed, item.key)
    return finish(replace(draft, id=id, address=item.link or pending.feed), Given(source=source))


def _with_page(draft: Draft, page: Page, settings: Settings) -> Draft:
    """Take the text of the page, and from the feed what the page does not state."""
    if page.status != 200:
        raise UnreadableInput(f"The server answered {page.status}.")
    source = Input(page.address, io.BytesIO(page.body), settings=settings)
    if source.format != "html":
        raise UnreadableInput("It is no web page.")
    read = next(read_html(source))
    title = read.title or draft.title
    return replace(
        read,
        title=title,
        text=read.text if read.title or not title else f"{title}\n\n{read.text}",
        source=read.source or draft.source,
        published=read.published or draft.published,
        author=read.author or draft.author,
        url=read.url or draft.url,
        found={**draft.found, **read.found, "text": "page"},
        sha256=source.sha256,
        flaw=None,
    )
