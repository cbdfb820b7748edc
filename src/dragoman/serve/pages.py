"""From a page's data to what is sent: HTML, its .json twin, or its rows as CSV and JSON lines.

Comes in: pages, each an address, a template and a function from store and request to data. Goes out: routes. The data are
all that a template gets, so the twin holds whatever the page shows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from dragoman.codebook import Codebook, load
from dragoman.errors import BadQuery
from dragoman.query import HELP, Filter, split
from dragoman.serve.access import Access
from dragoman.serve.drawing import Drawing
from dragoman.serve.problems import Moved
from dragoman.serve.remembering import Remembered
from dragoman.serve.safety import bearer_of
from dragoman.serve.settings import Settings
from dragoman.store import Store

NAME = "dragoman_name"
"""The cookie that holds a reviewer's name where there are no tokens."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What every page works with."""

    access: Access
    remembered: Remembered
    settings: Settings
    drawing: Drawing

    def codebook(self) -> Codebook:
        """What types, modes and statuses there are."""
        found: Codebook = self.remembered.get("codebook", load, forever=True)
        return found


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, as pages see it."""

    store: Store
    desk: Desk
    path: Mapping[str, str]
    query: Mapping[str, list[str]]
    who: str
    """Name of whoever asks; empty where nobody said."""
    may_review: bool = True

    def one(self, key: str, default: str = "") -> str:
        """The last value of a key."""
        values = self.query.get(key) or [default]
        return values[-1].strip() or default

    def filter(self) -> Filter:
        """The keys of the query that are keys of the filter; raises `BadQuery`."""
        keys = {k: v for k, v in self.query.items() if k.replace("-", "_") in HELP}
        line = split(self.one("where"))
        return Filter.make(line | {k: [*line.get(k, ()), *v] for k, v in keys.items()})

    def kept(self) -> dict[str, list[str]]:
        """The keys of the filter as they stand in the address."""
        return {k: v for k, v in self.query.items() if k in HELP or k == "where"}


Make = Callable[[Asked], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Page:
    """An address that can be cited, and what makes it."""

    address: str
    template: str
    make: Make
    own: frozenset[str] = field(default_factory=frozenset)
    """Keys of the query beside the filter's; None of either is an error that names them."""
    filtered: bool = False


def routes(pages: tuple[Page, ...], desk: Desk) -> APIRouter:
    """Each page with its twin."""
    router = APIRouter(include_in_schema=False)
    for page in pages:
        twin = "/index.json" if page.address == "/" else page.address + ".json"
        router.add_api_route(twin, _answer(page, desk, json=True), methods=["GET"])
    for page in pages:
        router.add_api_route(page.address, _answer(page, desk, json=False), methods=["GET"])
    return router


def _answer(page: Page, desk: Desk, *, json: bool) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        try:
            data = data_of(page, desk, request)
        except Moved as moved:
            if moved.passing:
                return RedirectResponse(moved.address, 303)
            return RedirectResponse(moved.address + (".json" if json else ""), 301)
        if json:
            return JSONResponse(data)
        return desk.drawing.page(page.template, data, request, who_of(request, desk))

    return answer


def data_of(page: Page, desk: Desk, request: Request) -> dict[str, Any]:
    """Run a page's function in this thread."""
    query = query_of(request, page.own, page.filtered)
    who = who_of(request, desk)
    may = desk.settings.open or ((b := bearer_of(request.scope)) is not None and b.right == "review")
    return desk.access.read(lambda store: page.make(Asked(store, desk, request.path_params, query, who, may)))


def query_of(request: Request, own: frozenset[str], filtered: bool) -> dict[str, list[str]]:
    """The query of an address; empty values are left out, so that an empty field of a form asks for nothing."""
    found: dict[str, list[str]] = {}
    for key, value in parse_qsl(request.url.query, keep_blank_values=True, max_num_fields=200):
        name = key.replace("-", "_")
        known = name in own or (filtered and (name in HELP or name == "where"))
        if not known:
            listed = sorted(own) + (["where", *HELP] if filtered else [])
            raise BadQuery(f"There is no {key!r} here: use {', '.join(listed) or 'the bare address'}.")
        if value.strip():
            found.setdefault(name, []).append(value.replace("\x00", ""))
    return found


def who_of(request: Request, desk: Desk) -> str:
    """Who asks: the name that a token was made for, else the one that the browser was told."""
    bearer = bearer_of(request.scope)
    if bearer:
        return bearer.name
    return unquote(request.cookies.get(NAME, ""))[:80].strip() if desk.settings.open else ""
