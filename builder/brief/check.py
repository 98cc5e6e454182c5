"""Reads plain values as a Brief by its declared fields, and finds everything that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, TypeVar, assert_never

from msgspec import NODEFAULT, Struct

from builder.brief.kinds import AnyKind, Choice, Day, Inner, Keyed, Moment, Several, Text, day, moment
from builder.brief.model import Brief
from builder.brief.part import Limited, Part
from builder.report.problems import Problem, enclosing, error

if TYPE_CHECKING:
    from builder.brief.yaml.read import Value

MOST_PROBLEMS = 300  # shown; more of them have one cause

P = TypeVar("P", bound=Part)


class Checked(Struct, frozen=True):
    """What plain values say.

    `brief` has stand-ins at the paths in `unsure`, so that the rest of it can be checked too; it is None
    where too much is wrong. With no problems there is no stand-in.
    """

    brief: Brief | None
    problems: tuple[Problem, ...]
    unsure: frozenset[str]


def check_model(values: dict[str, Value], unread: Collection[str] = ()) -> Checked:
    """Return the values as a Brief, with every problem of their shape.

    Nothing is said of the values at the `unread` paths, which were reported when they could not be read.
    """
    reading = _Reading(unread)
    brief = reading.part(Brief, values, "")
    problems = tuple(reading.problems)
    return Checked(None if reading.is_full() else brief, problems, frozenset(reading.unsure))


def is_unsure(path: str, unsure: Collection[str]) -> bool:
    """Return whether the path or what holds it is among the unsure ones."""
    return any(each in unsure for each in enclosing(path))


class _Refused(Exception):
    """A value is not of its kind; `instead` is what can be made of it."""

    def __init__(self, instead: object = None) -> None:
        self.instead = instead


class _Reading:
    def __init__(self, unread: Collection[str]) -> None:
        self.problems: dict[Problem, None] = {}
        self.unsure = set(unread)
        self.listed: set[type[Part]] = set()  # the parts whose keys a hint has listed
        self.holders: list[type[Part]] = []  # the part that is read, within those around it

    def is_full(self) -> bool:
        return len(self.problems) > MOST_PROBLEMS

    def part(self, part: type[P], given: Value, path: str) -> P:
        """Return the part that is given as a mapping, or as the one text that it needs."""
        if isinstance(given, str) and part.plain:
            given = {part.plain: given}
        if not isinstance(given, dict):
            raise _Refused
        dot = f"{path}." if path else ""
        self.holders.append(part)
        # unknown keys first: a key that is missing may be there with a slip in it
        for key in given:
            if key not in part.fields and not self.is_full():
                self._refuse_key(part, key, given, dot)
        values = {}
        for key, field in part.fields.items():
            value = given.get(key)
            if value is not None:
                values[field.name] = self._value_or_default(field.kind, value, dot + key, field.default)
            elif field.is_required:
                values[field.name] = _stand_in(field.kind)
                self._report_missing(part, key, dot + key, is_there=key in given)
        self.holders.pop()
        return part(**values)

    def _value_or_default(self, kind: AnyKind, given: Value, path: str, default: object = NODEFAULT) -> Any:
        """Return the value, or report it and return a stand-in."""
        try:
            return self._value(kind, given, path)
        except _Refused as refused:
            self._report(kind, given, path)
            self.unsure.add(path)
            if refused.instead is not None:
                return refused.instead
            return _stand_in(kind) if default is NODEFAULT else default

    def _value(self, kind: AnyKind, given: Value, path: str) -> Any:
        match kind:
            case Text():
                return self._text(kind, given, path)
            case Choice(words=words):
                if given not in words:
                    raise _Refused
                return given
            case Inner(part=part):
                return self.part(part, given, path)
            case Several():
                return self._list(kind, given, path)
            case Keyed(value=inside):
                if not isinstance(given, dict):
                    raise _Refused
                return {
                    key: self._value_or_default(inside, value, f"{path}.{key}")
                    for key, value in given.items()
                }
            case Day() | Moment():
                if not isinstance(given, str):
                    raise _Refused
                try:
                    return day(given) if isinstance(kind, Day) else moment(given)
                except ValueError:
                    raise _Refused from None
            case _:
                assert_never(kind)

    def _text(self, kind: Text, given: Value, path: str) -> str:
        if isinstance(given, dict) and kind.limited and not given.keys().isdisjoint(kind.limited.fields):
            limited: Any = self.part(kind.limited, given, path)
            return Limited(limited.text, limited.audience)
        if not isinstance(given, str):
            raise _Refused
        if kind.most is not None and len(given) > kind.most:
            raise _Refused(given[: kind.most])
        if not re.search(kind.pattern, given):
            raise _Refused
        return given

    def _list(self, kind: Several[Any], given: Value, path: str) -> tuple[Any, ...]:
        if not isinstance(given, list):
            raise _Refused
        items = [
            self._value_or_default(kind.item, item, f"{path}[{index}]") for index, item in enumerate(given)
        ]
        if len(items) < kind.least:
            raise _Refused
        if len(items) > kind.most:
            self._report(kind, given, path)
        return tuple(items[: kind.most])

    # Problems.

    def _refuse_key(self, part: type[Part], key: str, given: dict[str, Value], dot: str) -> None:
        from builder.brief.faults import meant_key, unknown_key

        meant = meant_key(key, part.fields.keys() - given.keys())
        rule, message, hint = unknown_key(key, part, meant)
        if hint is None and part not in self.listed:
            self.listed.add(part)
            hint = f"valid keys here: {', '.join(part.fields)}"
        self._add(dot + key, rule, message, hint)
        self.unsure.update(dot + name for name in meant)

    def _report_missing(self, part: type[Part], key: str, path: str, *, is_there: bool) -> None:
        from builder.brief.faults import missing_value

        message = f"`{key}` has no value" if is_there else f"the key `{key}` is missing"
        self._add(path, "required-keys", message, missing_value(key, part.fields[key].description))
        self.unsure.add(path)

    def _report(self, kind: AnyKind, given: Value, path: str) -> None:
        from builder.brief.faults import refused

        if not self.is_full():
            self._add(path, *refused(kind, given, path, self.holders[-1]))

    def _add(self, path: str, rule: str, message: str, hint: str | None) -> None:
        if not is_unsure(path, self.unsure):
            self.problems[error(rule, path, message, hint)] = None


def _stand_in(kind: AnyKind) -> Any:
    """Return a value of a kind."""
    match kind:
        case Text():
            return "x"
        case Choice(words=words):
            return words[0]
        case Several(item=item, least=least):
            return (_stand_in(item),) * least
        case Keyed():
            return {}
        case Inner(part=part):
            required = {field.name: field.kind for field in part.fields.values() if field.is_required}
            return part(**{name: _stand_in(inside) for name, inside in required.items()})
        case Day():
            return day("2000-01-01")
        case Moment():
            return moment("2000-01-01T00:00Z")
        case _:
            assert_never(kind)
