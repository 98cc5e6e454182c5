"""The action for other repositories, run as a runner would: step by step, in a shell."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT, sampled
from tests.support.action import ACTION, BAD, EXPRESSION, STEPS, TINY, Runner, evaluated, needs_bash, step_of
from tests.support.releasing import write_brief

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


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
            assert re.fullmatch(r"actions/[a-z-]+@v\d+|github/codeql-action/[a-z-]+@v\d+", step["uses"])


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


RUNNERS = {"RUNNER_TEMP", "GITHUB_ACTION_PATH", "GITHUB_OUTPUT", "GITHUB_PATH", "GITHUB_STEP_SUMMARY"}


def test_each_variable_of_a_script_is_given_to_it() -> None:
    for step in STEPS:
        script = step.get("run", "")
        expected = set(re.findall(r"\$\{?([A-Z_]+)", script)) - RUNNERS
        if "action.py" in script:
            expected |= variables_of(script.split()[-1])
        assert expected == set(step.get("env", {})) - {"PYTHONUTF8"}, step.get("name")


def variables_of(function: str) -> set[str]:
    """Return the variables that a function of `.ci/action.py` reads, and the functions that it calls."""
    tree = ast.parse((ROOT / ".ci" / "action.py").read_text(encoding="utf-8"))
    functions = {one.name: one for one in tree.body if isinstance(one, ast.FunctionDef)}
    found: set[str] = set()
    waiting, seen = [function], set[str]()
    while waiting:
        name = waiting.pop()
        seen.add(name)
        for node in ast.walk(functions[name]):
            if isinstance(node, ast.Name) and node.id in functions.keys() - seen:
                waiting.append(node.id)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "given":
                (argument,) = node.args
                names = (
                    [argument.value] if isinstance(argument, ast.Constant) else ["CHECK", "BUILD", "AUDIT"]
                )
                found |= {name for name in names if isinstance(name, str)}
    return found - RUNNERS


def test_what_follows_a_failure_still_runs() -> None:
    """Files are kept, problems are sent and changes are shown although a check has failed."""
    for step in STEPS:
        name = step.get("name") or step["uses"]
        after = name in {"Problems", "Build", "Audit", "Changes", "Comment", "Summary"} or re.search(
            "upload", name
        )
        assert ("!cancelled()" in step.get("if", "")) is bool(after), name
    named = set(re.findall(r"steps\.([a-z]+)\.", yaml.safe_dump(ACTION)))
    assert named <= {step["id"] for step in STEPS if "id" in step}


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
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step_of("Install")["run"]],
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


@needs_bash
def test_several_briefs_are_checked_and_built_and_one_with_errors_stops_no_other(runner: Runner) -> None:
    folder = runner.repository / "drafts"
    folder.mkdir()
    text = TINY.read_text(encoding="utf-8")
    for name in ("north", "south west"):
        (folder / f"{name}.yaml").write_text(f"id: {name[:5]}\n{text}", encoding="utf-8")
    inputs = {"brief": "drafts/*.yaml\n\nbrief.yaml\n"}
    for step in ("Check", "Build", "Audit"):
        done = runner.run(step, **inputs)
        assert done.returncode == 0, done.stdout + done.stderr
    listed = (runner.temporary / "policy-brief-briefs.txt").read_text(encoding="utf-8")
    assert listed == "drafts/north.yaml\ndrafts/south west.yaml\nbrief.yaml\n"
    assert len(list((runner.repository / "output").iterdir())) == 12
    shutil.rmtree(runner.repository / "output")
    (folder / "a.yaml").write_text(BAD, encoding="utf-8")
    checked, built = runner.run("Check", **inputs), runner.run("Build", **inputs)
    assert (checked.returncode, built.returncode) == (1, 1)
    assert len(marked(checked.stdout)) == 1
    assert len(list((runner.repository / "output").iterdir())) == 12
    none = runner.run("Check", brief="nothing/*.yaml")
    assert none.returncode == 1
    assert "nothing/*.yaml" in none.stdout


@needs_bash
def test_the_cache_has_the_key_of_what_is_installed(runner: Runner) -> None:
    done = runner.run("Place")
    assert done.returncode == 0, done.stderr
    lines = (runner.temporary / "github_output").read_text(encoding="utf-8").splitlines()
    said = dict(line.split("=", 1) for line in lines)
    assert said["key"] == sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    assert said["folder"]


@needs_bash
def test_the_problems_are_written_for_code_scanning(runner: Runner) -> None:
    (runner.repository / "brief.yaml").write_text(BAD, encoding="utf-8")
    assert runner.run("Problems").returncode == 0
    (upload,) = (step for step in STEPS if "upload-sarif" in step.get("uses", ""))
    file = Path(evaluated(upload["with"]["sarif_file"], runner.contexts))
    results = json.loads(file.read_text(encoding="utf-8"))["runs"][0]["results"]
    assert "known-keys" in {result["ruleId"] for result in results}


# The workflows


def test_the_workflow_of_the_brief_uses_the_action_of_this_repository() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "brief.yml").read_text(encoding="utf-8"))
    (action,) = (step for step in workflow["jobs"]["build"]["steps"] if step["uses"] == "./")
    assert action["with"].keys() <= ACTION["inputs"].keys()
