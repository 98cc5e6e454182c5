"""A page that is not full takes more of its brief in a fixed order, and says so where that is not enough."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest

from builder.layout.pages import texts
from builder.layout.summary import lay_out_summary
from builder.outline.text import Product
from builder.theme.theme import DEFAULT
from tests.support.finished import finish
from tests.support.outlines import outline_of

CLAIM: dict[str, Any] = {
    "claim": "Contracts pay for meals cooked.",
    "gist": "Three in ten are thrown away.",
    "evidence": [{"text": "A count of 2029 found 29.7 percent."}],
    "reasoning": "The contracts date from another time. " * 4,
}
TABLE = {"title": "Meals", "columns": ["Year", "Eaten"], "rows": [["2025", "33.8"], ["2029", "30.3"]]}
VALUES: dict[str, Any] = {
    "title": "Canteens cost more",
    "bottom_line": "They do.",
    "sections": [{"id": "s", "title": "Why", "arguments": [CLAIM]}],
    "tables": [{**TABLE, "section": "s"}],
    "risks": ["Prices may rise."],
}


def said(**changes: Any) -> str:
    pages, _ = lay_out_summary(outline_of(VALUES, **changes), DEFAULT)
    return " ".join(text.plain for text in texts(pages.pages[0].items))


def test_an_empty_page_takes_a_table_evidence_risks_and_reasoning() -> None:
    words = said()
    for each in ("Meals", "33.8", "A count of 2029", "Prices may rise.", "The contracts date"):
        assert each in words


def test_what_comes_later_in_the_order_is_left_out_of_a_page_that_is_full_before() -> None:
    claims = [{**CLAIM, "claim": f"Contract {number} pays for meals cooked."} for number in range(14)]
    words = said(sections=[{"id": "s", "title": "Why", "arguments": claims}])
    assert "33.8" in words
    assert "The contracts date" not in words


@pytest.mark.parametrize(("words", "reported"), [(40, False), (900, True)])
def test_a_part_too_long_for_a_page_with_room_is_reported(words: int, reported: bool) -> None:
    claim = {"claim": "Meals cost more.", "reasoning": "word " * words}
    values = {"title": "T", "bottom_line": "B", "sections": [{"title": "Why", "arguments": [claim]}]}
    _, problems = lay_out_summary(outline_of(values), DEFAULT)
    assert [problem.rule for problem in problems] == (["summary-fills-page"] if reported else [])
    assert not any(problem.is_error or not problem.path for problem in problems)


def test_a_table_is_tagged_with_its_heads() -> None:
    done = finish(outline_of(VALUES), Product.SUMMARY)
    assert done is not None
    with pikepdf.open(io.BytesIO(done[1][Product.SUMMARY])) as file:
        (table,) = (kid for kid in file.Root.StructTreeRoot.K[0].K if kid.S == "/Table")
        rows = [
            [(str(cell.S), str(cell.A.Scope) if "/A" in cell else "") for cell in row.K] for row in table.K
        ]
    assert rows == [
        [("/TH", "/Column"), ("/TH", "/Column")],
        [("/TH", "/Row"), ("/TD", "")],
        [("/TH", "/Row"), ("/TD", "")],
    ]
