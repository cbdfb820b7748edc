"""The day that a web page states of its article: in its structured data, or printed around the headline.

Comes in: an lxml tree, the element or the words of the headline, the lines of the article. Goes out: a day and how it was
found. Days of other reports on the page are told by where they stand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from dragoman.read.dates import find_day, iso_day
from dragoman.read.heading import read_line
from dragoman.read.markup import names_of, words_of

_ARTICLES = frozenset(
    [
        "NewsArticle",
        "Article",
        "ReportageNewsArticle",
        "BlogPosting",
        "LiveBlogPosting",
        "AnalysisNewsArticle",
        "OpinionNewsArticle",
        "BackgroundNewsArticle",
        "ReviewNewsArticle",
        "SocialMediaPosting",
        "PressRelease",
    ]
)
_CHANGED = re.compile(r"updat|modif|chang|edited|correct", re.IGNORECASE)
_DATED = re.compile(r"(?:^|[\s_-])(?:date|published|pubdate|posted|timestamp|datetime)(?:$|[\s_-])", re.IGNORECASE)
_LABEL = re.compile(r"publi|post|creat|issue|release|first", re.IGNORECASE)


def stated_day(tree: Any, headline: Any) -> tuple[date | None, str | None]:
    """Find the day that the markup states of the article: structured data, head, properties beside the headline."""
    if day := _json_day(tree, words_of(headline) if headline is not None else ""):
        return day, "JSON-LD"
    above = list(headline.iterancestors()) if headline is not None else []
    own = next((a for a in above if a.get("itemscope") is not None), None)
    for element in tree.xpath(
        "//*[contains(@itemprop, 'datePublished') or contains(@property, 'dc:date') or contains(@property, 'datePublished')]"
    ):
        scope = next((a for a in element.iterancestors() if a.get("itemscope") is not None), None)
        if headline is not None and scope is not own:
            continue  # of another report
        if day := iso_day(element.get("content") or element.get("datetime") or ""):
            return day, "meta tag" if element.tag == "meta" else "time element"
    return None, None


def _json_day(tree: Any, headline: str) -> date | None:
    """Find the day in JSON-LD: of the article with this headline, else of the first article."""
    found: list[tuple[bool, date]] = []
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        try:
            pending = [json.loads(script.text or "", strict=False)]
        except (ValueError, RecursionError):
            continue
        for _ in range(2_000):
            if not pending:
                break
            one = pending.pop(0)
            if isinstance(one, list):
                pending.extend(one)
            elif isinstance(one, dict):
                kinds = one.get("@type")
                named = _ARTICLES.intersection(
                    [kinds] if isinstance(kinds, str) else [k for k in kinds or [] if isinstance(k, str)]
                )
                day = iso_day(str(one.get("datePublished") or ""))
                if named and day:
                    found.append((" ".join(str(one.get("headline") or "").split()) == headline, day))
                pending.extend(
                    v
                    for k, v in one.items()
                    if k in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item")
                )
    return max(found, key=lambda f: f[0])[1] if found else None


def printed_day(page: Any, title: str, lines: Sequence[str]) -> tuple[date | None, str | None]:
    """Find a printed day or a time element between the headline and the text, else just above the headline."""
    first = lines[0][:60] if lines else ""
    elements = [
        e for e in page.iter() if isinstance(e.tag, str) and e.tag not in ("script", "style", "head", "title", "meta")
    ]
    texts = [(e, words_of(e)) for e in elements if len(e) < 8]
    at = next((n for n, (_, words) in enumerate(texts) if words == title), None)
    if at is None:
        return None, None
    below = []
    for element, words in texts[at + 1 :]:
        if first and words.startswith(first):
            break
        below.append(element)
    found = list(_days_in(below[:60]))
    for labelled in (True, False):
        for day, how, label, changed in found:
            if not changed and (label or not labelled):
                return day, how
    above = [
        e for e, _ in texts[max(0, at - 6) : at] if not e.xpath("ancestor-or-self::header | ancestor-or-self::nav")
    ]
    parents = set(texts[at][0].iterancestors())
    close = [
        e
        for e in reversed(above)
        if set(list(e.iterancestors())[:1]) & parents and e.getparent().tag not in ("body", "html")
    ]
    named = [
        e
        for holder in list(texts[at][0].iterancestors())[:2]
        if holder.tag not in ("body", "html", "main")
        for e in holder.iter("div", "p", "span", "time")
        if _DATED.search(names_of(e)) and read_line(words_of(e)) is not None
    ]  # below the text: the box of the report ends in its day
    return next(((day, how) for day, how, _, changed in _days_in([*close, *named]) if not changed), (None, None))


def _days_in(elements: Sequence[Any]) -> Iterator[tuple[date, str, bool, bool]]:
    """Give the days of short elements, with how, whether they are labelled as published, and whether as changed."""
    for element in elements:
        words = " ".join(" ".join(element.itertext()).split())
        if len(words) > 100 or len(element) > 3:
            continue
        before = element.getprevious()
        context = f"{names_of(element)} {words} {words_of(before) if before is not None and len(words_of(before)) < 40 else ''}"
        own = f"{names_of(element)} {words}"
        changed = _CHANGED.search(own) is not None or (_CHANGED.search(context) is not None and not _LABEL.search(own))
        stated = iso_day(element.get("datetime") or element.get("content") or "")
        printed = find_day(words)
        if stated and element.tag in ("time", "span"):
            yield stated, "time element", _LABEL.search(context) is not None, changed
        elif printed and (day := printed.date()) and len(words) <= 100:
            yield day, "date line", _LABEL.search(context) is not None, changed
