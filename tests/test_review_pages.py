"""Reviewing over HTTP: queue, verdicts, corrections by words, conflict, blind, undo, agreement."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from codings import shelling
from dragoman.report.agreement import agreement, alpha
from dragoman.serve import Settings, application
from dragoman.store import Store

ATTACK = shelling().events[0].id
SAID = shelling().statements[1].id
TEXT = shelling().document.text


@pytest.fixture
def base(tmp_path: Path) -> Path:
    path = tmp_path / "base.db"
    with Store.open(path, write=True) as store:
        list(store.add([shelling(), shelling("r2")], store.start_run("hand-1.0", "test", {})))
    return path


def browser(base: Path, name: str = "") -> TestClient:
    client = TestClient(application(base, Settings()), base_url="http://localhost")
    client.__enter__()
    if name:
        client.post("/review/name", data={"name": name}, follow_redirects=False)
    return client


@pytest.fixture
def ann(base: Path) -> Iterator[TestClient]:
    client = browser(base, "Ann Ö")
    yield client
    client.__exit__()


def row(base: Path, id: str = ATTACK, kind: str = "events") -> dict[str, Any]:
    with Store.open(base) as store:
        return next(iter(store.sql(f"SELECT * FROM {kind} WHERE id = ?", (id,))))


def test_nobody_reviews_without_a_name(base: Path) -> None:
    client = browser(base)
    answer = client.post(f"/review/events/{ATTACK}", json={"verdict": "right"})
    assert (answer.status_code, "Say who you are" in answer.json()["detail"]) == (400, True)
    assert row(base)["review"] is None


def test_a_queue_goes_through_all_records_once(base: Path, ann: TestClient) -> None:
    seen = []
    address = "/review/next"
    while (answer := ann.get(address, follow_redirects=False)).status_code == 303:
        page = ann.get(answer.headers["location"].replace("/review/events/", "/review/events/", 1))
        assert page.status_code == 200
        id = answer.headers["location"].split("/")[-1].partition("?")[0]
        assert id not in seen
        seen.append(id)
        ann.post(f"/review/events/{id}", json={"verdict": "right", "seen": 0})
    assert len(seen) == 6
    assert "Nothing is left" in answer.text


def test_skipping_goes_on_and_leaves_the_record_waiting(base: Path, ann: TestClient) -> None:
    first = ann.get("/review/next", follow_redirects=False).headers["location"].split("/")[-1]
    second = ann.get(f"/review/next?skip={first}", follow_redirects=False).headers["location"].split("/")[-1]
    assert first != second
    assert ann.get("/review/next?where=type:ASSAULT&order=newest", follow_redirects=False).status_code == 303
    assert ann.get("/review.json").json()["left"] == 6


def test_a_speaker_is_corrected_over_http(base: Path, ann: TestClient) -> None:
    start = TEXT.index("Armenia")
    words = {"start": start, "end": start + 7, "text": "Armenia"}
    answer = ann.post(
        f"/review/statements/{SAID}", json={"verdict": "changed", "replacement": {"speaker": words}, "seen": 0}
    )
    assert answer.status_code == 200
    assert row(base, SAID, "statements")["speaker"] == "Armenia"
    page = ann.get(f"/statements/{SAID}", headers={"accept": "text/html"}).text
    assert "corrected" in page
    assert "Ann Ö" in page
    undone = ann.post("/review/undo", json={"review": answer.json()["review"]})
    assert undone.json()["next"] == f"/review/statements/{SAID}"
    assert row(base, SAID, "statements")["speaker"] == "Azerbaijan"


def test_plain_forms_do_without_a_script(base: Path, ann: TestClient) -> None:
    answer = ann.post(
        f"/review/events/{ATTACK}",
        data={"verdict": "wrong", "seen": "0", "next": "/review/next"},
        follow_redirects=False,
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/review/next")
    assert row(base)["review"] == "wrong"
    away = ann.post(
        f"/review/events/{ATTACK}", data={"verdict": "right", "next": "//evil.example"}, follow_redirects=False
    )
    assert away.headers["location"] == "/"


def test_the_second_browser_sees_a_conflict_and_nothing_is_lost(base: Path, ann: TestClient) -> None:
    bob = browser(base, "Bob")
    seen = bob.get(f"/review/events/{ATTACK}.json").json()["seen"]
    ann.post(f"/review/events/{ATTACK}", json={"verdict": "right", "seen": 0, "note": "seen it"})
    late = bob.post(f"/review/events/{ATTACK}", json={"verdict": "wrong", "seen": seen})
    assert (late.status_code, late.headers["content-type"]) == (409, "application/problem+json")
    assert late.json()["reviews"][0]["note"] == "seen it"
    assert row(base)["review"] == "right"
    again = bob.post(f"/review/events/{ATTACK}", json={"verdict": "wrong", "seen": late.json()["seen"]})
    assert again.status_code == 200
    assert row(base)["review"] == "wrong"
    bob.__exit__()


def test_a_blind_reviewer_sees_the_coders_values_and_no_verdicts(base: Path, ann: TestClient) -> None:
    ann.post(
        f"/review/events/{ATTACK}", json={"verdict": "changed", "replacement": {"status": "happened"}, "note": "secret"}
    )
    bob = browser(base, "Bob")
    page = bob.get(f"/review/events/{ATTACK}.json?blind=1").json()
    assert (page["row"]["status"], page["row"]["review"], page["reviews"], page["seen"]) == ("alleged", None, [], None)
    assert bob.get(f"/review/events/{ATTACK}.json").json()["row"]["status"] == "happened"
    assert bob.get("/review.json?blind=1").json()["left"] == 6
    assert bob.get("/review.json").json()["left"] == 5
    bob.__exit__()


def test_what_is_missing_is_added(base: Path, ann: TestClient) -> None:
    assert ann.get("/review/reports/r1").status_code == 200
    start = TEXT.index("killing")
    values = {"type": "ASSAULT", "trigger": {"start": start, "end": start + 7, "text": "killing"}}
    answer = ann.post("/review/reports/r1", json={"kind": "event", "values": values})
    assert answer.status_code == 200
    assert row(base, answer.json()["record"])["review"] == "added"
    refused = ann.post("/review/reports/r1", json={"kind": "event", "values": {"type": "ASSAULT"}})
    assert (refused.status_code, "words" in refused.json()["detail"]) == (400, True)


def test_stories_are_split_and_the_split_undone(base: Path, ann: TestClient) -> None:
    story = row(base)["story"]
    ann.post(f"/review/stories/{story}", json={"split": ATTACK})
    assert row(base)["story"] != row(base, shelling("r2").events[0].id)["story"]
    ann.post("/review/undo-deed", json={"deed": 1})
    assert row(base)["story"] == row(base, shelling("r2").events[0].id)["story"]
    assert ann.get("/review/history").status_code == 200


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"verdict": 3}', b'{"verdict": "right", "seen": "x"}', b"[" * 100_000]
)
def test_broken_bodies_are_refused_in_words(ann: TestClient, body: bytes) -> None:
    answer = ann.post(f"/review/events/{ATTACK}", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


def test_alpha_is_krippendorffs() -> None:
    # The worked example of Krippendorff (2011), "Computing Krippendorff's alpha-reliability", nominal data with missing values.
    a = [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None]
    b = [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3]
    c = [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None]
    d = [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None]
    units = [[v for v in unit if v is not None] for unit in zip(a, b, c, d, strict=True)]
    assert alpha(units) == pytest.approx(0.743, abs=0.001)
    assert alpha([["x", "x"], ["y", "y"]]) == 1
    assert alpha([["x", "x"]]) is None


def test_agreement_is_over_records_that_two_judged(base: Path, ann: TestClient) -> None:
    other = shelling("r2").events[0].id
    with Store.open(base, write=True) as store:
        for by, verdicts in {"ann": ("right", "wrong"), "bob": ("right", "right")}.items():
            for record, verdict in zip((ATTACK, other), verdicts, strict=True):
                store.judge(record, verdict, by=by)
        store.judge(shelling().events[1].id, "right", by="ann")
        found = agreement(store)
        assert (found.units, found.alpha) == (2, pytest.approx(0.0))
        assert [d["record"] for d in found.open] == [other]
        store.judge(other, "right", by="eve", final=True)
        assert agreement(store).open == []
    assert ann.get("/review/agreement").status_code == 200
