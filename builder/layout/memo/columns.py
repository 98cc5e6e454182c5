"""Decides the widths of a table's columns: short texts on one line, the rest for the longest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product
from math import fsum

from builder.layout.pages import Paragraph
from builder.layout.text.fit import levelled
from builder.layout.text.measure import least_width, line_count, natural_width, set_lines, widest_word
from builder.theme.memo import TableLook

_FIRST_WIDE = "\u3040"
_JOINT = r"(?a:\w)(?=[\u3040-\u9fff])|[\u3040-\u9fff](?=(?a:\w))"
_PAIR = 2  # columns
_JOINT_SPACE = 0.25  # of the type size

Rows = Sequence[Sequence[Sequence[Paragraph]]]  # the paragraphs of each cell, row by row


def column_widths(
    width: float, rows: Rows, look: TableLook, widest: int | None = None, share: float = 0.0
) -> tuple[float, ...]:
    """Return widths in points that fill `width`; `rows` hold the paragraphs of each cell, heads included.

    Where every text fits on one line, column `widest` takes what is left, or all share it. Else the column
    with the longest text takes what the others leave, and they have one line or two, whatever makes the table
    shortest with the fewest lone last words. It has its `share` of the width where that breaks no word.
    """
    columns = [[paragraph for cell in column for paragraph in cell] for column in zip(*rows, strict=True)]
    needs = [look.around(max(map(_on_one_line, column), default=0.0)) for column in columns]
    spare = width - fsum(needs)
    if spare >= 0:
        if widest is None:
            return tuple(need + spare / len(needs) for need in needs)
        return tuple(need + spare if index == widest else need for index, need in enumerate(needs))
    longest = needs.index(max(needs)) if widest is None else widest
    words = word_widths(rows, look)
    least = words
    if fsum(words) > width:
        least = tuple(min(word, max(look.longest_word, width / len(words) / 2)) for word in words)
    best: tuple[float, ...] | None = None
    if len(columns) * len(rows) <= look.many_cells:
        for most, lines in product((max(least[longest], share * width), least[longest]), (2, 3)):
            ways = _ways(width, columns, needs, longest, lines, most, look)
            best = min(ways, key=lambda way: _cost(way, rows, longest, look), default=None)
            if best:
                return best
    return _shared(width, needs, least)


def even_widths(width: float, rows: Rows, look: TableLook) -> tuple[float, ...] | None:
    """Return widths of which all but the first are equal; None where they would break a word."""
    words, first = word_widths(rows, look), (paragraph for row in rows for paragraph in row[0])
    need = look.around(max(map(_on_one_line, first), default=0.0))
    head = max(min(need, look.first_share * width), words[0])
    each = (width - head) / (len(words) - 1)
    return (head, *[each] * (len(words) - 1)) if max(words[1:]) <= each else None


def word_widths(rows: Rows, look: TableLook) -> tuple[float, ...]:
    """Return the least width in points of each column that breaks no word."""
    columns = [[paragraph for cell in column for paragraph in cell] for column in zip(*rows, strict=True)]
    return tuple(look.around(max(map(widest_word, column), default=0.0)) for column in columns)


def _on_one_line(paragraph: Paragraph) -> float:
    """Return the width in points of the paragraph on one line; Word adds space between Latin and kanji."""
    text = paragraph.plain
    joints = len(re.findall(_JOINT, text)) if max(text, default="") >= _FIRST_WIDE else 0
    return natural_width(paragraph) + joints * _JOINT_SPACE * paragraph.size


def _ways(
    width: float,
    columns: Sequence[Sequence[Paragraph]],
    needs: Sequence[float],
    longest: int,
    lines: int,
    least: float,
    look: TableLook,
) -> list[tuple[float, ...]]:
    """Return the ways to give each column but the longest the room for one line, or for up to `lines`.

    Or its head has one line, and what is below it more; one column beside the longest has each text in turn
    on one line.
    """
    choices = []
    for index, (column, need) in enumerate(zip(columns, needs, strict=True)):
        if index == longest or not column:
            choices.append({0.0 if index == longest else need})
            continue
        folded = [
            look.around(max(least_width(paragraph, count) for paragraph in column))
            for count in range(2, lines + 1)
        ]
        tried = column if len(columns) == _PAIR else column[:1]
        choices.append({need, *(max(look.around(_on_one_line(each)), folded[-1]) for each in tried), *folded})
    ways = []
    for way in product(*map(sorted, choices)):
        rest = width - fsum(way)
        if rest >= least:
            ways.append(tuple(rest if index == longest else given for index, given in enumerate(way)))
    return ways


def _cost(widths: Sequence[float], rows: Rows, longest: int, look: TableLook) -> tuple[float, float]:
    """Return the lines of all rows with what wrapped cells and stubs add; of equals the widest is best."""
    total = 0.0
    for row in rows:
        tallest = 0
        for index, (cell, width) in enumerate(zip(row, widths, strict=True)):
            room = look.inside(width)
            counts = [line_count(paragraph, room) for paragraph in cell]
            tallest = max(tallest, sum(counts))
            if index != longest:
                total += look.wrapped * (sum(counts) - len(counts))
            total += look.stub * sum(
                _stub(paragraph, room, look.stub_share)
                for paragraph, count in zip(cell, counts, strict=True)
                if count > 1
            )
        total += tallest
    return total, -widths[longest]


def _stub(paragraph: Paragraph, room: float, share: float) -> bool:
    """Return whether the last line fills less than its share of the room."""
    last = set_lines(paragraph, room).lines[-1]
    return fsum(segment.width for segment in last) < share * (room - paragraph.indent - paragraph.hang)


def _shared(width: float, needs: Sequence[float], least: Sequence[float]) -> tuple[float, ...]:
    """Return the least widths with the rest shared evenly, no column getting more than it needs.

    Where there is no rest, only the widest get less.
    """
    if fsum(least) >= width:
        return levelled(least, width)
    given = list(least)
    rest = width - fsum(least)
    short = sorted(range(len(needs)), key=lambda index: needs[index] - least[index])
    for done, index in enumerate(short):
        more = min(max(needs[index] - least[index], 0.0), rest / (len(short) - done))
        given[index] += more
        rest -= more
    return tuple(given)
