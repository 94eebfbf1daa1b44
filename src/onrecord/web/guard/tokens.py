"""Form tokens: a form that another site makes a browser send does not carry what this browser was given.

A token follows from a secret that only this browser's cookie holds, so it outlives a restart of the server.
"""

from __future__ import annotations

import hmac
from hashlib import sha256

from fastapi import Request
from starlette.exceptions import HTTPException

from onrecord.web.person import form_token, person_of

FIELD, HEADER = "form_token", "x-form-token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


def token_of(secret: str) -> str:
    """The token of forms for the browser that holds this secret."""
    return hmac.new(secret.encode(), b"onrecord form", sha256).hexdigest()


async def checked(request: Request) -> None:
    """Refuse what is sent without the token, in a field of the form or in a header; a dependency of every page."""
    if request.method in SAFE:
        return
    given = request.headers.get(HEADER)
    if given is None and request.headers.get("content-type", "").startswith(FORMS):
        field = (await request.form()).get(FIELD)
        given = field if isinstance(field, str) else None
    if not hmac.compare_digest((given or "").encode(), form_token(request).encode()):
        raise HTTPException(403, "This form is out of date, or another site sent it: reload the page and try again")


def admins_only(request: Request) -> None:
    """Refuse everyone who is no admin; a dependency of the pages that manage accounts."""
    person = person_of(request)
    if person is None or not person.may("admin"):
        raise HTTPException(403, "This needs the role admin")
