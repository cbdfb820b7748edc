"""Exports: every format against its published columns, read again by a program that is not ours, and what is not to go out."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from codings import CODEBOOK, CODER, Builder, document, shelling
from dragoman.cli import app
from dragoman.errors import BadQuery, UnreadableInput
from dragoman.export import gdelt, icews, package, polecat
from dragoman.export.contract import from_json
from dragoman.export.exporting import FORMATS, Options, export
from dragoman.export.redaction import Redactor
from dragoman.export.withholding import restore, withhold
from dragoman.model import Coding
from dragoman.query import Filter
from dragoman.store import Store
from dragoman.store.rows import faults
from dragoman.store.views import VIEWS

PUBLISHED = Path(os.environ.get("DRAGOMAN_SHARED", "/nowhere")) / "formats.md"
ROOT = Path(__file__).resolve().parent.parent


def visit(id: str = "r2") -> Coding:
    """A person acts; a visit is announced; a name begins like a formula."""
    text = "President Ana Novak of Borduria sent aid to Syldavia on Friday. Mrs Novak will visit Klow. =SUM(A1) was fined by Borduria."
    b = Builder(
        document(
            text, id, title=None, url="https://paper.test/novak", source="The Klow Post", published=date(2020, 3, 13)
        )
    )
    novak = b.slot("President Ana Novak", "BRD", "GOV", kind="person", wikidata="Q1234")
    b.actors[novak.actor] = replace(
        b.actors[novak.actor], name="Ana Novak", mentions=(b.span("President Ana Novak"), b.span("Mrs Novak"))
    )
    syldavia, borduria, odd = b.slot("Syldavia", "FRA"), b.slot("Borduria", "DEU"), b.slot("=SUM(A1)", None, "BUS")
    b.event("AID", "sent aid", [novak], [syldavia], when=("on Friday", date(2020, 3, 13)))
    b.event(
        "CONSULT", "will visit", [novak], [syldavia], mode="visit", status="planned", place=("Klow", "FRA", 45.0, 20.0)
    )
    b.event("SANCTION", "fined", [borduria], [odd])
    b.statement(novak, "sent", "aid to Syldavia")
    return b.coding()


def filled(path: Path, *codings: Coding) -> Path:
    with Store.open(path, write=True) as store:
        run = store.start_run(CODER, CODEBOOK, {})
        assert all(a.what == "added" for a in store.add(codings, run))
        store.end_run(run, {})
    return path


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return filled(tmp_path / "base.db", shelling(source="The Herald"), visit())


def written(base: Path, form: str, out: Path, *more: str) -> Path:
    done = CliRunner().invoke(app, ["export", str(base), "--as", form, "--out", str(out), *more])
    assert done.exit_code == 0, done.output
    return out


def tabbed(path: Path, columns: tuple[str, ...] | None = None) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        rows = list(csv.reader(file, delimiter="\t"))
    names = columns or tuple(rows.pop(0))
    assert all(len(r) == len(names) for r in rows)
    return [dict(zip(names, r, strict=True)) for r in rows]


# --- published columns ---------------------------------------------------------------------------------------------


@pytest.mark.skipif(not PUBLISHED.is_file(), reason="the list of published columns is not beside us")
def test_columns_are_the_published_ones() -> None:
    text = PUBLISHED.read_text(encoding="utf-8")

    def listed(head: str) -> list[str]:
        found = re.search(rf"\*\*{head}\*\*[^:]*: (.*?)(?: \(some files|\. Dataverse|\.\n|\n)", text)
        assert found
        names: list[str] = []
        for part in re.split(r"[,;] (?![^{]*\})", found[1]):
            both = re.match(r"(.*)\{(.*)\}", part)
            heads = both[1].split("/") if both else [part]
            stem = re.search(r"[A-Za-z]+_$", heads[-1])
            heads = [
                h
                if not stem or h.endswith("_")
                else h + stem[0].removeprefix(re.match(r"[A-Z][a-z]+\d?", heads[-1])[0])
                for h in heads
            ]  # type: ignore[index]
            names += [h + c for h in heads for c in (both[2].split(", ") if both else [""])]
        return names

    assert list(polecat.COLUMNS) == [n.strip() for n in listed("POLECAT")]
    assert list(gdelt.COLUMNS) == listed("GDELT Events 2.0")
    assert list(icews.COLUMNS) == listed("ICEWS")


def test_the_views_the_codebook_and_the_page_name_the_same_columns(base: Path) -> None:
    page = (ROOT / "docs" / "reference" / "database.md").read_text(encoding="utf-8")
    with Store.open(base) as store:
        for view in VIEWS:
            names = store.sql(f"SELECT * FROM {view} LIMIT 0").columns
            assert list(package.columns()[view]) == list(names)
            assert [n for n in names if f"`{n}`" not in page] == []


# --- read again ----------------------------------------------------------------------------------------------------


def test_jsonl_comes_back_without_loss(base: Path, tmp_path: Path) -> None:
    lines = written(base, "jsonl", tmp_path / "o.jsonl").read_text(encoding="utf-8").splitlines()
    with Store.open(base) as store:
        assert [from_json(x) for x in lines] == [store.get("r1"), store.get("r2")]
    assert filled(tmp_path / "again.db", *map(from_json, lines)).is_file()


def _plain(value: Any) -> str:
    """As text; empty cells are null, a time has no zone, one apostrophe before a formula is ours."""
    return (
        "" if value is None else re.sub(r"^'(?='*[=+@-])", "", str(value)).replace("+00:00", "").replace("\r\n", "\n")
    )


def test_the_data_package_is_valid_and_holds_every_row(base: Path, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    folder = written(base, "csv", tmp_path / "package")
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["name", "type", "message"])
    made = frictionless.Package(str(folder / "datapackage.json"))
    with Store.open(base) as store:
        for view in VIEWS:
            rows = [row.to_dict() for row in made.get_resource(view).read_rows()]
            ours = {str(r.get("id")): r for r in store.stream(view)}
            assert len(rows) == len(ours)
            for row in rows:
                for name, value in row.items():
                    mine = ours[str(row["id"])][name]
                    plain = value.isoformat() if hasattr(value, "isoformat") else value
                    if isinstance(mine, float):
                        assert float(plain) == pytest.approx(mine), name
                    else:
                        assert _plain(plain) == _plain(mine), name
    assert "| ASSAULT |" in (folder / "CODEBOOK.md").read_text(encoding="utf-8")


def test_no_cell_is_a_formula_and_none_is_changed_for_good(base: Path, tmp_path: Path) -> None:
    folder = written(base, "csv", tmp_path / "package")
    cells = [c for p in folder.glob("*.csv") for row in csv.reader(p.open(newline="")) for c in row]
    assert "'=SUM(A1)" in cells
    assert [c for c in cells if c.startswith(("=", "@", "\t", "\r"))] == []
    assert [c for c in cells if c.startswith(("+", "-")) and not re.fullmatch(r"[-+]?[\d.]+", c)] == []
    for form in ("polecat", "cameo"):
        text = written(base, form, tmp_path / f"o.{form}").read_text(encoding="utf-8")
        assert "'=SUM(A1)" in text
        assert "\t=" not in text


def test_parquet_is_read_by_duckdb_and_keeps_types(base: Path, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    folder = written(base, "parquet", tmp_path / "package")
    found = duckdb.sql(
        f"SELECT type, first, killed_max, actors FROM '{folder}/events.parquet' ORDER BY type"
    ).fetchall()
    assert ("ASSAULT", date(2020, 3, 10), 4, "Azerbaijan") in found
    assert {f[0] for f in found} == {"ACCUSE", "AID", "ASSAULT", "CONSULT", "REJECT", "SANCTION"}
    assert (
        duckdb.sql(f"SELECT text FROM '{folder}/reports.parquet' WHERE id = 'r1'").fetchall()[0][0]
        == shelling().document.text
    )


def test_polecat(base: Path, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    path = written(base, "polecat", tmp_path / "o.txt")
    frame = pandas.read_csv(path, sep="\t", dtype=str, keep_default_na=False)
    aid = frame[frame["Event Type"] == "AID"].iloc[0]
    assert dict(aid[["Actor Name", "Actor Country", "Recipient Name", "Recipient COW", "Quad Code", "Event Date", "Wikipedia Actor ID"]]) == {
        "Actor Name": "Ana Novak", "Actor Country": "BRD", "Recipient Name": "Syldavia", "Recipient COW": "220",
        "Quad Code": "MATERIAL COOPERATION", "Event Date": "2020-03-13", "Wikipedia Actor ID": "Q1234",
    }  # fmt: skip
    assert "ASSAULT" not in set(frame["Event Type"])


def test_what_is_only_alleged_is_left_out_and_counted_unless_asked_for(base: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["export", str(base), "--as", "polecat", "--out", str(tmp_path / "o")])
    assert "Left out: 1 alleged." in done.output
    rows = tabbed(written(base, "polecat", tmp_path / "all", "--status", "alleged"))
    assert [r["Event Type"] for r in rows] == ["ASSAULT"]


def test_gdelt_counts_a_story_once(tmp_path: Path) -> None:
    told = shelling("a", source="One", url="https://one.test/a"), shelling("b", source="Two")
    base = filled(tmp_path / "base.db", *told)
    rows = tabbed(written(base, "gdelt", tmp_path / "o.csv"), gdelt.COLUMNS)
    accuse = [r for r in rows if r["EventRootCode"] == "11"]
    assert len(accuse) == 1
    kept = (
        "SQLDATE",
        "Actor1Code",
        "Actor2CountryCode",
        "EventCode",
        "QuadClass",
        "GoldsteinScale",
        "NumSources",
        "NumArticles",
    )
    assert [accuse[0][k] for k in kept] == ["20200310", "ARMGOV", "AZE", "110", "3", "-2.0", "2", "2"]
    assert accuse[0]["SOURCEURL"] == "https://one.test/a"
    again = tabbed(written(base, "gdelt", tmp_path / "o2.csv"), gdelt.COLUMNS)
    assert [r["GLOBALEVENTID"] for r in again] == [r["GLOBALEVENTID"] for r in rows]
    places = tabbed(written(base, "gdelt", tmp_path / "o3.csv", "--status", "alleged"), gdelt.COLUMNS)
    assert [(r["ActionGeo_FullName"], r["ActionGeo_CountryCode"]) for r in places] == [("Goris, Armenia", "AM")]


def test_cameo_has_a_row_for_each_pair(base: Path, tmp_path: Path) -> None:
    rows = tabbed(written(base, "cameo", tmp_path / "o.tsv"))
    assert {(r["source_name"], r["cameo_code"], r["target_country"]) for r in rows} >= {
        ("Ana Novak", "036", "France"), ("Ana Novak", "070", "France"), ("Azerbaijan", "120", "Armenia")
    }  # fmt: skip


def test_plover_folds_what_is_announced(base: Path, tmp_path: Path) -> None:
    lines = [json.loads(x) for x in written(base, "plover", tmp_path / "o.jsonl").read_text().splitlines()]
    visit = next(x for x in lines if "folded" in x["comment"])
    assert (visit["event"], visit["event_scale"], visit["quad_code"]) == (["AGREE"], 2.5, 1)
    assert "mode" not in visit
    assert visit["actor"][0]["wikidata_id"] == "Q1234"
    for line in lines:
        assert {"id", "date", "actor", "event"} <= set(line)
        with Store.open(base) as store:
            text = store.get("r2" if line["cite_info"].get("url") else "r1").document.text  # type: ignore[union-attr]
        assert text[line["text_info"]["start"] : line["text_info"]["end"]] == line["text"]


def test_web_annotations_are_linked_data(base: Path, tmp_path: Path) -> None:
    rdflib = pytest.importorskip("rdflib")
    context = {
        "oa": "http://www.w3.org/ns/oa#", "dc": "http://purl.org/dc/elements/1.1/", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "dcterms": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/", "as": "http://www.w3.org/ns/activitystreams#",
        "type": {"@type": "@id", "@id": "@type"}, "id": {"@type": "@id", "@id": "@id"},
        "Annotation": "oa:Annotation", "TextualBody": "oa:TextualBody", "SpecificResource": "oa:SpecificResource",
        "TextPositionSelector": "oa:TextPositionSelector", "TextQuoteSelector": "oa:TextQuoteSelector", "State": "oa:State",
        "Software": "as:Application", "body": {"@id": "oa:hasBody", "@type": "@id"}, "target": {"@id": "oa:hasTarget", "@type": "@id"},
        "source": {"@id": "oa:hasSource", "@type": "@id"}, "selector": {"@id": "oa:hasSelector", "@type": "@id"},
        "state": {"@id": "oa:hasState", "@type": "@id"}, "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
        "classifying": "oa:classifying", "identifying": "oa:identifying", "exact": "oa:exact", "prefix": "oa:prefix", "suffix": "oa:suffix",
        "start": "oa:start", "end": "oa:end", "value": "rdf:value", "creator": {"@id": "dcterms:creator", "@type": "@id"},
    }  # fmt: skip
    """The part of http://www.w3.org/ns/anno.jsonld that we use: tests reach no network."""
    graph = rdflib.Graph()
    lines = written(base, "webannotation", tmp_path / "o.jsonld").read_text(encoding="utf-8").splitlines()
    for line in lines:
        made = json.loads(line)
        assert made["@context"] == "http://www.w3.org/ns/anno.jsonld"
        graph.parse(data=json.dumps(made | {"@context": context}), format="json-ld")
    oa = rdflib.Namespace("http://www.w3.org/ns/oa#")
    assert len(set(graph.subjects(rdflib.RDF.type, oa.Annotation))) == len(lines) == 9
    with Store.open(base) as store:
        texts = {c.document.url or "urn:dragoman:r1": c.document.text for c in (store.get("r1"), store.get("r2")) if c}
    for target in graph.subjects(oa.hasSource, None):
        text = texts[str(graph.value(target, oa.hasSource))]
        chosen = list(graph.objects(target, oa.hasSelector))
        start, end = (int(next(v for s in chosen if (v := graph.value(s, p)) is not None)) for p in (oa.start, oa.end))
        quoted = str(next(v for s in chosen if (v := graph.value(s, oa.exact)) is not None))
        assert text[start:end] == quoted


