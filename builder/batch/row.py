"""Builds one row of a batch in memory: what comes of it is a value that can be sent to another process."""

from __future__ import annotations

import time
import traceback
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from builder.batch.plan import Job
from builder.batch.target import Target
from builder.brief.load import Opened
from builder.manifest.form import as_bytes, entries_of
from builder.outline.text import Product
from builder.pipeline.building import Finished, finished
from builder.pipeline.recording import described, inputs_of
from builder.pipeline.request import Request
from builder.report.problems import BriefError, Problem, error

MOST_KEPT = 20  # problems of a row that are remembered
BUILT, FAILED, LEFT = "built", "failed", "not built"


class Shared(Struct, frozen=True):
    """What all rows of a batch share."""

    opened: Opened
    only: tuple[Product, ...]
    strict: bool
    target: Target


class FileMade(Struct, frozen=True):
    """A file of a row."""

    name: str
    sha256: str
    size: int
    pages: int | None = None


class Done(Struct, frozen=True):
    """What came of a row: its files, or why there are none.

    `inputs` are the files that the brief names for this row, with their SHA-256; `kept` the copies of files
    that were edited by hand.
    """

    number: int
    name: str
    key: str
    state: str
    files: tuple[FileMade, ...] = ()
    warnings: int = 0
    problems: tuple[Problem, ...] = ()
    inputs: tuple[tuple[str, str], ...] = ()
    kept: tuple[str, ...] = ()
    seconds: float = 0


class Row(Struct, frozen=True):
    """The files of a row by their names, before they are saved."""

    done: Done
    files: dict[str, bytes]


def build_row(shared: Shared, job: Job) -> Done:
    """Build a row and save it, all of its files or none; whatever goes wrong is the row's alone."""
    start = time.perf_counter()
    try:
        row = make_row(shared, job)
        kept = shared.target.save(job.name, row.files)
    except BriefError as wrong:
        problems = sorted(wrong.problems, key=lambda problem: not problem.is_error)
        return Done(job.number, job.name, job.key, FAILED, problems=tuple(problems[:MOST_KEPT]))
    except Exception as fault:  # noqa: BLE001  # a fault in one row must not end the others
        where = traceback.extract_tb(fault.__traceback__)[-1]
        message = f"{type(fault).__name__} in {Path(where.filename).name}:{where.lineno}: {fault}"
        problem = error("rows-built", "", message, "this is a fault of the program; please report it")
        return Done(job.number, job.name, job.key, FAILED, problems=(problem,))
    done = row.done
    return Done(
        done.number,
        done.name,
        done.key,
        BUILT,
        done.files,
        done.warnings,
        done.problems,
        done.inputs,
        kept,
        round(time.perf_counter() - start, 3),
    )


def make_row(shared: Shared, job: Job) -> Row:
    """Return the files of a row, which depend on brief and row alone; raises `BriefError`."""
    request = Request(
        shared.opened.path,
        Path(job.name),
        shared.only,
        job.edition,
        shared.strict,
        opened=shared.opened,
        given=job.given,
    )
    prepared, made, warnings = found = finished(request)
    manifest = as_bytes(entries_of(described(prepared, made, len(warnings))))
    files = {prepared.target(one.product).name: one.data for one in made}
    files[prepared.manifest.name] = manifest
    done = Done(
        job.number,
        job.name,
        job.key,
        BUILT,
        tuple(_file(name, data, found) for name, data in files.items()),
        len(warnings),
        warnings[:MOST_KEPT],
        tuple((one.path, one.sha256) for one in inputs_of(prepared)),
    )
    return Row(done, files)


def _file(name: str, data: bytes, found: Finished) -> FileMade:
    pages = next((one.pages for one in found.made if one.data is data), None)
    return FileMade(name, sha256(data).hexdigest(), len(data), pages)
