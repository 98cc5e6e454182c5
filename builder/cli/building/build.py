"""`brief build`: builds the three files, or reports which of them are out of date."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from builder.cli.building.each import Options, build_each, refuse_without_each
from builder.cli.options import (
    BRIEF,
    EDITION,
    ONLY,
    OUT_ANYWHERE,
    REPORTED,
    STRICT,
    edition_of,
    exclusive,
)
from builder.cli.options import each as each_row
from builder.cli.request import ending_on_problems, running
from builder.cli.show import STRICT_WARNINGS, show, show_built, show_compared, show_up_to_date

if TYPE_CHECKING:
    from builder.pipeline.request import Request


@click.command()
@BRIEF
@OUT_ANYWHERE
@ONLY
@EDITION
@click.option("--check", "compare", is_flag=True, help="Write nothing; exit 1 if the files are out of date.")
@STRICT
@each_row("Build one brief")
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="With --each: build the rows on the workers of a Dask cluster, such as tcp://10.0.0.5:8786.",
)
@REPORTED
def build(
    brief: Path,
    out: Path | str,
    only: tuple[str, ...],
    audience: str | None,
    unrestricted: bool,
    final: bool,
    compare: bool,
    strict: bool,
    each: Path | None,
    **batch: Any,
) -> None:
    """Build the memo, deck and summary.

    BRIEF is the brief to build, or its folder (default: brief.yaml, else the only YAML file here).

    Either all files are written or none. Problems are shown with their line in the brief,
    and the files of the last build are left as they were. Text that does not fit is an
    error; the message says by how much, and which fields to shorten. A manifest beside the
    files records what they were built from and where each element of the brief appears.

    \b
    Examples:
      brief build
      brief build talks.yaml --out dist --only summary
      brief build --audience public --final     copies for distribution
      brief build --unrestricted --final        the same of the whole brief, if it declares audiences
      brief build --check --format github       in continuous integration
      brief build --each districts.csv          one brief for each row; see docs/batch.md
      brief build --each districts.csv --sample 5 --dry-run
      brief build --each districts.csv --out s3://briefs/2031 --resume
      brief build --each districts.csv --out s3://briefs/2031 --scheduler tcp://10.0.0.5:8786
    """
    if each is None:
        refuse_without_each(batch)
        if isinstance(out, str):
            raise click.UsageError(f"--out {out} is for --each ROWS; without it, --out is a folder")
    else:
        exclusive(each=True, check=compare)
        from builder.batch.plan import Asked
        from builder.pipeline.request import in_order

        options, edition = Options(**batch), edition_of(audience, unrestricted) or ""
        wanted = options.only_rows, options.sample or 0
        asked = Asked(brief, each, in_order(only), options.name, edition, final, strict, *wanted)
        build_each(asked, out, options)
        return
    from builder.manifest.current import is_current
    from builder.manifest.form import Edition

    start = time.perf_counter()
    audience = edition_of(audience, unrestricted)
    manifest = is_current(brief, out, Edition(audience, final), only)
    if manifest and manifest.brief and (not manifest.brief.warnings or (compare and not strict)):
        show((), {}, to_stderr=True)
        show_up_to_date(manifest, brief, out, only, time.perf_counter() - start)
        return
    with (
        ending_on_problems("" if compare else "nothing was written", STRICT_WARNINGS),
        running(brief, out, only, audience, final, strict) as request,
    ):
        from builder.pipeline.building import build_files

        if compare:
            _compare(request)
        built = build_files(request)
    show(built.warnings, built.sources, to_stderr=True)
    show_built(built, brief, only, time.perf_counter() - start)


def _compare(request: Request) -> NoReturn:
    """Report which files are out of date, and exit with 1 if any is."""
    from builder.pipeline.auditing import compare_files

    found = compare_files(request)
    show(found.problems, found.sources, to_stderr=True)
    show_compared(found.problems, request.brief, [product.value for product in request.only])
    sys.exit(1 if found.problems else 0)
