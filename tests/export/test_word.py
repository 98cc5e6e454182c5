"""The vocabulary of Word files: escaped markup, names that differ, widths that fill the page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from builder.export.word.drawing import arrow_head, line_sample
from builder.export.word.markup import characters, element, emu, half_points, root, style_id, twips, w
from builder.export.word.paragraphs import Anchors, page_number, unbroken, whole
from builder.export.word.styles import styles_part
from builder.layout.memo.styles import PAPERS, heading_of, is_bold, number_of, paragraph_looks
from builder.layout.memo.tables import Line, column_widths, height_of, paragraph_of
from builder.layout.text.measure import natural_width
from builder.outline.text import Depth, Role, Run, Text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

# What a brief may hold: no control characters, no lone surrogates, no U+FFFE and U+FFFF.
prose = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"))
slots = st.text("abc123_", min_size=1, max_size=60)


@given(prose)
def test_text_comes_back_as_it_was_written(text: str) -> None:
    part = etree.fromstring(root("w:document", element("w:t", characters(text))))
    assert (part[0].text or "") == text


@given(prose)
def test_an_attribute_comes_back_as_it_was_written(text: str) -> None:
    part = etree.fromstring(root("w:document", w("tblCaption", val=text)))
    assert part[0].get(f"{W}val") == text


def test_an_attribute_without_a_value_is_left_out() -> None:
    assert w("tab", val="left", leader=None) == '<w:tab w:val="left"/>'


def test_a_prefix_is_written_with_two_underscores() -> None:
    assert element("w:t", xml__space="preserve") == '<w:t xml:space="preserve"/>'


@pytest.mark.parametrize(
    ("name", "expected"),
    [("heading 1", "Heading1"), ("List Bullet", "ListBullet"), ("Run-in label", "Run-inLabel")],
)
def test_a_style_id_is_the_name_in_one_word(name: str, expected: str) -> None:
    assert style_id(name) == expected


def test_lengths_are_rounded_and_type_sizes_rounded_down_so_that_measured_text_fits() -> None:
    assert twips(13.399999) == 268
    assert emu(453.54) == 5_759_958
    assert (half_points(9.2), half_points(9.5), half_points(12.0)) == (18, 19, 24)


@given(st.lists(slots, max_size=30))
def test_names_of_bookmarks_are_hidden_short_enough_and_all_different(slots: list[str]) -> None:
    anchors = Anchors("0123456789abcdef")
    names = [anchors.name(slot) for slot in slots]
    assert len(set(names)) == len(names)
    assert all(name.startswith("_brf_01234567_") and len(name) <= 40 for name in names)


def test_a_slot_named_again_is_counted() -> None:
    anchors = Anchors("0123456789")
    assert [anchors.name("a1_claim") for _ in range(3)] == [
        "_brf_01234567_a1_claim",
        "_brf_01234567_a1_claim__2",
        "_brf_01234567_a1_claim__3",
    ]


def rows_of(*rows: tuple[str, ...]) -> list[list[list[Line]]]:
    """The rows of a table with one paragraph a cell."""
    return [[[("Table text", (words,))] for words in row] for row in rows]


cells = st.text(alphabet="ab -米", max_size=60)


@given(
    st.floats(150, 600),
    st.integers(1, 5).flatmap(lambda count: st.lists(st.tuples(*[cells] * count), min_size=1, max_size=5)),
)
def test_columns_fill_the_width_whatever_stands_in_them(width: float, rows: list[tuple[str, ...]]) -> None:
    found = column_widths(width, rows_of(*rows))
    assert sum(found) == pytest.approx(width)
    assert all(each > 0 for each in found)


LONG = "Compare them with the seven million gallons that the valley needs on a dry day in summer, and decide"


def test_short_texts_have_a_line_and_the_longest_takes_what_they_leave() -> None:
    term, meaning = column_widths(450, rows_of(("Term", "Meaning"), ("mgd", LONG), ("Flat fee", LONG)))
    short = natural_width(paragraph_of(("Table text", ("Flat fee",))))
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
    assert owner < natural_width(paragraph_of(("Table text", ("The engineering division of the county",))))


def test_no_line_ends_inside_short_brackets_or_a_date() -> None:
    said = Text("s", (Run("Possible (“may "), Run("have”)", bold=True)), Depth.MEMO)
    assert unbroken(said).plain == "Possible (“may\u00a0have”)"
    assert unbroken(said).runs[1].bold
    long = Text("s", (Run("Possible (as the authors of the survey say)"),), Depth.MEMO)
    assert unbroken(long) == long
    assert whole(Text("s", (Run("By June 2030"),), Depth.MEMO)).plain == "By\u00a0June\u00a02030"
    later = Text("s", (Run("After the review of the savings"),), Depth.MEMO)
    assert whole(later) == later


def test_paragraphs_in_one_box_have_its_rules_once() -> None:
    one = height_of([("Bottom line", ("a",))], 400)
    two = height_of([("Bottom line", ("a",)), ("Bottom line", ("a",))], 400)
    assert two - one == pytest.approx(15.8 + 14)


def test_notes_that_follow_each_other_have_their_space_once() -> None:
    one, two = (height_of([("Reading note", ("a",))] * count, 400) for count in (1, 2))
    assert two - one == pytest.approx(13)


def test_a_page_number_takes_the_words_of_its_language() -> None:
    part = etree.fromstring(root("w:p", page_number("{page} / {pages} ページ")))
    assert "".join(part.itertext()) == " PAGE 1 /  NUMPAGES 1 ページ"


def test_a_line_of_the_key_is_dashed_or_solid() -> None:
    assert "custDash" in line_sample(True, 1)
    assert "custDash" not in line_sample(False, 1)


def test_arrow_heads_are_the_nearest_that_office_has() -> None:
    assert [("sm", "med", "lg")[place] in arrow_head(times) for place, times in enumerate((2, 3, 5))] == [
        True
    ] * 3


@pytest.mark.parametrize("role", list(Role))
def test_each_role_has_a_style_for_its_headings_and_one_for_its_numbers(role: Role) -> None:
    part = etree.fromstring(styles_part("en", PAPERS["A4"]))
    names = {style.find(f"{W}name").get(f"{W}val"): style.get(f"{W}type") for style in part.iter(f"{W}style")}
    assert names[heading_of(role)] == "paragraph"
    assert names[number_of(role)] == "character"


def test_number_styles_are_not_bold_because_their_paragraphs_are() -> None:
    part = etree.fromstring(styles_part("en", PAPERS["A4"]))
    for style in part.iter(f"{W}style"):
        if style.find(f"{W}name").get(f"{W}val").startswith("Number"):
            assert style.find(f"{W}rPr/{W}b") is None


def test_a_style_is_bold_where_the_one_it_is_based_on_is() -> None:
    assert is_bold("heading 1 cause")
    assert is_bold("Table claim head")
    assert not is_bold("Table detail")
    assert not is_bold("No such style")


def test_every_style_is_based_on_one_that_stands_before_it() -> None:
    known: set[str] = set()
    for look in paragraph_looks(400.0):
        assert look.based_on is None or look.based_on in known
        known.add(look.name)
