"""Sets the memo page by page: where each page begins, and closer where the last one would be nearly empty."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from math import fsum
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from builder.languages.language import language_for
from builder.layout.memo.body import PaperSection, Set, SetPlots, image_height, page_height, set_body
from builder.layout.memo.styles import StyleSheet, style_sheet
from builder.layout.memo.tables import SetTable, paragraph_of, row_height
from builder.layout.pages import Group
from builder.layout.text.measure import line_count
from builder.outline.blocks import Outline
from builder.outline.reading import listed
from builder.outline.reading.contents import CONTENTS
from builder.outline.reading.flow import Coded, Drawing, Footnote, Image, Para
from builder.outline.reading.furniture import LATER_FOOTER, LATER_HEADER
from builder.theme.theme import Theme

_LEADING = ("heading", "caption", "Box title")
_LONG = 5  # pages of a memo that lists its parts
_FEWEST = 2  # lines of a paragraph on one page
_BELOW = 5  # lines below a heading of the first level
_LINE = 15.0  # points: rows and pictures count as so many lines
_THIN = 0.25  # of the last page: less looks left over
_SPARE = 5.0  # points: what a heading or caption leads goes to the next page rather than just fit


class Paging(Struct, frozen=True):
    """The pages of a memo: their number, and how much of the last one is filled, from 0 to 1.

    `begins` are the items, by their place in the whole body, that go to the next page with what is kept with
    them; `pages_of` has the page on which each heading is, by its slot.
    """

    pages: int
    filled: float
    begins: frozenset[int]
    pages_of: Mapping[str, int]


class SetMemo(Struct, frozen=True):
    """A memo as it is set: what it says, its styles, what is set on each paper, and its pages."""

    outline: Outline
    sheet: StyleSheet
    sections: tuple[PaperSection, ...]
    paging: Paging


class _Unit(Struct, frozen=True):
    """What is set in lines of one height, or whole: a paragraph, a row of a table, a picture."""

    item: int  # its place in the body
    lines: int
    leading: float
    before: float = 0.0
    after: float = 0.0
    keep: bool = False  # on one page with what follows
    whole: bool = True
    level: int | None = None  # of a heading
    slot: str | None = None  # of a heading
    leads: bool = False  # a heading or caption
    head: float = 0.0  # of a row: the height of the table's head, repeated where a page begins with it
    notes: float = 0.0

    @property
    def height(self) -> float:
        return self.lines * self.leading

    @property
    def first(self) -> float:
        """The height of the lines that are at least on one page with what is before."""
        short = self.whole or self.lines < 2 * _FEWEST
        return self.height if short else _FEWEST * self.leading


def set_memo(outline: Outline, theme: Theme, figure: Group | None) -> SetMemo:
    """Return the memo as it is set, with a list of its parts if it is long; `figure` is the argument map.

    Where the last page would be nearly empty, the memo is set closer until it has one page less; if that does
    not help, the last section begins the last page that fills it well enough.
    """
    height = figure.rect.height if figure else 0.0
    full = outline if outline.contents else listed(outline)
    first: SetMemo | None = None
    for look in theme.memo.closer:
        memo = _set_memo(outline, full, style_sheet(replace(theme, memo=look), outline.page), height)
        if memo.paging.pages == 1 or (memo.paging.filled >= _THIN and first is None):
            return memo
        if first is None:
            first = memo
        elif memo.paging.pages < first.paging.pages:
            return memo
    assert first is not None
    paging = first.paging
    headings = [
        index
        for index, item in enumerate(item for section in first.sections for item in section.items)
        if isinstance(item, Para)
        and item.style == "heading 1"
        and item.main
        and paging.pages_of.get(item.main.slot) == paging.pages - 1
    ]
    for index in reversed(headings):
        moved = _paginate(first.outline, first.sheet, first.sections, height, {index})
        if moved.pages == paging.pages and moved.filled >= _THIN:
            return replace(first, paging=moved)
    return first


def _set_memo(outline: Outline, full: Outline, sheet: StyleSheet, figure: float) -> SetMemo:
    """Return the memo in these styles; it has the contents that only `full` has where it is long."""
    sections = set_body(full, sheet)
    if full is not outline:
        bare = tuple(replace(one, items=tuple(filter(_is_body, one.items))) for one in sections)
        paging = _paginate(outline, sheet, bare, figure)
        if paging.pages < _LONG:
            return SetMemo(outline, sheet, bare, paging)
    return SetMemo(full, sheet, sections, _paginate(full, sheet, sections, figure))


def _is_body(item: Set) -> bool:
    return not (isinstance(item, Para) and item.style in CONTENTS)


def _paginate(
    outline: Outline,
    sheet: StyleSheet,
    sections: Sequence[PaperSection],
    figure: float,
    forced: Collection[int] = (),
) -> Paging:
    """Break the body into pages as Word does; the items in `forced` begin one."""
    rooms = page_height(outline, sheet), page_height(outline, sheet, LATER_HEADER, LATER_FOOTER)
    page, used, index = 0, 0.0, 0
    begins: set[int] = set()
    pages_of: dict[str, int] = {}
    room = 0.0
    for section in sections:
        units = list(_units(section, index, outline, figure))
        index += len(section.items)
        turned = section.sheet.paper.height - sheet.paper.height
        page, used = page + 1, 0.0
        room = rooms[page > 1] + turned
        at = 0
        while at < len(units):
            end = at
            while units[end].keep and end + 1 < len(units):
                end += 1
            needed = _needed(units, at, end)
            first = units[at]
            spare = _SPARE if first.leads else 0.0
            if used and (first.item in forced or (room - spare < used + needed and needed <= room)):
                page, used, room = page + 1, 0.0, rooms[1] + turned
                if first.leads or first.item in forced:
                    begins.add(first.item)
            for unit in units[at : end + 1]:
                before = unit.before if used else 0.0
                over = used + before + unit.height + unit.notes > room
                if over and used and unit.whole:
                    page, used, room, before = page + 1, unit.head, rooms[1] + turned, 0.0
                if unit.slot:
                    pages_of.setdefault(unit.slot, page)
                left, used = unit.lines, used + before
                while not unit.whole and used + left * unit.leading + unit.notes > room:
                    fit = min(int((room - used - unit.notes) / unit.leading), left - _FEWEST)
                    left -= fit if fit >= _FEWEST else 0
                    if used <= 0.0 and fit < _FEWEST:
                        break
                    page, used, room = page + 1, 0.0, rooms[1] + turned
                used += left * unit.leading + unit.notes + unit.after
            at = end + 1
    return Paging(max(page, 1), used / room if room else 0.0, frozenset(begins), pages_of)


def _needed(units: Sequence[_Unit], start: int, end: int) -> float:
    """Return the height of what is kept together, with enough lines below a heading of the first level."""
    total, below = 0.0, -1
    for index in range(start, len(units)):
        unit = units[index]
        if index > end and (below < 0 or below >= _BELOW or unit.level == 0):
            break
        whole = index < end or index > end
        height = unit.height if whole else unit.first
        total += (unit.before if index > start else 0.0) + height + unit.notes
        total += unit.after if index < end else 0.0
        if unit.level == 0:
            below = 0
        elif below >= 0:
            below += max(unit.lines, int(unit.height / _LINE))
    return total


def _units(section: PaperSection, start: int, outline: Outline, figure: float) -> Iterator[_Unit]:
    sheet, width = section.sheet, section.sheet.paper.text_width
    own = sheet.theme.memo.east_asian_leading if language_for(outline.language).script.east_asian else 1.0
    notes = {
        item.number: _lines(item.para, width, sheet) * (sheet.resolved[item.para.style].leading or 0.0) * own
        for item in section.items
        if isinstance(item, Footnote)
    }
    around = sheet.resolved["Figure"]
    above: str = ""
    for index, item in enumerate(section.items, start):
        match item:
            case Para():
                yield _paragraph(item, index, above, section.items[index - start + 1 :], own, notes, sheet)
            case SetTable():
                yield from _rows(item, index, own, notes, sheet)
            case Image():
                yield _Unit(index, 1, image_height(item, sheet), keep=item.keep)
            case SetPlots():
                yield _Unit(index, 1, item.height, around.before or 0.0, around.after or 0.0, item.keep)
            case Coded():
                yield _Unit(index, 1, sheet.theme.memo.code, after=sheet.resolved["Body Text"].after or 0.0)
            case Drawing():
                yield _Unit(index, 1, figure, around.before or 0.0, around.after or 0.0, True)
            case Footnote():
                pass
            case _:
                assert_never(item)
        above = item.style if isinstance(item, Para) else ""


def _paragraph(
    para: Para,
    index: int,
    above: str,
    below: Sequence[Set],
    own: float,
    notes: dict[int, float],
    sheet: StyleSheet,
) -> _Unit:
    style = sheet.resolved[para.style]
    joins = bool(style.rules) and bool(above) and sheet.resolved[above].rules == style.rules
    follower = below[0] if below else None
    continued = isinstance(follower, Para) and sheet.resolved[follower.style].rules == style.rules
    edges = {rule.side: rule.weight + rule.space for rule in style.rules}
    tight = style.contextual and above == para.style
    return _Unit(
        index,
        _lines(para, sheet.paper.text_width, sheet),
        (style.leading or 0.0) * own,
        (0.0 if tight else style.before or 0.0) + (0.0 if joins else edges.get("top", 0.0)),
        (style.after or 0.0) + (0.0 if continued else edges.get("bottom", 0.0)),
        bool(para.keep or style.keep_next),
        bool(style.keep_next or style.keep_lines),
        style.outline,
        para.main.slot if style.outline == 0 and para.main else None,
        bool(style.keep_next) and para.style.startswith(_LEADING),
        notes=_noted([para], notes, sheet),
    )


def _rows(
    table: SetTable, index: int, own: float, notes: dict[int, float], sheet: StyleSheet
) -> Iterator[_Unit]:
    look = sheet.table
    padding = look.paddings(sheet.paper)[table.style]
    heights = [row_height(row, table.widths, sheet) * own + look.rule + 2 * padding for row in table.rows]
    for place, (row, height) in enumerate(zip(table.rows, heights, strict=True)):
        keep = place == 0 or any(para.keep for para in row[0])
        noted = _noted([para for cell in row for para in cell], notes, sheet)
        yield _Unit(index, 1, height, keep=keep, head=heights[0] if place else 0.0, notes=noted)


def _noted(paras: Sequence[Para], notes: dict[int, float], sheet: StyleSheet) -> float:
    """Return the height of the notes that paragraphs mark first, with the line above them."""
    marked = [number for para in paras for text in para.texts for number in text.notes]
    heights = [notes.pop(number) for number in dict.fromkeys(marked) if number in notes]
    return fsum(heights) + (sheet.theme.memo.note_line if heights else 0.0)


def _lines(para: Para, width: float, sheet: StyleSheet) -> int:
    return line_count(paragraph_of(para, sheet), width)
