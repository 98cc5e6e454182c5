"""Finds for every number that the files print where it is from: a fact, a data file, a source, or typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from builder.brief.model import Brief, Source
from builder.brief.part import Part
from builder.brief.texts.dates import Stated
from builder.brief.walk import indexed, texts, walk
from builder.report.problems import Positions, enclosing
from builder.trace.appearances import Appearance

if TYPE_CHECKING:
    from builder.brief.facts.fill import Facts, Known

_SPACE = "\u00a0\u202f\u2009"
# A date and a time are one number; a unit beside it belongs to it.
_NUMBER = (
    rf"(?<![A-Za-z])[+−-]?(?:[A-Z]{{0,3}}[$€£¥][{_SPACE}]?)?\d+(?:[.,:/’'{_SPACE}–-]?\d+)*"
    rf"(?:[{_SPACE}]?[%‰°€£$¥])?"
)
_GROUPS = r"\D*\d{1,3}(?:[.,\u00a0\u202f]\d{3})+"  # of the digits of a whole number


class From(Enum):
    """Where a number is from."""

    FACT = "fact"
    DATA = "data"
    SOURCE = "source"  # typed, in a part that cites sources
    TYPED = "typed"
    BUILDER = "builder"  # a date or a count in the builder's words


class Printed(Struct, frozen=True):
    """A number in the files, with the field that it is in, where it is from, and where it appears.

    `derivation` has the fact and those from which it was calculated, `cell` is where it is in a data file.
    """

    number: str
    path: str
    origin: From
    locations: dict[str, tuple[str, ...]]
    fact: str = ""
    derivation: tuple[str, ...] = ()
    cell: str = ""
    refs: tuple[str, ...] = ()


def printed(
    appears: Iterable[Appearance], brief: Brief, facts: Facts | None, positions: Positions
) -> tuple[Printed, ...]:
    """Return every number of the fields that appear in the files, in reading order."""
    parts = dict(walk(brief))
    given = _given(parts)
    fields: dict[str, dict[str, None]] = {}  # the fields that have each text, and where it appears
    locations: dict[str, dict[str, dict[str, None]]] = {}
    for one in appears:
        if not one.path.endswith((".refs", ".id")):
            fields.setdefault(one.words.rstrip(".。"), {})[one.path] = None
            locations.setdefault(one.path, {}).setdefault(one.product.value, {})[one.location] = None
    found: dict[tuple[str, str], Printed] = {}
    for words, paths in fields.items():
        for number in re.findall(_NUMBER, words):
            owners = [path for path in paths if _is_in(number, given.get(path, ""))]
            if not owners and not any(path in given for path in paths):
                continue  # a number of a list, such as A1
            for path in owners or [*paths][:1]:
                where = {product: tuple(each) for product, each in locations[path].items()}
                origin = _origin(number, path, given.get(path), parts, facts, positions)
                made = Printed(number, path, From.BUILDER, where)
                found.setdefault((path, number), replace(origin, locations=where) if owners else made)
    order = {path: index for index, path in enumerate(given)}
    return tuple(sorted(found.values(), key=lambda one: order.get(one.path, len(order))))


def _given(parts: Mapping[str, Part]) -> dict[str, object]:
    """Return every value of a brief that can be printed with a number, by its path."""
    found: dict[str, object] = {}
    for path, part in parts.items():
        own: dict[str, object] = dict(texts(path, part))
        for key, field in part.fields.items():
            value, at = getattr(part, field.name), f"{path}.{key}".lstrip(".")
            if isinstance(value, Stated | datetime):
                own[at] = str(value)
            elif isinstance(value, Decimal):
                own[at] = value
            elif isinstance(value, tuple):
                own |= {f"{at}[{index}]": one for index, one in indexed(value) if isinstance(one, Decimal)}
        if "rows" in part.fields:  # from which the beginning of an axis is computed
            own[f"{path}.rows"] = ""
        if isinstance(part, Source):  # one line of all that is known of it
            own[path] = " ".join(map(str, own.values()))
        found |= own
    return found


def _is_in(number: str, value: object) -> bool:
    """Return whether a number is of a value, as it was written or as the language writes it."""
    if isinstance(value, Decimal):
        return _significant(number) == _significant(f"{value:f}")
    typed = _digits(str(value))
    whole = re.fullmatch(_GROUPS, number)
    return _digits(number) <= typed or (whole is not None and int(re.sub(r"\D", "", number)) in typed)


def _significant(number: str) -> str:
    """Return the digits of a number without the zeros at its ends, which depend on how it is written."""
    return re.sub(r"\D", "", number).strip("0")


def _digits(text: str) -> set[int]:
    return set(map(int, re.findall(r"\d+", text)))


def _origin(
    number: str,
    path: str,
    value: object,
    parts: Mapping[str, Part],
    facts: Facts | None,
    positions: Positions,
) -> Printed:
    refs: tuple[str, ...] = next((found for each in enclosing(path) if (found := _refs(parts.get(each)))), ())
    position = positions.of(path)
    if facts is not None:
        for use in facts.used(path):
            if isinstance(value, Decimal) or value == use.shown or number in re.findall(_NUMBER, use.shown):
                known = facts.known[use.id]
                derivation = tuple(_derivation(known, facts.known))
                return Printed(number, path, From.FACT, {}, use.id, derivation, "", known.fact.refs or refs)
        file = next((facts.taken[each] for each in enclosing(path) if each in facts.taken), "")
        if file and position:
            cell = f"{file}:{position.line}:{position.column}"
            return Printed(number, path, From.DATA, {}, cell=cell, refs=refs)
    return Printed(number, path, From.SOURCE if refs else From.TYPED, {}, refs=refs)


def _refs(part: Part | None) -> tuple[str, ...]:
    refs: tuple[str, ...] = getattr(part, "refs", ())
    return refs


def _derivation(known: Known, every: Mapping[str, Known]) -> Iterator[str]:
    """Yield how a fact was calculated, then the facts that it was calculated from, each once."""
    waiting, seen = [known], set[str]()
    while waiting:
        one = waiting.pop(0)
        if one.fact.id in seen:
            continue
        seen.add(one.fact.id)
        value = f"{one.fact.id} = {one.rounded():f}{f' {one.unit}' if one.unit else ''}"
        if one.inputs and one.fact.value:
            value += f" {one.fact.value}"
        elif one.cell and one.data:
            value += f" ({one.data}:{one.cell.position.line}:{one.cell.position.column})"
        yield value
        waiting += (every[id] for id in one.inputs)
