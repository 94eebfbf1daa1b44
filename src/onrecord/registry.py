"""Modules of a folder by name: the module name is the key, its docstring the help."""

from __future__ import annotations

import importlib
import importlib.util
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
    found = {name: importlib.import_module(f"{package}.{name}") for name in names(package)}
    return MappingProxyType(
        {name: Entry(name, (module.__doc__ or "").strip().split("\n")[0], module) for name, module in found.items()}
    )


def names(package: str) -> list[str]:
    """The names of a package's public modules, none of which is loaded."""
    spec = importlib.util.find_spec(package)
    folders = spec.submodule_search_locations if spec else None
    return sorted(info.name for info in pkgutil.iter_modules(folders or ()) if not info.name.startswith("_"))
