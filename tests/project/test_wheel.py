"""The wheel works by itself: installed in an empty environment, in a folder that knows nothing else."""

from __future__ import annotations

import json
import os
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT, run


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    done = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_every_file_of_the_package_and_nothing_else(wheel: Path) -> None:
    package = {
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "builder").rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    with zipfile.ZipFile(wheel) as contents:
        inside = {name for name in contents.namelist() if ".dist-info/" not in name}
    assert inside == package
    for family in ("Carlito", "Caladea"):
        assert {f"builder/theme/fonts/{family}-{style}" for style in FONTS} <= inside


FONTS = ("Regular.ttf", "Bold.ttf", "Italic.ttf", "BoldItalic.ttf", "LICENSE.txt")


MADE = ["deck.pptx", "manifest.json", "memo.docx", "summary.pdf"]


def made_in(folder: Path) -> list[str]:
    return sorted(file.name.rpartition("-")[2] for file in (folder / "output").iterdir())


def test_a_new_brief_builds_from_the_files_of_the_wheel_alone(
    wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package, folder = tmp_path / "package", tmp_path / "work"
    with zipfile.ZipFile(wheel) as contents:
        contents.extractall(package)
    folder.mkdir()
    monkeypatch.setenv("PYTHONPATH", str(package))  # before the files of this folder
    code = "import builder; print(builder.__file__)"
    assert run(sys.executable, "-c", code, cwd=folder).stdout.startswith(str(package))
    for command in (("new", "."), ("build", "--strict")):
        done = run(sys.executable, "-m", "builder", *command, cwd=folder)
        assert done.returncode == 0, done.stdout + done.stderr
    assert made_in(folder) == MADE


@pytest.mark.campaign
def test_a_new_brief_builds_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    environment, folder = tmp_path / "environment", tmp_path / "work"
    scripts = environment / ("Scripts" if os.name == "nt" else "bin")
    folder.mkdir()

    def succeed(*command: str | Path) -> str:
        done = run(*command, cwd=folder)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    succeed(sys.executable, "-m", "venv", environment)
    succeed(scripts / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel)
    succeed(scripts / "brief", "new", ".")
    succeed(scripts / "brief", "build", "brief.yaml")
    assert made_in(folder) == MADE
    assert "claim" in json.dumps(json.loads(succeed(scripts / "brief", "schema")))
