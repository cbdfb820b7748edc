"""What a user lays over the gazetteer: own actors, a Wikidata dump, a GeoNames dump."""

from __future__ import annotations

import bz2
import gzip
import json
import os
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dragoman.errors import BadGazetteer
from dragoman.gazetteer import Gazetteer, building, import_wikidata, layers
from dragoman.gazetteer.geonames import City, Nation
from dragoman.gazetteer.importing import import_file

ROWS = [
    Nation(1, "GHA", "Ghana", 30_000_000, "AF", []),
    City(10, "Accra", 5.6, -0.2, "GHA", "01", 2_000_000, []),
    City(11, "Kumasi", 6.7, -1.6, "GHA", "02", 2_500_000, []),
]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return building.build(tmp_path_factory.mktemp("base") / "base.sqlite", rows=ROWS)


@pytest.fixture
def made(tmp_path: Path, base: Path) -> Callable[..., tuple[Gazetteer, list[str]]]:
    """Import a text as a file of that name and lay it over the base; gives the gazetteer and what was said."""

    def make(name: str, content: bytes, **options: Any) -> tuple[Gazetteer, list[str]]:
        said: list[str] = []
        (tmp_path / name).write_bytes(content)
        layer = import_file(tmp_path / name, said.append, out=tmp_path / f"{name}.sqlite", **options)
        return Gazetteer(base, [layer]), said

    return make


# --- own actors -----------------------------------------------------------------------------------------------------

ACTORS = """name,aliases,kind,country,sector,title,since,until,wikidata
Taliban,Islamic Emirate,organisation,AFG,GOV,,2021-08-15,,
Ama Mensah,A. Mensah,person,GHA,GOV,Mayor of Kumasi,2020,2022-06,Q99
,no name,organisation,GHA,BUS,,,,
Harbour Board,,organisation,Ghana,BUS,,,,
Dock Union,,club,GHA,LAB,,,,
Sea Watch,,organisation,GHA,NGO,,last May,,
"""


def test_own_actors_come_on_top_and_win(made: Callable[..., tuple[Gazetteer, list[str]]]) -> None:
    gazetteer, _ = made("mine.csv", ACTORS.encode())
    (first,) = gazetteer.parties("Taliban")  # ours, of the same name and country, is replaced
    assert (first.sector, first.since, first.source) == ("GOV", date(2021, 8, 15), "mine.csv: Taliban")
    assert gazetteer.parties("Islamic Emirate")[0].name == "Taliban"


def test_an_own_actor_with_a_title_holds_it_between_its_days(made: Callable[..., tuple[Gazetteer, list[str]]]) -> None:
    gazetteer, _ = made("mine.csv", ACTORS.encode())
    (spell,) = gazetteer.spells("Ama Mensah")
    assert (spell.title, spell.office, spell.state, spell.wikidata) == ("Mayor of Kumasi", "other", "GHA", "Q99")
    assert [spell.held(date(y, 6, 1)) for y in (2019, 2021, 2023)] == [False, True, False]
    assert gazetteer.parties("A. Mensah")[0].kind == "person"


def test_broken_rows_are_reported_with_their_line_and_left_out(
    made: Callable[..., tuple[Gazetteer, list[str]]],
) -> None:
    gazetteer, said = made("mine.csv", ACTORS.encode())
    assert said == [
        "mine.csv:4: no name; the line is skipped.",
        "mine.csv:5: country 'GHANA' is no ISO alpha-3 code; the line is skipped.",
        "mine.csv:6: 'club' is none of group, organisation, person, state; the line is skipped.",
        "mine.csv:7: 'last May' is no date: write 2004, 2004-03 or 2004-03-09; the line is skipped.",
        "2 rows imported from mine.csv, 4 lines skipped.",
    ]
    assert gazetteer.parties("Harbour Board") == ()


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"actor,country\nx,GHA\n", "is no list of actors"), (b"name\n\xff\xfe\n", "Save it as CSV in UTF-8"), (b"", "is no list")],
)  # fmt: skip
def test_a_file_that_is_no_list_of_actors_is_named_with_the_remedy(
    made: Callable[..., tuple[Gazetteer, list[str]]], content: bytes, problem: str
) -> None:
    with pytest.raises(BadGazetteer, match=problem):
        made("mine.csv", content)


