"""`brief check`: reports all problems of briefs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.options import ONE_BRIEF, PRODUCTS, REPORTED, STRICT
from builder.cli.request import worker_for
from builder.cli.show import STRICT_WARNINGS, show, show_count

if TYPE_CHECKING:
    from builder.report.problems import Problem


@click.command()
@click.argument("briefs", type=ONE_BRIEF, nargs=-1, metavar="[BRIEF]...")
@STRICT
@REPORTED
def check(briefs: tuple[Path, ...], strict: bool) -> None:
    """Report all problems without writing any files.

    BRIEF is one or more briefs, or their folders (default: brief.yaml, else the only YAML file here). Text
    that does not fit its slide or page is reported too, in the edition for each audience. Exit code 1 if
    there is an error or, with --strict, a warning.
    """
    problems: list[Problem] = []
    sources: dict[str, str] = {}
    with worker_for(PRODUCTS, export=False) as worker:
        from builder.brief.files import find_brief
        from builder.pipeline.checking import check_brief
        from builder.pipeline.request import Request

        for brief in briefs or (find_brief(Path("brief.yaml")),):
            found, source = check_brief(Request(brief, worker=worker))
            problems += found
            sources |= source
    show(problems, sources, to_stderr=False)
    show_count(problems, if_only_warnings=STRICT_WARNINGS if strict else "")
    sys.exit(1 if any(problem.is_error or strict for problem in problems) else 0)
