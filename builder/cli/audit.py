"""`brief audit`: compares the finished files with the brief."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

import click

from builder.cli.options import A11Y, EDITION, FINISHED, ONLY, PATH, REPORTED, edition_of
from builder.cli.request import ending_on_problems, running
from builder.cli.show import show, show_audited, show_judged


@click.command()
@click.argument("paths", type=PATH, nargs=-1, metavar="[BRIEF | FILE...]")
@FINISHED
@ONLY
@EDITION
@click.option("--rendered", is_flag=True, help="Also compare the words on the pages that LibreOffice shows.")
@A11Y
@REPORTED
def audit(
    paths: tuple[Path, ...],
    out: Path,
    only: tuple[str, ...],
    audience: str | None,
    unrestricted: bool,
    final: bool,
    rendered: bool,
    a11y: bool,
    statement: Path | None,
) -> None:
    """Compare the finished files with the brief.

    BRIEF is the brief that they were built from (default: brief.yaml).

    The files may have been edited, or saved by another program, since the build: formatting
    may change, words may not. Anything missing, added, changed or moved is reported with its
    location in the file and its line in the brief. Exit code 1 if there is a difference.

    With --rendered, memo and deck are judged a second time, by what can be seen of their words
    on the pages when LibreOffice shows them. It must be installed.

    With --a11y, accessibility is judged instead: of the finished files of the brief, or of any Word,
    PowerPoint or PDF files that are named in its place, whoever wrote them.

    \b
    Examples:
      brief audit
      brief audit --only memo                   after Word saved it again
      brief audit --rendered
      brief audit --audience public --final --format github
      brief audit --a11y --statement accessibility.html
      brief audit --a11y report.docx slides.pptx
    """
    from builder.brief.files import find_brief

    judged = a11y or statement is not None
    if judged and paths and not any(is_brief(path) for path in paths):
        from builder.pipeline.access import judge_files

        with ending_on_problems(to_stderr=False):
            show_judged([judge_files(paths)], statement)
    if len(paths) > 1:
        raise click.UsageError("name one brief; or, with --a11y, Word, PowerPoint and PDF files alone")
    brief = find_brief(paths[0] if paths else Path("brief.yaml"))
    with (
        ending_on_problems(to_stderr=False),
        running(brief, out, only, edition_of(audience, unrestricted), final, alone=True) as request,
    ):
        if judged:
            from builder.pipeline.access import judge_finished

            show_judged([judge_finished(request)], statement)
        from builder.pipeline.auditing import audit_files

        found = audit_files(request, rendered=rendered)
    show(found.problems, found.sources, to_stderr=False)
    show_audited(found, brief, only)
    sys.exit(1 if any(problem.is_error for problem in found.problems) else 0)


def is_brief(path: Path) -> bool:
    """Whether a path leads to a brief, and does not name a finished file."""
    from builder.brief.files import find_brief

    with suppress(OSError, ValueError):  # a name that no folder can have
        if path.is_dir():
            return True
    return find_brief(path).suffix.lower() in (".yaml", ".yml")
