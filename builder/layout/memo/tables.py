"""Measures the memo's paragraphs, and sets its tables: widths of columns, and rows that stay together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from math import fsum

from msgspec import Struct
from msgspec.structs import replace

from builder.layout.memo.styles import Look, Rule, resolved
from builder.layout.pages import Paragraph
from builder.layout.pages import Piece as PlacedPiece
from builder.layout.text.measure import least_width, line_count, natural_width, set_lines, widest_word
from builder.outline.reading.flow import DOT, Grid, Label, Para, Piece, Row, Styled
from builder.outline.text import Level, Text

_ROOM = 9.0  # points right of a cell's text: its padding, and what rounding may take
_MARK = "\u00a0" * 5  # as wide as the mark of a certainty with its gap
_LONGEST_WORD = 115.0  # points; a wider word may be broken rather than claim its width
_MANY = 160  # cells; in larger tables the columns are not tried against each other
_WRAPPED, _STUB = (
    0.6,
    0.5,
)  # lines that a line more beside the longest column, or a lone last word, is worth
_FEW, _FEW_SHORT = 5, 8  # a table of so many rows stays on one page; where rows are short
_TALL = 300.0  # points; a higher table may run over two pages all the same
_RULE = 0.5  # points, between two rows
_ENDING = 2  # rows that run over to the second page together, if any does
_STUB_SHARE = 0.25  # of the width: a shorter last line is a stub


class SetTable(Struct, frozen=True):
    """A table as it is set: its style, the widths of its columns in points, and its rows, head first."""

    title: Text
    style: str
    widths: tuple[float, ...]
    rows: tuple[Row, ...]


def set_table(grid: Grid, width: float) -> SetTable:
    """Return a table whose columns are as wide as their texts ask; with few rows it stays on one page."""
    widths = column_widths(width, (grid.head, *grid.rows), grid.main)
    few = len(grid.rows) <= (_FEW_SHORT if grid.short else _FEW)
    together = few and fsum(row_height(row, widths) for row in grid.rows) <= _TALL
    return _set(grid, "Brief table", widths, grid.rows, range(len(grid.rows) - 1 if together else 0))


def fit_table(grid: Grid, width: float, roomy: float, room: float) -> SetTable:
    """Return the table as roomy as `room` points allow, `roomy` being the padding that it would have.

    Where it does not fit at all, its last rows go to the second page together.
    """
    plain = grid.rows, *_measured(grid, grid.rows, width)
    joined = tuple(map(_joined, grid.rows))
    sets = (plain, (joined, *_measured(grid, joined, width)))
    paddings = {"Brief table roomy": roomy, "Brief table": 2.5, "Brief table close": 1.0}
    fitting = (
        (style, rows, widths)
        for style, padding in paddings.items()
        for rows, widths, height in sets
        if height + padding * 2 * (len(rows) + 1) <= room
    )
    count = len(grid.rows)
    ending = max(count - _ENDING, 0)
    found = next(fitting, None)
    if found is None:
        return _set(grid, "Brief table", plain[1], grid.rows, range(ending, count))
    style, rows, widths = found
    return _set(grid, style, widths, rows, range(0 if count <= _FEW else ending, count - 1))


def _set(grid: Grid, style: str, widths: tuple[float, ...], rows: tuple[Row, ...], kept: range) -> SetTable:
    """Return the table; its rows `kept` are kept on one page with what follows each."""
    body = (
        tuple(tuple(replace(para, keep=True) for para in cell) for cell in row) if index in kept else row
        for index, row in enumerate(rows)
    )
    return SetTable(grid.title, style, widths, (grid.head, *body))


def _measured(grid: Grid, rows: tuple[Row, ...], width: float) -> tuple[tuple[float, ...], float]:
    """Return the widths of the columns, and the height of the table in points but for the padding."""
    widths = column_widths(width, (grid.head, *rows), grid.main)
    return widths, fsum(row_height(row, widths) + _RULE for row in (grid.head, *rows))


def _joined(row: Row) -> Row:
    """Return the row with the paragraphs run on that may run on from the one before."""
    cells = []
    for cell in row:
        paras: list[Para] = []
        for para in cell:
            if para.joins:
                paras[-1] = replace(paras[-1], pieces=(*paras[-1].pieces, DOT, *para.pieces))
            else:
                paras.append(para)
        cells.append(tuple(paras))
    return tuple(cells)


def paragraph_of(para: Para) -> Paragraph:
    """Return a paragraph as it will be set, to be measured."""
    look = resolved(para.style)
    left, hanging = look.left or 0.0, 0.0 if look.bullet else look.hanging or 0.0
    return Paragraph(
        tuple(_placed(para.pieces)),
        look.size or 0.0,
        look.leading or 0.0,
        "#000000",
        bold=bool(look.bold),
        indent=left - hanging + (look.right or 0.0),
        hang=hanging,
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
            case str():
                yield PlacedPiece(None, separator=piece)


def height_of(paras: Iterable[Para], width: float) -> float:
    """Return the height in points of paragraphs at `width` points, with the space above and below each.

    Paragraphs that follow each other with the same rules have these once, around them all.
    """
    total = 0.0
    around: tuple[Rule, ...] = ()
    above: Look | None = None
    for para in paras:
        look = resolved(para.style)
        if look.contextual and look == above:
            total -= (look.before or 0.0) + (look.after or 0.0)
        above = look
        count = line_count(paragraph_of(para), width)
        total += (look.before or 0.0) + count * (look.leading or 0.0) + (look.after or 0.0)
        if look.rules != around:
            total += fsum(rule.weight + rule.space for rule in look.rules if rule.side in ("top", "bottom"))
        around = look.rules
    return total


def row_height(cells: Row, widths: Sequence[float]) -> float:
    """Return the height in points of a table's row without its padding."""
    columns = zip(cells, widths, strict=True)
    return max(height_of(cell, width - _ROOM + 0.5) for cell, width in columns)


