"""Estimates how many pages a memo has, for programs that do not set its pages: letters are not measured."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil, fsum
from typing import assert_never

from builder.layout.memo.body import PaperSection, Set, SetPlots, image_height, page_height
from builder.layout.memo.styles import StyleSheet
from builder.layout.memo.tables import SetTable
from builder.outline.blocks import Outline
from builder.outline.reading.flow import Drawing, Footnote, Image, Para

_LETTER, _IDEOGRAPH = 0.42, 1.0  # mean widths, in type sizes
_ROOM = 1.07  # what keeping paragraphs together leaves empty at the foot of pages


def page_count(outline: Outline, sheet: StyleSheet, body: Iterable[PaperSection], figure: float) -> int:
    """Return the number of pages, one too many or too few at times; `figure` is the height of the map."""
    begun, pages = page_height(outline, sheet), 1  # each later section begins a page of its own
    for section in body:
        paper = section.sheet.paper
        height = fsum(_height(item, section.sheet, figure) for item in section.items) - begun
        pages += max(0, ceil(height / (paper.height - paper.top - paper.bottom) * _ROOM))
        begun = 0.0
    return pages


def _height(item: Set, sheet: StyleSheet, figure: float) -> float:
    match item:
        case Para():
            return _around(item.style, sheet) + _lines(item, sheet.paper.text_width, sheet)
        case SetTable():
            edges = sheet.table.rule + 2 * sheet.table.padding
            return fsum(
                edges
                + max(
                    fsum(_lines(para, width, sheet) for para in cell)
                    for cell, width in zip(row, item.widths, strict=True)
                )
                for row in item.rows
            )
        case Image():
            return image_height(item, sheet)
        case SetPlots():
            return _around("Figure", sheet) + item.height
        case Footnote():
            return _height(item.para, sheet, figure)
        case Drawing():
            return _around("Figure", sheet) + figure
        case _:
            assert_never(item)


def _around(name: str, sheet: StyleSheet) -> float:
    style = sheet.resolved[name]
    return (style.before or 0.0) + (style.after or 0.0)


def _lines(para: Para, width: float, sheet: StyleSheet) -> float:
    """Return the height of a paragraph's lines."""
    style = sheet.resolved[para.style]
    room = (width - (style.left or 0.0) - (style.right or 0.0)) / (style.size or 1.0)
    plain = "".join(text.plain for text in para.texts)
    wide = 0 if plain.isascii() else sum(letter > "\u2e80" for letter in plain)
    long = wide * _IDEOGRAPH + (len(plain) - wide) * _LETTER
    return max(1, ceil(long / room)) * (style.leading or 0.0)
