"""The memo's tables fill the width and stay together, and heights are those that Word will need."""

from __future__ import annotations

from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from builder.layout.memo.body import set_body
from builder.layout.memo.columns import column_widths
from builder.layout.memo.figure import lay_out_figure
from builder.layout.memo.pages import set_memo
from builder.layout.memo.styles import style_sheet
from builder.layout.memo.tables import SetTable, height_of, paragraph_of
from builder.layout.pages import Paragraph
from builder.layout.text.measure import natural_width, set_lines
from builder.outline.blocks import Glance, Outline
from builder.outline.reading import reading
from builder.outline.reading.contents import contents
from builder.outline.reading.flow import Grid, Para
from builder.outline.reading.order import flow
from builder.outline.text import Product
from builder.theme.memo import TableLook
from builder.theme.theme import DEFAULT
from tests.conftest import GOOD_BRIEFS, ROOT
from tests.support.outlines import LIBRARY, a_text, growing, loaded, outline_of

SHEET = style_sheet(DEFAULT, "A4")
LOOK = SHEET.table


def measured(words: str) -> Paragraph:
    return paragraph_of(Para("Table text", (words,)), SHEET)


def rows_of(*rows: tuple[str, ...]) -> list[list[list[Paragraph]]]:
    """The rows of a table with one paragraph per cell."""
    return [[[measured(words)] for words in row] for row in rows]


@pytest.mark.parametrize(("name", "pages"), [("tiny", 1), ("brief", 4), ("dense", 7)])
def test_the_memo_has_as_many_pages_as_programs_set(name: str, pages: int) -> None:
    """LibreOffice shows these pages too: see `tests/promises/test_pages.py`."""
    outline = loaded(next(path for path in GOOD_BRIEFS if path.stem == name))
    figure, _ = lay_out_figure(outline, DEFAULT)
    assert set_memo(outline, DEFAULT, figure).paging.pages == pages


def test_a_memo_lists_its_parts_from_five_pages_on() -> None:
    memos = [set_memo(growing(count), DEFAULT, None) for count in range(1, 22, 2)]
    assert {memo.paging.pages for memo in memos} >= {4, 5}
    assert [bool(memo.outline.contents) for memo in memos] == [memo.paging.pages >= 5 for memo in memos]


def test_the_contents_stand_together_between_what_the_first_page_says_and_the_parts_they_list() -> None:
    outline = loaded(next(path for path in GOOD_BRIEFS if path.stem == "dense"))
    paras = [item for item in flow(set_memo(outline, DEFAULT, None).outline) if isinstance(item, Para)]
    styles = [para.style for para in paras]
    first = styles.index("Contents label")
    entries = [para for para in paras if para.style == "Contents"]
    behind = first + 1 + len(entries)
    assert [para.main for para in paras[:first] if para.style == "heading 1"] == [
        outline.one(Glance).heading  # type: ignore[union-attr]
    ]
    assert paras[behind].main == paras[first + 1].main
    assert [para.keep for para in entries] == [True] * (len(entries) - 1) + [False]


@pytest.mark.parametrize(
    ("words", "size"), [(30, 23.0), (31, 21.5), (33, 20.0), (35, 19.0), (60, 19.0)], ids=str
)
def test_a_title_of_more_than_two_lines_is_set_a_step_smaller(words: int, size: float) -> None:
    outline = outline_of(LIBRARY | {"title": " ".join(["on"] * words)})
    memo = set_memo(outline, DEFAULT, None)
    assert memo.sheet.resolved["Title"].size == size


cells = st.text(alphabet="ab -米", max_size=60)


@given(
    st.floats(240, 740),
    st.integers(1, 9).flatmap(lambda count: st.lists(st.tuples(*[cells] * count), min_size=1, max_size=5)),
)
def test_columns_fill_the_width_whatever_they_hold(width: float, rows: list[tuple[str, ...]]) -> None:
    found = column_widths(width, rows_of(*rows), LOOK)
    assert sum(found) == pytest.approx(width)
    assert all(each >= LOOK.narrowest for each in found)


LONG = "Compare them with the seven million gallons that the valley needs on a dry day in summer, and decide"


