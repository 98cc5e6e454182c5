"""A page that is not full takes more of its brief in a fixed order, and says so where that is not enough."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from msgspec.structs import replace

from builder.layout.pages import TextBox, texts
from builder.layout.summary import lay_out_summary
from builder.outline.blocks import Figure
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


def test_how_certain_the_source_is_stands_before_our_reading_so_that_it_does_not_seem_to_say_that() -> None:
    firm = {
        "certainty": {"level": "asserted"},
        "implication": {"text": "Waste is paid for.", "origin": "author"},
    }
    words = said(sections=[{"title": "Why", "arguments": [{**CLAIM, **firm}]}])
    assert (
        words.index("Asserted in the source")
        < words.index("The contracts date")
        < words.index("Waste is paid")
    )


def test_references_alone_under_a_table_are_named_as_its_source() -> None:
    table = {**TABLE, "section": "s", "refs": ["a"]}
    sources = [{"id": "a", "title": "Meals", "publisher": "Bo Ek"}]
    assert "Source: [1]" in said(tables=[table], sources=sources)
    assert "Source: [1]" not in said(tables=[{**table, "notes": "In percent."}], sources=sources)


def test_what_comes_later_in_the_order_is_left_out_of_a_page_that_is_full_before() -> None:
    claims = [{**CLAIM, "claim": f"Contract {number} pays for meals cooked."} for number in range(14)]
    words = said(sections=[{"id": "s", "title": "Why", "arguments": claims}])
    assert "33.8" in words
    assert "The contracts date" not in words


def test_a_page_that_is_still_not_full_takes_the_sequence_of_events() -> None:
    steps = [{"when": f"2029-0{month}-01", "what": f"Count {month} ends."} for month in range(1, 5)]
    assert "Count 4 ends." in said(timeline=steps)


@pytest.mark.parametrize(("width", "shown"), [(399, False), (800, True)])
def test_a_picture_with_few_pixels_is_left_out_and_others_are_credited(width: int, shown: bool) -> None:
    figure = {"path": "a.png", "title": "The canteen", "alt": "A canteen", "credit": "Photo: Jo Marsh"}
    outline = outline_of({**VALUES, "tables": []}, figures=[figure])
    blocks = tuple(
        replace(block, picture=replace(block.picture, width=width, height=600))
        if isinstance(block, Figure)
        else block
        for block in outline.blocks
    )
    pages, _ = lay_out_summary(replace(outline, blocks=blocks), DEFAULT)
    found = [text.plain for text in texts(pages.pages[0].items)]
    assert ("The canteen" in found, "Photo: Jo Marsh" in found) == (shown, shown)


def test_the_title_and_the_answer_of_a_short_brief_are_set_like_a_poster() -> None:
    sizes = {}
    for count in (1, 14):
        claims = [{**CLAIM, "claim": f"Contract {number} pays for meals cooked."} for number in range(count)]
        values = {**VALUES, "tables": [], "risks": [], "sections": [{"title": "Why", "arguments": claims}]}
        (page,) = lay_out_summary(outline_of(values), DEFAULT)[0].pages
        named = {box.name: box.paragraphs[-1].size for box in page.items if isinstance(box, TextBox)}
        sizes[count] = named["title"], named["bl_text"], named["a1_no"]
    assert sizes[1][0] > sizes[1][1] > sizes[1][2]
    grown = [high / low for high, low in zip(sizes[1], sizes[14], strict=True)]
    assert min(grown[:2]) > grown[2] > 1.2


def test_a_page_of_few_words_is_set_larger_and_with_more_air_until_it_looks_full() -> None:
    claim = {
        "claim": "Contracts pay for meals cooked.",
        "evidence": [{"text": "Three in ten are thrown away."}],
    }
    values = {
        **VALUES,
        "bottom_line": "Three in ten meals are thrown away. " * 3,
        "tables": [],
        "risks": [],
        "sections": [{"title": "Why", "arguments": [claim] * 4}],
        "recommendations": ["Pay for meals eaten."],
    }
    pages, problems = lay_out_summary(outline_of(values), DEFAULT)
    assert pages.fill >= DEFAULT.summary.full
    assert problems == ()


def test_a_long_title_has_two_lines_or_is_at_least_larger_than_the_answer() -> None:
    values = {**VALUES, "title": "Regional canteens should agree a template before the second count " * 2}
    (page,) = lay_out_summary(outline_of(values), DEFAULT)[0].pages
    named = {box.name: box.paragraphs[-1] for box in page.items if isinstance(box, TextBox)}
    assert named["title"].size > named["bl_text"].size


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
