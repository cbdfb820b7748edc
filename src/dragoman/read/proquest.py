"""Exports of ProQuest.

Comes in: the lines of an export (plain text, RTF, DOCX or HTML). Goes out: its articles. Articles are parted by lines of
underscores or by "Document 2 of 25"; each has "Full text:" (or the word FULL TEXT alone) and labelled fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dragoman.read.exports import Article, blank, told
from dragoman.read.lines import Line

READER = "proquest"
LOOK = 4_000
_RULE = re.compile(r"\s*_{20,}\s*")
_NUMBER = re.compile(r"\s*Document (\d{1,6}) of (\d{1,6})\s*", re.IGNORECASE)
_TEXT = re.compile(r"\s*full text\s*(?::\s*(.*)|)", re.IGNORECASE)
_LABELS = (
    "abstract|abstract \\(summary\\)|full text|links|details|subject|location|people|company ?/ ?organization|company|title"
    "|publication title|publication year|publication date|publication info|publication subject|author|pages|page|first page"
    "|section|volume|issue|edition|publisher|place of publication|country of publication|issn|e-?issn|source type|language"
    "|language of publication|document type|document feature|proquest document id|document url|copyright|last updated"
    "|database|classification|identifier ?/ ?keyword|business indexing term|column|dateline|credit|image|illustration|year"
    "|url|proquest document link|find a copy|bibliography|citation style|subject term|number of pages|cover date"
    "|publication date \\(.*?\\)|issn/isbn|accession number"
)
_FIELD = re.compile(rf"\s*({_LABELS})\s*:\s*(.*)", re.IGNORECASE)
_HEADING = re.compile(r"\s*(ABSTRACT|FULL TEXT|DETAILS|LINKS|Abstract|Full text|Details|Links)\s*")
_AFTER_TEXT = frozenset(
    {
        "subject", "details", "location", "people", "company", "company / organization", "company/organization", "title",
        "publication title", "publication year", "publication date", "illustration", "credit", "classification",
        "identifier / keyword", "identifier/keyword", "business indexing term", "proquest document id", "links", "copyright",
        "publication info", "subject term",
    }
)  # fmt: skip


def is_export(lines: Sequence[Line]) -> bool:
    """Tell an export by labels that ProQuest alone prints."""
    labels = {match[1].lower() for line in lines[:LOOK] if (match := told(_FIELD, line))}
    return "proquest document id" in labels or (
        {"publication title", "publication date"} <= labels and any(told(_RULE, line) for line in lines[:LOOK])
    )


def articles(lines: Sequence[Line]) -> Iterator[Article]:
    """Cut the export into its articles; says so where articles are missing at its end."""
    number = of = 0
    for part in _parts(lines):
        marked = next((match for line in part if (match := told(_NUMBER, line))), None)
        if marked:
            number, of = int(marked[1]), int(marked[2])
        if any(told(_FIELD, line) or told(_TEXT, line) for line in part) and not _is_frame(part):
            yield _article([line for line in part if not told(_NUMBER, line)])
    if number < of:
        reason = f"The export is cut off: {of - number} of its {of} articles are missing, so export it again."
        yield Article((), flaw=reason)


def _parts(lines: Sequence[Line]) -> Iterator[list[Line]]:
    part: list[Line] = []
    for line in lines:
        if told(_RULE, line) or (told(_NUMBER, line) and any(map(_is_field, part))):
            yield part
            part = [] if told(_RULE, line) else [line]
        else:
            part.append(line)
    yield part


def _is_field(line: Line) -> bool:
    return told(_FIELD, line) is not None


def _is_frame(part: Sequence[Line]) -> bool:
    """Tell the cover, the table of contents and the bibliography from an article."""
    first = next((line.text.strip().lower() for line in part if not blank(line)), "")
    return first.startswith(("report information", "table of contents", "bibliography", "citation style", "contact "))


def _article(part: Sequence[Line]) -> Article:
    fields: dict[str, str] = {}
    body: list[Line] = []
    title: list[str] = []
    label, in_text = "", False
    for line in part:
        heading, field = told(_HEADING, line), told(_FIELD, line)
        name = (heading[1] if heading else field[1] if field else "").lower()
        value = field[2] if field else ""
        if name == "full text":
            in_text, label = True, ""
            body = [Line(value, line.page)] if value.strip() else []
        elif name and not (in_text and name not in _AFTER_TEXT):
            in_text, label = False, name
            fields.setdefault(name, value.strip())
        elif in_text:
            body.append(line)
        elif label and not blank(line) and not fields[label]:
            fields[label] = line.text.strip()
        elif blank(line):
            label = ""
        elif not label and not fields and not body:
            title.append(line.text.strip())
    paper = fields.get("publication title") or fields.get("publication info", "")
    return Article(
        body,
        title=fields.get("title") or " ".join(title),
        source=re.split(r"\s*;|\s+\[", paper)[0].strip(),
        published=fields.get("publication date") or fields.get("publication info", ""),
        author=re.sub(r"\s*[.;]\s*$", "", fields.get("author", "")),
        language=fields.get("language of publication") or fields.get("language", ""),
        id=fields.get("proquest document id", ""),
        url=fields.get("document url", ""),
        flaw=None
        if any(not blank(line) for line in body) and not _absent(body)
        else "The article has no full text in this export: export it with full text.",
    )


def _absent(body: Sequence[Line]) -> bool:
    words = " ".join(line.text for line in body).strip().lower()
    return words.rstrip(".") in ("not available", "full text not available", "none")
