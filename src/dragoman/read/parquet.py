"""Parquet -> rows, in the child process.

Comes in: an open file and which columns are wanted. Goes out: the names of the columns, then some rows at a time, every
cell as text. Needs pyarrow, which is an extra: it is larger than the rest of the program.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from dragoman.errors import UnreadableInput
from dragoman.read.records import FIELDS

ROWS = 64


def raw_rows(stream: BinaryIO, columns: Mapping[str, str]) -> Iterator[list[Any]]:
    """Yield the names of the wanted columns (all names where the text is not among them), then lists of rows."""
    try:
        import pyarrow as arrow
        from pyarrow import parquet
    except ImportError:
        raise UnreadableInput(
            "Parquet needs pyarrow: pip install 'dragoman[parquet]', or save the table as CSV."
        ) from None
    try:
        table = parquet.ParquetFile(stream, pre_buffer=False)
        names = [field.name for field in table.schema_arrow]
        wanted = {columns.get(field, field).casefold() for field in FIELDS}
        taken = [name for name in names if name.casefold() in wanted]
        if columns.get("text", "text").casefold() not in {name.casefold() for name in taken}:
            yield names
            return
        yield taken
        for batch in table.iter_batches(batch_size=ROWS, columns=taken, use_threads=False):
            lists = [[_text(cell) for cell in batch.column(name).to_pylist()] for name in taken]
            yield [list(row) for row in zip(*lists, strict=True)]
    except MemoryError:
        raise
    except arrow.lib.ArrowMemoryError:
        raise UnreadableInput(
            "The Parquet table needs more memory than it may take: write it in smaller parts."
        ) from None
    except (
        arrow.ArrowException,
        OSError,
        ValueError,
        KeyError,
        TypeError,
        NotImplementedError,
        OverflowError,
    ) as error:
        what = str(error).split("\n")[0][:100]
        raise UnreadableInput(f"The Parquet table is broken or cut off ({what}): write it again.") from None


def _text(cell: Any) -> str | None:
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, bytes):
        return cell.decode("utf-8", errors="replace")
    return cell.isoformat() if hasattr(cell, "isoformat") else str(cell)
