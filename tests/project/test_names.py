"""Names that work: repository, package, extras, image and tags are those of pyproject.toml everywhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support import names
from tests.support.names import EXTRAS, MAJOR, NAME, REPOSITORY, TAG

TEXTS = {path: path.read_text(encoding="utf-8", errors="replace") for path in names.files()}
OWN = re.escape(REPOSITORY.partition("/")[2])


def found(pattern: str) -> list[tuple[str, str]]:
    """Return what the one group of a pattern finds in any file, with the file."""
    return [
        (path.relative_to(ROOT).as_posix(), text)
        for path, content in TEXTS.items()
        for text in re.findall(pattern, content)
    ]


def test_the_repository_has_one_name() -> None:
    written = found(rf"(?:github\.com/|githubusercontent\.com/|ghcr\.io/|uses: )([\w-]+/{OWN})\b")
    assert {path for path, _ in written} >= {"README.md", "docs/ci.md", "pyproject.toml"}
    assert {name for _, name in written} == {REPOSITORY}
    assert not found(r"(OWNER/policy|<owner>)")


def test_the_tags_are_those_of_the_next_release() -> None:
    used = found(rf"uses: {re.escape(REPOSITORY)}@([\w.]+)") + found(rf"{OWN}/(v[\d.]+)/")
    assert used
    assert {tag for _, tag in used} == {MAJOR}
    revisions = found(rf"repos?: *\S+{OWN}\n\s+rev: (\S+)")
    assert revisions
    assert {tag for _, tag in revisions} == {TAG}
    images = found(rf"ghcr\.io/{re.escape(REPOSITORY)}(:\S+)?\s")
    assert {tag for _, tag in images} == {f":{MAJOR.removeprefix('v')}"}


def test_the_package_and_its_extras_have_one_name() -> None:
    installed = found(r"(?:pip|pipx|uv tool) install (?:-\S+ )*[\"']?([a-z][\w.-]*(?:\[[\w,-]+\])?)")
    packages = {name for _, name in installed if name.startswith("policy")}
    assert NAME in packages
    for path, name in found(r"(?<![/\w-])(policy-brief-[a-z]+\[[\w,-]+\])"):
        package, _, extras = name.removesuffix("]").partition("[")
        assert package == NAME, path
        assert set(extras.split(",")) <= EXTRAS, (path, name)


def test_what_cannot_be_installed_yet_is_said_to_be_so() -> None:
    """The changelog says whether there is a release; the readme must not say otherwise."""
    readme = TEXTS[ROOT / "README.md"]
    assert f"pipx install {NAME}" in readme
    assert f"uv tool install {NAME}" in readme
    assert "From the first release on" in readme


def test_another_name_is_given_everywhere_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    copies = {}
    for number, (path, text) in enumerate(TEXTS.items()):
        copies[tmp_path / f"{number}{path.suffix}"] = text
    for copy, text in copies.items():
        copy.write_text(text, encoding="utf-8")
    monkeypatch.setattr(names, "ROOT", tmp_path)
    monkeypatch.setattr(names, "files", lambda: iter(copies))
    names.rename("town/briefs")
    assert not [copy for copy in copies if REPOSITORY in copy.read_text(encoding="utf-8")]
    with pytest.raises(SystemExit):
        names.rename("town")
