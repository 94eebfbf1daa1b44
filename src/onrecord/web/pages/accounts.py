"""The accounts page, for admins: who may sign in, and as what."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from onrecord.ledger import LedgerError
from onrecord.ledger.accounts import ROLES
from onrecord.web.guard import admins_only
from onrecord.web.record import Held
from onrecord.web.rendering import render

ACCOUNTS = "/accounts"
router = APIRouter(include_in_schema=False, dependencies=[Depends(admins_only)])

Act = Literal["add", "role", "password", "remove"]


@router.get(ACCOUNTS)
def page(request: Request, record: Held) -> Response:
    return _page(request, record)


@router.post(ACCOUNTS)
def change(
    request: Request,
    record: Held,
    act: Annotated[Act, Form()],
    name: Annotated[str, Form(max_length=64)] = "",
    role: Annotated[str, Form(max_length=16)] = "",
    password: Annotated[str, Form(max_length=1024)] = "",
) -> Response:
    accounts = record.ledger.accounts
    try:
        if act == "add":
            accounts.add(name, role, password)
        elif act == "role":
            accounts.change_role(name, role)
        elif act == "password":
            accounts.change_password(name, password)
        else:
            accounts.remove(name)
    except LedgerError as error:
        return _page(request, record, str(error), 422)
    return RedirectResponse(ACCOUNTS, 303)


def _page(request: Request, record: Held, said: str = "", status: int = 200) -> Response:
    users = record.ledger.accounts.users()
    return render(request, "accounts.html", users, title="Accounts", status=status, said=said, roles=ROLES)
