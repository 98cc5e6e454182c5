"""Lists are as large as they are few, and short ones share a slide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from builder.layout.deck import lay_out_deck
from builder.layout.pages import Mark, Page, Polyline, TableBox, TextBox, texts
from builder.layout.text.fit import Split, choose, levelled, split
from builder.theme.geometry import Step
from builder.theme.theme import DEFAULT
from tests.layout.test_deck import check_places, laid_out
from tests.support.outlines import LIBRARY, outline_of

SOURCES = [{"id": "town", "title": "Report", "publisher": "The Town"}]


def slides(**changes: Any) -> tuple[Page, ...]:
    pages, problems = lay_out_deck(outline_of(LIBRARY, **changes), DEFAULT)
    assert problems == ()
    return pages.pages


def titles(**changes: Any) -> list[str]:
    return [page.title for page in slides(**changes)]


def words(page: Page) -> set[str]:
    return {text.plain.replace("\u00a0", " ") for text in texts(page.items)}


def gaps(count: int) -> list[str]:
    return [f"Nobody counted on day {day}." for day in range(count)]


def steps(*whens: str) -> list[dict[str, str]]:
    return [{"when": when, "text": f"Count {index}"} for index, when in enumerate(whens)]


def test_two_slides_of_one_list_say_that_they_go_on() -> None:
    title = "Eight points remain open"
    assert titles(limits=gaps(8))[-2:] == [title, f"{title} (continued)"]


def test_eight_steps_share_a_slide() -> None:
    assert (
        titles(timeline=steps(*(f"day {day}" for day in range(8))))[-1] == "Annex: Eight steps in their order"
    )


def tops(page: Page) -> dict[str, float]:
    """Return how far down the boxes of a slide with each text are."""
    boxes = (item for item in page.items if isinstance(item, TextBox))
    return {text.plain.replace("\u00a0", " "): box.rect.y for box in boxes for text in texts((box,))}


def lefts(page: Page) -> dict[str, float]:
    """Return how far right the boxes of a slide with each text begin."""
    boxes = (item for item in page.items if isinstance(item, TextBox))
    return {text.plain: box.rect.x for box in boxes for text in texts((box,))}


def test_dated_steps_are_as_far_apart_as_their_dates() -> None:
    scaled = lefts(slides(timeline=steps("2020", "2021", "2024"))[-1])
    first, second, third = (scaled[f"Count {n}"] for n in range(3))
    assert (third - first) / (second - first) == pytest.approx(1461 / 366)
    rows = tops(slides(timeline=steps("2020", "then", "2028"))[-1])
    assert rows["Count 0"] < rows["Count 1"] < rows["Count 2"]


@pytest.mark.parametrize("dates", [("2020", "2021", "2028"), ("2020-03-01", "2020-05-01", "2021-06-02")])
def test_each_label_begins_where_its_date_is(dates: Sequence[str]) -> None:
    page = slides(timeline=steps(*dates))[-1]
    begins = lefts(page)
    leaders = [item.points[0][0] for item in page.items if isinstance(item, Polyline) and item.end]
    assert leaders == [begins[f"Count {n}"] for n in range(3)]
    labels = [
        item for item in page.items if isinstance(item, TextBox) and "Count" in item.paragraphs[-1].plain
    ]
    assert all(line[0].x == 0 for each in labels for text in each.paragraphs for line in text.lines)


def test_an_axis_names_its_years_or_as_many_as_have_room() -> None:
    assert words(slides(timeline=steps("2020-03-01", "2021-06-01", "2022-05-01"))[-1]) >= {
        "2020",
        "2021",
        "2022",
    }
    shown = words(slides(timeline=steps("1900-03-01", "1950-06-01", "2022-05-01"))[-1])
    assert {"1910", "2020"} <= shown
    assert not {"1911", "2021"} & shown


@pytest.mark.parametrize(
    ("risks", "limits", "shared"), [(2, 3, True), (3, 3, True), (4, 3, False), (2, 4, False)]
)
def test_a_few_risks_and_limits_share_a_slide(risks: int, limits: int, *, shared: bool) -> None:
    given = [f"Money may run out {n}." for n in range(risks)]
    pages = slides(risks=given, limits=gaps(limits))
    assert any({given[0], gaps(1)[0]} <= words(page) for page in pages) is shared


@pytest.mark.parametrize(("limits", "sources", "shared"), [(4, 5, True), (5, 5, False), (4, 6, False)])
def test_a_few_limits_and_sources_share_a_slide(limits: int, sources: int, *, shared: bool) -> None:
    listed = [{"id": f"s{n}", "title": f"Report {n}", "publisher": "The Town"} for n in range(sources)]
    pages = slides(limits=gaps(limits), sources=listed)
    both = [page for page in pages if gaps(1)[0] in words(page) and "[1]" in words(page)]
    assert bool(both) is shared


def test_options_are_compared_side_by_side() -> None:
    options = [
        {"title": "Repair", "pros": ["Quick"], "cons": ["Dear"], "ratings": {"Cost": "high"}},
        {
            "title": "Rebuild",
            "pros": ["Lasting"],
            "ratings": {"Cost": "low"},
            "best": ["Cost"],
            "recommended": True,
        },
    ]
    (page,) = (
        page for page in slides(criteria=["Cost"], options=options) if page.title.startswith("Two options")
    )
    assert page.title == "Two options compared on one criterion: O2 (Rebuild) is recommended"
    (table,) = (item for item in page.items if isinstance(item, TableBox))
    heads = [[each.plain for each in cell.paragraphs] for cell in table.rows[0]]
    assert heads == [["Option"], ["O1  Repair"], ["Recommended", "O2  Rebuild"]]
    assert [[cell.paragraph.bold for cell in row] for row in table.rows[1:2]] == [[True, False, True]]
    assert [cell.paragraph.plain for cell in table.rows[-1]] == ["Against", "−\tDear", "–"]
    assert "Bold: the best by its criterion." in words(page)


WIDE = "Estimate leaves out land and power", "The quarry needs another road"  # for 16, and 18 points
LONG = "It is quick and small, and it may be stopped or changed each year"


@pytest.mark.parametrize(("pros", "same"), [([*WIDE, LONG], False), ([LONG], True), (["It is quick"], True)])
def test_signs_of_points_hang_and_points_are_as_large_as_ratings_where_that_costs_no_lines(
    pros: list[str], *, same: bool
) -> None:
    options = [{"title": f"Way {n}", "pros": pros, "ratings": {"Cost": "high"}} for n in range(3)]
    (page,) = (page for page in slides(criteria=["Cost"], options=options) if page.slot == "opt_head")
    (table,) = (item for item in page.items if isinstance(item, TableBox))
    rating, points = (row[1].paragraphs for row in table.rows[1:])
    assert (points[0].size == rating[0].size) is same
    for point in points:
        first, *later = point.lines
        assert [line[0].x for line in later] == [first[1].x] * len(later)
        assert first[1].x > first[0].x + first[0].width


@pytest.mark.parametrize(("count", "expected"), [(1, 1), (6, 1), (7, 2), (12, 2)])
def test_up_to_six_recommendations_share_a_slide(count: int, expected: int) -> None:
    given = [{"action": f"Open on Sunday {n}", "owner": "The town", "when": "2031-03"} for n in range(count)]
    own = [page for page in slides(recommendations=given) if page.slot.startswith("resp_head")]
    assert len(own) == expected


def test_small_groups_of_recommendations_share_a_slide() -> None:
    given = [{"action": f"Open on Sunday {n}", "for": ("The town", "The school")[n % 2]} for n in range(5)]
    (page,) = (page for page in slides(recommendations=given) if page.slot.startswith("resp_head"))
    assert {"The town", "The school"} <= words(page)


def test_a_single_recommendation_is_a_statement_under_its_reader() -> None:
    given = [{"action": "Open on Sundays", "for": "The town"}]
    (page,) = (page for page in slides(recommendations=given) if page.slot.startswith("resp_head"))
    boxes = {item.paragraphs[0].plain: item for item in page.items if isinstance(item, TextBox)}
    reader, action = boxes["The town"], boxes["Open on Sundays"]
    assert action.paragraphs[0].size == 44 > reader.paragraphs[0].size
    assert reader.rect.bottom <= action.rect.y


@pytest.mark.parametrize(("detail", "large"), [("For a year.", True), ("It is long. " * 18, False)])
def test_two_recommendations_are_statements_where_they_fit(detail: str, *, large: bool) -> None:
    given = [{"action": f"Open on Sunday {n}", "owner": "The town", "detail": detail} for n in range(2)]
    pages = [page for page in slides(recommendations=given) if page.slot.startswith("resp_head")]
    sizes = {
        paragraph.size
        for page in pages
        for item in page.items
        if isinstance(item, TextBox)
        for paragraph in item.paragraphs
        if paragraph.plain == "Open on Sunday 0"
    }
    assert (sizes == {36.0}) is large


def test_the_only_claim_is_under_the_answer_unless_there_is_more_to_say_of_it() -> None:
    claim = {"claim": "The town is closed on Sundays.", "label": "Closed"}
    bare = slides(sections=[{"title": "Why", "arguments": [claim]}], sources=[])
    assert [page.slot for page in bare] == ["cover", "bl"]
    assert {"The town is closed on Sundays.", "Why", "A1"} <= words(bare[1])
    more = slides(sections=[{"title": "Why", "arguments": [{**claim, "gist": "Nobody works."}]}], sources=[])
    assert [page.slot for page in more] == ["cover", "bl", "a1"]


@pytest.mark.parametrize(("count", "each", "lines"), [(3, 1, 1), (4, 1, 2), (4, 2, 1), (5, 2, 2), (6, 1, 2)])
def test_cards_under_the_answer_are_in_two_lines_where_one_would_be_thin(
    count: int, each: int, lines: int
) -> None:
    claims = [{"claim": f"Door {n} is shut.", "label": f"Door {n}"} for n in range(each)]
    page = slides(sections=[{"title": f"Part {n}", "arguments": claims} for n in range(count)], sources=[])[1]
    heads = [
        item.rect for item in page.items if isinstance(item, TextBox) and str(item.name).endswith("_title")
    ]
    assert len(heads) == count
    assert len({rect.y for rect in heads}) == lines


@pytest.mark.parametrize(("sources", "pages"), [(1, 1), (8, 1), (9, 2), (20, 3)])
def test_the_key_is_across_the_slide_below_the_sources_or_on_the_next(sources: int, pages: int) -> None:
    listed = [{"id": f"s{n}", "title": f"Report {n}", "publisher": "The Town"} for n in range(sources)]
    sure = {"claim": "It is closed.", "certainty": {"level": "asserted"}, "refs": ["s0"]}
    found = slides(sources=listed, sections=[{"title": "Why", "arguments": [sure]}])[3:]
    marks = [item.rect for item in found[-1].items if isinstance(item, Mark)]
    assert (len(found), len(marks)) == (pages, 3)
    assert len({rect.y for rect in marks}) == 1
    assert pages > 1 or marks[0].y > tops(found[0])[f"[{sources}]"]


STEPS = (Step(20, 24), Step(16, 20))


def test_the_largest_size_that_fits_is_chosen() -> None:
    assert choose(STEPS, lambda step: step.leading - 24) == (STEPS[0], 0.0)
    assert choose(STEPS, lambda step: step.leading - 20) == (STEPS[1], 0.0)
    assert choose(STEPS, lambda step: step.leading - 15) == (STEPS[1], 5.0)


def test_a_list_goes_on_one_slide_in_a_smaller_size_before_it_is_cut() -> None:
    rows = [STEPS[1].leading] * 5
    assert split(STEPS, lambda step: [step.leading] * 5, 100.0) == Split(STEPS[1], rows, [slice(0, 5)], 0.0)


def test_a_list_is_cut_into_even_parts_in_the_largest_size() -> None:
    rows, chunks = [STEPS[0].leading] * 6, [slice(0, 3), slice(3, 6)]
    assert split(STEPS, lambda step: [step.leading] * 6, 100.0) == Split(STEPS[0], rows, chunks, 0.0)
    assert split(STEPS, lambda _: [1.0] * 9, 100.0, most=7).chunks == [slice(0, 4), slice(4, 9)]


def test_only_the_widest_columns_give_way() -> None:
    assert levelled([100.0, 300.0, 400.0], 600.0) == (100.0, 250.0, 250.0)
    assert levelled([100.0, 200.0], 400.0) == (150.0, 250.0)


def test_a_row_taller_than_a_slide_is_reported() -> None:
    found = split(STEPS, lambda step: [step.leading * 6, 1.0], 100.0)
    assert found.over == pytest.approx(20.0)


@pytest.mark.parametrize(
    ("changes", "below"),
    [
        ({"limits": gaps(2), "sources": SOURCES}, {gaps(1)[0], "[1]"}),
        ({"limits": gaps(2)}, {gaps(1)[0]}),
        ({"sources": SOURCES}, {"[1]", "The brief rests on one source"}),
        ({"limits": gaps(2), "risks": ["Money may run out."]}, set[str]()),
    ],
)
def test_a_lone_recommendation_shares_its_slide_with_what_follows(
    changes: dict[str, Any], below: set[str]
) -> None:
    pages = slides(recommendations=[{"action": "Open on Sundays", "owner": "The town"}], **changes)
    (page,) = (page for page in pages if page.slot.startswith("resp_head"))
    assert below <= words(page)
    assert below or not words(page) & {gaps(1)[0], "Money may run out."}
    assert sum(bool({gaps(1)[0], "[1]"} & words(each)) for each in pages) == 1


@pytest.mark.parametrize(("count", "expected"), [(8, 1), (11, 1), (12, 2)])
def test_a_table_of_eleven_rows_is_on_one_slide(count: int, expected: int) -> None:
    rows = [[f"Day {n}", f"{n}"] for n in range(count)]
    pages = slides(tables=[{"title": "Visitors", "columns": ["Day", "Visitors"], "rows": rows}])
    found = [item for page in pages for item in page.items if isinstance(item, TableBox)]
    assert len(found) == expected
    assert max(len(each.rows) for each in found) - min(len(each.rows) for each in found) <= 1
    assert min(cell.paragraph.size for each in found for row in each.rows for cell in row) >= 12


def test_a_context_of_seven_sentences_is_on_one_slide_beside_why_now() -> None:
    facts = " ".join(
        f"In the year 203{n} the town counted more visitors than on any day before." for n in range(7)
    )
    changes = {"context": {"text": facts, "why_now": "The budget is voted on in March."}}
    assert len([page for page in slides(**changes) if page.slot.startswith("ctx")]) == 1


@pytest.mark.parametrize("words", range(1, 40, 3))
def test_a_step_of_a_sequence_is_as_high_as_the_words_of_its_date(words: int) -> None:
    step = {"when": "word", "text": "The depot was sold."}
    steps = [
        step,
        step,
        {"when": " ".join(["harbour"] * words)[:200].strip(), "text": "The depot burnt down."},
    ]
    check_places(laid_out(outline_of(LIBRARY, timeline=steps)))


def test_what_the_brief_is_about_is_in_a_panel_beside_the_context_where_no_map_shows_it() -> None:
    event = {"label": "Water gap", "text": "48 needed, 41 there"}
    background = {"text": "The valley has one river. It is low.", "why_now": "The board votes in April."}
    page = next(page for page in slides(event=event, context=background) if page.slot.startswith("ctx"))
    boxes = {box.paragraphs[-1].plain: box for box in page.items if isinstance(box, TextBox)}
    told, why = boxes["Water gap: 48 needed, 41 there"], boxes["The board votes in April."]
    assert told.fill == DEFAULT.colours.panel
    assert (told.rect.x, told.rect.width) == (why.rect.x, why.rect.width)
    assert told.paragraphs[-1].size <= why.paragraphs[-1].size
