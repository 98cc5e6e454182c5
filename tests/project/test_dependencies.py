"""A fresh installation has every library that the product imports."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions

from tests.conftest import ROOT


def imported() -> Iterator[str]:
    """Yield the first names of all modules that the package imports."""
    for file in (ROOT / "builder").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (each.name.split(".")[0] for each in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module.split(".")[0]


def named(requirement: str) -> str:
    """Return the name of a requirement, in the form in which names are compared."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=! ]", requirement)[0]).lower()


def test_every_library_that_is_imported_is_a_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    names = ("cjk", "cluster", "data", "preview", "send", "sign", "svg")
    optional = [each for name in names for each in extras[name]]
    declared = {*map(named, project["dependencies"]), *map(named, optional)}
    owners = packages_distributions()
    for name in {*imported()} - {*sys.stdlib_module_names, "builder"}:
        assert {named(owner) for owner in owners.get(name, (name,))} & declared, name
