"""No command reaches for the network: each runs in a process where every socket call fails."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import docx
import pytest
from click import Context

from builder.cli import app
from tests.conftest import ROOT
from tests.corpora.hostile import guard
from tests.corpora.hostile.case import BRIEF
from tests.corpora.hostile.pictures import encoded

GUARD = Path(guard.__file__)
LINKED = f"""\
{BRIEF}        refs: [one]
disclaimer: "Read [this](https://example.org/x) or [that](http://localhost:9/)."
figures: [{{path: a.png, title: "The route is short", alt: A map}}]
sources: [{{id: one, title: A, url: "https://example.org/report.pdf"}}]
distribution: [{{name: Ana, email: ana@example.org, language: en}}]
"""

COMMANDS: tuple[tuple[str, ...], ...] = (
    ("--version",),
    ("schema",),
    ("schema", "manifest"),
    ("completion", "bash"),
    ("explain", "known-keys"),
    ("new", "first"),
    ("check",),
    ("doctor",),
    ("template", "house.dotx"),
    ("theme", "sober"),
    ("preview", "--export", "shown"),
    ("import", "article.md", "--out", "imported.yaml"),
    ("check", "--format", "sarif"),
    ("build",),
    ("build", "--check"),
    ("build", "--final", "--out", "final"),
    ("audit",),
    ("diff", "brief.yaml", "brief.yaml"),
    ("pull", "output/brief-memo.docx", "output/brief-deck.pptx"),
    ("trace", "1", "--html", "trace.html"),
    ("release", "--out", "released"),
    ("release", "--mail", "--out", "mailed"),
    ("send", "mailed"),
    ("verify", "released/brief-release.zip"),
)


def guarded(program: list[str], folder: Path) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """Run a program of Python under the guard, and return what it did with the network."""
    log = folder.parent / "log.txt"
    log.write_bytes(b"")
    environment = {**os.environ, guard.LOG: str(log), "PYTHONUTF8": "1", "HTTPS_PROXY": "http://localhost:9"}
    done = subprocess.run(
        [sys.executable, *program],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    return done, [line for line in log.read_text(encoding="ascii").splitlines() if line.startswith("network")]


GUARDED = f"""
import os, sys
sys.path.insert(0, {str(ROOT)!r})
from tests.corpora.hostile import guard
guard.watch(os.environ[guard.LOG])
from builder.cli import app
"""
ONE_BY_ONE = f"""
for words in {COMMANDS!r}:
    try:
        code = app(words, "brief", standalone_mode=False)
    except SystemExit as ended:
        code = ended.code
    if code:
        sys.exit(f"{{words}} ended with {{code}}")
"""
# Watches until the first build is there and a moment more, however slow the machine is.
WATCH = f"""{GUARDED}
import threading, time, _thread
def stop():
    for _ in range(600):
        time.sleep(0.1)
        if os.path.exists("watched/brief-manifest.json"):
            break
    time.sleep(2)
    _thread.interrupt_main()
threading.Thread(target=stop, daemon=True).start()
app(["watch", "--out", "watched"], standalone_mode=False)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the commands run one after the other."""
    folder = tmp_path_factory.mktemp("sockets") / "home"
    folder.mkdir()
    (folder / "brief.yaml").write_text(LINKED, encoding="utf-8")
    (folder / "article.md").write_text("# Why\n\nThe ferry stopped in May.\n", encoding="utf-8")
    (folder / "a.png").write_bytes(encoded("PNG", size=(900, 600)))
    docx.Document().save(str(folder / "house.dotx"))
    return folder


def test_every_command_is_tried() -> None:
    assert {command[0] for command in COMMANDS} | {"watch"} == {*app.list_commands(Context(app)), "--version"}


def test_no_command_uses_the_network(folder: Path) -> None:
    """All run one after the other in one process, as if each were its own."""
    done, used = guarded(["-c", f"{GUARDED}{ONE_BY_ONE}"], folder)
    assert done.returncode == 0, (done.stdout, done.stderr)
    assert used == []
    assert (folder / "released").is_dir()


def test_a_round_of_watch_uses_no_network(folder: Path) -> None:
    done, used = guarded(["-c", WATCH], folder)
    assert (folder / "watched" / "brief-memo.docx").is_file(), done.stderr
    assert "watching" in done.stderr
    assert used == []


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.socket()",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import socket; socket.gethostbyname('localhost')",
        "import urllib.request; urllib.request.urlopen('http://localhost:9/')",
        "import asyncio; asyncio.run(asyncio.open_connection('localhost', 9))",
    ],
)
def test_the_guard_finds_what_uses_the_network(folder: Path, code: str) -> None:
    watched = (
        f"import os, runpy; m = runpy.run_path({str(GUARD)!r}); m['watch'](os.environ[m['LOG']]); {code}"
    )
    done, used = guarded(["-c", watched], folder)
    assert done.returncode == 1
    assert used
