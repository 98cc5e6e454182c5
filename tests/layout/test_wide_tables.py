"""Tables too wide for their paper are on pages on their side; on slides their columns are divided."""

from __future__ import annotations

from typing import Any

import pytest

from builder.layout.memo.body import crowded_tables, set_body
from builder.layout.memo.styles import style_sheet
from builder.layout.memo.tables import SetTable, paragraph_of
from builder.layout.pages import TableBox
from builder.layout.text.measure import widest_word
from builder.outline.reading.flow import Para
from builder.theme.theme import DEFAULT
from tests.layout.test_deck import check_places, laid_out, words_of
from tests.support.outlines import LIBRARY, WIDE, outline_of

SHEET = style_sheet(DEFAULT, "A4")


def wide_in(*tables: dict[str, Any]) -> list[tuple[bool, list[str]]]:
    """Whether each section of a memo is on its side, and its first words: in `{}` the heads of its tables."""
    outline = outline_of(LIBRARY, tables=[*tables])
    return [
        (section.sheet.paper.width > section.sheet.paper.height, [*map(begins, section.items)])
        for section in set_body(outline, SHEET)
    ]


def begins(item: object) -> str:
    match item:
        case Para():
            return next(item.texts).plain.replace("\u00a0", " ")
        case SetTable():
            return f"{{{len(item.widths)} columns}}"
    raise AssertionError(item)


NARROW = {"title": "Years", "columns": ["Year", "Cost"], "rows": [["2029", "12"]]}


def test_a_wide_table_is_on_pages_on_their_side_with_its_caption_and_note() -> None:
    before, wide, after = wide_in(NARROW, WIDE, NARROW)
    assert (before[0], after) == (False, (False, ["Table 3", "{2 columns}"]))
    assert before[1][-3:] == ["Annex", "Table 1", "{2 columns}"]
    assert wide == (True, ["Table 2", "{9 columns}", "As of 2030."])


def test_headings_that_are_kept_with_a_wide_table_go_with_it_and_neighbours_share_their_pages() -> None:
    _, wide = wide_in(WIDE, WIDE)
    assert wide[1][:2] == ["Annex", "Table 1"]
    assert wide[1].count("{9 columns}") == 2


def test_the_words_of_a_table_decide_whether_it_is_wide_and_not_its_columns() -> None:
    short = {"title": "T", "columns": list("ABCDEFGHI"), "rows": [list("123456789")]}
    address = {"title": "T", "columns": ["Page", "Title"], "rows": [[f"https://example.org/{'a' * 90}", "A"]]}
    assert [on_side for on_side, _ in wide_in(short, address)] == [False]


def test_no_word_of_a_wide_table_is_broken() -> None:
    outline = outline_of(LIBRARY, tables=[WIDE])
    (_, section) = set_body(outline, SHEET)
    (table,) = (item for item in section.items if isinstance(item, SetTable))
    assert sum(table.widths) == pytest.approx(section.sheet.paper.text_width)
    for row in table.rows:
        for cell, width in zip(row, table.widths, strict=True):
            assert all(widest_word(paragraph_of(para, SHEET)) <= SHEET.table.inside(width) for para in cell)


def test_words_that_a_page_on_its_side_has_to_break_are_a_warning_at_the_longest() -> None:
    assert crowded_tables(outline_of(LIBRARY, tables=[WIDE]), DEFAULT) == ()
    head = ["Bevölkerungsentwicklungsszenario", *["Genehmigungsverfahren"] * 8]
    crowd = {"title": "T", "columns": head, "rows": [list("123456789")]}
    (problem,) = crowded_tables(outline_of(LIBRARY, tables=[crowd]), DEFAULT)
    assert (problem.rule, problem.is_error, problem.path) == ("text-fits", False, "tables[0].columns[0]")


def groups_of(**table: Any) -> list[list[list[str]]]:
    """The words of each slide of a table, row by row."""
    pages = laid_out(outline_of(LIBRARY, tables=[{"title": "Wide", **table}]))
    check_places(pages)
    tables = [item for page in pages.pages for item in page.items if isinstance(item, TableBox)]
    for box in tables:
        rooms = [width - 2 * box.inset for width in box.widths]
        for row in box.rows:
            assert all(widest_word(cell.paragraph) <= room for cell, room in zip(row, rooms, strict=True))
    return [[[words_of(cell.paragraph).strip() for cell in row] for row in box.rows] for box in tables]


def test_columns_that_do_not_fit_a_slide_go_on_the_next_with_the_row_heads_again() -> None:
    first, second = groups_of(columns=WIDE["columns"], rows=WIDE["rows"])
    assert [row[0] for row in first] == [row[0] for row in second]
    joined = [[*one, *other[1:]] for one, other in zip(first, second, strict=True)]
    assert joined == [WIDE["columns"], *WIDE["rows"]]


def test_each_group_of_columns_has_the_same_rows() -> None:
    rows = [[f"Town {row}", *(f"{word} {row}" for word in WIDE["columns"][1:])] for row in range(1, 31)]
    found = groups_of(columns=WIDE["columns"], rows=rows)
    count = next(number for number in range(1, 9) if found[number][0][1] == WIDE["columns"][1])
    groups = [found[start : start + count] for start in range(0, len(found), count)]
    assert [row[0] for one, *_ in groups for row in one[1:]] == [row[0] for row in rows]
    for group in groups:
        assert len({tuple(row[0] for row in one) for one in group}) == 1
        assert [head for one in group for head in one[0][1:]] == WIDE["columns"][1:]


def test_many_short_columns_stay_on_one_slide() -> None:
    columns = ["Country", *"ABCDEFGH"]
    (only,) = groups_of(columns=columns, rows=[["Austria", *"12345678"]])
    assert only == [columns, ["Austria", *"12345678"]]


def test_cells_too_long_beside_each_other_are_divided_over_slides() -> None:
    found = groups_of(columns=list("ABCDE"), rows=[["m " * 249] * 5])
    assert [head for head, _ in found] == [["A", "B", "C"], ["A", "D", "E"]]
