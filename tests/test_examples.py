"""The codebook's own examples, run through the whole path: an entry is its own test."""

from __future__ import annotations

import pytest

from dragoman.codebook import Codebook, Example, load
from dragoman.coding.rules import RuleCoder
from dragoman.model import Coding, Document, Event, Slot
from dragoman.pipeline import Pipeline

CODEBOOK = load()
GIVEN = [(kind.code, example) for kind in CODEBOOK.types.values() for example in kind.examples]
NEVER = [(kind.code, example) for kind in CODEBOOK.types.values() for example in kind.never]


def coded(pipeline: Pipeline, example: Example, weak: float | None = None) -> Coding:
    """Code a sentence; `weak` 0 keeps what would be left out for its score: an example tests its entry."""
    coder = RuleCoder(pipeline.codebook, weak=weak)
    (coding,) = coder.code(pipeline.annotations([Document(example.source, example.text)]))
    return coding


def words(slots: object) -> set[str]:
    assert isinstance(slots, tuple | list)
    return {s.span.text for s in slots if isinstance(s, Slot)}


def differences(event: Event, example: Example) -> list[str]:
    """What an example states and the event does not give."""
    wrong = []
    for field, value in example.gives.items():
        if field in ("actors", "recipients"):
            found = words(getattr(event, field))
            if found != set(value or ()):
                wrong.append(f"{field} {sorted(found)} instead of {value}")
        elif field == "trigger":
            if str(value) not in event.trigger.text and event.trigger.text not in str(value):
                wrong.append(f"trigger {event.trigger.text!r} instead of {value!r}")
        elif getattr(event, field) != value:
            wrong.append(f"{field} {getattr(event, field)!r} instead of {value!r}")
    return wrong


@pytest.mark.parametrize(("code", "example"), GIVEN, ids=[e.source for _, e in GIVEN])
def test_example(code: str, example: Example, pipeline: Pipeline) -> None:
    events = [e for e in coded(pipeline, example, weak=0.0).events if e.type == code]
    assert events, f"no {code} in: {example.text}"
    assert min((differences(e, example) for e in events), key=len) == []


@pytest.mark.parametrize(("code", "example"), NEVER, ids=[e.source for _, e in NEVER])
def test_never(code: str, example: Example, pipeline: Pipeline) -> None:
    found = [e.trigger.text for e in coded(pipeline, example).events if e.type == code]
    assert found == [], example.text


def test_every_type_is_exemplified() -> None:
    assert isinstance(CODEBOOK, Codebook)
    assert all(kind.examples and kind.never for kind in CODEBOOK.types.values())
