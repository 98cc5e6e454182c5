"""`brief preview` through the command line: what it refuses, and what it says before it serves the page."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.support.command import TINY, brief_process


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["absent.yaml"], "absent.yaml: error: there is no such file [file-readable]"),
        (["memo.docx"], "memo.docx: error: this is a Word file, not a brief [file-readable]"),
        (["--audience", "nobody"], "the brief declares no audience `nobody` [audiences-declared]"),
    ],
)
def test_what_cannot_be_previewed_ends_the_command(tmp_path: Path, words: list[str], message: str) -> None:
    (tmp_path / "brief.yaml").write_text(TINY, encoding="utf-8")
    with ZipFile(tmp_path / "memo.docx", "w") as made:
        made.writestr("word/document.xml", "<a/>")
    done = brief_process("preview", *words, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert message in done.stderr
    assert done.stderr.endswith("1 error; there is nothing to show\n")


@pytest.mark.parametrize(
    ("more", "said"),
    [("foo: 1\n", "1 error; the page shows it\n"), ("a: 1\nb: 1\n", "2 errors; the page shows them\n")],
)
def test_errors_of_a_brief_are_counted_before_its_page_is_served(
    tmp_path: Path, more: str, said: str
) -> None:
    pytest.importorskip("starlette")
    pytest.importorskip("uvicorn")
    (tmp_path / "brief.yaml").write_text(TINY + more, encoding="utf-8")
    program = [sys.executable, "-u", "-m", "builder", "preview"]
    pipe = subprocess.PIPE
    with subprocess.Popen(program, cwd=tmp_path, text=True, stdout=pipe, stderr=pipe) as running:
        try:
            assert running.stdout is not None
            assert "preview at http" in running.stdout.readline()
        finally:
            running.send_signal(signal.SIGINT)
        assert running.communicate(timeout=30)[1] == said


@pytest.mark.parametrize("option", ["--open", "--port=8000"])
def test_a_copy_is_not_opened_or_served(tmp_path: Path, option: str) -> None:
    (tmp_path / "brief.yaml").write_text(TINY, encoding="utf-8")
    done = brief_process("preview", "--export", "copy", option, cwd=tmp_path)
    assert done.returncode == 2
    assert f"--export and {option.partition('=')[0]} exclude each other" in done.stderr
    assert not (tmp_path / "copy").exists()
