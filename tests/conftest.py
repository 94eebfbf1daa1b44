"""What the ledger's tests run on: a SQLite file and a PostgreSQL database, each new and empty."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import Server, server


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """This worker's own PostgreSQL server."""
    with server() as running:
        yield running


@pytest.fixture
def database(postgres: Server) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    address = postgres.database()
    yield address
    postgres.drop(address)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a ledger can be made: the test runs once on each database."""
    if request.param == "sqlite":
        return str(tmp_path / "record.sqlite")
    return str(request.getfixturevalue("database"))
