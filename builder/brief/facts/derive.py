"""Calculates what follows from other facts: `= a - b`, `= share(a, b)`."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import (
    Context,
    Decimal,
    DecimalException,
    DivisionByZero,
    InvalidOperation,
    Overflow,
    localcontext,
)
from typing import Any

from msgspec import Struct

from builder.brief.facts.numerals import exact_number
from builder.report.printable import near

FUNCTIONS = ("abs", "change", "max", "mean", "min", "share", "sum")
LARGEST = Decimal(10) ** 15
_LARGEST_POWER = 100
_PLACES = Decimal("1e-12")
_POINTS = "the difference of two percentages is in percentage points"
_NAME = (
    r"[A-Za-z][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*|[0-9][0-9_]*(?:[-_]*[A-Za-z][A-Za-z0-9_]*)(?:-[A-Za-z0-9_]+)*"
)
_TOKEN = rf"(?P<number>(?<![\w.])[0-9]+(?:\.[0-9]+)?(?![\w.]))|(?P<name>(?<![\w.])(?:{_NAME}))"


class Quantity(Struct, frozen=True):
    """A number with its unit: "" for none, None where it is not known; a `typed` one suits any unit."""

    number: Decimal
    unit: str | None = ""
    typed: bool = False


class Underivable(Exception):
    """A formula has no result; `hint` says what would help."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        self.hint = hint
        super().__init__(message)


def derived(formula: str, fact_of: Callable[[str], Quantity | None], known: list[str]) -> Quantity:
    """Return what a formula, without its `=`, results in; `fact_of` has the facts by their ids.

    Raises `Underivable`.
    """
    import ast

    from simpleeval import InvalidExpression, SimpleEval

    names: dict[str, Quantity] = {}

    def named(quantity: Quantity) -> str:
        name = f"q{len(names)}"
        names[name] = quantity
        return name

    def token(found: re.Match[str]) -> str:
        if found["number"]:
            return named(Quantity(_number(found[0]), typed=True))
        if found[0] in FUNCTIONS and re.match(r"\s*\(", formula[found.end() :]):
            return found[0]
        pieces = found[0].split("-") if fact_of(found[0]) is None else [found[0]]
        quantities = [fact_of(piece) or _typed(piece) for piece in pieces]
        if None in quantities:
            calls = (
                "functions are " + ", ".join(FUNCTIONS) if formula[found.end() :].startswith("(") else None
            )
            raise Underivable(f"no fact has the id `{found[0]}`", calls or near(found[0], known))
        return "-".join(named(quantity) for quantity in quantities if quantity)

    if found := re.search(r"[^\w\s.,()+*/%−–×÷-]", formula):
        raise Underivable(f"`{found[0]}` has no meaning in a formula", _FORM)
    plain = formula.translate(_SIGNS)
    formula = re.sub(r"\*\*|//", lambda sign: sign[0], plain)
    evaluator = SimpleEval(operators=_operators(ast), functions=dict(_FUNCTIONS), names=names)
    kept = (ast.Expr, ast.Name, ast.UnaryOp, ast.BinOp, ast.Call)
    evaluator.nodes = {node: evaluator.nodes[node] for node in kept}
    context = Context(prec=28, Emax=40, Emin=-40, traps=[DivisionByZero, InvalidOperation, Overflow])
    try:
        with localcontext(context):
            result = evaluator.eval(re.sub(_TOKEN, token, formula).strip())
    except DivisionByZero:
        raise Underivable("the formula divides by zero", "correct the number that it divides by") from None
    except DecimalException:
        raise Underivable("the formula has no result, or one that is far too large") from None
    except (InvalidExpression, SyntaxError, TypeError, ValueError, RecursionError, MemoryError):
        raise Underivable("the formula cannot be read", _FORM) from None
    if not isinstance(result, Quantity):
        raise Underivable("the formula cannot be read", _FORM)
    if abs(result.number) >= LARGEST:
        raise Underivable("the result has more than 15 digits")
    return Quantity(_short(result.number), result.unit)


_SIGNS = str.maketrans("−–×÷", "--*/")
_FORM = "write `= a - b`, `= share(part, whole)` or `= change(before, after)`, with the ids of facts"


def _typed(text: str) -> Quantity | None:
    number = exact_number(text)
    return None if number is None else Quantity(number, typed=True)


def _number(text: str) -> Decimal:
    number = exact_number(text)
    if number is None:
        raise Underivable(f"`{text}` has more than 15 digits")
    return number


def _short(number: Decimal) -> Decimal:
    """Return a number with 12 places at most, without zeros at its end."""
    number = number.quantize(_PLACES) if abs(number) < LARGEST else number
    return Decimal(f"{number:f}".rstrip("0").rstrip(".")) if "." in f"{number:f}" else number


def _unit(*quantities: Quantity) -> str | None:
    """Return the unit that all quantities share."""
    units = list(dict.fromkeys(one.unit for one in quantities if not one.typed))
    if len(units) > 1:
        one, other = (f"`{unit}`" if unit else "a number without a unit" for unit in units[:2])
        raise Underivable(f"{one} and {other} do not fit together", "use facts of one unit")
    return units[0] if units else ""


def _add(one: Quantity, other: Quantity) -> Quantity:
    return Quantity(one.number + other.number, _unit(one, other))


def _subtract(one: Quantity, other: Quantity) -> Quantity:
    points = one.unit == other.unit == "%"
    return Quantity(one.number - other.number, None if points else _unit(one, other))


def _multiply(one: Quantity, other: Quantity) -> Quantity:
    units = [each.unit for each in (one, other) if each.unit != ""]
    return Quantity(one.number * other.number, units[0] if len(units) == 1 else None if units else "")


def _divide(one: Quantity, other: Quantity) -> Quantity:
    unit = "" if one.unit == other.unit else one.unit if other.unit == "" else None
    return Quantity(one.number / other.number, unit)


def _power(one: Quantity, other: Quantity) -> Quantity:
    if other.unit != "" or abs(other.number) > _LARGEST_POWER:
        raise Underivable(f"a power is a number up to {_LARGEST_POWER}, without a unit")
    return Quantity(one.number**other.number, one.unit and None)


def _negative(one: Quantity) -> Quantity:
    return Quantity(-one.number, one.unit, one.typed)


def _operators(ast: Any) -> dict[Any, Callable[..., Quantity]]:
    return {
        ast.Add: _add,
        ast.Sub: _subtract,
        ast.Mult: _multiply,
        ast.Div: _divide,
        ast.Pow: _power,
        ast.USub: _negative,
        ast.UAdd: lambda one: one,
    }


def _share(part: Quantity, whole: Quantity) -> Quantity:
    _unit(part, whole)
    return Quantity(part.number / whole.number * 100, "%")


def _change(before: Quantity, after: Quantity) -> Quantity:
    _unit(before, after)
    return Quantity((after.number - before.number) / abs(before.number) * 100, "%")


def _sum(*given: Quantity) -> Quantity:
    return Quantity(sum((one.number for one in given), Decimal(0)), _unit(*given))


def _mean(*given: Quantity) -> Quantity:
    return Quantity(_sum(*given).number / len(given), _unit(*given))


_FUNCTIONS: dict[str, Callable[..., Quantity]] = {
    "abs": lambda one: Quantity(abs(one.number), one.unit),
    "change": _change,
    "max": lambda *given: Quantity(max(one.number for one in given), _unit(*given)),
    "mean": _mean,
    "min": lambda *given: Quantity(min(one.number for one in given), _unit(*given)),
    "share": _share,
    "sum": _sum,
}
