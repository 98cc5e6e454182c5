"""Builds the rows of a batch on the workers of a Dask cluster, each row alone.

What rows share is sent to every worker once. A worker builds one row at a time, and returns what came of it;
it writes the files itself where all machines reach the storage, else this machine does. A row whose worker is
lost is built by another one: its files are the same, so that it does not matter if they were written before.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NoReturn

from msgspec import Struct
from msgspec.structs import replace

from builder.batch.inputs import Packed, at_home, packed, unpacked
from builder.batch.plan import Job
from builder.batch.row import BUILT, FAILED, Done, Shared, build_row
from builder.batch.run import run as run_here
from builder.batch.target import Folder
from builder.manifest.current import this_builder
from builder.manifest.form import Builder
from builder.report.problems import BriefError, Problem, error

if TYPE_CHECKING:
    from distributed import Client, Future

EXTRA = "pip install 'policy-brief-builder[cluster]'"
_WAITING = 3  # rows that wait for each worker
_CONNECT = 10  # seconds in which a scheduler answers
_PATIENCE = 60.0  # seconds without any worker
_LOOK = 0.5  # seconds after which this process looks whether it is to stop
_TRIES = 3  # times that a row is sent again
_OFTEN = 2.0  # seconds after which it counts the workers again
_SAME = "SOURCE_DATE_EPOCH"  # of the environment, what decides bytes

_turn = threading.Lock()  # a worker with several threads builds one row at a time
_here: dict[str, tuple[Shared, TemporaryDirectory[str]]] = {}


class Carried(Struct, frozen=True):
    """Files of a row that are saved by another machine."""

    files: dict[str, bytes]

    def save(self, _: str, files: Mapping[str, bytes]) -> tuple[str, ...]:
        """Keep the files."""
        self.files.update(files)
        return ()


class Work(Struct, frozen=True):
    """What all rows need of a worker: `id` names the batch, `builder` the program that must be there."""

    id: str
    packed: Packed
    builder: Builder
    epoch: str | None


class Result(Struct, frozen=True):
    """What came of a row, and its files if the worker did not save them; or the program of the worker."""

    done: Done | None
    files: dict[str, bytes] = {}
    other: Builder | None = None


def run(
    shared: Shared, jobs: Sequence[Job], stopped: Callable[[], bool] = lambda: False, *, address: str
) -> Iterator[Done]:
    """Yield what comes of each row as it is done, in any order; raises `BriefError` if the cluster fails.

    The first row is built here: it shows what the brief reads, before anything is sent.
    """
    client = _connected(address)
    try:
        _check(client, address)
        first = list(run_here(shared, jobs[:1], stopped, processes=1))
        yield from first
        if len(jobs) > 1 and not stopped():
            sent = packed(shared, jobs, first)
            yield from _Cluster(client, address, shared, jobs[1:], sent, stopped).results()
    finally:
        with suppress(Exception):
            client.close(timeout=5)


def _connected(address: str) -> Client:
    try:
        from distributed import Client
    except ImportError:
        _refuse("--scheduler needs a package that is not installed", EXTRA)
    try:
        return Client(address, timeout=_CONNECT, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as fault:
        hint = "start one with `dask scheduler`, and give its address, such as tcp://10.0.0.5:8786"
        _refuse(f"no scheduler answers at {address}: {type(fault).__name__}", hint, fault)


def _check(client: Client, address: str) -> None:
    """Raise `BriefError` if there is no worker, or one with another program."""
    if not client.nthreads():
        with suppress(TimeoutError):
            client.wait_for_workers(1, timeout=_CONNECT)
    try:
        found = client.run(this_builder)
    except Exception as fault:  # noqa: BLE001  # a worker sends what it could not import as a plain one
        if isinstance(fault, ImportError) or "ModuleNotFoundError" in str(fault):
            _without(fault)
        _refuse(f"the workers at {address} do not answer: {fault}", "look into their logs", fault)
    if not found:
        hint = f"start some: dask worker {address} --nthreads 1"
        _refuse(f"the scheduler at {address} has no workers", hint)
    for worker, other in found.items():
        if other != this_builder():
            _other(worker, other)


def _without(fault: BaseException) -> NoReturn:
    _refuse("a worker does not have policy-brief-builder", f"on every worker: {EXTRA}", fault)


def _other(worker: str, other: Builder) -> NoReturn:
    mine = this_builder()
    if other.version != mine.version:
        what = f"version {other.version}, and not {mine.version}"
    elif other.code != mine.code:
        what = f"another build of version {other.version}"
    else:
        what = f"other libraries: {', '.join(sorted({*other.libraries} - {*mine.libraries}))}"
    _refuse(f"the worker {worker} has {what}", "install the same policy-brief-builder on all machines")


def _refuse(message: str, hint: str, cause: BaseException | None = None) -> NoReturn:
    raise BriefError([error("rows-built", "", message, hint)]) from cause


class _Cluster:
    def __init__(
        self,
        client: Client,
        address: str,
        shared: Shared,
        jobs: Sequence[Job],
        packed: Packed,
        stopped: Callable[[], bool],
    ) -> None:
        self.client, self.address, self.shared, self.stopped = client, address, shared, stopped
        self.saves = isinstance(shared.target, Folder)  # which is on this machine, and not on the workers
        if self.saves:
            packed = replace(packed, shared=replace(packed.shared, target=Carried({})))
        id = f"brief-{os.getpid()}-{time.time_ns()}"
        self.work = Work(id, packed, this_builder(), os.environ.get(_SAME))
        self.left = deque(jobs)
        self.suspects: set[int] = set()  # rows that were with workers that were lost
        self.tries: dict[int, int] = {}
        self.under_way: dict[Future[Result], Job] = {}
        self.sent: Any = None
        self.workers, self.counted, self.seen = 0, 0.0, time.monotonic()

    def results(self) -> Iterator[Done]:
        """Yield what comes of the rows; never more are under way than the workers soon need."""
        try:
            while self.left or self.under_way:
                if self.stopped():
                    self.left.clear()
                self._count()
                while self.left and len(self.under_way) < self._most():
                    self._submit(self.left.popleft())
                yield from self._finished()
        finally:
            with suppress(Exception):
                self.client.cancel(list(self.under_way))

    def _count(self) -> None:
        """Count the workers from time to time; raise `BriefError` if scheduler or workers are gone."""
        now = time.monotonic()
        if now - self.counted < _OFTEN:
            return
        try:
            self.workers = len(self.client.nthreads())
        except Exception as fault:  # noqa: BLE001  # of whatever kind: the connection is closed
            self._lost(fault)
        if self.client.status != "running":
            self._lost(None)
        self.counted = time.monotonic()
        if self.workers:
            self.seen = self.counted
        elif self.counted - self.seen > _PATIENCE:
            _refuse(f"no worker is left at {self.address}", "start workers, and go on with --resume")

    def _lost(self, cause: BaseException | None) -> NoReturn:
        hint = "every row that was written is whole: start a scheduler, and go on with --resume"
        _refuse(f"the scheduler at {self.address} was lost", hint, cause)

    def _most(self) -> int:
        """Return how many rows may be under way: a suspect is alone, so that it is known which one it is."""
        if self.suspects.isdisjoint(job.number for job in (self.left[0], *self.under_way.values())):
            return max(self.workers, 1) * _WAITING
        return 1

    def _submit(self, job: Job) -> None:
        try:
            if self.sent is None:
                self.sent = self.client.scatter(self.work, broadcast=True, hash=False)
            key = f"brief-row-{job.number}-{time.time_ns()}"
            self.under_way[self.client.submit(build, self.sent, job, key=key, pure=False)] = job
        except Exception as fault:  # noqa: BLE001  # of whatever kind: the connection is closed
            self._lost(fault)

    def _finished(self) -> Iterator[Done]:
        from distributed import wait

        if self.under_way:
            with self.client.as_current(), suppress(TimeoutError, CancelledError):
                wait(list(self.under_way), timeout=_LOOK, return_when="FIRST_COMPLETED")
        for future in [one for one in self.under_way if one.done()]:
            job = self.under_way.pop(future)
            if done := self._result(future, job):
                yield done

    def _result(self, future: Future[Result], job: Job) -> Done | None:
        """Return what came of a row, or None if it is built again."""
        from distributed import KilledWorker

        try:
            result: Result = future.result(timeout=_PATIENCE)
        except KilledWorker:
            if job.number in self.suspects:
                message = "every worker that built the row was ended"
                hint = "it may need more memory than the workers have"
                return _failed(job, error("rows-built", "", message, hint))
            self.suspects.add(job.number)
            self.left.append(job)
            return None
        except ImportError as fault:
            _without(fault)
        except Exception as fault:  # noqa: BLE001  # whatever it is, it is no fault of the other rows
            return self._again(job, fault)
        if result.done is None:
            _other("that built a row", result.other or self.work.builder)
        return self._saved(result.done, result.files)

    def _again(self, job: Job, fault: BaseException) -> Done | None:
        """Send a row again which went with a worker, or whose worker lost what all rows share."""
        self.counted = 0.0
        self._count()
        self.sent = None
        self.tries[job.number] = self.tries.get(job.number, 0) + 1
        if self.tries[job.number] > _TRIES:
            message = f"workers could not build the row: {type(fault).__name__}: {fault}"
            return _failed(job, error("rows-built", "", message, "look into the logs of the workers"))
        self.left.appendleft(job)
        return None

    def _saved(self, done: Done, files: Mapping[str, bytes]) -> Done:
        if not self.saves or done.state != BUILT:
            return done
        try:
            return replace(done, kept=self.shared.target.save(done.name, files))
        except BriefError as wrong:
            return replace(done, state=FAILED, files=(), problems=wrong.problems)


def _failed(job: Job, problem: Problem) -> Done:
    return Done(job.number, job.name, job.key, FAILED, problems=(problem,))


def build(work: Work, job: Job) -> Result:
    """Build a row on a worker."""
    if this_builder() != work.builder:
        return Result(None, other=this_builder())
    with _turn:
        _set_epoch(work.epoch)
        shared = _shared_here(work)
        carried = Carried({}) if isinstance(shared.target, Carried) else None
        done = build_row(replace(shared, target=carried) if carried else shared, job)
        done = at_home(done, shared.opened.path, work.packed.shared.opened.path)
        return Result(done, carried.files if carried else {})


def _set_epoch(epoch: str | None) -> None:
    if epoch is None:
        os.environ.pop(_SAME, None)
    else:
        os.environ[_SAME] = epoch


def _shared_here(work: Work) -> Shared:
    """Return what the rows of a batch share, with its files on this worker; those of the last batch go."""
    if work.id not in _here:
        from distributed import get_worker

        for _, old in _here.values():
            old.cleanup()
        _here.clear()
        folder = TemporaryDirectory(prefix="brief-", dir=get_worker().local_directory)
        _here[work.id] = unpacked(work.packed, Path(folder.name)), folder
    return _here[work.id][0]
