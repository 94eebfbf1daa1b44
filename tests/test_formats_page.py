"""docs/formats.md: every format that can be read stands there, and each of its examples runs as printed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

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
def test_the_example_is_read_as_it_says(name: str, tmp_path: Path) -> None:
    shown = "".join(EXAMPLES[name])
    for file, data in documents(STORM).items():
        (tmp_path / file.replace("story", "storm")).write_bytes(data)
    for command in re.split(r"^    \$ ", shown, flags=re.MULTILINE)[1:]:
        line, _, output = command.partition("\n")
        output = re.sub(r"^    ", "", output, flags=re.MULTILINE).strip("\n") + "\n"
        if line.startswith("cat "):
            (tmp_path / line.removeprefix("cat ")).write_text(output, encoding="utf-8")
            continue
        line = line.replace("onrecord ", f"{sys.executable} -m onrecord ", 1)
        line = line.replace("python -c", f"{sys.executable} -c")
        done = subprocess.run(
            line, shell=True, cwd=tmp_path, capture_output=True, text=True, check=False, env=os.environ
        )
        assert done.returncode == 0, done.stderr
        if "onrecord brief" in line:
            assert "1 report" in done.stdout, done.stdout
            assert "killed" in done.stdout
            assert "police" in done.stdout
