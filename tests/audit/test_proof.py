"""What a printed page paints is held to what was placed: text, boxes, lines, marks and pictures, in order."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace
from PIL import Image

from builder.audit.pdf.checks import painting_problems
from builder.brief.images.drawing import Contour
from builder.layout.pages import Box, Group, Item, Mark, Pages, PictureBox, Polyline, Rect, Tag, TextBox
from builder.outline.text import Level, Picture
from builder.report.problems import Problem
from tests.support.sheets import LEADING, picture, read, sheet, words

RECT = Rect(40.0, 60.0, 30.0, 20.0)
BOX = Box(RECT, fill="#AABBCC", outline="#112233", weight=1.0)
ARROW = Polyline(((40.0, 60.0), (80.0, 60.0), (80.0, 90.0)), "#112233", 1.2, head=True)
RULE = Polyline(((40.0, 60.0), (80.0, 60.0)), "#112233", 1.2)
FULL = Mark(Rect(40.0, 60.0, 6.0, 6.0), Level.ASSERTED, "#112233")
PICTURE = PictureBox(RECT, picture())
RINGS = (
    ((10.0, 10.0), (90.0, 10.0), (50.0, 50.0), (10.0, 10.0)),
    ((20.0, 20.0), (30.0, 20.0), (30.0, 30.0), (20.0, 30.0), (20.0, 20.0)),
)


def drawing(**changes: Any) -> PictureBox:
    contour = replace(Contour(RINGS, "#AABBCC", "#112233", 3.0), **changes)
    return PictureBox(RECT, Picture(b"", "PNG", 300, 200, "A square", svg=b"<svg", contours=(contour,)))


DRAWING = drawing()
LINES = drawing(rings=(((10.0, 10.0), (90.0, 10.0), (50.0, 50.0)),), fill=None, cap=1, join=2)
EVEN_ODD = drawing(line=None, weight=0.0, even_odd=True)
TEXT = words("People read here", "on Sundays")
LINKED = words("People read here", url="https://example.org/")


def reported(placed: Pages, painted: Pages, *, same_words: bool = True) -> list[Problem]:
    return list(painting_problems(placed, read(painted), same_words=same_words))


def message(placed: Item, painted: Item, *, same_words: bool = True) -> str:
    (problem,) = reported(sheet(placed, TEXT), sheet(painted, TEXT), same_words=same_words)
    return problem.message


GROUP = Group(RECT, (TEXT, BOX, ARROW), None, "figure")
HALF, OPEN = replace(FULL, level=Level.QUALIFIED), replace(FULL, level=Level.POSSIBLE)
ROUND, DASHED = replace(BOX, radius=4.0), replace(BOX, dashed=True)
FILLED, EDGED = replace(BOX, outline=None, weight=0.0), replace(BOX, fill=None)
EVERYTHING = [BOX, ROUND, DASHED, FILLED, EDGED, ARROW, RULE, FULL, HALF, OPEN, PICTURE, TEXT, LINKED, GROUP]
DRAWINGS = [DRAWING, LINES, EVEN_ODD]


@pytest.mark.parametrize("item", [*EVERYTHING, *DRAWINGS], ids=str)
def test_what_is_painted_as_placed_is_not_a_problem(item: Item) -> None:
    page = sheet(words("Before", y=5.0), item, words("After", y=150.0))
    assert reported(page, page) == []


def test_a_colour_may_differ_by_rounding_only() -> None:
    rounded = replace(BOX, fill="#AABBCD", outline="#112234")
    assert reported(sheet(BOX, TEXT), sheet(rounded, TEXT)) == []


@pytest.mark.parametrize("mode", ["RGB", "L", "LA", "RGBA", "P", "CMYK"])
@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_pictures_of_every_form_are_followed(form: str, mode: str) -> None:
    drawn, data = Image.effect_noise((40, 30), 50), io.BytesIO()
    if (form, mode) in [("PNG", "CMYK"), ("JPEG", "LA"), ("JPEG", "RGBA"), ("JPEG", "P")]:
        return  # there are none
    drawn.convert("RGB" if mode in ("CMYK", "P") else mode).convert(mode).save(data, form)
    page = sheet(replace(PICTURE, picture=Picture(data.getvalue(), form, 40, 30, "A square")))
    assert reported(page, page) == []


def test_a_picture_that_lets_through_what_is_behind_it_is_not_a_problem() -> None:
    page = sheet(BOX, replace(PICTURE, picture=picture("#2222aa80", "RGBA")))
    assert reported(page, page) == []


def others() -> Iterator[Any]:
    for name, placed, painted, what in (
        ("moved", BOX, replace(BOX, rect=replace(RECT, x=41.0)), "box"),
        ("wider", BOX, replace(BOX, rect=replace(RECT, width=31.0)), "box"),
        ("filled otherwise", BOX, replace(BOX, fill="#AABBCE"), "box"),
        ("edged otherwise", BOX, replace(BOX, outline="#112235"), "box"),
        ("without fill", BOX, EDGED, "box"),
        ("without edge", BOX, FILLED, "box"),
        ("dashed", BOX, DASHED, "box"),
        ("line moved", RULE, replace(RULE, points=((40.0, 61.0), (80.0, 61.0))), "line"),
        ("line as thick as words are high", RULE, replace(RULE, weight=60.0), "line"),
        ("edge as thin as nothing", BOX, replace(BOX, weight=0.02), "box"),
        ("line dashed", RULE, replace(RULE, dashed=True), "line"),
        ("mark opened", FULL, OPEN, "certainty mark"),
        ("mark filled", OPEN, FULL, "certainty mark"),
        ("mark moved", FULL, replace(FULL, rect=Rect(41.0, 60.0, 6.0, 6.0)), "certainty mark"),
        ("other picture", PICTURE, replace(PICTURE, picture=picture("#2222ab")), "picture “A square”"),
        ("drawing filled otherwise", DRAWING, drawing(fill="#AABBCE"), "picture “A square”"),
        ("drawing with another line", DRAWING, drawing(weight=9.0), "picture “A square”"),
        ("drawing without a part", DRAWING, drawing(rings=RINGS[:1]), "picture “A square”"),
        ("drawing of a line", DRAWING, drawing(fill=None), "picture “A square”"),
        ("picture moved", PICTURE, replace(PICTURE, rect=replace(RECT, y=61.0)), "picture “A square”"),
    ):
        yield pytest.param(placed, painted, what, id=name)


@pytest.mark.parametrize(("placed", "painted", "what"), list(others()))
@pytest.mark.parametrize("same_words", [True, False])
def test_a_shape_that_is_drawn_otherwise_is_reported(
    placed: Item, painted: Item, what: str, same_words: bool
) -> None:
    assert f"the {what}" in message(placed, painted, same_words=same_words)
    assert "is not drawn as placed" in message(placed, painted, same_words=same_words)


@pytest.mark.parametrize("item", [BOX, RULE, FULL, PICTURE], ids=lambda item: type(item).__name__)
def test_a_shape_that_is_missing_or_foreign_is_reported_where_it_is(item: Item) -> None:
    (gone,) = reported(sheet(RULE, item, TEXT), sheet(RULE, TEXT))
    assert "is missing" in gone.message
    if not isinstance(item, PictureBox):
        assert "beside “People read here”" in gone.message
        assert gone.path == "bottom_line"
    (foreign,) = reported(sheet(RULE, TEXT), sheet(RULE, item, TEXT))
    assert foreign.message.endswith("is drawn that was not placed")


def test_a_half_mark_that_lacks_its_half_is_reported() -> None:
    (problem,) = reported(sheet(HALF, TEXT), sheet(OPEN, TEXT))
    assert "the certainty mark beside “People read here” is missing" in problem.message


def test_arrows_are_reported_as_the_links_of_the_brief() -> None:
    turned = replace(ARROW, points=ARROW.points[::-1])
    solid = replace(ARROW, dashed=True)
    for other in (turned, solid, replace(ARROW, head=False)):
        problems = reported(sheet(ARROW), sheet(other))
        assert problems
        assert {(problem.rule, problem.path) for problem in problems} == {("arrows-match-links", "links")}


def test_shapes_that_are_painted_in_another_order_are_reported() -> None:
    """What is painted later covers what is under it."""
    cover = Box(TEXT.rect, fill="#FFFFFF")
    assert reported(sheet(cover, TEXT), sheet(TEXT, cover))
    assert reported(sheet(cover, TEXT), sheet(TEXT, cover), same_words=False) == []


def test_what_a_foreign_shape_covers_is_reported() -> None:
    cover = Box(Rect(0.0, 15.0, 300.0, 2 * LEADING + 5.0), fill="#FFFFFF")
    (problem,) = reported(sheet(TEXT), sheet(TEXT, cover))
    assert "a shape covers “People read here on Sundays”" in problem.message


@pytest.mark.parametrize(
    ("other", "how"),
    [
        (words("People read here", "on Sundays", x=21.0), "elsewhere"),
        (words("People read here", "on Sundays", y=60.0), "elsewhere"),
        (words("People read here", "on Sundays", colour="#FFFFFF"), "in another colour"),
        (words("People read here", "on Sundays", size=1.0), "in another size"),
        (words("People read here", "on Sundays", font="Carlito-Bold"), "in another size or font"),
        (words("People read here", "on Sundays", tag=Tag.HEADING), "tagged as H2 instead of P"),
    ],
)
def test_text_that_looks_otherwise_than_placed_is_reported_at_its_line(other: TextBox, how: str) -> None:
    problems = [problem for problem in reported(sheet(TEXT), sheet(other)) if how in problem.message]
    assert problems
    assert problems[0].path == "bottom_line"
    assert "page 1, line 1: “People read here”" in problems[0].message


def test_text_that_is_not_read_aloud_is_reported() -> None:
    silent = words("People read here", "on Sundays", tag=Tag.ARTIFACT)
    after = words("After", y=150.0)
    problems = reported(sheet(TEXT, after), sheet(silent, after))
    assert ["tagged as decoration instead of P" in problem.message for problem in problems] == [True, True]


def test_text_is_compared_as_far_as_the_words_agree() -> None:
    other = words("People read there", "on Mondays", colour="#FFFFFF")
    assert reported(sheet(TEXT), sheet(other), same_words=False) == []


def test_words_without_their_underline_are_reported() -> None:
    plain = words("People read here")
    (problem,) = (
        problem for problem in reported(sheet(LINKED), sheet(plain)) if "underline" in problem.message
    )
    assert "is missing" in problem.message


def test_a_page_of_another_size_is_reported() -> None:
    page = sheet(TEXT)
    wide = Pages((replace(page.pages[0], width=320.0),))
    (problem,) = reported(page, wide)
    assert "another size" in problem.message
