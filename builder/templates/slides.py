"""Reads the masters and layouts of a PowerPoint template: their placeholders, and what they draw."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from builder.templates.colours import A, Scheme
from builder.templates.faces import fonts_of
from builder.templates.package import Element, Template
from builder.theme.geometry import Rect

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_GROUND = f"{P}cSld/{P}bg"
_POINT = 12_700.0  # English Metric Units
_KINDS = {
    "title": "title", "ctrTitle": "title", "subTitle": "subtitle", "dt": "date", "ftr": "footer",
    "sldNum": "number", "pic": "picture", "body": "body", "obj": "body", "": "body",
}  # fmt: skip
_STYLES = {"title": "titleStyle", "subtitle": "bodyStyle", "body": "bodyStyle"}
_DRAWN = ("sp", "pic", "grpSp", "cxnSp", "graphicFrame")
_INSETS = (("lIns", 7.2), ("tIns", 3.6), ("rIns", 7.2), ("bIns", 3.6))  # ECMA-376 21.1.2.1.1
_VERTICAL = ("vert", "vert270", "eaVert", "wordArtVert", "mongolianVert", "wordArtVertRtl")
_MOST_OF_SLIDE = 0.6  # what covers more is a background


class Holder(Struct, frozen=True):
    """A placeholder of a layout, with what it inherits from its master."""

    kind: str
    type: str | None
    idx: str | None
    rect: Rect | None
    insets: tuple[float, float, float, float]
    size: float
    colour: str
    bold: bool
    align: str
    anchor: str
    is_vertical: bool
    words: str
    is_flat: bool  # without height or width, which Office shows as a line

    @property
    def inner(self) -> Rect | None:
        """Where its words are."""
        if self.rect is None:
            return None
        left, top, right, bottom = self.insets
        across, down = self.rect.width - left - right, self.rect.height - top - bottom
        return Rect(self.rect.x + left, self.rect.y + top, max(across, 1.0), max(down, 1.0))


class Drawn(Struct, frozen=True):
    """Something that a layout or master draws; `fill` is None where it is not one colour."""

    rect: Rect
    fill: str | None
    is_picture: bool = False


class Layout(Struct, frozen=True):
    """A slide layout; `master` is the index of its master, `ground` the colour of the slide, if it is one."""

    part: str
    name: str
    type: str
    master: int
    holders: tuple[Holder, ...]
    drawn: tuple[Drawn, ...]
    ground: str | None
    is_painted: bool = False  # whether its ground is a picture or has several colours

    def first(self, *kinds: str) -> Holder | None:
        """Return the first placeholder of some kind that has a place."""
        return next((one for kind in kinds for one in self.holders if one.kind == kind and one.rect), None)

    def under(self, rect: Rect) -> str | None:
        """Return the colour behind the middle of an area, None where it is not one."""
        x, y = rect.x + rect.width / 2, rect.y + rect.height / 2
        behind = [
            one for one in self.drawn if one.rect.holds(Rect(x, y, 0.0, 0.0)) and (one.fill or one.is_picture)
        ]
        return behind[-1].fill if behind else self.ground


class Master(Struct, frozen=True):
    """A slide master with its theme; `body` is its placeholder for content."""

    part: str
    name: str
    theme: str | None
    scheme: Scheme
    fonts: tuple[str, str]  # of titles, of all else; "" where the theme names none
    body: Rect | None
    layouts: tuple[Layout, ...]


class Slides:
    """The slide size, masters and layouts of a PowerPoint template."""

    def __init__(self, template: Template) -> None:
        self.template = template
        self.presentation = template.xml(template.main)
        size = self.presentation.find(f"{P}sldSz")
        self.width = int(size.get("cx")) / _POINT if size is not None else 720.0
        self.height = int(size.get("cy")) / _POINT if size is not None else 540.0
        related = {one.id: one.target for one in template.relations(template.main)}
        masters = self.presentation.iterfind(f"{P}sldMasterIdLst/{P}sldMasterId")
        listed = [one.get(f"{R}id", "") for one in masters]
        parts = [related[each] for each in listed if related.get(each) in template.parts]
        self.masters = tuple(self._master(part, index) for index, part in enumerate(parts))

    @cached_property
    def layouts(self) -> tuple[Layout, ...]:
        """All layouts, those of the first master first."""
        return tuple(layout for master in self.masters for layout in master.layouts)

    def _master(self, part: str, index: int) -> Master:
        root = self.template.xml(part)
        theme = next(self.template.targets(part, "theme"), None)
        colours = None if theme is None else self.template.xml(theme)
        mapping = root.find(f"{P}clrMap")
        scheme = Scheme(colours, {} if mapping is None else {str(k): str(v) for k, v in mapping.items()})
        related = {one.id: one.target for one in self.template.relations(part)}
        listed = (one.get(f"{R}id", "") for one in root.iterfind(f"{P}sldLayoutIdLst/{P}sldLayoutId"))
        targets = [related.get(each, "") for each in listed]
        body = next((_rect(one) for one in _holders(root) if kind_of_holder(one) == "body"), None)
        layouts = tuple(
            self._layout(each, root, scheme, index) for each in targets if each in self.template.parts
        )
        name = "" if colours is None else colours.get("name", "")
        named = fonts_of(colours)
        fonts = named.get("major", ""), named.get("minor", "")
        return Master(part, name, theme, scheme, fonts, body, layouts)

    def _layout(self, part: str, master: Element, scheme: Scheme, index: int) -> Layout:
        root = self.template.xml(part)
        name = next((one.get("name", "") for one in root.iterfind(f"{P}cSld")), "")
        above = [root] if root.get("showMasterSp") in ("0", "false") else [master, root]
        return Layout(
            part,
            name.strip(),
            root.get("type", "cust"),
            index,
            tuple(self._holder(one, master, scheme) for one in _holders(root)),
            tuple(one for each in above for one in self._drawn(each, scheme)),
            self._ground(root, scheme) or self._ground(master, scheme),
            next((_is_painted(one) for one in (root, master) if one.find(_GROUND) is not None), False),
        )

    def _holder(self, shape: Element, master: Element, scheme: Scheme) -> Holder:
        mark, kind = shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph"), kind_of_holder(shape)
        general = "body" if kind == "subtitle" else kind
        base = next((one for one in _holders(master) if kind_of_holder(one) == general), None)
        shapes = [one for one in (shape, base) if one is not None]
        style = master.find(f"{P}txStyles/{P}{_STYLES.get(kind, 'otherStyle')}")
        levels = [*(one.find(f"{P}txBody/{A}lstStyle") for one in shapes), style]
        firsts = [each for one in levels if one is not None and (each := one.find(f"{A}lvl1pPr")) is not None]
        runs = [each for one in firsts if (each := one.find(f"{A}defRPr")) is not None]
        bodies = [each for one in shapes if (each := one.find(f"{P}txBody/{A}bodyPr")) is not None]

        def said(elements: Sequence[Element], name: str, usual: str) -> str:
            return next((str(one.get(name)) for one in elements if one.get(name)), usual)

        colours = (scheme.of(one.find(f"{A}solidFill")) for one in runs)
        insets = [float(said(bodies, name, str(usual * _POINT))) / _POINT for name, usual in _INSETS]
        return Holder(
            kind,
            mark.get("type"),
            mark.get("idx"),
            next((rect for one in shapes if (rect := _rect(one)) is not None and not _is_flat(rect)), None),
            (insets[0], insets[1], insets[2], insets[3]),
            int(said(runs, "sz", "1800")) / 100,
            next((one for one in colours if one), scheme.named.get("tx1", "#000000")),
            said(runs, "b", "0") in ("1", "true"),
            said(firsts, "algn", "l"),
            said(bodies, "anchor", "t"),
            said(bodies, "vert", "horz") in _VERTICAL,
            "".join(text.text or "" for text in shape.iter(f"{A}t")).strip(),
            (rect := _rect(shape)) is not None and _is_flat(rect),
        )

    def _drawn(self, root: Element, scheme: Scheme) -> Iterator[Drawn]:
        """Yield what a part draws beside its placeholders, but for backgrounds."""
        for shape in root.iterfind(f"{P}cSld/{P}spTree/*"):
            local = str(shape.tag).rpartition("}")[2]
            if local not in _DRAWN or shape.find(f".//{P}nvPr/{P}ph") is not None:
                continue
            about = shape.find(f"*/{P}cNvPr")
            rect = _rect(shape)
            if rect is None or (about is not None and about.get("hidden") in ("1", "true")):
                continue
            look = shape.find(f"{P}spPr")
            fill = None if look is None else look.find(f"{A}solidFill")
            style = shape.find(f"{P}style/{A}fillRef")
            colour = scheme.of(fill) or (scheme.of(style) if fill is None else None)
            words = any(text.text for text in shape.iter(f"{A}t"))
            if local == "sp" and look is not None and look.find(f"{A}noFill") is not None:
                line = look.find(f"{A}ln")
                if not words and (line is None or line.find(f"{A}noFill") is not None):
                    continue
                colour = None
            several = local != "sp" or any(
                look is not None and look.find(A + name) is not None
                for name in ("gradFill", "blipFill", "pattFill")
            )
            yield Drawn(rect, None if several else colour, several and local != "cxnSp")

    def _ground(self, root: Element, scheme: Scheme) -> str | None:
        holder = root.find(_GROUND)
        if holder is None or not len(holder):
            return None
        inner = holder[0]
        return scheme.of(inner) if inner.tag == P + "bgRef" else scheme.of(inner.find(f"{A}solidFill"))

    def obstacles(self, layout: Layout) -> list[Rect]:
        """Return what a layout draws in front of its ground: logos, bars, lines and texts."""
        whole = self.width * self.height
        return [one.rect for one in layout.drawn if one.rect.width * one.rect.height < _MOST_OF_SLIDE * whole]


def _holders(root: Element) -> Iterator[Element]:
    """Yield the placeholders of a master or layout."""
    for shape in root.iterfind(f"{P}cSld/{P}spTree/{P}sp"):
        if shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph") is not None:
            yield shape


def kind_of_holder(shape: Element) -> str:
    """Return the kind of a placeholder, as `Holder` has it."""
    return _KINDS.get(shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph").get("type", ""), "other")


def _rect(shape: Element) -> Rect | None:
    for path in (f"{P}spPr/{A}xfrm", f"{P}grpSpPr/{A}xfrm", f"{P}xfrm"):
        form = shape.find(path)
        off, ext = (None, None) if form is None else (form.find(f"{A}off"), form.find(f"{A}ext"))
        if off is not None and ext is not None:
            x, y, width, height = (
                int(float(each.get(name, "0"))) / _POINT
                for each, names in ((off, "x y"), (ext, "cx cy"))
                for name in names.split()
            )
            return Rect(x, y, width, height)
    return None


def _is_painted(part: Element) -> bool:
    holder = part.find(_GROUND)
    return any(next(holder.iter(A + fill), None) is not None for fill in ("blipFill", "gradFill", "pattFill"))


def _is_flat(rect: Rect) -> bool:
    return min(rect.width, rect.height) < 1.0


def plain_name(name: str) -> str:
    """Return a name without case, digits, dashes and accents."""
    import unicodedata

    parts = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(char for char in parts if not unicodedata.combining(char))
    return re.sub(r"[\d_\-.\s]+", " ", letters).strip()
