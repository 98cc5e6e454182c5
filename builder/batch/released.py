"""Verifies a folder of bundles, against the manifest of the batch that released them, if there is one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from builder.batch import target
from builder.batch.record import MANIFEST
from builder.batch.row import BUILT
from builder.manifest.form import is_whole
from builder.release.log import LOG, Log
from builder.release.verify import verify_file
from builder.report.problems import Problem, error

_AGAIN = "ask the sender for the folder again, or release again"
_ENDING = "-release.zip"


class Folder(Struct, frozen=True):
    """What is wrong with a folder, how many bundles it has, who signed them, and how many rows have none.

    `beside` are the bundles beside those of a batch, and `others` the recorded files that are no bundles.
    """

    problems: tuple[Problem, ...]
    bundles: int
    signers: tuple[str | None, ...]
    without: int = 0
    beside: tuple[str, ...] = ()
    others: int = 0


class _Recorded(Struct, frozen=True):
    """The files that a batch wrote with their hashes, and the folders of the rows that it did not."""

    files: Mapping[str, str]
    left: frozenset[str] = frozenset()


def verify_folder(folder: Path, trusted: frozenset[str] | None = None) -> Folder:
    """Return the verdict on all bundles in a folder and below it: each as `verify` finds it.

    Where the folder has the manifest of a batch, every file of a row must be as that records it, and no row
    may have another bundle; what `brief release` wrote beside the rows is no part of it. The log of what was
    sent, if there is one, must be whole.
    """
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob(f"*{_ENDING}"))}
    recorded, problems = _recorded(folder)
    signers: dict[str | None, None] = {}
    for path in found.values():
        verdict = verify_file(path, trusted)
        problems += verdict.problems
        signers[verdict.signer] = None
    files = recorded.files if recorded else {}
    more = sorted(found.keys() - files.keys())
    if recorded:
        problems += _against(folder, files)
        problems += (_added(found[name], name, recorded.left) for name in more if "/" in name)
    if not found and not problems:
        hint = f"name the folder that `brief release` wrote; the names of bundles end in `{_ENDING}`"
        problems.append(replace(error("bundle-readable", "", "there are no bundles", hint), file=str(folder)))
    try:
        Log(folder / LOG)
    except ValueError as wrong:
        problems.append(_fault(folder / LOG, f"was changed: {wrong}"))
    unique = {(one.file, one.message): one for one in problems}
    return Folder(
        tuple(unique.values()),
        len(found),
        tuple(signers),
        len(recorded.left) if recorded else 0,
        tuple(more) if recorded else (),
        sum(not name.endswith(_ENDING) for name in files),
    )


def _added(path: Path, name: str, left: frozenset[str]) -> Problem:
    if name.rpartition("/")[0] in left:
        hint = "release its row again, or delete the folder of the row"
        return replace(_fault(path, "is of an earlier release; the last one left out its row"), hint=hint)
    return _fault(path, "was added")


def _recorded(folder: Path) -> tuple[_Recorded | None, list[Problem]]:
    """Return what the manifest of a batch records, if there is one, and what is wrong with it."""
    path = folder / MANIFEST
    if not path.is_file():
        return None, []
    try:
        entries = json.loads(path.read_bytes())
        rows: list[dict[str, Any]] = entries["rows"]
        files = {
            f"{row['name']}/{one['name']}": one["sha256"]
            for row in rows
            if row["state"] == BUILT
            for one in row["files"]
        }
        left = frozenset(str(row["name"]) for row in rows if row["state"] != BUILT)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return _Recorded({}), [_fault(path, "is not the manifest of a batch")]
    wrong = [] if is_whole(entries) else [_fault(path, "was changed")]
    return _Recorded(files, left), wrong


def _against(folder: Path, recorded: Mapping[str, str]) -> Iterator[Problem]:
    for name, digest in recorded.items():
        data = target.Folder(folder).read(name)
        if data is None:
            yield _fault(folder / name, "is missing", "bundle-complete")
        elif sha256(data).hexdigest() != digest:
            yield _fault(folder / name, "is not what was released")


def _fault(path: Path, message: str, rule: str = "bundle-unchanged") -> Problem:
    return replace(error(rule, "", f"{path.name} {message}", _AGAIN), file=path.as_posix())
