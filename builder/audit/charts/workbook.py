"""Reads the cells of a chart's workbook, in which a person edits its numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from builder.audit.content import Unreadable
from builder.audit.office.package import Budget, Element, Package, words_in
from builder.audit.office.vocabulary import vocabulary_of

X = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RANGE = re.compile(r"(?:'([^']+)'|(\w+))!\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
_NUMBER = re.compile(r"-?\d{1,30}(\.\d{1,30})?([eE][-+]?\d{1,2})?")
_MOST = 2_000  # cells of a range

Cell = str | Decimal


class Sheet:
    """The cells of the one sheet of a workbook; `strange` is what it has that no chart needs."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        package = Package(data, "a workbook", vocabulary_of("charts"), budget)
        main = package.main()
        names = [sheet.get("name", "") for sheet in package.parse(main).iter(X + "sheet")]
        parts = [part for _, part in package.targets(main, "worksheet")]
        if len(names) != 1 or len(parts) != 1:
            raise Unreadable("has a workbook with other sheets than one")
        self.name = names[0]
        shared = [package.parse(part) for _, part in package.targets(main, "sharedStrings")]
        texts = ["".join(each.itertext()) for root in shared for each in root.iter(X + "si")]
        self.cells: Mapping[str, Cell] = {
            cell.get("r", ""): value
            for cell in package.parse(parts[0]).iter(X + "c")
            if (value := _value(cell, texts)) != ""
        }
        self.strange = [one for _, one in package.unfamiliar()]

    def range(self, place: str) -> dict[str, Cell | None] | None:
        """Return the cells of a part of a column by their names; None where there is no such."""
        found = _RANGE.fullmatch(place)
        if found is None or (found[1] or found[2]) != self.name:
            return None
        column, row, last_column, last_row = found[3], int(found[4]), found[5], found[6]
        if last_column not in (None, column) or not 0 <= int(last_row or row) - row < _MOST:
            return None
        names = (f"{column}{number}" for number in range(row, int(last_row or row) + 1))
        return {name: self.cells.get(name) for name in names}


def number(text: str) -> Decimal | None:
    """Return a number as files write it, None for anything else."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def _value(cell: Element, texts: list[str]) -> Cell:
    """Return what a cell shows."""
    value = next((one.text or "" for one in cell.iter(X + "v")), "")
    match cell.get("t", "n"):
        case "inlineStr":
            return words_in(cell, X + "t").strip()
        case "s":
            return texts[int(value)].strip()
        case "n":
            found = number(value)
            return value if found is None else found
        case _:
            return value
