"""The second process: what it makes, and what happens when it is ended or fails."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a second process is forked on Linux only")

# Forking wants a process with one thread, and the test runner has more.
START = """
import os, signal, sys
from pathlib import Path
from builder.workers import Worker, may_fork
assert may_fork()
worker = Worker()
from builder.outline.text import Product
from builder.pipeline import prepare
from builder.products import make
import builder.pipeline
outline = prepare(Path("tests/briefs/good/tiny.yaml")).outline
office = (Product.MEMO, Product.DECK)
"""


def run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", START + code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_second_process_makes_the_same_bytes_again_and_again() -> None:
    told = run(
        """
for _ in range(2):
    worker.send(outline, office)
    made = worker.receive()
    print([one.product.value for one in made], [one.data == make(outline, one.product).data for one in made])
worker.__exit__(None, None, None)
"""
    )
    assert told.splitlines() == ["['memo', 'deck'] [True, True]"] * 2


def test_a_second_process_that_was_killed_is_replaced_by_the_first() -> None:
    told = run(
        """
os.kill(worker._pid, signal.SIGKILL)
worker.send(outline, office)
print([len(one.data) > 1000 for one in worker.receive()])
worker.__exit__(None, None, None)
"""
    )
    assert told.strip() == "[True, True]"


def test_a_fault_in_the_second_process_is_raised_in_the_first_with_its_trace() -> None:
    told = run(
        """
worker.send("no outline", office)
try:
    worker.receive()
except AttributeError as error:
    print("no outline" in str(error) or "str" in str(error), "in make" in "".join(error.__notes__))
worker.__exit__(None, None, None)
"""
    )
    assert told.strip() == "True True"


def test_without_export_nothing_is_written() -> None:
    told = run(
        """
worker.__exit__(None, None, None)
worker = Worker(export=False)
worker.send(outline, office)
print([len(one.data) for one in worker.receive()])
worker.__exit__(None, None, None)
"""
    )
    assert told.strip() == "[0, 0]"
