"""Builds into one folder take turns."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from builder.report.problems import BriefError
from builder.saving.lock import turn
from tests.conftest import ROOT
from tests.corpora.crash.strikes import DONE_STATE, NEW, filled, save, state

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows locks otherwise")
forking = pytest.mark.skipif(sys.platform != "linux", reason="processes are killed as Linux does")


@forking
def test_of_two_builds_into_one_folder_the_files_are_always_those_of_one(tmp_path: Path) -> None:
    """Two processes save again and again; a third looks whenever it is its turn."""
    code = "import sys; from tests.corpora.crash.strikes import save_often; save_often(*sys.argv[1:])"
    savers = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path), word], cwd=ROOT, stdout=subprocess.PIPE)
        for word in ("one", "two")
    ]
    found: set[tuple[str, ...]] = set()
    while any(saver.poll() is None for saver in savers):
        with turn(tmp_path):
            left = state(tmp_path)
        found.add((*sorted(left), *sorted(set(left.values()))))
        time.sleep(0.002)
    changes = [int(saver.communicate()[0]) for saver in savers]
    assert [saver.returncode for saver in savers] == [0, 0]
    assert found - {()} == {(*sorted(NEW), "one"), (*sorted(NEW), "two")}
    assert min(changes) > 10


@forking
def test_a_build_waits_for_another_and_says_so_in_the_end(tmp_path: Path) -> None:
    with turn(tmp_path), pytest.raises(BriefError) as raised, turn(tmp_path, patience=0.1):
        pass
    (problem,) = raised.value.problems
    assert problem.message == f"another build has been writing into {tmp_path} for 0 seconds"
    assert problem.hint == "wait for it or stop it, then build again; or choose another folder with --out"
    with turn(tmp_path, patience=0.0):
        assert state(tmp_path) == {}


@forking
def test_a_build_that_was_killed_keeps_nobody_waiting(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from builder.saving.lock import turn\n"
        "with turn(Path(sys.argv[1])): print('mine', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"mine\n"
        with pytest.raises(BriefError, match="another build"), turn(tmp_path, patience=0.05):
            pass
        holder.kill()
        holder.wait()
        with turn(tmp_path, patience=5.0):
            pass


@posix
@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS])
def test_a_file_system_without_locks_is_written_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    import fcntl

    def unknown(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", unknown)  # as some network folders answer
    save(filled(tmp_path / "output"))
    assert state(tmp_path / "output") == DONE_STATE
