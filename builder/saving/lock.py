"""A folder that several builds write into: they take turns."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from builder.report.problems import BriefError
from builder.saving.os_errors import ELSEWHERE, about, refusal

PATIENCE = 30.0  # seconds; a turn takes some milliseconds
_PAUSE = 0.01  # seconds between two looks
_NO_LOCKS = frozenset(
    (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL, errno.EBADF)
)


@contextmanager
def turn(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the folder, which is made where it is not there, until the end of the block.

    The system lets go of it when the process ends, however it ends. A file system that knows no locks is
    written without. Raises `BriefError` where the folder cannot be had, or another process keeps it for
    longer than `patience` seconds.
    """
    end = time.monotonic() + patience
    while (held := _look(folder)) is None:
        if time.monotonic() > end:
            message = f"another build has been writing into {folder} for {patience:.0f} seconds"
            hint = f"let it end, or end it, and build again; or {ELSEWHERE}"
            raise BriefError([refusal(message, hint)])
        time.sleep(_PAUSE)
    try:
        yield
    finally:
        if held >= 0:
            os.close(held)


def _look(folder: Path) -> int | None:
    """Try once: the open file that holds the folder, -1 where none is needed, None if it is not free."""
    with about(folder):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            return _hold(folder)
        except (BlockingIOError, FileNotFoundError):  # held by another, or just taken away
            return None


if sys.platform == "win32":

    def _hold(folder: Path) -> int:
        """Make a hidden file that nobody else can make meanwhile; Windows deletes it with its last handle."""
        path = folder / ".brief-turn"
        try:
            return os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_TEMPORARY)
        except FileExistsError:
            raise BlockingIOError from None
        except PermissionError:
            if path.exists():  # it is being deleted
                raise BlockingIOError from None
            raise

else:
    import fcntl

    def _hold(folder: Path) -> int:
        """Lock the folder itself, so that no lock file is ever left."""
        try:
            held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except PermissionError:
            return -1  # it may perhaps be written, but not listed
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not os.path.samestat(os.fstat(held), folder.stat()):
                raise BlockingIOError  # the folder was taken away meanwhile, and another made
        except OSError as error:
            os.close(held)
            if error.errno in _NO_LOCKS:
                return -1
            raise
        return held
