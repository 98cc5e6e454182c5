"""Builds a batch into a target: its rows, then the manifest, the table and the page of all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from builder.batch.plan import Batch, Job
from builder.batch.record import as_line, current, known, outcome, records, strays
from builder.batch.row import BUILT, Done, Shared
from builder.batch.target import Target

Runner = Callable[[Shared, Sequence[Job], Callable[[], bool]], Iterator[Done]]


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


def unchanged(batch: Batch, target: Target) -> list[Done]:
    """Return those wanted rows of which the target has the files that would be built now."""
    return current(batch, known(target), target)


def build_batch(
    batch: Batch,
    target: Target,
    left: list[Done],
    run: Runner,
    note: Callable[[Done], None] = lambda _: None,
    stopped: Callable[[], bool] = lambda: False,
    key: bytes = b"",
) -> Built:
    """Build the wanted rows but those that are `left`; `note` is called with each as it is done.

    `key` signs the bundles of a release; `run` yields what comes of the rows.

    Raises `BriefError` if the target cannot be written.
    """
    old, numbers = known(target), {one.number for one in left}
    jobs = [job for job in batch.wanted if job.number not in numbers]
    asked = batch.asked
    shared = Shared(batch.opened, asked.only, asked.strict, target, asked.release, key)
    done = []
    with target.log() as remember:
        for one in run(shared, jobs, stopped):
            remember(as_line(one))
            done.append(one)
            note(one)
    rows = outcome(batch, old, (*left, *done))
    target.write(records(batch, rows))
    target.forget()
    return Built(tuple(done), len(left), len(jobs) - len(done), tuple(strays(batch, old)))
