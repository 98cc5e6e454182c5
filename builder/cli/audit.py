"""`brief audit`: compares the finished files with the brief."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from builder.cli.options import BRIEF, EDITION, FINISHED, ONLY, REPORTED, edition_of
from builder.cli.request import ending_on_problems, running
from builder.cli.show import show, show_audited


@click.command()
@BRIEF
@FINISHED
@ONLY
@EDITION
@click.option("--rendered", is_flag=True, help="Also compare the words on the pages that LibreOffice shows.")
@REPORTED
def audit(
    brief: Path,
    out: Path,
    only: tuple[str, ...],
    audience: str | None,
    unrestricted: bool,
    final: bool,
    rendered: bool,
) -> None:
    """Compare the finished files with the brief.

    BRIEF is the brief that they were built from (default: brief.yaml).

    The files may have been edited, or saved by another program, since the build: formatting
    may change, words may not. Anything missing, added, changed or moved is reported with its
    location in the file and its line in the brief. Exit code 1 if there is a difference.

    With --rendered, memo and deck are judged a second time, by what can be seen of their words
    on the pages when LibreOffice shows them. It must be installed.

    \b
    Examples:
      brief audit
      brief audit --only memo                   after Word saved it again
      brief audit --rendered
      brief audit --audience public --final --format github
    """
    with (
        ending_on_problems(to_stderr=False),
        running(brief, out, only, edition_of(audience, unrestricted), final, alone=True) as request,
    ):
        from builder.pipeline.auditing import audit_files

        found = audit_files(request, rendered=rendered)
    show(found.problems, found.sources, to_stderr=False)
    show_audited(found, brief, only)
    sys.exit(1 if any(problem.is_error for problem in found.problems) else 0)
