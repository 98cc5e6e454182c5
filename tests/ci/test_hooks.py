"""The hooks of pre-commit, run as it runs them: the entry, with the files that are its own."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT
from tests.support.action import BAD

HOOKS = {
    hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
}


def commit(
    hook: dict[str, Any], repository: Path, files: list[str]
) -> subprocess.CompletedProcess[str] | None:
    """Run a hook on changed files as pre-commit does, or not at all where none of them is its own."""
    own = [file for file in files if re.search(hook["files"], file)]
    if not own:
        return None
    arguments = own if hook.get("pass_filenames", True) else []
    program, *rest = hook["entry"].split()
    return subprocess.run(
        [str(Path(sys.executable).parent / program), *rest, *arguments],
        cwd=repository,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )


def test_the_hooks_run_the_command_that_this_package_installs() -> None:
    assert set(HOOKS) == {"brief-check", "brief-fix", "brief-sources", "brief-build-check"}
    for hook in HOOKS.values():
        assert hook["language"] == "python"
        assert hook["entry"].split()[0] == "brief"
        assert hook["name"]
        re.compile(hook["files"])


@pytest.mark.parametrize(
    ("file", "checked", "compared"),
    [
        ("brief.yaml", True, True),
        ("docs/brief.yml", True, True),
        ("north.brief.yaml", True, True),
        ("briefs/north.yaml", True, True),
        ("2031/briefs/south west.yml", True, True),
        ("briefs/2031/north.yaml", False, False),
        ("briefs.yaml", False, False),
        ("rides.csv", False, True),
        ("output/talks-memo.docx", False, True),
        ("docs/talks-summary.pdf", False, True),
        ("assets/ferry.JPG", False, False),
        ("assets/ferry.jpg", False, True),
        ("debrief.yaml", False, False),
        ("brief.yaml.orig", False, False),
        ("README.md", False, False),
    ],
)
def test_a_hook_runs_on_the_files_that_concern_it(file: str, checked: bool, compared: bool) -> None:
    for name in ("brief-check", "brief-fix", "brief-sources"):
        assert bool(re.search(HOOKS[name]["files"], file)) is checked
    assert bool(re.search(HOOKS["brief-build-check"]["files"], file)) is compared


def test_the_hook_lets_a_good_brief_pass_and_stops_a_bad_one(repository: Path) -> None:
    good = commit(HOOKS["brief-check"], repository, ["brief.yaml", "README.md"])
    assert good is not None
    assert good.returncode == 0, good.stdout + good.stderr
    (repository / "docs").mkdir()
    (repository / "docs" / "brief.yaml").write_text(BAD, encoding="utf-8")
    bad = commit(HOOKS["brief-check"], repository, ["brief.yaml", "docs/brief.yaml"])
    assert bad is not None
    assert bad.returncode == 1
    assert "docs/brief.yaml:6:9: error" in bad.stdout
    assert commit(HOOKS["brief-check"], repository, ["README.md"]) is None


def test_the_hook_stops_a_brief_whose_files_are_stale(repository: Path) -> None:
    hook = HOOKS["brief-build-check"]
    missing = commit(hook, repository, ["brief.yaml"])
    assert missing is not None
    assert missing.returncode == 1
    subprocess.run(
        [str(Path(sys.executable).parent / "brief"), "build"], cwd=repository, check=True, capture_output=True
    )
    current = commit(hook, repository, ["output/tiny-deck.pptx"])
    assert current is not None
    assert current.returncode == 0, current.stdout + current.stderr


def test_every_brief_of_a_commit_is_checked_in_one_run(repository: Path) -> None:
    (repository / "briefs").mkdir()
    files = ["brief.yaml", "north.brief.yaml", "briefs/south west.yaml"]
    for name in files[1:]:
        (repository / name).write_text(BAD, encoding="utf-8")
    done = commit(HOOKS["brief-check"], repository, files)
    assert done is not None
    assert done.returncode == 1
    assert "north.brief.yaml:6:9: error" in done.stdout
    assert "briefs/south west.yaml:6:9: error" in done.stdout


def test_the_hook_writes_a_brief_in_canonical_form(repository: Path) -> None:
    brief = repository / "brief.yaml"
    text = brief.read_text(encoding="utf-8")
    brief.write_text(text.replace("title:", "Title:", 1), encoding="utf-8")
    done = commit(HOOKS["brief-fix"], repository, ["brief.yaml"])
    assert done is not None
    assert brief.read_text(encoding="utf-8") == text


def test_the_hook_compares_a_brief_with_its_sources(repository: Path) -> None:
    (repository / "survey.md").write_text("Half of the people who were asked said yes.\n", encoding="utf-8")
    brief = repository / "brief.yaml"
    brief.write_text(
        "title: The library should open\nbottom_line: It should open.\n"
        "sections:\n  - title: Why\n    arguments:\n"
        '      - {claim: "90 per cent of the people said yes.", refs: [survey#p1]}\n'
        "sources:\n  - {id: survey, title: A survey, file: survey.md}\n",
        encoding="utf-8",
    )
    done = commit(HOOKS["brief-sources"], repository, ["brief.yaml"])
    assert done is not None
    assert "90" in done.stdout
    assert "survey.md" in done.stdout