def test_actors_can_be_named_without_importing_them(
    tmp_path: Path, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "mine.csv").write_text("name,country,sector\nDock Union,GHA,LAB\n")
    said: list[str] = []
    for _ in range(2):
        gazetteer = Gazetteer.open(base, said.append, actors=tmp_path / "mine.csv")
        assert gazetteer.parties("Dock Union")[0].sector == "LAB"
    assert said == ["1 rows imported from mine.csv, 0 lines skipped."]
    (tmp_path / "mine.csv").write_text("name,country,sector\nDock Union,GHA,BUS\n")
    assert Gazetteer.open(base, actors=tmp_path / "mine.csv").parties("Dock Union")[0].sector == "BUS"


# --- Wikidata -------------------------------------------------------------------------------------------------------


def snak(value: Any, kind: str) -> dict[str, Any]:
    return {"snaktype": "value", "datavalue": {"value": value, "type": kind}}


def item(number: str) -> dict[str, Any]:
    return snak({"entity-type": "item", "id": number}, "wikibase-entityid")


def time(text: str, precision: int = 11) -> dict[str, Any]:
    return snak({"time": f"+{text}T00:00:00Z", "precision": precision}, "time")


def entity(number: str, label: str, claims: dict[str, list[Any]], aliases: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "type": "item", "id": number, "labels": {"en": {"language": "en", "value": label}},
        "aliases": {"en": [{"language": "en", "value": a} for a in aliases]},
        "claims": {p: [v if "mainsnak" in v else {"mainsnak": v, "rank": "normal"} for v in vs] for p, vs in claims.items()},
        "modified": "2024-05-01T10:00:00Z",
    }  # fmt: skip


def held(position: str, **qualifiers: Any) -> dict[str, Any]:
    return {"mainsnak": item(position), "rank": "normal", "qualifiers": {p: [v] for p, v in qualifiers.items()}}


ENTITIES = [
    entity("Q100", "Ama Mensah", {"P31": [item("Q5")], "P39": [
        held("Q200", P580=time("2017-01-07"), P582=time("2021-00-00", 9)), held("Q201", P580=time("2023-03-00", 10))]}, ("A. B. Mensah",)),
    entity("Q101", "Kofi Poet", {"P31": [item("Q5")]}),
    entity("Q200", "Minister for Foreign Affairs of Ghana", {"P31": [item("Q7330070")], "P1001": [item("Q117")]}),
    entity("Q201", "Speaker of the Parliament of Ghana", {"P31": [item("Q294414")], "P17": [item("Q117")]}),
    entity("Q117", "Ghana", {"P31": [item("Q6256")], "P298": [snak("GHA", "string")]}),
    entity("Q300", "Volta Democratic League", {"P31": [item("Q7278")], "P17": [item("Q117")], "P571": [time("1999-00-00", 9)]}, ("VDL",)),
    entity("Q301", "A painting", {"P31": [item("Q3305213")]}),
]  # fmt: skip


def dump(entities: list[dict[str, Any]], broken: str = "") -> bytes:
    lines = [json.dumps(e) for e in entities]
    return ("[\n" + ",\n".join(lines[:2] + ([broken] if broken else []) + lines[2:]) + "\n]\n").encode()