def test_short_texts_have_a_line_and_the_longest_takes_what_they_leave() -> None:
    term, meaning = column_widths(450, rows_of(("Term", "Meaning"), ("mgd", LONG), ("Flat fee", LONG)), LOOK)
    short = natural_width(measured("Flat fee"))
    assert short < term < short + 12
    assert meaning > 390


def test_a_column_has_room_for_the_space_that_word_puts_between_digits_and_kanji() -> None:
    day = measured("2031年5月まで")
    first, _ = column_widths(450, rows_of(("2031年5月まで", "Open")), LOOK, widest=1)
    assert first == pytest.approx(natural_width(day) + LOOK.room + 3 * 0.25 * day.size)


def test_columns_share_what_is_left_or_one_takes_it() -> None:
    rows = rows_of(("a", "b", "c"), ("1", "2", "3"))
    assert column_widths(450, rows, LOOK) == pytest.approx((150, 150, 150), abs=3)
    first, second, third = column_widths(450, rows, LOOK, widest=1)
    assert second > 400 > first + third
    assert first == third == LOOK.narrowest > natural_width(measured("a")) + LOOK.room


def test_a_cell_is_broken_where_that_makes_the_table_shorter() -> None:
    """Two lines beside two lines cost nothing, and the longer text keeps its line."""
    rows = rows_of(("Action", "Owner"), (LONG, "The engineering division of the county"))
    _, owner = column_widths(400, rows, LOOK)
    assert owner < natural_width(measured("The engineering division of the county"))


def test_widths_are_chosen_so_that_no_cell_ends_on_a_lone_word() -> None:
    cells = [
        ("The city keeps the pipes open on dry days in summer", "The city council and the farms"),
        ("Compare the bills with the meters of the farms on dry days", "The city in summer while it lasts"),
    ]

    def stubs(look: TableLook) -> int:
        widths = column_widths(280, rows_of(("Action", "Owner"), *cells), look)
        rooms = [look.inside(width) for width in widths]
        ends = [
            (fsum(part.width for part in set_lines(measured(words), room).lines[-1]), room)
            for row in cells
            for words, room in zip(row, rooms, strict=True)
        ]
        return sum(end < LOOK.stub_share * room for end, room in ends)

    assert (stubs(LOOK), stubs(replace(LOOK, stub=0.0))) == (0, 1)


