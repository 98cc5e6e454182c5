"""Words that nobody can see on a page are distinguished from others only pale, small or partly hidden."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.audit.visibility import WHITE, Area, Colour, Surface, Why, Words, unseen

PAGE = Area(0, 0, 960, 540)
HERE = Area(100, 100, 300, 120)
BLACK: Colour = (0, 0, 0)
NAVY: Colour = (27, 39, 51)
GREY: Colour = (195, 204, 212)


def words(area: Area = HERE, colour: Colour = NAVY, size: float = 12, opacity: float = 1.0) -> Words:
    return Words(area, colour, size, "words", opacity=opacity)


def why(*painted: Surface | Words, ground: Colour = WHITE) -> list[Why]:
    return [reason for _, reason in unseen(PAGE, painted, ground)]


def test_dark_words_on_a_white_page_are_seen() -> None:
    assert why(words()) == []
    assert why(words(colour=BLACK, size=4)) == []


@pytest.mark.parametrize("colour", [WHITE, (254, 254, 254), (224, 224, 224), (190, 190, 190)])
def test_words_of_the_colour_of_the_page_are_not_seen(colour: Colour) -> None:
    assert why(words(colour=colour)) == [Why.FAINT]


def test_dark_words_on_a_black_highlight_are_not_seen() -> None:
    assert why(words(colour=(43, 47, 56)), ground=BLACK) == [Why.FAINT]


def test_pale_words_that_can_be_read_are_seen() -> None:
    assert why(words(colour=(140, 150, 160))) == []


def test_what_is_behind_the_words_counts_not_the_page() -> None:
    card = Surface(Area(90, 90, 310, 130), NAVY)
    assert why(card, words(colour=WHITE)) == []
    assert why(card, words(colour=NAVY)) == [Why.FAINT]
    assert why(words(colour=WHITE), ground=NAVY) == []
    assert why(words(colour=NAVY), ground=NAVY) == [Why.FAINT]


def test_the_last_surface_behind_the_words_counts() -> None:
    card, patch = Surface(Area(90, 90, 310, 130), NAVY), Surface(Area(95, 95, 305, 125), WHITE)
    assert why(card, patch, words(colour=WHITE)) == [Why.FAINT]
    assert why(patch, card, words(colour=WHITE)) == []


def test_what_is_painted_over_words_covers_them() -> None:
    for colour in (WHITE, NAVY, None):
        assert why(words(), Surface(Area(90, 90, 310, 130), colour)) == [Why.COVERED]
        assert why(Surface(Area(90, 90, 310, 130), colour), words(colour=(220, 60, 60))) == []


def test_a_patch_over_one_word_covers_and_one_that_only_touches_does_not() -> None:
    assert why(words(), Surface(Area(180, 95, 200, 125), WHITE)) == [Why.COVERED]
    assert why(words(), Surface(Area(180, 95, 184, 125), WHITE)) == []  # narrower than a letter
    assert why(words(), Surface(Area(100, 117, 300, 119), NAVY)) == []  # a line under the words
    assert why(words(), Surface(Area(297, 100, 500, 120), WHITE)) == []
    assert why(words(), Surface(Area(400, 100, 500, 120), WHITE)) == []


def test_words_that_show_on_half_of_their_ground_are_seen() -> None:
    for right, found in ((210, []), (190, [Why.FAINT])):
        assert why(Surface(Area(100, 100, right, 120), NAVY), words(colour=WHITE)) == found


def test_glass_does_not_cover() -> None:
    over = Area(90, 90, 310, 130)
    assert why(words(), Surface(over, WHITE, opacity=0.3)) == []
    assert why(words(), Surface(over, WHITE, opacity=0.97)) == [Why.COVERED]
    assert why(Surface(over, NAVY, opacity=0.05), words(colour=WHITE)) == [Why.FAINT]


def test_transparent_words_are_not_seen() -> None:
    assert why(words(opacity=0)) == [Why.FAINT]
    assert why(words(opacity=0.02)) == [Why.FAINT]
    assert why(words(opacity=0.8)) == []
    assert why(Surface(PAGE, None), words(opacity=0)) == [Why.FAINT]


@pytest.mark.parametrize(
    "area", [Area(-300, 100, -100, 120), Area(961, 100, 1100, 120), Area(100, 541, 300, 560)]
)
def test_words_off_the_page_are_not_seen(area: Area) -> None:
    assert why(words(area)) == [Why.OUTSIDE]


def test_words_that_reach_over_the_edge_are_seen() -> None:
    assert why(words(Area(800, 100, 1000, 120))) == []


def test_tiny_words_and_boxes_without_room_are_not_seen() -> None:
    assert why(words(size=3.9)) == [Why.TINY]
    assert why(words(Area(100, 100, 100, 120))) == [Why.FLAT]
    assert why(words(Area(100, 100, 300, 100.2))) == [Why.FLAT]


def test_each_of_several_words_is_judged_for_itself() -> None:
    first, second, third = words(), words(colour=WHITE), words(size=1)
    assert list(unseen(PAGE, [first, second, third])) == [(second, Why.FAINT), (third, Why.TINY)]


COLOURS = st.tuples(*[st.integers(0, 255)] * 3)


@given(COLOURS, COLOURS)
def test_words_are_as_visible_as_their_ground_would_be_on_them(one: Colour, other: Colour) -> None:
    card = Area(90, 90, 310, 130)
    assert why(Surface(card, one), words(colour=other)) == why(Surface(card, other), words(colour=one))


@given(COLOURS)
def test_no_words_are_seen_in_their_own_colour(colour: Colour) -> None:
    assert why(words(colour=colour), ground=colour) == [Why.FAINT]
