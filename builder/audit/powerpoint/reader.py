"""Reads a PowerPoint deck back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from builder.audit.content import (
    FIELD,
    Extracted,
    Kind,
    Link,
    Located,
    Unreadable,
)
from builder.audit.office.colours import Palette
from builder.audit.office.drawings import Drawings, Shape
from builder.audit.office.package import (
    CHART,
    A,
    Element,
    P,
    Package,
    R,
    child,
    embedded,
    is_decoration,
    parsed,
    words_in,
)
from builder.audit.office.shapes import Frame, area_of, background, worded
from builder.audit.office.vocabulary import Unfamiliar, grouped, vocabulary_of
from builder.audit.visibility import WHITE
from builder.report.printable import cut

if TYPE_CHECKING:
    from builder.audit.powerpoint.scene import Stage

_WORDS_SHOWN = 40
P14 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
_TITLES = ("title", "ctrTitle")
_GROUP, _CONNECTOR, _WITH_ALT = P + "grpSp", P + "cxnSp", (P + "pic", P + "graphicFrame")
_SHAPE = P + "sp"
_SHAPES = frozenset((_GROUP, *_WITH_ALT, _CONNECTOR, _SHAPE))
_DRAWN = (_SHAPE, _CONNECTOR)
_ABOUT, _PLACEHOLDER, _PICTURE = P + "cNvPr", P + "ph", A + "blip"
_LOOKS, _COUNTED, _DECIMAL = A + "pPr", A + "buAutoNum", "arabicPeriod"
_SIZES, _SYMBOLS = (A + "buSzPct", A + "buSzPts"), ("Symbol", "Wingdings")
_PARAGRAPH, _RUN, _FIELD, _BREAK, _TEXT, _LOOK, _LINK = (
    A + name for name in ("p", "r", "fld", "br", "t", "rPr", "hlinkClick")
)


def read_deck(data: bytes, *, looks: bool = False, template: bytes = b"") -> Extracted:
    """Return what a .pptx contains: slide after slide, each with its shapes in order and then its notes.

    What layouts and masters draw is extracted with the first slide that shows it. Hidden slides and shapes
    are not extracted, but their locations are. With `looks` what is painted is examined too: words that
    cannot be seen are extracted, and their locations listed as hidden. Raises `Unreadable` where the file
    cannot be opened.
    """
    package = Package(data, "a PowerPoint", vocabulary_of("powerpoint"), template=template)
    main, presentation = package.document(P + "presentation")
    related = package.related(main)
    slides = [reference.get(R + "id", "") for reference in presentation.iter(P + "sldId")]
    found = package.extracted(main, len(slides))
    for section in presentation.iter(P14 + "section"):
        slides_in = sum(1 for _ in section.iter(P14 + "sldId"))
        found.sections.append((section.get("name", ""), slides_in))
    stage = None
    if looks:
        from builder.audit.powerpoint.scene import Stage

        stage = Stage(package, presentation)
    masters = [part for _, part in package.targets(main, "slideMaster")]
    themes = [package.xml(part) for master in masters[:1] for _, part in package.targets(master, "theme")]
    map_of = package.xml(masters[0]) if template and masters else b""  # ours is the usual one
    reader = _Reader(package, stage, found, _palette_of(themes[0] if themes else b"", map_of))
    for number, slide in enumerate(slides, 1):
        if slide not in related:
            raise Unreadable(f"names a slide {number} that is not there")
        reader.slide(related[slide][1], number)
    found.boxes.extend(stage.boxes if stage is not None else ())
    found.unfamiliar.extend(grouped((one, reader.where(part, one)) for part, one in package.unfamiliar()))
    return found


def drawn_lines_of(template: bytes) -> Iterator[str]:
    """Yield the paragraphs that the masters and layouts of a template draw beside their placeholders."""
    from builder.audit.powerpoint.looks import placeholder_of

    package = Package(template, "a PowerPoint", vocabulary_of("powerpoint"))
    masters = [part for _, part in package.targets(package.main(), "slideMaster")]
    layouts = [part for master in masters for _, part in package.targets(master, "slideLayout")]
    for part in (*masters, *layouts):
        for shape in package.parse(part).iter(P + "sp"):
            if placeholder_of(shape) is None:
                yield from (words_in(paragraph, _TEXT) for paragraph in shape.iter(A + "p"))


def _is_page_furniture(shape: Element, placeholder: str) -> bool:
    """Whether a placeholder on a page of notes shows the slide or its number, and no words of its own."""
    if placeholder == "sldImg":
        return True
    return placeholder == "sldNum" and not any(
        words.text for run in shape.iter(_RUN) for words in run.iter(_TEXT)
    )


class _Reader:
    """Walks the slides of one deck and gathers what their parts contain."""

    def __init__(self, package: Package, stage: Stage | None, found: Extracted, palette: Palette) -> None:
        self._package, self._stage, self._found, self._palette = package, stage, found, palette
        self._locations: dict[str, str] = {}  # of the parts that were read
        self._names: dict[str, str] = {}  # of the layouts

    def where(self, part: str, one: Unfamiliar) -> str:
        """Return the location of an element: its slide, and the words of its paragraph or shape."""
        here = self._locations.get(part, f"its part {part}" if part else "")
        around = () if one.element is None else (one.element, *one.element.iterancestors())
        words = (words_in(each, _TEXT) for each in around)
        first = next(filter(None, words), "")
        return f"{here}, “{cut(first, _WORDS_SHOWN)}”" if first and part in self._locations else here

    def slide(self, part: str, number: int) -> None:
        """Gather one slide, what is behind it, and its notes."""
        location = f"slide {number}"
        slide = self._read(part, location, number, Kind.BODY)
        self._layout(part, location, number)
        layouts = (self._names[behind] for _, behind in self._package.targets(part, "slideLayout"))
        self._found.layouts.append(next(layouts, ""))
        self._add(part, slide)
        if self._stage is not None:
            self._found.hidden.extend(self._stage.unseen(part, slide.root, location, number))
        for _, other in self._package.targets(part, "notesSlide"):
            notes = self._read(other, f"{location}, notes", number, Kind.NOTES)
            self._add(other, notes)
            self._layout(other, f"{location}, notes", number)
            if self._stage is not None:
                self._found.hidden.extend(self._stage.unseen_notes(other, notes.root, f"{location}, notes"))

    def _layout(self, part: str, location: str, page: int) -> None:
        """Read what layout and master draw on the slide; the words of their placeholders are only prompts."""
        for kind, behind in self._package.targets(part, "slideLayout", "slideMaster", "notesMaster"):
            if behind not in self._locations:
                name = "layout" if kind == "slideLayout" else "master"
                layout = self._read(behind, f"{location}, {name}", page, Kind.LAYOUT)
                self._names[behind] = layout.name
                if not self._package.is_inherited(behind):
                    self._add(behind, layout)
                self._layout(behind, location, page)

    def _read(self, part: str, location: str, page: int, kind: Kind) -> _Part:
        """Read a part; without regard to looks, only if its bytes are not as when it was last read there."""
        self._locations[part] = location
        related = self._package.related(part).items()
        targets = {name: (target, outside) for name, (_, target, outside) in related}
        if self._stage is not None:
            root = self._package.parse(part)
            return _Part(root, targets, self._palette, location, page, kind, looks=True)
        data, links = self._package.xml(part), tuple(targets.items())
        found, tag, unfamiliar = _read_again(part, data, links, self._palette, location, page, kind)
        self._package.note(part, tag, unfamiliar)
        return found

    def _add(self, name: str, part: _Part) -> None:
        """Add what a part of some name contains to what the deck does."""
        found, more = self._found, part.found
        start = 0
        related = self._package.related(name)
        shown = {chart.part for chart in part.charts}
        for kind, target, _ in related.values():
            if kind == "chart" and target not in shown:
                found.foreign.append(f"a chart that is not shown on {part.location}")
        for chart in part.charts:
            found.passages.extend(more.passages[start : chart.after])
            self._add_chart(chart, part)
            self._locations[chart.part] = f"{part.location}, chart"
            start = chart.after
        found.passages.extend(more.passages[start:])
        found.add(more)
        found.pictures.extend(self._package.picture(each, part.location) for each in part.pictures)

    def _add_chart(self, chart: _Chart, part: _Part) -> None:
        """Add what a chart draws, and its words."""
        from builder.audit.charts.reader import read_chart

        ground = self._palette.named("bg1") or WHITE
        drawn = read_chart(
            self._package, chart.part, self._palette, part.location, part.page, chart.size, ground
        )
        self._found.charts.append(drawn)
        words = (Located(part.location, text, chart.kind, part.page) for text in drawn.words if text.strip())
        self._found.passages.extend(words)


class _Chart(NamedTuple):
    """A chart's part, size in points, and after how many passages it is."""

    part: str
    size: tuple[float, float]
    after: int
    kind: Kind


