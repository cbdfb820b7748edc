"""PDF with a text layer -> one report, or the articles of an export, with the page of every word.

Comes in: an input. Goes out: `Draft`s. The words are taken by pdfium in a child process, line by line with their places
on the page; here lines become paragraphs, running heads and page numbers are left out, words parted at line ends are
joined. Scans are refused: they hold pictures of words. No script or form in the file is run.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from math import isfinite
from statistics import median
from typing import Any, BinaryIO, NamedTuple

from dragoman.errors import UnreadableInput
from dragoman.read.child import in_child
from dragoman.read.document import Draft, moved
from dragoman.read.exports import articles_in, drafts
from dragoman.read.heading import TITLE_LONGEST, find_facts, find_title
from dragoman.read.inputs import Input
from dragoman.read.lines import Line, body_of

READER = "pdf"
_SCAN = "The PDF holds pictures of pages and no text: run OCR on it first, for instance `ocrmypdf in.pdf out.pdf`."
_FURNITURE = (
    "The PDF holds no text but running heads and page numbers: if its pages are pictures, run OCR on it first, for instance "
    "`ocrmypdf in.pdf out.pdf`."
)
_NUMBER = re.compile(r"\W*(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\W*", re.IGNORECASE)
_ENDS = re.compile(r"[.!?:]['\"’”)\]]*$")
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[\w-]+")


class Placed(NamedTuple):
    """One printed line: its words, its page, its edges in points from the lower left, and the size of its type."""

    text: str
    page: int
    left: float
    right: float
    low: float
    high: float
    size: float
    order: int
    """From the top of its page: 0 first, -1 last."""


def raw_pages(stream: BinaryIO, most: int) -> Iterator[list[list[Any]]]:
    """In the child: give page after page as a list of [words, left, right, low, high, size]."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(stream.read())
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableInput("The file is a PDF with a password: save it without one.") from None
        raise UnreadableInput("The file is a PDF that is broken or cut off: fetch or save it again.") from None
    if len(document) > most:
        raise UnreadableInput(f"The PDF has {len(document):,} pages, more than {most:,}: split it.")
    for number in range(len(document)):
        try:
            yield list(_raw_lines(document[number].get_textpage()))
        except pdfium.PdfiumError:
            yield []


def _raw_lines(page: Any) -> Iterator[list[Any]]:
    """Gather characters into lines, where a line end or a jump of the pen parts them."""
    import ctypes

    import pypdfium2.raw as raw

    edges = [ctypes.c_double() for _ in range(4)]
    words: list[str] = []
    box: list[float] = []
    sizes: list[float] = []

    def done() -> Iterator[list[Any]]:
        if text := "".join(words).strip():
            yield [text, *(box or [0.0] * 4), max(sizes, default=0.0)]
        words.clear()
        box.clear()
        sizes.clear()

    for index in range(raw.FPDFText_CountChars(page)):
        code = raw.FPDFText_GetUnicode(page, index)
        if code in (10, 13):
            yield from done()
            continue
        if code in (2, 0xFFFE):  # pdfium's mark of a hyphen at a line's end, which it gives instead of the line end
            words.append("-")
            yield from done()
            continue
        if not 32 <= code < 0x110000 or 0xD800 <= code < 0xE000:
            continue
        raw.FPDFText_GetCharBox(page, index, *map(ctypes.byref, edges))
        left, right, low, high = (edge.value for edge in edges)
        if code != 32 and right > left and high > low and all(map(isfinite, (left, right, low, high))):
            if box and (high < box[2] - (box[3] - box[2]) or low > box[3] + (box[3] - box[2])):
                yield from done()
            box[:] = [min(box[0], left), max(box[1], right), min(box[2], low), max(box[3], high)] if box else [
                left, right, low, high,
            ]  # fmt: skip
            if not sizes:
                size = raw.FPDFText_GetFontSize(page, index)
                sizes.append(size if size and isfinite(size) else high - low)
        words.append(chr(code))
    yield from done()


def read_pdf(source: Input) -> Iterator[Draft]:
    """Read a PDF; raises `UnreadableInput` for scans and for what pdfium cannot open."""
    with source.seekable() as stream:
        source.sha256 = source.settings.originals.keep_stream(stream)
        options = {"pages": source.bounds.pages}
        with source.real_file(stream) as file:
            pages = [_placed(page, n) for n, page in enumerate(in_child("pdf", file, source.bounds, options), start=1)]
    if not any(pages):
        raise UnreadableInput(_SCAN if pages else "The PDF has no pages: save it again.")
    lines, left_out = _without_furniture(pages)
    if not lines:
        raise UnreadableInput(_FURNITURE)
    paragraphs = list(_paragraphs(lines))
    words = [Line(p.text, p.page) for p in paragraphs]
    found = {"repairs": "; ".join(left_out)} if left_out else {}
    if empty := [str(n) for n, page in enumerate(pages, start=1) if not page]:
        found["pages without text"] = ", ".join(empty)
    if (export := articles_in(_export_lines(lines))) is not None:
        for draft in drafts(*export):
            yield replace(draft, found=dict(draft.found) | found)
        return
    yield _report(words, _headline(paragraphs), found)


