"""The slides, whatever the brief: inside, apart, in order, each with its own title, and nothing lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given

from builder.audit.words.known_words import cites
from builder.layout.deck import lay_out_deck
from builder.layout.deck.draft import relaxed, roomy_width
from builder.layout.map.thumbnail import draw_thumbnail
from builder.layout.pages import (
    Box,
    Group,
    Item,
    Mark,
    Page,
    Pages,
    Paragraph,
    PictureBox,
    Piece,
    Polygon,
    Polyline,
    Rect,
    TableBox,
    TextBox,
    paragraphs,
    walk,
)
from builder.layout.text.measure import height_of, natural_width, set_lines, widest_word
from builder.outline.blocks import ArgumentMap, Outline, Responses, Sources
from builder.outline.reading import leads, reading
from builder.outline.text import Product, texts
from builder.report.problems import Problem
from builder.theme.theme import DEFAULT
from tests.conftest import GOOD_BRIEFS, often
from tests.support.outlines import LIBRARY, a_text, loaded, outline_of, sample
from tests.support.sheets import boxes, overlap
from tests.support.strategies import briefs

Values = dict[str, Any]

LOOK = DEFAULT.deck

BRIEFS = {path.stem: path for path in GOOD_BRIEFS}
CLAIM = "A bus runs past the door every ten minutes."
EVIDENCE = [{"text": f"Point {name} was counted on four days of the week in spring."} for name in "ABCD"]
FEW: Values = {
    **LIBRARY,
    "context": {"text": "The library is closed on Sundays. Most people work on the other days."},
    "recommendations": [{"action": "Open the library on Sundays"}],
    "risks": [{"text": "Nobody may come."}],
    "limits": [{"text": "No visitor was asked."}],
    "timeline": [{"when": "in spring", "text": "Visitors are counted"}],
}
MANY: Values = {
    **LIBRARY,
    "sections": [
        {
            "title": f"Part {part}",
            "role": role,
            "arguments": [
                {
                    "claim": f"Claim {part} {number} holds in each of the towns that were asked.",
                    "label": f"Claim {part} {number}",
                    "evidence": EVIDENCE[: number % 5],
                    "implication": "It follows that the doors should open.",
                    "certainty": {"level": "possible", "cue": "may"},
                    "confidence": {"level": "low", "basis": "one town was asked"},
                }
                for number in range(1, 7)
            ],
        }
        for part, role in enumerate(("cause", "effect", "other"), 1)
    ],
    "options": [
        {
            "title": f"Option {name}",
            "description": "The doors open on Sundays and close on Mondays instead, as in two other towns.",
            "pros": ["More people come", "Costs stay the same"],
            "cons": ["Two people would work on Sundays"],
            "ratings": {criterion: f"quite {criterion.lower()}" for criterion in "ABCD"},
        }
        for name in "WXYZ"
    ],
    "criteria": list("ABCD"),
    "recommendations": [
        {"action": f"Do thing number {number}", "detail": "It helps.", "owner": owner}
        for number, owner in enumerate([None, "The town", None, None, None, None])
    ],
    "risks": [{"text": f"Risk {number} comes true.", "mitigation": "Wait."} for number in range(5)],
    "limits": [{"text": f"Nobody asked question {number}.", "kind": "missing"} for number in range(8)],
    "tables": [
        {"title": "Visitors by day", "columns": ["Day", "Visitors"],
         "rows": [[f"Day {day}", str(day * 10)] for day in range(1, 31)]},
    ],
    "timeline": [{"when": f"2025-0{month}-01", "text": f"Count {month}"} for month in range(1, 9)],
    "sources": [{"id": f"s{number}", "title": f"Report {number} on visitors of libraries in the region",
                 "url": f"https://example.org/{number}"} for number in range(20)],
    "glossary": [{"term": "Visitor", "definition": "Who comes in"}],
    "contact": "desk@example.org",
    "disclaimer": "No town is real.",
}  # fmt: skip
OUTLINES: dict[str, Callable[[], Outline]] = {
    "bare": partial(outline_of, LIBRARY),
    "few": partial(outline_of, FEW),
    "many": partial(outline_of, MANY),
    **{name: partial(loaded, path) for name, path in BRIEFS.items()},
}


@pytest.fixture(params=OUTLINES)
def outline(request: pytest.FixtureRequest) -> Outline:
    return OUTLINES[request.param]()


def argued(**argument: Any) -> Values:
    """The sections of a brief with one argument."""
    return {"sections": [{"title": "Why", "arguments": [{"claim": CLAIM, **argument}]}]}


def laid_out(outline: Outline) -> Pages:
    pages, problems = lay_out_deck(outline, DEFAULT)
    assert problems == ()
    return pages


def slide(pages: Pages, slot: str) -> Page:
    return next(page for page in pages.pages if page.slot == slot)


def words(page: Page) -> list[str]:
    return [words_of(paragraph) for item in walk(page.items) for paragraph in paragraphs(item)]


def words_of(paragraph: Paragraph) -> str:
    return "".join(piece.separator if piece.text is None else piece.text.plain for piece in paragraph.pieces)


def box_of(page: Page, slot: str) -> TextBox:
    return next(box for box in boxes(page) if box.name == slot)


def reach(item: Item) -> Iterator[Rect]:
    match item:
        case Polyline(points=points) | Polygon(points=points):
            yield from (Rect(x, y, 0.0, 0.0) for x, y in points)
        case _:
            yield item.rect


def check_places(pages: Pages) -> None:
    """Everything is on the slide, text keeps to its box, and no text overlaps another."""
    for page in pages.pages:
        for item in walk(page.items):
            for rect in reach(item):
                assert rect.x >= -0.01
                assert rect.y >= -0.01
                assert rect.x + rect.width <= page.width + 0.01, (page.slot, item)
                assert rect.y + rect.height <= page.height + 0.01, (page.slot, item)
        spoken = [item for item in walk(page.items) if isinstance(item, TextBox | TableBox)]
        for one, other in combinations(spoken, 2):
            assert not overlap(one.rect, other.rect), (page.slot, one.name, other.name)
        for box in boxes(page):
            _, top, _, bottom = box.insets
            assert height_of(box.paragraphs) <= box.rect.height - top - bottom + 0.05, (page.slot, box.name)
            left, right = box.insets[0], box.insets[2]
            for paragraph in box.paragraphs:
                for line in paragraph.lines:
                    assert line[-1].x + line[-1].width <= box.rect.width - left - right + 0.1


PADDED = 24.5  # points that a panel may leave above and below its words


def check_boxes(page: Page) -> None:
    """Filled boxes of a row are as high as the words of one of them need; no word is broken."""
    body = [
        item
        for item in page.items
        if isinstance(item, Box | TextBox) and LOOK.high_body_top - 1 < item.rect.y < LOOK.body_bottom
    ]
    rows: dict[tuple[float, float], list[float]] = {}
    for filled in body:
        if filled.fill and filled.rect.height > PADDED and filled.rect.width > LOOK.bar:  # no lower bar
            rect = filled.rect
            ends = [
                item.rect.y + item.rect.height - (item.insets[3] if item is filled else 0.0)
                for item in body
                if isinstance(item, TextBox) and overlap(item.rect, rect)
            ]
            row = (round(rect.y, 1), round(rect.y + rect.height, 1))
            rows.setdefault(row, []).extend(ends)
    for (_, bottom), ends in rows.items():
        assert bottom - PADDED <= max(ends) <= bottom, page.slot
    for item in body:
        if isinstance(item, TextBox):
            room = item.rect.width - item.insets[0] - item.insets[2]
            for each in item.paragraphs:  # at the smallest size there is no other way
                assert widest_word(each) <= room or each.size < 23.0, (page.slot, item.name)


def check_words(page: Page) -> None:
    """No word is broken inside but those that are longer than any that people write."""
    for box in boxes(page):
        room = box.rect.width - box.insets[0] - box.insets[2]
        for each in box.paragraphs:
            longest = max(map(len, re.split(r"[\s\u2010/–—-]+", each.plain)))
            assert widest_word(each) <= room + 0.1 or longest > 24, (page.slot, box.name, each.plain)


def check_rows(page: Page) -> None:
    """No filled box is empty for more than two fifths, if it is not as high as another of its row needs."""
    body = [
        item
        for item in page.items
        if isinstance(item, Box | TextBox | PictureBox)
        and LOOK.high_body_top - 1 < item.rect.y < LOOK.body_bottom
    ]
    rows: dict[tuple[float, float], float] = {}
    for filled in body:
        rect = filled.rect
        if not isinstance(filled, PictureBox) and filled.fill and min(rect.height, rect.width) > LOOK.bar:
            inner = [each for each in body if not isinstance(each, Box) and overlap(each.rect, rect)]
            ends = [each.rect.y + each.rect.height for each in inner if each is not filled]
            if isinstance(filled, TextBox):
                ends.append(rect.y + filled.insets[1] + height_of(filled.paragraphs))
            row = round(rect.y, 1), round(rect.y + rect.height, 1)
            rows[row] = max(rows.get(row, 0.0), *ends, 0.0)
    for (top, bottom), end in rows.items():
        spare = bottom - end
        assert not end or spare <= 0.4 * (bottom - top) or spare <= 2 * PADDED, (page.slot, top, bottom, end)


def test_everything_is_on_the_slide_and_apart(outline: Outline) -> None:
    check_places(laid_out(outline))


def test_every_word_of_the_brief_is_on_a_slide_or_in_the_notes(outline: Outline) -> None:
    pages = laid_out(outline)
    placed = {
        piece.text.plain
        for page in pages.pages
        for pieces in (
            *(paragraph.pieces for item in walk(page.items) for paragraph in paragraphs(item)),
            *page.notes,
        )
        for piece in pieces
        if piece.text is not None
    }
    expected = [text for text in reading(outline, Product.DECK) if text.path]
    expected += [text for text in texts(outline.blocks) if text.path.endswith((".reasoning", ".counter"))]
    assert expected
    cited = set().union(*map(cites, placed))  # of references the source line has the parts
    expected = [text for text in expected if not cites(text.plain) or not cites(text.plain) <= cited]
    stopless = {text.plain for text in expected if text.plain.removesuffix(".") in placed}  # as a title is
    assert {text.plain for text in expected} - placed - stopless == set()


def test_slides_keep_the_order_of_the_outline(outline: Outline) -> None:
    first: dict[str, int] = {}
    slots = (
        piece.text.slot
        for page in laid_out(outline).pages
        for item in walk(page.items)
        for paragraph in paragraphs(item)
        for piece in paragraph.pieces
        if piece.text is not None
    )
    for place, slot in enumerate(slots):
        first.setdefault(slot, place)
    placed = [first[text.slot] for text in leads(outline) if text.slot in first]
    assert len(placed) > 1
    assert placed == sorted(placed)


def test_each_slide_has_its_own_title_and_notes(outline: Outline) -> None:
    pages = laid_out(outline)
    titles = Counter(page.title.casefold() for page in pages.pages)
    assert max(titles.values()) == 1
    assert Counter(page.slot for page in pages.pages).most_common(1)[0][1] == 1
    for page in pages.pages:
        (title,) = (box for box in boxes(page) if box.placeholder == "title")
        assert "".join(piece.text.plain for piece in title.paragraphs[0].pieces if piece.text) == page.title
        assert not re.search(r"[^.]\.$", page.title)
        assert all(note for note in page.notes)
        assert page.notes


@often(200)
@given(values=briefs(most_arguments=6))
def test_any_brief_fits_or_says_what_does_not(values: Values) -> None:
    outline = outline_of(values)
    pages, problems = lay_out_deck(outline, DEFAULT)
    for problem in problems:
        assert problem.rule == "text-fits"
        assert problem.path
        assert re.search(r"\d", problem.message)
        assert problem.hint
    if not problems:
        check_places(pages)
        for page in pages.pages:
            check_words(page)
            check_rows(page)
            if re.fullmatch(r"a\d+", page.slot):
                check_boxes(page)
    titles = [page.title for page in pages.pages]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("count", range(5))
@pytest.mark.parametrize("implication", [None, "It follows that the doors should open."])
@pytest.mark.parametrize("certainty", [None, {"level": "qualified", "cue": "seems"}])
@pytest.mark.parametrize("confidence", [None, {"level": "low", "basis": "only one town was asked in spring"}])
def test_no_filled_box_of_an_argument_is_half_empty(
    count: int, implication: str | None, certainty: Values | None, confidence: Values | None
) -> None:
    argument = {
        "claim": CLAIM,
        "gist": "It comes from the station.",
        "evidence": EVIDENCE[:count],
        "implication": implication,
        "certainty": certainty,
        "confidence": confidence,
    }
    pages = laid_out(outline_of(LIBRARY, sections=[{"title": "Why", "arguments": [argument]}]))
    check_places(pages)
    check_boxes(slide(pages, "a1"))


def test_cards_beside_each_other_have_one_size_and_height() -> None:
    page = slide(laid_out(outline_of(MANY)), "a3")
    shown = [box_of(page, f"a3_ev{number}") for number in (1, 2, 3)]
    assert len({box.paragraphs[0].size for box in shown}) == 1
    assert len({(box.rect.y, box.rect.width) for box in shown}) == 1


@pytest.mark.parametrize(
    ("claim", "top"),
    [
        ("It works.", LOOK.high_body_top),
        ("It works " * 7, LOOK.high_body_top),
        ("It works " * 9, LOOK.body_top),
    ],
)
def test_cards_begin_right_under_a_title_of_one_line_or_two(claim: str, top: float) -> None:
    argument = {"claim": claim, "evidence": EVIDENCE[:2], "implication": "Go on."}
    page = slide(laid_out(outline_of(LIBRARY, sections=[{"title": "Why", "arguments": [argument]}])), "a1")
    assert min(item.rect.y for item in page.items if isinstance(item, Box) and item.rect.y > 60) == top


def test_what_is_claimed_without_evidence_is_a_row_under_the_argument_before_it() -> None:
    thin = [{"claim": f"House {name} is shut.", "gist": f"Its key is lost, says {name}."} for name in "AB"]
    full = {"claim": CLAIM, "evidence": EVIDENCE[:2], "implication": "The doors should open."}
    pages = laid_out(outline_of(LIBRARY, sections=[{"title": "Why", "arguments": [thin[0], full, *thin]}]))
    check_places(pages)
    assert [page.slot for page in pages.pages if re.fullmatch(r"a\d", page.slot)] == ["a1", "a2"]
    alone, shared = slide(pages, "a1"), slide(pages, "a2")
    assert (alone.title, shared.title) == ("House A is shut", CLAIM[:-1])
    assert "Also in this part" in words(shared)
    assert "Also in this part" not in words(alone)
    assert len({box_of(shared, f"a{n}_claim").rect.x for n in (3, 4)}) == 1
    check_boxes(shared)


def test_arguments_that_are_only_claims_share_a_slide() -> None:
    claims = [{"claim": f"The door of house {name} is open."} for name in "ABC"]
    pages = laid_out(outline_of(LIBRARY, sections=[{"title": "Why", "arguments": claims}]))
    (page,) = (page for page in pages.pages if page.slot.startswith("a"))
    assert page.title == "Why"
    assert [text for text in words(page) if "door" in text] == [each["claim"] for each in claims]
    assert "A1–A3" in words(page)


def test_two_slides_that_would_have_one_title_are_told_apart() -> None:
    argument = {"claim": CLAIM, "evidence": EVIDENCE[:2]}
    pages = laid_out(outline_of(LIBRARY, sections=[{"title": "Why", "arguments": [argument, argument]}]))
    assert [page.title for page in pages.pages][-2:] == [f"{CLAIM[:-1]} (A1)", f"{CLAIM[:-1]} (A2)"]


def test_a_section_with_a_text_has_its_title_on_one_slide() -> None:
    first, *others = MANY["sections"]
    sections = [first | {"text": "The towns were asked in spring."}, *others]
    titles = [page.title for page in laid_out(outline_of(MANY, sections=sections)).pages]
    assert [title for title in titles if title.startswith("Part 1")] == ["Part 1"]


@pytest.mark.parametrize(
    ("claim", "evidence", "shown"),
    [
        (["a"], ["a#p1"], "Source: [1] A"),
        (["a#p1"], ["a#p2"], "Source: [1, p1, p2] A"),
        (["a#p1"], ["a#p1"], "Source: [1, p1] A"),
        (["a", "b"], ["a#p1", "b#p2"], "Sources: [1] A; [2] B"),
        (["a"], ["a#p1", "b#p2"], "Sources: [1] A; [2, p2] B"),
    ],
)
def test_a_source_line_has_no_parts_of_a_source_that_it_cites_whole(
    claim: list[str], evidence: list[str], shown: str
) -> None:
    values = {**LIBRARY, **argued(refs=claim, evidence=[{"text": "They are.", "refs": evidence}])}
    sources = [{"id": each, "title": each.upper()} for each in "ab"]
    page = slide(laid_out(outline_of(values, sources=sources)), "a1")
    assert shown in [text.replace("\u00a0", " ") for text in words(page)]


def test_a_long_table_goes_on_with_its_head_and_every_row_once() -> None:
    pages = laid_out(outline_of(MANY))
    found = [page for page in pages.pages if "Visitors by day" in page.title]
    assert len(found) == 3
    assert [page.title for page in found][:2] == [
        "Annex: Visitors by day (1 / 3)",
        "Annex: Visitors by day (2 / 3)",
    ]
    rows = []
    for page in found:
        (table,) = (item for item in page.items if isinstance(item, TableBox))
        cells = [[cell.paragraph.pieces[0].text for cell in row] for row in table.rows]
        assert [cell.plain for cell in cells[0] if cell] == ["Day", "Visitors"]
        rows += [cells[number][0] for number in range(1, len(cells))]
        assert len(cells) <= 12
        assert table.rect.y + sum(table.heights) <= LOOK.body_bottom + 0.1
    assert [cell.plain for cell in rows if cell] == [f"Day {day}" for day in range(1, 31)]


def test_a_column_of_numbers_is_to_the_right_with_its_head() -> None:
    page = next(page for page in laid_out(outline_of(MANY)).pages if "Visitors by day" in page.title)
    (table,) = (item for item in page.items if isinstance(item, TableBox))
    assert {row[1].paragraph.align for row in table.rows} == {"right"}
    assert {row[0].paragraph.align for row in table.rows} == {"left"}


def test_owner_and_timing_are_shown_where_one_is_stated() -> None:
    stated = next(page for page in laid_out(outline_of(MANY)).pages if page.slot == "resp_head")
    assert words(stated).count("not stated") == 11
    assert {"Owner", "Timing"} <= set(words(stated))
    none = slide(laid_out(sample()), "resp_head")
    assert not {"Owner", "Timing", "not stated"} & set(words(none))


def test_the_marking_is_on_every_slide() -> None:
    marking = {
        "scheme": "tlp",
        "label": "AMBER",
        "caveat": "For members",
        "embargo_until": "2026-03-01T09:00+00:00",
    }
    pages = laid_out(sample(marking=marking))
    check_places(pages)
    for page in pages.pages:
        assert any("TLP:AMBER" in text for text in words(page))
        assert any("For members" in text and "2026" in text for text in words(page))


def test_the_ask_is_at_the_foot_of_the_bottom_line() -> None:
    page = slide(laid_out(sample(bottom_line={"text": "Doors stay shut.", "ask": "Open them."})), "bl")
    ask = box_of(page, "ask")
    assert ask.rect.y + ask.rect.height == pytest.approx(LOOK.body_bottom)
    assert height_of(box_of(page, "bl_text").paragraphs) > 0


def test_labels_too_long_for_cards_leave_their_numbers() -> None:
    claims = [{"claim": f"{name} " + "is a claim of many words " * 4} for name in "ABCDEF"]
    sections = [{"title": f"Part {part}", "arguments": claims} for part in range(4)]
    found = words(slide(lay_out_deck(outline_of(LIBRARY, sections=sections), DEFAULT)[0], "bl"))
    assert {"A1–A6", "A19–A24"} <= set(found)


def test_the_memos_texts_reach_the_notes() -> None:
    pages = laid_out(outline_of(MANY))
    notes = {piece.text.plain for page in pages.pages for note in page.notes for piece in note if piece.text}
    assert {"Visitor", "Who comes in"} <= notes
    assert "Who comes in" not in {text for page in pages.pages for text in words(page)}


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"title": "A title " * 60}, "title"),
        (argued(claim="A claim of words " * 12, gist="So."), "sections[0].arguments[0].claim"),
        (argued(evidence=[{"text": "Much. " * 150}]), "sections[0].arguments[0].evidence[0].text"),
        (argued(implication="Much. " * 250), "sections[0].arguments[0].implication.text"),
        ({"bottom_line": "Much. " * 300}, "bottom_line.text"),
    ],
)  # fmt: skip
def test_a_text_too_long_for_its_slide_is_reported_with_its_excess(changes: Values, path: str) -> None:
    _, problems = lay_out_deck(outline_of(LIBRARY, **changes), DEFAULT)
    found = [problem for problem in problems if problem.path == path]
    assert found
    for problem in found:
        assert isinstance(problem, Problem)
        assert problem.is_error
        assert re.search(r"is \d+ lines? \(about \d+ words?\) too long for", problem.message)


def test_the_thumbnail_lights_up_where_the_slide_is() -> None:
    block = sample().one(ArgumentMap)
    assert block is not None
    rect = Rect(0.0, 0.0, 108.0, 50.0)
    group = draw_thumbnail(
        block, rect, frozenset({block.columns[0].nodes[0].id}), 1.0, DEFAULT.thumbnail, DEFAULT.colours
    )
    fills = Counter(item.fill for item in group.items if isinstance(item, Box))
    count = sum(len(column.nodes) for column in block.columns)
    assert fills == {DEFAULT.colours.rule: count - 1, DEFAULT.colours.cause.strong: 1}
    assert group.alt is None
    whole = draw_thumbnail(block, rect, None, 1.0, DEFAULT.thumbnail, DEFAULT.colours)
    assert DEFAULT.colours.rule not in {item.fill for item in whole.items if isinstance(item, Box)}
    for item in group.items:
        for spot in reach(item):
            assert spot.x >= -0.01
            assert spot.x + spot.width <= 108.01
            assert spot.y + spot.height <= 50.01


def test_the_map_is_one_group_with_an_alternative_text() -> None:
    page = slide(laid_out(sample()), "map")
    group = next(item for item in page.items if isinstance(item, Group) and item.name != "parts")
    assert group.alt is not None
    named = {item.name for item in walk(group.items) if isinstance(item, TextBox | Polyline)}
    ends = {end for item in walk(group.items) if isinstance(item, Polyline) for end in (item.start, item.end)}
    assert ends - {None}
    assert ends - {None} <= named


def test_the_certainty_is_one_line_with_its_mark() -> None:
    page = slide(laid_out(sample()), "a1")
    (mark,) = (item for item in page.items if isinstance(item, Mark))
    line = box_of(page, "a1_firm")
    assert mark.colour == DEFAULT.colours.ink  # nothing dark is behind it
    assert mark.rect.x + mark.rect.width < line.rect.x
    assert line.rect.y < mark.rect.y < line.rect.y + line.rect.height


def test_all_sources_and_responses_are_shown_however_many() -> None:
    outline = outline_of(MANY)
    listed, responses = outline.one(Sources), outline.one(Responses)
    assert listed is not None
    assert responses is not None
    shown = {text for page in laid_out(outline).pages for text in words(page)}
    assert {source.text.plain for source in listed.sources} <= shown
    assert {each.action.plain for each in responses.responses} <= shown


def test_work_grows_with_the_slides() -> None:
    """Ten times the arguments are about ten times the items: nothing is looked at again for each slide."""

    def many(count: int) -> int:
        claims = [{"claim": f"Claim {number} holds.", "gist": "It does."} for number in range(count)]
        pages = laid_out(outline_of(LIBRARY, sections=[{"title": "Why", "arguments": claims}]))
        return sum(len(page.items) for page in pages.pages)

    assert many(200) < 10.5 * many(20)


def test_ten_claims_without_labels_leave_the_bottom_line_its_slide() -> None:
    arguments = [
        {"claim": f"The harbour of town {number} may need a deeper channel."} for number in range(10)
    ]
    values = {
        "title": "Harbours may need deeper channels",
        "bottom_line": "The harbours were built for smaller ships, and many may need a deeper channel soon.",
        "sections": [{"title": "Harbours", "arguments": arguments}],
    }
    assert lay_out_deck(outline_of(values), DEFAULT)[1] == ()


def one_line(words: str) -> Paragraph:
    return Paragraph((Piece(a_text("words", words)),), 20.0, 24.0, DEFAULT.colours.ink)


@pytest.mark.parametrize(("inset", "left_over"), [(9.0, 3.0), (5.0, 1.0), (2.0, 0.0), (1.0, 1.0)])
def test_a_box_gives_its_words_the_most_room_that_its_right_inset_has(inset: float, left_over: float) -> None:
    words = set_lines(one_line("A bus every ten minutes"), 300.0)
    box = TextBox(Rect(0.0, 0.0, 300.0 + inset, 24.0), (words,), (0.0, 0.0, inset, 0.0))
    assert relaxed(box).insets == (0.0, 0.0, left_over, 0.0)


def test_more_room_never_changes_the_number_of_lines() -> None:
    width = natural_width(one_line("A bus every ten minutes")) - 1.0
    words = set_lines(one_line("A bus every ten minutes"), width)
    box = TextBox(Rect(0.0, 0.0, width + 9.0, 48.0), (words,), (0.0, 0.0, 9.0, 0.0))
    assert relaxed(box) == box


@pytest.mark.parametrize(
    ("words", "changes"), [("バス", 0), ("bus", 0), ("バスbus", 1), ("busバスbus", 2), ("é ü", 0)]
)
def test_a_line_has_room_for_the_space_between_latin_and_east_asian_characters(
    words: str, changes: int
) -> None:
    found = one_line(words)
    assert roomy_width(found) - natural_width(found) == pytest.approx(4.0 + changes * 20.0 / 4)
