"""Finished files and a folder: all of them are saved, or none.

What holds, on every system: each file appears whole under its name, and a failure of any kind leaves the old
files as they were, and nothing else. Two builds into one folder take turns. A save that was killed is put in
order by the next command that looks into the folder (`recover`): had it begun to move files into place, which
takes it some tenths of a thousandth of a second, the old ones are put back.

On Linux the command line lets its second process save (`workers`), unless it makes the summary alone and has
none. Then to kill either of the two, at any
moment, leaves all old files or all new ones, and nothing else, without another command; only an end of both
at once (of the machine, or its container) leaves something to `recover`.

Each draft is flushed to the disk before it is moved. In which order the moves themselves reach the disk when
the power fails is up to the file system; those that keep a log (ext4, XFS, Btrfs, APFS, NTFS) keep the order.
A file system without locks (some network folders) is written without: two builds at once may fail there.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from builder.report.problems import BriefError, Problem
from builder.saving import journal
from builder.saving.leftovers import is_left
from builder.saving.lock import turn
from builder.saving.os_errors import ELSEWHERE, about, obstacle, refusal


def save_all(files: Mapping[Path, bytes]) -> frozenset[Path]:
    """Write every file or leave the folder as it was; return the targets whose bytes changed.

    All targets stand in one folder, which is made where it is not there. A file with the same bytes is not
    touched. A link is never written through: a build writes into its folder and nowhere else. Raises
    `BriefError` naming every target that cannot be written.
    """
    if not files:
        return frozenset()
    (folder,) = {target.parent for target in files}
    made = [place for place in (folder, *folder.parents) if not _is_there(place)]
    try:
        with about(folder), turn(folder):
            if is_left(folder):
                journal.mend(folder)
            _refuse(_kind_fault(target) for target in files)
            changed = {target: data for target, data in files.items() if not _holds(target, data)}
            _refuse(_write_fault(target) for target in changed)
            if changed:
                journal.save(folder, {target.name: data for target, data in changed.items()})
    except BaseException:
        for place in made:
            with suppress(OSError):
                place.rmdir()
        raise
    return frozenset(changed)


def recover(folder: Path) -> None:
    """Put the folder in order after a save that was killed: call it before reading files from there.

    Waits for a save that is under way. Raises `BriefError` where the files are partly new and cannot be put
    back; drafts that cannot be removed are left alone. Costs one look where there is nothing to do.
    """
    if is_left(folder):
        with about(folder, "put in order"), turn(folder):
            journal.mend(folder)


def _refuse(faults: Iterable[Problem | None]) -> None:
    found = tuple(fault for fault in faults if fault is not None)
    if found:
        raise BriefError(found)


def _kind_fault(target: Path) -> Problem | None:
    """What stands in the place of a target and is no file."""
    try:
        mode = target.lstat().st_mode
    except FileNotFoundError:
        return None
    except OSError as error:
        return obstacle(target, error)
    if stat.S_ISREG(mode):
        return None
    if stat.S_ISLNK(mode):
        message = f"{target} is a link to {target.readlink()}, and a build writes into its own folder only"
        return refusal(message, f"remove the link, or {ELSEWHERE}")
    kind = "a folder" if stat.S_ISDIR(mode) else "no ordinary file"
    return refusal(f"{target} is {kind}", f"move it away, or {ELSEWHERE}")


def _holds(target: Path, data: bytes) -> bool:
    with about(target):
        try:
            return target.stat().st_size == len(data) and target.read_bytes() == data
        except (FileNotFoundError, PermissionError):
            return False


def _write_fault(target: Path) -> Problem | None:
    """Why a file that is to be replaced may not be: read-only, or open in another program on Windows."""
    try:
        with target.open("r+b"):
            return None
    except FileNotFoundError:
        return None
    except OSError as error:
        return obstacle(target, error)


def _is_there(place: Path) -> bool:
    try:
        place.lstat()
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return True
