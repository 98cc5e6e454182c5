"""Decides how the body of a memo is set: its tables, the lines of its title, what fits the first page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, takewhile
from math import fsum
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from builder.layout.memo.styles import StyleSheet, style_sheet, turned
from builder.layout.memo.tables import (
    SetTable,
    crowded,
    fit_table,
    height_of,
    is_wide,
    paragraph_of,
    set_table,
)
from builder.layout.pages import Plot, Rect
from builder.layout.pictures import MOST_ENLARGED, SMALL_WIDTH, Size, fitted, logo_sizes
from builder.layout.text.measure import balanced
from builder.outline.blocks import Outline
from builder.outline.reading.flow import (
    Coded,
    Drawing,
    Elsewhere,
    Flow,
    Footnote,
    Grid,
    Image,
    Para,
    Plotted,
)
from builder.outline.reading.furniture import FIRST_FOOTER, FIRST_HEADER, furniture
from builder.outline.reading.order import flow
from builder.report.problems import Problem
from builder.theme.theme import Theme


class SetPlots(Struct, frozen=True, cache_hash=True):
    """Native charts, side by side in a paragraph of their own."""

    plots: tuple[Plot, ...]
    keep: bool

    @property
    def height(self) -> float:
        """The height of the highest in points."""
        return max(plot.rect.height for plot in self.plots)


Set: TypeAlias = Para | SetTable | Image | Drawing | SetPlots | Coded | Footnote

_NO_HEADING = 9  # the level of text, below all headings


class PaperSection(Struct, frozen=True, cache_hash=True):
    """What is set on pages of one paper: upright, or on its side for a wide table."""

    sheet: StyleSheet
    items: tuple[Set, ...]


def set_body(outline: Outline, sheet: StyleSheet) -> tuple[PaperSection, ...]:
    """Return the body as it is set; the first page can be read alone, so its table is fitted to it.

    A wide table is on pages of its own that lie on their side, with what is kept with it and its notes.
    """
    items = [item for item in flow(outline) if not isinstance(item, Elsewhere)]
    wide = _turned(items, sheet)
    aside = turned(sheet)

    def set_item(index: int) -> Set:
        item = items[index]
        if isinstance(item, Plotted):
            return _set_plots(item, sheet)
        if not isinstance(item, Grid):
            return item
        if item.fitted:
            before, after = _paragraphs_around(items, index)
            images = fsum(image_height(item, sheet) for item in items[:index] if isinstance(item, Image))
            others = images + height_of(before, sheet.paper.text_width, sheet)
            others += _notes_height(items, (*before, *after, *item.paras), sheet)
            room = page_height(outline, sheet) - others
            return fit_table(item, sheet, room, height_of(after, sheet.paper.text_width, sheet))
        alike = (each for each in items if isinstance(each, Grid) and each.head == item.head)
        rows = tuple(row for each in alike for row in each.rows)
        noted = any(map(_is_note, items[index + 1 : index + 2]))
        return set_table(item, rows, aside if index in wide else sheet, noted)

    return tuple(
        PaperSection(aside if on_side else sheet, tuple(map(set_item, indices)))
        for on_side, indices in groupby(range(len(items)), wide.__contains__)
    ) or (PaperSection(sheet, ()),)


def _set_plots(item: Plotted, sheet: StyleSheet) -> SetPlots:
    """Return the drawings of a chart, as wide as the text where one is alone."""
    from builder.layout.chart import plot, room_of

    block, look, theme = item.block, sheet.theme.chart.memo, sheet.theme
    alone = len(block.panels) == 1
    width = sheet.paper.text_width if alone else (sheet.paper.text_width - theme.memo.chart_gap) / 2
    wide, high = room_of(block, width, look)
    rect = Rect(0.0, 0.0, wide, high * theme.memo.figure_share)
    indices = [n for n, series in enumerate(block.panels) if series in item.panels]
    plots = tuple(plot(block, n, rect, look.label.size, theme.colours) for n in indices)
    return SetPlots(plots, item.keep)


def crowded_tables(outline: Outline, theme: Theme) -> tuple[Problem, ...]:
    """Return a warning for each table whose words are broken even on pages on their side."""
    sheet = style_sheet(theme, outline.page)
    aside = turned(sheet)
    grids = (item for item in flow(outline) if isinstance(item, Grid) and not item.fitted)
    return tuple(problem for grid in grids for problem in crowded(grid, aside))


def _turned(items: Sequence[Flow], sheet: StyleSheet) -> frozenset[int]:
    """Return the indices of wide tables, of what is kept on one page with each, and of its notes."""
    found: set[int] = set()
    for index, item in enumerate(items):
        if isinstance(item, Grid) and not item.fitted and is_wide(item, sheet):
            after = takewhile(lambda at: _is_note(items[at]), range(index + 1, len(items)))
            found |= {*_kept_with(items, index, sheet), index, *after}
    return frozenset(found)


def _kept_with(items: Sequence[Flow], index: int, sheet: StyleSheet) -> Iterator[int]:
    """Yield the indices of what is kept with an item: its caption, and the headings that it is under."""
    lowest = _NO_HEADING
    for at in range(index - 1, -1, -1):
        item = items[at]
        if not isinstance(item, Para):
            return
        style = sheet.resolved[item.style]
        level = _NO_HEADING if style.outline is None else style.outline
        if not (item.keep or style.keep_next) or level >= lowest < _NO_HEADING:
            return
        lowest = level
        yield at


def _is_note(item: Flow) -> bool:
    return isinstance(item, Footnote) or (isinstance(item, Para) and item.style == "Note")


def even_indent(para: Para, sheet: StyleSheet) -> float | None:
    """Return the indent in points from the right that makes the lines of a title about equally long."""
    if not sheet.resolved[para.style].even:
        return None
    width = sheet.paper.text_width
    _, even = balanced(paragraph_of(para, sheet), width)
    return width - even


def picture_sizes(image: Image, sheet: StyleSheet) -> list[Size]:
    """Return the sizes of pictures in points: their own, or as large as the text or the masthead allow."""
    memo = sheet.theme.memo
    most = {"Figure": 1.0, "Cover picture": MOST_ENLARGED}.get(image.style)
    if most is None:
        return logo_sizes(image.pictures, *memo.logo)
    wide, high = sheet.paper.text_width, image.height or memo.picture_height * memo.figure_share
    return [fitted(one, min(wide, SMALL_WIDTH) if one.small else wide, high, most) for one in image.pictures]


def image_height(image: Image, sheet: StyleSheet) -> float:
    """Return the height of a paragraph of pictures in points, with the space around it."""
    style = sheet.resolved[image.style]
    highest = max(height for _, height in picture_sizes(image, sheet))
    return (style.before or 0.0) + highest + (style.after or 0.0)


def lowered_to(item: Image | SetPlots, height: float) -> Image | SetPlots:
    """Return a figure that is as high as there is room."""
    if isinstance(item, Image):
        return replace(item, height=height)
    plots = (replace(plot, rect=replace(plot.rect, height=height)) for plot in item.plots)
    return replace(item, plots=tuple(plots))


def _paragraphs_around(items: Sequence[Flow], index: int) -> tuple[list[Para], list[Para]]:
    """Return the paragraphs of the first page before its table, and the reading notes behind it."""
    before = [item for item in items[:index] if isinstance(item, Para)]
    after = (item for item in items[index + 1 :] if isinstance(item, Para))
    return before, list(takewhile(lambda para: para.style == "Reading note", after))


def _notes_height(items: Sequence[Flow], paras: Iterable[Para], sheet: StyleSheet) -> float:
    """Return the height in points of the notes that paragraphs mark, with the line above them."""
    marked = {number for para in paras for text in para.texts for number in text.notes}
    notes = [item.para for item in items if isinstance(item, Footnote) and item.number in marked]
    if not notes:
        return 0.0
    return sheet.theme.memo.note_line + height_of(notes, sheet.paper.text_width, sheet)


def page_height(
    outline: Outline, sheet: StyleSheet, header: str = FIRST_HEADER, footer: str = FIRST_FOOTER
) -> float:
    """Return the height of a page in points between its header and its footer: of the first, or another."""
    paper, shown = sheet.paper, furniture(outline)

    def edge(margin: float, distance: float, items: Sequence[Para | Image]) -> float:
        height = height_of((item for item in items if isinstance(item, Para)), paper.text_width, sheet)
        height += fsum(image_height(item, sheet) for item in items if isinstance(item, Image))
        return max(margin, distance + height) if items else margin

    top = edge(paper.top, paper.header, shown.get(header, ()))
    return paper.height - top - edge(paper.bottom, paper.footer, shown.get(footer, ()))
