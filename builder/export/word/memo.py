"""Writes the memo as an editable Word file: what its layout sets, in named styles, each text once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from itertools import zip_longest
from typing import assert_never

from docx.document import Document

from builder.export.office.drawing import NO_LINE, code_form, rgb
from builder.export.office.markup import NOTHING, Markup, joined
from builder.export.word.drawing import SHAPE, drawn_chart, inline, transform, wsp
from builder.export.word.figure import draw_figure, figure_looks
from builder.export.word.fixed_parts import footnotes_part
from builder.export.word.markup import ground, style_of, twips, w
from builder.export.word.package import (
    Area,
    add_areas,
    add_chart,
    close_package,
    fill_area,
    footnotes,
    open_package,
    section_end,
)
from builder.export.word.paragraphs import Anchors, Story, between
from builder.export.word.styles import styles_part
from builder.layout.memo.body import PaperSection, Set, SetPlots, even_indent, picture_sizes
from builder.layout.memo.pages import SetMemo, set_memo
from builder.layout.memo.styles import StyleSheet
from builder.layout.memo.tables import SetTable
from builder.layout.pages import Group, Plot
from builder.outline.blocks import Front, Outline
from builder.outline.reading.flow import Coded, Drawing, Footnote, Image, Para, Row
from builder.outline.reading.furniture import LATER_FOOTER, LATER_HEADER, furniture
from builder.outline.text import Picture, QrCode
from builder.theme.memo import Paper
from builder.theme.theme import Theme

_GAP = "\u2003\u2003"  # between two pictures
# Of the parts that a table style can set apart, the memo's tables have a head row and no bands.
_HEAD_ROW_ONLY = w(
    "tblLook", val="0620", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1
)


def write_memo(
    outline: Outline,
    figure: Group | None,
    theme: Theme,
    picture: Picture | None = None,
    memo: SetMemo | None = None,
) -> bytes:
    """Return the memo as a .docx file; `figure` is the argument map, laid out at the width of the text.

    Programs that do not draw Word's own shapes show the `picture` of it. The `memo` is the outline as it is
    set, if it has been already.

    Equal outlines make equal bytes. A table at the end is followed by the paragraph that Word requires there.
    """
    memo = memo or set_memo(outline, theme, figure)
    outline, sheet, sections = memo.outline, memo.sheet, memo.sections
    front = outline.one(Front)
    looks = figure_looks(figure)
    styles = styles_part(
        outline.language,
        sheet,
        front.marking.colour if front and front.marking else None,
        tuple(looks.paragraphs.values()),
        tuple(looks.characters.values()),
    )
    document = open_package(outline, sheet, styles)
    anchors = Anchors(outline.build_id)
    *ends, last = _section_ends(document, anchors, furniture(outline), sections, memo.paging.pages)
    # The typeface of a template is not measured: a page may end elsewhere there, and is left to Word.
    begins = frozenset[int]() if theme.worn else memo.paging.begins
    painted: list[Markup] = []
    listed = {
        heading.slot: (f"_Toc{number:08}", memo.paging.pages_of.get(heading.slot, 1))
        for number, heading in enumerate(outline.contents[1:], 1)
    }
    index = 0
    for section, end in zip_longest(sections, ends):
        story = Story(anchors, document.part, section.sheet, listed=listed)
        draw = partial(draw_figure, figure, picture, story, looks) if figure else None
        items = [(at, item) for at, item in enumerate(section.items, index) if not isinstance(item, Footnote)]
        index += len(section.items)
        chart = partial(_chart, story, outline)
        before: Set | None = None
        for at, item in items:
            if isinstance(before, SetTable) and isinstance(item, SetTable):  # Word would make one of them
                painted.append(w("p", w("pPr", style_of("pStyle", "Table gap"))))
            painted.append(_painted(item, story, draw, chart, begins=at in begins))
            before = item
        if end or isinstance(before, SetTable):
            painted.append(w("p", w("pPr", style_of("pStyle", "Table end"), end or NOTHING)))
    written = {}
    notes = [item for section in sections for item in section.items if isinstance(item, Footnote)]
    if notes:
        part = footnotes(document)
        story = Story(anchors, part, sheet)
        written[part.partname] = footnotes_part(
            joined(*(w("footnote", story.paragraph(note.para), id=note.number) for note in notes))
        )
    return close_package(document, outline, anchors, joined(*painted, last), written)


def _section_ends(
    document: Document,
    anchors: Anchors,
    furniture: Mapping[str, Sequence[Para | Image]],
    sections: Iterable[PaperSection],
    pages: int,
) -> list[Markup]:
    """Write headers and footers, and return what ends each section: its paper, and which of them it has.

    The first page has its own. Pages on their side repeat those of later pages, at their own width.
    """
    later = {where: furniture[where] for where in (LATER_HEADER, LATER_FOOTER) if where in furniture}
    written: dict[Paper, Mapping[str, Area]] = {}
    ends = []
    for index, section in enumerate(sections):
        sheet, shown = section.sheet, later if index else furniture
        if sheet.paper not in written:
            written[sheet.paper] = add_areas(document, shown)
            for location, area in written[sheet.paper].items():
                story = Story(anchors, area.part, sheet, pages)
                fill_area(area.part.element, joined(*(_painted(item, story) for item in shown[location])))
        ends.append(section_end(sheet.paper, {where: written[sheet.paper][where] for where in shown}))
    return ends


def _painted(
    item: Set,
    story: Story,
    draw: Callable[[], Markup] | None = None,
    chart: Callable[[Plot], Markup] | None = None,
    *,
    begins: bool = False,
) -> Markup:
    match item:
        case Para():
            return story.paragraph(item, right=even_indent(item, story.sheet), begins=begins)
        case SetTable():
            return _table(item, story)
        case Image():
            sizes = zip(item.pictures, picture_sizes(item, story.sheet), strict=True)
            return _alone(item.style, *(story.picture(one, *size) for one, size in sizes), keep=item.keep)
        case SetPlots():
            return _alone("Figure", *map(chart, item.plots), keep=item.keep) if chart else NOTHING
        case Coded():
            return _alone("Body Text", _code(story, item.code), keep=False)
        case Footnote():
            return NOTHING  # in a part of its own
        case Drawing():
            return _alone("Figure", draw()) if draw else NOTHING
        case _:
            assert_never(item)


def _chart(story: Story, outline: Outline, plot: Plot) -> Markup:
    """Return the drawing of a native chart."""
    theme = story.sheet.theme
    relation = add_chart(story.part, plot, theme, outline.language, outline.epoch)
    rect = plot.rect
    return drawn_chart(story.anchors.next_id(), relation, rect.width, rect.height, plot.alt.plain)


def _code(story: Story, code: QrCode) -> Markup:
    """Return the drawing of a QR code that links to its address."""
    theme, number = story.sheet.theme, story.anchors.next_id()
    side = theme.memo.code
    shape = wsp(joined(transform(0, 0, side, side), code_form(code), rgb(theme.colours.ink), NO_LINE))
    link = story.relation(code.url)
    return inline(number, f"QR code {number}", side, side, SHAPE, shape, code.alt.plain, link=link)


def _alone(style: str, *drawings: Markup, keep: bool = True) -> Markup:
    """Return a paragraph that holds nothing but drawings, side by side."""
    runs = [run for drawing in drawings for run in (between(_GAP), w("r", drawing))][1:]
    return w("p", w("pPr", style_of("pStyle", style), w("keepNext") if keep else NOTHING), *runs)


def _table(table: SetTable, story: Story) -> Markup:
    """Return a native table whose head is repeated on every page, and whose rows are not split."""
    widths = [twips(width) for width in table.widths]
    return w(
        "tbl",
        w(
            "tblPr",
            style_of("tblStyle", table.style),
            w("tblW", w=sum(widths), type="dxa"),
            w("tblLayout", type="fixed"),
            _HEAD_ROW_ONLY,
            w("tblCaption", val=table.title.plain),
        ),
        w("tblGrid", *(w("gridCol", w=width) for width in widths)),
        *(_row(row, table, story, head=index == 0) for index, row in enumerate(table.rows)),
    )


def _row(row: Row, table: SetTable, story: Story, *, head: bool) -> Markup:
    tabs = (None,) * len(row) if head or not table.tabs else table.tabs
    cells = (
        w(
            "tc",
            _cell_properties(n, width, table.marked, story.sheet),
            *(story.paragraph(para, decimal=tab) for para in cell),
        )
        for n, (width, cell, tab) in enumerate(zip(table.widths, row, tabs, strict=True))
    )
    return w("tr", w("trPr", w("cantSplit"), w("tblHeader") if head else NOTHING), *cells)


@lru_cache(maxsize=1024)
def _cell_properties(column: int, width: float, marked: int | None, sheet: StyleSheet) -> Markup:
    """Return the width of a cell, and its tint in a column that is set apart, with room around words."""
    tint = ground(sheet.theme.colours, sheet.theme.colours.response.tint)
    sides = ("left", sheet.table.inset), ("right", sheet.table.gap - sheet.table.inset)
    return w(
        "tcPr",
        w("tcW", w=twips(width), type="dxa"),
        tint if column == marked else NOTHING,
        w("tcMar", *(w(side, w=twips(room), type="dxa") for side, room in sides))
        if column and marked is not None
        else NOTHING,
    )
