"""Prints what a run made or found: lines for a person, or a format for a machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NoReturn

import click

from builder.report.printable import printable

if TYPE_CHECKING:
    from pathlib import Path

    from builder.manifest.form import Manifest
    from builder.pipeline.auditing import Audited
    from builder.pipeline.building import Built
    from builder.report.problems import Problem

SHOWN_AS = {
    "memo": "memo (Word)",
    "deck": "deck (PowerPoint)",
    "summary": "summary (PDF)",
    "manifest": "manifest (JSON)",
}
STRICT_WARNINGS = "--strict: warnings count as errors"


def show(problems: Sequence[Problem], sources: Mapping[str, str], form: str, *, to_stderr: bool) -> None:
    """Print problems: for people beside the output, for machines as the output."""
    if form == "text":
        if problems:
            from builder.report.problems import as_text

            stream = sys.stderr if to_stderr else sys.stdout
            colour = stream.isatty() and not _no_colour()
            click.echo(as_text(problems, sources, colour=colour), file=stream, color=True if colour else None)
        return
    from builder import __version__
    from builder.report.machine import as_github, as_json, as_sarif

    match form:
        case "json":
            click.echo(as_json(problems))
        case "sarif":
            click.echo(as_sarif(problems, __version__))
        case "github" if problems:  # UTF-8 for the runner, whatever the console has
            click.echo(as_github(problems).encode())


def say(text: str, *, err: bool = False) -> None:
    """Print lines for a person; what would steer the terminal in a file name or a text is shown instead."""
    click.echo("\n".join(map(printable, text.split("\n"))), err=err)


def width() -> int:
    """Return how many columns a line of text may have: those of the terminal, at least 40 and at most 96."""
    from shutil import get_terminal_size

    return min(max(get_terminal_size().columns, 40), 96)


def _no_colour() -> bool:
    """Whether the user turned colour off, see https://no-color.org."""
    return bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"


def show_built(built: Built, brief: Path, only: Sequence[str], seconds: float) -> None:
    """Print each file and the manifest, then the result of reading the files back."""
    rows = [
        _row(file.product.value, file.path, file.pages, file.fill, file.size, changed=file.changed)
        for file in built.files
    ]
    _show_rows([*rows, (SHOWN_AS["manifest"], str(built.manifest), "")])
    show_kept(built)
    warnings = f"; {_count(built.warnings)}" if built.warnings else ""
    say(f"Verified: {_files(only)} {brief.name}; {seconds:.2f} s{warnings}")


def show_kept(built: Built) -> None:
    """Print where the files that were edited by hand are now."""
    for copy in built.kept:
        say(f"Your edited copy was saved as {copy}", err=True)


def show_up_to_date(manifest: Manifest, brief: Path, out: Path, only: Sequence[str], seconds: float) -> None:
    """Print the files of the last build, and that there is nothing to do."""
    _show_rows(
        [
            _row(one.product, out / one.file, one.pages or one.slides, one.fill, one.size, changed=False)
            for one in manifest.products
            if one.product in only
        ]
    )
    say(f"Up to date: {_files(only)} {brief.name}; {seconds:.2f} s")


def show_compared(problems: Sequence[Problem], brief: Path, only: Sequence[str]) -> None:
    """Print how many files are out of date, or that none is."""
    if problems:
        show_count(problems, "nothing was written")
    else:
        say(f"Up to date: {_files(only)} {brief.name}")


def show_audited(found: Audited, brief: Path, only: Sequence[str]) -> None:
    """Print how much was read and compared, and whether it matches the brief."""
    read = f"{found.files} file{'' if found.files == 1 else 's'} read, {found.words:,} words compared"
    result = _count(found.problems) if found.problems else f"{_files(only)} {brief.name}"
    say(f"{read}: {result}")


def show_count(problems: Sequence[Problem], consequence: str = "", if_only_warnings: str = "") -> None:
    """Print how many errors and warnings there are, and what follows."""
    if not problems:
        say("no problems found")
        return
    count = _count(problems)
    if if_only_warnings and not any(problem.is_error for problem in problems):
        count += f" ({if_only_warnings})"
    say(f"{count}; {consequence}" if consequence else count, err=bool(consequence))


def fail(message: str, hint: str) -> NoReturn:
    """Print an error that has no position in a brief, and end with exit code 1."""
    say(f"error: {message}\n  hint: {hint}", err=True)
    sys.exit(1)


def _show_rows(rows: Sequence[tuple[str, str, str]]) -> None:
    name_width, path_width = max(len(row[0]) for row in rows), max(len(row[1]) for row in rows)
    for name, path, extent in rows:
        say(f"{name:<{name_width}}  {path:<{path_width}}  {extent}".rstrip())


def _row(
    product: str, path: Path, pages: int | None, fill: float | None, size: int, *, changed: bool
) -> tuple[str, str, str]:
    """Return what a file is, where it is, and its extent."""
    parts = []
    if pages is not None:
        unit = "slide" if product == "deck" else "page"
        parts.append(f"{pages} {unit}{'' if pages == 1 else 's'}")
    if fill is not None:
        parts.append(f"{fill:.0%} full")
    parts.append(f"{size / 1000:.0f} kB")
    if not changed:
        parts.append("unchanged")
    return SHOWN_AS[product], str(path), ", ".join(parts)


def _files(only: Sequence[str]) -> str:
    """Return the files with their verb."""
    return (f"the {only[0]} matches", "both files match", "all three files match")[len(only) - 1]


def _count(problems: Sequence[Problem]) -> str:
    errors = sum(problem.is_error for problem in problems)
    warnings = len(problems) - errors
    parts = [
        f"{number} {word}{'' if number == 1 else 's'}"
        for number, word in ((errors, "error"), (warnings, "warning"))
        if number
    ]
    return ", ".join(parts)
