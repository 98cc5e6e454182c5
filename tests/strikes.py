"""A save that is struck at every step of its way, and what is then in its folder, as JSON.

Runs as a process of its own (`python -m tests.strikes NAME FOLDER`): it forks one that saves for each step,
and an audit hook in that one strikes just before its n-th file operation. Forking wants a single thread, and
the test runner has more.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from builder.export.folder import recover, save_all
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
    """Kill a save at every step, and each time the recovery too, at each of its steps."""
    for step in range(1, 1000):
        for second in range(1, 1000):
            if struck(partial(save, filled(folder)), step, kill)["operation"] is None:
                return
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


def _rename(old: Path, new: Path) -> None:
    with suppress(FileNotFoundError):
        old.rename(new)


if __name__ == "__main__":
    name, place = sys.argv[1:]
    save(filled(Path(place)))  # imports what it needs, once
    print(json.dumps(list(globals()[name](Path(place)))))  # noqa: T201
