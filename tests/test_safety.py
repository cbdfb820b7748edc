"""Hostile files and addresses: refused with a clear sentence, nothing written, nothing fetched, memory bounded."""

from __future__ import annotations

import gzip
import io
import os
import socket
import threading
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from dragoman.errors import UnreadableInput
from dragoman.model import Document
from dragoman.read import Bounds, Unread, read
from dragoman.read.web import fetch, is_public
from samples import bomb, docx, html, inflate, jsonl, pdf, plain, tarred, zipped


def read_bytes(tmp_path: Path, name: str, data: bytes, **said: Any) -> list[Document | Unread]:
    (tmp_path / "in").mkdir(exist_ok=True)
    path = tmp_path / "in" / name
    path.write_bytes(data)
    results = list(read([str(path)], **said))
    assert [p.name for p in tmp_path.iterdir()] == ["in"]
    assert list((tmp_path / "in").iterdir()) == [path]
    return results


def reasons(results: list[Document | Unread]) -> list[str]:
    return [r.reason for r in results if isinstance(r, Unread)]


# --- pages --------------------------------------------------------------------------------------------------------


def test_a_page_of_too_many_elements_is_refused(tmp_path: Path) -> None:
    """Work grows with the elements of a page, and with how deep they lie, far more than with its bytes."""
    page = html().replace(b"</article>", b"<p>word</p>" * 300 + b"</article>")
    (reason,) = reasons(read_bytes(tmp_path, "a.html", page, bounds=Bounds(elements=300)))
    assert "more than 300 elements" in reason
    (document,) = read_bytes(tmp_path, "a.html", page, bounds=Bounds(elements=400))
    assert isinstance(document, Document)


def test_the_worst_page_within_the_bounds_takes_less_than_five_seconds(tmp_path: Path) -> None:
    deep = (
        b"<div>" * 240
        + b"<p>The government of Alba said on Monday that it had ended all talks.</p>" * 10
        + b"</div>" * 240
    )
    began = time.process_time()
    assert read_bytes(tmp_path, "a.html", b"<html><body>" + deep * 158 + b"</body></html>")
    assert time.process_time() - began < 5


# --- archives -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "made"),
    [("a.zip", bomb), ("a.gz", lambda: inflate(128 * 2**20)), ("a.zip", lambda: zipped({"b.zip": bomb()})), ("a.tgz", lambda: gzip.compress(tarred({"a.jsonl": b"a" * (64 * 2**20)})))],
    ids=["zip", "gzip", "zip in zip", "tar in gzip"],
)  # fmt: skip
def test_an_archive_that_unpacks_to_far_more_than_its_size_is_refused(tmp_path: Path, name: str, made: Any) -> None:
    data = made()
    tracemalloc.start()
    found = reasons(read_bytes(tmp_path, name, data))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found
    assert any(word in found[-1] for word in ("200 times its size", "larger than", "longer than"))
    assert peak < 250 * 2**20


def test_what_all_archives_unpack_to_is_bounded_together(tmp_path: Path) -> None:
    members = {f"{n}.txt": os.urandom(300).hex().encode() * 20 for n in range(20)}
    found = reasons(read_bytes(tmp_path, "a.zip", zipped(members), bounds=Bounds(unpacked=100_000)))
    assert any("unpacks to more than" in reason for reason in found)


@pytest.mark.parametrize(
    "name", ["../../evil.txt", "/etc/evil.txt", "C:\\evil.txt", "a/../../evil.txt", "..\\evil.txt"]
)
def test_a_name_that_leads_out_is_refused_and_the_rest_is_read(tmp_path: Path, name: str) -> None:
    for kind, made in (("a.zip", zipped), ("a.tar", tarred)):
        (tmp_path / kind).mkdir()
        results = read_bytes(tmp_path / kind, kind, made({name: plain(), "good.txt": plain()}))
        assert [type(r) for r in results] == [Unread, Document]
        assert "leads out of the archive" in reasons(results)[0]


