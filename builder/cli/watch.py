"""`brief watch`: builds the files again whenever the brief, a picture or a data file of it is saved."""

from __future__ import annotations

import gc
import os
import re
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.options import AUDIENCE, BRIEF, ONLY, OUT, QUIET, VERBOSE
from builder.cli.request import running
from builder.cli.show import fail, say, show, show_count, show_kept, width

if TYPE_CHECKING:
    from builder.pipeline.request import Request

_YAML = re.compile(rb"""^(?:brand|extends|theme):\s*["']?([^"'#\r\n]+\.ya?ml)""", re.MULTILINE)
_PICTURES = frozenset((".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff", ".bmp", ".svg"))

_NAMED = re.compile(
    rb"""[^\s"'{}\[\],:]+\.(?:csv|tsv|json|xlsx|parquet|[ot]tf|do[ct][xm]|p(?:pt|ot)[xm])\b"""
)


@click.command()
@BRIEF
@OUT
@ONLY
@AUDIENCE
@QUIET
@VERBOSE
def watch(brief: Path, out: Path, only: tuple[str, ...], audience: str | None) -> None:
    """Rebuild whenever the brief is saved.

    BRIEF (default: brief.yaml) is rebuilt whenever it, its data, or a picture beside it is saved.
    Ctrl-C stops.
    """
    with suppress(KeyboardInterrupt), running(brief, out, only, audience) as request:
        last = _stamp(brief)
        broken = _rebuild(request)
        from watchfiles import watch as changes

        if not brief.parent.is_dir():
            fail(f"there is no folder {brief.parent} to watch", "name the brief: brief watch FILE")
        files = [brief, *named(brief)]
        say(f"watching {brief.parent.resolve()}; Ctrl-C stops", err=True)
        # The half-second look at the brief itself finds a save from before the watcher listened.
        for changed in changes(
            *dict.fromkeys(file.parent for file in files),
            watch_filter=lambda _, path: matters(Path(path), brief, *named(brief)),
            debounce=50,
            step=10,
            rust_timeout=500,
            yield_on_timeout=True,
        ):
            seen, last = last, _stamp(brief)
            if changed or seen != last:
                broken = _rebuild(request, broken=broken)
                gc.collect()


def named(brief: Path) -> list[Path]:
    """Return the files that the brief names, but for pictures: its data, templates and look.

    The one that it extends is among them, with the files that this names.
    """
    text = b""
    with suppress(OSError):
        text = brief.read_bytes()
    found = [brief.parent / os.fsdecode(name) for name in (*_YAML.findall(text), *_NAMED.findall(text))]
    for file in found[:]:
        if file.suffix in (".yaml", ".yml"):
            with suppress(OSError):
                inside = file.read_bytes()
                names = (*_YAML.findall(inside), *_NAMED.findall(inside))
                found += (file.parent / os.fsdecode(name) for name in names)
    files = dict.fromkeys(found)
    return [file for file in files if file.is_file()]


def matters(changed: Path, *files: Path) -> bool:
    """Whether a change of a file can change the products; a program's own temporary pictures cannot."""
    picture = changed.suffix.lower() in _PICTURES and not changed.name.startswith((".", "~"))
    return picture or changed.name in {file.name for file in files}


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


def _stamp(path: Path) -> tuple[int, int] | None:
    """Return time and size of a file, to see that it was saved; None if it is missing."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size
