"""Drawings and matrices: what is drawn, what is said under it, and that other programs can read the files."""

from __future__ import annotations

import csv
import json
import re
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from codings import CODEBOOK, CODER, Builder, document, shelling
from dragoman.cli import app
from dragoman.errors import BadQuery
from dragoman.report import charts, matrix
from dragoman.store import Store, Table

NOTES = ("Counted: stories, status happened or ongoing, not background.",)


def raid(id: str, day: date, town: tuple[str, str, float, float], status: str = "happened", stated: bool = True):  # type: ignore[no-untyped-def]
    b = Builder(
        document(f"The army of Borduria raided {town[0]} on the day. Nothing else was told of {id}.", id, published=day)
    )
    army = b.slot("Borduria", "BRD", "MIL")
    b.event("ASSAULT", "raided", [army], [], when=("on the day", day) if stated else None, place=town, status=status)
    return b.coding()


@pytest.fixture
def base(tmp_path: Path) -> Path:
    path = tmp_path / "base.db"
    towns = [("Klow", "SYL", 45.0, 20.0), ("Sprodj", "SYL", 46.0, 21.0)]
    codings = [
        raid("a", date(2020, 1, 5), towns[0]),
        raid("b", date(2020, 1, 20), towns[1], stated=False),
        raid("c", date(2020, 3, 3), towns[0]),
        raid("d", date(2020, 3, 9), towns[1], status="planned"),
        shelling("e", published=date(2020, 3, 10)),
    ]
    with Store.open(path, write=True) as store:
        list(store.add(codings, store.start_run(CODER, CODEBOOK, {})))
    return path


def test_a_month_without_reports_is_a_gap_and_one_without_stories_is_zero() -> None:
    table = Table(
        ("month", "stories", "published_days", "reports"),
        [("2020-01", 2, 0, 5), ("2020-02", None, None, None), ("2020-03", 0, 0, 7)],
        3,
        NOTES,
    )
    spec = charts.trend(table).to_dict()
    assert [v["value"] for v in spec["data"]["values"]] == [2, None, 0]
    assert spec["mark"]["invalid"].startswith("break-paths")
    assert spec["title"]["subtitle"][0] == NOTES[0]


def test_more_groups_than_colours_are_named_as_left_out() -> None:
    rows = [("2020-01", f"T{n:02}", n, 0, 50) for n in range(1, 14)]
    spec = charts.trend(Table(("month", "type", "stories", "published_days", "reports"), rows, len(rows))).to_dict()
    assert {v["group"] for v in spec["data"]["values"]} == {f"T{n:02}" for n in range(4, 14)}
    assert "3 further groups" in " ".join(spec["title"]["subtitle"])


def test_maps_say_what_they_cannot_show(base: Path) -> None:
    with Store.open(base) as store:
        places, countries = store.map(), store.map("type:ASSAULT,ACCUSE", by="country")
        with pytest.raises(BadQuery, match="place or country"):
            store.map(by="planet")
    assert {(r["place"], r["stories"]) for r in places} == {("Klow", 2), ("Sprodj", 1)}
    assert any("left out" in n for n in places.notes)
    assert any(n.startswith("Not on the map, for want of coordinates") for n in places.notes)
    assert {r["country"] for r in countries} == {"SYL"}
    spec = charts.world(countries).to_dict()
    assert "not on it: SYL 3" in " ".join(spec["title"]["subtitle"])


def test_a_map_shows_the_part_of_the_world_that_is_meant() -> None:
    near = [{"latitude": 50.0, "longitude": 30.0}, {"latitude": 48.0, "longitude": 35.0}]
    assert charts._projection(near)["type"] == "mercator"
    assert charts._projection([*near, {"latitude": -30.0, "longitude": -70.0}])["type"] == "naturalEarth1"


@pytest.mark.parametrize("command", [["trend", "--by", "type"], ["map"]])
def test_every_form_can_be_read_again(base: Path, tmp_path: Path, command: list[str]) -> None:
    for form in charts.FORMS:
        path = tmp_path / f"out.{form}"
        done = CliRunner().invoke(
            app, [command[0], str(base), *command[1:], "--plot", str(path), "--title", "Raids & <rows>"]
        )
        assert done.exit_code == 0, done.output
        assert "left out" in done.output
        data = path.read_bytes()
        match form:
            case "svg":
                assert data.startswith(b"<svg")
                assert "left out by status" in data.decode()
            case "png":
                assert data.startswith(b"\x89PNG")
            case _:
                text = data.decode()
                markup = re.sub(r"(<script[^>]*>).*?</script>", r"\1", text, flags=re.DOTALL)
                assert not re.search(r"<(script|link|img)[^>]+(src|href)=", markup)
                assert "<title>Raids &amp; &lt;rows&gt;</title>" in text
                spec = re.search(r'<script id="spec" type="application/json">(.*?)</script>', text, re.DOTALL)
                assert spec
                assert json.loads(spec[1])["title"]["text"] == "Raids & <rows>"


def test_another_ending_is_refused(base: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["trend", str(base), "--plot", str(tmp_path / "out.gif")])
    assert done.exit_code == 2
    assert ".svg, .png and .html" in done.output


def test_cells_of_the_matrix_open_their_words(base: Path, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    with Store.open(base) as store:
        table = store.claims()
    assert len(table)
    for ending in matrix.FORMS:
        matrix.save(table, tmp_path / f"m{ending}")
    page = (tmp_path / "m.html").read_text()
    assert "<summary>denies</summary>" in page
    assert "killing 4 people" in page
    sheet = openpyxl.load_workbook(tmp_path / "m.xlsx")["claims"]
    head = [c.value for c in sheet[1]]
    cell = sheet.cell(2, head.index("Azerbaijan (AZE)") + 1)
    assert cell.value == "denies"
    assert "killing 4 people" in cell.comment.text
    with (tmp_path / "m.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["Armenia (ARM)"].startswith("asserts since 2020-03-10")
    with pytest.raises(BadQuery, match="name the file so"):
        matrix.save(table, tmp_path / "m.docx")


def test_no_cell_of_the_matrix_is_a_formula(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    row = ("s1", "ASSAULT", "2020-01-01", "=1+1", "=cmd|'/c calc'!A1", None, "asserts", "2020-01-01", 1, "=2+2", "e1")
    table = Table(
        ("story", "type", "first", "claim", "party", "country", "stance", "since", "reports", "words", "record"),
        [row],
        1,
    )
    matrix.save(table, tmp_path / "m.xlsx")
    matrix.save(table, tmp_path / "m.csv")
    sheet = openpyxl.load_workbook(tmp_path / "m.xlsx")["claims"]
    assert all(c.data_type != "f" for line in sheet for c in line)
    with (tmp_path / "m.csv").open(newline="") as file:
        assert list(csv.reader(file))[1][2] == "'=1+1"
