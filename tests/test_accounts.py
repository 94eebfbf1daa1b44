"""Accounts and sessions: who may sign in, for how long, and what the ledger keeps of a password and a token."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from onrecord.cli import app
from onrecord.ledger import Ledger, LedgerError
from onrecord.ledger.accounts import IDLE, LONGEST, Accounts
from onrecord.ledger.engines import address_of, engine_of

NOW = datetime(2031, 5, 8, 9, 0, tzinfo=UTC)
PASSWORD = "seven grey herons"
RUN = CliRunner()


@pytest.fixture
def accounts(address: str) -> Iterator[Accounts]:
    with Ledger.open(address) as book:
        made = book.accounts
        made.add("ilse", "review", PASSWORD)
        yield made


def test_a_password_opens_a_session_and_a_wrong_one_does_not(accounts: Accounts) -> None:
    token = accounts.sign_in("ilse", PASSWORD, NOW)
    assert token is not None
    user = accounts.user_of(token, NOW)
    assert user is not None
    assert (user.name, user.role) == ("ilse", "review")
    assert accounts.sign_in("ilse", PASSWORD + "!", NOW) is None
    assert accounts.sign_in("nobody", PASSWORD, NOW) is None
    assert accounts.user_of(token + "x", NOW) is None
    assert accounts.user_of("", NOW) is None


def test_neither_password_nor_token_stands_in_the_ledger(accounts: Accounts, address: str) -> None:
    token = accounts.sign_in("ilse", PASSWORD, NOW) or ""
    engine = engine_of(address_of(address), read_only=False)
    with engine.connect() as connection:
        held = [*connection.execute(text("SELECT * FROM users")), *connection.execute(text("SELECT * FROM sessions"))]
    engine.dispose()
    assert len(held) == 2
    assert PASSWORD not in repr(held)
    assert token not in repr(held)
    assert "$argon2id$" in repr(held)


def test_a_session_ends_when_it_is_idle_and_at_the_latest_after_its_longest_time(accounts: Accounts) -> None:
    token = accounts.sign_in("ilse", PASSWORD, NOW) or ""
    assert accounts.user_of(token, NOW + IDLE - timedelta(seconds=1)) is not None
    # That use was noted, so idleness counts from there.
    assert accounts.user_of(token, NOW + IDLE + timedelta(hours=1)) is not None
    assert accounts.user_of(token, NOW + 3 * IDLE) is None
    other = accounts.sign_in("ilse", PASSWORD, NOW) or ""
    moment = NOW
    while moment < NOW + LONGEST - IDLE / 2:
        moment += IDLE / 2
        assert accounts.user_of(other, moment) is not None
    assert accounts.user_of(other, moment + IDLE / 2 + timedelta(seconds=1)) is None


def test_signing_out_a_new_password_and_removal_end_sessions(accounts: Accounts) -> None:
    one, two = accounts.sign_in("ilse", PASSWORD, NOW) or "", accounts.sign_in("ilse", PASSWORD, NOW) or ""
    accounts.sign_out(one)
    assert accounts.user_of(one, NOW) is None
    assert accounts.user_of(two, NOW) is not None
    accounts.change_password("ilse", "eight brown herons")
    assert accounts.user_of(two, NOW) is None
    assert accounts.sign_in("ilse", PASSWORD, NOW) is None
    three = accounts.sign_in("ilse", "eight brown herons", NOW) or ""
    accounts.remove("ilse")
    assert accounts.user_of(three, NOW) is None
    assert accounts.users() == ()


def test_a_changed_role_holds_from_the_next_request(accounts: Accounts) -> None:
    token = accounts.sign_in("ilse", PASSWORD, NOW) or ""
    accounts.change_role("ilse", "read")
    user = accounts.user_of(token, NOW)
    assert user is not None
    assert [user.may(role) for role in ("read", "review", "admin")] == [True, False, False]


def test_the_last_admin_stays_while_others_remain(accounts: Accounts) -> None:
    accounts.add("root", "admin", PASSWORD)
    with pytest.raises(LedgerError, match="only admin"):
        accounts.remove("root")
    with pytest.raises(LedgerError, match="only admin"):
        accounts.change_role("root", "read")
    accounts.change_role("root", "admin")
    accounts.remove("ilse")
    accounts.remove("root")


@pytest.mark.parametrize(
    ("name", "role", "password", "why"),
    [
        ("Ilse", "read", PASSWORD, "small letters"),
        ("../etc", "read", PASSWORD, "small letters"),
        ("a" * 65, "read", PASSWORD, "small letters"),
        ("<b>", "read", PASSWORD, "small letters"),
        ("ilse", "read", PASSWORD, "already"),
        ("maran", "owner", PASSWORD, "no such role"),
        ("maran", "read", "short", "at least"),
        ("maran", "read", "x" * 2000, "at most"),
        ("ilse.maran", "read", "Ilse.Maran", "not the name"),
    ],
)
def test_what_will_not_do_is_refused_with_the_reason(
    accounts: Accounts, name: str, role: str, password: str, why: str
) -> None:
    with pytest.raises(LedgerError, match=why):
        accounts.add(name, role, password)
    assert [user.name for user in accounts.users()] == ["ilse"]


def test_the_command_line_makes_lists_changes_and_removes_accounts(tmp_path: Path) -> None:
    ledger = ["--ledger", str(tmp_path / "record.sqlite")]
    Ledger.open(tmp_path / "record.sqlite").close()
    made = RUN.invoke(
        app, ["user", "add", "ilse", "--role", "admin", "--password-stdin", *ledger], input=f"{PASSWORD}\n"
    )
    assert made.exit_code == 0, made.output
    changed = RUN.invoke(app, ["user", "passwd", "ilse", "--password-stdin", *ledger], input="eight brown herons\n")
    assert changed.exit_code == 0, changed.output
    assert RUN.invoke(app, ["user", "role", "ilse", "review", *ledger]).exit_code == 0
    listed = json.loads(RUN.invoke(app, ["user", "list", "--json", *ledger]).output)
    assert [(user["name"], user["role"]) for user in listed] == [("ilse", "review")]
    with Ledger.open(tmp_path / "record.sqlite") as book:
        assert book.accounts.sign_in("ilse", "eight brown herons") is not None
    assert RUN.invoke(app, ["user", "remove", "ilse", *ledger]).exit_code == 0
    assert "No accounts" in RUN.invoke(app, ["user", "list", *ledger]).output


def test_no_password_is_asked_of_a_script(tmp_path: Path) -> None:
    Ledger.open(tmp_path / "record.sqlite").close()
    refused = RUN.invoke(app, ["user", "add", "ilse", "--ledger", str(tmp_path / "record.sqlite")], input="")
    assert refused.exit_code != 0
    assert "password-stdin" in str(refused.exception)


def test_an_account_is_not_made_where_there_is_no_ledger(tmp_path: Path) -> None:
    mistyped = tmp_path / "recrod.sqlite"
    refused = RUN.invoke(app, ["user", "add", "ilse", "--password-stdin", "--ledger", str(mistyped)], input=PASSWORD)
    assert refused.exit_code != 0
    assert f"{mistyped}: there is no ledger here" in str(refused.exception)
    assert not mistyped.exists()
