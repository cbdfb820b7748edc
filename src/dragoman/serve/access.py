"""The way to the database: many readers, one writer, and a limit of time for each question.

Comes in: functions that take an open `Store`. Goes out: what they give. SQLite's connections belong to their thread: each
reading thread keeps one, and all writing is done by one thread, one piece after another.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from dragoman.errors import BadDatabase
from dragoman.store import Store

Given = TypeVar("Given")
CACHE = 16 * 1024
"""Kilobytes of pages that a reading thread keeps."""
STEPS = 20_000
"""Of SQLite's machine between two looks at the clock."""


class TooSlow(BadDatabase):
    """A question that took longer than we let it."""


class Access:
    """Opens the database where a thread first needs it."""

    def __init__(self, path: Path, patience: float) -> None:
        """Remember the path; opens nothing yet."""
        self.path = path
        self.patience = patience
        self._mine = threading.local()
        self._open: list[Store] = []
        self._lock = threading.Lock()
        self._writer = ThreadPoolExecutor(1, "writer")

    def read(self, ask: Callable[[Store], Given]) -> Given:
        """Ask in this thread; raises `TooSlow`."""
        store = self._reader()
        with self._limited(store):
            return ask(store)

    def fresh(self) -> Store:
        """A store of its own for a long stream; the caller closes it."""
        return Store.open(self.path)

    def write(self, do: Callable[[Store], Given]) -> Given:
        """Write in the one thread that writes, and wait until it is safely in the file."""
        return self._writer.submit(lambda: do(self._writing())).result()

    def close(self) -> None:
        """Close what was opened; the threads are gone by then."""
        self._writer.shutdown(wait=True)
        with self._lock:
            self._open.clear()

    def _reader(self) -> Store:
        store: Store | None = getattr(self._mine, "store", None)
        if store is None:
            store = Store.open(self.path)
            store.connection.execute(f"PRAGMA cache_size = -{CACHE}")
            self._keep(store)
        return store

    def _writing(self) -> Store:
        store: Store | None = getattr(self._mine, "store", None)
        if store is None:
            store = Store.open(self.path, write=True)
            self._keep(store)
        return store

    def _keep(self, store: Store) -> None:
        self._mine.store = store
        with self._lock:
            self._open.append(store)

    @contextmanager
    def _limited(self, store: Store) -> Iterator[None]:
        end = time.monotonic() + self.patience
        store.connection.set_progress_handler(lambda: time.monotonic() > end, STEPS)
        try:
            yield
        except BadDatabase as error:
            if time.monotonic() > end:
                raise TooSlow(
                    f"The question took longer than {self.patience:g} seconds: narrow the filter, by days for instance."
                ) from error
            raise
        finally:
            store.connection.set_progress_handler(None, 0)
