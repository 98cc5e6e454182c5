"""Saves finished files into a folder: all of them, or none.

On every system, each file appears whole under its name, and a failure of any kind leaves the old files as
they were, and nothing else. Two builds into one folder take turns. A save that was killed is undone by the
next command that writes into the folder (`recover`): if it had begun to move files into place, which takes a
fraction of a millisecond, the old ones are restored.

On Linux the command line lets its second process save, unless it builds the summary alone and has none.
Killing either of the two, at any moment, then leaves all old files or all new ones, and nothing else; only an
end of both at once (of the machine, or its container) leaves something to `recover`.

Each draft is flushed to the disk before it is moved. In which order the moves themselves reach the disk when
the power fails is up to the file system; those that keep a log (ext4, XFS, Btrfs, APFS, NTFS) keep the order.
On a file system without locks (some network folders), two builds at once may fail.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path

from builder.report.problems import BriefError, Problem
from builder.saving import journal
from builder.saving.leftovers import is_left
from builder.saving.lock import turn
from builder.saving.os_errors import ELSEWHERE, about, obstacle, refusal


def save_all(files: Mapping[Path, bytes]) -> frozenset[Path]:
    """Write every file or leave the folder as it was; return the targets whose bytes changed.

    All targets are in one folder, which is created if it is missing. A file with the same bytes is not
    touched. A link is never written through: a build writes into its folder and nowhere else. Raises
    `BriefError` naming every target that cannot be written.
    """
    if not files:
        return frozenset()
    (folder,) = {target.parent for target in files}
    made = [each for each in (folder, *folder.parents) if not _is_there(each)]
    with ExitStack() as undo:
        for each in reversed(made):
            undo.callback(_remove, each)
        with about(folder), turn(folder):
            if is_left(folder):
                journal.restore(folder)
            _refuse(_kind_fault(target) for target in files)
            changed = {target: data for target, data in files.items() if not _holds(target, data)}
            _refuse(_write_fault(target) for target in changed)
            if changed:
                journal.save(folder, {target.name: data for target, data in changed.items()})
        undo.pop_all()
    return frozenset(changed)


def _remove(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


def recover(folder: Path) -> str:
    """Restore the folder after a save that was killed; return what was done, "" if there was nothing to do.

    Waits for a save that is under way. Raises `BriefError` if the files are partly new and cannot be
    restored; drafts that cannot be removed are left alone. Costs one look if there is nothing to do.
    """
    if not is_left(folder):
        return ""
    with about(folder, "restored"), turn(folder):
        return journal.restore(folder) if is_left(folder) else ""


def _refuse(faults: Iterable[Problem | None]) -> None:
    found = tuple(fault for fault in faults if fault is not None)
    if found:
        raise BriefError(found)


def _kind_fault(target: Path) -> Problem | None:
    """Return the problem of a target that is not a regular file."""
    try:
        mode = target.lstat().st_mode
    except FileNotFoundError:
        return None
    except OSError as error:
        return obstacle(target, error)
    if stat.S_ISREG(mode):
        return None
    if stat.S_ISLNK(mode):
        message = f"{target} is a link to {target.readlink()}; a build writes only into its own folder"
        return refusal(message, f"remove the link, or {ELSEWHERE}")
    kind = "a folder" if stat.S_ISDIR(mode) else "not a regular file"
    return refusal(f"{target} is {kind}", f"move it away, or {ELSEWHERE}")


def _holds(target: Path, data: bytes) -> bool:
    with about(target):
        try:
            return target.stat().st_size == len(data) and target.read_bytes() == data
        except (FileNotFoundError, PermissionError):
            return False


def _write_fault(target: Path) -> Problem | None:
    """Return the problem of a file that cannot be replaced: read-only, or open elsewhere on Windows."""
    try:
        with target.open("r+b"):
            return None
    except FileNotFoundError:
        return None
    except OSError as error:
        return obstacle(target, error)


def _is_there(path: Path) -> bool:
    try:
        path.lstat()
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return True
