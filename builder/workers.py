"""A second process that makes the Office files while the first one loads the brief and makes the summary."""

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
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import BinaryIO, TypeVar

from builder.outline.blocks import Outline
from builder.outline.text import Product
from builder.products import Made, make

_LENGTH = struct.Struct(">Q")
_IDLE = 0.2  # seconds without an order after which there is time to collect garbage

Result = TypeVar("Result")


def may_fork() -> bool:
    """Say whether a second process is safe and pays: Linux, two cores, no other thread."""
    return sys.platform == "linux" and (os.cpu_count() or 1) > 1 and threading.active_count() == 1


class Worker:
    """A forked process that imports the Office libraries at once, then makes what it is sent.

    Use as a context manager; messages are pickles over two pipes that no other process can reach.
    `products` says what is its to make: at first both Office files, whose libraries it has imported. Once
    the first process has imported its own, `rebalance` gives it the memo back.
    """

    def __init__(self, *, export: bool = True) -> None:
        self._export = export
        self.products = frozenset((Product.MEMO, Product.DECK))
        order_read, order_write = os.pipe()
        answer_read, answer_write = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            os.close(order_write)
            os.close(answer_read)
            _serve(os.fdopen(order_read, "rb"), os.fdopen(answer_write, "wb"), export)
        os.close(order_read)
        os.close(answer_write)
        self._orders = os.fdopen(order_write, "wb", buffering=0)
        self._answers = os.fdopen(answer_read, "rb")

    def rebalance(self) -> None:
        """Leave this process the deck alone, which takes as long as the other two products."""
        self.products = frozenset((Product.DECK,))

    def send(self, outline: Outline, products: Sequence[Product]) -> None:
        """Hand over the work; `receive` gives the result."""
        self._order = (outline, tuple(products))
        with contextlib.suppress(BrokenPipeError):
            _put(self._orders, self._order)

    def receive(self) -> list[Made]:
        """Wait for the products; an exception of the other process is raised here.

        Should that process have been ended by the system, the work is done in this one.
        """
        try:
            answer = _get(self._answers)
        except EOFError:
            outline, products = self._order
            return [make(outline, product, export=self._export) for product in products]
        if isinstance(answer, BaseException):
            raise answer
        assert isinstance(answer, list)
        return answer

    def call(self, work: Callable[[], Result]) -> Result:
        """Do a short piece of work there, so that to kill this process does not cut it in two.

        The work and its result are pickled; an exception of the work is raised here. Should that process
        have been ended by the system, the work is done in this one, from its beginning. Ctrl-C waits.
        """
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
        try:
            with contextlib.suppress(BrokenPipeError):
                _put(self._orders, work)
            try:
                answer = _get(self._answers)
            except EOFError:
                return work()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        if isinstance(answer, BaseException):
            raise answer
        return answer  # type: ignore[return-value]

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
        os.waitpid(self._pid, 0)


def _serve(orders: BinaryIO, answers: BinaryIO, export: bool) -> None:
    """Work until the orders end, then leave without the parent's clean-up.

    The process belongs to no terminal, and to no group that is killed with the parent.
    """
    os.setsid()
    code = 0
    try:
        _warm_up(export)
        while True:
            try:
                order = _get(orders)
            except EOFError:
                break
            try:
                _put(answers, _done(order, export))
            except Exception as error:  # noqa: BLE001  # every fault is the parent's to raise
                import traceback

                error.add_note("".join(traceback.format_exception(error)))
                _put(answers, _sendable(error))
            if not select.select([orders], [], [], _IDLE)[0]:
                gc.collect()  # while nobody waits: the command line has turned the collector off
    except (BrokenPipeError, KeyboardInterrupt):
        code = 1
    finally:
        os._exit(code)


def _done(order: object, export: bool) -> object:
    """What comes of an order: of a piece of work its result, of an outline its products."""
    if callable(order):
        return order()
    assert isinstance(order, tuple)
    outline, products = order
    return [make(outline, product, export=export) for product in products]


def _warm_up(export: bool) -> None:
    """Import what the Office files need while the brief is still being loaded."""

    if export:
        pass


def _put(stream: BinaryIO, message: object) -> None:
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    message_bytes = memoryview(_LENGTH.pack(len(data)) + data)
    while message_bytes:
        message_bytes = message_bytes[stream.write(message_bytes) :]
    stream.flush()


def _get(stream: BinaryIO) -> object:
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return pickle.loads(data)


def _sendable(error: Exception) -> Exception:
    """The error itself, or its words where it cannot cross to the other process."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:  # noqa: BLE001  # whatever a foreign exception does when it is pickled
        told = RuntimeError(f"{type(error).__name__}: {error}")
        for note in getattr(error, "__notes__", ()):
            told.add_note(note)
        return told
    return error
