"""Reads a Word memo back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from builder.audit.content import (
    FIELD,
    Extracted,
    Kind,
    LanguageUse,
    Link,
    Located,
    Unreadable,
)
from builder.audit.office.drawings import Drawings, Shape
from builder.audit.office.package import (
    CHART,
    MC,
    WP,
    WPS,
    A,
    Element,
    Package,
    R,
    W,
    child,
    embedded,
    is_decoration,
    shown,
    words_in,
)
from builder.audit.office.shapes import length, worded
from builder.audit.office.vocabulary import Unfamiliar, grouped, vocabulary_of
from builder.audit.visibility import WHITE, Area
from builder.audit.word.figure import covered, is_squeezed, place_of
from builder.audit.word.headers import (
    Counted,
    Numbering,
    bookmarked,
    has_even_pages,
    headers_and_footers,
    own,
    symbol_fonts,
    tracked_changes,
    wide_tables,
)
from builder.audit.word.line import FIELD_MARKS, Line
from builder.audit.word.looks import FIGURE, PAGE, Looks
from builder.audit.words.transcript import letters

if TYPE_CHECKING:
    from builder.audit.office.house import House

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
V = "{urn:schemas-microsoft-com:vml}"

# Properties have no words, deleted text no longer counts, and a fallback repeats the choice.
_SILENT = frozenset(
    [W + name for name in ("pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr")]
    + [W + name for name in ("tblPrEx", "smartTagPr", "customXmlPr")]
    + [W + "del", W + "moveFrom", MC + "Fallback"]
)
_CHARACTERS = {
    W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "\u2011"
}  # fmt: skip
_NOTED = (W + "footnoteReference", W + "footnoteRef")  # where Word shows the number of a note
_SQUEEZED = "unfamiliar formatting (a drawing in other proportions than its place)"
_LIFTED = "raised or lowered words, w:vertAlign"
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_BOOKMARK = re.compile(r"_brf_([0-9a-f]{8})_(\w+?)(?:__\d+)?")  # `__2`: the same text once more
_BOOKMARKS = ("headers and footers", "bookmarks")  # around the body, and in it
_HEADING_SHOWN = 32  # characters of a heading that are quoted in a location
_TITLE_WORDS = 3  # at most, in “Table of Contents”
_NUMBERED = re.compile(r"Shape\d+")
_LANGUAGE = W + "lang"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def read_memo(data: bytes, *, looks: bool = False, template: bytes = b"") -> Extracted:
    """Return what a .docx contains: headers, body with tables and figures, footers, notes and comments.

    Tracked insertions count, deletions do not. Hidden text is not extracted, but its locations are. With
    `looks` styles are examined too: words that cannot be seen are extracted, and their locations listed as
    hidden. What is as in its `template` is not extracted. Raises `Unreadable` where it cannot be opened.
    """
    house = house_of(template) if template else None
    package = Package(data, "a Word", vocabulary_of("word"))
    main, document = package.document(W + "document")
    parts = {kind: package.parse(part) for kind, part in package.targets(main, "styles", "theme")}
    stated = parts.get("styles")
    styles, numbering = Looks(stated, parts.get("theme")), Numbering(package, main, stated)
    used = house.used_styles(package, main, stated) if house else None
    reader = _Reader(package, main, styles, numbering, thorough=looks, house=house)
    sheets, bare = headers_and_footers(document, package.related(main))
    reader.found.around.extend(location for location, _ in sheets)
    for location, part in (sheet for sheet in sheets if sheet[0].startswith("header")):
        reader.read(part, package.parse(part), Kind.HEADER, location)
    reader.read(main, document, Kind.BODY, "")
    for _, part in package.targets(main, "footnotes"):
        reader.read_notes(part, package.parse(part))
    for location, part in (sheet for sheet in sheets if sheet[0].startswith("footer")):
        reader.read(part, package.parse(part), Kind.FOOTER, location)
    if stated is not None:
        reader.note_languages(stated, "its styles")
    if looks and has_even_pages(package, main) and not any("even" in location for location, _ in sheets):
        reader.found.hidden.append("even pages, which have no header and footer")
    if looks:
        reader.found.hidden.extend(bare)
        reader.note_wide_tables(document)
    for style in styles.raised(used):
        reader.found.unfamiliar.append(f", its style “{style}”: has unfamiliar formatting ({_LIFTED})")
    for font in symbol_fonts(package, main, house):
        reader.found.unfamiliar.append(f", its font “{font}”: has unfamiliar formatting (a font of symbols)")
    reader.compare_contents()
    reader.resolve_references(document)
    reader.note_charts()
    unfamiliar = package.unfamiliar(house.parts if house else None)
    if house:
        excused, among = house, used or frozenset()
        unfamiliar = (each for each in unfamiliar if not excused.excuses(each[1], package, each[0], among))
    reader.found.unfamiliar.extend(grouped((one, reader.where(part, one)) for part, one in unfamiliar))
    return reader.found


def house_of(template: bytes) -> House:
    """Return what is known of a template; imported when a memo is built into one."""
    from builder.audit.office.house import House

    return House(template)


class _Reader:
    """Walks the parts of one memo and gathers what they contain."""

    def __init__(
        self,
        package: Package,
        main: str,
        looks: Looks,
        numbering: Numbering,
        *,
        thorough: bool,
        house: House | None = None,
    ) -> None:
        self._house = house
        self._package = package
        self._thorough = thorough
        self._looks = looks
        self._numbering = numbering
        self._ground, self._page = PAGE, PAGE.colour
        self._group: Element | None = None
        self._boxes: list[tuple[Area, str]] = []
        self._references: list[tuple[str, str, str]] = []  # location, words and bookmark
        self._noted: list[str] = []  # the ids of the notes, as they are marked
        self._note = ""
        self._charts: set[str] = set()  # to which the parts refer, and which no drawing shows
        self._around: list[Element] = []  # headers and footers
        self._locations: dict[Element | str, str] = {}  # of paragraphs, rows, tables, parts
        self.found = package.extracted(main)
        self._drawings = Drawings(self.found, looks.palette)

    def read(self, part: str, root: Element, kind: Kind, name: str) -> None:
        """Gather everything in one part."""
        self._begin(part, root, kind, name)
        house = self._house if kind is not Kind.BODY else None
        if house is None:
            self._blocks(root, name)
            return
        start, kept = len(self.found.passages), house.kept(root, self._package, part)
        self._blocks([one for one in root if one not in kept], name)
        self.found.passages[start:] = house.added(self.found.passages[start:], root, kept)

    def read_notes(self, part: str, root: Element) -> None:
        """Gather the footnotes in the order in which they are marked, then what nothing marks."""
        self._begin(part, root, Kind.BODY, "notes")
        notes = {note.get(W + "id", ""): note for note in root if note.get(W + "type") in (None, "normal")}
        for number, identity in enumerate(self._noted, 1):
            note = notes.pop(identity, None)
            if note is not None:
                self._note = _raised(number)
                self._locations[note] = f"note {number}"
                self._blocks(note, f"note {number}")
        self._note = ""
        for note in root:
            if note.get(W + "id", "") not in self._noted:
                self._blocks(note, "a note without a mark")

    def _begin(self, part: str, root: Element, kind: Kind, name: str) -> None:
        self._related = self._package.related(part)
        self._charts |= {target for _, target in self._package.targets(part, "chart")}
        self._kind = kind
        self._name = name
        self._heading, self._headings = "", Counter[str]()
        self._paragraphs = self._tables = 0
        self._ground = self._looks.page(root)
        self._page = self._ground.colour
        if self._thorough:
            self.found.tracked_changes.update(tracked_changes(root))
        self._locations[part] = name
        if kind is not Kind.BODY:
            self._around.append(root)

    def where(self, part: str, one: Unfamiliar) -> str:
        """Return the location of an element of a part that was read, or else of the part."""
        around = () if one.element is None else (one.element, *one.element.iterancestors())
        for each in around:
            if each in self._locations:
                return self._locations[each]
            if each.tag == W + "style":
                return f"its style “{each.find(W + 'name').get(W + 'val')}”"
        return self._locations.get(part, f"its part {part}" if part else "")

    def note_charts(self) -> None:
        """Note the charts that nothing shows."""
        self.found.foreign.extend("a chart that is not shown" for _ in self._charts)

    def compare_contents(self) -> None:
        """Count what a table of contents says as words of the memo, except for headings and a short title."""
        heads = {words for _, words in self.found.headings}
        for index, (location, text) in enumerate(self.found.contents):
            words = text.split()
            titled = index == 0 and len(words) <= _TITLE_WORDS and not any(map(str.isdigit, text))
            if not titled and " ".join(words) not in heads:
                self.found.passages.append(Located(location, text))

    def resolve_references(self, document: Element) -> None:
        """Note the headings that refer to a bookmark, with the words of the paragraph that has it."""
        heads = {letters(words) for _, words in self.found.headings}
        named = {one[2] for one in self._references if letters(one[1]) in heads}
        places = {name: _spaced(paragraph) for name, paragraph in bookmarked(document, named)}
        self.found.references.extend(
            Link(location, words, places.get(name, ""))
            for location, words, name in self._references
            if name in named
        )

    def note_wide_tables(self, document: Element) -> None:
        """Note the tables that run off their pages."""
        for table in wide_tables(*self._around, document):
            self._hide(f"{self._locations.get(table, 'a table')}, which is wider than its page")

    def note_languages(self, root: Element, location: str) -> None:
        """Gather the languages that a part sets for words without a language of their own."""
        for mark in root.iter(W + "lang"):
            if value := mark.get(W + "val"):
                self.found.add_language(value, LanguageUse(location, ideographs=False))

    def _blocks(self, node: Element | Sequence[Element], location: str) -> None:
        """Read paragraphs and tables in order; containers of whatever kind are looked into."""
        for child_ in node:
            tag = child_.tag
            if tag == W + "p":
                self._paragraph(child_, location)
            elif tag == W + "tbl":
                self._table(child_)
            elif tag not in _SILENT:
                self._blocks(child_, location)

    def _table(self, table: Element) -> None:
        self._tables += 1
        here = self._locations[table] = f"{self._name}, table {self._tables}".lstrip(", ")
        for name in ("tblCaption", "tblDescription"):
            for alt in table.findall(f"{W}tblPr/{W}{name}"):
                self._add(here, alt.get(W + "val", ""), Kind.ALT)
        outer, style = self._ground, table.find(f"{W}tblPr/{W}tblStyle")
        rows = [*own(table, W + "tr", W + "tbl")]
        for number, row in enumerate(rows, 1):
            location = self._locations[row] = f"{here}, row {number}"
            if not self._thorough:
                self._blocks(row, location)
                continue
            ground = replace(outer, style="" if style is None else style.get(W + "val", ""))
            look, cells = table.find(f"{W}tblPr/{W}tblLook"), [*own(row, W + "tc", W + "tr")]
            for column, cell in enumerate(cells, 1):
                place = (number, len(rows)), (column, len(cells))
                self._ground = self._looks.cell(ground, look, *place, child(cell, W + "tcPr"))
                self._blocks(cell, location)
        self._ground = outer

    def _paragraph(self, paragraph: Element, location: str) -> None:
        self._paragraphs += not location
        line = Line(location or self._after())
        line.properties = child(paragraph, W + "pPr")
        level = self._looks.level(line.properties) if not location and self._kind is Kind.BODY else 0
        heading = _spaced(paragraph) if level else ""
        if heading:
            self._head(heading, line)
            self.found.headings.append((level, heading))
        self._locations[paragraph] = line.location
        if self._thorough:
            self._setting = self._looks.setting(line.properties, self._ground)
        self._number(line)
        self._inline(paragraph, line)
        text = "".join(line.text)
        if text.strip() and self._kind is Kind.BODY and self._looks.lists_contents(line.properties):
            self.found.contents.append((line.location, text.strip(f" \t{FIELD}")))
            self._paragraphs -= not location
            line.references.clear()
        elif text.strip():
            strong = line.strong == {True}
            tinted = self._thorough and self._ground.colour not in (None, self._page)
            self.found.passages.append(Located(line.location, text, self._kind, 0, line.slot, strong, tinted))
        elif not heading:
            self._paragraphs -= not location
        self._references.extend((line.location, *one) for one in line.references)
        outer, self._ground = self._ground, FIGURE
        for box in line.boxes:
            self._blocks(box, f"{line.location}, figure")
        self._ground = outer

    def _after(self) -> str:
        """Return the location of the next paragraph: under which heading, and its number there."""
        here = f"paragraph {self._paragraphs}"
        return f"under {self._heading}, {here}" if self._heading else here

    def _head(self, words: str, line: Line) -> None:
        """Begin the text under a heading."""
        short = words if len(words) <= _HEADING_SHOWN else f"{words[:_HEADING_SHOWN].rsplit(' ', 1)[0]} …"
        self._headings[short] += 1
        twin = f" (no. {self._headings[short]})" if self._headings[short] > 1 else ""
        self._heading = f"heading “{short}”{twin}"
        self._paragraphs = 0
        line.location = self._heading

    def _number(self, line: Line) -> None:
        """Write the number that Word counts before an item, or note one that is not the builder's."""
        if line.properties is None:
            return
        number = self._numbering.number(line.properties)
        if not isinstance(number, Counted):
            if number:
                self.found.foreign.append(f"an automatic number ({number}) in {line.location}")
            return
        line.write(number.words)
        for look in (number.look, child(line.properties, W + "rPr")) if self._thorough else ():
            if why := self._looks.unseen(look, self._setting):
                self._hide(f"{line.location}, its number, {why}")

    def _inline(self, node: Element, line: Line) -> None:
        """Read a paragraph, a link, an insertion or whatever else contains runs."""
        for part in node:
            tag = part.tag
            if tag == W + "r":
                self._run(part, line)
            elif tag == W + "hyperlink":
                start = len(line.text)
                self._inline(part, line)
                _, url, outside = self._related.get(part.get(R + "id", ""), ("", "", False))
                anchor = part.get(W + "anchor")
                if anchor and not outside:
                    line.references.append(("".join(line.text[start:]), anchor))
                if outside:
                    url = f"{url}#{anchor}" if anchor else url
                    self.found.links.append(Link(line.location, "".join(line.text[start:]), url))
            elif tag == W + "bookmarkStart":
                found = _BOOKMARK.fullmatch(part.get(W + "name", ""))
                if found:
                    self.found.builds.add((_BOOKMARKS[self._kind is Kind.BODY], found[1]))
                    line.slot = line.slot or found[2]
            elif tag == W + "fldSimple":
                line.begin_field(part.get(W + "instr", ""))
                line.show_field(self.found.foreign)
                self._inline(part, line)
                line.end_field(self.found.foreign)
            elif tag == M + "t":
                line.write(part.text or "")
            elif tag not in _SILENT:
                self._inline(part, line)

    def _run(self, run: Element, line: Line) -> None:
        properties = child(run, W + "rPr")
        if self._looks.raises(properties) and _has_words(run):
            self.found.unfamiliar.append(f", {line.location}: has unfamiliar formatting ({_LIFTED})")
        why = self._looks.unseen(properties, self._setting) if self._thorough else ""
        if why and (_has_words(run) or next(run.iterchildren(*_NOTED), None) is not None):
            self._hide(f"{line.location}, {why}")
        for mark in () if properties is None else properties:
            if mark.tag == _LANGUAGE:
                words = words_in(run, W + "t")
                language = mark.get(W + "val")
                if language and any(map(str.isalpha, words)):
                    self.found.add_words(language, words, line.location)
        if self._thorough and _has_words(run):
            line.strong.add(self._looks.strong(properties))
            tone = self._looks.tone(properties)
            if tone is not None:
                self.found.tones.append((words_in(run, W + "t"), tone))
        self._glyphs(run, line)

    def _glyphs(self, run: Element, line: Line) -> None:
        for part in run:
            tag = part.tag
            if tag == W + "t":
                kept = part.get(_SPACE) == "preserve"
                line.write(part.text or "" if kept else (part.text or "").strip(" \t\r\n"))
            elif tag in _CHARACTERS:
                line.write(_CHARACTERS[tag])
            elif tag == W + "footnoteReference":
                self._noted.append(part.get(W + "id", ""))
                line.write(_raised(len(self._noted)))
            elif tag == W + "footnoteRef":
                line.write(self._note)
            elif tag in FIELD_MARKS:
                line.mark_field(part, self.found.foreign)
            elif tag == W + "drawing":
                if self._thorough:
                    for words, why in covered(part, self._looks):
                        self._hide(f"{line.location}, figure, “{words}”, {why}")
                    if is_squeezed(part):
                        self.found.unfamiliar.append(f", {line.location}: has {_SQUEEZED}")
                self._drawing(part, line)
            elif tag == MC + "AlternateContent":
                self._glyphs(shown(part), line)
                self._fallbacks(part, line.location)

    def _fallbacks(self, switch: Element, location: str) -> None:
        """Note what programs show that do not know Word's own shapes: the same words or a picture of them."""
        choice = child(switch, MC + "Choice")
        for fallback in switch.iterchildren(MC + "Fallback"):
            words = _words(fallback)
            if self._thorough and any(
                is_squeezed(one, choice) for one in fallback.iterchildren(W + "drawing")
            ):
                self.found.unfamiliar.append(f", {location}: has {_SQUEEZED}")
            pictures = list(fallback.iter(A + "blip"))
            alts, others = _alts(fallback), _alts(choice)
            if (words and words != _words(choice)) or not (alts == others if pictures else alts <= others):
                self._report("other words for older programs", location)
            for blip in pictures:
                _, target, outside = self._related.get(blip.get(R + "embed", ""), ("", "", True))
                is_kept = not outside and not self.found.fallbacks
                self.found.fallbacks.append(self._package.read(target) if is_kept else b"")

    def _drawing(self, node: Element, line: Line) -> None:
        """Read a picture or figure: its alternative text now, the paragraphs of its boxes after this one."""
        for part in node:
            tag = part.tag
            if tag == W + "txbxContent":
                line.boxes.append(part)
            elif tag == A + "t":
                line.write(part.text or "")
            elif tag == WP + "docPr":
                alt = part.get("descr", "").strip()
                if alt and not is_decoration(part):  # which is not read aloud, whatever it says
                    self._add(line.location, alt, Kind.ALT)
                elif not is_decoration(part):
                    self.found.without_alt.append(line.location)
                for link in part.iterchildren(A + "hlinkClick"):
                    _, url, outside = self._related.get(link.get(R + "id", ""), ("", "", False))
                    if outside:
                        self.found.links.append(Link(line.location, "", url))
                    if not outside or not any(
                        Shape.of(node, one).has_code for one in node.iter(WPS + "spPr")
                    ):
                        self._report("a link of a drawing", line.location)
            elif tag == A + "blip":
                found = (self._related.get(one, ("", "", True)) for one in embedded(part))
                parts = ["" if outside else target for _, target, outside in found]
                picture = self._package.picture(parts, line.location)
                sides = place_of(part) if self._thorough else None
                self.found.pictures.append(replace(picture, sides=sides) if sides else picture)
            elif tag == CHART:
                self._chart(part, line.location)
            elif tag != MC + "Fallback":
                if tag == WPS + "wsp":
                    self._shape(part, node, line)
                self._drawing(part, line)

    def _chart(self, node: Element, location: str) -> None:
        """Read a native chart and its words."""
        from builder.audit.charts.reader import read_chart

        _, part, outside = self._related.get(node.get(R + "id", ""), ("", "", True))
        extent = next((one.find(WP + "extent") for one in node.iterancestors(WP + "inline")), None)
        if outside or extent is None:
            raise Unreadable("has a chart without a part or a place")
        size = length(extent, "cx"), length(extent, "cy")
        drawn = read_chart(self._package, part, self._looks.palette, location, 0, size)
        self._locations[part] = f"{location}, chart"
        self._charts.discard(part)
        self.found.charts.append(drawn)
        for words in drawn.words:
            self._add(location, words, self._kind)

    def _shape(self, shape: Element, group: Element, line: Line) -> None:
        """Note the line or the mark that a shape draws, and words that it turns."""
        drawn = Shape.of(shape, child(shape, WPS + "spPr"), child(shape, WPS + "cNvCnPr"))
        worded = shape.find(WPS + "txbx") is not None
        frame = drawn.parts.get(A + "xfrm")
        if worded and frame is not None and (frame.get("flipV") or frame.get("flipH")):
            self._hide(f"{line.location}, figure, in a box that is turned over")
        self._drawings.note(drawn, line.location, worded=worded)
        self._drawings.note_fill(drawn)
        self._drawings.note_edges([drawn], {}, line.location, WHITE, lambda: self._boxes_in(group))

    def _boxes_in(self, group: Element) -> list[tuple[Area, str]]:
        """Return the boxes of a group of shapes, which are read once."""
        if group is not self._group:
            shapes = group.iterchildren(WPS + "wsp")
            self._group, self._boxes = group, list(worded(shapes, WPS + "spPr", W + "p", W + "t"))
        return self._boxes

    def _report(self, what: str, location: str) -> None:
        """Note content that no memo has, if there is any."""
        if what:
            self.found.foreign.append(f"{what} in {location}")

    def _hide(self, location: str) -> None:
        """Note where words cannot be seen, and why, once."""
        if location not in self.found.hidden:
            self.found.hidden.append(location)

    def _add(self, location: str, text: str, kind: Kind) -> None:
        if text.strip():
            self.found.passages.append(Located(location, text, kind))


def _words(drawing: Element) -> str:
    """Return the words of a drawing without spaces."""
    return "".join(words_in(drawing, W + "t").split())


def _alts(drawing: Element) -> set[str]:
    """Return the alternative texts of a drawing; LibreOffice gives numbered names instead."""
    alts = {about.get("descr") for about in drawing.iter(WP + "docPr") if not is_decoration(about)}
    alts |= {shape.get("alt") for shape in drawing.iter(V + "*")}
    return {alt for alt in alts if alt and not _NUMBERED.fullmatch(alt)}


def _has_words(run: Element) -> bool:
    return any(part.text and not part.text.isspace() for part in run.iterchildren(W + "t"))


def _raised(number: int) -> str:
    return str(number).translate(_RAISED)


def _spaced(paragraph: Element) -> str:
    """Return the words of a heading in one line."""
    words = ((part.text or "") if part.tag == W + "t" else " " for part in paragraph.iter(W + "t", W + "tab"))
    return " ".join("".join(words).split())
