"""XML and HTML -> trees, and trees -> paragraphs, safely.

Comes in: decoded text. Goes out: an lxml tree, or the paragraphs of one in reading order. No entity is expanded, no
document type is loaded, nothing is fetched; what declares entities of its own is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from dragoman.errors import UnreadableInput
from dragoman.read.bounds import BOUNDS
from dragoman.read.encoding import decode

_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
_ENCODING = re.compile(rb"<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.:-]{2,40})[\"']")
_TAG = re.compile(r"<(/?)[A-Za-z_][^<>]*?(/?)>")
_SILENT = frozenset({"script", "style", "noscript", "template", "head", "title", "svg", "iframe", "object", "select"})
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html",
        "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
        "hedline", "hl1", "hl2", "byline", "dateline", "distributor", "abstract", "block", "media", "fn", "note", "bq",
        "tagline", "bibliography",
    }
)  # fmt: skip
"""Elements of HTML and NITF that begin a line of their own."""


def parse_xml(data: bytes) -> Any:
    """Parse a whole XML file; raises `UnreadableInput` if it is broken, nests too deep or declares entities."""
    from lxml import etree

    declared = _ENCODING.search(data[:200].replace(b"\0", b""))
    text = decode(data, declared[1].decode("ascii") if declared else None).text
    text = _DECLARATION.sub("", text, count=1)
    if "<!ENTITY" in text:
        raise UnreadableInput("The XML declares entities, which may be a trap: save it without them.")
    _refuse_deep(text)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True)
    try:
        return etree.fromstring(text, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        where = f" ({error.msg})" if isinstance(error, etree.XMLSyntaxError) and error.msg else ""
        raise UnreadableInput(f"The XML is broken or cut off{where[:120]}: fetch it again.") from None


def _refuse_deep(text: str) -> None:
    depth = 0
    for match in _TAG.finditer(text):
        depth += -1 if match[1] else 0 if match[2] else 1
        if depth > BOUNDS.nesting:
            raise UnreadableInput(f"The XML nests more than {BOUNDS.nesting} elements: it is no news item.")


def parse_html(text: str) -> Any:
    """Parse HTML, however broken; raises `UnreadableInput` if nothing is left."""
    from lxml import html

    try:
        return html.document_fromstring(_DECLARATION.sub("", text, count=1))
    except Exception as error:  # lxml raises several kinds for pages without any element
        raise UnreadableInput("The page is empty or cannot be parsed: give its text as .txt.") from error


def paragraphs(tree: Any) -> list[str]:
    """Give the words of a tree block by block, white space collapsed; scripts and heads give none."""
    return [line for line in (" ".join(piece.split()) for piece in _pieces(tree)) if line]


def _pieces(tree: Any) -> Iterator[str]:
    from lxml import etree

    words: list[str] = []
    silent = 0
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            words.append(element.tail or "" if not silent and element is not tree else "")
            continue
        tag = element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
        if tag in _SILENT:
            silent += 1 if event == "start" else -1
        if tag in _BLOCKS:
            yield "".join(words)
            words = []
        if not silent:
            words.append((element.text if event == "start" else element.tail if element is not tree else "") or "")
    yield "".join(words)


def words_of(element: Any) -> str:
    """The words of an element, white space as single blanks."""
    return " ".join(element.text_content().split())


def names_of(element: Any) -> str:
    """The names that a page gives to an element: class, id and the like."""
    return " ".join(element.get(name) or "" for name in ("class", "id", "data-testid", "data-component", "role"))
