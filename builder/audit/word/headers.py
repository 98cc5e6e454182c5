"""Reads what surrounds the text of a Word file: headers, footers, page widths, numbers, tracked changes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, NamedTuple

from builder.audit.office.package import Element, Package, R, W, child
from builder.audit.office.vocabulary import vocabulary_of

if TYPE_CHECKING:
    from builder.audit.office.house import House

_WORDLESS = {"bullet", "none"}
_LISTS = (
    "listnumber",
    "boxnumber",
    "brieflistnumber",
    "briefboxnumber",
)  # the styles of the builder's own numbered lists, in any capitals
_SYMBOLS = ("02", "2")  # the character set of symbols
_COUNTER = re.compile(r"%\d")
_OFF = ("0", "false", "off")
_WHOLE = 5_000  # fiftieths of a percent
_CHANGES = tuple(W + name for name in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel"))
_REFORMATTED = tuple(W + f"{name}PrChange" for name in ("r", "p", "tbl", "tr", "tc", "sect"))


def tracked_changes(root: Element) -> Iterator[tuple[str, bool]]:
    """Yield the author of each tracked change that is still to be accepted, and whether it is of words."""
    for change in root.iter(*_CHANGES, *_REFORMATTED):
        yield change.get(W + "author", "nobody"), change.tag in _CHANGES


def has_even_pages(package: Package, main: str) -> bool:
    """Whether even pages have headers and footers of their own."""
    for _, part in package.targets(main, "settings"):
        for mark in package.parse(part).iterchildren(W + "evenAndOddHeaders"):
            return mark.get(W + "val", "1") not in _OFF
    return False


def headers_and_footers(
    document: Element, related: dict[str, tuple[str, str, bool]]
) -> tuple[list[tuple[str, str]], list[str]]:
    """Return location and part of each header and footer that is shown, each once, and pages without one.

    A section has those of the one before it where it names none, and its location is that of the first.
    """
    found: dict[tuple[str, str], str] = {}  # location by kind of page and part
    bare: list[str] = []
    shown: dict[tuple[str, str], str] = {}
    sections = [each for each in document.iter(W + "sectPr") if each.getparent().tag != W + "sectPrChange"]
    for number, section in enumerate(sections, 1):
        title = section.find(W + "titlePg")
        first = title is not None and title.get(W + "val", "1") not in _OFF
        for name in ("header", "footer"):
            for reference in section.findall(f"{W}{name}Reference"):
                part = related[reference.get(R + "id", "")][1]
                shown[name, reference.get(W + "type", "default")] = part
        pages = {"default": " of later pages", "even": " of even pages"}
        if first:
            pages["first"] = " of page 1"
        elif number == 1:  # LibreOffice ends a section after page 1 that has no other page
            pages["default"] = " of page 1" if len(sections) > 1 else ""
        for (name, which), part in shown.items():
            if which in pages:
                location = f"{name}{pages[which]}"
                other = f"{location if which == 'first' else name} of section {number}"
                found.setdefault((which, part), other if location in found.values() else location)
        bare += [
            f"the pages of section {number}, which have no {name}"
            for name in ("header", "footer")
            if not {(name, which) for which in pages if which != "even"} <= shown.keys()
        ]
    return [(location, part) for (_, part), location in found.items()], bare


def wide_tables(*roots: Element) -> Iterator[Element]:
    """Yield the tables whose columns do not fit on the paper of the section that they are in."""
    tables: list[Element] = []
    for each in (each for root in roots for each in root.iter(W + "tbl", W + "sectPr")):
        if each.tag == W + "tbl":
            tables.append(each)
        elif each.getparent().tag != W + "sectPrChange":
            size, margins = each.find(W + "pgSz"), each.find(W + "pgMar")
            paper = _twips(size, "w", 12_240)
            left, right = (_twips(margins, name, 1_440) for name in ("left", "right"))
            room = paper - max(left, right)
            yield from (table for table in tables if _width(table, paper - left - right) > room)
            tables.clear()


def _width(table: Element, text: float) -> float:
    """Return how wide a table may become, in twips; `text` is the width between the margins."""
    rows = (row.iterfind(f"{W}tc/{W}tcPr/{W}tcW") for row in table.iter(W + "tr"))
    cells = [[*table.iterfind(f"{W}tblGrid/{W}gridCol")], *rows, table.findall(f"{W}tblPr/{W}tblW")]
    indent = _twips(table.find(f"{W}tblPr/{W}tblInd"), "w")
    return max(indent, 0) + max(sum(_measured(cell, text) for cell in row) for row in cells)


def _measured(cell: Element, text: float) -> float:
    share = text / _WHOLE if cell.get(W + "type") == "pct" else 1
    return share * _twips(cell, "w")


def _twips(mark: Element | None, name: str, usual: float = 0) -> float:
    try:
        return usual if mark is None else float(mark.get(W + name, usual))
    except ValueError:
        return usual


def bookmarked(document: Element, names: Collection[str]) -> Iterator[tuple[str, Element]]:
    """Yield the paragraphs in which, or before which, bookmarks of these names begin."""
    for mark in document.iter(W + "bookmarkStart") if names else ():
        if mark.get(W + "name") in names:
            around = next(mark.iterancestors(W + "p"), None)
            around = next(mark.itersiblings(W + "p"), None) if around is None else around
            if around is not None:
                yield mark.get(W + "name"), around


class Counted(NamedTuple):
    """An item of a numbered list as the builder writes it: what Word shows before it, and in which look."""

    words: str
    look: Element | None


class Numbering:
    """The lists of a Word file, which counts their items as Word does.

    What the builder counts is in the style List Number and shows "1."; all other numbers are foreign.
    """

    def __init__(self, package: Package, main: str, styles: Element | None) -> None:
        self._levels: dict[tuple[str, str], Element] = {}
        self._kinds: dict[str, str] = {}  # which list another one is a copy of
        self._starts: dict[str, int] = {}
        self._counts: dict[str, int] = {}
        for _, part in package.targets(main, "numbering"):
            self._read(package.parse(part))
        self._styles: dict[str, Element] = {}
        if styles is not None and any(map(_written, self._levels.values())):
            for style in styles.iterchildren(W + "style"):
                level = self._levels.get(list_of(style.find(f"{W}pPr/{W}numPr")))
                if level is not None:
                    self._styles[style.get(W + "styleId", "")] = level

    def _read(self, root: Element) -> None:
        abstract = {each.get(W + "abstractNumId", ""): each for each in root.findall(W + "abstractNum")}
        for one in root.findall(W + "num"):
            number, link = one.get(W + "numId", ""), one.find(W + "abstractNumId")
            kind = "" if link is None else link.get(W + "val", "")
            self._kinds[number] = kind
            for start in one.iterfind(f"{W}lvlOverride[@{W}ilvl='0']/{W}startOverride"):
                self._starts[number] = int(start.get(W + "val", "1"))
            for level in (
                *(abstract[kind].findall(W + "lvl") if kind in abstract else ()),
                *one.findall(f"{W}lvlOverride/{W}lvl"),
            ):
                self._levels[number, level.get(W + "ilvl", "0")] = level

    def number(self, properties: Element) -> Counted | str:
        """Return what is counted before a paragraph, or the format of a foreign number, "" without any."""
        own, mark = child(properties, W + "numPr"), child(properties, W + "pStyle")
        style = "" if mark is None else mark.get(W + "val", "")
        key = list_of(own)
        level = self._levels.get(key) if own is not None else self._styles.get(style)
        written = "" if level is None else _written(level)
        ours = style.lower() in _LISTS and (key[1], written) == ("0", "decimal")
        if level is None or not ours or _words(level) != "%1.":
            return written
        number = key[0]
        kind = self._kinds[number]
        if number in self._starts:
            count = self._starts.pop(number)
        else:
            first = level.find(W + "start")
            count = self._counts.get(kind, int(first.get(W + "val", "1")) - 1 if first is not None else 0) + 1
        self._counts[kind] = count
        return Counted(f"{count}.\t", child(level, W + "rPr"))


def symbol_fonts(package: Package, main: str, house: House | None = None) -> Iterator[str]:
    """Yield the fonts that a file, not its template, calls fonts of symbols although they have letters."""
    symbols = vocabulary_of("word").lines.patterns["symbolfont"]
    for _, part in package.targets(main, "fontTable"):
        for font in package.parse(part):
            name, charset = font.get(W + "name", ""), font.find(W + "charset")
            is_symbols = charset is not None and charset.get(W + "val") in _SYMBOLS
            theirs = house is not None and house.has(font, package, part)
            if is_symbols and not theirs and not re.fullmatch(symbols, name):
                yield name


def _written(level: Element) -> str:
    """Return what Word writes at a level: a format, words or a picture, "" where it is only a bullet."""
    format_ = level.find(W + "numFmt")
    name: str = "decimal" if format_ is None else format_.get(W + "val", "decimal")
    if name in _WORDLESS:
        words, bullet = _COUNTER.sub("", _words(level)), vocabulary_of("word").lines.patterns["bullet"]
        name = f"“{words}”" if words and not re.fullmatch(bullet, words) else ""
        if level.find(W + "lvlPicBulletId") is not None:
            name = name or "a picture"
    return name


def _words(level: Element) -> str:
    text = level.find(W + "lvlText")
    return "" if text is None else text.get(W + "val", "")


def list_of(numbering: Element | None) -> tuple[str, str]:
    """List and level of a paragraph's or style's numbering properties."""
    if numbering is None:
        return "", ""
    number, level = numbering.find(W + "numId"), numbering.find(W + "ilvl")
    return (
        "" if number is None else number.get(W + "val", ""),
        "0" if level is None else level.get(W + "val", "0"),
    )


def own(holder: Element, name: str, kind: str) -> Iterator[Element]:
    """Yield the rows of a table, or the cells of a row, without those of the tables inside."""
    return (one for one in holder.iter(name) if next(one.iterancestors(kind)) is holder)
