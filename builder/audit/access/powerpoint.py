"""Finds what keeps people from reading a PowerPoint file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from builder.audit.access.judging import Languages, Legibility, alt_text, finding, link, quoted
from builder.audit.content import BAR, CHART, MARK, OUTLINE, PICTURE, TABLE, Unreadable
from builder.audit.office.package import A, Element, P, Package, R, child, is_decoration, words_in
from builder.audit.office.shapes import Frame, area_of, inner, is_hidden
from builder.audit.office.vocabulary import vocabulary_of
from builder.audit.powerpoint.looks import Key, placeholder_of
from builder.audit.powerpoint.scene import Stage
from builder.audit.visibility import Area, Words, contrasts
from builder.report.problems import Problem

_LEAST = 9.0  # points
_SHAPE, _PICTURE, _FRAME, _GROUP, _CONNECTOR = (
    P + name for name in ("sp", "pic", "graphicFrame", "grpSp", "cxnSp")
)
_TITLES, _FURNITURE = ("title", "ctrTitle"), ("dt", "ftr", "sldNum", "hdr")
_DRAWN = (BAR, MARK, OUTLINE, PICTURE, TABLE, CHART, "a QR code")  # what the scene sets in the place of words
_ON = ("1", "true")
_SIDE_BY_SIDE = 0.5  # of the narrower of two boxes, that must be above each other


def deck_problems(data: bytes) -> Iterator[Problem]:
    """Yield what is wrong with a PowerPoint file, slide by slide."""
    package = Package(data, "a PowerPoint", vocabulary_of("powerpoint"))
    main, presentation = package.document(P + "presentation")
    related = package.related(main)
    about = package.extracted(main)
    if not about.title.strip():
        yield finding("access-title", "", "the properties of the file have no title")
    for _, part in package.targets(main, "presProps"):
        show = child(package.parse(part), P + "showPr")
        if show is not None and show.get("loop") in _ON:
            yield finding("access-timing", "", "the show repeats without end")
    reader = _Reader(package, Stage(package, presentation))
    slides = [related.get(each.get(R + "id", "")) for each in presentation.iter(P + "sldId")]
    for number, slide in enumerate(slides, 1):
        if slide is None:
            raise Unreadable(f"names a slide {number} that is not there")
        yield from reader.slide(slide[1], f"slide {number}")
    yield from reader.legibility.problems()
    yield from reader.languages.problems(about.other_properties.get("language", ""))


class _Reader:
    """Goes through the slides of one deck, and notes what is judged as a whole."""

    def __init__(self, package: Package, stage: Stage) -> None:
        self._package, self._stage = package, stage
        self.legibility, self.languages = Legibility(_LEAST), Languages()
        self._titles: dict[str, str] = {}

    def slide(self, part: str, location: str) -> Iterator[Problem]:
        """Yield what is wrong with a slide and its notes."""
        root = self._package.parse(part)
        shapes = [
            one for tree in root.iterfind(f"{P}cSld/{P}spTree") for one in _shapes(tree, Frame(), named=False)
        ]
        yield from self._title(shapes, location)
        for shape, _, named in shapes:
            yield from self._shape(shape, location, named=named)
        yield from _order(shapes, location)
        for tag in root.iter(P + "transition"):
            if tag.get("advTm") is not None:
                message = f"advances by itself after {float(tag.get('advTm')) / 1000:g} seconds"
                yield finding("access-timing", location, message)
                break
        drawn = any(shape.tag in (_PICTURE, _FRAME) for shape, _, _ in shapes)
        if drawn and not words_in(root, A + "t").strip():
            yield finding("access-pictures-of-text", location, "has a picture and no text")
        painted, ground = self._stage.painted(part, root)
        ratios = {id(words): ratio for words, ratio in contrasts(painted, ground)}
        for words in painted:
            if isinstance(words, Words) and words.text not in _DRAWN and words.text.strip():
                ratio = ratios.get(id(words))
                self.legibility.add(location, words.text, words.size, words.colour, ratio)
        self._words(root, location)
        yield from self._links(root, location)
        for _, notes in self._package.targets(part, "notesSlide"):
            self._words(self._package.parse(notes), f"{location}, notes")

    def _title(self, shapes: list[tuple[Element, Area | None, bool]], location: str) -> Iterator[Problem]:
        """Yield what is wrong with the title of a slide."""
        titles = [at for at, (shape, _, _) in enumerate(shapes) if _kind(shape) in _TITLES]
        title = words_in(shapes[titles[0]][0], A + "t").strip() if titles else ""
        if not title:
            yield finding("access-slide-titles", location, "has no title")
        elif title in self._titles:
            message = f"has the title of {self._titles[title]}: {quoted(title)}"
            yield finding("access-slide-titles", location, message)
        else:
            self._titles[title] = location
            before = [shape for shape, _, _ in shapes[: titles[0]] if words_in(shape, A + "t").strip()]
            if before:
                words = quoted(words_in(before[0], A + "t"))
                yield finding("access-reading-order", location, f"its title is read after {words}")

    def _shape(self, shape: Element, location: str, *, named: bool) -> Iterator[Problem]:
        """Yield what is wrong with a shape; where it is `named`, its group says what it shows."""
        about = _about(shape)
        here = f"{location}, “{about.get('name', '')}”"
        worded = bool(words_in(shape, A + "t").strip()) and shape.tag == _SHAPE
        kind = _kind(shape)
        if kind is not None and shape.tag == _SHAPE and not worded:
            if kind not in _FURNITURE:
                yield finding("access-spacing", here, "is an empty placeholder")
        elif not (worded or named or is_decoration(about)):
            yield from alt_text(here, about.get("descr", "") or about.get("title", ""))
        elif worded:
            paragraphs = [words_in(each, A + "t") for each in shape.iter(A + "p")]
            if not all(text.strip() for text in paragraphs):
                yield finding("access-spacing", here, "has an empty paragraph")
            if any("    " in text.strip() for text in paragraphs):
                yield finding("access-spacing", here, "has a row of spaces")
        for table in shape.iter(A + "tbl") if shape.tag == _FRAME else ():
            yield from _headers(table, here)

    def _words(self, root: Element, location: str) -> None:
        """Note the language of all words of a slide or page of notes."""
        for run in root.iter(A + "r", A + "fld"):
            text = words_in(run, A + "t")
            look = child(run, A + "rPr")
            if any(letter.isalpha() for letter in text):
                self.languages.add("" if look is None else look.get("lang", ""), text, location)

    def _links(self, root: Element, location: str) -> Iterator[Problem]:
        """Yield what is wrong with the links in words."""
        for paragraph in root.iter(A + "p"):
            linked: dict[str, str] = {}
            for run in paragraph.iter(A + "r"):
                look = child(run, A + "rPr")
                target = None if look is None else child(look, A + "hlinkClick")
                if target is not None:
                    key = target.get(R + "id", "")
                    linked[key] = linked.get(key, "") + words_in(run, A + "t")
            for words in linked.values():
                yield from link(location, words)


def _shapes(tree: Element, frame: Frame, *, named: bool) -> Iterator[tuple[Element, Area | None, bool]]:
    """Yield the visible shapes of a tree in order, where each is, and whether a group around it has words."""
    for shape in tree:
        if shape.tag not in (_SHAPE, _PICTURE, _FRAME, _GROUP, _CONNECTOR) or is_hidden(shape):
            continue
        if shape.tag == _GROUP:
            about = _about(shape)
            said = bool(about.get("descr", "").strip()) or is_decoration(about)
            yield shape, None, named
            yield from _shapes(shape, inner(shape, frame), named=named or said)
        elif shape.tag == _FRAME:
            yield shape, area_of(shape, frame, P + "xfrm"), named
        else:
            yield shape, area_of(child(shape, P + "spPr"), frame), named


def _about(shape: Element) -> Element:
    about = child(shape[0], P + "cNvPr") if len(shape) else None
    if about is None:
        raise Unreadable("has a shape without properties")
    return about


def _kind(shape: Element) -> str | None:
    """Return the type of a placeholder, None for any other shape."""
    key: Key | None = placeholder_of(shape)
    return None if key is None else key[0]


def _order(shapes: list[tuple[Element, Area | None, bool]], location: str) -> Iterator[Problem]:
    """Yield where words are read after others that are below them, in the same column.

    The title is read first, wherever it is; a group that has words of its own is read as one.
    """
    read = [
        (shape, area)
        for shape, area, named in shapes
        if not named and area is not None and words_in(shape, A + "t").strip()
        if _kind(shape) not in (*_TITLES, *_FURNITURE)
    ]
    for (before, above), (shape, area) in pairwise(read):
        across = min(above.right, area.right) - max(above.left, area.left)
        narrower = min(above.right - above.left, area.right - area.left)
        if area.high <= above.low and across > _SIDE_BY_SIDE * narrower:
            first, second = (quoted(words_in(each, A + "t")) for each in (before, shape))
            message = f"{second} is read after {first}, which is below it"
            yield finding("access-reading-order", location, message)


def _headers(table: Element, location: str) -> Iterator[Problem]:
    """Yield what is wrong with the header row of a table."""
    about, rows = child(table, A + "tblPr"), table.findall(A + "tr")
    if len(rows) < 2:
        return
    if about is None or about.get("firstRow") not in _ON:
        yield finding("access-table-headers", location, "has no header row")
    for cell in rows[0].iterchildren(A + "tc"):
        if cell.get("gridSpan", "1") != "1" or cell.get("rowSpan", "1") != "1":
            yield finding("access-table-headers", location, "has a merged header cell")
        elif not words_in(cell, A + "t").strip() and cell.get("hMerge") not in _ON:
            yield finding("access-table-headers", location, "has an empty header cell")
