"""What is drawn in finished files is compared with the outline: arrows, pictures, and their descriptions."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import cache
from typing import Any

import msgspec.structs
import pytest
from msgspec.structs import replace
from PIL import Image

from builder.audit.compare import audit
from builder.layout.pages import Group, Item, Pages, Polyline
from builder.outline.blocks import ArgumentMap, Outline
from builder.outline.text import Level, Product
from tests.conftest import ROOT
from tests.support.finished import Finished, faults, finish, finished, outline_of
from tests.support.outlines import LIBRARY
from tests.support.outlines import outline_of as composed
from tests.support.packages import A, edited, names, parts_of, repacked, saved

SAMPLE = ROOT / "brief.yaml"
ARROWS, PICTURES, ALTERNATIVES = (
    "arrows-match-links",
    "pictures-match",
    "pictures-have-alt-text",
)
OFFICE = pytest.mark.parametrize("product", [Product.MEMO, Product.DECK], ids=lambda product: product.value)

# Arrows


def map_part(data: bytes) -> str:
    """The memo's document, or the slide with the most arrows."""
    parts = parts_of(data, r"\.xml$")
    return max(parts, key=lambda name: parts[name].count(b"<a:tailEnd"))


def arrows(root: Any) -> list[Any]:
    """The shapes with an arrow head."""
    return [head.getparent().getparent().getparent() for head in root.iter(A + "tailEnd")]


def look(shape: Any) -> Any:
    return next(shape.iter(A + "ln"))


def remove(root: Any) -> None:
    shape = arrows(root)[0]
    shape.getparent().remove(shape)


def repeat(root: Any) -> None:
    shape = arrows(root)[0]
    shape.addnext(copy.deepcopy(shape))


def dash(root: Any) -> None:
    """Dash a line that is solid."""
    for shape in arrows(root):
        preset, own = next(shape.iter(A + "prstDash"), None), next(shape.iter(A + "custDash"), None)
        if own is None and (preset is None or preset.get("val") == "solid"):
            if preset is None:
                preset = look(shape).makeelement(A + "prstDash")
                look(shape).insert(1, preset)
            preset.set("val", "dash")
            return
    raise ValueError("no arrow is solid")


def undash(root: Any) -> None:
    for shape in arrows(root):
        for mark in shape.iter(A + "custDash", A + "prstDash"):
            if mark.get("val") != "solid":
                mark.getparent().remove(mark)
                return
    raise ValueError("no arrow is dashed")


def behead(root: Any) -> None:
    head = next(root.iter(A + "tailEnd"))
    head.getparent().remove(head)


def turn(root: Any) -> None:
    next(root.iter(A + "tailEnd")).tag = A + "headEnd"


@OFFICE
@pytest.mark.parametrize("change", [remove, repeat, dash, undash, behead, turn])
def test_an_arrow_that_is_not_as_linked_is_reported(product: Product, change: Callable[[Any], None]) -> None:
    pages, files = finished(SAMPLE, product)
    part = map_part(files[product])
    found = faults(outline_of(SAMPLE), (pages, {product: edited(files[product], part, change)}))
    assert {fault.rule for fault in found} == {ARROWS}


def glue_elsewhere(root: Any) -> None:
    ends = list(root.iter(A + "endCxn"))
    other = next(end for end in ends if end.get("id") != ends[0].get("id"))
    ends[0].set("id", other.get("id"))


def unglue(root: Any) -> None:
    end = next(root.iter(A + "stCxn"))
    end.getparent().remove(end)


def flip(root: Any) -> None:
    for shape in arrows(root):
        next(shape.iter(A + "xfrm")).set("flipH", "1")


def reverse(root: Any) -> None:
    """Turn arrows round, which stay glued to what they were drawn between."""
    for shape in arrows(root):
        for frame in shape.iter(A + "xfrm"):
            for name in ("flipH", "flipV"):
                frame.set(name, str(int(frame.get(name) not in ("1", "true"))))


def rotate(angle: int) -> Callable[[Any], None]:
    def change(root: Any) -> None:
        for shape in arrows(root):
            next(shape.iter(A + "xfrm")).set("rot", str(angle * 60_000))

    return change


@pytest.mark.parametrize("change", [reverse, *map(rotate, (90, 180, 270))])
def test_a_connector_that_is_turned_is_reported_in_an_edited_deck_too(change: Callable[[Any], None]) -> None:
    pages, files = finished(SAMPLE, Product.DECK)
    deck = files[Product.DECK]
    damaged = edited(deck, map_part(deck), change)
    found = faults(outline_of(SAMPLE), (pages, {Product.DECK: damaged}), edited=True)
    assert {fault.rule for fault in found} == {ARROWS}


