"""Reads what surrounds the text of a Word file: headers, footers, page widths, numbers, tracked changes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from builder.audit.office.package import Element, Package, R, W
from builder.audit.office.vocabulary import vocabulary_of

_WORDLESS = {"bullet", "none"}
_COUNTER = re.compile(r"%\d")
_OFF = ("0", "false", "off")
_WHOLE = 5_000  # fiftieths of a percent
_CHANGES = tuple(W + name for name in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel"))
_REFORMATTED = tuple(W + f"{name}PrChange" for name in ("r", "p", "tbl", "tr", "tc", "sect"))


def tracked_changes(root: Element) -> tuple[Counter[str], Counter[str]]:
    """Return how many tracked changes of words, and of formatting, are still to be accepted, by author."""
    words, formatting = (
        Counter(str(change.get(W + "author", "nobody")) for change in root.iter(*kinds))
        for kinds in (_CHANGES, _REFORMATTED)
    )
    return words, formatting


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

    A section has those of the one before it where it names none.
    """
    found: dict[tuple[str, str], None] = {}
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
        pages = {"default": " of later pages" if first else "", "even": " of even pages"}
        if first:
            pages["first"] = " of page 1"
        found |= {
            (name + pages[which], part): None for (name, which), part in shown.items() if which in pages
        }
        bare += [
            f"the pages of section {number}, which have no {name}"
            for name in ("header", "footer")
            if not {(name, which) for which in pages if which != "even"} <= shown.keys()
        ]
    return list(found), bare


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


def automatic_numbers(package: Package, main: str) -> dict[tuple[str, str], str]:
    """Formats of the lists and paragraph styles that make Word write a number, by list and level or style."""
    formats: dict[tuple[str, str], str] = {}
    bullet = vocabulary_of("word").lines.patterns["bullet"]
    for _, part in package.targets(main, "numbering"):
        root = package.parse(part)
        levels = {
            abstract.get(W + "abstractNumId", ""): _written(abstract.findall(W + "lvl"), bullet)
            for abstract in root.findall(W + "abstractNum")
        }
        for number in root.findall(W + "num"):
            found: dict[str, str] = {}
            for link in number.findall(W + "abstractNumId"):
                found |= levels.get(link.get(W + "val", ""), {})
            found |= _written(number.findall(f"{W}lvlOverride/{W}lvl"), bullet)
            for level, name in found.items():
                if name:
                    formats[(number.get(W + "numId", ""), level)] = name
    if formats:
        for _, part in package.targets(main, "styles"):
            for style in package.parse(part).findall(W + "style"):
                name = formats.get(list_of(style.find(f"{W}pPr/{W}numPr")), "")
                if name:
                    formats[("style", style.get(W + "styleId", ""))] = name
    return formats


def _written(levels: Iterable[Element], bullet: str) -> dict[str, str]:
    """Return what Word writes at each level: a format, words or a picture, "" where it is only a bullet."""
    found: dict[str, str] = {}
    for level in levels:
        format_, text = level.find(W + "numFmt"), level.find(W + "lvlText")
        name = "decimal" if format_ is None else format_.get(W + "val", "decimal")
        if name in _WORDLESS:
            words = "" if text is None else _COUNTER.sub("", text.get(W + "val", ""))
            name = f"“{words}”" if words and not re.fullmatch(bullet, words) else ""
            if level.find(W + "lvlPicBulletId") is not None:
                name = name or "a picture"
        found[level.get(W + "ilvl", "0")] = name
    return found


def list_of(numbering: Element | None) -> tuple[str, str]:
    """List and level of a paragraph's or style's numbering properties."""
    if numbering is None:
        return "", ""
    number, level = numbering.find(W + "numId"), numbering.find(W + "ilvl")
    return (
        "" if number is None else number.get(W + "val", ""),
        "0" if level is None else level.get(W + "val", "0"),
    )
