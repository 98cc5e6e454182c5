"""The action and the hooks for other repositories, run as their runners would: step by step, in a shell."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT, sampled
from tests.support.releasing import write_brief

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
HOOKS = {
    hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
}
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
TINY = ROOT / "tests" / "briefs" / "good" / "tiny.yaml"
EXPRESSION = re.compile(r"\$\{\{\s*(.+?)\s*\}\}")
PROGRAMS = "Scripts" if os.name == "nt" else "bin"

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

    def run(self, name: str, **inputs: str) -> subprocess.CompletedProcess[str]:
        """Run a step; `inputs` are those that a workflow gives."""
        (step,) = (step for step in STEPS if step.get("name") == name)
        given = {key: str(one.get("default", "")) for key, one in ACTION["inputs"].items()}
        assert inputs.keys() <= given.keys()
        given |= inputs
        variables = {key: evaluated(str(value), given) for key, value in step.get("env", {}).items()}
        file = self.repository.parent / "step.sh"
        file.write_text(step["run"], encoding="utf-8")
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(file)],
            cwd=self.repository,
            env={**os.environ, "PATH": self.path, **variables},
            capture_output=True,
            encoding="utf-8",
            timeout=300,
        )


def evaluated(text: str, inputs: dict[str, str]) -> str:
    """Put the inputs where `${{ inputs.name }}` is."""

    def value(match: re.Match[str]) -> str:
        scope, _, name = match[1].partition(".")
        assert scope == "inputs"
        return inputs[name]

    return EXPRESSION.sub(value, text)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Another repository with a good brief."""
    folder = tmp_path / "repository"
    folder.mkdir()
    shutil.copy(TINY, folder / "brief.yaml")
    return folder


@pytest.fixture
def runner(repository: Path) -> Runner:
    """A runner on which the action is installed: this environment."""
    scripts = str(Path(sys.executable).parent)
    return Runner(repository, os.pathsep.join((scripts, os.environ["PATH"])))


def marked(output: str) -> list[str]:
    return re.findall(r"^::(?:error|warning) .*", output, re.MULTILINE)


# The action


def test_every_step_is_one_that_a_composite_action_may_have() -> None:
    assert ACTION["runs"]["using"] == "composite"
    assert ACTION["name"]
    assert ACTION["description"]
    for step in STEPS:
        assert ("run" in step) != ("uses" in step)
        if "run" in step:
            assert step["shell"] == "bash"
        else:
            assert re.fullmatch(r"actions/[a-z-]+@v\d+", step["uses"])


def scripts() -> Iterator[tuple[str, str]]:
    """Every script of the action and the workflows, with its place."""
    for step in STEPS:
        yield "action.yml", step.get("run", "")
    for file in WORKFLOWS:
        for job in yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"].values():
            for step in job["steps"]:
                yield file.name, step.get("run", "")


def test_no_input_is_part_of_a_script() -> None:
    """What a workflow gives could otherwise be a command."""
    for place, script in scripts():
        for expression in EXPRESSION.findall(script):
            assert place != "action.yml", expression
            assert expression.startswith("matrix."), expression  # written in the workflow itself


def test_inputs_are_described_and_used_and_none_is_unknown() -> None:
    used = set(re.findall(r"inputs\.([a-z-]+)", yaml.safe_dump(STEPS)))
    assert used == set(ACTION["inputs"])
    for one in ACTION["inputs"].values():
        assert one["description"]
        assert "default" in one


def test_each_variable_of_a_script_is_given_to_it() -> None:
    runners = {"RUNNER_TEMP", "GITHUB_ACTION_PATH", "GITHUB_PATH"}
    for step in STEPS:
        script = step.get("run", "")
        expected = set(re.findall(r"\$\{?([A-Z_]+)", script)) - runners
        assert expected == set(step.get("env", {})) - {"PYTHONUTF8"}


@pytest.mark.campaign
@needs_bash
def test_the_action_installs_itself_and_leaves_the_command_for_later_steps(tmp_path: Path) -> None:
    temporary, path_file = tmp_path / "temp", tmp_path / "path"
    temporary.mkdir()
    environment = {
        **os.environ,
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
        "RUNNER_TEMP": str(temporary),
        "GITHUB_PATH": str(path_file),
        "GITHUB_ACTION_PATH": str(ROOT),
    }
    (step,) = (step for step in STEPS if step.get("name") == "Install")
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    folder = Path(path_file.read_text(encoding="utf-8").strip())
    assert folder == temporary / "policy-brief-builder" / "bin"
    repository = tmp_path / "repository"
    repository.mkdir()
    shutil.copy(TINY, repository / "brief.yaml")
    there = Runner(repository, os.pathsep.join((str(folder), "/usr/bin", "/bin")))
    for name in ("Check", "Build", "Audit"):
        done = there.run(name)
        assert done.returncode == 0, done.stdout + done.stderr


