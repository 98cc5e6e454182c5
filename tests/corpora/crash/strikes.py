"""A save that is struck at every step of its way, and what is then in its folder, as JSON.

Runs as a process of its own (`python -m tests.corpora.crash.strikes NAME FOLDER`): it forks a process that
saves for each step, and an audit hook in that one strikes just before its n-th file operation. Forking
requires a single thread, and the test runner has more.
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
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from builder.report.problems import BriefError
from builder.saving.leftovers import is_begun
from builder.saving.save import recover, save_all

OLD = {
    "a-memo.docx": b"old memo",
    "b-deck.pptx": b"old deck",
    "d-manifest.json": b"same",
    "notes.txt": b"mine",
}
NEW = {"a-memo.docx": b"new memo", "b-deck.pptx": b"new deck", "c-summary.pdf": b"new page"}
SAME = {"d-manifest.json": b"same"}
DONE = OLD | NEW  # what is in the folder after a save
OLD_STATE = {name: data.decode() for name, data in OLD.items()}
DONE_STATE = {name: data.decode() for name, data in DONE.items()}
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
Records = list[dict[str, Any]]


STEPS = range(1, 1000, int(os.environ.get("STRIKE_EVERY", "1")))  # the operations before which to strike


def records_of(module: str, name: str, folder: Path, *wrapper: str, every: int = 1) -> Records:
    """Run a scenario of this module, or another such one, in its own process; return what it reports."""
    done = subprocess.run(
        [*wrapper, sys.executable, "-m", f"tests.corpora.crash.{module}", name, str(folder)],
        cwd=Path(__file__).parents[3],
        env=os.environ | {"STRIKE_EVERY": str(every)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    records: Records = json.loads(done.stdout)
    assert [record for record in records if record["end"] == "crashed"] == []
    return records


def ends(records: Records) -> set[str]:
    """Return how the saves ended: saved, refused, killed, interrupted."""
    return {record["end"] for record in records}


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

    Returns how it ended, what it printed, and the operation that was struck, or None where it has fewer.
    """
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        report = partial(os.write, write)
        seen = 0

        def hook(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal seen
            if event in OPERATIONS:
                seen += 1
                if seen == step or (lasting and seen > step):
                    report(f"{event} {arguments!r}\n".encode())
                    strike()

        sys.addaudithook(hook)
        try:
            work()
            seen = sys.maxsize
            report(b"ended saved")
        except KeyboardInterrupt:
            report(b"ended interrupted")
        except BriefError as error:
            seen = sys.maxsize
            report(f"ended refused {error}".encode())
        except BaseException:  # noqa: BLE001  # what nobody foresaw is what is looked for
            seen = sys.maxsize
            report(f"ended crashed {traceback.format_exc()}".encode())
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as answers:
        answer = answers.read()
    os.waitpid(pid, 0)
    operation, _, end = answer.partition("ended ")
    how, _, message = end.partition(" ")
    return {"step": step, "operation": operation.strip() or None, "end": how or "killed", "message": message}


def sweep(folder: Path, strike: Strike, *, lasting: bool = False) -> Iterator[dict[str, Any]]:
    """Strike a save at every step, one after the other; record the folder at once, and after `recover`."""
    for step in STEPS:
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
    for step in STEPS:
        shutil.rmtree(folder.parent, ignore_errors=True)
        record = struck(partial(save, folder), step, kill)
        if record["operation"] is None:
            return
        recover(folder)
        yield record | {"recovered": state(folder)}


def kills_of_recovery(folder: Path) -> Iterator[dict[str, Any]]:
    """Kill a save amid its moves, or anywhere, and then the recovery at every step of its own."""
    for step in STEPS:
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
    for step in STEPS:
        removed = folder.with_name("removed")
        shutil.rmtree(removed, ignore_errors=True)
        record = struck(partial(save, filled(folder)), step, partial(_rename, folder, removed))
        if record["operation"] is None:
            return
        recover(folder)
        yield record | {"recovered": state(folder)}


def target_barred(folder: Path) -> Iterator[dict[str, Any]]:
    """Put a folder in the place of one of the files at every step."""
    for step in STEPS:
        record = struck(partial(save, filled(folder)), step, partial(_bar, folder / "c-summary.pdf"))
        if record["operation"] is None:
            return
        yield record | {"left": state(folder)}


def _bar(target: Path) -> None:
    with suppress(FileExistsError):
        target.mkdir()


def hashes(folder: Path) -> State:
    """Return what each file of the folder holds, shortened; the hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def save_often(folder: str, word: str) -> None:
    """Save the same names with one word in all of them for two seconds; record how often it was another."""
    chance, end, changes = random.Random(word), time.monotonic() + 2, 0
    while time.monotonic() < end:
        changes += len(save_all({Path(folder) / name: word.encode() for name in NEW})) == len(NEW)
        time.sleep(chance.random() / 50)
    print(changes)  # noqa: T201


def _rename(old: Path, new: Path) -> None:
    with suppress(FileNotFoundError):
        old.rename(new)


def report(scenarios: Mapping[str, Any]) -> None:
    """Run the scenario that the command line names in the folder that it names, and print what came of it."""
    name, place = sys.argv[1:]
    with tempfile.TemporaryDirectory() as warm:
        save(filled(Path(warm)))  # imports what it needs, once
    print(json.dumps(list(scenarios[name](Path(place)))))  # noqa: T201


if __name__ == "__main__":
    report(globals())
