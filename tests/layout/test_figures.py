"""A picture has the composition that its shape and pixels call for, with its words beside or below it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from builder.layout.deck import lay_out_deck
from builder.layout.memo.body import picture_sizes
from builder.layout.memo.styles import style_sheet
from builder.layout.pages import Box, Page, PictureBox, Rect, TextBox
from builder.layout.summary import lay_out_summary
from builder.outline.blocks import Block, Figure, Front, Outline
from builder.outline.reading.flow import Image
from builder.outline.reading.furniture import FIRST_HEADER, furniture
from builder.outline.reading.order import flow
from builder.outline.text import Depth, Picture
from builder.theme.theme import DEFAULT
from tests.conftest import often
from tests.layout.test_deck import LOOK, MANY
from tests.support.outlines import outline_of

FIGURE = {"path": "a.png", "title": "The harbour", "alt": "A harbour", "caption": "Seen from the bridge."}


def page_of(width: int, height: int, *, sections: object = None, **more: object) -> Page:
    """Return the slide of a picture with so many pixels."""
    values = MANY | {"tables": [], "figures": [FIGURE | {"credit": "Photo: Jo Marsh"} | more]}
    outline = outline_of(values | ({"sections": sections, "links": []} if sections else {}))
    blocks = tuple(
        replace(block, picture=replace(block.picture, width=width, height=height))
        if isinstance(block, Figure)
        else block
        for block in outline.blocks
    )
    pages, problems = lay_out_deck(replace(outline, blocks=blocks), DEFAULT)
    assert not problems
    return next(page for page in pages.pages if page.title.endswith("The harbour"))


def drawn(page: Page) -> tuple[PictureBox, TextBox]:
    """Return the picture, and the box with what is said beside it."""
    (picture,) = (item for item in page.items if isinstance(item, PictureBox))
    (words,) = (item for item in page.items if isinstance(item, TextBox) and item.placeholder == "text")
    return picture, words


@pytest.mark.parametrize(("width", "height"), [(1600, 1000), (900, 1600), (1200, 1200), (500, 300)])
def test_words_are_beside_a_picture(width: int, height: int) -> None:
    picture, words = drawn(page_of(width, height))
    assert words.rect.x > picture.rect.x + picture.rect.width
    assert words.rect.x + words.rect.width <= LOOK.right + 0.01
    assert [each.plain for each in words.paragraphs] == ["Seen from the bridge.", "Photo: Jo Marsh"]
    assert picture.rect.width / picture.rect.height == pytest.approx(width / height, rel=0.001)


def test_a_panorama_is_across_the_slide_with_its_words_below() -> None:
    picture, words = drawn(page_of(2000, 600))
    assert picture.rect.width == pytest.approx(LOOK.live, abs=0.1)
    assert words.rect.y > picture.rect.y + picture.rect.height
    assert words.rect.y + words.rect.height <= LOOK.body_bottom


def test_the_words_beside_a_tall_picture_are_large() -> None:
    _, tall = drawn(page_of(900, 1600))
    _, wide = drawn(page_of(1600, 1000))
    assert tall.paragraphs[0].size > wide.paragraphs[0].size


@pytest.mark.parametrize("caption", [None, "Seen from the bridge."])
def test_a_tall_picture_is_at_the_margin_beside_the_claims_of_its_section(caption: str | None) -> None:
    section = {"id": "a", "title": "Part", "arguments": [{"claim": "It is full."}, {"claim": "It is old."}]}
    page = page_of(900, 1600, sections=[section], section="a", caption=caption)
    (picture,) = (item.rect for item in page.items if isinstance(item, PictureBox))
    assert (picture.x, picture.y, picture.height) == pytest.approx(
        (LOOK.left, LOOK.high_body_top, LOOK.body_bottom - LOOK.high_body_top)
    )
    beside = {
        each.plain: item.rect
        for item in page.items
        if isinstance(item, TextBox) and item.rect.x > picture.right and item.rect.y < LOOK.body_bottom
        for each in item.paragraphs
    }
    assert {"Part", "A1", "It is full.", "A2", "It is old."} <= set(beside)
    assert all(rect.bottom <= LOOK.body_bottom + 0.01 for rect in beside.values())
    assert field_of(page) is None


def field_of(page: Page) -> Rect | None:
    """Return the ground of the picture."""
    panels = [item for item in page.items if isinstance(item, Box) and item.fill == DEFAULT.colours.panel]
    return max((each.rect for each in panels), key=lambda rect: rect.width * rect.height, default=None)


def middle(rect: Rect) -> float:
    return rect.y + rect.height / 2


@pytest.mark.parametrize(("width", "height"), [(500, 300), (1200, 1200)])
def test_a_picture_that_leaves_room_is_on_a_field_with_its_words_in_the_middle(
    width: int, height: int
) -> None:
    page = page_of(width, height)
    picture, words = drawn(page)
    field = field_of(page)
    assert field is not None
    assert (field.x, field.width, field.y + field.height) == (LOOK.left, LOOK.live, LOOK.body_bottom)
    assert middle(picture.rect) == pytest.approx(middle(field))
    assert middle(words.rect) == pytest.approx(middle(field))
    assert field_of(page_of(1600, 900)) is None


@pytest.mark.parametrize(("width", "height"), [(1600, 1000), (900, 1600), (2000, 600), (64, 48)])
@pytest.mark.parametrize("credit", [None, "Photo: Jo Marsh"])
def test_a_picture_without_a_caption_is_in_the_middle_of_a_field(
    width: int, height: int, credit: str | None
) -> None:
    page = page_of(width, height, caption=None, credit=credit)
    (picture,) = (item.rect for item in page.items if isinstance(item, PictureBox))
    words = [item for item in page.items if isinstance(item, TextBox) and item.placeholder == "text"]
    assert picture.x + picture.width / 2 == pytest.approx(LOOK.left + LOOK.live / 2)
    assert [each.plain for box in words for each in box.paragraphs] == [credit] * bool(credit)
    assert all(box.rect.y > picture.y + picture.height for box in words)
    assert (field_of(page) is None) == (width == 2000)


FULL = outline_of(
    MANY,
    tables=[],
    figures=[FIGURE],
    cover={"path": "b.png", "alt": "A pier"},
    organisation={"name": "Institute", "logo": {"path": "c.png", "alt": "A mark"}},
    partners=[{"name": "Bank", "logo": {"path": "d.png", "alt": "Another"}}],
)


def sized(picture: Picture, size: tuple[int, int]) -> Picture:
    return replace(picture, width=size[0], height=size[1])


def placed(outline: Outline) -> Iterator[tuple[Picture, float, float]]:
    """Yield each picture of the three files with its width and height in points."""
    for lay_out in (lay_out_deck, lay_out_summary):
        for page in lay_out(outline, DEFAULT)[0].pages:
            for item in page.items:
                if isinstance(item, PictureBox):
                    yield item.picture, item.rect.width, item.rect.height
    sheet = style_sheet(DEFAULT, "A4")
    for image in (*furniture(outline).get(FIRST_HEADER, ()), *flow(outline)):
        if isinstance(image, Image):
            for picture, size in zip(image.pictures, picture_sizes(image, sheet), strict=True):
                yield picture, *size


@often(15)
@given(st.lists(st.tuples(st.integers(1, 3000), st.integers(1, 3000)), min_size=6, max_size=6))
def test_no_picture_is_enlarged_beyond_one_and_a_half_times_its_pixels(sizes: list[tuple[int, int]]) -> None:
    blocks: list[Block] = []
    for block in FULL.blocks:
        if isinstance(block, Figure):
            block = replace(block, picture=sized(block.picture, sizes[0]))
        elif isinstance(block, Front) and block.picture and block.logo:
            names = ("band", "half", "strip")
            cut = {name: sized(getattr(block.picture, name), sizes[2]) for name in names}
            logos = tuple(sized(each, sizes[1]) for each in block.partner_logos)
            block = replace(
                block,
                logo=sized(block.logo, sizes[3]),
                partner_logos=logos,
                picture=replace(block.picture, **cut),
            )
        blocks.append(block)
    found = [*placed(replace(FULL, blocks=tuple(blocks)))]
    assert len(found) >= 7
    for picture, width, height in found:
        assert width <= picture.width * 0.75 * 1.5 + 0.01
        assert width * picture.height == pytest.approx(height * picture.width)


def test_a_picture_with_few_pixels_keeps_its_size() -> None:
    picture, _ = drawn(page_of(500, 300))
    assert picture.rect.width == pytest.approx(500 * 0.75)
    assert drawn(page_of(700, 200))[0].rect.width == pytest.approx(700 * 0.75)


def pair_of(first: dict[str, object], second: dict[str, object], *sizes: tuple[int, int]) -> list[Page]:
    """Return the slides of two pictures, each with so many pixels."""
    outline = outline_of(MANY | {"tables": [], "figures": [FIGURE | first, FIGURE | second]})
    left = iter(sizes)
    blocks = tuple(
        replace(block, picture=replace(block.picture, width=size[0], height=size[1]))
        if isinstance(block, Figure) and (size := next(left))
        else block
        for block in outline.blocks
    )
    pages, problems = lay_out_deck(replace(outline, blocks=blocks), DEFAULT)
    assert not problems
    return [page for page in pages.pages if any(isinstance(item, PictureBox) for item in page.items)]


WIDE, TALL = (1600, 900), (800, 1500)


def test_a_picture_without_a_caption_shares_the_slide_of_the_one_before_it() -> None:
    (page,) = pair_of({}, {"title": "The tower", "caption": None, "credit": "Photo: Jo Marsh"}, WIDE, TALL)
    first, second = (item.rect for item in page.items if isinstance(item, PictureBox))
    assert (first.y, first.height) == (second.y, second.height)
    assert first.height >= 0.7 * LOOK.body
    boxes = [item for item in page.items if isinstance(item, TextBox) and item.placeholder == "text"]
    (beside,) = (box for box in boxes if box.rect.x > second.x)
    assert [each.plain for each in beside.paragraphs] == ["Figure\u00a02", "The tower", "Photo: Jo Marsh"]


@pytest.mark.parametrize(
    ("caption", "sizes"), [("So.", (WIDE, TALL)), (None, (WIDE, WIDE)), (None, (WIDE, (100, 190)))]
)
def test_pictures_with_words_or_too_low_have_slides_of_their_own(
    caption: str | None, sizes: tuple[tuple[int, int], ...]
) -> None:
    assert len(pair_of({}, {"title": "The tower", "caption": caption}, *sizes)) == 2


@pytest.mark.parametrize(("path", "shown"), [("399x300.png", False), ("400x300.png", True)])
def test_a_picture_narrower_than_400_pixels_has_no_slide(path: str, *, shown: bool) -> None:
    pages, _ = lay_out_deck(outline_of(MANY | {"tables": [], "figures": [FIGURE | {"path": path}]}), DEFAULT)
    assert any(page.title.endswith("The harbour") for page in pages.pages) is shown


def test_a_number_that_only_the_memo_has_is_named_where_the_numbers_go_on() -> None:
    figures = [FIGURE | {"title": f"Harbour {n}"} for n in range(3)]
    outline = outline_of(MANY | {"tables": [], "figures": figures})
    blocks = tuple(
        replace(block, title=replace(block.title, depth=Depth.MEMO))
        if isinstance(block, Figure) and block.title.plain == "Harbour 1"
        else block
        for block in outline.blocks
    )

    def said(page: Page) -> set[str]:
        return {each.plain for item in page.items if isinstance(item, TextBox) for each in item.paragraphs}

    first, last = (
        next(
            page
            for page in lay_out_deck(replace(outline, blocks=blocks), DEFAULT)[0].pages
            if title in page.title
        )
        for title in ("Harbour 0", "Harbour 2")
    )
    number = next(
        block.number.plain
        for block in outline.blocks
        if isinstance(block, Figure) and block.title.plain == "Harbour 1"
    )
    assert any(f"In the memo: {number}" in words for words in said(last))
    assert not any("In the memo" in words for words in said(first))
    whole = lay_out_deck(outline, DEFAULT)[0].pages
    assert not any("In the memo" in words for page in whole for words in said(page))
