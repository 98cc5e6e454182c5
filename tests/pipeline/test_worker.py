"""The second process: it does the same work, and a fault, a kill or Ctrl-C never loses any of it."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from builder.pipeline.worker import EXPORT
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a second process is forked on Linux only")

# Forking requires a process with one thread, and the test runner has more.
START = """
import os, signal, sys, time
from functools import partial
from pathlib import Path
from builder.pipeline.worker import LAYOUT, Worker, may_fork
assert may_fork()
worker = Worker()
from builder.pipeline.request import Request
from builder.pipeline.prepared import prepare
from builder.pipeline.products import fit_all, make, make_all
request = Request(Path("tests/briefs/good/tiny.yaml"), worker=worker)
outline = prepare(request).outline
"""
END = "\nworker.__exit__(None, None, None)\n"


def run(code: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", START + code + END],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_the_modules_that_it_imports_exist() -> None:
    for module in (*EXPORT.shared, *EXPORT.own):
        import_module(module)


def test_jobs_that_come_while_it_imports_do_not_wait_until_it_is_idle() -> None:
    code = """
import builder.pipeline.worker as module
module._IDLE = 3600
with Worker() as other:
    print(*map(next, (other.start([os.getppid]), other.start([os.getppid]))), os.getpid())
"""
    (pids,) = (line.split() for line in run(code))
    assert len(pids) == 3
    assert len(set(pids)) == 1


def test_what_only_one_process_needs_is_not_imported_before_the_second_starts() -> None:
    code = START.partition("from builder.pipeline.p")[0] + "print(*sys.modules)" + END
    command = [sys.executable, "-c", code]
    loaded = subprocess.run(
        command, cwd=ROOT, check=True, capture_output=True, encoding="utf-8"
    ).stdout.split()
    assert "builder.audit.compare" in loaded
    assert not {"yaml", "builder.brief.load", "docx", "pptx", "reportlab", "pypdfium2_raw"} & set(loaded)


def test_it_makes_the_deck_without_the_modules_for_http_and_leaves_the_real_ones_importable() -> None:
    printed = run(
        """
worker.call(partial(make, outline, request.only[1]))
loaded = "sorted({'http', 'ssl', 'urllib.request'} & __import__('sys').modules.keys())"
print(worker.call(partial(eval, loaded)))
print(worker.call(partial(eval, "__import__('urllib.request').request.urlopen.__name__")))
"""
    )
    assert printed == ["[]", "urlopen"]


def test_two_processes_make_the_same_as_one_again_and_again() -> None:
    same = run(
        """
for _ in range(2):
    made = make_all(request, outline)
    print([one.product.value for one in made], made == [make(outline, one.product) for one in made])
"""
    )
    assert same == ["['memo', 'deck', 'summary'] True"] * 2


@pytest.mark.parametrize("only", ["memo", "deck", "summary"])
def test_one_product_is_made_alone(only: str) -> None:
    made = run(
        f"""
from builder.outline.text import Product
from msgspec.structs import replace
made = make_all(replace(request, only=(Product("{only}"),)), outline)
print([one.product.value for one in made], len(made[0].data) > 1000, made[0].problems)
"""
    )
    assert made == [f"['{only}'] True ()"]


def test_the_work_of_a_killed_process_is_done_by_the_first() -> None:
    made = run(
        """
os.kill(worker._pid, signal.SIGKILL)
print([len(one.data) > 1000 for one in make_all(request, outline)])
"""
    )
    assert made == ["[True, True, True]"]


def test_the_work_of_a_process_killed_between_two_products_is_done_by_the_first() -> None:
    results = run(
        """
first = os.getpid()
results = worker.start([os.getppid, partial(os.kill, worker._pid, 0), partial(time.sleep, 0)])
print(next(results) == first)
os.kill(worker._pid, signal.SIGKILL)
print([next(results), next(results)])
"""
    )
    assert results == ["True", "[None, None]"]


def test_an_exception_in_the_second_process_is_raised_in_the_first_with_its_trace() -> None:
    raised = run(
        """
results = worker.start([partial(make, "not an outline", request.only[0]), os.getpid])
try:
    next(results)
except AttributeError as error:
    print("in make" in "".join(error.__notes__))
print(next(worker.start([os.getpid])) == worker._pid)
"""
    )
    assert raised == ["True", "True"]


def test_a_check_finds_the_same_problems_with_two_processes_and_writes_nothing() -> None:
    found = run(
        """
from msgspec.structs import replace
print(fit_all(request, outline) == fit_all(replace(request, worker=None), outline))
"""
    )
    assert found == ["True"]


def test_ctrl_c_waits_for_a_job_that_must_not_be_cut_in_two(tmp_path: Path) -> None:
    """The job interrupts the first process, then writes; only the signal mask keeps it from being killed."""
    order = run(
        f"""
import tests.pipeline.test_worker as jobs
try:
    worker.call(partial(jobs.interrupt_and_write, {str(tmp_path / "done")!r}))
except KeyboardInterrupt:
    print("interrupted")
    worker.__exit__(None, None, None)
    print(Path({str(tmp_path / "done")!r}).read_text())
    sys.exit()
"""
    )
    assert order == ["interrupted", "whole"]


def interrupt_and_write(path: str) -> None:
    import os
    import signal
    import time

    os.kill(os.getppid(), signal.SIGINT)
    time.sleep(0.3)
    Path(path).write_text("whole", encoding="utf-8")
