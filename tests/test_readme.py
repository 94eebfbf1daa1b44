"""The README shows what the program prints, and names only commands that there are."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_brief_in_the_readme_is_the_one_that_is_printed() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "onrecord", "brief", "examples"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "120"},
    )
    printed = {line.strip() for line in done.stdout.splitlines()}
    part = README.split("## What a brief looks like")[1].split("## How to read it")[0]
    shown = [
        line.strip() for line in part.splitlines() if line.startswith("    ") and line.strip() not in {"", "[...]"}
    ]
    assert len(shown) > 40
    assert [line for line in shown if line not in printed] == []
    named = set(re.findall(r"(?<![/\w])[0-9a-f]{6}(?!\w)", README.replace(part, "")))
    assert named
    assert named <= set(re.findall(r"\[([0-9a-f]{6})\]", done.stdout)), "the claims that commands name are there"


def test_every_command_of_the_readme_has_help() -> None:
    named = set(re.findall(r"`?onrecord ([a-z]+)\b", README)) & set(re.findall(r"^    onrecord ([a-z]+)", README, re.M))
    assert {"brief", "add", "show", "export", "coverage", "diff", "code"} <= named
    for command in sorted(named):
        done = subprocess.run(
            [sys.executable, "-m", "onrecord", command, "--help"], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, command
        assert "Examples:" in done.stdout, command
