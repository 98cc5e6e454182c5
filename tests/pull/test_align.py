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
