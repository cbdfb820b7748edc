"""The same stages on Ray: identical codings, and nothing lost when an actor or the driver is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("ray")
pytest.importorskip("pyarrow")

from dragoman.batch import Folder, Job, run
from dragoman.batch.account import done
from dragoman.batch.local import LocalEngine
from samples import warc
from test_batch import held, lines


def command(tmp_path: Path, out: Path) -> list[str]:
    """Code two files on Ray, one actor."""
    start = [sys.executable, "-m", "dragoman", "batch", str(tmp_path / "a.jsonl"), str(tmp_path / "b.warc"), str(out)]
    return [*start, "--part", "5", "--engine", "ray", "--workers", "1"]


def actors(driver: int) -> list[int]:
    """The processes below a driver that code."""
    found = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in found.splitlines()[1:]]
    above = {int(pid): int(parent) for pid, parent, _ in rows}

    def is_below(pid: int) -> bool:
        while pid in above and pid != driver:
            pid = above[pid]
        return pid == driver

    return [int(pid) for pid, _, words in rows if "MapWorker" in words and is_below(int(pid))]


@pytest.mark.skipif(sys.platform == "win32", reason="kills processes")
def test_ray_gives_what_the_local_engine_gives_through_two_kills(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(40))
    (tmp_path / "b.warc").write_bytes(warc())
    out, here, job = tmp_path / "out", tmp_path / "here", Job(part=5)
    process = subprocess.Popen(command(tmp_path, out), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    wait_for(out, 2, process)
    process.send_signal(signal.SIGKILL)  # the driver
    process.wait()
    process = subprocess.Popen(command(tmp_path, out), stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    wait_for(out, 4, process)
    found = actors(process.pid)
    assert found
    for actor in found:
        os.kill(actor, signal.SIGKILL)
    said, wrong = process.communicate(timeout=300)
    assert process.returncode == 0, wrong
    assert "coded with" in said
    list(
        run(
            [str(tmp_path / "a.jsonl"), str(tmp_path / "b.warc")],
            Folder(str(here)),
            job,
            LocalEngine(job, Folder(str(here)), 1),
        )
    )
    assert held(out) == held(here)
    assert len(held(out)) == 42


def wait_for(out: Path, parts: int, process: subprocess.Popen[str] | subprocess.Popen[bytes]) -> None:
    """Until so many parts are done."""
    limit = time.monotonic() + 240
    while process.poll() is None and len(done(Folder(str(out)))) < parts and time.monotonic() < limit:
        time.sleep(0.05)
    assert process.poll() is None
