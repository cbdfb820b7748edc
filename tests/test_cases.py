"""Whole reports: what must be found in the examples, and what must not.

A case is a YAML file in tests/cases that names a report in examples/. Each expected event must be met by one coded event
in every field that it states; names are those of the actors. Not everything in a report is listed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from dragoman.model import Coding, Event
from dragoman.pipeline import Pipeline
from dragoman.read import read

ROOT = Path(__file__).resolve().parent.parent
CASES = sorted((ROOT / "tests" / "cases").glob("*.yml"))
COUNTS = ("killed", "injured", "arrested", "crowd")


@pytest.fixture(scope="module", params=CASES, ids=[c.stem for c in CASES])
def case(request: pytest.FixtureRequest, pipeline: Pipeline) -> tuple[dict[str, Any], Coding]:
    expected = yaml.safe_load(request.param.read_text(encoding="utf-8"))
    (coding,) = pipeline.code(read([str(ROOT / "examples" / expected["report"])]))
    return expected, coding


def meets(event: Event, wanted: dict[str, Any], names: dict[str, str]) -> bool:
    for field, value in wanted.items():
        if field in COUNTS:
            found = event.counts.get(field)
            if found is None or [found.min, found.max] != value:
                return False
        elif field == "when":
            if event.when is None or event.when.start != value:
                return False
        elif field == "place":
            if event.place is None or event.place.name != value:
                return False
        elif field == "trigger":
            if value not in event.trigger.text:
                return False
        elif isinstance(value, list):
            if {names[s.actor] for s in getattr(event, field)} != set(value):
                return False
        elif getattr(event, field) != value:
            return False
    return True


def test_events(case: tuple[dict[str, Any], Coding]) -> None:
    expected, coding = case
    names = {a.id: a.name for a in coding.actors}
    missing = [w for w in expected["events"] if not any(meets(e, w, names) for e in coding.events)]
    assert missing == []


def test_statements(case: tuple[dict[str, Any], Coding]) -> None:
    expected, coding = case
    names = {a.id: a.name for a in coding.actors}
    found = {
        (names[s.speaker.actor], s.kind, " ".join(c.text.split()))
        for s in coding.statements
        if s.speaker
        for c in s.content
    }
    wanted = {(w["speaker"], w["kind"], w["content"]) for w in expected["statements"]}
    assert wanted <= found


def test_nothing_invented(case: tuple[dict[str, Any], Coding]) -> None:
    expected, coding = case
    names = {a.id: a.name for a in coding.actors}
    invented = [e.trigger.text for w in expected["never"] for e in coding.events if meets(e, w, names)]
    assert invented == []
