"""Builds the rows of a batch in several processes, each row alone."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from importlib import import_module

from builder.batch.plan import Job
from builder.batch.row import FAILED, Done, Shared, build_row
from builder.pipeline.worker import EXPORT
from builder.report.problems import error

_WAITING = 3  # rows that wait for each process
_COLLECTED = 25  # rows after which a process looks for garbage
_LIFE = 400  # rows for each process, after which a new one takes its place: memory stays as it is
_LOOK = 0.5  # seconds after which a pool looks whether it is to stop
_MODULES = (
    *EXPORT.shared,
    *EXPORT.own,
    "builder.export.pdf.summary",
    "builder.layout.summary",
    "builder.audit.pdf.reader",
)

_shared: list[Shared] = []
_count = 0


def run(
    shared: Shared, jobs: Sequence[Job], stopped: Callable[[], bool] = lambda: False, *, processes: int
) -> Iterator[Done]:
    """Yield what comes of each row as it is done, in any order.

    The first row is built in this process: what all rows need is then ready, and forked processes have it.
    Once it is `stopped`, no other row is begun, and those that were are finished: none is cut in two.
    """
    for module in _MODULES:
        import_module(module)
    if not jobs:
        return
    alone = jobs if processes < 2 or len(jobs) < 3 else jobs[:1]
    for job in alone:
        if stopped():
            return
        yield build_row(shared, job)
    if others := jobs[len(alone) :]:
        yield from _Pool(shared, others, min(processes, len(others)), stopped).results()


class _Pool:
    def __init__(
        self, shared: Shared, jobs: Sequence[Job], processes: int, stopped: Callable[[], bool]
    ) -> None:
        self.shared, self.processes, self.stopped = shared, processes, stopped
        self.left = deque(jobs)
        self.suspects: set[int] = set()  # rows that were in a process when one was killed
        self.under_way: dict[Future[Done], Job] = {}

    def results(self) -> Iterator[Done]:
        """Yield what comes of the rows; a pool that breaks, or has had its share of rows, is replaced."""
        while self.left:
            pool = self._started()
            try:
                yield from self._results(pool)
            except BrokenProcessPool:
                yield from self._again()
            finally:
                self.under_way.clear()
                pool.shutdown(wait=True, cancel_futures=True)

    def _started(self) -> ProcessPoolExecutor:
        forks = sys.platform == "linux" and threading.active_count() == 1
        gc.collect()
        gc.freeze()  # what is shared is never touched by the collector of a process, so it stays shared
        return ProcessPoolExecutor(
            self.processes,
            multiprocessing.get_context("fork" if forks else "spawn"),
            initializer=_begin,
            initargs=(self.shared,),
        )

    def _results(self, pool: ProcessPoolExecutor) -> Iterator[Done]:
        more = self.processes * _LIFE
        while (self.left and more) or self.under_way:
            if self.stopped():
                self.left.clear()
                self.under_way = {one: job for one, job in self.under_way.items() if not one.cancel()}
            while self.left and more and len(self.under_way) < self._most():
                job = self.left[0]
                self.under_way[pool.submit(_build, job)] = job  # of a broken pool, the row is left
                self.left.popleft()
                more -= 1
            done, _ = wait(self.under_way, _LOOK, FIRST_COMPLETED)
            for future in done:
                result = future.result()
                del self.under_way[future]
                yield result

    def _most(self) -> int:
        """Return how many rows may be under way: a suspect is alone, so that it is known which one it is."""
        if self.suspects.isdisjoint(job.number for job in (self.left[0], *self.under_way.values())):
            return self.processes * _WAITING
        return 1

    def _again(self) -> Iterator[Done]:
        """Put the rows of a broken pool back; yield the one that was alone in it."""
        for job in reversed(self.under_way.values()):
            if len(self.under_way) == 1 and job.number in self.suspects:
                message = "the process that built the row was ended by the system"
                problem = error("rows-built", "", message, "it may need more memory: try fewer --processes")
                yield Done(job.number, job.name, job.key, FAILED, problems=(problem,))
            else:
                self.suspects.add(job.number)
                self.left.appendleft(job)


def _begin(shared: Shared) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process decides what is still built
    _shared[:] = [shared]


def _build(job: Job) -> Done:
    global _count  # of this process
    _count += 1
    done = build_row(_shared[0], job)
    if _count % _COLLECTED == 0:
        gc.collect()
    return done


def processes() -> int:
    """Return how many processes this machine has cores for."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
