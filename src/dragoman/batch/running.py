"""The run: what is not done yet, by whichever engine, and its account.

Comes in: paths, a folder, a job, an engine. Goes out: markers as parts are done, and at the end a summary. After a
crash at any moment the same command goes on.
"""

from __future__ import annotations

import json
import platform
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from dragoman.batch.account import DONE, ENDED, SUMMARY, Marker, Sum, done, ended, markers, now
from dragoman.batch.folder import Folder
from dragoman.batch.job import Job
from dragoman.batch.opening import has_changed
from dragoman.batch.planning import Group, groups, plan
from dragoman.batch.tables import COLUMNS
from dragoman.store.store import program


class Engine(Protocol):
    """Does the parts of groups, in any order, each once or again."""

    name: str
    workers: int

    def run(self, waiting: Iterable[Group], done: set[str]) -> Iterator[Marker]:
        """Yield the marker of each part that was done now; parts in `done` are left alone."""
        ...


def run(paths: Sequence[str], out: Folder, job: Job, engine: Engine) -> Iterator[Marker]:
    """Do what is not done yet; raises a `DragomanError` where nothing can be done."""
    job.settle(out)
    count = plan(paths, out)
    finished = ended(out)
    known = _settled(out, finished)
    started, began = now(), time.monotonic()
    made = Sum()
    waiting = (group for group in groups(out) if group.number not in finished)
    for marker in engine.run(waiting, known):
        made.add(marker)
        yield marker
    _tidy(out)
    seconds = time.monotonic() - began
    summary = _summary(out, job, engine, count, made, started, seconds)
    out.write(SUMMARY, json.dumps(summary, indent=1).encode())
    out.write(f"_runs/{started.replace(':', '')}.json", json.dumps(summary, indent=1).encode())


def _settled(out: Folder, finished: set[int]) -> set[str]:
    """The parts that are done; those of an unfinished group whose files have changed since are done no longer."""
    known = done(out)
    open_ = {int(name.split("-")[0]) for name in known} - finished
    changed = (
        {group.number for group in groups(out) if group.number in open_ and has_changed(group)} if open_ else set()
    )
    for name in sorted(known):
        if int(name.split("-")[0]) in changed:
            out.remove(f"{DONE}/{name}.json")
            known.discard(name)
    return known


def _tidy(out: Folder) -> None:
    """Take away files that no marker speaks of; only after a crash and a change of the inputs are there any."""
    known = {(table, marker.part) for marker in markers(out) for table in marker.rows}
    for table in COLUMNS:
        for name in out.names(table):
            if (table, name.removesuffix(".parquet")) not in known:
                out.remove(f"{table}/{name}")


def _summary(
    out: Folder, job: Job, engine: Engine, count: int, made: Sum, started: str, seconds: float
) -> dict[str, Any]:
    reports = made.rows["report"] + made.rows["rejection"]
    return {
        "program": program(), "python": platform.python_version(), "coder": job.coder, "gates": list(job.gates),
        "engine": engine.name, "workers": engine.workers, "started": started, "ended": now(), "seconds": round(seconds, 1),
        "groups": count, "groups_done": len(out.names(ENDED)), "a_second": round(reports / seconds, 2) if seconds else None,
        "busy": round(made.cpu / seconds / engine.workers, 3) if seconds else None,
        "this_run": made.as_dictionary(), "all_runs": Sum.of(markers(out)).as_dictionary(),
    }  # fmt: skip
