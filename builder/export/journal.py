"""Drafts and their folder: all of them are moved into place, or the old files are put back.

While a save is under way, one hidden folder stands beside the targets:

    .brief-save/new/NAME      the draft of each file
    .brief-save/old/NAME      the file that it replaces: a second name of it, or a copy
    .brief-save/fresh/NAME    instead of that an empty mark, where there is none to replace
    .brief-save/begun         an empty mark: moves have begun, and not all are done

Until `begun` appears every target is old; as soon as it goes every target is new. To appear and to go is one
step of the file system. What is found with `begun` is put back; what is found without it is thrown away.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from builder.export.leftovers import BEGUN, HIDDEN, is_begun, is_folder
from builder.export.obstacles import about, refusal
from builder.problems import BriefError, Problem

NEW, OLD, FRESH = "new", "old", "fresh"


def save(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write every file into the folder under its name, or leave all as it was.

    Raises `BriefError` naming the file that failed. Should even the way back fail, that is what is raised:
    the old files then wait in the hidden folder, for `mend`.
    """
    hidden = folder / HIDDEN
    if os.path.lexists(hidden):
        raise BriefError([_in_the_way(hidden)])
    try:
        _draft(folder, files)
        _move(folder, files)
    finally:
        try:
            _settle(folder, files)
        except KeyboardInterrupt:  # amid the tidying up, which is soon done
            _settle(folder, files)
            raise


def mend(folder: Path) -> None:
    """Put back the files of a save that was killed while it moved them, and remove what it left.

    Raises `BriefError` where a file cannot be put back; it is tried again the next time.
    """
    hidden = folder / HIDDEN
    found: set[str] = set()
    with about(folder, "put in order"):
        for part in (hidden / NEW, hidden / OLD, hidden / FRESH):
            if is_folder(part):
                found |= {entry.name for entry in part.iterdir()}
            elif part.is_symlink():
                raise BriefError([_in_the_way(hidden)])
    _settle(folder, found)


def _draft(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write all that can be wanted: every failure from a full disk to a wrong name belongs here."""
    hidden = folder / HIDDEN
    with about(folder):
        hidden.mkdir()
        for part in (NEW, OLD, FRESH):
            (hidden / part).mkdir()
    for name, data in files.items():
        with about(folder / name):
            with (hidden / NEW / name).open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())  # a disk over the network says only now that it is full
            if (folder / name).exists():
                _keep(folder / name, hidden / OLD / name)
            else:
                (hidden / FRESH / name).touch(exist_ok=False)


def _keep(target: Path, kept: Path) -> None:
    try:
        kept.hardlink_to(target)
    except OSError:  # memory sticks know no second names, and Linux gives none to others' files
        import shutil

        shutil.copy2(target, kept)


def _move(folder: Path, names: Iterable[str]) -> None:
    hidden = folder / HIDDEN
    with about(folder):
        (hidden / BEGUN).touch(exist_ok=False)
    for name in names:
        with about(folder / name):
            (hidden / NEW / name).replace(folder / name)
    with about(folder):
        (hidden / BEGUN).unlink()


def _settle(folder: Path, names: Iterable[str]) -> None:
    """Go back where moves have begun, then throw the hidden folder away; opens no file: none may be left."""
    hidden = folder / HIDDEN
    if is_begun(folder):
        _put_back(folder, names)
    for part in (NEW, OLD, FRESH):
        for name in names:
            with suppress(OSError):
                (hidden / part / name).unlink(missing_ok=True)
        with suppress(OSError):
            (hidden / part).rmdir()
    with suppress(OSError):
        hidden.rmdir()


def _put_back(folder: Path, names: Iterable[str]) -> None:
    """Undo what was moved, as far as it can be; what has not come to its move is not touched."""
    hidden = folder / HIDDEN
    faults: list[Problem] = []
    for name in names:
        if (hidden / NEW / name).exists():
            continue
        try:
            with about(folder / name, f"put back, and waits in {HIDDEN}"):
                if (hidden / OLD / name).exists():
                    (hidden / OLD / name).replace(folder / name)
                elif (hidden / FRESH / name).exists():
                    (folder / name).unlink(missing_ok=True)
        except BriefError as error:
            faults += error.problems
    if faults:
        raise BriefError(faults)
    with about(folder, "put in order"):
        (hidden / BEGUN).unlink()


def _in_the_way(hidden: Path) -> Problem:
    return refusal(f"{hidden} is in the way", "remove it and build again")