def _placed(page: list[list[Any]], number: int) -> list[Placed]:
    count = len(page)
    return [
        Placed(text, number, left, right, low, high, size, n if n < count / 2 else n - count)
        for n, (text, left, right, low, high, size) in enumerate(page)
    ]


def _without_furniture(pages: Sequence[list[Placed]]) -> tuple[list[Placed], list[str]]:
    """Leave out page numbers, and lines at the edge of pages that come back on others."""
    edges = Counter(key for page in pages for key in {_edge(line) for line in page if line.order in (0, 1, -1, -2)})
    full = sum(1 for page in pages if page)
    kept: list[Placed] = []
    heads = numbers = 0
    for page in pages:
        for line in page:
            outermost = line.order in (0, 1, -1, -2)
            if outermost and full > 1 and _NUMBER.fullmatch(line.text):
                numbers += 1
            elif outermost and full > 1 and edges[_edge(line)] >= max(2, full // 2):
                heads += 1
            else:
                kept.append(line)
    notes = [f"{heads} running heads were left out"] if heads else []
    return kept, notes + ([f"{numbers} page numbers were left out"] if numbers else [])


def _edge(line: Placed) -> tuple[str, int]:
    return _DIGITS.sub("#", line.text), round(line.low / 6)


def _paragraphs(lines: Sequence[Placed]) -> Iterator[Placed]:
    """Join lines into paragraphs, over the ends of columns and pages too."""
    known = Counter(word.lower() for line in lines for word in _WORD.findall(line.text))
    pitch = _pitch(lines)
    open_: Placed | None = None
    last: Placed | None = None
    for line in lines:
        if open_ is None or last is None or _begins(line, last, open_, pitch):
            if open_ is not None:
                yield open_
            open_ = line
        else:
            open_ = open_._replace(text=_joined(open_.text, line.text, known), right=max(open_.right, line.right))
        last = line
    if open_ is not None:
        yield open_


def _pitch(lines: Sequence[Placed]) -> float:
    """The usual distance from line to line."""
    steps = [a.low - b.low for a, b in pairwise(lines) if a.page == b.page and 0 < a.low - b.low < 60]
    return median(steps) if steps else 12.0


def _begins(line: Placed, last: Placed, first: Placed, pitch: float) -> bool:
    """Tell whether a line begins a paragraph: other type, a gap, an indent, or a short line that ends a sentence."""
    if abs(line.size - last.size) > 0.12 * max(line.size, last.size, 1.0):
        return True
    ended = _ENDS.search(last.text) is not None
    width = max(first.right, last.right) - min(first.left, last.left)
    if line.page != last.page or line.low > last.low:
        return ended and (line.text[:1].isupper() or not line.text[:1].isalpha())
    if last.low - line.low > 1.4 * pitch:
        return True
    if line.left - last.left > 0.7 * line.size and ended:
        return True
    return ended and last.right < max(first.right, line.right) - 0.15 * max(width, line.right - line.left)


def _joined(text: str, more: str, known: Counter[str]) -> str:
    """Join two lines; a hyphen at the end stays if the word is printed with it elsewhere, or its parts are names."""
    if not re.search(r"\w-$", text) or not more[:1].islower():
        return text + more if text.endswith(("-", "–", "—", "/")) and more[:1].isalnum() else f"{text} {more}"
    first, second = (_WORD.findall(text) or [""])[-1].lower(), (_WORD.findall(more) or [""])[0].lower()
    whole = first.removesuffix("-") + second
    if known[first + second] > known[whole]:
        return text + more
    return text[:-1] + more


def _export_lines(lines: Sequence[Placed]) -> list[Line]:
    """Give lines for the readers of exports, paragraphs joined but every short line by itself."""
    return [Line(p.text, p.page) for p in _paragraphs(lines)]


def _headline(paragraphs: Sequence[Placed]) -> int | None:
    """Find the headline: the largest type among the first paragraphs, clearly larger than the body's."""
    sizes = sorted(p.size for p in paragraphs for _ in range(len(p.text) // 40 + 1))
    body = sizes[len(sizes) // 2]
    heads = [
        (p.size, -n) for n, p in enumerate(paragraphs[:8]) if p.page == paragraphs[0].page and p.size > 1.15 * body
    ]
    if not heads:
        return None
    at = -max(heads)[1]
    return at if len(paragraphs[at].text) <= TITLE_LONGEST and at < len(paragraphs) - 1 else None


def _report(words: list[Line], headline: int | None, found: dict[str, str]) -> Draft:
    """Make the report, its headline first; what was printed above the headline comes after it."""
    if headline is not None:
        words = [words[headline], *words[:headline], *words[headline + 1 :]]
    body = body_of(words)
    first = find_title(body.text) if headline is None else None
    title = (
        words[0].text if headline is not None else first.line if first and body.text.startswith(first.line) else None
    )
    facts = find_facts(body.text if title is None else body.text[len(title) :])
    if title:
        found = found | {"title": "largest type" if headline is not None else "first line"}
    return Draft(
        reader=READER,
        text=body.text,
        title=title,
        source=facts.source,
        published=facts.published,
        author=facts.author,
        found=found | facts.found,
        pages=moved(body.pages, 0, len(body.text)),
    )
