"""What every request and answer must keep to, before and after the pages have their say.

Comes in: requests. Goes out: refusals of what is too large, asks for a strange name, comes from a strange page or shows
no token; on every answer the headers that keep text from ever being run. Pure ASGI, so that streams pass through.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response

from dragoman.serve.problems import problem
from dragoman.serve.settings import Settings
from dragoman.serve.tokens import Bearer

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY, "x-content-type-options": "nosniff", "referrer-policy": "same-origin",
    "x-frame-options": "DENY", "cross-origin-opener-policy": "same-origin", "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}  # fmt: skip
COOKIE = "dragoman_token"
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
FREE = ("/static/", "/sign-in")
"""What anybody may ask for."""
App = Callable[[Any, Any, Any], Awaitable[None]]


class Safety:
    """ASGI middleware around the whole application."""

    def __init__(self, app: App, settings: Settings) -> None:
        """Wrap an application."""
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Refuse, or pass on and put the headers on the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sending(message: Any) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, sending)
            return
        await self.app(scope, _bounded(receive, self.settings.largest), sending)

    def _refusal(self, scope: Any) -> Response | None:
        headers = Headers(scope=scope)
        if _host(headers.get("host", "")) not in self.settings.hosts:
            return problem(
                421,
                "This name is not served here",
                "Use the address that `dragoman serve` printed, or name yours with --host.",
            )
        if scope["method"] in UNSAFE and not _from_here(headers):
            return problem(
                403,
                "Asked for by a strange page",
                "Changes are taken only from the workbench's own pages and from programs.",
            )
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > self.settings.largest:
            return _too_large(self.settings.largest)
        scope.setdefault("state", {})["bearer"] = None
        return None if self.settings.open else self._admit(scope, headers)

    def _admit(self, scope: Any, headers: Headers) -> Response | None:
        """Who asks; None where they may."""
        path = scope["path"]
        if any(path.startswith(f) for f in FREE):
            return None
        bearer = self.settings.tokens.bearer(shown(headers))
        if bearer is None:
            if scope["method"] == "GET" and "text/html" in headers.get("accept", ""):
                return RedirectResponse(f"/sign-in?next={quote(path)}", 303)
            answer = problem(
                401,
                "A token is needed",
                "Send it as `Authorization: Bearer TOKEN`; `dragoman serve --new-token NAME` makes one.",
            )
            answer.headers["www-authenticate"] = "Bearer"
            return answer
        if scope["method"] in UNSAFE and bearer.right != "review":
            return problem(403, "The token gives no right to review", "Ask for one made with `--may review`.")
        scope["state"]["bearer"] = bearer
        return None


def bearer_of(scope: Any) -> Bearer | None:
    """Who asks, where tokens are needed."""
    found: Bearer | None = scope.get("state", {}).get("bearer")
    return found


def shown(headers: Headers) -> str:
    """The token that a program or a browser shows; empty where it shows none."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return token.strip()
    try:
        cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return cookie.value if cookie else ""


def _host(host: str) -> str:
    """The name without the port."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
    return f"[{name}]" if ":" in name else name


def _from_here(headers: Headers) -> bool:
    """Browsers say from which page a change comes; programs say nothing."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host", "")


def _bounded(receive: Any, largest: int) -> Any:
    """Bodies whose length nobody told are cut off where they become too large."""
    taken = 0

    async def receiving() -> Any:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > largest:
            raise TooLarge
        return message

    return receiving


class TooLarge(Exception):
    """A body that is larger than we take."""


def _too_large(largest: int) -> Response:
    return problem(413, "The request is too large", f"A request may have {largest:,} bytes: send reports one by one.")
