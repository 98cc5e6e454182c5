"""What each product must say, in one order that is stated once for each kind of block."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from builder.layout.summary import lay_out_summary
from builder.outline.reading import paragraphs, reading
from builder.outline.reading.flow import Elsewhere, Label, Para, Piece, Styled, bracketed, short
from builder.outline.reading.furniture import FIRST_HEADER, furniture
from builder.outline.reading.order import flow
from builder.outline.text import Depth, Product, Run, Text
from builder.theme.theme import DEFAULT
from tests.support.finished import faults, finish
from tests.support.outlines import LIBRARY, outline_of, sample


def closed(text: Text, start: Callable[[Text], int | None]) -> Text:
    return Styled(text, unbroken=start(text)).shown


def test_no_line_ends_inside_short_brackets_or_a_date() -> None:
    text = Text("s", (Run("Possible (“may "), Run("have”)", bold=True)), Depth.MEMO)
    assert closed(text, bracketed).plain == "Possible (“may\u00a0have”)"
    assert closed(text, bracketed).runs[1].bold
    long = Text("s", (Run("Possible (as the authors of the survey say)"),), Depth.MEMO)
    assert closed(long, bracketed) == long
    assert closed(Text("s", (Run("By June 2030"),), Depth.MEMO), short).plain == "By\u00a0June\u00a02030"
    later = Text("s", (Run("After the review of the savings"),), Depth.MEMO)
    assert closed(later, short) == later


@pytest.mark.parametrize(
    ("more", "last"),
    [
        ({}, "A1\tDoors stay shut. [1]"),
        ({"reasoning": "Nobody has a key."}, "Nobody has a key. [1]"),
        ({"evidence": ["It was counted."]}, "It was counted. [1]"),
        ({"evidence": [{"text": "It was counted.", "refs": ["s2"]}]}, "A1\tDoors stay shut. [1]"),
        ({"evidence": ["It was counted.", "It was told."]}, "A1\tDoors stay shut. [1]"),
    ],
)
def test_references_follow_what_they_support_and_have_no_line_of_their_own(
    more: dict[str, Any], last: str
) -> None:
    argument = {"claim": "Doors stay shut.", "refs": ["s1"]} | more
    sources = [{"id": name, "title": name} for name in ("s1", "s2")]
    outline = outline_of(
        LIBRARY, sections=[{"title": "S", "arguments": [argument]}], sources=sources, links=[]
    )
    said = ["".join(map(str, _words(para))) for para in paragraphs(outline)]
    assert last in said
    assert "[1]" not in said
    pages, _ = lay_out_summary(outline, DEFAULT)
    lines = [each.plain for item in pages.pages[0].items for each in getattr(item, "paragraphs", ())]
    assert "A1\tDoors stay shut. [1]" in lines
    for product in (Product.MEMO, Product.SUMMARY):
        done = finish(outline, product)
        assert done is not None
        assert faults(outline, done) == ()


def _words(para: Para) -> Iterator[str]:
    for piece in para.pieces:
        yield piece if isinstance(piece, str) else "".join(each.plain for each in Para("", (piece,)).texts)


def test_what_only_slides_and_the_page_say_is_named() -> None:
    outline = sample()
    for product in (Product.DECK, Product.SUMMARY):
        said = [one for one in flow(outline) if isinstance(one, Elsewhere) and product in one.also]
        assert any(one.texts for one in said)
        assert all(isinstance(text, Text) for one in said for text in one.texts)


@pytest.mark.parametrize(
    ("language", "alone", "both"),
    [
        ("en", "Source: [1, t2]", "Sources: [1; 2]"),
        ("de", "Quelle: [1, t2]", "Quellen: [1; 2]"),
        ("fr", "Source : [1, t2]", "Sources : [1; 2]"),
        ("es", "Fuente: [1, t2]", "Fuentes: [1; 2]"),
        ("ja", "出典：[1, t2]", "出典：[1; 2]"),
    ],
)
def test_references_alone_under_an_exhibit_are_led_to_by_a_label(
    language: str, alone: str, both: str
) -> None:
    sources = [{"id": name, "title": name, "author": "A", "date": "2030"} for name in ("a", "b")]
    table = {"title": "T", "columns": ["A", "B"], "rows": [["x", "y"]]}
    tables = [
        table | {"refs": ["a#t2"]},
        table | {"refs": ["a", "b"]},
        table | {"refs": ["a"], "notes": "N."},
    ]
    outline = outline_of(LIBRARY, language=language, sources=sources, tables=tables)
    notes = [item for item in flow(outline) if isinstance(item, Para) and item.style == "Note"]
    said = ["".join(map(_shown, para.pieces)) for para in notes]
    assert [one.replace("\u00a0", " ") for one in said] == [alone, both, "N. [1]"]
    labels = [para.label.plain for para in notes if para.label]
    assert not {text.plain for text in reading(outline, Product.DECK)} & set(labels)


def _shown(piece: Piece) -> str:
    match piece:
        case str():
            return piece
        case Text():
            return piece.plain
        case Styled():
            return piece.text.plain
        case _:
            return ""


@pytest.mark.parametrize(
    ("label", "beside"), [("AMBER", True), ("A handling label of many words " * 2, False)]
)
def test_a_handling_label_ends_the_first_row_of_the_memo_where_it_fits(label: str, beside: bool) -> None:
    marking = {"scheme": "free", "label": label, "caveat": "Named readers only"}
    first, second, *_ = furniture(outline_of(LIBRARY, marking=marking))[FIRST_HEADER]
    assert isinstance(first, Para)
    assert isinstance(second, Para)
    labels = [any(isinstance(piece, Label) for piece in para.pieces) for para in (first, second)]
    assert labels == [beside, not beside]
    assert "Named readers only" in next(second.texts).plain
