"""A save by the second of two processes, and whole builds, that are struck; and what is then in the folder.

Runs in its own process, as `strikes` does: `python -m tests.corpora.crash.strikes_two NAME FOLDER`.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from builder.saving.save import recover
from tests.corpora.crash.strikes import OPERATIONS, STEPS, filled, hashes, kill, report, save, state


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
    import builder.layout.memo.figure  # noqa: F401  # what the worker imports first: once for all

    for step in STEPS:
        filled(folder)
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            _save_by_worker(folder, step, strike, write)
        os.close(write)
        with os.fdopen(read, encoding="utf-8") as answers:
            answer = answers.read()  # until both processes have ended
        os.waitpid(pid, 0)
        operation, _, end = answer.partition("ended ")
        if not operation:
            return
        yield {"step": step, "operation": operation.strip(), "end": end or "killed", "left": state(folder)}


def _save_by_worker(folder: Path, step: int, strike: Callable[[int], None], write: int) -> NoReturn:
    """Be the first process, in a group of its own; strike at a step of the worker."""
    from builder.pipeline.worker import LAYOUT, Worker

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
        with Worker(LAYOUT) as worker:
            worker.call(partial(save, folder))
        os.write(write, b"ended saved")
    except KeyboardInterrupt:
        os.write(write, b"ended interrupted")
    finally:
        os._exit(0)


def whole_builds_killed(place: Path) -> Iterator[dict[str, Any]]:
    """Kill both processes of a build at each second step of its saving."""
    yield from _whole_builds(place, 2, both=True)


def whole_builds_cut_off(place: Path) -> Iterator[dict[str, Any]]:
    """Kill the first process of a build, which is not the one that saves, at each sixth step of that."""
    yield from _whole_builds(place, 6, both=False)


def _whole_builds(place: Path, stride: int, both: bool) -> Iterator[dict[str, Any]]:
    """Build one brief over the files of another of that name, and strike."""
    import builder.cli
    from builder.api import build

    old, new, out = place / "old", place / "new", place / "output"
    for brief in (old, new):
        build(brief / "talk.yaml", brief / "output")  # imports all there is, and makes what is compared with
    for step in STEPS[::stride]:
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(old / "output", out)
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            sys.argv = ["brief", "build", str(new / "talk.yaml"), "--out", str(out)]
            sys.addaudithook(_kills(out, step, both))
            builder.cli.main()
        os.close(write)
        with os.fdopen(read, "rb") as end:
            end.read()  # until both processes have ended
        killed = os.WIFSIGNALED(os.waitpid(pid, 0)[1])
        left = hashes(out)
        recover(out)
        yield {"end": "killed" if killed else "saved", "left": left, "recovered": hashes(out)} | {
            "old": hashes(old / "output"),
            "new": hashes(new / "output"),
        }
        if not killed:
            return


def _kills(folder: Path, step: int, both: bool) -> Callable[[str, tuple[object, ...]], None]:
    """A hook that ends the first process at operation number `step` of the second in the folder, or both."""
    first, seen = os.getpid(), 0

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        if event in OPERATIONS and str(folder) in repr(arguments) and (both or os.getpid() != first):
            seen += 1
            if seen == step:
                os.kill(first, signal.SIGKILL)
                if both:
                    kill()

    return hook


if __name__ == "__main__":
    report(globals())
