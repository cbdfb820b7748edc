"""A saved page -> one report: its article with title, date, site, author and address.

Comes in: an input. Goes out: a `Draft`, or several where the page is an export. The article is found by trafilatura. No script is run, nothing is fetched.
How the date was found is told by a check of our own: which of the page's own statements agrees with it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from dragoman.errors import UnreadableInput
from dragoman.read.bounds import BOUNDS, Bounds
from dragoman.read.dates import find_day, iso_day
from dragoman.read.document import Draft, titled
from dragoman.read.encoding import decode
from dragoman.read.exports import articles_in, drafts
from dragoman.read.heading import Facts, find_facts
from dragoman.read.inputs import Input
from dragoman.read.lines import Line
from dragoman.read.markup import paragraphs, parse_html
from dragoman.read.page import find_article

SHORT_LINE = 60
"""Code points of a line that a page prints a date in, at most."""
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_DATA_ADDRESS = re.compile(r"data:[\w/+.;=-]{1,100},[^\"'\s)>]{1000,}")
"""Pictures and fonts written into a saved page; they are most of its bytes and hold no words."""
_EXPORT = re.compile(
    r"articleParagraph|enArticle|End of Document|\d of \d+ DOCUMENTS|ProQuest document ID|<b>\s*HD\s*</b>",
    re.IGNORECASE,
)
"""Words in the pages that Factiva, Nexis and ProQuest export."""
_EMPTY = "The page holds no article text: save the page after it has loaded, or give its text as a .txt file."
_MANY = "The page has more than {:,} elements: save the article alone, or give its text as a .txt file."
_LD_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_URL_DATE = re.compile(
    r"\D((?:19|20)\d{2})(?:[/_-](\d{1,2})[/_-](\d{1,2})|[/_-]([a-z]{3,9})[/_-](\d{1,2})|(\d{2})(\d{2}))(?:\D|$)"
)
"""Year, month and day with marks between them, or the month's name ("/2024/sep/30/"), or eight figures ("/20200903/")."""
_PUBLISHED = frozenset(
    {
        "article:published_time", "article:published", "og:published_time", "og:article:published_time", "date",
        "pubdate", "publishdate", "publish-date", "publish_date", "published_time", "published-date", "datepublished",
        "datecreated", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date", "dcterms.issued",
        "citation_date", "citation_publication_date", "parsely-pub-date", "sailthru.date", "originalpublicationdate",
        "timestamp",
    }
)  # fmt: skip

_MODIFIED = frozenset({"article:modified_time", "og:updated_time", "last-modified", "datemodified", "dcterms.modified"})


def read_html(source: Input) -> Iterator[Draft]:
    """Read a whole page as one report, or as the articles of an export; raises `UnreadableInput` if there are none."""
    data = source.whole()
    declared = _CHARSET.search(data[:4096])
    decoded = decode(data, declared[1].decode("ascii", errors="ignore") if declared else None)
    if _EXPORT.search(decoded.text):
        lines = [Line(words) for words in paragraphs(parse_html(decoded.text))]
        if (export := articles_in(lines)) is not None:
            yield from drafts(*export)
            return
    page = page_draft(decoded.text, source.bounds)
    yield replace(page, found=decoded.notes() | dict(page.found))


def page_draft(html: str, bounds: Bounds = BOUNDS) -> Draft:
    """Find the article in a decoded page; raises `UnreadableInput`."""
    markup = _DATA_ADDRESS.sub("", html)
    if len(markup) > bounds.page:
        raise UnreadableInput(f"The page has {len(markup):,} characters, more than {bounds.page:,}: split it.")
    tree, page = _extract(markup, bounds.elements)
    article = find_article(tree, page.sitename) if page is not None else None
    printed = article.headline if article else None
    title = _title(printed or _headed(page.title, tree, page.sitename), page.sitename)
    body = "\n\n".join(article.lines) if article else (page.text or "").strip()
    if not article and title and _same(body.split("\n", 1)[0], title):
        body = body.partition("\n")[2].lstrip("\n")
    if not body:
        raise UnreadableInput(_EMPTY)
    facts = find_facts("\n\n".join(article.head) if article else body)
    published, how = (article.published, article.how) if article and article.published else (None, None)
    if published is None:
        published, how = _published(page.date, tree, page.url, facts, loose=not (article and article.headline))
    found = {"title": "page"} if title else {}
    found |= {"published": how} if how else {}
    site = page.sitename or facts.source
    found |= {"source": "page" if page.sitename else facts.found["source"]} if site else {}
    found |= {"author": "page" if page.author else facts.found["author"]} if page.author or facts.author else {}
    return Draft(
        reader="html",
        text=titled(title, body) if title else body,
        title=title,
        source=site,
        url=page.url,
        published=published,
        author=page.author or facts.author,
        found=found,
    )


