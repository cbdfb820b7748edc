"""The application put together: pages, static files, errors, safety.

Comes in: the path of a database and settings. Goes out: an ASGI application; nothing is opened before the first request.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio.to_thread
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from dragoman.errors import BadDatabase, BadQuery, Conflict, DragomanError
from dragoman.serve import looking, queue, records, review_pages, reviewing
from dragoman.serve.access import Access, TooSlow
from dragoman.serve.drawing import Drawing
from dragoman.serve.pages import Desk, Page, routes, who_of
from dragoman.serve.problems import Problem, phrase, problem
from dragoman.serve.remembering import Remembered
from dragoman.serve.safety import Safety, TooLarge
from dragoman.serve.settings import Settings

THREADS = 6
"""Requests that are answered at once: each holds a connection."""
SECONDS = 30.0
"""How old a costly count may be."""
QUEUED = queue.KEYS
PAGES = (
    Page("/review", "review.html", review_pages.desk, QUEUED, filtered=True),
    Page("/review/next", "review_done.html", review_pages.following, QUEUED, filtered=True),
    Page("/review/history", "review_history.html", review_pages.history, frozenset({"after", "by"})),
    Page("/review/agreement", "review_agreement.html", review_pages.agree),
    Page("/review/reports/{id:path}", "review_missing.html", review_pages.missing),
    Page("/review/{kind}/{id}", "review_record.html", review_pages.record, QUEUED | {"final"}, filtered=True),
    Page("/", "overview.html", looking.overview),
    Page("/events", "events.html", looking.events, looking.OWN, filtered=True),
    Page("/statements", "statements.html", looking.statements, looking.OWN, filtered=True),
    Page("/stories", "stories.html", looking.stories, looking.OWN, filtered=True),
    Page("/reports/{id:path}", "report.html", records.report),
    Page("/events/{id}", "event.html", records.event),
    Page("/statements/{id}", "statement.html", records.statement),
    Page("/stories/{id}", "story.html", records.story),
)


def application(path: Path, settings: Settings) -> FastAPI:
    """Make the application for one database."""
    access = Access(path, settings.patience)
    desk = Desk(access, Remembered(SECONDS, 256), settings, Drawing(path.name, settings.open))

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
        yield
        desk.remembered.close()
        access.close()

    app = FastAPI(title="dragoman", lifespan=life, docs_url=None, redoc_url=None, openapi_url=None)
    app.mount("/static", StaticFiles(packages=[("dragoman.serve", "static")]), "static")
    app.include_router(routes(PAGES, desk))
    app.include_router(reviewing.routes(desk))
    _errors(app, desk)
    app.add_middleware(Safety, settings=settings)
    return app


def _errors(app: FastAPI, desk: Desk) -> None:
    """Every error as an answer that helps."""

    def told(
        request: Request, status: int, detail: str, remedy: str = "", more: dict[str, object] | None = None
    ) -> Response:
        if _wants_html(request):
            data = {"status": status, "phrase": phrase(status), "detail": detail, "remedy": remedy}
            return desk.drawing.page("error.html", data, request, who_of(request, desk), status)
        return problem(status, phrase(status), " ".join(x for x in (detail, remedy) if x), **(more or {}))

    @app.exception_handler(Problem)
    def _problem(request: Request, error: Problem) -> Response:
        return told(request, error.status, error.detail, error.remedy, error.more)

    @app.exception_handler(Conflict)
    def _conflict(request: Request, error: Conflict) -> Response:
        if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            return told(request, 409, str(error))
        return reviewing.conflict(request, error, desk)

    @app.exception_handler(DragomanError)
    def _ours(request: Request, error: DragomanError) -> Response:
        status = 400 if isinstance(error, BadQuery) else 503 if isinstance(error, TooSlow | BadDatabase) else 500
        return told(request, status, str(error))

    @app.exception_handler(TooLarge)
    def _too_large(request: Request, error: TooLarge) -> Response:
        return told(request, 413, f"A request may have {desk.settings.largest:,} bytes: send reports one by one.")

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> Response:
        answer = told(
            request,
            error.status_code,
            "There is no such page." if error.status_code == 404 else phrase(error.status_code) + ".",
        )
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(RequestValidationError)
    def _invalid(request: Request, error: RequestValidationError) -> Response:
        faults = [{"where": ".".join(map(str, e["loc"])), "what": e["msg"]} for e in error.errors()]
        return told(
            request,
            422,
            f"{faults[0]['where']}: {faults[0]['what']}." if faults else "The request cannot be read.",
            more={"faults": faults},
        )

    @app.exception_handler(json.JSONDecodeError)
    def _no_json(request: Request, error: json.JSONDecodeError) -> Response:
        return told(request, 400, "The body is no JSON.")

    @app.exception_handler(Exception)
    def _fault(request: Request, error: Exception) -> Response:
        return told(
            request,
            500,
            f"A fault in dragoman ({type(error).__name__}); please report it with the address of this page.",
        )


def _wants_html(request: Request) -> bool:
    path = request.url.path
    return (
        not path.startswith("/api/")
        and not path.endswith((".json", ".jsonl", ".csv"))
        and "text/html" in request.headers.get("accept", "text/html")
    )
