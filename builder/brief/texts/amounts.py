"""Reads the cells of a table: which columns hold numbers, where these align, and what sums the others up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from builder.brief.model import Chart, ChartRow, ChartSeries, Table
from builder.brief.texts.marks import without_notes
from builder.languages.language import Language, words

# An amount, a range of two, either in brackets or with marks of a note; or what statistics print for none.
_AMOUNT = (
    r"[+−–±<>≤≥~≈-]?\s?[€$£¥]?\s?\d[\d.,'’\s\u00a0\u202f]*"
    r"\s?(?:(?:k|m|mn|mio|mrd|bn|tn)\b\.?)?\s?(?:%|‰|[€$£¥])?"
)
_NUMBER = rf"(?i:\(?{_AMOUNT}(?:–{_AMOUNT})?\)?\s?[*†‡§]{{0,3}})"
_NOTHING = r"[–—-]{0,2}"
_NONE = rf"(?i:{_NOTHING}|\.\.|…|n/a|n\.\s?a\.)"
_YEAR = r"(?:1[5-9]|20)\d\d"
_YEARS = rf"{_YEAR}(?:[–-](?:{_YEAR}|\d\d))?"
_PLACES = r"(?<=\d)([.,])(\d+)(?=\D*\Z)"  # what may be decimal places
_WHOLE = r"(?P<sign>[+−-]?)(?P<digits>\d+)"
_LONG = 5  # digits of a whole number
_BEGIN = tuple(" (+−–±<>≤≥~≈-€$£¥")  # of a number, where no digit does; words need no pattern
_ENOUGH = 0.6  # of the cells that are not empty: so many numbers make a column one of numbers


class Amounts(Struct, frozen=True):
    """A column of numbers, a cell each: decimal mark and what follows it, and how many decimal places."""

    tails: tuple[str, ...]  # right of the line at which the column is aligned; "" in a cell without a number
    places: tuple[int | None, ...]  # None in a cell without a number


def is_empty(cell: str) -> bool:
    """Whether a cell says nothing, or has a dash for that."""
    return bool(re.fullmatch(_NOTHING, cell))


def amounts(cells: Sequence[str]) -> Amounts | None:
    """Return how the numbers of a column align; None where most cells are words, or years only."""
    shown = [cell for cell in cells if not re.fullmatch(_NONE, cell)]
    numbers = [cell for cell in shown if _is_number(cell)]
    empty = all(map(is_empty, cells))
    years = numbers and all(re.fullmatch(_YEARS, cell) for cell in numbers)
    if empty or years or len(numbers) < _ENOUGH * len(shown):
        return None
    found = [re.search(_PLACES, cell) for cell in numbers]
    marks = {each[1] for each in found if each and len(each[2]) != 3}  # 1,204 has no decimal places
    mark = marks.pop() if len(marks) == 1 else None

    def cut(cell: str) -> tuple[str, int | None]:
        if not _is_number(cell):
            return "", None
        places = re.search(_PLACES, cell)
        if places and places[1] == mark:
            return cell[places.start() :], len(places[2])
        return re.split(r"(?<=\d)(?=\D*\Z)", cell)[-1], 0

    tails, places = zip(*map(cut, cells), strict=True)
    return Amounts(tails, places)


def grouped(cells: Sequence[str], head: str, language: Language) -> list[str]:
    """Return a column of numbers with the digits of whole ones in groups, if one has five digits or more.

    Only what was typed as nothing but digits is grouped, and no codes: where a cell begins with 0, or a word
    of the head says so.
    """
    found = [re.fullmatch(_WHOLE, cell) for cell in cells]
    long = any(one and len(one["digits"]) >= _LONG for one in found)
    if not long or _has_codes(cells, head, language):
        return list(cells)
    grouped = language.numbers.grouped
    return [
        f"{one['sign']}{grouped(one['digits'])}" if one else cell
        for one, cell in zip(found, cells, strict=True)
    ]


def _has_codes(cells: Sequence[str], head: str, language: Language) -> bool:
    known = words(language.vocabulary.codes) if language.vocabulary else ()
    named = re.split(r"[\s(),:/（）-]+", head.casefold())
    if not language.script.spaced:
        named += [word for word in known if word in head.casefold()]
    return any(re.match(r"0\d", cell) for cell in cells) or not {*known}.isdisjoint(
        one.rstrip(".") for one in named
    )


def sums_up(head: str, language: Language) -> bool:
    """Return whether a last row or column of this name sums the others up: “Total”, “Change (percent)”."""
    known = words(language.vocabulary.totals) if language.vocabulary else ()
    return re.split(r"\s*[(,:（]", head.strip().casefold())[0] in known


def highlighted(names: Sequence[str], columns: Sequence[str], heads: Sequence[str]) -> set[tuple[int, int]]:
    """Return the cells, as row and column, that names of rows, of columns, or “row | column” emphasise."""
    found = set()
    columns, heads = [*map(without_notes, columns)], [*map(without_notes, heads)]
    for name in names:
        row, bar, column = (part.strip() for part in name.partition("|"))
        found |= {
            (at, index)
            for at, head in enumerate(heads)
            for index, title in enumerate(columns)
            if name in (head, title) or (bar and head == row and title == column)
        }
    return found


def charted(table: Table, language: Language) -> tuple[Chart, tuple[int, ...]] | None:
    """Return a table's columns of numbers as a chart, without totals, and which columns these are."""
    rows = table.rows[:-1] if len(table.rows) > 2 and sums_up(table.rows[-1][0], language) else table.rows
    last = len(table.columns) - 1
    columns = tuple(
        index
        for index in range(1, last + 1)
        if amounts([row[index].strip() for row in rows]) is not None
        and not (index > 1 and index == last and sums_up(table.columns[index], language))
    )
    if table.chart is None or not columns:
        return None
    cells = [row[index].strip() for row in rows for index in columns if _is_number(row[index].strip())]
    shares = all(cell.endswith("%") for cell in cells)
    alone = len(columns) == 1
    chart = Chart(
        kind=table.chart,
        title=table.title,
        unit="%" if shares else table.columns[columns[0]] if alone else None,
        series=() if alone else tuple(ChartSeries(name=table.columns[index]) for index in columns),
        rows=tuple(
            ChartRow(
                category=row[0], values=tuple(decimal_of(row[index].strip(), language) for index in columns)
            )
            for row in rows
        ),
        highlight=tuple(
            name for name in table.highlight if name in table.columns or any(row[0] == name for row in rows)
        ),
        section=table.section,
        refs=table.refs,
        audience=table.audience,
    )
    return chart, columns


def decimal_of(cell: str, language: Language) -> Decimal | None:
    """Return the number in a cell; None where it has none, or more than one."""
    digits = re.findall(r"\d[\d.,'’\s\u00a0\u202f]*", cell)
    if not _is_number(cell) or len(digits) != 1:
        return None
    bare = re.sub(r"[^\d.,]", "", digits[0]).rstrip(".,")
    places = re.search(_PLACES, bare)
    mark = places[1] if places and (len(places[2]) != 3 or places[1] == language.numbers.point) else ""
    whole, _, decimals = bare.rpartition(mark) if mark else (bare, "", "")
    written = re.sub(r"\D", "", whole) + (f".{decimals}" if decimals else "")
    return Decimal(written) * (-1 if re.match(r"[-−–]", cell) else 1)


def _is_number(cell: str) -> bool:
    return (cell[:1].isdigit() or cell[:1] in _BEGIN) and bool(re.fullmatch(_NUMBER, cell))
