"""Measures the memo's paragraphs, and sets its tables: their columns, and the rows that stay together."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import product
from math import fsum

from msgspec import Struct
from msgspec.structs import replace

from builder.layout.memo.columns import Rows, column_widths, even_widths, word_widths
from builder.layout.memo.styles import StyleSheet
from builder.layout.pages import Paragraph
from builder.layout.pages import Piece as PlacedPiece
from builder.layout.text.measure import hangs, line_count, widest_word
from builder.outline.reading.flow import Cell, Grid, Label, PageOf, Para, Piece, Row, Styled
from builder.outline.text import Level, Text
from builder.report.problems import Problem, warning
from builder.theme.memo import Rule, Style

_MARK = "\u00a0" * 5  # as wide as the mark of a certainty with its gap


class SetTable(Struct, frozen=True, cache_hash=True):
    """A table as it is set: its style, the widths of its columns in points, and its rows, head first."""

    title: Text
    style: str
    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    tabs: tuple[float | None, ...] = ()  # where the numbers of a column align, if they are not flush right
    marked: int | None = None  # the column that is set apart

    @property
    def inner(self) -> range:
        """Its rows behind which it may run over where it has to, so that no page has one row alone."""
        return range(2, len(self.rows) - 2)

    @property
    def loosened(self) -> SetTable:
        """The table as it runs over to the next page."""
        rows = tuple(_kept(row, False) if n in self.inner else row for n, row in enumerate(self.rows))
        return replace(self, rows=rows)


@lru_cache(maxsize=512)
def set_table(grid: Grid, rows: tuple[Row, ...], sheet: StyleSheet, noted: bool = False) -> SetTable:
    """Return a table whose columns are as wide as the texts of `rows` ask; with few rows it is on one page.

    With more no page has its first or last row alone, unless that row is high; the last row of a `noted`
    table is on one page with the note. `rows` are those of all tables with the same head, so that their
    columns are in line.
    """
    look, widths = sheet.table, _widths(grid, rows, sheet)
    few = len(grid.rows) <= look.few
    heights = [row_height(row, widths, sheet) for row in grid.rows]
    last = len(grid.rows) - 1
    ends = {index for index, end in ((0, 0), (last - 1, last)) if heights[end] <= look.high_row} - {last}
    kept = {*(range(last) if few and fsum(heights) <= look.tall else ends), *([last] if noted else ())}
    tabs = tuple(
        _tab(cells, width, sheet) for cells, width in zip(zip(*rows, strict=True), widths, strict=True)
    )
    return replace(_set(grid, "Brief table", widths, grid.rows, kept), tabs=tabs)


def _tab(cells: Sequence[Cell], width: float, sheet: StyleSheet) -> float | None:
    """Return the decimal tab of a column: None where all cells have as much behind the decimal mark."""
    last = cells[0][-1]
    style = sheet.resolved[last.style]
    *ends, most = hangs([*(cell[-1].tail for cell in cells), ""], style.size or 0.0, sheet.family(style.name))
    return width - sheet.table.gap - (style.right or 0.0) - most if max(ends) > 0 else None


@lru_cache(maxsize=256)
def fit_table(grid: Grid, sheet: StyleSheet, room: float, notes: float = 0.0) -> SetTable:
    """Return the table as roomy as `room` points of height allow, with the height of its `notes` among them.

    Where it does not fit even without these, its last rows go to the second page together.
    """
    look, count = sheet.table, len(grid.rows)
    paddings = look.paddings(sheet.paper)
    ending = max(count - look.ending, 0)
    widths = _widths(grid, grid.rows, sheet)
    height = fsum(row_height(row, widths, sheet) + look.rule for row in (grid.head, *grid.rows))
    for allowed, (style, padding) in product((room - notes, room), paddings.items()):
        if height + padding * 2 * (count + 1) + look.slack <= allowed:
            kept = range(0 if count <= look.few else ending, count - 1)
            return _set(grid, style, widths, grid.rows, kept)
    return _set(grid, "Brief table", widths, grid.rows, {0, *range(ending, count)})


def _set(
    grid: Grid, style: str, widths: tuple[float, ...], rows: tuple[Row, ...], kept: Container[int]
) -> SetTable:
    """Return the table; its rows `kept` are kept on one page with what follows each."""
    body = (_kept(row, True) if index in kept else row for index, row in enumerate(rows))
    return SetTable(grid.title, style, widths, (grid.head, *body), marked=grid.marked)


def _kept(row: Row, keep: bool) -> Row:
    """Return a row that is kept on one page with what follows it, or not."""
    return tuple(tuple(replace(para, keep=keep) for para in cell) for cell in row)


@lru_cache(maxsize=512)
def is_wide(grid: Grid, sheet: StyleSheet) -> bool:
    """Return whether a table has too many columns for their words to fit side by side unbroken.

    A word of more than half the width, such as an address, may be broken.
    """
    width = sheet.paper.text_width
    words = word_widths(_cells(grid, grid.rows, sheet), sheet.table)
    return fsum(min(word, width / 2) for word in words) > width


def crowded(grid: Grid, sheet: StyleSheet) -> Iterator[Problem]:
    """Yield a warning at the longest word of a table whose words have to be broken."""
    if is_wide(grid, sheet):
        longest = max(grid.paras, key=lambda para: widest_word(paragraph_of(para, sheet)))
        path = longest.main.path if longest.main else ""
        message = "the columns are too many for their words, and the memo has to break long ones"
        hint = "shorten the longest words, or make two tables of it"
        yield warning("text-fits", path, message, hint)


def _widths(grid: Grid, rows: tuple[Row, ...], sheet: StyleSheet) -> tuple[float, ...]:
    cells, width = _cells(grid, rows, sheet), sheet.paper.text_width
    even = even_widths(width, cells, sheet.table) if grid.even else None
    return even or column_widths(width, cells, sheet.table, grid.main, grid.least)


def _cells(grid: Grid, rows: tuple[Row, ...], sheet: StyleSheet) -> Rows:
    columns = [_column(cells, sheet) for cells in zip(*rows, strict=True)]
    head = [[paragraph_of(para, sheet) for para in cell] for cell in grid.head]
    return [head, *map(list, zip(*columns, strict=True))]


def _column(cells: Sequence[Cell], sheet: StyleSheet) -> Iterator[list[Paragraph]]:
    """Yield the paragraphs of each cell; numbers need what others have right of the decimal mark too."""
    style = sheet.resolved[cells[0][-1].style]
    size, family = style.size or 0.0, sheet.family(style.name)
    for cell, hang in zip(cells, hangs([cell[-1].tail for cell in cells], size, family), strict=True):
        paras = [paragraph_of(para, sheet) for para in cell if para.pieces]
        yield [replace(para, indent=para.indent + hang) for para in paras]


@lru_cache(maxsize=16384)
def paragraph_of(para: Para, sheet: StyleSheet) -> Paragraph:
    """Return a paragraph as it will be set, to be measured."""
    style = sheet.resolved[para.style]
    in_list = style.bullet or style.numbered
    left, hanging = style.left or 0.0, 0.0 if in_list else style.hanging or 0.0
    return Paragraph(
        tuple(_placed(para.pieces)),
        (style.size or 0.0) * (style.breadth or 1.0),
        style.leading or 0.0,
        "#000000",
        bold=bool(style.bold),
        indent=left - hanging + (style.right or 0.0),
        hang=hanging,
        family=sheet.family(para.style),
    )


def _placed(pieces: Sequence[Piece]) -> Iterator[PlacedPiece]:
    for piece in pieces:
        match piece:
            case Text():
                yield PlacedPiece(piece)
            case Styled():
                yield PlacedPiece(piece.shown, bold=True if piece.style == "Run-in label" else None)
            case Label():
                yield PlacedPiece(piece.text)
            case Level():
                yield PlacedPiece(None, separator=_MARK)
            case PageOf():
                yield PlacedPiece(None, separator="00")
            case str():
                yield PlacedPiece(None, separator=piece)


def height_of(paras: Iterable[Para], width: float, sheet: StyleSheet) -> float:
    """Return the height in points of paragraphs at `width` points, with the space above and below each.

    Between two the larger of these counts. Paragraphs that follow each other with the same rules have them
    once, around them all.
    """
    total = 0.0
    around: tuple[Rule, ...] = ()
    above: Style | None = None
    after = 0.0
    for para in paras:
        style = sheet.resolved[para.style]
        joins = style.contextual and style == above
        total += -after if joins else max((style.before or 0.0) - after, 0.0)
        above, after = style, style.after or 0.0
        count = line_count(paragraph_of(para, sheet), width)
        total += count * (style.leading or 0.0) + after
        if style.rules != around:
            total += fsum(rule.weight + rule.space for rule in style.rules if rule.side in ("top", "bottom"))
        around = style.rules
    return total


@lru_cache(maxsize=8192)
def row_height(row: Row, widths: tuple[float, ...], sheet: StyleSheet) -> float:
    """Return the height in points of a table's row without its padding."""
    return max(
        height_of(cell, sheet.table.inside(width), sheet) for cell, width in zip(row, widths, strict=True)
    )
