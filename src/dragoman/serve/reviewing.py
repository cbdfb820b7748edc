"""Taking what a reviewer says: verdicts, additions, joins and splits, undo.

Comes in: JSON from the page's script, or a plain form where there is none. Goes out: where to go next, after the review lies
safely in the file. A conflict is answered with what the other person said; nothing is written then.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, quote

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, RedirectResponse, Response

from dragoman.errors import BadQuery, Conflict
from dragoman.serve.drawing import record_address
from dragoman.serve.pages import NAME, Desk, who_of
from dragoman.serve.problems import Problem, problem
from dragoman.serve.queue import KINDS
from dragoman.store import Store

YEAR = 365 * 24 * 3600


def routes(desk: Desk) -> APIRouter:
    """The addresses that take reviews."""
    router = APIRouter(include_in_schema=False)

    def take(path: str, do: Callable[[Store, dict[str, Any], str, dict[str, str]], dict[str, Any]]) -> None:
        async def answer(request: Request) -> Response:
            said, is_form = await body_of(request)
            who = _named(request, desk)
            made = await run_in_threadpool(desk.access.write, lambda store: do(store, said, who, request.path_params))
            desk.remembered.forget("counts")
            if is_form:
                return RedirectResponse(_inside(str(said.get("next") or made["next"])), 303)
            return JSONResponse(made)

        router.add_api_route(path, answer, methods=["POST"])

    async def named(request: Request) -> Response:
        said, _ = await body_of(request)
        name = " ".join(str(said.get("name", "")).split())[:80]
        answer = RedirectResponse(_inside(str(said.get("next") or "/review")), 303)
        answer.set_cookie(NAME, quote(name), max_age=YEAR, httponly=True, samesite="strict")
        return answer

    router.add_api_route("/review/name", named, methods=["POST"])
    take("/review/undo", undo)
    take("/review/undo-deed", undo_deed)
    take("/review/reports/{id:path}", add)
    take("/review/stories/{id}", story)
    take("/review/parties/{id}", party)
    take("/review/{kind}/{id}", judge)
    return router


def judge(store: Store, said: dict[str, Any], who: str, path: dict[str, str]) -> dict[str, Any]:
    """A verdict on one record."""
    if path["kind"] not in KINDS:
        raise Problem(404, "There is no such page.")
    seen = said.get("seen")
    try:
        key = store.judge(
            path["id"], str(said.get("verdict", "")), by=who, note=_note(said), replacement=_object(said, "replacement"),
            seen=None if seen in (None, "") else int(seen), final=said.get("final") in (True, "1"),
        )  # fmt: skip
    except ValueError as error:
        raise BadQuery("`seen` is no number of a review.") from error
    return {"review": key, "next": str(said.get("next") or record_address(path["kind"], path["id"]))}


def add(store: Store, said: dict[str, Any], who: str, path: dict[str, str]) -> dict[str, Any]:
    """A record that the coder missed."""
    kind = str(said.get("kind", "event"))
    key, id = store.add_record(path["id"], kind, _object(said, "values"), by=who, note=_note(said))
    return {"review": key, "record": id, "next": record_address(f"{kind}s", id)}


def undo(store: Store, said: dict[str, Any], who: str, path: dict[str, str]) -> dict[str, Any]:
    """Take a review back."""
    try:
        review = int(said.get("review", ""))
    except (TypeError, ValueError) as error:
        raise BadQuery("`review` is no number of a review.") from error
    row = next(iter(store.sql("SELECT kind, record, attached FROM reviews WHERE id = ?", (review,))), None)
    key = store.undo_review(review, by=who, note=_note(said))
    there = row and row["attached"] and store.sql(f"SELECT 1 FROM {row['kind']} WHERE id = ?", (row["attached"],)).rows
    back = record_address(f"review/{row['kind']}s", row["attached"]) if row and there else "/review/history"
    return {"review": key, "next": back}


def undo_deed(store: Store, said: dict[str, Any], who: str, path: dict[str, str]) -> dict[str, Any]:
    """Take a join or split back."""
    try:
        deed = int(said.get("deed", ""))
    except (TypeError, ValueError) as error:
        raise BadQuery("`deed` is no number of a join or split.") from error
    store.undo_deed(deed, by=who, note=_note(said))
    return {"next": "/review/history"}


def story(store: Store, said: dict[str, Any], who: str, path: dict[str, str]) -> dict[str, Any]:
    """Take an event out of a story, or make two stories one."""
    if split := str(said.get("split", "")).strip():
        store.split(split, by=who, note=_note(said))
        return {"next": record_address("stories", store.current_id(path["id"]))}
    if other := _last_part(str(said.get("join", ""))):
        return {"next": record_address("stories", store.join(path["id"], other, by=who, note=_note(said)))}
    raise BadQuery("Say which event to take out (`split`) or which story to join with (`join`).")


def party(store: Store, said: dict[str, Any], who: str, path: dict[str, str]) -> dict[str, Any]:
    """Make two parties one, or take a mention out of a party."""
    if split := str(said.get("split", "")).strip():
        return {"next": record_address("parties", store.split_party(split, by=who, note=_note(said)))}
    if other := _last_part(str(said.get("join", ""))):
        return {"next": record_address("parties", store.join_parties(path["id"], other, by=who, note=_note(said)))}
    raise BadQuery("Say which mention to take out (`split`) or which party to join with (`join`).")


async def body_of(request: Request) -> tuple[dict[str, Any], bool]:
    """What was sent, and whether by a plain form."""
    body = await request.body()
    if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return {k: v[-1] for k, v in parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True).items()}, True
    try:
        found = json.loads(body or b"null")
    except (ValueError, RecursionError) as error:
        raise BadQuery("The body is no JSON.") from error
    if not isinstance(found, dict):
        raise BadQuery("The body is no JSON object.")
    return found, False


def conflict(request: Request, error: Conflict, desk: Desk) -> Response:
    """What the other person said, so that the page can show it and keep what was typed."""
    record = request.path_params.get("id", "")
    reviews = desk.access.read(
        lambda store: list(store.sql("SELECT * FROM reviews WHERE attached = ? ORDER BY id DESC LIMIT 5", (record,)))
    )
    return problem(409, "Somebody was faster", str(error), seen=reviews[0]["id"] if reviews else 0, reviews=reviews)


def _named(request: Request, desk: Desk) -> str:
    who = who_of(request, desk)
    if not who:
        raise Problem(
            400,
            "Say who you are first: reviews are kept with the name of whoever wrote them.",
            "The name is asked for on the page Review.",
        )
    return who


def _note(said: dict[str, Any]) -> str:
    return str(said.get("note") or "").strip()[:2_000]


def _object(said: dict[str, Any], key: str) -> dict[str, Any]:
    found = said.get(key) or {}
    if not isinstance(found, dict):
        raise BadQuery(f"`{key}` is no JSON object.")
    return found


def _last_part(text: str) -> str:
    """An id, also where somebody pasted the address of its page."""
    return text.strip().rstrip("/").rpartition("/")[2]


def _inside(address: str) -> str:
    """Only to pages of our own."""
    return address if address.startswith("/") and not address.startswith(("//", "/\\")) else "/"
