"""Stories against the planted truth, and how fast reports are added and found.

python bench/merge.py 100000 [FILE]     adds that many synthetic codings; prints rates, times and pairwise F1
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from dragoman.store import Store
from synthetic import CODEBOOK, CODER, reports

STEPS = 10


def fill(store: Store, count: int) -> tuple[dict[str, int], list[float]]:
    """Add reports; gives the truth and the processor seconds of each tenth, which a busy machine does not change."""
    truth: dict[str, int] = {}
    run = store.start_run(CODER, CODEBOOK, {"reports": count})
    batch, seconds, spent, waited, done = [], [], 0.0, 0.0, 0
    step = max(1, count // STEPS)
    for coding, told in reports(count):
        truth |= told
        batch.append(coding)
        if len(batch) == 64 or done + len(batch) == count:
            start, clock = time.process_time(), time.perf_counter()
            for _ in store.add(batch, run):
                pass
            spent += time.process_time() - start
            waited += time.perf_counter() - clock
            before, done, batch = done, done + len(batch), []
            if done // step > before // step:
                seconds.append(spent / step)
                print(
                    f"{done:>9,} reports: {step / spent:6.0f} a processor second, {step / waited:6.0f} a second",
                    flush=True,
                )
                spent = waited = 0.0
    return truth, seconds


def pairs(store: Store, truth: dict[str, int]) -> tuple[float, float, float]:
    """Precision, recall and F1 over pairs of events that are in one story."""
    found = dict(store.sql("SELECT e.id, t.id FROM event e JOIN story t ON t.key = e.story").rows)
    both = Counter((truth[e], s) for e, s in found.items())
    right = sum(n * (n - 1) // 2 for n in both.values())
    made = sum(n * (n - 1) // 2 for n in Counter(found.values()).values())
    true = sum(n * (n - 1) // 2 for n in Counter(truth.values()).values())
    precision, recall = right / max(made, 1), right / max(true, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def timed(what: str, store: Store, ask: object) -> None:
    """The best of five and the median, in milliseconds."""
    assert callable(ask)
    taken = []
    for _ in range(5):
        start = time.perf_counter()
        found = ask()
        taken.append((time.perf_counter() - start) * 1000)
    taken.sort()
    total = getattr(found, "total", 0)
    print(f"{what:<58} {taken[0]:7.1f} ms best, {taken[2]:7.1f} ms median, {total:,} rows")


def main(count: int, path: Path) -> None:
    with Store.open(path, write=True) as store:
        truth, seconds = fill(store, count)
        print(
            f"add: last tenth takes {seconds[-1] / seconds[0]:.2f} times the first, {seconds[-1] / seconds[1]:.2f} the second"
        )
        precision, recall, f1 = pairs(store, truth)
        print(f"stories, pairs of events: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")
    with Store.open(path) as store:
        word = store.sql("SELECT substr(content, 1, instr(content, ' ') - 1) FROM statement LIMIT 1").rows[0][0]
        town = store.sql("SELECT place FROM event WHERE place IS NOT NULL LIMIT 1").rows[0][0]
        timed("find by dyad and month", store, lambda: store.find("dyad:RUS-UKR since:2020-06 until:2020-06"))
        timed("find by directed dyad", store, lambda: store.find("dyad:RUS>UKR"))
        timed(f"find by a word of the text ({word})", store, lambda: store.find(f"text:{word}"))
        timed("find by a phrase", store, lambda: store.find(f'text:"{word} said" type:ASSAULT'))
        timed(f"find by place ({town})", store, lambda: store.find(f"place:{town}"))
        timed("find by type and month", store, lambda: store.find("type:ASSAULT since:2020-06 until:2020-06"))
        timed("trend: month by dyad over all", store, lambda: store.trend(by="dyad"))
        timed("trend: month by type, one country", store, lambda: store.trend("country:RUS", by="type"))
    print(f"{path.stat().st_size / 2**20:,.0f} MB")


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    if len(sys.argv) > 2:
        main(number, Path(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(number, Path(folder) / "base.db")
