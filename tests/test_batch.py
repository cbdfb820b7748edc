"""Many inputs at once: the same codings as one by one, nothing lost and nothing double after any crash."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow")

from dragoman.batch import Folder, Job, run
from dragoman.batch.account import done, markers
from dragoman.batch.local import LocalEngine
from dragoman.batch.opening import Part
from dragoman.batch.reading import codings, table_rows
from dragoman.batch.tables import COLUMNS
from dragoman.errors import BadBatch
from dragoman.export.contract import to_json
from dragoman.model import Coding
from dragoman.pipeline import Pipeline
from dragoman.read import Draft, read
from samples import BODIES, TITLES, pdf, plain, warc, zipped

ROOT = Path(__file__).resolve().parent.parent


def lines(count: int, start: int = 0) -> bytes:
    """JSON Lines of reports, each with a body of its own."""
    made = []
    for n in range(start, start + count):
        body = "\n\n".join(BODIES[n % 3]).replace("Monday", ("Monday", "Tuesday", "Friday")[n // 3 % 3])
        made.append(
            {"id": f"r{n}", "title": f"{TITLES[n % 3]} ({n})", "text": body, "published": f"2019-03-{n % 27 + 1:02}"}
        )
    return "".join(json.dumps(line) + "\n" for line in made).encode()


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """A folder of what users have: some files in several formats, one that cannot be read, and one with a line that cannot."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_bytes(plain())
    (folder / "b.warc").write_bytes(warc())
    (folder / "c.jsonl").write_bytes(lines(9) + b"{broken\n" + lines(2, 9))
    (folder / "d.pdf").write_bytes(pdf())
    (folder / "e.zip").write_bytes(zipped({"x.jsonl": lines(3, 20), "y.txt": plain()}))
    (folder / "f.bin").write_bytes(bytes(range(256)) * 9)
    return folder


def words(coding: Coding) -> str:
    """A coding without the time at which it was read."""
    made = json.loads(to_json(coding))
    made["document"].pop("origin")
    return json.dumps(made, sort_keys=True)


def local(out: Path | str, job: Job, workers: int = 1, **said: Any) -> LocalEngine:
    return LocalEngine(job, Folder(str(out)), workers, **said)


def batched(paths: list[str], out: Path, job: Job, engine: LocalEngine | None = None) -> list[Any]:
    return list(run(paths, Folder(str(out)), job, engine or local(out, job)))


def held(out: Path | str) -> list[str]:
    return sorted(words(c) for c in codings(Folder(str(out))) if not c.rejections)


def rows(out: Path, table: str) -> list[dict[str, Any]]:
    return [row for m in markers(Folder(str(out))) for row in table_rows(Folder(str(out)), table, m)]


def alone(pipeline: Pipeline, paths: list[str]) -> list[str]:
    """The same reports coded one after the other in this process."""
    return sorted(words(c) for c in pipeline.code(read(paths)) if not c.rejections)


def test_a_batch_gives_what_coding_one_by_one_gives(tmp_path: Path, inputs: Path, pipeline: Pipeline) -> None:
    out, job = tmp_path / "out", Job(part=4)
    made = batched([str(inputs)], out, job, local(out, job, workers=2))
    assert held(out) == alone(pipeline, [str(inputs)])
    assert len({m.part for m in made}) == len(made) > 3
    rejected = rows(out, "rejection")
    assert len(rejected) == 2
    assert all(r["reason"].endswith(".") and r["stage"] == "read" for r in rejected)
    summary = json.loads((out / "_summary.json").read_text())
    assert summary["all_runs"]["reports"] == len(held(out))
    assert summary["all_runs"]["rejected"] == 2
    assert summary["groups_done"] == summary["groups"]


def test_keys_and_ids_are_there_once_in_all_parts(tmp_path: Path, inputs: Path) -> None:
    out = tmp_path / "out"
    batched([str(inputs)], out, Job(part=3))
    for table in ("report", "actor", "event", "statement"):
        keys = [r["key"] for r in rows(out, table)]
        assert len(keys) == len(set(keys)) > 0
    assert {r["event"] for r in rows(out, "event_slot")} <= {r["key"] for r in rows(out, "event")}


