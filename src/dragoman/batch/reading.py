"""The folder of a batch -> codings again, without loss, in the order of the inputs.

Comes in: a folder. Goes out: codings, rejected inputs as codings with rejections. Files of parts without a marker are not
looked at.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from dragoman.batch.account import Marker, markers
from dragoman.batch.folder import Folder, is_remote
from dragoman.batch.job import NAME
from dragoman.errors import BadBatch
from dragoman.model import Coding, Document, Origin, Rejection, replace
from dragoman.store.bodies import put_together

ROWS = 256
"""Reports held at once."""


def is_batch(address: str) -> bool:
    """Whether a folder is one that `dragoman batch` made."""
    if not is_remote(address):
        return os.path.isfile(os.path.join(address, NAME))
    return Folder(address).read(NAME) is not None


def codings(out: Folder) -> Iterator[Coding]:
    """Give every coding of the parts that are done."""
    for marker in markers(out):
        for row in table_rows(out, "report", marker, ("facts", "text", "body")):
            yield put_together(row["body"].encode(), row["facts"], row["text"])
        for row in table_rows(out, "rejection", marker):
            day = date.fromisoformat(row["published"]) if row["published"] else None
            document = Document(row["document"], "", row["title"], row["source"], row["url"], published=day)
            yield Coding(_at(document, row["address"]), "", "", rejections=(Rejection(row["stage"], row["reason"]),))


def _at(document: Document, address: str) -> Document:
    return replace(document, origin=Origin(address, "", "", ""))


def table_rows(
    out: Folder, table: str, marker: Marker, columns: Sequence[str] | None = None
) -> Iterator[dict[str, Any]]:
    """The rows of one table of one part, some at a time; none where the part has no such table."""
    from pyarrow import ArrowInvalid, parquet

    if table not in marker.rows:
        return
    name = f"{table}/{marker.part}.parquet"
    remedy = f"take {marker.part}.json out of _done and its group out of _ended, and run again"
    data = out.read(name)
    if data is None:
        raise BadBatch(f"{out.at(name)} is missing: {remedy}.")
    try:
        file = parquet.ParquetFile(io.BytesIO(data))
    except ArrowInvalid as error:
        raise BadBatch(f"{out.at(name)} is broken: {remedy}.") from error
    for batch in file.iter_batches(ROWS, columns=list(columns) if columns else None):
        yield from batch.to_pylist()
