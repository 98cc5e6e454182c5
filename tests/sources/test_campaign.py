"""Of forty distortions of a brief at least thirty-six are found, and none is reported where there is none."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from builder.brief.load import FaultyBrief, Loaded, load_brief
from builder.report.problems import Problem
from builder.sources.check import compare
from tests.conftest import ROOT
from tests.sources.distortions import BUSES, MOOR, SAMPLE

GALLERY = ROOT / "docs" / "gallery"
DATA = ROOT / "tests" / "data" / "sources"
WANTED = 36
# The article of the sample is not part of the repository; where it is beside it, it is compared.
PLACES = [folder / "shared" / "sample" / "article.txt" for folder in ROOT.parents]
ARTICLE = next((file for file in PLACES if file.is_file()), None)


def loaded(brief: Path) -> Loaded:
    try:
        return load_brief(brief)
    except FaultyBrief as faulty:
        return faulty.loaded


def found(brief: Path) -> list[Problem]:
    """Return what the comparison finds, and what the reading of the brief does."""
    known = loaded(brief)
    return [*known.warnings, *compare(known).problems]


def counted(brief: Path, distortions: tuple[tuple[str, str, str], ...]) -> tuple[int, list[str]]:
    """Return how many of the distortions are found, and those that are not."""
    text = brief.read_text(encoding="utf-8")
    clean = Counter((one.rule, one.path) for one in found(brief))
    missed = []
    distorted = brief.with_name("distorted.yaml")
    for kind, before, after in distortions:
        assert before in text, before
        distorted.write_text(text.replace(before, after, 1), encoding="utf-8")
        if not Counter((one.rule, one.path) for one in found(distorted)) - clean:
            missed.append(f"{kind}: {after}")
    return len(distortions) - len(missed), missed


@pytest.mark.slow
@pytest.mark.parametrize(
    ("folder", "name", "distortions"),
    [(GALLERY, "buses", BUSES), (DATA, "moor", MOOR)],
    ids=["buses", "moor"],
)
def test_thirty_six_of_forty_distortions_are_found(
    folder: Path, name: str, distortions: tuple[tuple[str, str, str], ...], tmp_path: Path
) -> None:
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    brief = tmp_path / f"{name}.yaml"
    assert found(brief) == []
    number, missed = counted(brief, distortions)
    assert len(distortions) == 40
    assert number >= WANTED, missed


@pytest.mark.slow
@pytest.mark.skipif(ARTICLE is None, reason="the article of the sample is not here")
def test_thirty_six_of_forty_distortions_of_the_sample_are_found(tmp_path: Path) -> None:
    assert ARTICLE is not None
    shutil.copy(ARTICLE, tmp_path)
    text = (ROOT / "brief.yaml").read_text(encoding="utf-8")
    brief = tmp_path / "brief.yaml"
    brief.write_text(
        text.replace("  - id: src1\n", "  - id: src1\n    file: article.txt\n"), encoding="utf-8"
    )
    assert found(brief) == []
    number, missed = counted(brief, SAMPLE)
    assert len(SAMPLE) == 40
    assert number >= WANTED, missed