def column_widths(width: float, rows: Sequence[Row], widest: int | None = None) -> tuple[float, ...]:
    """Return widths in points that fill `width`; `rows` hold the paragraphs of each cell, heads included.

    Where every text fits on one line, column `widest` takes what is left, or all share it. Else the column
    with the longest text takes what the others leave, and they have one line or two, whatever makes the table
    shortest with the fewest lone last words.
    """
    cells = [[[paragraph_of(para) for para in cell if para.pieces] for cell in row] for row in rows]
    columns = [[paragraph for cell in column for paragraph in cell] for column in zip(*cells, strict=True)]
    wants = [_most(map(natural_width, column)) + _ROOM for column in columns]
    spare = width - fsum(wants)
    if spare >= 0:
        if widest is None:
            return tuple(want + spare / len(wants) for want in wants)
        return tuple(want + spare if place == widest else want for place, want in enumerate(wants))
    longest = wants.index(max(wants)) if widest is None else widest
    words = [_most(map(widest_word, column)) + _ROOM for column in columns]
    least = [min(word, max(_LONGEST_WORD, width / len(words) / 2)) for word in words]
    best: tuple[float, ...] | None = None
    if len(columns) * len(rows) <= _MANY:
        for lines in (2, 3):
            ways = _ways(width, columns, wants, longest, lines, least[longest])
            best = min(ways, key=lambda way: _cost(way, cells, longest), default=None)
            if best:
                return best
    return _shared(width, wants, least)


def _most(values: Iterator[float]) -> float:
    return max(values, default=0.0)


def _ways(
    width: float,
    columns: Sequence[Sequence[Paragraph]],
    wants: Sequence[float],
    longest: int,
    lines: int,
    least: float,
) -> list[tuple[float, ...]]:
    """Return the ways to give each column but the longest the room for one line, or for up to `lines`."""
    choices = [
        {0.0}
        if place == longest
        else {want, *(_most(_narrow(column, count)) + _ROOM for count in range(2, lines + 1))}
        for place, (column, want) in enumerate(zip(columns, wants, strict=True))
    ]
    ways = []
    for way in product(*map(sorted, choices)):
        rest = width - fsum(way)
        if rest >= least:
            ways.append(tuple(rest if place == longest else given for place, given in enumerate(way)))
    return ways


def _narrow(column: Sequence[Paragraph], lines: int) -> Iterator[float]:
    for paragraph in column:
        yield least_width(paragraph, lines)


def _cost(
    widths: Sequence[float], rows: Sequence[Sequence[Sequence[Paragraph]]], longest: int
) -> tuple[float, float]:
    """Return the lines of all rows with what wrapped cells and stubs add; of equals the widest is best."""
    total = 0.0
    for row in rows:
        tallest = 0
        for place, (cell, width) in enumerate(zip(row, widths, strict=True)):
            room = width - _ROOM + 0.5
            counts = [line_count(paragraph, room) for paragraph in cell]
            tallest = max(tallest, sum(counts))
            if place != longest:
                total += _WRAPPED * (sum(counts) - len(counts))
            total += _STUB * sum(
                _stub(paragraph, room) for paragraph, count in zip(cell, counts, strict=True) if count > 1
            )
        total += tallest
    return total, -widths[longest]


def _stub(paragraph: Paragraph, room: float) -> bool:
    """Return whether the last line holds less than a quarter of the room."""
    last = set_lines(paragraph, room).lines[-1]
    return fsum(segment.width for segment in last) < _STUB_SHARE * (room - paragraph.indent - paragraph.hang)


def _shared(width: float, wants: Sequence[float], least: Sequence[float]) -> tuple[float, ...]:
    """Return the least widths with the rest shared evenly, no column getting more than it wants."""
    if fsum(least) >= width:
        return tuple(width * part / fsum(least) for part in least)
    given = list(least)
    rest = width - fsum(least)
    short = sorted(range(len(wants)), key=lambda place: wants[place] - least[place])
    for done, place in enumerate(short):
        more = min(max(wants[place] - least[place], 0.0), rest / (len(short) - done))
        given[place] += more
        rest -= more
    return tuple(given)
