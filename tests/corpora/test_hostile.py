"""Inputs that want to break the builder end as they should, and leave everything else alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.corpora.hostile.case import Case
from tests.corpora.hostile.corpus import CASES
from tests.corpora.hostile.runner import Runner


@pytest.fixture(scope="session")
def runner() -> Iterator[Runner]:
    with Runner() as runner:
        yield runner


def test_the_corpus_holds_at_least_two_hundred_inputs_each_once() -> None:
    assert len(CASES) >= 200
    assert max(Counter(case.name for case in CASES).values()) == 1


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_hostile_input_ends_as_it_should(case: Case, runner: Runner) -> None:
    if not case.is_possible:
        pytest.skip("this machine cannot arrange it")
    assert runner.faults(case) == []
