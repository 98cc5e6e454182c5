"""What the readme shows is what happens."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

import builder
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
SMALL, FORMS = re.findall(r"```yaml\n((?:title|marking):.*?)```", README, re.DOTALL)


def test_the_first_brief_builds_without_a_problem(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text(SMALL, encoding="utf-8")
    built = builder.build(tmp_path / "brief.yaml", tmp_path / "output")
    assert built.warnings == ()
    assert len(built.files) == 3


def test_the_forms_of_values_are_accepted(tmp_path: Path) -> None:
    forms = yaml.load(FORMS, yaml.BaseLoader)
    refs = forms.pop("refs")
    brief = {**yaml.load(SMALL, yaml.BaseLoader), **forms, "sources": [{"id": "survey", "title": "A survey"}]}
    brief["sections"][0]["arguments"][0]["refs"] = list(refs)
    brief["recommendations"][0]["refs"] = list(refs)
    brief["sections"][0]["arguments"][1]["refs"] = list(refs)
    (tmp_path / "brief.yaml").write_text(yaml.safe_dump(brief), encoding="utf-8")
    assert [
        str(problem.message) for problem in builder.check(tmp_path / "brief.yaml") if problem.is_error
    ] == []


def test_the_example_of_audiences_builds_for_each_of_them(tmp_path: Path) -> None:
    shown = re.search(r"```yaml\n(audiences:.*?)```", README, re.DOTALL)
    assert shown is not None
    text = 'title: "Boats"\nbottom_line: "A boat is missing."\n' + shown[1]
    (tmp_path / "brief.yaml").write_text(text, encoding="utf-8")
    for audience in ("internal", "public"):
        built = builder.build(tmp_path / "brief.yaml", tmp_path / "output", audience=audience)
        assert {file.path.name for file in built.files} >= {f"brief-{audience}-memo.docx"}


def test_the_problem_is_reported_as_shown(tmp_path: Path) -> None:
    shown = re.search(r"```\n(brief\.yaml:.*?)\n```", README, re.DOTALL)
    assert shown is not None
    (tmp_path / "brief.yaml").write_text(SMALL.replace("claim:", "clam:", 1), encoding="utf-8")
    problem, *_ = builder.check(tmp_path / "brief.yaml")
    place = problem.position
    assert place is not None
    assert shown[1].startswith(
        f"brief.yaml:{place.line}:{place.column}: error: {problem.path}: {problem.message}"
    )
    assert f"hint: {problem.hint}" in shown[1]


def test_every_field_of_the_model_is_in_the_table() -> None:
    from builder.brief.model import Brief

    for key in Brief.fields:
        assert f"`{key}`" in README, key


def test_every_picture_and_file_that_is_linked_is_there() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)]+)\)", README):
        if not target.startswith("https") and target != "https://…":
            assert (ROOT / target).is_file(), target
