"""Starts the run of a command, and ends the command when the run finds problems."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.options import PRODUCTS
from builder.cli.show import say, show, show_count, stop

if TYPE_CHECKING:
    from threading import Timer

    from builder.pipeline.request import Request
    from builder.pipeline.worker import Worker

_STEPS = {
    "load": "reading the brief",
    "memo": "memo",
    "deck": "deck",
    "summary": "summary",
    "pages": "waiting for LibreOffice to show the pages",
    "save": "saving",
    "sources": "comparing the brief with its sources",
}
_PATIENCE = 0.5  # seconds before a step is shown


@contextmanager
def running(
    brief: Path,
    out: Path = Path("output"),
    only: Sequence[str] = PRODUCTS,
    audience: str | None = None,
    final: bool = False,
    strict: bool = False,
    *,
    alone: bool = False,
) -> Iterator[Request]:
    """Yield the run that the options ask for, with its second process unless it is better off alone."""
    with nullcontext() if alone else worker_for(only) as worker, progress() as step:
        from builder.manifest.form import Edition
        from builder.pipeline.request import Request, in_order

        edition = Edition(audience, final)
        yield Request(brief, out, in_order(only), edition, strict, step, _show_notice, worker)


def worker_for(only: Sequence[str], *, export: bool = True) -> AbstractContextManager[Worker | None]:
    """Start the second process where it pays, before anything heavy is imported."""
    from builder.pipeline.worker import EXPORT, LAYOUT, Worker, may_fork

    pays = set(only) - {"summary"} and may_fork()
    return Worker(EXPORT if export else LAYOUT) if pays else nullcontext()


@contextmanager
def ending_on_problems(
    consequence: str = "", if_only_warnings: str = "", *, to_stderr: bool = True
) -> Iterator[None]:
    """Show the problems that end a run, and exit with code 1; with 130 after Ctrl-C."""
    from builder.report.problems import BriefError

    try:
        yield
    except BriefError as error:
        show(error.problems, error.sources, to_stderr=to_stderr)
        show_count(error.problems, consequence, if_only_warnings)
        sys.exit(1)
    except KeyboardInterrupt:  # it waits for a save that is under way
        stop("; no file was left half-written" if consequence else "")


def rewrite(brief: Path, data: bytes, consequence: str, hint: str) -> None:
    """Save a brief that a command changed; where it cannot be written, end the command with that hint."""
    from msgspec.structs import replace

    from builder.report.problems import BriefError
    from builder.saving.save import save_all

    with ending_on_problems(consequence):
        try:
            save_all({brief.resolve(): data})
        except BriefError as error:  # what it says to do is for a build
            raise BriefError(replace(one, hint=hint) for one in error.problems) from None


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Yield what shows the current step of a run; the step "" ends it, and so does the end of the run.

    It is shown in one line of a terminal, if the run takes longer than half a second, and removed at the end.
    """
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda _: None
        return
    line = _Line()
    try:
        yield line.show
    finally:
        line.show("")


class _Line:
    """The last line of a terminal, which a timer may write at the same time as the run."""

    def __init__(self) -> None:
        from threading import Lock

        self.step = ""
        self.is_shown = False
        self.timer: Timer | None = None
        self.lock = Lock()

    def show(self, step: str) -> None:
        """Show a step now if one is shown already, else when it is time; none for ""."""
        from threading import Timer

        with self.lock:
            self.step = _STEPS.get(step, step)
            if self.is_shown:
                self._write()
            elif step and self.timer is None:
                self.timer = Timer(_PATIENCE, self._begin)
                self.timer.daemon = True
                self.timer.start()
            if not step and self.timer is not None:
                self.timer.cancel()
                self.timer, self.is_shown = None, False

    def _begin(self) -> None:
        with self.lock:
            if self.timer is not None:
                self.is_shown = True
                self._write()

    def _write(self) -> None:
        click.echo(f"\r\x1b[2K{f'{self.step} …' if self.step else ''}", nl=False, err=True)


def _show_notice(text: str) -> None:
    if sys.stderr.isatty():
        click.echo("\r\x1b[2K", nl=False, err=True)
    say(f"note: {text}", err=True)
