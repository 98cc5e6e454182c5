"""A Dask cluster on this machine, for tests: a scheduler and workers, each a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_SCHEDULER = "from distributed.cli.dask_scheduler import main; main()"
_WORKER = "from distributed.cli.dask_worker import main; main()"


class Cluster:
    """A scheduler, its address, and its workers."""

    def __init__(self, folder: Path, env: Mapping[str, str]) -> None:
        self.folder, self.env = folder, {**os.environ, **env}
        self.file = folder / "scheduler.json"
        options = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(self.file))
        self.scheduler = self._start(_SCHEDULER, *options)
        self.workers: list[subprocess.Popen[bytes]] = []
        self.address = ""

    def _start(self, code: str, *options: str) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-c", code, *options],
                cwd=self.folder, env=self.env, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip

    def add(self, before: str = "") -> subprocess.Popen[bytes]:
        """Start a worker, which first runs some code; nothing starts it again once it is killed."""
        options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--scheduler-file", str(self.file))
        folder = ("--local-directory", str(self.folder / "scratch"), "--death-timeout", "30")
        worker = self._start(f"{before}\n{_WORKER}", *options, *folder)
        self.workers.append(worker)
        return worker

    def ready(self, workers: int) -> None:
        """Wait until so many workers are there."""
        from distributed import Client

        end = time.monotonic() + 60
        while not (self.file.exists() and self.file.stat().st_size):
            assert time.monotonic() < end, (self.folder / "log").read_text()
            time.sleep(0.05)
        with Client(scheduler_file=str(self.file), set_as_default=False) as client:
            self.address = client.scheduler_info()["address"]
            if workers:
                client.wait_for_workers(workers, timeout=60)

    def end(self) -> None:
        """End all processes."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@contextmanager
def cluster(folder: Path, workers: int, env: Mapping[str, str] | None = None) -> Iterator[Cluster]:
    """Start a cluster and yield it."""
    found = Cluster(folder, env or {})
    try:
        for _ in range(workers):
            found.add()
        found.ready(workers)
        yield found
    finally:
        found.end()
