"""Finds what keeps people from reading a Word file."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from builder.audit.access.judging import Languages, Legibility, alt_text, finding, headings, link, quoted
from builder.audit.content import FIRST_IDEOGRAPH
from builder.audit.office.package import MC, WP, WPS, A, Element, Package, W, child, is_decoration, shown
from builder.audit.office.vocabulary import vocabulary_of
from builder.audit.visibility import Colour, contrast
from builder.audit.word.looks import Ground, Looks
from builder.report.problems import Problem

_LEAST = 7.0  # points
_GONE = (W + "del", W + "moveFrom")
_ON = (None, "1", "true", "on")
# What a paragraph without words may have, so that it is not empty.
_CONTENT = frozenset(
    W + name for name in (
        "drawing", "pict", "object", "sectPr", "fldSimple", "fldChar", "br", "separator", "footnoteRef",
        "continuationSeparator", "sym", "sdt",
    )
) | {"{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"}  # fmt: skip
_PARTS = ("header", "footer", "footnotes", "endnotes")


def memo_problems(data: bytes) -> Iterator[Problem]:
    """Yield what is wrong with a Word file, part by part."""
    package = Package(data, "a Word", vocabulary_of("word"))
    main, document = package.document(W + "document")
    parts = {kind: package.parse(part) for kind, part in package.targets(main, "styles", "theme")}
    about = package.extracted(main)
    if not about.title.strip():
        yield finding("access-title", "", "the properties of the file have no title")
    reader = _Reader(parts.get("styles"), parts.get("theme"))
    body = child(document, W + "body")
    yield from reader.read(document if body is None else body, reader.looks.page(document), "")
    for kind, part in package.targets(main, *_PARTS):
        yield from reader.read(package.parse(part), Ground(), kind)
    yield from headings(reader.levels, words=reader.words)
    for name, level in reader.looks.misnumbered():
        yield finding("access-headings", f"style “{name}”", f"has the outline level {level}")
    if not reader.words and reader.pictures:
        yield finding("access-pictures-of-text", "", "has pictures and no text")
    yield from reader.legibility.problems()
    yield from reader.languages.problems(about.other_properties.get("language", ""))


def _inside(element: Element, stop: str = "") -> Iterator[Element]:
    """Yield what is in an element and is shown, in order; nothing in an element with the tag `stop`."""
    for each in shown(element) if element.tag == MC + "AlternateContent" else element:
        if each.tag in _GONE:
            continue
        if each.tag != MC + "AlternateContent":
            yield each
        if each.tag != stop:
            yield from _inside(each, stop)


def _text(element: Element) -> str:
    return "".join(each.text or "" for each in _inside(element) if each.tag == W + "t")


class _Reader:
    """Goes through the parts of one file, and notes what is judged as a whole."""

    def __init__(self, styles: Element | None, theme: Element | None) -> None:
        self.looks = Looks(styles, theme)
        self._stated = Looks(styles, None)  # as programs see it that do not know the colours of themes
        self.legibility, self.languages = Legibility(_LEAST), Languages()
        self.levels: list[tuple[int, str]] = []
        self.words = self.pictures = 0
        self._tables = self._paragraphs = 0

    def read(self, root: Element, ground: Ground, location: str) -> Iterator[Problem]:
        """Yield what is wrong in a part, or in what is in one: a cell or box."""
        children = list(root)
        for at, each in enumerate(children):
            if each.tag == W + "p":
                before, after = (children[i].tag if 0 <= i < len(children) else "" for i in (at - 1, at + 1))
                needed = before in ("", W + "tbl", W + "tcPr") and after in ("", W + "tbl", W + "sectPr")
                yield from self._paragraph(each, ground, location, needed=needed)
            elif each.tag == W + "tbl":
                yield from self._table(each, ground, location)
            elif each.tag == MC + "AlternateContent":
                yield from self.read(shown(each), ground, location)
            elif len(each) and each.tag not in (*_GONE, W + "tblPr", W + "sectPr", W + "tcPr"):
                yield from self.read(each, ground, location)

    def _paragraph(self, element: Element, ground: Ground, part: str, *, needed: bool) -> Iterator[Problem]:
        """Yield what is wrong in a paragraph; one that is `needed` may be empty."""
        self._paragraphs += 1
        properties = child(element, W + "pPr")
        text = _text(element)
        where = f"{part}, " if part else ""
        location = f"{where}{quoted(text)}" if text.strip() else f"{where}paragraph {self._paragraphs}"
        self.words += len(text.split())
        level = self.looks.level(properties)
        if level and text.strip():
            self.levels.append((level, location))
        inside = list(_inside(element, W + "txbxContent"))
        if not (text.strip() or needed or any(each.tag in _CONTENT for each in inside)):
            yield finding("access-spacing", location, "is an empty paragraph")
        if "    " in text.strip():
            yield finding("access-spacing", location, "has a row of spaces")
        setting = self.looks.setting(properties, ground)
        for each in inside:
            if each.tag == W + "r":
                self._run(each, setting.style, ground, properties, part)
            elif each.tag == W + "hyperlink":
                words = _text(each)
                drawn = any(one.tag == W + "drawing" for one in _inside(each))
                yield from link(location, words or ("a drawing" if drawn else ""))
            elif each.tag == WP + "docPr":
                yield from self._drawing(each, location)
            elif each.tag == W + "txbxContent":
                yield from self.read(each, replace(ground, colour=self._filled(each)), part)

    def _run(
        self, run: Element, style: str, ground: Ground, properties: Element | None, location: str
    ) -> None:
        text = "".join(each.text or "" for each in run if each.tag == W + "t")
        if not text.strip():
            return
        look = child(run, W + "rPr")
        known = None
        for looks in (self.looks, self._stated):
            setting = looks.setting(properties, ground)
            ink = looks.ink(look, setting)
            if ink == known:
                break
            known = ink
            behind = ink.ground or setting.behind
            ratio = None if behind is None or ink.colour is None else contrast(ink.colour, behind)
            self.legibility.add(location, text, ink.size, ink.colour, ratio)
        name = "eastAsia" if max(text) >= FIRST_IDEOGRAPH else "val"
        self.languages.add(self.looks.language(look, style, name), text, location)

    def _filled(self, content: Element) -> Colour | None:
        """Return the colour of the box that words are in, None where it is not one colour."""
        for box in content.iterancestors(WPS + "wsp"):
            look = child(box, WPS + "spPr")
            for fill in () if look is None else look:
                if fill.tag == A + "solidFill":
                    tint = self.looks.palette.tint(fill)
                    return None if tint is None or tint.opacity < 1 else tint.colour
        return None

    def _drawing(self, about: Element, location: str) -> Iterator[Problem]:
        self.pictures += 1
        if not is_decoration(about):
            name = about.get("name", "")
            alt = about.get("descr", "") or about.get("title", "")
            yield from alt_text(f"{location}, drawing “{name}”", alt)

    def _table(self, table: Element, ground: Ground, part: str) -> Iterator[Problem]:
        """Yield what is wrong with a table, and in its cells."""
        self._tables += 1
        location = f"{part}, table {self._tables}" if part else f"table {self._tables}"
        properties = child(table, W + "tblPr")
        named = None if properties is None else child(properties, W + "tblStyle")
        look = None if properties is None else child(properties, W + "tblLook")
        style = "" if named is None else named.get(W + "val", "")
        rows = [each for each in _inside(table, W + "tbl") if each.tag == W + "tr"]
        data = len(rows) > 1 and max((len(row.findall(W + "tc")) for row in rows), default=0) > 1
        if data:
            yield from self._headers(rows[0], properties, look, location)
        for number, row in enumerate(rows, 1):
            cells = row.findall(W + "tc")
            for column, cell in enumerate(cells, 1):
                of_table = replace(ground, style=style)
                behind = self.looks.cell(
                    of_table, look, (number, len(rows)), (column, len(cells)), child(cell, W + "tcPr")
                )
                yield from self.read(cell, behind, part)

    def _headers(
        self, row: Element, properties: Element | None, look: Element | None, location: str
    ) -> Iterator[Problem]:
        """Yield what is wrong with the header row of a table."""
        flag = row.find(f"{W}trPr/{W}tblHeader")
        if flag is None or flag.get(W + "val") not in _ON:
            yield finding("access-table-headers", location, "has no header row")
        elif look is not None and not _has_first_row(look):
            yield finding("access-table-headers", location, "is not said to have a header row (Table Design)")
        for cell in row.findall(W + "tc"):
            about = child(cell, W + "tcPr")
            span = None if about is None else child(about, W + "gridSpan")
            merged = about is not None and child(about, W + "vMerge") is not None
            if merged or (span is not None and span.get(W + "val", "1") != "1"):
                yield finding("access-table-headers", location, "has a merged header cell")
            if not _text(cell).strip() and not any(each.tag == W + "drawing" for each in _inside(cell)):
                yield finding("access-table-headers", location, "has an empty header cell")
        described = (W + "tblCaption", W + "tblDescription")
        if properties is None or all(child(properties, tag) is None for tag in described):
            message = "has no title and no description in its properties"
            yield finding("access-alt-text", location, message)


def _has_first_row(look: Element) -> bool:
    stated = look.get(W + "firstRow")
    if stated is not None:
        return stated in _ON
    return bool(int(look.get(W + "val", "0"), 16) & 0x20)
