"""Exports of Nexis Uni and of LexisNexis Academic.

Comes in: the lines of an export. Goes out: its articles. Two layouts are known:

    Nexis Uni: title / paper / day / copyright / "Section:", "Length:", "Byline:" ... / "Body" / text / "Classification"
               or "Load-Date:" ... / "End of Document"; a cover page may list all titles
    Academic:  "1 of 25 DOCUMENTS" / copyright / paper / day / title or "HEADLINE:" / "LENGTH:" ... / text / "LOAD-DATE:" ...
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dragoman.read.exports import Article, blank, day_of, told
from dragoman.read.lines import Line

READER = "nexis"
LOOK = 4_000
"""Lines in which the marks of an export are looked for."""
_OF = re.compile(r"\s*(\d{1,6}) of (\d{1,6}) DOCUMENTS?\s*")
_END = re.compile(r"\s*End of Document\s*")
_FURNITURE = re.compile(r"\s*(?:Page \d+ of \d+|Page \d+|About LexisNexis.*|.*©\s*\d{4} LexisNexis.*)\s*")
_FIELD = re.compile(
    r"\s*(section|length|byline|dateline|headline|highlight|body|series|edition|column|distribution|subtitle|kicker)"
    r"\s*:\s*(.*)",
    re.IGNORECASE,
)
_BODY = re.compile(r"\s*(?:body|BODY|Body|FULL TEXT|Full Text)\s*:?\s*")
_TAIL_WORD = re.compile(r"\s*(?:Classification|Graphic|Notes|Correction|Correction-Date)\s*")
_TAIL_FIELD = re.compile(
    r"\s*(?:(?:LOAD-DATE|LANGUAGE|PUBLICATION-TYPE|JOURNAL-CODE|DOCUMENT-TYPE|GRAPHIC|URL|SUBJECT|TYPE|NOTES|CORRECTION-DATE|"
    r"DOC-TYPE|ORGANIZATION|COMPANY|TICKER|INDUSTRY|PERSON|GEOGRAPHIC|COUNTRY|STATE|CITY|CATEGORY|ACC-NO|DISCLAIMER|JOURNAL"
    r")\s*:|(?:Load-Date|Language|Publication-Type|Journal Code|Document-Type|Subject|Company|Organization|Industry|Person|"
    r"Geographic|Ticker)\s*:).*"
)
_COPYRIGHT = re.compile(r"\s*(?:copyright\b|\(c\)|©|all rights reserved\b).*", re.IGNORECASE)
_LANGUAGE = re.compile(r"\s*language\s*:\s*(.+)", re.IGNORECASE)
_COVER = re.compile(r"\s*(?:Date and Time|Job Number|Documents? \(\d+\)|User Name)\s*:?.*")


def is_export(lines: Sequence[Line]) -> bool:
    """Tell an export by the marks between its articles."""
    head = lines[:LOOK]
    if any(told(_OF, line) for line in head):
        return True
    marks = {line.text.strip().lower().rstrip(":") for line in head if len(line.text) < 40}
    fields = sum(1 for line in head if re.match(r"\s*(?:Length:\s*\d+ words|Load-Date:|Section:)", line.text))
    return ("end of document" in marks and (fields > 0 or "body" in marks)) or ("body" in marks and fields >= 2)


def articles(lines: Sequence[Line]) -> Iterator[Article]:
    """Cut the export into its articles; a last one without an end is given with its flaw."""
    lines = [line for line in lines if not told(_FURNITURE, line)]
    if any(told(_OF, line) for line in lines):
        yield from _academic(lines)
        return
    start = 0
    for number, line in enumerate(lines):
        if told(_END, line):
            yield _article(_without_cover(lines[start:number]))
            start = number + 1
    rest = _without_cover(lines[start:])
    if any(told(_BODY, line) for line in rest):
        yield _article(rest) if start == 0 else _cut(_article(rest))


def _cut(article: Article) -> Article:
    reason = "The export is cut off inside this article, which has no end: export it again."
    return article._replace(flaw=article.flaw or reason)


def _academic(lines: Sequence[Line]) -> Iterator[Article]:
    starts = [(n, match) for n, line in enumerate(lines) if (match := told(_OF, line))]
    for (start, _), (end, _) in zip(starts, [*starts[1:], (len(lines), None)], strict=True):
        yield _article(lines[start + 1 : end])
    last = starts[-1][1]
    if int(last[1]) < int(last[2]):
        missing = int(last[2]) - int(last[1])
        reason = f"The export is cut off: {missing} of its {last[2]} articles are missing, so export it again."
        yield Article((), flaw=reason)


def _without_cover(lines: Sequence[Line]) -> Sequence[Line]:
    """Leave out a cover page, which lists what was asked for: the article begins with the title before its paper."""
    body = next((n for n, line in enumerate(lines) if told(_BODY, line)), len(lines))
    covers = [n for n, line in enumerate(lines[:body]) if told(_COVER, line)]
    if not covers:
        return lines
    day = max((n for n in range(covers[-1], body) if _is_day(lines[n])), default=body)
    above = [n for n in range(covers[-1] + 1, day) if not blank(lines[n])]
    return lines[above[-2] :] if len(above) >= 2 else lines[covers[-1] + 1 :]


def _is_day(line: Line) -> bool:
    return len(line.text) < 60 and day_of(line.text) is not None and not told(_FIELD, line)


def _article(lines: Sequence[Line]) -> Article:
    """Part an article into head, body and tail, and read the head."""
    body, fields, plain = _head(lines)
    end = next(
        (n for n in range(body, len(lines)) if told(_TAIL_WORD, lines[n]) or told(_TAIL_FIELD, lines[n])),
        len(lines),
    )
    words = list(lines[body:end])
    while words and (blank(words[-1]) or told(_COPYRIGHT, words[-1])):
        words.pop()
    title, source, day = _named(plain, fields)
    language = next((m[1] for line in lines[end:] if (m := told(_LANGUAGE, line))), "")
    return Article(
        words,
        title=title,
        source=source,
        published=day,
        author=re.sub(r"^by\s+", "", fields.get("byline", ""), flags=re.IGNORECASE),
        language=language.split(";")[0].strip().capitalize(),
        flaw=None if words else "The article has no text in this export: export it with its full text.",
    )


def _head(lines: Sequence[Line]) -> tuple[int, dict[str, str], list[list[str]]]:
    """Find where the body begins; give the labelled fields and the blocks of other lines above it.

    Without the word "Body" it begins after the last block that holds a field.
    """
    stop = next((n for n, line in enumerate(lines) if told(_BODY, line)), None)
    fields: dict[str, str] = {}
    blocks: list[list[str]] = []
    body, open_, label = 0, False, ""
    for number, line in enumerate(lines[: stop if stop is not None else 60]):
        words = line.text.strip()
        field = told(_FIELD, line)
        if not words:
            open_, label = False, ""
        elif field:
            label = field[1].lower()
            fields.setdefault(label, field[2].strip())
            body, open_ = number + 1, True
            if label == "body":
                return number, fields, blocks
        elif label:
            fields[label] += f" {words}"  # a field that was wrapped
            body = number + 1
        elif stop is None and fields and body and _is_text(lines, number):
            break
        elif not _COPYRIGHT.fullmatch(words):
            if open_:
                blocks[-1].append(words)
            else:
                blocks.append([words])
            open_ = True
    return (body if stop is None else stop + 1), fields, blocks


def _is_text(lines: Sequence[Line], number: int) -> bool:
    """Tell the first paragraph of a body from a title that stands between fields."""
    return not any(told(_FIELD, line) for line in lines[number : number + 6])


def _named(blocks: list[list[str]], fields: dict[str, str]) -> tuple[str, str, str]:
    """Find title, paper and day among the lines without a label."""
    flat = [line for block in blocks for line in block]
    at = next((n for n, line in enumerate(flat) if _is_day(Line(line))), None)
    if at is None:
        return fields.get("headline", flat[0] if flat else ""), flat[1] if len(flat) > 1 else "", ""
    before, after = flat[:at], flat[at + 1 :]
    if "headline" in fields:
        return fields["headline"], before[-1] if before else "", flat[at]
    if len(before) > 1:
        return " ".join(before[:-1]), before[-1], flat[at]
    below = [block for block in blocks if block[-1] in after]
    title = " ".join(below[-1]) if below and below[-1][-1] != flat[at] else ""
    if not title and before and not after:
        return before[0], "", flat[at]
    title = title.removeprefix(flat[at]).strip()
    return title, before[-1] if before else "", flat[at]
