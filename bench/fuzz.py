"""Feed damaged and random inputs to every reader, and watch for faults, hangs, files, connections and memory.

    python bench/fuzz.py --inputs 10000          10,000 inputs: damaged samples, hypothesis, atheris
    python bench/fuzz.py --inputs 300 --engine damage --reader pdf parquet

Comes in: the samples that the tests make. Goes out: figures on standard output; exit code 1 if anything went wrong. The
watch stands at Python's audit hook: a connection, a name look-up, or a file opened for writing outside the folder of
temporary files counts as a fault. atheris is an extra (`pip install 'dragoman[fuzz]'`) and runs in a child process.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import io
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

import trafilatura  # noqa: F401, E402  # a library of its own tries a socket when it is imported

from dragoman.read import FAULT, FORMATS, Bounds, Unread, read  # noqa: E402
from samples import BODIES, TITLES, Sample, all_samples, broken, printed, tarred, zipped  # noqa: E402

SLOW = 5.0
"""Seconds that no input may take."""
CHILDREN = ("parquet", "pdf")
"""Readers that work in a child process, where atheris cannot see."""
TOKENS = (
    b"<", b">", b"</", b"<!--", b"<![CDATA[", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"{\\rtf1", b"{", b"}", b"\\bin99999999",
    b"\\u-1?", b"\\'ff", b"\r\n\r\n", b"Content-Length: 999999999", b"WARC/1.0\r\n", b"From x y\n", b"=?utf-8?b?", b"\x00", b"\xff",
    b"\xef\xbb\xbf", b"\xff\xfe", b'"', b"'", b",", b";", b"\t", b"[" * 500, b"{" * 500, b"(" * 500, b"/Kids[1 0 R]", b"<<", b">>",
    b"endobj", b"End of Document\n", b"1 of 9 DOCUMENTS\n", b"Body\n", b"HD\n", b"_" * 60 + b"\n", b"Full text: ", b"\n" * 300,
    b" " * 3000, b"9" * 400, b"1e999", b"\\ud83d", b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"\x1f\x8b\x08", b"ustar", b"../" * 20,
)  # fmt: skip


class Watch:
    """What must not happen while inputs are read."""

    def __init__(self) -> None:
        self.on = False
        self.seen: Counter[str] = Counter()
        self._temporary = os.path.realpath(tempfile.gettempdir())
        sys.addaudithook(self._hook)

    def _hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.on:
            return
        if event in ("socket.connect", "socket.getaddrinfo", "socket.bind", "socket.sendto"):
            self.seen[f"connection: {event}"] += 1
        elif event == "open" and isinstance(arguments[0], str | bytes) and _writes(arguments[1], arguments[2]):
            path = os.path.realpath(os.fsdecode(arguments[0]))
            if path not in (self._temporary, os.devnull) and not path.startswith(self._temporary + os.sep):
                self.seen[f"file written: {path}"] += 1
        elif event in ("os.system", "os.exec", "os.remove", "os.rename", "os.mkdir", "shutil.rmtree"):
            self.seen[event] += 1
        elif event == "subprocess.Popen" and arguments[0] != sys.executable:
            self.seen[f"program started: {arguments[0]}"] += 1


def _writes(mode: Any, flags: Any) -> bool:
    return (isinstance(mode, str) and any(c in mode for c in "wax+")) or (
        mode is None
        and isinstance(flags, int)
        and bool(flags & (os.O_WRONLY | os.O_RDWR))
        and flags & os.O_TMPFILE != os.O_TMPFILE
    )


class Tally:
    """Counts of one run."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.inputs: Counter[str] = Counter()
        self.documents = self.rejections = 0
        self.faults: Counter[str] = Counter()
        self.slowest = (0.0, "")

    def feed(self, kind: str, data: bytes, format: str | None) -> None:
        """Read one input and hold what comes out against the contract."""
        self.inputs[kind] += 1
        bounds = Bounds(unpacked=256 * 2**20, step=4, step_wait=30)
        began = time.perf_counter(), time.process_time()
        self.watch.on = True
        try:
            results = list(read(["-"], format=format, stdin=io.BytesIO(data), bounds=bounds))
        except BaseException as error:
            self.faults[f"{kind}: {type(error).__name__}: {str(error)[:80]}"] += 1
            results = []
        self.watch.on = False
        took = time.process_time() - began[1]  # of this process: the machine may be busy with others
        if any(name in kind for name in CHILDREN):
            took = max(took, (time.perf_counter() - began[0]) / 4)
        if took > self.slowest[0]:
            self.slowest = took, kind
        if took > SLOW:
            self.faults[f"{kind}: slower than {SLOW:.0f} s"] += 1
        for result in results:
            if isinstance(result, Unread):
                self.rejections += 1
                if FAULT in result.reason or not result.reason.endswith("."):
                    self.faults[f"{kind}: {result.reason}"] += 1
            else:
                self.documents += 1
                if result.title is not None and not result.text.startswith(f"{result.title}\n\n"):
                    self.faults[f"{kind}: the text does not begin with the title"] += 1
                pages = result.origin.pages if result.origin else ()
                if pages and (pages[0].start, pages[-1].end) != (0, len(result.text)):
                    self.faults[f"{kind}: the pages do not cover the text"] += 1

    def report(self) -> dict[str, Any]:
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        return {
            "inputs": sum(self.inputs.values()), "by kind": dict(sorted(self.inputs.items())), "documents": self.documents,
            "rejections": self.rejections, "faults": dict(self.faults | self.watch.seen), "slowest s": round(self.slowest[0], 2),
            "slowest": self.slowest[1], "peak MB": memory,
        }  # fmt: skip