@pytest.mark.parametrize(("suffix", "pack"), [("", bytes), (".gz", gzip.compress), (".bz2", bz2.compress)])
def test_a_wikidata_dump_gives_offices_and_organisations(
    made: Callable[..., tuple[Gazetteer, list[str]]], suffix: str, pack: Callable[[bytes], bytes]
) -> None:
    gazetteer, said = made(f"dump.json{suffix}", pack(dump(ENTITIES)))
    first, second = gazetteer.spells("Ama Mensah")
    assert (first.office, first.state, first.wikidata, first.since) == (
        "foreign minister",
        "GHA",
        "Q100",
        date(2017, 1, 7),
    )
    assert first.until == date(2021, 1, 1)
    assert (second.office, second.since, second.until, second.ended) == (
        "other",
        date(2023, 3, 28),
        date(2024, 5, 1),
        False,
    )
    assert [s.person for s in gazetteer.holders("GHA", "foreign minister", date(2019, 1, 1))] == ["Ama Mensah"]
    assert gazetteer.holders("GHA", "foreign minister", date(2021, 5, 1)) == ()
    assert gazetteer.spells("A. B. Mensah")
    assert gazetteer.spells("Kofi Poet") == ()
    (league,) = gazetteer.parties("VDL")
    assert (league.name, league.sector, league.country) == ("Volta Democratic League", "PTY", "GHA")
    assert gazetteer.parties("A painting") == ()
    assert said[-1] == f"3 rows imported from dump.json{suffix}, 0 lines skipped."


def test_a_broken_line_of_a_dump_is_reported_and_the_rest_is_used(
    made: Callable[..., tuple[Gazetteer, list[str]]],
) -> None:
    gazetteer, said = made("dump.json", dump(ENTITIES, '{"id": "Q1", "labels":'))
    assert "dump.json:4: no Wikidata entity; the line is skipped." in said
    assert len(gazetteer.spells("Ama Mensah")) == 2


