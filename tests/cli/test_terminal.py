"""No text and no file name reaches the terminal with a character that controls it."""

from __future__ import annotations

import ast
import io
import os
import sys
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from builder.cli.request import progress
from builder.report.printable import printable
from builder.report.problems import Position, as_text, error
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
        "theme.py:theme",
        "request.py:_show_notice",
        "request.py:_write",
        "show.py:say",
        "show.py:show",
        "trace.py:_list",
    }


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("seconds", "stream"), [(0.0, Terminal()), (0.6, Terminal()), (0.6, io.StringIO())])
def test_a_step_is_shown_on_a_terminal_after_half_a_second_and_removed(
    seconds: float, stream: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    with progress() as step:
        step("load")
        step("pages")
        time.sleep(seconds)
        step("save")
    shown = "\r\x1b[2Kwaiting for LibreOffice to show the pages …\r\x1b[2Ksaving …\r\x1b[2K"
    assert stream.getvalue() == (shown if seconds and stream.isatty() else "")


@given(
    st.text(st.sampled_from("ab  :\t漢e\u0301é😀\ufe0f\u200b\u200d\u2067한ｱ\0"), min_size=1, max_size=200),
    st.integers(0, 199),
    st.integers(1, 40),
    st.sampled_from([None, 40, 60]),
)
def test_carets_are_under_the_problem_and_within_the_terminal(
    line: str, start: int, length: int, columns: int | None
) -> None:
    line, start = f"{line} .", start % len(line)
    position = Position(1, start + 1, start + length + 1)
    problem = replace(error("known-keys", "", "x"), file="f", position=position)
    _, shown, carets = as_text([problem], {"f": line}, False, columns).split("\n")
    before = carets.index("^")
    at = next(index for index in range(len(shown) + 1) if cells(shown[:index]) >= before)
    assert cells(shown[:at]) == before
    fault = printable(line[start : start + length])
    assert shown[at:].lstrip(WIDTHLESS).startswith(fault[:1].strip(WIDTHLESS))
    assert len(carets) - before <= max(cells(fault), 1)
    assert columns is None or max(cells(shown), len(carets)) <= columns


WIDTHLESS = "\u0301\ufe0f"


def cells(text: str) -> int:
    """The columns of a text on a terminal."""
    wide = sum(unicodedata.east_asian_width(each) in "WF" for each in text)
    return len(text) + wide - sum(unicodedata.category(each) == "Mn" for each in text)
