"""The contract of the store: what goes in comes out, once, and nothing a person said is lost."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from codings import CODEBOOK, CODER, Builder, document, shelling
from dragoman.errors import BadDatabase, BadQuery
from dragoman.export.contract import to_json
from dragoman.model import Coding, Rejection, Span
from dragoman.query import Filter
from dragoman.store import Store
from dragoman.store.opening import migrations
from dragoman.store.views import VIEWS


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "base.db", write=True) as opened:
        yield opened


def put(store: Store, *codings: Coding) -> list[str]:
    run = store.start_run(CODER, CODEBOOK, {"setting": "test"})
    return [a.what for a in store.add(codings, run)]


def same(left: Coding | None, right: Coding) -> bool:
    """Equal but for tuples that come back as lists."""
    return left is not None and to_json(left) == to_json(right)


def test_a_coding_comes_back_as_it_was(store: Store, pipeline: object) -> None:
    from dragoman.read import read

    root = Path(__file__).parent.parent / "examples"
    codings = list(pipeline.code(read([str(root)])))  # type: ignore[attr-defined]
    assert set(put(store, *codings)) == {"added"}
    for coding in codings:
        assert same(store.get(coding.document.id), coding)
    assert store.find(limit=None).total == sum(len(c.events) for c in codings)
    assert store.find("", "statements").total == sum(len(c.statements) for c in codings)


def test_adding_twice_changes_nothing(store: Store) -> None:
    assert put(store, shelling()) == ["added"]
    before = store.find().rows
    assert put(store, shelling()) == ["same"]
    assert store.find().rows == before


def test_a_changed_text_is_a_new_version_that_keeps_the_old(store: Store) -> None:
    put(store, shelling())
    text = "Azerbaijan regretted shelling Goris on Tuesday, killing 4 people, which Armenia accused it of. It denied nothing it had fired."
    changed = shelling(text=text)
    assert put(store, changed) == ["changed"]
    assert same(store.get("r1"), changed)
    assert same(store.get("r1", version=1), shelling())
    assert store.find("text:regretted").total == 3
    assert store.find('text:"denied that"').total == 0
    assert store.find(limit=None).total == 3


def test_a_new_coder_replaces_the_coding_as_a_whole(store: Store) -> None:
    put(store, shelling())
    other = replace(shelling(coder="hand-2.0"), events=shelling().events[:1], statements=())
    assert put(store, other) == ["recoded"]
    assert [r["type"] for r in store.find()] == ["ASSAULT"]
    assert store.find("", "statements").total == 0
    assert store.sql("SELECT count(*) FROM coding").rows[0][0] == 2


@pytest.mark.parametrize(
    ("asked", "types"),
    [
        ("", ["ACCUSE", "ASSAULT", "REJECT"]),
        ("type:ASSAULT", ["ASSAULT"]),
        ("quad:3", ["ACCUSE", "REJECT"]),
        ("status:alleged", ["ASSAULT"]),
        ("dyad:AZE>ARM", ["ASSAULT", "REJECT"]),
        ("dyad:ARM>AZE", ["ACCUSE"]),
        ("dyad:ARM-AZE", ["ACCUSE", "ASSAULT", "REJECT"]),
        ("dyad:AZE:GOV>ARM:GOV", ["ASSAULT", "REJECT"]),
        ("dyad:AZE:MIL>ARM", []),
        ("dyad:'Azerbaijan - Armenia'", ["ACCUSE", "ASSAULT", "REJECT"]),
        ("actor:ARM", ["ACCUSE"]),
        ("actor:azerbaijan", ["ASSAULT", "REJECT"]),
        ("actor:Azer", []),
        ("recipient:GOV", ["ACCUSE", "ASSAULT", "REJECT"]),
        ("party:AZE:GOV type:REJECT", ["REJECT"]),
        ("speaker:ARM", ["ASSAULT"]),
        ("country:ARM place:goris", ["ASSAULT"]),
        ("near:39.5,46.3,10", ["ASSAULT"]),
        ("near:39.5,46.3,1", []),
        ("box:39,46,40,47", ["ASSAULT"]),
        ("since:2020-03 until:2020-03", ["ACCUSE", "ASSAULT", "REJECT"]),
        ("since:2020-04", []),
        ("published-since:2020-03-11", []),
        ("text:shell*", ["ACCUSE", "ASSAULT", "REJECT"]),
        ('text:"killing 4"', ["ACCUSE", "ASSAULT", "REJECT"]),
        ("text:peace", []),
        ("text:AND", []),
        ('statements:"had fired"', ["ASSAULT"]),
        ("score:0.9", []),
        ("reviewed:no type:ACCUSE", ["ACCUSE"]),
        ("report:r2", []),
    ],
)
def test_every_key_of_the_filter_narrows(store: Store, asked: str, types: list[str]) -> None:
    put(store, shelling())
    assert sorted(r["type"] for r in store.find(asked)) == types


@pytest.mark.parametrize(
    ("asked", "acts"),
    [
        ("speaker:AZE", ["deny"]),
        ("about:ASSAULT", ["accuse", "deny"]),
        ("about:ACCUSE", []),
        ("statements:fired", ["deny"]),
        ("status:alleged party:ARM", ["accuse"]),
        ("place:Goris dyad:AZE>ARM", ["accuse", "deny"]),
        ("country:FRA", []),
        ("background:yes", []),
    ],
)
def test_statements_are_found_by_speaker_words_and_event(store: Store, asked: str, acts: list[str]) -> None:
    put(store, shelling())
    assert sorted(r["act"] for r in store.find(asked, "statements")) == acts


def test_a_key_that_cannot_hold_is_refused_and_not_passed_over(store: Store) -> None:
    with pytest.raises(BadQuery, match="of statements"):
        store.find("about:ASSAULT")
    with pytest.raises(BadQuery, match="cannot be counted by 'type'"):
        store.coverage("type:ASSAULT")


def test_meetings_are_dyads_both_ways_but_have_no_direction(store: Store) -> None:
    b = Builder(document("France and Mali held talks."))
    b.event("CONSULT", "held talks", [b.slot("France", "FRA"), b.slot("Mali", "MLI")])
    put(store, b.coding())
    assert [store.find(q).total for q in ("dyad:FRA-MLI", "dyad:MLI-FRA", "dyad:FRA>MLI")] == [1, 1, 0]


def test_a_day_that_nobody_states_is_the_day_of_publication_and_says_so(store: Store) -> None:
    put(store, shelling())
    basis = {r["type"]: (r["first"], r["date_basis"]) for r in store.find()}
    assert basis == {
        k: ("2020-03-10", "stated" if k == "ASSAULT" else "published") for k in ("ASSAULT", "ACCUSE", "REJECT")
    }


def test_reviews_win_survive_a_new_coder_and_are_never_dropped(store: Store) -> None:
    first = shelling()
    put(store, first)
    attack, accusation = first.events[0].id, first.events[1].id
    store.judge(attack, "changed", by="ann", replacement={"status": "happened"}, note="seen on video")
    store.judge(accusation, "wrong", by="ann")
    assert store.find(f"id:{attack}").rows[0] != ()
    assert next(iter(store.find("reviewed:yes type:ASSAULT")))["status"] == "happened"
    moved = replace(first.events[0], id="ffff000011112222")  # a new coder finds the same words under another id
    put(store, replace(shelling(coder="hand-2.0"), events=(moved,), statements=()))
    row = next(iter(store.find()))
    assert (row["id"], row["status"], row["review"]) == ("ffff000011112222", "happened", "changed")
    reviews = store.sql("SELECT record, attached FROM reviews ORDER BY id").rows
    assert list(reviews) == [(attack, "ffff000011112222"), (accusation, None)]
    put(store, shelling())
    assert [r["review"] for r in store.find("type:ACCUSE")] == ["wrong"]


def test_a_review_of_nothing_or_of_what_cannot_change_is_refused(store: Store) -> None:
    put(store, shelling())
    with pytest.raises(BadQuery, match="no event or statement"):
        store.judge("0000", "right", by="ann")
    with pytest.raises(BadQuery, match="cannot change 'id'"):
        store.judge(shelling().events[0].id, "changed", by="ann", replacement={"id": "x"})
    assert store.sql("SELECT count(*) FROM review").rows[0][0] == 0


def test_a_broken_coding_is_a_rejection_and_the_rest_goes_on(store: Store) -> None:
    good, bad = shelling(), shelling("r2")
    bad = replace(bad, events=(replace(bad.events[0], trigger=Span(0, 5, "wrong")), *bad.events[1:]))
    twin = replace(shelling("r3"), events=good.events, actors=good.actors, statements=())
    unread = Coding(document("", "r4"), CODER, CODEBOOK, rejections=(Rejection("read", "It is empty."),))
    assert put(store, good, bad, twin, unread, shelling("r5")) == ["added", "rejected", "rejected", "rejected", "added"]
    reasons = [r[0] for r in store.sql("SELECT reason FROM rejection ORDER BY document").rows]
    assert "quotes words" in reasons[0]
    assert "does not fit" in reasons[1]
    assert reasons[2] == "It is empty."
    assert store.sql("SELECT count(*) FROM reports").rows[0][0] == 2


def test_what_is_given_again_in_good_order_is_no_rejection_any_more(store: Store) -> None:
    bad = shelling()
    put(store, replace(bad, events=(replace(bad.events[0], trigger=Span(0, 5, "wrong")),)))
    put(store, bad)
    assert store.sql("SELECT count(*) FROM rejection").rows[0][0] == 0


def test_runs_say_with_what_they_were_made(store: Store) -> None:
    put(store, shelling())
    row = next(iter(store.sql("SELECT * FROM run")))
    assert (row["coder"], row["codebook"]) == (CODER, CODEBOOK)
    assert json.loads(row["configuration"])["setting"] == "test"
    assert row["program"]
    assert row["ended"] is None


def test_the_views_are_the_contract(store: Store) -> None:
    """Names that users' SQL relies on: adding is free, anything else needs a new contract."""
    page = (Path(__file__).parent.parent / "docs" / "reference" / "database.md").read_text(encoding="utf-8")
    for name in VIEWS:
        columns = store.sql(f"SELECT * FROM {name} LIMIT 0").columns
        section = page.split(f"## {name}\n")[1].split("\n## ")[0]
        missing = [c for c in columns if f"`{c}`" not in section]
        assert missing == [], name


