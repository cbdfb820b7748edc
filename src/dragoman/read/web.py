"""A web address -> its bytes, from public hosts only.

Comes in: an address that a user named. Goes out: an `Input`, or a `Page` with what the server said. Every address that a
name resolves to must be public, the connection goes to the very address that was checked (so that a name which changes
in between gains nothing), and each redirect is held to the same rules. Sizes, redirects and time are bounded. Hosts that
the user allows by name may be private. No cookie, no password, no proxy.
"""

from __future__ import annotations

import io
import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit, urlunsplit

from dragoman.errors import UnreadableInput
from dragoman.read.bounds import BOUNDS, MB, Bounds
from dragoman.read.formats import Format
from dragoman.read.inputs import Input, Settings
from dragoman.read.warc import inflated

if TYPE_CHECKING:
    import httpcore

AGENT = "dragoman/0.1 (reads news for research; one reader, no crawler)"
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_TYPES: dict[str, Format] = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Page:
    """What a server answered: the address after redirects, the status, the headers in lower case, the body unpacked."""

    address: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    moved: bool = False
    """Every redirect on the way was a permanent one."""


def is_address(path: str) -> bool:
    """Tell a web address from a path."""
    return _ADDRESS.match(path) is not None


@contextmanager
def open_address(address: str, format: Format | None, settings: Settings) -> Iterator[Input]:
    """Fetch an address; raises `UnreadableInput` for what cannot or must not be fetched."""
    page = fetch(address, allow=settings.allow, bounds=settings.bounds)
    if page.status != 200:
        raise UnreadableInput(f"The server answered {page.status}: check the address in a browser.")
    kind = page.headers.get("content-type", "").split(";")[0].strip().lower()
    path = urlsplit(page.address).path
    told = format or (_TYPES.get(kind) if "." not in path.rsplit("/", 1)[-1] else None)
    yield Input(address, io.BytesIO(page.body), told, settings=settings, name=path or "/", url=page.address)


def fetch(
    address: str,
    *,
    headers: Mapping[str, str] | None = None,
    allow: Iterable[str] = (),
    bounds: Bounds = BOUNDS,
    limit: int | None = None,
) -> Page:
    """Get an address, following redirects; raises `UnreadableInput` with one sentence."""
    until = time.monotonic() + bounds.seconds
    allowed = frozenset(host.lower() for host in allow)
    permanent, seen = True, {address}
    for _ in range(bounds.redirects + 1):
        page = _get(address, dict(headers or {}), allowed, bounds, limit or bounds.file, until)
        if page.status not in (301, 302, 303, 307, 308) or "location" not in page.headers:
            return Page(page.address, page.status, page.headers, page.body, permanent and len(seen) > 1)
        permanent = permanent and page.status in (301, 308)
        address = urljoin(address, page.headers["location"].strip())
        if address in seen:
            raise UnreadableInput("The server redirects in a circle: check the address in a browser.")
        seen.add(address)
    raise UnreadableInput(f"The server redirects more than {bounds.redirects} times: check the address in a browser.")


def _get(
    address: str, headers: dict[str, str], allowed: frozenset[str], bounds: Bounds, limit: int, until: float
) -> Page:
    """Get one address without following redirects."""
    import httpcore

    url, host = _checked(address)
    asked = {"Host": urlsplit(url).netloc, "User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "gzip"} | headers
    timeout = {"connect": bounds.wait, "read": bounds.wait, "write": bounds.wait, "pool": bounds.wait}
    try:
        with (
            httpcore.ConnectionPool(
                ssl_context=_tls(), network_backend=_public_only(host in allowed, until), max_connections=1, retries=0
            ) as pool,
            pool.stream("GET", url, headers=list(asked.items()), extensions={"timeout": timeout}) as answer,
        ):
            said = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in answer.headers}
            body = _body(answer, said, limit, until)
            return Page(url, answer.status, said, body)
    except httpcore.TimeoutException:
        raise UnreadableInput(f"The server gave nothing for {bounds.wait:.0f} seconds: try again later.") from None
    except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError) as error:
        why = str(error).split("\n")[0][:100] or type(error).__name__
        raise UnreadableInput(f"The address cannot be fetched ({why}): check it in a browser.") from None


