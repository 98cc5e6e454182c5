"""Other programs read the words, headings, tables, alternative texts and notes of the three files."""

from __future__ import annotations

import pytest

from builder.outline.text import Product
from tests.support.clients import BRIEFS, FAULTS, Files, files_of, is_installed, lost_by, pairs

pytestmark = [pytest.mark.campaign, pytest.mark.filterwarnings("default")]


@pytest.fixture(scope="module", params=BRIEFS, ids=lambda brief: brief.stem)
def files(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Files:
    return files_of(request.param, tmp_path_factory.mktemp("clients"))


@pytest.mark.parametrize(("name", "product"), list(pairs()))
def test_another_program_loses_nothing_but_by_a_fault_of_its_own(
    name: str, product: Product, files: Files
) -> None:
    if not is_installed(name):
        pytest.skip(f"{name} is not installed")
    lost = {aspect: what for aspect, what in lost_by(name, product, files).items() if what}
    assert {aspect: what for aspect, what in lost.items() if (name, product, aspect) not in FAULTS} == {}
