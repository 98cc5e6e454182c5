"""Reads the value of a parameter by its type, and prints it as a language does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias, assert_never

from msgspec import Struct

from builder.brief.facts.numerals import exact_number, form_of, rounded, said_number
from builder.brief.kinds import Amount, Shown
from builder.brief.model.params import Param
from builder.brief.texts.dates import Stated, Unclear, exact, said
from builder.brief.texts.marks import escaped
from builder.languages.language import Language
from builder.report.printable import near

Known: TypeAlias = "str | bool | Decimal | Stated | None"

_BOOLS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
FORMS = "write decimals, `3 digits`, `bare` (no unit) or `signed`, such as `{param:riders|1}`"


class Wrong(Exception):
    """A value is not what its parameter allows; `hint` says what would help."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        self.hint = hint
        super().__init__(message)


class Value(Struct, frozen=True):
    """The value of a parameter; None is an empty one that is no text."""

    param: Param
    known: Known

    @property
    def raw(self) -> str:
        """The value as programs read it: `1200.5`, `2031-05-28`, `true`."""
        match self.known:
            case None:
                return ""
            case bool():
                return str(self.known).lower()
            case Decimal():
                return f"{self.known:f}"
            case str() | Stated():
                return str(self.known)
            case _:
                assert_never(self.known)

    def printed(self, language: Language, form: str = "") -> str:
        """Return the value as a text shows it; `form` is for numbers. Raises `Wrong`."""
        known = self.known
        if form and not isinstance(known, Decimal):
            raise Wrong(f"`{form}` is a form of numbers, and `{self.param.name}` is none")
        match known:
            case Decimal():
                return _amount(known, self.param.unit or "", language, form)
            case Stated():
                return Shown(known.written(language.dates), self.raw)
            case str():
                return Shown(escaped(known), known)
            case bool() | None:
                return Shown(self.raw, self.raw)
            case _:
                assert_never(known)


def value_of(param: Param, text: str) -> Value:
    """Return the value that a text means for a parameter; raises `Wrong`."""
    found = _read(param, text)
    if param.allowed and found not in _allowed(param):
        hint = near(text, param.allowed) or f"one of: {', '.join(param.allowed)}"
        raise Wrong(f"`{text}` is not one of the values that are allowed", hint)
    return Value(param, found)


def values_of(params: Sequence[Param], texts: Mapping[str, str]) -> dict[str, Value | Wrong | None]:
    """Return the values of parameters: those given, else their defaults, None for one that has neither."""
    found: dict[str, Value | Wrong | None] = {}
    for param in params:
        text = texts.get(param.name) or param.default
        try:
            found[param.name] = None if text is None else value_of(param, text)
        except Wrong as wrong:
            found[param.name] = wrong
    return found


@lru_cache(maxsize=256)
def _allowed(param: Param) -> list[Known]:
    found: list[Known] = []
    for text in param.allowed:
        try:
            found.append(_read(param, text))
        except Wrong:
            continue  # reported with the parameter
    return found


def _read(param: Param, text: str) -> Known:
    text = text.strip()
    if param.type == "text":
        return text
    if not text:
        return None
    try:
        match param.type:
            case "bool":
                if text.lower() not in _BOOLS:
                    raise Wrong(f"expected `true` or `false`, found `{text}`")
                return _BOOLS[text.lower()]
            case "number":
                return _number(text, param.unit or "")
            case "date":
                return _date(text)
            case _:
                assert_never(param.type)
    except Unclear as unclear:
        raise Wrong(str(unclear), unclear.hint) from None
    except ValueError:
        hint = (
            "write it as 1200 or 12.5"
            if param.type == "number"
            else "write it as 2031-05-28, 2031-05 or 2031"
        )
        raise Wrong(f"expected a {param.type}, found `{text}`", hint) from None


def _date(text: str) -> Stated:
    """Return a date as the `date` of a brief may say it, a year alone too, or in words."""
    try:
        return exact(text)
    except ValueError:
        return said(text)


def _number(text: str, unit: str) -> Decimal:
    if unit and text.endswith(unit):
        text = text.removesuffix(unit).rstrip()
    number = exact_number(text)
    return said_number(text) if number is None else number


def _amount(number: Decimal, unit: str, language: Language, form: str) -> Amount:
    asked = form_of(form)
    if asked is None:
        raise Wrong(f"`{form}` is not a form of a number", FORMS)
    shown = rounded(number, asked.rounding) if asked.rounding else number
    text = language.numbers.written(shown, "" if asked.bare else unit, signed=asked.signed)
    return Amount(text, shown, unit)
