"""The disputed acts in the table: who asserts, who denies, in which words, at 80 and 120 columns."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from rich.console import Console

from dragoman.model import Document
from dragoman.pipeline import Pipeline
from dragoman.report.table import table

Show = Callable[[str, int], str]


@pytest.fixture(scope="module")
def show(pipeline: Pipeline) -> Show:
    def drawn(text: str, width: int) -> str:
        out = io.StringIO()
        Console(file=out, width=width, force_terminal=False).print(
            table(next(pipeline.code([Document("d", text, lang="en")])))
        )
        return out.getvalue()

    return drawn


TEXT = (
    "Ukraine accused Russia on Monday of shelling a hospital in Kherson.\n\nRussia denied the charge. "
    "The reports could not be independently verified."
)


@pytest.mark.parametrize("width", [80, 120])
def test_who_asserts_who_denies(show: Show, width: int) -> None:
    shown = show(TEXT, width)
    lines = shown.split("\n")
    assert max(map(len, lines)) <= width
    assert "Disputed (1)" in shown
    rows = {
        line.split()[0]: line
        for line in lines
        if line.split()[:1] and line.split()[0] in ("asserts", "denies", "unverified")
    }
    assert "Ukraine" in rows["asserts"]
    assert "Russia (RUS GOV): Russia denied the charge." in rows["denies"]
    assert "nobody named: The reports could not be independently verified." in rows["unverified"]


def test_plain_facts_are_in_no_dispute(show: Show) -> None:
    assert "Disputed" not in show("The president of Kenya visited Rome on Monday and met the pope.", 80)
