"""RSS and Atom -> the items of a feed.

Comes in: the bytes of a feed. Goes out: `Item`s in the order of the feed, or `Draft`s where the feed is read as a file.
Broken feeds are read as far as they go. Fetches nothing: neither pages nor enclosures.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dragoman.errors import UnreadableInput
from dragoman.read.dates import iso_day
from dragoman.read.document import Draft, titled
from dragoman.read.heading import find_facts
from dragoman.read.inputs import Input
from dragoman.read.markup import paragraphs, parse_html

READER = "feed"
ITEMS = 5_000
"""Items of one feed that are read, at most."""
FEED = 16 * 2**20
"""Bytes of a feed, at most."""
_MARKUP = re.compile(r"<[a-zA-Z/!]|&[a-zA-Z#]\w*;")


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a feed."""

    key: str
    """What makes it itself: its guid, else its link, else its title and words; never its date, which changes."""
    title: str | None
    link: str | None
    text: str
    """Paragraphs of its content, or of its summary where that is all."""
    full: bool
    """True for content, False for a summary."""
    published: date | None
    author: str | None
    lang: str | None
    feed: str | None
    """Title of the feed."""
    cut: bool = False
    """The feed breaks off, maybe inside this item."""


def items_of(data: bytes) -> Iterator[Item]:
    """Parse a feed; raises `UnreadableInput` for what is none."""
    import feedparser

    if len(data) > FEED:
        raise UnreadableInput(f"The feed is larger than {FEED // 2**20} MB: it is no feed.")
    if b"<!ENTITY" in data.replace(b"\0", b""):
        raise UnreadableInput("The feed declares entities, which may be a trap: it is not read.")
    try:
        feed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # a third-party parser on any bytes: whatever it raises, the round goes on
        raise UnreadableInput(f"The feed cannot be parsed ({type(error).__name__}): check its address.") from error
    entries = feed.get("entries") or []
    if not entries and not feed.get("version"):
        raise UnreadableInput("This is no RSS or Atom feed, or a broken one: check its address.")
    name = _line(feed.get("feed", {}).get("title"))
    language = _line(feed.get("feed", {}).get("language"))
    broken_off = bool(feed.get("bozo")) and not data.rstrip().endswith((b"</rss>", b"</feed>", b"RDF>"))
    for number, entry in enumerate(entries[:ITEMS], start=1):
        yield _item(entry, name, language, cut=broken_off and number == len(entries))


def _item(entry: Any, name: str | None, language: str | None, cut: bool) -> Item:
    contents = [c for c in entry.get("content") or [] if isinstance(c, dict) and str(c.get("value") or "").strip()]
    content = max((str(c["value"]) for c in contents), key=len, default="")
    summary = str(entry.get("summary") or "")
    text = "\n\n".join(_words(content or summary))
    title = _line(" ".join(_words(str(entry.get("title") or ""))))
    link = _line(entry.get("link"))
    key = _line(entry.get("id")) or link or f"{title} {text}"[:500]
    return Item(
        key=key,
        title=title,
        link=link if link and link.startswith(("http://", "https://")) else None,
        text=text,
        full=bool(content),
        published=_day(entry),
        author=_line(entry.get("author")),
        lang=_line((contents[0].get("language") if contents else None) or language),
        feed=name,
        cut=cut,
    )


def _line(value: Any) -> str | None:
    words = " ".join(value.encode("utf-8", "replace").decode().split()) if isinstance(value, str) else ""
    return words[:2000] or None


def _words(markup: str) -> list[str]:
    markup = markup.encode("utf-8", "replace").decode()
    if not _MARKUP.search(markup):
        return [" ".join(p.split()) for p in re.split(r"\n\s*\n", markup) if p.strip()]
    try:
        return paragraphs(parse_html(f"<html><body>{markup}</body></html>"))
    except UnreadableInput:
        return []


def _day(entry: Any) -> date | None:
    """Give the day of publication, else of the last change."""
    for key in ("published", "created", "updated"):
        if day := iso_day(str(entry.get(key) or "")):
            return day
        moment = entry.get(f"{key}_parsed")
        try:
            if moment:
                return date(*moment[:3])
        except (TypeError, ValueError):
            continue
    return None


def draft_of_item(item: Item, record: int | None = None) -> Draft:
    """Make a draft of an item as it stands in the feed."""
    facts = find_facts(item.text)
    known = (("title", item.title), ("published", item.published), ("author", item.author), ("source", item.feed))
    return Draft(
        READER,
        text=titled(item.title, item.text) if item.title and item.text else item.text,
        flaw=None if item.text else "The item has no text in the feed: save the page that it points to.",
        record=record,
        title=item.title,
        source=item.feed or facts.source,
        url=item.link,
        published=item.published or facts.published,
        author=item.author or facts.author,
        found=dict(facts.found)
        | {key: "feed" for key, value in known if value}
        | ({} if item.full else {"text": "summary"}),
    )


def read_feed(source: Input) -> Iterator[Draft]:
    """Read a feed saved as a file: each item with the words that the feed holds of it."""
    empty = True
    for number, item in enumerate(items_of(source.whole()), start=1):
        empty = False
        draft = draft_of_item(item, number)
        yield replace(draft, flaw="The feed is cut off inside this item: fetch it again.") if item.cut else draft
    if empty:
        raise UnreadableInput("The feed holds no items: save it again later.")
