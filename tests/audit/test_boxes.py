"""Where an edited deck has its texts and drawings: what misleads is reported, what is only moved is not."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from msgspec.structs import replace

from builder.audit.readback import read_back
from builder.layout.pages import Box, TextBox, on_pages, paragraphs
from builder.outline.blocks import Outline
from builder.outline.text import Product
from tests.support.finished import Finished, faults, finish
from tests.support.outlines import LIBRARY
from tests.support.outlines import outline_of as composed
from tests.support.packages import A, P, edited, names, read

COMPARED = {
    "id": "leaks",
    "claim": "The pipes lose more than those of the neighbours.",
    "evidence": [
        {
            "text": "of the water that is pumped is lost.",
            "kind": "data",
            "value": "40",
            "unit": "%",
            "label": "Here",
            "compare": [{"label": "Wells", "value": "20"}, {"label": "Springs", "value": "10"}],
        }
    ],
}


@cache
def deck() -> tuple[Outline, Finished, str]:
    """Return a deck with a comparison, and the part of its slide."""
    outline = composed(LIBRARY, sections=[{"title": "Why", "role": "cause", "arguments": [COMPARED]}])
    done = finish(outline, Product.DECK)
    assert done is not None
    assert faults(outline, done, edited=True) == ()
    data = done[1][Product.DECK]
    return (
        outline,
        done,
        next(one for one in names(data, r"slides/slide\d+\.xml$") if b"Springs" in read(data, one)),
    )


def test_bars_are_in_proportion_to_the_numbers_of_the_brief_not_only_as_placed() -> None:
    outline, (pages, files), _ = deck()
    placed = pages[Product.DECK]
    bars = [
        item for _, item in on_pages(placed) if isinstance(item, Box) and item.fill and item.rect.height > 8
    ]
    assert len({round(bar.rect.width) for bar in bars}) >= 3
    least = min(bars, key=lambda bar: bar.rect.width)
    longer = replace(least, rect=replace(least.rect, width=least.rect.width + 1))
    pages_ = [
        replace(page, items=tuple(longer if one == least else one for one in page.items))
        for page in placed.pages
    ]
    found = faults(outline, ({Product.DECK: replace(placed, pages=tuple(pages_))}, files))
    assert [one.path for one in found] == ["sections[0].arguments[0].evidence[0].text"]
    assert "a bar is longer or shorter than its number makes it" in found[0].message


def problems(change: Callable[[Any], None]) -> list[str]:
    outline, (pages, files), part = deck()
    data = edited(files[Product.DECK], part, change)
    return [one.message for one in faults(outline, (pages, {Product.DECK: data}), edited=True)]


def forms(root: Any, *, words: bool) -> list[tuple[Any, Any]]:
    """Return position and size of each shape that states them, with words or without."""
    found = [
        (shape, shape.find(f"{P}spPr/{A}xfrm"))
        for shape in root.iter(P + "sp")
        if any(text.text for text in shape.iter(A + "t")) == words
    ]
    return [(form[0], form[1]) for _, form in found if form is not None]


@cache
def bars() -> tuple[int, ...]:
    """Return which of the shapes without words are the three bars: those of one height and edge."""
    from lxml import etree

    _, (_, files), part = deck()
    root = etree.fromstring(read(files[Product.DECK], part))
    shapes = [(off.get("x"), size.get("cy"), int(size.get("cx"))) for off, size in forms(root, words=False)]
    columns: dict[tuple[str, str], list[int]] = {}
    for index, (x, high, _) in enumerate(shapes):
        columns.setdefault((x, high), []).append(index)
    return tuple(next(column for column in columns.values() if len(column) == 3))


@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_bar_of_a_comparison_of_another_length_is_reported(which: int) -> None:
    def change(root: Any) -> None:
        size = forms(root, words=False)[bars()[which]][1]
        size.set("cx", str(int(size.get("cx")) * 4 // 3))

    assert any("bars of other lengths" in message for message in problems(change))


def test_a_comparison_without_one_of_its_bars_is_reported() -> None:
    def change(root: Any) -> None:
        shape = forms(root, words=False)[bars()[1]][1].getparent().getparent().getparent()
        shape.getparent().remove(shape)

    assert any("bars instead of" in message for message in problems(change))


def test_bars_that_are_all_made_smaller_are_quiet() -> None:
    def change(root: Any) -> None:
        for index in bars():
            size = forms(root, words=False)[index][1]
            size.set("cx", str(int(size.get("cx")) // 2))

    assert problems(change) == []


@pytest.mark.parametrize("words", [True, False])
def test_what_is_moved_by_a_point_is_quiet(words: bool) -> None:
    def change(root: Any) -> None:
        for corner, _ in forms(root, words=words):
            corner.set("x", str(int(corner.get("x")) + 12_700))
            corner.set("y", str(int(corner.get("y")) - 12_700))

    assert problems(change) == []


def test_a_box_that_is_made_wider_and_higher_is_quiet() -> None:
    def change(root: Any) -> None:
        size = forms(root, words=True)[-1][1]
        size.set("cx", str(int(size.get("cx")) * 11 // 10))
        size.set("cy", str(int(size.get("cy")) * 11 // 10))

    assert problems(change) == []


PARTS = {
    "id": "parts",
    "claim": "Losses have three causes.",
    "evidence": [
        {"text": "a year", "value": value, "unit": "million", "label": label}
        for label, value in {"Pipes": "1.7", "Taps": "0.9", "Meters": "0.1"}.items()
    ],
    "gist": "Losses are 2.7 million a year.",
}
QUOTED = {"claim": "Pipes are old.", "evidence": [{"text": "They were my mother's pipes.", "kind": "quote"}]}


@cache
def parts_and_quotation() -> tuple[Outline, Finished]:
    outline = composed(LIBRARY, sections=[{"title": "Why", "role": "cause", "arguments": [PARTS, QUOTED]}])
    done = finish(outline, Product.DECK)
    assert done is not None
    assert faults(outline, done, edited=True) == ()
    return outline, done


def problems_of(words: bytes, change: Callable[[Any], None]) -> list[str]:
    """Return what is reported after a change of the slide with some words."""
    outline, (pages, files) = parts_and_quotation()
    data = files[Product.DECK]
    part = next(one for one in names(data, r"slides/slide\d+\.xml$") if words in read(data, one))
    done = (pages, {Product.DECK: edited(data, part, change)})
    return [one.message for one in faults(outline, done, edited=True)]


def segments(root: Any) -> list[Any]:
    """Return the sizes of the parts of the bar: those in the lowest row with fills of different widths."""
    found = [shape for shape in root.iter(P + "sp") if shape.find(f"{P}spPr/{A}solidFill") is not None]
    forms = [(one[0], one[1]) for one in (shape.find(f"{P}spPr/{A}xfrm") for shape in found)]
    lowest = max(int(off.get("y")) for off, _ in forms)
    row = [size for off, size in forms if int(off.get("y")) == lowest]
    assert len(row) == 3
    return row


@pytest.mark.parametrize("which", [0, 1])
def test_a_part_of_a_total_of_another_length_is_reported(which: int) -> None:
    def change(root: Any) -> None:
        size = segments(root)[which]
        size.set("cx", str(int(size.get("cx")) * 4 // 5))

    assert any("bars of other lengths" in message for message in problems_of(b"Breakdown", change))


@pytest.mark.parametrize("which", [0, 2])
def test_parts_of_a_total_are_in_proportion_to_the_numbers_of_the_brief(which: int) -> None:
    outline, (pages, files) = parts_and_quotation()
    placed = pages[Product.DECK]
    said = {one.plain: page for page in placed.pages for item in page.items for one in paragraphs(item)}
    page = next(page for words, page in said.items() if words.startswith("Breakdown"))
    row = [item for item in page.items if isinstance(item, Box | TextBox) and item.fill][-3:]
    assert len({round(item.rect.y) for item in row}) == 1
    wider = replace(row[which], rect=replace(row[which].rect, width=row[which].rect.width + 2))
    items = tuple(wider if one is row[which] else one for one in page.items)
    for changed in (items, tuple(one for one in page.items if one is not row[which])):
        pages_ = tuple(replace(one, items=changed) if one is page else one for one in placed.pages)
        found = faults(outline, ({Product.DECK: replace(placed, pages=pages_)}, files))
        assert "a bar is longer or shorter than its number makes it" in [
            one.message.rpartition(": ")[2] for one in found if one.path == "sections[0].arguments[0].gist"
        ]


def test_a_part_of_a_total_without_words_of_another_length_is_reported() -> None:
    def change(root: Any) -> None:
        size = segments(root)[2]
        size.set("cx", str(int(size.get("cx")) * 3))

    assert any("bars of other lengths" in message for message in problems_of(b"Breakdown", change))


def test_a_total_without_one_of_its_parts_is_reported() -> None:
    def change(root: Any) -> None:
        shape = segments(root)[2].getparent().getparent().getparent()
        shape.getparent().remove(shape)

    assert any("bars instead of" in message for message in problems_of(b"Breakdown", change))


def test_a_total_made_smaller_with_all_its_parts_is_quiet() -> None:
    def change(root: Any) -> None:
        for size in segments(root):
            size.set("cx", str(int(size.get("cx")) // 2))

    assert problems_of(b"Breakdown", change) == []


def strokes(root: Any) -> list[Any]:
    return [shape for shape in root.iter(P + "sp") if shape.find(f"{P}spPr/{A}custGeom") is not None]


def test_the_mark_of_a_quotation_of_another_form_is_reported() -> None:
    def change(root: Any) -> None:
        corner = next(strokes(root)[1].iter(A + "pt"))
        corner.set("x", str(int(corner.get("x")) // 2))

    assert any("outline of another form" in message for message in problems_of(b"mother", change))


def test_a_quotation_without_a_stroke_of_its_mark_is_reported() -> None:
    def change(root: Any) -> None:
        stroke = strokes(root)[0]
        stroke.getparent().remove(stroke)

    assert any("1 outlines instead of 2" in message for message in problems_of(b"mother", change))


def test_the_mark_of_a_quotation_made_larger_is_quiet() -> None:
    def change(root: Any) -> None:
        for stroke in strokes(root):
            size = stroke.find(f"{P}spPr/{A}xfrm")[1]
            for side in ("cx", "cy"):
                size.set(side, str(int(size.get(side)) * 5 // 4))

    assert problems_of(b"mother", change) == []


def test_a_deck_with_more_than_can_be_read_back_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    outline, done, _ = deck()
    read_back.cache_clear()
    monkeypatch.setattr("builder.audit.readback._CHARACTERS", 100)
    (problem,) = faults(outline, done)
    assert problem.message == "the deck has more than 100 characters"
    assert problem.hint is not None
    assert problem.hint.endswith("shorten the brief, or take tables, charts or pictures out of it")


CHARTED = {
    "kind": "grouped",
    "title": "Visits rose and loans fell",
    "series": [{"name": "Visits"}, {"name": "Loans"}],
    "rows": [{"category": "2025", "values": ["12", "33"]}, {"category": "2026", "values": ["14", "31"]}],
}


@pytest.mark.parametrize(("words", "count"), [("Visits", 1), ("Visits rose and loans fell", 0)])
def test_only_words_that_name_a_series_must_keep_its_colour(words: str, count: int) -> None:
    outline = composed(LIBRARY, charts=[CHARTED])
    done = finish(outline, Product.DECK)
    assert done is not None
    data = done[1][Product.DECK]
    part = next(one for one in names(data, r"slides/slide\d+\.xml$") if b">Visits<" in read(data, one))

    def change(root: Any) -> None:
        shape = next(one for one in root.iter(P + "sp") if "".join(one.itertext()).strip().endswith(words))
        look = shape.find(f"{P}spPr/{A}solidFill") if count else next(shape.iter(A + "rPr"))
        if not count:
            look[:] = [look.makeelement(A + "solidFill")]
            look = look[0]
        look[:] = [look.makeelement(A + "srgbClr", {"val": "7A1F5F"})]

    found = faults(outline, (done[0], {Product.DECK: edited(data, part, change)}), edited=True)
    assert ["another colour than what it names" in one.message for one in found] == [True] * count
