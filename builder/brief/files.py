"""Reads the bytes of regular files, and no more of them than are allowed."""

from __future__ import annotations

import os
import stat
from pathlib import Path

# Opening a pipe waits for nobody, and no terminal takes control.
_FLAGS = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_BINARY", "O_CLOEXEC", "O_NOCTTY", "O_NONBLOCK")
)
_NO_LINK: int = getattr(os, "O_NOFOLLOW", 0)


class NotAFile(Exception):
    """What is at the path is a pipe, a socket or a device."""


class TooLarge(Exception):
    """The file has more bytes than are allowed; `size` says how many, at least."""

    def __init__(self, size: int) -> None:
        self.size = size
        super().__init__(size)


def bytes_of(path: Path, most: int, *, follow_links: bool = True) -> bytes:
    """Return the bytes of the file at `path`, which must not have more than `most` of them.

    What is examined is what is read: the file is opened once, and may neither grow in between nor turn into
    something else. Raises `IsADirectoryError`, `NotAFile`, `TooLarge` or another `OSError`.
    """
    _examine(path.stat(follow_symlinks=follow_links), path)  # only to open a device can make it do something
    descriptor = os.open(path, _FLAGS if follow_links else _FLAGS | _NO_LINK)
    with open(descriptor, "rb") as file:  # noqa: PTH123 - what is open has no path any more
        status = os.fstat(descriptor)
        _examine(status, path)
        if status.st_size > most:
            raise TooLarge(status.st_size)
        data = file.read(most + 1)
    if len(data) > most:
        raise TooLarge(len(data))
    return data


def _examine(status: os.stat_result, path: Path) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(str(path))
    if not stat.S_ISREG(status.st_mode):
        raise NotAFile(str(path))
