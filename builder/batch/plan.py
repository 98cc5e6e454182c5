"""Plans a batch: which rows are built, into which folders, and under which keys they are known again."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from builder.batch.rows import Row, Rows, read_rows
from builder.brief.files import slug
from builder.brief.load import Opened, open_brief
from builder.brief.params.fill import PARAM, id_of, names_in, with_raw
from builder.manifest.current import this_builder
from builder.manifest.form import Edition, product_file
from builder.outline.text import Product
from builder.report.printable import near
from builder.report.problems import BriefError, Problem, error, locate

_FOLDER = r"[A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)*"
_LONGEST = 200


class Asked(Struct, frozen=True):
    """What a batch is asked for.

    `name` is the pattern of the folders, `audience` that of the edition, "" for none; `wanted` are ranges of
    rows, counted from 1, all if there is none; of these, `sample` rows spread evenly are built, if it is set.
    """

    brief: Path
    rows: Path
    only: tuple[Product, ...]
    name: str = ""
    audience: str = ""
    final: bool = False
    strict: bool = False
    wanted: tuple[tuple[int, int], ...] = ()
    sample: int = 0


class Job(Struct, frozen=True):
    """One row to be built: everything that decides its files beside the brief; `key` is its content hash."""

    number: int
    name: str
    given: dict[str, str]
    edition: Edition
    files: tuple[str, ...]
    key: str


class Batch(Struct, frozen=True):
    """What is built: the brief as it was read, the rows, a job for each, and those that are wanted."""

    asked: Asked
    opened: Opened
    rows: Rows
    jobs: tuple[Job, ...]
    wanted: tuple[Job, ...]


def plan(asked: Asked) -> Batch:
    """Return what is to be built; raises `BriefError` with all that is wrong with rows and names."""
    opened = open_brief(asked.brief)
    _check_patterns(asked, opened)
    rows = read_rows(asked.rows, opened)
    _check_brief(opened, rows)
    given = sha256(opened.data)
    given.update(opened.house.digest.encode() if opened.house else b"")
    given.update(
        repr((this_builder(), asked.only, asked.strict, os.environ.get("SOURCE_DATE_EPOCH"))).encode()
    )
    jobs = tuple(_job(asked, opened, rows, row, given.hexdigest()) for row in rows.rows)
    if wrong := [*_bad_names(rows, jobs)]:
        raise BriefError(wrong, {rows.file: rows.text})
    return Batch(asked, opened, rows, jobs, _wanted(asked, rows, jobs))


def _check_patterns(asked: Asked, opened: Opened) -> None:
    from builder.brief.params.fill import declared

    known = [param.name for _, param in declared(opened.reading.values or {})]
    for option, pattern in (("--name", asked.name), ("--audience", asked.audience)):
        for name in names_in(pattern):
            if name not in known:
                hint = near(name, known) or "declare it under `params`"
                problem = error("params-resolve", "", f"{option}: no parameter has the name `{name}`", hint)
                raise BriefError(locate([problem], None, asked.brief.as_posix()))


def _check_brief(opened: Opened, rows: Rows) -> None:
    """Raise what is wrong with the parameters and conditions of the brief, as the first row shows it."""
    from builder.brief.params.fill import filled

    if rows.rows and (found := filled(opened.reading, rows.rows[0].given)).problems:
        file = opened.path.as_posix()
        raise BriefError(locate(found.problems, found.reading.positions, file), {file: opened.text})


def _job(asked: Asked, opened: Opened, rows: Rows, row: Row, given: str) -> Job:
    values = opened.reading.values or {}
    own = id_of(values, row.values)
    id = own or slug(opened.path.stem) or "brief"
    name = re.sub(PARAM, lambda found: slug(row.values[found["name"].lower()].raw), asked.name)
    if not asked.name:
        is_own = names_in(str(values.get("id") or ""))
        name = own if is_own else f"row-{row.number:0{len(str(len(rows.rows)))}}"
    edition = Edition(with_raw(asked.audience, row.values) or None, asked.final)
    stem = edition.stem(id)
    files = tuple(product_file(stem, product.value) for product in asked.only)
    content = json.dumps([given, name, row.given, edition], sort_keys=True)
    return Job(
        row.number,
        name,
        row.given,
        edition,
        (*files, edition.manifest_name(id)),
        sha256(content.encode("utf-8", "surrogatepass")).hexdigest(),
    )


def _bad_names(rows: Rows, jobs: Sequence[Job]) -> list[Problem]:
    """Return a problem for each row whose folder has no name, or that of another row."""
    first: dict[str, int] = {}
    found = []
    for row, job in zip(rows.rows, jobs, strict=True):
        message = ""
        if not re.fullmatch(_FOLDER, job.name) or len(job.name) > _LONGEST:
            message = f"row {row.number} has no name for its folder" if not job.name else ""
            message = message or f"row {row.number}: `{job.name}` is not the name of a folder"
        elif (other := first.setdefault(job.name.casefold(), row.number)) != row.number:
            message = f"rows {other} and {row.number} have the same folder, `{job.name}`"
        if message:
            hint = "choose a --name by which every row has a folder of its own, such as '{param:district}'"
            problem = error("rows-readable", "", message, hint)
            found.append(_placed(problem, rows, row))
    return found


def _placed(problem: Problem, rows: Rows, row: Row) -> Problem:
    return replace(problem, file=rows.file, position=row.position)


def _wanted(asked: Asked, rows: Rows, jobs: Sequence[Job]) -> tuple[Job, ...]:
    last = len(rows.rows)
    for start, end in asked.wanted:
        if end > last or start > end:
            message = f"--only-rows: there are {last:,} rows, counted from 1, and no {start}-{end}"
            raise BriefError(locate([error("rows-readable", "", message, None)], None, rows.file))
    wanted = [
        job
        for job in jobs
        if not asked.wanted or any(start <= job.number <= end for start, end in asked.wanted)
    ]
    if asked.sample and len(wanted) > asked.sample:
        step = (len(wanted) - 1) / max(asked.sample - 1, 1)
        wanted = [wanted[round(index * step)] for index in range(asked.sample)]
    return tuple(wanted)


def listed(batch: Batch) -> list[tuple[Job, tuple[str, ...]]]:
    """Return what each wanted row would write, by the folder."""
    return [(job, job.files) for job in batch.wanted]
