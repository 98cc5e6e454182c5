"""Prints what a run made or found: lines for a person, or a format for a machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, NoReturn, TextIO

import click

from builder.report.printable import counted, printable

if TYPE_CHECKING:
    from pathlib import Path

    from builder.manifest.form import Manifest
    from builder.pipeline.access import Judged
    from builder.pipeline.auditing import Audited
    from builder.pipeline.building import Built
    from builder.report.problems import Problem
    from builder.sources.check import Compared as ComparedSources

SHOWN_AS = {
    "memo": "memo (Word)",
    "deck": "deck (PowerPoint)",
    "summary": "summary (PDF)",
    "manifest": "manifest (JSON)",
}
STRICT_WARNINGS = "--strict: warnings count as errors"
PEOPLE = ("text", "concise")  # formats for people; in the others, standard output is the report alone


class Manner(NamedTuple):
    """How a command reports: the format, problems only, or with more of what there is to say."""

    form: str = "text"
    quiet: bool = False
    verbose: bool = False


def choose(ctx: click.Context, **chosen: object) -> None:
    """Set part of the manner in which the command of this context reports."""
    ctx.meta[__name__] = ctx.meta.get(__name__, Manner())._replace(**chosen)


def _manner() -> Manner:
    ctx = click.get_current_context(silent=True)
    return ctx.meta.get(__name__, Manner()) if ctx else Manner()


def show(problems: Sequence[Problem], sources: Mapping[str, str], *, to_stderr: bool) -> None:
    """Print problems: for people beside the output, for machines as the output."""
    form, _, verbose = _manner()
    if form in PEOPLE:
        if problems:
            from builder.report.problems import as_lines, as_text

            stream = sys.stderr if to_stderr else sys.stdout
            colour, columns = _is_coloured(stream), _columns(stream)
            text = (
                as_lines(problems, colour)
                if form == "concise"
                else as_text(problems, sources, colour, columns, verbose=verbose)
            )
            click.echo(text, file=stream, color=colour or None)
        return
    from builder import __version__
    from builder.report import machine

    match form:
        case "json":
            click.echo(machine.as_json(problems))
        case "sarif":
            click.echo(machine.as_sarif(problems, __version__))
        case "gitlab":
            click.echo(machine.as_gitlab(problems))
        case "junit":
            click.echo(machine.as_junit(problems).encode())
        case "github" if problems:  # UTF-8 for the runner, whatever the console has
            click.echo(machine.as_github(problems).encode())


def say(text: str, *, err: bool = False) -> None:
    """Print lines for a person; what would steer the terminal in a file name or a text is shown instead.

    Results are for people, and not for those who asked for problems only.
    """
    form, quiet, _ = _manner()
    if err or (form in PEOPLE and not quiet):
        click.echo("\n".join(map(printable, text.split("\n"))), err=err)


def say_wrapped(text: str, indent: str = "", *, err: bool = False) -> None:
    """Print a text in lines of the terminal's width, all but the first with an indent."""
    from textwrap import fill

    say(fill(text, width(), subsequent_indent=indent, break_on_hyphens=False), err=err)


def width() -> int:
    """Return how many columns a line of text may have: those of the terminal, at least 40 and at most 96."""
    return min(max(_columns(sys.stdout) or 80, 40), 96)


def _columns(stream: TextIO) -> int | None:
    """Return how wide a terminal is, None for a stream that is none."""
    if not stream.isatty():
        return None
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and int(given):
        return int(given)
    try:
        return os.get_terminal_size(stream.fileno()).columns or None
    except (OSError, ValueError):
        return None


def _is_coloured(stream: TextIO) -> bool:
    """Whether to print in colour: on a terminal, unless NO_COLOR or FORCE_COLOR say otherwise."""
    if os.environ.get("NO_COLOR"):  # https://no-color.org
        return False
    if os.environ.get("FORCE_COLOR"):  # https://force-color.org
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


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
    read = f"{counted(found.files, 'file')} read, {found.words:,} words compared"
    errors = any(problem.is_error for problem in found.problems)
    results = (_count(found.problems), "" if errors else f"{_files(only)} {brief.name}")
    say(f"{read}: {'; '.join(filter(None, results))}")


