"""The vocabulary of Word files: escaped markup, names that differ, styles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from builder.export.office.markup import characters, element, emu
from builder.export.word.drawing import arrow_head, line_sample
from builder.export.word.markup import half_points, root, style_id, twips, w
from builder.export.word.paragraphs import Anchors, page_number
from builder.export.word.styles import styles_part
from builder.layout.memo.styles import style_sheet
from builder.outline.reading.flow import in_colour
from builder.outline.text import Role
from builder.theme.theme import DEFAULT
from tests.support.packages import W

SHEET = style_sheet(DEFAULT, "A4")

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


def test_a_page_number_takes_the_words_of_its_language() -> None:
    part = etree.fromstring(root("w:p", page_number("{page} / {pages} ページ", 7)))
    assert "".join(part.itertext()) == " PAGE 1 /  NUMPAGES 7 ページ"


def test_a_line_of_the_key_is_dashed_or_solid() -> None:
    assert "custDash" in line_sample(True, 1, DEFAULT)
    assert "custDash" not in line_sample(False, 1, DEFAULT)


def test_arrow_heads_are_the_nearest_that_office_has() -> None:
    assert [("sm", "med", "lg")[place] in arrow_head(times) for place, times in enumerate((2, 3, 5))] == [
        True
    ] * 3


@pytest.mark.parametrize("role", list(Role))
def test_each_role_has_a_style_for_its_numbers(role: Role) -> None:
    part = etree.fromstring(styles_part("en", SHEET))
    names = {style.find(f"{W}name").get(f"{W}val"): style.get(f"{W}type") for style in part.iter(f"{W}style")}
    assert names[in_colour("Number", role)] == "character"


def test_number_styles_are_not_bold_because_their_paragraphs_are() -> None:
    part = etree.fromstring(styles_part("en", SHEET))
    for style in part.iter(f"{W}style"):
        if style.find(f"{W}name").get(f"{W}val").startswith("Number"):
            assert style.find(f"{W}rPr/{W}b") is None


def test_a_style_is_bold_where_the_one_it_is_based_on_is() -> None:
    assert SHEET.resolved["heading 1"].bold
    assert SHEET.resolved["Table claim head"].bold
    assert not SHEET.resolved["Table detail"].bold


def test_every_style_is_based_on_one_before_it() -> None:
    known: set[str] = set()
    for style in SHEET.paragraphs:
        assert style.based_on is None or style.based_on in known
        known.add(style.name)
