"""The words on the pages of a memo or deck are compared with those of the brief, however they are broken."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from reportlab.lib.colors import white
from reportlab.pdfgen.canvas import Canvas

from builder.audit.content import FIELD
from builder.audit.pdf.reader import read_shown
from builder.audit.rendered import rendered_problems
from builder.outline.reading import reading, sheets
from builder.outline.text import Product
from tests.support.outlines import LIBRARY, outline_of

OUTLINE = outline_of(
    LIBRARY,
    tables=[
        {
            "title": "Hours by branch",
            "columns": ["Branch", "Hours"],
            "rows": [["North", "40"], ["South", "32"]],
        }
    ],
)
TEXTS = [text.plain for text in reading(OUTLINE, Product.MEMO)]
LONG = next(text for text in TEXTS if len(text) > 30 and text.count(" ") > 3)


def margins(page: int) -> list[str]:
    later = [texts for place, texts in sheets(OUTLINE, FIELD).items() if ("later" in place) == (page > 1)]
    return [text.plain.replace(FIELD, str(page)) for texts in later for text in texts]


def memo(*bodies: list[str]) -> list[list[str]]:
    return [[*margins(page), *body] for page, body in enumerate(bodies, 1)]


def reported(shown: list[list[str]]) -> list[str]:
    return [problem.message for problem in rendered_problems(OUTLINE, Product.MEMO, None, shown)]


def with_long(*lines: str) -> list[list[str]]:
    index = TEXTS.index(LONG)
    return memo([*TEXTS[:index], *lines, *TEXTS[index + 1 :]])


def test_a_memo_with_its_words_has_no_problem() -> None:
    assert reported(memo(TEXTS)) == []
    assert reported(memo(["•", "· – ", *TEXTS[::-1]])) == []


def test_lines_and_pages_may_break_anywhere() -> None:
    assert reported(with_long(LONG[:9], LONG[9:])) == []
    assert reported(with_long(LONG[:9] + "-", LONG[9:])) == []
    assert reported(with_long(LONG[:9] + "\u00ad", LONG[9:])) == []
    assert reported(with_long(LONG.replace("fi", "ﬁ"))) == []
    for index in range(1, len(TEXTS), 9):
        assert reported(memo(TEXTS[:index], TEXTS[index:])) == []


def test_the_head_of_a_table_may_be_repeated_on_its_next_page() -> None:
    index = TEXTS.index("South")
    assert reported(memo(TEXTS[:index], ["Branch", "Hours", *TEXTS[index:]])) == []
    assert reported(memo(TEXTS, ["Hours", "by night"])) == [
        "the memo as it is shown has “by night”, which is not in the brief"
    ]


@pytest.mark.parametrize(
    ("lines", "problems"),
    [
        ([], [f"lacks “{LONG}”"]),
        ([LONG, "We doubt it"], ["has “We doubt it”"]),
        ([LONG, LONG], [f"has “{LONG}”"]),
        ([LONG + " not"], ["has “not”"]),
        ([LONG[:9] + "--" + LONG[9:]], [f"lacks “{LONG}”", "has “"]),
    ],
    ids=["missing", "extra", "twice", "longer", "other"],
)
def test_words_that_differ_are_reported(lines: list[str], problems: list[str]) -> None:
    found = reported(with_long(*lines))
    assert len(found) == len(problems), found
    assert all(words in message for words, message in zip(problems, found, strict=True)), found


def test_a_page_without_its_header_or_footer_is_reported() -> None:
    (message,) = reported([*memo(TEXTS), ["2"]])[:1]
    assert "page 2" in message
    assert "as it is shown lacks" in message


# What can be seen


def pages(draw: Callable[[Any], None]) -> list[list[str]]:
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=(595, 842))
    draw(canvas)
    canvas.save()
    return read_shown(data.getvalue())


def test_only_what_can_be_seen_is_read() -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(50, 800, "seen")
        canvas.drawString(50, 760, "covered")
        canvas.setFillColor(white)
        canvas.rect(40, 750, 200, 30, stroke=0, fill=1)
        canvas.drawString(50, 700, "white")
        canvas.drawString(900, 700, "outside")
        canvas.showPage()
        canvas.drawString(50, 800, "next")

    assert pages(draw) == [["seen"], ["next"]]
