"""The bytes of a Word memo become what it says."""

from __future__ import annotations

import re

from builder.audit.office import MC, A, Element, Package, R, is_decoration
from builder.audit.said import FIELD, Kind, Link, Said, Shown, Stroke, Utterance
from builder.audit.strokes import strokes

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

# Properties say nothing, deleted text is no longer said, and a fallback repeats what the choice says.
_SILENT = frozenset(
    [W + name for name in ("pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr")]
    + [W + "del", W + "moveFrom", MC + "Fallback"]
)
_CHARACTERS = {
    W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "\u2011"
}  # fmt: skip
_PAGE_NUMBERS = {"PAGE", "NUMPAGES", "SECTIONPAGES"}
_WORDLESS = {"bullet", "none"}
_BOOKMARK = re.compile(r"_brf_([0-9a-f]{8})_(\w+?)(?:__\d+)?")  # `__2`: the same text once more
_BOOKMARKS = ("headers and footers", "bookmarks")  # around the body, and in it
_NOTES = {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}


def read_memo(data: bytes) -> Said:
    """Return what a .docx says: headers, body in order with tables and figures, footers, notes and comments.

    Tracked insertions count as said, deletions do not. Hidden text is not said, but its places are told.
    Raises `Unreadable` where the file cannot be opened.
    """
    package = Package(data)
    main = package.main()
    document = package.parse(main)
    reader = _Reader(package, _automatic_numbers(package, main))
    sheets = _headers_and_footers(document, package.related(main))
    for place, part in (sheet for sheet in sheets if sheet[0].startswith("header")):
        reader.read(part, package.parse(part), Kind.HEADER, place)
    reader.read(main, document, Kind.BODY, "")
    for place, part in (sheet for sheet in sheets if sheet[0].startswith("footer")):
        reader.read(part, package.parse(part), Kind.FOOTER, place)
    for kind, part in package.targets(main, *_NOTES):
        reader.read(part, package.parse(part), Kind.NOTES, _NOTES[kind])
    for _, part in package.targets(main, "styles"):
        reader.note_languages(package.parse(part))
    properties = package.properties()
    return Said(
        utterances=tuple(reader.said),
        title=properties.get("title", ""),
        subject=properties.get("subject", ""),
        author=properties.get("creator", ""),
        keywords=properties.get("keywords", ""),
        languages=frozenset(reader.languages),
        links=tuple(reader.links),
        hidden=tuple(dict.fromkeys(reader.hidden)),
        without_alt=tuple(reader.without_alt),
        fields=tuple(reader.fields),
        builds=frozenset([*reader.builds, *package.builds(main)]),
        pictures=tuple(reader.pictures),
        strokes=tuple(reader.strokes),
    )


def _headers_and_footers(
    document: Element, related: dict[str, tuple[str, str, bool]]
) -> list[tuple[str, str]]:
    """Place and part of each header and footer that a section shows, each once."""
    found: dict[tuple[str, str], None] = {}
    for section in document.iter(W + "sectPr"):
        first = section.find(W + "titlePg") is not None
        for name in ("header", "footer"):
            for reference in section.findall(f"{W}{name}Reference"):
                which = reference.get(W + "type", "default")
                if which == "first" and not first:
                    continue
                page = {"first": " of page 1", "even": " of even pages"}.get(
                    which, " of later pages" if first else ""
                )
                found[(name + page, related[reference.get(R + "id", "")][1])] = None
    return list(found)


def _automatic_numbers(package: Package, main: str) -> dict[tuple[str, str], str]:
    """Formats of the lists and paragraph styles that make Word write a number, by list and level or style."""
    formats: dict[tuple[str, str], str] = {}
    for _, part in package.targets(main, "numbering"):
        root = package.parse(part)
        levels = {
            abstract.get(W + "abstractNumId", ""): {
                level.get(W + "ilvl", "0"): format_.get(W + "val", "decimal")
                for level in abstract.findall(W + "lvl")
                for format_ in level.findall(W + "numFmt")
            }
            for abstract in root.findall(W + "abstractNum")
        }
        for number in root.findall(W + "num"):
            for link in number.findall(W + "abstractNumId"):
                for level, name in levels.get(link.get(W + "val", ""), {}).items():
                    if name not in _WORDLESS:
                        formats[(number.get(W + "numId", ""), level)] = name
    if formats:
        for _, part in package.targets(main, "styles"):
            for style in package.parse(part).findall(W + "style"):
                name = formats.get(_list_of(style.find(f"{W}pPr/{W}numPr")), "")
                if name:
                    formats[("style", style.get(W + "styleId", ""))] = name
    return formats


