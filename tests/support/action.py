"""Runs the steps of action.yml as GitHub does."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
TINY = ROOT / "tests" / "briefs" / "good" / "tiny.yaml"
EXPRESSION = re.compile(r"\$\{\{\s*(.+?)\s*\}\}")

BAD = """\
title: "The ferry should run on Sundays"
bottom_line: "It pays."
sections:
  - title: "Why"
    arguments:
      - clam: "Nurses cannot reach the clinic."
"""

needs_bash = pytest.mark.skipif(
    shutil.which("bash") is None or os.name == "nt", reason="Windows finds another bash than the runner's"
)


class Runner:
    """Runs the steps of the action as GitHub does: inputs in variables, `bash -e`, one path for all steps."""

    def __init__(self, repository: Path, path: str) -> None:
        self.repository = repository
        self.path = path
        self.temporary = repository.parent / "temporary"
        self.temporary.mkdir(exist_ok=True)
        self.contexts = {"github.token": "secret", "runner.temp": str(self.temporary)}

    def run(self, name: str, **inputs: str) -> subprocess.CompletedProcess[str]:
        """Run a step, and the one before that lists the briefs; `inputs` are those that a workflow gives."""
        if name != "Briefs":
            listed = self.run("Briefs", **inputs)
            assert listed.returncode == 0, listed.stdout + listed.stderr
        step = step_of(name)
        given = {key: str(one.get("default", "")) for key, one in ACTION["inputs"].items()}
        inputs = {key.replace("_", "-"): value for key, value in inputs.items()}
        assert inputs.keys() <= given.keys()
        contexts = self.contexts | {f"inputs.{key}": value for key, value in (given | inputs).items()}
        variables = {key: evaluated(str(value), contexts) for key, value in step.get("env", {}).items()}
        file = self.repository.parent / "step.sh"
        file.write_text(step["run"], encoding="utf-8")
        own = {"RUNNER_TEMP": self.temporary, "GITHUB_ACTION_PATH": ROOT}
        own |= {name: self.temporary / name.lower() for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(file)],
            cwd=self.repository,
            env={**os.environ, "PATH": self.path, **{key: str(one) for key, one in own.items()}, **variables},
            capture_output=True,
            encoding="utf-8",
            timeout=300,
        )


def step_of(name: str) -> dict[str, Any]:
    (step,) = (step for step in STEPS if step.get("name") == name)
    return step


def evaluated(text: str, contexts: dict[str, str]) -> str:
    """Put the values of contexts where `${{ inputs.name }}` is, also in the default of an input."""
    while EXPRESSION.search(text):
        text = EXPRESSION.sub(lambda match: contexts[match[1]], text)
    return text
