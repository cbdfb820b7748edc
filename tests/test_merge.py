"""What is the same across reports: copies, parties, stories; reasons, decisions of people, stable ids."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from codings import CODEBOOK, CODER, Builder, document, shelling
from dragoman.errors import BadQuery
from dragoman.merge import copies, parties
from dragoman.merge.parties import profile, same
from dragoman.model import Actor, Coding, Office
from dragoman.store import Store

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "bench"))
import merge as bench


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "base.db", write=True) as opened:
        yield opened


def put(store: Store, *found: Coding) -> None:
    assert all(a.what != "rejected" for a in store.add(found, store.start_run(CODER, CODEBOOK, {})))
    assert list(store.verify()) == []


def raid(
    id: str, *, doer: str = "The army", country: str = "MLI", sector: str = "MIL", town: str = "Gao", day: int = 3, dead: int = 4,
    published: int = 4, stated: bool = True, status: str = "happened", said_by: str | None = None, source: str | None = None,
) -> Coding:  # fmt: skip
    """One report of a raid."""
    where = {"Gao": (16.27, -0.04), "Kidal": (18.44, 1.41)}[town]
    said = f"{said_by} said. " if said_by else ""
    text = f"{said}{doer} raided a camp of Tuareg rebels in {town}{' on 3 March' if stated else ''}, killing {dead} people, report {id}."
    b = Builder(document(text, id, published=date(2020, 3, published), source=source))
    b.event(
        "ASSAULT", "raided", [b.slot(doer, country, sector)], [b.slot("Tuareg rebels", "MLI", "REB")],
        when=("3 March", date(2020, 3, day)) if stated else None, place=(town, "MLI", *where), killed=(f"{dead} people", dead),
        status=status, asserted_by=(b.slot(said_by, "MLI", "COP"),) if said_by else (),
    )  # fmt: skip
    return b.coding()


def stories(store: Store) -> list[set[str]]:
    """The reports of each story of an attack."""
    found: dict[str, set[str]] = {}
    for row in store.find("type:ASSAULT", limit=None):
        found.setdefault(row["story"], set()).add(row["report"])
    return sorted(found.values(), key=sorted)


def test_copies_and_light_rewrites_are_found_and_other_texts_are_not() -> None:
    words = [f"word{i * 7 % 97}x{i}" for i in range(200)]
    text = " ".join(words)
    rewritten = " ".join(w if n % 20 else "changed" for n, w in enumerate(words))
    other = " ".join(f"other{i}" for i in range(200))
    assert copies.alike(copies.sign(text), copies.sign(text)) == 1
    assert copies.alike(copies.sign(text), copies.sign(rewritten)) >= copies.ALIKE
    assert set(copies.bands(copies.sign(text))) & set(copies.bands(copies.sign(rewritten)))
    assert copies.alike(copies.sign(text), copies.sign(other)) < 0.1
    assert copies.sign("Too short to tell.") == ()
    assert copies.unpack(copies.pack(copies.sign(text))) == copies.sign(text)


def person(name: str, country: str | None, sector: str, **facts: object) -> Actor:
    return Actor("a", name, "person", country, sector, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("left", "right", "one"),
    [
        (person("Ivan Petrov", "RUS", "GOV"), person("Ivan Petrov", "RUS", "GOV"), True),
        (person("Ivan Petrov", "RUS", "GOV"), person("Iván Petrov", None, "UNK"), True),
        (person("Ivan Petrov", "RUS", "GOV"), person("Ivan Petrov", "BGR", "GOV"), False),
        (person("Ivan Petrov", "RUS", "GOV"), person("Ivan Petrov", "RUS", "BUS"), False),
        (person("Ivan Petrov", "RUS", "GOV"), person("Ivan Petrov", "RUS", "ELI"), True),
        (person("Petrov", "RUS", "GOV"), person("Ivan Petrov", "RUS", "GOV"), True),
        (person("Petrov", "RUS", "UNK"), person("Ivan Petrov", "RUS", "GOV"), False),
        (person("Petrov", None, "GOV"), person("Ivan Petrov", "RUS", "GOV"), False),
        (person("Georgia", None, "CVL"), Actor("a", "Georgia", "state", "GEO", "GOV"), False),
        (Actor("a", "police", "group", "MLI", "COP"), Actor("a", "the police", "group", "MLI", "COP"), True),
        (Actor("a", "police", "group", "MLI", "COP"), Actor("a", "police", "group", None, "COP"), False),
        (Actor("a", "Defence Ministry", "organisation", None, "GOV", basis={"sector": "word of the name: ministry"}),
         Actor("a", "Defence Ministry", "organisation", "MLI", "GOV", basis={"sector": "word of the name: ministry"}), False),
        (Actor("a", "UN", "organisation", None, "IGO", basis={"sector": "organisations.csv: United Nations"}),
         Actor("a", "the United Nations", "organisation", None, "IGO", basis={"sector": "organisations.csv: United Nations"}), True),
    ],
)  # fmt: skip
def test_parties_are_never_joined_by_name_alone_where_country_or_sector_differ(
    left: Actor, right: Actor, one: bool
) -> None:
    assert bool(same(profile(left), profile(right))) is one
    assert bool(same(profile(right), profile(left))) is one


def test_a_party_keeps_its_reasons_and_its_fullest_name(store: Store) -> None:
    b = Builder(document("Petrov warned Mali on Monday.", "p1"))
    b.event(
        "THREATEN",
        "warned",
        [b.slot("Petrov", "RUS", kind="person", office=Office("minister"))],
        [b.slot("Mali", "MLI")],
    )
    c = Builder(document("Ivan Petrov warned Mali again.", "p2"))
    c.event("THREATEN", "warned", [c.slot("Ivan Petrov", "RUS", kind="person")], [c.slot("Mali", "MLI")])
    put(store, b.coding(), c.coding())
    row = next(r for r in store.sql("SELECT * FROM parties") if "Petrov" in r["name"])
    assert (row["name"], row["office"], row["reports"]) == ("Ivan Petrov", "minister", 2)
    assert any("last name petrov" in ground for (ground,) in store.sql("SELECT party_ground FROM actor").rows)
    assert store.find(f"party:{row['id']}").total == 2


def test_a_happening_in_several_reports_is_one_story_with_its_reasons(store: Store) -> None:
    put(store, raid("a"), raid("b", dead=6, stated=False), raid("c", town="Kidal"), raid("d", day=12, published=13))
    assert stories(store) == [{"a", "b"}, {"c"}, {"d"}]
    score, reasons = store.sql("SELECT score, reasons FROM link").rows[0]
    assert score >= 4
    assert "same place" in reasons
    row = next(iter(store.stories("place:Gao until:2020-03-05")))
    assert (row["killed_min"], row["killed_max"], row["reports"], row["first"], row["date_basis"]) == (
        4,
        6,
        2,
        "2020-03-03",
        "stated",
    )


def test_figures_keep_their_support_and_links_their_reasons(store: Store) -> None:
    put(store, raid("a"), raid("b"), raid("c", dead=6, published=5))
    story = next(iter(store.stories()))["id"]
    assert [(r["what"], r["low"], r["reports"], r["latest"]) for r in store.figures(story)] == [
        ("killed", 6, 1, "2020-03-05"), ("killed", 4, 2, "2020-03-04"),
    ]  # fmt: skip
    assert all("same place +2.5" in r["reasons"] and r["score"] >= 4 for r in store.links(story))
    store.split(raid("c").events[0].id, by="ann", note="another raid")
    assert [r["reasons"] for r in store.links(story) if r["by"] == "ann"] == ["different: another raid"] * 2


def test_the_order_of_reports_does_not_matter_here(store: Store) -> None:
    put(store, raid("d", day=12, published=13), raid("b", dead=6, stated=False), raid("c", town="Kidal"), raid("a"))
    assert stories(store) == [{"a", "b"}, {"c"}, {"d"}]


def test_outlets_and_origins_are_counted_apart(store: Store) -> None:
    put(
        store, *[raid(i, said_by="Police chief", source=s) for i, s in (("a", "Post"), ("b", "Times"), ("c", "Herald"))]
    )
    row = next(iter(store.stories()))
    assert (row["reports"], row["outlets"], row["origins"]) == (3, 3, 1)


def test_a_copied_report_is_one_origin(store: Store) -> None:
    filler = " ".join(f"word{i}" for i in range(80))
    first = raid("a", source="Post")
    text = first.document.text + " " + filler
    long = [
        replace(c, document=replace(c.document, text=c.document.text + " " + filler))
        for c in (first, raid("b", source="Times"))
    ]
    assert text == long[0].document.text
    put(store, *long)
    row = next(iter(store.stories()))
    assert (row["reports"], row["outlets"], row["origins"]) == (2, 2, 1)
    assert [(r["copies"], r["reports"]) for r in store.coverage()] == [(0, 1), (1, 1)]


def test_rival_accounts_are_one_story(store: Store) -> None:
    put(
        store,
        raid("a", doer="The army", status="alleged", said_by="A rebel"),
        raid("b", doer="Ansar militants", country="DZA", sector="REB", status="alleged", said_by="An officer"),
    )
    row = next(iter(store.stories()))
    assert (row["reports"], row["rivals"]) == (2, 1)
    assert {x.strip() for x in row["actors"].split(";")} == {"army", "ansar militants"}


def test_rival_accounts_in_one_report_are_one_story_and_two_attacks_are_two(store: Store) -> None:
    text = ("Mali said that Ansar militants bombed the Gao market on 3 March. Algeria said the army shelled the Gao market on 3 March. "
            "Gunmen attacked Kidal.")  # fmt: skip
    b = Builder(document(text, "r1", published=date(2020, 3, 4)))
    place, market = ("Gao", "MLI", 16.27, -0.04), b.slot("Gao market", "MLI", "BUS")
    facts = {"status": "alleged", "when": ("3 March", date(2020, 3, 3)), "place": place}
    b.event(
        "ASSAULT",
        "bombed",
        [b.slot("Ansar militants", "DZA", "REB")],
        [market],
        asserted_by=(b.slot("Mali", "MLI"),),
        **facts,
    )
    b.event(
        "ASSAULT",
        "shelled",
        [b.slot("the army", "MLI", "MIL")],
        [market],
        asserted_by=(b.slot("Algeria", "DZA"),),
        **facts,
    )
    b.event("ASSAULT", "attacked", [b.slot("Gunmen", None, "UAF")], [], place=("Kidal", "MLI", 18.44, 1.41))
    put(store, b.coding())
    assert sorted(r["events"] for r in store.stories()) == [1, 2]
    assert next(r for r in store.stories() if r["events"] == 2)["rivals"] == 1


def test_a_plan_and_its_outcome_are_one_story_that_has_the_outcome(store: Store) -> None:
    b = Builder(document("France and Mali will hold talks in Gao on 9 March.", "p", published=date(2020, 3, 2)))
    b.event("CONSULT", "hold talks", [b.slot("France", "FRA"), b.slot("Mali", "MLI")], status="planned",
            when=("9 March", date(2020, 3, 9)), place=("Gao", "MLI", 16.27, -0.04))  # fmt: skip
    c = Builder(document("France and Mali held talks in Gao on Monday.", "h", published=date(2020, 3, 10)))
    c.event("CONSULT", "held talks", [c.slot("France", "FRA"), c.slot("Mali", "MLI")],
            when=("Monday", date(2020, 3, 9)), place=("Gao", "MLI", 16.27, -0.04))  # fmt: skip
    put(store, b.coding(), c.coding())
    assert [(r["reports"], r["status"]) for r in store.stories()] == [(2, "happened")]


def test_a_persons_split_and_join_win_and_survive(store: Store) -> None:
    found = [raid("a"), raid("b"), raid("c", town="Kidal")]
    a, b, c = (x.events[0].id for x in found)
    put(store, *found)
    assert stories(store) == [{"a", "b"}, {"c"}]
    alone = store.split(b, by="ann", note="two raids that day")
    assert stories(store) == [{"a"}, {"b"}, {"c"}]
    joined = store.join(alone, c, by="ann")
    assert stories(store) == [{"a"}, {"b", "c"}]
    for again in (lambda: put(store, replace(raid("b"), coder="hand-2.0")), lambda: list(store.rebuild())):
        again()
        assert stories(store) == [{"a"}, {"b", "c"}]
        assert list(store.verify()) == []
    assert store.current_id(alone) == store.current_id(joined)
    store.join(a, b, by="ann", note="they were one after all")
    assert stories(store) == [{"a", "b", "c"}]
    with pytest.raises(BadQuery, match="alone in its story"):
        store.split(put_one(store, shelling("z")), by="ann")


def test_a_decision_finds_its_events_again_after_a_new_coder(store: Store) -> None:
    put(store, raid("a"), raid("b"))
    store.split(raid("b").events[0].id, by="ann")
    other = replace(raid("b"), coder="hand-2.0", events=(replace(raid("b").events[0], id="0123456789abcdef"),))
    put(store, other)
    assert stories(store) == [{"a"}, {"b"}]
    assert store.sql("SELECT count(*) FROM decision WHERE '0123456789abcdef' IN (left_now, right_now)").rows[0][0] == 1
    put(store, replace(raid("b"), coder="hand-3.0", events=()))
    assert store.sql("SELECT count(*) FROM decision WHERE left_now IS NULL OR right_now IS NULL").rows[0][0] == 1
    put(store, raid("b"))
    assert stories(store) == [{"a"}, {"b"}]


def put_one(store: Store, coding: Coding) -> str:
    put(store, coding)
    return coding.events[0].id


def test_ids_of_stories_are_stable_and_old_ones_lead_on(store: Store) -> None:
    put(store, raid("a"), raid("c", town="Kidal"))
    ids = {r["report"]: r["story"] for r in store.find("type:ASSAULT")}
    put(store, raid("b"))
    assert {r["report"]: r["story"] for r in store.find("type:ASSAULT")} == ids | {"b": ids["a"]}
    put(store, replace(raid("a"), coder="hand-2.0"))
    list(store.rebuild())
    assert {r["report"]: r["story"] for r in store.find("type:ASSAULT")} == ids | {"b": ids["a"]}
    store.join(ids["a"], ids["c"])
    assert store.current_id(ids["c"]) == ids["a"]
    moved = replace(raid("c", town="Kidal").events[0], id="0123456789abcdef")
    put(store, replace(raid("c", town="Kidal"), events=(moved,), coder="hand-3.0"))
    assert store.find(f"story:{ids['a']}").total >= 2


def test_a_removed_report_leaves_its_story(store: Store) -> None:
    put(store, raid("a", dead=9), raid("b"))
    store.remove("a", "asked to")
    assert list(store.verify()) == []
    row = next(iter(store.stories()))
    assert (row["reports"], row["killed_max"]) == (1, 4)


def test_a_story_that_a_person_calls_wrong_is_not_counted(store: Store) -> None:
    put(store, raid("a"))
    assert [r["stories"] for r in store.trend()] == [1]
    store.judge(raid("a").events[0].id, "wrong", by="ann")
    assert list(store.verify()) == []
    assert list(store.trend()) == []


def test_trend_counts_stories_that_took_place_and_says_what_it_left_out(store: Store) -> None:
    put(store, raid("a"), raid("b"), raid("c", town="Kidal", status="planned"), shelling("s"))
    march = next(iter(store.trend("type:ASSAULT", per_reports=True)))
    assert (march["month"], march["stories"], march["reports"], march["per_1000_reports"]) == ("2020-03", 1, 4, 250.0)
    table = store.trend("type:ASSAULT")
    assert "status happened or ongoing, not background" in table.notes[0]
    assert "1 stories counted, 2 left out" in table.notes[1]
    assert [r["stories"] for r in store.trend("type:ASSAULT status:planned,alleged")] == [2]
    by_dyad = {r["dyad"]: r["stories"] for r in store.trend(by="dyad")}
    assert by_dyad == {"ARM>AZE": 1, "AZE>ARM": 1, "MLI>MLI": 1}
    assert by_dyad == {r["dyad"]: r["stories"] for r in store.trend("score:0", by="dyad")}


def test_a_time_without_reports_is_missing_and_not_zero(store: Store) -> None:
    quiet = Builder(document("Nothing of note.", "q", published=date(2020, 3, 6))).coding()
    put(store, raid("a", published=3), quiet, raid("z", day=9, published=9))
    rows = {r["day"]: r["stories"] for r in store.trend(period="day")}
    assert rows == {"2020-03-03": 1, "2020-03-04": None, "2020-03-05": None, "2020-03-06": 0, "2020-03-07": None, "2020-03-08": None,
                    "2020-03-09": 1}  # fmt: skip


def test_claims_tell_who_asserts_and_who_denies_once(store: Store) -> None:
    put(store, shelling("r1", source="Post"), shelling("r2", source="Times"))
    table = store.claims()
    told = {(r["party"], r["stance"], r["reports"], r["type"]) for r in table}
    assert told == {("Armenia", "asserts", 2, "ASSAULT"), ("Azerbaijan", "denies", 2, "ASSAULT")}
    assert {r["stance"]: r["words"] for r in table}[
        "denies"
    ] == "Azerbaijan of shelling Goris on Tuesday, killing 4 people."
    from dragoman.store.claims import matrix

    crossed = matrix(table)
    assert len(crossed) == 1
    row = next(iter(crossed))
    assert (row["Armenia (ARM)"], row["Azerbaijan (AZE)"]) == ("asserts", "denies")


def test_planted_stories_are_found(tmp_path: Path) -> None:
    with Store.open(tmp_path / "base.db", write=True) as store:
        truth, _ = bench.fill(store, 1000)
        precision, recall, f1 = bench.pairs(store, truth)
        assert list(store.verify()) == []
    assert f1 >= 0.95, (precision, recall)


def test_names_are_compared_without_articles_accents_and_initials() -> None:
    assert parties.key("The Côte d'Ivoire National Army") == "cote ivoire national army"
    assert parties.key("George W. Bush") == parties.key("George Bush")
    assert parties.is_named("al-Qaeda")
    assert not parties.is_named("Azerbaijani troops")
    troops = Actor(
        "a",
        "Azerbaijani troops",
        "group",
        "AZE",
        "MIL",
        basis={"country": "states.csv: Azerbaijan (adjective Azerbaijani)"},
    )
    assert profile(troops).key == profile(Actor("a", "the troops", "group", "AZE", "MIL")).key
    assert profile(Actor("a", "Ansar militants", "group", "MLI", "REB")).key == "#ansar militants"
