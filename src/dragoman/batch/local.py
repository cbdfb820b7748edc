"""The engine of one machine: a pool of processes, each with its own models.

Comes in: groups. Goes out: markers. Each process has one part at work and one in hand; the next input is opened only when
one of them is done, so that memory does not grow with the input. A process that dies is replaced and its part is done again; a
part that kills two is done input by input, and the input that kills the process is left out with a reason.
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any

from dragoman.batch.account import Marker, end
from dragoman.batch.folder import Folder
from dragoman.batch.job import Job
from dragoman.batch.opening import Part, parts
from dragoman.batch.planning import Group
from dragoman.batch.stages import Worker
from dragoman.errors import BadBatch, DragomanError

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "RAYON_NUM_THREADS")
"""One thread a process: more would stand in each other's way."""
IN_HAND = 2
"""Parts that a process has at once: one at work, one waiting."""
PATIENCE = 1800.0
"""Seconds without an answer after which a process counts as hung."""
STARTS = 3
"""Processes in a row that may die before they are ready."""


@dataclass(slots=True)
class Order:
    """A part, and what its earlier tries taught."""

    part: Part
    deaths: int = 0
    skip: set[int] = field(default_factory=set)
    at: int | None = None


@dataclass(slots=True)
class Hand:
    """One process of the pool."""

    process: Any
    pipe: Connection
    orders: deque[Order] = field(default_factory=deque)
    ready: bool = False
    heard: float = field(default_factory=time.monotonic)


class LocalEngine:
    """A pool of processes."""

    name = "local"

    def __init__(
        self, job: Job, out: Folder, workers: int | None = None, patience: float = PATIENCE,
        target: Callable[[Connection, Job, Folder], None] | None = None,
    ) -> None:  # fmt: skip
        """Use all cores if no number is given; `target` is what a process runs."""
        self.workers = workers or cores()
        self._job, self._out, self._patience = job, out, patience
        self._context = multiprocessing.get_context("spawn")
        self._hands: list[Hand] = []
        self._again: deque[Order] = deque()
        self._stillborn = 0
        self._target = target or serve

    def run(self, waiting: Iterable[Group], done: set[str]) -> Iterator[Marker]:
        """Do the parts of groups."""
        tally = Tally(self._out)
        orders = (Order(part) for part in tally.opened(waiting, self._job, done))
        first = next(orders, None)
        if first is None:
            return
        self._again.append(first)
        try:
            self._hands = [self._hired() for _ in range(self.workers)]
            while self._feed(orders):
                for marker in self._listen():
                    tally.finished(marker.part)
                    yield marker
        finally:
            self._dismiss()

    def _feed(self, orders: Iterator[Order]) -> bool:
        """Give work to those who have room; False when all is done."""
        for hand in sorted(self._hands, key=lambda h: len(h.orders)):
            while len(hand.orders) < IN_HAND:
                order = self._again.popleft() if self._again else next(orders, None)
                if order is None:
                    break
                self._give(hand, order)
        return any(hand.orders for hand in self._hands) or bool(self._again)

    def _give(self, hand: Hand, order: Order) -> None:
        if not hand.orders:
            hand.heard = time.monotonic()
        hand.orders.append(order)
        with suppress(ConnectionError):  # it is dead, which `_listen` finds out
            hand.pipe.send((order.part, order.skip, order.deaths >= 2))

    def _listen(self) -> Iterator[Marker]:
        """Wait for answers and deaths."""
        found = wait([h.pipe for h in self._hands] + [h.process.sentinel for h in self._hands], timeout=5.0)
        for hand in list(self._hands):
            if hand.pipe in found:
                yield from self._answers(hand)
            elif hand.process.sentinel in found:
                self._bury(hand)
            elif hand.orders and time.monotonic() - hand.heard > self._patience:
                hand.process.kill()

    def _answers(self, hand: Hand) -> Iterator[Marker]:
        try:
            while hand.pipe.poll():
                kind, value = hand.pipe.recv()
                hand.heard = time.monotonic()
                match kind:
                    case "ready":
                        hand.ready, self._stillborn = True, 0
                    case "at":
                        hand.orders[0].at = value
                    case "done":
                        hand.orders.popleft()
                        yield value
                    case _:
                        raise BadBatch(str(value))
        except (EOFError, ConnectionError):
            self._bury(hand)

    def _bury(self, hand: Hand) -> None:
        """Put another in the place of a process that died; what it had is done again."""
        hand.process.join()
        self._hands.remove(hand)
        hand.pipe.close()
        if not hand.ready:
            self._stillborn += 1
            if self._stillborn >= STARTS:
                raise BadBatch(
                    "The processes die before they are ready: try `dragoman code` on one input, or fewer --workers."
                )
        elif hand.orders:
            order = hand.orders[0]
            if order.deaths >= 2 and order.at is not None:
                order.skip.add(order.at)
            order.deaths += 1
        self._again.extend(hand.orders)
        self._hands.append(self._hired())

    def _hired(self) -> Hand:
        mine, its = self._context.Pipe()
        before = {name: os.environ.get(name) for name in THREADS}
        os.environ.update(dict.fromkeys(THREADS, "1"))
        try:
            process = self._context.Process(target=self._target, args=(its, self._job, self._out), daemon=True)
            process.start()
        finally:
            for name, value in before.items():
                os.environ.pop(name) if value is None else os.environ.__setitem__(name, value)
        its.close()
        return Hand(process, mine)

    def _dismiss(self) -> None:
        """End all processes, whatever they are at."""
        for hand in self._hands:
            hand.pipe.close()
            hand.process.kill()
        for hand in self._hands:
            hand.process.join()


class Tally:
    """Counts the parts of each group, so that a group is marked when all are done."""

    def __init__(self, out: Folder) -> None:
        """Start with none."""
        self._out = out
        self._open: dict[int, int] = {}
        self._counts: dict[int, int] = {}

    def opened(self, waiting: Iterable[Group], job: Job, done: set[str]) -> Iterator[Part]:
        """The parts of groups that are not done, opened one after the other."""
        for group in waiting:
            self._open[group.number] = 1  # held open until all its parts are known
            count = 0
            for part in parts(group, job):
                count += 1
                if part.name not in done:
                    self._open[group.number] += 1
                    yield part
            self._counts[group.number] = count
            self._less(group.number)

    def finished(self, part: str) -> None:
        """One part is done."""
        self._less(int(part.split("-")[0]))

    def _less(self, group: int) -> None:
        self._open[group] -= 1
        if not self._open[group]:
            end(self._out, group, self._counts.pop(group))
            del self._open[group]


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def serve(pipe: Connection, job: Job, out: Folder) -> None:
    """Be a process of the pool: take parts until the pipe closes."""
    orders: queue.Queue[Any] = queue.Queue(maxsize=1)

    def take() -> None:
        """Receive while a part is at work, so that the sender never waits; ends with the driver, killed or not."""
        try:
            while True:
                orders.put(pipe.recv())
        except (EOFError, OSError):
            os._exit(0)

    threading.Thread(target=take, daemon=True).start()
    try:
        worker = Worker.open(job, out)
        pipe.send(("ready", None))
        while True:
            part, skip, careful = orders.get()
            heard = (lambda number: pipe.send(("at", number))) if careful else None
            pipe.send(("done", worker.do(part, skip=skip, heard=heard)))
    except DragomanError as error:
        pipe.send(("failed", str(error)))
    except ConnectionError:
        os._exit(0)
    except Exception:
        pipe.send(("failed", "A fault in dragoman stopped a process; please report it.\n" + traceback.format_exc()))
