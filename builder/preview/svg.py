"""Paints pages as SVG: every item where the layout has it, every word with the field it comes from."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, assert_never

from msgspec import Struct

from builder.layout.chart import inside
from builder.layout.pages import (
    Box,
    CodeBox,
    Group,
    Item,
    Mark,
    Page,
    Pages,
    Paragraph,
    PictureBox,
    Piece,
    Plot,
    Polygon,
    Polyline,
    Rect,
    Segment,
    TableBox,
    TableCell,
    TextBox,
    arrow_head,
)
from builder.layout.text.measure import baseline, height_of, in_box, set_lines
from builder.outline.text import Level, Picture, Text
from builder.theme.deck import Furniture
from builder.theme.fonts import FILES, shown_as
from builder.theme.geometry import Step
from builder.theme.theme import DEFAULT, Theme

if TYPE_CHECKING:
    from builder.brief.images.drawing import Contour
    from builder.templates.deck import DeckTemplate, Slot

_CAPS, _JOINS = ("butt", "round", "square"), ("miter", "round", "bevel")
_TYPES = {"png": "image/png", "jpeg": "image/jpeg", "jpg": "image/jpeg"}
_LEADING = 1.2  # of the number in a template
_UNDERLINE, _DROP = 0.05, 0.14  # weight of a link's underline and its depth below the base line, of the size


def slides(pages: Pages, theme: Theme) -> tuple[str, ...]:
    """Return each slide as SVG, with what its layout shows around it."""
    painter = _Painter(theme, slide=True)
    return tuple(
        painter.page(
            page, (*ground_of(page, pages.behind, theme), *page.items, *number_of(page, number, theme))
        )
        for number, page in enumerate(pages.pages, 1)
    )


def slides_in(pages: Pages, template: DeckTemplate, grounds: Mapping[str, str]) -> tuple[str, ...]:
    """Return each slide of a template as SVG, over the ground of its layout."""
    painter = _Painter(template.theme, slide=True)
    found = []
    for number, page in enumerate(pages.pages, 1):
        ground = grounds.get(page.layout)
        used = f'<use href="#{ground}" {_size(page.width, page.height)}/>' if ground else ""
        slot = template.slots.get(page.layout, {}).get("number")
        numbered = () if slot is None else (_number_in(slot, page, number, template.theme),)
        found.append(painter.page(page, (*page.items, *numbered), used))
    return tuple(found)


def painted(item: Item) -> str:
    """Return an item as SVG, in the default look."""
    return "".join(_Painter(DEFAULT, slide=True).paint(item))


def sheets(pages: Pages, theme: Theme) -> tuple[str, ...]:
    """Return each printed page as SVG."""
    painter = _Painter(theme, slide=False)
    return tuple(painter.page(page, page.items) for page in pages.pages)


def drawing(item: Group | Plot, theme: Theme) -> str:
    """Return a drawing of the memo as SVG, as large as it is there: the argument map, or a chart."""
    rect = item.rect
    inner = "".join(_Painter(theme, slide=False).paint(item))
    view = f"{_n(rect.x)} {_n(rect.y)} {_n(rect.width)} {_n(rect.height)}"
    return f'<svg viewBox="{view}" {_size(rect.width, rect.height)} xml:space="preserve">{inner}</svg>'


def of_brief(text: Text) -> str:
    """Return the attributes that say which values of the brief a text shows; "" for the builder's words."""
    if not text.path:
        return ""
    also = f' data-also="{escape("|".join(text.also))}"' if text.also else ""
    return f' data-path="{escape(text.path)}"{also}'


def class_of(face: str) -> str:
    """Return the name by which style sheets know a face: that of a file of ours, or a digest of its path."""
    return f"face-{sha256(face.encode()).hexdigest()[:8]}" if face.endswith(FILES) else face


def ground_of(page: Page, behind: Sequence[Box], theme: Theme) -> Iterator[Item]:
    """Yield what the layout of a slide shows: the brand block of a cover, else the segments of the deck."""
    look, colours = theme.deck, theme.colours
    if page.layout != "Cover":
        yield from behind
        return
    yield Box(Rect(0.0, 0.0, look.width, look.cover.block), fill=colours.brand)
    yield Box(Rect(0.0, look.cover.block, look.width, look.cover.accent), fill=colours.effect.strong)


def number_of(page: Page, number: int, theme: Theme) -> Iterator[TextBox]:
    """Yield the number of a slide, where its layout has one."""
    place = theme.deck.furniture(theme.colours)[page.layout].get("number")
    if place is None:
        return
    after = "".join(piece.separator for piece in page.after_number)
    yield _furnished(place, f"{number}{after}", theme)


def _number_in(slot: Slot, page: Page, number: int, theme: Theme) -> TextBox:
    left, top, right, bottom = slot.insets
    across, down = slot.rect.width - left - right, slot.rect.height - top - bottom
    rect = Rect(slot.rect.x + left, slot.rect.y + top, max(across, 1.0), max(down, 1.0))
    step = Step(slot.size, slot.size * _LEADING)
    after = "".join(piece.separator for piece in page.after_number)
    place = Furniture(rect, step, slot.colour, bold=slot.bold, align=slot.align, anchor="middle")
    return _furnished(place, f"{number}{after}", theme)


