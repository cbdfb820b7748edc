"""The workbench over HTTP: pages and their twins, safety, errors."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from codings import Builder, document, shelling
from dragoman.model import Coding
from dragoman.serve import Settings, application
from dragoman.serve.marking import Proof, paragraphs
from dragoman.serve.tokens import Tokens, beside, make
from dragoman.store import Store

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\u202eabc\u202c"


def hostile() -> Coding:
    """A report in which everything that can hold words tries to be markup."""
    text = f"{HOSTILE} Armenia {HOSTILE} accused Azerbaijan of shelling {HOSTILE}Goris. " + "x" * 1_000_000
    b = Builder(document(text, "evil", title=HOSTILE, source=HOSTILE, url="javascript:alert(3)"))
    left, right = b.slot(f"Armenia {HOSTILE}", "ARM"), b.slot("Azerbaijan", "AZE")
    b.event("ACCUSE", "accused", [left], [right], place=(f"{HOSTILE}Goris", "ARM", 39.5, 46.3), basis={"type": HOSTILE})
    b.statement(left, "accused", "shelling", act="accuse")
    return b.coding()


@pytest.fixture
def base(tmp_path: Path) -> Path:
    path = tmp_path / "base.db"
    with Store.open(path, write=True) as store:
        run = store.start_run("hand-1.0", "test", {})
        list(store.add([shelling(), shelling("r2", source="Second Post")], run))
        store.end_run(run, {"added": 2})
    return path


@pytest.fixture
def client(base: Path) -> Iterator[TestClient]:
    with TestClient(application(base, Settings()), base_url="http://localhost") as client:
        yield client


def addresses(base: Path) -> list[str]:
    """Every page over a base, with real ids."""
    with Store.open(base) as store:
        first = {
            kind: store.sql(f"SELECT id FROM {kind} ORDER BY id").rows[0][0]
            for kind in ("events", "statements", "stories", "reports")
        }
    return ["/", "/events", "/stories", "/statements", *(f"/{kind}/{id}" for kind, id in first.items())]


def twin(address: str) -> str:
    return "/index.json" if address == "/" else address + ".json"


def test_every_page_has_a_twin_that_holds_what_it_shows(base: Path, client: TestClient) -> None:
    for address in addresses(base):
        page = client.get(address, headers={"accept": "text/html"})
        assert page.status_code == 200, address
        assert "<main" in page.text
        data = client.get(twin(address))
        assert data.headers["content-type"] == "application/json", address
        assert isinstance(data.json(), dict)
    events = client.get("/events.json").json()
    assert [e["type"] for e in events["rows"] if e["type"] == "ASSAULT"] == ["ASSAULT", "ASSAULT"]


def test_a_list_is_narrowed_by_the_filter_of_the_command_line(client: TestClient) -> None:
    for query in ("type=ASSAULT", "where=type:ASSAULT", "type=assault&country=ARM&since=2020"):
        rows = client.get(f"/events.json?{query}").json()["rows"]
        assert {r["type"] for r in rows} == {"ASSAULT"}, query
    wrong = client.get("/events.json?colour=red")
    assert (wrong.status_code, wrong.headers["content-type"]) == (400, "application/problem+json")
    assert "colour" in wrong.json()["detail"]


def test_pages_follow_one_another_without_gap_or_double(client: TestClient) -> None:
    seen: list[str] = []
    after = ""
    while True:
        data = client.get(f"/events.json?limit=2{'&after=' + after if after else ''}").json()
        seen += [r["id"] for r in data["rows"]]
        after = data["next"]
        if not after:
            break
    whole = [r["id"] for r in client.get("/events.json").json()["rows"]]
    assert seen == whole
    assert client.get("/events.json?after=nonsense").status_code == 400


def test_a_report_page_marks_the_words_of_each_record(base: Path, client: TestClient) -> None:
    data = client.get("/reports/r1.json").json()
    text = shelling().document.text
    pieces = [p for line in data["paragraphs"] for p in line]
    assert "".join(p["text"] for p in pieces) == text
    attack = next(r for r in data["records"] if r.get("type") == "ASSAULT")
    lit = {p["text"] for p in pieces if f"{attack['id']}:type" in p["proofs"]}
    assert lit == {"shelling"}


def test_what_is_gone_says_so_and_what_never_was_too(base: Path, client: TestClient) -> None:
    assert client.get("/reports/none", headers={"accept": "text/html"}).status_code == 404
    with Store.open(base, write=True) as store:
        store.remove("r2", "asked for by the outlet")
    gone = client.get("/reports/r2", headers={"accept": "text/html"})
    assert gone.status_code == 410
    assert "asked for by the outlet" in gone.text


def test_text_is_shown_as_text_wherever_it_stands(base: Path, client: TestClient) -> None:
    with Store.open(base, write=True) as store:
        list(store.add([hostile()], store.start_run("hand-1.0", "test", {})))
    with Store.open(base) as store:
        ids = {k: store.sql(f"SELECT id FROM {k} WHERE report = 'evil'").rows[0][0] for k in ("events", "statements")}
    for address in ("/", "/events", "/statements", "/stories", "/reports/evil", *(f"/{k}/{i}" for k, i in ids.items())):
        page = client.get(address, headers={"accept": "text/html"})
        assert page.status_code == 200, address
        assert "<script>alert" not in page.text, address
        assert "<img src=x" not in page.text, address
        assert "\u202e" not in page.text or 'class="hidden-sign"' in page.text, address
        assert 'href="javascript:' not in page.text, address
    reflected = client.get("/events", params={"where": HOSTILE}, headers={"accept": "text/html"})
    assert "<script>alert" not in reflected.text


def test_every_answer_forbids_scripts_that_are_not_ours(client: TestClient) -> None:
    for address in ("/", "/events.json", "/nowhere", "/static/look.css"):
        policy = client.get(address).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert client.get(address).headers["x-content-type-options"] == "nosniff"


def test_strange_names_strange_pages_and_large_bodies_are_refused(base: Path, client: TestClient) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 421
    assert client.post("/events", headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.post("/events", headers={"origin": "http://evil.example"}).status_code == 403
    assert client.post("/events", content=b"x", headers={"content-length": "99999999"}).status_code == 413


def test_tokens_are_needed_where_others_can_reach_us(base: Path) -> None:
    reader, reviewer = make(beside(base), "rita", "read"), make(beside(base), "ann", "review")
    tokens = Tokens.read(beside(base))
    assert reader not in beside(base).read_text()
    assert beside(base).stat().st_mode & 0o077 == 0
    with TestClient(application(base, Settings(tokens=tokens, open=False)), base_url="http://localhost") as client:
        assert client.get("/events.json").status_code == 401
        assert client.get("/events.json", headers={"authorization": "Bearer wrong"}).status_code == 401
        assert client.get("/events.json", headers={"authorization": f"Bearer {reader}"}).status_code == 200
        assert client.post("/events.json", headers={"authorization": f"Bearer {reader}"}).status_code == 403
        assert client.post("/events.json", headers={"authorization": f"Bearer {reviewer}"}).status_code == 405
        assert client.get("/static/look.css").status_code == 200


def test_a_question_that_takes_too_long_is_ended(base: Path) -> None:
    with TestClient(application(base, Settings(patience=0.0)), base_url="http://localhost") as client:
        with Store.open(base) as store:
            events: list[Any] = list(store.find())
        assert events
        answer = client.get("/events.json")
        assert answer.status_code in (200, 503)  # a small base may be done before anybody looks at the clock


def test_pieces_make_the_text_again_and_name_what_must_not_act() -> None:
    text = "One \u202eturned\u202c line.\n\nTwo words here."
    lines = paragraphs(text, [Proof(0, 3, "a", "type"), Proof(2, 6, "b", "actors"), Proof(26, 31, "a", "place")])
    assert ["".join(p.text for p in line) for line in lines] == text.split("\n\n")
    signs = [p.hidden for line in lines for p in line if p.hidden]
    assert signs == ["RIGHT-TO-LEFT OVERRIDE", "POP DIRECTIONAL FORMATTING"]
    assert all(text[p.start : p.start + len(p.text)] == p.text for line in lines for p in line)


def test_no_page_leads_nowhere(base: Path, client: TestClient) -> None:
    """Every link and search form of every page, and of the pages behind them, is answered."""
    seen, waiting = set(), ["/"]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address, headers={"accept": "text/html"})
        assert answer.status_code == 200, address
        if "text/html" in answer.headers["content-type"] and len(seen) < 200:
            found = re.findall(r'href="(/[^"#]*)|<form (?![^>]*method="post")[^>]*action="(/[^"#]*)', answer.text)
            found = [link or form for link, form in found]
            waiting += [html.unescape(a) for a in found if not a.startswith("/static")]
    assert {"/events", "/stories", "/statements", "/review"} <= seen
    assert any(a.startswith("/stories/") for a in seen)
