"""The command line as a person or a job runs it: a process of its own, its output and its exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

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
    """Run `brief` with these arguments in the folder `cwd`, to its end."""
    return subprocess.run(
        [sys.executable, "-m", "builder", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **(env or {})},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
