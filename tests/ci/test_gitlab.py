"""The template for GitLab: its inputs, its jobs, and what their scripts do."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import yaml

from tests.ci.test_pull_request import git
from tests.conftest import ROOT
from tests.support.action import BAD, TINY, needs_bash

pytestmark = needs_bash
FILE = ROOT / "templates" / "policy-brief.gitlab-ci.yml"
HEAD, BODY = FILE.read_text(encoding="utf-8").split("\n---\n")
INPUTS = yaml.safe_load(HEAD)["spec"]["inputs"]
_INPUT = re.compile(r"\$\[\[ inputs\.(\w+) \]\]")
KEYS = {"artifacts", "before_script", "cache", "extends", "image", "rules", "script", "stage", "variables"}


def jobs(**given: str) -> dict[str, dict[str, Any]]:
    """Return the jobs with the values of inputs, and with what they extend."""
    assert given.keys() <= INPUTS.keys()
    values = {key: one["default"] for key, one in INPUTS.items()} | given

    def filled(node: Any) -> Any:
        """Put the values into the strings of what was read, as GitLab does."""
        if isinstance(node, dict):
            return {key: filled(value) for key, value in node.items()}
        if isinstance(node, list):
            return [filled(each) for each in node]
        return _INPUT.sub(lambda match: values[match[1]], node) if isinstance(node, str) else node

    whole: dict[str, dict[str, Any]] = filled(yaml.safe_load(BODY))
    base = whole.pop(".policy-brief")
    assert all(job.pop("extends") == ".policy-brief" for job in whole.values())
    return {name: base | job for name, job in whole.items()}


def play(
    job: str, folder: Path, more: dict[str, str] | None = None, **given: str
) -> subprocess.CompletedProcess[str]:
    """Run the script of a job as the runner does: `bash -e`, with variables; the package is installed."""
    found = jobs(**given)[job]
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", "\n".join(found["script"])],
        cwd=folder,
        env={**os.environ, **found["variables"], "PATH": path, **(more or {})},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )


def two_briefs(folder: Path) -> None:
    for name in ("north", "south"):
        (folder / f"{name}.yaml").write_text(
            f"id: {name}\n{TINY.read_text(encoding='utf-8')}", encoding="utf-8"
        )


def test_inputs_have_defaults_and_are_used() -> None:
    assert set(re.findall(r"inputs\.(\w+)", BODY)) == set(INPUTS)
    assert all("default" in one for one in INPUTS.values())
    assert set(jobs()) == {"brief-check", "brief-build", "brief-changes"}
    for job in jobs().values():
        assert job.keys() <= KEYS
        assert job["before_script"] == ['pip install --quiet --disable-pip-version-check "$PACKAGE"']
        assert set(re.findall(r"\$([A-Z_]+)", job["script"][0])) <= {
            *job["variables"],
            "CI_MERGE_REQUEST_DIFF_BASE_SHA",
        }


def test_good_briefs_have_empty_reports(tmp_path: Path) -> None:
    two_briefs(tmp_path)
    done = play("brief-check", tmp_path, brief="*.yaml")
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads((tmp_path / "brief-code-quality.json").read_text(encoding="utf-8")) == []
    assert ElementTree.parse(tmp_path / "brief-junit.xml").getroot().findall(".//failure") == []


def test_a_bad_brief_fails_with_both_reports(tmp_path: Path) -> None:
    two_briefs(tmp_path)
    (tmp_path / "bad.yaml").write_text(BAD, encoding="utf-8")
    done = play("brief-check", tmp_path, brief="north.yaml bad.yaml")
    assert done.returncode == 1
    assert "bad.yaml:6:9: error" in done.stdout
    reports = jobs()["brief-check"]["artifacts"]["reports"]
    (entry,) = json.loads((tmp_path / reports["codequality"]).read_text(encoding="utf-8"))
    assert {"description", "check_name", "fingerprint", "severity", "location"} <= entry.keys()
    assert entry["location"] == {"path": "bad.yaml", "lines": {"begin": 6}}
    (failure,) = ElementTree.parse(tmp_path / reports["junit"]).getroot().findall(".//failure")
    assert failure.get("type") == "known-keys"


def test_warnings_fail_only_where_they_should(tmp_path: Path) -> None:
    text = TINY.read_text(encoding="utf-8")
    (tmp_path / "brief.yaml").write_text(f'{text}language: "tlh"\n', encoding="utf-8")
    assert play("brief-check", tmp_path).returncode == 0
    assert play("brief-check", tmp_path, strict="true").returncode == 1


def test_every_brief_is_built_and_one_with_errors_stops_no_other(tmp_path: Path) -> None:
    two_briefs(tmp_path)
    (tmp_path / "bad.yaml").write_text(BAD, encoding="utf-8")
    done = play("brief-build", tmp_path, brief="*.yaml", out="files")
    assert done.returncode == 1
    assert len(list((tmp_path / "files").iterdir())) == 8
    assert jobs(out="files")["brief-build"]["artifacts"]["paths"] == ["files"]
    assert play("brief-build", tmp_path, brief="north.yaml south.yaml").returncode == 0


def test_a_merge_request_shows_what_changed(tmp_path: Path) -> None:
    two_briefs(tmp_path)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "remote", "add", "origin", str(tmp_path))
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "base")
    brief = tmp_path / "north.yaml"
    brief.write_text(brief.read_text(encoding="utf-8").replace("Little", "Great"), encoding="utf-8")
    (tmp_path / "new.yaml").write_bytes(TINY.read_bytes())
    more = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": git(tmp_path, "rev-parse", "HEAD")}
    done = play("brief-changes", tmp_path, more, brief="north.yaml south.yaml new.yaml")
    assert done.returncode == 0, done.stderr
    assert "new.yaml cannot be compared" in done.stdout
    folder = tmp_path / "brief-changes"
    assert "<ins>Great</ins>" in (folder / "north.yaml" / "changes.html").read_text(encoding="utf-8")
    assert list((folder / "north.yaml").glob("*-after.png"))
    assert not list((folder / "south.yaml").glob("*.png"))
