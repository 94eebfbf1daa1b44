"""Accounts of a served ledger: names with roles and passwords (argon2), and the sessions of those who signed in."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, delete, func, insert, or_, select, update

import onrecord.ledger.tables as t
from onrecord.ledger.database import Database
from onrecord.ledger.engines import LedgerError

ROLES = ("read", "review", "admin")
IDLE = timedelta(hours=12)
LONGEST = timedelta(days=14)
# A session's last use is noted no more often than this, so that reading pages seldom writes.
NOTED = timedelta(minutes=5)
SHORTEST, LONGEST_PASSWORD = 10, 1024
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._@-]{0,62}[a-z0-9])?")
_HASHER = PasswordHasher()


@dataclass(frozen=True, slots=True)
class User:
    """Someone with an account; ``role`` is read, review (also decides and adds reports) or admin (also accounts)."""

    name: str
    role: str
    made: str

    def may(self, role: str) -> bool:
        """Whether this one's role allows what ``role`` allows."""
        return ROLES.index(self.role) >= ROLES.index(role)


class Accounts:
    """The accounts of one ledger. Names, roles and passwords that will not do raise LedgerError with the reason."""

    def __init__(self, database: Database) -> None:
        self._reading, self._writing = database.reading, database.writing

    def users(self) -> tuple[User, ...]:
        """Everyone with an account, by name."""
        u = t.users.c
        with self._reading() as connection:
            return tuple(User(*row) for row in connection.execute(select(u.name, u.role, u.made).order_by(u.name)))

    def any(self) -> bool:
        """Whether there is an account: then nobody sees the pages without signing in."""
        with self._reading() as connection:
            return connection.scalar(select(t.users.c.name).limit(1)) is not None

    def add(self, name: str, role: str, password: str) -> None:
        """Make an account."""
        if not _NAME.fullmatch(name):
            raise LedgerError(f"{name}: a name is made of small letters, digits, and . _ - @ between them (64 at most)")
        row = {"name": name, "role": _role(role), "password": _hashed(name, password), "made": _iso(datetime.now(UTC))}
        with self._writing() as connection:
            if connection.scalar(select(t.users.c.name).where(t.users.c.name == name)):
                raise LedgerError(f"{name}: there is already an account of that name")
            connection.execute(insert(t.users).values(row))

    def remove(self, name: str) -> None:
        """Take an account away, with its sessions; its reviews stay."""
        with self._writing() as connection:
            self._keep_an_admin(connection, name)
            connection.execute(delete(t.sessions).where(t.sessions.c.name == name))
            _only(name, connection.execute(delete(t.users).where(t.users.c.name == name)).rowcount)

    def change_role(self, name: str, role: str) -> None:
        """Give an account another role, from its next request on."""
        with self._writing() as connection:
            if _role(role) != "admin":
                self._keep_an_admin(connection, name)
            changed = update(t.users).where(t.users.c.name == name).values(role=role)
            _only(name, connection.execute(changed).rowcount)

    def change_password(self, name: str, password: str) -> None:
        """Give an account another password and end its sessions."""
        values = {"password": _hashed(name, password)}
        with self._writing() as connection:
            _only(name, connection.execute(update(t.users).where(t.users.c.name == name).values(values)).rowcount)
            connection.execute(delete(t.sessions).where(t.sessions.c.name == name))

    def sign_in(self, name: str, password: str, now: datetime | None = None) -> str | None:
        """The token of a new session, None where name and password do not belong together; takes as long either way."""
        u, s = t.users.c, t.sessions.c
        with self._reading() as connection:
            held = connection.scalar(select(u.password).where(u.name == name))
        if not _matches(held or _nobody(), password) or held is None:
            return None
        moment = now or datetime.now(UTC)
        token = secrets.token_urlsafe(32)
        row = {"token": _digest(token), "name": name, "opened": _iso(moment), "seen": _iso(moment)}
        with self._writing() as connection:
            # The account may have been taken away, or its password changed, while the password was being checked.
            if connection.scalar(select(u.password).where(u.name == name)) != held:
                return None
            over = or_(s.seen < _iso(moment - IDLE), s.opened < _iso(moment - LONGEST))
            connection.execute(delete(t.sessions).where(over))
            connection.execute(insert(t.sessions).values(row))
            if _HASHER.check_needs_rehash(held):
                connection.execute(update(t.users).where(u.name == name).values(password=_HASHER.hash(password)))
        return token

    def user_of(self, token: str, now: datetime | None = None) -> User | None:
        """Whose session a token is, None where it is nobody's or has expired."""
        u, s = t.users.c, t.sessions.c
        moment = now or datetime.now(UTC)
        with self._reading() as connection:
            row = connection.execute(
                select(u.name, u.role, u.made, s.seen)
                .join(t.sessions, s.name == u.name)
                .where(s.token == _digest(token), s.seen >= _iso(moment - IDLE), s.opened >= _iso(moment - LONGEST))
            ).first()
        if row is None:
            return None
        if row.seen < _iso(moment - NOTED):
            with self._writing() as connection:
                noted = update(t.sessions).where(s.token == _digest(token)).values(seen=_iso(moment))
                connection.execute(noted)
        return User(row.name, row.role, row.made)

    def sign_out(self, token: str) -> None:
        """End a session; one that is not there has ended."""
        with self._writing() as connection:
            connection.execute(delete(t.sessions).where(t.sessions.c.token == _digest(token)))

    def _keep_an_admin(self, connection: Connection, name: str) -> None:
        """Refuse to take the last administrator away while others remain: nobody could let anyone in any more."""
        u = t.users.c
        if connection.scalar(select(u.role).where(u.name == name)) != "admin":
            return
        admins = connection.scalar(select(func.count()).where(u.role == "admin")) or 0
        everyone = connection.scalar(select(func.count()).select_from(t.users)) or 0
        if admins == 1 and everyone > 1:
            raise LedgerError(f"{name}: is the only admin; make another one first")


def _role(role: str) -> str:
    if role not in ROLES:
        raise LedgerError(f"{role}: no such role; there are {', '.join(ROLES)}")
    return role


def _hashed(name: str, password: str) -> str:
    if len(password) < SHORTEST:
        raise LedgerError(f"{name}: a password has at least {SHORTEST} characters")
    if len(password) > LONGEST_PASSWORD:
        raise LedgerError(f"{name}: a password has at most {LONGEST_PASSWORD} characters")
    if password.casefold() == name:
        raise LedgerError(f"{name}: a password is not the name")
    return _HASHER.hash(password)


def _matches(held: str, password: str) -> bool:
    try:
        return _HASHER.verify(held, password[:LONGEST_PASSWORD])
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    """A hash that no password matches, so that an unknown name is not told by a quick answer."""
    return _HASHER.hash(secrets.token_urlsafe(32))


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _only(name: str, changed: int) -> None:
    if not changed:
        raise LedgerError(f"{name}: there is no account of that name")
