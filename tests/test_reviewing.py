"""What people say of records: corrections by words, additions, undo, conflict, two reviewers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from codings import CODEBOOK, CODER, shelling
from dragoman.errors import BadQuery, Conflict
from dragoman.model import Coding
from dragoman.store import Store


def put(store: Store, *codings: Coding) -> None:
    list(store.add(codings, store.start_run(CODER, CODEBOOK, {})))


def words(text: str, said: str) -> dict[str, Any]:
    start = text.index(said)
    return {"start": start, "end": start + len(said), "text": said}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "base.db", write=True) as store:
        put(store, shelling())
        yield store


TEXT = shelling().document.text
ATTACK = shelling().events[0].id
SAID = shelling().statements[1].id


def row(store: Store, id: str = ATTACK) -> dict[str, Any]:
    return next(iter(store.find(f"id:{id}")))


def test_a_speaker_is_corrected_by_choosing_words(store: Store) -> None:
    store.judge(SAID, "changed", by="ann", replacement={"speaker": words(TEXT, "Armenia")})
    said = next(iter(store.find(f"id:{SAID}", "statements")))
    assert (said["speaker"], said["speaker_country"], said["review"]) == ("Armenia", "ARM", "changed")
    assert store.find("speaker:Armenia", "statements").total == 2
    assert list(store.verify()) == []


def test_a_party_that_the_coder_did_not_find_is_made_from_its_words(store: Store) -> None:
    party = words(TEXT, "4 people") | {"name": "people of Goris", "country": "ARM", "sector": "CVL"}
    store.judge(ATTACK, "changed", by="ann", replacement={"recipients": [party]})
    assert (row(store)["recipients"], row(store)["recipient_sectors"]) == ("people of Goris", "CVL")
    assert [(p["country"], p["reports"]) for p in store.sql("SELECT * FROM parties WHERE sector = 'CVL'")] == [
        ("ARM", 1)
    ]
    assert list(store.verify()) == []


def test_words_that_do_not_stand_there_are_refused(store: Store) -> None:
    with pytest.raises(BadQuery, match="choose them in its text"):
        store.judge(SAID, "changed", by="ann", replacement={"speaker": {"start": 5, "end": 9999}})
    with pytest.raises(BadQuery, match="cannot be read"):
        store.judge(SAID, "changed", by="ann", replacement={"speaker": {"end": 4}})
    when = {"start": "2020-03-10", "end": "2020-03-01", "span": words(TEXT, "on Tuesday")}
    with pytest.raises(BadQuery, match="before the first"):
        store.judge(ATTACK, "changed", by="ann", replacement={"when": when})
    assert store.sql("SELECT count(*) FROM review").rows[0][0] == 0


def test_undo_gives_the_coders_value_back_and_can_be_undone(store: Store) -> None:
    before = row(store)
    first = store.judge(ATTACK, "changed", by="ann", replacement={"status": "happened"})
    undone = store.undo_review(first, by="ann")
    assert row(store) == before
    with pytest.raises(BadQuery, match="undone already"):
        store.undo_review(first, by="ann")
    with pytest.raises(BadQuery, match="by ann"):
        store.undo_review(undone, by="bob")
    store.undo_review(undone, by="ann")
    assert (row(store)["status"], row(store)["review"]) == ("happened", "changed")
    assert list(store.verify()) == []


def test_what_the_coder_missed_is_added_and_survives_a_new_coder(store: Store) -> None:
    values = {
        "type": "ASSAULT", "quad": 4, "intensity": -10.0, "status": "denied", "trigger": words(TEXT, "fired"),
        "actors": [words(TEXT, "Azerbaijan")], "denied_by": [words(TEXT, "Azerbaijan")],
    }  # fmt: skip
    _, id = store.add_record("r1", "event", values, by="ann")
    found = row(store, id)
    assert (found["review"], found["actors"], found["sentence"]) == (
        "added",
        "Azerbaijan",
        "Azerbaijan denied that it had fired.",
    )
    assert found["story"]
    put(store, replace(shelling(coder="hand-2.0")))
    assert row(store, id)["review"] == "added"
    assert list(store.verify()) == []
    list(store.rebuild())
    assert row(store, id)["type"] == "ASSAULT"
    store.judge(id, "wrong", by="bob")
    assert row(store, id)["review"] == "wrong"


def test_an_addition_that_the_coder_finds_later_is_one_record(store: Store) -> None:
    missing = replace(shelling(), events=shelling().events[1:], statements=())
    put(store, missing)
    _, id = store.add_record(
        "r1", "event", {"type": "ASSAULT", "trigger": words(TEXT, "shelling"), "status": "alleged"}, by="ann"
    )
    put(store, replace(shelling(coder="hand-3.0"), statements=()))
    assert [e["id"] for e in store.find("type:ASSAULT")] == [ATTACK]
    assert list(store.sql("SELECT record, attached FROM reviews").rows) == [(id, ATTACK)]


def test_who_did_not_see_what_another_said_is_told_and_nothing_is_lost(store: Store) -> None:
    seen = store.judge(ATTACK, "right", by="ann", seen=0)
    with pytest.raises(Conflict, match="ann said 'right'"):
        store.judge(ATTACK, "wrong", by="bob", seen=0)
    assert row(store)["review"] == "right"
    store.judge(ATTACK, "wrong", by="bob", seen=seen)
    assert row(store)["review"] == "wrong"
    store.judge(ATTACK, "right", by="bob", seen=0 + seen)  # his own later word is no conflict
    assert store.sql("SELECT count(*) FROM review").rows[0][0] == 3


def test_what_settles_a_disagreement_stands_alone(store: Store) -> None:
    store.judge(ATTACK, "changed", by="ann", replacement={"status": "denied"})
    store.judge(ATTACK, "changed", by="bob", replacement={"status": "happened"})
    settled = store.judge(ATTACK, "right", by="eve", final=True)
    assert (row(store)["status"], row(store)["review"]) == ("alleged", "right")
    store.judge(ATTACK, "wrong", by="bob")
    assert row(store)["review"] == "right"
    store.undo_review(settled, by="eve")
    assert (row(store)["status"], row(store)["review"]) == ("happened", "wrong")


def test_a_note_changes_nothing(store: Store) -> None:
    before = row(store)
    store.judge(ATTACK, "noted", by="ann", note="ask the desk")
    assert row(store) == before


def test_times_places_and_figures_are_corrected(store: Store) -> None:
    store.judge(ATTACK, "changed", by="ann", replacement={
        "when": {"start": "2020-03-09", "end": "2020-03-10", "grain": "day", "span": words(TEXT, "on Tuesday")},
        "place": None,
        "figures": [{"what": "killed", "min": 4, "max": None, "span": words(TEXT, "killing 4 people")}],
    })  # fmt: skip
    found = row(store)
    assert (found["first"], found["last"], found["place"], found["killed_min"], found["killed_max"]) == (
        "2020-03-09", "2020-03-10", None, 4, None,
    )  # fmt: skip
    assert list(store.verify()) == []


def together(store: Store) -> list[list[str]]:
    found: dict[str, list[str]] = {}
    for event in store.find("type:ASSAULT", limit=None):
        found.setdefault(event["story"], []).append(event["report"])
    return sorted(sorted(reports) for reports in found.values())


def test_splits_and_joins_of_stories_can_be_undone(store: Store) -> None:
    put(store, shelling("r2"), shelling("r3"))
    assert together(store) == [["r1", "r2", "r3"]]
    second = next(e["id"] for e in store.find("type:ASSAULT") if e["report"] == "r2")
    store.split(second, by="ann")
    assert together(store) == [["r1", "r3"], ["r2"]]
    store.undo_deed(1, by="ann")
    assert together(store) == [["r1", "r2", "r3"]]
    with pytest.raises(BadQuery, match="undone already"):
        store.undo_deed(1, by="ann")
    store.split(second, by="ann")
    store.join(ATTACK, second, by="ann")
    assert together(store) == [["r1", "r2", "r3"]]
    join = store.sql("SELECT max(key) FROM deed WHERE what = 'join'").rows[0][0]
    store.undo_deed(join, by="ann")
    assert len(together(store)) == 2
    assert list(store.verify()) == []


def test_parties_are_joined_and_put_apart_and_stay_so(store: Store) -> None:
    put(store, shelling("r2"))
    ids = {p["name"]: p["id"] for p in store.sql("SELECT id, name FROM parties")}
    kept = store.join_parties(ids["Armenia"], ids["Azerbaijan"], by="ann", note="a test")
    assert [p["id"] for p in store.sql("SELECT id FROM parties")] == [kept]
    assert store.current_id(next(i for i in ids.values() if i != kept)) == kept
    put(store, shelling("r3"))
    list(store.rebuild())
    assert store.sql("SELECT count(*) FROM parties").rows[0][0] == 1
    assert list(store.verify()) == []
    store.undo_deed(1, by="ann")
    assert {p["name"] for p in store.sql("SELECT name FROM parties WHERE reports > 0")} == {"Armenia", "Azerbaijan"}
    actor = store.sql("SELECT id FROM actor WHERE name = 'Armenia' ORDER BY key").rows[0][0]
    apart = store.split_party(f"r1|{actor}", by="ann")
    list(store.rebuild())
    assert store.sql("SELECT reports FROM parties WHERE id = ?", (apart,)).rows == [(1,)]
    assert list(store.verify()) == []
