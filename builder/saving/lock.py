"""Lets several builds that write into one folder take turns."""

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
    """Lock the folder, which is created if it is missing, until the end of the block.

    The system releases the lock when the process ends, however it ends. On a file system without locks there
    is none. Raises `BriefError` if the folder cannot be locked, or another process keeps it locked for longer
    than `patience` seconds.
    """
    end = time.monotonic() + patience
    while (held := _look(folder)) is None:
        if time.monotonic() > end:
            message = f"another build has been writing into {folder} for {patience:.0f} seconds"
            hint = f"wait for it or stop it, then build again; or {ELSEWHERE}"
            raise BriefError([refusal(message, hint)])
        time.sleep(_PAUSE)
    try:
        yield
    finally:
        if held >= 0:
            os.close(held)


def _look(folder: Path) -> int | None:
    """Try once; return the file that holds the lock, -1 if none is needed, None if the folder is locked."""
    with about(folder):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            return _hold(folder)
        except (BlockingIOError, FileNotFoundError):  # locked by another, or just removed
            return None


if sys.platform == "win32":

    def _hold(folder: Path) -> int:
        """Create a hidden file that no other process can create; Windows deletes it with its last handle."""
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
            return -1  # it may be writable though it cannot be listed
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not os.path.samestat(os.fstat(held), folder.stat()):
                raise BlockingIOError  # the folder was replaced meanwhile
        except OSError as error:
            os.close(held)
            if error.errno in _NO_LOCKS:
                return -1
            raise
        return held
