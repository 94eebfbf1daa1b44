"""Light or dark: a link that remembers the choice in a cookie, so that it works without JavaScript."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

router = APIRouter()
YEAR = 365 * 24 * 3600


@router.get("/theme/{theme}", include_in_schema=False)
def choose(theme: Literal["auto", "light", "dark"], back: str = "/") -> Response:
    answer = RedirectResponse(local(back), 303)
    if theme == "auto":
        answer.delete_cookie("theme")
    else:
        answer.set_cookie("theme", theme, max_age=YEAR, httponly=True, samesite="lax")
    return answer


def local(back: str) -> str:
    """The address if it is a path of this server, else the overview: nobody is sent elsewhere."""
    safe = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable()
    return back if safe else "/"
