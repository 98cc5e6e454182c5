"""What the tests of the exporters share: the memo of each good brief, and that of the sample."""

from __future__ import annotations

import pytest

from builder.outline.blocks import Outline
from tests.conftest import GOOD_BRIEFS
from tests.support.memos import Memo, memo_of, outline_of


@pytest.fixture(params=[path.stem for path in GOOD_BRIEFS])
def outline(request: pytest.FixtureRequest) -> Outline:
    return outline_of(request.param)


@pytest.fixture
def memo(outline: Outline) -> Memo:
    return memo_of(outline)


@pytest.fixture
def sample() -> Memo:
    return memo_of(outline_of())
