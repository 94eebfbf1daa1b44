"""docs/formats.md: every format that can be read stands there, and each of its examples runs as printed."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from onrecord.cli import app
from onrecord.readers import formats
from tests.documents import Story, documents

STORM = Story(
    "Storm kills two in Lisbon",
    "2023-01-09",
    "Harbour Post",
    "A tree lies across a tram.",
    ("Two people died in a storm in Lisbon on Sunday, police said.",),
    "https://harbourpost.example/storm",
)
ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
READS = PAGE.split("## What it reads")[1].split("## What it writes")[0]
EXAMPLES = {
    found[1]: re.findall(r"(?:^    .*\n|^\n)+", found[2], re.MULTILINE)
    for found in re.finditer(r"^### (.+)\n((?:(?!^##).*\n)*)", READS, re.MULTILINE)
}


def test_every_format_has_a_row_and_an_example() -> None:
    rows = set(re.findall(r"^\| `(\w+)` \|", READS, re.MULTILINE))
    assert rows == set(formats())
    assert set(formats()) <= set(EXAMPLES)


@pytest.mark.parametrize("name", sorted(formats()))
def test_the_example_is_read_as_it_says(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for file, data in documents(STORM).items():
        Path(file.replace("story", "storm")).write_bytes(data)
    ran = 0
    for command in re.split(r"^    \$ ", "".join(EXAMPLES[name]), flags=re.MULTILINE)[1:]:
        program, *words = shlex.split(command.partition("\n")[0])
        shown = re.sub(r"^    ", "", command.partition("\n")[2], flags=re.MULTILINE).strip("\n") + "\n"
        if program == "cat":
            Path(words[0]).write_text(shown, encoding="utf-8")
            continue
        if program == "python":
            subprocess.run([sys.executable, *words], check=True)
            continue
        done = CliRunner().invoke(app, words)
        assert (program, done.exit_code, done.stderr) == ("onrecord", 0, "")
        for word in ("1 report", "killed", "police"):
            assert word in done.stdout
        ran += 1
    assert ran
