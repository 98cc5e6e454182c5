"""No paragraph of a memo leaves one word on its last line where the line before can give it another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from builder.layout.memo.body import PaperSection
from builder.layout.memo.endings import closed
from builder.layout.memo.figure import lay_out_figure
from builder.layout.memo.pages import set_memo
from builder.layout.memo.styles import style_sheet
from builder.layout.memo.tables import SetTable, paragraph_of
from builder.layout.text.measure import line_count, set_lines
from builder.outline.reading.flow import Para, Styled
from builder.theme.theme import DEFAULT
from tests.conftest import GOOD_BRIEFS
from tests.support.outlines import a_text, loaded

SHEET = style_sheet(DEFAULT, "A4")
BRIEFS = {path.stem: path for path in GOOD_BRIEFS}


def ends(section: PaperSection) -> Iterator[tuple[int, str]]:
    """Yield of each paragraph and cell the number of lines and the words of the last."""
    sheet = section.sheet
    for item in section.items:
        even = isinstance(item, Para) and sheet.resolved[item.style].even  # has lines of one length
        placed = [(item, sheet.paper.text_width)] if isinstance(item, Para) and not even else []
        if isinstance(item, SetTable):
            insides = [sheet.table.inside(width) for width in item.widths]
            cells = ((cell, inside) for row in item.rows for cell, inside in zip(row, insides, strict=True))
            placed = [(para, inside) for cell, inside in cells for para in cell]
        for para, width in placed:
            paragraph = paragraph_of(para, sheet)
            last = "".join(segment.text for segment in set_lines(paragraph, width).lines[-1])
            yield line_count(paragraph, width), last.replace("\u00a0", " ").strip()


def last_line(*pieces: str | Styled) -> tuple[int, str]:
    texts = tuple(
        a_text("x", piece) if isinstance(piece, str) and piece != " " else piece for piece in pieces
    )
    (done,) = ends(closed(PaperSection(SHEET, (Para("Body Text", texts),))))
    return done


def words_that_end_with(last: str) -> str:
    """Return words that fill a line but for a few points, before one more."""
    words = "canteen"
    while line_count(paragraph_of(Para("Body Text", (a_text("x", f"{words} ab"),)), SHEET), WIDTH) == 1:
        words += " ab"
    return f"{words} {last}"


WIDTH = SHEET.paper.text_width


def test_a_last_line_that_is_short_has_up_to_two_words_more() -> None:
    assert last_line(words_that_end_with("unspent.")) == (2, "ab ab unspent.")


def test_references_have_the_word_before_them_on_their_line() -> None:
    refs = Styled(a_text("r", "[2, p34; 5, p6]"), "Reference")
    assert last_line(words_that_end_with("ab")[:-3], " ", refs) == (2, "ab ab [2, p34; 5, p6]")


def test_two_words_that_are_long_enough_for_a_line_stay_on_it() -> None:
    two = "neighbourhoods throughout"
    assert last_line(words_that_end_with(two)) == (2, two)


def test_a_word_that_would_cost_a_line_stays_alone() -> None:
    """Two words as long as a line cannot stand on one."""
    long = "ab" * 30
    assert last_line(f"{long} {long}")[1] == long


@pytest.mark.parametrize("name", BRIEFS)
def test_no_paragraph_of_the_good_briefs_ends_with_one_word_on_a_line(name: str) -> None:
    outline = loaded(BRIEFS[name])
    figure, _ = lay_out_figure(outline, DEFAULT)
    for section in set_memo(outline, DEFAULT, figure).sections:
        alone = [last for lines, last in ends(section) if lines > 1 and " " not in last and "@" not in last]
        assert alone == []
