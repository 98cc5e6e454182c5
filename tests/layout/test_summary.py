"""The summary is one page, whatever the brief: all words once, apart, inside, never too small."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from builder.languages.language import language_for
from builder.layout.pages import (
    Group,
    Item,
    Page,
    Pages,
    PictureBox,
    Rect,
    Tag,
    TextBox,
    paragraphs,
    walk,
)
from builder.layout.spill import spilled
from builder.layout.summary import lay_out_summary
from builder.layout.summary.arrange import Sheaf
from builder.layout.summary.style import Style, ladder
from builder.layout.text.measure import height_of
from builder.outline.blocks import Outline
from builder.outline.reading import leads, reading
from builder.outline.text import Depth, Product, texts
from builder.report.problems import Problem
from builder.theme.theme import DEFAULT
from tests.conftest import GOOD_BRIEFS, often
from tests.support.outlines import LIBRARY, loaded, outline_of, sample
from tests.support.sheets import boxes, overlap
from tests.support.strategies import briefs

Values = dict[str, Any]

BRIEFS = {path.stem: path for path in GOOD_BRIEFS}
LONG: Values = {
    "title": "A brief that says too much",
    "bottom_line": {"text": "Less would be more. " * 12, "ask": "Shorten it."},
    "sections": [
        {
            "title": f"Part {part}",
            "arguments": [
                {"claim": f"Claim {part} {number} is long.", "gist": "It says so in many words. " * 8}
                for number in range(6)
            ],
        }
        for part in range(5)
    ],
}


def page_of(outline: Outline) -> Page:
    pages, problems = lay_out_summary(outline, DEFAULT)
    assert {problem.rule for problem in problems} <= {"summary-fills-page"}
    (page,) = pages.pages
    return page


def slots(items: tuple[Item, ...]) -> Iterator[str]:
    for item in walk(items):
        if isinstance(item, TextBox) and item.tag is Tag.ARTIFACT:
            continue
        for paragraph in paragraphs(item):
            yield from (piece.text.slot for piece in paragraph.pieces if piece.text is not None)


def lines(box: TextBox) -> Iterator[Rect]:
    """Yield what the lines of a box cover, in points of the page."""
    left, top, _, foot = box.insets
    room = box.rect.height - top - foot - height_of(box.paragraphs)
    y = box.rect.y + top + {"top": 0.0, "middle": room / 2, "bottom": room}[box.anchor]
    for index, paragraph in enumerate(box.paragraphs):
        y += paragraph.before if index else 0.0
        for line in paragraph.lines:
            x = box.rect.x + left + line[0].x
            yield Rect(x, y, line[-1].x + line[-1].width - line[0].x, paragraph.leading)
            y += paragraph.leading


def check_page(outline: Outline, pages: Pages, problems: tuple[Problem, ...]) -> None:
    """Check what is true of every page; if it is not too full, also that nothing overlaps or sticks out."""
    (page,) = pages.pages
    assert 0.0 <= pages.fill <= 1.0
    for problem in problems:
        assert problem.is_error == (problem.rule != "summary-fills-page")
        assert problem.path
    if any(problem.is_error for problem in problems):
        return
    assert spilled(pages.pages) == ()
    sheet = DEFAULT.summary.sheets[outline.page]
    assert (page.width, page.height) == (sheet.width, sheet.height)
    placed = [(box, line) for box in boxes(page) for line in lines(box)]
    for box, line in placed:
        assert line.x >= sheet.left - 0.05, box.name
        assert line.x + line.width <= sheet.left + sheet.measure + 0.15, box.name
        assert line.y >= sheet.top, box.name
        assert line.y + line.height <= sheet.bottom + 0.05, box.name
        assert height_of(box.paragraphs) <= box.rect.height + 0.05, box.name
    for (one, first), (other, second) in combinations(placed, 2):
        assert one is other or not overlap(first, second), (one.name, other.name)
    set_lines = [line for box in boxes(page) for text in box.paragraphs for line in text.lines]
    assert min(segment.size for line in set_lines for segment in line) >= 8.5


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("path", BRIEFS.values(), ids=BRIEFS)
def test_the_good_briefs_fit_one_page_of_either_paper(path: Path, paper: str) -> None:
    outline = loaded(path, page=paper)
    pages, problems = lay_out_summary(outline, DEFAULT)
    assert problems == ()
    check_page(outline, pages, problems)


@given(briefs(most_arguments=12))
@often(200)
def test_every_brief_is_one_page_that_says_all_in_order_or_a_located_problem(values: Values) -> None:
    outline = outline_of(values)
    pages, problems = lay_out_summary(outline, DEFAULT)
    check_page(outline, pages, problems)
    found = list(slots(pages.pages[0].items))
    required = {text.slot for text in reading(outline, Product.SUMMARY)}
    assert required <= set(found)
    on_slides = {text.slot for text in texts(outline) if text.depth is not Depth.MEMO or not text.path}
    in_deck = {text.slot for text in reading(outline, Product.DECK)}
    apart = {
        slot.removesuffix("_n") for slot in in_deck if slot.endswith("_n")
    }  # slides have number and words
    assert set(found) <= on_slides | in_deck | apart
    first = {slot: index for index, slot in reversed(list(enumerate(found)))}
    order = [first[text.slot] for text in leads(outline) if text.slot in required]
    assert order == sorted(order)


@pytest.mark.parametrize("path", BRIEFS.values(), ids=BRIEFS)
def test_no_text_is_placed_twice_but_the_numbers_in_figure_and_text(path: Path) -> None:
    found = Counter(slots(page_of(loaded(path)).items))
    heads = {"resp_owner", "resp_when"}  # before the owner and the time of each response
    continued = {f"s{number}_title" for number in range(1, 7)} | {"resp_head"}
    twice = {slot for slot, times in found.items() if times > 1} - heads - continued
    assert all(slot.endswith("_no") and found[slot] == 2 for slot in twice)


def test_the_sample_fills_its_page_in_even_columns() -> None:
    pages, _ = lay_out_summary(sample(), DEFAULT)
    assert pages.fill >= 0.95
    feet: dict[float, float] = {}
    for box in boxes(pages.pages[0]):
        if box.rect.y > 400 and box.paragraphs[0].tag is not Tag.PARAGRAPH:
            left = 0.0 if box.rect.x < 340 else 1.0
            feet[left] = max(feet.get(left, 0.0), box.rect.y + box.rect.height)
    assert abs(feet[0.0] - feet[1.0]) <= 60


def test_claims_and_responses_share_their_base_lines() -> None:
    page = page_of(sample())
    at = {box.name: box.rect.y for box in boxes(page)}
    assert at["a1_no"] == pytest.approx(at["r1_no"])


def test_the_order_of_the_page_is_that_of_the_reader() -> None:
    page = page_of(sample())
    expected = ["kind", "status", "title", "subtitle", "bl_label", "bl_text", "fig_map_no", "a1_label"]
    expected += ["a1_claim", "a4_claim", "r1_action", "limit1", "src1"]
    found = list(slots(page.items))
    places = [found.index(slot) for slot in expected]
    assert places == sorted(places)


def test_headings_are_tagged_as_such() -> None:
    page = page_of(sample())
    tags = {
        piece.text.slot: text.tag
        for item in walk(page.items)
        for text in paragraphs(item)
        for piece in text.pieces
        if piece.text is not None and not isinstance(item, Group)
    }
    assert tags["title"] is Tag.TITLE
    assert tags["bl_label"] is tags["s1_title"] is tags["resp_head"] is Tag.HEADING
    assert tags["a1_claim"] is tags["r1_action"] is Tag.SUBHEADING
    assert tags["a1_gist"] is Tag.PARAGRAPH
    assert tags["limit1"] is Tag.ITEM


@pytest.mark.parametrize("language", ["ja", "de", "fr", "es", "en-US"])
def test_a_part_that_goes_on_in_the_next_column_says_so(language: str) -> None:
    claims = [{"claim": f"Pier {number} is closed to ships."} for number in range(6)]
    values = {**LIBRARY, "language": language, "sections": [{"title": "Why", "arguments": claims}]}
    sheaf = Sheaf(outline_of(values), DEFAULT, frozenset(), larger=False)
    arranged = sheaf.arrange(DEFAULT.summary.halves, sheaf.rungs[0])
    placed = arranged.place(0.0, 0.0, sheaf.sheet.measure)
    shown = [box for box in placed if isinstance(box, TextBox) and box.name == "s1_title"]
    again = language_for(language).labels.continued.format(title="Why")
    assert [box.paragraphs[0].plain for box in shown] == ["Why", again]
    assert shown[0].rect.x < shown[1].rect.x
    assert {box.paragraphs[0].tag for box in shown} == {Tag.HEADING}


def test_a_picture_at_the_top_of_a_column_has_no_heading_but_its_caption() -> None:
    figures = [{"path": f"{n}.png", "title": f"Pier {n}", "alt": "A pier", "section": "s"} for n in "abc"]
    claims = [{"claim": f"Pier {n} is closed to ships."} for n in range(4)]
    values = {**LIBRARY, "sections": [{"id": "s", "title": "Why", "arguments": claims}]}
    words = [box.paragraphs[0].plain for box in boxes(page_of(outline_of(values, figures=figures)))]
    assert any("Pier a" in one for one in words)
    assert not any("continued" in one for one in words)


def test_a_small_brief_keeps_its_white_space_below() -> None:
    pages, problems = lay_out_summary(outline_of(LIBRARY), DEFAULT)
    assert problems == ()
    assert pages.fill < 0.6
    body = sorted((box.rect.y, box.rect.y + box.rect.height) for box in boxes(pages.pages[0]))
    *gaps, below = (low - end for (_, end), (low, _) in pairwise(body))
    assert max(gaps) < 60 < below


def test_more_words_mean_smaller_type_down_to_the_floors_then_an_error() -> None:
    sizes = []
    for count in range(1, 6):
        values = {**LONG, "sections": LONG["sections"][:count]}
        pages, problems = lay_out_summary(outline_of(values), DEFAULT)
        if any(problem.is_error for problem in problems):
            break
        (claim,) = (box for box in boxes(pages.pages[0]) if box.name == "a1_no")
        sizes.append(claim.paragraphs[0].size)
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) > 1
    assert len(sizes) < 5


def test_too_long_a_brief_names_three_fields_and_how_much_must_go() -> None:
    _, problems = lay_out_summary(outline_of(LONG), DEFAULT)
    assert len(problems) == 3
    assert {problem.rule for problem in problems} == {"summary-fits-one-page"}
    assert problems[0].path == "bottom_line.text"
    assert all(problem.path.endswith(".gist") for problem in problems[1:])
    assert "points too long" in problems[0].message
    assert problems[0].hint is not None
    words = int(next(word for word in problems[0].hint.split() if word.isdigit()))
    assert 100 < words < 500


def test_shortening_by_what_the_error_says_is_enough() -> None:
    _, problems = lay_out_summary(outline_of(LONG), DEFAULT)
    words = int(next(word for word in (problems[0].hint or "").split() if word.isdigit()))
    each = -(-words // 30) + 1
    shorter = [
        {
            **section,
            "arguments": [
                {**argument, "gist": " ".join(argument["gist"].split()[:-each])}
                for argument in section["arguments"]
            ],
        }
        for section in LONG["sections"]
    ]
    assert lay_out_summary(outline_of(LONG, sections=shorter), DEFAULT)[1] == ()


def test_the_floors_hold_on_every_rung() -> None:
    sheet = DEFAULT.summary.sheets["A4"]
    labels = language_for("en").labels
    for language in ("en", "ja"):
        rungs = ladder(language, DEFAULT.summary, larger=True)
        for scale in rungs:
            assert scale.body[0] >= 9.0
            assert scale.note[0] >= 8.5
            assert scale.panel[0] >= 11.0
            steps = Style(DEFAULT, sheet, scale, labels).map_look.steps
            assert all(step.label[0] >= 9.0 and step.detail[0] >= 8.5 for step in steps)
            assert all(
                size[1] >= 1.1 * size[0] for size in (scale.body, scale.note, scale.panel, scale.claim)
            )


def test_the_marking_is_above_and_below_in_its_own_colours() -> None:
    page = page_of(sample(marking={"scheme": "tlp", "label": "AMBER", "caveat": "Board only"}))
    labels = [box for box in boxes(page) if box.name == "marking"]
    assert [(box.fill, box.paragraphs[0].colour) for box in labels] == [("#000000", "#FFC000")] * 2
    assert [box.tag is Tag.ARTIFACT for box in labels] == [False, True]
    assert all(box.paragraphs[0].size >= 12 for box in labels)  # as TLP 2.0 asks
    assert "marking_caveat" in set(slots(page.items))


def test_a_handling_label_that_takes_more_than_one_line_is_a_located_problem() -> None:
    for words, fits in (("For the board only", True), ("For the members of the board only " * 3, False)):
        marking = {"scheme": "free", "label": words.strip()}
        _, problems = lay_out_summary(outline_of({**LIBRARY, "marking": marking}), DEFAULT)
        assert [problem.rule for problem in problems] == ([] if fits else ["text-fits"])
        assert all(problem.path.startswith("marking") for problem in problems)


def test_the_ask_is_a_bar_between_the_columns_and_the_foot() -> None:
    page = page_of(outline_of({**LIBRARY, "bottom_line": {"text": "Open it.", "ask": "Agree to open it."}}))
    (ask,) = (box for box in boxes(page) if box.name == "ask")
    assert "ask_label" in set(slots(page.items))
    assert ask.rect.width == DEFAULT.summary.sheets["A4"].measure
    assert ask.rect.height == pytest.approx(ask.paragraphs[0].leading + 2 * DEFAULT.summary.ask_pad)
    above = [box.rect.y + box.rect.height for box in boxes(page) if box.rect.y < ask.rect.y]
    assert max(above) < ask.rect.y < 800
    assert ask.fill == DEFAULT.colours.panel


def test_a_logo_is_right_of_the_title_and_has_a_description() -> None:
    organisation = {"name": "Institute", "logo": {"path": "logo.png", "alt": "Institute's logo"}}
    page = page_of(sample(organisation=organisation))
    (logo,) = (item for item in page.items if isinstance(item, PictureBox))
    (title,) = (box for box in boxes(page) if box.name == "title")
    assert title.rect.x + title.rect.width < logo.rect.x
    assert logo.picture.alt
    assert logo.rect.width / logo.rect.height == pytest.approx(2.0)


def test_the_picture_of_the_cover_is_there_only_if_it_costs_no_small_type() -> None:
    cover = {"path": "cover.png", "alt": "A pier", "credit": "Photo: A. B."}
    shown = set()
    for count in range(1, 40, 4):
        arguments = [{"claim": f"Reason {n} holds.", "gist": "It was seen. " * 4} for n in range(count)]
        plain = outline_of({**LIBRARY, "sections": [{"title": "Why", "arguments": arguments}]})
        page = page_of(
            outline_of({**LIBRARY, "sections": [{"title": "Why", "arguments": arguments}], "cover": cover})
        )
        pictures = [item for item in page.items if isinstance(item, PictureBox)]
        assert ("credit" in set(slots(page.items))) is bool(pictures)
        assert size_of_claims(page) >= min(
            size_of_claims(page_of(plain)), DEFAULT.summary.reference.claim.size
        )
        shown.add(bool(pictures))
    assert shown == {True, False}


def size_of_claims(page: Page) -> float:
    return min(
        paragraph.size
        for box in boxes(page)
        for paragraph in box.paragraphs
        if any(piece.text and piece.text.path.endswith(".claim") for piece in paragraph.pieces)
    )


@pytest.mark.parametrize("changes", [{}, {"links": [], "event": None}])
def test_every_mark_has_its_word_beside_it(changes: Values) -> None:
    page = page_of(sample(**changes))
    assert {"r1_word", "r1_who"} <= set(slots(page.items))


def test_owner_and_timing_have_a_line_of_their_own_below_how_firm_it_is() -> None:
    values = {
        **LIBRARY,
        "recommendations": [
            {"action": "Open it", "owner": "Ministry of Education", "when": "By September", "refs": ["r#p1"],
             "certainty": {"level": "possible", "according_to": "the council"}}
        ],
        "sources": [{"id": "r", "title": "Report"}],
    }  # fmt: skip
    page = page_of(outline_of(values))
    (box,) = (box for box in boxes(page) if box.name == "r1_word")
    lines = [
        " · ".join("".join(segment.text for segment in line).strip() for line in text.lines)
        for text in box.paragraphs
    ]
    assert lines == ["Possible · Per the council · [1, p1]", "Ministry of Education · By September"]


@pytest.mark.parametrize("claims", range(1, 9))
def test_the_name_of_a_group_is_above_its_first_recommendation(claims: int) -> None:
    arguments = [{"claim": f"House {number} is empty on Sundays."} for number in range(claims)]
    advice = [{"action": f"Open house {number}.", "for": f"Owner {number}"} for number in range(6)]
    values = {**LIBRARY, "sections": [{"title": "Why", "arguments": arguments}], "recommendations": advice}
    found = [tuple(slots((box,))) for box in boxes(page_of(outline_of(values)))]
    for number in range(1, 7):
        (together,) = (names for names in found if f"r{number}_action" in names)
        assert any(name.endswith("_for") for name in together), together


def test_no_line_of_the_page_begins_or_ends_with_a_dot_between_phrases() -> None:
    for count in range(6, 30, 4):
        owner = "Ministry " + "of Education " * (count // 6)
        asked = [{"action": "Open it", "owner": owner, "when": "By " + "May " * n} for n in range(1, 5)]
        values = {"recommendations": asked}
        page = page_of(outline_of({**LIBRARY, **values}))
        for box in boxes(page):
            for text in box.paragraphs:
                for line in text.lines:
                    shown = "".join(segment.text for segment in line).strip()
                    assert not shown.startswith("·")
                    assert not shown.endswith("·")


@pytest.mark.parametrize("stated", [("Treasury", None), (None, "By June"), ("Treasury", "By June")])
def test_owner_and_timing_that_are_not_stated_say_so(stated: tuple[str | None, str | None]) -> None:
    owner, when = stated
    values = {**LIBRARY, "recommendations": [{"action": "Open it", "owner": owner, "when": when}]}
    page = page_of(outline_of(values))
    pieces = [piece for box in boxes(page) for text in box.paragraphs for piece in text.pieces]
    text = " ".join(piece.text.plain for piece in pieces if piece.text is not None)
    assert ("not stated" in text) == (None in stated)
    assert ("Owner" in text) == (owner is None)


@pytest.mark.parametrize("language", ["ja", "de", "fr", "es", "en-US"])
def test_other_languages_fit_too(language: str) -> None:
    outline = sample(language=language)
    check_page(outline, *lay_out_summary(outline, DEFAULT))
