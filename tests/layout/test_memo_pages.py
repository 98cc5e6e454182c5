"""No page of a memo is left half empty: figures get lower, tables run over, parts move to the last page."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from msgspec.structs import replace

from builder.layout.memo.body import SetPlots, page_height, picture_sizes
from builder.layout.memo.figure import lay_out_figure
from builder.layout.memo.pages import SetMemo, set_memo
from builder.layout.memo.tables import SetTable
from builder.outline.blocks import ArgumentMap
from builder.outline.reading.flow import Drawing, Image, LineSample, Para
from builder.outline.reading.furniture import LATER_HEADER
from builder.outline.reading.order import flow
from builder.outline.text import Level
from builder.theme.theme import DEFAULT
from tests.conftest import ROOT
from tests.support.outlines import LIBRARY, loaded, outline_of

WORDS = "Kitchens are paid by the meals that leave the stove, and a cook who makes too few risks a penalty. "
CHART: dict[str, Any] = {"title": "Meals", "kind": "line", "section": "a", "unit": "meals"}
CHART |= {
    "series": [{"name": "Meals"}],
    "rows": [{"category": f"{2029 + n}", "values": [str(3 + n)]} for n in range(3)],
}
PICTURE = {"title": "A kitchen", "image": "900x640.png", "alt": "A red square.", "section": "a"}
TABLE: dict[str, Any] = {"title": "Kitchens", "columns": ["Kitchen", "What it says"], "section": "a"}
TABLE |= {"rows": [[f"Kitchen {n}", WORDS * 2] for n in range(7)]}
EXHIBITS: dict[str, dict[str, Any]] = {
    "chart": {"charts": [CHART]},
    "picture": {"figures": [PICTURE]},
    "table": {"tables": [TABLE]},
}
LOWERED = {"chart": (150.0, 0.7), "picture": (330.0, 0.55)}  # points, and the least share of them


def memo_with(exhibit: str, lines: int) -> SetMemo:
    """Return a memo with so many lines before something that cannot be split, and much behind it."""
    text = "\n\n".join([WORDS] * lines)
    sections = [{"id": "a", "title": "Why", "text": text}, {"title": "So", "text": "\n\n".join([WORDS] * 40)}]
    return set_memo(outline_of(LIBRARY | {"sections": sections} | EXHIBITS[exhibit]), DEFAULT, None)


@pytest.mark.parametrize("exhibit", EXHIBITS)
def test_what_cannot_be_split_is_set_lower_or_runs_over_rather_than_leave_a_page_empty(exhibit: str) -> None:
    adapted, heights = 0, set()
    for lines in range(4, 30):
        memo = memo_with(exhibit, lines)
        *before, last = memo.paging.fills
        assert min(before) > 0.7, lines
        assert last >= 0.25, lines
        adapted += bool(memo.paging.lowered or memo.paging.loosened)
        for item in (item for section in memo.sections for item in section.items):
            if isinstance(item, SetPlots):
                heights.add(item.height)
            elif isinstance(item, Image):
                heights |= {height for _, height in picture_sizes(item, memo.sheet)}
            elif isinstance(item, SetTable) and memo.paging.loosened:
                first, *rows = [any(para.keep for cell in row for para in cell) for row in item.rows[1:]]
                assert (first, *rows) == (True, False, False, False, False, True, False)
    assert 1 <= adapted < 13
    if exhibit != "table":
        most, least = LOWERED[exhibit]
        assert max(heights) == pytest.approx(most, abs=10)
        assert least * max(heights) <= min(heights) < max(heights)


def test_the_change_under_a_chart_is_on_the_page_of_its_note() -> None:
    outline = outline_of(LIBRARY | {"charts": [CHART | {"section": None, "caption": "Meals sold."}]})
    styles = {item.style: item.keep for item in flow(outline) if isinstance(item, Para)}
    assert styles["Chart change"]
    assert not styles["Note"]


def test_of_the_space_below_a_paragraph_and_above_the_next_the_larger_counts() -> None:
    def filled(claims: int) -> float:
        arguments = [{"claim": f"Kitchen {n} is open."} for n in range(claims)]
        outline = outline_of(LIBRARY | {"sections": [{"title": "Why", "arguments": arguments}]})
        memo = set_memo(outline, DEFAULT, None)
        return memo.paging.filled * page_height(outline, memo.sheet)

    heading = set_memo(outline_of(LIBRARY), DEFAULT, None).sheet.resolved["heading 2"]
    before, after, leading = heading.before or 0.0, heading.after or 0.0, heading.leading or 0.0
    assert before > after > 0
    assert filled(4) - filled(3) == pytest.approx(leading + before)


def test_a_page_that_is_full_ends_without_being_told() -> None:
    """Else a line that Word sets on the next page would be alone there."""
    told = untold = 0
    for lines in range(12, 40):
        memo = memo_with("chart", lines)
        breaks = {memo.paging.page_of[item] for item in memo.paging.begins}
        for page, fill in enumerate(memo.paging.fills[:-1], 1):
            tight = (1.0 - fill) * 687 < 15
            told += page + 1 in breaks
            untold += tight
            assert not (tight and page + 1 in breaks), (lines, page)
    assert told > 3
    assert untold > 3


def test_a_title_of_two_lines_above_the_later_pages_takes_room_from_them() -> None:
    def room(words: int) -> float:
        outline = outline_of(LIBRARY | {"title": " ".join(["bridge"] * words)})
        sheet = set_memo(outline, DEFAULT, None).sheet
        return page_height(outline, sheet, LATER_HEADER)

    assert room(4) - 13.0 < room(20) < room(4)


def test_the_end_of_an_argument_is_not_alone_at_the_top_of_a_page_where_a_closer_memo_has_room() -> None:
    outline = loaded(ROOT / "brief.yaml")
    figure, _ = lay_out_figure(outline, DEFAULT)
    sample = set_memo(outline, DEFAULT, figure)
    assert sample.paging.stubs == 0
    assert sample.sheet.theme.memo.air < 1.0


def test_a_long_memo_keeps_arguments_and_tables_on_one_page_where_that_costs_none() -> None:
    outline = loaded(ROOT / "tests" / "briefs" / "good" / "dense.yaml")
    memo = set_memo(outline, DEFAULT, None)
    items = [item for section in memo.sections for item in section.items]
    ends = memo.paging.ends
    assert memo.paging.pages == 7
    tables = [index for index, item in enumerate(items) if isinstance(item, SetTable)]
    assert all(ends[index] == ends[index - 1] for index in tables)
    heads = [
        index for index, item in enumerate(items) if isinstance(item, Para) and item.style == "heading 2"
    ]
    body = [
        index
        for index, item in enumerate(items)
        if isinstance(item, Para) and item.style in ("Argument note", "Argument text", "List Bullet")
    ]
    options = next(
        index for index, item in enumerate(items[heads[-1] :], heads[-1]) if isinstance(item, SetTable)
    )
    last = [
        max(index for index in body if start < index < stop) for start, stop in pairwise((*heads, options))
    ]
    assert sum(ends[start] != ends[end] for start, end in zip(heads, last, strict=True)) <= 2


def test_what_speaks_against_a_claim_is_on_the_page_of_what_follows_from_it() -> None:
    dense = loaded(ROOT / "tests" / "briefs" / "good" / "dense.yaml")
    notes = [item for item in flow(dense) if isinstance(item, Para) and item.style == "Argument note"]
    reading = [note for note in notes if note.label and note.label.plain.startswith(("Our", "The source"))]
    assert len(reading) > 3
    assert all(note.keep for note in reading)


def test_a_long_key_of_the_map_has_its_lines_below_its_marks() -> None:
    outline = loaded(ROOT / "docs" / "gallery" / "lesecafe.yaml")

    def samples(times: int) -> list[int]:
        blocks = [
            replace(block, key=tuple(replace(one, runs=one.runs * times) for one in block.key))
            if isinstance(block, ArgumentMap)
            else block
            for block in outline.blocks
        ]
        items = tuple(flow(replace(outline, blocks=tuple(blocks))))
        at = next(index for index, item in enumerate(items) if isinstance(item, Drawing))
        below = [item for item in items[at:] if isinstance(item, Para)]
        return [sum(isinstance(piece, Level | LineSample) for piece in para.pieces) for para in below[:3]]

    assert samples(1) == [4, 0, 0]  # the key, its sources, a heading
    assert samples(2) == [2, 2, 0]


def test_a_closer_memo_has_a_first_page_as_roomy_as_that_allows() -> None:
    outline = loaded(ROOT / "brief.yaml")
    figure, _ = lay_out_figure(outline, DEFAULT)
    crowded = set_memo(outline, DEFAULT, figure).sheet
    roomy = set_memo(outline, DEFAULT, None).sheet
    assert crowded.table.roomiest < crowded.paper.row_padding < roomy.table.roomiest
