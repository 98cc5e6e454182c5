"""Finds rows that name no recipient of their own: a default would send their mail to somebody else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from msgspec.structs import replace

from builder.batch.rows import Rows
from builder.brief.load import Opened
from builder.brief.params.conditions import holds
from builder.brief.params.fill import in_braces, key_of, names_in
from builder.brief.params.leaving import IF, left_out
from builder.brief.params.values import Value, Wrong
from builder.brief.yaml.read import Value as Plain
from builder.report.problems import Position, Problem, error

_NOT_FOR_WHOM = (IF, "audience", "language", "early")  # keys of a recipient that may have defaults
_HINT = "mails never go to the default of a parameter: write who receives it, or leave out the row"


def without_recipient(opened: Opened, rows: Rows) -> Iterator[Problem]:
    """Yield a problem for each cell that is empty, or column that is missing, and names a recipient."""
    values = opened.reading.values or {}
    key = key_of(values, "distribution")
    listed = values.get(key)
    if not listed:
        return
    entries: list[Plain] = listed if isinstance(listed, list) else [listed]
    absent: set[str] = set()
    for row in rows.rows:
        out = left_out({key: entries}, partial(_holds, row.values))
        for index, entry in enumerate(entries):
            for name in () if f"{key}[{index}]" in out else _names(entry):
                if name in row.empty:
                    message = f"row {row.number}: `{name}`, which names a recipient, is empty"
                    yield _problem(message, rows, row.empty[name])
                elif name not in row.given and name in row.values and name not in absent:
                    absent.add(name)
                    yield _problem(f"no column gives `{name}`, which names a recipient", rows, Position(1, 1))


def _problem(message: str, rows: Rows, position: Position) -> Problem:
    return replace(error("recipients-listed", "", message, _HINT), file=rows.file, position=position)


def _names(entry: Plain) -> dict[str, None]:
    """Return the parameters by which an entry of `distribution` says who it is."""
    texts = (
        [one for key, one in entry.items() if key not in _NOT_FOR_WHOM]
        if isinstance(entry, dict)
        else [entry]
    )
    written = (in_braces(text) if isinstance(text, dict) else str(text) for text in texts)
    return dict.fromkeys(name for text in written for name in names_in(text))


def _holds(known: Mapping[str, Value], condition: Plain, _: str) -> bool:
    try:
        return condition if isinstance(condition, bool) else holds(str(condition), known)
    except Wrong:
        return True
