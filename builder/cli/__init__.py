"""The `brief` command: its subcommands, and its streams and exit codes; only this folder prints."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from builder import __version__
from builder.cli.show import fail, stop
from builder.report.printable import printable

_NAMES = (
    *("audit", "check", "doctor", "explain", "new"),
    *("release", "send", "template", "theme", "trace", "verify", "watch"),
)
_HOMES = {
    **{name: name for name in _NAMES},
    "build": "building.build",
    "preview": "watch",
    "diff": "exchange.diff",
    "import": "exchange.importing",
    "pull": "exchange.pull",
    "schema": "new",
}  # modules by command, imported when called


class _Commands(click.Group):
    """A group that shows what would control the terminal, and ends on Ctrl-C as shells expect."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*_HOMES, *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        for name in (cmd_name,) if cmd_name in _HOMES else _HOMES:  # all, to find one that is spelt alike
            module = vars(import_module(f"builder.cli.{_HOMES[name]}"))
            self.add_command(module.get(name) or module[f"{name}_"])  # `import_`: Python has the word
        return super().get_command(ctx, cmd_name)

    def make_context(self, *arguments: Any, **options: Any) -> click.Context:
        with _shown_usage():
            return super().make_context(*arguments, **options)

    def invoke(self, ctx: click.Context) -> Any:
        with _shown_usage():
            try:
                return super().invoke(ctx)
            except KeyboardInterrupt:
                stop()


@contextmanager
def _shown_usage() -> Iterator[None]:
    try:
        yield
    except click.ClickException as error:
        error.message = printable(error.message)  # type: ignore[misc]  # the one text that click repeats
        raise


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
    epilog="\b\nA first brief:\n  brief new my-brief\n  cd my-brief\n  brief build\n\n"
    "\b\nA rule:\n  brief explain RULE",
)
@click.version_option(__version__, prog_name="brief")
def app() -> None:
    """Write an argument once, publish it three times.

    One brief.yaml becomes an editable Word memo, a native PowerPoint deck and a one-page PDF
    summary. All three say the same: they are read back and compared with the brief before they
    are saved.

    Exit codes: 0 success, 1 problems in the brief or the files, 2 incorrect usage,
    130 stopped with Ctrl-C.
    """


@app.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the shell completion script.

    \b
    bash:  eval "$(brief completion bash)"       in ~/.bashrc
    zsh:   eval "$(brief completion zsh)"        in ~/.zshrc
    fish:  brief completion fish | source        in ~/.config/fish/config.fish
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(app, {}, "brief", "_BRIEF_COMPLETE").source())


def _open_streams() -> None:
    """Open closed streams on the null device, so that no other file takes their numbers."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115


def _check_directory() -> None:
    try:
        Path.cwd()
    except FileNotFoundError:
        fail("the current directory was removed", "change to another directory")


def main() -> None:
    """Run the command line; characters that the terminal lacks are replaced, never a reason to fail."""
    gc.disable()  # a run ends before there is garbage worth a search, which would take an eighth of its time
    _open_streams()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    code = 1
    try:
        _check_directory()
        app(prog_name="brief")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except OSError as error:
        if error.filename is not None:
            raise
        with suppress(OSError):  # what is printed cannot be written, and this perhaps neither
            click.echo(f"error: the output cannot be printed: {error.strerror}", err=True)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # a pipe whose reader has gone
            stream.flush()
    os._exit(code)  # taking every object apart first would cost a tenth of the run
