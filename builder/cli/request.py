"""Starts the run of a command, and ends the command when the run finds problems."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.options import PRODUCTS
from builder.cli.show import say, show, show_count

if TYPE_CHECKING:
    from builder.pipeline.request import Request
    from builder.pipeline.worker import Worker

_STEPS = {
    "load": "reading the brief",
    "memo": "making the memo",
    "deck": "making the deck",
    "summary": "making the summary",
    "save": "saving",
}


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
    with nullcontext() if alone else worker_for(only) as worker, _progress():
        from builder.manifest.form import Edition
        from builder.pipeline.request import Request, in_order

        edition = Edition(audience, final)
        yield Request(brief, out, in_order(only), edition, strict, _show_step, _show_notice, worker)


def worker_for(only: Sequence[str], *, export: bool = True) -> AbstractContextManager[Worker | None]:
    """Start the second process where it pays, before anything heavy is imported."""
    from builder.pipeline.worker import EXPORT, LAYOUT, Worker, may_fork

    pays = set(only) - {"summary"} and may_fork()
    return Worker(EXPORT if export else LAYOUT) if pays else nullcontext()


@contextmanager
def ending_on_problems(
    consequence: str = "", if_only_warnings: str = "", *, to_stderr: bool = True
) -> Iterator[None]:
    """Show the problems that end a run, and exit with code 1."""
    from builder.report.problems import BriefError

    try:
        yield
    except BriefError as error:
        show(error.problems, error.sources, to_stderr=to_stderr)
        show_count(error.problems, consequence, if_only_warnings)
        sys.exit(1)


@contextmanager
def _progress() -> Iterator[None]:
    """Remove the line of the current step at the end."""
    try:
        yield
    finally:
        if sys.stderr.isatty():
            click.echo("\r\x1b[2K", nl=False, err=True)


def _show_notice(text: str) -> None:
    say(f"note: {text}", err=True)


def _show_step(step: str) -> None:
    """Show the current step in one line of a terminal; nothing if the output is piped."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[2K{_STEPS[step]} …", nl=False, err=True)
