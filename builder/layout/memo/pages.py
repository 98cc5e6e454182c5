"""Sets the memo page by page: where each page begins, and closer where the last one would be nearly empty."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from math import fsum
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from builder.languages.language import language_for
from builder.layout.memo.body import (
    PaperSection,
    Set,
    SetPlots,
    image_height,
    lowered_to,
    page_height,
    set_body,
)
from builder.layout.memo.endings import closed
from builder.layout.memo.styles import StyleSheet, style_sheet
from builder.layout.memo.tables import SetTable, paragraph_of, row_height
from builder.layout.pages import Group
from builder.layout.text.measure import line_count
from builder.outline.blocks import Front, Glance, Outline
from builder.outline.reading import listed
from builder.outline.reading.contents import CONTENTS
from builder.outline.reading.flow import Coded, Drawing, Footnote, Image, Para
from builder.outline.reading.furniture import LATER_FOOTER, LATER_HEADER
from builder.outline.text import texts
from builder.theme.memo import PagesLook
from builder.theme.theme import Theme

_LEADING = ("heading", "caption", "Box title")
_FEWEST = 2  # lines of a paragraph that Word keeps on one page
_TRIED = 6  # parts on two pages that may begin the second: no memo has more pages that matter
_MATTERS = 2  # of what a memo lacks, what smaller text is worth


class Paging(Struct, frozen=True):
    """The pages of a memo: how much of each is filled, from 0 to 1.

    `begins` are the items, by their place in the whole body, that go to the next page with what is kept with
    them; `pages_of` has the page on which each heading is, by its slot, `page_of` that on which each item is
    that may begin another, `ends` that on which each item ends. `lowered` are figures with the height at
    which they stay on their page, `loosened` tables that run over; `stubs` pages begin with a few lines of
    what is on the page before.
    """

    fills: tuple[float, ...]
    begins: frozenset[int]
    pages_of: Mapping[str, int]
    page_of: Mapping[int, int]
    ends: Mapping[int, int]
    lowered: Mapping[int, float]
    loosened: frozenset[int]
    stubs: int

    @property
    def pages(self) -> int:
        """Their number."""
        return len(self.fills)

    @property
    def filled(self) -> float:
        """How much of the last one is filled."""
        return self.fills[-1]


class SetMemo(Struct, frozen=True):
    """A memo as it is set: what it says, its styles, what is set on each paper, and its pages."""

    outline: Outline
    sheet: StyleSheet
    sections: tuple[PaperSection, ...]
    paging: Paging
    forced: frozenset[int] = frozenset()  # items that begin a page so that they are whole


class _Unit(Struct, frozen=True, cache_hash=True):
    """What is set in lines of one height, or whole: a paragraph, a row of a table, a picture."""

    item: int  # its place in the body
    lines: int
    leading: float
    before: float = 0.0
    after: float = 0.0
    edge: float = 0.0  # of the line above it, with its distance
    foot: float = 0.0  # of the line below it
    tight: bool = False  # no space between it and the unit before
    keep: bool = False  # on one page with what follows
    whole: bool = True
    level: int | None = None  # of a heading
    slot: str | None = None  # of a heading
    leads: bool = False  # a heading or caption
    head: float = 0.0  # of a row: the height of the table's head, repeated where a page begins with it
    notes: float = 0.0
    spare: float = 0.0  # of a figure: by how much it may be set lower
    loose: bool = False  # of a row: its table may run over behind it

    @property
    def height(self) -> float:
        return self.lines * self.leading

    def gap(self, after: float) -> float:
        """Return what is above it besides the space `after` the unit before: the larger of the two counts."""
        return self.edge + (-after if self.tight else max(self.before - after, 0.0))

    @property
    def first(self) -> float:
        """The height of the lines that are at least on one page with what is before."""
        short = self.whole or self.lines < 2 * _FEWEST
        return self.height if short else _FEWEST * self.leading


def set_memo(outline: Outline, theme: Theme, figure: Group | None) -> SetMemo:
    """Return the memo as it is set, with a list of its parts if it is long; `figure` is the argument map.

    It is set closer where that brings the claims at a glance onto the first page, keeps a table of few rows
    whole, or saves a page: of a long memo, or one of which less than half is filled. If the last page would
    still be nearly empty, a part of the page before begins it. An argument or a table that is on two
    pages begins the next one if that costs none. Notes for which the first page has no room are at the end.
    """
    height = figure.rect.height if figure else 0.0
    theme = _titled(outline, theme)
    outline = said_once(outline, theme, figure)
    best = _best(outline, theme, height)
    if _lacks(best)[-1]:
        best = _best(replace(outline, late=True), theme, height)
    return _fitted(_evened(best, height))


def _best(outline: Outline, theme: Theme, height: float) -> SetMemo:
    """Return the memo as close as it has to be set; `height` is that of its figure."""
    full = outline if outline.contents else listed(outline)
    best: SetMemo | None = None
    for look in theme.memo.closer:
        sheet = style_sheet(replace(theme, memo=look), outline.page)
        memo = _whole(_set_memo(outline, full, sheet, height), height)
        smaller = look.text < theme.memo.text and memo.paging.pages < look.pages.long
        saves = _MATTERS if smaller else None
        if best is None or _lacks(memo)[:saves] < _lacks(best)[:saves]:
            best = memo
        if _is_full(best):
            break
    assert best is not None
    airy = _whole(_set_memo(outline, full, _airy(best, theme), height), height)
    return airy if _lacks(airy) == _lacks(best) else best


def said_once(outline: Outline, theme: Theme, figure: Group | None) -> Outline:
    """Return the outline without its table of claims in the memo, if all arguments are on the first page.

    A few claims need none wherever they are.
    """
    glance = outline.one(Glance)
    if glance is None or glance.thin:
        return outline
    once = replace(outline, once=True)
    if sum(len(section.arguments) for section in glance.sections) <= theme.memo.few_claims:
        return once
    memo = _set_memo(once, once, style_sheet(theme, outline.page), figure.rect.height if figure else 0.0)
    said = {text.slot for section in glance.sections for text in texts(section.arguments)}
    items = enumerate(item for section in memo.sections for item in section.items)
    ends = (
        memo.paging.ends[index]
        for index, item in items
        if isinstance(item, Para) and item.main and item.main.slot in said
    )
    return once if max(ends) == 1 else outline


def _airy(memo: SetMemo, theme: Theme) -> StyleSheet:
    """Return the styles of a memo with a first page as roomy as that allows."""
    look = memo.sheet.theme.memo
    table = replace(look.table, roomiest=theme.memo.table.roomiest)
    return style_sheet(replace(theme, memo=replace(look, table=table)), memo.outline.page)


def _lacks(memo: SetMemo) -> tuple[bool, int, int, bool]:
    """Return whether the claims at a glance run over, the number of pages, and how many begin poorly.

    Such a page begins with some rows of a table or with a stub; in a long memo with the end of an argument.
    The last is whether the first page's notes run over.
    """
    glance, ends = memo.outline.one(Glance), memo.paging.ends
    table = notes = 1
    for index, item in enumerate(item for section in memo.sections for item in section.items):
        if isinstance(item, SetTable) and glance and item.title.slot == glance.heading.slot:
            table = ends[index]
        elif isinstance(item, Para) and item.style == "Reading note" and not memo.outline.late:
            notes = ends[index]
    long = memo.paging.pages >= memo.sheet.theme.memo.pages.long
    parted = _parted(memo) if long else 0
    poor = len(memo.paging.loosened) + memo.paging.stubs + parted
    return table > 1, memo.paging.pages, poor, notes > 1


def _is_full(memo: SetMemo) -> bool:
    """Return whether no page begins poorly and there is none to be saved."""
    look = memo.sheet.theme.memo.pages
    claims, pages, poor, _ = _lacks(memo)
    return not (claims or poor) and (pages == 1 or (pages < look.long and memo.paging.filled >= look.half))


def _titled(outline: Outline, theme: Theme) -> Theme:
    """Return the theme with the largest title that has few enough lines, else with the smallest."""
    front, memo = outline.one(Front), theme.memo
    while front is not None and len(memo.titles) > 1:
        sheet = style_sheet(replace(theme, memo=memo), outline.page)
        if _lines(Para("Title", (front.title,)), sheet.paper.text_width, sheet) <= memo.title_lines:
            break
        memo = replace(memo, titles=memo.titles[1:])
    return replace(theme, memo=memo)


def _evened(memo: SetMemo, figure: float) -> SetMemo:
    """Return the memo with more on its last page, where a part of the page before can begin it."""
    items = [item for section in memo.sections for item in section.items]
    before = memo.paging.pages - 1
    for least, full, styles in memo.sheet.theme.memo.pages.evened:
        if memo.paging.filled >= least:
            return memo
        for index in range(len(items) - 1, -1, -1):
            item = items[index]
            fits = isinstance(item, Para) and (not styles or item.style in styles)
            if fits and memo.paging.page_of.get(index) == before:
                paging = _paginate(memo.outline, memo.sheet, memo.sections, figure, memo.forced | {index})
                if paging.pages > before and paging.filled >= least and paging.fills[-2] >= full:
                    return replace(memo, paging=paging)
    return memo


def _whole(memo: SetMemo, figure: float) -> SetMemo:
    """Return the memo with fewer arguments and tables on two pages, where it has as many pages then."""
    tried = 0
    for start, end, least in _parts(memo):
        page = memo.paging.page_of.get(start, 1)  # a table that runs over may begin in the middle of a part
        if page == 1 or page == memo.paging.ends[end] or tried == _TRIED:
            continue
        tried += 1
        trial = _paginate(memo.outline, memo.sheet, memo.sections, figure, memo.forced | {start})
        if (
            trial.pages == memo.paging.pages
            and trial.fills[page - 1] >= least
            and trial.page_of.get(start) == trial.ends[end]
            and trial.stubs <= memo.paging.stubs
        ):
            memo = replace(memo, paging=trial, forced=memo.forced | {start})
    return memo


def _parted(memo: SetMemo) -> int:
    """Return how many arguments and tables end on another page than they begin."""
    paging = memo.paging
    return sum(paging.page_of[start] != paging.ends[end] for start, end, _ in _parts(memo))


def _parts(memo: SetMemo) -> Iterator[tuple[int, int, float]]:
    """Yield the first and last item of each argument and table, and how full the page before it must be.

    The first is what it is kept with, such as its heading.
    """
    items = [item for section in memo.sections for item in section.items]
    look, first = memo.sheet.theme.memo.pages, 0
    for start, item in enumerate(items):
        first = start if start in memo.paging.page_of else first
        if isinstance(item, SetTable):
            yield first, start, look.half
        elif isinstance(item, Para) and item.style == "heading 2":
            end = start
            while end + 1 < len(items) and _continues(items[end + 1], memo.sheet):
                end += 1
            yield first, end, look.full


def _continues(item: Set, sheet: StyleSheet) -> bool:
    """Return whether an item belongs to the argument above it: a paragraph that heads nothing."""
    if not isinstance(item, Para):
        return False
    return sheet.resolved[item.style].outline is None and not item.style.startswith(_LEADING)


def _fitted(memo: SetMemo) -> SetMemo:
    """Return the memo with its figures and tables as its pages need them, and its paragraphs closed."""
    lowered, loosened, index = memo.paging.lowered, memo.paging.loosened, 0
    sections = []
    for section in memo.sections:
        items = list(section.items)
        for place, item in enumerate(items):
            height = lowered.get(index + place)
            if height is not None and isinstance(item, Image | SetPlots):
                items[place] = lowered_to(item, height)
            elif index + place in loosened and isinstance(item, SetTable):
                items[place] = item.loosened
        index += len(items)
        sections.append(closed(replace(section, items=tuple(items))))
    return replace(memo, sections=tuple(sections))


def _set_memo(outline: Outline, full: Outline, sheet: StyleSheet, figure: float) -> SetMemo:
    """Return the memo in these styles; it has the contents that only `full` has where it is long."""
    sections = set_body(full, sheet)
    if full is not outline:
        bare = tuple(replace(one, items=tuple(filter(_is_body, one.items))) for one in sections)
        paging = _paginate(outline, sheet, bare, figure)
        if paging.pages < sheet.theme.memo.pages.long:
            return SetMemo(outline, sheet, bare, paging)
    return SetMemo(full, sheet, sections, _paginate(full, sheet, sections, figure))


def _is_body(item: Set) -> bool:
    return not (isinstance(item, Para) and item.style in CONTENTS)


class _Breaking:
    """The pages of a body as far as they are broken."""

    def __init__(self, look: PagesLook, rooms: tuple[float, float], forced: Collection[int]) -> None:
        self.look = look
        self.rooms = rooms  # of the first page, and of later ones
        self.forced = forced
        self.turned = 0.0  # what a page on its side has more
        self.room = self.used = self.after = 0.0
        self.headed = False  # whether the page has a heading
        self.fills: list[float] = []
        self.tops: list[float] = []  # what is above the first heading of each page
        self.begins: set[int] = set()
        self.pages_of: dict[str, int] = {}
        self.page_of: dict[int, int] = {}
        self.ends: dict[int, int] = {}
        self.lowered: dict[int, float] = {}
        self.loosened: set[int] = set()

    def turn(self, used: float = 0.0) -> None:
        """Begin a page."""
        self.note()
        self.used, self.room, self.after = used, self.rooms[bool(self.fills)] + self.turned, 0.0
        self.headed = False
        self.fills.append(0.0)
        self.tops.append(0.0)

    def note(self) -> None:
        """Note how full the page is."""
        if self.fills:
            self.fills[-1] = self.used / self.room

    def begin(self, units: list[_Unit], at: int) -> int:
        """Go to the next page if what is kept together from a unit on does not fit, and return its end."""
        end, needed = self._kept(units, at)
        first, forced = units[at], units[at].item in self.forced
        left = self.room - self.used - first.gap(self.after) - (self.look.spare if first.leads else 0.0)
        if not self.used or not (forced or left < needed <= self.room):
            return end
        relaxed = None if forced else self._relaxed(units, at, end, needed - left)
        if relaxed is not None:
            return relaxed
        # Of a full page Word may set a line or two on the next one, where nothing else would then be.
        if forced or (first.leads and self.room - self.used >= self.look.tight):
            self.begins.add(first.item)
        self.turn(first.head)
        return end

    def _relaxed(self, units: list[_Unit], at: int, end: int, short: float) -> int | None:
        """Set a figure lower, or let a table run over, rather than leave much of the page empty.

        Return the end of what is kept together then; None where it does not fit all the same.
        """
        blank = (self.room - self.used) / self.room
        for index in range(at, end + 1) if blank > self.look.blank else ():
            unit = units[index]
            over = short + self.look.spare
            if unit.spare >= over:
                units[index] = replace(unit, leading=unit.leading - over)
                self.lowered[unit.item] = units[index].height
                return end
        loose = [index for index in range(at, end + 1) if units[index].loose]
        if loose and blank > self.look.gap:
            table, most = units[loose[0]].item, self._kept(units, at)[1] - short
            freed = [replace(one, keep=False) if one.loose and one.item == table else one for one in units]
            ended, needed = self._kept(freed, at)
            if needed <= most:
                units[:] = freed
                self.loosened.add(table)
                return ended
        return None

    def _kept(self, units: Sequence[_Unit], start: int) -> tuple[int, float]:
        """Return the last of the units that are kept together from a unit on, and the height of all."""
        end = start
        while units[end].keep and end + 1 < len(units):
            end += 1
        return end, self._needed(units, start, end)

    def _needed(self, units: Sequence[_Unit], start: int, end: int) -> float:
        """Return the height of what is kept together, with enough lines below a heading of level one."""
        total, below = 0.0, -1
        for index in range(start, len(units)):
            unit = units[index]
            if index > end and (below < 0 or below >= self.look.below or unit.level == 0):
                break
            whole = index < end or index > end
            height = unit.height if whole else unit.first
            if index > start:
                after = units[index - 1].after
                total += after + unit.gap(after)
            total += height + unit.notes + unit.foot
            if unit.level == 0:
                below = 0
            elif below >= 0:
                below += max(unit.lines, int(unit.height / self.look.line))
        return total

    def place(self, unit: _Unit) -> None:
        """Set a unit, on as many pages as it needs."""
        gap = unit.gap(self.after) if self.used else unit.edge
        if self.used and unit.whole and self.used + gap + unit.height + unit.notes + unit.foot > self.room:
            self.turn(unit.head)
            gap = unit.edge
        if not self.headed and (unit.level is not None or unit.leads):
            self.tops[-1], self.headed = self.used, True
        if unit.slot:
            self.pages_of.setdefault(unit.slot, len(self.fills))
        left = unit.lines
        self.used += gap
        while not unit.whole and self.used + left * unit.leading + unit.notes > self.room:
            fit = min(int((self.room - self.used - unit.notes) / unit.leading), left - _FEWEST)
            left -= fit if fit >= _FEWEST else 0
            if self.used <= 0.0 and fit < _FEWEST:
                break
            self.turn()
        self.ends[unit.item] = len(self.fills)
        self.used += left * unit.leading + unit.notes + unit.foot + unit.after
        self.after = unit.after


def _paginate(
    outline: Outline,
    sheet: StyleSheet,
    sections: Sequence[PaperSection],
    figure: float,
    forced: Collection[int] = (),
) -> Paging:
    """Break the body into pages as Word does; the items in `forced` begin one."""
    rooms = page_height(outline, sheet), page_height(outline, sheet, LATER_HEADER, LATER_FOOTER)
    east_asian = language_for(outline.language).script.east_asian
    own, index, divided = sheet.theme.memo.east_asian_leading if east_asian else 1.0, 0, []
    for section in sections:
        turned = section.sheet.paper.height - sheet.paper.height
        divided.append((_units(section, index, own, figure), turned))
        index += len(section.items)
    return _broken(tuple(divided), rooms, sheet.theme.memo.pages, frozenset(forced))


@lru_cache(maxsize=256)  # other words of the same heights are on the same pages
def _broken(
    sections: tuple[tuple[tuple[_Unit, ...], float], ...],
    rooms: tuple[float, float],
    look: PagesLook,
    forced: frozenset[int],
) -> Paging:
    """Break sections into pages; each is what it is set in, and what its pages have more of height."""
    pages = _Breaking(look, rooms, forced)
    for whole, turned in sections:
        units = list(whole)
        pages.turned = turned
        pages.turn()
        at = 0
        while at < len(units):
            end = pages.begin(units, at)
            pages.page_of.setdefault(units[at].item, len(pages.fills))
            for unit in units[at : end + 1]:
                pages.place(unit)
            at = end + 1
    pages.note()
    return Paging(
        tuple(pages.fills),
        frozenset(pages.begins),
        pages.pages_of,
        pages.page_of,
        pages.ends,
        pages.lowered,
        frozenset(pages.loosened),
        sum(0.0 < top < look.stub for top in pages.tops[1:]),
    )


@lru_cache(maxsize=64)
def _units(section: PaperSection, start: int, own: float, figure: float) -> tuple[_Unit, ...]:
    """Return what a section is set in; it is the same wherever pages begin."""
    return tuple(_unit(section, start, own, figure))


def _unit(section: PaperSection, start: int, own: float, figure: float) -> Iterator[_Unit]:
    sheet, width = section.sheet, section.sheet.paper.text_width
    notes = {
        item.number: _lines(item.para, width, sheet) * (sheet.resolved[item.para.style].leading or 0.0) * own
        for item in section.items
        if isinstance(item, Footnote)
    }
    around, memo, share = sheet.resolved["Figure"], sheet.theme.memo, sheet.theme.memo.figure_share
    above: str = ""
    for index, item in enumerate(section.items, start):
        match item:
            case Para():
                below = section.items[index - start + 1] if index - start + 1 < len(section.items) else None
                follower = below.style if isinstance(below, Para) else ""
                unit = _paragraph(item, index, above, follower, own, sheet)
                noted = _noted([item], notes, sheet) if notes else 0.0
                yield replace(unit, notes=noted) if noted else unit
            case SetTable():
                yield from _rows(item, index, own, notes, sheet)
            case Image():
                high = image_height(item, sheet)
                spare = high * (1.0 - memo.lowest_picture / share) if item.style == "Figure" else 0.0
                yield _Unit(index, 1, high, keep=item.keep, spare=spare)
            case SetPlots():
                before, after = around.before or 0.0, around.after or 0.0
                spare = item.height * (1.0 - memo.lowest_chart / share)
                yield _Unit(index, 1, item.height, before, after, keep=item.keep, spare=spare)
            case Coded():
                yield _Unit(index, 1, memo.code, after=sheet.resolved["Body Text"].after or 0.0)
            case Drawing():
                yield _Unit(index, 1, figure, around.before or 0.0, around.after or 0.0, keep=True)
            case Footnote():
                pass
            case _:
                assert_never(item)
        above = item.style if isinstance(item, Para) else ""


@lru_cache(maxsize=16384)
def _paragraph(para: Para, index: int, above: str, below: str, own: float, sheet: StyleSheet) -> _Unit:
    """Return a paragraph without notes; `above` and `below` are the styles of those around it."""
    style = sheet.resolved[para.style]
    joins = bool(style.rules) and bool(above) and sheet.resolved[above].rules == style.rules
    continued = bool(below) and sheet.resolved[below].rules == style.rules
    edges = {rule.side: rule.weight + rule.space for rule in style.rules}
    return _Unit(
        index,
        _lines(para, sheet.paper.text_width, sheet),
        (style.leading or 0.0) * own,
        before=style.before or 0.0,
        after=style.after or 0.0,
        edge=0.0 if joins else edges.get("top", 0.0),
        foot=0.0 if continued else edges.get("bottom", 0.0),
        tight=style.contextual and above == para.style,
        keep=bool(para.keep or style.keep_next),
        whole=bool(style.keep_next or style.keep_lines),
        level=style.outline,
        slot=para.main.slot if style.outline == 0 and para.main else None,
        leads=bool(style.keep_next) and para.style.startswith(_LEADING),
    )


def _rows(
    table: SetTable, index: int, own: float, notes: dict[int, float], sheet: StyleSheet
) -> Iterator[_Unit]:
    look = sheet.table
    padding = look.paddings(sheet.paper)[table.style]
    heights = [row_height(row, table.widths, sheet) * own + look.rule + 2 * padding for row in table.rows]
    for place, (row, height) in enumerate(zip(table.rows, heights, strict=True)):
        keep = place == 0 or any(para.keep for para in row[0])
        loose = keep and place in table.inner
        noted = _noted([para for cell in row for para in cell], notes, sheet) if notes else 0.0
        yield _Unit(index, 1, height, keep=keep, head=heights[0] if place else 0.0, notes=noted, loose=loose)


def _noted(paras: Sequence[Para], notes: dict[int, float], sheet: StyleSheet) -> float:
    """Return the height of the notes that paragraphs mark first, with the line above them."""
    marked = [number for para in paras for text in para.texts for number in text.notes]
    heights = [notes.pop(number) for number in dict.fromkeys(marked) if number in notes]
    return fsum(heights) + (sheet.theme.memo.note_line if heights else 0.0)


def _lines(para: Para, width: float, sheet: StyleSheet) -> int:
    return line_count(paragraph_of(para, sheet), width)
