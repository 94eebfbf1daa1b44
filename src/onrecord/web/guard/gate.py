"""The gate: ASGI middleware that knows who asks, and turns away what may not pass before its body is read."""

from __future__ import annotations

import getpass
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import quote, urlsplit

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.ledger.accounts import Accounts
from onrecord.web import errors
from onrecord.web.guard.cookies import FORM_COOKIE, SESSION_COOKIE, cookie_name, set_cookie
from onrecord.web.guard.tokens import SAFE, token_of
from onrecord.web.person import FORM, PERSON, Person

SIGN_IN, SIGN_OUT, ADD = "/sign-in", "/sign-out", "/add"
OPEN = ("/static/", "/theme/")
KB = 1024


@dataclass(frozen=True, slots=True)
class Rules:
    """How the pages are served: ``local`` to this machine alone; ``hosts`` are the names they go by (any if empty).

    ``body`` and ``upload`` are the most bytes that a request may send, in general and to add reports.
    """

    local: bool = True
    hosts: Sequence[str] = ()
    body: int = 256 * KB
    upload: int = 64 * KB * KB


SITTING = Person(getpass.getuser(), "admin", False)


class Gate:
    """Middleware over an application; the accounts are asked at each request, so that a change holds at once."""

    def __init__(self, app: ASGIApp, accounts: Accounts, rules: Rules) -> None:
        self.app = app
        self.accounts = accounts
        self.rules = rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        secret = request.cookies.get(cookie_name(request, FORM_COOKIE), "")
        fresh = len(secret) < 32
        secret = secrets.token_urlsafe(32) if fresh else secret
        scope[FORM] = token_of(secret)
        limit = self.rules.upload if request.url.path == ADD else self.rules.body
        answer = await self._turned_away(request, limit)
        if fresh and answer is None and request.method in SAFE and not request.url.path.startswith(OPEN):
            send = _with_secret(send, request, secret)
        await (answer or self.app)(scope, _limited(receive, limit), send)

    async def _turned_away(self, request: Request, limit: int) -> Response | None:
        """The answer to a request that may not pass, None where it may."""
        path, sends = request.url.path, request.method not in SAFE
        required = await run_in_threadpool(self.accounts.any)
        if not self._known_host(request, required):
            return errors.answer(request, 421, "These pages do not go by that name")
        if sends and not _from_here(request):
            return errors.answer(request, 403, "Another site sent this")
        if int(request.headers.get("content-length") or 0) > limit:
            return errors.answer(request, 413, f"At most {limit // KB:,} kB are taken")
        if path.startswith(OPEN):
            return None
        if not required and not self.rules.local:
            return errors.answer(request, 503, "No account is left: `onrecord user add` makes one")
        person = await run_in_threadpool(self._person, request) if required else SITTING
        request.scope[PERSON] = person
        if path == SIGN_IN:
            return None
        if person is None:
            return _sign_in_first(request)
        if sends and path != SIGN_OUT and not person.may("review"):
            return errors.answer(request, 403, "Your role only reads: ask an admin for the role review")
        return None

    def _person(self, request: Request) -> Person | None:
        token = request.cookies.get(cookie_name(request, SESSION_COOKIE))
        user = self.accounts.user_of(token) if token else None
        return Person(user.name, user.role, True) if user else None

    def _known_host(self, request: Request, required: bool) -> bool:
        """Whether the name asked for is ours: a page elsewhere may have its own name point to this machine."""
        host = request.url.hostname or ""
        if self.rules.hosts:
            return host in self.rules.hosts or _is_local(host)
        return _is_local(host) if self.rules.local and not required else True


def _is_local(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _from_here(request: Request) -> bool:
    """Whether a page of ours sent this, as far as the browser tells; a form token is asked for besides."""
    origin = request.headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc == request.headers.get("host")
    return request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


def _sign_in_first(request: Request) -> Response:
    if request.url.path.startswith("/api/") or request.headers.get("hx-request"):
        return errors.answer(request, 401, "Sign in first")
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    back = f"?next={quote(here, safe='')}" if request.method in SAFE and here != "/" else ""
    return RedirectResponse(SIGN_IN + back, 303)


def _with_secret(send: Send, request: Request, secret: str) -> Send:
    async def keeping(message: Message) -> None:
        if message["type"] == "http.response.start":
            set_cookie(MutableHeaders(scope=message), request, FORM_COOKIE, secret)
        await send(message)

    return keeping


def _limited(receive: Receive, limit: int) -> Receive:
    """The request's body, cut off with an error where it is longer than it may be."""
    taken = 0

    async def counting() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise HTTPException(413, f"At most {limit // KB:,} kB are taken")
        return message

    return counting
