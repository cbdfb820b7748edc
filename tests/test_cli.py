"""The command line as a user meets it: output, errors, exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def run(*args: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"COLUMNS": "80", "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, "-m", "dragoman", *args], input=stdin, capture_output=True, env=environment, check=False
    )


def test_codes_the_examples() -> None:
    done = run("code", str(ROOT / "examples"), "--format", "jsonl")
    assert done.returncode == 0, done.stderr.decode()
    codings = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert len(codings) >= 10
    assert all(
        c["document"]["published"] for c in codings if not c["document"]["origin"]["address"].endswith("README.md")
    )


def test_table_fits_the_terminal() -> None:
    done = run("code", str(ROOT / "examples" / "border-talks.txt"))
    assert done.returncode == 0, done.stderr.decode()
    text = done.stdout.decode()
    assert max(len(line) for line in text.splitlines()) <= 80
    assert "ACCUSE" in text
    assert "Aram Vardanyan" in text


def test_a_folder_with_one_broken_file_codes_the_rest(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(
        "The French president met the German chancellor in Paris on Friday.", encoding="utf-8"
    )
    (tmp_path / "broken.txt").write_bytes(bytes(range(256)) * 40)
    done = run("code", str(tmp_path), "--format", "jsonl", "--published", "2015-09-24")
    assert done.returncode == 1
    codings = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert sorted(bool(c["rejections"]) for c in codings) == [False, True]
    assert b"broken.txt" in done.stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("code", "/nowhere/at/all.txt"), b"/nowhere/at/all.txt"),
        (("code", "-", "--published", "yesterday"), b"2015-09-24"),
        (("code", "-", "--codebook", "/nowhere"), b"/nowhere"),
    ],
)
def test_wrong_usage_says_what_to_do(args: tuple[str, ...], said: bytes) -> None:
    done = run(*args, stdin=b"The minister resigned on Friday.")
    assert done.returncode == 2
    assert said in done.stderr
    assert b"Traceback" not in done.stderr


def test_standard_input_and_options() -> None:
    done = run(
        "code",
        "-",
        "--published",
        "2015-09-24",
        "--title",
        "Title",
        "--source",
        "Wire",
        "--format",
        "jsonl",
        stdin=b"Rebels attacked the town on Friday.",
    )
    document = json.loads(done.stdout)["document"]
    assert (document["title"], document["source"], document["published"]) == ("Title", "Wire", "2015-09-24")
    assert document["text"] == "Title\n\nRebels attacked the town on Friday."


def test_explain_names_what_was_found_and_why_not() -> None:
    done = run("code", str(ROOT / "examples" / "border-talks.txt"), "--explain")
    assert done.returncode == 0, done.stderr.decode()
    assert "accuse.yml:" in done.stdout.decode()


def test_schema_describes_the_output() -> None:
    done = run("schema")
    schema = json.loads(done.stdout)
    assert {"document", "actors", "events", "statements", "places", "times", "rejections"} <= set(schema["required"])


def test_codebook_check_reports_lines(tmp_path: Path) -> None:
    (tmp_path / "codebook.yml").write_text("name: mine\nversion: '1'\n", encoding="utf-8")
    (tmp_path / "raid.yml").write_text("code: RAID\ndefinition: ''\nquad: 7\nintensity: -5\n", encoding="utf-8")
    done = run("codebook", "check", str(tmp_path))
    assert done.returncode == 1
    assert b"raid.yml:3" in done.stdout


def test_add_and_find_in_a_database(tmp_path: Path) -> None:
    base = str(tmp_path / "base.db")
    (tmp_path / "broken.txt").write_bytes(bytes(range(256)) * 40)
    done = run("add", base, str(ROOT / "examples"), str(tmp_path / "broken.txt"))
    assert done.returncode == 1, done.stderr.decode()
    assert b"11 added" in done.stdout or b"added" in done.stdout
    assert b"broken.txt" in done.stderr
    again = run("add", base, str(ROOT / "examples"))
    assert again.returncode == 0, again.stderr.decode()
    assert b"there already" in again.stdout
    assert b"added" not in again.stdout
    found = run("find", base, "--type", "SANCTION", "--format", "jsonl")
    rows = [json.loads(line) for line in found.stdout.decode().splitlines()]
    assert rows
    assert all(r["type"] == "SANCTION" and r["trigger"] in r["sentence"] for r in rows)
    table = run("find", base, "--where", "party:'Petr Havel'")
    assert table.returncode == 0, table.stderr.decode()
    assert max(len(line) for line in table.stdout.decode().splitlines()) <= 80


def test_codings_made_elsewhere_are_added(tmp_path: Path) -> None:
    codings = tmp_path / "codings.jsonl"
    codings.write_bytes(
        run("code", str(ROOT / "examples" / "spy-row.txt"), "--format", "jsonl").stdout + b'{"document": 1}\n'
    )
    base = str(tmp_path / "base.db")
    done = run("add", base, str(codings))
    assert done.returncode == 1, done.stderr.decode()
    assert b"codings.jsonl:2" in done.stderr
    assert b"dragoman code --format jsonl" in done.stderr
    assert run("find", base, "--type", "SANCTION").returncode == 0
    assert b"1 there already" in run("add", base, str(ROOT / "examples" / "spy-row.txt")).stdout


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("find", "/nowhere/base.db"), b"dragoman add"),
        (("add", "/nowhere/base.db", "x.txt"), b"does not exist"),
        (("find", "/nowhere/base.db", "--since", "soon"), b"2015-09-24"),
        (("add", "NEW", "/nowhere/report.txt"), b"/nowhere/report.txt"),
    ],
)
def test_database_commands_say_what_to_do(args: tuple[str, ...], said: bytes, tmp_path: Path) -> None:
    done = run(*[str(tmp_path / "new.db") if a == "NEW" else a for a in args])
    assert done.returncode == 2
    assert said in done.stderr
    assert b"Traceback" not in done.stderr