def _checked(address: str) -> tuple[str, str]:
    """Hold an address against the rules; gives it in a normal form, and its host."""
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").rstrip("."), parts.port
        name = host if ":" in host or host.isascii() else host.encode("idna").decode("ascii")
    except ValueError:
        raise UnreadableInput("This is no web address: check its characters.") from None
    if parts.scheme.lower() not in ("http", "https") or not host:
        raise UnreadableInput("The address, or where it redirects to, is no http or https address: it is not fetched.")
    if parts.username or parts.password:
        raise UnreadableInput("The address holds a name or a password: leave them out.")
    if any(ord(c) <= 32 or ord(c) == 127 for c in address):
        raise UnreadableInput("This is no web address: check its characters.")
    bracketed = f"[{name}]" if ":" in name else name
    place = bracketed if port is None else f"{bracketed}:{port}"
    path = _quoted(parts.path or "/")
    return urlunsplit((parts.scheme.lower(), place, path, _quoted(parts.query), "")), name.lower()


def _quoted(part: str) -> str:
    from urllib.parse import quote

    return quote(part, safe="%/:?#[]@!$&'()*+,;=~-._")


def _body(answer: Any, headers: Mapping[str, str], limit: int, until: float) -> bytes:
    """Read a body piece by piece up to a limit, then unpack it."""
    pieces, size = [], 0
    for piece in answer.iter_stream():
        size += len(piece)
        if size > limit:
            raise UnreadableInput(f"The server sends more than {max(1, limit // MB)} MB: save the file by itself.")
        if time.monotonic() > until:
            raise UnreadableInput("The server takes too long to send the page: try again later.")
        pieces.append(piece)
    body = b"".join(pieces)
    coding = headers.get("content-encoding", "").strip().lower()
    if not body or coding in ("", "identity"):
        return body
    if coding in ("gzip", "x-gzip", "deflate"):
        return inflated(body, limit)
    raise UnreadableInput(f"The page is packed with {coding[:20]!r}, which was not asked for: save it by itself.")


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _public_only(allowed: bool, until: float) -> httpcore.NetworkBackend:
    """Make connections that go to checked addresses only."""
    import httpcore

    class PublicOnly(httpcore.SyncBackend):
        def connect_tcp(
            self,
            host: str,
            port: int,
            timeout: float | None = None,
            local_address: str | None = None,
            socket_options: Iterable[Any] | None = None,
        ) -> httpcore.NetworkStream:
            addresses = resolved(host, port, min(timeout or 10.0, max(0.1, until - time.monotonic())))
            if not allowed and (private := [a for a in addresses if not is_public(a)]):
                raise UnreadableInput(
                    f"The host has not a public address ({host} is at {private[0]}): allow it with --allow-host {host}."
                )
            for number, address in enumerate(addresses, start=1):
                try:
                    stream = super().connect_tcp(address, port, timeout, local_address, socket_options)
                except (httpcore.ConnectError, httpcore.ConnectTimeout):
                    if number == len(addresses) or time.monotonic() > until:
                        raise
                    continue
                peer = stream.get_extra_info("server_addr")[0]
                if not allowed and not is_public(peer):
                    stream.close()
                    raise UnreadableInput(
                        f"The host has not a public address ({host} is at {peer}): it is not fetched."
                    )
                return stream
            raise httpcore.ConnectError("no address")

        def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
            raise httpcore.ConnectError("no sockets")

    return PublicOnly()


def resolved(host: str, port: int, wait: float) -> list[str]:
    """Give the addresses of a host, at most four; raises `UnreadableInput`. Waits no longer than said."""
    found: list[Any] = []

    def look() -> None:
        try:
            found.append(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            found.append(error)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    thread.join(wait)
    if not found or isinstance(found[0], Exception) or not found[0]:
        raise UnreadableInput(f"There is no host {host}, or its name cannot be looked up: check the address.")
    addresses = dict.fromkeys(str(entry[4][0]) for entry in found[0])
    return list(addresses)


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public internet, and so is any that it stands for."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and (ip in _NAT64 or ip.packed[:12] == bytes(12)):
            inner = ipaddress.IPv4Address(ip.packed[12:])
        if inner is not None and not is_public(str(inner)):
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not ip.is_unspecified
