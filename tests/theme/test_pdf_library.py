"""The PDF library, whose settings on the machine change nothing, and what it reads of a face."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from reportlab.pdfbase.ttfonts import TTFont

from builder.pdf_library import Face
from builder.theme import fonts
from tests.corpora.hostile.case import BRIEF

TRAP = 'import pathlib; pathlib.Path(r"{}").touch()\npageCompression = 0\n'


def summary(folder: Path, name: str, **environment: str) -> bytes:
    command = [sys.executable, "-m", "builder", "build", "--only", "summary", "--out", name]
    subprocess.run(command, cwd=folder, env=os.environ | environment, check=True, capture_output=True)
    return (folder / name / "brief-summary.pdf").read_bytes()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "brief.yaml").write_text(BRIEF, encoding="utf-8")
    return tmp_path


def test_variables_for_the_library_change_nothing(folder: Path) -> None:
    plain = summary(folder, "one")
    assert summary(folder, "two", RL_pageCompression="0", RL_ttfAsciiReadable="1", RL_junk="x") == plain


@pytest.mark.parametrize("name", [".reportlab_settings", ".reportlab_mods"])
def test_settings_at_home_are_not_run(folder: Path, name: str) -> None:
    home, sprung = folder / "home", folder / "sprung"
    home.mkdir()
    (home / name).write_text(TRAP.format(sprung), encoding="utf-8")
    plain = summary(folder, "one")
    assert summary(folder, "two", HOME=str(home), USERPROFILE=str(home)) == plain
    assert not sprung.exists()


@pytest.mark.parametrize("name", ["reportlab_settings.py", "reportlab_mods.py"])
def test_settings_beside_the_brief_are_not_run(folder: Path, name: str) -> None:
    sprung = folder / "sprung"
    (folder / name).write_text(TRAP.format(sprung), encoding="utf-8")
    summary(folder, "one")
    assert not sprung.exists()


def test_settings_beside_the_brief_are_not_run_when_a_drawing_is_read(folder: Path) -> None:
    pytest.importorskip("svglib")
    sprung = folder / "sprung"
    for name in ("reportlab_settings.py", "reportlab_mods.py"):
        (folder / name).write_text(TRAP.format(sprung), encoding="utf-8")
    logo = "organisation: {name: Institute, logo: {path: logo.svg, alt: A mark}}\n"
    (folder / "brief.yaml").write_text(BRIEF + logo, encoding="utf-8")
    (folder / "logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>',
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "builder", "check"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    assert not sprung.exists()


@pytest.mark.parametrize("name", [*fonts.CARLITO[1:], *fonts.CALADEA[1:], "NotoSansJP-Regular"])
def test_a_face_has_what_the_library_finds_in_its_file(name: str) -> None:
    path = fonts.font_file(name)
    if path is None:
        pytest.skip("the extra cjk is not installed")
    own, library = TTFont("face", str(path)).face, Face.__base__(str(path))
    assert type(own) is Face is not type(library)
    for what in ("charToGlyph", "charWidths", "defaultWidth", "hmetrics", "glyphPos", "name", "bbox"):
        assert vars(own)[what] == vars(library)[what], what
