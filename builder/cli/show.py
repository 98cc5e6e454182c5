"""What a run made or found → lines for a person, or forms for a machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from builder.pipeline import Built, Written
    from builder.problems import Problem

SHOWN_AS = {"memo": "memo (Word)", "deck": "deck (PowerPoint)", "summary": "summary (PDF)"}


class Progress:
    """One line on a terminal that says what is being made, gone when it is done; nothing when piped."""

    WORDS: Mapping[str, str] = {
        "load": "reading the brief",
        "memo": "making the memo",
        "deck": "making the deck",
        "memo and deck": "making the memo and the deck",
        "summary": "making the summary",
        "save": "saving",
    }

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()

    def tell(self, step: str) -> None:
        if self._live:
            click.echo(f"\r\x1b[2K{self.WORDS.get(step, step)} …", nl=False, err=True)

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._live:
            click.echo("\r\x1b[2K", nl=False, err=True)


def show(problems: Sequence[Problem], sources: Mapping[str, str], form: str, *, to_stderr: bool) -> None:
    """Print problems: for people beside the output, for machines as the output."""
    if form == "text":
        from builder.problems import as_text

        if problems:
            stream = sys.stderr if to_stderr else sys.stdout
            colour = stream.isatty() and not _no_colour()
            click.echo(as_text(problems, sources, colour=colour), file=stream, color=True if colour else None)
        return
    from builder import __version__
    from builder.forms import as_github, as_json, as_sarif

    match form:
        case "json":
            click.echo(as_json(problems))
        case "sarif":
            click.echo(as_sarif(problems, __version__))
        case "github" if problems:  # UTF-8 for the runner, whatever the console has
            click.echo(as_github(problems).encode())


def _no_colour() -> bool:
    """Whether the user turned colour off, see https://no-color.org."""
    return bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"


def tell_files(files: Iterable[Written]) -> None:
    """Print a line for each file: product, path, pages or slides, fill and size."""
    rows = [(SHOWN_AS[file.product.value], str(file.path), _extent(file)) for file in files]
    if not rows:
        return
    name_width, path_width = max(len(row[0]) for row in rows), max(len(row[1]) for row in rows)
    for name, path, extent in rows:
        click.echo(f"{name:<{name_width}}  {path:<{path_width}}  {extent}".rstrip())


def _extent(file: Written) -> str:
    parts = []
    if file.pages is not None:
        unit = "slide" if file.product.value == "deck" else "page"
        parts.append(f"{file.pages} {unit}{'' if file.pages == 1 else 's'}")
    if file.fill is not None:
        parts.append(f"{file.fill:.0%} full")
    parts.append(f"{file.size / 1000:.0f} kB")
    if not file.changed:
        parts.append("unchanged")
    return ", ".join(parts)


def tell_end(built: Built, only: Sequence[str], seconds: float) -> None:
    """Print that the files were read back, the seconds, and how many warnings there were."""
    said = {1: "the file says what the brief says", 2: "both files say the same"}.get(
        len(only), "all three say the same"
    )
    warned = f"; {_count(built.warnings)}" if built.warnings else ""
    click.echo(f"read back and compared: {said}; {seconds:.2f} s{warned}")


def tell_count(problems: Sequence[Problem], strict: bool, consequence: str) -> None:
    """Print how many errors and warnings there are, and what follows."""
    if not problems:
        click.echo("no problems found")
        return
    said = _count(problems)
    if strict and not any(problem.is_error for problem in problems):
        said += " (--strict: warnings count as errors)"
    click.echo(f"{said}; {consequence}" if consequence else said, err=bool(consequence))


def _count(problems: Sequence[Problem]) -> str:
    errors = sum(problem.is_error for problem in problems)
    warnings = len(problems) - errors
    parts = [
        f"{number} {word}{'' if number == 1 else 's'}"
        for number, word in ((errors, "error"), (warnings, "warning"))
        if number
    ]
    return ", ".join(parts)


def fail(message: str, hint: str) -> NoReturn:
    """Print an error that has no place in a brief, and end with exit code 1."""
    click.echo(f"error: {message}\n  hint: {hint}", err=True)
    sys.exit(1)
