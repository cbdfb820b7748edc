"""What went wrong, told to programs as problem+json (RFC 9457) and to people as a page.

Comes in: errors. Goes out: answers. Nothing of the program's inside is told.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from starlette.responses import JSONResponse


class Problem(Exception):
    """An answer other than success: one sentence on what is wrong and one on what to do."""

    def __init__(self, status: int, detail: str, remedy: str = "", **more: Any) -> None:
        """Raise it where it is found."""
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.remedy = remedy
        self.more = more


class Moved(Exception):
    """What is asked for has another address now."""

    def __init__(self, address: str, *, passing: bool = False) -> None:
        """Raise it with the address; `passing`: next time it may be another."""
        super().__init__(address)
        self.address = address
        self.passing = passing


def problem(status: int, title: str, detail: str, **more: Any) -> JSONResponse:
    """An answer after RFC 9457; `more` are fields of our own."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return JSONResponse(body, status, media_type="application/problem+json")


def phrase(status: int) -> str:
    """What a status is called."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"