def test_what_is_done_is_left_alone_and_what_is_new_is_added(tmp_path: Path, inputs: Path, pipeline: Pipeline) -> None:
    out, job = tmp_path / "out", Job(part=4)
    batched([str(inputs)], out, job)
    before = {p: p.stat().st_mtime_ns for p in out.glob("*/*.parquet")}
    assert batched([str(inputs)], out, job) == []
    (inputs / "g.jsonl").write_bytes(lines(2, 40))
    (added,) = batched([str(inputs)], out, job)
    assert added.inputs == 2
    assert all(p.stat().st_mtime_ns == at for p, at in before.items())
    assert held(out) == alone(pipeline, [str(inputs)])


def test_another_job_needs_another_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(plain())
    Job(part=4).settle(Folder(str(tmp_path / "out")))
    with pytest.raises(BadBatch, match="part 4"):
        Job(part=5).settle(Folder(str(tmp_path / "out")))
    with pytest.raises(BadBatch, match="standard input"):
        batched(["-"], tmp_path / "other", Job())
    with pytest.raises(BadBatch, match="nothing to read"):
        batched([str(tmp_path / "*.nothing")], tmp_path / "third", Job())


def test_addresses_of_fsspec_work_for_both_ends(tmp_path: Path, inputs: Path) -> None:
    job = Job(part=4)
    there = f"file://{tmp_path}/there"
    list(run([f"file://{inputs}"], Folder(there), job, local(there, job)))
    batched([str(inputs)], tmp_path / "here", job)

    def bare(found: list[str]) -> list[str]:
        return sorted(json.dumps(json.loads(c)["events"][:1] and json.loads(c)["document"]["text"]) for c in found)

    assert bare(held(there)) == bare(held(tmp_path / "here"))
    assert {m.inputs for m in markers(Folder(there))} == {m.inputs for m in markers(Folder(str(tmp_path / "here")))}


def test_inputs_are_opened_no_faster_than_they_are_done(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(60))
    out, job = tmp_path / "out", Job(part=2)
    engine, opened = local(out, job), 0
    from dragoman.batch import local as module

    class Counting(module.Tally):
        def opened(self, *given: Any) -> Iterator[Part]:
            nonlocal opened
            for part in super().opened(*given):
                opened += 1
                yield part

    original, module.Tally = module.Tally, Counting  # type: ignore[misc]
    try:
        for number, _ in enumerate(run([str(tmp_path / "a.jsonl")], Folder(str(out)), job, engine), 1):
            assert opened <= number + module.IN_HAND + 1
    finally:
        module.Tally = original  # type: ignore[misc]
    assert opened == 30


# --- crashes -------------------------------------------------------------------------------------------------------


def test_a_process_that_is_killed_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(30))
    out, job = tmp_path / "out", Job(part=3)
    engine = local(out, job, workers=2)
    for number, _ in enumerate(run([str(tmp_path / "a.jsonl")], Folder(str(out)), job, engine)):
        if number in (1, 4):
            os.kill(engine._hands[0].process.pid, signal.SIGKILL)
    ids = [c.document.id for c in codings(Folder(str(out)))]
    assert sorted(ids) == sorted(f"r{n}" for n in range(30))


def dies_of_poison(pipe: Connection, job: Job, out: Folder) -> None:
    """A process that does not survive one input."""
    from dragoman.batch import local as module
    from dragoman.batch import stages

    whole = stages.read_sealed

    def read_sealed(one: Any, *given: Any) -> Iterator[Any]:
        if isinstance(one, Draft) and one.id == "r4":
            os.kill(os.getpid(), signal.SIGKILL)
        yield from whole(one, *given)

    stages.read_sealed = read_sealed
    module.serve(pipe, job, out)


def test_an_input_that_kills_its_process_is_left_out_and_the_rest_is_coded(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(9))
    out, job = tmp_path / "out", Job(part=6)
    batched([str(tmp_path / "a.jsonl")], out, job, local(out, job, target=dies_of_poison))
    found = list(codings(Folder(str(out))))
    assert sorted(c.document.id for c in found if not c.rejections) == sorted(f"r{n}" for n in range(9) if n != 4)
    (left,) = [c for c in found if c.rejections]
    assert left.document.id == "r4"
    assert "stopped its process" in left.rejections[0].reason


def never_ready(pipe: Connection, job: Job, out: Folder) -> None:
    """A process that dies at once."""
    os._exit(3)


