"""The engine of a cluster: Ray Data, with the same stages as the local pool.

Comes in: groups. Goes out: markers. Groups are opened by tasks, parts are coded by actors that hold the models; Ray moves
the parts, holds back who is too fast, and starts again what dies. Needs the extra `ray`. OUT must be an address that every
machine reaches. Groups are marked as done when all are: after a crash of the driver they are opened again, their parts are not.
"""

from __future__ import annotations

import json
import logging
import os
import pickle
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dragoman.batch.account import Marker, done, end
from dragoman.batch.folder import Folder
from dragoman.batch.job import Job
from dragoman.batch.local import cores
from dragoman.batch.opening import parts
from dragoman.batch.planning import Group
from dragoman.batch.stages import Worker
from dragoman.errors import BadBatch


class Coder:
    """An actor: the models, loaded once."""

    def __init__(self, job: Job, out: Folder) -> None:
        """Load them."""
        self._worker = Worker.open(job, out)

    def __call__(self, rows: Mapping[str, Any]) -> dict[str, list[str]]:
        """Do one part."""
        return {"marker": [self._worker.do(pickle.loads(part)).json().decode() for part in rows["part"]]}


class RayEngine:
    """Ray Data, on this machine or on a running cluster."""

    name = "ray"

    def __init__(self, job: Job, out: Folder, workers: int | None = None, address: str | None = None) -> None:
        """`address` is that of a running cluster, as `ray.init` takes it."""
        self._job, self._out, self._address = job, out, address
        self.workers = workers or (max(1, cores() - 1) if address is None else 1)

    def run(self, waiting: Iterable[Group], done: set[str]) -> Iterator[Marker]:
        """Do the parts of groups."""
        rows: list[dict[str, Any]] = [
            {"group": pickle.dumps(g), "done": [p for p in done if p.startswith(f"{g.number:07d}-")]} for g in waiting
        ]
        if not rows:
            return
        import ray

        self._connect(ray)
        try:
            for row in self._parts(ray, rows).iter_rows():
                yield Marker(**json.loads(row["marker"]))
        except ray.exceptions.RayError as error:
            raise BadBatch(
                f"Ray stopped ({str(error).splitlines()[0][:200]}): run the command again to go on."
            ) from error
        finally:
            ray.shutdown()
        self._end(pickle.loads(row["group"]).number for row in rows)

    def _connect(self, ray: Any) -> None:
        """Join a cluster, or start one here with a core more than there are actors, for opening."""
        os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
        here: dict[str, Any] = {"num_cpus": self.workers + 1, "include_dashboard": False, "log_to_driver": False}
        try:
            ray.init(**({"address": self._address} if self._address else here), logging_level="ERROR")
        except (ConnectionError, RuntimeError) as error:
            raise BadBatch(f"There is no Ray cluster at {self._address} ({error}): check --address.") from error
        ray.data.DataContext.get_current().enable_progress_bars = False
        for name in ("ray", "ray.data"):
            logging.getLogger(name).setLevel(logging.ERROR)

    def _parts(self, ray: Any, rows: list[dict[str, Any]]) -> Any:
        job = self._job

        def opened(row: Mapping[str, Any]) -> Iterator[dict[str, bytes]]:
            for part in parts(pickle.loads(row["group"]), job):
                if part.name not in row["done"]:
                    yield {"part": pickle.dumps(part)}

        found = ray.data.from_items(rows, override_num_blocks=len(rows)).flat_map(opened, num_cpus=0.5)
        pool = ray.data.ActorPoolStrategy(size=self.workers)
        return found.map_batches(Coder, fn_constructor_args=(job, self._out), batch_size=1, compute=pool, num_cpus=1)

    def _end(self, numbers: Iterable[int]) -> None:
        counts: dict[int, int] = {}
        for name in done(self._out):
            group = int(name.split("-")[0])
            counts[group] = counts.get(group, 0) + 1
        for number in numbers:
            end(self._out, number, counts.get(number, 0))
