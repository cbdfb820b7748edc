"""Watch 500 feeds on a local server that behaves badly; kill the program again and again; count what came out.

    python bench/feeds.py --feeds 500 --kills 8

Comes in: nothing; the server stands on 127.0.0.1. Goes out: how many items there were and how many are in the database, each
once or not; the processor time that an idle minute takes; exit code 1 if an item is lost or doubled. The command itself
(`dragoman watch`) is run, with the coder and the database.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from feed_server import KINDS, FeedServer, toml  # noqa: E402


def command(folder: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "dragoman", "watch", str(folder / "news.db"), str(folder / "feeds.toml"), *more]


def processor(pid: int) -> float:
    """Processor seconds of a process so far, and of its children."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def titles(folder: Path) -> Counter[str]:
    if not (folder / "news.db").exists():
        return Counter()
    with contextlib.suppress(sqlite3.OperationalError), sqlite3.connect(folder / "news.db") as file:
        rows = file.execute("SELECT v.title FROM document d JOIN version v ON v.key = d.version").fetchall()
        return Counter(str(title).removeprefix("Talks end ") for (title,) in rows)
    return Counter()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--idle", type=float, default=60.0, help="seconds that the idle program is watched")
    parser.add_argument("--rounds", type=int, default=12, help="at most, until every item is there")
    options = parser.parse_args()
    server = FeedServer(options.feeds, hosts=100, silence=30.0)
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    luck = random.Random(8)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "feeds.toml").write_text(toml(server, every=1.0, timeout=3.0))
        for _ in range(options.kills):
            child = subprocess.Popen(command(folder), env=environment, stderr=subprocess.DEVNULL)
            stored, until = titles(folder).total(), time.monotonic() + 150
            while titles(folder).total() == stored and time.monotonic() < until:
                time.sleep(0.2)  # it is killed while it stores
            time.sleep(luck.uniform(0, 4))
            child.send_signal(signal.SIGKILL)
            child.wait()
        after_kills = titles(folder)
        began = time.monotonic()
        rounds = 0
        while rounds < options.rounds and titles(folder).keys() < server.expected():
            done = subprocess.run(
                command(folder, "--once"), env=environment, stderr=subprocess.PIPE, text=True, check=False
            )
            print(done.stderr.strip().splitlines()[-1], flush=True)
            rounds += 1
        took = time.monotonic() - began
        found = titles(folder)
        (folder / "feeds.toml").write_text(toml(server, every=3600.0, timeout=3.0))
        child = subprocess.Popen(command(folder), env=environment, stderr=subprocess.PIPE, text=True)
        assert child.stderr is not None
        while "round 1" not in child.stderr.readline():
            pass
        before = processor(child.pid)
        time.sleep(options.idle)
        idle = processor(child.pid) - before
        child.kill()
        child.wait()
    server.close()
    expected = server.expected()
    lost, doubled = expected - found.keys(), [t for t, n in found.items() if n > 1]
    strange = found.keys() - expected
    print(
        f"{options.feeds} feeds of {len(KINDS)} kinds on 100 ports; {options.kills} kills, after which {after_kills.total()} items lay in the "
        f"database; {rounds} further rounds in {took:.0f} s.\n"
        f"{len(expected)} items to be had, {found.total()} in the database: {len(lost)} lost, {len(doubled)} doubled, {len(strange)} strange; "
        f"{server.not_modified} answers of 304; {idle:.2f} s of processor in {options.idle:.0f} s between rounds."
    )
    sys.exit(1 if lost or doubled or strange else 0)


if __name__ == "__main__":
    main()