def _list_of(numbering: Element | None) -> tuple[str, str]:
    """List and level of a paragraph's or style's numbering properties."""
    if numbering is None:
        return "", ""
    number, level = numbering.find(W + "numId"), numbering.find(W + "ilvl")
    return (
        "" if number is None else number.get(W + "val", ""),
        "0" if level is None else level.get(W + "val", "0"),
    )


class _Reader:
    """Walks the parts of one memo and gathers what they say."""

    def __init__(self, package: Package, automatic: dict[tuple[str, str], str]) -> None:
        self._package = package
        self._automatic = automatic
        self.said: list[Utterance] = []
        self.links: list[Link] = []
        self.languages: set[str] = set()
        self.hidden: list[str] = []
        self.without_alt: list[str] = []
        self.fields: list[str] = []
        self.builds: set[tuple[str, str]] = set()
        self.pictures: list[Shown] = []
        self.strokes: list[Stroke] = []

    def read(self, part: str, root: Element, kind: Kind, name: str) -> None:
        """Gather everything one part says."""
        self._related = self._package.related(part)
        self._kind = kind
        self._name = name
        self._paragraphs = self._tables = 0
        self._blocks(root, name)
        self.note_languages(root)

    def note_languages(self, root: Element) -> None:
        """Gather the languages that a part sets its words in."""
        self.languages.update(value for mark in root.iter(W + "lang") if (value := mark.get(W + "val")))

    def _blocks(self, node: Element, place: str) -> None:
        """Read paragraphs and tables in order; containers of whatever kind are looked into."""
        for child in node:
            tag = child.tag
            if tag == W + "p":
                self._paragraph(child, place)
            elif tag == W + "tbl":
                self._table(child)
            elif tag not in _SILENT:
                self._blocks(child, place)

    def _table(self, table: Element) -> None:
        self._tables += 1
        here = f"{self._name}, table {self._tables}".lstrip(", ")
        for name in ("tblCaption", "tblDescription"):
            for alt in table.findall(f"{W}tblPr/{W}{name}"):
                self._say(here, alt.get(W + "val", ""), Kind.ALT)
        for number, row in enumerate(table.iter(W + "tr"), 1):
            if row.getparent() is table or row.getparent().tag != W + "tbl":
                self._blocks(row, f"{here}, row {number}")

    def _paragraph(self, paragraph: Element, place: str) -> None:
        self._paragraphs += not place
        here = place or f"paragraph {self._paragraphs}"
        line = _Line(here)
        self._number(paragraph, here)
        self._inline(paragraph, line)
        text = "".join(line.text)
        if text.strip():
            self.said.append(Utterance(here, text, self._kind, 0, line.slot))
        else:
            self._paragraphs -= not place
        for box in line.boxes:
            self._blocks(box, f"{here}, figure")

    def _number(self, paragraph: Element, here: str) -> None:
        """Note a number that Word would write before the paragraph by itself."""
        if not self._automatic:
            return
        properties = paragraph.find(W + "pPr")
        if properties is None:
            return
        own, style = properties.find(W + "numPr"), properties.find(W + "pStyle")
        key = (
            _list_of(own) if own is not None else ("style", "" if style is None else style.get(W + "val", ""))
        )
        if key in self._automatic:
            self.fields.append(f"an automatic number ({self._automatic[key]}) in {here}")

    def _inline(self, node: Element, line: _Line) -> None:
        """Read what stands in a paragraph, a link, an insertion or whatever else holds runs."""
        for child in node:
            tag = child.tag
            if tag == W + "r":
                self._run(child, line)
            elif tag == W + "hyperlink":
                start = len(line.text)
                self._inline(child, line)
                _, url, outside = self._related.get(child.get(R + "id", ""), ("", "", False))
                if outside:
                    anchor = child.get(W + "anchor")
                    url = f"{url}#{anchor}" if anchor else url
                    self.links.append(Link(line.place, "".join(line.text[start:]), url))
            elif tag == W + "bookmarkStart":
                found = _BOOKMARK.fullmatch(child.get(W + "name", ""))
                if found:
                    self.builds.add((_BOOKMARKS[self._kind is Kind.BODY], found[1]))
                    line.slot = line.slot or found[2]
            elif tag == W + "fldSimple":
                line.begin_field(child.get(W + "instr", ""))
                line.show_field(self.fields)
                self._inline(child, line)
                line.end_field(self.fields)
            elif tag == M + "t":
                line.write(child.text or "")
            elif tag not in _SILENT:
                self._inline(child, line)

    def _run(self, run: Element, line: _Line) -> None:
        properties = run.find(W + "rPr")
        if properties is not None:
            for mark in properties.findall(W + "vanish"):
                if mark.get(W + "val", "1") not in ("0", "false", "off"):
                    if any(text.text for text in run.iter(W + "t")):
                        self.hidden.append(line.place)
                    return
        self._glyphs(run, line)

    def _glyphs(self, run: Element, line: _Line) -> None:
        for child in run:
            tag = child.tag
            if tag == W + "t":
                line.write(child.text or "")
            elif tag in _CHARACTERS:
                line.write(_CHARACTERS[tag])
            elif tag == W + "sym":
                line.write(chr(int(child.get(W + "char", "FFFD"), 16)))
            elif tag == W + "fldChar":
                what = child.get(W + "fldCharType")
                if what == "begin":
                    line.begin_field("")
                elif what == "separate":
                    line.show_field(self.fields)
                elif what == "end":
                    line.end_field(self.fields)
            elif tag == W + "instrText":
                line.instruct(child.text or "")
            elif tag in (W + "drawing", W + "pict", W + "object"):
                self._drawing(child, line)
            elif tag == MC + "AlternateContent":
                for choice in child.findall(MC + "Choice"):
                    self._glyphs(choice, line)

    def _drawing(self, node: Element, line: _Line) -> None:
        """Read a picture or figure: its alternative text now, the paragraphs of its boxes after this one."""
        for part in node:
            tag = part.tag
            if tag == W + "txbxContent":
                line.boxes.append(part)
            elif tag == A + "t":
                line.write(part.text or "")
            elif tag == WP + "docPr":
                alt = part.get("descr", "").strip()
                if alt:
                    self._say(line.place, alt, Kind.ALT)
                elif not is_decoration(part):
                    self.without_alt.append(line.place)
            elif tag == A + "blip":
                _, target, outside = self._related.get(part.get(R + "embed", ""), ("", "", True))
                digest = "" if outside else self._package.digest(target)
                self.pictures.append(Shown(line.place, digest))
            elif tag != MC + "Fallback":
                if tag == WPS + "wsp":
                    self.strokes += strokes([(part, part.find(WPS + "cNvCnPr"))], {}, line.place, 0)
                self._drawing(part, line)

    def _say(self, place: str, text: str, kind: Kind) -> None:
        if text.strip():
            self.said.append(Utterance(place, text, kind))


