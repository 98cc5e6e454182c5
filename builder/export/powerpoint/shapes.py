"""Writes the items of a page as native shapes with an identity, and glues connectors to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, assert_never

from msgspec import Struct, field
from msgspec.structs import replace

from builder.export.office.drawing import NO_LINE, blip, code_form, rectangle
from builder.export.office.markup import NAMESPACES, NOTHING, Markup, element, joined
from builder.export.office.snapshot import Snippet
from builder.export.powerpoint.geometry import (
    bounds,
    connector,
    free_line,
    outline,
    rounded,
    sites_of,
    with_sites,
)
from builder.export.powerpoint.markup import DECORATIVE, offsets, transform
from builder.export.powerpoint.placeholders import kind_of, look_of_furniture, shape, slide_number, text_kind
from builder.export.powerpoint.tables import graphic_frame, table_frame
from builder.export.powerpoint.text import Look, Writer, body_properties, level
from builder.layout.pages import (
    Box,
    CodeBox,
    Group,
    Item,
    Mark,
    Page,
    Paragraph,
    PictureBox,
    Piece,
    Plot,
    Polygon,
    Polyline,
    Rect,
    TableBox,
    TextBox,
    walk,
)
from builder.outline.text import Level
from builder.theme.deck import Furniture

if TYPE_CHECKING:
    from builder.templates.deck import Slot

IDENTITY = "brief:"
NO_INSETS = (0.0, 0.0, 0.0, 0.0)
_ROUNDING = 0.01  # points
_MOVED = 0.5  # points that a placeholder of a template may differ, without being moved


class Painter(Struct):
    """Paints one slide, counted from 1; ids and names are unique on it.

    A name says what a shape holds, or only its kind where the deck is not `traced` back to the brief.
    """

    page: Page
    writer: Writer
    number: int
    traced: bool = True
    passages: list[Snippet] = field(default_factory=list)
    _texts: int = 0  # placeholders for words so far
    _last_id: int = 1  # 1 is the slide's own tree
    _names: set[str] = field(default_factory=set)
    _known: dict[str, tuple[int, Rect]] = field(default_factory=dict)
    _grounds: list[Rect] = field(default_factory=list)  # of the shapes with a fill
    _sites: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    def paint(self) -> Markup:
        """Return all shapes of the slide in reading order, and its number at the end."""
        self._sites = _glued_points(self.page)
        shapes = [self._item(item) for item in self.page.items]
        if "number" in self.writer.brush.layouts[self.page.layout]:
            shapes.append(self._number())
        return joined(*shapes)

    def _item(self, item: Item) -> Markup:
        match item:
            case TextBox():
                return self._text_box(item)
            case Box():
                return self._box(item)
            case Polyline():
                return self._line(item)
            case Mark():
                return self._mark(item)
            case PictureBox():
                return self._picture(item)
            case CodeBox():
                return self._code(item)
            case TableBox():
                return self._table(item)
            case Plot():
                return self._chart(item)
            case Group():
                return self._group(item)
            case Polygon():
                return self._area(item)
            case _:
                assert_never(item)

    def _named(self, name: str | None, kind: str) -> tuple[int, str]:
        """Return a new id and the name of a shape; both are unique on the slide."""
        self._last_id += 1
        shown = f"{IDENTITY}{name}" if name and self.traced else f"{kind} {self._last_id}"
        if shown in self._names:
            shown = f"{shown}~{self._last_id}"
        self._names.add(shown)
        return self._last_id, shown

    def _about(
        self, name: str | None, kind: str, alt: str | None = None, decoration: bool = False
    ) -> tuple[int, Markup]:
        """Return a new id, and the properties that name a shape."""
        number, shown = self._named(name, kind)
        content = DECORATIVE if decoration else NOTHING
        return number, element("p:cNvPr", content, id=number, name=shown, descr=alt)

    def _text_box(self, item: TextBox) -> Markup:
        number, name = self._named(item.name, (item.placeholder or "text").title())
        self._remember(item, number)
        self._keep(item.name, item.paragraphs)
        if item.fill:
            self._grounds.append(item.rect)
        slots = self.writer.brush.slots
        if slots is not None:
            slot = slots[self.page.layout].get(item.placeholder or "")
            if slot is not None:
                return self._in_slot(item, slot, number, name)
        elif item.placeholder not in (None, "text"):
            return self._placeholder(item, number, name)
        about = element("p:cNvPr", id=number, name=name)
        drawn = item.fill is not None or item.outline is not None
        # Rounding to the units of the file must not make a box lower than its lines.
        rect = item.rect if drawn else replace(item.rect, height=item.rect.height + _ROUNDING)
        sites = self._sites.get(item.name or "", [])
        form = rectangle(item.rect, item.radius)
        if sites and not all(sites_of(item.rect, point) is not None for point in sites):
            form = with_sites(item.rect, rounded(item.rect, item.radius), sites)
        look = joined(
            transform(rect),
            form,
            self.writer.brush.solid(item.fill),
            outline(self.writer.brush, item.outline, item.weight, item.dashed),
        )
        on_slide = self._on_slide(item.rect)
        body = self.writer.body(item.paragraphs, item.insets, item.anchor, None, on_slide=on_slide)
        if item.placeholder and slots is None:
            self._texts += 1
            return shape(number, name, text_kind(self._texts - 1), look, body)
        return element(
            "p:sp",
            element("p:nvSpPr", about, element("p:cNvSpPr", txBox=None if drawn else 1), element("p:nvPr")),
            element("p:spPr", look),
            element("p:txBody", body),
        )

    def _placeholder(self, item: TextBox, number: int, name: str) -> Markup:
        """A placeholder says only what differs from its layout: words, a role's colour, a moved edge."""
        layout = item.placeholder or ""
        standard = self.writer.brush.layouts[self.page.layout][layout]
        form = transform(item.rect) if item.rect != standard.rect else NOTHING
        body = self.writer.body(item.paragraphs, item.insets, item.anchor, self._inherited(standard))
        return shape(number, name, kind_of(self.page.layout, layout), form, body)

    def _in_slot(self, item: TextBox, slot: Slot, number: int, name: str) -> Markup:
        """A placeholder of a template, which keeps its place unless the words need more than that."""
        kept = slot.rect.holds(item.rect, _MOVED) and item.rect.holds(slot.rect, _MOVED)
        form = NOTHING if kept and not slot.is_flat else transform(item.rect)
        look = Look(0.0, 0.0, slot.colour, slot.bold, slot.align)  # sizes are stated
        body = self.writer.body(item.paragraphs, item.insets, item.anchor, look)
        return shape(number, name, (slot.type, slot.idx), form, body)

    def _inherited(self, standard: Furniture) -> Look:
        """The look that a placeholder inherits; where its colour is a lighter one, the words state it again.

        LibreOffice makes a colour lighter twice that is inherited from a layout.
        """
        look = look_of_furniture(standard)
        return replace(look, colour="") if look.colour == self.writer.brush.colours.ink2 else look

    def _number(self) -> Markup:
        number, name = self._named(None, "Slide Number")
        slots = self.writer.brush.slots
        if slots is not None:
            return self._numbered(slots[self.page.layout]["number"], number, name)
        standard = self.writer.brush.layouts[self.page.layout]["number"]
        lighter = not self._inherited(standard).colour
        fill = self.writer.brush.solid(standard.colour, on_slide=True) if lighter else NOTHING
        field = slide_number(str(self.number), fill)
        words = "".join(piece.separator for piece in self.page.after_number)
        after = (
            element("a:r", element("a:rPr", fill, lang=self.writer.language), element("a:t", Markup(words)))
            if words
            else NOTHING
        )
        body = joined(body_properties(NO_INSETS, None), element("a:lstStyle"), element("a:p", field, after))
        return shape(number, name, kind_of(self.page.layout, "number"), NOTHING, body)

    def _numbered(self, slot: Slot, number: int, name: str) -> Markup:
        """The number of a slide in the placeholder of a template or, where there is none, in a box."""
        if slot.is_placeholder:
            colour = self.writer.brush.layouts[self.page.layout]["number"].colour
            fill = NOTHING if colour == slot.colour else self.writer.brush.solid(colour, on_slide=True)
            field = slide_number(str(self.number), fill)
            body = joined(element("a:bodyPr"), element("a:lstStyle"), element("a:p", field))
            return shape(
                number, name, (slot.type, slot.idx), transform(slot.rect) if slot.is_flat else NOTHING, body
            )
        brush = self.writer.brush
        style = level(
            brush, "a:lvl1pPr", Look(slot.size, slot.size * 1.2, slot.colour, slot.bold, slot.align)
        )
        body = joined(
            body_properties(NO_INSETS, "middle"),
            element("a:lstStyle", style),
            element("a:p", slide_number(str(self.number))),
        )
        return element(
            "p:sp",
            element(
                "p:nvSpPr",
                element("p:cNvPr", id=number, name=name),
                element("p:cNvSpPr", txBox=1),
                element("p:nvPr"),
            ),
            element("p:spPr", transform(slot.rect), rectangle(slot.rect), brush.solid(None)),
            element("p:txBody", body),
        )

    def _box(self, item: Box) -> Markup:
        number, about = self._about(item.name, "Shape", decoration=True)
        self._remember(item, number)
        if item.fill:
            self._grounds.append(item.rect)
        return self._drawn(
            about,
            transform(item.rect),
            rectangle(item.rect, item.radius),
            self.writer.brush.solid(item.fill),
            outline(self.writer.brush, item.outline, item.weight, item.dashed),
        )

    def _drawn(self, about: Markup, *properties: Markup) -> Markup:
        return element(
            "p:sp",
            element("p:nvSpPr", about, element("p:cNvSpPr"), element("p:nvPr")),
            element("p:spPr", *properties),
        )

    def _line(self, item: Polyline) -> Markup:
        """A line is a connector; one that joins shapes around corners is a form between two of them.

        Programs draw connectors with corners along ways of their own, through whatever is there.
        """
        points = item.points
        if len(points) == 2:
            return self._connector(item)
        if not item.joins:
            return self._free_line(item, self._sites.get(item.name or "", ()))
        way = replace(item, points=points[1:-1], head=False, name=f"way:{item.start}:{item.end}")
        self._sites[way.name or ""] = [points[1], points[-2]]
        return joined(
            self._free_line(way, self._sites[way.name or ""]),
            self._connector(replace(item, points=points[:2], end=way.name, head=False)),
            self._connector(replace(item, points=points[-2:], start=way.name)),
        )

    def _free_line(self, item: Polyline, glued: Sequence[tuple[float, float]]) -> Markup:
        number, about = self._about(item.name, "Line", decoration=True)
        if item.name:
            self._known.setdefault(item.name, (number, bounds(item.points)))
        form = free_line(item.points, glued)
        return self._drawn(about, *form, element("a:noFill"), self._outline(item))

    def _outline(self, item: Polyline) -> Markup:
        head = item.head_size / item.weight if item.head else None
        return outline(self.writer.brush, item.colour, item.weight, item.dashed, head)

    def _connector(self, item: Polyline) -> Markup:
        _, about = self._about(item.name, "Line", decoration=True)
        start = self._glue("a:stCxn", item.start, item.points[0])
        end = self._glue("a:endCxn", item.end, item.points[-1])
        return element(
            "p:cxnSp",
            element("p:nvCxnSpPr", about, element("p:cNvCxnSpPr", start, end), element("p:nvPr")),
            element("p:spPr", *connector(*item.points), self._outline(item)),
        )

    def _area(self, item: Polygon) -> Markup:
        _, about = self._about(item.name, "Shape", decoration=True)
        fill = self.writer.brush.solid(item.fill)
        return self._drawn(about, *free_line(item.points, closed=True), fill, NO_LINE)

    def _glue(self, tag: str, name: str | None, point: tuple[float, float]) -> Markup:
        if name is None or name not in self._known:
            return NOTHING
        number, rect = self._known[name]
        points = self._sites.get(name, [])
        standard = [sites_of(rect, each) for each in points]
        site = sites_of(rect, point) if None not in standard else 4 + points.index(point)
        return element(tag, id=number, idx=site or 0)

    def _mark(self, item: Mark) -> Markup:
        """A square, and where it is half full a second shape: many programs paint two paths of one wrong."""
        weight = item.rect.width * self.writer.brush.theme.mark.outline
        edge = weight / 2
        rect = Rect(
            item.rect.x + edge, item.rect.y + edge, item.rect.width - weight, item.rect.height - weight
        )
        brush, on_slide = self.writer.brush, self._on_slide(rect)
        ink, nothing = brush.solid(item.colour, on_slide=on_slide), brush.solid(None)
        line = outline(brush, item.colour, weight, False, on_slide=on_slide)
        shapes = [(rect, ink if item.level is Level.ASSERTED else nothing, line)]
        if item.level is Level.QUALIFIED:
            shapes.append((replace(rect, width=rect.width / 2), ink, NO_LINE))
        return joined(
            *(
                self._drawn(
                    self._about(None, "Mark", decoration=True)[1],
                    transform(rect),
                    rectangle(rect),
                    fill,
                    line,
                )
                for rect, fill, line in shapes
            )
        )

    def _picture(self, item: PictureBox) -> Markup:
        _, about = self._about(item.name, "Picture", alt=item.picture.alt)
        slot = (self.writer.brush.slots or {}).get(self.page.layout, {}).get(item.placeholder or "")
        held = element("p:ph", type=slot.type, idx=slot.idx) if slot is not None else NOTHING
        return element(
            "p:pic",
            element(
                "p:nvPicPr",
                about,
                element("p:cNvPicPr", element("a:picLocks", noChangeAspect=1)),
                element("p:nvPr", held),
            ),
            element(
                "p:blipFill",
                blip(
                    self.writer.relation(item.picture.data),
                    self.writer.relation(item.picture.svg) if item.picture.svg else None,
                ),
                element("a:stretch", element("a:fillRect")),
            ),
            element("p:spPr", transform(item.rect), rectangle(item.rect, 0.0)),
        )

    def _code(self, item: CodeBox) -> Markup:
        link = element("a:hlinkClick", r__id=self.writer.relation(item.code.url))
        number, name = self._named(item.name, "QR code")
        about = element("p:cNvPr", link, id=number, name=name, descr=item.code.alt.plain)
        ink = self.writer.brush.solid(item.colour, on_slide=True)
        return self._drawn(about, transform(item.rect), code_form(item.code), ink, NO_LINE)

    def _table(self, item: TableBox) -> Markup:
        _, about = self._about(item.name, "Table", alt=item.alt)
        for row in item.rows:
            for cell in row:
                self._keep(item.name, cell.paragraphs)
        return table_frame(item, about, self.writer)

    def _chart(self, item: Plot) -> Markup:
        """A native chart, whose part and workbook are behind a relationship of the slide."""
        _, about = self._about(item.name, "Chart", alt=item.alt.plain)
        pieces = [piece for text in item.words for piece in (text, "\t")][:-1]
        self.passages.append(Snippet(f"{IDENTITY}{item.name}", item.chart.alt.slot, tuple(pieces)))
        kind = NAMESPACES["c"]
        chart = element("c:chart", xmlns__c=kind, r__id=self.writer.relation(item))
        return graphic_frame(about, item.rect, "chart", chart)

    def _group(self, item: Group) -> Markup:
        """A group has the coordinates of the slide, so its members keep their places."""
        alt = item.alt.plain if item.alt is not None else None
        _, about = self._about(item.name, "Group", alt=alt, decoration=alt is None)
        rect = item.rect
        outer = offsets(rect)
        inner = [Markup(each.replace("<a:off", "<a:chOff").replace("<a:ext", "<a:chExt")) for each in outer]
        members = joined(*(self._item(each) for each in item.items))
        return element(
            "p:grpSp",
            element("p:nvGrpSpPr", about, element("p:cNvGrpSpPr"), element("p:nvPr")),
            element("p:grpSpPr", element("a:xfrm", *outer, *inner)),
            members,
        )

    def _on_slide(self, rect: Rect) -> bool:
        """Whether the middle of an area is on the slide itself, not on a shape with a fill."""
        x, y = rect.x + rect.width / 2, rect.y + rect.height / 2
        return not any(one.x <= x <= one.right and one.y <= y <= one.bottom for one in self._grounds)

    def _remember(self, item: TextBox | Box, number: int) -> None:
        if item.name:
            self._known.setdefault(item.name, (number, item.rect))

    def _keep(self, name: str | None, paragraphs: tuple[Paragraph, ...]) -> None:
        """Note what a shape says for the snapshot, a passage for each paragraph."""
        self.passages += (passage_of(name, paragraph.pieces) for paragraph in paragraphs)


def passage_of(name: str | None, pieces: Sequence[Piece]) -> Snippet:
    """Return what a paragraph says for the snapshot; without a name, that of its last text is its own."""
    texts = [piece.text for piece in pieces if piece.text is not None]
    main = next((text.slot for text in texts if text.slot == name), texts[-1].slot if texts else "")
    said = tuple(piece.separator if piece.text is None else piece.text for piece in pieces)
    return Snippet(f"{IDENTITY}{name or main}", main, said)


def _glued_points(page: Page) -> dict[str, list[tuple[float, float]]]:
    """Return where lines meet each named shape, every point once."""
    found: dict[str, list[tuple[float, float]]] = {}
    for name, point in _ends(page):
        points = found.setdefault(name, [])
        if point not in points:
            points.append(point)
    return found


def _ends(page: Page) -> Iterator[tuple[str, tuple[float, float]]]:
    for item in walk(page.items):
        if isinstance(item, Polyline):
            if item.start is not None:
                yield item.start, item.points[0]
            if item.end is not None:
                yield item.end, item.points[-1]