@needs_bash
def test_a_good_brief_is_checked_built_and_compared(runner: Runner) -> None:
    for name in ("Check", "Build", "Audit"):
        done = runner.run(name)
        assert done.returncode == 0, done.stdout + done.stderr
        assert marked(done.stdout) == []
    made = {file.name.rpartition("-")[2] for file in (runner.repository / "output").iterdir()}
    assert made == {"memo.docx", "deck.pptx", "summary.pdf", "manifest.json"}


@needs_bash
def test_a_bad_brief_fails_with_its_lines_marked(runner: Runner) -> None:
    folder = runner.repository / "docs and drafts"
    folder.mkdir()
    (folder / "brief.yaml").write_text(BAD, encoding="utf-8")
    done = runner.run("Check", brief="docs and drafts/brief.yaml")
    assert done.returncode == 1
    (reported,) = marked(done.stdout)
    assert reported.startswith("::error file=docs and drafts/brief.yaml,line=6,col=9,endColumn=13,")
    assert "did you mean `claim`?" in reported
    done = runner.run("Build", brief="docs and drafts/brief.yaml")
    assert done.returncode == 1
    assert not (runner.repository / "output").exists()


@needs_bash
def test_warnings_fail_only_where_they_should(runner: Runner) -> None:
    brief = runner.repository / "brief.yaml"
    brief.write_text(brief.read_text(encoding="utf-8") + 'language: "tlh"\n', encoding="utf-8")
    relaxed, strict = runner.run("Check"), runner.run("Check", strict="true")
    assert (relaxed.returncode, strict.returncode) == (0, 1)
    assert marked(relaxed.stdout) == marked(strict.stdout) != []
    assert all(reported.startswith("::warning ") for reported in marked(strict.stdout))


@needs_bash
def test_an_audience_and_final_copies_reach_the_command(runner: Runner) -> None:
    brief = write_brief(runner.repository).name
    inputs = {"brief": brief, "audience": "public", "final": "true", "out": "dist"}
    for name in ("Build", "Audit"):
        done = runner.run(name, **inputs)
        assert done.returncode == 0, done.stdout + done.stderr
    assert (runner.repository / "dist" / "library-public-memo.docx").is_file()
    assert runner.run("Build", **{**inputs, "final": "false"}).returncode == 0
    assert runner.run("Audit", **inputs).returncode == 1  # working files are no final copies


@needs_bash
def test_committed_files_are_compared_and_not_built(runner: Runner) -> None:
    missing = runner.run("Build", committed="true")
    assert missing.returncode == 1
    assert not (runner.repository / "output").exists()
    assert runner.run("Build").returncode == 0
    assert runner.run("Build", committed="true").returncode == 0
    brief = runner.repository / "brief.yaml"
    brief.write_text(brief.read_text(encoding="utf-8") + "contact: Call the desk\n", encoding="utf-8")
    before = {file: file.read_bytes() for file in (runner.repository / "output").iterdir()}
    stale = runner.run("Build", committed="true")
    assert stale.returncode == 1
    assert marked(stale.stdout)
    assert {file: file.read_bytes() for file in (runner.repository / "output").iterdir()} == before


@needs_bash
def test_a_file_that_was_edited_fails_the_audit(runner: Runner) -> None:
    assert runner.run("Build").returncode == 0
    (memo,) = (runner.repository / "output").glob("*-memo.docx")
    memo.write_bytes(memo.read_bytes()[:-40])
    done = runner.run("Audit")
    assert done.returncode == 1
    assert marked(done.stdout)


@needs_bash
@pytest.mark.parametrize(
    "name",
    sampled(
        ("$(touch owned)", "`touch owned`", '"; touch owned; "', "--version", "a\ntouch owned"),
        lambda name: name.startswith("-"),
    ),
)
def test_an_input_is_never_a_command_or_an_option(name: str, runner: Runner) -> None:
    for step in ("Check", "Build", "Audit"):
        done = runner.run(step, brief=name, out=name, audience=name)
        assert done.returncode == 1, done.stdout + done.stderr
        assert not list(runner.repository.parent.rglob("owned"))


# The hooks


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
    assert set(HOOKS) == {"brief-check", "brief-build-check"}
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
    assert bool(re.search(HOOKS["brief-check"]["files"], file)) is checked
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


# The workflows


def test_the_workflow_of_the_brief_uses_the_action_of_this_repository() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "brief.yml").read_text(encoding="utf-8"))
    (action,) = (step for step in workflow["jobs"]["build"]["steps"] if step["uses"] == "./")
    assert action["with"].keys() <= ACTION["inputs"].keys()
