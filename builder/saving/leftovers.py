"""A folder: what a killed save left in it. Asked before every look, so it imports next to nothing."""

from __future__ import annotations

import os
import stat
from pathlib import Path

HIDDEN = ".brief-save"
BEGUN = "begun"


def is_left(folder: Path) -> bool:
    """Say whether a save into the folder was killed, or is under way."""
    return is_folder(folder / HIDDEN)


def is_begun(folder: Path) -> bool:
    """Say whether that save has come to the moves, so that some files may be new and others old."""
    return os.path.lexists(folder / HIDDEN / BEGUN)


def is_folder(path: Path) -> bool:
    """Say whether a folder is there, and not a link to one: nothing is moved or removed through a link."""
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False
