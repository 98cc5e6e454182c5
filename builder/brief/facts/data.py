"""Reads data files as texts with their positions, and selects columns and rows from them."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import chdir, closing, suppress
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile, ZipFile

from msgspec import Struct

from builder.brief.facts.numerals import exact_number, said_number
from builder.brief.files import NotAFile, TooLarge, bytes_of
from builder.brief.model import DataFile, Selection
from builder.brief.yaml.characters import without_odd_characters
from builder.brief.yaml.read import normal
from builder.report.printable import counted, near
from builder.report.problems import Position

MOST_COLUMNS = 200
LONGEST_CELL = 500  # characters, as in a table of the brief
_YEARS = (Decimal(1500), Decimal(2200))


class Limits(NamedTuple):
    """How large a file may be: bytes of a CSV or JSON file, of a workbook or a Parquet file, and cells."""

    text: int = 2_000_000
    binary: int = 20_000_000  # and five times that unpacked
    cells: int = 200_000


class Cell(NamedTuple):
    """A cell as it is written, and where: line and column of a text, or row and column of a sheet."""

    text: str
    position: Position


class Data(Struct, frozen=True):
    """A data file: its name in the brief, its path, its SHA-256, and its text if it is one."""

    name: str
    file: str
    digest: str
    text: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    has_commas: bool = False  # as decimal points

    def number(self, cell: Cell) -> Decimal | None:
        """Return the number in a cell; None if it is none. Raises `Unclear` if it has two meanings."""
        text = cell.text
        if self.has_commas and re.fullmatch(r"[-+−]?[\d. ]*,?\d+", text):
            text = text.replace(".", "").replace(",", ".")
        number = exact_number(text)
        if re.match(r"-?0\d", text) or not re.search(r"\d", text):
            return None  # 007 is a name
        if number is None:
            try:
                return said_number(text)
            except ValueError:
                if re.fullmatch(r"[-+−]?\d{1,3},\d{3}", text):
                    raise
        return number


class DataFault(Exception):
    """Why a data file cannot be used, with the position in it; `hint` says what would help."""

    def __init__(self, message: str, hint: str | None = None, position: Position | None = None) -> None:
        self.hint, self.position = hint, position
        super().__init__(message)


class NotSelected(Exception):
    """What a selection asks for is not in the file; `key` is the part of the selection that asks for it."""

    def __init__(self, key: str, message: str, hint: str | None = None) -> None:
        self.key, self.hint = key, hint
        super().__init__(message)


class Selected(Struct, frozen=True):
    """The columns and rows that a selection takes."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


_LIMITS = Limits()


def select(data: Data, selection: Selection) -> Selected:
    """Return what is selected from a data file; raises `NotSelected`."""
    rows = list(data.rows)
    for column, value in selection.where.items():
        index = _index(data, column, f"where.{column}")
        rows = [row for row in rows if row[index].text == value]
        if not rows:
            known = list(dict.fromkeys(row[index].text for row in data.rows))
            raise NotSelected(f"where.{column}", f"no row has `{value}` in `{column}`", near(value, known))
    if selection.rows:
        first, _, last = selection.rows.partition("-")
        start, end = int(first), int(last or first)
        if not start <= end <= len(rows):
            raise NotSelected("rows", f"there are {counted(len(rows), 'row')}, counted from 1")
        rows = rows[start - 1 : end]
    names = selection.columns or data.columns
    at = [_index(data, name, f"columns[{index}]") for index, name in enumerate(names)]
    return Selected(tuple(names), tuple(tuple(row[index] for index in at) for row in rows))


def are_years(numbers: list[Decimal | None]) -> bool:
    """Return whether the numbers of a column are years, which have no separators."""
    given = [number for number in numbers if number is not None]
    least, most = _YEARS
    return bool(given) and all(least <= one <= most and "." not in str(one) for one in given)


def _index(data: Data, name: str, key: str) -> int:
    if name not in data.columns:
        raise NotSelected(key, f"`{data.name}` has no column `{name}`", near(name, data.columns))
    return data.columns.index(name)