def test_processes_that_cannot_start_end_the_run_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(2))
    job = Job()
    with pytest.raises(BadBatch, match="before they are ready"):
        batched([str(tmp_path / "a.jsonl")], tmp_path / "out", job, local(tmp_path / "out", job, target=never_ready))


def test_the_driver_killed_at_any_moment_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(40))
    (tmp_path / "b.warc").write_bytes(warc())
    out, whole = tmp_path / "out", tmp_path / "whole"
    command = [sys.executable, "-m", "dragoman", "batch", str(tmp_path / "a.jsonl"), str(tmp_path / "b.warc")]
    options = ["--part", "3", "--workers", "2"]
    luck = random.Random(5)
    for _ in range(3):
        process = subprocess.Popen([*command, str(out), *options], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        seen = len(done(Folder(str(out))))
        limit = time.monotonic() + 120
        while process.poll() is None and len(done(Folder(str(out)))) < seen + 2 and time.monotonic() < limit:
            time.sleep(0.02)
        time.sleep(luck.random() * 0.3)
        process.send_signal(signal.SIGKILL)
        process.wait()
    last = subprocess.run([*command, str(out), *options], capture_output=True, text=True, check=False)
    assert last.returncode == 0, last.stderr
    subprocess.run([*command, str(whole), *options], capture_output=True, check=True)
    assert held(out) == held(whole)
    assert len(held(out)) == len(set(held(out))) == 42
    assert {p.name for p in (out / "report").iterdir()} == {p.name for p in (whole / "report").iterdir()}


def test_a_file_that_changed_between_two_runs_is_read_again_as_a_whole(tmp_path: Path) -> None:
    """The parts of its group that were done are taken back, so that none of its reports is there twice."""
    path, out, job = tmp_path / "a.jsonl", tmp_path / "out", Job(part=2)
    path.write_bytes(lines(8))
    steps = run([str(path)], Folder(str(out)), job, local(out, job))
    next(steps)
    steps.close()  # type: ignore[attr-defined]
    path.write_bytes(lines(5))
    os.utime(path, ns=(1, 1))
    batched([str(path)], out, job)
    ids = [c.document.id for c in codings(Folder(str(out))) if not c.rejections]
    assert sorted(ids) == [f"r{n}" for n in range(5)]
    assert {p.stem for p in out.glob("*/*.parquet")} <= done(Folder(str(out)))


# --- the command ---------------------------------------------------------------------------------------------------


def test_the_command_tells_what_became_of_the_inputs(tmp_path: Path, inputs: Path) -> None:
    command = [sys.executable, "-m", "dragoman", "batch", str(inputs), str(tmp_path / "out"), "--workers", "1"]
    first = subprocess.run(command, capture_output=True, text=True, check=False)
    assert first.returncode == 1, first.stderr
    assert "coded with" in first.stdout
    assert "2 left out" in first.stdout
    again = subprocess.run(command, capture_output=True, text=True, check=False)
    assert again.returncode == 0
    assert "Nothing new" in again.stdout
    alone = subprocess.run([*command[:4], str(tmp_path / "out")], capture_output=True, text=True, check=False)
    assert alone.returncode == 2
    assert "IN OUT" in alone.stderr


def test_a_batch_is_added_to_a_database(tmp_path: Path, inputs: Path) -> None:
    from dragoman.store import Store

    out = tmp_path / "out"
    batched([str(inputs)], out, Job(part=4))
    for expected in ("added", "there already"):
        command = [sys.executable, "-m", "dragoman", "add", str(tmp_path / "a.db"), str(out)]
        told = subprocess.run(command, capture_output=True, text=True, check=False)
        assert told.returncode == 1, told.stderr  # one file and one line were rejected
        assert expected in told.stdout
    with Store.open(tmp_path / "a.db") as store:
        assert store.sql("SELECT count(*) FROM reports").rows[0][0] == len(held(out))
        assert store.sql("SELECT count(*) FROM rejection").rows[0][0] == 2
        assert list(store.verify()) == []


def test_every_column_of_a_table_is_written(tmp_path: Path, inputs: Path) -> None:
    out = tmp_path / "out"
    batched([str(inputs)], out, Job(part=50))
    for table in ("report", "event", "actor", "statement", "event_slot"):
        assert set(rows(out, table)[0]) == set(COLUMNS[table])