class _Line:
    """The words of one paragraph while they are gathered; fields nest, and only page numbers are no words."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.text: list[str] = []
        self.slot: str | None = None
        self.boxes: list[Element] = []
        self._fields: list[tuple[list[str], bool]] = []  # instruction, and whether its result is being shown

    def write(self, text: str) -> None:
        """Add visible characters; the instruction of a field is none, and a page number is not ours."""
        if all(shown and not _is_page_number(words) for words, shown in self._fields):
            self.text.append(text)

    def begin_field(self, instruction: str) -> None:
        self._fields.append(([instruction], False))

    def instruct(self, words: str) -> None:
        if self._fields:
            self._fields[-1][0].append(words)

    def show_field(self, others: list[str]) -> None:
        if self._fields:
            words, _ = self._fields.pop()
            self._fields.append((words, True))
            if not _is_page_number(words):
                others.append(f"a Word field “{''.join(words).strip()}” in {self.place}")

    def end_field(self, others: list[str]) -> None:
        if self._fields:
            words, shown = self._fields.pop()
            if _is_page_number(words):
                self.write(FIELD)
            elif not shown:
                others.append(f"a Word field “{''.join(words).strip()}” in {self.place}")


def _is_page_number(instruction: list[str]) -> bool:
    return "".join(instruction).split()[:1] in [[name] for name in _PAGE_NUMBERS]
