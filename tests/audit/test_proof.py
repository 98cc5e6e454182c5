"""What a printed page paints is held to what was placed: text, boxes, lines, marks and pictures, in order."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace
from PIL import Image

from builder.audit.pdf.proof import proof_problems
from builder.layout.pages import Box, Group, Item, Mark, Pages, PictureBox, Polyline, Rect, Tag, TextBox
from builder.outline.text import Level, Picture
from builder.report.problems import Problem
from tests.support.sheets import LEADING, picture, read, sheet, words

PLACE = Rect(40.0, 60.0, 30.0, 20.0)
BOX = Box(PLACE, fill="#AABBCC", outline="#112233", weight=1.0)
ARROW = Polyline(((40.0, 60.0), (80.0, 60.0), (80.0, 90.0)), "#112233", 1.2, head=True)
RULE = Polyline(((40.0, 60.0), (80.0, 60.0)), "#112233", 1.2)
FULL = Mark(Rect(40.0, 60.0, 6.0, 6.0), Level.ASSERTED, "#112233")
SHOWN = PictureBox(PLACE, picture())
SAID = words("People read here", "on Sundays")
LINKED = words("People read here", url="https://example.org/")


def told(decided: Pages, painted: Pages, *, alike: bool = True) -> list[Problem]:
    return list(proof_problems(decided, read(painted), alike=alike))


def message(decided: Item, painted: Item, *, alike: bool = True) -> str:
    (problem,) = told(sheet(decided, SAID), sheet(painted, SAID), alike=alike)
    return problem.message


GROUP = Group(PLACE, (SAID, BOX, ARROW), None, "figure")
HALF, OPEN = replace(FULL, level=Level.QUALIFIED), replace(FULL, level=Level.POSSIBLE)
ROUND, DASHED = replace(BOX, radius=4.0), replace(BOX, dashed=True)
FILLED, EDGED = replace(BOX, outline=None, weight=0.0), replace(BOX, fill=None)
EVERYTHING = [BOX, ROUND, DASHED, FILLED, EDGED, ARROW, RULE, FULL, HALF, OPEN, SHOWN, SAID, LINKED, GROUP]


@pytest.mark.parametrize("item", EVERYTHING, ids=str)
def test_what_is_painted_as_placed_is_no_fault(item: Item) -> None:
    page = sheet(words("Before", y=5.0), item, words("After", y=150.0))
    assert told(page, page) == []


@pytest.mark.parametrize("mode", ["RGB", "L", "LA", "RGBA", "P", "CMYK"])
@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_pictures_of_every_form_are_followed(form: str, mode: str) -> None:
    drawn, data = Image.effect_noise((40, 30), 50), io.BytesIO()
    if (form, mode) in [("PNG", "CMYK"), ("JPEG", "LA"), ("JPEG", "RGBA"), ("JPEG", "P")]:
        return  # there are none
    drawn.convert("RGB" if mode in ("CMYK", "P") else mode).convert(mode).save(data, form)
    page = sheet(replace(SHOWN, picture=Picture(data.getvalue(), form, 40, 30, "A square")))
    assert told(page, page) == []


def test_a_picture_that_lets_through_what_is_behind_it_is_no_fault() -> None:
    page = sheet(BOX, replace(SHOWN, picture=picture("#2222aa80", "RGBA")))
    assert told(page, page) == []


def others() -> Iterator[Any]:
    for name, decided, painted, what in (
        ("moved", BOX, replace(BOX, rect=replace(PLACE, x=41.0)), "box"),
        ("wider", BOX, replace(BOX, rect=replace(PLACE, width=31.0)), "box"),
        ("filled otherwise", BOX, replace(BOX, fill="#AABBDD"), "box"),
        ("edged otherwise", BOX, replace(BOX, outline="#112244"), "box"),
        ("without fill", BOX, EDGED, "box"),
        ("without edge", BOX, FILLED, "box"),
        ("dashed", BOX, DASHED, "box"),
        ("line moved", RULE, replace(RULE, points=((40.0, 61.0), (80.0, 61.0))), "line"),
        ("line dashed", RULE, replace(RULE, dashed=True), "line"),
        ("mark opened", FULL, OPEN, "certainty mark"),
        ("mark filled", OPEN, FULL, "certainty mark"),
        ("mark moved", FULL, replace(FULL, rect=Rect(41.0, 60.0, 6.0, 6.0)), "certainty mark"),
        ("other picture", SHOWN, replace(SHOWN, picture=picture("#2222ab")), "picture “A square”"),
        ("picture moved", SHOWN, replace(SHOWN, rect=replace(PLACE, y=61.0)), "picture “A square”"),
    ):
        yield pytest.param(decided, painted, what, id=name)


@pytest.mark.parametrize(("decided", "painted", "what"), list(others()))
@pytest.mark.parametrize("alike", [True, False])
def test_a_shape_that_is_drawn_otherwise_is_told(
    decided: Item, painted: Item, what: str, alike: bool
) -> None:
    assert f"the {what}" in message(decided, painted, alike=alike)
    assert "is not drawn as placed" in message(decided, painted, alike=alike)


@pytest.mark.parametrize("item", [BOX, RULE, FULL, SHOWN], ids=lambda item: type(item).__name__)
def test_a_shape_that_is_missing_or_foreign_is_told_where_it_stands(item: Item) -> None:
    (gone,) = told(sheet(RULE, item, SAID), sheet(RULE, SAID))
    assert "is missing" in gone.message
    if not isinstance(item, PictureBox):
        assert "beside “People read here”" in gone.message
        assert gone.path == "bottom_line"
    (foreign,) = told(sheet(RULE, SAID), sheet(RULE, item, SAID))
    assert foreign.message.endswith("is drawn that nobody placed")


def test_a_half_mark_that_lacks_its_half_is_told() -> None:
    (problem,) = told(sheet(HALF, SAID), sheet(OPEN, SAID))
    assert "the certainty mark beside “People read here” is missing" in problem.message


def test_arrows_are_told_as_the_links_of_the_brief() -> None:
    turned = replace(ARROW, points=ARROW.points[::-1])
    solid = replace(ARROW, dashed=True)
    for other in (turned, solid, replace(ARROW, head=False)):
        problems = told(sheet(ARROW), sheet(other))
        assert problems
        assert {(problem.rule, problem.path) for problem in problems} == {("arrows-match-links", "links")}


def test_shapes_that_are_painted_in_another_order_are_told() -> None:
    """What is painted later covers what is under it."""
    cover = Box(SAID.rect, fill="#FFFFFF")
    assert told(sheet(cover, SAID), sheet(SAID, cover))
    assert told(sheet(cover, SAID), sheet(SAID, cover), alike=False) == []


def test_what_a_foreign_shape_covers_is_told() -> None:
    cover = Box(Rect(0.0, 15.0, 300.0, 2 * LEADING + 5.0), fill="#FFFFFF")
    (problem,) = told(sheet(SAID), sheet(SAID, cover))
    assert "a shape covers “People read here on Sundays”" in problem.message


@pytest.mark.parametrize(
    ("other", "how"),
    [
        (words("People read here", "on Sundays", x=21.0), "in another place"),
        (words("People read here", "on Sundays", y=60.0), "in another place"),
        (words("People read here", "on Sundays", colour="#FFFFFF"), "in another colour"),
        (words("People read here", "on Sundays", size=1.0), "in another size"),
        (words("People read here", "on Sundays", font="Carlito-Bold"), "in another size or face"),
        (words("People read here", "on Sundays", tag=Tag.HEADING), "tagged as H2 instead of P"),
    ],
)
def test_text_that_looks_otherwise_than_placed_is_told_at_its_line(other: TextBox, how: str) -> None:
    problems = [problem for problem in told(sheet(SAID), sheet(other)) if how in problem.message]
    assert problems
    assert problems[0].path == "bottom_line"
    assert "page 1, line 1: “People read here”" in problems[0].message


def test_text_that_is_not_read_aloud_is_told() -> None:
    silent = words("People read here", "on Sundays", tag=Tag.ARTIFACT)
    after = words("After", y=150.0)
    problems = told(sheet(SAID, after), sheet(silent, after))
    assert ["tagged as decoration instead of P" in problem.message for problem in problems] == [True, True]


def test_text_is_compared_as_far_as_the_words_agree() -> None:
    other = words("People read there", "on Mondays", colour="#FFFFFF")
    assert told(sheet(SAID), sheet(other), alike=False) == []


def test_words_without_their_underline_are_told() -> None:
    plain = words("People read here")
    (problem,) = (problem for problem in told(sheet(LINKED), sheet(plain)) if "underline" in problem.message)
    assert "is missing" in problem.message


def test_a_page_of_another_size_is_told() -> None:
    page = sheet(SAID)
    wide = Pages((replace(page.pages[0], width=320.0),))
    (problem,) = told(page, wide)
    assert "another size" in problem.message
