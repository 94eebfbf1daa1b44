"""Who a request comes from, as the gate found out."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from onrecord.ledger.accounts import ROLES

PERSON, FORM = "onrecord.person", "onrecord.form"


@dataclass(frozen=True, slots=True)
class Person:
    """A name and a role; ``signed_in`` is False for whoever sits at a machine whose ledger has no accounts."""

    name: str
    role: str
    signed_in: bool

    def may(self, role: str) -> bool:
        """Whether this one's role allows what ``role`` allows."""
        return ROLES.index(self.role) >= ROLES.index(role)


def person_of(request: Request) -> Person | None:
    """Who asks, None where nobody has signed in."""
    person = request.scope.get(PERSON)
    return person if isinstance(person, Person) else None


def form_token(request: Request) -> str:
    """The token that forms sent by this browser must carry."""
    return str(request.scope.get(FORM, ""))
