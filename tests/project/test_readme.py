"""What the readme shows is what happens."""

from __future__ import annotations

import re
from pathlib import Path

import builder
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
(SMALL,) = re.findall(r"```yaml\n(title:.*?)```", README, re.DOTALL)


def test_the_first_brief_builds_without_a_problem(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text(SMALL, encoding="utf-8")
    built = builder.build(tmp_path / "brief.yaml", tmp_path / "output")
    assert built.warnings == ()
    assert len(built.files) == 3


def test_the_problem_is_reported_as_shown(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    shown = re.search(r"```\n(brief\.yaml:.*?)\n```", page, re.DOTALL)
    assert shown is not None
    (tmp_path / "brief.yaml").write_text(SMALL.replace("claim:", "clam:", 1), encoding="utf-8")
    problem, *_ = builder.check(tmp_path / "brief.yaml")
    place = problem.position
    assert place is not None
    assert shown[1].startswith(
        f"brief.yaml:{place.line}:{place.column}: error: {problem.path}: {problem.message}"
    )
    assert f"hint: {problem.hint}" in shown[1]
