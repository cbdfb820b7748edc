"""A reader asks without one error while a writer adds 10,000 reports.

python bench/readers.py 10000
"""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from dragoman.store import Store
from synthetic import CODEBOOK, CODER, reports

QUESTIONS = ("", "type:ASSAULT", "dyad:RUS-UKR", "text:said", "since:2020-06 until:2020-06", "actor:MIL status:alleged")


def write(path: Path, count: int) -> None:
    """Add reports to a database."""
    with Store.open(path, write=True) as store:
        run = store.start_run(CODER, CODEBOOK, {})
        for _ in store.add((c for c, _ in reports(count)), run):
            pass


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "base.db"
        Store.open(path, write=True).close()
        writer = multiprocessing.Process(target=write, args=(path, count))
        writer.start()
        asked, errors, most, slowest = 0, Counter[str](), 0, 0.0
        with Store.open(path) as reader:
            while writer.is_alive():
                for question in QUESTIONS:
                    start = time.perf_counter()
                    try:
                        most = max(most, reader.find(question).total)
                        reader.stories(question)
                        reader.trend(question)
                    except Exception as error:  # every kind counts
                        errors[type(error).__name__] += 1
                    asked += 3
                    slowest = max(slowest, time.perf_counter() - start)
                time.sleep(0.2)
            left = reader.sql("SELECT count(*) FROM reports").rows[0][0]
        print(f"{asked:,} questions while {left:,} reports were added: {sum(errors.values())} errors {dict(errors)}, "
              f"slowest three {slowest:.2f} s, up to {most:,} rows")  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
