"""Reads the rows of a batch, and checks every cell against the parameters of the brief."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from builder.brief.check import MOST_PROBLEMS
from builder.brief.facts.data import ROWS_READERS, Cell, Data, DataFault, Limits, read_data
from builder.brief.load import Opened
from builder.brief.model import DataFile, Param
from builder.brief.params.fill import declared
from builder.brief.params.values import Value, Wrong, values_of
from builder.brief.texts.dates import Unclear
from builder.report.printable import near
from builder.report.problems import BriefError, Position, Problem, error

_LIMITS = Limits(text=100_000_000, binary=100_000_000, cells=5_000_000)


class Row(Struct, frozen=True):
    """One row: its number, counted from 1, what it gives for parameters, and the values of all of them.

    `empty` has the positions of its empty cells.
    """

    number: int
    given: dict[str, str]
    values: Mapping[str, Value]
    position: Position
    empty: Mapping[str, Position]


class Rows(Struct, frozen=True):
    """A table of rows whose cells are all as the brief allows them."""

    file: str
    digest: str
    text: str
    params: tuple[Param, ...]
    rows: tuple[Row, ...]


def read_rows(path: Path, opened: Opened) -> Rows:
    """Return the rows of a file; raises `BriefError` with all that is wrong with them."""
    file, brief = path.as_posix(), opened.path.as_posix()
    params = {param.name: (at, param) for at, param in declared(opened.reading.values or {})}
    if not params:
        message, hint = "the brief declares no parameters", "name the columns of the rows under `params`"
        raise BriefError([_at(error("rows-readable", "", message, hint), brief, None)], {brief: opened.text})
    try:
        data = read_data(path, path.parent, DataFile(id="rows", file=path.name), _LIMITS, ROWS_READERS)
    except DataFault as fault:
        raise BriefError(
            [_at(error("rows-readable", "", str(fault), fault.hint), file, fault.position)]
        ) from None
    checked = _Checked(data, opened, params)
    rows = tuple(checked.rows())
    if checked.problems:
        raise BriefError(checked.reported(), {file: data.text, brief: opened.text})
    return Rows(file, data.digest, data.text, tuple(param for _, param in params.values()), rows)


class _Checked:
    def __init__(self, data: Data, opened: Opened, params: Mapping[str, tuple[str, Param]]) -> None:
        self.data, self.opened, self.params = data, opened, params
        self.problems: list[Problem] = []
        self.named = [re.sub(r"[\s-]+", "_", column.strip()).lower() for column in data.columns]
        self._check_columns()

    def _check_columns(self) -> None:
        for index, (name, column) in enumerate(zip(self.named, self.data.columns, strict=True)):
            place = Position(1, index + 1) if not self.data.text else self._head(index)
            if name not in self.params:
                hint = near(name, self.params) or "declare it under `params`, or delete the column"
                self._add(
                    "rows-readable", f"the brief declares no parameter for the column `{column}`", hint, place
                )
            elif name in self.named[:index]:
                self._add("rows-readable", f"two columns give the parameter `{name}`", "delete one", place)
        missing = [
            param
            for name, (_, param) in self.params.items()
            if name not in self.named and param.default is None
        ]
        for param in missing:
            message = f"no column gives `{param.name}`, which has no default"
            self._add("params-given", message, self._where(param), Position(1, 1))

    def _head(self, index: int) -> Position | None:
        """Return where the name of a column is in a text: on its first line, as far as it can be found."""
        line = self.data.text.partition("\n")[0]
        at = line.find(self.data.columns[index])
        return Position(1, at + 1, at + 1 + len(self.data.columns[index])) if at >= 0 else Position(1, 1)

    def rows(self) -> Iterator[Row]:
        """Yield the rows; what is wrong with them is noted."""
        params = [param for _, param in self.params.values()]
        for number, cells in enumerate(self.data.rows, 1):
            if not any(cell.text for cell in cells):
                self._add("rows-readable", f"row {number} is empty", "delete it", cells[0].position)
                continue
            by_name = dict(zip(self.named, cells, strict=True))
            given = {name: text for name, cell in by_name.items() if (text := self._text(name, cell))}
            values: dict[str, Value] = {}
            for name, value in values_of(params, given).items():
                cell = by_name.get(name)
                if isinstance(value, Value):
                    values[name] = value
                elif cell is not None:
                    self._refuse(number, name, value, cell)
            empty = {name: cell.position for name, cell in by_name.items() if name not in given}
            yield Row(number, given, values, cells[0].position, empty)

    def _text(self, name: str, cell: Cell) -> str:
        """Return the text of a cell; a number in a table with decimal commas has a point."""
        if self.data.has_commas and name in self.params and self.params[name][1].type == "number":
            try:
                number = self.data.number(cell)
            except Unclear:
                number = None
            return cell.text if number is None else f"{number:f}"
        return cell.text

    def _refuse(self, number: int, name: str, value: Wrong | None, cell: Cell) -> None:
        where = self._where(self.params[name][1])
        if value is None:
            message = f"row {number} has no value for `{name}`, which has no default"
            self._add("params-given", message, where, cell.position)
        else:
            hint = f"{value.hint}; {where}" if value.hint else where
            self._add("params-typed", f"row {number}, `{name}`: {value}", hint, cell.position)

    def _where(self, param: Param) -> str:
        position = self.opened.reading.positions.of(self.params[param.name][0])
        line = f":{position.line}" if position else ""
        file = position.file if position and position.file else self.opened.path.as_posix()
        return f"`{param.name}` is declared in {file}{line}"

    def _add(self, rule: str, message: str, hint: str | None, position: Position | None) -> None:
        self.problems.append(_at(error(rule, "", message, hint), self.data.file, position))

    def reported(self) -> Sequence[Problem]:
        """Return as many problems as somebody reads, in the order of the rows."""
        if len(self.problems) <= MOST_PROBLEMS:
            return self.problems
        message = f"only the first {MOST_PROBLEMS} of {len(self.problems):,} problems are shown"
        last = replace(
            self.problems[MOST_PROBLEMS],
            rule="all-problems-reported",
            message=message,
            hint="fix these first",
        )
        return [*self.problems[:MOST_PROBLEMS], last]


def _at(problem: Problem, file: str, position: Position | None) -> Problem:
    return replace(problem, file=file, position=position)
