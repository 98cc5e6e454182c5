"""Builds one row of a batch in memory: what comes of it is a value that can be sent to another process."""

from __future__ import annotations

import time
import traceback
from hashlib import sha256
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from builder.batch.plan import Job, Releasing
from builder.batch.target import Target
from builder.brief.load import Opened
from builder.manifest.form import Edition, as_bytes, entries_of
from builder.outline.text import Product
from builder.pipeline.building import Finished, finished, warnings_of
from builder.pipeline.recording import described, inputs_of
from builder.pipeline.request import Request
from builder.report.problems import BriefError, Problem, error

MOST_KEPT = 20  # problems of a row that are remembered
BUILT, FAILED, LEFT = "built", "failed", "not built"


class Shared(Struct, frozen=True):
    """What all rows of a batch share; of a release, the key that signs too, as OpenSSH writes it.

    With `only_checked`, rows are checked as far as they can be without layout, and nothing is built.
    """

    opened: Opened
    only: tuple[Product, ...]
    strict: bool
    target: Target
    release: Releasing | None = None
    key: bytes = b""
    only_checked: bool = False


class FileMade(Struct, frozen=True):
    """A file of a row."""

    name: str
    sha256: str
    size: int
    pages: int | None = None


class Done(Struct, frozen=True):
    """What came of a row: its files, or why there are none.

    `inputs` are the files that the brief names for this row, with their SHA-256; `kept` the copies of files
    that were edited by hand; `unmailed` recipients whose edition was not released.
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
    unmailed: tuple[str, ...] = ()


class Row(Struct, frozen=True):
    """The files of a row by their names, before they are saved."""

    done: Done
    files: dict[str, bytes]


def build_row(shared: Shared, job: Job) -> Done:
    """Build a row and save it, all of its files or none; whatever goes wrong is the row's alone."""
    start = time.perf_counter()
    try:
        if shared.only_checked:
            return check_row(shared, job)
        row = release_row(shared, job) if shared.release else make_row(shared, job)
        kept = shared.target.save(job.name, row.files)
    except BriefError as wrong:
        problems = sorted(wrong.problems, key=lambda problem: not problem.is_error)
        return Done(job.number, job.name, job.key, FAILED, problems=tuple(problems[:MOST_KEPT]))
    except Exception as fault:  # noqa: BLE001  # a fault in one row must not end the others
        where = traceback.extract_tb(fault.__traceback__)[-1]
        message = f"{type(fault).__name__} in {Path(where.filename).name}:{where.lineno}: {fault}"
        problem = error("rows-built", "", message, "this is a fault of the program; please report it")
        return Done(job.number, job.name, job.key, FAILED, problems=(problem,))
    return replace(row.done, kept=kept, seconds=round(time.perf_counter() - start, 3))


def check_row(shared: Shared, job: Job) -> Done:
    """Read what a row makes of the brief, with its files, editions and recipients; raises `BriefError`."""
    from builder.brief.load import load_row
    from builder.pipeline.prepared import compose_for
    from builder.release.publish import recipients_of

    editions = [Edition(audience, final=True) for audience in job.audiences] or [job.edition]
    every = [load_row(shared.opened, given) for given in (job.given, *job.others)]
    if shared.release and shared.release.mail:
        recipients_of(every)
    for edition in editions:
        request = Request(
            shared.opened.path,
            Path(job.name),
            edition=edition,
            strict=shared.strict,
            opened=shared.opened,
            given=job.given,
        )
        warnings_of(compose_for(request, every[0]), ())
    return Done(job.number, job.name, job.key, LEFT)


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


def release_row(shared: Shared, job: Job) -> Row:
    """Return the bundles of a row, and the drafts for their recipients; raises `BriefError`."""
    from builder.brief.load import load_row
    from builder.release.keys import opened_key
    from builder.release.publish import pack_editions, recipients_of

    assert shared.release is not None
    request = Request(
        shared.opened.path, Path(job.name), strict=shared.strict, opened=shared.opened, given=job.given
    )
    every = [load_row(shared.opened, given) for given in (job.given, *job.others)]
    recipients = recipients_of(every) if shared.release.mail else ()
    key = opened_key(shared.key) if shared.key else None
    packed = pack_editions(request, every[0], job.audiences, recipients, key)
    inputs = dict.fromkeys((file.path, file.sha256) for one in packed.prepared for file in inputs_of(one))
    done = Done(
        job.number,
        job.name,
        job.key,
        BUILT,
        tuple(FileMade(name, sha256(data).hexdigest(), len(data)) for name, data in packed.files.items()),
        len(packed.warnings),
        packed.warnings[:MOST_KEPT],
        tuple(inputs),
        unmailed=tuple(f"{name} ({audience})" for name, audience in packed.unmailed(recipients)),
    )
    return Row(done, packed.files)


def _file(name: str, data: bytes, found: Finished) -> FileMade:
    pages = next((one.pages for one in found.made if one.data is data), None)
    return FileMade(name, sha256(data).hexdigest(), len(data), pages)
