"""Interviews: whose turn it is, and that lists, captions and reports are none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dragoman.model import Coding, Document
from dragoman.pipeline import Pipeline

Code = Callable[[str], Coding]


@pytest.fixture(scope="module")
def code(pipeline: Pipeline) -> Code:
    return lambda text: next(pipeline.code([Document("d", text, lang="en")]))


def said(coding: Coding) -> list[tuple[str | None, str, str]]:
    names = {a.id: a.name for a in coding.actors}
    return [
        (s.speaker and names[s.speaker.actor], s.kind, " | ".join(c.text for c in s.content)) for s in coding.statements
    ]


def test_question_and_answer(code: Code) -> None:
    text = "Mayor Irma Kovac spoke to this paper.\n\nQ: Will the pass stay open?\n\nA: It will. The snow is light.\n\nQ: And the tunnel?\n\nA: No."
    assert said(code(text)) == [
        ("Q", "direct", "Will the pass stay open?"),
        ("Irma Kovac", "direct", "It will. The snow is light."),
        ("Q", "direct", "And the tunnel?"),
        ("Irma Kovac", "direct", "No."),
    ]


def test_names_then_initials(code: Code) -> None:
    text = (
        "Irma Kovac met the Alba Times.\n\nAlba Times: Who built the dam?\n\nIrma Kovac: My father did.\n\n"
        "He began in 1961.\n\nAlba Times: Alone?\n\nIK: With four brothers."
    )
    assert [(who, words) for who, _, words in said(code(text))][1::2] == [
        ("Irma Kovac", "My father did.\n\nHe began in 1961."),
        ("Irma Kovac", "With four brothers."),
    ]


def test_marked_questions_alone(code: Code) -> None:
    text = "Irma Kovac answered.\n\n((AT)) Who built the dam?\n\nA picture of the dam.\n\n((AT)) And who paid?"
    assert [words for _, _, words in said(code(text))] == ["Who built the dam?", "And who paid?"]


@pytest.mark.parametrize(
    "text",
    [
        "Rain fell.\n\nMonday: It rained in the north.\n\nTuesday: It rained in the south.",
        "The party met.\n\nIrma Kovac Image: City of Spa.\n\nJan Blum Image: City of Spa.",
        "Ratio: two to one.\n\nThe rest of the report has no labels at all.",
    ],
)
def test_lists_and_captions_are_no_interview(code: Code, text: str) -> None:
    assert said(code(text)) == []
