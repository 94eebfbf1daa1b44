"""The command that serves the pages: on this machine only, and plain about what is in its way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.cli.serve import is_loopback


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "onrecord", "serve", *arguments],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def test_a_missing_ledger_is_one_clear_line(tmp_path: Path) -> None:
    done = run("--ledger", str(tmp_path / "none.sqlite"))
    assert done.returncode == 2
    assert "there is no ledger here" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "::", "example.org"])
def test_addresses_that_others_can_reach_are_no_loopback(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.9", "::1", "localhost"])
def test_this_machine_is_loopback(host: str) -> None:
    assert is_loopback(host)
