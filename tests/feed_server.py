"""A server of feeds on the loopback that behaves as badly as servers do: silence, circles, broken XML, changing dates.

Comes in: how many feeds, and of which kinds. Goes out: their addresses, and the items that a patient reader can get.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KINDS = (
    "rss", "atom", "dates", "silent", "circle", "broken", "etag", "failing", "moved", "summary", "forbidden", "drip", "busy",
    "gone", "cut", "entities", "repeats", "growing",
)  # fmt: skip
"""One behaviour each; feed number n has kind n modulo their number."""
WITHOUT = frozenset({"silent", "circle", "broken", "forbidden", "drip", "gone", "entities"})
"""Kinds from which nothing can be read."""
ITEMS = 3
BODY = (
    "The government of {place} said on Monday that it had ended all talks with Borduria about the river border, citing attacks on "
    "its patrol boats. Its foreign minister told reporters that no new date had been set. Report {name}."
)


class FeedServer:
    """Ports on 127.0.0.1, each a host of its own, that serve feeds until it is closed."""

    def __init__(self, feeds: int, hosts: int = 1, silence: float = 30.0) -> None:
        self.asked: Counter[str] = Counter()
        self.not_modified = 0
        self.silence = silence
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._servers = [self._serve() for _ in range(hosts)]
        ports = [server.server_address[1] for server in self._servers]
        self.kinds = {n: KINDS[n % len(KINDS)] for n in range(feeds)}
        self.urls = {n: f"http://127.0.0.1:{ports[n % hosts]}/{self.kinds[n]}/{n}" for n in range(feeds)}

    def expected(self) -> set[str]:
        """Names of the items that can be read in the end."""
        return {f"{n}-{i}" for n, kind in self.kinds.items() if kind not in WITHOUT for i in range(self.items(kind))}

    def items(self, kind: str) -> int:
        return {"growing": ITEMS + 2, "cut": 1}.get(kind, ITEMS)

    def close(self) -> None:
        self._closed.set()
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def _serve(self) -> ThreadingHTTPServer:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    outer._answer(self)

            def log_message(self, format: str, *args: object) -> None:
                return

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return server

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        parts = handler.path.strip("/").split("/")
        if parts[0] == "robots.txt":
            return self._send(handler, 200, b"User-agent: *\nDisallow: /forbidden/\n", "text/plain")
        if parts[0] == "page":
            return self._send(handler, 200, page(parts[1]).encode(), "text/html")
        kind, number = parts[0], int(parts[1])
        with self._lock:
            self.asked[handler.path] += 1
            count = self.asked[handler.path]
        host = f"http://{handler.headers['Host']}"
        if kind == "silent":
            self._closed.wait(self.silence)
            return None
        if kind == "drip":
            handler.send_response(200)
            handler.end_headers()
            until = time.monotonic() + self.silence
            while time.monotonic() < until and not self._closed.wait(0.2):
                handler.wfile.write(b" ")
            return None
        if kind == "circle":
            return self._redirect(handler, 302, f"{host}/circle/{number}/{'a' if handler.path.endswith('b') else 'b'}")
        if kind == "moved" and len(parts) == 2:
            return self._redirect(handler, 301, f"{host}/moved/{number}/new")
        if (kind == "failing" and count % 2) or (kind == "busy" and count == 1):
            return self._send(handler, 500 if kind == "failing" else 429, b"no", "text/plain", {"Retry-After": "1"})
        if kind == "gone":
            return self._send(handler, 410, b"gone", "text/plain")
        if kind == "etag":
            if handler.headers.get("If-None-Match") == '"one"':
                self.not_modified += 1
                return self._send(handler, 304, b"", "text/plain", {"ETag": '"one"'})
            return self._send(handler, 200, rss(kind, number, ITEMS, host), "application/rss+xml", {"ETag": '"one"'})
        return self._send(handler, 200, body(kind, number, count, host), "application/rss+xml")

    def _redirect(self, handler: BaseHTTPRequestHandler, status: int, target: str) -> None:
        self._send(handler, status, b"", "text/plain", {"Location": target})

    def _send(
        self, handler: BaseHTTPRequestHandler, status: int, data: bytes, kind: str, more: dict[str, str] | None = None
    ) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(data)))
        for name, value in (more or {}).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(data)


def body(kind: str, number: int, count: int, host: str) -> bytes:
    """What a feed of a kind answers the count-th time."""
    match kind:
        case "atom":
            return atom(number, host)
        case "broken":
            return b"<html><body>404 <rss <<< &&& not a feed"
        case "entities":
            return b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss><channel>&b;</channel></rss>'
        case "cut":
            whole = rss(kind, number, ITEMS, host)
            return whole[: whole.index(b"</item>") + 60]
        case "growing":
            return rss(kind, number, min(ITEMS + 2, ITEMS + count - 1), host)
        case _:
            return rss(kind, number, ITEMS, host, shift=count if kind == "dates" else 0, doubled=kind == "repeats")


def rss(kind: str, number: int, items: int, host: str, shift: int = 0, doubled: bool = False) -> bytes:
    parts = []
    for i in range(items):
        name = f"{number}-{i}"
        date = f"Mon, {1 + shift % 20:02} Apr 2024 {8 + i:02}:00:{shift % 60:02} GMT"
        words = (
            "Talks on the river border have ended."
            if kind == "summary"
            else BODY.format(place=f"Alba {number}", name=name)
        )
        tag = "description" if kind == "summary" else "content:encoded"
        parts.append(
            f"<item><guid isPermaLink='false'>tag:{name}</guid><title>Talks end {name}</title><link>{host}/page/{name}</link>"
            f"<pubDate>{date}</pubDate><{tag}><![CDATA[<p>{words}</p>]]></{tag}></item>"
        )
    parts *= 2 if doubled else 1
    head = '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Alba Wire</title>'
    return f"{head}{''.join(parts)}</channel></rss>".encode()


def atom(number: int, host: str) -> bytes:
    entries = "".join(
        f"<entry><id>tag:{number}-{i}</id><title>Talks end {number}-{i}</title><link href='{host}/page/{number}-{i}'/>"
        f"<updated>2024-04-0{i + 1}T08:00:00Z</updated><content type='html'>&lt;p&gt;{BODY.format(place='Alba', name=f'{number}-{i}')}"
        "&lt;/p&gt;</content></entry>"
        for i in range(ITEMS)
    )
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Alba Atom</title>{entries}</feed>'.encode()


def page(name: str) -> str:
    return (
        f"<html><head><title>Talks end {name}</title></head><body><article><h1>Talks end {name}</h1>"
        f"<p>{BODY.format(place='Alba', name=name)}</p><p>The talks had begun in March.</p></article></body></html>"
    )


def toml(server: FeedServer, every: float, timeout: float = 2.0) -> str:
    """A feeds.toml for all feeds of a server."""
    head = f'every = {every}\ndelay = 0.0\ntimeout = {timeout}\nallow = ["127.0.0.1"]\n'
    return head + "".join(f'\n[[feeds]]\nurl = "{url}"\n' for url in server.urls.values())
