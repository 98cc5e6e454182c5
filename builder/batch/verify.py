"""Checks every file of a batch against its manifest, wherever the batch was written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256

from msgspec import Struct, convert

from builder.batch.record import MANIFEST
from builder.batch.row import BUILT, Done
from builder.batch.target import Target
from builder.manifest.form import is_whole
from builder.report.problems import BriefError, Problem, Severity


class Verified(Struct, frozen=True):
    """How many rows and files were compared, and what is wrong with them."""

    rows: int
    files: int
    problems: tuple[Problem, ...]


def is_built(target: Target) -> bool:
    """Whether a target has the manifest of a batch that is no release: bundles are checked by themselves."""
    try:
        return "release" not in json.loads(target.read(MANIFEST) or b"")
    except (ValueError, TypeError, RecursionError):
        return False


def verify(target: Target) -> Verified:
    """Compare every file of the rows that were built; raises `BriefError` if there is no batch."""
    rows = [one for one in _rows(target) if one.state == BUILT]
    problems = [problem for row in rows for problem in _faults(target, row)]
    if not rows:
        problems.append(_problem(target, MANIFEST, "records no row that was built", None))
    return Verified(len(rows), sum(len(row.files) for row in rows), tuple(problems))


def _rows(target: Target) -> list[Done]:
    data = target.read(MANIFEST)
    if data is None:
        problem = _problem(target, MANIFEST, "is missing", "name the folder or address that --out named")
        raise BriefError([problem])
    try:
        entries = json.loads(data)
        rows = convert(entries["rows"], list[Done])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BriefError([_problem(target, MANIFEST, "is not the manifest of a batch", None)]) from None
    if not is_whole(entries):
        raise BriefError([_problem(target, MANIFEST, "was changed", None)])
    return rows


def _faults(target: Target, row: Done) -> Iterator[Problem]:
    for one in row.files:
        name = f"{row.name}/{one.name}"
        data = target.read(name)
        if data is None:
            yield _problem(target, name, "is missing", None)
        elif sha256(data).hexdigest() != one.sha256:
            yield _problem(target, name, "was changed", None)


def _problem(target: Target, name: str, message: str, hint: str | None) -> Problem:
    hint = hint or "build the rows again with --resume"
    return Problem("rows-as-recorded", Severity.ERROR, "", message, hint, None, target.shown(name))
