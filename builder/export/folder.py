"""Finished files and a folder: all of them are saved, or none."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from builder.problems import BriefError, Problem, Severity


def save_all(files: Mapping[Path, bytes]) -> frozenset[Path]:
    """Write every file or leave the folder as it was; return the targets whose bytes changed.

    Each file is written beside its target first, then all are moved into place; should a move fail,
    those done before are taken back. Raises `BriefError` naming every target that cannot be written.
    """
    changed = {target: data for target, data in files.items() if _bytes_of(target) != data}
    faults = dict.fromkeys(fault for target in changed if (fault := _fault(target)) is not None)
    if faults:
        raise BriefError(faults)
    drafts: dict[Path, Path] = {}
    kept: dict[Path, Path | None] = {}
    try:
        for target, data in changed.items():
            drafts[target] = _beside(target, ".part", data)
        for target, draft in drafts.items():
            kept[target] = _beside(target, ".old", target.read_bytes()) if target.exists() else None
            _replace(draft, target)
    except BaseException as error:  # Ctrl-C too: it is the usual end of `brief watch`
        for target, old in kept.items():
            _put_back(target, old)
        if isinstance(error, OSError):
            raise BriefError([_unwritable(Path(error.filename or "."), error)]) from error
        raise
    else:
        for old in kept.values():
            _remove(old)
    finally:
        for draft in drafts.values():
            _remove(draft)
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


def _beside(target: Path, suffix: str, data: bytes) -> Path:
    """Write a new hidden file next to the target, as readable as one that any other program saves."""
    path = target.with_name(f".{target.name}.{os.getpid()}-{secrets.token_hex(4)}{suffix}")
    try:
        with path.open("xb") as file:
            file.write(data)
    except BaseException:
        _remove(path)
        raise
    return path


def _replace(draft: Path, target: Path) -> None:
    try:
        draft.replace(target)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(target)) from error


def _put_back(target: Path, old: Path | None) -> None:
    """Restore a target; where even that fails, its old file stays beside it under its hidden name."""
    with contextlib.suppress(OSError):
        if old is None:
            target.unlink(missing_ok=True)
        else:
            old.replace(target)


def _remove(path: Path | None) -> None:
    with contextlib.suppress(OSError):
        if path is not None:
            path.unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> Problem:
    if isinstance(error, PermissionError) and path.is_file():
        message = f"{path} cannot be written: it is read-only, or open in another program"
        hint = "close it in Word or PowerPoint, or choose another folder with --out"
    elif isinstance(error, (FileExistsError, NotADirectoryError)):
        message = f"{path} cannot be written: it, or a folder above it, is a file"
        hint = "choose another folder with --out"
    else:
        message = f"{path} cannot be written: {(error.strerror or str(error)).lower()}"
        hint = "choose a folder you may write to with --out"
    return Problem("writable-output", Severity.ERROR, "", f"{message}; nothing was written", hint)
