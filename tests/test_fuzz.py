"""A small part of bench/fuzz.py: damaged and random inputs through every reader, with the same watch."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("engine", ["damage", "hypothesis"])
def test_no_fault_no_hang_no_connection_and_no_file(engine: str) -> None:
    command = [sys.executable, str(ROOT / "bench" / "fuzz.py"), "--inputs", "120", "--engine", engine, "--seed", "3"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    assert report["faults"] == {}
    assert report["inputs"] >= 120
    assert done.returncode == 0
