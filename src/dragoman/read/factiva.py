"""Exports of Factiva.

Comes in: the lines of an export (RTF, HTML or plain text). Goes out: its articles. Two layouts are known, both ended by
"Document REUT000020190304ef34000p1":

    with indexing:  "HD", the headline, "WC", "512 words", "PD", the day, "SN", the paper, "LP" and "TD", the text ...
    without:        headline / by-line / "512 words" / day / time / paper / code / language / copyright / text
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dragoman.read.exports import Article, blank, day_of, told
from dragoman.read.lines import Line

READER = "factiva"
LOOK = 4_000
_END = re.compile(r"\s*(?:AN\s+)?Document\s+([A-Za-z0-9]{20,40})\s*")
_WORDS = re.compile(r"\s*[\d,.]+ words\s*")
_CODES = ["SE", "HD", "CR", "BY", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY", "LP", "TD", "CT", "RF", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "CLM", "ART", "DLN", "RST", "DE", "SF"]  # fmt: skip
_CODE = re.compile(rf"\s*({'|'.join(_CODES)})(?:\s{{2,}}|\t|\s*$)(.*)")
_FURNITURE = re.compile(
    r"\s*(?:Page \d+ of \d+.*|©\s*\d{4} Factiva.*|\d{4} Factiva, Inc\..*|Search Summary|Dow Jones Factiva|Factiva)\s*",
    re.IGNORECASE,
)
_TIME = re.compile(r"\s*\d{1,2}:\d{2}(?:\s*[AP]M)?(?:\s+[A-Z]{2,5})?\s*")
_SOURCE_CODE = re.compile(r"\s*[A-Z][A-Z0-9]{1,7}\s*")
_PLACE = re.compile(r"\s*(?:[A-Z]?\d{1,4}(?:-\d+)?|(?:Volume|Issue|Edition|Page|Section|Pg\.?)\b.{0,60}|\d+)\s*")
_COPYRIGHT = re.compile(r"\s*(?:\(c\)|©|copyright\b).*", re.IGNORECASE)
_LANGUAGES = frozenset(
    [
        "English",
        "French",
        "German",
        "Spanish",
        "Italian",
        "Portuguese",
        "Russian",
        "Arabic",
        "Chinese",
        "Japanese",
        "Korean",
        "Dutch",
        "Swedish",
        "Danish",
        "Norwegian",
        "Finnish",
        "Polish",
        "Turkish",
        "Czech",
        "Hungarian",
        "Greek",
        "Bulgarian",
        "Romanian",
        "Indonesian",
        "Malay",
        "Ukrainian",
        "Catalan",
    ]
)


def is_export(lines: Sequence[Line]) -> bool:
    """Tell an export by the line that ends each article, or by its indexing codes."""
    head = lines[:LOOK]
    ends = any(told(_END, line) for line in head)
    words = any(told(_WORDS, line) or re.match(r"\s*WC\s+[\d,]+ words", line.text) for line in head)
    codes = {match[1] for line in head if (match := told(_CODE, line))}
    return (ends and words) or codes >= {"HD", "PD", "SN"}


def articles(lines: Sequence[Line]) -> Iterator[Article]:
    """Cut the export into its articles; a last one without an end is given with its flaw."""
    lines = [line for line in lines if not told(_FURNITURE, line)]
    start = 0
    for number, line in enumerate(lines):
        if match := told(_END, line):
            if article := _article(lines[start:number]):
                yield article._replace(id=match[1])
            start = number + 1
        elif start == number and _is_tail(line):
            start = number + 1  # a search summary follows the last article
    rest = _article(lines[start:])
    if rest and (rest.body or rest.title) and _has_head(lines[start:]):
        yield rest._replace(flaw="The export is cut off inside this article, which has no end: export it again.")


def _is_tail(line: Line) -> bool:
    return blank(line)


def _has_head(lines: Sequence[Line]) -> bool:
    return any(told(_WORDS, line) or told(_CODE, line) for line in lines)


def _article(lines: Sequence[Line]) -> Article | None:
    full = [line for line in lines if not blank(line)]
    if not full:
        return None
    if sum(1 for line in full if told(_CODE, line)) >= 3:
        return _coded(lines)
    return _positional(lines)


def _coded(lines: Sequence[Line]) -> Article:
    """Read an article with indexing: a code, then its value until the next code."""
    fields: dict[str, list[Line]] = {}
    code = ""
    for line in lines:
        match = told(_CODE, line)
        if match and match[1] not in fields:
            code = match[1]
            fields[code] = [Line(match[2], line.page)] if match[2].strip() else []
        elif code:
            fields[code].append(Line(line.text.strip(), line.page) if blank(line) else line)
    said = {key: " ".join(" ".join(line.text for line in value).split()) for key, value in fields.items()}
    gap = [Line("")]
    return _checked(
        Article(
            [*fields.get("LP", []), *gap, *fields.get("TD", [])]
            if {"LP", "TD"} & fields.keys()
            else fields.get("ART", []),
            title=said.get("HD", ""),
            source=said.get("SN", ""),
            published=said.get("PD", ""),
            author=_person(said.get("BY", "")),
            language=said.get("LA", ""),
        )
    )


def _positional(lines: Sequence[Line]) -> Article | None:
    """Read an article without indexing, by the order of its lines."""
    at = next((n for n, line in enumerate(lines) if told(_WORDS, line)), None)
    if at is None:
        return Article(
            (), flaw="The article has no count of words and no codes, so it is no whole export: export it again."
        )
    above = [line.text.strip() for line in lines[:at] if not blank(line)]
    author = next((line for line in above[1:] if re.match(r"by\s", line, re.IGNORECASE)), "")
    title = " ".join(line for line in above if line != author)
    published = source = language = ""
    number = at + 1
    while number < len(lines):
        words = lines[number].text.strip()
        if words in _LANGUAGES:
            language = words
        elif not published and len(words) < 40 and day_of(words):
            published = words
        elif _COPYRIGHT.fullmatch(words):
            number += 1
            break
        elif words and not (_TIME.fullmatch(words) or _PLACE.fullmatch(words)):
            if not source:
                source = words
            elif language or not _SOURCE_CODE.fullmatch(words):
                break
        number += 1
    return _checked(
        Article(
            lines[number:],
            title=title,
            source=source,
            published=published,
            author=_person(author),
            language=language,
        )
    )


def _person(words: str) -> str:
    return re.sub(r"^by\s+", "", words, flags=re.IGNORECASE)


def _checked(article: Article) -> Article:
    if any(not blank(line) for line in article.body):
        return article
    return article._replace(flaw="The article has no text in this export: export full articles, not headlines.")
