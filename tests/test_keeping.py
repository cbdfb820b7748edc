"""Keeping the database: checking, removing, copying, remaking, comparing; killed writers."""

from __future__ import annotations

import random
import sqlite3
import sys
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from codings import CODEBOOK, CODER, shelling
from dragoman.errors import BadDatabase, BadQuery
from dragoman.model import Coding
from dragoman.store import Store

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "bench"))
import kill


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "base.db", write=True) as opened:
        put(
            opened,
            shelling(),
            shelling(
                "r2",
                text="Armenia accused Azerbaijan of shelling Goris on Tuesday, killing 4 people. "
                "Azerbaijan denied again that it had fired.",
            ),
        )
        yield opened


def put(store: Store, *codings: Coding) -> int:
    run = store.start_run(CODER, CODEBOOK, {})
    list(store.add(codings, run))
    return run


def test_a_sound_file_has_no_faults(store: Store) -> None:
    store.judge(shelling().events[0].id, "changed", by="ann", replacement={"status": "happened"})
    assert list(store.verify()) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE version SET text = replace(text, 'killing 4', 'killing 5') WHERE key = 1", "hash differs"),
        ("UPDATE version SET title = 'Other' WHERE key = 1", "columns differ"),
        ("UPDATE event SET status = 'happened' WHERE type = 'ASSAULT' AND coding = 1", "rows in event differ"),
        ("UPDATE actor SET country = 'FRA' WHERE coding = 1", "rows in actor differ"),
        ("DELETE FROM event_slot WHERE role = 'recipient'", "rows in event_slot differ"),
        ("UPDATE span SET start = start + 1 WHERE coding = 1 AND field = 'trigger'", "rows in span differ"),
        ("DELETE FROM figure", "rows in figure differ"),
        ("UPDATE review SET verdict = 'right'", "review 1"),
        ("UPDATE coding SET current = 0 WHERE key = 1", "belong to no current coding"),
        ("INSERT INTO text_index (text_index, rowid, title, text) SELECT 'delete', key, title, text FROM version", "text_index"),
    ],
)  # fmt: skip
def test_every_change_behind_our_back_is_found(store: Store, change: str, said: str) -> None:
    store.judge(shelling().events[0].id, "wrong", by="ann")
    store.connection.execute(change)
    assert any(said in fault for fault in store.verify())


def test_one_byte_of_a_record_is_found(store: Store) -> None:
    body = store.sql("SELECT body FROM coding WHERE key = 1").rows[0][0]
    changed = zlib.compress(zlib.decompress(body).replace(b'"alleged"', b'"happened"'))
    store.connection.execute("UPDATE coding SET body = ? WHERE key = 1", (changed,))
    assert any("not the one that was stored" in fault for fault in store.verify())


def test_rebuild_mends_what_is_derived_and_keeps_what_is_not(store: Store) -> None:
    store.judge(shelling().events[0].id, "changed", by="ann", replacement={"status": "happened"})
    before = store.find(limit=None).rows
    store.connection.execute("DELETE FROM event WHERE type = 'REJECT'")
    store.connection.execute("UPDATE actor SET name = 'x'")
    store.connection.execute("INSERT INTO statement_index (statement_index) VALUES ('delete-all')")
    assert list(store.verify())
    assert list(store.rebuild()) == [1, 2]
    assert list(store.verify()) == []
    assert store.find(limit=None).rows == before


def test_a_removed_report_leaves_no_words_and_stays_removed(tmp_path: Path) -> None:
    path = tmp_path / "base.db"
    secret = "Xylophonistan"
    text = (
        f"Armenia accused {secret} of shelling Goris on Tuesday, killing 4 people. Azerbaijan denied that it had fired."
    )
    old = shelling(text=text + " Quizzleburg kept silent.")
    with Store.open(path, write=True) as store:
        put(store, shelling("r2"))
        put(store, old)
        put(store, shelling(text=text))
        store.judge(shelling(text=text).events[0].id, "wrong", by="ann", note=f"about {secret}")
        store.remove("r1", "the court said so", by="ann")
        assert list(store.verify()) == []
        assert store.get("r1") is None
        assert store.find(f"text:{secret}").total == 0
        assert [a.what for a in store.add([shelling(text=text)], store.start_run(CODER, CODEBOOK, {}))] == ["removed"]
        assert "the court said so" in store.fate("r1")
        assert "the court said so" in store.fate(old.events[0].id)
        assert store.sql("SELECT count(*) FROM reports").rows[0][0] == 1
        with pytest.raises(BadQuery, match="no report"):
            store.remove("r1", "again")
    for file in tmp_path.iterdir():
        raw = file.read_bytes().lower()
        assert secret.lower().encode() not in raw
        assert b"quizzleburg" not in raw


def test_a_backup_is_whole_while_the_file_is_in_use(store: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    with Store.open(store.path) as reader:
        store.connection.execute("BEGIN IMMEDIATE")
        store.connection.execute("DELETE FROM figure")
        reader.backup(copy)
        store.connection.execute("ROLLBACK")
    with Store.open(copy, write=True) as other:
        assert list(other.verify()) == []
        assert other.find(limit=None).rows == store.find(limit=None).rows
    with pytest.raises(BadDatabase, match="exists already"):
        store.backup(copy)


def test_diff_tells_field_by_field_what_a_new_coder_changed(store: Store) -> None:
    first = shelling()
    attack = replace(first.events[0], status="happened", score=0.9)
    run = put(
        store, replace(shelling(coder="hand-2.0"), events=(attack, first.events[1]), statements=first.statements[:1])
    )
    table = store.compare(1, run)
    told = {(r["kind"], r["what"], r["type"], r["field"], r["before"], r["after"]) for r in table}
    assert told == {
        ("event", "changed", "ASSAULT", "status", "alleged", "happened"),
        ("event", "changed", "ASSAULT", "score", "0.8", "0.9"),
        ("event", "gone", "REJECT", None, None, None),
        ("statement", "gone", "deny", None, None, None),
    }
    assert "2 texts coded by both, 1 of them differently" in table.notes[-1]
    with pytest.raises(BadQuery, match="no run 9"):
        store.compare(1, 9)


def test_a_damaged_file_is_told_in_a_sentence(store: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    store.backup(copy)
    raw = bytearray(copy.read_bytes())
    raw[4096 * 3 : 4096 * 8] = b"\xff" * 4096 * 5
    copy.write_bytes(raw)
    try:
        with Store.open(copy) as other:
            assert list(other.verify())
    except BadDatabase as error:
        assert "damaged" in str(error) or "could not be used" in str(error)  # noqa: PT017
    with sqlite3.connect(store.path) as sound:
        assert sound.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_a_killed_writer_loses_nothing_that_it_acknowledged(tmp_path: Path) -> None:
    dice = random.Random(3)
    path = tmp_path / "base.db"
    for _ in range(3):
        kill.once(path, dice.uniform(0, 0.8))
    assert kill.finish(path) == kill.REPORTS
