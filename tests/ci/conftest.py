"""What the tests of pipelines share: another repository, and a runner on which the action is installed."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.support.action import TINY, Runner


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Another repository with a good brief."""
    folder = tmp_path / "repository"
    folder.mkdir()
    shutil.copy(TINY, folder / "brief.yaml")
    return folder


@pytest.fixture
def runner(repository: Path) -> Runner:
    """A runner on which the action is installed: this environment."""
    scripts = str(Path(sys.executable).parent)
    return Runner(repository, os.pathsep.join((scripts, os.environ["PATH"])))
