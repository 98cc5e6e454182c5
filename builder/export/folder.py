"""Finished files and a folder: all of them are saved, or none."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from builder.problems import BriefError, Problem, Severity


def save_all(files: Mapping[Path, bytes]) -> frozenset[Path]:
    """Write every file or leave the folder as it was; return the targets whose bytes changed.

    Each file is written beside its target first, then all are moved into place; should a move fail,
    those done before are taken back. Raises `BriefError` naming every target that cannot be written.
    """
    changed = {target: data for target, data in files.items() if _bytes_of(target) != data}
    faults = [fault for target in changed if (fault := _fault(target)) is not None]
    if faults:
        raise BriefError(faults)
    drafts: dict[Path, Path] = {}
    kept: dict[Path, Path | None] = {}
    try:
        for target, data in changed.items():
            drafts[target] = _draft(target, data)
        for target, draft in drafts.items():
            kept[target] = _keep(target)
            _replace(draft, target)
    except OSError as error:
        for target, old in kept.items():
            _put_back(target, old)
        raise BriefError([_unwritable(Path(error.filename2 or error.filename or "."), error)]) from error
    finally:
        for path in (*drafts.values(), *kept.values()):
            if path is not None:
                path.unlink(missing_ok=True)
    return frozenset(changed)


def _bytes_of(target: Path) -> bytes | None:
    try:
        return target.read_bytes() if target.is_file() else None
    except OSError:
        return None


def _fault(target: Path) -> Problem | None:
    """What stands in the way of a target, found before anything is written."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        return _unwritable(target.parent, error)
    if target.is_dir():
        return Problem(
            "writable-output", Severity.ERROR, "", f"{target} is a folder", "move it away, or choose --out"
        )
    if target.exists():
        try:
            with target.open("r+b"):
                pass
        except OSError as error:
            return _unwritable(target, error)
    return None


def _draft(target: Path, data: bytes) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        # mkstemp gives 0600; a built file is as readable as one that any other program saves
        mask = os.umask(0)
        os.umask(mask)
        draft.chmod(0o666 & ~mask)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return draft


def _keep(target: Path) -> Path | None:
    """A second name for the old file, until all moves are done."""
    if not target.exists():
        return None
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".old", dir=target.parent)
    os.close(handle)
    kept = Path(name)
    kept.write_bytes(target.read_bytes())
    return kept


def _replace(draft: Path, target: Path) -> None:
    try:
        draft.replace(target)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(target)) from error


def _put_back(target: Path, old: Path | None) -> None:
    with contextlib.suppress(OSError):
        if old is None:
            target.unlink(missing_ok=True)
        else:
            old.replace(target)


def _unwritable(path: Path, error: OSError) -> Problem:
    if isinstance(error, PermissionError) and path.is_file():
        message = f"{path} cannot be written: it is read-only, or open in another program"
        hint = "close it in Word or PowerPoint, or choose another folder with --out"
    else:
        message = f"{path} cannot be written: {(error.strerror or str(error)).lower()}"
        hint = "choose a folder you may write to with --out"
    return Problem("writable-output", Severity.ERROR, "", f"{message}; nothing was written", hint)
