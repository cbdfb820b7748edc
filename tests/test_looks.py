"""Quick looks: single texts, bare phrases and files of lines, on the command line and in Python."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import dragoman
from dragoman.annotate import Parser
from dragoman.errors import UnreadableInput
from dragoman.export.contract import look_to_json, schema
from dragoman.gazetteer import Gazetteer
from dragoman.looks import Kind, Look, Looker
from dragoman.model import Actor, Document, Time
from dragoman.read import read, take

KINDS: list[Kind] = ["actors", "places", "times"]


def run(*args: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"COLUMNS": "80", "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, "-m", "dragoman", *args], input=stdin, capture_output=True, env=environment, check=False
    )


@pytest.fixture(scope="module")
def looker(parser: Parser, gazetteer: Gazetteer) -> Looker:
    return Looker(parser, gazetteer)


def look(looker: Looker, kind: Kind, text: str, on: date | None = None) -> Look:
    (found,) = looker.look(kind, [take(text, published=on)])
    return found


@pytest.mark.parametrize(
    ("phrase", "country", "sector"),
    [
        ("the Russian Ministry of Defence", "RUS", "GOV"),
        ("former Brazilian president", "BRA", "ELI"),
        ("Kenyan police", "KEN", "COP"),
        ("protesters", None, "CVL"),
    ],
)
def test_a_bare_phrase_is_enough(phrase: str, country: str | None, sector: str, looker: Looker) -> None:
    actor = look(looker, "actors", phrase).found[0]
    assert isinstance(actor, Actor)
    assert (actor.country, actor.sector) == (country, sector)


def test_the_day_given_decides_what_friday_is(looker: Looker) -> None:
    (friday,) = look(looker, "times", "The envoys met on Friday.", date(2019, 5, 16)).found
    assert isinstance(friday, Time)
    assert friday.start == date(2019, 5, 10)


def test_without_a_day_the_dateline_states_it(looker: Looker) -> None:
    found = look(looker, "times", "LIMA, March 4, 2019 (AP) - The cabinet of Peru resigned on Friday.").found
    assert [str(t.start) for t in found if isinstance(t, Time)] == ["2019-03-04", "2019-03-01"]


def test_a_place_has_its_country_and_coordinates(looker: Looker) -> None:
    (line,) = [json.loads(as_json(look(looker, "places", "Gunmen attacked a market in Maiduguri.")))]
    (place,) = line["places"]
    assert (place["span"]["text"], place["country"], place["role"]) == ("Maiduguri", "NGA", "literal")
    assert place["latitude"] == pytest.approx(11.8, abs=0.3)


def as_json(found: Look) -> str:
    return look_to_json(found.document, found.kind, found.found, found.rejections)


@pytest.mark.parametrize("kind", KINDS)
def test_the_shapes_are_those_of_the_contract(kind: Kind, looker: Looker) -> None:
    line = json.loads(as_json(look(looker, kind, "Angela Merkel met miners in Cottbus on Friday.", date(2019, 5, 16))))
    assert list(line) == ["id", kind, "rejections"]
    record = json.loads(schema())["$defs"][{"actors": "Actor", "places": "Place", "times": "Time"}[kind]]
    assert line[kind]
    assert all(set(one) == set(record["properties"]) for one in line[kind])


LINES = (
    b'{"id": "a", "text": "Rebels took Goma on Friday.", "published": "2019-05-16"}\n'
    b'{"id": 7, "text": "Rebels left Goma on Friday.", "published": "May"}\n'
    b"this is no JSON\n"
    b'{"id": "a", "text": "Police in Goma", "published": "2019-05-20"}\n'
    b'{"text": ""}\n'
)


@pytest.mark.parametrize("kind", KINDS)
def test_every_line_is_answered_by_one_line_in_order(kind: Kind, looker: Looker, tmp_path: Path) -> None:
    lines = tmp_path / "lines.jsonl"
    lines.write_bytes(LINES)
    looks = list(looker.look(kind, read([str(lines)], format="jsonl", repeats=True)))
    assert [bool(one.rejections) for one in looks] == [False, True, True, False, True]
    assert [one.document.id for one in looks][:4:3] == ["a", "a"]
    assert looks[1].document.id == "7"
    assert "not a date" in looks[1].rejections[0].reason


def test_lines_from_standard_input_and_exit_codes() -> None:
    done = run("times", "--input", "jsonl", stdin=LINES)
    assert done.returncode == 1
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [bool(a["times"]) for a in answers] == [True, False, False, False, False]
    assert b"-:3" in done.stderr
    assert b"2 answered, 3 not answered." in done.stderr


def test_a_table_fits_the_terminal_and_asks_for_the_date() -> None:
    done = run("times", "The envoys met on Friday and will meet again within three days.")
    assert done.returncode == 0, done.stderr
    text = done.stdout.decode()
    assert max(map(len, text.splitlines())) <= 80
    assert "on Friday" in text
    assert "--on" in text


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("actors",), b"Nothing to look at"),
        (("places", "Goma", "--on", "yesterday"), b"2015-09-24"),
        (("times", "--input", "jsonl", "/nowhere.jsonl"), b"/nowhere.jsonl"),
        (("times", ""), b"no text"),
    ],
)
def test_wrong_usage_says_what_to_do(args: tuple[str, ...], said: bytes) -> None:
    done = run(*args)
    assert done.returncode == 2
    assert said in done.stderr
    assert b"Traceback" not in done.stderr


def test_half_a_character_in_an_argument_stops_nothing(looker: Looker) -> None:
    found = look(looker, "times", "On 4 March 2019\udcff they met.")
    assert json.loads(as_json(found))["times"][0]["start"] == "2019-03-04"


def test_python_functions() -> None:
    (friday,) = dragoman.times("The envoys met last Friday.", on=date(2019, 5, 16))
    assert friday.start == date(2019, 5, 10)
    assert dragoman.places("A bomb exploded in Kabul.")[0].country == "AFG"
    assert dragoman.actors("the Russian Ministry of Defence")[0].country == "RUS"
    with pytest.raises(UnreadableInput, match="no text"):
        dragoman.actors(" ")


def test_a_document_with_words_alone_is_looked_at(looker: Looker) -> None:
    (found,) = looker.look("actors", [Document("x", "NATO", lang="en")])
    assert [a.name for a in found.found if isinstance(a, Actor)] == ["NATO"]
