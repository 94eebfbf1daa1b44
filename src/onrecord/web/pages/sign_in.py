"""Signing in and out, where the ledger has accounts."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from onrecord.web.guard.cookies import SESSION_COOKIE, cookie_name, set_cookie
from onrecord.web.guard.gate import SIGN_IN, SIGN_OUT
from onrecord.web.pages.theme import local
from onrecord.web.person import person_of
from onrecord.web.record import Held
from onrecord.web.rendering import render

router = APIRouter(include_in_schema=False)

Next = Annotated[str, Form(alias="next", max_length=2000)]


@router.get(SIGN_IN)
def page(request: Request, next: str = "/") -> Response:
    if person_of(request) is not None:
        return RedirectResponse(local(next), 303)
    return _page(request, local(next))


@router.post(SIGN_IN)
def sign_in(
    request: Request,
    record: Held,
    name: Annotated[str, Form(max_length=64)] = "",
    password: Annotated[str, Form(max_length=1024)] = "",
    next: Next = "/",
) -> Response:
    address = request.client.host if request.client else ""
    throttle = record.throttle
    wait = throttle.wait(name, address)
    if wait:
        minutes = -(-wait // 60)
        said = f"Too many attempts: wait {minutes} minute{'' if minutes == 1 else 's'}"
        return _page(request, local(next), said, name, 429, wait)
    with throttle.checking:
        token = record.ledger.accounts.sign_in(name, password)
    if token is None:
        throttle.failed(name, address)
        return _page(request, local(next), "Name and password do not belong together", name, 403)
    throttle.succeeded(name, address)
    answer = RedirectResponse(local(next), 303)
    set_cookie(answer.headers, request, SESSION_COOKIE, token)
    return answer


@router.post(SIGN_OUT)
def sign_out(request: Request, record: Held) -> Response:
    token = request.cookies.get(cookie_name(request, SESSION_COOKIE))
    if token:
        record.ledger.accounts.sign_out(token)
    answer = RedirectResponse(SIGN_IN, 303)
    set_cookie(answer.headers, request, SESSION_COOKIE, "", end=True)
    return answer


def _page(request: Request, next: str, said: str = "", name: str = "", status: int = 200, wait: int = 0) -> Response:
    answer = render(
        request, "sign_in.html", None, title="Sign in", status=status, next=next, said=said, name=name
    )  # fmt: skip
    if wait:
        answer.headers["Retry-After"] = str(wait)
    return answer
