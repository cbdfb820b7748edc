"""What is said of a party: country, sector, office, wordings, and the ground of each inferred value."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from dragoman.annotate import Parser, annotate
from dragoman.gazetteer import Gazetteer
from dragoman.model import Actor, Document, Mention, Office
from dragoman.resolve.actors import actors

Described = Callable[..., dict[str, Actor]]


@pytest.fixture
def described(parser: Parser, gazetteer: Gazetteer) -> Described:
    def run(text: str, title: str | None = None) -> dict[str, Actor]:
        document = Document("d", f"{title}\n\n{text}" if title else text, title=title, published=date(2020, 5, 4))
        [annotation] = annotate([document], parser, gazetteer)
        return {a.name: a for a in actors(annotation, gazetteer)}

    return run


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Kenyan President William Ruto left.", "William Ruto", "KEN"),
        ("Mongolian sanctions hurt the firm.", "Mongolia", "MNG"),
        ("The prime minister of Nepal, Ana Ruiz, resigned.", "Ana Ruiz", "NPL"),
        ("Ana Ruiz, an Estonian poet, was fined.", "Ana Ruiz", "EST"),
        ("Volvo's Ana Ruiz apologised.", "Ana Ruiz", "SWE"),
        ("The Bank of Ghana raised rates.", "Bank of Ghana", "GHA"),
        ("Ghana's army denied it. The defence minister resigned.", "The defence minister", "GHA"),
        ("NATO denied it.", "NATO", None),
        ("Kenyan and Nepalese companies bid.", "Kenyan and Nepalese companies", None),
        ("Kenya's ambassador to Nepal left.", "Kenya's ambassador to Nepal", "KEN"),
    ],
)
def test_country(described: Described, text: str, name: str, country: str | None) -> None:
    actor = described(text)[name]
    assert actor.country == country
    assert ("country" in actor.basis) is (country is not None)


@pytest.mark.parametrize(
    ("text", "name", "sector"),
    [
        ("Kenyan President William Ruto left.", "William Ruto", "GOV"),
        ("Senator Ana Ruiz left.", "Ana Ruiz", "LEG"),
        ("Judge Ana Ruiz adjourned.", "Ana Ruiz", "JUD"),
        ("Former minister Ana Ruiz adjourned.", "Ana Ruiz", "ELI"),
        ("Tens of thousands rallied.", "Tens of thousands", "CVL"),
        ("Dozens of farmers were hurt.", "Dozens of farmers", "AGR"),
        ("The Zugdidi Hospital burned.", "Zugdidi Hospital", "MED"),
        ("Ana Ruiz was sentenced to two years.", "Ana Ruiz", "CRM"),
        ("Ana Ruiz was stabbed on Monday.", "Ana Ruiz", "CVL"),
        ("Ana Ruiz of the Kenya Police Service confirmed it.", "Ana Ruiz", "COP"),
        ("Ana Ruiz waved.", "Ana Ruiz", "UNK"),
        ("Kenya denied it.", "Kenya", "GOV"),
        ("The Kenyans cheered.", "Kenyans", "CVL"),
        ("Senators Ana Ruiz and Tom Baker disagreed.", "Tom Baker", "LEG"),
    ],
)
def test_sector(described: Described, text: str, name: str, sector: str) -> None:
    actor = described(text)[name]
    assert actor.sector == sector
    assert ("sector" in actor.basis) is (sector != "UNK")


def test_office_is_the_title_with_the_organisation_of_the_phrase(described: Described) -> None:
    assert described("Foreign Minister Ana Ruiz left.")["Ana Ruiz"].office == Office("Foreign Minister")
    assert described("Volvo chairman Tom Baker left.")["Tom Baker"].office == Office("chairman", "Volvo")
    assert described("A woman, Ana Ruiz, left.")["Ana Ruiz"].office is None


def test_mentions_are_names_and_roles_each_wording_once(described: Described) -> None:
    actor = described("The mayor of Turin, Ana Ruiz, left. Ruiz said she was ill. Ruiz slept.")["Ana Ruiz"]
    assert [m.text for m in actor.mentions] == [
        "The mayor of Turin",
        "Ana Ruiz",
        "The mayor of Turin, Ana Ruiz",
        "Ruiz",
    ]


def test_basis_names_its_ground(described: Described) -> None:
    found = described("Police shot a man in Lima. Peru mourns.")
    assert found["Police"].basis["country"].startswith("the report is about PER")
    assert found["Peru"].basis["country"].startswith("states.csv: Peru")
    assert found["Police"].basis["sector"].startswith("roles.csv: police")


def test_a_name_of_many_states_is_the_one_that_the_report_is_about(described: Described) -> None:
    assert described("Georgia sued Alabama. Atlanta and Florida joined the American suit.")["Georgia"].country == "USA"
    assert described("Georgia recalled its envoy from Armenia.")["Georgia"].country == "GEO"


def test_ids_are_stable_and_tell_apart_parties_of_one_name(parser: Parser, gazetteer: Gazetteer) -> None:
    def ids(name: str) -> list[str]:
        [annotation] = annotate(
            [Document(name, "A man was shot. Another man fled. A man was shot.")], parser, gazetteer
        )
        return [a.id for a in actors(annotation, gazetteer)]

    assert ids("one") == ids("one")
    assert len(set(ids("one"))) == len(ids("one")) == 3
    assert not set(ids("one")) & set(ids("two"))


def test_there_is_one_actor_for_each_entity_in_order(parser: Parser, gazetteer: Gazetteer) -> None:
    text = "Kenya and Nepal met in Lima. Their ministers, Ana Ruiz and Tom Baker, told reporters that they had agreed."
    [annotation] = annotate([Document("d", text)], parser, gazetteer)
    found = actors(annotation, gazetteer)
    assert len(found) == 1 + max(m.entity for m in annotation.mentions)
    for mention in annotation.mentions:
        if mention.entity >= 0 and mention.form != "pronoun":
            assert mention.span in found[mention.entity].mentions or _same_words(mention, found[mention.entity])


def _same_words(mention: Mention, actor: Actor) -> bool:
    return any(mention.span.text == m.text for m in actor.mentions)


# --- against annotated reports ----------------------------------------------------------------------------------------


def plain(text: str) -> str:
    text = re.sub(r"\s+", " ", text.replace(".", "")).strip(" ,;:'\"‘’“”()").casefold()
    return re.sub(
        r"^((the|a|an|us|former|president|prime minister|minister|mr|mrs|ms|dr|sir)\s+)+",
        "",
        re.sub(r"['’]s$", "", text),
    )


def last(text: str) -> str:
    words = text.split()
    return plain(words[-1]) if words and words[-1][:1].isupper() else ""


def found_for(annotated: dict[str, object], coded: Sequence[Actor]) -> list[Actor]:
    """Actors that share a wording with an annotated one; people also by their last name."""
    wordings = [str(annotated["name"]), *map(str, annotated["mentions"])]  # type: ignore[call-overload]
    names, ends = {plain(w) for w in wordings}, {last(w) for w in wordings} - {""}
    exact = [a for a in coded if names & {plain(w) for w in (a.name, *(m.text for m in a.mentions))}]
    if exact or annotated["kind"] != "person":
        return exact
    return [a for a in coded if ends & {last(w) for w in (a.name, *(m.text for m in a.mentions))}]


def test_most_annotated_actors_are_found_with_country_and_sector(
    shared: Path, parser: Parser, gazetteer: Gazetteer
) -> None:
    rows = [
        json.loads(line) for line in (shared / "training" / "docs.jsonl").read_text(encoding="utf-8").splitlines()[:12]
    ]
    documents = [
        Document(
            r["id"], f"{r['title']}\n\n{r['text']}", title=r["title"], published=date.fromisoformat(r["published"])
        )
        for r in rows
    ]
    total = hits = country = sector = 0
    for annotation in annotate(documents, parser, gazetteer):
        coded = actors(annotation, gazetteer)
        file = shared / "training" / "reports" / f"{annotation.document.id}.json"
        for annotated in json.loads(file.read_text(encoding="utf-8"))["actors"]:
            mine = found_for(annotated, coded)
            total, hits = total + 1, hits + bool(mine)
            country += any(a.country == annotated["country"] for a in mine)
            sector += any(a.sector == annotated["sector"] for a in mine)
    assert hits >= 0.85 * total
    assert country >= 0.85 * hits
    assert sector >= 0.65 * hits
