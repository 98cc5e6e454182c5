"""Plans a batch: which rows are built, into which folders, and under which keys they are known again."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from builder.batch.recipients import without_recipient
from builder.batch.rows import Row, Rows, read_rows
from builder.brief.check import MOST_PROBLEMS
from builder.brief.files import slug
from builder.brief.load import Opened, open_brief
from builder.brief.params.fill import PARAM, declared, filled, id_of, key_of, names_in, with_raw
from builder.manifest.current import this_builder
from builder.manifest.form import Edition, product_file
from builder.outline.text import Product
from builder.release.bundle import bundle_name
from builder.report.printable import counted, near
from builder.report.problems import BriefError, Problem, error, locate

T = TypeVar("T")
_FOLDER = r"[A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)*"
_LONGEST = 200


class Releasing(Struct, frozen=True):
    """What is released of each row: editions (patterns of their audiences), and mail drafts or not.

    `signer` is the fingerprint of the key that signs, "" without one.
    """

    audiences: tuple[str, ...] = ()
    mail: bool = False
    signer: str = ""


class Asked(Struct, frozen=True):
    """What a batch is asked for.

    `name` is the pattern of the folders, `audience` that of the edition, "" for none; `wanted` are ranges of
    rows, counted from 1, all if there is none; of these, `sample` rows spread evenly are built, if it is set.
    With `release`, a row becomes bundles instead of the products.
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
    release: Releasing | None = None


class Job(Struct, frozen=True):
    """One row to be built: everything that decides its files beside the brief; `key` is its content hash.

    Of a release, `audiences` are those of its editions, and `others` further rows with other recipients of
    the same bundles.
    """

    number: int
    name: str
    given: dict[str, str]
    edition: Edition
    files: tuple[str, ...]
    key: str
    audiences: tuple[str, ...] = ()
    others: tuple[dict[str, str], ...] = ()


class Batch(Struct, frozen=True):
    """What is built: the brief as it was read, the rows, a job for each, and those that are wanted.

    Of a release, rows with one folder have one job, the number of which is that of the first.
    """

    asked: Asked
    opened: Opened
    rows: Rows
    jobs: tuple[Job, ...]
    wanted: tuple[Job, ...]
    job_of: tuple[int, ...]

    def with_rows(self, done: Sequence[T]) -> Iterator[tuple[Row, T]]:
        """Yield every row with what came of its job."""
        return ((row, done[index]) for row, index in zip(self.rows.rows, self.job_of, strict=True))


def plan(asked: Asked) -> Batch:
    """Return what is to be built; raises `BriefError` with all that is wrong with rows and names."""
    opened = open_brief(asked.brief)
    _check_patterns(asked, opened)
    rows = read_rows(asked.rows, opened)
    _check_brief(opened, rows)
    if asked.release and asked.release.mail and (nobody := [*without_recipient(opened, rows)]):
        raise BriefError(nobody[:MOST_PROBLEMS], {rows.file: rows.text})
    given = sha256(opened.data)
    given.update(opened.house.digest.encode() if opened.house else b"")
    given.update(
        repr((this_builder(), asked.only, asked.strict, os.environ.get("SOURCE_DATE_EPOCH"))).encode()
    )
    given.update(repr(asked.release).encode() if asked.release else b"")
    jobs = tuple(_job(asked, opened, rows, row, given.hexdigest()) for row in rows.rows)
    if wrong := [
        *_bad_names(rows, jobs, lambda one, other: bool(asked.release) and same(opened, one, other))
    ]:
        raise BriefError(wrong, {rows.file: rows.text})
    index: dict[str, int] = {}
    job_of = tuple(index.setdefault(job.name.casefold(), len(index)) for job in jobs)
    jobs = _grouped(jobs, job_of)
    return Batch(asked, opened, rows, jobs, _wanted(asked, rows, jobs, job_of), job_of)


def columns(batch: Batch) -> list[str]:
    """Return what the first files of every row are: products, or bundles with their audiences."""
    asked = batch.asked
    if asked.release is None:
        return [product.value for product in asked.only]
    return [f"bundle {audience}" for audience in asked.release.audiences] or ["bundle"]


def _check_patterns(asked: Asked, opened: Opened) -> None:
    known = [param.name for _, param in declared(opened.reading.values or {})]
    released = asked.release.audiences if asked.release else ()
    for option, pattern in (
        ("--name", asked.name),
        *(("--audience", one) for one in (asked.audience, *released)),
    ):
        for name in names_in(pattern):
            if name not in known:
                hint = near(name, known) or "declare it under `params`"
                problem = error("params-resolve", "", f"{option}: no parameter has the name `{name}`", hint)
                raise BriefError(locate([problem], None, asked.brief.as_posix()))


