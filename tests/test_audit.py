"""Samples and audits: what is drawn, what is shown, and whether the estimates find a planted truth."""

from __future__ import annotations

import csv
import random
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from codings import CODEBOOK, CODER, Builder, document
from dragoman.cli import app
from dragoman.errors import BadQuery, UnreadableInput
from dragoman.model import Coding
from dragoman.report.audit import Judged, audit
from dragoman.report.samples import from_reviews, from_sheet, save, sheet
from dragoman.store import Store

ACTS = (("ASSAULT", "attacked"), ("CONSULT", "met"), ("ACCUSE", "accused"))


def report(n: int) -> Coding:
    kind, verb = ACTS[0 if n % 10 == 0 else 1 if n % 2 else 2]
    text = f"Borduria {verb} Syldavia on day {n} of that year. The harvest was good in all the valleys of number {n}."
    b = Builder(document(text, f"r{n}", published=date(2020 + n % 2, 3, 10)))
    b.event(kind, verb, [b.slot("Borduria", "DEU")], [b.slot("Syldavia", "FRA")])
    return b.coding()


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("audit") / "base.db"
    with Store.open(path, write=True) as store:
        list(store.add(map(report, range(400)), store.start_run(CODER, CODEBOOK, {})))
    return path


def test_every_stratum_is_drawn_from_and_the_seed_decides(base: Path) -> None:
    with Store.open(base, write=True) as store:
        one, same, other = (store.sample(by=["type", "status"], n=60, windows=20, seed=s) for s in (1, 1, 2))
    assert [i.record for i in one.items] == [i.record for i in same.items] != [i.record for i in other.items]
    assert {s[0]: s[1] for s in one.strata} == {
        "ASSAULT × happened": 40,
        "CONSULT × happened": 200,
        "ACCUSE × happened": 160,
    }
    assert sum(s[2] for s in one.strata) == 60
    rare = next(s for s in one.strata if s[0].startswith("ASSAULT"))
    assert rare[2] > 60 * 40 / 400
    assert one.windows == 400
    assert sum(i.kind == "window" for i in one.items) == 20


def test_windows_hold_no_event(base: Path) -> None:
    with Store.open(base, write=True) as store:
        drawn = store.sample(n=10, windows=30)
        shown = [r["text"] for r in sheet(store, drawn, blind=False) if r["kind"] == "window"]
    assert len(shown) == 30
    assert all(t.startswith("The harvest was good") for t in shown)


def test_a_blind_sheet_shows_words_and_not_codes(base: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(
        app, ["sample", str(base), "--n", "12", "--windows", "3", "--blind", "--out", str(tmp_path / "s.csv")]
    )
    assert done.exit_code == 0, done.output
    rows = list(csv.DictReader((tmp_path / "s.csv").open(newline="")))
    assert len(rows) == 15
    assert all(not r["type"] and not r["status"] and not r["actors"] for r in rows)
    assert all(r["trigger"] in r["text"] for r in rows if r["kind"] == "event")


def test_the_estimates_find_the_planted_truth(base: Path) -> None:
    """One ACCUSE in four is no event, one CONSULT in five is an AGREE, one sentence in ten holds a missed PROTEST."""
    hits = {"precision": 0, "recall": 0, "AGREE": 0}
    runs = 20
    with Store.open(base, write=True) as store:
        coded = store.coded(store.sample(n=10, windows=0), "year")
        for seed in range(runs):
            drawn = store.sample(by=["type"], n=120, windows=100, seed=seed)
            judged = [Judged(i.number, truth(i.kind, i.type, i.report)) for i in drawn.items]
            made = audit(drawn, judged, coded)
            hits["precision"] += made.precision.low <= 1 - (40 + 40) / 400 <= made.precision.high
            assert made.recall
            hits["recall"] += made.recall.low <= 320 / 360 <= made.recall.high
            agreed = next(r for r in made.counts if (r.type, r.period) == ("AGREE", "2021"))
            hits["AGREE"] += agreed.corrected.low <= 40 * 360 / 320 <= agreed.corrected.high
    assert all(n >= 0.8 * runs for n in hits.values()), hits


def truth(kind: str, type: str, report: str) -> list[str]:
    number = int(report[1:])
    ranked = sorted(range(400), key=lambda n: random.Random(n).random())
    if kind == "window":
        return ["PROTEST"] if number in ranked[:40] else []
    of = [
        n
        for n in ranked
        if (0 if n % 10 == 0 else 1 if n % 2 else 2) == {"ASSAULT": 0, "CONSULT": 1, "ACCUSE": 2}[type]
    ]
    if type == "ACCUSE" and number in of[:40]:
        return []
    return ["AGREE"] if type == "CONSULT" and number in of[:40] else [type]


def test_a_filled_in_sheet_is_audited_with_a_paragraph_for_a_paper(base: Path, tmp_path: Path) -> None:
    runner, path = CliRunner(), tmp_path / "s.csv"
    assert (
        runner.invoke(
            app, ["sample", str(base), "--by", "type", "--n", "30", "--windows", "10", "--out", str(path)]
        ).exit_code
        == 0
    )
    rows = list(csv.DictReader(path.open(newline="")))
    for n, row in enumerate(rows):
        if row["kind"] == "window":
            row["missed"] = "PROTEST" if n % 5 == 0 else "0"
        else:
            row["verdict"] = "wrong" if n % 4 == 0 else "right"
    save(path, iter(rows))  # type: ignore[arg-type]
    done = runner.invoke(app, ["audit", str(base), "--reviews", str(path)])
    assert done.exit_code == 0, done.output
    said = " ".join(done.output.split())
    assert "a stratified random sample of 30 was drawn (strata: type; 3 strata" in said
    assert "10 of 400 sentences without a coded event were read for missed ones" in said
    assert "ASSAULT" in said
    rows[0]["verdict"], rows[0]["kind"] = "perhaps", "event"
    event = next(r for r in rows if r["kind"] == "event" and r is not rows[0])
    event["verdict"] = "perhaps"
    save(path, iter(rows))  # type: ignore[arg-type]
    done = runner.invoke(app, ["audit", str(base), "--reviews", str(path)])
    assert done.exit_code == 2
    assert "write right, wrong or changed" in done.output


def test_reviews_in_the_database_are_verdicts_too(base: Path) -> None:
    with Store.open(base, write=True) as store:
        drawn = store.sample(by=["type"], n=12, windows=0, seed=7)
        events = [i for i in drawn.items if i.kind == "event"]
        store.judge(events[0].record, "wrong", by="A")
        store.judge(events[1].record, "right", by="A")
        assert {(j.number, tuple(j.types)) for j in from_reviews(store, drawn)} >= {
            (events[0].number, ()), (events[1].number, (events[1].type,))
        }  # fmt: skip


def test_what_cannot_be_is_said_in_one_sentence(base: Path, tmp_path: Path) -> None:
    with Store.open(base, write=True) as store:
        with pytest.raises(BadQuery, match="cannot be stratified by 'colour'"):
            store.sample(by=["colour"])
        with pytest.raises(BadQuery, match="no event to draw from"):
            store.sample("type:RETREAT")
        drawn = store.sample(n=10, windows=0, seed=3)
        with pytest.raises(BadQuery, match="Nothing of the sample was judged"):
            audit(drawn, [], {})
        (tmp_path / "x.csv").write_text("a,b\n1,2\n")
        with pytest.raises(UnreadableInput, match="no columns item"):
            from_sheet(tmp_path / "x.csv", drawn)
