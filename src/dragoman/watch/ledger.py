"""What was seen, in an SQLite file beside the database.

Comes in: what feeds answered. Goes out: which feeds are due, and the items that are still to be coded. A feed's answer and
its new items are written in one transaction, and an item stays pending until it lies in the database; so a stop at any
moment loses nothing, and the database's own rule (one report for one id) keeps an item from being stored twice.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from dragoman.errors import UnreadableInput
from dragoman.read.feed import Item

_SCHEMA = """
CREATE TABLE IF NOT EXISTS feed (
    url TEXT PRIMARY KEY, address TEXT NOT NULL, etag TEXT, modified TEXT, due REAL NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0, reason TEXT, gone INTEGER NOT NULL DEFAULT 0, asked REAL
) STRICT;
CREATE TABLE IF NOT EXISTS item (
    number INTEGER PRIMARY KEY, feed TEXT NOT NULL, key TEXT NOT NULL, seen REAL NOT NULL, state TEXT NOT NULL, reason TEXT,
    payload TEXT, sha256 TEXT, UNIQUE (feed, key)
) STRICT;
CREATE INDEX IF NOT EXISTS item_pending ON item (number) WHERE state = 'pending';
"""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a feed before it is asked."""

    url: str
    address: str
    """Where it is now, after permanent redirects."""
    etag: str | None
    modified: str | None
    failures: int


@dataclass(frozen=True, slots=True)
class Pending:
    """An item that is still to be coded."""

    number: int
    feed: str
    item: Item
    sha256: str


class Ledger:
    """The open file."""

    def __init__(self, path: Path) -> None:
        """Open or make the file; raises `UnreadableInput` if it is none of ours or in use."""
        try:
            self._file = sqlite3.connect(path, isolation_level=None, timeout=1.0)
            self._file.row_factory = sqlite3.Row
            self._file.execute("PRAGMA journal_mode = WAL")
            self._file.execute("PRAGMA synchronous = FULL")
            self._file.executescript(_SCHEMA)
        except sqlite3.Error as error:
            raise UnreadableInput(
                f"{path} cannot be opened ({error}): is another watch running, or is it another file?"
            ) from None

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def due(self, urls: Iterable[str]) -> list[Known]:
        """Give the feeds that are to be asked now."""
        now = time.time()
        found = []
        for url in urls:
            self._file.execute("INSERT OR IGNORE INTO feed (url, address) VALUES (?, ?)", (url, url))
            row = self._file.execute(
                "SELECT * FROM feed WHERE url = ? AND due <= ? AND gone = 0", (url, now)
            ).fetchone()
            if row:
                found.append(Known(url, row["address"], row["etag"], row["modified"], row["failures"]))
        return found

    def wait(self, urls: Iterable[str]) -> float | None:
        """Seconds until the next feed is due; None where none ever is again."""
        wanted = set(urls)
        rows = self._file.execute("SELECT url, due FROM feed WHERE gone = 0").fetchall()
        dues = [row["due"] for row in rows if row["url"] in wanted]
        return max(0.0, min(dues) - time.time()) if dues else None

    def answered(
        self,
        known: Known,
        items: Iterable[tuple[Item, str]],
        *,
        due: float,
        address: str,
        etag: str | None,
        modified: str | None,
    ) -> int:
        """Write down a feed's answer and the items that are new, all or nothing; gives their number."""
        self._file.execute("BEGIN IMMEDIATE")
        new = 0
        for item, sha256 in items:
            payload = json.dumps(asdict(item), default=str)
            new += self._file.execute(
                "INSERT OR IGNORE INTO item (feed, key, seen, state, payload, sha256) VALUES (?, ?, ?, 'pending', ?, ?)",
                (known.url, item.key, time.time(), payload, sha256),
            ).rowcount
        self._file.execute(
            "UPDATE feed SET address = ?, etag = ?, modified = ?, due = ?, failures = 0, reason = NULL, asked = ? WHERE url = ?",
            (address, etag, modified, due, time.time(), known.url),
        )
        self._file.execute("COMMIT")
        return new

    def failed(self, known: Known, reason: str, *, due: float, gone: bool = False) -> None:
        """Write down that a feed could not be read, and when to ask again."""
        self._file.execute(
            "UPDATE feed SET failures = failures + 1, reason = ?, due = ?, gone = ?, asked = ? WHERE url = ?",
            (reason, due, int(gone), time.time(), known.url),
        )

    def pending(self) -> Iterator[Pending]:
        """Give the items that are still to be coded, oldest first."""
        last = 0
        while row := self._file.execute(
            "SELECT * FROM item WHERE state = 'pending' AND number > ? ORDER BY number LIMIT 1", (last,)
        ).fetchone():
            last = row["number"]
            fields = json.loads(row["payload"])
            fields["published"] = date.fromisoformat(fields["published"]) if fields["published"] else None
            yield Pending(last, row["feed"], Item(**fields), row["sha256"])

    def done(self, number: int, state: str, reason: str | None = None) -> None:
        """Write down what became of an item; its words are no longer needed here."""
        self._file.execute(
            "UPDATE item SET state = ?, reason = ?, payload = NULL WHERE number = ?", (state, reason, number)
        )
