"""A number that is all that the evidence says is the largest thing on its slide, with words beside it."""

from __future__ import annotations

from typing import Any

import pytest

from builder.layout.deck import lay_out_deck
from builder.layout.pages import Box, Mark, Page, Plot, Polygon, TextBox
from builder.theme.geometry import SCALE
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
    assert number.paragraphs[0].size == max(SCALE)
    assert number.paragraphs[0].size > 2 * words.paragraphs[0].size
    assert page.title == "A ticket is cheap"


def test_the_certainty_of_a_lone_figure_is_under_its_claim() -> None:
    page = page_of(evidence=[{"text": "€4"}], certainty="asserted")
    number, sure = box_of(page, "€4"), box_of(page, "Asserted in the sources")
    assert page.title == "A ticket is cheap"
    assert sure.rect.y == DEFAULT.deck.high_body_top
    assert sure.rect.bottom < number.rect.y


def test_years_that_a_number_compares_with_are_in_their_order() -> None:
    compare = [{"label": "2031", "value": "5"}, {"label": "in 2025", "value": "2"}]
    item = {"text": "trains a day", "value": "4", "label": "2029", "compare": compare}
    page = page_of(evidence=[item])
    tops = [box_of(page, words).rect.y for words in ("in 2025", "2029", "2031")]
    assert tops == sorted(tops)


@pytest.mark.parametrize("text", ["2029", "Four euros", "3 4 5"])
def test_no_other_short_text_is_a_figure(text: str) -> None:
    page = page_of(evidence=[{"text": text, "kind": "example"}], gist="Nobody pays more.")
    assert box_of(page, text).paragraphs[0].size < 100


def test_a_claim_with_nothing_else_is_on_a_band_across_its_slide() -> None:
    page = page_of()
    words = box_of(page, "A ticket is cheap.")
    assert words.paragraphs[0].size == 44
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


CHART = {
    "title": "Tickets cost more each year",
    "section": "costs",
    "kind": "bar",
    "rows": [{"category": str(2027 + n), "values": [str(3 + n)]} for n in range(4)],
    "refs": ["report#p4"],
}
SOURCES = [{"id": "report", "title": "Report", "author": "Bureau", "date": "2031-01-02"}]


def pages_of(*arguments: dict[str, object]) -> list[Page]:
    """Return the slides of a section with a chart."""
    section = {"id": "costs", "title": "Costs", "role": "cause", "arguments": list(arguments)}
    brief = MANY | {"tables": [], "sections": [section], "charts": [CHART], "sources": SOURCES}
    pages, problems = lay_out_deck(outline_of(brief), DEFAULT)
    assert not problems
    return [page for page in pages.pages if page.section == "Costs"]


def argument(claim: str, *evidence: str, place: str = "report#p4", **more: object) -> dict[str, object]:
    return {"claim": claim, "evidence": [{"text": text, "refs": [place]} for text in evidence]} | more


CERTAIN: dict[str, Any] = {"certainty": {"level": "asserted"}, "implication": "Prices should be capped."}


def plots(pages: list[Page]) -> list[str]:
    return [page.title for page in pages if any(isinstance(item, Plot) for item in page.items)]


def test_a_chart_shares_the_slide_of_the_argument_that_it_shows() -> None:
    (page,) = pages_of(argument("Tickets got dear.", "A ticket costs 6 euros.", **CERTAIN))
    (chart,) = (item for item in page.items if isinstance(item, Plot))
    title, evidence = box_of(page, "Tickets cost more each year"), box_of(page, "A ticket costs 6 euros.")
    assert title.rect.y < chart.rect.y
    assert evidence.rect.x > chart.rect.x + chart.rect.width
    assert any(isinstance(item, Mark) for item in page.items)
    assert box_of(page, "Asserted in the source").rect.bottom < title.rect.y


def test_a_chart_is_on_the_slide_of_the_argument_that_cites_the_same_place() -> None:
    one = argument("Tickets got dear.", "A ticket costs 6 euros.", place="report#p9")
    other = argument("Tickets cost double.", "They cost 3 euros in 2027.")
    assert plots(pages_of(one, other)) == ["Tickets cost double"]
    assert plots(pages_of(other, one)) == ["Tickets cost double"]


def test_a_chart_for_which_an_argument_has_no_room_follows_it_across_its_slide() -> None:
    evidence = [f"In the towns of region {n} a ticket costs more than an hour of work." for n in range(4)]
    first, second = pages_of(argument("Tickets got dear.", *evidence, **CERTAIN))
    assert plots([first, second]) == ["Tickets cost more each year"]
    assert second.title == "Tickets cost more each year"
    said = [
        [text.plain for item in page.items if isinstance(item, TextBox) for text in item.paragraphs]
        for page in (first, second)
    ]
    assert ["Prices should be capped." in each for each in said] == [True, False]
    (chart,) = (item for item in second.items if isinstance(item, Plot))
    assert chart.rect.width > DEFAULT.deck.span(9)


