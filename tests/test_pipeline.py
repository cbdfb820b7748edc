"""The whole path: order, rejections, faults, and the contract's JSON."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

import pytest

from dragoman.annotate import entities
from dragoman.export.contract import from_json, to_json
from dragoman.model import Coding, Document
from dragoman.pipeline import Pipeline
from dragoman.read import read

GOOD = "The French president met the German chancellor in Paris on Friday."


def test_order_and_rejections_are_kept(pipeline: Pipeline) -> None:
    lines = [{"id": "a", "text": GOOD}, {"id": "b", "text": " "}, {"id": "c", "text": GOOD}]
    stdin = io.BytesIO("\n".join(json.dumps(x) for x in lines).encode())
    codings = list(pipeline.code(read(["-"], format="jsonl", stdin=stdin)))
    assert [c.document.id for c in codings] == ["a", "b", "c"]
    assert [bool(c.rejections) for c in codings] == [False, True, False]
    assert not codings[1].events


def test_a_fault_in_one_report_spares_the_others(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    from dragoman import annotate

    real = annotate.mentions

    def broken(*args: object) -> object:
        if "Alba" in getattr(args[3], "text", ""):
            raise KeyError("boom")
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(annotate, "mentions", broken)
    codings = list(pipeline.code([Document("a", GOOD), Document("b", "Alba fell."), Document("c", GOOD)]))
    assert [len(c.rejections) for c in codings] == [0, 1, 0]
    assert "boom" in codings[1].rejections[0].reason


def test_json_is_read_again_without_loss(pipeline: Pipeline) -> None:
    (coding,) = pipeline.code([Document("a", f"Talks\n\n{GOOD} \u2028 Police arrested 12 people.", "Talks")])
    again = from_json(to_json(coding))
    assert isinstance(again, Coding)
    assert to_json(again) == to_json(coding)
    assert "\n" not in to_json(coding)


def test_names_that_are_only_suffixes_are_read(pipeline: Pipeline) -> None:
    (coding,) = pipeline.code([Document("a", "Mr Jr. said that Sr. and Jr. II met III on Friday. Jr.")])
    assert not coding.rejections
    assert entities.SUFFIXES


def test_streams(pipeline: Pipeline) -> None:
    """The first coding comes before the last document is asked for."""
    asked = []

    def many() -> Iterator[Document]:
        for n in range(40):
            asked.append(n)
            yield Document(str(n), GOOD)

    first = next(iter(pipeline.code(many())))
    assert first.document.id == "0"
    assert len(asked) < 40
