"""The passages that paragraphs are: by what is beside them, also in a file with much that is new."""

from __future__ import annotations

import time

from builder.pull.align import aligned
from builder.pull.paragraphs import Paragraph
from builder.pull.snapshot import Snippet, Span


def passage(index: int) -> Snippet:
    words = f"Boat {index} leaves the harbour at {index * 7}."
    return Snippet(f"p{index}", f"s{index}", (Span(f"s{index}", f"boats[{index}]", words),))


def test_what_is_missing_between_two_others_is_the_only_one_that_is_new_there() -> None:
    passages = [passage(index) for index in range(6)]
    paragraphs = [Paragraph(one.text, (one.name,)) for one in passages]
    paragraphs[2] = Paragraph("Nobody sails any more today")
    paragraphs[4:5] = [Paragraph("Sand and gravel"), Paragraph("Clay and chalk")]
    found = aligned(passages, paragraphs)
    assert ((2,), (2,)) in found.pairs
    assert (found.new, found.gone) == ([4, 5], [4])


def test_a_long_annex_is_compared_in_seconds() -> None:
    passages = [passage(index) for index in range(100)]
    annex = [Paragraph(f"Row {index} has gravel and sand of pit {index * 13}") for index in range(2_000)]
    start = time.monotonic()
    found = aligned(passages, [*(Paragraph(one.text, (one.name,)) for one in passages), *annex])
    assert time.monotonic() - start < 20
    assert len(found.new) == len(annex)


def table(*texts: str) -> list[Snippet]:
    return [Snippet("t1", f"c{n}", (Span(f"c{n}", f"rows[{n}]", text),)) for n, text in enumerate(texts)]


def test_cells_that_are_edited_to_say_what_another_said_stay_in_their_places() -> None:
    passages = table("12 miles", "2 miles", "Rail", "Road")
    paragraphs = [Paragraph(text, ("t1",)) for text in ("[x]", "12 miles", "Rail", "Road")]
    assert aligned(passages, paragraphs).pairs == [((n,), (n,)) for n in range(4)]


def test_cells_that_have_moved_are_found_by_their_words() -> None:
    """A row is gone, and another one is new below it: there are as many cells as before."""
    passages = table("Rail", "Road", "Sea", "Air")
    paragraphs = [Paragraph(text, ("t1",)) for text in ("Rail", "Sea", "Air", "Nobody walks there")]
    assert ((2,), (1,)) in aligned(passages, paragraphs).pairs
