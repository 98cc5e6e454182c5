"""Builds the sample into templates that open programs ship: the table of docs/templates.md."""

from __future__ import annotations

import pytest

from tests.conftest import Tally
from tests.support.template_table import PACKAGED, PANDOC, office, row_of, rows, template_of

_ALL = [
    *PACKAGED,
    *(pytest.param(name, marks=pytest.mark.campaign) for name in (*PANDOC, *office())),
]


@pytest.mark.parametrize("name", _ALL)
def test_a_public_template_is_no_worse_with_the_sample_in_it(name: str, tally: Tally) -> None:
    data = template_of(name)
    if data is None:
        pytest.skip("it is not installed")
    row, worse = row_of(name, data)
    tally(row, "built")
    assert not worse
    if not name.startswith("LibreOffice"):  # whose versions convert its templates in their own ways
        assert rows()[name] == row, "run `python -m tests.support.template_table`"
