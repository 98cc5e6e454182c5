"""Writes the workbook in which the numbers of a chart are edited: one sheet, and nothing but its cells."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from builder.export.office.markup import NAMESPACES, NOTHING, Markup, characters, element
from builder.export.office.package import zipped

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET = "Sheet1"

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

Column = tuple[str, Sequence[Decimal | None]]  # its head and its values


def workbook(categories: Sequence[str], columns: Sequence[Column], epoch: int) -> bytes:
    """Return a workbook with the categories in its first column, and a column for each series."""
    named = [(column_name(index), name, values) for index, (name, values) in enumerate(columns, 1)]
    rows = [element("row", *(_words(f"{column}1", name) for column, name, _ in named), r=1)]
    for index, category in enumerate(categories):
        cells = (_number(f"{column}{index + 2}", values[index]) for column, _, values in named)
        rows.append(element("row", _words(f"A{index + 2}", category), *cells, r=index + 2))
    kind, office = WORKBOOK.removesuffix(".sheet"), NAMESPACES["r"]
    sheets = element("sheets", element("sheet", name=SHEET, sheetId=1, r__id="rId1"))
    types = element(
        "Types",
        element("Default", Extension="rels", ContentType=_RELATIONS),
        element("Override", PartName="/xl/workbook.xml", ContentType=f"{kind}.sheet.main+xml"),
        element("Override", PartName="/xl/worksheets/sheet1.xml", ContentType=f"{kind}.worksheet+xml"),
        xmlns=f"{_PACKAGE}/content-types",
    )
    parts = {
        "[Content_Types].xml": types,
        "_rels/.rels": _relation(f"{office}/officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": element("workbook", sheets, xmlns=_MAIN, xmlns__r=office),
        "xl/_rels/workbook.xml.rels": _relation(f"{office}/worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": element("worksheet", element("sheetData", *rows), xmlns=_MAIN),
    }
    return zipped(((name, _DECLARATION + content.encode()) for name, content in parts.items()), epoch)


def column_name(index: int) -> str:
    """Return the letters of a column by its index: A is 0."""
    return (column_name(index // 26 - 1) if index > 25 else "") + chr(ord("A") + index % 26)


def plain(value: Decimal) -> str:
    """Return a number as files have it."""
    return format(value, "f")


def _relation(kind: str, target: str) -> Markup:
    link = element("Relationship", Id="rId1", Type=kind, Target=target)
    return element("Relationships", link, xmlns=f"{_PACKAGE}/relationships")


def _number(cell: str, value: Decimal | None) -> Markup:
    return NOTHING if value is None else element("c", element("v", characters(plain(value))), r=cell)


def _words(cell: str, words: str) -> Markup:
    """Return a cell with a text, which no program takes for a formula, date or number."""
    text = element("t", characters(words), xml__space="preserve")
    return element("c", element("is", text), r=cell, t="inlineStr") if words else NOTHING
