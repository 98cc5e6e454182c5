"""`brief check`: reports all problems of briefs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from builder.cli.options import A11Y, FINISHED, ONE_BRIEF, PRODUCTS, REPORTED, STRICT, exclusive
from builder.cli.request import ending_on_problems, progress, rewrite, running, worker_for
from builder.cli.show import (
    STRICT_WARNINGS,
    say,
    show,
    show_compared_sources,
    show_count,
    show_judged,
)
from builder.report.printable import printable

if TYPE_CHECKING:
    from builder.report.problems import Problem


@click.command()
@click.argument("briefs", type=ONE_BRIEF, nargs=-1, metavar="[BRIEF]...")
@STRICT
@click.option(
    "--fix", is_flag=True, help="First rewrite the briefs in canonical form, as far as that is plain."
)
@click.option("--diff", is_flag=True, help="Instead show what --fix would change; exit code 1 if anything.")
@click.option(
    "--sources",
    is_flag=True,
    help="Also compare what the brief says with the files of its sources: quotes, numbers, dates, names, "
    "certainty and negations.",
)
@click.option("--coverage", is_flag=True, help="With --sources, list the passages that nothing cites.")
@FINISHED
@A11Y
@REPORTED
def check(
    briefs: tuple[Path, ...],
    strict: bool,
    fix: bool,
    diff: bool,
    sources: bool,
    coverage: bool,
    out: Path,
    a11y: bool,
    statement: Path | None,
) -> None:
    """Report all problems without writing any files.

    BRIEF is one or more briefs, or their folders (default: brief.yaml, else the only YAML file here). Text
    that does not fit its slide or page is reported too, in the edition for each audience. Exit code 1 if
    there is an error or, with --strict, a warning.

    With --sources, each statement is compared with the passages that it cites, in the files that
    `sources[].file` names; and those files with what the manifest in the output folder records of them.

    With --a11y, the three files are built in memory, and their accessibility is judged.
    """
    from builder.brief.files import find_brief

    exclusive(fix=fix, diff=diff, a11y=a11y or statement)
    if coverage and not sources:
        raise click.UsageError("--coverage lists passages of sources: add --sources")
    if sources:
        exclusive(sources=sources, diff=diff, a11y=a11y or statement)
    briefs = briefs or (find_brief(Path("brief.yaml")),)
    if a11y or statement:
        _judge(briefs, statement)
    if diff:
        _diff(briefs)
    if fix:
        _fix(briefs)
    problems: list[Problem] = []
    left = 0
    texts: dict[str, str] = {}
    compared = []
    with worker_for(PRODUCTS, export=False) as worker, progress() as step:
        from builder.pipeline.checking import Sources, check_brief
        from builder.pipeline.request import Request

        for brief in briefs:
            step(f"checking {printable(brief.name)}")
            request = Request(brief, out, step=step, worker=worker)
            found = check_brief(request, Sources(coverage) if sources else None)
            problems += found.problems
            left += found.waiting
            texts |= found.sources
            compared += [found.compared] if found.compared else []
    show(problems, texts, to_stderr=False)
    for one in compared:
        show_compared_sources(one)
    show_count(problems, if_only_warnings=STRICT_WARNINGS if strict else "", waiting=left)
    sys.exit(1 if any(problem.is_error or strict for problem in problems) else 0)


def _judge(briefs: tuple[Path, ...], statement: Path | None) -> NoReturn:
    """Report what keeps people from reading the files that the briefs make, which are built in memory."""

    judged = []
    for brief in briefs:
        with ending_on_problems("no file was judged", to_stderr=False), running(brief) as request:
            from builder.pipeline.access import judge_built

            judged.append(judge_built(request))
    show_judged(judged, statement)


def _diff(briefs: tuple[Path, ...]) -> NoReturn:
    """Show what would be changed in the briefs, and which cannot be read; exit with 1 if there is any."""
    from builder.pipeline.checking import unread

    problems: list[Problem] = []
    sources: dict[str, str] = {}
    changed = False
    for brief in briefs:
        old, new = _canonical(brief)
        if new != old:
            changed = True
            _show_changes(brief, old, new)
            continue
        found = unread(brief)
        problems += found.problems
        sources |= found.sources
        if not found.problems:
            say(f"{brief.as_posix()}: already in canonical form")
    show(problems, sources, to_stderr=False)
    sys.exit(1 if changed or problems else 0)


def _show_changes(brief: Path, old: bytes, new: bytes) -> None:
    from difflib import unified_diff

    before, after = (data.decode("utf-8", "replace").splitlines(keepends=True) for data in (old, new))
    name = brief.as_posix()
    say("".join(unified_diff(before, after, name, f"{name} (canonical)")).rstrip("\n"))


def _fix(briefs: tuple[Path, ...]) -> None:
    for brief in briefs:
        old, new = _canonical(brief)
        if new != old:
            hint = "make the brief and its folder writable, or see the changes with --diff"
            rewrite(brief, new, "the brief is as it was", hint)
            say(f"{brief.as_posix()}: rewritten in canonical form", err=True)


def _canonical(brief: Path) -> tuple[bytes, bytes]:
    """Return the bytes of a brief, and those in canonical form; none of a file that cannot be read."""
    from builder.brief.files import NotAFile, TooLarge, bytes_of
    from builder.brief.load import MAX_BYTES
    from builder.brief.natural.fix import fixed_bytes

    try:
        data = bytes_of(brief, MAX_BYTES)
    except (OSError, ValueError, NotAFile, TooLarge):
        return b"", b""  # reported by the check
    return data, fixed_bytes(data)
