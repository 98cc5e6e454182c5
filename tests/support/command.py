"""Runs the command line and returns what it printed and its exit code."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from click.testing import CliRunner

from builder.cli import app

TINY = """\
title: "The ferry should run on Sundays"
bottom_line: "Two villages lose their only link on Sundays; a small boat would keep it open."
sections:
  - title: "Why"
    arguments:
      - claim: "Nurses cannot reach the clinic on Sundays."
"""


def brief(
    *arguments: str | Path, cwd: Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `brief` with these arguments in the folder `cwd`, within this process.

    An exception that the command line does not expect is raised here.
    """
    words = [str(argument) for argument in arguments]
    with contextlib.chdir(cwd):
        done = CliRunner().invoke(app, words, env=env, prog_name="brief", catch_exceptions=False)
    return subprocess.CompletedProcess(words, done.exit_code, done.stdout, done.stderr)


def assert_reported(path: Path, at: str, message: str, hint: str = "") -> str:
    """Check a brief: a problem is reported at a place, with a message and a hint; return what is printed."""
    done = brief("check", path, cwd=path.parent)
    assert done.returncode == ("warning" not in at), done.stdout
    assert any(at in line and message in line for line in done.stdout.splitlines()), done.stdout
    assert hint in done.stdout
    return done.stdout


def brief_process(
    *arguments: str | Path, cwd: Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `brief` as a process of its own, for what matters while it starts and ends."""
    return subprocess.run(
        [sys.executable, "-m", "builder", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **(env or {})},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
