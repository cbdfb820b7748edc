"""The filter: what a person may write, and what they are told where it is wrong."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.errors import BadQuery
from dragoman.query import HELP, KEYS, Box, Dyad, Filter, Near, Side


def test_one_line_and_options_give_the_same_filter() -> None:
    line = Filter.parse(
        'type:assault,PROTEST dyad:RUS>UKR since:2020-03 until:2020-02 actor:"Petr Havel" near:50.1,14.4,30'
    )
    options = Filter.make({
        "type": ["ASSAULT", "PROTEST"], "dyad": ["RUS>UKR"], "since": ["2020-03"], "until": ["2020-02"],
        "actor": ["Petr Havel"], "near": ["50.1,14.4,30"],
    })  # fmt: skip
    assert line == options
    assert line.type == ("ASSAULT", "PROTEST")
    assert (line.since, line.until) == (date(2020, 3, 1), date(2020, 2, 29))
    assert line.dyad == (Dyad(Side(country="RUS"), Side(country="UKR"), directed=True),)
    assert line.actor == (Side(name="Petr Havel"),)
    assert line.near == Near(50.1, 14.4, 30.0)


@pytest.mark.parametrize(
    ("written", "side"),
    [
        ("RUS", Side(country="RUS")),
        ("MIL", Side(sector="MIL")),
        ("RUS:MIL", Side(country="RUS", sector="MIL")),
        ("p-0af3", Side(party="p-0af3")),
        ("Al-Shabaab", Side(name="Al-Shabaab")),
    ],
)
def test_sides(written: str, side: Side) -> None:
    assert Filter.make({"party": [written]}).party == (side,)


def test_dyads_of_names_and_codes() -> None:
    assert Filter.make({"dyad": ["RUS:MIL-UKR"]}).dyad[0] == Dyad(
        Side(country="RUS", sector="MIL"), Side(country="UKR")
    )
    assert Filter.make({"dyad": ["Al-Shabaab - Kenya"]}).dyad[0] == Dyad(Side(name="Al-Shabaab"), Side(name="Kenya"))


def test_words_without_a_key_are_looked_for_in_the_text() -> None:
    assert Filter.parse('"mass grave" shell* type:ASSAULT').text == '"mass grave" shell*'


def test_counting_has_defaults_that_can_be_set_aside() -> None:
    assert Filter().counted().status == ("happened", "ongoing")
    assert Filter().counted().background is False
    asked = Filter.parse("status:planned background:yes").counted()
    assert asked.status == ("planned",)
    assert asked.background is True


def test_a_filter_can_be_written_down() -> None:
    asked = Filter.parse("dyad:RUS>UKR box:40,20,50,30 reviewed:no score:0.5 quad:4")
    assert asked.box == Box(40, 20, 50, 30)
    assert asked.written() == {"dyad": "RUS>UKR", "box": "40,20,50,30", "reviewed": "no", "score": "0.5", "quad": "4"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("status:maybe", "hypothetical"), ("since:yesterday", "2015-09-24"), ("since:2015-13", "2015-09-24"),
        ("quad:7", "material conflict"), ("country:France", "FRA"), ("dyad:RUS", "RUS>UKR"), ("score:2", "between 0 and 1"),
        ("near:1,2", "kilometres"), ("box:a,b,c,d", "south"), ("reviewed:perhaps", "yes nor no"), ('type:"ASSAULT', "quotation"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_the_remedy(line: str, said: str) -> None:
    with pytest.raises(BadQuery, match=said):
        Filter.parse(line)


def test_an_unknown_key_names_the_known_ones() -> None:
    with pytest.raises(BadQuery, match="use id, type"):
        Filter.make({"colour": ["red"]})


def test_every_key_has_its_line_of_help() -> None:
    assert set(HELP) == set(KEYS)