def _check_brief(opened: Opened, rows: Rows) -> None:
    """Raise what is wrong with the parameters and conditions of the brief, as the first row shows it."""
    if rows.rows and (found := filled(opened.reading, rows.rows[0].given)).problems:
        file = opened.path.as_posix()
        raise BriefError(locate(found.problems, found.reading.positions, file), {file: opened.text})


def _job(asked: Asked, opened: Opened, rows: Rows, row: Row, given: str) -> Job:
    values = opened.reading.values or {}
    own = id_of(values, row.values)
    id = own or slug(opened.path.stem) or "brief"
    name = re.sub(PARAM, lambda found: slug(row.values[found["name"].lower()].raw), asked.name)
    if not asked.name:
        is_own = names_in(str(values.get(key_of(values, "id")) or ""))
        name = own if is_own else f"row-{row.number:0{len(str(len(rows.rows)))}}"
    edition = Edition(with_raw(asked.audience, row.values) or None, asked.final)
    patterns = asked.release.audiences if asked.release else ()
    audiences = tuple(with_raw(pattern, row.values) for pattern in patterns)
    if asked.release:
        files = tuple(bundle_name(Edition(audience).stem(id)) for audience in audiences or (None,))
    else:
        products = (product_file(edition.stem(id), product.value) for product in asked.only)
        files = (*products, edition.manifest_name(id))
    key = _digest([given, name, row.given, edition, *audiences])
    return Job(row.number, name, row.given, edition, files, key, audiences)


def _digest(content: object) -> str:
    return sha256(json.dumps(content, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()


def same(opened: Opened, one: Job, other: Job) -> bool:
    """Whether two rows make the same brief for the same readers, whoever else is in its `distribution`."""
    key = key_of(opened.reading.values or {}, "distribution")
    first, second = (dict(filled(opened.reading, job.given).reading.values or {}) for job in (one, other))
    first.pop(key, None)
    second.pop(key, None)
    return first == second and one.audiences == other.audiences


def _grouped(jobs: Sequence[Job], job_of: Sequence[int]) -> tuple[Job, ...]:
    """Return one job for the rows of each folder."""
    groups: dict[int, list[Job]] = {}
    for job, index in zip(jobs, job_of, strict=True):
        groups.setdefault(index, []).append(job)
    return tuple(
        replace(
            first,
            others=tuple(one.given for one in others),
            key=_digest([first.key, *(o.key for o in others)]),
        )
        if others
        else first
        for first, *others in groups.values()
    )


def _bad_names(rows: Rows, jobs: Sequence[Job], may_share: Callable[[Job, Job], bool]) -> list[Problem]:
    """Return a problem for each row whose folder has no name, or that of another row."""
    first: dict[str, Job] = {}
    found = []
    for row, job in zip(rows.rows, jobs, strict=True):
        message = ""
        hint = "choose a --name by which every row has a folder of its own, such as '{param:district}'"
        if not re.fullmatch(_FOLDER, job.name) or len(job.name) > _LONGEST:
            message = f"row {row.number} has no name for its folder" if not job.name else ""
            if job.name:
                message = f"row {row.number}: `{job.name}` is not the name of a folder in the output folder"
                hint = f"write up to {_LONGEST} letters, digits, `-`, `_` and `.`, with `/` between folders"
        elif (other := first.setdefault(job.name.casefold(), job)) is not job and not may_share(other, job):
            message = f"rows {other.number} and {row.number} have the same folder, `{job.name}`"
        if message:
            problem = error("rows-readable", "", message, hint)
            found.append(_placed(problem, rows, row))
    return found


def _placed(problem: Problem, rows: Rows, row: Row) -> Problem:
    return replace(problem, file=rows.file, position=row.position)


def _wanted(asked: Asked, rows: Rows, jobs: Sequence[Job], job_of: Sequence[int]) -> tuple[Job, ...]:
    last = len(rows.rows)
    for start, end in asked.wanted:
        if end > last or start > end:
            asked_for = f"{start}-{end}" if start != end else str(start)
            rows_there = f"there {'is' if last == 1 else 'are'} {counted(last, 'row')}"
            message = f"--only-rows: {rows_there}, counted from 1, and no {asked_for}"
            raise BriefError(locate([error("rows-readable", "", message, None)], None, rows.file))
    rows_of: dict[int, list[int]] = {}
    for row, index in zip(rows.rows, job_of, strict=True):
        rows_of.setdefault(index, []).append(row.number)
    wanted = [
        job
        for job, numbers in zip(jobs, rows_of.values(), strict=True)
        if not asked.wanted
        or any(start <= number <= end for number in numbers for start, end in asked.wanted)
    ]
    if asked.sample and len(wanted) > asked.sample:
        step = (len(wanted) - 1) / max(asked.sample - 1, 1)
        wanted = [wanted[round(index * step)] for index in range(asked.sample)]
    return tuple(wanted)
