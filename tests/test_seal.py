"""A seal finds every later change, also one that fits the hashes beside it, and tells additions from changes."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from typer.testing import CliRunner

from codings import CODEBOOK, CODER, shelling
from dragoman.cli import app
from dragoman.errors import BadDatabase
from dragoman.model import Coding
from dragoman.store import Store
from dragoman.store.reviewing import decision_hash, review_hash

EVENT = shelling().events[0].id


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "base.db", write=True) as opened:
        put(opened, shelling(), shelling("r2"))
        opened.judge(EVENT, "wrong", by="ann", note="seen on video")
        opened.split(shelling("r2").events[0].id, by="ann", note="another day")
        yield opened


def put(store: Store, *codings: Coding) -> None:
    list(store.add(codings, store.start_run(CODER, CODEBOOK, {})))


def sealed(store: Store) -> Path:
    path = store.path.with_suffix(".seal")
    store.seal(path)
    return path


def since(store: Store, manifest: Path) -> tuple[list[str], str]:
    """The changes, and what is new."""
    *changes, empty, new = store.against(manifest)
    assert empty == ""
    return changes, new


def test_what_did_not_change_is_as_it_was_sealed(store: Store) -> None:
    manifest = sealed(store)
    assert since(store, manifest) == ([], "new since the seal: nothing")
    copy = store.path.with_name("copy.db")
    store.backup(copy)
    with Store.open(copy) as other:
        assert since(other, manifest)[0] == []


def change_text(c: sqlite3.Connection) -> None:
    """One letter, with the hash beside it set right, as a forger would."""
    text = c.execute("SELECT text FROM version WHERE key = 1").fetchone()[0].replace("killing 4", "killing 5")
    c.execute("UPDATE version SET text = ?, sha256 = ? WHERE key = 1", (text, sha256(text.encode()).hexdigest()))


def change_facts(c: sqlite3.Connection) -> None:
    facts = c.execute("SELECT facts FROM version WHERE key = 1").fetchone()[0].replace("2020-03-10", "2020-03-11")
    c.execute(
        "UPDATE version SET facts = ?, facts_sha256 = ?, published = '2020-03-11' WHERE key = 1",
        (facts, sha256(facts.encode()).hexdigest()),
    )


def change_record(c: sqlite3.Connection) -> None:
    body = zlib.decompress(c.execute("SELECT body FROM coding WHERE key = 1").fetchone()[0])
    body = body.replace(b'"score":0.8', b'"score":0.9', 1)
    c.execute(
        "UPDATE coding SET body = ?, sha256 = ? WHERE key = 1", (zlib.compress(body, 6), sha256(body).hexdigest())
    )


def change_review(c: sqlite3.Connection) -> None:
    c.row_factory = sqlite3.Row
    row = dict(c.execute("SELECT * FROM review").fetchone()) | {"note": "seen on videa"}
    c.execute("UPDATE review SET note = ?, sha256 = ?", (row["note"], review_hash(row)))


def change_decision(c: sqlite3.Connection) -> None:
    c.row_factory = sqlite3.Row
    row = dict(c.execute("SELECT * FROM decision").fetchone()) | {"by": "bob"}
    c.execute("UPDATE decision SET by = 'bob', sha256 = ?", (decision_hash(row),))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (change_text, "report r1 version 1: the text is not the one that was sealed"),
        (change_facts, "report r1 version 1: the title, outlet, day or address is not the one that was sealed"),
        (change_record, f"event {EVENT} of report r1: the record is not the one that was sealed"),
        (change_record, "coding 1 of report r1: the coding is not the one that was sealed"),
        (change_review, f"review 1 by ann of {EVENT}: the review is not the one that was sealed"),
        (change_decision, "the decision is not the one that was sealed"),
        (lambda c: c.execute("DELETE FROM review"), f"review 1 by ann of {EVENT}: the review is gone"),
        (lambda c: c.execute("UPDATE coding SET coder = 'x' WHERE key = 2"), "coding 2 of report r2"),
        (lambda c: c.execute("UPDATE run SET configuration = '{}'"), "run 1: the run is not"),
        (lambda c: c.execute("UPDATE coding SET body = x'00' WHERE key = 1"), f"event {EVENT} of report r1: the record is gone"),
    ],
)  # fmt: skip
def test_one_changed_byte_is_found_although_the_hash_beside_it_fits(store: Store, change: object, said: str) -> None:
    manifest = sealed(store)
    assert callable(change)
    with sqlite3.connect(store.path) as other:
        change(other)
    changes, _ = since(store, manifest)
    assert any(said in line for line in changes), changes


def test_every_byte_of_a_text_counts(store: Store) -> None:
    manifest = sealed(store)
    text = shelling().document.text
    for at in range(0, len(text), 7):
        other = text[:at] + chr(ord(text[at]) ^ 1) + text[at + 1 :]
        store.connection.execute("UPDATE version SET text = ? WHERE key = 1", (other,))
        assert len(since(store, manifest)[0]) == 1, at


def test_what_is_added_is_new_and_no_change(store: Store) -> None:
    manifest = sealed(store)
    put(store, shelling("r3"), replace(shelling(coder="hand-2.0"), statements=()))
    store.judge(shelling("r3").events[0].id, "right", by="ann")
    changes, new = since(store, manifest)
    assert changes == []
    assert "1 text" in new
    assert "2 coding" in new
    assert "1 review" in new
    list(store.rebuild())
    assert since(store, manifest)[0] == []


def test_a_removed_report_is_told_with_its_reason(store: Store) -> None:
    manifest = sealed(store)
    store.remove("r2", "the court said so", by="ann")
    changes, new = since(store, manifest)
    assert any("report r2 version 1: the text was removed on" in c and "the court said so" in c for c in changes)
    assert not any("r1" in c for c in changes)
    assert "tombstone" in new


def test_a_manifest_holds_no_content(store: Store) -> None:
    text = sealed(store).read_text(encoding="utf-8")
    assert not any(word in text for word in ("Goris", "Armenia", "video", "shelling", "another day"))
    assert all(json.loads(line) for line in text.splitlines())


def test_a_manifest_that_is_cut_changed_or_none_is_refused(store: Store, tmp_path: Path) -> None:
    manifest = sealed(store)
    text = manifest.read_text(encoding="utf-8")
    other = tmp_path / "other"
    for body in (
        "\n".join(text.splitlines()[:-1]) + "\n",
        text.replace('"text",[1]', '"text",[2]'),
        "Hello.\n",
        "",
        '["x"]\n',
    ):
        other.write_text(body, encoding="utf-8")
        with pytest.raises(BadDatabase, match=r"manifest|as it was written|in the middle"):
            list(store.against(other))
    with pytest.raises(BadDatabase, match="exists already"):
        store.seal(manifest)
    with pytest.raises(BadDatabase, match="cannot be read"):
        list(store.against(tmp_path / "nowhere"))


def test_the_commands(store: Store) -> None:
    run = CliRunner()
    done = run.invoke(app, ["seal", str(store.path)])
    assert done.exit_code == 0, done.output
    manifest = store.path.with_name("base.db.seal")
    assert sha256(manifest.read_bytes()).hexdigest() in done.output
    good = run.invoke(app, ["verify", str(store.path), "--against", str(manifest)])
    assert good.exit_code == 0, good.output
    assert "nothing" in good.output
    change_text(store.connection)
    bad = run.invoke(app, ["verify", str(store.path), "--against", str(manifest)])
    assert bad.exit_code == 1
    assert "1 change since" in bad.output
