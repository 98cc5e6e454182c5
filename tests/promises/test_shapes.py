"""Briefs of institutes unlike the sample, written as people write, build whole before and after `--fix`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support.command import brief

SHAPES = sorted((ROOT / "tests/data/shapes").glob("*.yaml"))


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.stem)
def test_a_brief_of_another_shape_builds_as_written_and_when_fixed(shape: Path, tmp_path: Path) -> None:
    shutil.copy(shape, tmp_path / "brief.yaml")
    for option in ((), ("--fix",)):
        checked = brief("check", *option, "--format", "concise", cwd=tmp_path)
        assert ": error: " not in checked.stdout
        built = brief("build", cwd=tmp_path)
        assert "Verified: all three files match brief.yaml" in built.stdout
    assert "--fix" not in brief("check", cwd=tmp_path).stdout
