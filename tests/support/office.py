"""Runs LibreOffice on memos and decks, where a Python has its `uno`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.support import office_editor

Steps = list[list[Any]]


def python_with_uno() -> str:
    """Return a Python that can talk to LibreOffice; without one the test skips, but fails in CI."""
    for name in ("python3", "/usr/bin/python3"):
        found = shutil.which(name)
        if (
            found
            and subprocess.run([found, "-c", "import uno"], capture_output=True, check=False).returncode == 0
        ):
            return found
    if os.environ.get("CI") == "true":
        pytest.fail("no Python has the module uno, and in CI one must")
    pytest.skip("no Python has the module uno")


def job(source: Path, target: Path, tracked: bool, steps: Steps) -> dict[str, Any]:
    """Return what is to be done with a file."""
    return {"source": str(source), "target": str(target), "tracked": tracked, "steps": steps}


def do(python: str, jobs: list[dict[str, Any]]) -> None:
    """Do all jobs in one LibreOffice."""
    done = subprocess.run(
        [python, office_editor.__file__], input=json.dumps(jobs), capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == []
