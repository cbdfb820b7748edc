"""No file of the repository holds text of the sets that we measure with or annotate."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "training"))

from overlap import runs, shared_sets  # noqa: E402

SHARED = Path(os.environ.get("DRAGOMAN_SHARED", ROOT.parent / "shared"))
RUN = 20
"""Words in a row: long enough that titles, by which reports are cited, and stock phrases do not count."""


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def copied(files: list[Path], texts: dict[str, str]) -> list[str]:
    """Names of files that share a run of words with one of the texts; any bytes are read, as text."""
    taken = {run: name for name, text in texts.items() for run in runs(text, RUN)}
    found = []
    for path in files:
        words = path.read_bytes().decode("utf-8", errors="replace")
        hit = next((run for run in runs(words, RUN) if run in taken), None)
        if hit is not None:
            found.append(f"{path.name}: {' '.join(hit)} ({taken[hit]})")
    return found


def test_the_check_finds_a_copy_in_any_kind_of_file(tmp_path: Path) -> None:
    text = "The harbour master of the small town said that he had never seen so many boats come in at once, on any day."
    (tmp_path / "hidden.bin").write_bytes(b"\x80\x04\x95\x00" + text.encode() + b"\xff\x00")
    (tmp_path / "own.txt").write_text("Nothing of the kind stands in this short text of our own making, in fact.")
    assert len(copied(sorted(tmp_path.iterdir()), {"a set": text})) == 1


@pytest.mark.skipif(not SHARED.exists(), reason="../shared is absent; set DRAGOMAN_SHARED to its place")
def test_no_file_holds_a_text_of_the_sets() -> None:
    texts: dict[str, str] = {}
    for name, text in shared_sets(SHARED):
        texts[name] = f"{texts.get(name, '')}\n{text}"
    assert copied(tracked(), texts) == []