def test_columns_of_long_texts_share_the_width_whether_the_table_has_few_cells_or_many() -> None:
    row = (LONG, "Offices", LONG)
    for count in (3, 1 + LOOK.many_cells // len(row)):
        found = column_widths(450, rows_of(*[row] * count), LOOK)
        assert sum(found) == pytest.approx(450)
        assert found[1] == pytest.approx(natural_width(measured("Offices")) + LOOK.room)
        assert found[0] == pytest.approx(found[2], rel=0.5)


def test_paragraphs_in_one_box_have_its_rules_once() -> None:
    one, two = (height_of([Para("Bottom line", ("a",))] * count, 400, SHEET) for count in (1, 2))
    assert two - one == pytest.approx(15.8 + 6)


def test_notes_that_follow_each_other_have_their_space_once() -> None:
    one, two = (height_of([Para("Reading note", ("a",))] * count, 400, SHEET) for count in (1, 2))
    assert two - one == pytest.approx(13)


def test_the_recommendations_of_all_groups_are_in_line() -> None:
    given = [
        {"action": "Open the doors at seven", "for": "Schools", "owner": "Caretakers", "cost": "None"},
        {"action": "Pay", "for": "The council", "owner": "The office of schools and youth of the council"},
    ]
    outline = outline_of(LIBRARY | {"recommendations": given})
    tables = [item for part in set_body(outline, SHEET) for item in part.items if isinstance(item, SetTable)]
    first, second = (table for table in tables if table.title.path.endswith(".for"))
    assert first.widths == second.widths


def test_the_claims_have_most_of_the_width_and_certainty_is_on_one_line_with_its_references() -> None:
    outline = loaded(next(path for path in GOOD_BRIEFS if path.stem == "dense"))
    glance, *_ = (
        item for part in set_body(outline, SHEET) for item in part.items if isinstance(item, SetTable)
    )
    assert glance.widths[0] >= 0.7 * sum(glance.widths)
    assert all(len(certainty) == 1 for _, certainty in glance.rows)


@pytest.mark.parametrize(("name", "pages"), [("cantine", 1), ("meals", 2), ("lesecafe", 2)])
def test_a_memo_is_set_closer_where_that_saves_a_page(name: str, pages: int) -> None:
    outline = loaded(ROOT / "docs" / "gallery" / f"{name}.yaml")
    figure, _ = lay_out_figure(outline, DEFAULT)
    memo = set_memo(outline, DEFAULT, figure)
    assert memo.paging.pages == pages
    assert (memo.sheet.theme.memo.air < DEFAULT.memo.air) is (name == "cantine")


def test_recommendations_stay_whole_where_a_closer_memo_has_room_for_them() -> None:
    """Set as roomy as the page allows, six of them would be on two pages."""
    given = [{"action": f"Open door {n}", "detail": "Before the winter comes."} for n in range(6)]
    words = "Kitchens are paid by the meals that leave the stove, and a cook who makes too few is to pay. "
    whole, closer = [], []
    for count in range(20, 34):
        sections = [{"title": "Why", "text": "\n\n".join([words] * count)}]
        memo = set_memo(outline_of(LIBRARY | {"sections": sections, "recommendations": given}), DEFAULT, None)
        whole.append(not memo.paging.loosened)
        closer.append(memo.sheet.theme.memo != DEFAULT.memo)
    assert all(whole)
    assert {*closer} == {True, False}


def test_claims_that_no_first_page_has_room_for_run_over_with_two_rows_or_more_on_each() -> None:
    claims = [
        {"claim": f"Kitchen {n} is open.", "gist": "It has been since May.", "evidence": ["Nine."]}
        for n in range(30)
    ]
    sections = [{"title": f"Part {n}", "arguments": claims[n * 6 :][:6]} for n in range(5)]
    memo = set_memo(outline_of(LIBRARY | {"sections": sections}), DEFAULT, None)
    table = next(item for part in memo.sections for item in part.items if isinstance(item, SetTable))
    kept = [row[0][0].keep for row in table.rows[1:]]
    assert kept == [True, *[False] * 27, True, True]


@pytest.mark.parametrize(
    ("name", "once"), [("cantine", True), ("meals", True), ("brief", False), ("dense", False)]
)
def test_claims_whose_arguments_are_all_on_the_first_page_have_no_table_there(name: str, once: bool) -> None:
    paths = (*GOOD_BRIEFS, *(ROOT / "docs" / "gallery").glob("*.yaml"))
    outline = loaded(next(path for path in paths if path.stem == name))
    figure, _ = lay_out_figure(outline, DEFAULT)
    memo = set_memo(outline, DEFAULT, figure)
    tables = [item for item in flow(memo.outline) if isinstance(item, Grid) and item.fitted]
    assert bool(tables) is not once
    glance, said = outline.one(Glance), reading(memo.outline, Product.MEMO)
    assert glance is not None
    for argument in (argument for section in glance.sections for argument in section.arguments):
        assert said.count(argument.claim) == (1 if once else 2)
        assert argument.gist is None or said.count(argument.gist) == 1


def test_the_contents_are_read_down_their_columns() -> None:
    lines = list(contents(*(a_text(name, name) for name in ("Contents", *"abcde"))))
    read = [[text.plain for text in line.texts] for line in lines]
    assert read == [["Contents"], ["a", "d"], ["b", "e"], ["c"]]


def test_notes_for_which_the_first_page_has_no_room_are_at_the_end_and_under_the_sources() -> None:
    dense, roomy = (
        loaded(next(path for path in GOOD_BRIEFS if path.stem == name)) for name in ("dense", "brief")
    )

    def noted(outline: Outline) -> list[str]:
        """The styles of the notes and of what is before each."""
        said = set_memo(outline, DEFAULT, lay_out_figure(outline, DEFAULT)[0]).outline
        styles = [item.style for item in flow(said) if isinstance(item, Para)]
        return [styles[at - 1] for at, style in enumerate(styles) if style == "Reading note"]

    assert noted(dense) == ["Body Text", "Reading note"]
    assert noted(roomy)[0] != "Body Text"
    late = [item for item in flow(replace(roomy, late=True)) if isinstance(item, Para)]
    at = next(at for at, para in enumerate(late) if para.style == "Reading note")
    assert late[at - 1].style == "Source"
