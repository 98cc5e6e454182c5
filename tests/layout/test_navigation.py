"""A long deck shows on every slide which part of it that is."""

from __future__ import annotations

from itertools import pairwise

import pytest
from msgspec.structs import replace

from builder.layout.deck import NAVIGATED, lay_out_deck
from builder.layout.pages import Box, Group, TextBox
from builder.theme.theme import DEFAULT
from tests.layout.test_deck import FEW, LOOK, MANY, laid_out, words
from tests.support.outlines import outline_of


def test_a_short_deck_numbers_its_slides_and_has_no_parts() -> None:
    pages, _ = lay_out_deck(outline_of(FEW), DEFAULT)
    assert 1 < len(pages.pages) < NAVIGATED
    assert not pages.behind
    cover, *others = ("".join(piece.separator for piece in page.after_number) for page in pages.pages)
    assert cover == ""
    assert set(others) == {f" / {len(pages.pages)}"}


def test_a_long_deck_shows_in_which_part_of_it_each_slide_is() -> None:
    pages, _ = lay_out_deck(outline_of(MANY), DEFAULT)
    segments = [box.rect for box in pages.behind]
    assert len(pages.pages) >= NAVIGATED
    assert len(segments) == len(pages.pages) - 1
    assert all(a.x + a.width < b.x for a, b in pairwise(segments))
    assert segments[0].x == pytest.approx(LOOK.left)
    assert segments[-1].x + segments[-1].width == pytest.approx(LOOK.right, abs=0.1)
    named = {"Part 1", "Part 2", "Part 3"}
    for page, segment in zip(pages.pages[1:], segments, strict=True):
        filled = [item for item in page.items if isinstance(item, Box) and item.rect.x == segment.x]
        assert any(item.rect.y == segment.y for item in filled), page.title
        (label,) = (item for item in page.items if isinstance(item, TextBox) and item.placeholder == "kicker")
        others = next(item for item in page.items if isinstance(item, Group) and item.name == "parts")
        assert named - {page.section} <= set(words(replace(page, items=others.items)))
        assert others.alt is None
        if page.section in named:
            assert label.paragraphs[0].plain.startswith(page.section)
        assert "".join(piece.separator for piece in page.after_number) == f" / {len(pages.pages)}"


def test_parts_whose_names_have_no_room_beside_each_other_are_named_on_their_own_slides_alone() -> None:
    long = "Wärmenetzausbaubeschleunigungsverordnung und Anschlusspflicht"
    parts = [part | {"title": f"{long} {number}"} for number, part in enumerate(MANY["sections"], 1)]
    marking = {"scheme": "tlp", "label": "AMBER", "caveat": "For members"}
    for more in ({}, {"marking": marking}):
        pages, problems = lay_out_deck(outline_of(MANY | {"sections": parts} | more), DEFAULT)
        assert not problems
        for page in pages.pages[1:]:
            assert not [item for item in page.items if isinstance(item, Group) and item.name == "parts"]
            (label,) = (
                item for item in page.items if isinstance(item, TextBox) and item.placeholder == "kicker"
            )
            assert label.rect.x + label.rect.width <= LOOK.right + 0.01
            assert len(label.paragraphs[0].lines) == 1


def test_an_exhibit_is_in_the_part_of_its_section() -> None:
    table = {"title": "Doors", "columns": ["Door", "Shut"], "rows": [["A", "1"]], "section": "p1"}
    parts = [part | {"id": f"p{number}"} for number, part in enumerate(MANY["sections"], 1)]
    pages = laid_out(outline_of(MANY | {"sections": parts, "tables": [table]})).pages
    (page,) = (page for page in pages if page.title == "Doors")
    assert page.section == "Part 1"
    kicker, source = (
        item.paragraphs[0].plain
        for place in ("kicker", "source")
        for item in page.items
        if isinstance(item, TextBox) and item.placeholder == place
    )
    assert (kicker, source) == ("Part 1", "Table\xa01")


def test_each_part_of_a_deck_has_one_name_on_all_slides() -> None:
    pages = laid_out(outline_of(MANY)).pages[1:]
    shown = []
    for page in pages:
        (label,) = (item for item in page.items if isinstance(item, TextBox) and item.placeholder == "kicker")
        others = next(item for item in page.items if isinstance(item, Group) and item.name == "parts")
        assert label.paragraphs[0].plain == page.section
        shown.append({page.section, *words(replace(page, items=others.items))})
    assert all(names == shown[0] for names in shown)
