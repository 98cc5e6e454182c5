"""Changes one thing of the code at a time, and counts the changes that the tests notice.

`python -m tests.mutants layout outline --count 60 --seed 7` prints a line for each change, then the score by
folder. Each change is tried in its own process by the golden layouts and the tests of its folder; no file is
touched. Changes that nobody can notice, such as `<` for `<=` between lengths, count as missed.
"""

from __future__ import annotations

import argparse
import ast
import importlib.abc
import importlib.util
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent
GOLDEN = "tests/layout/test_golden.py"
PATIENCE = 900  # seconds for the tests of one change
COMPARED = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt), ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
}  # fmt: skip
COUNTED = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}
DECLARED = {"strict", "frozen", "gc", "cache"}  # keywords that only guard


class Mutant(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module of the package from changed source."""

    def __init__(self, path: Path, source: str) -> None:
        self._path, self._source = path, source
        self._name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")

    def find_spec(self, fullname: str, path: object, target: ModuleType | None = None) -> ModuleSpec | None:  # noqa: ARG002
        inside = [str(self._path.parent)] if self._path.stem == "__init__" else None
        return (
            importlib.util.spec_from_file_location(
                fullname, self._path, loader=self, submodule_search_locations=inside
            )
            if fullname == self._name
            else None
        )

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self._source, self._path, "exec"), module.__dict__)


def spots(tree: ast.Module) -> list[ast.AST]:
    """Return what can be changed: comparisons, sums, conditions and numbers, but no guards or types."""
    guards = {
        id(inner)
        for node in ast.walk(tree)
        for outer in (
            *([node.value] if isinstance(node, ast.keyword) and node.arg in DECLARED else []),
            *([node.annotation] if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation else []),
            *([node.returns] if isinstance(node, ast.FunctionDef) and node.returns else []),
        )
        for inner in ast.walk(outer)
    }
    return [node for node in ast.walk(tree) if id(node) not in guards and is_changeable(node)]


def is_changeable(node: ast.AST) -> bool:
    match node:
        case ast.Constant():
            return type(node.value) in (int, float, bool)
        case ast.BinOp():
            return type(node.op) in COUNTED
        case ast.If():
            return ast.unparse(node.test) != "TYPE_CHECKING"
        case _:
            return isinstance(node, ast.Compare | ast.BoolOp | ast.IfExp)


def change(node: ast.AST, chance: random.Random) -> None:
    """Change one spot in a way that still compiles."""
    match node:
        case ast.Constant(value=bool(value)):
            node.value = not value
        case ast.Constant(value=int(value) | float(value)):
            node.value = value + 1 if value == 0 or isinstance(value, int) else value * 1.25
        case ast.BinOp():
            node.op = COUNTED[type(node.op)]()
        case ast.Compare():
            node.ops[0] = chance.choice(COMPARED[type(node.ops[0])])()
        case ast.BoolOp():
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        case ast.If():
            node.test = ast.UnaryOp(ast.Not(), node.test)
        case ast.IfExp():
            node.body, node.orelse = node.orelse, node.body


def is_noticed(path: Path, source: str, tests: str) -> bool:
    """Run the tests on changed source in a process of its own; no answer in time is an answer too."""
    child = os.fork()
    if not child:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        signal.alarm(PATIENCE)
        sys.meta_path.insert(0, Mutant(path, source))
        os._exit(pytest.main(["-q", "-x", "-p", "no:cacheprovider", tests]))
    return os.waitpid(child, 0)[1] != 0


def mutants(folders: list[str], chance: random.Random) -> Iterator[tuple[Path, int]]:
    """Yield every file with each of its spots, in an order of chance."""
    files = [path for folder in folders for path in sorted((ROOT / "builder" / folder).rglob("*.py"))]
    every = [(path, spot) for path in files for spot in range(len(spots(ast.parse(path.read_text()))))]
    chance.shuffle(every)
    yield from every


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folders", nargs="+")
    options.add_argument("--count", type=int, default=60)
    options.add_argument("--seed", type=int, default=0)
    given = options.parse_args()
    os.environ["CI"] = "true"
    chance = random.Random(given.seed)
    tried: Counter[Path] = Counter()
    noticed: Counter[Path] = Counter()
    for path, spot in list(mutants(given.folders, chance))[: given.count]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        node = spots(tree)[spot]
        before, line = ast.unparse(node).split("\n")[0], getattr(node, "lineno", 0)
        change(node, chance)
        after = ast.unparse(node).split("\n")[0]
        name = path.relative_to(ROOT / "builder").parts[0]
        source = ast.unparse(ast.fix_missing_locations(tree))
        found = any(is_noticed(path, source, tests) for tests in (GOLDEN, f"tests/{name}"))
        tried[path.parent] += 1
        noticed[path.parent] += found
        where = f"{path.relative_to(ROOT)}:{line}"
        print(f"{'noticed' if found else 'MISSED'}  {where}  {before} → {after}", flush=True)
    for folder, count in sorted(tried.items()):
        print(f"{noticed[folder]} of {count}  {folder.relative_to(ROOT)}")
    print(f"{noticed.total()} of {tried.total()}")


if __name__ == "__main__":
    main()
