"""The written quotation patterns: the share of lines whose statements have the right words and speaker."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from dragoman.pipeline import Pipeline

ROOT = Path(__file__).resolve().parent.parent
REACHED = 0.93
"""Share of right lines, as `bench/quotations` prints it; raise it when it rises."""


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_quotations", ROOT / "bench" / "quotations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_quotations"] = module
    spec.loader.exec_module(module)
    return module


def test_share_reached(bench: ModuleType, pipeline: Pipeline) -> None:
    lines = bench.read(bench.SET)
    found = list(bench.verdicts(pipeline, lines))
    assert len(lines) >= 100
    assert sum(v.speaker for v in found) / len(found) >= REACHED, "\n".join(bench.misses(lines, found))


def test_scorer_counts_what_is_missing_and_what_is_too_much(bench: ModuleType, pipeline: Pipeline) -> None:
    text = '"It is late," Irma Kovac said.'
    right = {"content": ["It is late"], "speaker": "Irma Kovac", "kind": "direct"}
    other = right | {"content": ["Something quite different"]}
    cases = [[right], [other], [right, other], [], [right | {"speaker": "Jan Blum"}]]
    lines = [{"id": str(n), "class": "c", "text": text, "statements": s} for n, s in enumerate(cases)]
    found = list(bench.verdicts(pipeline, lines))
    assert [(v.content, v.speaker) for v in found] == [
        (True, True), (False, False), (False, False), (False, False), (True, False),
    ]  # fmt: skip
