"""The commands that write: a first brief, and the three files; and those that tell what a brief may say."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.options import BRIEF, FORMATS, ONLY, OUT, PRODUCTS, STRICT
from builder.cli.show import Progress, fail, show, tell_count, tell_end, tell_files

if TYPE_CHECKING:
    from builder.pipeline import Built
    from builder.problems import Problem
    from builder.workers import Worker

PICTURES = frozenset((".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff", ".bmp"))


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=".", metavar="[DIR]")
def new(folder: Path) -> None:
    """Write a small working brief with comments.

    DIR is its folder (default: here). Beside it stands the JSON Schema, so that editors complete and
    check while you type. An existing brief is never overwritten.
    """
    from importlib.resources import files

    starter = files("builder.brief").joinpath("starter.yaml").read_bytes()
    target, schema_file = folder / "brief.yaml", folder / "brief.schema.json"
    if target.exists():
        fail(f"{target} is there already and was left as it is", "choose another folder: brief new DIR")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        schema_file.write_text(_schema_text(), encoding="utf-8", newline="\n")
        target.write_bytes(starter)
    except OSError as error:
        fail(f"{folder} cannot be written: {(error.strerror or str(error)).lower()}", "choose another folder")
    here = "" if folder == Path() else f"cd {folder} && "
    click.echo(f"wrote {target} and {schema_file}\n\nnext:")
    click.echo(f"  {here}brief build    make the three files in output/")
    click.echo(f"  {here}brief watch    make them again at every save")


@click.command()
@BRIEF
@OUT
@ONLY
@STRICT
@FORMATS
def build(brief: Path, out: Path, only: tuple[str, ...], strict: bool, form: str) -> None:
    """Make the memo, the deck and the summary.

    BRIEF is the file that holds the argument (default: brief.yaml).

    \b
    All of the files are written, or none: problems are shown with their line in the brief,
    and the files of the last build stay as they were. A text that does not fit is such a
    problem: it says how much is over and which fields to shorten.

    \b
    Examples:
      brief build
      brief build talks.yaml --out dist --only summary
      brief build --strict --format github      in continuous integration
    """
    from builder.problems import BriefError

    with worker_for(only) as worker:
        start = time.perf_counter()
        try:
            built = _build(brief, out, only, strict, worker)
        except BriefError as error:
            show(error.problems, error.sources, form, to_stderr=True)
            if form == "text":
                tell_count(error.problems, strict, "nothing was written")
            sys.exit(1)
    show(built.warnings, built.sources, form, to_stderr=True)
    if form == "text":
        tell_files(built.files)
        tell_end(built, only, time.perf_counter() - start)


@click.command()
@click.argument("briefs", type=click.Path(path_type=Path), nargs=-1, metavar="[BRIEF]...")
@STRICT
@FORMATS
def check(briefs: tuple[Path, ...], strict: bool, form: str) -> None:
    """Tell every problem, and write nothing.

    BRIEF is a file, or several (default: brief.yaml). What does not fit its slide or the page is told
    too. Exit code 1 if there is an error, or with --strict a warning.
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
def watch(brief: Path, out: Path, only: tuple[str, ...]) -> None:
    """Build again at every save.

    BRIEF (default: brief.yaml) is built when it is saved, or a picture beside it. Ctrl-C ends it.
    """
    from builder.problems import BriefError

    def rebuild(worker: Worker | None) -> None:
        start = time.perf_counter()
        try:
            built = _build(brief, out, only, strict=False, worker=worker)
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


@click.command()
def schema() -> None:
    """Print the JSON Schema of a brief.

    \b
    brief new binds it by the first line of the brief:
      # yaml-language-server: $schema=brief.schema.json
    """
    click.echo(_schema_text(), nl=False)


def _build(brief: Path, out: Path, only: Sequence[str], strict: bool, worker: Worker | None) -> Built:
    from builder.outline.text import Product
    from builder.pipeline import build as build_brief

    with Progress() as progress:
        return build_brief(
            brief,
            out,
            only=[Product(name) for name in only],
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


def _schema_text() -> str:
    import json

    from builder.brief.load import schema as brief_schema

    return json.dumps(brief_schema(), ensure_ascii=False, indent=2) + "\n"