Targets: TypeAlias = Mapping[str, tuple[str, bool]]  # by id: a part or address, and whether it is outside


@lru_cache(maxsize=4)  # the same for the same theme, by which parts are known to be as they were
def _palette_of(theme: bytes, master: bytes) -> Palette:
    names = child(parsed(master, "master"), P + "clrMap") if master else None
    mapping = None if names is None else {str(name): str(value) for name, value in names.items()}
    return Palette(parsed(theme, "theme") if theme else None, mapping)


@lru_cache(maxsize=1024)  # few edits of a `watch` change more than one slide
def _read_again(
    name: str,
    data: bytes,
    targets: tuple[tuple[str, tuple[str, bool]], ...],
    palette: Palette,
    location: str,
    page: int,
    kind: Kind,
) -> tuple[_Part, str, Sequence[Unfamiliar]]:
    """Return what a part with these bytes contains, the tag of its root, and what is unfamiliar in it."""
    root = parsed(data, name)
    kept = list(root.iter())  # lxml makes a new object at each access to an element, unless one is kept
    unfamiliar = vocabulary_of("powerpoint").unfamiliar(root)
    part = _Part(root, dict(targets), palette, location, page, kind, looks=False)
    del kept
    return part, root.tag, unfamiliar


class _Part:
    """What one slide, page of notes, layout or master contains; its root element only if looks matter."""

    def __init__(
        self,
        root: Element,
        targets: Targets,
        palette: Palette,
        location: str,
        page: int,
        kind: Kind,
        *,
        looks: bool,
    ) -> None:
        self.found = Extracted()
        self.pictures: list[tuple[str, ...]] = []  # by part and that of its drawing, "" for one outside
        self.charts: list[_Chart] = []
        self.root = root if looks else None
        self.location = location
        self._targets, self._palette, self.page = targets, palette, page
        self._drawings = Drawings(self.found, palette, page)
        self.name: str = next((one.get("name", "") for one in root.iterchildren(P + "cSld")), "")
        if kind is Kind.BODY and root.get("show") in ("0", "false"):
            self.found.hidden.append(f"{location}, which no presentation shows")
        for tree in root.iterfind(f"{P}cSld/{P}spTree"):
            shapes = list(self._shapes(tree, location))
            for shape, about in shapes:
                self._shape(shape, about, location, kind)
            if kind is Kind.BODY:
                drawn = [(shape, about) for shape, about in shapes if shape.element.tag in _DRAWN]
                names = {about.get("id", ""): _known_as(shape.element, about) for shape, about in drawn}
                shown = (shape.element for shape, _ in drawn) if looks else ()
                boxes = tuple(worded(shown, P + "spPr", _PARAGRAPH, _TEXT))
                ground = background(root, palette) or palette.named("bg1") or WHITE
                edges = (shape for shape, _ in drawn)
                self._drawings.note_edges(edges, names, location, ground, partial(tuple, boxes))

    def _shapes(self, tree: Element, location: str) -> Iterator[tuple[Shape, Element]]:
        """Yield the visible shapes of a tree in order, those of groups too, each with its properties."""
        for shape in tree:
            tag = shape.tag
            if tag in _SHAPES:
                about = _about(shape)
                if about.get("hidden") in ("1", "true"):
                    if any(words.text for words in shape.iter(_TEXT)):
                        self.found.hidden.append(f"{location}, “{about.get('name', '')}”")
                    continue
                look = child(shape, P + "spPr") if tag in _DRAWN else None
                yield Shape.of(shape, look, _joins(shape)), about
                if tag == _GROUP:
                    yield from self._shapes(shape, location)

    def _shape(self, drawn: Shape, about: Element, location: str, kind: Kind) -> None:
        shape = drawn.element
        mark = next(shape[0].iter(_PLACEHOLDER), None)
        placeholder = None if mark is None else mark.get("type", "body")
        if kind is Kind.LAYOUT and placeholder:
            return
        if kind is Kind.NOTES and placeholder != "body":
            if placeholder and _is_page_furniture(shape, placeholder):
                return
            kind = Kind.BODY  # a foreign box on the notes page is seen when it is printed
        if placeholder in _TITLES:
            kind = Kind.TITLE
        slot = _identity(about)
        alt = about.get("descr", "").strip()
        for link in about.iterchildren(_LINK) if len(about) else ():
            url, outside = self._targets.get(link.get(R + "id", ""), ("", False))
            if outside:
                self.found.links.append(Link(location, "", url))
            if not outside or not drawn.has_code:
                self.found.foreign.append(f"a link of a drawing on {location}")
        if len(about) and is_decoration(about):
            pass  # is not read aloud, whatever it says
        elif alt:
            self._add(location, alt, Kind.ALT, slot)
        elif shape.tag in _WITH_ALT:
            self.found.without_alt.append(location)
        if kind is not Kind.LAYOUT:
            self._drawn(drawn, location, kind)
        if shape.tag != _GROUP:
            numbers = _Numbers(location, self._palette, self.found.foreign)
            for paragraph in shape.iter(_PARAGRAPH):
                self._paragraph(paragraph, location, kind, slot, numbers.before(paragraph))

    def _drawn(self, drawn: Shape, location: str, kind: Kind) -> None:
        """Note what a shape shows beside its words: pictures, charts and marks."""
        shape = drawn.element
        if shape.tag == _SHAPE:
            self._drawings.note(drawn, location, worded=any(text.text for text in shape.iter(_TEXT)))
        elif shape.tag not in _WITH_ALT:
            return
        for one in shape.iter(_PICTURE, CHART):
            if one.tag == _PICTURE:
                found = (self._targets.get(each, ("", True)) for each in embedded(one))
                self.pictures.append(tuple("" if outside else part for part, outside in found))
                continue
            part, outside = self._targets.get(one.get(R + "id", ""), ("", True))
            area = area_of(shape, Frame(), P + "xfrm")
            if outside or area is None:
                raise Unreadable("has a chart without a part or a place")
            size = area.right - area.left, area.high - area.low
            self.charts.append(_Chart(part, size, len(self.found.passages), kind))

    def _paragraph(
        self, paragraph: Element, location: str, kind: Kind, slot: str | None, number: str
    ) -> None:
        text = [number] if number else []
        for part in paragraph:
            tag = part.tag
            if tag in (_RUN, _FIELD):
                text.append(self._run(part, location))
            elif tag == _BREAK:
                text.append("\n")
        self._add(location, "".join(text), kind, slot)

    def _run(self, run: Element, location: str) -> str:
        """Return the words of a run or field, and note their language and link."""
        words = properties = None
        for part in run:
            if part.tag == _TEXT:
                words = part if words is None else words
            elif part.tag == _LOOK:
                properties = part
        text: str = "" if words is None else words.text or ""
        if run.tag == _FIELD:
            if run.get("type") == "slidenum":
                self.found.numbered_slides.add(self.page)
                return FIELD
            self.found.foreign.append(f"a field “{run.get('type')}” on {location}")
        if properties is None or not text:
            return text
        language = properties.get("lang")
        if language:
            self.found.add_words(language, text, location)
        for link in properties.iterchildren(_LINK) if self._targets else ():
            url, outside = self._targets.get(link.get(R + "id", ""), ("", False))
            if outside:
                self.found.links.append(Link(location, text, url))
        return text

    def _add(self, location: str, text: str, kind: Kind, slot: str | None) -> None:
        if text.strip():
            self.found.passages.append(Located(location, text, kind, self.page, slot))


