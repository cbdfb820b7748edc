"""Which stored report an incoming one is: the same, a new version of it, or none yet.

Comes in: a document. Goes out: the document with the id it is stored under. A given id decides; then the address on the
web; then, for files read here, the path; then the same words with the same title, outlet and day.
"""

from __future__ import annotations

import os
import sqlite3
from dataclasses import replace

from dragoman.model import Document
from dragoman.read.document import digest
from dragoman.read.web import is_address
from dragoman.store.bodies import hashed


def identify(connection: sqlite3.Connection, document: Document, *, here: bool) -> Document:
    """Give the document the id of the stored report that it is; `here`: its path is one of this machine."""
    known = connection.execute("SELECT 1 FROM document WHERE id = ?", (document.id,)).fetchone()
    if known or not _is_made(document):
        return document
    for condition, values in _signs(document, here=here):
        row = connection.execute(
            f"SELECT d.id FROM version v JOIN document d ON d.version = v.key WHERE {condition} ORDER BY v.key LIMIT 1",
            values,
        ).fetchone()
        if row:
            return replace(document, id=row["id"])
    return document


def _is_made(document: Document) -> bool:
    """Whether the id was made from address and text, and not given."""
    if document.origin is None:
        return False
    parts = document.origin.address.split(":")  # a record's number stands behind the path, and may change
    return document.id in {digest(":".join(parts[:n]), document.text) for n in range(1, len(parts) + 1)}


def _signs(document: Document, *, here: bool) -> list[tuple[str, tuple[object, ...]]]:
    found: list[tuple[str, tuple[object, ...]]] = []
    if document.url:
        found.append(("v.url = ?", (document.url,)))
    origin = document.origin
    whole = origin is not None and origin.record is None and origin.member is None
    if here and origin and whole and (os.path.isabs(origin.address) or is_address(origin.address)):
        found.append(("v.address = ?", (origin.address,)))
    same = "v.sha256 = ? AND v.title IS ? AND v.source IS ? AND v.published IS ? AND v.url IS ?"
    day = document.published.isoformat() if document.published else None
    found.append((same, (hashed(document.text), document.title, document.source, day, document.url)))
    return found