def show_compared_sources(found: ComparedSources) -> None:
    """Print how much of a brief was compared with its sources, and how much was not."""
    if not found.articles:
        say("not checked: no source of the brief has a `file` that can be read")
        return
    read = f"{counted(found.passages, 'passage')} of {counted(found.articles, 'source')}"
    said = f"{counted(found.statements, 'statement')} compared with {read}"
    if found.unjudged:
        said += f"; not checked: {found.unjudged} that cite nothing, or what has no file"
    if found.is_covered:
        said += "; every passage is cited"
    say_wrapped(said)


def show_count(
    problems: Sequence[Problem], consequence: str = "", if_only_warnings: str = "", waiting: int = 0
) -> None:
    """Print how many errors and warnings there are, what follows, and how many checks are to be made."""
    form, quiet, _ = _manner()
    if quiet or form not in PEOPLE:
        return
    if not problems:
        say("no problems found")
        return
    count = _count(problems)
    if if_only_warnings and not any(problem.is_error for problem in problems):
        count += f" ({if_only_warnings})"
    if waiting:
        count += f"; {waiting} more checks are made once the errors are fixed"
    say_wrapped(f"{count}; {consequence}" if consequence else count, err=bool(consequence))


def fail(message: str, hint: str) -> NoReturn:
    """Print an error that has no position in a brief, and end with exit code 1."""
    say(f"error: {message}\n  hint: {hint}", err=True)
    sys.exit(1)


def stop(note: str = "") -> NoReturn:
    """Say that Ctrl-C ended the command, and end with the exit code that shells use for it."""
    say(f"Stopped{note}", err=True)
    sys.exit(130)


@contextmanager
def writing(path: Path, kind: str = "folder") -> Iterator[None]:
    """End the command where a path cannot be written, and suggest another one of its kind."""
    try:
        yield
    except OSError as error:
        fail(f"{path} cannot be written: {(error.strerror or str(error)).lower()}", f"choose another {kind}")


def refuse_other(path: Path, beginnings: tuple[bytes, ...], what: str) -> None:
    """End the command where a file is there that does not begin as what is to be written."""
    try:
        with path.open("rb") as file:
            is_like = file.read(100).lstrip().lower().startswith(tuple(map(bytes.lower, beginnings)))
    except OSError:
        is_like = True
    if not is_like:
        fail(f"{path} exists and is not {what}", "choose another file")


def write_page(page: Path, text: str) -> None:
    """Write an HTML page: to a new file, or over another page."""
    refuse_other(page, (b"<!doctype html", b"<html"), "an HTML page")
    with writing(page, "file"):
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, encoding="utf-8", newline="\n")


def show_judged(judged: Sequence[Judged], page: Path | None) -> NoReturn:
    """Print what keeps people from reading files, write the statement to a page, and end the command.

    No statement is written where none is asked for, or where a file could not be read.
    """
    from builder.report.problems import with_hints

    choose(click.get_current_context(), verbose=True)  # each finding with its reason
    problems = with_hints(problem for one in judged for problem in one.problems)
    files = [file for one in judged for file in one.files]
    show(problems, {}, to_stderr=False)
    if page is not None and sum(len(file.problems) for file in files) == len(problems):
        from builder import __version__
        from builder.report.statement import statement

        titles, dates = (
            ", ".join(dict.fromkeys(filter(None, names)))
            for names in ([one.title for one in judged], [one.date for one in judged])
        )
        write_page(page, statement(files, titles, dates, __version__))
        say(f"wrote {page}")
    say(f"accessibility of {counted(len(files), 'file')}: {_count(problems) or 'no problems found'}")
    sys.exit(1 if any(problem.is_error for problem in problems) else 0)


def _show_rows(rows: Sequence[tuple[str, str, str]]) -> None:
    name_width, path_width, extent_width = (max(map(len, column)) for column in zip(*rows, strict=True))
    columns = _columns(sys.stdout)
    narrow = columns is not None and name_width + path_width + extent_width + 4 > columns
    for name, path, extent in rows:
        row = (name, path, extent) if narrow else (name.ljust(name_width), path.ljust(path_width), extent)
        say(("\n  " if narrow else "  ").join(row).rstrip())


def _row(
    product: str, path: Path, pages: int | None, fill: float | None, size: int, *, changed: bool
) -> tuple[str, str, str]:
    """Return what a file is, where it is, and its extent."""
    parts = []
    if pages is not None:
        parts.append(counted(pages, "slide" if product == "deck" else "page"))
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
    found = ((errors, "error"), (len(problems) - errors, "warning"))
    return ", ".join(counted(number, word) for number, word in found if number)
