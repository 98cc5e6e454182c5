"""A save where the system sets limits: full disks, open files, permissions; and what is then in its folder.

Runs in its own process, as `strikes` does: `python -m tests.corpora.crash.limits NAME FOLDER`.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from builder.saving.save import recover
from tests.corpora.crash.strikes import OLD, fail, filled, kill, report, save, state, struck, sweep


def full_disk(disk: Path) -> Iterator[dict[str, Any]]:
    """Save on a disk with ever more room, until it is enough."""
    yield from _on_small_disk(
        disk, "size=1m", errno.ENOSPC, lambda spare: _fill(disk / "filler", spare * 4096)
    )


def no_more_names(disk: Path) -> Iterator[dict[str, Any]]:
    """Save on a disk that can take ever more files and folders, until it is enough."""

    def take_names(spare: int) -> None:
        statistics = os.statvfs(disk)
        for number in range(statistics.f_ffree - spare):
            (disk / f"filler{number}").touch()

    yield from _on_small_disk(disk, "size=1m,nr_inodes=40", errno.ENOSPC, take_names)


def read_only_disk(disk: Path) -> Iterator[dict[str, Any]]:
    def close(_: int) -> None:
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True, timeout=30)

    yield next(iter(_on_small_disk(disk, "size=1m", errno.EROFS, close)))


def other_disk(disk: Path) -> Iterator[dict[str, Any]]:
    """Save into a link that leads to another disk."""
    if _is_mounted(disk, "size=1m"):
        assert disk.stat().st_dev != disk.parent.stat().st_dev
    filled(disk / "output")
    (disk.parent / "link").symlink_to(disk / "output")
    yield struck(partial(save, disk.parent / "link"), 0, kill) | {"left": state(disk / "output")}


def _on_small_disk(
    disk: Path, options: str, number: int, narrow: Callable[[int], None]
) -> Iterator[dict[str, Any]]:
    """Save on a real disk that is made narrow; where none may be mounted, hear its answer at every step."""
    if not _is_mounted(disk, options):
        for record in sweep(disk / "output", partial(fail, number)):
            yield record | {"left": record["recovered"]}
        return
    for spare in range(100):
        for filler in disk.glob("filler*"):
            filler.unlink()
        folder = filled(disk / "output")
        narrow(spare)
        record = struck(partial(save, folder), 0, kill)
        yield record | {"left": state(folder)}
        if record["end"] == "saved":
            return


def _is_mounted(disk: Path, options: str) -> bool:
    disk.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", options, "brief", str(disk)]
    return subprocess.run(words, capture_output=True, timeout=30).returncode == 0


def _fill(filler: Path, spare: int) -> None:
    """Write a file that leaves `spare` bytes of the disk."""
    statistics = os.statvfs(filler.parent)
    filler.write_bytes(bytes(max(statistics.f_bavail * statistics.f_frsize - spare, 0)))


def file_too_large(folder: Path) -> Iterator[dict[str, Any]]:
    """Save under an ever higher limit on the size of a file."""
    import resource

    for limit in (0, 1, len(b"new mem"), len(b"new memo"), 4096):
        yield _limited(folder, limit, resource.RLIMIT_FSIZE, limit)


def no_more_open_files(folder: Path) -> Iterator[dict[str, Any]]:
    """Save with ever more files that may be open, until they are enough."""
    import resource

    for spare in range(100):
        record = _limited(folder, spare, resource.RLIMIT_NOFILE, 3 + spare)
        yield record
        if record["end"] == "saved":
            return


def _limited(folder: Path, step: int, kind: int, limit: int) -> dict[str, Any]:
    import resource

    def work() -> None:
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (limit, hard))
        try:
            save(folder)
        finally:
            resource.setrlimit(kind, (hard, hard))

    filled(folder)
    record = struck(work, 0, kill)
    return record | {"step": step, "left": state(folder)}


def not_permitted(root: Path) -> Iterator[dict[str, Any]]:
    """Save as a user whom permissions bind, where these are in the way."""
    os.chdir(root)  # the folders above are closed to others
    root.chmod(0o755)
    out = Path("output")
    for step, folder_mode, file_mode in (
        ("folder", 0o555, 0o666),
        ("file", 0o777, 0o444),
        ("both", 0o555, 0o444),
    ):
        filled(out)
        (out / "a-memo.docx").chmod(file_mode)
        for name in ("b-deck.pptx", "d-manifest.json"):
            (out / name).chmod(0o666)
        out.chmod(folder_mode)
        yield _as_nobody(partial(save, out)) | {"step": step, "left": state(out)}
    Path("shut").mkdir(mode=0o555)
    yield _as_nobody(partial(save, Path("shut/output"))) | {"step": "above"}
    filled(out).chmod(0o733)
    for name in OLD:
        (out / name).chmod(0o666)
    yield _as_nobody(partial(save, out)) | {"step": "unread", "left": state(out)}


def not_permitted_to_recover(root: Path) -> Iterator[dict[str, Any]]:
    """Look, as another user, at what a killed save left before its moves and amid them."""
    os.chdir(root)
    root.chmod(0o755)
    out = filled(Path("output"))
    for part in ("new", "old", "fresh"):
        (out / ".brief-save" / part).mkdir(parents=True)
    (out / ".brief-save" / "old" / "a-memo.docx").write_bytes(b"older memo")
    yield _as_nobody(partial(recover, out)) | {"step": "drafts"}
    digests = [hashlib.sha256(data).hexdigest() for data in (OLD["a-memo.docx"], b"older memo")]
    (out / ".brief-save" / "begun").write_text(json.dumps({"a-memo.docx": digests}), encoding="utf-8")
    yield _as_nobody(partial(recover, out)) | {"step": "begun"}


def _as_nobody(work: Callable[[], object]) -> dict[str, Any]:
    def unprivileged() -> None:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setresgid(65534, 65534, 65534)
            os.setresuid(65534, 65534, 65534)
        work()

    return struck(unprivileged, 0, kill)


if __name__ == "__main__":
    report(globals())