def _extract(html: str, most: int) -> tuple[Any, Any]:
    """Parse the page once and find its article; raises `UnreadableInput`, for a page of too many elements too."""
    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what they log is what we put into the reason
    if "<body" not in html.lower():
        html = f"<html><body><div>{html}</div></body></html>" if "<html" not in html.lower() else html
    try:
        import trafilatura

        tree = trafilatura.load_html(html)
        if tree is not None and next(islice(tree.iter(), most, None), None) is not None:
            raise UnreadableInput(_MANY.format(most))
        page = _article(tree, tables=False) or _article(tree, tables=True) if tree is not None else None
    except UnreadableInput:
        raise
    except Exception as error:  # third-party parsers on any bytes: whatever they raise, the batch goes on
        raise UnreadableInput(f"The page cannot be parsed ({type(error).__name__}): give its text as .txt.") from error
    if tree is None or page is None:
        raise UnreadableInput(_EMPTY)
    return tree, page


def _article(tree: Any, tables: bool) -> Any:
    """Find the article; tables are left out at first, since pages are laid out in them or put boxes into them."""
    import trafilatura

    return trafilatura.bare_extraction(
        tree,
        fast=True,
        include_comments=False,
        include_tables=tables,
        with_metadata=True,
        date_extraction_params={
            "original_date": True,
            "extensive_search": False,  # it would take the first day of a copyright line's year
            "min_date": "1900-01-01",
            "max_date": (datetime.now(UTC) + timedelta(days=1)).date().isoformat(),
        },
    )


def _headed(title: str | None, tree: Any, site: str | None) -> str | None:
    """Take the site's name off the front of a page's title too ("The Daily Planet: Talks end")."""
    words = " ".join((title or "").split())
    names = {site or "", *(m.get("content") or "" for m in tree.iterfind(".//meta[@property='og:site_name']"))} - {""}
    for name in names:
        words = re.sub(rf"^{re.escape(name)}\s*[|–—·•:»-]\s+", "", words, flags=re.IGNORECASE)
    return words or None


def _title(title: str | None, site: str | None) -> str | None:
    """Clean a page's title, and take the site's name off its end ("Talks end | The Daily Planet")."""
    title = " ".join((title or "").split())
    if site:
        title = re.sub(rf"\s+[|–—·•:»-]\s+{re.escape(site)}$", "", title, flags=re.IGNORECASE)
    return title or None


def _same(left: str, right: str) -> bool:
    return " ".join(left.split()).casefold() == " ".join(right.split()).casefold()


def _published(
    value: str | None, tree: Any, url: str | None, facts: Facts, loose: bool
) -> tuple[date | None, str | None]:
    """Choose the date and say how it was found.

    htmldate's date counts if the page states it in its markup, or prints it in a short line of its own; a date from
    the middle of the text is no date of publication. Where the article is known, what stands in other places of the page
    belongs to other reports (`loose` is False).
    """
    stated = [(kind, day) for kind, day in _stated(tree, url) if loose or kind != "time element"]
    sure = [(day, kind) for kind, day in stated if kind != "meta tag of the last change"]
    day = iso_day(value or "")
    kind = next((kind for kind, other in stated if other == day), None) if day else None
    if kind and loose:
        return day, kind
    if sure and not loose:
        return sure[0]
    if facts.published:
        return facts.published, facts.found["published"]
    if (
        day
        and loose
        and any(_is_line_of(text, day) for text in tree.itertext("div", "p", "span", "time", "li", "td", "font", "b"))
    ):
        return day, "line of the page"
    if stated and not loose:
        return stated[0][1], stated[0][0]
    return None, "not taken: a date stands only inside the text" if day else facts.found.get("published")


def _is_line_of(text: str, day: date) -> bool:
    found = find_day(text) if len(text) <= SHORT_LINE else None
    return found is not None and found.date() == day


def _stated(tree: Any, url: str | None) -> Iterator[tuple[str, date]]:
    """Give the dates that a page states in its markup, surest first, with the kind of the statement."""
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        for match in _LD_DATE.finditer(script.text or ""):
            if day := iso_day(match[1]):
                yield "JSON-LD", day
    modified = []
    for meta in tree.iterfind(".//meta[@content]"):
        if meta.get("itemprop") and any(a.tag == "body" for a in meta.iterancestors()):
            continue  # of a part of the page, which may be another report
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if name.lower() in _PUBLISHED and (day := iso_day(meta.get("content", ""))):
            yield "meta tag", day
        elif name.lower() in _MODIFIED and (day := iso_day(meta.get("content", ""))):
            modified.append(day)
    for time in tree.iterfind(".//time[@datetime]"):
        if day := iso_day(time.get("datetime", "")):
            yield "time element", day
    for match in _URL_DATE.finditer(url or ""):
        if day := _url_day(*match.groups()):
            yield "URL", day
    yield from (("meta tag of the last change", day) for day in modified)


def _url_day(year: str, *parts: str | None) -> date | None:
    """The day of an address; None for figures that are none."""
    month, day, name, of_name, run_month, run_day = parts
    if name is not None:
        found = find_day(f"{of_name} {name} {year}")
        return found.date() if found else None
    return iso_day(f"{year}-{int(month or run_month or 0):02}-{int(day or run_day or 0):02}")
