"""Stated numbers: bounds as the guide wants them."""

from __future__ import annotations

import pytest

from dragoman.annotate import Parser, dependents
from dragoman.coding.figures import counts
from dragoman.coding.syntax import Syntax
from dragoman.model import Document

ROWS = [
    ("The blast killed 12 people.", ("killed", 12, 12)),
    ("More than 30 people were killed.", ("killed", 31, None)),
    ("The explosion killed over 160 people.", ("killed", 161, None)),
    ("At least nine soldiers were wounded.", ("injured", 9, None)),
    ("Police arrested some 30 protesters.", ("arrested", 30, 30)),
    ("Hundreds of demonstrators marched through the capital.", ("crowd", 200, None)),
    ("Thousands of people protested in the square.", ("crowd", 2000, None)),
    ("Twenty-two people died in the attack.", ("killed", 22, 22)),
    ("Up to 5,000 workers marched.", ("crowd", 0, 5000)),
    ("The raid killed two dozen fighters.", ("killed", 24, 24)),
]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_counts(text: str, expected: tuple[str, int, int | None], parser: Parser) -> None:
    _, tokens, _ = next(parser.parse([Document("d", text)]))
    found = counts(Syntax(tokens, dependents(tokens)), 0, len(tokens))
    assert [(c.what, c.min, c.max) for c in found] == [expected]


@pytest.mark.parametrize(
    "text",
    ["In 2019 the law killed the bill.", "The company arrested its decline by 5 percent.", "He was 40 when he died."],
)
def test_no_counts(text: str, parser: Parser) -> None:
    _, tokens, _ = next(parser.parse([Document("d", text)]))
    assert counts(Syntax(tokens, dependents(tokens)), 0, len(tokens)) == []