def test_a_connector_that_is_turned_and_flipped_back_runs_as_before() -> None:
    def change(root: Any) -> None:
        reverse(root)
        rotate(180)(root)

    pages, files = finished(SAMPLE, Product.DECK)
    deck = files[Product.DECK]
    damaged = edited(deck, map_part(deck), change)
    assert faults(outline_of(SAMPLE), (pages, {Product.DECK: damaged}), edited=True) == ()


def test_an_arrow_of_a_memo_that_is_flipped_is_reported() -> None:
    pages, files = finished(SAMPLE, Product.MEMO)
    memo = files[Product.MEMO]
    damaged = edited(memo, map_part(memo), reverse)
    found = faults(outline_of(SAMPLE), (pages, {Product.MEMO: damaged}), edited=True)
    assert {fault.rule for fault in found} == {ARROWS}


@pytest.mark.parametrize("change", [glue_elsewhere, unglue, flip])
def test_a_connector_that_joins_other_shapes_is_reported(change: Callable[[Any], None]) -> None:
    pages, files = finished(SAMPLE, Product.DECK)
    deck = files[Product.DECK]
    damaged = edited(deck, map_part(deck), change)
    found = faults(outline_of(SAMPLE), (pages, {Product.DECK: damaged}))
    assert {fault.rule for fault in found} == {ARROWS}


def with_other_edges(outline: Outline) -> list[Outline]:
    """The outline with one link less, and with a link that is firmer or less firm."""

    def of(block: ArgumentMap) -> Outline:
        blocks = tuple(block if isinstance(one, ArgumentMap) else one for one in outline.blocks)
        return replace(outline, blocks=blocks)

    block = outline.one(ArgumentMap)
    assert block is not None
    first, *rest = block.edges
    level = Level.POSSIBLE if first.level is Level.ASSERTED else Level.ASSERTED
    fewer, other = tuple(rest), (replace(first, level=level), *rest)
    return [of(replace(block, edges=fewer)), of(replace(block, edges=other))]


@pytest.mark.parametrize("product", Product, ids=lambda product: product.value)
def test_a_map_of_other_links_is_reported(product: Product) -> None:
    pictured = {"pictures-match"} if product is Product.MEMO else set()  # for other programs
    for outline in with_other_edges(outline_of(SAMPLE)):
        found = faults(outline, finished(SAMPLE, product))
        assert {fault.rule for fault in found} == {ARROWS} | pictured


def test_an_arrow_that_is_placed_between_other_nodes_is_reported() -> None:
    def turned(item: Item) -> Item:
        if isinstance(item, Group):
            return msgspec.structs.replace(item, items=tuple(map(turned, item.items)))
        if isinstance(item, Polyline) and item.head:
            return msgspec.structs.replace(item, start=item.end, end=item.start, points=item.points[::-1])
        return item

    pages, files = finished(SAMPLE, Product.SUMMARY)
    placed = pages[Product.SUMMARY]
    changed = Pages(
        tuple(msgspec.structs.replace(page, items=tuple(map(turned, page.items))) for page in placed.pages)
    )
    found = audit(outline_of(SAMPLE), {Product.SUMMARY: changed}, files)
    assert {fault.rule for fault in found} == {ARROWS}


@OFFICE
def test_an_arrow_that_joins_other_nodes_is_reported(product: Product) -> None:
    """In the memo by where it runs, for Word's shapes in a group are glued to nothing."""

    def change(root: Any) -> None:
        first, other = (next(arrow.iter(A + "off")) for arrow in arrows(root)[:2])
        first.set("y", other.get("y"))

    pages, files = finished(SAMPLE, product)
    part = map_part(files[product])
    found = faults(outline_of(SAMPLE), (pages, {product: edited(files[product], part, change)}))
    assert {fault.rule for fault in found} == {ARROWS}
    assert "from" in found[0].message