class _Numbers:
    """Counts the items of a text's numbered lists, as PowerPoint does."""

    def __init__(self, location: str, palette: Palette, foreign: list[str]) -> None:
        self._location, self._palette, self._foreign = location, palette, foreign
        self._list: tuple[str, str] | None = None
        self._last = 0

    def before(self, paragraph: Element) -> str:
        """Return what PowerPoint shows before a paragraph: "2." and a tab, "" if it does not count it."""
        properties = child(paragraph, _LOOKS)
        counted = None if properties is None else child(properties, _COUNTED)
        if counted is None:
            self._list = None
            return ""
        kind, start = counted.get("type", ""), counted.get("startAt", "1")
        self._last = self._last + 1 if self._list == (kind, start) else int(start)
        self._list = kind, start
        if kind != _DECIMAL or self._looks_apart(paragraph, properties):
            self._foreign.append(f"an automatic number ({kind}) in a look of its own on {self._location}")
        return f"{self._last}.\t"

    def _looks_apart(self, paragraph: Element, properties: Element) -> bool:
        """Whether a number is not set as the words behind it; LibreOffice states their colour once more."""
        font, colour = child(properties, A + "buFont"), child(properties, A + "buClr")
        words = next(paragraph.iter(A + "solidFill"), None)
        same = colour is None or (
            words is not None and self._palette.tint(colour) == self._palette.tint(words)
        )
        symbols = font is not None and font.get("typeface") in _SYMBOLS
        return symbols or not same or any(child(properties, mark) is not None for mark in _SIZES)


def _about(shape: Element) -> Element:
    """The non-visual properties of a shape: name, alternative text, whether it is hidden."""
    about = child(shape[0], _ABOUT) if len(shape) else None
    if about is None:
        raise Unreadable("has a shape without properties")
    return about


def _known_as(shape: Element, about: Element) -> str:
    """Return the identity of a shape; where it has none, as in a final copy, its words."""
    return _identity(about) or words_in(shape, _TEXT)


def _identity(about: Element) -> str | None:
    """The identity that the builder gave a shape, or None."""
    name: str = about.get("name", "")
    return name.removeprefix("brief:") if name.startswith("brief:") else None


def _joins(shape: Element) -> Element | None:
    """What a connector is glued to, or None where the shape is no connector."""
    return child(shape[0], P + "cNvCxnSpPr") if shape.tag == _CONNECTOR else None
