"""Place mentions: recognition, choice among readings, role."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from dragoman.annotate import Parser, annotate
from dragoman.gazetteer import Gazetteer
from dragoman.model import Annotation, Document, Place, Sentence, Token
from dragoman.pipeline import Pipeline
from dragoman.resolve.place_outlets import homes
from dragoman.resolve.places import at, places

Find = Callable[[str], dict[str, Place]]


@pytest.fixture(scope="module")
def find(parser: Parser, gazetteer: Gazetteer) -> Find:
    """Code a text and give its places by their words; the last of equal ones."""

    def found(text: str) -> dict[str, Place]:
        document = Document("d", text)
        (annotation,) = annotate([document], parser, gazetteer)
        mentions = places(annotation, gazetteer)
        for place in mentions:
            assert text[place.span.start : place.span.end] == place.span.text
            assert place.basis["name"]
            assert place.basis["country"]
        assert [p.span.start for p in mentions] == sorted(p.span.start for p in mentions)
        return {p.span.text: p for p in mentions}

    return found


@pytest.mark.parametrize(
    ("text", "words", "country", "admin1"),
    [("The plant in Everett, Washington, employs thousands.", "Everett, Washington", "USA", "Washington"),
     ("She grew up in Paris, Texas, on a farm.", "Paris, Texas", "USA", "Texas"),
     ("The ferry left Tripoli, Lebanon, at noon.", "Tripoli, Lebanon", "LBN", "North Lebanon"),
     ("The court sat in Atlanta, Georgia, for a week.", "Atlanta, Georgia", "USA", "Georgia"),
     ("The envoy landed in Tbilisi, Georgia, at night.", "Tbilisi, Georgia", "GEO", "Tbilisi")],
)  # fmt: skip
def test_a_larger_place_behind_the_comma_decides_and_is_one_mention(
    find: Find, text: str, words: str, country: str, admin1: str | None
) -> None:
    found = find(text)
    assert list(found) == [words]
    assert (found[words].country, found[words].admin1, found[words].role) == (country, admin1, "literal")
    assert "named behind it" in found[words].basis["country"]


def test_what_else_the_report_names_decides(find: Find) -> None:
    alone = find("Thousands marched through Tripoli on Friday.")["Tripoli"]
    beside = find(
        "Lebanon sent troops from Beirut and Sidon. Thousands of Lebanese marched through Tripoli on Friday."
    )["Tripoli"]
    assert (alone.country, beside.country) == ("LBY", "LBN")


def test_a_name_is_read_alike_throughout_a_report(find: Find) -> None:
    found = find("A fire broke out in Paris, Texas, on Monday. The mayor of Paris said nobody was hurt.")
    assert (found["Paris"].country, found["Paris"].admin1) == ("USA", "Texas")


def test_a_guess_is_left_open(find: Find) -> None:
    place = find("The crowd in Springfield cheered.")["Springfield"]
    assert (place.country, place.latitude, place.geonames) == ("USA", None, None)
    unknown = find("The village of Qarzabadan in Borduria burned.")
    assert all(p.country is None for p in unknown.values())


@pytest.mark.parametrize(
    ("text", "words"),
    [("Beijing denied the report on Monday.", "Beijing"), ("The Kremlin said it would answer.", "Kremlin"),
     ("Diplomats resumed talks with Tehran on its reactor.", "Tehran"), ("The senator accused Moscow of lying.", "Moscow"),
     ("Downing Street declined to comment.", "Downing Street"), ("France condemned the coup.", "France")],
)  # fmt: skip
def test_a_seat_or_state_that_acts_is_a_government(find: Find, text: str, words: str) -> None:
    place = find(text)[words]
    assert place.role == "government"
    assert "as a party" in place.basis["role"]


@pytest.mark.parametrize(
    ("text", "words"),
    [("The ministers met in Beijing on Monday.", "Beijing"), ("A bomb went off near Moscow.", "Moscow"),
     ("The president spoke at the White House.", "White House"), ("Rain fell over France.", "France")],
)  # fmt: skip
def test_a_place_where_something_happens_is_literal(find: Find, text: str, words: str) -> None:
    assert find(text)[words].role == "literal"


def test_adjectives_and_demonyms_are_adjectives_of_their_country(find: Find) -> None:
    found = find("Russian troops fired on Swedes. US officials and the South Korean navy watched.")
    assert {w: (p.country, p.role) for w, p in found.items()} == {
        "Russian": ("RUS", "adjective"), "Swedes": ("SWE", "adjective"), "US": ("USA", "adjective"),
        "South Korean": ("KOR", "adjective"),
    }  # fmt: skip


def test_washington_that_acts_is_the_capital_even_in_a_report_from_the_state(find: Find) -> None:
    found = find(
        "Workers in Seattle, Washington, and Everett, Washington, walked out. Washington accused the union of blackmail."
    )
    assert found["Washington"].role == "government"
    assert found["Washington"].admin1 == "District of Columbia"


def test_a_dateline_is_a_place_whatever_its_capitals(find: Find) -> None:
    place = find("KABUL, Afghanistan (Reuters) - The school reopened on Monday after a long winter.")[
        "KABUL, Afghanistan"
    ]
    assert (place.country, place.role, place.basis["name"]) == ("AFG", "literal", "dateline")


def test_direction_and_kind_of_place_are_left_away_in_the_look_up(find: Find) -> None:
    found = find("Fighting spread through northern Iraq. The governor of Anbar Province resigned.")
    assert {p.name for p in found.values()} >= {"Iraq", "Anbar"}


def test_persons_are_no_places(find: Find) -> None:
    found = find("Jordan Smith met Sydney Everett. Everett said that Smith was late.")
    assert found == {}


def test_a_place_can_be_the_place_of_an_event(find: Find) -> None:
    place = find("Thousands gathered in Tahrir Square.")["Tahrir Square"]
    event_place = at(place)
    assert (event_place.name, event_place.country, event_place.span) == ("Tahrir Square", "EGY", place.span)


def test_work_grows_with_the_text_and_not_faster(gazetteer: Gazetteer) -> None:
    """Ten thousand ambiguous names; work that grew with their square would take minutes."""
    names = ["Springfield", "Alexandria", "Victoria", "Tripoli", "San Jose", "Georgia", "Borduria"] * 1500
    tokens, start = [], 0
    for i, name in enumerate(n + "abcdefghij"[: k % 9] for k, n in enumerate(names)):
        tokens.append(
            Token(i, start, start + len(name), name, name.lower(), "PROPN", "NNP", "pobj", 0, i, i, i // 10, "GPE")
        )
        start += len(name) + 1
    document = Document("d", " ".join(t.text for t in tokens))
    sentences = [
        Sentence(k, at, at + 10, document.span(tokens[at].start, tokens[at + 9].end), 0, False, at)
        for k, at in enumerate(range(0, len(tokens), 10))
    ]
    began = time.perf_counter()
    places(Annotation(document, tokens, (), sentences, (), ()), gazetteer)
    assert time.perf_counter() - began < 10


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [("Officials of the Uganda Revenue Authority met on Monday.", "Uganda", "UGA"),
     ("A professor of the University of Ghana spoke on Monday.", "Ghana", "GHA"),
     ("The Rapides Parish School Board met on Monday.", "Rapides Parish", "USA")],
)  # fmt: skip
def test_a_place_in_the_name_of_an_organisation_is_a_place_mention(
    find: Find, text: str, words: str, country: str
) -> None:
    assert find(text)[words].country == country


def test_a_newspaper_named_after_a_town_does_not_make_a_place(find: Find) -> None:
    assert find("She told the Washington Post that she would stay.") == {}


def test_a_name_that_only_the_model_knows_needs_a_preposition_of_place(find: Find) -> None:
    assert find("They marched in Zorbakistanville on Monday.")["Zorbakistanville"].latitude is None
    assert "Zorbakistanville" not in find("Zorbakistanville was mentioned on Monday.")


def test_countries_come_before_their_capitals_of_the_same_name(find: Find) -> None:
    found = find("Floods hit Kuwait and Mexico on Monday.")
    assert [found[n].geonames for n in ("Kuwait", "Mexico")] == [285570, 3996063]


@pytest.mark.parametrize(
    ("source", "url"), [("The Lebanon Democrat", None), (None, "http://www.lebanondemocrat.com/news/1")]
)
def test_the_town_of_the_paper_speaks_for_its_region(
    parser: Parser, gazetteer: Gazetteer, source: str | None, url: str | None
) -> None:
    text = "Drivers from Lebanon and Hartsville, Tennessee, crashed near Watertown on Monday."
    (annotation,) = annotate([Document("d", text, source=source, url=url)], parser, gazetteer)
    found = {p.span.text: p for p in places(annotation, gazetteer)}
    assert (found["Lebanon"].country, found["Lebanon"].admin1) == ("USA", "Tennessee")
    assert found["Watertown"].admin1 == "Tennessee"


@pytest.mark.parametrize(
    ("source", "url", "town"),
    [("Dothan Eagle", None, "Dothan"), (None, "https://www.santafenewmexican.com/x", "Santa Fe"), ("Reuters", None, None),
     (None, "http://[broken", None), (None, None, None)],
)  # fmt: skip
def test_a_paper_is_at_home_where_its_name_says(
    gazetteer: Gazetteer, source: str | None, url: str | None, town: str | None
) -> None:
    rows = homes(Document("d", "x", source=source, url=url), gazetteer)
    assert (town in {r.name for r in rows}) if town else rows == ()


@pytest.mark.parametrize(
    ("text", "kind", "words", "country"),
    [("Gunmen shot dead three men in the streets of Cairo on Monday.", "ASSAULT", "Cairo", "EGY"),
     ("Police arrested two lawyers outside a Nairobi court on Monday.", "COERCE", "Nairobi", "KEN"),
     ("Rebels fought in Mokha for weeks. Soldiers arrested ten men in the town on Monday.", "COERCE", "the town", "YEM"),
     ("The mayor of Nairobi spoke on Monday, and police arrested ten men.", "COERCE", "Nairobi", "KEN")],
)  # fmt: skip
def test_an_event_happens_where_its_scene_lies(
    pipeline: Pipeline, text: str, kind: str, words: str, country: str
) -> None:
    (coding,) = pipeline.code([Document("d", text)])
    places_of = [(e.place.span.text, e.place.country) for e in coding.events if e.type == kind and e.place]
    assert (words, country) in places_of


def test_a_place_that_only_describes_a_person_is_no_scene(pipeline: Pipeline) -> None:
    text = "Eva Klein, a politician in Austria, criticised the court on Monday."
    (coding,) = pipeline.code([Document("d", text)])
    assert [e.place for e in coding.events] == [None] * len(coding.events)
    assert coding.events


def test_a_hall_that_nobody_lists_lies_in_the_town_named_behind_it(find: Find) -> None:
    plaza = find("The rally was held at Freedom Plaza in Washington on Monday.")["Freedom Plaza"]
    assert (plaza.country, plaza.admin1, plaza.latitude) == ("USA", "District of Columbia", None)