def _furnished(place: Furniture, words: str, theme: Theme) -> TextBox:
    family, look = theme.fonts.body.family, (*place.step, place.colour, place.bold)
    paragraph = Paragraph((Piece(None, words),), *look, align=place.align, family=family)
    return TextBox(place.rect, (set_lines(paragraph, place.rect.width),), anchor=place.anchor)


class _Painter(Struct):
    """Paints pages in a theme; cells of a table have lines between them on slides alone."""

    theme: Theme
    slide: bool

    def page(self, page: Page, items: Iterable[Item], behind: str = "") -> str:
        """Return one page as an SVG element."""
        paint = "".join(part for item in items for part in self.paint(item))
        view = f"0 0 {_n(page.width)} {_n(page.height)}"
        ground = f'<rect class="ground" {_size(page.width, page.height)} fill="{self.theme.colours.white}"/>'
        return f'<svg class="page" viewBox="{view}" xml:space="preserve">{ground}{behind}{paint}</svg>'

    def paint(self, item: Item) -> Iterator[str]:
        """Yield one item as SVG elements."""
        match item:
            case TextBox():
                yield self._box(item.ground)
                for paragraph, x, y in in_box(item):
                    yield from self._paragraph(paragraph, x, y)
            case Box():
                yield self._box(item)
            case Polyline():
                yield self._line(item)
            case Polygon():
                yield f'<polygon points="{_points(item.points)}" fill="{item.fill}"/>'
            case Mark():
                yield self._mark(item)
            case PictureBox():
                yield picture(item.picture, item.rect)
            case CodeBox():
                yield _code(item)
            case TableBox():
                yield from self._table(item)
            case Plot():
                yield from self._plot(item)
            case Group():
                label = f' role="group" aria-label="{escape(item.alt.plain)}"' if item.alt else ""
                path = f' data-path="{escape(item.alt.path)}"' if item.alt and item.alt.path else ""
                inner = "".join(part for each in item.items for part in self.paint(each))
                yield f"<g{label}{path}>{inner}</g>"
            case _:
                assert_never(item)

    def _box(self, box: Box) -> str:
        """Return a rectangle; its outline is inside."""
        if box.fill is None and box.outline is None:
            return ""
        rect, line = box.rect, ""
        if box.outline is not None:
            half = box.weight / 2
            rect = Rect(rect.x + half, rect.y + half, rect.width - box.weight, rect.height - box.weight)
            line = f' stroke="{box.outline}" stroke-width="{_n(box.weight)}"{self._dash(box.dashed)}'
        radius = f' rx="{_n(box.radius)}"' if box.radius else ""
        return f'<rect {_area(rect)}{radius} fill="{box.fill or "none"}"{line}/>'

    def _dash(self, dashed: bool) -> str:
        on, off = self.theme.dash
        return f' stroke-dasharray="{_n(on)} {_n(off)}"' if dashed else ""

    def _line(self, line: Polyline) -> str:
        points, head = [*line.points], ""
        if line.head:
            points[-1], corners = arrow_head(points, line.head_size)
            head = f'<polygon points="{_points(corners)}" fill="{line.colour}"/>'
        stroke = f'stroke="{line.colour}" stroke-width="{_n(line.weight)}"{self._dash(line.dashed)}'
        return f'<polyline points="{_points(points)}" fill="none" {stroke}/>{head}'

    def _mark(self, mark: Mark) -> str:
        """Return a certainty mark: full, half or open."""
        rect, weight = mark.rect, mark.rect.width * self.theme.mark.outline
        inner = rect.inside(weight / 2)
        fill = mark.colour if mark.level is Level.ASSERTED else "none"
        square = f'<rect {_area(inner)} fill="{fill}" stroke="{mark.colour}" stroke-width="{_n(weight)}"/>'
        if mark.level is not Level.QUALIFIED:
            return square
        half = Rect(rect.x, rect.y, rect.width / 2, rect.height)
        return f'{square}<rect {_area(half)} fill="{mark.colour}"/>'

    def _table(self, item: TableBox) -> Iterator[str]:
        """Yield the cells of a table, the words of each in its middle."""
        y = item.rect.y
        yield f'<g role="group" aria-label="{escape(item.alt)}">'
        for cells, height in zip(item.rows, item.heights, strict=True):
            x = item.rect.x
            for cell, width in zip(cells, item.widths, strict=True):
                yield from self._cell(cell, Rect(x, y, width, height), item.inset)
                x += width
            y += height
        yield "</g>"

    def _cell(self, cell: TableCell, rect: Rect, inset: float) -> Iterator[str]:
        if cell.fill is not None:
            gap = self.theme.deck.cell_line if self.slide else 0.0
            yield f'<rect {_area(rect.inside(gap / 2))} fill="{cell.fill}"/>'
        y = rect.y + (rect.height - height_of(cell.paragraphs)) / 2
        for place, paragraph in enumerate(cell.paragraphs):
            y += paragraph.before if place else 0.0
            yield from self._paragraph(paragraph, rect.x + inset, y)
            y += len(paragraph.lines) * paragraph.leading

    def _plot(self, item: Plot) -> Iterator[str]:
        """Yield a chart that PowerPoint draws itself, drawn as on the printed page."""
        yield f'<g class="plot" role="group" aria-label="{escape(item.alt.plain)}">'
        look = self.theme.chart.deck if self.slide else self.theme.chart.memo
        for each in inside(item, look, self.theme.colours):
            yield from self.paint(each)
        yield "</g>"

    def _paragraph(self, paragraph: Paragraph, x: float, y: float) -> Iterator[str]:
        """Yield the lines of a paragraph."""
        texts = {piece.text.slot: piece.text for piece in paragraph.pieces if piece.text is not None}
        first = y + baseline(paragraph)
        if paragraph.bullet:
            dot = _text(paragraph.family.regular, paragraph.size, paragraph.colour, x, first, "•")
            yield dot.replace("<text", '<text aria-hidden="true"')
        for index, line in enumerate(paragraph.lines):
            yield from _line_of(line, texts, x, first + index * paragraph.leading)