def test_a_stopped_import_goes_on_where_it_was(tmp_path: Path, base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = tmp_path / "dump.json", tmp_path / "layer.sqlite"
    source.write_bytes(dump(ENTITIES))
    monkeypatch.setattr(import_wikidata, "COMMIT", 2)
    real = import_wikidata._stage_entity
    seen: list[str] = []

    def stopping(connection: Any, one: dict[str, Any]) -> None:
        if one["id"] == "Q201" and "Q201" not in seen:
            seen.append("Q201")
            raise KeyboardInterrupt
        seen.append(one["id"])
        real(connection, one)

    monkeypatch.setattr(import_wikidata, "_stage_entity", stopping)
    said: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        import_wikidata.import_wikidata(source, out, said.append)
    assert not out.exists()
    import_wikidata.import_wikidata(source, out, said.append)
    assert "going on after line 4" in said
    assert seen.count("Q100") == 1
    assert len(Gazetteer(base, [out]).spells("Ama Mensah")) == 2
    assert sorted(p.name for p in tmp_path.iterdir()) == ["dump.json", "layer.sqlite"]


# --- GeoNames -------------------------------------------------------------------------------------------------------


def line(number: int, name: str, kind: str, code: str, admin1: str, people: int, others: str = "") -> str:
    return "\t".join([
        str(number), name, name, others, "6.5", "-1.5", kind, code, "GH", "", admin1, "", "", "", str(people), "", "", "Africa/Accra", "2020-01-01",
    ])  # fmt: skip


GEONAMES = "\n".join(
    [line(10, "Accra", "P", "PPLC", "01", 2_000_000), line(77, "Obuasi", "P", "PPL", "02", 170_000, "Obuase,OBU,Обуаси"),
     "77\tcut", line(78, "Lake Bosumtwi", "H", "LK", "02", 0), line(79, "Ghana", "A", "PCLI", "00", 30_000_000),
     line(80, "A Road", "R", "RD", "02", 0), line(81, "Far", "P", "PPL", "02", 5).replace("6.5", "96.5")]
).encode()  # fmt: skip


def test_a_geonames_dump_adds_its_places(made: Callable[..., tuple[Gazetteer, list[str]]]) -> None:
    gazetteer, said = made("allCountries.txt", GEONAMES)
    (obuasi,) = gazetteer.places("Obuasi")
    assert (obuasi.geonames, obuasi.country, obuasi.admin1, obuasi.population) == (77, "GHA", "Ashanti", 170_000)
    assert gazetteer.places("Obuase")[0].geonames == 77
    assert gazetteer.places("Lake Bosumtwi")[0].feature == "region"
    assert gazetteer.places("Accra")[0].source == "geonames: 10 Accra"
    assert [p.geonames for p in gazetteer.places("Accra")].count(10) == 1
    assert [p.feature for p in gazetteer.places("Ghana")] == ["country"]
    assert gazetteer.places("A Road") == ()
    assert "allCountries.txt:3: 2 fields instead of 19; the line is skipped." in said
    assert any("no such coordinates: 96.5" in s for s in said)


def test_alternate_names_in_english_and_zipped_dumps_are_read(
    made: Callable[..., tuple[Gazetteer, list[str]]], tmp_path: Path
) -> None:
    names = tmp_path / "alternateNamesV2.txt"
    names.write_text("1\t77\ten\tGold Town\t1\n2\t77\tak\tObuasi Kuro\t\n3\tx\ten\tBad\n4\t78\t\tBosomtwe\t\n")
    with zipfile.ZipFile(tmp_path / "GH.zip", "w") as archive:
        archive.writestr("readme.txt", "x")
        archive.writestr("GH.txt", GEONAMES)
    gazetteer, said = made("GH.zip", (tmp_path / "GH.zip").read_bytes(), alternates=names)
    assert gazetteer.places("Gold Town")[0].geonames == 77
    assert gazetteer.places("Bosomtwe")[0].geonames == 78
    assert gazetteer.places("Obuasi Kuro") == ()
    assert "alternateNamesV2.txt:3: no alternate name; the line is skipped." in said


# --- the files ------------------------------------------------------------------------------------------------------


def test_layers_are_used_by_themselves_and_named_by_the_environment(
    tmp_path: Path, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.delenv(layers.ENVIRONMENT)
    (tmp_path / "mine.csv").write_text("name,country,sector\nDock Union,GHA,LAB\n")
    assert layers.default_layers() == ()
    kept = import_file(tmp_path / "mine.csv", lambda _: None)
    assert layers.default_layers() == (kept,)
    assert Gazetteer(base, layers.default_layers()).parties("Dock Union")
    monkeypatch.setenv(layers.ENVIRONMENT, os.pathsep.join(["/a", "/b"]))
    assert layers.default_layers() == (Path("/a"), Path("/b"))
    monkeypatch.setenv(layers.ENVIRONMENT, "")
    assert layers.default_layers() == ()


def test_a_file_that_is_no_layer_is_named(tmp_path: Path, base: Path) -> None:
    (tmp_path / "x.sqlite").write_text("no database")
    for path in (tmp_path / "x.sqlite", tmp_path / "absent.sqlite", base):
        with pytest.raises(BadGazetteer, match="no layer of a gazetteer"):
            Gazetteer(base, [path])
    with pytest.raises(BadGazetteer, match="say with --format"):
        import_file(tmp_path / "x.sqlite", lambda _: None)
    with pytest.raises(BadGazetteer, match="is no file"):
        import_file(tmp_path / "absent.csv", lambda _: None)


@pytest.mark.parametrize(
    ("name", "content"), [("mine.csv", b"name,kind\nx,club\n"), ("notes.txt", b"no places here\n")]
)
def test_a_file_without_one_usable_row_changes_nothing(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "out.sqlite").write_bytes(b"")
    with pytest.raises(BadGazetteer, match="nothing was changed"):
        import_file(tmp_path / name, lambda _: None, out=tmp_path / "out.sqlite")
    assert (tmp_path / "out.sqlite").read_bytes() == b""
