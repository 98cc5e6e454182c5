"""A number that is all that the evidence says is the largest thing on its slide, with words beside it."""

from __future__ import annotations

import pytest

from builder.layout.deck import lay_out_deck
from builder.layout.pages import Box, Page, Polygon, TextBox
from builder.theme.theme import DEFAULT
from tests.layout.test_deck import MANY
from tests.support.outlines import outline_of


def page_of(*, language: str = "en", **argument: object) -> Page:
    """Return the slide of a brief's only argument."""
    section = {"title": "Costs", "role": "cause", "arguments": [{"claim": "A ticket is cheap."} | argument]}
    brief = MANY | {"language": language, "tables": [], "sections": [section]}
    pages, problems = lay_out_deck(outline_of(brief), DEFAULT)
    assert not problems
    return next(page for page in pages.pages if page.layout == "Argument")


def box_of(page: Page, words: str) -> TextBox:
    (found,) = (
        item
        for item in page.items
        if isinstance(item, TextBox) and words == item.paragraphs[0].plain.replace("\u00a0", " ")
    )
    return found


@pytest.mark.parametrize("text", ["€4", "4 euros", "4 euros.", "50 %", "2.5 million people"])
def test_a_lone_figure_is_set_large(text: str) -> None:
    page = page_of(evidence=[{"text": text}], gist="Nobody pays more.")
    number, words = box_of(page, text.rstrip(".")), box_of(page, "Nobody pays more.")
    assert number.paragraphs[0].size >= 150
    assert number.paragraphs[0].size > 3 * words.paragraphs[0].size
    assert page.title == "A ticket is cheap"


def test_a_lone_figure_without_a_gist_has_the_claim_beside_it() -> None:
    page = page_of(evidence=[{"text": "€4"}])
    number, words = box_of(page, "€4"), box_of(page, "A ticket is cheap.")
    assert page.title == "Costs"
    assert words.rect.x > number.rect.x
    assert number.rect.y < words.rect.y
    assert words.rect.y + words.rect.height < number.rect.y + number.rect.height


@pytest.mark.parametrize("text", ["2029", "Four euros", "3 4 5"])
def test_no_other_short_text_is_a_figure(text: str) -> None:
    page = page_of(evidence=[{"text": text, "kind": "example"}], gist="Nobody pays more.")
    assert box_of(page, text).paragraphs[0].size < 100


def test_a_claim_with_nothing_else_is_on_a_band_across_its_slide() -> None:
    page = page_of()
    words = box_of(page, "A ticket is cheap.")
    assert words.paragraphs[0].size == 54
    assert words.fill == DEFAULT.colours.cause.tint
    assert words.rect.width == pytest.approx(DEFAULT.deck.live)
    assert any(isinstance(item, Box) and item.rect.height == words.rect.height for item in page.items)


@pytest.mark.parametrize(("language", "strokes"), [("en", 2), ("de", 2), ("fr", 2), ("ja", 1)])
def test_a_quotation_opens_with_a_drawn_mark_of_its_language(language: str, strokes: int) -> None:
    page = page_of(evidence=[{"text": "The lesson is full.", "kind": "quote"}], language=language)
    drawn = [item for item in page.items if isinstance(item, Polygon)]
    words = box_of(page, "The lesson is full.")
    assert len(drawn) == strokes
    assert all(y < words.rect.y for item in drawn for _, y in item.points)
    assert {item.fill for item in drawn} == {DEFAULT.colours.cause.half}


@pytest.mark.parametrize("evidence", [{"text": "“It is full.”", "kind": "quote"}, {"text": "It is full."}])
def test_nothing_else_opens_with_a_drawn_mark(evidence: dict[str, str]) -> None:
    assert not any(isinstance(item, Polygon) for item in page_of(evidence=[evidence]).items)


def test_parts_of_a_total_are_a_bar_whose_segments_are_the_numbers() -> None:
    values = {"Roofs": "1.7", "Heat": "0.9"}
    evidence = [
        {"text": "a year", "value": value, "unit": "million", "label": label}
        for label, value in values.items()
    ]
    page = page_of(evidence=evidence, gist="Repairs cost 2.6 million a year.")
    one, other = box_of(page, "Roofs 1.7 million"), box_of(page, "Heat 0.9 million")
    assert box_of(page, "Breakdown of 2.6 million").rect.y < one.rect.y == other.rect.y
    assert one.rect.width / other.rect.width == pytest.approx(1.7 / 0.9, rel=0.01)
    assert one.fill != other.fill
    assert all(number.bold for label in values for number in box_of(page, label).paragraphs[1:2])


def test_a_long_number_with_comparisons_keeps_to_its_place() -> None:
    compare = [{"label": "2025", "value": "118.4"}]
    number = {"text": "was spent", "value": "141.9", "unit": "€ million", "label": "2029", "compare": compare}
    assert box_of(page_of(evidence=[number]), "+19.8% in four years").paragraphs[0].bold