def test_a_reader_works_while_a_writer_writes(store: Store) -> None:
    put(store, shelling())
    with Store.open(store.path) as reader:
        run = store.start_run(CODER, CODEBOOK, {})
        for n, _ in enumerate(store.add((shelling(f"x{i}") for i in range(300)), run)):
            if n % 50 == 0:
                assert reader.find("type:ASSAULT").total >= 1
        assert reader.find("type:ASSAULT").total == 301
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader.connection.execute("DELETE FROM review")


def test_migrations_run_in_order_and_a_newer_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "base.db"
    Store.open(path, write=True).close()
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone()[0] == len(migrations())
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    for write in (False, True):
        with pytest.raises(BadDatabase, match="newer dragoman"):
            Store.open(path, write=write)


def test_all_tables_are_strict(store: Store) -> None:
    loose = store.sql(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite%'"
    )
    assert list(loose.rows) == []


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text(
        "Not a database at all, but something that somebody wrote and wants to keep. " * 20, encoding="utf-8"
    )
    other = tmp_path / "other.db"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE mine (x)")
    connection.close()
    for path in (text, other):
        for write in (False, True):
            with pytest.raises(BadDatabase, match="not a database of dragoman"):
                Store.open(path, write=write)
    assert text.read_text(encoding="utf-8").startswith("Not a database")


