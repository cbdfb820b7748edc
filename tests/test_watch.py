"""Watching feeds: each item once, whatever the servers do and whenever the program is stopped."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from dragoman.errors import UnreadableInput
from dragoman.model import Document
from dragoman.read import Unread
from dragoman.read.inputs import Settings
from dragoman.watch import Feeds, Ledger, Round, read_feeds, watch
from feed_server import KINDS, FeedServer, toml

KEEPER = """
import json, os, sys, time
from pathlib import Path
from dragoman.read.inputs import Settings
from dragoman.watch import Ledger, read_feeds, watch
folder = Path(sys.argv[1])
known = {json.loads(line)[0] for line in (folder / "out").read_text().splitlines() if line.endswith("]")} if (folder / "out").exists() else set()
def keep(reports):
    for one in reports:
        document = one.document if hasattr(one, "document") else one
        if document.id not in known:
            with open(folder / "out", "a") as out:
                out.write(json.dumps([document.id, document.title]) + "\\n")
            known.add(document.id)
        time.sleep(0.01)
    return {one.id: ("added", None) for one in reports}
feeds = read_feeds(folder / "feeds.toml")
for _ in watch(feeds, Ledger(folder / "ledger"), keep, settings=Settings(allow=feeds.allow), once=True):
    pass
"""


@pytest.fixture
def server() -> Iterator[FeedServer]:
    made = FeedServer(2 * len(KINDS), hosts=6, silence=3.0)
    yield made
    made.close()


class Kept:
    def __init__(self) -> None:
        self.documents: list[Document] = []
        self.unread: list[Unread] = []

    def __call__(self, reports: Sequence[Document | Unread]) -> dict[str, tuple[str, str | None]]:
        for one in reports:
            (self.documents if isinstance(one, Document) else self.unread).append(one)  # type: ignore[arg-type]
        return {one.id: ("added", None) for one in reports}


def rounds(tmp_path: Path, feeds: Feeds, kept: Kept, count: int) -> list[Round]:
    made = []
    for done in watch(
        feeds,
        Ledger(tmp_path / "ledger"),
        kept,
        settings=Settings(allow=feeds.allow),
        sleep=lambda s: time.sleep(min(s, 0.6)),
    ):
        made.append(done)
        if len(made) == count:
            break
    return made


def test_each_item_is_taken_once_from_servers_that_misbehave(tmp_path: Path, server: FeedServer) -> None:
    (tmp_path / "feeds.toml").write_text(toml(server, every=0.2, timeout=1.5))
    kept = Kept()
    made = rounds(tmp_path, read_feeds(tmp_path / "feeds.toml"), kept, 9)
    for _ in range(10):  # where the machine is busy, a server that was slow is asked again later
        names = [d.title.removeprefix("Talks end ") for d in kept.documents if d.title]
        if set(names) == set(server.expected()):
            break
        made += rounds(tmp_path, read_feeds(tmp_path / "feeds.toml"), kept, 3)
    assert sorted(names) == sorted(server.expected())
    assert not kept.unread
    assert made[0].asked == len(server.urls)
    assert all(r.asked == r.changed + r.unchanged + r.failed.total() for r in made)
    assert server.not_modified > 0
    assert not [path for path in server.asked if path.startswith("/forbidden")]
    assert max(server.asked[f"/gone/{n}"] for n, kind in server.kinds.items() if kind == "gone") == 1
    assert max(server.asked[f"/silent/{n}"] for n, kind in server.kinds.items() if kind == "silent") < len(made)
    pages = [d for d in kept.documents if d.origin and d.origin.found.get("text") == "page"]
    assert len(pages) == 2 * 3
    assert all("had begun in March" in d.text for d in pages)


def test_a_stop_at_any_moment_loses_nothing_and_doubles_nothing(tmp_path: Path, server: FeedServer) -> None:
    (tmp_path / "feeds.toml").write_text(toml(server, every=0.0, timeout=1.5))
    luck = random.Random(8)
    command = [sys.executable, "-c", KEEPER, str(tmp_path)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    for _ in range(4):
        child = subprocess.Popen(command, env=environment)
        time.sleep(luck.uniform(0.8, 2.5))
        child.send_signal(signal.SIGKILL)
        child.wait()
    for _ in range(3):
        subprocess.run(command, env=environment, check=True)
    lines = [json.loads(line) for line in (tmp_path / "out").read_text().splitlines()]
    names = [title.removeprefix("Talks end ") for _, title in lines]
    assert len(names) == len(set(names))
    assert set(names) == server.expected()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("feeds = [", "not TOML"),
        ("every = 5", "names no feed"),
        ("[[feeds]]\nurl = 'file:///etc/passwd'", "no web address"),
        ("every = 'often'\n[[feeds]]\nurl = 'https://a.example'", "no time"),
        ("evry = 5\n[[feeds]]\nurl = 'https://a.example'", "not known"),
    ],
)
def test_a_wrong_file_is_told_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "feeds.toml").write_text(text)
    with pytest.raises(UnreadableInput, match=said):
        read_feeds(tmp_path / "feeds.toml")


def test_a_private_address_is_not_fetched_unless_it_is_allowed(tmp_path: Path, server: FeedServer) -> None:
    (tmp_path / "feeds.toml").write_text(f'[[feeds]]\nurl = "{server.urls[0]}"\n')
    kept = Kept()
    (done,) = rounds(tmp_path, read_feeds(tmp_path / "feeds.toml"), kept, 1)
    assert done.failed.total() == 1
    assert "not a public address" in next(iter(done.failed))
    assert not server.asked
