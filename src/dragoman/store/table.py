"""Rows that answer a question, as lists, dictionaries, or the frames of other libraries.

Comes in: column names and rows. Goes out: the same for pandas, polars and Arrow, which are imported only when asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from dragoman.errors import BadQuery


@dataclass(frozen=True, slots=True)
class Table:
    """An answer; `total` counts the rows that there are, of which these may be the first."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    total: int
    notes: Sequence[str] = ()
    """What a reader must know to understand the rows: defaults, and how many were left out."""

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Each row by column name."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def __len__(self) -> int:
        """How many rows are here."""
        return len(self.rows)

    def pandas(self) -> Any:
        """As a pandas DataFrame."""
        return _library("pandas").DataFrame(list(self.rows), columns=list(self.columns))

    def polars(self) -> Any:
        """As a polars DataFrame."""
        return _library("polars").DataFrame(
            list(self.rows), schema=list(self.columns), orient="row", infer_schema_length=None
        )

    def arrow(self) -> Any:
        """As an Arrow table."""
        return _library("pyarrow").table({name: [row[n] for row in self.rows] for n, name in enumerate(self.columns)})


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise BadQuery(f"This form needs {name}: install it (`pip install {name}`).") from error
