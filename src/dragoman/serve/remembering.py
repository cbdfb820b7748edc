"""Answers that are costly and may be some seconds old: counts of the whole base, timelines, facets.

Comes in: a key and how to make the answer. Goes out: the answer; an old one is given at once while a new one is made
beside it, so that nobody but the first waits.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any


class Remembered:
    """Remembers the last `most` answers, each for `seconds` before it is made again."""

    def __init__(self, seconds: float, most: int) -> None:
        """Remember nothing yet."""
        self.seconds = seconds
        self.most = most
        self._kept: OrderedDict[Hashable, tuple[float, Future[Any]]] = OrderedDict()
        self._lock = threading.Lock()
        self._workers = ThreadPoolExecutor(2, "remembering")

    def get(self, key: Hashable, make: Callable[[], Any], *, forever: bool = False) -> Any:
        """The answer, perhaps an old one; raises what making it raises."""
        with self._lock:
            made, answer = self._kept.get(key, (0.0, None))
            fresh = forever or time.monotonic() - made < self.seconds
            if answer is None or (not fresh and answer.done()):
                new = self._workers.submit(make)
                if answer is None or answer.exception() is not None:
                    self._keep(key, new)
                    answer = new
                else:
                    self._kept[key] = (time.monotonic(), answer)  # the old one, until the new one is there
                    new.add_done_callback(lambda done: self._renew(key, done))
            if key in self._kept:
                self._kept.move_to_end(key)
        return answer.result()

    def forget(self, key: Hashable) -> None:
        """Make the answer anew when it is asked for next."""
        with self._lock:
            self._kept.pop(key, None)

    def close(self) -> None:
        """Make nothing any more."""
        self._workers.shutdown(wait=False, cancel_futures=True)

    def _keep(self, key: Hashable, answer: Future[Any]) -> None:
        self._kept[key] = (time.monotonic(), answer)
        while len(self._kept) > self.most:
            self._kept.popitem(last=False)

    def _renew(self, key: Hashable, done: Future[Any]) -> None:
        if not done.cancelled() and done.exception() is None:
            with self._lock:
                self._keep(key, done)
