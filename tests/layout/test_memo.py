"""The memo's tables fill the width and stay together, and heights are those that Word will need."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.layout.memo.tables import column_widths, height_of, paragraph_of
from builder.layout.text.measure import natural_width
from builder.outline.reading.flow import Para, Row


def rows_of(*rows: tuple[str, ...]) -> list[Row]:
    """The rows of a table with one paragraph per cell."""
    return [tuple((Para("Table text", (words,)),) for words in row) for row in rows]


cells = st.text(alphabet="ab -米", max_size=60)


@given(
    st.floats(150, 600),
    st.integers(1, 5).flatmap(lambda count: st.lists(st.tuples(*[cells] * count), min_size=1, max_size=5)),
)
def test_columns_fill_the_width_whatever_they_hold(width: float, rows: list[tuple[str, ...]]) -> None:
    found = column_widths(width, rows_of(*rows))
    assert sum(found) == pytest.approx(width)
    assert all(each > 0 for each in found)


LONG = "Compare them with the seven million gallons that the valley needs on a dry day in summer, and decide"


def test_short_texts_have_a_line_and_the_longest_takes_what_they_leave() -> None:
    term, meaning = column_widths(450, rows_of(("Term", "Meaning"), ("mgd", LONG), ("Flat fee", LONG)))
    short = natural_width(paragraph_of(Para("Table text", ("Flat fee",))))
    assert short < term < short + 12
    assert meaning > 390


def test_columns_share_what_is_left_or_one_takes_it() -> None:
    rows = rows_of(("a", "b", "c"), ("1", "2", "3"))
    assert column_widths(450, rows) == pytest.approx((150, 150, 150), abs=3)
    first, second, third = column_widths(450, rows, widest=1)
    assert second > 400 > first + third


def test_a_cell_is_broken_where_that_makes_the_table_shorter() -> None:
    """Two lines beside two lines cost nothing, and the longer text keeps its line."""
    rows = rows_of(("Action", "Owner"), (LONG, "The engineering division of the county"))
    _, owner = column_widths(400, rows)
    assert owner < natural_width(
        paragraph_of(Para("Table text", ("The engineering division of the county",)))
    )


def test_paragraphs_in_one_box_have_its_rules_once() -> None:
    one, two = (height_of([Para("Bottom line", ("a",))] * count, 400) for count in (1, 2))
    assert two - one == pytest.approx(15.8 + 14)


def test_notes_that_follow_each_other_have_their_space_once() -> None:
    one, two = (height_of([Para("Reading note", ("a",))] * count, 400) for count in (1, 2))
    assert two - one == pytest.approx(13)
