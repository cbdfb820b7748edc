"""First bytes and the ending of a name -> what a file is.

Comes in: a name and a first piece. Goes out: one of `FORMATS`. Content goes before the ending where it is plain.
"""

from __future__ import annotations

import os
import re
from typing import Literal, get_args

from dragoman.errors import UnreadableInput
from dragoman.read.encoding import refuse_binary

Format = Literal[
    "text", "html", "jsonl", "csv", "tsv", "parquet", "pdf", "docx", "rtf", "mail", "mbox", "newsml", "ninjs", "feed",
    "warc", "zip", "tar", "gzip", "bzip2", "xz",
]  # fmt: skip
FORMATS: tuple[Format, ...] = get_args(Format)

MAGIC: dict[bytes, Format] = {
    b"PK\x03\x04": "zip", b"PK\x05\x06": "zip", b"{\\rtf": "rtf", b"PAR1": "parquet", b"WARC/": "warc",
    b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ\x00": "xz",
}  # fmt: skip
ENDINGS: dict[str, Format] = {
    ".txt": "text", ".text": "text", ".md": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".jsonlines": "jsonl",
    ".csv": "csv", ".tsv": "tsv", ".tab": "tsv",
    ".eml": "mail", ".mht": "mail", ".mhtml": "mail", ".mbox": "mbox",
}  # fmt: skip
PACKED = (".gz", ".tgz", ".bz2", ".tbz2", ".xz", ".txz")
"""Endings of one packed file; the ending under it tells more."""

_PAGE = re.compile(
    rb"\s*+(?:<!--(?>.*?-->)\s*+)*+(?:<\?xml[^>]*>\s*+)?<(?:!doctype\s+html|html|head|body|article)\b",
    re.IGNORECASE | re.DOTALL,
)
_ROOT = re.compile(
    rb"(?:<\?[^>]*>|<!--(?>.*?-->)|<!DOCTYPE[^>\[]*(?:\[[^\]]*\])?\s*>|\s)*+<(?:[\w.-]+:)?([\w.-]+)", re.DOTALL
)
_ROOTS: dict[bytes, Format] = {
    b"newsItem": "newsml", b"newsMessage": "newsml", b"packageItem": "newsml", b"nitf": "newsml", b"NewsML": "newsml",
    b"rss": "feed", b"feed": "feed", b"RDF": "feed",
}  # fmt: skip
_OBJECT = re.compile(rb'\s*\{[ \t]*"')
_JSON = re.compile(rb"\s*[\[{]")
_NINJS = re.compile(
    rb'"(?:body_?(?:text|xhtml|html)|bodies|headlines|versioncreated|versionCreated|pubstatus|pubStatus|representationtype'
    rb'|representationType)"\s*:|/std/ninjs/'
)  # fmt: skip
_TEXT_KEY = re.compile(rb'"text"\s*:')
_MBOX = re.compile(rb"From \S+ +\S.*\r?\n[A-Za-z-]+:")
_HEADER = re.compile(
    rb"^(?:return-path|received|delivered-to|from|date|subject|mime-version|message-id|to|reply-to|content-type"
    rb"|dkim-signature|x-[\w-]+|arc-[\w-]+|list-[\w-]+|authentication-results|sender|feedback-id):",
    re.IGNORECASE | re.MULTILINE,
)


def tell_format(name: str, head: bytes) -> Format:
    """Tell the format by content where that is plain, else by the ending, else it is text.

    Raises `UnreadableInput` for other binary files, and for JSON and XML of other kinds.
    """
    for magic, format in MAGIC.items():
        if head.startswith(magic):
            return format
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head[257:262] == b"ustar":
        return "tar"
    refuse_binary(head)
    ending = _ending(name)
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"")  # marks and zero bytes of wide encodings
    by_ending = ENDINGS.get(ending)
    if by_ending is not None and by_ending != "text":
        return by_ending
    if _PAGE.match(start):
        return "html"
    if start.lstrip().startswith((b"<?xml", b"<!DOCTYPE")) or ending in (".xml", ".rss", ".atom"):
        return _xml(start)
    if by_ending is None and _MBOX.match(start):
        return "mbox"
    if by_ending is None and _is_mail(start):
        return "mail"
    return _json(start, ending) if by_ending is None and _JSON.match(start) else "text"


def _ending(name: str) -> str:
    """Give the ending, under the one of a packed file ("a.jsonl.gz" -> ".jsonl")."""
    stem, ending = os.path.splitext(name.lower())
    return os.path.splitext(stem)[1] if ending in PACKED else ending


def _xml(start: bytes) -> Format:
    match = _ROOT.match(start)
    format = _ROOTS.get(match[1]) if match else None
    if format is None:
        raise UnreadableInput("The file is XML, but no page, feed or news item: save the report as HTML or plain text.")
    return format


def _is_mail(start: bytes) -> bool:
    """Tell a message by its first line and two more headers that messages have."""
    return _HEADER.match(start) is not None and len(set(_HEADER.findall(start.split(b"\n\n")[0]))) >= 3


def _json(start: bytes, ending: str) -> Format:
    if _NINJS.search(start) and not _TEXT_KEY.search(start):
        return "ninjs"
    if _OBJECT.match(start):
        return "jsonl"
    if ending == ".json":
        raise UnreadableInput("The file is JSON but not JSON Lines: write one object with a `text` on each line.")
    return "text"