def test_a_chart_that_no_argument_shows_follows_all_arguments() -> None:
    one = argument("Tickets got dear.", "A ticket costs 6 euros.")
    other = argument("Tickets cost double.", "They cost 3 euros in 2027.")
    assert [page.title for page in pages_of(one, other)][-1] == "Tickets cost more each year"


def test_an_argument_with_a_chart_and_nothing_else_has_a_slide_of_its_own() -> None:
    (page,) = pages_of({"claim": "Tickets got dear.", **CERTAIN})
    assert page.title == "Tickets got dear"
    assert plots([page])


def test_a_chart_of_few_bars_begins_lower_on_its_slide() -> None:
    def first(bars: int) -> float:
        rows = [{"category": str(2027 + n), "values": [str(3 + n)]} for n in range(bars)]
        brief = MANY | {"tables": [], "charts": [{"title": "Dear tickets", "kind": "bar", "rows": rows}]}
        pages, problems = lay_out_deck(outline_of(brief), DEFAULT)
        assert not problems
        (chart,) = (item for page in pages.pages for item in page.items if isinstance(item, Plot))
        assert chart.rect.bottom <= DEFAULT.deck.body_bottom
        return chart.rect.y

    assert first(2) > first(4) + 30


def test_three_parts_of_a_total_have_room_beside_what_follows() -> None:
    evidence = [
        {"text": "that households pay for new things", "value": value, "unit": "million", "label": label}
        for label, value in {"Waste": "1.7", "Goods": "0.9", "Trips": "0.1"}.items()
    ]
    page = page_of(evidence=evidence, gist="Repairs save 2.7 million a year.", **CERTAIN)
    bar, reading = box_of(page, "Waste 1.7 million"), box_of(page, "Our reading")
    assert bar.rect.right < reading.rect.x


@pytest.mark.parametrize("count", [1, 2, 3, 4])
@pytest.mark.parametrize("gist", [None, "Nobody pays more."])
def test_the_certainty_is_with_the_claim_and_our_reading_has_its_panel_alone(
    count: int, gist: str | None
) -> None:
    told = [{"text": f"Town {n} asks for two euros.", "kind": "data"} for n in range(count)]
    page = page_of(evidence=told, implication="It costs little.", certainty="asserted", gist=gist)
    sure, panel = box_of(page, "Asserted in the sources").rect, box_of(page, "Our reading").rect
    (mark,) = (item for item in page.items if isinstance(item, Mark))
    assert mark.colour == DEFAULT.colours.ink
    assert mark.rect.y - sure.y < 10
    assert sure.bottom < min(panel.y, *(box_of(page, each["text"]).rect.y for each in told))
    above = box_of(page, gist).rect.bottom if gist else DEFAULT.deck.high_body_top
    assert 0 <= sure.y - above < 10


def test_certainty_and_our_confidence_share_a_line_that_holds_both() -> None:
    def apart(why: object) -> float:
        page = page_of(evidence=[{"text": "Two towns ask."}], certainty="asserted", confidence=why)
        sure, own = (
            next(item for item in page.items if isinstance(item, TextBox) and item.name == name)
            for name in ("a1_firm", "a1_conf")
        )
        return own.rect.y - sure.rect.y

    why = "The towns were asked in spring, in autumn, and again a year later"
    assert apart("low") == 0
    assert apart({"level": "low", "why": f"{why}. {why}."}) > 10


@pytest.mark.parametrize("count", [2, 3, 4])
def test_cards_end_with_their_words_and_the_panel_beside_them_with_them(count: int) -> None:
    told = [{"text": f"Town {n} asks for two euros.", "kind": "data"} for n in range(count)]
    page = page_of(evidence=told, implication="It costs little.")
    grounds = [
        item.rect for item in page.items if isinstance(item, Box) and item.fill == DEFAULT.colours.cause.tint
    ]
    assert len({round(rect.height, 2) for rect in grounds}) == 1
    last = max(rect.bottom for rect in grounds)
    assert last < DEFAULT.deck.body_bottom - 40
    words = [box_of(page, each["text"]).rect for each in told]
    assert all(ground.holds(rect) for ground, rect in zip(grounds, words, strict=True))
    if count == 2:
        assert box_of(page, "Our reading").rect.bottom == pytest.approx(last)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_what_speaks_against_a_claim_has_room_under_large_evidence(count: int) -> None:
    told = [{"text": f"In town {n} every bus asks for two euros.", "kind": "data"} for n in range(count)]
    page = page_of(evidence=told, implication="It costs little.", counter="It is dear.", certainty="asserted")
    assert box_of(page, "It is dear.").rect.bottom <= DEFAULT.deck.body_bottom
    assert all(box_of(page, str(each["text"])).paragraphs[0].size >= 22 for each in told)
