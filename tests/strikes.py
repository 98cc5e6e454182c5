"""A save that is struck at every step of its way, and what is then in its folder, as JSON.

Runs as a process of its own (`python -m tests.strikes NAME FOLDER`): it forks one that saves for each step,
and an audit hook in that one strikes just before its n-th file operation. Forking wants a single thread, and
the test runner has more.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from builder.export.folder import recover, save_all
from builder.export.leftovers import is_begun
from builder.problems import BriefError

OLD = {
    "a-memo.docx": b"old memo",
    "b-deck.pptx": b"old deck",
    "d-manifest.json": b"same",
    "notes.txt": b"mine",
}
NEW = {"a-memo.docx": b"new memo", "b-deck.pptx": b"new deck", "c-summary.pdf": b"new page"}
SAME = {"d-manifest.json": b"same"}
DONE = OLD | NEW  # what is in the folder after a save
OPERATIONS = frozenset(
    (
        "open",
        "fcntl.flock",
        "os.mkdir",
        "os.rename",
        "os.remove",
        "os.rmdir",
        "os.link",
        "os.listdir",
        "os.scandir",
    )
)

Strike = Callable[[], None]
State = dict[str, str]


def filled(folder: Path) -> Path:
    """Make the folder hold the old files and nothing else."""
    with suppress(FileNotFoundError):
        folder.chmod(0o777)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, data in OLD.items():
        (folder / name).write_bytes(data)
    return folder


def state(folder: Path) -> State:
    """Return every file of the folder with its text, the hidden ones too."""
    if not folder.is_dir():
        return {}
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    } | {path.relative_to(folder).as_posix() + "/": "" for path in folder.rglob("*") if path.is_dir()}


def save(folder: Path) -> None:
    save_all({folder / name: data for name, data in (NEW | SAME).items()})


def struck(work: Callable[[], object], step: int, strike: Strike, lasting: bool = False) -> dict[str, Any]:
    """Do the work in a forked process that is struck just before its operation number `step`.

    Returns how it ended, what it said, and the operation that was struck, or None where it has fewer.
    """
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        told = partial(os.write, write)
        seen = 0

        def hook(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal seen
            if event in OPERATIONS:
                seen += 1
                if seen == step or (lasting and seen > step):
                    told(f"{event} {arguments!r}\n".encode())
                    strike()

        sys.addaudithook(hook)
        try:
            work()
            seen = sys.maxsize
            told(b"ended saved")
        except KeyboardInterrupt:
            told(b"ended interrupted")
        except BriefError as error:
            seen = sys.maxsize
            told(f"ended refused {error}".encode())
        except BaseException:  # noqa: BLE001  # what nobody foresaw is what is looked for
            seen = sys.maxsize
            told(f"ended crashed {traceback.format_exc()}".encode())
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as answers:
        said = answers.read()
    os.waitpid(pid, 0)
    operation, _, end = said.partition("ended ")
    how, _, message = end.partition(" ")
    return {"step": step, "operation": operation.strip() or None, "end": how or "killed", "message": message}


def sweep(folder: Path, strike: Strike, *, lasting: bool = False) -> Iterator[dict[str, Any]]:
    """Strike a save at every step, one after the other; tell the folder at once, and after `recover`."""
    for step in range(1, 1000):
        record = struck(partial(save, filled(folder)), step, strike, lasting)
        if record["operation"] is None:
            return
        record["left"] = state(folder)
        recover(folder)
        yield record | {"recovered": state(folder)}


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def interrupt() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def fail(number: int) -> None:
    raise OSError(number, os.strerror(number))


def kills(folder: Path) -> Iterator[dict[str, Any]]:
    yield from sweep(folder, kill)


def kills_of_the_first_save(folder: Path) -> Iterator[dict[str, Any]]:
    """Kill a save into a folder that is not there."""
    for step in range(1, 1000):
        shutil.rmtree(folder.parent, ignore_errors=True)
        record = struck(partial(save, folder), step, kill)
        if record["operation"] is None:
            return
        recover(folder)
        yield record | {"recovered": state(folder)}


def kills_of_recovery(folder: Path) -> Iterator[dict[str, Any]]:
    """Kill a save amid its moves, or anywhere, and then the recovery at every step of its own."""
    for step in range(1, 1000):
        if struck(partial(save, filled(folder)), step, kill)["operation"] is None:
            return
        if not is_begun(folder) and step % 4:
            continue  # most of the others are alike
        for second in range(1, 1000):
            struck(partial(save, filled(folder)), step, kill)
            record = struck(partial(recover, folder), second, kill)
            recover(folder)
            yield record | {"recovered": state(folder)}
            if record["operation"] is None:
                break


def interrupts(folder: Path) -> Iterator[dict[str, Any]]:
    yield from sweep(folder, interrupt)


def errors(folder: Path) -> Iterator[dict[str, Any]]:
    """Let each operation fail, as a disk with one bad place does, or Windows while a scanner looks."""
    for number in (errno.EIO, errno.EACCES):
        yield from sweep(folder, partial(fail, number))


def lasting_errors(folder: Path) -> Iterator[dict[str, Any]]:
    """Let each operation fail and all after it, as a disk does that was pulled out."""
    yield from sweep(folder, partial(fail, errno.EIO), lasting=True)


def folder_removed(folder: Path) -> Iterator[dict[str, Any]]:
    """Take the folder away at every step."""
    for step in range(1, 1000):
        removed = folder.with_name("removed")
        shutil.rmtree(removed, ignore_errors=True)
        record = struck(partial(save, filled(folder)), step, partial(_rename, folder, removed))
        if record["operation"] is None:
            return
        recover(folder)
        yield record | {"recovered": state(folder)}


def target_barred(folder: Path) -> Iterator[dict[str, Any]]:
    """Put a folder in the place of one of the files at every step."""
    for step in range(1, 1000):
        record = struck(partial(save, filled(folder)), step, partial(_bar, folder / "c-summary.pdf"))
        if record["operation"] is None:
            return
        yield record | {"left": state(folder)}


def _bar(target: Path) -> None:
    with suppress(FileExistsError):
        target.mkdir()


def first_process_killed(folder: Path) -> Iterator[dict[str, Any]]:
    """Kill the first process at every step of the second, which saves for it."""
    yield from _two_processes(folder, lambda first: os.kill(first, signal.SIGKILL))


def first_group_killed(folder: Path) -> Iterator[dict[str, Any]]:
    """Kill all that runs under the first process's terminal at every step."""
    yield from _two_processes(folder, lambda first: os.killpg(first, signal.SIGKILL))


