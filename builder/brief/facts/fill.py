"""Puts facts and data into the values of a brief before it is checked: all else sees texts and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from builder.brief.check import read_alone
from builder.brief.facts.data import (
    Cell,
    Data,
    DataFault,
    NotSelected,
    Selected,
    are_years,
    read_data,
    select,
)
from builder.brief.facts.derive import Quantity, Underivable, derived
from builder.brief.facts.numerals import exact_number, form_of, places_of, rounded
from builder.brief.kinds import Amount, Inner
from builder.brief.model import Brief, Chart, Compared, Evidence, Fact, Selection, Table
from builder.brief.natural.names import meant_key
from builder.brief.texts.dates import Unclear
from builder.brief.texts.marks import escaped
from builder.brief.walk import walk, with_value
from builder.brief.yaml.read import Parted, Reading, Value
from builder.languages.language import DEFAULT, Numbers, language_for, tag_of
from builder.report.printable import near
from builder.report.problems import Position, Positions, Problem, enclosing, error, moved

FACT = r"(?i)(?<!\\)\{\s*fact\s*:\s*(?P<id>[^{}|]*?)\s*(?:\|\s*(?P<form>[^{}]*?)\s*)?\}"
_FORM = "write decimals, `3 digits`, `bare` (no unit) or `signed`, such as `{fact:riders|1}`"
_SHOWN = ("tables", "charts")  # what can be taken from a data file


_SELECTION: Inner[Selection] = Inner(Selection)


class Known(Struct, frozen=True):
    """A fact with its number: as typed or calculated, and where it is if it comes from a data file."""

    fact: Fact
    path: str
    number: Decimal
    unit: str
    places: int
    inputs: tuple[str, ...] = ()
    cell: Cell | None = None
    data: str = ""  # the file of the cell

    def rounded(self, rounding: str | None = None) -> Decimal:
        """Return the number with its own rounding, or another."""
        places = places_of(self.number, rounding) if rounding else self.places
        return self.number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


class Use(NamedTuple):
    """A fact in a text, with what is printed there for it, and its unit unless the text has it bare."""

    id: str
    shown: str
    unit: str


class _Needed(Exception):
    """A fact is needed before the one that is calculated."""

    def __init__(self, id: str) -> None:
        self.id = id


class _Reported(Exception):
    """A number is missing for a reason that is reported already."""


class Facts(Struct, frozen=True):
    """The facts of a brief, where they are used, and the data files that it takes numbers from.

    `uses` has the facts by the paths of the texts they are in, `taken` the data files by those of rows.
    """

    known: Mapping[str, Known]
    uses: Mapping[str, tuple[Use, ...]]
    files: tuple[Data, ...]
    taken: Mapping[str, str]

    def used(self, path: str) -> tuple[Use, ...]:
        """Return the facts in the text at a path, which may be written for a part, or as one."""
        paths = (f"{path}.text", *enclosing(path))
        return next((self.uses[each] for each in paths if each in self.uses), ())

    def moved(self, paths: Mapping[str, str]) -> Facts:
        """Return the same by the paths of canonical values; `paths` has them by those that are written."""
        uses = {moved(path, paths) or path: uses for path, uses in self.uses.items()}
        taken = {moved(path, paths) or path: name for path, name in self.taken.items()}
        return replace(self, uses=uses, taken=taken)

    @property
    def texts(self) -> dict[str, str]:
        """The texts of data files that problems point into, by the files."""
        return {data.file: data.text for data in self.files if data.text}


class Filled(Struct, frozen=True):
    """A reading with facts and data put in, the facts, and what is wrong with them, at paths as written."""

    reading: Reading
    facts: Facts
    problems: tuple[Problem, ...]

    def under(self, origin: Mapping[str, str]) -> Filled:
        """Return the same by the paths of canonical values; `origin` has for these the ones as written."""
        paths = {written: path for path, written in origin.items()}
        paths = {path: path for path in origin} | paths
        problems = (replace(one, path=moved(one.path, paths) or one.path) for one in self.problems)
        return Filled(self.reading, self.facts.moved(paths), tuple(problems))


def filled(reading: Reading, folder: Path) -> Filled:
    """Return the values of a brief in a folder with the numbers that they name."""
    filling = _Filling(reading, folder)
    values = filling.whole()
    parted = {path: Parted(filling.text(one.lines, path), one.begin) for path, one in reading.parted.items()}
    positions = filling.positions()
    facts = Facts(filling.known, filling.uses, tuple(filling.files.values()), filling.taken)
    new = replace(reading, values=values, parted=parted, positions=positions)
    return Filled(new, facts, tuple(dict.fromkeys(filling.problems)))


def with_units(brief: Brief, facts: Facts) -> Brief:
    """Return a brief in which a number of its evidence that is a fact has the unit of that fact."""
    for path, part in walk(brief):
        if isinstance(part, Evidence | Compared) and part.value is not None and part.unit is None:
            unit = next((use.unit for use in facts.uses.get(f"{path}.value", ())), "")
            brief = with_value(brief, f"{path}.unit", unit) if unit else brief
    return brief


class _Filling:
    def __init__(self, reading: Reading, folder: Path) -> None:
        self.reading, self.folder = reading, folder
        self.values: dict[str, Value] = reading.values or {}
        self.problems: list[Problem] = []
        self.uses: dict[str, tuple[Use, ...]] = {}
        self.taken: dict[str, str] = {}
        self.files: dict[str, Data] = {}  # by their ids
        self.names: list[str] = []  # the ids of all, also of those that cannot be read
        self.cells: dict[str, dict[str, Position]] = {}  # by the file, those of values by their paths
        self.given: dict[str, tuple[Fact, str]] = {}  # facts with their paths
        self.known: dict[str, Known] = {}
        self.failed: set[str] = set()  # those that have no number, which is reported
        self.keys = {meant_key(Brief, key) or key: key for key in self.values}
        given = self.values.get(self.keys.get("language", ""))
        tag = given if isinstance(given, str) else ""
        self.numbers: Numbers = language_for(tag_of(tag) or tag or DEFAULT).numbers
        self._read_files()
        self._read_facts()

    # Files and facts.

    def _listed(self, key: str) -> Iterator[tuple[str, Any, bool]]:
        """Yield the parts in a list of the brief with their paths, and whether all of each can be read."""
        name = self.keys.get(key)
        if name is None or self.values[name] is None:
            return
        read = read_alone(Brief.fields[key].kind, self.values[name], key)
        for index, part in enumerate(read.value):
            path = f"{key}[{index}]"
            unsure = (each for each in read.unsure if path in enclosing(each) or each in enclosing(path))
            yield path, part, not any(unsure)

    def _read_files(self) -> None:
        for at, part, is_whole in self._listed("data"):
            self.names.append(part.id)
            if not is_whole:
                continue
            position = self.reading.positions.of(at)
            house = Path(position.file).parent if position and position.file else None  # that names the file
            path = (house or self.folder) / part.file
            try:
                data = read_data(path, house or self.folder, part)
                self.files[part.id] = replace(data, name=path.relative_to(self.folder).as_posix())
            except DataFault as fault:
                problem = error("data-readable", f"{at}.file", str(fault), fault.hint)
                file = path.as_posix() if fault.position else None
                self.problems.append(replace(problem, position=fault.position, file=file))

    def _read_facts(self) -> None:
        for path, part, is_whole in self._listed("facts"):
            self.given.setdefault(part.id, (part, path))
            if not is_whole:
                self.failed.add(part.id)
        for id in self.given:
            self._calculate(id)

    def _calculate(self, id: str) -> None:
        """Calculate a fact, after those that it follows from."""
        waiting = [id]
        while waiting:
            id = waiting[-1]
            fact, path = self.given[id]
            try:
                if id not in self.known and id not in self.failed:
                    self.known[id] = self._calculated(fact, path)
            except _Needed as needed:
                if needed.id not in waiting:
                    waiting.append(needed.id)
                    continue
                circle = " → ".join(f"`{one}`" for one in (*waiting[waiting.index(needed.id) :], needed.id))
                message = f"the fact is calculated from itself: {circle}"
                self._add("facts-derivable", f"{path}.value", message, "give one of them a number")
                self.failed.add(id)
            except Underivable as wrong:
                key = ".value" if fact.value else ".from" if fact.from_ else ""
                self._add("facts-derivable", f"{path}{key}", str(wrong), wrong.hint)
                self.failed.add(id)
            except _Reported:
                self.failed.add(id)
            waiting.pop()

    def _calculated(self, fact: Fact, path: str) -> Known:
        unit, cell, data = fact.unit or "", None, ""
        inputs: tuple[str, ...] = ()
        if (fact.value is None) == (fact.from_ is None):
            raise Underivable("a fact has either a `value` or `from`", "write one of the two")
        if fact.from_:
            cell, number = self._cell(fact.from_, f"{path}.from")
            data = self.files[fact.from_.data].name
        elif fact.value and fact.value.startswith("="):
            found, inputs = self._derived(fact.value[1:].strip())
            number, unit = found.number, _fitting(found, fact)
        else:
            typed = exact_number(fact.value or "")
            if typed is None:
                raise Underivable("the number has more than 15 digits")
            number = typed
        rounding = fact.rounding or (fact.from_.rounding if fact.from_ else None)
        places = places_of(number, rounding)
        if inputs and not rounding:
            places = max(self.known[one].places for one in inputs)
        return Known(fact, path, number, unit, places, inputs, cell, data)

    def _derived(self, formula: str) -> tuple[Quantity, tuple[str, ...]]:
        used: dict[str, None] = {}

        def fact_of(id: str) -> Quantity | None:
            if id not in self.given:
                return None
            used[id] = None
            if id in self.failed:
                raise _Reported
            if id not in self.known:
                raise _Needed(id)
            return Quantity(self.known[id].number, self.known[id].unit)

        return derived(formula, fact_of, list(self.given)), tuple(used)

    def _cell(self, selection: Selection, at: str) -> tuple[Cell, Decimal]:
        """Return the one cell that a fact takes from a data file, and its number."""
        data, found = self._selected(selection, at)
        if data is None or found is None:
            raise _Reported
        if len(found.rows) != 1 or len(found.columns) != 1:
            hint = "name one column under `columns`, and one row under `where` or `rows`"
            size = f"{len(found.rows)} × {len(found.columns)}"
            raise Underivable(f"a fact is one cell, and this selects {size} of them", hint)
        cell = found.rows[0][0]
        try:
            number = data.number(cell)
        except Unclear as unclear:
            self._bad(data, cell, at, str(unclear), unclear.hint)
            raise _Reported from None
        if number is None:
            self._bad(
                data,
                cell,
                at,
                f"expected a number, found `{cell.text}`",
                "correct it, or select another cell",
            )
            raise _Reported
        return cell, number

    def _selected(self, selection: Selection, at: str) -> tuple[Data, Selected] | tuple[None, None]:
        """Return what a selection takes from which file, or nothing, which is reported."""
        data = self.files.get(selection.data)
        if data is None:
            if selection.data not in self.names:  # else the file is reported
                hint = near(selection.data, self.names) or "declare it: `data: {name: file.csv}`"
                self._add("data-selected", f"{at}.data", f"no data file has the id `{selection.data}`", hint)
            return None, None
        try:
            return data, select(data, selection)
        except NotSelected as wrong:
            self._add("data-selected", f"{at}.{wrong.key}", str(wrong), wrong.hint)
            return None, None

    def _bad(self, data: Data, cell: Cell, path: str, message: str, hint: str | None) -> None:
        problem = error("data-selected", path, message, hint)
        self.problems.append(replace(problem, position=cell.position, file=data.file))

    # Texts, tables and charts.

    def whole(self) -> dict[str, Value]:
        """Return all values, filled."""
        found: dict[str, Value] = {}
        for key, value in self.values.items():
            meaning = meant_key(Brief, key) or key
            if meaning in ("facts", "data", "extends"):
                found[key] = value
            elif meaning in _SHOWN:
                items = self._value(self._taken(value, key, meaning), key)
                if meaning == "charts":
                    items = [*map(_with_unit, items)] if isinstance(items, list) else _with_unit(items)
                found[key] = items
            else:
                found[key] = self._value(value, key)
        return found

    def _value(self, value: Value, path: str) -> Value:
        match value:
            case str():
                return value if isinstance(value, Amount) else self.text(value, path)
            case list():
                return [self._value(one, f"{path}[{index}]") for index, one in enumerate(value)]
            case dict():
                if braces := self._braces(value):  # `{fact:riders}` without quotation marks
                    return self.text(braces, path)
                return {key: self._value(one, f"{path}.{key}") for key, one in value.items()}
            case _:
                return value

    def _braces(self, value: Mapping[str, Value]) -> str:
        """Return the text that a mapping in braces was meant as."""
        if len(value) != 1:
            return ""
        ((key, inside),) = value.items()
        if inside is None and re.match(r"(?i)fact\s*:", key):
            return f"{{{key}}}"
        is_fact = key.lower() == "fact" and isinstance(inside, str) and inside.partition("|")[0] in self.given
        return f"{{fact:{inside}}}" if is_fact else ""

    def text(self, text: str, path: str) -> str:
        """Return a text with the facts that it names, as an amount if it is one alone."""
        if "{" not in text:
            return text
        uses: list[Use] = []
        alone: Amount | None = None

        def shown(found: re.Match[str]) -> str:
            nonlocal alone
            form = found["form"] or ""
            amount = self._amount(found["id"], form, path)
            if amount is None:
                alone = Amount(found[0], Decimal(1))  # takes the place of a number
                return alone
            unit = "" if "bare" in form.lower() else amount.unit
            uses.append(Use(found["id"].lower(), str(amount), unit))
            alone = amount
            return amount

        new = re.sub(FACT, shown, text)
        if uses:
            self.uses[path] = tuple(uses)
        return alone if alone is not None and new == alone else new

    def _amount(self, id: str, form: str, path: str) -> Amount | None:
        known = self.known.get(id.lower())
        if known is None:
            if id.lower() not in self.given:
                hint = near(id, self.given) or "declare it at the top level: `facts: {name: 1200}`"
                self._add("facts-resolve", path, f"no fact has the id `{id}`", hint)
            return None
        asked = form_of(form)
        if asked is None:
            self._add("facts-resolve", path, f"`{form}` is not a form of a number", _FORM)
            return None
        number = known.rounded(asked.rounding)
        unit = "" if asked.bare else known.unit
        return Amount(self.numbers.written(number, unit, signed=asked.signed), number, known.unit)

    def _taken(self, value: Value, key: str, meaning: str) -> Value:
        """Return tables or charts with the rows that they take from data files."""
        items = value if isinstance(value, list) else [value]
        found = []
        for index, item in enumerate(items):
            at = f"{key}[{index}]" if isinstance(value, list) else key
            is_taken = isinstance(item, dict) and item.get("from") is not None
            found.append(self._with_rows(item, at, meaning) if is_taken else item)
        return found if isinstance(value, list) else found[0]

    def _with_rows(self, item: Value, at: str, meaning: str) -> Value:
        assert isinstance(item, dict)
        read = read_alone(_SELECTION, item["from"], f"{at}.from")
        dashes: list[Value] = ["–", "–" if meaning == "tables" else "1"]
        nothing: dict[str, Value] = {"rows": [dashes]}
        if meaning == "tables":
            nothing["columns"] = dashes
        part = Table if meaning == "tables" else Chart
        nothing |= {key: one for key, one in item.items() if meant_key(part, key) != "highlight"}
        if read.unsure:
            return nothing
        selection: Selection = read.value
        if item.get("rows") is not None:
            message, hint = "the rows are taken from a data file, and written too", "delete one of the two"
            self._add("data-selected", f"{at}.rows", message, hint)
        data, found = self._selected(selection, f"{at}.from")
        if data is None or found is None:
            return nothing
        columns = list(zip(*found.rows, strict=True))
        written = [self._column(data, column, selection, at, meaning) for column in columns]
        rows: list[Value] = [list(row) for row in zip(*written, strict=True)]
        self.taken[f"{at}.rows"] = data.name
        places = self.cells.setdefault(data.file, {f"{at}.rows": found.rows[0][0].position})
        for index, cells in enumerate(found.rows):
            places[f"{at}.rows[{index}]"] = cells[0].position
            places |= {f"{at}.rows[{index}][{column}]": cell.position for column, cell in enumerate(cells)}
        heads: list[Value] = [escaped(name) for name in found.columns]
        names = {"series": heads[1:]} if meaning == "charts" and len(heads) > 2 else {"columns": heads}
        more = {} if meaning == "charts" and len(heads) < 3 else names
        return {**more, **{one: each for one, each in item.items() if each is not None}, "rows": rows}

    def _column(
        self, data: Data, column: tuple[Cell, ...], selection: Selection, at: str, meaning: str
    ) -> list[Value]:
        """Return the cells of a column: texts, and numbers as the language writes them."""
        numbers: list[Decimal | None] = []
        for cell in column:
            try:
                numbers.append(data.number(cell))
            except Unclear as unclear:
                self._bad(data, cell, f"{at}.from", str(unclear), unclear.hint)
                numbers.append(None)
        years, found = are_years(numbers), list[Value]()
        for cell, number in zip(column, numbers, strict=True):
            if number is None:
                found.append(escaped(cell.text) or "–")
                continue
            if selection.rounding and not years:
                number = rounded(number, selection.rounding)
            text = f"{number:f}" if years or meaning == "charts" else self.numbers.written(number)
            found.append(Amount(text, number))
        return found

    def positions(self) -> Positions:
        """Return the positions of all values, of those from data files in them."""
        found = self.reading.positions
        for file, places in self.cells.items():
            found = found.with_those(Positions(places), {path: path for path in places}, file)
        return found

    def _add(self, rule: str, path: str, message: str, hint: str | None) -> None:
        self.problems.append(error(rule, path, message, hint))


def _with_unit(item: Value) -> Value:
    """Return a chart without a unit with that of the facts in its rows."""
    if not isinstance(item, dict) or item.get("unit") is not None:
        return item
    units = {amount.unit for amount in _amounts(item.get("rows"))}
    return {**item, "unit": next(iter(units))} if len(units) == 1 and any(units) else item


def _amounts(value: Value) -> Iterator[Amount]:
    if isinstance(value, Amount):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _amounts(one)


def _fitting(found: Quantity, fact: Fact) -> str:
    """Return the unit of a calculated fact: its own, which must be that of the result if this is known."""
    if found.unit is None:
        if fact.unit is None:
            raise Underivable(
                "the unit of the result is not known", "add `unit`, such as `percentage points`"
            )
        return fact.unit
    if fact.unit is not None and found.unit not in ("", fact.unit):
        raise Underivable(f"the result is in `{found.unit}`, and `unit` says `{fact.unit}`", "correct `unit`")
    return fact.unit or found.unit
