"""What each product must say, in one order that is stated once for each kind of block."""

from __future__ import annotations

from collections.abc import Callable

from builder.outline.reading.flow import Elsewhere, Styled, bracketed, short
from builder.outline.reading.order import flow
from builder.outline.text import Depth, Product, Run, Text
from tests.support.outlines import sample


def closed(text: Text, start: Callable[[Text], int | None]) -> Text:
    return Styled(text, unbroken=start(text)).shown


def test_no_line_ends_inside_short_brackets_or_a_date() -> None:
    text = Text("s", (Run("Possible (“may "), Run("have”)", bold=True)), Depth.MEMO)
    assert closed(text, bracketed).plain == "Possible (“may\u00a0have”)"
    assert closed(text, bracketed).runs[1].bold
    long = Text("s", (Run("Possible (as the authors of the survey say)"),), Depth.MEMO)
    assert closed(long, bracketed) == long
    assert closed(Text("s", (Run("By June 2030"),), Depth.MEMO), short).plain == "By\u00a0June\u00a02030"
    later = Text("s", (Run("After the review of the savings"),), Depth.MEMO)
    assert closed(later, short) == later


def test_what_only_slides_and_the_page_say_is_named() -> None:
    outline = sample()
    for product in (Product.DECK, Product.SUMMARY):
        said = [one for one in flow(outline) if isinstance(one, Elsewhere) and product in one.also]
        assert any(one.texts for one in said)
        assert all(isinstance(text, Text) for one in said for text in one.texts)
