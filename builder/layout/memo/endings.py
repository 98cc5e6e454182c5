"""Closes the last spaces of a paragraph where one word, or two short ones, would be left on its last line."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from builder.layout.memo.body import PaperSection, Set
from builder.layout.memo.styles import StyleSheet
from builder.layout.memo.tables import SetTable, paragraph_of
from builder.layout.pages import Paragraph
from builder.layout.text.measure import line_count, set_lines
from builder.outline.reading.flow import Para, Piece, Styled
from builder.outline.text import Text

_NO_BREAK = "\u00a0"
_JOINED = 2  # spaces that are closed at most: three words then stay together


def closed(section: PaperSection) -> PaperSection:
    """Return a section whose paragraphs end with two words on the last line, where that costs no line."""
    return replace(section, items=tuple(_closed(item, section.sheet) for item in section.items))


def _closed(item: Set, sheet: StyleSheet) -> Set:
    if isinstance(item, Para):
        return _paragraph(item, sheet.paper.text_width, sheet)
    if not isinstance(item, SetTable):
        return item
    insides = [sheet.table.inside(width) for width in item.widths]
    rows = (
        tuple(
            tuple(_paragraph(para, inside, sheet) for para in cell)
            for cell, inside in zip(row, insides, strict=True)
        )
        for row in item.rows
    )
    return replace(item, rows=tuple(rows))


def _paragraph(para: Para, width: float, sheet: StyleSheet) -> Para:
    """Return a paragraph with no-break spaces before the last words, if they are too little for a line."""
    paragraph = paragraph_of(para, sheet)
    lines = line_count(paragraph, width)
    if sheet.resolved[para.style].even or lines < 2:
        return para
    least = sheet.theme.memo.last_line * width
    found, done = para, para
    for _ in range(_JOINED):
        if not _is_short(paragraph, width, least):
            break
        done = replace(done, pieces=_joined(done.pieces))
        paragraph = paragraph_of(done, sheet)
        if line_count(paragraph, width) > lines:
            break
        found = found if _is_alone(paragraph, width) else done
    return found


def _is_short(paragraph: Paragraph, width: float, least: float) -> bool:
    last = set_lines(paragraph, width).lines[-1]
    return _is_alone(paragraph, width) or last[-1].x + last[-1].width - last[0].x < least


def _is_alone(paragraph: Paragraph, width: float) -> bool:
    """Return whether one word or nothing but references are on the last line of a paragraph."""
    last = "".join(segment.text for segment in set_lines(paragraph, width).lines[-1]).strip()
    return " " not in last or (last.endswith("]") and "[" not in last[1:])


def _joined(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return the pieces of a paragraph without its last space at which a line may end."""
    for index in range(len(pieces) - 1, -1, -1):
        piece = pieces[index]
        if isinstance(piece, Styled) and (piece.unbroken is not None or piece.text.plain.startswith("[")):
            continue
        if isinstance(piece, str) and " " in piece:
            done: Piece = _NO_BREAK.join(piece.rsplit(" ", 1))
        elif isinstance(piece, Text) and (text := _without_last_space(piece)) is not piece:
            done = text
        elif isinstance(piece, Styled) and (text := _without_last_space(piece.text)) is not piece.text:
            done = replace(piece, text=text)
        else:
            continue
        return *pieces[:index], done, *pieces[index + 1 :]
    return tuple(pieces)


def _without_last_space(text: Text) -> Text:
    for index in range(len(text.runs) - 1, -1, -1):
        run = text.runs[index]
        if " " in run.text:
            closed = replace(run, text=_NO_BREAK.join(run.text.rsplit(" ", 1)))
            return replace(text, runs=(*text.runs[:index], closed, *text.runs[index + 1 :]))
    return text