def _line_of(line: Sequence[Segment], texts: Mapping[str, Text], x: float, y: float) -> Iterator[str]:
    """Yield one line, in stretches of one field of the brief."""
    for slot, stretch in groupby(line, key=lambda segment: segment.slot):
        text = texts.get(slot or "")
        words = "".join(_segment(segment, x, y) for segment in stretch)
        path = of_brief(text) if text else ""
        yield f"<g{path}>{words}</g>" if path else words


def _segment(segment: Segment, x: float, y: float) -> str:
    lang = f' lang="{escape(segment.lang)}"' if segment.lang else ""
    words = _text(segment.font, segment.size, segment.colour, x + segment.x, y, segment.text, lang)
    if segment.url is None:
        return words
    foot, right = y + _DROP * segment.size, x + segment.x + segment.width
    stroke = f'stroke="{segment.colour}" stroke-width="{_n(_UNDERLINE * segment.size)}"'
    return f'{words}<path d="M{_n(x + segment.x)} {_n(foot)}H{_n(right)}" {stroke}/>'


def _text(face: str, size: float, colour: str, x: float, y: float, words: str, more: str = "") -> str:
    look = f'class="{class_of(face)}" font-size="{_n(size)}" fill="{colour}"'
    return f'<text x="{_n(x)}" y="{_n(y)}" {look}{more}>{escape(shown_as(words), quote=False)}</text>'


def picture(picture: Picture, rect: Rect) -> str:
    """Return a picture in a rectangle: its contours, or its pixels."""
    path = f' data-path="{escape(picture.path)}"' if picture.path else ""
    label = f'role="img" aria-label="{escape(picture.alt)}"{path}'
    if picture.contours:
        scale = rect.width / picture.width
        form = f"translate({_n(rect.x)} {_n(rect.y)}) scale({scale:.5f})"
        drawn = "".join(map(_contour, picture.contours))
        return f'<g {label} transform="{form}">{drawn}</g>'
    kind = _TYPES.get(picture.format.lower(), "image/png")
    data = f"data:{kind};base64,{b64encode(picture.data).decode()}"
    return f'<image {label} {_area(rect)} preserveAspectRatio="none" href="{data}"/>'


def _contour(contour: Contour) -> str:
    """Return one contour of a drawing as a path."""
    course = ""
    for ring in contour.rings:
        course += "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in ring)
        course += "Z" if len(ring) > 3 and ring[0] == ring[-1] else ""
    rule = ' fill-rule="evenodd"' if contour.even_odd else ""
    line = ""
    if contour.line:
        ends = f'stroke-linecap="{_CAPS[contour.cap]}" stroke-linejoin="{_JOINS[contour.join]}"'
        line = f' stroke="{contour.line}" stroke-width="{_n(contour.weight)}" {ends}'
    return f'<path d="{course}" fill="{contour.fill or "none"}"{rule}{line}/>'


def _code(item: CodeBox) -> str:
    """Return a QR code as one path, between whose parts no gaps are seen."""
    module = item.rect.width / item.code.side
    form = f"translate({_n(item.rect.x)} {_n(item.rect.y)}) scale({module:.5f})"
    course = "".join(f"M{x} {y}h{count}v1h-{count}z" for x, y, count in item.code.bars)
    path = f' data-path="{escape(item.code.alt.path)}"' if item.code.alt.path else ""
    label = f'role="img" aria-label="{escape(item.code.alt.plain)}"{path}'
    return f'<path {label} transform="{form}" d="{course}" fill="{item.colour}"/>'


def _area(rect: Rect) -> str:
    return f'x="{_n(rect.x)}" y="{_n(rect.y)}" {_size(rect.width, rect.height)}'


def _size(width: float, height: float) -> str:
    return f'width="{_n(max(width, 0.0))}" height="{_n(max(height, 0.0))}"'


def _points(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _n(value: float) -> str:
    """Return a number with up to two decimal places."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