def damaged(data: bytes, luck: random.Random) -> bytes:
    """Damage bytes in one to six ways."""
    data = data[:200_000]
    for _ in range(luck.randint(1, 6)):
        at, more = luck.randint(0, len(data)), luck.randint(0, len(data))
        low, high = min(at, more), max(at, more)
        match luck.randint(0, 7):
            case 0:
                data = data[:at]
            case 1:
                data = data[:low] + data[high:]
            case 2:
                data = data[:at] + luck.choice(TOKENS) + data[at:]
            case 3 if data:
                at = min(at, len(data) - 1)
                data = data[:at] + bytes([luck.randint(0, 255)]) + data[at + 1 :]
            case 4:
                data = data[:high] + data[low:high][:5000] * luck.randint(1, 8) + data[high:]
            case 5:
                data = data[:at] + luck.randbytes(luck.randint(1, 40)) + data[at:]
            case 6:
                data = bytes(b ^ 1 << luck.randint(0, 7) if luck.random() < 0.002 else b for b in data)
            case _:
                data = data.replace(luck.choice((b"\n", b"<p>", b" ", b":")), luck.choice(TOKENS))[:400_000]
    return data


def by_damage(tally: Tally, count: int, seed: int, only: Sequence[str] = ()) -> None:
    """Damaged samples, by themselves, inside archives and inside their own packing; every reader gets the same share."""
    luck = random.Random(seed)
    readers = _by_reader(only)
    for number in range(count):
        sample = luck.choice(readers[number % len(readers)])
        kind, way = sample.name, luck.random()
        if way < 0.1:
            data = luck.choice(list(broken(sample.data)))[1]
        elif way < 0.35:
            data = damaged_inside(sample.data, luck)
        else:
            data = damaged(sample.data, luck)
        if luck.random() < 0.08:
            data = damaged((zipped if luck.random() < 0.5 else tarred)({sample.name: data}), luck)
            kind = "archive of damaged"
        format = luck.choice(FORMATS) if luck.random() < 0.15 else None
        tally.feed(kind if format is None else f"{kind} as {format}" if format in CHILDREN else kind, data, format)


def _by_reader(only: Sequence[str]) -> list[list[Sample]]:
    """The samples, those of one reader together; a PDF without compression, so that damage meets its parts."""
    found: dict[str, list[Sample]] = {}
    lines = [TITLES[0], "", *"\n".join(BODIES[0]).split(". ")]
    for sample in (*all_samples(), Sample("unpacked.pdf", printed([lines, lines[:2]], packed=False), (), "pdf")):
        ending = sample.name.split(".", 1)[1]
        found.setdefault(sample.reader if ending in CHILDREN else f"{sample.reader} {ending}", []).append(sample)
    readers = [samples for name, samples in found.items() if not only or set(only) & set(name.split())]
    if not readers:
        raise SystemExit(f"No reader is called so: use words of {', '.join(sorted(found))}.")
    return readers