def read_data(
    path: Path,
    within: Path,
    given: DataFile,
    limits: Limits | None = None,
    readers: Mapping[str, Any] | None = None,
) -> Data:
    """Return a data file under the folder `within`; raises `DataFault`."""
    readers, limits = readers or _READERS, limits or _LIMITS
    read = readers.get(path.suffix.lower())
    if read is None:
        known = ", ".join(suffix[1:].upper() for suffix in readers)
        raise DataFault(f"`{given.file}` is not a data file that can be read", f"save it as one of: {known}")
    is_text = read not in (_xlsx, _parquet)
    raw = _bytes(path, within, given.file, limits.text if is_text else limits.binary)
    text = _text(raw) if is_text else ""
    table, left = list[tuple[Cell, ...]](), limits.cells
    with closing(read(_Opened(path, raw, text, given, limits))) as found:
        for read_row in found:
            left -= len(read_row)
            if left < 0:
                raise _too_many(limits)
            table.append(tuple(read_row))
    if not table or not table[0]:
        raise DataFault(f"`{given.file}` is empty", "its first row names the columns", Position(1, 1))
    head, *rows = table
    columns = tuple(cell.text for cell in head)
    for index, cell in enumerate(head):
        if not cell.text:
            raise DataFault(f"column {index + 1} has no name", "name it in the first row", cell.position)
        if cell.text in columns[:index]:
            raise DataFault(f"two columns have the name `{cell.text}`", "rename one", cell.position)
    if len(head) > MOST_COLUMNS:
        raise _too_many(limits)
    if not rows:
        raise DataFault("the file has no rows below the names of its columns", None, Position(2, 1))
    for row in rows:
        if len(row) != len(head):
            place = row[0].position if row else None
            message = f"the row has {counted(len(row), 'cell')}; the file has {counted(len(head), 'column')}"
            raise DataFault(message, "put text that contains the separator in double quotes", place)
    commas = any(re.fullmatch(r"-?\d+,\d+", cell.text) for row in rows for cell in row) and read is _csv
    name = path.as_posix()
    return Data(given.file, name, sha256(raw).hexdigest(), text, columns, tuple(rows), commas and ";" in text)


def _too_many(limits: Limits) -> DataFault:
    message = f"the file has more than {limits.cells:,} cells, or {MOST_COLUMNS} columns"
    return DataFault(message, "leave out what the brief does not use")


def _bytes(path: Path, within: Path, name: str, most: int) -> bytes:
    """Return the bytes of a regular file in a folder: no link out of it, no pipe, no huge file."""
    try:
        if not path.resolve().is_relative_to(within.resolve()):
            raise DataFault(f"`{name}` is outside the brief's folder", "copy it into the brief's folder")
        return bytes_of(path.resolve(), most, follow_links=False)
    except TooLarge as error:
        message = f"`{name}` has {error.size / 1e6:.1f} MB; the limit is {most / 1e6:.0f} MB"
        raise DataFault(message, "leave out what the brief does not use") from None
    except (IsADirectoryError, NotAFile):
        raise DataFault(f"`{name}` is not a file") from None
    except FileNotFoundError:
        names: list[str] = []
        with suppress(OSError):
            names = [each.name for each in path.parent.iterdir() if each.suffix.lower() in _READERS][:1000]
        raise DataFault(
            f"there is no file `{name}`", near(path.name, names) or "paths are relative to the brief's folder"
        ) from None
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "unknown reason"
        raise DataFault(f"`{name}` cannot be read: {reason}") from None


def _text(raw: bytes) -> str:
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        position = Position(raw.count(b"\n", 0, error.start) + 1, 1)
        raise DataFault("the file is not UTF-8", "save it as UTF-8", position) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _cell(text: str, line: int, column: int, length: int = 0) -> Cell:
    """Return a cell with its characters as a brief has them."""
    position = Position(line, column, column + length if length else None)
    text = normal(without_odd_characters(text))
    if len(text) > LONGEST_CELL:
        raise DataFault(f"the cell has {len(text):,} characters; the limit is {LONGEST_CELL}", None, position)
    return Cell(text, position)


