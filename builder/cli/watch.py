"""`brief watch` builds the files again whenever a file of the brief is saved; `brief preview` shows them."""

from __future__ import annotations

import gc
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.options import AUDIENCE, BRIEF, ONLY, OUT, PATH, QUIET, VERBOSE, WHOLE, edition_of, exclusive
from builder.cli.request import ending_on_problems, running
from builder.cli.show import fail, say, show, show_count, show_kept, width
from builder.report.printable import counted

if TYPE_CHECKING:
    from builder.pipeline.request import Request


@click.command()
@BRIEF
@OUT
@ONLY
@AUDIENCE
@QUIET
@VERBOSE
def watch(brief: Path, out: Path, only: tuple[str, ...], audience: str | None) -> None:
    """Rebuild whenever the brief is saved.

    BRIEF (default: brief.yaml) is rebuilt whenever it, a file that it names, or a picture
    beside it is saved. Ctrl-C stops.
    """
    with suppress(KeyboardInterrupt), running(brief, out, only, audience) as request:
        from builder.pipeline.watching import saves, stamps

        last = stamps(brief)
        broken = _rebuild(request)
        _check_folder(brief)
        say(f"watching {brief.parent.resolve()}; Ctrl-C stops", err=True)
        for _ in saves(brief, last):
            broken = _rebuild(request, broken=broken)
            gc.collect()


def _check_folder(brief: Path) -> None:
    if not brief.parent.is_dir():
        fail(f"there is no folder {brief.parent} to watch", "name the brief: brief watch FILE")


def _rebuild(request: Request, *, broken: bool = False) -> bool:
    """Build the files, and report how; return whether the brief has errors, as it had before if `broken`."""
    from builder.pipeline.building import build_files
    from builder.report.problems import BriefError

    start = time.perf_counter()
    say(f"--- {time.strftime('%H:%M:%S')} ".ljust(width(), "-"))
    try:
        built = build_files(request)
    except BriefError as error:
        request.step("")
        show(error.problems, error.sources, to_stderr=True)
        show_count(error.problems, "the files were left as they were")
        return True
    request.step("")
    show(built.warnings, built.sources, to_stderr=True)
    show_kept(built)
    names = ", ".join(file.path.name for file in built.files if file.changed) or "no changes"
    fixed = "fixed: " if broken else ""
    say(f"{fixed}{names}  {time.perf_counter() - start:.2f} s")
    return False


@click.command()
@BRIEF
@AUDIENCE
@WHOLE
@click.option("--open", "opens", is_flag=True, help="Open the page in the browser.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="The port; by default any free one."
)
@click.option(
    "--export",
    "folder",
    type=PATH,
    metavar="DIR",
    help="Instead write a copy of the page, which can be sent, into this folder.",
)
@VERBOSE
def preview(
    brief: Path, audience: str | None, unrestricted: bool, opens: bool, port: int, folder: Path | None
) -> None:
    """Show the brief in a browser while it is written.

    BRIEF (default: brief.yaml) is shown as slides, one-page and memo on a page of this machine,
    which follows every save. No file is built. Ctrl-C stops.

    \b
    Examples:
      brief preview --open
      brief preview --export preview
    """
    if folder is not None:
        exclusive(export=True, open=opens)
        exclusive(export=True, port=port)
        _export(brief, edition_of(audience, unrestricted), folder)
        return
    exclusive(audience=audience, unrestricted=unrestricted)
    with suppress(KeyboardInterrupt), running(brief, audience=audience) as request:
        from builder.preview.view import Choice, first_look

        choice = Choice(audience or "")
        with ending_on_problems("there is nothing to show"):
            errors = first_look(request, choice)
        request.step("")
        try:
            from builder.preview.server import serve
        except ModuleNotFoundError as missing:
            hint = "pip install 'policy-brief-builder[preview]', or use --export DIR"
            fail(f"the preview needs {missing.name}, which is not installed", hint)
        if errors:
            say(f"{counted(errors, 'error')}; the page shows {'it' if errors == 1 else 'them'}", err=True)
        try:
            serve(request, choice, port, lambda address: _begin(address, opens=opens))
        except OSError as wrong:
            fail(
                f"port {port} cannot be used: {(wrong.strerror or str(wrong)).lower()}",
                "choose another --port",
            )


def _begin(address: str, *, opens: bool) -> None:
    say(f"preview at {address}  Ctrl-C stops")
    if opens:
        import webbrowser

        webbrowser.open(address)


def _export(brief: Path, audience: str | None, folder: Path) -> None:
    with ending_on_problems("nothing was written"), running(brief, alone=True) as request:
        from builder.preview.copy import export

        try:
            files, errors = export(request, folder, audience)
        except OSError as wrong:
            fail(
                f"the copy cannot be written: {(wrong.strerror or str(wrong)).lower()}",
                "choose another folder",
            )
    say(f"wrote {files[0]} and {len(files) - 1} files beside it")
    if errors:
        say(f"{counted(errors, 'error')} in the brief", err=True)
        sys.exit(1)
