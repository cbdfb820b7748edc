"""Every kind of source through one contract: what is in it comes out, or is turned away with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from dragoman.model import Document
from dragoman.read import FORMATS, Unread, read
from samples import BODIES, TITLES, Sample, all_samples, broken

SAMPLES = all_samples()


def read_sample(tmp_path: Path, name: str, data: bytes, **said: object) -> list[Document | Unread]:
    path = tmp_path / name
    path.write_bytes(data)
    return list(read([str(path)], **said))  # type: ignore[arg-type]


def documents(results: Iterable[Document | Unread]) -> list[Document]:
    results = list(results)
    assert not [r.reason for r in results if isinstance(r, Unread)]
    return [r for r in results if isinstance(r, Document)]


def straight(text: str) -> str:
    return " ".join(text.replace("“", '"').replace("”", '"').split())


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.name)
def test_what_is_in_a_file_comes_out(tmp_path: Path, sample: Sample) -> None:
    found = documents(read_sample(tmp_path, sample.name, sample.data))
    assert tuple(d.title for d in found) == sample.titles
    for document in found:
        assert document.title is not None
        assert document.origin is not None
        assert document.text.startswith(f"{document.title}\n\n")
        assert len(document.origin.sha256) == 64
        assert document.origin.address.startswith(str(tmp_path))
        assert sample.reader in ("", document.origin.reader)
        last = BODIES[0 if sample.name.startswith("crawl") else TITLES.index(document.title)][-1]
        assert straight(last) in straight(document.text)
        if sample.name not in ("report.docx", "report.rtf"):
            assert document.published in (date(2019, 3, 4), date(2019, 3, 7), date(2019, 3, 8))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.name)
def test_a_broken_file_gives_reports_or_reasons_and_no_fault(tmp_path: Path, sample: Sample) -> None:
    for how, data in broken(sample.data):
        results = read_sample(tmp_path, sample.name, data)
        assert results, how
        for result in results:
            if isinstance(result, Unread):
                assert result.reason.endswith("."), (how, result.reason)
            else:
                assert result.title is None or result.text.startswith(f"{result.title}\n\n"), how


def test_the_command_line_knows_every_format() -> None:
    from dragoman.cli import Input

    assert tuple(Input) == FORMATS