def _csv(opened: _Opened) -> Iterator[list[Cell]]:
    """Yield the rows of a text with commas, semicolons or tabs."""
    text = opened.text
    head = re.sub(r'"[^"]*"', "", text.partition("\n")[0])
    mark = max(",;\t", key=head.count)
    pattern = re.compile(rf'(?:[ ]*"((?:[^"]|"")*)"[ ]*|([^{mark}"\n][^{mark}\n]*)?)({mark}|\n|\Z)')
    row: list[Cell] = []
    index, line, start = 0, 1, 0  # start: of the line
    while index < len(text) or row:
        found = pattern.match(text, index)
        position = Position(line, index - start + 1)
        if found is None:
            raise DataFault("a quotation mark is not closed, or is inside a cell", None, position)
        quoted, bare, end = found.groups()
        value = quoted.replace('""', '"') if quoted is not None else bare or ""
        row.append(_cell(value, line, position.column, len(found[0]) - len(end)))
        if len(row) > MOST_COLUMNS:
            raise _too_many(opened.limits)
        line += found[0].count("\n")
        if "\n" in found[0]:
            start = index + found[0].rindex("\n") + 1
        index = found.end()
        if end != mark:
            if len(row) > 1 or row[0].text:
                yield row
            row = []


class _Opened(NamedTuple):
    """A data file with its bytes, and its text if it is one."""

    path: Path
    raw: bytes
    text: str
    given: DataFile
    limits: Limits


class _Object(list[tuple[str, Any]]):
    """The keys and values of a JSON object, repeated keys too."""


def _json(opened: _Opened) -> Iterator[list[Cell]]:
    """Yield the rows of a list of objects, or of lists of which the first has the names of the columns."""
    try:
        values = json.loads(opened.text, parse_int=str, parse_float=str, object_pairs_hook=_Object)
    except json.JSONDecodeError as error:
        position = Position(error.lineno, error.colno)
        raise DataFault("the file is not JSON", "correct it here", position) from None
    except RecursionError:
        raise DataFault("the file is nested too deeply") from None
    places = _json_places(opened.text)

    def cell(value: object) -> Cell:
        line, column, length = next(places)
        if not isinstance(value, str | bool | None):
            raise DataFault("a cell is a text or a number", None, Position(line, column))
        return _cell(
            "" if value is None else str(value).lower() if isinstance(value, bool) else value,
            line,
            column,
            length,
        )

    if not isinstance(values, list) or isinstance(values, _Object):
        raise DataFault(
            "the file is not a list of rows", 'write `[{"year": 2026, "riders": 1200}, …]`', Position(1, 1)
        )
    columns: list[str] = []
    for row in values:
        if not isinstance(row, list):
            raise DataFault("a row is an object or a list", None, Position(*next(places)[:2]))
        if not isinstance(row, _Object):
            yield [cell(value) for value in row]
            continue
        keys = [key for key, _ in row]
        if not columns:
            columns = keys
            yield [Cell(normal(key), Position(1, 1)) for key in keys]
        cells = [cell(value) for _, value in row]
        if keys != columns:
            message = "the object has other keys than the first one, or in another order"
            raise DataFault(
                message, f"write these keys: {', '.join(columns)}", cells[0].position if cells else None
            )
        yield cells


