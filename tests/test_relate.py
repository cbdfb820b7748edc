"""The coding of given pairs: every line is answered, in order, whatever it holds."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from dragoman.cli import app
from dragoman.codebook import load
from dragoman.coding.network import Network
from dragoman.coding.relate import Pair, Refused, Relation, parsed, relate

TEXT = "Rebel gunmen shelled the port of Alba on Sunday."


@pytest.fixture(scope="module")
def network() -> Network:
    return Network.open()


def line(**keys: object) -> str:
    return json.dumps({"id": "a", "text": TEXT, **keys})


def marked(text: str) -> str:
    made = parsed(text, 1)
    assert isinstance(made, Pair)
    return made.marked


def reason(text: str) -> str:
    made = parsed(text, 3)
    assert isinstance(made, Refused)
    return made.reason


def test_spans_and_places_mark_the_same_pair() -> None:
    wanted = "<s>Rebel gunmen</s> shelled <t>the port of Alba</t> on Sunday."
    assert marked(line(source_span=[0, 12], target_span=[21, 37])) == wanted
    assert marked(line(source={"start": 0, "end": 12}, target={"start": 21, "end": 37})) == wanted
    assert marked(line(source="Rebel gunmen", source_span=[0, 12], target="port", target_span=[21, 37])) == wanted


def test_a_target_may_be_absent_or_overlap() -> None:
    alone = "<s>Rebel gunmen</s> shelled the port of Alba on Sunday."
    for target in (None, [0, 5], [3, 20], [0, 12]):
        assert marked(line(source_span=[0, 12], target_span=target)) == alone
    assert marked(line(source_span=[0, 12], target=None)) == alone
    assert marked(line(source_span=[0, 12], target="the port")) == alone


def test_a_source_may_be_null_but_not_forgotten() -> None:
    assert (
        marked(line(source_span=None, target_span=[21, 37]))
        == "Rebel gunmen shelled <t>the port of Alba</t> on Sunday."
    )
    assert marked(line(source_span=None, target_span=None)) == TEXT
    assert "no source" in reason(line())


def test_the_target_may_stand_first() -> None:
    assert marked(line(source_span=[21, 37], target_span=[0, 12])).startswith("<t>Rebel gunmen</t> shelled <s>the port")


def test_marks_in_the_text_are_made_harmless() -> None:
    text = "<t>Alba</t> hit <s>Borduria</s>."
    made = marked(json.dumps({"id": 1, "text": text, "source_span": [3, 7], "target_span": [20, 28]}))
    assert made.count("<s>") == made.count("<t>") == made.count("</s>") == 1
    assert "<s>Alba</s>" in made


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("{", "not JSON"),
        ("[1]", "not an object"),
        (json.dumps({"id": "a"}), "no text"),
        (line(), "no source"),
        (line(source="Rebel gunmen"), "no source"),
        (line(source_span=[0, 900]), "outside the text"),
        (line(source_span=[5, 5]), "outside the text"),
        (line(source_span=[-1, 5]), "outside the text"),
        (line(source_span=["0", 5]), "not [start, end]"),
        (line(source_span=[True, 5]), "not [start, end]"),
        (line(source_span=[0, 12], target_span=[0]), "not [start, end]"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_what_cannot_be_used_is_answered_with_the_reason(given: str, said: str) -> None:
    assert said in reason(given)
    assert "3" in reason(given)


@given(st.dictionaries(st.sampled_from(["id", "text", "source_span", "target_span", "source", "target"]),
                       st.one_of(st.none(), st.text(max_size=9), st.integers(), st.lists(st.integers(), max_size=3))))  # fmt: skip
def test_any_object_is_read_or_refused(keys: dict[str, object]) -> None:
    assert isinstance(parsed(json.dumps(keys), 1), Pair | Refused)


def answers(lines: Sequence[str], network: Network) -> list[Relation]:
    return list(relate(lines, network, load()))


def test_answers_come_in_order_one_a_line(network: Network) -> None:
    given = [line(id=str(n), source_span=[0, 12], target_span=[21, 37] if n % 2 else None) for n in range(300)]
    given[7] = "{"
    found = answers(given, network)
    assert [a.id for a in found] == [*map(str, range(7)), None, *map(str, range(8, 300))]
    assert [n for n, a in enumerate(found) if a.reason] == [7]


def test_an_answer_has_all_its_values(network: Network) -> None:
    (one,) = answers([line(source_span=[0, 12], target_span=[21, 37])], network)
    assert (one.type, one.status, one.quad) == ("ASSAULT", "happened", 4)
    assert one.cameo is not None
    assert one.cameo.startswith(("18", "19", "20"))
    assert one.score is not None
    assert 0 < one.score <= 1
    assert len(one.alternatives) == 3
    assert all(a["score"] <= one.score for a in one.alternatives)


def test_who_is_source_and_who_is_target_is_read(network: Network) -> None:
    """The one that is asked is told apart from the one that asks: an order changes the answer's likelihood."""
    text = "Alba accused Borduria of spying, and Borduria apologised to Alba."
    pairs = [{"id": n, "text": text, "source_span": s, "target_span": t} for n, (s, t) in
             enumerate([([0, 4], [13, 21]), ([37, 45], [60, 64])])]  # fmt: skip
    found = answers([json.dumps(p) for p in pairs], network)
    assert [a.type for a in found] == ["ACCUSE", "CONCEDE"]


def test_the_command_answers_and_says_what_was_wrong() -> None:
    ran = CliRunner().invoke(app, ["relate", "-"], input=line(source_span=[0, 12]) + "\n{\n")
    rows = [json.loads(x) for x in ran.stdout.splitlines()]
    assert [set(r) >= {"id", "type", "mode", "status", "quad", "cameo", "score", "alternatives"} for r in rows] == [
        True
    ] * 2
    assert ran.exit_code == 1
    assert "1 of 2 lines" in ran.stderr
    assert CliRunner().invoke(app, ["relate", "-"], input="").exit_code == 2
    assert CliRunner().invoke(app, ["relate", "/nowhere/at/all"]).exit_code == 2
