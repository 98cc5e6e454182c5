"""The command line, run as it is but watched: what it opens, changes, starts or calls is written down.

Run as a program it takes the arguments of `brief`; GUARD_LOG names the file to write into. A network call
fails where it is made.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

LOG = "GUARD_LOG"

# What is written down of an event: at which places its arguments hold paths, and whether it changes them.
_PATHS: dict[str, tuple[tuple[int, ...], bool]] = {
    "os.listdir": ((0,), False),
    "os.scandir": ((0,), False),
    "os.chdir": ((0,), False),
    "os.mkdir": ((0,), True),
    "os.rmdir": ((0,), True),
    "os.remove": ((0,), True),
    "os.rename": ((0, 1), True),
    "os.link": ((0, 1), True),
    "os.symlink": ((1,), True),
    "os.truncate": ((0,), True),
    "os.chmod": ((0,), True),
    "os.chown": ((0,), True),
    "os.utime": ((0,), True),
    "os.setxattr": ((0,), True),
}
_STARTED = ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "pty.spawn")
_DESCRIPTOR = 99  # no number that a closed standard stream leaves free
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class NetworkUsed(Exception):
    """The command tried to reach the network."""


def watch(log: str) -> None:
    """Write down from now on what this process and those that it forks do, a line for each event."""
    opened = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    descriptor = os.dup2(opened, _DESCRIPTOR, inheritable=False)
    os.close(opened)
    here = _here()

    def note(kind: str, what: object) -> None:
        if isinstance(what, int):  # a file that is open already
            return
        path = os.path.join(here, os.fsdecode(what))  # type: ignore[arg-type]  # noqa: PTH118
        os.write(descriptor, f"{kind}\t{path!a}\n".encode())

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            flags = arguments[2]
            writes = isinstance(flags, int) and bool(flags & _WRITING)
            note("write" if writes else "read", arguments[0])
        elif event in _PATHS:
            places, changes = _PATHS[event]
            for place in places:
                note("write" if changes else "read", "." if arguments[place] is None else arguments[place])
        elif event in _STARTED:
            os.write(descriptor, f"start\t{arguments[0]!a}\n".encode())
        elif event.startswith("socket."):
            os.write(descriptor, f"network\t{event!a}\n".encode())
            raise NetworkUsed(event)

    sys.addaudithook(hook)


def _here() -> str:
    try:
        return str(Path.cwd())
    except OSError:  # it was removed
        return "/nowhere"


if __name__ == "__main__":
    watch(os.environ.pop(LOG))
    from builder.cli import main

    main()