# --- what is not to go out -----------------------------------------------------------------------------------------


def words_of(coding: Coding) -> list[str]:
    return re.findall(r"\w{4,}", coding.document.text)


@pytest.mark.parametrize("form", FORMATS)
def test_without_text_no_piece_of_a_sentence_goes_out(base: Path, tmp_path: Path, form: str) -> None:
    out = written(base, form, tmp_path / "out", "--without-text")
    files = list(out.glob("*.csv")) + list(out.glob("*.json")) if out.is_dir() else [out]
    found = "".join(f.read_text(encoding="utf-8") for f in files)
    for text in (shelling().document.text, visit().document.text):
        words = text.split()
        for n in range(len(words) - 3):
            assert " ".join(words[n : n + 4]) not in found


def test_a_coding_without_words_is_whole_and_gets_them_back() -> None:
    for coding in (shelling(), visit()):
        bare = withhold(coding)
        assert faults(bare) is None
        assert set(bare.document.text) == {"·"}
        assert [e.id for e in bare.events] == [e.id for e in coding.events]
        full = restore(bare, coding.document.text, coding.document.title)
        assert full.events == coding.events
        assert full.document == coding.document
        with pytest.raises(UnreadableInput, match="hash differs"):
            restore(bare, coding.document.text + ".", None)


