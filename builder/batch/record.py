"""Remembers what a batch built: a line for each row as it is done, then one manifest, a table and a page."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec import convert, to_builtins

from builder.batch.plan import Batch, Job, columns
from builder.batch.row import BUILT, LEFT, Done
from builder.batch.target import Target
from builder.manifest.current import this_builder
from builder.manifest.form import as_bytes
from builder.report.printable import printable

MANIFEST, TABLE, PAGE = "batch.json", "summary.csv", "index.html"


def as_line(done: Done) -> bytes:
    """Return what is remembered of a row until the manifest of the batch is written.

    The newline before it ends a line that was cut: by a full disk, or in a run that was killed.
    """
    return b"\n" + json.dumps(to_builtins(done), ensure_ascii=False).encode() + b"\n"


def known(target: Target) -> dict[str, Done]:
    """Return what earlier runs into a target built, by the names of the rows' folders."""
    found: dict[str, Done] = {}
    with suppress(ValueError, KeyError, TypeError):
        entries = json.loads(target.read(MANIFEST) or b"{}")
        found |= {one.name: one for one in convert(entries["rows"], list[Done])}
    for each in target.logged().splitlines():
        with suppress(ValueError):  # the last line of a run that was killed
            one = convert(json.loads(each), Done)
            found[one.name] = one
    return {name: one for name, one in found.items() if one.state == BUILT}


def is_signed(target: Target) -> bool:
    """Whether the bundles of the last release into a target are signed."""
    with suppress(ValueError, KeyError, TypeError, RecursionError):
        return bool(json.loads(target.read(MANIFEST) or b"{}")["release"]["signer"])
    return False


def current(batch: Batch, old: Mapping[str, Done], target: Target) -> list[Done]:
    """Return those wanted rows whose files are what would be built now, byte for byte."""
    digests: dict[str, str] = {}

    def same(path: str, digest: str) -> bool:
        if path not in digests:
            with suppress(OSError):
                digests[path] = sha256((batch.opened.path.parent / path).read_bytes()).hexdigest()
        return digests.get(path) == digest

    found = []
    for job in batch.wanted:
        done = old.get(job.name)
        if (
            done is not None
            and done.key == job.key
            and all(same(*each) for each in done.inputs)
            and target.holds(job.name, {one.name: one.sha256 for one in done.files})
        ):
            found.append(done)
    return found


def outcome(batch: Batch, old: Mapping[str, Done], done: Iterable[Done]) -> list[Done]:
    """Return what there is of every row, in their order: built now, built before from the same, or not."""
    now = {one.number: one for one in done}
    return [now.get(job.number) or _before(job, old.get(job.name)) for job in batch.jobs]


def _before(job: Job, old: Done | None) -> Done:
    if old is not None and old.key == job.key:
        return old
    return Done(job.number, job.name, job.key, LEFT)


def strays(batch: Batch, old: Mapping[str, Done]) -> list[str]:
    """Return the folders of rows that are no more."""
    names = {job.name for job in batch.jobs}
    return sorted(name for name in old if name not in names)


def records(batch: Batch, rows: Sequence[Done]) -> dict[str, bytes]:
    """Return page, table and manifest of a batch, by their names; the manifest is written last."""
    from builder.batch.page import page

    return {PAGE: page(batch, rows), TABLE: _table(batch, rows), MANIFEST: _manifest(batch, rows)}


def _manifest(batch: Batch, rows: Sequence[Done]) -> bytes:
    asked, opened = batch.asked, batch.opened
    entries: dict[str, Any] = {
        "version": 1,
        "builder": to_builtins(this_builder()),
        "brief": {"file": opened.path.name, "sha256": sha256(opened.data).hexdigest()},
        "table": {"file": Path(batch.rows.file).name, "sha256": batch.rows.digest},
        "products": [product.value for product in asked.only],
        "audience": asked.audience or None,
        "final": asked.final or asked.release is not None,
        **({"release": to_builtins(asked.release)} if asked.release else {}),
        "rows": [_entry(one, job) for one, job in zip(rows, batch.jobs, strict=True)],
    }
    return as_bytes(entries)


def _entry(done: Done, job: Job) -> dict[str, Any]:
    """Return what is recorded of a row: nothing that differs from run to run."""
    found: dict[str, Any] = to_builtins(done)
    entry = {key: value for key, value in found.items() if key not in ("seconds", "kept", "unmailed")}
    return entry | {"params": job.given} | ({"others": job.others} if job.others else {})


def _table(batch: Batch, rows: Sequence[Done]) -> bytes:
    """Return the table of all rows: what was given, the state, the files and the first problem."""
    names = [param.name for param in batch.rows.params]
    products = columns(batch)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["row", "folder", "state", *names, *products, "warnings", "problem"])
    for row, done in batch.with_rows(rows):
        files = [f"{done.name}/{one.name}" for one in done.files[: len(products)]]
        cells = [row.values[name].raw for name in names]
        problem = next((one.message for one in done.problems if one.is_error), "")
        line = [str(row.number), done.name, done.state, *cells, *(files or [""] * len(products))]
        writer.writerow([_harmless(one) for one in (*line, str(done.warnings), printable(problem))])
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if re.match(r"[=+@\t\r]|-(?!\d*\.?\d+\Z)", cell) else cell
