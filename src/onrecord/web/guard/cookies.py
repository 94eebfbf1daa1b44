"""Cookies that scripts cannot read and other sites cannot send along; bound to this host alone over https."""

from __future__ import annotations

from fastapi import Request, Response
from starlette.datastructures import MutableHeaders

SESSION_COOKIE, FORM_COOKIE = "onrecord-session", "onrecord-form"


def cookie_name(request: Request, name: str) -> str:
    """What a cookie is called on this connection."""
    return f"__Host-{name}" if request.url.scheme == "https" else name


def set_cookie(headers: MutableHeaders, request: Request, name: str, value: str, *, end: bool = False) -> None:
    """Add the header that keeps a cookie until the browser closes, or ends it now."""
    made = Response()
    made.set_cookie(
        cookie_name(request, name),
        value,
        max_age=0 if end else None,
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict" if name == FORM_COOKIE else "lax",
    )
    headers.append("set-cookie", made.headers["set-cookie"])
