"""A release: which tags may be one, what its notes say, and what its workflow needs."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from builder import __version__
from tests.ci.test_pull_request import git
from tests.conftest import ROOT, run
from tests.support.action import needs_bash

FILE = ROOT / ".ci" / "release.py"
WORKFLOW: dict[str, Any] = yaml.safe_load(
    (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
)
JOBS: dict[str, dict[str, Any]] = WORKFLOW["jobs"]
CHANGELOG = """\
# Changelog

## [Unreleased]

## [1.2.0] - 2031-05-06

### Added

- Bells.

## [1.1.0] - 2031-01-02

- Whistles.
"""


@pytest.fixture
def release(tmp_path: Path) -> dict[str, Any]:
    """The script, in a repository of which version 1.2.0 may be released."""
    (tmp_path / "builder").mkdir()
    (tmp_path / "builder" / "__init__.py").write_text('__version__ = "1.2.0"\n', encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
    found = runpy.run_path(str(FILE))
    found["faults"].__globals__["ROOT"] = tmp_path
    return found


def test_a_tag_of_this_version_with_notes_may_be_released(release: dict[str, Any]) -> None:
    assert release["faults"]("v1.2.0") == []
    assert release["section"]("1.2.0") == "### Added\n\n- Bells."
    assert release["section"]("1.1.0") == "- Whistles."
    assert release["section"]("1.0.0") == ""


def test_another_tag_and_changes_that_have_no_version_may_not(
    release: dict[str, Any], tmp_path: Path
) -> None:
    assert release["faults"]("v1.1.0") == ["the tag is v1.1.0, and the version 1.2.0"]
    changelog = tmp_path / "CHANGELOG.md"
    changelog.write_text(CHANGELOG.replace("[Unreleased]\n", "[Unreleased]\n\n### Fixed\n\n- A.\n"), "utf-8")
    assert "Unreleased" in release["faults"]("v1.2.0")[0]
    changelog.write_text(CHANGELOG.replace(" - 2031-05-06", ""), "utf-8")
    assert release["faults"]("v1.2.0") == ["CHANGELOG.md has no section with a date for 1.2.0"]


def test_a_version_before_a_release_is_not_published() -> None:
    starts = next(value for key, value in WORKFLOW.items() if str(key) in ("on", "True"))  # YAML: on is true
    (pattern,) = starts["push"]["tags"]
    expression = pattern.replace(".", r"\.")  # the rest of it is as in a regular expression
    found = [
        tag for tag in ("v1.2.3", "v10.0.12", "v1.2.3rc1", "v1.2.3-rc.1") if re.fullmatch(expression, tag)
    ]
    assert found == ["v1.2.3", "v10.0.12"]


def test_the_script_ends_as_the_workflow_needs_it() -> None:
    wrong = run(sys.executable, FILE, "check", "v0.0.0")
    assert wrong.returncode == 1
    assert "the tag is v0.0.0" in wrong.stderr
    assert "- " in run(sys.executable, FILE, "notes", f"v{__version__}").stdout


def test_nothing_is_published_before_the_campaign_and_no_secret_is_named() -> None:
    def before(job: str) -> set[str]:
        needs = JOBS[job].get("needs", [])
        named = [needs] if isinstance(needs, str) else needs
        return set(named).union(*(before(each) for each in named))

    for job in ("package", "image", "notes"):
        assert {"build", "campaign"} <= before(job)
    assert "secrets." not in (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert JOBS["package"]["permissions"] == {"id-token": "write"}


@needs_bash
def test_the_notes_are_published_and_the_tag_of_the_major_version_moves(tmp_path: Path) -> None:
    server, work, programs = tmp_path / "server.git", tmp_path / "work", tmp_path / "programs"
    for folder in (server, work, programs):
        folder.mkdir()
    git(server, "init", "--quiet", "--bare")
    git(work, "init", "--quiet")
    git(work, "remote", "add", "origin", str(server))
    (step,) = (step for step in JOBS["notes"]["steps"] if step.get("name") == "Release")
    (programs / "gh").write_text('#!/bin/sh\necho "$@" >> called\n', encoding="utf-8")
    (programs / "gh").chmod(0o755)
    (work / "release").mkdir()
    for name in ("a.whl", "a.tar.gz"):
        (work / "release" / name).write_bytes(b"")
    for tag in ("v1.2.3", "v1.3.0"):
        git(work, "commit", "--quiet", "--allow-empty", "-m", tag)
        path = os.pathsep.join((str(programs), os.environ["PATH"]))
        done = subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", step["run"]],
            cwd=work,
            env={**os.environ, "PATH": path, "TAG": tag},
            capture_output=True,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stderr
        assert git(server, "rev-parse", "v1^{commit}") == git(work, "rev-parse", "HEAD")
    called = (work / "called").read_text(encoding="utf-8").splitlines()
    assert called[1] == (
        "release create v1.3.0 --verify-tag --title v1.3.0 --notes-file release/notes.md "
        "release/a.whl release/a.tar.gz release/sbom.cdx.json"
    )


def test_scripts_name_files_that_are_there() -> None:
    for job in JOBS.values():
        for step in job["steps"]:
            for word in step.get("run", "").split():
                if word.startswith(".ci/"):
                    assert (ROOT / word).is_file()
            assert "${{" not in step.get("run", "")
    (image,) = (step for step in JOBS["image"]["steps"] if "build-push" in step.get("uses", ""))
    assert (ROOT / image["with"]["file"]).is_file()