def test_a_connector_may_run_elsewhere_in_an_edited_deck_as_long_as_it_joins_the_same() -> None:
    def bend(root: Any) -> None:
        next(arrows(root)[0].iter(A + "off")).set("y", "6250000")

    def unglue_all(root: Any) -> None:
        for end in [*root.iter(A + "stCxn"), *root.iter(A + "endCxn")]:
            end.getparent().remove(end)

    def unglue_and_bend(root: Any) -> None:
        unglue_all(root)
        bend(root)

    pages, files = finished(SAMPLE, Product.DECK)
    deck = files[Product.DECK]
    for change, rules in ((bend, set()), (unglue_all, set()), (unglue_and_bend, {ARROWS})):
        damaged = edited(deck, map_part(deck), change)
        found = faults(outline_of(SAMPLE), (pages, {Product.DECK: damaged}), edited=True)
        assert {fault.rule for fault in found} == rules, change


# Marks of certainty

MARKS = "certainty-matches"


def halves(root: Any) -> list[Any]:
    """The shapes that fill half of a mark: twice as high as wide, without an edge."""
    sizes = (one for one in root.iter(A + "ext") if one.get("cx"))
    looks = [
        one.getparent().getparent() for one in sizes if abs(int(one.get("cy")) - 2 * int(one.get("cx"))) < 99
    ]
    return [one for one in looks if one.find(A + "solidFill") is not None]


def fill_up(root: Any) -> None:
    """Draw a half mark full."""
    size = next(halves(root)[0].iter(A + "ext"))
    size.set("cx", size.get("cy"))


def empty(root: Any) -> None:
    """Draw a half mark open."""
    look = halves(root)[0]
    look.replace(look.find(A + "solidFill"), look.makeelement(A + "noFill"))


def no_mark(root: Any) -> None:
    shape = halves(root)[0].getparent().getprevious()
    shape.getparent().remove(shape)


@OFFICE
@pytest.mark.parametrize("change", [fill_up, empty, no_mark])
def test_a_mark_that_is_not_as_firm_as_decided_is_reported(
    product: Product, change: Callable[[Any], None]
) -> None:
    pages, files = finished(SAMPLE, product)
    data = files[product]
    part = "word/document.xml" if product is Product.MEMO else "ppt/slides/slide5.xml"
    found = faults(outline_of(SAMPLE), (pages, {product: edited(data, part, change)}))
    assert {fault.rule for fault in found} == {MARKS}


# Pictures

PICTURED: dict[str, Any] = {
    "organisation": {"name": "The Town", "logo": {"path": "logo.png", "alt": "Arms of the town"}},
    "figures": [
        {"path": "a.png", "title": "The library is near", "alt": "A street map"},
        {"path": "b.png", "title": "The library is full", "alt": "A crowd"},
    ],
}


@cache
def pictured(product: Product) -> tuple[Outline, Finished]:
    outline = composed(LIBRARY, **PICTURED)
    done = finish(outline, product)
    assert done is not None
    return outline, done


def rules(product: Product, change: Callable[[bytes], bytes]) -> set[str]:
    outline, (pages, files) = pictured(product)
    return {fault.rule for fault in faults(outline, (pages, {product: change(files[product])}))}


@pytest.mark.parametrize("product", Product, ids=lambda product: product.value)
def test_files_with_pictures_show_what_was_decided(product: Product) -> None:
    outline, done = pictured(product)
    assert faults(outline, done) == ()


@OFFICE
def test_another_picture_is_reported(product: Product) -> None:
    blue = saved(Image.new("RGB", (8, 4), "#2222aa"), "PNG")

    def change(data: bytes) -> bytes:
        media = names(data, "/media/")
        assert media
        return repacked(data, dict.fromkeys(media, blue))

    assert rules(product, change) == {PICTURES}


@OFFICE
def test_a_picture_too_many_is_reported(product: Product) -> None:
    def again(root: Any) -> None:
        drawn = next(one for one in root.iter("{*}blip")).getparent().getparent()
        about = next(one for one in drawn.iter("{*}cNvPr"))
        about.attrib.pop("descr", None)
        drawn.addnext(copy.deepcopy(drawn))

    def change(data: bytes) -> bytes:
        part = next(name for name, one in parts_of(data, r"\.xml$").items() if b"blip" in one)
        return edited(data, part, again)

    assert PICTURES in rules(product, change)


def test_alternative_texts_that_changed_places_are_reported() -> None:
    def swap(root: Any) -> None:
        first, other = (
            one for one in root.iter("{*}docPr") if one.get("descr") in ("A street map", "A crowd")
        )
        first.attrib["descr"], other.attrib["descr"] = other.get("descr"), first.get("descr")

    assert rules(Product.MEMO, lambda memo: edited(memo, "word/document.xml", swap)) == {ALTERNATIVES}
