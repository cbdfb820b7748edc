"""Counted plurals and whom they gather."""

from __future__ import annotations

import pytest

from dragoman.annotate import Parser, annotate
from dragoman.gazetteer import Gazetteer
from dragoman.model import Document


def gathered(parser: Parser, gazetteer: Gazetteer, text: str, plural: str) -> list[str]:
    """Names that a plural gathers, in text order."""
    [made] = annotate([Document("d", text)], parser, gazetteer)
    number = next(m.entity for m in made.mentions if m.span.text == plural)
    names: dict[int, str] = {}
    for m in made.mentions:
        if m.form == "name":
            names.setdefault(m.entity, m.name)
    return [names[e] for e in made.members.get(number, ())]


@pytest.mark.parametrize(
    ("text", "plural", "names"),
    [
        ("Xi Jinping met Barack Obama. The two leaders agreed to talk.", "The two leaders", ["Xi Jinping", "Barack Obama"]),
        ("Kenya and Uganda closed the border. Both countries sent police.", "Both countries", ["Kenya", "Uganda"]),
        ("Ana Ruiz and Luis Gomez resigned. Both ministers denied it.", "Both ministers", ["Ana Ruiz", "Luis Gomez"]),
        ("Two senators, Ana Ruiz and Luis Gomez, objected.", "Two senators", ["Ana Ruiz", "Luis Gomez"]),
        ("Two officers were jailed on Friday. Ana Ruiz and Luis Gomez had denied it.", "Two officers", ["Ana Ruiz", "Luis Gomez"]),
        ("Toyota signed a deal with Volvo. The two companies will share a plant.", "The two companies", ["Toyota", "Volvo"]),
    ],
)  # fmt: skip
def test_gathers(parser: Parser, gazetteer: Gazetteer, text: str, plural: str, names: list[str]) -> None:
    assert gathered(parser, gazetteer, text, plural) == names


@pytest.mark.parametrize(
    ("text", "plural"),
    [
        ("Ana Ruiz, Luis Gomez and Eva Horn resigned. The two ministers denied it.", "The two ministers"),
        ("Xi Jinping met Barack Obama. Two protesters were held.", "Two protesters"),
        ("Kenya and Uganda closed the border. The two men were held.", "The two men"),
        ("Ana Ruiz met Luis Gomez. Two other ministers left.", "Two other ministers"),
    ],
)
def test_gathers_nobody_where_number_or_kind_does_not_fit(
    parser: Parser, gazetteer: Gazetteer, text: str, plural: str
) -> None:
    assert gathered(parser, gazetteer, text, plural) == []
