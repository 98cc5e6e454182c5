"""Runs of the command line, one after the other: orders come as lines of JSON, reports go back as such.

Its processes are small and warm: forked after the libraries are imported, so that a run takes what the work
takes. It is an interpreter of its own, lest a run be charged with the memory of the tests. Linux only.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import json
import os
import pkgutil
import resource
import select
import signal
import sys
import time
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

_LIBC = ctypes.CDLL(None)
_KINDS = [f"PIL.{kind}ImagePlugin" for kind in ("Png", "Jpeg", "WebP", "Gif", "Tiff", "Bmp", "Mpo")]
MOST_MEMORY = 2_000_000_000  # bytes of address space; what is used is measured, and expected far below

# Rights of the administrator to open any file (capabilities(7)), and how they are given up.
_READ_ANY, _OPEN_ANY, _DROP, _VERSION_3 = 2, 1, 24, 0x20080522


def serve() -> None:
    """Do what is ordered until the orders end."""
    _warm_up()
    for line in sys.stdin:
        report = _run(json.loads(line))
        sys.stdout.write(json.dumps(report) + "\n")
        sys.stdout.flush()


def _warm_up() -> None:
    """Import what a run imports, and let the model build its validator."""
    import builder
    from builder.brief.check import check_model
    from builder.cli import app  # noqa: F401
    from tests.corpora.hostile import guard  # noqa: F401

    for module in pkgutil.walk_packages(builder.__path__, "builder."):
        if module.name != "builder.__main__":
            importlib.import_module(module.name)
    for name in ("json", "difflib", "struct", "zlib", "PIL.ImageCms", "PIL.ImageOps", *_KINDS):
        importlib.import_module(name)
    check_model({"titel": "1"})
    gc.collect()
    gc.freeze()


def _run(order: dict[str, Any]) -> dict[str, Any]:
    start = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        _become(order)
    handle = os.pidfd_open(pid)
    ended = bool(select.select([handle], [], [], order["patience"])[0])
    os.close(handle)
    seconds = time.perf_counter() - start
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)  # whatever it left running, too
    _, status, usage = os.wait4(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    return {
        "code": code if ended else None,
        "seconds": seconds,
        "work": usage.ru_utime + usage.ru_stime,
        "memory": usage.ru_maxrss * 1024,
    }


def _become(order: dict[str, Any]) -> NoReturn:
    """Turn into the command; a fault of this preparation is exit code 99."""
    try:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        os.chdir(order["cwd"])
        for number, (path, flags) in enumerate(order["streams"]):
            opened = os.open(path, flags, 0o644)
            os.dup2(opened, number)
            os.close(opened)
        if order["unprivileged"]:
            _give_up_rights()
        if order["removes_cwd"]:
            Path(order["cwd"]).rmdir()
        for number in order["closed"]:
            os.close(number)
        if order["program"]:
            os.execve(order["program"][0], order["program"], order["environment"])
        os.environ.clear()
        os.environ.update(order["environment"])
        from tests.corpora.hostile import guard

        guard.watch(os.environ.pop(guard.LOG))
        sys.argv = ["brief", *order["arguments"]]
        from builder.cli import main

        main()
    except BaseException:  # noqa: BLE001 - the forked copy of this loop must not go on
        traceback.print_exc()
        sys.stderr.flush()
    os._exit(99)


def _give_up_rights() -> None:
    """Open from now on only what the rights of a file allow, also as administrator."""
    for right in (_OPEN_ANY, _READ_ANY):
        _LIBC.prctl(_DROP, right, 0, 0, 0)
    head, sets = (ctypes.c_uint32 * 2)(_VERSION_3, 0), (ctypes.c_uint32 * 6)()
    _LIBC.capget(head, sets)
    for place in (0, 1, 2):
        sets[place] &= ~(1 << _OPEN_ANY | 1 << _READ_ANY)
    _LIBC.capset(head, sets)


if __name__ == "__main__":
    serve()