def test_attach_restores_texts_and_refuses_ones_that_differ(base: Path, tmp_path: Path) -> None:
    shared = written(base, "jsonl", tmp_path / "shared.jsonl", "--without-text")
    other = tmp_path / "other.db"
    runner = CliRunner()
    assert runner.invoke(app, ["add", str(other), str(shared)]).exit_code == 0
    with Store.open(other, write=True) as store:
        assert store.find("type:AID").total == 1
        event = next(iter(store.find("type:AID")))
        store.judge(event["id"], "right", by="A", note="")
    texts = tmp_path / "texts.jsonl"
    changed = visit().document.text.replace("Friday", "Monday")
    rows = [
        {"id": "r1", "text": shelling().document.text},
        {"id": "r2", "text": changed},
        {"id": "x", "text": "Another report."},
    ]
    texts.write_text("".join(json.dumps(r | {"published": "2020-03-10"}) + "\n" for r in rows))
    done = runner.invoke(app, ["attach", str(other), str(texts)])
    assert done.exit_code == 1
    assert "r2: the text given is not the one that was coded" in done.output
    assert "1 of 2 texts attached; 1 are still missing." in done.output
    texts.write_text(json.dumps({"id": "r2", "text": visit().document.text}) + "\n")
    assert runner.invoke(app, ["attach", str(other), str(texts)]).exit_code == 0
    with Store.open(other) as store:
        for coding in (shelling(), visit()):
            back = store.get(coding.document.id)
            assert back is not None
            assert back.document.text == coding.document.text
            assert [(e.id, e.trigger, list(e.actors)) for e in back.events] == [
                (e.id, e.trigger, list(e.actors)) for e in coding.events
            ]
        assert [r["review"] for r in store.find("type:AID")] == ["right"]
        assert store.sql("SELECT count(*) FROM version").rows == [(2,)]
    done = runner.invoke(app, ["verify", str(other)])
    assert done.exit_code == 0, done.output
    assert runner.invoke(app, ["attach", str(other), str(texts)]).exit_code == 2


