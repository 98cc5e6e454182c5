"""Lines of a printed page, and the words on it that nobody sees."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from builder.audit.pdf.ink import Colour, Ink, Shape, Stretch, lines_of, unseen_in

NAVY, WHITE = (16, 32, 48), (255, 255, 255)


def stretch(
    text: str, x: float, y: float, right: float, colour: Colour = NAVY, size: float = 10.0
) -> Stretch:
    return Stretch(text, "".join(text.split()), x, y, right, size, "Carlito", colour, True, "", 0)


def area(left: float, top: float, right: float, bottom: float, fill: Colour, digest: str = "") -> Shape:
    corners = ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
    return Shape(corners, fill, None, 0.0, False, 0, "", -1, digest)


def unseen(*painted: Stretch | Shape) -> list[tuple[str, str]]:
    return list(unseen_in(Ink(300.0, 200.0, painted)))


SAID = stretch("People read here", 20, 40, 90)


def test_what_goes_on_to_the_right_on_a_base_line_is_one_line() -> None:
    one, two, below = stretch("a", 20, 40, 30), stretch("b", 32, 40.4, 40), stretch("c", 20, 52, 30)
    before = stretch("d", 5, 52, 15)
    assert list(lines_of([one, two, below, before])) == [[one, two], [below], [before]]
    assert list(lines_of([])) == []


def test_words_that_can_be_read_are_seen() -> None:
    assert unseen(SAID) == []
    assert unseen(area(0, 0, 300, 200, NAVY), stretch("People", 20, 40, 90, WHITE)) == []
    assert unseen(area(0, 0, 300, 200, NAVY), SAID, area(100, 100, 200, 150, WHITE))


@pytest.mark.parametrize(
    ("painted", "why"),
    [
        ((stretch("People", 20, 40, 90, WHITE),), "in the colour of what is behind it"),
        ((area(0, 0, 300, 200, NAVY), SAID), "in the colour of what is behind it"),
        ((stretch("People", 20, 40, 90, None),), "in the colour of what is behind it"),
        ((stretch("People", 20, 40, 22, size=1.0),), "too small to be read"),
        ((SAID, area(0, 0, 300, 200, WHITE)), "covered"),
        ((SAID, area(0, 0, 300, 200, None, "digest of a picture")), "covered"),
        ((stretch("People", 400, 40, 490),), "off the page"),
    ],
)
def test_words_that_cannot_be_seen_are_reported_with_the_reason(
    painted: tuple[Stretch | Shape, ...], why: str
) -> None:
    ((words, reason),) = unseen(*painted)
    assert words.startswith("People")
    assert reason == why


def test_blanks_and_frames_hide_nothing() -> None:
    frame = replace(area(0, 0, 300, 200, None), line=NAVY, weight=1.0)
    assert unseen(stretch(" ", 20, 40, 22, WHITE), SAID, frame) == []
