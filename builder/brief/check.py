"""Plain values become a Brief, or problems in plain words and a Brief that can be checked further."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from msgspec import Struct
from pydantic import ValidationError

from builder.brief.model import Brief
from builder.brief.shape import (
    Location,
    annotation_at,
    field_of,
    is_unsure,
    part_at,
    path_of,
    stand_in,
    value_at,
)
from builder.brief.yaml.read import Value
from builder.report.problems import Problem, Severity

MOST_FAULTS = 300  # told; so many are of one cause
ROUNDS = 5  # a mended value can uncover another fault beside it, but not for ever


class Checked(Struct, frozen=True):
    """What the model makes of the values.

    `brief` has stand-ins at the paths in `unsure`, so that the rest of it can be checked too; it is None
    where too much is wrong. With no problems nothing stands in for anything.
    """

    brief: Brief | None
    problems: tuple[Problem, ...]
    unsure: frozenset[str]


def check_model(values: dict[str, Value], unread: Collection[str] = ()) -> Checked:
    """Return the values as a Brief, with everything that the model refuses; changes `values` on the way.

    Nothing is said of the values at the `unread` paths, which were reported when they could not be read.
    """
    problems: dict[Problem, None] = {}
    unsure = set(unread)
    for _ in range(ROUNDS):
        try:
            return Checked(Brief.model_validate(values), tuple(problems), frozenset(unsure))
        except ValidationError as error:
            faults = error.errors(include_url=False)
            # unknown keys first: a key that is missing may be there with a slip in it
            if len(problems) > MOST_FAULTS:
                break
            for fault in sorted(faults, key=lambda fault: fault["type"] != "extra_forbidden")[:MOST_FAULTS]:
                _take(fault, values, problems, unsure)
    return Checked(None, tuple(problems), frozenset(unsure))


def _take(fault: Any, values: dict[str, Value], problems: dict[Problem, None], unsure: set[str]) -> None:
    """Report a fault that pydantic found, and put something in its place that pydantic takes."""
    from builder.brief.faults import meant_key, told  # a brief without faults does without it

    location: Location = [step for step in fault["loc"] if step != "[key]"]
    if fault["type"] == "too_short" and len(fault["input"]) >= fault["ctx"]["min_length"]:
        return  # only because its items have faults of their own
    path = path_of(location)
    if not is_unsure(path, unsure):
        rule, message, hint = told(fault, location, values)
        problems[Problem(rule, Severity.ERROR, path, message, hint)] = None
    if fault["type"] == "extra_forbidden":
        given = value_at(values, location[:-1])
        meant = meant_key(str(location[-1]), part_at(location[:-1]).known_keys.difference(given))
        unsure.update(path_of([*location[:-1], key]) for key in meant)
    elif fault["type"] != "too_long":
        unsure.add(path)
    _mend(fault, location, values)


def _mend(fault: Any, location: Location, values: dict[str, Value]) -> None:
    """Take the faulty value out of the values, or put a stand-in where one is required."""
    holder = value_at(values, location[:-1])
    while not isinstance(holder, (dict, list)):  # plain text that stands for a mapping
        location = location[:-1]
        holder = value_at(values, location[:-1])
    key: Any = location[-1]
    if fault["type"] in ("too_long", "string_too_long"):
        holder[key] = fault["input"][: fault["ctx"]["max_length"]]
    elif isinstance(holder, list):
        holder[key] = stand_in(annotation_at(location))
    else:
        field = field_of(part_at(location[:-1]), key)
        holder.pop(key, None)
        if field is not None and field.is_required():
            holder[key] = stand_in(field.annotation)
