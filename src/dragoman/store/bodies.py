"""Codings and documents as they lie in the file: JSON with its hash, the coding compressed.

Comes in: records. Goes out: what is stored, and back again without loss.
"""

from __future__ import annotations

import json
import zlib
from functools import cache
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter

from dragoman.model import Coding, Document


@cache
def _coding() -> TypeAdapter[Coding]:
    return TypeAdapter(Coding)


@cache
def _document() -> TypeAdapter[Document]:
    return TypeAdapter(Document)


def hashed(text: str | bytes) -> str:
    """SHA-256 of a text in UTF-8."""
    return sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def facts(document: Document) -> str:
    """A document without its text."""
    return _document().dump_json(document, exclude={"text"}).decode()


def pack(coding: Coding) -> tuple[str, bytes]:
    """A coding without its document: hash and compressed JSON."""
    body = _coding().dump_json(coding, exclude={"document"})
    return hashed(body), zlib.compress(body, 6)


def unpack(body: bytes, facts: str, text: str) -> Coding:
    """Put a coding together again."""
    known: dict[str, Any] = json.loads(facts)
    document = json.dumps(known | {"text": text}, ensure_ascii=False).encode()
    return _coding().validate_json(b'{"document":' + document + b"," + zlib.decompress(body)[1:])


def unpack_document(facts: str, text: str) -> Document:
    """Put a document together again."""
    return _document().validate_python(json.loads(facts) | {"text": text})


def read_coding(line: bytes) -> Coding:
    """Read a line of `dragoman code --format jsonl`; raises ValueError where it is none."""
    return _coding().validate_json(line)


def content(facts: str) -> dict[str, Any]:
    """The facts that make another version of a report: all but how it came to us."""
    return {k: v for k, v in json.loads(facts).items() if k != "origin" and v is not None}


def as_json(coding: Coding) -> str:
    """A whole coding as one line of JSON."""
    return _coding().dump_json(coding).decode()