@pytest.mark.parametrize("form", FORMATS)
def test_a_redacted_person_is_nowhere(base: Path, tmp_path: Path, form: str) -> None:
    persons = tmp_path / "persons.csv"
    persons.write_text("name,replacement\nAna Novak,Ms X\n", encoding="utf-8")
    out = written(base, form, tmp_path / "out", "--redact", str(persons))
    files = [f for f in out.iterdir() if f.suffix != ".parquet"] if out.is_dir() else [out]
    found = "".join(f.read_text(encoding="utf-8") for f in files)
    if form == "parquet":
        pyarrow = pytest.importorskip("pyarrow.parquet")
        found += "".join(json.dumps(pyarrow.read_table(f).to_pylist(), default=str) for f in out.glob("*.parquet"))
    assert not re.search("novak|Q1234", found, re.IGNORECASE)
    assert re.search("Ms X", found, re.IGNORECASE)


def test_offsets_follow_a_redaction(base: Path, tmp_path: Path) -> None:
    persons = tmp_path / "persons.csv"
    persons.write_text("Q1234\n", encoding="utf-8")
    made = Redactor.read(persons).redact(visit())
    assert made.document.text.startswith(
        "Person 1 of Borduria sent aid to Syldavia on Friday. Person 1 will visit Klow."
    )
    assert faults(made) is None
    assert [e.trigger.text for e in made.events] == ["sent aid", "will visit", "fined"]
    folder = written(base, "csv", tmp_path / "package", "--redact", str(persons))
    texts = {r["id"]: r["text"] for r in csv.DictReader((folder / "reports.csv").open(newline=""))}
    for row in csv.DictReader((folder / "events.csv").open(newline="")):
        start = int(row["trigger_start"])
        assert texts[row["report"]][start : start + len(row["trigger"])] == row["trigger"]
        assert texts[row["report"]][int(row["sentence_start"]) : int(row["sentence_end"])] == row[
            "sentence"
        ].removeprefix("'")


