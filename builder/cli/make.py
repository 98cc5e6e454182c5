"""The commands that make the three files, once or at every save, and that tell what is in their way."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.options import AUDIENCE, BRIEF, FINAL, FORMATS, ONLY, OUT, PRODUCTS, STRICT
from builder.cli.show import (
    Progress,
    fail,
    show,
    tell_compared,
    tell_count,
    tell_end,
    tell_files,
    tell_kept,
    tell_unchanged,
)

if TYPE_CHECKING:
    from builder.manifest.form import Edition
    from builder.pipeline import Built
    from builder.report.problems import Problem
    from builder.workers import Worker

PICTURES = frozenset((".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff", ".bmp"))


@click.command()
@BRIEF
@OUT
@ONLY
@AUDIENCE
@FINAL
@click.option(
    "--check",
    "compare",
    is_flag=True,
    help="Write nothing; exit 1 if the files are not what the brief gives.",
)
@STRICT
@FORMATS
def build(
    brief: Path,
    out: Path,
    only: tuple[str, ...],
    audience: str | None,
    final: bool,
    compare: bool,
    strict: bool,
    form: str,
) -> None:
    """Make the memo, the deck and the summary.

    BRIEF is the file that holds the argument (default: brief.yaml).

    \b
    All of the files are written, or none: problems are shown with their line in the brief,
    and the files of the last build stay as they were. A text that does not fit is such a
    problem: it says how much is over and which fields to shorten. Beside them stands a
    manifest: what they were made from, and where each element of the brief stands in them.

    \b
    Examples:
      brief build
      brief build talks.yaml --out dist --only summary
      brief build --audience public --final     copies to hand out
      brief build --check --format github       in continuous integration
    """
    from builder.manifest.current import is_current
    from builder.manifest.form import Edition

    start = time.perf_counter()
    edition = Edition(audience, final)
    manifest = is_current(brief, out, edition, only)
    if manifest is not None and (not manifest.warnings or (compare and not strict)):
        show((), {}, form, to_stderr=True)
        if form == "text":
            tell_unchanged(manifest, brief, out, only, time.perf_counter() - start)
        return
    from builder.report.problems import BriefError

    with worker_for(only) as worker:
        try:
            if compare:
                _tell_compared(brief, out, only, edition, strict, form, worker)
                return
            built = _build(brief, out, only, edition, strict, worker)
        except BriefError as error:
            show(error.problems, error.sources, form, to_stderr=True)
            if form == "text":
                tell_count(error.problems, strict, "" if compare else "nothing was written")
            sys.exit(1)
    show(built.warnings, built.sources, form, to_stderr=True)
    if form == "text":
        tell_files(built.files, built.manifest)
        tell_kept(built.kept)
        tell_end(built, only, time.perf_counter() - start)


def _tell_compared(
    brief: Path,
    out: Path,
    only: Sequence[str],
    edition: Edition,
    strict: bool,
    form: str,
    worker: Worker | None,
) -> None:
    """Tell which files are not what the brief gives, and end with exit code 1 if any is not."""
    from builder.outline.text import Product
    from builder.pipeline import compare_files

    with Progress() as progress:
        found = compare_files(
            brief,
            out,
            only=[Product(name) for name in only],
            edition=edition,
            strict=strict,
            step=progress.tell,
            worker=worker,
        )
    show(found.problems, found.sources, form, to_stderr=True)
    if form == "text":
        tell_compared(found.problems, brief, only)
    sys.exit(1 if found.problems else 0)


@click.command()
@click.argument("briefs", type=click.Path(path_type=Path), nargs=-1, metavar="[BRIEF]...")
@STRICT
@FORMATS
def check(briefs: tuple[Path, ...], strict: bool, form: str) -> None:
    """Tell every problem, and write nothing.

    BRIEF is a file, or several (default: brief.yaml). What does not fit its slide or the page is told
    too, in the edition for every audience of the brief. Exit code 1 if there is an error, or with
    --strict a warning.
    """
    problems: list[Problem] = []
    sources: dict[str, str] = {}
    with worker_for(PRODUCTS, export=False) as worker:
        from builder.pipeline import check_brief

        for brief in briefs or (Path("brief.yaml"),):
            found, source = check_brief(brief, worker)
            problems += found
            sources |= source
    show(problems, sources, form, to_stderr=False)
    if form == "text":
        tell_count(problems, strict, "")
    sys.exit(1 if any(problem.is_error or strict for problem in problems) else 0)


@click.command()
@BRIEF
@OUT
@ONLY
@AUDIENCE
def watch(brief: Path, out: Path, only: tuple[str, ...], audience: str | None) -> None:
    """Build again at every save.

    BRIEF (default: brief.yaml) is built when it is saved, or a picture beside it. Ctrl-C ends it.
    """
    from builder.manifest.form import Edition
    from builder.report.problems import BriefError

    def rebuild(worker: Worker | None) -> None:
        start = time.perf_counter()
        try:
            built = _build(brief, out, only, Edition(audience), strict=False, worker=worker)
        except BriefError as error:
            show(error.problems, error.sources, "text", to_stderr=True)
            tell_count(error.problems, strict=False, consequence="the files stay as they were")
            return
        show(built.warnings, built.sources, "text", to_stderr=True)
        names = ", ".join(file.path.name for file in built.files if file.changed) or "nothing new"
        click.echo(f"{time.strftime('%H:%M:%S')}  {names}  {time.perf_counter() - start:.2f} s")

    with suppress(KeyboardInterrupt), worker_for(only) as worker:
        last = _signature(brief)
        rebuild(worker)
        if worker is not None:
            worker.rebalance()
        from watchfiles import watch as changes

        if not brief.parent.is_dir():
            fail(f"there is no folder {brief.parent} to watch", "name the brief: brief watch FILE")

        def matters(_: object, path: str) -> bool:
            changed = Path(path)
            return changed.name == brief.name or (
                changed.suffix.lower() in PICTURES and not changed.name.startswith((".", "~"))
            )

        click.echo(f"watching {brief.parent.resolve()}; Ctrl-C ends it", err=True)
        # The half-second look at the brief itself finds a save from before the watcher listened.
        for changed in changes(
            brief.parent,
            watch_filter=matters,
            debounce=50,
            step=10,
            rust_timeout=500,
            yield_on_timeout=True,
        ):
            seen, last = last, _signature(brief)
            if changed or seen != last:
                rebuild(worker)
                gc.collect()


def _build(
    brief: Path, out: Path, only: Sequence[str], edition: Edition, strict: bool, worker: Worker | None
) -> Built:
    from builder.outline.text import Product
    from builder.pipeline import build as build_brief

    with Progress() as progress:
        return build_brief(
            brief,
            out,
            only=[Product(name) for name in only],
            edition=edition,
            strict=strict,
            step=progress.tell,
            worker=worker,
        )


def worker_for(only: Sequence[str], *, export: bool = True) -> AbstractContextManager[Worker | None]:
    """A second process where it pays, started before anything heavy is imported."""
    from builder.workers import Worker, may_fork

    return Worker(export=export) if set(only) - {"summary"} and may_fork() else nullcontext()


def _signature(path: Path) -> tuple[int, int] | None:
    """Time and size of a file, to see that it was saved; None where it is not there."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size
