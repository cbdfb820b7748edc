"""Who asserts, who denies, who keeps silent: claims over a whole report, on passages of our own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dragoman.model import Coding, Document, Event
from dragoman.pipeline import Pipeline

Code = Callable[[str], Coding]


@pytest.fixture(scope="module")
def code(pipeline: Pipeline) -> Code:
    return lambda text: next(pipeline.code([Document("d", text, lang="en")]))


def event(coding: Coding, kind: str, word: str) -> Event:
    found = [e for e in coding.events if e.type == kind and word in e.trigger.text]
    assert found, [(e.type, e.trigger.text) for e in coding.events]
    return found[0]


def names(coding: Coding, event: Event, field: str) -> list[str]:
    by = {a.id: a.name for a in coding.actors}
    return [by[s.actor] for s in getattr(event, field)]


def stances(coding: Coding, event: Event) -> list[tuple[str, str | None, str]]:
    by = {a.id: a.name for a in coding.actors}
    return [(s.kind, s.by and by[s.by.actor], s.span.text) for s in event.stances]


CHARGE = "Ukraine accused Russia of shelling a hospital in Kherson on Monday."


@pytest.mark.parametrize(
    "answer",
    [
        "Russia denied the allegation.",
        "Moscow dismissed the claim as propaganda.",
        "Russia called the accusation absurd.",
        "Moscow rejected the charge.",
        "The Kremlin brushed the report aside.",
        "Russia's defence ministry said the allegation was false.",
        'Russia said: "These claims are lies."',
        "Russia's defence ministry said none of its guns had been in range.",
        'In Moscow the foreign ministry said that there had been "no such order".',
    ],
)
def test_a_denial_finds_its_charge(code: Code, answer: str) -> None:
    coding = code(f"{CHARGE} Rain fell on the city all day. {answer}")
    shelling = event(coding, "ASSAULT", "shelling")
    assert names(coding, shelling, "asserted_by") == ["Ukraine"]
    assert len(shelling.denied_by) == 1, stances(coding, shelling)
    assert shelling.status == "alleged"


@pytest.mark.parametrize(
    ("answer", "stance", "words"),
    [
        ("The Kremlin declined to comment.", "no comment", "declined to comment"),
        ("Russia would not comment on the allegation.", "no comment", "would not comment"),
        ("The claim could not be independently verified.", "unverified", "could not be independently verified"),
        ("On Tuesday Russia confirmed the report.", "confirms", "confirmed"),
        ("On Tuesday Ukraine withdrew the accusation.", "retracts", "withdrew"),
    ],
)
def test_other_answers_are_told_apart(code: Code, answer: str, stance: str, words: str) -> None:
    coding = code(f"{CHARGE} {answer}")
    shelling = event(coding, "ASSAULT", "shelling")
    found = [(kind, text) for kind, _, text in stances(coding, shelling) if kind != "asserts"]
    assert found == [(stance, words)]
    assert bool(shelling.denied_by) == (stance == "retracts")


@pytest.mark.parametrize(
    "answer",
    [
        "Russia denied visas to two athletes.",
        "Russia rejected a request for talks from Georgia.",
        "Russia did not deny the allegation.",
        "Moscow called the claim serious.",
        "Russia's defence ministry said it would not send more troops.",
        "Russian troops did not return the fire.",
        "The mayor of Rome said no bread was left in the shops.",
        "The ministry of culture in Lima said that it had no plans for a museum.",
    ],
)
def test_what_is_no_denial_of_it(code: Code, answer: str) -> None:
    coding = code(f"{CHARGE} {answer}")
    assert event(coding, "ASSAULT", "shelling").denied_by == ()


def test_far_apart(code: Code) -> None:
    between = " ".join(f"Street number {n} was quiet." for n in ("one", "two", "three", "four", "five", "six", "seven"))
    coding = code(f"{CHARGE} {between} Late at night Russia denied the charge.")
    assert names(coding, event(coding, "ASSAULT", "shelling"), "denied_by") == ["Russia"]


def test_who_says_that_its_own_side_did_not_denies(code: Code) -> None:
    coding = code("The rebels said their fighters had not killed the mayor of Kano.")
    shelled = event(coding, "ASSAULT", "killed")
    assert shelled.status == "denied"
    assert shelled.asserted_by == ()
    assert len(shelled.denied_by) == 1


def test_what_is_denied_in_a_clause(code: Code) -> None:
    coding = code("The president dismissed as gossip a report that his guards had beaten two reporters.")
    assert event(coding, "ASSAULT", "beaten").status == "denied"


def test_an_own_deed_is_asserted_and_an_own_word_is_not(code: Code) -> None:
    coding = code("Poland said on Friday it had deported two Russian diplomats.")
    deed = event(coding, coding.events[0].type, "")
    assert names(coding, deed, "asserted_by") == ["Poland"]
    word = code('"We condemn this attack on our friends in Kenya," the prime minister of Poland said.')
    assert all(e.asserted_by == () for e in word.events if e.type == "ACCUSE")


def test_about(code: Code) -> None:
    coding = code("Ukraine said Russian troops had shelled a hospital in Kherson.")
    shelled = event(coding, "ASSAULT", "shelled")
    assert [s.about for s in coding.statements] == [(shelled.id,)]


def test_rival_attributions_stay_apart(code: Code) -> None:
    coding = code(
        "Ukraine accused Russia of shelling the hospital in Kherson. Russia accused Ukraine of shelling the hospital in Kherson."
    )
    acts = [e for e in coding.events if e.type == "ASSAULT"]
    assert [names(coding, e, "actors") for e in acts] == [["Russia"], ["Ukraine"]]
    assert [e.rivals for e in acts] == [(acts[1].id,), (acts[0].id,)]


def test_every_party_of_a_stance_is_in_the_coding(code: Code) -> None:
    coding = code(f"{CHARGE} The baker declined to comment. Its spokesman would not comment.")
    known = {a.id for a in coding.actors}
    assert all(s.by.actor in known for e in coding.events for s in e.stances if s.by)
