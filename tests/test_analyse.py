"""The analyses of docs/howto/analyse.md run as they stand there, each in its own tool, and agree with `trend`."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
from datetime import date
from pathlib import Path

import pytest

from codings import CODEBOOK, CODER, shelling
from dragoman.errors import BadQuery
from dragoman.export.exporting import export
from dragoman.store import Store, Table
from dragoman.store import table as table_module

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "howto" / "analyse.md").read_text(encoding="utf-8")
Counts = list[tuple[str, str, int]]


def block(language: str, number: int = 0) -> str:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)[number]


@pytest.fixture
def counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Counts:
    monkeypatch.chdir(tmp_path)
    with Store.open("year.db", write=True) as store:
        days = [date(2020, 1, 5), date(2020, 3, 10), date(2020, 3, 30)]
        codings = [shelling(f"r{n}", published=d, source=f"Paper {n}") for n, d in enumerate(days)]
        list(store.add(codings, store.start_run(CODER, CODEBOOK, {})))
        export(store, "parquet", Path("package"))
        return sorted((r["month"], r["type"], r["stories"]) for r in store.trend(by="type") if r["stories"])


def test_pandas(counted: Counts, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pandas")
    scope: dict[str, object] = {}
    exec(block("python"), scope)
    frame = scope["table"]
    assert sorted((m, t, int(n)) for m, t, n in frame[["month", "type", "stories"]].dropna().values if n) == counted  # type: ignore[index]
    assert "2020-03" in capsys.readouterr().out


def test_polars_and_arrow(counted: Counts) -> None:
    pytest.importorskip("polars")
    with Store.open("year.db") as store:
        table = store.trend(by="type")
    rows = table.polars().select("month", "type", "stories").rows()
    assert sorted(r for r in rows if r[2]) == counted
    assert table.arrow().num_rows == len(rows)


def test_sql(counted: Counts) -> None:
    assert sorted(sqlite3.connect("year.db").execute(block("sql"))) == counted


def test_duckdb(counted: Counts) -> None:
    duckdb = pytest.importorskip("duckdb")
    assert sorted(duckdb.sql(block("sql", 1)).fetchall()) == counted


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_r(counted: Counts, tmp_path: Path) -> None:
    (tmp_path / "a.R").write_text(block("r"))
    done = subprocess.run(["Rscript", "a.R"], capture_output=True, text=True, check=False)
    if "there is no package" in done.stderr:
        pytest.skip("DBI or RSQLite is not installed")
    rows = [line.split(",") for line in done.stdout.splitlines()]
    assert sorted((m, t, int(n)) for m, t, n in rows) == counted


def test_a_missing_library_is_said_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(table_module, "import_module", missing)
    with pytest.raises(BadQuery, match="needs polars: install it"):
        Table(("a",), [(1,)], 1).polars()
