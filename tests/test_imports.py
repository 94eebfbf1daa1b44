"""Imports point upward only: each folder and module may use the layers below it, and siblings do not use each other."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "src" / "onrecord"

LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"model"}),
    frozenset(
        {
            "alternation",
            "engine",
            "knowledge",
            "settings",
            "records",
            "uncollected",
            "registry",
            "codec",
            "geography",
            "parties",
            "standing",
        }
    ),
    frozenset({"rulings", "language"}),
    frozenset({"text", "measures", "actors", "gazetteer", "clauses", "fetch"}),
    frozenset({"cast", "profiles", "control_history", "rivals", "reading", "pages", "layout"}),
    frozenset({"search", "scoring"}),
    frozenset({"reviews"}),
    frozenset({"extract", "link", "readers", "ledger"}),
    frozenset({"relinking"}),
    frozenset({"pipeline", "brief", "watch"}),
    frozenset({"captions", "reviewing"}),
    frozenset({"findings"}),
    frozenset({"show", "diff", "coded_view", "exporters"}),
    frozenset({"views", "batch"}),
    frozenset({"web"}),
    frozenset({"cli", "__init__"}),
    frozenset({"__main__"}),
)


def layer(name: str) -> int:
    for number, names in enumerate(LAYERS):
        if name in names:
            return number
    raise AssertionError(f"onrecord/{name} stands in no layer: add it to tests/test_imports.py")


def owner(path: Path) -> str:
    relative = path.relative_to(ROOT)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "onrecord":
            parts = node.module.split(".")
            found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("onrecord.")}
    return found


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_upward(path: Path) -> None:
    here = owner(path)
    for name in imported(path):
        if name == here or not ((ROOT / name).exists() or (ROOT / f"{name}.py").exists()):
            continue
        assert layer(name) < layer(here), f"{path.relative_to(ROOT)} imports onrecord.{name}"


def test_the_model_needs_only_the_standard_library() -> None:
    assert imported(ROOT / "model.py") == set()
    assert "import spacy" not in (ROOT / "model.py").read_text(encoding="utf-8")


# Parts of extraction that read a text on their own; only the modules beside them put their findings together.
PARTS = frozenset({"numbers", "dates", "places", "sources", "figures", "control", "events"})


@pytest.mark.parametrize("path", sorted((ROOT / "extract").rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_parts_of_extraction_do_not_use_each_other(path: Path) -> None:
    here = path.relative_to(ROOT / "extract").parts[0].removesuffix(".py")
    if here not in PARTS:
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("onrecord.extract"):
            names = (node.module or "").split(".")[2:3] or [alias.name for alias in node.names]
            assert not (PARTS - {here}) & set(names), f"{path.relative_to(ROOT)} imports extract.{names}"


def test_no_file_is_longer_than_one_idea() -> None:
    long = {str(p.relative_to(ROOT)): n for p in ROOT.rglob("*.py") if (n := len(p.read_text().splitlines())) > 400}
    assert long == {}
