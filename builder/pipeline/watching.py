"""Waits until a brief, a file that it names, or a picture beside it is saved."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from builder.brief.files import is_file

_PICTURES = frozenset((".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff", ".bmp", ".svg"))
_NAMED = re.compile(r"\.(ya?ml|csv|tsv|json|xlsx|parquet|[ot]tf|do[ct][xm]|p(pt|ot)[xm])", re.IGNORECASE)
# What is between the scalars of a brief, which may be broken.
_BETWEEN = re.compile(r"""["'{}\[\],\r\n]|:\s|\s#|^\s*-\s""", re.MULTILINE)

_PAUSE = 0.5  # seconds

Stamp = tuple[int, int] | None


def stamps(brief: Path) -> list[Stamp]:
    """Return time and size of the brief and of the files that it names, to see that one was saved."""
    return [_stamp(file) for file in (brief, *named(brief))]


def saves(brief: Path, last: list[Stamp]) -> Iterator[None]:
    """Yield whenever a file of the brief was saved; `last` are its stamps when it was read."""
    from watchfiles import watch

    while True:
        folders = _folders(brief)
        # The half-second look at the files themselves finds a save from before the watcher listened.
        looks = watch(
            *folders,
            watch_filter=lambda _, path: matters(Path(path), brief, *named(brief)),
            debounce=50,
            step=10,
            rust_timeout=500,
            yield_on_timeout=True,
        )
        for changed in _or_pauses(looks):
            seen, last = last, stamps(brief)
            if changed or seen != last:
                yield
            if changed is None or _folders(brief) != folders:
                break


def _or_pauses(looks: Iterable[object]) -> Iterator[object]:
    """Yield what the watcher finds, and None after a pause where it cannot watch.

    A folder may be gone for a while, or the system may watch no more folders.
    """
    try:
        yield from looks
    except OSError:
        time.sleep(_PAUSE)
        yield None


def _folders(brief: Path) -> set[Path]:
    """Return the folders of the brief and of the files that it names."""
    return {file.parent for file in (brief, *named(brief))}


def named(brief: Path) -> list[Path]:
    """Return the files that a brief names, and those that they name: data, templates, look; not pictures."""
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


def _stamp(path: Path) -> Stamp:
    """Return time and size of a file, to see that it was saved; None if it is missing."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size
