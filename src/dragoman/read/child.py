"""Work on hostile bytes in a child process, with bounds on its time, memory and files.

Comes in: what to do and an open file. Goes out: one value after the other, as JSON. The native libraries behind PDF and
Parquet run only here: whatever they do, the batch goes on. The child writes no file, and a step that takes too long
ends it.
"""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, BinaryIO

from dragoman.errors import UnreadableInput
from dragoman.read.bounds import Bounds

_LONGEST = 64 * 2**20
"""Bytes of one answer, at most."""


def in_child(work: str, stream: BinaryIO, bounds: Bounds, options: Mapping[str, Any] | None = None) -> Iterator[Any]:
    """Yield what the child finds in the file; raises `UnreadableInput` where it gives up, dies or takes too long."""
    order = json.dumps({"work": work, "step": bounds.step, "memory": bounds.child, **(options or {})})
    stream.seek(0)
    child = subprocess.Popen(
        [sys.executable, "-c", "from dragoman.read.child import main; main()", order],
        stdin=stream.fileno(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        close_fds=True,
    )
    try:
        for line in _lines(child, bounds.step_wait):
            answer = json.loads(line)
            if "error" in answer:
                raise UnreadableInput(answer["error"])
            if "end" in answer:
                return
            yield answer["value"]
        raise UnreadableInput(_fate(child.wait(timeout=5), work))
    finally:
        child.kill()
        child.wait()
        if child.stdout:
            child.stdout.close()


def _environment() -> dict[str, str]:
    """Give the child our import path, and one thread."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "SYSTEMROOT") if name in os.environ}
    path = os.pathsep.join(p for p in sys.path if p)
    return kept | {"PYTHONPATH": path, "OMP_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system"}


def _lines(child: subprocess.Popen[bytes], wait: float) -> Iterator[bytes]:
    assert child.stdout is not None
    os.set_blocking(child.stdout.fileno(), False)
    rest = bytearray()
    with selectors.DefaultSelector() as ready:
        ready.register(child.stdout, selectors.EVENT_READ)
        until = time.monotonic() + wait
        while True:
            if not ready.select(max(0.0, until - time.monotonic())):
                raise UnreadableInput(f"The file took longer than {wait:.0f} seconds in one place: save it anew.")
            piece = os.read(child.stdout.fileno(), 2**16)
            if not piece:
                return
            rest += piece
            if len(rest) > _LONGEST:
                raise UnreadableInput("The file unpacks to more than fits: split it.")
            while (end := rest.find(b"\n")) >= 0:
                yield bytes(rest[:end])
                del rest[: end + 1]
                until = time.monotonic() + wait


def _fate(code: int, work: str) -> str:
    if code in (-24, 152):  # SIGXCPU
        return f"The {_WHAT[work]} took too long in one place: save it anew, or as plain text."
    return f"The {_WHAT[work]} cannot be taken in, it breaks its reader (code {code}): save it anew, or as plain text."


_WHAT = {"pdf": "PDF", "parquet": "Parquet table"}


def main() -> None:
    """Be the child: read the order and the file on standard input, answer on standard output."""
    order = json.loads(sys.argv[1])
    allow = _bounded(order["memory"], order["step"])
    answers = sys.stdout
    try:
        for value in _work(order):
            answers.write(json.dumps({"value": value}) + "\n")
            answers.flush()
            allow()
        answers.write('{"end": true}\n')
    except UnreadableInput as error:
        answers.write(json.dumps({"error": str(error)}) + "\n")
    except MemoryError:
        answers.write(json.dumps({"error": "The file needs more memory than it may take: split it."}) + "\n")
    answers.flush()
    os._exit(0)


def _work(order: dict[str, Any]) -> Iterator[Any]:
    match order["work"]:
        case "pdf":
            from dragoman.read.pdf import raw_pages

            return raw_pages(sys.stdin.buffer, order["pages"])
        case _:
            from dragoman.read.parquet import raw_rows

            return raw_rows(sys.stdin.buffer, order["columns"])


def _bounded(memory: int, step: int) -> Any:
    """Set the limits of this process; gives what must be called after each step to allow for the next."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock alone bounds the child
        return lambda: None
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def allow() -> None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + step + 1, hard))

    allow()
    return allow
