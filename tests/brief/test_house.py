"""What briefs of one house have in common is in a file that they extend."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from builder.brief.load import load_brief
from builder.report.problems import BriefError, Problem
from tests.brief.test_load import SMALL, problems_of
from tests.support.command import brief

HOUSE = """\
# What all our briefs have.
Organization: {name: Example House, logo: {path: art/logo.png, alt: A blue block}}
contact: desk@example.org
marking: {scheme: tlp}
authors: [Desk]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a brief that extends a file in the folder beside it."""
    (tmp_path / "house" / "art").mkdir(parents=True)
    (tmp_path / "house" / "house.yaml").write_text(HOUSE)
    Image.new("RGB", (40, 30), "navy").save(tmp_path / "house" / "art" / "logo.png")
    (tmp_path / "ferry").mkdir()
    extended(tmp_path / "ferry")
    return tmp_path / "ferry"


def extended(folder: Path, more: str = "marking: {label: AMBER}\n") -> Path:
    path = folder / "brief.yaml"
    path.write_text(f"extends: ../house/house.yaml\n{SMALL}{more}")
    return path


def test_a_brief_has_what_its_house_says_and_it_does_not(folder: Path) -> None:
    found = load_brief(
        extended(folder, "marking: {label: AMBER}\nauthor: Ana\norganisation: {unit: Ferries}\n")
    )
    assert found.warnings == ()
    assert found.brief.contact == "desk@example.org"
    assert found.brief.marking
    assert (found.brief.marking.scheme, found.brief.marking.label) == ("tlp", "AMBER")
    assert [author.name for author in found.brief.authors] == ["Ana"]
    assert found.brief.organisation
    assert (found.brief.organisation.name, found.brief.organisation.unit) == ("Example House", "Ferries")
    assert list(found.pictures) == ["../house/art/logo.png"]


def test_a_problem_is_shown_in_the_file_in_which_it_is(folder: Path) -> None:
    house = folder.parent / "house" / "house.yaml"
    house.write_text(
        HOUSE.replace("desk@example.org", "[{a: b}]").replace("logo.png", "lgo.png") + "status: finl\n"
    )
    problems = problems_of(extended(folder))
    assert [
        (Path(one.file or "").name, one.path, one.position and one.position.line) for one in problems
    ] == [
        ("house.yaml", "organisation.logo.path", 2),
        ("house.yaml", "contact", 3),
        ("house.yaml", "status", 6),
    ]
    assert "status: finl" in str(raised(folder / "brief.yaml"))


def raised(path: Path) -> BriefError:
    with pytest.raises(BriefError) as error:
        load_brief(path)
    return error.value


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("../house/missing.yaml", "there is no such file"),
        ("../house", "a brief extends a YAML file beside it"),
        ("/etc/house.yaml", "a brief extends a YAML file beside it"),
        ("../house/art/logo.png", "a brief extends a YAML file beside it"),
    ],
)
def test_what_cannot_be_extended_is_refused(folder: Path, name: str, message: str) -> None:
    (problem,) = errors(extended(folder, "").parent, name)
    assert (problem.path, problem.message) == ("extends", message)


def errors(folder: Path, name: str) -> list[Problem]:
    path = folder / "brief.yaml"
    path.write_text(f"extends: {name}\n{SMALL}")
    return [problem for problem in problems_of(path) if problem.is_error]


def test_a_house_does_not_extend_another(folder: Path) -> None:
    (folder.parent / "house" / "house.yaml").write_text("extends: other.yaml\n")
    (problem,) = errors(folder, "../house/house.yaml")
    assert problem.message == "a file that is extended cannot extend another"
    assert (Path(problem.file or "").name, problem.position and problem.position.line) == ("house.yaml", 1)


def test_a_picture_elsewhere_is_still_refused_to_the_brief_itself(folder: Path) -> None:
    path = extended(
        folder, "figures: [{path: ../house/art/other.png, title: T, alt: A}]\nmarking: {label: RED}\n"
    )
    Image.new("RGB", (4, 3)).save(folder.parent / "house" / "art" / "other.png")
    (problem,) = problems_of(path)
    assert (problem.path, problem.message) == (
        "figures[0].path",
        "`../house/art/other.png` is outside the brief's folder",
    )


def test_a_build_is_out_of_date_when_the_house_has_changed(folder: Path) -> None:
    built = brief("build", "--only", "summary", cwd=folder)
    assert built.returncode == 0, built.stderr
    manifest = json.loads((folder / "output" / "brief-manifest.json").read_text())
    assert [one["path"] for one in manifest["brief"]["inputs"]] == [
        "../house/art/logo.png",
        "../house/house.yaml",
    ]
    assert brief("build", "--check", "--only", "summary", cwd=folder).returncode == 0
    house = folder.parent / "house" / "house.yaml"
    house.write_text(HOUSE.replace("desk@", "office@"))
    assert brief("build", "--check", "--only", "summary", cwd=folder).returncode == 1
