"""Turns an error of the operating system into a problem that names the path and says what to do."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from builder.report.problems import BriefError, Problem, error

ELSEWHERE = "choose another folder with --out"
OTHER_DISK = "choose a folder on another disk with --out"
LONGEST_ON_WINDOWS = 259  # characters of a path, unless the whole system was set otherwise

_REASONS: Mapping[int, tuple[str, str]] = {
    errno.ENOSPC: ("the disk is full", f"free some space and build again, or {OTHER_DISK}"),
    errno.EDQUOT: ("disk quota exceeded", f"free some space and build again, or {OTHER_DISK}"),
    errno.EFBIG: ("the file exceeds the size limit", f"raise the limit (ulimit -f), or {OTHER_DISK}"),
    errno.EROFS: ("the disk is read-only", OTHER_DISK),
    errno.EIO: ("the disk reports an error", OTHER_DISK),
    errno.EMFILE: ("too many files are open", "raise the limit (ulimit -n) and build again"),
    errno.ENFILE: ("too many files are open", "close other programs and build again"),
    errno.ENOENT: ("its folder no longer exists", "build again"),
    errno.EISDIR: ("there is a folder with that name", "move the folder away and build again"),
}


@contextmanager
def about(path: Path, verb: str = "written") -> Iterator[None]:
    """Turn an `OSError` within into a `BriefError` that names the path and says what to do."""
    try:
        yield
    except OSError as error:
        raise BriefError([obstacle(path, error, verb)]) from error


def obstacle(path: Path, error: OSError, verb: str = "written") -> Problem:
    """Return the problem of a path that could not be written (or `verb`: restored, …)."""
    reason, hint = _reason(path, error)
    return refusal(f"{path} cannot be {verb}: {reason}", hint)


def refusal(message: str, hint: str) -> Problem:
    """Return the problem of an output that is not written."""
    return error("output-writable", "", message, hint)


def _reason(path: Path, error: OSError) -> tuple[str, str]:
    """Return the reason and a hint; Windows reports a file that is open elsewhere as read-only."""
    if error.errno == errno.ENAMETOOLONG or (
        os.name == "nt" and len(str(path.absolute())) > LONGEST_ON_WINDOWS
    ):
        return "its name is too long", "shorten the `id` of the brief, or choose a shorter folder with --out"
    if isinstance(error, PermissionError):
        if stat.S_ISREG(_mode(path)) and os.access(path.parent, os.W_OK):
            return (
                "it is read-only, or open in another program",
                f"close it in Word or PowerPoint, or {ELSEWHERE}",
            )
        return "permission denied", "choose a folder you may write to with --out"
    if isinstance(error, (FileExistsError, NotADirectoryError)) or error.errno == errno.ELOOP:
        for each in (*reversed(path.parents), path):  # the topmost that is not a folder blocks all below
            name = "it" if each == path else str(each)
            if each.is_symlink() and not _mode(each):
                return f"{name} is a broken link to {each.readlink()}", f"fix it, or {ELSEWHERE}"
            if not stat.S_ISDIR(_mode(each) or stat.S_IFDIR):
                return f"{name} is a file, not a folder", ELSEWHERE
    if error.errno == errno.ENOENT and path.parent.is_dir():
        return f"nothing can be created in {path.parent}", ELSEWHERE
    return _REASONS.get(error.errno or 0, ((error.strerror or str(error)).lower(), ELSEWHERE))


def _mode(path: Path) -> int:
    """Return the mode of a file, links followed; 0 if it is unknown."""
    try:
        return path.stat().st_mode
    except OSError:
        return 0
