"""Codings -> tables: the same rows that a database has, as columns, with keys that no other part has.

Comes in: codings in order and the first key that their rows may have. Goes out: Arrow tables, and their bytes as Parquet.
`report` holds each text once, with its coding as JSON; `rejection` what gave none; the others what questions are asked of.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from dragoman.errors import BadBatch
from dragoman.merge import copies
from dragoman.model import Coding
from dragoman.store.bodies import body, facts, hashed
from dragoman.store.rows import Keys, rows
from dragoman.store.store import program

N, T, R, B = "int64", "string", "double", "binary"
COLUMNS: dict[str, dict[str, str]] = {
    "report": {
        "key": N, "id": T, "coder": T, "codebook": T, "program": T, "sha256": T, "facts": T, "title": T, "source": T, "url": T,
        "published": T, "address": T, "signature": B, "text": T, "body": T,
    },
    "rejection": {
        "address": T, "stage": T, "reason": T, "document": T, "title": T, "source": T, "url": T, "published": T,
    },
    "actor": {
        "key": N, "coding": N, "id": T, "name": T, "kind": T, "country": T, "sector": T, "sectors": T, "office": T,
        "organisation": T, "wikidata": T,
    },
    "event": {
        "key": N, "coding": N, "id": T, "type": T, "mode": T, "contexts": T, "quad": N, "intensity": R, "status": T,
        "background": N, "score": R, "first": T, "last": T, "date_basis": T, "grain": T, "place": T, "place_country": T,
        "admin1": T, "latitude": R, "longitude": R, "geonames": N, "trigger": T, "trigger_start": N, "sentence_start": N,
        "sentence_end": N, "verdict": T,
    },
    "statement": {
        "key": N, "coding": N, "id": T, "kind": T, "act": T, "cue": T, "content": T, "start": N, "end": N, "first": T, "last": T,
        "date_basis": T, "score": R, "verdict": T,
    },
    "about": {"statement": N, "event": T},
    "event_slot": {"event": N, "role": T, "n": N, "actor": N},
    "statement_slot": {"statement": N, "role": T, "n": N, "actor": N},
    "stance": {"event": N, "n": N, "kind": T, "actor": N, "start": N, "statement": T},
    "figure": {"event": N, "n": N, "what": T, "low": N, "high": N, "said_by": T},
    "dyad": {"left": T, "right": T, "way": T, "first": T, "event": N},
}  # fmt: skip
"""Columns of each table; days are ISO text, as in the database."""
GROUP_BITS, PART_BITS, ROW_BITS = 22, 16, 25
"""Of a key: four million groups, 65,536 parts in each, 33 million rows in each part."""


def first_key(group: int, index: int) -> int:
    """The lowest key that rows of a part may have; raises `BadBatch` where the numbers are used up."""
    if group >= 1 << GROUP_BITS or index >= 1 << PART_BITS:
        raise BadBatch("There are more parts than keys: give --part a larger number, or split the batch.")
    return (group << PART_BITS | index) << ROW_BITS | 1


@dataclass(slots=True)
class Tables:
    """Rows of one part as they grow."""

    first: int
    rows: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: {t: [] for t in COLUMNS})
    keys: Keys = field(init=False)
    report: int = field(init=False)

    def __post_init__(self) -> None:
        """Start at the first key."""
        self.keys = Keys(self.first, self.first, self.first)
        self.report = self.first

    def add(self, coding: Coding) -> None:
        """Lay one coding out; one with rejections gives only those."""
        document = coding.document
        address = document.origin.address if document.origin else document.id
        day = document.published.isoformat() if document.published else None
        if coding.rejections:
            self.rows["rejection"] += [
                (address, r.stage, r.reason, document.id, document.title, document.source, document.url, day)
                for r in coding.rejections
            ]
            return
        signature = copies.pack(copies.sign(document.text.removeprefix(document.title or "")))
        self.rows["report"].append((
            self.report, document.id, coding.coder, coding.codebook, program(), hashed(document.text), facts(document),
            document.title, document.source, document.url, day, address, signature, document.text, body(coding).decode(),
        ))  # fmt: skip
        for table, found in rows(coding, self.report, self.keys).tables.items():
            if table in COLUMNS:
                self.rows[table] += found
        self.report += 1

    def parquet(self) -> dict[str, bytes]:
        """The bytes of each table that has rows."""
        return {table: as_parquet(arrow(table, found)) for table, found in self.rows.items() if found}


def arrow(table: str, found: Iterable[tuple[Any, ...]], columns: dict[str, str] | None = None) -> Any:
    """Rows as an Arrow table."""
    import pyarrow as pa

    columns = columns or COLUMNS[table]
    schema = pa.schema([(name, getattr(pa, {"double": "float64"}.get(kind, kind))()) for name, kind in columns.items()])
    values = list(zip(*found, strict=True)) or [()] * len(columns)
    return pa.table([pa.array(v, type=f.type) for v, f in zip(values, schema, strict=True)], schema=schema)


def as_parquet(table: Any) -> bytes:
    """An Arrow table as the bytes of a Parquet file."""
    from pyarrow import parquet

    out = io.BytesIO()
    parquet.write_table(table, out, compression="zstd", compression_level=3)
    return out.getvalue()
