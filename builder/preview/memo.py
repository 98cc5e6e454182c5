"""Writes the memo as HTML: its words in order, with headings, lists, tables and notes, but no pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, assert_never

from builder.layout.memo.body import SetPlots, set_body
from builder.layout.memo.styles import style_sheet
from builder.layout.memo.tables import SetTable
from builder.layout.pages import Group, Rect
from builder.outline.reading.flow import (
    Coded,
    Drawing,
    Footnote,
    Image,
    Label,
    LineSample,
    NoteNumber,
    Ordinal,
    PageNumber,
    PageOf,
    Para,
    Piece,
    Row,
    Styled,
)
from builder.outline.reading.furniture import FIRST_FOOTER, FIRST_HEADER, furniture
from builder.outline.text import Level, Picture, Run, Text
from builder.preview.svg import drawing, of_brief, picture
from builder.theme.theme import Theme

if TYPE_CHECKING:
    from builder.layout.memo.body import Set
    from builder.outline.blocks import Outline

_TAGS = {
    "Title": "h1",
    "heading 1": "h2",
    "heading 2": "h3",
    "heading 3": "h4",
    "Box title": "h3",
    "Box heading": "h4",
    "Pull quote": "blockquote",
}
_LISTS = {
    "List Bullet": "ul",
    "Box bullet": "ul",
    "Table point": "ul",
    "List Number": "ol",
    "Box number": "ol",
    "Contents": "ul",
    "Contents wide": "ul",
    "Source": "ul",
    "Key figure": "ul",
}
_MARK = 10.0  # points of a side of a certainty mark


def memo(outline: Outline, figure: Group | None, theme: Theme) -> str:
    """Return the words of a memo, with what is above and below its first page; `figure` is its map."""
    writer = _Writer(theme, figure)
    shown = furniture(outline)
    body = [item for part in set_body(outline, style_sheet(theme, outline.page)) for item in part.items]
    notes = [item for item in body if isinstance(item, Footnote)]
    parts = [
        f"<header>{writer.blocks(shown.get(FIRST_HEADER, ()))}</header>",
        writer.blocks([item for item in body if not isinstance(item, Footnote)]),
        f'<ol class="m-notes">{"".join(map(writer.note, notes))}</ol>' if notes else "",
        f"<footer>{writer.blocks(shown.get(FIRST_FOOTER, ()))}</footer>",
    ]
    return "".join(parts)


class _Writer:
    """Writes the items of a memo in a theme; `figure` is its argument map."""

    def __init__(self, theme: Theme, figure: Group | None) -> None:
        self._theme, self._figure = theme, figure

    def blocks(self, items: Iterable[Set]) -> str:
        """Return items in their order; those of a side box, and of a list, are together."""
        return "".join(
            f'<aside class="m-box">{self._lists(list(group))}</aside>' if box else self._lists(list(group))
            for box, group in groupby(items, key=lambda item: _style(item).startswith("Box "))
        )

    def _lists(self, items: Sequence[Set]) -> str:
        found = []
        for (tag, style), group in groupby(
            items, key=lambda item: (_LISTS.get(_style(item), ""), _style(item))
        ):
            inner = "".join(self._item(item) for item in group)
            found.append(f'<{tag} class="{_slug(style)}">{inner}</{tag}>' if tag else inner)
        return "".join(found)

    def _item(self, item: Set) -> str:
        match item:
            case Para():
                return self.para(item)
            case SetTable():
                return self._table(item)
            case Image():
                return f'<p class="{_slug(item.style)}">{"".join(map(_image, item.pictures))}</p>'
            case Drawing():
                return f"<figure>{drawing(self._figure, self._theme)}</figure>" if self._figure else ""
            case SetPlots():
                drawn = "".join(drawing(plot, self._theme) for plot in item.plots)
                return f'<figure class="m-charts">{drawn}</figure>'
            case Coded():
                return ""  # the address is beside it
            case Footnote():
                return self.note(item)
            case _:
                assert_never(item)

    def note(self, item: Footnote) -> str:
        """Return a note of the memo."""
        words = "".join(_piece(each) for each in item.para.pieces if not isinstance(each, NoteNumber))
        return f'<li value="{item.number}">{words}</li>'

    def para(self, para: Para) -> str:
        """Return a paragraph in the element that says what it is."""
        tag = "li" if para.style in _LISTS else _TAGS.get(para.style, "p")
        number = next((f' value="{one.value}"' for one in para.pieces if isinstance(one, Ordinal)), "")
        role = f" m-{para.role.value}" if para.role else ""
        words = "".join(map(_piece, para.pieces))
        look = "" if tag == "li" else f' class="{_slug(para.style)}{role}"'
        return f"<{tag}{number}{look}>{words}</{tag}>"

    def _table(self, table: SetTable) -> str:
        head, *rows = table.rows
        first = self._row(head, "col")
        body = "".join(self._row(row, "row") for row in rows)
        return (
            f'<table><caption class="ear">{escape(table.title.plain)}</caption>'
            f"<thead>{first}</thead><tbody>{body}</tbody></table>"
        )

    def _row(self, row: Row, scope: str) -> str:
        """Return a row, whose cells head others in the first row and the first column."""
        cells = []
        for index, cell in enumerate(row):
            heads = scope == "col" or index == 0
            tag, more = ("th", f' scope="{scope}"') if heads else ("td", "")
            cells.append(f"<{tag}{more}>{self.blocks(cell)}</{tag}>")
        return f"<tr>{''.join(cells)}</tr>"


def _style(item: Set) -> str:
    return item.style if isinstance(item, Para) else ""


def _slug(style: str) -> str:
    """Return the name of a style as a class: "heading 1" is "heading-1"."""
    return f"m-{style.lower().replace(' ', '-')}"


def _piece(piece: Piece) -> str:
    match piece:
        case str():
            return f'<span class="m-tab">{escape(piece)}</span>' if "\t" in piece else escape(piece)
        case Text():
            return _text(piece)
        case Styled():
            return _text(piece.shown, piece.style or "")
        case Label():
            return f'<span class="m-label {_slug(piece.style)}">{_text(piece.text)}</span>'
        case Ordinal() | NoteNumber() | PageOf() | PageNumber():
            return ""
        case Level():
            return _mark(piece)
        case LineSample():
            dash = ' stroke-dasharray="4 3"' if piece.dashed else ""
            line = f'<path d="M0 5H20" stroke="currentColor" stroke-width="1.4"{dash}/>'
            return f'<svg class="m-mark" viewBox="0 0 20 10" width="20" height="10">{line}</svg> '
        case _:
            assert_never(piece)


def _text(text: Text, style: str = "") -> str:
    look = f' class="{_slug(style)}"' if style else ""
    path = of_brief(text)
    words = "".join(map(_run, text.runs))
    return f"<span{look}{path}>{words}</span>" if look or path else words


def _run(run: Run) -> str:
    words = escape(run.text, quote=False)
    words = f"<strong>{words}</strong>" if run.bold else words
    words = f"<em>{words}</em>" if run.italic else words
    if run.note:
        return f"<sup>{words}</sup>"
    if run.url and re.match("https?:|mailto:", run.url):
        words = f'<a href="{escape(run.url)}" rel="noreferrer" target="_blank">{words}</a>'
    return f'<span lang="{escape(run.lang)}">{words}</span>' if run.lang else words


def _mark(level: Level) -> str:
    side = _MARK
    fill = "currentColor" if level is Level.ASSERTED else "none"
    inner = f'width="{side - 1.2}" height="{side - 1.2}" fill="{fill}" stroke="currentColor"'
    square = f'<rect x="0.6" y="0.6" {inner} stroke-width="1.2"/>'
    half = (
        f'<rect width="{side / 2}" height="{side}" fill="currentColor"/>' if level is Level.QUALIFIED else ""
    )
    size = f'viewBox="0 0 {side} {side}" width="{side}" height="{side}"'
    return f'<svg class="m-mark" {size} aria-hidden="true">{square}{half}</svg> '


def _image(one: Picture) -> str:
    """Return a picture of the memo, as large as its pixels but no wider than the text."""
    inner = picture(one, Rect(0.0, 0.0, one.width, one.height))
    size = f'viewBox="0 0 {one.width} {one.height}" width="{one.width}" height="{one.height}"'
    return f"<svg {size}>{inner}</svg>"
