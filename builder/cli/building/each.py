"""`brief build --each`: builds one brief for each row of a table, and says which rows were not built."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

import click

from builder.cli.request import ending_on_problems
from builder.cli.show import STRICT_WARNINGS, say, show
from builder.report.printable import counted

if TYPE_CHECKING:
    from builder.batch.building import Built, Runner
    from builder.batch.plan import Asked, Batch
    from builder.batch.row import Done
    from builder.batch.target import Target
    from builder.report.problems import Problem

_MOST_SHOWN = 20  # reasons for which rows were not built that are printed
_MOST_NAMED = 5  # rows that have one reason
_OFTEN = 0.2  # seconds between two states of the line that shows the progress


class Options(NamedTuple):
    """The options that only a batch has."""

    name: str = ""
    only_rows: tuple[tuple[int, int], ...] = ()
    sample: int | None = None
    dry_run: bool = False
    resume: bool = False
    processes: int | None = None
    scheduler: str | None = None


def refuse_without_each(given: Mapping[str, object]) -> None:
    """Refuse a command line that has options of a batch without its rows."""
    if named := [name for name, value in given.items() if value]:
        raise click.UsageError(f"--{named[0].replace('_', '-')} is for --each ROWS")


def build_each(asked: Asked, out: Path | str, options: Options, key: bytes = b"") -> None:
    """Build or release a brief for each row; exit with 1 if a row was not built, with 130 after Ctrl-C.

    `key` signs the bundles of a release.
    """
    start = time.perf_counter()
    done = "released" if asked.release else "built"
    with ending_on_problems(f"nothing was {done}", STRICT_WARNINGS):
        from builder.batch.plan import plan
        from builder.batch.target import target_of

        target, batch = target_of(str(out)), plan(asked)
    if options.resume and asked.release and not asked.release.signer:
        _refuse_unsigned(target)
    if options.dry_run:
        _check(batch, target, options.processes)
    from builder.batch.building import build_batch, unchanged

    runner = _runner(options)
    with ending_on_problems(), _stopping() as stopped:
        left = unchanged(batch, target) if options.resume else []
        with _shown(len(batch.wanted) - len(left)) as note:
            built = build_batch(batch, target, left, runner, note, stopped, key)
    _report(batch, built.failed)
    noun, verb = ("release", "written") if asked.release else ("row", "built")
    _sum_up(built, target, time.perf_counter() - start, noun, verb)
    sys.exit(130 if built.not_begun else 1 if built.failed else 0)


def _refuse_unsigned(target: Target) -> None:
    from builder.batch.record import is_signed

    with ending_on_problems():
        signed = is_signed(target)
    if signed:
        raise click.UsageError(
            "the bundles there are signed, and --resume would replace them with unsigned ones:"
            " add --sign KEY, or leave out --resume"
        )


def _runner(options: Options) -> Runner:
    """Return what builds rows: processes of this machine, or a cluster."""
    from builder.batch.run import processes, run

    if not options.scheduler:
        return partial(run, processes=options.processes or processes())
    from builder.batch.cluster import run as run_there

    return partial(run_there, address=options.scheduler)


def _check(batch: Batch, target: Target, processes: int | None) -> NoReturn:
    """List what would be built, and report the rows of which that is known to fail; write nothing."""
    from builder.batch.row import FAILED, Shared
    from builder.batch.run import processes as all_processes
    from builder.batch.run import run

    asked = batch.asked
    shared = Shared(batch.opened, asked.only, asked.strict, target, asked.release, only_checked=True)
    done: list[Done] = []
    with ending_on_problems(), _stopping() as stopped, _shown(len(batch.wanted)) as note:
        for one in run(shared, batch.wanted, stopped, processes=processes or all_processes()):
            done.append(one)
            note(one)
    failed = sorted((one for one in done if one.state == FAILED), key=lambda one: one.number)
    wrong = {one.number for one in failed}
    fit = [job for job in batch.wanted if job.number not in wrong]
    for job in fit:
        say(f"row {job.number}: {target.shown(job.name)}/ {' '.join(job.files)}")
    _report(batch, failed)
    some = len(batch.wanted) < len(batch.jobs)
    who = f"{len(fit):,} of them" if some or failed else "they" if len(fit) > 1 else "it"
    files = counted(sum(len(job.files) for job in fit), "file")
    parts = [f"{counted(len(batch.rows.rows), 'row')} checked"]
    parts += [f"{who} would become {files}"] if fit else []
    parts += [f"{len(failed):,} would fail"] if failed else []
    say("; ".join([*parts, "nothing was written"]))
    sys.exit(130 if len(done) < len(batch.wanted) else 1 if failed else 0)


def _report(batch: Batch, failed: Sequence[Done]) -> None:
    """Print why rows were not built."""
    from msgspec.structs import replace

    house = batch.opened.house
    texts = {batch.opened.path.as_posix(): batch.opened.text} | ({house.file: house.text} if house else {})
    found: dict[Problem, list[Done]] = {}
    for one in failed:
        for problem in [each for each in one.problems if each.is_error] or one.problems:
            found.setdefault(problem, []).append(one)
    problems = [
        replace(problem, message=f"{_named(rows)}: {problem.message}")
        for problem, rows in list(found.items())[:_MOST_SHOWN]
    ]
    show(problems, texts, to_stderr=True)
    if len(found) > _MOST_SHOWN:
        say(f"… and {len(found) - _MOST_SHOWN:,} more reasons: see summary.csv", err=True)


def _named(rows: Sequence[Done]) -> str:
    """Return the rows that have one problem: `row 3 (north)`, `5 rows (1, 2, 3 …)`."""
    if len(rows) == 1:
        return f"row {rows[0].number} ({rows[0].name})"
    more = " …" if len(rows) > _MOST_NAMED else ""
    return f"{len(rows):,} rows ({', '.join(str(one.number) for one in rows[:_MOST_NAMED])}{more})"


def _sum_up(built: Built, target: Target, seconds: float, noun: str, verb: str) -> None:
    for one in built.done:
        for name in one.kept:
            say(f"Your edited copy was saved as {target.shown(f'{one.name}/{name}')}", err=True)
        for one_unmailed in one.unmailed:
            say(f"no mail for {one_unmailed} of row {one.number}: add --audience", err=True)
    if built.strays:
        names = ", ".join(built.strays[:5]) + (" …" if len(built.strays) > 5 else "")
        say(f"note: {counted(len(built.strays), 'folder')} of rows that are no more: {names}", err=True)
    failed = len(built.failed)
    parts = [f"{counted(len(built.done) - failed, noun)} {verb} and verified"]
    parts += [f"{built.unchanged:,} unchanged"] if built.unchanged else []
    parts += [f"{failed:,} failed"] if failed else []
    parts += [f"{built.not_begun:,} not begun"] if built.not_begun else []
    rate = f", {len(built.done) / seconds:.1f} a second" if built.done else ""
    say(f"{'; '.join(parts)}; {seconds:.1f} s{rate}; see {target.shown('index.html')}")
    if built.not_begun:
        say("Stopped; every row that was begun is whole. Go on with --resume", err=True)


@contextmanager
def _stopping() -> Iterator[Callable[[], bool]]:
    """Yield what says whether Ctrl-C was pressed; a second one ends the command at once."""
    pressed: list[int] = []
    before = signal.getsignal(signal.SIGINT)

    def note(*_: object) -> None:
        pressed.append(1)
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, note)
    try:
        yield lambda: bool(pressed)
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _shown(total: int) -> Iterator[Callable[[Done], None]]:
    """Yield what counts a row in a line of the terminal: how many, how fast, and how long it still takes."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    line = _Line(total)
    try:
        yield line.add
    finally:
        click.echo("\r\x1b[2K", nl=False, err=True)


class _Line:
    def __init__(self, total: int) -> None:
        self.total, self.count, self.failed = total, 0, 0
        self.start = self.last = time.perf_counter()

    def add(self, one: Done) -> None:
        """Count a row, and show the state if it is time."""
        self.count += 1
        self.failed += one.state == "failed"
        now = time.perf_counter()
        if now - self.last >= _OFTEN or self.count in (1, self.total):
            self.last = now
            click.echo(f"\r\x1b[2K{self.state(now - self.start)}", nl=False, err=True)

    def state(self, seconds: float) -> str:
        """Return how many rows are done, how fast, and how long the others take."""
        rate = self.count / max(seconds, 0.001)
        left = (self.total - self.count) / rate
        time_left = f"{left / 60:.0f} min" if left > 90 else f"{left:.0f} s"
        bad = f", {self.failed:,} failed" if self.failed else ""
        share = f"{self.count:,} of {self.total:,} rows ({self.count / self.total:.0%})"
        return f"{share}, {rate:.1f} a second, {time_left} left{bad}"