def second_process_killed(folder: Path) -> Iterator[dict[str, Any]]:
    yield from _two_processes(folder, lambda _: kill())


def first_process_interrupted(folder: Path) -> Iterator[dict[str, Any]]:
    yield from _two_processes(folder, lambda first: os.kill(first, signal.SIGINT))


def _two_processes(folder: Path, strike: Callable[[int], None]) -> Iterator[dict[str, Any]]:
    """Let a worker save, and strike when it comes to each step; nothing is recovered."""
    import builder.layout.deck
    import builder.layout.memo  # noqa: F401  # what the worker imports first: once for all

    for step in range(1, 1000):
        filled(folder)
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            _save_by_worker(folder, step, strike, write)
        os.close(write)
        with os.fdopen(read, encoding="utf-8") as answers:
            said = answers.read()  # until both processes have ended
        os.waitpid(pid, 0)
        operation, _, end = said.partition("ended ")
        if not operation:
            return
        yield {"step": step, "operation": operation.strip(), "end": end or "killed", "left": state(folder)}


def _save_by_worker(folder: Path, step: int, strike: Callable[[int], None], write: int) -> NoReturn:
    """Be the first process, in a group of its own; strike at a step of the worker."""
    from builder.workers import Worker

    os.setpgid(0, 0)
    first, seen = os.getpid(), 0

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        if event in OPERATIONS and os.getpid() != first and str(folder) in repr(arguments):
            seen += 1
            if seen == step:
                os.write(write, f"{event} {arguments!r}\n".encode())
                strike(first)

    sys.addaudithook(hook)
    try:
        with Worker(export=False) as worker:
            worker.call(partial(save, folder))
        os.write(write, b"ended saved")
    except KeyboardInterrupt:
        os.write(write, b"ended interrupted")
    finally:
        os._exit(0)


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

    for limit in (0, 1, len(b"new mem"), len(b"new memo")):
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
    (out / ".brief-save" / "begun").touch()
    yield _as_nobody(partial(recover, out)) | {"step": "begun"}


def _as_nobody(work: Callable[[], object]) -> dict[str, Any]:
    def unprivileged() -> None:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setresgid(65534, 65534, 65534)
            os.setresuid(65534, 65534, 65534)
        work()

    return struck(unprivileged, 0, kill)


def whole_builds_killed(place: Path) -> Iterator[dict[str, Any]]:
    """Build one brief over the files of another of that name; kill both processes at each second step."""
    import builder.cli
    from builder.pipeline import build

    old, new, out = place / "old", place / "new", place / "output"
    for brief in (old, new):
        build(brief / "talk.yaml", brief / "output")  # imports all there is, and makes what is compared with
    for step in range(1, 1000, 2):
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(old / "output", out)
        pid = os.fork()
        if pid == 0:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            sys.argv = ["brief", "build", str(new / "talk.yaml"), "--out", str(out)]
            sys.addaudithook(_kills_both(out, step))
            builder.cli.main()
        killed = os.WIFSIGNALED(os.waitpid(pid, 0)[1])
        left = hashes(out)
        recover(out)
        yield {"end": "killed" if killed else "saved", "left": left, "recovered": hashes(out)} | {
            "old": hashes(old / "output"),
            "new": hashes(new / "output"),
        }
        if not killed:
            return


def _kills_both(folder: Path, step: int) -> Callable[[str, tuple[object, ...]], None]:
    """A hook that ends a process and the first one at its operation number `step` in the folder."""
    first, seen = os.getpid(), 0

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        if event in OPERATIONS and str(folder) in repr(arguments):
            seen += 1
            if seen == step:
                os.kill(first, signal.SIGKILL)
                kill()

    return hook


def hashes(folder: Path) -> State:
    """Return what each file of the folder holds, shortened; the hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def save_often(folder: str, word: str) -> None:
    """Save the same names with one word in all of them for two seconds; tell how often it was another."""
    chance, end, changes = random.Random(word), time.monotonic() + 2, 0
    while time.monotonic() < end:
        changes += len(save_all({Path(folder) / name: word.encode() for name in NEW})) == len(NEW)
        time.sleep(chance.random() / 50)
    print(changes)  # noqa: T201


def _rename(old: Path, new: Path) -> None:
    with suppress(FileNotFoundError):
        old.rename(new)


if __name__ == "__main__":
    name, place = sys.argv[1:]
    with tempfile.TemporaryDirectory() as warm:
        save(filled(Path(warm)))  # imports what it needs, once
    print(json.dumps(list(globals()[name](Path(place)))))  # noqa: T201
