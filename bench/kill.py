"""Kill a writer at random moments, and look at what is left: nothing acknowledged lost, nothing double, all in order.

python bench/kill.py 30         30 times; prints what was found
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPORTS = 400
WRITER = """
import sys
sys.path.insert(0, {here!r})
from synthetic import CODEBOOK, CODER, reports
from dragoman.store import Store
with Store.open({path!r}, write=True) as store:
    run = store.start_run(CODER, CODEBOOK, {{}})
    counts = {{}}
    for added in store.add((c for c, _ in reports({count})), run):
        counts[added.what] = counts.get(added.what, 0) + 1
        print(added.what, added.report, flush=True)
    store.end_run(run, counts)
    print("end", flush=True)
"""


def writer(path: Path) -> subprocess.Popen[str]:
    """A process that adds the same reports; it prints each one that it was told is safe."""
    script = WRITER.format(here=str(HERE), path=str(path), count=REPORTS)
    return subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def once(path: Path, moment: float) -> tuple[int, int, bool]:
    """Start a writer and kill it `moment` seconds after its first words; checks what must hold after it.

    Gives how many were acknowledged, how many are there, and whether the writer came to its end.
    """
    from dragoman.store import Store

    process = writer(path)
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(moment)
    process.send_signal(signal.SIGKILL)
    said = [line.split() for line in (first + process.stdout.read()).splitlines()]
    process.wait()
    acknowledged = {line[1] for line in said if len(line) == 2}
    with Store.open(path, write=True) as store:
        there = [r[0] for r in store.sql("SELECT id FROM reports").rows]
        codings = store.sql("SELECT count(*) FROM coding").rows[0][0]
        faults = list(store.verify())
    assert faults == [], faults
    assert len(there) == len(set(there)) == codings, "a report is there twice"
    assert acknowledged <= set(there), f"lost: {sorted(acknowledged - set(there))[:3]}"
    return len(acknowledged), len(there), ["end"] in said


def finish(path: Path) -> int:
    """Let a writer run to its end; gives how many reports are there."""
    from dragoman.store import Store

    process = writer(path)
    out, error = process.communicate()
    assert process.returncode == 0, error
    assert out.splitlines()[-1] == "end"
    with Store.open(path, write=True) as store:
        assert list(store.verify()) == []
        return int(store.sql("SELECT count(*) FROM reports").rows[0][0])


def main(times: int) -> None:
    dice = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        ended = fresh = 0
        path = Path(folder) / "base.db"
        for n in range(times):
            acknowledged, there, end = once(path, dice.uniform(0, 1.2))
            print(
                f"{n + 1:>3}: {acknowledged} acknowledged, {there} there{', came to its end' if end else ''}",
                flush=True,
            )
            ended += end
            if end or n % 5 == 4:
                assert finish(path) == REPORTS
                fresh += 1
                path = Path(folder) / f"base-{fresh}.db"
    print(
        f"{times} kills ({ended} after the end): nothing acknowledged lost, nothing double, verify clean, all resumed."
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
