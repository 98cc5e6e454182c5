"""Moves new files into place, or restores the old ones.

While a save is under way, there is one hidden folder beside the targets:

    .brief-save/new/NAME      the draft of each file
    .brief-save/old/NAME      the file that it replaces: a second name of it, or a copy
    .brief-save/fresh/NAME    instead of that an empty file, if there is none to replace
    .brief-save/list          each name with the SHA-256 of its new file and of its old one, as JSON
    .brief-save/begun         that list under its second name: moves have begun, and not all are done

Until `begun` appears every target is old; as soon as it is gone every target is new. Both are single steps of
the file system. A hidden folder with `begun` is undone; one without it is discarded.

A hidden folder may have come from elsewhere, or have stayed there while the files beside it were edited. So a
file is replaced or removed only if it has a name that builds use, `begun` lists it, and it is still what that
save wrote; and what is restored can be neither executed nor run with the rights of its owner.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Thread

from builder.report.problems import BriefError, Problem
from builder.saving.leftovers import BEGUN, HIDDEN, is_begun, is_folder, is_left
from builder.saving.os_errors import about, refusal

NEW, OLD, FRESH = "new", "old", "fresh"
LIST = "list"  # what becomes `begun`
# What a build or a release calls its files.
BUILT = (
    r"[a-z0-9][a-z0-9_-]*-(?:memo(?:-edited-[0-9a-f]{8})?\.docx|deck(?:-edited-[0-9a-f]{8})?\.pptx|"
    r"summary(?:-edited-[0-9a-f]{8})?\.pdf|manifest\.json|release\.zip|mail-[a-z0-9-]+\.eml)"
)
LONGEST_LIST = 1_000_000  # bytes; three files need some hundred each

Listed = dict[str, tuple[str, str | None]]  # a name: the digest of its new file, and of its old one if any


def save(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write every file into the folder under its name, or leave all as it was.

    Raises `BriefError` naming the file that failed. If even that fails, the error says so:
    the old files then stay in the hidden folder, for `restore`.
    """
    hidden = folder / HIDDEN
    if os.path.lexists(hidden):
        raise BriefError([_in_the_way(hidden)])
    try:
        _draft(folder, files)
        _move(folder, files)
    finally:
        try:
            _settle(folder, files, files)
        except KeyboardInterrupt:  # during the clean-up, which is quick
            _settle(folder, files, files)
            raise


def restore(folder: Path) -> str:
    """Restore the files of a save that was killed while it moved them, and remove what it left.

    Returns what was done, in words; "" if other files remain. A file that was changed since is kept as it is.
    Raises `BriefError` if a file cannot be restored, which is tried again the next time, or if the hidden
    folder is not as a save leaves it.
    """
    hidden = folder / HIDDEN
    found: set[str] = set()
    with about(folder, "restored"):
        for part in (hidden / NEW, hidden / OLD, hidden / FRESH):
            if is_folder(part):
                found |= {entry.name for entry in part.iterdir() if re.fullmatch(BUILT, entry.name)}
            elif part.is_symlink():
                raise BriefError([_in_the_way(hidden)])
        listed = _listed(hidden) if is_begun(folder) else None
    if listed is None:
        _settle(folder, found, ())
        return "" if is_left(folder) else f"the drafts of an interrupted build were removed from {folder}"
    moved = [name for name in listed if _goes_back(folder, name, *listed[name])]
    _settle(folder, listed, moved)
    done = (
        ("restored", [name for name in moved if listed[name][1]]),
        ("removed", [name for name in moved if not listed[name][1]]),
    )
    what = "; ".join(f"{verb} {', '.join(names)}" for verb, names in done if names)
    return f"an interrupted build was undone in {folder}: {what or 'no file had changed'}"


