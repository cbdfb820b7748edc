"""DOCX -> paragraphs.

Comes in: the main part of a Word document. Goes out: its paragraphs in order, with those of tables. Text that was
deleted under review, field instructions, headers and footers are left out; macros and links are never looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from dragoman.errors import UnreadableInput
from dragoman.read.markup import parse_xml

MAIN = "word/document.xml"
_SPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_OTHERS = {
    "xl/workbook.xml": "a spreadsheet: save the sheet as CSV",
    "xl/workbook.bin": "a spreadsheet: save the sheet as CSV",
    "ppt/presentation.xml": "a presentation: save it as PDF",
    "content.xml": "an OpenDocument file: save it as DOCX, PDF or plain text",
    "META-INF/container.xml": "an e-book: save it as HTML or plain text",
}


def is_document(names: Collection[str]) -> bool:
    """Tell a Word document by the names of its parts; raises `UnreadableInput` for other office documents."""
    for name, what in _OTHERS.items():
        if name in names:
            raise UnreadableInput(f"The file is {what}.")
    return MAIN in names


def docx_paragraphs(part: bytes) -> list[str]:
    """Give the paragraphs of the main part; raises `UnreadableInput`."""
    tree = parse_xml(part)
    space = _SPACE if tree.tag.startswith(_SPACE) else _STRICT
    return [" ".join(words.split()) for words in _paragraphs(tree, space)]


def _paragraphs(tree: Any, space: str) -> Iterator[str]:
    """Walk through the document; a paragraph in a text box stands inside another and comes before its rest."""
    open_: list[list[str]] = [[]]
    breaks = {f"{space}br": "\n", f"{space}cr": "\n", f"{space}tab": "\t", f"{space}noBreakHyphen": "\u2011"}
    fallback = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
    from lxml import etree

    skipped = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag
        if tag == fallback:
            skipped += 1 if event == "start" else -1
        elif skipped:
            continue
        elif tag == f"{space}p":
            if event == "start":
                open_.append([])
            else:
                yield from "".join(open_.pop()).split("\n")
        elif event == "start" and tag == f"{space}t":
            open_[-1].append(element.text or "")
        elif event == "start" and tag in breaks:
            open_[-1].append(breaks[tag])
