"""What a run made or found → lines for a person, or forms for a machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from pathlib import Path

    from builder.manifest.form import Manifest
    from builder.pipeline import Audited, Built, Written
    from builder.report.problems import Problem

SHOWN_AS = {
    "memo": "memo (Word)",
    "deck": "deck (PowerPoint)",
    "summary": "summary (PDF)",
    "manifest": "manifest (JSON)",
}


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


def _no_colour() -> bool:
    """Whether the user turned colour off, see https://no-color.org."""
    return bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"


def tell_files(files: Iterable[Written], manifest: Path) -> None:
    """Print a line for each file: product, path, pages or slides, fill and size; the manifest is the last."""
    rows = [
        (
            SHOWN_AS[file.product.value],
            str(file.path),
            _extent(file.product.value, file.pages, file.fill, file.size, changed=file.changed),
        )
        for file in files
    ]
    _tell_rows([*rows, (SHOWN_AS["manifest"], str(manifest), "")])


def tell_kept(copies: Iterable[Path]) -> None:
    """Say where what somebody had changed by hand is kept."""
    for copy in copies:
        click.echo(f"changed by hand since the last build, kept as {copy}", err=True)


def _tell_rows(rows: Sequence[tuple[str, str, str]]) -> None:
    name_width, path_width = max(len(row[0]) for row in rows), max(len(row[1]) for row in rows)
    for name, path, extent in rows:
        click.echo(f"{name:<{name_width}}  {path:<{path_width}}  {extent}".rstrip())


def _extent(product: str, pages: int | None, fill: float | None, size: int, *, changed: bool) -> str:
    parts = []
    if pages is not None:
        unit = "slide" if product == "deck" else "page"
        parts.append(f"{pages} {unit}{'' if pages == 1 else 's'}")
    if fill is not None:
        parts.append(f"{fill:.0%} full")
    parts.append(f"{size / 1000:.0f} kB")
    if not changed:
        parts.append("unchanged")
    return ", ".join(parts)


def tell_end(built: Built, only: Sequence[str], seconds: float) -> None:
    """Print that the files were read back, the seconds, and how many warnings there were."""
    said = {1: "the file says what the brief says", 2: "both files say the same"}.get(
        len(only), "all three say the same"
    )
    warned = f"; {_count(built.warnings)}" if built.warnings else ""
    click.echo(f"read back and compared: {said}; {seconds:.2f} s{warned}")


def tell_unchanged(manifest: Manifest, brief: Path, out: Path, only: Sequence[str], seconds: float) -> None:
    """Print the files of the last build, and that there was nothing to do."""
    files = [one for one in manifest.products if one.product in only]
    _tell_rows(
        [
            (
                SHOWN_AS[one.product],
                str(out / one.file),
                _extent(one.product, one.pages or one.slides, one.fill, one.size, changed=False),
            )
            for one in files
        ]
    )
    click.echo(f"nothing has changed: {_all(only, 'is', 'are')} what {brief.name} gives; {seconds:.2f} s")


def tell_compared(problems: Sequence[Problem], brief: Path, only: Sequence[str]) -> None:
    """Print how many files are not what the brief gives, or that all are."""
    if problems:
        tell_count(problems, strict=False, consequence="nothing was written")
    else:
        click.echo(f"nothing to build: {_all(only, 'is', 'are')} what {brief.name} gives")


def tell_audited(found: Audited, brief: Path, only: Sequence[str]) -> None:
    """Print how much was read and compared, and whether it is what the brief says."""
    read = f"{found.files} file{'' if found.files == 1 else 's'} read, {found.words:,} words compared"
    if found.problems:
        click.echo(f"{read}: {_count(found.problems)}")
    else:
        click.echo(f"{read}: {_all(only, 'says', 'say')} what {brief.name} says")


def _all(only: Sequence[str], one: str, more: str) -> str:
    """Return who does something: "the memo is", "both are", "all three are"."""
    if len(only) == 1:
        return f"the {only[0]} {one}"
    return f"{'both' if len(only) == 2 else 'all three'} {more}"


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
