"""Checks the architecture: who may import whom, who may print, and how long a file may be."""

from __future__ import annotations

import ast
import shutil
import sys
import tomllib
from collections import Counter
from collections.abc import Callable
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest

from tests.conftest import ROOT, run

MODULES = sorted((ROOT / "builder").rglob("*.py"))
FILES = [*MODULES, *sorted((ROOT / "tests").rglob("*.py"))]
HEAVY = {"docx", "pptx", "reportlab", "PIL", "watchfiles", "pypdfium2"}
FAULTS = {
    "Imports point downwards": ("trace/appearances.py", "import builder.cli"),
    "After the outline nobody reads the brief": ("theme/theme.py", "import builder.brief.model"),
    "Exporters do not know each other": ("export/word/memo.py", "import builder.export.powerpoint.deck"),
    "The audit shares no code with what it checks": ("audit/compare.py", "import builder.theme.theme"),
    "Office files are written at the edge": ("theme/theme.py", "import docx"),
    "PDF is written and metrics are read at the edge": ("theme/theme.py", "import reportlab"),
}
LINT_IMPORTS = (
    sys.executable,
    "-c",
    "from importlinter.cli import lint_imports_command as c; c(['--no-cache', '--no-logo'])",
)


def contracts() -> list[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]]


def test_imports_keep_every_contract() -> None:
    done = run(*LINT_IMPORTS, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"Contracts: {len(contracts())} kept, 0 broken." in done.stdout


def test_there_is_a_fault_for_each_contract() -> None:
    assert set(FAULTS) == set(contracts())


@pytest.mark.parametrize("contract", FAULTS)
def test_a_fault_breaks_its_contract_and_no_other(contract: str, tmp_path: Path) -> None:
    shutil.copytree(
        ROOT / "builder", tmp_path / "builder", ignore=shutil.ignore_patterns("*.ttf", "__pycache__")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    module, line = FAULTS[contract]
    source = tmp_path / "builder" / module
    source.write_text(f"{text(source)}\n{line}\n", encoding="utf-8")
    done = run(*LINT_IMPORTS, cwd=tmp_path)
    assert f"{contract} BROKEN" in done.stdout, done.stdout + done.stderr
    assert f"Contracts: {len(FAULTS) - 1} kept, 1 broken." in done.stdout


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = grimp.build_graph("builder", exclude_type_checking_imports=True, cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert len(imports) > 100
    TopologicalSorter(imports).prepare()  # raises CycleError, with the circle


@pytest.mark.parametrize("module", ["builder", "builder.cli"])
def test_importing_the_command_line_loads_nothing_heavy(module: str) -> None:
    done = run(sys.executable, "-c", f"import sys, {module}; print(*sys.modules)")
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.split()) & HEAVY == set()


def test_only_the_command_line_prints() -> None:
    assert found([module for module in MODULES if "cli" not in module.parts], prints) == []


def prints(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="print")):
            return True
        case ast.Attribute(value=ast.Name(id="sys"), attr="stdout" | "stderr"):
            return True
        case ast.Attribute(value=ast.Name(id="click"), attr="echo" | "secho"):
            return True
    return False


def test_no_function_is_chosen_by_a_made_up_name() -> None:
    """Dispatch is a `match` that the type checker sees to the end, not `getattr(self, f"visit_{kind}")`."""
    assert found(MODULES, chooses_by_name) == []


def chooses_by_name(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="getattr"), args=[_, ast.JoinedStr() | ast.BinOp(), *_]):
            return True
        case ast.FunctionDef(name=name):
            return name.startswith("visit_")
    return False


@pytest.mark.parametrize("line", ["print(1)", "sys.stderr.write('')", "click.echo('')"])
def test_printing_is_seen(line: str) -> None:
    assert any(prints(node) for node in ast.walk(ast.parse(line)))


@pytest.mark.parametrize(
    "line", ["getattr(self, f'visit_{kind}')", "getattr(x, 'a' + b)", "def visit_p(): ..."]
)
def test_choosing_by_name_is_seen(line: str) -> None:
    assert any(chooses_by_name(node) for node in ast.walk(ast.parse(line)))


def test_no_file_is_longer_than_600_lines() -> None:
    long = {name(file): length for file in FILES if (length := len(text(file).splitlines())) > 600}
    assert long == {}


def test_no_folder_has_more_modules_than_one_can_survey() -> None:
    folders = Counter(name(module.parent) for module in MODULES)
    assert {folder: count for folder, count in folders.items() if count > 16} == {}


def text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def nodes(module: Path) -> list[ast.expr | ast.stmt]:
    return [node for node in ast.walk(ast.parse(text(module))) if isinstance(node, ast.expr | ast.stmt)]


def found(modules: list[Path], question: Callable[[ast.AST], bool]) -> list[str]:
    """Return where in the modules the answer to `question` is yes, as `file:line`."""
    assert modules
    return [f"{name(module)}:{node.lineno}" for module in modules for node in nodes(module) if question(node)]