def test_links_and_devices_in_archives_are_not_followed(tmp_path: Path) -> None:
    import tarfile

    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for kind, target in (
            (tarfile.SYMTYPE, "/etc/passwd"),
            (tarfile.LNKTYPE, "/etc/passwd"),
            (tarfile.FIFOTYPE, ""),
        ):
            info = tarfile.TarInfo(f"member{kind!r}.txt")
            info.type, info.linkname = kind, target
            archive.addfile(info)
    assert [r.split(",")[0] for r in reasons(read_bytes(tmp_path, "a.tar", out.getvalue()))] == [
        "The member is a link", "The member is a link", "The member is a pipe or a device",
    ]  # fmt: skip
    info2 = zipfile.ZipInfo("link.txt")
    info2.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(info2, "/etc/passwd")
    (tmp_path / "z").mkdir()
    assert "is a link" in reasons(read_bytes(tmp_path / "z", "a.zip", out.getvalue()))[0]


def test_a_locked_member_and_nested_archives_without_end_are_refused(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": plain()}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "password" in reasons(read_bytes(tmp_path, "a.zip", bytes(data)))[0]
    nested = plain()
    for n in range(8):
        nested = zipped({f"{n}.zip" if n else "a.txt": nested})
    (tmp_path / "n").mkdir()
    assert "more than 4 deep" in reasons(read_bytes(tmp_path / "n", "a.zip", nested))[0]


# --- XML ----------------------------------------------------------------------------------------------------------

LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(f"<!ENTITY {b} '{'&' + a + ';' * 1}{('&' + a + ';') * 9}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)) + "]>"  # fmt: skip
OUTSIDE = "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"


@pytest.mark.parametrize("trap", [LAUGHS, OUTSIDE], ids=["a billion laughs", "a file outside"])
@pytest.mark.parametrize("kind", ["items.xml", "feed.xml", "report.docx"])
def test_entities_are_refused(tmp_path: Path, trap: str, kind: str) -> None:
    if kind == "items.xml":
        data = f'<?xml version="1.0"?>{trap}<newsItem><contentMeta><headline>&i;&a;</headline></contentMeta></newsItem>'.encode()
    elif kind == "feed.xml":
        data = f'<?xml version="1.0"?>{trap}<rss><channel><item><title>&i;&a;</title></item></channel></rss>'.encode()
    else:
        whole = docx(["x"])
        with zipfile.ZipFile(io.BytesIO(whole)) as archive:
            parts = {n: archive.read(n) for n in archive.namelist()}
        parts["word/document.xml"] = (
            f'<?xml version="1.0"?>{trap}<w:document xmlns:w="u"><w:p>&i;&a;</w:p></w:document>'.encode()
        )
        data = zipped(parts)
    (reason,) = reasons(read_bytes(tmp_path, kind, data))
    assert "entities" in reason


# --- size and time ------------------------------------------------------------------------------------------------


SIZES = dict.fromkeys(("jsonl", "csv", "mbox"), 2**28)
"""These read to the end of the line, to go on with the next: two gigabytes take them some seconds each."""


class Endless(io.RawIOBase):
    """One line of gigabytes, made as it is read."""

    def __init__(self, head: bytes, size: int) -> None:
        self._head, self._left = head, size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._head:
            piece = self._head[: len(buffer)]
            self._head = self._head[len(piece) :]
        else:
            piece = b"a" * min(len(buffer), self._left)
            self._left -= len(piece)
        buffer[: len(piece)] = piece
        return len(piece)


@pytest.mark.parametrize(
    ("format", "head"),
    [("text", b""), ("html", b"<html>"), ("jsonl", b'{"text": "'), ("csv", b"text\n"), ("mbox", b"From a b\nSubject: "), ("warc", b"WARC/1.0\r\nX: "), ("ninjs", b'{"uri": "'), ("rtf", b"{\\rtf1 "), ("mail", b"Subject: "), ("newsml", b"<newsItem>"), ("feed", b"<rss>")],
)  # fmt: skip
def test_gigabytes_in_one_line_are_refused_in_bounded_memory(format: str, head: bytes) -> None:
    tracemalloc.start()
    results = list(read(["-"], format=format, stdin=io.BufferedReader(Endless(head, SIZES.get(format, 2**31)), 2**20)))  # type: ignore[arg-type]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert results
    assert all(isinstance(r, Unread) for r in results)
    assert any(word in reasons(results)[0] for word in ("larger than", "longer than", "cut off"))
    assert peak < 400 * 2**20


def test_a_child_that_may_not_have_the_memory_it_wants_is_told_of(tmp_path: Path) -> None:
    (reason,) = reasons(read_bytes(tmp_path, "a.pdf", pdf(), bounds=Bounds(child=20 * 2**20)))
    assert "PDF" in reason or "memory" in reason


def test_a_child_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    (reason,) = reasons(read_bytes(tmp_path, "a.pdf", pdf(), bounds=Bounds(step_wait=0.001)))
    assert "took longer than" in reason


# --- web addresses ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1", "192.0.2.1", "nonsense"],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


def test_addresses_that_are_public() -> None:
    assert all(map(is_public, ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1"]))


@pytest.fixture
def site() -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            where = {
                "/circle": "/circle2",
                "/circle2": "/circle",
                "/away": f"http://localhost:{self.server.server_address[1]}/page",
                "/file": "file:///etc/passwd",
            }  # type: ignore[attr-defined]
            data = html() if self.path == "/page" else b"a" * (200_000 if self.path == "/long" else 10)
            self.send_response(302 if self.path in where else 200)
            if self.path in where:
                self.send_header("Location", where[self.path])
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_an_allowed_address_is_read(site: str) -> None:
    (document,) = read([f"{site}/page"], allow=["127.0.0.1"])
    assert isinstance(document, Document)
    assert (document.title, document.url) == ("Alba ends talks with Borduria", f"{site}/page")
    assert document.origin is not None
    assert document.origin.address == f"{site}/page"


@pytest.mark.parametrize(
    ("path", "said"),
    [("/circle", "circle"), ("/away", "not a public address (localhost is at"), ("/file", "no http or https"), ("/long", "sends more than")],
)  # fmt: skip
def test_redirects_and_sizes_are_bounded(site: str, path: str, said: str) -> None:
    (result,) = read([f"{site}{path}"], allow=["127.0.0.1"], bounds=Bounds(file=100_000))
    assert isinstance(result, Unread)
    assert said in result.reason


def test_loopback_is_refused_unless_allowed(site: str) -> None:
    (result,) = read([f"{site}/page"])
    assert isinstance(result, Unread)
    assert "not a public address" in result.reason


def test_every_address_of_a_name_must_be_public_and_is_looked_up_once(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, asked = socket.getaddrinfo, []

    def look(host: str, port: int, *more: Any, **named: Any) -> Any:
        asked.append(host)
        if host == "two.example":
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in ("93.184.216.34", "127.0.0.1")]
        if host == "turns.example":  # public at first, private when asked again
            first = "127.0.0.1" if asked.count(host) > 1 else "93.184.216.34"
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (first, port))]
        return real(host, port, *more, **named)

    connected: list[str] = []

    def connect(address: tuple[str, int], *_: Any, **__: Any) -> socket.socket:
        connected.append(address[0])
        raise OSError("no network in tests")

    monkeypatch.setattr(socket, "getaddrinfo", look)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(UnreadableInput, match="not a public address"):
        fetch("http://two.example/")
    assert connected == []
    with pytest.raises(UnreadableInput, match="cannot be fetched"):
        fetch("http://turns.example/")
    assert connected == ["93.184.216.34"]
    assert asked.count("turns.example") == 1


@pytest.mark.parametrize(
    "address", ["http://user:pw@example.org/", "http:///x", "http://a b/", "http://[::1", "https://exa\nmple.org"]
)
def test_strange_addresses_are_refused(address: str) -> None:
    with pytest.raises(UnreadableInput):
        fetch(address)


def test_a_file_is_read_as_far_as_the_bounds_of_its_kind(tmp_path: Path) -> None:
    results = read_bytes(tmp_path, "a.jsonl.gz", gzip.compress(jsonl()), bounds=Bounds(line=100))
    assert all("longer than" in reason for reason in reasons(results))
    assert len(results) == 3


def test_a_header_nested_without_end_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    """Comments in addresses are read by recursion in the standard library."""
    hostile = tmp_path / "a.eml"
    hostile.write_bytes(
        b"From: " + b"(" * 20_000 + b"\nSubject: x\n\nEnvoys of Alba and Borduria met in Oslo on Monday.\n"
    )
    (one,) = read([str(hostile)], format="mail")
    assert isinstance(one, Unread)
    assert one.rejection.reason == "The message cannot be parsed (RecursionError): save its text."
