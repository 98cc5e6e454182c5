"""Builds a batch into a folder: its rows, then the manifest, the table and the page of all of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from builder.batch.plan import Batch
from builder.batch.record import PROGRESS, Progress, current, known, outcome, records, strays
from builder.batch.row import BUILT, Done, Shared
from builder.batch.run import run
from builder.batch.target import Folder
from builder.saving.os_errors import about
from builder.saving.save import save_all


class Built(Struct, frozen=True):
    """What a run did: the rows that it built or that failed, how many it left, and did not begin.

    `strays` are the folders of rows that are no more.
    """

    done: tuple[Done, ...]
    unchanged: int
    not_begun: int
    strays: tuple[str, ...]

    @property
    def failed(self) -> list[Done]:
        """The rows that were not built, in their order."""
        return sorted((one for one in self.done if one.state != BUILT), key=lambda one: one.number)


def unchanged(batch: Batch, out: Path) -> list[Done]:
    """Return those wanted rows of which the folder has the files that would be built now."""
    return current(batch, known(out), Folder(out))


def build_batch(
    batch: Batch,
    out: Path,
    left: list[Done],
    processes: int,
    note: Callable[[Done], None] = lambda _: None,
    stopped: Callable[[], bool] = lambda: False,
    key: bytes = b"",
) -> Built:
    """Build the wanted rows but those that are `left`; `note` is called with each as it is done.

    `key` signs the bundles of a release.

    Raises `BriefError` if the folder cannot be written.
    """
    old, numbers = known(out), {one.number for one in left}
    jobs = [job for job in batch.wanted if job.number not in numbers]
    asked = batch.asked
    shared = Shared(batch.opened, asked.only, asked.strict, Folder(out), asked.release, key)
    done = []
    with about(out), Progress(out) as progress:
        for one in run(shared, jobs, processes, stopped):
            progress.note(one)
            done.append(one)
            note(one)
    rows = outcome(batch, old, (*left, *done))
    save_all({out / name: data for name, data in records(batch, rows).items()})
    (out / PROGRESS).unlink(missing_ok=True)
    return Built(tuple(done), len(left), len(jobs) - len(done), tuple(strays(batch, old)))