def _json_places(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield line, column and length of each value that is a text, a number or a word."""
    line, seen = 1, 0
    for found in re.finditer(r'("(?:[^"\\]|\\.)*"|[^\s{}\[\],:"]+)(\s*:)?', text):
        line += text.count("\n", seen, found.start())
        seen = found.start()
        if not found[2]:
            yield line, seen - text.rfind("\n", 0, seen), len(found[1])


def _xlsx(opened: _Opened) -> Iterator[list[Cell]]:
    """Yield the rows of a sheet of a workbook; positions are rows and columns of the sheet."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        raise DataFault("reading XLSX needs an extra", _EXTRA) from None
    try:
        with ZipFile(BytesIO(opened.raw)) as archive:
            if sum(part.file_size for part in archive.infolist()) > 5 * opened.limits.binary:
                raise DataFault(f"`{opened.given.file}` is far too large when it is unpacked")
            for name in archive.namelist():
                if name.startswith("xl/worksheets/") and _reaches_too_far(
                    archive.read(name), opened.limits.cells
                ):
                    raise _too_many(opened.limits)
        book = CalamineWorkbook.from_filelike(BytesIO(opened.raw))
        if opened.given.sheet and opened.given.sheet not in book.sheet_names:
            raise DataFault(
                f"the workbook has no sheet `{opened.given.sheet}`",
                near(opened.given.sheet, book.sheet_names),
            )
        sheet = (
            book.get_sheet_by_name(opened.given.sheet) if opened.given.sheet else book.get_sheet_by_index(0)
        )
        rows: list[list[object]] = sheet.to_python(skip_empty_area=False)  # type: ignore[assignment]
    except (CalamineError, BadZipFile, NotImplementedError, OSError, RuntimeError, ValueError):
        raise DataFault(
            f"`{opened.given.file}` is not a workbook that can be read", "save it again as XLSX"
        ) from None
    for line, row in enumerate(rows, 1):
        if any(value != "" for value in row):
            yield [_cell(_shown(value), line, column) for column, value in enumerate(row, 1)]


def _reaches_too_far(sheet: bytes, most: int) -> bool:
    """Return whether a cell of a sheet is so far right or below that there are too many before it."""
    most_rows = most_columns = 1
    for letters, digits in re.findall(rb"""\br=["']([A-Z]{0,3})(\d{1,9})["']""", sheet):
        column = 0
        for letter in letters:
            column = 26 * column + letter - 64
        most_rows, most_columns = max(most_rows, int(digits)), max(most_columns, column)
    return most_rows * most_columns > most


def _parquet(opened: _Opened) -> Iterator[list[Cell]]:
    """Yield the rows of a Parquet file, which are counted from 2 as in a sheet."""
    path = opened.path.resolve()
    if re.search(r"[*?\[]", os.fspath(path)):
        raise DataFault("the name of a Parquet file has no `*`, `?` or `[`", "rename it")
    try:
        yield from queried("SELECT * FROM read_parquet(?)", [os.fspath(path)], "Parquet", path.parent)
    except NotQueried:
        message = f"`{opened.given.file}` is not a Parquet file that can be read"
        raise DataFault(message, "save it again as Parquet, or as CSV") from None


def sql(opened: _Opened) -> Iterator[list[Cell]]:
    """Yield the rows that a query results in; the files that it names are in its folder or below it."""
    folder = opened.path.parent.resolve()
    try:
        with chdir(folder):  # DuckDB compares names that are relative with what it may read from here alone
            yield from queried(opened.text, [], "SQL", folder)
    except NotQueried as error:
        hint = error.hint or "try it with DuckDB"
        raise DataFault(f"the query fails: {error}", hint, Position(1, 1)) from None


class NotQueried(Exception):
    """A query fails; `hint` says what would help, if that is known."""

    def __init__(self, message: str, hint: str = "") -> None:
        self.hint = hint
        super().__init__(message)


def queried(query: str, values: list[str], kind: str, folder: Path) -> Iterator[list[Cell]]:
    """Yield the rows that DuckDB answers a query with, counted from 2; raises `NotQueried`.

    The query is one SELECT. It reads files of the folder and below it alone, and writes none.
    """
    try:
        import duckdb
    except ImportError:
        raise DataFault(f"reading {kind} needs an extra", _EXTRA) from None
    quoted = os.fspath(folder).replace("'", "''")
    try:
        statements = duckdb.extract_statements(query)
        if [one.type for one in statements] != [duckdb.StatementType.SELECT]:
            raise NotQueried(
                "it is not one SELECT", "write one statement that starts with SELECT, WITH or FROM"
            )
        with duckdb.connect(config=_DUCKDB) as connection:
            connection.execute(f"SET allowed_directories = ['{quoted}']")
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
            found = connection.execute(query, values)
            names = [each[0] for each in found.description or ()]
            yield [_cell(name, 1, column) for column, name in enumerate(names, 1)]
            line = 1
            while rows := found.fetchmany(20):
                for row in rows:
                    line += 1
                    yield [_cell(_shown(value), line, column) for column, value in enumerate(row, 1)]
    except duckdb.PermissionException:
        message = "it may only read files in the folder of the query, or below it"
        raise NotQueried(message, "copy the file into that folder") from None
    except duckdb.Error as error:
        raise NotQueried(str(error).partition("\n")[0]) from None


def _shown(value: object) -> str:
    """Return a typed value as a text: no more digits than it has, dates as YYYY-MM-DD."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    return f"{value:f}" if isinstance(value, Decimal) else str(value).removesuffix(" 00:00:00")


_DUCKDB: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "memory_limit": "500MB",
    "temp_directory": "",
    "threads": "1",
}
_EXTRA = "install it with `pip install 'policy-brief-builder[data]'`, or save the file as CSV"
_READERS: Mapping[str, Any] = {
    ".csv": _csv,
    ".tsv": _csv,
    ".json": _json,
    ".xlsx": _xlsx,
    ".parquet": _parquet,
}
ROWS_READERS: Mapping[str, Any] = {**_READERS, ".sql": sql}
