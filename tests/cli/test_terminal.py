"""No text and no file name reaches the terminal with a character that controls it."""

from __future__ import annotations

import ast
import os
import unicodedata
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support.command import TINY, brief

EVIL = "a\x1b[2J\x9b31m\u202egnp.\u2066b"  # an escape, a control of C1, and two that turn the direction
STEERING = ("Cc", "Cf", "Cs", "Zl", "Zp")

COMMANDS = (
    ["check", f"{EVIL}.yaml"],
    ["check", f"absent {EVIL}.yaml"],
    ["build", f"{EVIL}.yaml", "--out", f"out {EVIL}"],
    ["build", f"{EVIL}.yaml", "--out", f"out {EVIL}", "--check"],
    ["build", f"{EVIL}.yaml", "--audience", EVIL],
    ["build", f"{EVIL}.yaml", "--only", EVIL],
    ["build", f"{EVIL}.yaml", "--out", f"{EVIL}.yaml"],
    ["audit", f"{EVIL}.yaml", "--out", f"empty {EVIL}"],
    ["trace", EVIL, f"{EVIL}.yaml"],
    ["trace", "A1", f"{EVIL}.yaml"],
    ["trace", "--html", f"{EVIL}.html", f"{EVIL}.yaml"],
    ["trace", "--html", f"{EVIL}.yaml", f"{EVIL}.yaml"],
    ["release", f"{EVIL}.yaml", "--out", f"out {EVIL}", "--sign", EVIL],
    ["verify", f"{EVIL}.zip"],
    ["verify", "x.zip", "--key", EVIL],
    ["new", EVIL],
    ["schema", EVIL],
    ["completion", EVIL],
    [EVIL],
    [f"--{EVIL}"],
    ["check", f"--{EVIL}"],
)


CASES: list[tuple[list[str], list[str]]] = [(command, []) for command in COMMANDS] + [
    (command, ["--format", "github"])
    for command in COMMANDS
    if command[0] in ("build", "check", "audit", "release", "verify")
]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize(("command", "form"), CASES, ids=range(len(CASES)))
def test_no_command_prints_a_character_that_controls_the_terminal(
    command: list[str], form: list[str], tmp_path: Path
) -> None:
    text = TINY.replace("bottom_line", f"bottom_line{EVIL}") if command[0] == "check" else TINY
    (tmp_path / f"{EVIL}.yaml").write_text(text, encoding="utf-8")
    done = brief(*command, *form, cwd=tmp_path)
    printed = done.stdout + done.stderr
    assert printed or (form and done.returncode == 0)
    steering = {c for c in printed if unicodedata.category(c) in STEERING and c != "\n"}
    assert steering == set()


def test_only_one_function_prints_for_people() -> None:
    """What is printed elsewhere is the progress of a terminal, the form of a machine, or a script."""
    found = {
        f"{file.name}:{scope.name}"
        for file in (ROOT / "builder" / "cli").glob("*.py")
        for scope in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(scope, ast.FunctionDef)
        for node in ast.walk(scope)
        if isinstance(node, ast.Attribute) and node.attr == "echo"
    }
    assert found == {
        "__init__.py:completion",
        "__init__.py:main",
        "new.py:schema",
        "request.py:_progress",
        "request.py:_show_step",
        "show.py:say",
        "show.py:show",
    }
