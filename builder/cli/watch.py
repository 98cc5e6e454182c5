"""`brief watch`: builds the files again whenever the brief, a picture or another file of it is saved."""

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

_PICTURES = frozenset((".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff", ".bmp", ".svg"))
_NAMED = re.compile(r"\.(ya?ml|csv|tsv|json|xlsx|parquet|[ot]tf|do[ct][xm]|p(pt|ot)[xm])", re.IGNORECASE)
# What is between the scalars of a brief, which may be broken.
_BETWEEN = re.compile(r"""["'{}\[\],\r\n]|:\s|\s#|^\s*-\s""", re.MULTILINE)


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
        last = _stamps(brief)
        broken = _rebuild(request)
        from watchfiles import watch as changes

        if not brief.parent.is_dir():
            fail(f"there is no folder {brief.parent} to watch", "name the brief: brief watch FILE")
        say(f"watching {brief.parent.resolve()}; Ctrl-C stops", err=True)
        while True:
            folders = _folders(brief)
            # The half-second look at the files themselves finds a save from before the watcher listened.
            for changed in changes(
                *folders,
                watch_filter=lambda _, path: matters(Path(path), brief, *named(brief)),
                debounce=50,
                step=10,
                rust_timeout=500,
                yield_on_timeout=True,
            ):
                seen, last = last, _stamps(brief)
                if changed or seen != last:
                    broken = _rebuild(request, broken=broken)
                    gc.collect()
                    if _folders(brief) != folders:
                        break


def _folders(brief: Path) -> set[Path]:
    """Return the folders of the brief and of the files that it names."""
    return {file.parent for file in (brief, *named(brief))}


def named(brief: Path) -> list[Path]:
    """Return the files that a brief names, and those that they name: data, templates, look; not pictures."""
    from builder.brief.files import is_file

    found, unread = dict[Path, None](), [brief]
    while unread:
        file = unread.pop()
        text = ""
        with suppress(OSError):
            text = os.fsdecode(file.read_bytes())
        names = (name.strip() for name in _BETWEEN.split(text))
        files = (file.parent / name for name in names if _NAMED.fullmatch(Path(name).suffix))
        new = [each for each in files if each != brief and each not in found and is_file(each)]
        found |= dict.fromkeys(new)
        unread += (each for each in new if each.suffix.lower() in (".yaml", ".yml"))
    return list(found)


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


def _stamps(brief: Path) -> list[tuple[int, int] | None]:
    """Return time and size of the brief and of the files that it names, to see that one was saved."""
    return [_stamp(file) for file in (brief, *named(brief))]


def _stamp(path: Path) -> tuple[int, int] | None:
    """Return time and size of a file, to see that it was saved; None if it is missing."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size
