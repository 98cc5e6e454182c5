"""The command line: arguments and exit codes; only it and its `show` print."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from builder import __version__
from builder.cli.show import Progress, show, tell_count, tell_end, tell_files

if TYPE_CHECKING:
    from builder.pipeline import Built
    from builder.problems import Problem
    from builder.workers import Worker

PRODUCTS = ("memo", "deck", "summary")
PICTURES = frozenset((".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff", ".bmp"))

FORMATS = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="How problems are shown: to people, to scripts, on a pull request, to code scanning.",
)
STRICT = click.option("--strict", is_flag=True, help="Treat warnings as errors.")
BRIEF = click.argument("brief", type=click.Path(path_type=Path), default="brief.yaml")
OUT = click.option(
    "--out",
    type=click.Path(path_type=Path),
    default="output",
    show_default=True,
    metavar="DIR",
    help="Folder for the files, seen from here, not from the brief; made if it is not there.",
)


class _Products(click.ParamType):  # type: ignore[type-arg]  # generic only from click 8.4 on
    """`memo,summary` as a list of products."""

    name = "products"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        names = tuple(name.strip() for name in str(value).split(",") if name.strip())
        for name in names:
            if name not in PRODUCTS:
                self.fail(f"`{name}` is none of {', '.join(PRODUCTS)}", param, ctx)
        if not names:
            self.fail(f"name at least one of {', '.join(PRODUCTS)}", param, ctx)
        return names

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        head, comma, last = incomplete.rpartition(",")
        return [CompletionItem(head + comma + name) for name in PRODUCTS if name.startswith(last)]


ONLY = click.option(
    "--only",
    type=_Products(),
    multiple=True,
    callback=lambda _context, _option, given: tuple(dict.fromkeys(sum(given, ()))) or PRODUCTS,
    metavar="NAME[,NAME]",
    help="Make only these: memo, deck, summary.",
)


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="A first brief:  brief new my-brief && cd my-brief && brief build",
)
@click.version_option(__version__, prog_name="brief")
def app() -> None:
    """Write an argument once, publish it three times.

    One brief.yaml becomes an editable Word memo, a native PowerPoint deck and a one-page PDF
    summary. The three files say the same thing: they are read back and compared before they are
    saved.

    Exit codes: 0 done, 1 problems in the brief or the files, 2 wrong usage.
    """


@app.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=".", metavar="[DIR]")
def new(folder: Path) -> None:
    """Write a small working brief with comments.

    DIR is its folder (default: here). Beside it stands the JSON Schema, so that editors complete and
    check while you type. An existing brief is never overwritten.
    """
    from importlib.resources import files

    starter = files("builder.brief").joinpath("starter.yaml").read_bytes()
    target, schema_file = folder / "brief.yaml", folder / "brief.schema.json"
    if target.exists():
        _fail(f"{target} is there already and was left as it is", "choose another folder: brief new DIR")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        schema_file.write_text(_schema_text(), encoding="utf-8", newline="\n")
        target.write_bytes(starter)
    except OSError as error:
        _fail(
            f"{folder} cannot be written: {(error.strerror or str(error)).lower()}", "choose another folder"
        )
    here = "" if folder == Path() else f"cd {folder} && "
    click.echo(f"wrote {target} and {schema_file}\n\nnext:")
    click.echo(f"  {here}brief build    make the three files in output/")
    click.echo(f"  {here}brief watch    make them again at every save")


@app.command()
@BRIEF
@OUT
@ONLY
@STRICT
@FORMATS
def build(brief: Path, out: Path, only: tuple[str, ...], strict: bool, form: str) -> None:
    """Make the memo, the deck and the summary.

    BRIEF is the file that holds the argument (default: brief.yaml).

    \b
    All of the files are written, or none: problems are shown with their line in the brief,
    and the files of the last build stay as they were. A text that does not fit is such a
    problem: it says how much is over and which fields to shorten.

    \b
    Examples:
      brief build
      brief build talks.yaml --out dist --only summary
      brief build --strict --format github      in continuous integration
    """
    from builder.problems import BriefError

    with _worker(only) as worker:
        start = time.perf_counter()
        try:
            built = _build(brief, out, only, strict, worker)
        except BriefError as error:
            show(error.problems, error.sources, form, to_stderr=True)
            if form == "text":
                tell_count(error.problems, strict, "nothing was written")
            sys.exit(1)
    show(built.warnings, built.sources, form, to_stderr=True)
    if form == "text":
        tell_files(built.files)
        tell_end(built, only, time.perf_counter() - start)


@app.command()
@click.argument("briefs", type=click.Path(path_type=Path), nargs=-1, metavar="[BRIEF]...")
@STRICT
@FORMATS
def check(briefs: tuple[Path, ...], strict: bool, form: str) -> None:
    """Tell every problem, and write nothing.

    BRIEF is a file, or several (default: brief.yaml). What does not fit its slide or the page is told
    too. Exit code 1 if there is an error, or with --strict a warning.
    """
    problems: list[Problem] = []
    sources: dict[str, str] = {}
    with _worker(PRODUCTS, export=False) as worker:
        from builder.pipeline import check_brief

        for brief in briefs or (Path("brief.yaml"),):
            found, source = check_brief(brief, worker)
            problems += found
            sources |= source
    show(problems, sources, form, to_stderr=False)
    if form == "text":
        tell_count(problems, strict, "")
    sys.exit(1 if any(problem.is_error or strict for problem in problems) else 0)


@app.command()
@BRIEF
@OUT
@ONLY
def watch(brief: Path, out: Path, only: tuple[str, ...]) -> None:
    """Build again at every save.

    BRIEF (default: brief.yaml) is built when it is saved, or a picture beside it. Ctrl-C ends it.
    """
    from builder.problems import BriefError

    def rebuild(worker: Worker | None) -> None:
        start = time.perf_counter()
        try:
            built = _build(brief, out, only, strict=False, worker=worker)
        except BriefError as error:
            show(error.problems, error.sources, "text", to_stderr=True)
            tell_count(error.problems, strict=False, consequence="the files stay as they were")
            return
        show(built.warnings, built.sources, "text", to_stderr=True)
        names = ", ".join(file.path.name for file in built.files if file.changed) or "nothing new"
        click.echo(f"{time.strftime('%H:%M:%S')}  {names}  {time.perf_counter() - start:.2f} s")

    with suppress(KeyboardInterrupt), _worker(only) as worker:
        last = _signature(brief)
        rebuild(worker)
        if worker is not None:
            worker.rebalance()
        from watchfiles import watch as changes

        if not brief.parent.is_dir():
            _fail(f"there is no folder {brief.parent} to watch", "name the brief: brief watch FILE")

        def matters(_: object, path: str) -> bool:
            changed = Path(path)
            return changed.name == brief.name or (
                changed.suffix.lower() in PICTURES and not changed.name.startswith((".", "~"))
            )

        click.echo(f"watching {brief.parent.resolve()}; Ctrl-C ends it", err=True)
        # The half-second look at the brief itself finds a save from before the watcher listened.
        for changed in changes(
            brief.parent,
            watch_filter=matters,
            debounce=50,
            step=10,
            rust_timeout=500,
            yield_on_timeout=True,
        ):
            seen, last = last, _signature(brief)
            if changed or seen != last:
                rebuild(worker)
                gc.collect()


@app.command()
def schema() -> None:
    """Print the JSON Schema of a brief.

    \b
    brief new binds it by the first line of the brief:
      # yaml-language-server: $schema=brief.schema.json
    """
    click.echo(_schema_text(), nl=False)


@app.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script of a shell.

    \b
    bash:  eval "$(brief completion bash)"       in ~/.bashrc
    zsh:   eval "$(brief completion zsh)"        in ~/.zshrc
    fish:  brief completion fish | source        in ~/.config/fish/config.fish
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(app, {}, "brief", "_BRIEF_COMPLETE").source())


def main() -> None:
    """Run the command line; characters that the terminal lacks are replaced, never a reason to fail."""
    gc.disable()  # a run ends before there is garbage worth a search, which would take an eighth of its time
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    code = 1
    try:
        app(prog_name="brief")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # a pipe whose reader has gone
            stream.flush()
    os._exit(code)  # taking every object apart first would cost a tenth of the run


def _build(brief: Path, out: Path, only: Sequence[str], strict: bool, worker: Worker | None) -> Built:
    from builder.outline.text import Product
    from builder.pipeline import build as build_brief

    with Progress() as progress:
        return build_brief(
            brief,
            out,
            only=[Product(name) for name in only],
            strict=strict,
            step=progress.tell,
            worker=worker,
        )


def _worker(only: Sequence[str], *, export: bool = True) -> AbstractContextManager[Worker | None]:
    """A second process where it pays, started before anything heavy is imported."""
    from builder.workers import Worker, may_fork

    return Worker(export=export) if set(only) - {"summary"} and may_fork() else nullcontext()


def _signature(path: Path) -> tuple[int, int] | None:
    """Time and size of a file, to see that it was saved; None where it is not there."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size


def _schema_text() -> str:
    import json

    from builder.brief.load import schema as brief_schema

    return json.dumps(brief_schema(), ensure_ascii=False, indent=2) + "\n"


def _fail(message: str, hint: str) -> None:
    click.echo(f"error: {message}\n  hint: {hint}", err=True)
    sys.exit(1)