def test_a_read_only_file_can_be_asked_and_says_why_it_cannot_be_written(tmp_path: Path) -> None:
    path = tmp_path / "base.db"
    with Store.open(path, write=True) as store:
        put(store, shelling())
    path.chmod(0o444)
    with pytest.raises(BadDatabase, match="read-only"):
        Store.open(path, write=True)
    with Store.open(path) as store:
        assert store.find().total == 3


FILL = """
import resource, sys
sys.path[:0] = [{tests!r}]
from codings import CODEBOOK, CODER, shelling
from dragoman.errors import BadDatabase
from dragoman.store import Store
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = Store.open({path!r}, write=True)
run = store.start_run(CODER, CODEBOOK, {{}})
resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000))
try:
    for added in store.add((shelling(f"x{{i}}") for i in range(5000)), run):
        print(added.report, flush=True)
except BadDatabase as error:
    print(error, file=sys.stderr)
    sys.exit(2)
"""


def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "base.db"
    script = FILL.format(tests=str(Path(__file__).parent), path=str(path))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "free space" in done.stderr
    assert "Traceback" not in done.stderr
    acknowledged = done.stdout.split()
    assert acknowledged
    with Store.open(path, write=True) as store:
        there = {r[0] for r in store.sql("SELECT id FROM reports").rows}
        assert set(acknowledged) <= there
        assert put(store, shelling("y1")) == ["added"]


def test_what_was_coded_is_known(store: Store) -> None:
    put(store, shelling())
    assert store.has(shelling().document, CODER, CODEBOOK)
    assert not store.has(shelling().document, CODER, "another codebook")
    assert not store.has(replace(shelling().document, title="Another"), CODER, CODEBOOK)


def test_filters_as_objects_and_as_lines_ask_the_same(store: Store) -> None:
    put(store, shelling())
    assert store.find(Filter.parse("type:ASSAULT")).rows == store.find("type:ASSAULT").rows


def text_at(path: str, text: str, **facts: object) -> Coding:
    """A coding of a file that was read here, with the id that the reader makes."""
    from dragoman.model import Origin
    from dragoman.read.document import digest

    origin = Origin(path, "0" * 64, "2020-01-01T00:00:00+00:00", "text")
    b = Builder(document(text, digest(path, text), origin=origin, **facts))
    b.event("ASSAULT", "attacked", [b.slot("Rebels", None, "REB")])
    return b.coding()


def test_a_file_that_changed_is_known_by_its_path(store: Store) -> None:
    old, new = (text_at("/news/a.txt", f"Rebels attacked the {place} on Friday.") for place in ("town", "village"))
    put(store, old)
    known = store.identify(new.document)
    assert known.id == old.document.id
    assert store.identify(new.document, here=False).id == new.document.id
    assert put(store, replace(new, document=known)) == ["changed"]
    assert store.identify(text_at("/news/b.txt", "Rebels attacked the camp.").document).id not in (
        old.document.id,
        known.id,
    )


def test_a_report_that_moved_is_known_by_its_words_title_outlet_and_day(store: Store) -> None:
    old = text_at("/news/a.txt", "Rebels attacked the town on Friday.", source="Post")
    put(store, old)
    moved = text_at("/archive/a.txt", "Rebels attacked the town on Friday.", source="Post")
    assert store.identify(moved.document).id == old.document.id
    other = text_at("/archive/a.txt", "Rebels attacked the town on Friday.", source="Times")
    assert store.identify(other.document).id == other.document.id
    by_url = replace(old.document, id="x", url="https://example.test/1")
    assert store.identify(by_url).id == "x"
