"""The commands that look from the files back to the brief: what they say, and where they say it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.make import worker_for
from builder.cli.options import AUDIENCE, BRIEF, FINAL, FORMATS, ONLY, OUT, PRODUCTS
from builder.cli.places import said_where
from builder.cli.show import SHOWN_AS, Progress, fail, show, tell_audited, tell_count

if TYPE_CHECKING:
    from builder.pipeline import Traced


@click.command()
@BRIEF
@OUT
@ONLY
@AUDIENCE
@FINAL
@FORMATS
def audit(
    brief: Path, out: Path, only: tuple[str, ...], audience: str | None, final: bool, form: str
) -> None:
    """Compare the finished files with the brief.

    BRIEF is the file that holds the argument (default: brief.yaml).

    \b
    The files may have been edited or saved again by other programs since the build: how
    words look may change, the words may not. What is missing, extra, altered or moved is
    told with its place in the file and its line in the brief. Exit code 1 if anything is.

    \b
    Examples:
      brief audit
      brief audit --only memo                   after Word saved it again
      brief audit --audience public --final --format github
    """
    from builder.manifest.form import Edition
    from builder.outline.text import Product
    from builder.pipeline import audit_files
    from builder.report.problems import BriefError

    try:
        with Progress() as progress:
            found = audit_files(
                brief,
                out,
                only=[Product(name) for name in only],
                edition=Edition(audience, final),
                step=progress.tell,
            )
    except BriefError as error:
        show(error.problems, error.sources, form, to_stderr=False)
        if form == "text":
            tell_count(error.problems, strict=False, consequence="")
        sys.exit(1)
    show(found.problems, found.sources, form, to_stderr=False)
    if form == "text":
        tell_audited(found, brief, only)
    sys.exit(1 if found.problems else 0)


@click.command()
@click.argument("element", metavar="[ID|LINE]", required=False)
@BRIEF
@AUDIENCE
@click.option(
    "--html",
    "page",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write one page that shows all elements in all three products.",
)
def trace(element: str | None, brief: Path, audience: str | None, page: Path | None) -> None:
    """Show where the three files say one element of the brief.

    \b
    The element is named by its id, by the number that the files print before it, by its
    path in the brief, or by a line of the brief. BRIEF is the file (default: brief.yaml).

    \b
    Examples:
      brief trace nurses
      brief trace A3
      brief trace "[2]" talks.yaml
      brief trace "sections[0].arguments[1].claim"
      brief trace 42
      brief trace --html trace.html
    """
    if element is None and page is None:
        raise click.UsageError("name an element, such as A1 or line 42, or a page with --html")
    if element is not None and page is not None and not brief.is_file() and Path(element).is_file():
        brief, element = Path(element), None  # brief trace --html FILE BRIEF
    traced = _traced(brief, audience)
    if page is not None:
        from builder.cli.matrix import matrix

        if element is not None:
            _tell(traced, element, audience)
        if not _is_page(page):
            fail(f"{page} is there already and is no HTML page", "choose another file")
        try:
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(matrix(traced, audience), encoding="utf-8", newline="\n")
        except OSError as error:
            fail(f"{page} cannot be written: {(error.strerror or str(error)).lower()}", "choose another file")
        click.echo(f"wrote {page}")
    elif element is not None:
        _tell(traced, element, audience)


def _is_page(path: Path) -> bool:
    """Whether a page may be written here: to a new file, or over another page."""
    try:
        with path.open("rb") as file:
            return file.read(100).lstrip().lower().startswith((b"<!doctype html", b"<html"))
    except OSError:
        return True


def _traced(brief: Path, audience: str | None) -> Traced:
    from builder.report.problems import BriefError

    with worker_for(PRODUCTS) as worker:
        from builder.manifest.form import Edition
        from builder.pipeline import trace_brief

        try:
            with Progress() as progress:
                return trace_brief(brief, edition=Edition(audience), step=progress.tell, worker=worker)
        except BriefError as error:
            show(error.problems, error.sources, "text", to_stderr=True)
            tell_count(error.problems, strict=False, consequence="nothing can be traced")
            sys.exit(1)


def _tell(traced: Traced, name: str, audience: str | None) -> None:
    """Print where an element stands, or what was probably meant."""
    from builder.trace.lookup import Unknown, belongs

    try:
        path = traced.find(name)
    except Unknown as error:
        fail(str(error), error.hint)
    number = next((one for one in traced.numbered if one.path == path), None)
    if number:
        click.echo(f"{number.number}  {number.words}".lstrip())
    line, id = traced.line(path), traced.ids.get(path)
    click.echo(f"{traced.file}{f':{line}' if line else ''}  {path}{f'  (id {id})' if id else ''}")
    parts = traced.within(path)
    found = [one for one in traced.below(path) if not any(belongs(one.path, part.path) for part in parts)]
    for product in PRODUCTS if found or not parts else ():
        here = [one for one in found if one.product.value == product]
        click.echo(f"\n{SHOWN_AS[product]}" + ("" if here else ": not here"))
        for key, words, places in said_where(here, path):
            click.echo(f"  {key + ': ' if key else ''}{words}\n      {places}")
    if parts:
        click.echo(f"\nin it: {', '.join(part.number for part in parts)} (brief trace {parts[0].number})")
    elif not found:
        who = f" for {audience}" if audience else ""
        click.echo(f"\n`{path}` is printed in none of the three files{who}")
