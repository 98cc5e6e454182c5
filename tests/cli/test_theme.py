"""`theme:` and `brief theme`: the look of the three files as data."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path

import pytest

from builder.cli.watch import named
from tests.brief.test_load import SMALL
from tests.support.command import brief
from tests.support.packages import parts_of

RED = '# Ours.\ncolours:\n  brand: "#7A1020"\n'


def written(folder: Path, theme: str = RED, more: str = "") -> Path:
    """A brief with a theme of its own."""
    (folder / "look.yaml").write_text(theme)
    path = folder / "brief.yaml"
    path.write_text(f"theme: look.yaml\n{SMALL}{more}")
    return path


def test_a_theme_file_reaches_all_three_files_and_the_manifest(tmp_path: Path) -> None:
    path = written(tmp_path)
    done = brief("build", path, "--out", tmp_path, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for name, inside in (("memo.docx", "word/styles.xml"), ("deck.pptx", "ppt/theme/theme1.xml")):
        (data,) = parts_of((tmp_path / f"brief-{name}").read_bytes(), f"^{inside}$").values()
        assert b"7A1020" in data
        assert b"12395B" not in data
    manifest = json.loads((tmp_path / "brief-manifest.json").read_text())
    digest = sha256(RED.encode()).hexdigest()
    assert manifest["brief"]["inputs"] == [{"path": "look.yaml", "sha256": digest}]
    assert brief("audit", path, "--out", tmp_path, cwd=tmp_path).returncode == 0
    again = brief("build", path, "--out", tmp_path, cwd=tmp_path)
    assert "Up to date" in again.stdout
    written(tmp_path, RED.replace("7A1020", "103A7A"))
    assert brief("build", path, "--out", tmp_path, "--check", cwd=tmp_path).returncode == 1


@pytest.mark.parametrize("name", ["default", "sober", "contrast"])
def test_a_printed_theme_is_the_theme(tmp_path: Path, name: str) -> None:
    printed = brief("theme", name, cwd=tmp_path)
    assert printed.returncode == 0
    assert len(re.findall(r"  # \w.*\.$", printed.stdout, re.MULTILINE)) > 25
    (tmp_path / "mine.yaml").write_text(printed.stdout)
    again = brief("theme", tmp_path / "mine.yaml", cwd=tmp_path)
    assert again.stdout.splitlines()[1:] == printed.stdout.splitlines()[1:]


@pytest.mark.parametrize(
    ("theme", "place", "message", "hint"),
    [
        ('colours: {brnd: "#123456"}', "1:11", "`colours` has no key `brnd`", "did you mean `brand`?"),
        ("colors: {brand: red}", "1:1", "a theme has no key `colors`", "did you mean `colours`?"),
        ("colours:\n  brand: dark blue", "2:10", "`dark blue` is not a colour", "six hexadecimal digits"),
        ("colours:\n  brand: #12395B", "2:9", "there is no colour", "in quotes"),
        ("colours:\n  series: [1, 2]", "2:11", "this is not a list of 5 values", "brief theme default"),
        ("sizes: {memo: 3}", "1:15", "`3` is not a number from 0.9 to 1.2", "brief theme default"),
        ("sizes: 3", "1:8", "there must be keys and values", "brief theme default"),
        ("sizes: {memo: [", "2:1", "a value is missing here", "yaml-syntax"),
    ],
)
def test_faults_of_a_theme_are_shown_in_its_file(
    tmp_path: Path, theme: str, place: str, message: str, hint: str
) -> None:
    done = brief("check", written(tmp_path, theme + "\n"), cwd=tmp_path)
    assert done.returncode == 1
    first, *_ = done.stdout.splitlines()
    assert first.startswith(f"{(tmp_path / 'look.yaml').as_posix()}:{place}: error: ")
    assert message in first
    assert hint in done.stdout


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("sobr", "there is no theme `sobr`", "did you mean `sober`?"),
        ("lok.yaml", "there is no file `lok.yaml`", "did you mean `look.yaml`?"),
        ("../look.yaml", "`../look.yaml` is outside the brief's folder", "copy it into"),
    ],
)
def test_a_theme_that_is_not_there_is_refused(tmp_path: Path, name: str, message: str, hint: str) -> None:
    path = written(tmp_path)
    path.write_text(path.read_text().replace("look.yaml", name))
    done = brief("check", path, cwd=tmp_path)
    assert done.returncode == 1
    assert f"brief.yaml:1:8: error: theme: {message}" in done.stdout
    assert hint in done.stdout


def test_the_file_that_briefs_extend_can_name_the_theme(tmp_path: Path) -> None:
    for name in ("house", "ferry"):
        (tmp_path / name).mkdir()
    (tmp_path / "house" / "look.yaml").write_text(RED)
    (tmp_path / "house" / "house.yaml").write_text("theme: look.yaml\n")
    path = tmp_path / "ferry" / "brief.yaml"
    path.write_text(f"extends: ../house/house.yaml\n{SMALL}")
    done = brief("build", path, "--out", tmp_path / "out", "--only", "memo", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    manifest = json.loads((tmp_path / "out" / "brief-manifest.json").read_text())
    assert {one["path"] for one in manifest["brief"]["inputs"]} == {
        "../house/house.yaml",
        "../house/look.yaml",
    }
    assert (
        "Up to date" in brief("build", path, "--out", tmp_path / "out", "--only", "memo", cwd=tmp_path).stdout
    )
    assert {file.name for file in named(path)} == {"house.yaml", "look.yaml"}


def test_an_unknown_theme_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    done = brief("theme", "sombre", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr == "error: there is no theme `sombre`\n  hint: did you mean `sober`?\n"
