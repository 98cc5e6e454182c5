"""Inputs that want to break the builder end as they should, and leave everything else alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.conftest import Tally, sampled
from tests.corpora.hostile.case import Case
from tests.corpora.hostile.corpus import CASES, FAMILIES
from tests.corpora.hostile.runner import Runner


@pytest.fixture(scope="session")
def runner() -> Iterator[Runner]:
    with Runner() as runner:
        yield runner


def test_the_corpus_holds_at_least_two_hundred_inputs_each_once() -> None:
    assert len(CASES) >= 200
    assert max(Counter(case.name for case in CASES).values()) == 1


def family(case: Case) -> tuple[object, ...]:
    """What the case has in common with others: what it tries, and how that must end."""
    (name,) = (name for name, cases in FAMILIES.items() if case in cases)
    rule = case.expected.rules[0] if case.expected.rules else ""
    return name, case.expected.code, rule if isinstance(rule, str) else rule[0], case.is_possible


@pytest.mark.parametrize("case", sampled(CASES, family, lambda case: case.name))
def test_a_hostile_input_ends_as_it_should(case: Case, runner: Runner, tally: Tally) -> None:
    if not case.is_possible:
        pytest.skip("this machine cannot arrange it")
    tally("hostile files", "within limits")
    assert runner.faults(case) == []
