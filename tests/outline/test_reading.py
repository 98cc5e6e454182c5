"""What each product must say, in one order that is stated once for each kind of block."""

from __future__ import annotations

from collections.abc import Callable

from builder.outline.reading.flow import Styled, bracketed, short
from builder.outline.text import Depth, Run, Text


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
