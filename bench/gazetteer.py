"""Time the gazetteer: building, opening, memory, and look-ups with two million more places on top.

Comes in: nothing; the places are made up. Goes out: printed figures. Each figure is taken in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SYLLABLES = [
    "ba",
    "do",
    "ka",
    "la",
    "mi",
    "no",
    "pu",
    "ra",
    "se",
    "ti",
    "vo",
    "zu",
    "gar",
    "ken",
    "lom",
    "nar",
    "pel",
    "sur",
    "tan",
    "wil",
]
OPENING = """
import json, resource, sys, time
from pathlib import Path
start = time.perf_counter()
from dragoman.gazetteer import Gazetteer
loaded = time.perf_counter()
g = Gazetteer(Path(sys.argv[1]), [Path(p) for p in sys.argv[2:]])
g.places("Tripoli"); g.parties("the Kremlin")
opened = time.perf_counter()
names = json.loads(sys.stdin.read())
times = []
for name in names:
    one = time.perf_counter(); g.places(name); g.parties(name); times.append(time.perf_counter() - one)
times.sort()
status = Path("/proc/self/status").read_text()
peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
print(json.dumps({"open_ms": (opened - loaded) * 1000, "median_ms": times[len(times) // 2] * 1000,
    "p99_ms": times[int(len(times) * 0.99)] * 1000, "peak_mb": peak}))
"""


def name(rng: random.Random) -> str:
    return "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(2, 4))).capitalize()


def write_dump(path: Path, places: int) -> None:
    """A file in GeoNames' format with made-up towns."""
    rng = random.Random(7)
    with path.open("w", encoding="utf-8") as out:
        for number in range(places):
            north, east = rng.uniform(-60, 70), rng.uniform(-180, 180)
            town, other = name(rng), name(rng)
            cells = [
                str(20_000_000 + number), town, town, other, f"{north:.4f}", f"{east:.4f}", "P", "PPL", "ET", "",
                "44", "", "", "", str(rng.randint(0, 50_000)), "", "", "", "",
            ]  # fmt: skip
            out.write("\t".join(cells) + "\n")


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ap.add_argument("--places", type=int, default=2_000_000)
    args = ap.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        base, layer, dump = Path(folder, "base.sqlite"), Path(folder, "more.sqlite"), Path(folder, "more.txt")
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", BUILD, base], check=True)
        print(f"built in {time.perf_counter() - start:.1f} s, {base.stat().st_size / 1e6:.0f} MB")
        write_dump(dump, args.places)
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", IMPORT, dump, layer], check=True)
        print(
            f"{args.places:,} places imported in {time.perf_counter() - start:.0f} s, {layer.stat().st_size / 1e6:.0f} MB"
        )
        rng = random.Random(11)
        asked = json.dumps([name(rng) for _ in range(20_000)])
        for title, layers in (("base alone", []), (f"with {args.places:,} places", [layer])):
            done = subprocess.run(
                [sys.executable, "-c", OPENING, base, *layers], input=asked, capture_output=True, text=True, check=True
            )
            f = json.loads(done.stdout)
            print(
                f"{title}: opened in {f['open_ms']:.0f} ms, look-up (places and parties) median {f['median_ms']:.3f} ms, "
                f"99 % {f['p99_ms']:.3f} ms, peak memory of the process {f['peak_mb']:.0f} MB"
            )


BUILD = "import sys; from pathlib import Path; from dragoman.gazetteer import build; build(Path(sys.argv[1]))"
IMPORT = (
    "import resource, sys; from pathlib import Path; from dragoman.gazetteer.importing import import_file; "
    "import_file(Path(sys.argv[1]), print, 'geonames', Path(sys.argv[2])); "
    "print(f'peak memory of the import {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB')"
)

if __name__ == "__main__":
    main()