def damaged_inside(data: bytes, luck: random.Random) -> bytes:
    """Unpack an archive, damage what is in it, and pack it again; what is no archive is damaged as it is."""
    if data[:2] == b"\x1f\x8b":
        with contextlib.suppress(OSError, EOFError):
            return gzip.compress(damaged(gzip.decompress(data), luck))
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        name = luck.choice(list(members))
        return zipped(members | {name: damaged(members[name], luck)})
    return damaged(data, luck)


def by_hypothesis(tally: Tally, count: int, seed: int) -> None:
    """Random bytes and texts with words that readers look for, through each reader by name."""
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import seed as seeded
    from hypothesis import strategies as st

    tokens = st.sampled_from(TOKENS)
    pieces = st.one_of(tokens, st.binary(max_size=20), st.text(max_size=20).map(lambda t: t.encode("utf-8", "replace")))
    starts = st.sampled_from([b"", *(s.data[:300] for s in all_samples())])

    @seeded(seed)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(starts, st.lists(pieces, max_size=60), st.sampled_from([None, *FORMATS]))
    def fed(start: bytes, rest: list[bytes], format: str | None) -> None:
        data = start + b"".join(rest)
        tally.feed(f"hypothesis {format or 'told'}", data, format)

    fed()


ATHERIS = """
import sys, json
sys.path[:0] = {paths!r}
import atheris
with atheris.instrument_imports(include=["dragoman.read"]):
    import dragoman.read
import fuzz
watch = fuzz.Watch()
tally = fuzz.Tally(watch)
formats = [f for f in fuzz.FORMATS if f not in fuzz.CHILDREN]
def one(data):
    if not data:
        return
    format = formats[data[0] % len(formats)]
    tally.feed("atheris " + format, bytes(data[1:]), format)
    if sum(tally.inputs.values()) >= {count}:
        print(json.dumps(tally.report()), flush=True)
        import os
        os._exit(0)
atheris.Setup([sys.argv[0], "-seed={seed}", "-max_len=4096", "-rss_limit_mb=4096", "-max_total_time={seconds}", {corpus!r}], one)
atheris.Fuzz()
"""


def by_atheris(count: int, seed: int, seconds: int) -> dict[str, Any] | None:
    """Inputs that atheris grows from the samples by what of the readers they reach; None where it is not installed."""
    formats = [f for f in FORMATS if f not in CHILDREN]
    with tempfile.TemporaryDirectory() as corpus:
        for sample in all_samples():
            for place, format in enumerate(formats):
                if sample.reader == format or sample.name.endswith(f".{format}"):
                    Path(corpus, f"{sample.name}-{place}").write_bytes(bytes([place]) + sample.data[:4000])
        paths = [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT / "bench")]
        script = ATHERIS.format(paths=paths, count=count, seed=seed, corpus=corpus, seconds=seconds)
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, timeout=seconds + 120, check=False
        )
    with contextlib.suppress(ValueError, IndexError):
        return dict(json.loads(done.stdout.strip().splitlines()[-1]))
    sys.stderr.write(done.stderr[-2000:])
    return None


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--engine", choices=("all", "damage", "hypothesis", "atheris"), default="all")
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument(
        "--reader", nargs="*", default=(), help="damage samples of these readers alone: pdf parquet docx"
    )
    parser.add_argument("--seconds", type=int, default=900, help="for atheris")
    options = parser.parse_args()
    shares = {"damage": 0.5, "hypothesis": 0.25, "atheris": 0.25} if options.engine == "all" else {options.engine: 1.0}
    counts = {engine: round(options.inputs * share) for engine, share in shares.items()}
    tally = Tally(Watch())
    wrong = 0
    if count := counts.get("damage"):
        by_damage(tally, count, options.seed, options.reader)
    if count := counts.get("hypothesis"):
        by_hypothesis(tally, count, options.seed)
    if tally.inputs:
        print(json.dumps(tally.report(), indent=1))
        wrong += len(tally.report()["faults"])
    if count := counts.get("atheris"):
        report = by_atheris(count, options.seed, options.seconds)
        print(json.dumps({"atheris": report}, indent=1))
        wrong += report is None or len(report["faults"])
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
