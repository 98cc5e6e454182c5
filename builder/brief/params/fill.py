"""Puts the parameters of a brief into its values before these are checked, and leaves out parts by them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from builder.brief.check import read_alone
from builder.brief.files import slug
from builder.brief.kinds import Amount
from builder.brief.model import Brief, Param
from builder.brief.natural.names import meant_key
from builder.brief.params.conditions import holds
from builder.brief.params.leaving import IF, left_out
from builder.brief.params.values import Value, Wrong, values_of
from builder.brief.walk import NAMES
from builder.brief.yaml.read import Parted, Reading
from builder.brief.yaml.read import Value as Plain
from builder.languages.language import DEFAULT, Language, language_for, tag_of
from builder.report.printable import near
from builder.report.problems import Problem, after, error

PARAM = r"(?i)(?<!\\)\{\s*param\s*:\s*(?P<name>[^{}|]*?)\s*(?:\|\s*(?P<form>[^{}]*?)\s*)?\}"
_CALCULATED = ("data", "distribution", "facts", "params")  # where values are for programs
_FOR_PROGRAMS = (*NAMES, "from", "where")


class Given(Struct, frozen=True):
    """A reading with parameters put in, the values of these by their names, and what is wrong with them."""

    reading: Reading
    values: Mapping[str, Value]
    problems: tuple[Problem, ...]


def filled(reading: Reading, given: Mapping[str, str]) -> Given:
    """Return the values of a brief with what parameters are given, else with their defaults."""
    filling = _Filling(reading, given)
    values = filling.whole()
    fate = filling.fate
    parted = {
        path: Parted(filling.text(one.lines, path, bare=False), one.begin)
        for path, one in _moved(reading.parted, fate).items()
    }
    unread = frozenset(_moved(dict.fromkeys(reading.unread), fate))
    new = replace(
        reading, values=values, parted=parted, unread=unread, positions=reading.positions.with_fate(fate)
    )
    return Given(new, filling.values, tuple(dict.fromkeys(filling.problems)))


def declared(values: Mapping[str, Plain]) -> tuple[tuple[str, Param], ...]:
    """Return the parameters that a brief declares and that can be read, with their paths."""
    key = key_of(values, "params")
    if values.get(key) is None:
        return ()
    read = read_alone(Brief.fields["params"].kind, values[key], "params")
    written = values[key]
    names = list(written) if isinstance(written, dict) and len(written) == len(read.value) else []
    found = []
    for index, part in enumerate(read.value):
        if not any(one.startswith(f"params[{index}]") for one in read.unsure):
            one_alone = isinstance(written, dict) and not names
            at = f"{key}.{names[index]}" if names else key if one_alone else f"{key}[{index}]"
            found.append((at, part))
    return tuple(found)


def language_of(values: Mapping[str, Plain], known: Mapping[str, Value]) -> Language:
    """Return the language of a brief, which a parameter may give."""
    key = key_of(values, "language")
    tag = with_raw(str(values.get(key) or ""), known)
    return language_for(tag_of(tag) or tag or DEFAULT)


def with_raw(text: str, known: Mapping[str, Value]) -> str:
    """Return a text for programs with the parameters that are known."""

    def raw(found: re.Match[str]) -> str:
        value = known.get(found["name"].lower())
        return found[0] if value is None else value.raw

    return re.sub(PARAM, raw, text)


def names_in(text: str) -> Sequence[str]:
    """Return the names of the parameters that a text has."""
    return [found["name"].lower() for found in re.finditer(PARAM, text)]


def key_of(values: Mapping[str, Plain], meaning: str) -> str:
    """Return the key under which a brief has what is meant, "" if it has none."""
    return next((key for key in values if (meant_key(Brief, key) or key) == meaning), "")


def in_braces(value: Mapping[str, Plain]) -> str:
    """Return the text that a mapping in braces was meant as: `{param:name}` without quotation marks."""
    if len(value) != 1:
        return ""
    ((key, inside),) = value.items()
    if inside is None and re.match(r"(?i)param\s*:", key):
        return f"{{{key}}}"
    is_param = key.lower() == "param" and isinstance(inside, str)
    return f"{{param:{inside}}}" if is_param else ""


def id_of(values: Mapping[str, Plain], known: Mapping[str, Value]) -> str:
    """Return the id that a brief gives itself, "" if none; one with parameters is a slug."""
    key = key_of(values, "id")
    id = str(values.get(key) or "")
    return slug(with_raw(id, known)) if names_in(id) else id


class _Filling:
    def __init__(self, reading: Reading, given: Mapping[str, str]) -> None:
        self.given_values: dict[str, Plain] = reading.values or {}
        self.problems: list[Problem] = []
        self.values: dict[str, Value] = {}
        self.fate: dict[str, str | None] = {}  # where a path goes, None if it is left out
        self.out: frozenset[str] = frozenset()
        self.declared = {param.name: (at, param) for at, param in declared(self.given_values)}
        self._read(given)
        self.language = language_of(self.given_values, self.values)

    def _read(self, given: Mapping[str, str]) -> None:
        for name, value in values_of([param for _, param in self.declared.values()], given).items():
            at = self.declared[name][0]
            if isinstance(value, Value):
                self.values[name] = value
            elif value is None:
                message = f"`{name}` has no default, so only a row of a batch gives it a value"
                hint = "add `default`, or build one brief for each row: `brief build BRIEF --each ROWS`"
                self._add("params-given", at, message, hint)
            else:
                path = at if name in given else f"{at}.default"
                self._add("params-typed", path, f"`{name}`: {value}", value.hint)

    def whole(self) -> dict[str, Plain]:
        """Return all values, filled."""
        if self.values.keys() >= self.declared.keys():
            self.out = left_out(self.given_values, self._holds)
        found: dict[str, Plain] = {}
        for key, value in self.given_values.items():
            if key in self.out:
                self.fate[key] = None
                continue
            meaning = meant_key(Brief, key) or key
            if meaning == "params":
                found[key] = value
            else:
                bare = meaning in (*_CALCULATED, *_FOR_PROGRAMS) and meaning != "from"
                found[key] = self._value(value, key, key, bare=bare)
        return found

    def _holds(self, condition: Plain, path: str) -> bool:
        if isinstance(condition, bool):
            return condition
        if not isinstance(condition, str):
            wrong = Wrong("a condition is a text", "write `if: region == 'north'`")
        else:
            try:
                return holds(condition, self.values)
            except Wrong as found:
                wrong = found
        self._add("conditions-readable", f"{path}.{IF}", str(wrong), wrong.hint)
        return True

    def _value(self, value: Plain, old: str, new: str, *, bare: bool) -> Plain:
        match value:
            case str():
                return value if isinstance(value, Amount) else self.text(value, new, bare=bare)
            case list():
                return self._list(value, old, new, bare=bare)
            case dict():
                if braces := in_braces(value):
                    return self.text(braces, new, bare=bare)
                return self._mapping(value, old, new, bare=bare)
            case _:
                return value

    def _list(self, value: list[Plain], old: str, new: str, *, bare: bool) -> list[Plain]:
        found: list[Plain] = []
        for index, one in enumerate(value):
            was, now = f"{old}[{index}]", f"{new}[{len(found)}]"
            if was in self.out:
                self.fate[was] = None
                continue
            if was != now:
                self.fate[was] = now
            found.append(self._value(one, was, now, bare=bare))
        return found

    def _mapping(self, value: dict[str, Plain], old: str, new: str, *, bare: bool) -> dict[str, Plain]:
        found: dict[str, Plain] = {}
        for key, one in value.items():
            was = f"{old}.{key}"
            if was in self.out:
                self.fate[was] = None
            elif key != IF:
                is_bare = bare or (key in _FOR_PROGRAMS and not (key == "from" and not isinstance(one, dict)))
                filled = self._value(one, was, f"{new}.{key}", bare=is_bare)
                has_changed = key == "id" and isinstance(filled, str) and filled != one
                found[key] = slug(str(filled)) if has_changed else filled
        return found

    def text(self, text: str, path: str, *, bare: bool) -> str:
        """Return a text with its parameters; one that is a parameter alone keeps what it was."""
        if "{" not in text:
            return text
        alone: str | None = None

        def shown(found: re.Match[str]) -> str:
            nonlocal alone
            value = self._found(found["name"].lower(), path)
            if value is None:
                return found[0]
            try:
                alone = value.raw if bare else value.printed(self.language, found["form"] or "")
            except Wrong as wrong:
                self._add("params-resolve", path, str(wrong), wrong.hint)
                return found[0]
            return alone

        new = re.sub(PARAM, shown, text)
        if path == "id" and new != text:
            return slug(new)
        return alone if alone is not None and new == alone else new

    def _found(self, name: str, path: str) -> Value | None:
        value = self.values.get(name)
        if value is None and name not in self.declared:
            hint = near(name, self.declared) or "declare it at the top level: `params: {name: {type: text}}`"
            self._add("params-resolve", path, f"no parameter has the name `{name}`", hint)
        return value

    def _add(self, rule: str, path: str, message: str, hint: str | None) -> None:
        self.problems.append(error(rule, path, message, hint))


def _moved(given: Mapping[str, Any], fate: Mapping[str, str | None]) -> dict[str, Any]:
    """Return values by their new paths, without those that are left out."""
    found = ((after(path, fate), value) for path, value in given.items())
    return {path: value for path, value in found if path is not None}
