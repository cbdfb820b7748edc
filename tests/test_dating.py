"""Which time is whose, days told before, and old news: own sentences, coded end to end."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.model import Document, Event
from dragoman.pipeline import Pipeline

PUBLISHED = date(2019, 5, 16)
"""A Thursday."""


def events(pipeline: Pipeline, text: str) -> list[Event]:
    (coding,) = pipeline.code([Document("x", text, published=PUBLISHED, lang="en")])
    return list(coding.events)


def found(pipeline: Pipeline, text: str, kind: str) -> Event:
    return next(e for e in events(pipeline, text) if e.type == kind)


DATED = [
    # its own clause, the clause above, an announcement
    ("On Tuesday, Kenyan police arrested three students.", "COERCE", "2019-05-14", "2019-05-14"),
    ("France announced on Tuesday that it rejects the demand of Turkey.", "REJECT", "2019-05-14", "2019-05-14"),
    # not the time of what it is about
    ("A Kenyan court jailed a soldier on Tuesday for torturing a nurse.", "ASSAULT", None, None),
    ("France criticised Turkey over its 2016 act on the press.", "ACCUSE", None, None),
    ("Police on Monday arrested a man who had attacked the mosque.", "ASSAULT", None, None),
    # part of an occasion, beside the verb, set off
    ("France accused Turkey of torture in a Monday statement.", "ACCUSE", "2019-05-13", "2019-05-13"),
    ("Beginning in 2010, the rebels attacked villages in Kenya.", "ASSAULT", "2010-01-01", "2010-12-31"),
    # open ends
    ("Turkey has detained the reporter since March 4.", "COERCE", "2019-03-04", "2019-05-16"),
    ("The minister will visit Kenya by Friday.", "CONSULT", "2019-05-17", "2019-05-17"),
    ("Kenya extended the curfew until June 4.", "COERCE", None, None),
]


@pytest.mark.parametrize(("text", "kind", "start", "end"), DATED)
def test_which_time_dates_an_event(
    text: str, kind: str, start: str | None, end: str | None, pipeline: Pipeline
) -> None:
    when = found(pipeline, text, kind).when
    assert (when and str(when.start), when and str(when.end)) == (start, end)


def test_a_deed_gets_the_day_told_two_sentences_before(pipeline: Pipeline) -> None:
    text = (
        "Gunmen attacked a market in Goma on Monday. The smoke could be seen from the lake. "
        "Soldiers arrested four gunmen at the gate."
    )
    assert str(found(pipeline, text, "COERCE").when.start) == "2019-05-13"  # type: ignore[union-attr]


def test_talk_does_not_get_a_day_told_before(pipeline: Pipeline) -> None:
    text = "Gunmen attacked a market in Goma on Monday. Kenya condemned the rebels."
    assert found(pipeline, text, "ACCUSE").when is None


@pytest.mark.parametrize(
    ("text", "kind", "background"),
    [
        ("Kenyan police arrested three students on Tuesday.", "COERCE", False),
        ("Kenyan police arrested three students in 2011.", "COERCE", True),
        ("Kenyan police have held three students since 2011.", "COERCE", True),
        ("Kenya will withdraw its troops from Somalia in June.", "RETREAT", False),
        ("France condemned Turkey on Tuesday.", "ACCUSE", False),
    ],
)
def test_a_stated_time_decides_on_background(text: str, kind: str, background: bool, pipeline: Pipeline) -> None:
    one = found(pipeline, text, kind)
    assert one.background is background
    assert ("background" in one.basis) is background


def test_an_undated_deed_told_beside_old_ones_is_background(pipeline: Pipeline) -> None:
    text = (
        "A court in Nairobi freed the editor Amina Odhiambo on Wednesday.\n\n"
        "Her supporters sang in the street.\n\nShe was arrested in March 2014. The judges convicted her of treason."
    )
    sentence = next(e for e in events(pipeline, text) if e.type == "SANCTION")
    assert sentence.background
    assert sentence.basis["background"].startswith("told as context")
