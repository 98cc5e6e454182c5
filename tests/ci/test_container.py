"""The image: what it copies is there and enough, it runs as nobody special, and the readme says how."""

from __future__ import annotations

import re
import shutil
import sys
import tomllib
import zipfile
from pathlib import Path

import yaml

from tests.conftest import ROOT, run

LINES = [
    line.split(None, 1)
    for line in (ROOT / "Containerfile").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
LAST = LINES[[index for index, (word, _) in enumerate(LINES) if word == "FROM"][-1] :]


def given(word: str) -> list[str]:
    return [rest for each, rest in LINES if each == word]


def test_every_line_is_an_instruction() -> None:
    known = {"FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "ENTRYPOINT", "CMD"}
    assert {word for word, _ in LINES} == known
    assert all(":" in image and "latest" not in image for image in given("FROM"))


def test_it_does_not_run_as_root() -> None:
    words = [word for word, _ in LAST]
    (user,) = given("USER")
    assert user == "brief"
    assert f"useradd --create-home --uid 1000 {user}" in "".join(given("RUN"))
    assert words.index("USER") > max(index for index, word in enumerate(words) if word == "RUN")
    assert given("ENTRYPOINT") == ['["brief"]']


def test_what_is_copied_is_enough_to_install_the_package(tmp_path: Path) -> None:
    context = tmp_path / "context"
    context.mkdir()
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for rest in given("COPY"):
        if rest.startswith("--from"):
            continue
        *sources, _ = rest.split()
        for source in sources:
            assert f"!{source}" in ignored
            path = ROOT / source
            if path.is_dir():
                shutil.copytree(path, context / source, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(path, context / source)
    done = run(
        sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path / "dist", cwd=context
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as contents:
        names = set(contents.namelist())
    assert "builder/theme/fonts/Carlito-Regular.ttf" in names
    assert "builder/api.py" in names


def test_the_extras_exist_and_have_the_fonts() -> None:
    (extras,) = re.findall(r'"\.\[([a-z,]+)\]"', "".join(given("RUN")))
    known = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(extras.split(",")) <= known["optional-dependencies"].keys()
    assert "cjk" in extras


def test_the_test_workflow_builds_it_and_builds_a_brief_with_it() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "test.yml").read_text(encoding="utf-8"))
    scripts = "\n".join(step.get("run", "") for step in workflow["jobs"]["container"]["steps"])
    assert "docker build --file Containerfile" in scripts
    (shown,) = re.findall(
        r"^docker run (.*?) \S+ build$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE
    )
    assert f"docker run {shown} brief build" in scripts
