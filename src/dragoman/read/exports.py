"""Exports of licensed archives: one file, many articles.

Comes in: the lines of a file, whatever it was (plain text, RTF, DOCX, HTML, PDF). Goes out: a `Draft` for each article
if they are an export of Nexis, Factiva or ProQuest, else None.

    nexis.py  Nexis Uni and LexisNexis Academic     factiva.py  Factiva     proquest.py  ProQuest
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from dragoman.read.dates import find_day
from dragoman.read.document import Draft, moved, titled
from dragoman.read.lines import Body, Line, body_of, unwrapped

LONGEST = 2_000
"""Code points of a line that may be a mark or a field of an export."""


class Article(NamedTuple):
    """What an export says of an article; lines are as they stand in the file."""

    body: Sequence[Line]
    title: str = ""
    source: str = ""
    published: str = ""
    """The line or field that holds the date."""
    author: str = ""
    language: str = ""
    id: str = ""
    url: str = ""
    flaw: str | None = None


def articles_in(lines: Sequence[Line]) -> tuple[str, Iterator[Article]] | None:
    """Tell whether lines are an export, and of which archive; None if they are not."""
    from dragoman.read import factiva, nexis, proquest

    for archive in (proquest, nexis, factiva):
        if archive.is_export(lines):
            return archive.READER, archive.articles(lines)
    return None


def drafts(reader: str, articles: Iterable[Article]) -> Iterator[Draft]:
    """Make a draft of each article, numbered from 1."""
    for record, article in enumerate(articles, start=1):
        body = body_of(unwrapped(article.body))
        yield replace(_draft(reader, article, body), record=record)


def _draft(reader: str, article: Article, body: Body) -> Draft:
    title = " ".join(article.title.split()) or None
    text = titled(title, body.text) if title and body.text else body.text
    published = day_of(article.published)
    stated = {
        "title": title, "source": article.source, "published": published, "author": article.author,
        "lang": article.language,
    }  # fmt: skip
    return Draft(
        reader=reader,
        text=text,
        flaw=article.flaw,
        title=title,
        source=" ".join(article.source.split()) or None,
        published=published,
        author=" ".join(article.author.split()) or None,
        lang=article.language.strip().split("\n")[0] or None,
        url=article.url or None,
        found={key: "field of the export" for key, value in stated.items() if value},
        pages=moved(body.pages, len(text) - len(body.text), len(text)),
    )


def day_of(words: str) -> date | None:
    """Read a whole date ("March 4, 2019 Monday", "4 March 2019"); None for a month or a year alone."""
    day = find_day(words[:120])
    return day.date() if day else None


def told(pattern: re.Pattern[str], line: Line) -> re.Match[str] | None:
    """Match a whole line against a mark of an export; no mark is longer than some lines."""
    return pattern.fullmatch(line.text) if len(line.text) <= LONGEST else None


def blank(line: Line) -> bool:
    """Tell whether a line holds no words."""
    return not line.text.strip()
