"""Words that leave their box or page, or cover others, are errors in all that is laid out."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from builder.layout.deck import lay_out_deck
from builder.layout.pages import Page, Paragraph, PictureBox, Piece, Rect, TableBox, TableCell, TextBox
from builder.layout.spill import spilled
from builder.layout.text.measure import set_lines
from builder.outline.text import Picture
from builder.theme.theme import DEFAULT
from tests.support.outlines import LIBRARY, a_text, outline_of

LINES = 3
HIGH = LINES * 24.0


def paragraph(words: str, width: float = 200.0) -> Paragraph:
    pieces = (Piece(a_text(words, " ".join([words] * 30), words)),)
    done = set_lines(Paragraph(pieces, 20.0, 24.0, "#000000"), width)
    return replace(done, lines=done.lines[:LINES])


def box(words: str, x: float, y: float, height: float = HIGH, width: float = 200.0) -> TextBox:
    return TextBox(Rect(x, y, width, height), (paragraph(words),))


PICTURE = PictureBox(Rect(0.0, 60.0, 300.0, 100.0), Picture(b"", "PNG", 3, 1, "A bridge"))
CELL = TableCell(paragraph("tide"))


@pytest.mark.parametrize(
    ("items", "paths"),
    [
        ([box("one", 0.0, 0.0), box("two", 0.0, HIGH)], []),
        ([box("one", 0.0, 0.0), box("two", 200.0, 10.0)], []),
        ([box("one", 0.0, 0.0), box("longer", 0.0, HIGH - 24.0)], ["longer"]),
        ([box("longer", 0.0, 0.0), box("one", 0.0, 10.0)], ["longer"]),
        ([box("one", 0.0, 0.0, height=HIGH - 24.0)], ["one"]),
        ([box("one", 0.0, 0.0, height=-10.0)], ["one"]),
        ([box("one", 0.0, 0.0, width=150.0)], ["one"]),
        ([box("one", 0.0, 470.0)], ["one"]),
        ([box("one", -20.0, 0.0)], ["one"]),
        ([box("one", 0.0, 0.0), PICTURE], ["one"]),
        ([TableBox(Rect(0, 0, 200, HIGH), (200.0,), (HIGH,), ((CELL,),), 0.0, "", "t")], []),
        ([TableBox(Rect(0, 0, 200, 40), (200.0,), (40.0,), ((CELL,),), 0.0, "", "t")], ["tide"]),
    ],
)
def test_words_that_cannot_be_read_where_they_are_placed_are_reported(
    items: list[TextBox | PictureBox | TableBox], paths: list[str]
) -> None:
    found = spilled([Page(960.0, 540.0, ()), Page(960.0, 540.0, tuple(items))])
    assert [one.path for one in found] == paths
    assert all(one.is_error and one.rule == "text-fits" and "on page 2" in one.message for one in found)


def test_words_anchored_at_the_foot_of_a_box_may_share_its_empty_head() -> None:
    low = TextBox(Rect(0.0, 0.0, 200.0, 400.0), (paragraph("low"),), anchor="bottom")
    assert spilled([Page(960.0, 540.0, (box("high", 0.0, 0.0), low))]) == ()


@pytest.mark.parametrize("words", range(20, 421, 40))
def test_a_disclaimer_of_any_length_is_readable_or_refused(words: int) -> None:
    outline = outline_of(
        LIBRARY,
        disclaimer=("The town council has neither read nor approved this. " * 60)[: words * 6],
        contact="desk@example.org",
        sources=[{"id": "a", "title": "A count of visitors"}],
    )
    pages, problems = lay_out_deck(outline, DEFAULT)
    assert [one.path for one in problems] == (["disclaimer"] if words > 380 else [])
    assert problems or spilled(pages.pages) == ()
