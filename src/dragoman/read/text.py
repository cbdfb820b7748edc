"""Plain text, RTF and DOCX -> one report, or the articles of an export.

Comes in: an input. Goes out: `Draft`s. A plain text that is no export is kept as read: only the encoding, line ends and
control characters are normalised, before anything is taken from it, and a blank line is put after a title that has
none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dragoman.read.document import Draft, Given, titled
from dragoman.read.docx import docx_paragraphs
from dragoman.read.encoding import decode
from dragoman.read.exports import articles_in, drafts
from dragoman.read.heading import find_facts, find_title
from dragoman.read.inputs import Input
from dragoman.read.lines import Line, body_of, lines_of
from dragoman.read.rtf import rtf_text

_EXPORT = re.compile(
    r"\d of \d+ DOCUMENTS?|End of Document|Load-Date|\bDocument [A-Za-z0-9]{20}|ProQuest|^[ \t]{0,8}HD\b", re.MULTILINE
)
"""Words without which a text is no export."""


def read_text(source: Input, given: Given) -> Iterator[Draft]:
    """Read a whole file of plain text; raises `UnreadableInput`."""
    decoded = decode(source.whole())
    if _EXPORT.search(decoded.text) and (export := articles_in(lines_of(decoded.text))) is not None:
        yield from drafts(*export)
        return
    yield _report("text", decoded.text, given, decoded.notes())


def read_rtf(source: Input, given: Given) -> Iterator[Draft]:
    """Read an RTF document; raises `UnreadableInput`."""
    yield from _document("rtf", lines_of(rtf_text(source.whole())), given)


def read_docx(source: Input, given: Given) -> Iterator[Draft]:
    """Read the main part of a Word document; raises `UnreadableInput`."""
    hashed = source.sha256  # of the whole document, whose main part this is
    lines = [Line(words) for words in docx_paragraphs(source.whole())]
    source.sha256 = hashed
    yield from _document("docx", lines, given)


def _document(reader: str, lines: list[Line], given: Given) -> Iterator[Draft]:
    if (export := articles_in(lines)) is not None:
        yield from drafts(*export)
        return
    full = [Line(" ".join(line.text.replace("\t", " ").split())) for line in lines]
    yield _report(reader, body_of(line for line in full if line.text).text, given, {})


def _report(reader: str, text: str, given: Given, found: Mapping[str, str]) -> Draft:
    """Make one report of a text, with what stands at its head."""
    title = None
    first = find_title(text)
    if first and (not given.title or given.title.split() == first.line.split()):
        title = given.title or first.line
        body = text[first.end :].lstrip("\n")
        text = titled(title, body) if body else text
        found = {**found, "title": "first line"}
    facts = find_facts(text if title is None else text[len(title) :])
    return Draft(
        reader=reader,
        text=text,
        title=title,
        source=facts.source,
        published=facts.published,
        author=facts.author,
        found={**found, **facts.found},
    )