def test_a_list_of_nobody_is_refused(tmp_path: Path) -> None:
    (tmp_path / "none.csv").write_text("name\n\n")
    with pytest.raises(UnreadableInput, match="names nobody"):
        Redactor.read(tmp_path / "none.csv")
    with pytest.raises(UnreadableInput, match="one name a line"):
        Redactor.read(tmp_path / "missing.csv")


def test_only_changes_since_a_run(base: Path, tmp_path: Path) -> None:
    first = visit()
    kept, gone = first.events[0], first.events[2]
    altered = replace(first, events=(kept, replace(first.events[1], status="happened")), coder="hand-2.0")
    with Store.open(base, write=True) as store:
        run = store.start_run("hand-2.0", CODEBOOK, {})
        list(store.add([altered, shelling("new")], run))
        store.end_run(run, {})
        store.remove("r1", "asked for by the outlet")
    lines = [
        json.loads(x) for x in written(base, "jsonl", tmp_path / "o.jsonl", "--since-run", "1").read_text().splitlines()
    ]
    by_id = {(x["kind"], x["id"]): x for x in lines}
    assert by_id["event", first.events[1].id]["change"] == "update"
    assert by_id["event", first.events[1].id]["record"]["status"] == "happened"
    assert by_id["event", gone.id]["change"] == "delete"
    assert ("event", kept.id) not in by_id
    assert by_id["report", "new"]["change"] == "insert"
    assert by_id["report", "r1"]["change"] == "delete"
    assert by_id["report", "r1"]["reason"] == "asked for by the outlet"
    assert {x["id"] for x in lines if x["kind"] == "event" and x["change"] == "insert"} == {
        e.id for e in shelling("new").events
    }
    folder = written(base, "csv", tmp_path / "package", "--since-run", "1")
    rows = list(csv.DictReader((folder / "events.csv").open(newline="")))
    assert {(r["id"], r["change"]) for r in rows} == {
        (x["id"], x["change"]) for x in lines if x["kind"] == "event" and x["change"] != "delete"
    }
    gone_rows = list(csv.DictReader((folder / "tombstones.csv").open(newline="")))
    assert {r["id"] for r in gone_rows} == {x["id"] for x in lines if x["change"] == "delete"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda s, p: export(s, "gdelt", None, Filter(), Options(since=1)), "--since-run needs"),
        (lambda s, p: export(s, "jsonl", p / "o", Filter.parse("type:AID"), Options(since=1)), "leave the filters out"),
        (lambda s, p: export(s, "jsonl", p / "o", Filter(), Options(since=9)), "There is no run 9"),
        (lambda s, p: export(s, "csv", None), "writes a folder"),
        (lambda s, p: export(s, "csv", p), "is not empty"),
        (lambda s, p: export(s, "xml", None), "There is no format"),
        (lambda s, p: export(s, "jsonl", p / "no" / "o"), "cannot be written"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(
    base: Path, tmp_path: Path, change: Callable[..., Any], message: str
) -> None:
    with Store.open(base) as store, pytest.raises(BadQuery, match=message):
        change(store, tmp_path)
