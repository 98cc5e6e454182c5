"""Every damage to a finished file is reported, at its place; an undamaged file never is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from builder.outline.blocks import Outline
from builder.outline.compose import compose
from builder.outline.text import Product
from builder.report.problems import Problem
from tests.conftest import GOOD_BRIEFS, ROOT, Effort, Tally, sampled
from tests.corpora.damage import KINDS, Case, Choose, Hurt, NoPlaceError, Wound, opened
from tests.support.finished import faults, finish, finished, outline_of
from tests.support.outlines import LIBRARY, WIDE, brief_of
from tests.support.outlines import outline_of as composed
from tests.support.strategies import Values, briefs

T = TypeVar("T")

EXAMPLES = 1, 5  # damages of every third kind in every run, and of each kind in the campaign
STRICT = {"the snapshot dropped", "a line that no longer holds to its shape"}  # what an edited file may lack
RANDOM = 6, 200  # briefs whose files must be without a fault
LEAST = 40  # kinds for each product

PICTURED: Values = {
    **LIBRARY,
    "bottom_line": "Open the library on Sundays,[^hours] when most people are free.[^free]",
    "notes": [
        {"id": "hours", "text": "From ten to four."},
        {"id": "free", "text": "Nine of ten, by the town’s own count."},
    ],
    "organisation": {"name": "The Town", "logo": {"path": "c.png", "alt": "Arms of the town"}},
    "marking": {"scheme": "tlp", "label": "AMBER"},
    "tables": [
        WIDE,
        {
            "title": "Grants pay for a third",
            "columns": ["Year", "Fees", "Grants", "Sum"],
            "rows": [["2026", "4", "2", "6"], ["2027", "8", "4", "12"], ["Total", "12", "6", "18"]],
        },
    ],
    "partners": ["The Readers", {"name": "The County", "logo": {"path": "logo.svg", "alt": "A tree"}}],
    "sections": [
        *LIBRARY["sections"],
        {
            "title": "What it costs",
            "role": "effect",
            "arguments": [
                {
                    "claim": "The costs have three parts.",
                    "gist": "Sundays cost 2.7 million a year.",
                    "evidence": [
                        {"text": "a year", "value": value, "unit": "million", "label": label}
                        for label, value in {"Staff": "1.7", "Heat": "0.9", "Light": "0.1"}.items()
                    ],
                },
                {
                    "claim": "Readers would come.",
                    "evidence": [{"text": "I work on all other days.", "kind": "quote"}],
                },
            ],
        },
    ],
    "cover": {"path": "d.png", "alt": "The reading room", "credit": "Photo: A. Reader"},
    "charts": [
        {
            "kind": "bar",
            "title": "Loans fell",
            "rows": [{"category": "2025", "values": ["118.4"]}, {"category": "2026", "values": ["97"]}],
        },
        {
            "kind": "line",
            "title": "Visits rose and loans fell",
            "series": [{"name": "Visits"}, {"name": "Loans"}],
            "rows": [
                {"category": "2025", "values": ["12", "33"]},
                {"category": "2026", "values": ["14", "31"]},
            ],
        },
        {
            "kind": "stacked",
            "title": "Visits and loans add up",
            "series": [{"name": "Visits"}, {"name": "Loans"}],
            "rows": [
                {"category": "2025", "values": ["12", "33"]},
                {"category": "2026", "values": ["14", "31"]},
            ],
        },
        {
            "kind": "multiples",
            "title": "Visits and loans go apart",
            "series": [{"name": "Visits"}, {"name": "Loans"}],
            "rows": [
                {"category": "2025", "values": ["12", "33"]},
                {"category": "2026", "values": ["14", "31"]},
            ],
        },
    ],
    "timeline": [
        {"when": "2027-03-01", "text": "The council votes"},
        {"when": "2028-06-15", "text": "The first Sunday"},
        {"when": "2030-01-10", "text": "The first count"},
        {"when": "2031-06-20", "text": "The second vote"},
    ],
    "figures": [
        {"path": "a.png", "title": "The library is near", "alt": "A street map"},
        {"path": "b.png", "title": "The library is full", "alt": "A crowd"},
    ],
}
BRIEFS = ("pictured", "tiny", "brief", "dense")  # a damage is tried on the first that has a place for it
SMALL = 2  # so many of them are small: outside the campaign it begins with one of these

each_product = pytest.mark.parametrize("product", Product, ids=lambda product: product.value)


@cache
def case_of(name: str, product: Product) -> Case:
    """Return a finished file with what it was made from."""
    if name == "pictured":
        outline = composed(PICTURED)
        done = finish(outline, product)
        assert done is not None
    else:
        path = next(path for path in GOOD_BRIEFS if path.stem == name)
        outline, done = outline_of(path), finished(path, product)
    pages, files = done
    return Case(name, product, outline, pages.get(product), files[product])


def is_reported(case: Case, data: bytes, *, edited: bool = True) -> tuple[Problem, ...]:
    pages = {case.product: case.pages} if case.pages else {}
    return faults(case.outline, (pages, {case.product: data}), edited=edited)


NAMES = [(product, name) for product, hurts in KINDS.items() for name in hurts]


@pytest.mark.parametrize(
    "kind",
    sampled(NAMES, lambda kind: NAMES.index(kind) // 3, name=lambda kind: f"{kind[0].value}-{kind[1]}"),
)
def test_damage_is_reported_where_it_is(kind: tuple[Product, str], effort: Effort, tally: Tally) -> None:
    product, name = kind
    examples = effort(*EXAMPLES)
    tally("attacks", "reported", examples)
    reported: list[Wound] = []

    @settings(
        max_examples=examples, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )  # fmt: skip
    @given(st.data())
    def each(data: st.DataObject) -> None:
        case, wound = wounded(product, KINDS[product][name], chooser(data), effort(SMALL, len(BRIEFS)))
        assert wound.data != case.data
        found = is_reported(case, wound.data, edited=name not in STRICT)
        messages = [f"{problem.path}: {problem.message}" for problem in found]
        assert found, f"no damage is reported in {case.name}, where it is like “{wound.place}”"
        assert all(problem.is_error and product.value in problem.message for problem in found)
        assert any(re.search(wound.place, problem.message) for problem in found), (wound.place, messages)
        paths = {problem.path for problem in found}
        assert not wound.paths or wound.paths & paths, (case.name, wound.paths, messages)
        reported.append(wound)

    each()
    assert len(reported) == examples


def chooser(data: st.DataObject) -> Choose:
    """Let hypothesis choose; the numbers it draws from are so many that it never runs out of examples."""

    def choose(among: Sequence[T], /) -> T:
        return among[data.draw(st.integers(0, 2**40)) % len(among)]

    return choose


def wounded(product: Product, hurt: Hurt, choose: Choose, among: int) -> tuple[Case, Wound]:
    """Damage a file that has a place for it, starting with any of the first `among`."""
    start = BRIEFS.index(choose(BRIEFS[:among]))
    for name in (*BRIEFS[start:], *BRIEFS[:start]):
        case = case_of(name, product)
        try:
            return case, hurt(case, choose)
        except NoPlaceError:
            continue
    raise AssertionError("no brief has a place for this damage")


@each_product
def test_there_are_at_least_forty_kinds_of_damage(product: Product) -> None:
    assert len(KINDS[product]) >= LEAST


def test_the_documentation_counts_the_kinds_of_damage() -> None:
    text = " ".join((ROOT / "docs" / "trust.md").read_text(encoding="utf-8").split())
    assert f"{sum(len(hurts) for hurts in KINDS.values())} kinds of damage" in text
    assert EXAMPLES == (1, 5)
    assert "tries each kind in one place, `make campaign` in five" in text


# No false alarm


@each_product
@pytest.mark.parametrize("name", BRIEFS)
def test_a_file_that_is_only_opened_and_saved_is_whole(name: str, product: Product, tally: Tally) -> None:
    case = case_of(name, product)
    for data in (case.data, opened(product, case.data).save()):
        tally("false alarms", "quiet")
        assert is_reported(case, data) == ()
        assert is_reported(case, data, edited=False) == ()


@pytest.mark.slow
@each_product
def test_no_file_of_a_random_brief_is_reported(product: Product, effort: Effort, tally: Tally) -> None:
    whole: list[Values] = []
    examples = effort(*RANDOM)

    @settings(
        max_examples=examples, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(briefs(most_arguments=6))
    def each(values: Values) -> None:
        outline = random_outline(values)
        done = finish(outline, product)
        if done is not None:
            whole.append(values)
            assert faults(outline, done) == ()
            assert faults(outline, done, edited=True) == ()
            tally("false alarms", "quiet")

    each()
    assert 3 * len(whole) >= examples


def random_outline(values: Values) -> Outline:
    brief = brief_of(values)
    return compose(brief, id="random", build_id="0f" * 20, epoch=315532800, pictures={})
