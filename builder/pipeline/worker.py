"""A second process that does jobs for the first one, and saves its files."""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import select
import signal
import struct
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from types import ModuleType, TracebackType
from typing import BinaryIO, NamedTuple, TypeVar


class Modules(NamedTuple):
    """What both processes need, imported once before the second one starts, and what only that one needs."""

    shared: tuple[str, ...]
    own: tuple[str, ...]


LAYOUT = Modules(
    ("builder.languages.language", "builder.layout.map.place", "builder.layout.text.fit"),
    ("builder.layout.deck", "builder.layout.memo.figure"),
)
EXPORT = Modules(
    (
        *LAYOUT.shared,
        "builder.pipeline.products",
        "PIL.ImageFont",
        "lxml.etree",
        "builder.audit.compare",
        "builder.audit.office.drawings",
        "builder.saving.save",
        "builder.trace.appearances",
    ),
    (
        "builder.layout.deck",
        "builder.export.powerpoint.deck",
        "builder.export.word.memo",
        "builder.audit.word.reader",
    ),
)

_LENGTH = struct.Struct(">Q")
_PIPE = 1 << 20  # bytes: results wait there while the first process is busy, so that the second goes on
_IDLE = 1.0  # seconds without a job after which there is time to collect garbage

Result = TypeVar("Result")


def may_fork() -> bool:
    """Whether a second process is safe and pays: on Linux, with two cores and no other thread."""
    return sys.platform == "linux" and (os.cpu_count() or 1) > 1 and threading.active_count() == 1


class Worker:
    """A forked process that imports its `modules` at once, then does the jobs it is given, in their order.

    Use it as a context manager. Jobs and results are pickled and go through two pipes that no other process
    can reach. If the system ends the process, its jobs are done in this one.
    """

    def __init__(self, modules: Modules = EXPORT) -> None:
        for module in modules.shared:
            import_module(module)
        order_read, order_write = os.pipe()
        answer_read, answer_write = os.pipe()
        with contextlib.suppress(OSError):
            from fcntl import F_SETPIPE_SZ, fcntl

            fcntl(answer_write, F_SETPIPE_SZ, _PIPE)
        self._pid = os.fork()
        if self._pid == 0:
            os.close(order_write)
            os.close(answer_read)
            _serve(os.fdopen(order_read, "rb", buffering=0), os.fdopen(answer_write, "wb"), modules.own)
        os.close(order_read)
        os.close(answer_write)
        self._orders = os.fdopen(order_write, "wb", buffering=0)
        self._answers = os.fdopen(answer_read, "rb")

    def start(self, jobs: Sequence[Callable[[], Result]]) -> Iterator[Result]:
        """Hand over jobs; the iterator waits for each result, or raises the exception of the job.

        The jobs wait for those that were started before. Take the results of these first, before starting
        more than a short one: what does not fit the pipe waits until they are done.
        """
        with contextlib.suppress(BrokenPipeError):
            _put(self._orders, jobs)
        return map(self._result, jobs)

    def _result(self, job: Callable[[], Result]) -> Result:
        try:
            answer = _get(self._answers)
        except EOFError:
            return job()
        if isinstance(answer, BaseException):
            raise answer
        return answer  # type: ignore[return-value]

    def call(self, job: Callable[[], Result]) -> Result:
        """Do a short job that must not be cut in two, even if this process is killed; Ctrl-C waits for it."""
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
        try:
            return next(self.start([job]))
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(BrokenPipeError):
            self._orders.close()
        self._answers.close()
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)  # it writes no file, and its clean-up is not worth the wait
        os.waitpid(self._pid, 0)  # so that its time and memory count as this process's


def _serve(orders: BinaryIO, answers: BinaryIO, modules: Iterable[str]) -> None:
    """Do jobs until no more come, then leave without the parent's clean-up.

    The process belongs to no terminal, and to no group that is killed with the parent. `orders` has no
    buffer: what it held would not count as waiting.
    """
    os.setsid()
    code = 0
    try:
        _import_sax_alone()
        for module in modules:
            import_module(module)
        while True:
            try:
                jobs = _get(orders)
            except EOFError:
                break
            _do(jobs, answers)  # type: ignore[arg-type]
            if not select.select([orders], [], [], _IDLE)[0]:
                gc.collect()  # while nobody waits: the command line has turned the collector off
    except (BrokenPipeError, KeyboardInterrupt):
        code = 1
    finally:
        os._exit(code)


def _import_sax_alone() -> None:
    """Import the XML module that python-pptx needs without the modules for HTTP that it brings along.

    It uses them only to open an address, which nothing in this process does; they cost a tenth of all
    imports. Afterwards an import of `urllib.request` finds the real module.
    """
    if "urllib.request" not in sys.modules:
        sys.modules["urllib.request"] = ModuleType("urllib.request")
        import_module("xml.sax.saxutils")
        del sys.modules["urllib.request"]


def _do(jobs: Sequence[Callable[[], object]], answers: BinaryIO) -> None:
    """Answer each job with its result; the first that fails ends them, with its exception as the answer."""
    try:
        for job in jobs:
            _put(answers, job())
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001  # every exception is the parent's to raise
        import traceback

        error.add_note("".join(traceback.format_exception(error)))
        _put(answers, _sendable(error))


def _put(stream: BinaryIO, message: object) -> None:
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    rest = memoryview(_LENGTH.pack(len(data)) + data)
    while rest:
        rest = rest[stream.write(rest) :]
    stream.flush()


def _get(stream: BinaryIO) -> object:
    (length,) = _LENGTH.unpack(_read(stream, _LENGTH.size))
    return pickle.loads(_read(stream, length))


def _read(stream: BinaryIO, length: int) -> bytes:
    data = b""
    while len(data) < length:
        part = stream.read(length - len(data))
        if not part:
            raise EOFError
        data += part
    return data


def _sendable(error: Exception) -> Exception:
    """Return the exception, or one with its message if it cannot be pickled."""
    try:
        pickle.loads(pickle.dumps(error))
    except (pickle.PickleError, AttributeError, TypeError):
        plain = RuntimeError(f"{type(error).__name__}: {error}")
        for note in getattr(error, "__notes__", ()):
            plain.add_note(note)
        return plain
    return error
