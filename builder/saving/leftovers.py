"""Finds what a killed save left in a folder; commands that only read ask it, so it imports very little."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

HIDDEN = ".brief-save"
BEGUN = "begun"
_LOOKS, _PAUSE = 20, 0.05  # seconds; the moves of a save take a fraction of a millisecond


def is_left(folder: Path) -> bool:
    """Whether a save into the folder was killed, or is under way."""
    return is_folder(folder / HIDDEN)


def is_mixed(folder: Path) -> bool:
    """Whether a killed save left old and new files; one that is under way has a moment to end."""
    for _ in range(_LOOKS):
        if not is_begun(folder):
            return False
        time.sleep(_PAUSE)
    return True


def is_begun(folder: Path) -> bool:
    """Whether that save had begun its moves, so that some files may be new and others old."""
    return os.path.lexists(folder / HIDDEN / BEGUN)


def is_folder(path: Path) -> bool:
    """Whether this is a folder, and not a link to one: nothing is moved or removed through a link."""
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False
