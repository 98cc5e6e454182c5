"""`brief diff`: shows what changed between two versions of a brief, by meaning."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path

import click

from builder.cli import options
from builder.cli.options import QUIET, WRITTEN
from builder.cli.request import ending_on_problems
from builder.cli.show import refuse_other, say, write_page, writing


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="[NEW]", required=False)
@options.form("text", "json", "markdown", help="How the changes are printed.")
@options.page("Write the changes to one HTML page.")
@click.option(
    "--redline",
    "memo",
    type=WRITTEN,
    metavar="FILE.docx",
    help="Write the memo of NEW with what changed since OLD as tracked changes.",
)
@click.option("--exit-code", is_flag=True, help="End with exit code 1 if there are changes.")
@QUIET
def diff(old: str, new: str | None, form: str, page: Path | None, memo: Path | None, exit_code: bool) -> None:
    """Show what changed between two versions of a brief, by meaning.

    OLD and NEW are briefs, revisions in Git, or REVISION:PATH; NEW is brief.yaml if it is not named,
    and a revision without a path is one of that brief. The changes are in groups: claims, certainty
    (firmer or softer), numbers with both values, sources, what is new, gone or moved, wording, and
    what is about the document.

    \b
    Examples:
      brief diff HEAD
      brief diff v1.0 v1.1
      brief diff draft.yaml brief.yaml --html changes.html
      brief diff main:talks.yaml talks.yaml --format markdown
      brief diff v1.0 --redline changes.docx
    """
    from builder.brief.files import find_brief
    from builder.diff.report import as_data, as_markdown, as_page, as_text, report
    from builder.diff.versions import version_of

    if memo is not None and memo.suffix.lower() != ".docx":
        raise click.UsageError("--redline writes a Word file: name it FILE.docx")
    brief = find_brief(Path("brief.yaml"))
    with ending_on_problems("nothing was compared"), ExitStack() as stack:
        before = stack.enter_context(version_of(old, Path(new) if new and Path(new).is_file() else brief))
        after = stack.enter_context(version_of(new or str(brief), brief))
        found = report(before, after)
        marked = b""
        if memo is not None:
            from builder.diff.redline import redline

            marked = redline(before, after)
    if form == "json":
        from msgspec.json import encode, format

        click.echo(format(encode(as_data(found)), indent=2).decode())
    elif form == "markdown":
        click.echo("\n".join(as_markdown(found)))
    else:
        say("\n".join(as_text(found)))
    if page is not None:
        write_page(page, as_page(found))
        say(f"wrote {page}", err=form != "text")
    if memo is not None:
        refuse_other(memo, (b"PK",), "a Word file")
        with writing(memo, "file"):
            memo.write_bytes(marked)
        say(f"wrote {memo}", err=form != "text")
    sys.exit(1 if exit_code and found.entries else 0)
