"""Key figures are large under the bottom line of all three files, with the same words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from builder.audit.content import Kind
from builder.audit.readback import read_back
from builder.layout.pages import Page, TextBox
from builder.layout.summary import lay_out_summary
from builder.outline.blocks import KeyFigures
from builder.outline.text import Product
from builder.theme.theme import DEFAULT
from tests.support.command import brief
from tests.support.composing import composed, part
from tests.support.finished import finish
from tests.support.sheets import boxes

VALUES: dict[str, Any] = {
    "title": "T",
    "bottom_line": "B",
    "key_figures": [
        {"value": "+19.8 %", "label": "spending, 2025 to 2029", "refs": ["b#t2"]},
        {"value": "-1200", "unit": "meals", "label": "a day"},
    ],
    "sections": [{"title": "S", "arguments": [{"claim": "C is."}]}],
    "sources": [{"id": "b", "title": "Budget"}],
}


@pytest.mark.parametrize("product", Product)
def test_each_file_says_them_after_the_bottom_line(product: Product) -> None:
    done = finish(composed(VALUES), product)
    assert done is not None
    found = read_back(product, done[1][product], looks=False).of(Kind.BODY, Kind.TITLE)
    body = " ".join(" ".join(each.text for each in found).split())
    said = ("Bottom line", "+19.8 %", "spending, 2025", "−1,200 meals")
    places = [body.index(words) for words in said]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("language", "given", "shown"),
    [
        ("en", {"value": "19.8 %"}, ("19.8", "%")),
        ("de", {"value": "19.8 %"}, ("19,8", "%")),
        ("fr", {"value": "1200000"}, ("1\u00a0200\u00a0000", None)),
        ("en", {"value": "118.4 to 141.9 million"}, ("118.4 to 141.9", "million")),
        ("en", {"value": "1 in 3"}, ("1 in 3", None)),
        ("en", {"value": "Two thirds"}, ("Two thirds", None)),
        ("en", {"value": "9", "unit": "hours a week"}, ("9", "hours a week")),
        ("en", {"value": "4.68", "unit": "€"}, ("€4.68", None)),
        ("en", {"value": "1.4", "unit": "$ million"}, ("$1.4", "million")),
        ("fr", {"value": "4.68", "unit": "€"}, ("4,68", "€")),
    ],
)
def test_a_number_is_as_its_language_writes_it_and_its_unit_apart(
    language: str, given: dict[str, str], shown: tuple[str, str | None]
) -> None:
    figures = [{**given, "label": "of them"}]
    block = part(composed({**VALUES, "language": language, "key_figures": figures}), KeyFigures)
    (figure,) = block.figures
    assert (figure.value.plain, figure.unit.plain if figure.unit else None) == shown


def large(page: Page) -> list[TextBox]:
    return [box for box in boxes(page) if (box.name or "").startswith("kf")]


def test_the_numbers_are_the_largest_words_of_the_page_and_smaller_where_they_are_long() -> None:
    pages, problems = lay_out_summary(composed(VALUES), DEFAULT)
    assert not any(problem.is_error for problem in problems)
    assert [box.paragraphs[0].size for box in large(pages.pages[0])] == [30.0, 30.0]
    long = [{"value": "118.4 to 141.9 million", "label": "a year"}] * 4
    pages, problems = lay_out_summary(composed({**VALUES, "key_figures": long}), DEFAULT)
    assert not any(problem.is_error for problem in problems)
    assert {box.paragraphs[0].size for box in large(pages.pages[0])} <= {11.0, 14.0, 18.0}


def test_a_number_that_is_a_sentence_is_a_located_problem() -> None:
    long = [{"value": "a very long number that nobody reads", "label": "a year"}] * 4
    _, problems = lay_out_summary(composed({**VALUES, "key_figures": long}), DEFAULT)
    assert "key_figures[0].value" in [problem.path for problem in problems if problem.rule == "text-fits"]


def test_numbers_with_their_words_are_enough_for_a_brief(tmp_path: Path) -> None:
    text = """
title: Canteens cost more
bottom_line: They do.
key_figures:
  "+19.8 %": spending
  €4.68: for each meal
sections:
  - {title: Why, arguments: [Contracts pay for meals cooked.]}
"""
    (tmp_path / "brief.yaml").write_text(text, encoding="utf-8")
    done = brief("build", "brief.yaml", "--out", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    trace = brief("trace", "key_figures[1]", "brief.yaml", cwd=tmp_path)
    assert "slide 3" in trace.stdout, trace.stdout
