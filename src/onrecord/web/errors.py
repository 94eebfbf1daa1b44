"""Errors as pages, and as JSON under /api: one plain sentence, never a trace."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from onrecord.ledger import LedgerError
from onrecord.web.rendering import render

SAID = {
    400: "This address asks for something that cannot be read",
    401: "Sign in first",
    403: "This is not open to you",
    404: "There is no such page",
    405: "This address does not take that",
    409: "The record has changed meanwhile",
    413: "This is more than can be taken at once",
    421: "This is not the server you look for",
    429: "Too many attempts; wait a little",
    500: "Something went wrong here; the record is untouched",
    503: "The ledger cannot be read now",
}


@dataclass(frozen=True, slots=True)
class Refused:
    """Why an answer is none, in one sentence."""

    detail: str


DESCRIBED: dict[int | str, dict[str, Any]] = {
    status: {"model": Refused, "description": SAID.get(status, SAID[400])}
    for status in (400, 401, 403, 404, 422, 429, 503)
}


class Absent(HTTPException):
    """What was asked for is not in the record; the message names it."""

    def __init__(self, message: str) -> None:
        super().__init__(404, message)


def install(app: FastAPI) -> None:
    """Answer every failure of ``app`` with a page, or with JSON where JSON was asked for."""

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        return answer(request, error.status_code, str(error.detail or ""), error.headers)

    @app.exception_handler(RequestValidationError)
    async def unreadable(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        return answer(request, 422, f"{first['loc'][-1]}: {first['msg']}")

    @app.exception_handler(LedgerError)
    async def ledger_failed(request: Request, error: LedgerError) -> Response:
        return answer(request, 503, str(error))

    @app.exception_handler(Exception)
    async def broken(request: Request, error: Exception) -> Response:
        logging.getLogger("onrecord.web").exception("%s %s", request.method, request.url.path, exc_info=error)
        return answer(request, 500, "")


def answer(request: Request, status: int, detail: str, headers: object = None) -> Response:
    """A failure as a page, or as JSON where JSON was asked for."""
    heading = SAID.get(status, SAID[400])
    said = detail if detail and detail.lower() not in {"not found", "method not allowed"} else ""
    if request.url.path.startswith("/api/"):
        return JSONResponse({"detail": said or heading}, status, headers=headers if isinstance(headers, dict) else None)
    return render(request, "error.html", None, title=heading, status=status, said=said)
