"""Imports point upward only: each folder and module may use the layers below it, and siblings do not use each other."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "src" / "onrecord"

LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"model"}),
    frozenset({"knowledge", "settings", "registry", "language", "codec", "geography", "parties", "standing"}),
    frozenset({"text", "measures", "actors", "gazetteer", "clauses"}),
    frozenset({"cast", "profiles", "control_history"}),
    frozenset({"extract", "link", "readers", "exporters", "ledger"}),
    frozenset({"pipeline", "brief"}),
    frozenset({"captions"}),
    frozenset({"show", "diff", "coded_view"}),
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
