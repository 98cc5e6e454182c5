"""What the engine says about a page: where text and shapes are, and what keeps readers from seeing them."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from builder.audit.pdf.ink import Ink, Shape, Stretch
from builder.audit.pdf.reader import read_summary
from builder.layout.pages import Box, PictureBox, Polyline, Rect
from tests.support.packages import saved
from tests.support.sheets import SIZE, picture, printed, sheet, words

SAID = words("People read here")
RULE = Polyline(((40.0, 60.0), (80.0, 60.0)), "#112233", 1.2)


def ink_of(*items: Any) -> Ink:
    return read_summary(printed(sheet(*items))).ink[0]


def changed(change: Callable[[Any, bytes], bytes]) -> Ink:
    """Return the ink of a page with one text, whose content was changed."""
    with pikepdf.open(io.BytesIO(printed(sheet(SAID)))) as file:
        page = file.pages[0]
        page.Contents = file.make_stream(change(page, page.Contents.read_bytes()))
        return read_summary(saved(file)).ink[0]


def within(before: bytes, after: bytes = b"Q") -> Callable[[Any, bytes], bytes]:
    """Return the change that sets something for the text."""
    return replaced(b"BT", b"q " + before + b" BT", b"ET", b"ET " + after)


def replaced(*words: bytes) -> Callable[[Any, bytes], bytes]:
    """Return the change of some words of the content into others, by pairs."""

    def change(_: Any, content: bytes) -> bytes:
        for old, new in zip(words[::2], words[1::2], strict=True):
            head, _, tail = content.rpartition(old) if old == b"EMC" else content.partition(old)
            content = head + new + tail
        return content

    return change


UNTAGGED, OVERTAGGED = "not tagged as content or decoration", "tagged with more than its number"


def test_text_is_reported_where_it_is_and_how_it_looks() -> None:
    (stretch,) = ink_of(SAID).stretches
    assert (stretch.text, stretch.chars, stretch.face) == ("People read here", "Peoplereadhere", "Carlito")
    assert stretch.colour == (16, 32, 48)
    assert (stretch.x, stretch.size) == pytest.approx((20, SIZE))
    assert 20 < stretch.y < 32
    assert 60 < stretch.right < 120
    assert stretch.seen
    assert stretch.flaw == ""
    assert stretch.mark == 0


def test_shapes_are_reported_with_their_points_and_looks() -> None:
    line, box = ink_of(RULE, SAID, Box(Rect(10, 20, 30, 40), "#AABBCC", "#112233", 2.0)).shapes
    assert [number for point in line.points for number in point] == pytest.approx([40, 60, 80, 60])
    assert (line.fill, line.line, line.dashed, line.after) == (None, (17, 34, 51), False, 0)
    assert not line.is_area
    assert box.bounds == pytest.approx((10, 20, 40, 60), abs=0.01)
    assert (box.fill, box.weight, box.after) == ((170, 187, 204), 2.0, len("Peoplereadhere"))
    assert box.is_area
    assert line.mark == box.mark == -1


@pytest.mark.parametrize("outline", [None, "#112233"])
@pytest.mark.parametrize("fill", ["#AABBCC", None])
def test_round_corners_bound_the_same_area(fill: str | None, outline: str | None) -> None:
    if fill or outline:
        box = Box(Rect(10, 20, 30, 40), fill, outline, 2.0 if outline else 0.0, radius=5.0)
        (shape,) = ink_of(box).shapes
        assert shape.bounds == pytest.approx((10, 20, 40, 60), abs=0.01)
        assert shape.is_area


def test_pictures_are_reported_by_their_samples() -> None:
    one, same, other = (
        ink_of(PictureBox(Rect(10, 20, 30, 40), picture(colour))).shapes[0].digest
        for colour in ("#2222aa", "#2222aa", "#2222ab")
    )
    assert one == same != other


@pytest.mark.parametrize(
    ("change", "flaw"),
    [
        (within(b"0 0 1 1 re W n"), "clipped"),
        (within(b"1 Tr"), "not painted as letters are"),
        (within(b"-1 0 0 -1 200 200 cm"), "turned or stretched"),
        (within(b"2 0 0 1 0 0 cm"), "turned or stretched"),
        (within(b"/Span <</ActualText (x)>> BDC", b"EMC Q"), UNTAGGED),
        (replaced(b"/P <</MCID 0>> BDC", b"/P <</MCID 0>> BDC EMC q", b"EMC", b""), UNTAGGED),
        (replaced(b"/MCID 0", b"/MCID 0 /ActualText (x)"), OVERTAGGED),
        (replaced(b"/P <</MCID 0>>", b"/Artifact <</ActualText (x)>>"), OVERTAGGED),
        (replaced(b"/P <</MCID 0>>", b"/OC <</Type /OCG>>"), OVERTAGGED),
    ],
)
def test_what_keeps_text_from_being_seen_or_read_aloud_is_reported(
    change: Callable[[Any, bytes], bytes], flaw: str
) -> None:
    (stretch,) = changed(change).stretches
    assert stretch.flaw == flaw


@pytest.mark.parametrize("entry", [{"/ca": 0.1}, {"/BM": Name.Multiply}])
def test_transparent_text_is_reported(entry: dict[str, Any]) -> None:
    def change(page: Any, content: bytes) -> bytes:
        page.Resources.ExtGState = Dictionary(G0=Dictionary(entry))
        return within(b"/G0 gs")(page, content)

    (stretch,) = changed(change).stretches
    assert stretch.flaw == "transparent"


@pytest.mark.parametrize("before", [b"3 Tr", b"1 0 0 1 900 0 cm", b"1 0 0 1 0 -900 cm"])
def test_text_that_is_invisible_or_off_the_page_is_not_seen(before: bytes) -> None:
    (stretch,) = changed(within(before)).stretches
    assert not stretch.seen


def test_text_in_a_drawing_of_its_own_is_reported() -> None:
    """Nothing of the builder's draws that way, so that what is in it may be anywhere."""
    with pikepdf.open(io.BytesIO(printed(sheet(SAID)))) as file:
        page = file.pages[0]
        form = file.make_stream(page.Contents.read_bytes(), Type=Name.XObject, Subtype=Name.Form)
        form.BBox, form.Resources = page.MediaBox, page.Resources
        page.Resources = Dictionary(XObject=Dictionary(Fm0=form))
        page.Contents = file.make_stream(b"/Fm0 Do")
        (stretch,) = read_summary(saved(file)).ink[0].stretches
    assert stretch.flaw == "drawn in another drawing"


@pytest.mark.parametrize(
    ("key", "value", "flaw"),
    [("Rotate", 90, "is turned"), ("CropBox", Array([0, 0, 300, 100]), "is cut off")],
)
def test_a_page_that_is_turned_or_cut_off_is_reported(key: str, value: Any, flaw: str) -> None:
    def change(page: Any, content: bytes) -> bytes:
        page.obj[f"/{key}"] = value
        return content

    assert changed(change).flaw == flaw
    assert changed(lambda _, content: content).flaw == ""


def test_a_shape_is_a_shape_and_text_is_text() -> None:
    assert [type(one) for one in ink_of(RULE, SAID).painted] == [Shape, Stretch]
