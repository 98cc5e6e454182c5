"""`brief diff`: shows what changed between two versions of a brief, by meaning."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from builder import brief
from builder.cli import options
from builder.cli.options import AUDIENCE, QUIET
from builder.cli.request import ending_on_problems
from builder.cli.show import refuse_other, say, write_page

if TYPE_CHECKING:
    from builder.diff.pictures import Picture
    from builder.diff.versions import Version


_BEGINNINGS = {"memo": (b"PK",), "deck": (b"PK",), "summary": (b"%PDF",)}
_KINDS = {"memo": "a Word file", "deck": "a PowerPoint file", "summary": "a PDF file"}


class Redlines(NamedTuple):
    """A file for the redline of one product, or a folder for those of all three."""

    path: Path
    product: str = ""

    def files(self, stem: str) -> dict[str, Path]:
        """Return the path of each product; in a folder their names begin as those of a build."""
        if self.product:
            return {self.product: self.path}
        return {
            name: self.path / f"{stem}-{name}-redline.{ending}" for name, ending in brief.PRODUCTS.items()
        }


def _redlines(path: Path) -> Redlines:
    """Return what is written to a path, by the ending of its name."""
    ending = path.suffix.lower().removeprefix(".")
    product = next((name for name, known in brief.PRODUCTS.items() if known == ending), "")
    if path.is_dir() or not ending:
        return Redlines(path)
    if not product:
        raise click.BadParameter(f"{path} is neither FILE.docx, FILE.pptx or FILE.pdf nor a folder")
    return Redlines(path, product)


def _made(
    old: Version, new: Version, wanted: Sequence[Redlines], key: Path, audience: str | None
) -> dict[Path, tuple[str, bytes]]:
    """Return the name of the product and the bytes of each redline by its path."""
    if not wanted:
        return {}
    from builder.diff.redline import redlines

    files = [(path, name) for each in wanted for name, path in each.files(new.stem).items()]
    made = {
        product.value: data
        for product, data in redlines(old, new, {name for _, name in files}, key, audience).items()
    }
    return {path: (name, made[name]) for path, name in files}


def _saved(files: Mapping[Path, tuple[str, bytes]]) -> Iterator[Path]:
    """Save redlines, those of a folder together, and yield where each is."""
    from msgspec.structs import replace

    from builder.report.problems import BriefError
    from builder.saving.save import save_all

    for path, (name, _) in files.items():
        refuse_other(path, _BEGINNINGS[name], _KINDS[name])
    for _, group in groupby(sorted(files), key=lambda path: path.parent):
        paths = list(group)
        with ending_on_problems("the redline was not written"):
            try:
                save_all({path: files[path][1] for path in paths})
            except BriefError as error:  # what it says to do is for a build
                hint = "choose another file or folder with --redline"
                raise BriefError(replace(one, hint=hint) for one in error.problems) from None
        yield from paths


def _photographed(
    old: Version, new: Version, folder: Path | None, audience: str | None
) -> dict[Path, Picture]:
    """Save the pictures of the pages that look different, and return them by their files."""
    if folder is None:
        return {}
    from builder.diff.pictures import pictures, save_pictures

    return save_pictures(pictures(old, new, audience), folder, new.stem)


def _as_markdown(shown: Mapping[Path, Picture]) -> Iterator[str]:
    if shown:
        from builder.diff.pictures import as_markdown

        yield from as_markdown(shown)


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="[NEW]", required=False)
@options.form("text", "json", "markdown", help="How the changes are printed.")
@options.page("Write the changes to one HTML page.")
@click.option(
    "--redline",
    "redlined",
    type=click.Path(path_type=Path, readable=False),
    multiple=True,
    callback=lambda _context, _option, paths: tuple(map(_redlines, paths)),
    metavar="FILE|DIR",
    help="Write a file of NEW that shows what changed since OLD: FILE.docx is the memo with tracked "
    "changes, FILE.pptx the deck with its changed slides tagged, FILE.pdf the one-page with a note; "
    "DIR gets all three. Repeatable.",
)
@AUDIENCE
@click.option(
    "--pictures",
    "shots",
    type=click.Path(path_type=Path, readable=False, file_okay=False),
    metavar="DIR",
    help="Write the slides and the one-page that look different, before and after, as PNG into a folder; "
    "`--format markdown` shows them.",
)
@click.option("--exit-code", is_flag=True, help="End with exit code 1 if there are changes.")
@QUIET
def diff(
    old: str,
    new: str | None,
    form: str,
    page: Path | None,
    redlined: tuple[Redlines, ...],
    audience: str | None,
    shots: Path | None,
    exit_code: bool,
) -> None:
    """Show what changed between two versions of a brief, by meaning.

    OLD and NEW are briefs, revisions in Git, REVISION:PATH, or what was built: a memo, a deck, or a
    bundle of `brief release`. NEW is brief.yaml if it is not named, and a revision without a path is
    one of NEW, or of brief.yaml where NEW was built. The changes are in groups: claims, certainty
    (firmer or softer), numbers with both values, sources, what is new, gone or moved, wording, and
    what is about the document.

    \b
    Examples:
      brief diff HEAD
      brief diff v1.0 v1.1
      brief diff draft.yaml brief.yaml --html changes.html
      brief diff main:talks.yaml talks.yaml --format markdown
      brief diff v1.0 --redline changes.docx --redline changes.pptx
      brief diff sent/talks-release.zip --redline changes/
      brief diff main --format markdown --pictures pictures
    """
    from builder.brief.files import find_brief
    from builder.diff.report import as_data, as_markdown, as_page, as_text, report
    from builder.diff.versions import brief_of, version_of

    own = find_brief(Path("brief.yaml"))
    with ending_on_problems("nothing was compared"), ExitStack() as stack:
        before = stack.enter_context(version_of(old, brief_of(new, own)))
        after = stack.enter_context(version_of(new or str(own), own))
        found = report(before, after, own, audience)
        files = _made(before, after, redlined, own, audience)
        shown = _photographed(before, after, shots, audience)
    if form == "json":
        from msgspec.json import encode, format

        click.echo(format(encode(as_data(found)), indent=2).decode())
    elif form == "markdown":
        click.echo("\n".join((*as_markdown(found), *_as_markdown(shown))))
    else:
        say("\n".join(as_text(found)))
    if page is not None:
        write_page(page, as_page(found))
        say(f"wrote {page}", err=form != "text")
    for path in (*_saved(files), *shown):
        say(f"wrote {path}", err=form != "text")
    sys.exit(1 if exit_code and found.entries else 0)