def _draft(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write all drafts; failures such as a full disk or a wrong name happen here."""
    hidden = folder / HIDDEN
    listed: Listed = {}
    with about(folder):
        hidden.mkdir()
        for part in (NEW, OLD, FRESH):
            (hidden / part).mkdir()
    for name, data in files.items():
        with about(folder / name):
            with (hidden / NEW / name).open("xb") as file:
                file.write(data)
            if (folder / name).exists():
                _keep(folder / name, hidden / OLD / name)
                listed[name] = _sha256(data), _sha256((hidden / OLD / name).read_bytes())
            else:
                (hidden / FRESH / name).touch(exist_ok=False)
                listed[name] = _sha256(data), None
    with about(folder), (hidden / LIST).open("x", encoding="utf-8") as file:
        json.dump(listed, file)
    _flush({hidden / NEW / name: folder / name for name in files} | {hidden / LIST: folder})


def _flush(files: Mapping[Path, Path]) -> None:
    """Flush files to the disk, all at once: the disk takes hardly longer than for one.

    A disk over the network says only now that it is full; a problem names the path to which a file belongs.
    """
    errors: dict[Path, OSError] = {}

    def flush(file: Path) -> None:
        try:
            with file.open("r+b") as opened:
                os.fsync(opened.fileno())
        except OSError as error:
            errors[file] = error

    threads = [Thread(target=flush, args=(file,)) for file in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for file, error in errors.items():
        with about(files[file]):
            raise error


def _keep(target: Path, kept: Path) -> None:
    try:
        kept.hardlink_to(target)
    except OSError:  # some file systems have no hard links, and Linux allows none to files of others
        import shutil

        shutil.copy2(target, kept)


def _move(folder: Path, names: Iterable[str]) -> None:
    hidden = folder / HIDDEN
    with about(folder):
        (hidden / LIST).rename(hidden / BEGUN)
    for name in names:
        with about(folder / name):
            (hidden / NEW / name).replace(folder / name)
    with about(folder):
        (hidden / BEGUN).unlink()


def _listed(hidden: Path) -> Listed:
    """Read what `begun` lists; raises `BriefError` where no save wrote it."""
    try:
        mode = (hidden / BEGUN).lstat()
        if not stat.S_ISREG(mode.st_mode) or mode.st_size > LONGEST_LIST:
            raise ValueError
        read = json.loads((hidden / BEGUN).read_text(encoding="utf-8"))
        return {_built(name): (_digest(new), old and _digest(old)) for name, (new, old) in read.items()}
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise BriefError([_in_the_way(hidden)]) from None


def _built(name: str) -> str:
    if not re.fullmatch(BUILT, name):
        raise ValueError(name)
    return name


def _digest(value: object) -> str:
    if not isinstance(value, str) or len(value) != hashlib.sha256().digest_size * 2:
        raise ValueError(value)
    return value


def _goes_back(folder: Path, name: str, new: str, old: str | None) -> bool:
    """Whether the save moved this file, and nobody has changed it since."""
    hidden = folder / HIDDEN
    if (hidden / NEW / name).exists():
        return False
    with about(folder / name, f"restored, and remains in {HIDDEN}"):
        kept, there = _found(hidden / OLD / name), _found(folder / name)
    if kept is not None and kept != old:
        raise BriefError([_in_the_way(hidden)])
    return kept == old and there in (None, new)


def _found(path: Path) -> str | None:
    """Return the digest of a file, None where nothing is, and an empty one for a link or a folder."""
    try:
        return _sha256(path.read_bytes()) if stat.S_ISREG(path.lstat().st_mode) else ""
    except FileNotFoundError:
        return None


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _settle(folder: Path, names: Iterable[str], moved: Iterable[str]) -> None:
    """Restore the files that may have moved, if moves have begun, then discard everything kept for all names.

    Opens no file: there may be none left to open.
    """
    hidden = folder / HIDDEN
    if is_begun(folder):
        _put_back(folder, moved)
    with suppress(OSError):
        (hidden / LIST).unlink(missing_ok=True)
    for part in (NEW, OLD, FRESH):
        for name in names:
            with suppress(OSError):
                (hidden / part / name).unlink(missing_ok=True)
        with suppress(OSError):
            (hidden / part).rmdir()
    with suppress(OSError):
        hidden.rmdir()


def _put_back(folder: Path, names: Iterable[str]) -> None:
    """Undo the moves, as far as possible; files not yet moved are not touched."""
    hidden = folder / HIDDEN
    faults: list[Problem] = []
    for name in names:
        if (hidden / NEW / name).exists():
            continue
        try:
            with about(folder / name, f"restored, and remains in {HIDDEN}"):
                if (hidden / OLD / name).exists():
                    _make_plain(hidden / OLD / name)
                    (hidden / OLD / name).replace(folder / name)
                elif (hidden / FRESH / name).exists():
                    (folder / name).unlink(missing_ok=True)
        except BriefError as error:
            faults += error.problems
    if faults:
        raise BriefError(faults)
    with about(folder, "restored"):
        (hidden / BEGUN).unlink()


def _make_plain(file: Path) -> None:
    """Take from a file the rights that no document needs."""
    mode = stat.S_IMODE(file.stat().st_mode)
    if mode & ~0o666:
        with suppress(OSError):  # some file systems keep no rights
            file.chmod(mode & 0o666)


def _in_the_way(hidden: Path) -> Problem:
    return refusal(f"{hidden} is in the way", "remove it and build again")
