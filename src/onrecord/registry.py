"""Modules of a folder by name: the module name is the key, its docstring the help."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType, ModuleType


@dataclass(frozen=True, slots=True)
class Entry:
    """One module of a folder: its name, the first line of its docstring, and the module."""

    name: str
    help: str
    module: ModuleType


@cache
def modules(package: str) -> Mapping[str, Entry]:
    """Every public module of a package, in name order; adding a file is all it takes to add one."""
    folder = importlib.import_module(package)
    names = sorted(info.name for info in pkgutil.iter_modules(folder.__path__) if not info.name.startswith("_"))
    found = {name: importlib.import_module(f"{package}.{name}") for name in names}
    return MappingProxyType(
        {name: Entry(name, (module.__doc__ or "").strip().split("\n")[0], module) for name, module in found.items()}
    )
