"""Inputs that want to break the builder end as they should, and leave everything else alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.conftest import ROOT, Tally, sampled
from tests.corpora.hostile.case import Case
from tests.corpora.hostile.corpus import CASES, FAMILIES
from tests.corpora.hostile.runner import Runner


@pytest.fixture(scope="session")
def runner() -> Iterator[Runner]:
    with Runner() as runner:
        yield runner


def test_the_documentation_counts_the_inputs_and_each_is_there_once() -> None:
    assert f"{len(CASES)} inputs" in (ROOT / "docs" / "trust.md").read_text(encoding="utf-8")
    assert max(Counter(case.name for case in CASES).values()) == 1


FAMILY = {case.name: name for name, cases in FAMILIES.items() for case in cases}


def tried(case: Case) -> tuple[object, ...]:
    """What the case tries, and how it must end."""
    return FAMILY[case.name], case.expected.code, case.is_possible


def reported(case: Case) -> str:
    """The first rule that is reported."""
    rule = case.expected.rules[0] if case.expected.rules else ""
    return rule if isinstance(rule, str) else rule[0]


@pytest.mark.parametrize("case", sampled(CASES, tried, reported, name=lambda case: case.name))
def test_a_hostile_input_ends_as_it_should(case: Case, runner: Runner, tally: Tally) -> None:
    if not case.is_possible:
        pytest.skip("this machine cannot arrange it")
    tally("hostile files", "within limits")
    assert runner.faults(case) == []
