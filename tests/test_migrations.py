"""A file of every older layout is brought up to date, with what is in it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from dragoman.store import Store, opening


@pytest.mark.parametrize("layout", range(1, len(opening.migrations())))
def test_an_older_file_is_brought_up_to_date(tmp_path: Path, layout: int) -> None:
    path = tmp_path / "old.db"
    old = sqlite3.connect(path, isolation_level=None)
    for script in opening.migrations()[:layout]:
        for statement in opening._statements(script):
            old.execute(statement)
    old.execute("CREATE VIEW reviews AS SELECT key AS id, verdict AS verdict FROM review")
    old.execute(f"PRAGMA user_version = {layout}")
    old.execute(f"PRAGMA application_id = {opening.APPLICATION_ID}")
    old.execute(
        'INSERT INTO review (kind, record, report, type, start, "end", verdict, replacement, by, at, note, sha256) '
        "VALUES ('event', 'e1', 'r1', 'AID', 0, 3, 'right', '{}', 'A', '2020-01-01', '', '')"
    )
    old.close()
    with Store.open(path, write=True) as store:
        assert store.sql("SELECT record, verdict FROM reviews").rows == [("e1", "right")]
