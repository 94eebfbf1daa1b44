"""The dev gold through its own scorers, from the files as they came to the exported JSON lines; floors only rise."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.shared import GOLD, SAMPLES, needed

FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text(encoding="utf-8"))
ALONE = ("seeds",)


def sets() -> list[str]:
    found = sorted(
        p.name.removeprefix("dev-").removesuffix(".reports.jsonl") for p in needed(GOLD).glob("dev-*.reports.jsonl")
    )
    assert len(found) >= 11
    return found


def onrecord(*args: str) -> None:
    done = subprocess.run([sys.executable, "-m", "onrecord", *args], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def score(script: str, *args: str) -> str:
    done = subprocess.run([sys.executable, str(GOLD / script), *args], capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Path]]:
    """Claims and links of the samples, and of all other dev sets in one ledger, as a user would export them."""
    folder = tmp_path_factory.mktemp("gold")
    others = [str(GOLD / f"dev-{name}.reports.jsonl") for name in sets() if name not in ALONE]
    out = {}
    for name, paths in (("seeds", [str(needed(SAMPLES))]), ("others", others)):
        ledger, claims, links = (
            folder / f"{name}.sqlite",
            folder / f"{name}.claims.jsonl",
            folder / f"{name}.links.jsonl",
        )
        onrecord("add", *paths, "--ledger", str(ledger))
        onrecord("export", "--format", "jsonl", "--ledger", str(ledger), "--output", str(claims))
        onrecord(
            "export",
            "--format",
            "jsonl",
            "--what",
            "links",
            "--expand",
            "--ledger",
            str(ledger),
            "--output",
            str(links),
        )
        out[name] = (claims, links)
    return out


@pytest.mark.parametrize("name", ["seeds", "others"])
def test_figures_reach_their_floors(name: str, exported: dict[str, tuple[Path, Path]]) -> None:
    claims, links = exported[name]
    gold = ",".join(str(GOLD / f"dev-{s}.jsonl") for s in sets() if (s in ALONE) == (name == "seeds"))
    found = json.loads(score("score.py", gold, str(claims), str(links), "--json"))
    short = {field: (found[field], floor) for field, floor in FLOORS[name].items() if found[field] < floor}
    assert not short, f"below the floor (found, floor): {short}"


@pytest.mark.parametrize("name", ["seeds", "others"])
def test_the_tools_own_scorer_gives_the_numbers_of_the_golds(name: str, exported: dict[str, tuple[Path, Path]]) -> None:
    claims, links = exported[name]
    gold = [str(GOLD / f"dev-{s}.jsonl") for s in sets() if (s in ALONE) == (name == "seeds")]
    ledger = str(claims.with_name(f"{name}.sqlite"))
    command = [sys.executable, "-m", "onrecord", "score", *gold, "--ledger", ledger, "--json"]
    own = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert own == json.loads(score("score.py", ",".join(gold), str(claims), str(links), "--json"))


def test_no_context_number_of_the_samples_is_claimed(exported: dict[str, tuple[Path, Path]]) -> None:
    rows = [json.loads(line) for line in exported["seeds"][0].read_text(encoding="utf-8").splitlines()]
    context = [json.loads(line) for line in (GOLD / "dev-seeds.context.jsonl").read_text(encoding="utf-8").splitlines()]
    squeezed = [(r["report"], "".join(r["exact"].lower().split())) for r in rows if r["type"] == "figure"]
    claimed = [
        c for c in context if any(r == c["report"] and "".join(c["exact"].lower().split()) in e for r, e in squeezed)
    ]
    assert claimed == []


def test_control_events_and_statements_of_the_samples(exported: dict[str, tuple[Path, Path]]) -> None:
    printed = score("score_others.py", str(GOLD / "dev-seeds.others.jsonl"), str(exported["seeds"][0]))
    found = {line.split()[0]: (float(line.split()[4]), float(line.split()[-1])) for line in printed.splitlines()}
    for kind, floors in FLOORS["others_of_the_samples"].items():
        assert found[kind] >= tuple(floors), f"{kind}: found, all fields right = {found[kind]}, floors {floors}"
        assert found[kind][1] >= floors[1]
