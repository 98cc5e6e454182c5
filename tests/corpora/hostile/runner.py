"""Runs cases and reports what is wrong with how they ended: nothing, if all is as expected."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree

import builder
from tests.corpora.hostile import guard
from tests.corpora.hostile.case import IS_LINUX, Case
from tests.corpora.hostile.outward import strays
from tests.support.packages import W

MOST_SECONDS = 5.0
MOST_MEMORY = 300_000_000  # bytes of one process
_LONG = 0.5  # seconds: what took so long is not run a second time for its other output
PATIENCE = 30.0  # seconds until a run is ended from outside

ROOT = Path(__file__).parents[3]

# What any run may read: Python, the package, and what the C library looks up.
_OWN = (
    *(Path(path) for path in sysconfig.get_paths().values()),
    Path(sys.prefix),
    Path(sys.base_prefix),
    Path(builder.__file__).parent,
    Path(__file__).parent,
)
_LISTED = (ROOT, Path(builder.__file__).parent.parent)  # where Python looks for modules
_SYSTEM = re.compile(
    r"/dev/(null|urandom)$|/usr/share/fonts(/|$)|/(usr/share|usr/lib|lib|etc)/.*(zoneinfo|locale|localtime|ld\.so)|/proc/self/"
)
_BROKEN = re.compile(
    r"Traceback|Exception ignored|Fatal Python|Segmentation|core dumped|[A-Za-z]+Warning:|object at 0x"
)


@dataclass(frozen=True, slots=True)
class Run:
    """How a command ended, and what it did; `code` is None where it had to be stopped."""

    code: int | None
    seconds: float
    work: float
    memory: int
    out: str
    err: str
    events: tuple[tuple[str, str], ...]


class Runner:
    """Runs cases, on Linux in the forks of a warm process."""

    def __init__(self) -> None:
        self._zygote: subprocess.Popen[str] | None = None
        self.slowest = (0.0, "")  # seconds of a run, and its case
        self.largest = (0, "")  # bytes of memory

    def __enter__(self) -> Runner:
        if IS_LINUX:
            command = [sys.executable, "-m", "tests.corpora.hostile.zygote"]
            self._zygote = subprocess.Popen(
                command, cwd=ROOT, env=_plain(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        return self

    def __exit__(self, *_: object) -> None:
        if self._zygote is not None:
            _pipe(self._zygote.stdin).close()
            self._zygote.wait(timeout=60)
            _pipe(self._zygote.stdout).close()

    def faults(self, case: Case) -> list[str]:
        """Return what is wrong with how the case ended; a busy machine gets a second chance."""
        faults, slow = self._faults(case)
        for _ in range(2):
            if faults or not slow:
                return faults
            faults, slow = self._faults(case)
        return faults or slow

    def _faults(self, case: Case) -> tuple[list[str], list[str]]:
        found: list[str] = []
        slow: list[str] = []
        with sandbox() as top:
            home = top / "home"
            case.set_out(home)
            before = _tree(top)
            took = 0.0
            for command in case.to_run():
                if took > _LONG:
                    break
                run = self.run(case, top, command)
                took = run.seconds
                self.slowest = max(self.slowest, (min(run.seconds, run.work), case.name))
                self.largest = max(self.largest, (run.memory, case.name))
                reported = [
                    *_of_process(run),
                    *_of_paths(run, home, _placed(command, home)),
                    *_of_outcome(case, command, run),
                ]
                if run.code is not None and min(run.seconds, run.work) > MOST_SECONDS:
                    slow.append(
                        f"{' '.join(command)}: {run.seconds:.1f} s, of which {run.work:.1f} s are work"
                    )
                found += [
                    f"{' '.join(command)}: {fault}\n{run.out[-2000:]}\n{run.err[-3000:]}"
                    for fault in reported
                ]
            found += _of_files(case, home, before, _tree(top))
        return found, slow

    def run(self, case: Case, top: Path, command: tuple[str, ...]) -> Run:
        """Run one command of the case in `top`, whose folder `home` holds the brief."""
        out, err, log = top / "out.txt", top / "err.txt", top / "log.txt"
        for path in (out, err, log):
            path.write_bytes(b"")
            path.chmod(0o666)
        home, setting = top / "home", case.setting
        environment = {**_plain(), "HOME": str(top / "user"), "TMPDIR": str(top / "tmp"), guard.LOG: str(log)}
        environment |= {
            name: value.replace("{home}", str(home)) for name, value in setting.environment.items()
        }
        environment = {name: value for name, value in environment.items() if value != "{unset}"}
        command = _placed(command, home)
        program = [sys.executable, "-P", "-B", str(Path(__file__).with_name("guard.py")), *command]
        cwd = home / setting.cwd
        streams: dict[int, tuple[str, int]] = {
            0: (os.devnull, os.O_RDONLY),
            1: (str(out), os.O_WRONLY | os.O_APPEND),
            2: (str(err), os.O_WRONLY | os.O_APPEND),
        }
        for number, name in setting.streams.items():
            streams[number] = (name.replace("{home}", str(home)), os.O_RDWR if number else os.O_RDONLY)
        if self._zygote is None:
            ended = _by_subprocess(program, cwd, environment, out, err)
        else:
            order = {
                "arguments": command,
                "program": program if setting.fresh else None,
                "cwd": str(cwd),
                "environment": environment,
                "streams": [streams[number] for number in sorted(streams)],
                "closed": setting.closed,
                "unprivileged": setting.unprivileged,
                "removes_cwd": setting.removes_cwd,
                "patience": PATIENCE,
            }
            orders = _pipe(self._zygote.stdin)
            orders.write(json.dumps(order) + "\n")
            orders.flush()
            ended = json.loads(_pipe(self._zygote.stdout).readline())
        printed, errors = (path.read_text(encoding="utf-8", errors="replace") for path in (out, err))
        lines = (line.partition("\t") for line in log.read_text(encoding="ascii").splitlines())
        events = tuple((kind, _unescaped(what)) for kind, _, what in lines)
        return Run(ended["code"], ended["seconds"], ended["work"], ended["memory"], printed, errors, events)


def _placed(command: tuple[str, ...], home: Path) -> tuple[str, ...]:
    return tuple(part.replace("{home}", str(home)) for part in command)


@contextmanager
def sandbox() -> Iterator[Path]:
    """A folder with the folder of a brief in it, and things beside that no brief may touch."""
    with tempfile.TemporaryDirectory(prefix="hostile-", ignore_cleanup_errors=True) as name:
        top = Path(name).resolve()
        top.chmod(0o755)
        for folder in ("home", "user", "tmp", "outside"):
            (top / folder).mkdir()
        (top / "outside" / "secret.txt").write_text("nobody reads this", encoding="utf-8")
        (top / "outside" / "brief.yaml").write_text("title: nobody reads this\n", encoding="utf-8")
        yield top


def _plain() -> dict[str, str]:
    """The variables that a program needs to run at all, and no more."""
    kept = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "COVERAGE_PROCESS_START")
    return {name: os.environ[name] for name in kept if name in os.environ} | {
        "LC_ALL": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _by_subprocess(
    program: list[str], cwd: Path, environment: dict[str, str], out: Path, err: Path
) -> dict[str, Any]:
    start = time.perf_counter()
    code: int | None = None
    with out.open("wb") as to_out, err.open("wb") as to_err:
        try:
            ended = subprocess.run(
                program, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=to_out, stderr=to_err,
                timeout=PATIENCE, check=False,
            )  # fmt: skip
            code = ended.returncode
        except subprocess.TimeoutExpired:
            pass
    seconds = time.perf_counter() - start
    return {"code": code, "seconds": seconds, "work": seconds, "memory": 0}


def _pipe(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream


def _unescaped(what: str) -> str:
    import ast

    return str(ast.literal_eval(what))


def _tree(top: Path) -> dict[str, tuple[int, int]]:
    """Every path below, with its size and time."""
    found = {}
    for folder, folders, files in os.walk(top):
        for name in (*folders, *files):
            path = Path(folder, name)
            status = path.lstat()
            found[path.relative_to(top).as_posix()] = (
                status.st_mode,
                status.st_size if path.is_file() else 0,
            )
    return found


# What can be wrong.


def _of_process(run: Run) -> Iterator[str]:
    if run.code is None:
        yield f"did not end within {PATIENCE:.0f} s"
    elif run.code not in (0, 1, 2):
        yield f"ended with {run.code}"
    if run.memory > MOST_MEMORY:
        yield f"took {run.memory / 1e6:.0f} MB"
    if broken := _BROKEN.search(run.out + run.err):
        yield f"printed {broken[0]!r}"


def _of_paths(run: Run, home: Path, command: tuple[str, ...]) -> Iterator[str]:
    named = [Path(os.path.normpath(home / part)) for part in command]
    out = named[command.index("--out") + 1] if "--out" in command else home / "output"
    for kind, what in dict.fromkeys(run.events):
        path = Path(os.path.normpath(what))
        if kind in ("start", "network"):
            yield f"{kind}: {what}"
        elif kind == "write" and not _may_write(path, out):
            yield f"wrote {what!r}"
        elif kind == "read" and path not in named and not _may_read(path, home):
            yield f"read {what!r}"


def _may_write(path: Path, out: Path) -> bool:
    """Whether it lies in the output folder, or is a folder above it that was to be made."""
    return path.is_relative_to(out) or out.is_relative_to(path) or path == Path(os.devnull)


def _may_read(path: Path, home: Path) -> bool:
    if _SYSTEM.search(path.as_posix()) or path in _LISTED:
        return True
    return any(path == own or path.is_relative_to(own) for own in (home, *_OWN))


def _of_outcome(case: Case, command: tuple[str, ...], run: Run) -> Iterator[str]:
    expected = case.expected
    if run.code != expected.code and run.code is not None:
        yield f"ended with {run.code}, expected {expected.code}"
    printed = run.out + run.err
    for words in expected.prints:
        if words not in printed:
            yield f"does not say {words!r}"
    if run.code not in (0, 1) or {1, 2} & {*case.setting.closed, *case.setting.streams}:
        return
    if "json" in command:
        yield from _of_problems(case, run.out)
    elif run.code == 1 and not re.search(r"\berror\b", printed):
        yield "ended with 1 and reported no error"
    elif run.code == 1 and "hint: " not in printed:
        yield "gave no hint"


def _of_problems(case: Case, out: str) -> Iterator[str]:
    end = out.rindex("}\n") + 1 if "}\n" in out else 0  # the files are listed after it
    try:
        problems = json.loads(out[:end])["problems"]
    except ValueError:
        yield "the problems are not JSON"
        return
    for problem in problems:
        if problem["severity"] == "error" and not problem["hint"]:
            yield f"{problem['rule']} has no hint: {problem['message']}"
        if case.has_position and problem["line"] is None:
            yield f"{problem['rule']} has no line: {problem['message']}"
    reported = {(problem["rule"], problem["line"]) for problem in problems}
    for rule in case.expected.rules:
        if rule not in reported and rule not in {name for name, _ in reported}:
            yield f"{rule} is not reported; reported are {sorted(reported, key=str)[:12]}"


def _of_files(
    case: Case, home: Path, before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]]
) -> Iterator[str]:
    own = {"out.txt", "err.txt", "log.txt"}
    for name in sorted(before.keys() | after.keys()):
        outside = name not in own and not f"{name}/".startswith("home/output/")
        if outside and before.get(name) != after.get(name) and not case.setting.removes_cwd:
            yield f"{name} was changed, made or removed"
    is_built = any(command[0] == "build" for command in case.to_run()) and case.expected.code == 0
    made = sorted(path.suffix for path in (home / "output").glob("*.*") if path.is_file())
    if not is_built:
        if any(suffix != ".yaml" for suffix in made):
            yield f"left {made} in the output folder"
        return
    for suffix in (".docx", ".pptx", ".pdf"):
        if case.makes_all and made.count(suffix) != 1:
            yield f"made {made.count(suffix)} files {suffix}"
            return
    for path in (home / "output").glob("*.[dp]*"):
        for stray in strays(path):
            yield f"{path.name} holds {stray}"
        if b"SECRET" in path.read_bytes() or (path.suffix != ".pdf" and b"SECRET" in _unzipped(path)):
            yield f"{path.name} holds a secret of a picture"
    if case.expected.says:
        memo = _words_of_memo(next((home / "output").glob("*.docx")))
        for words in case.expected.says:
            if _straight(words) not in _straight(memo):
                yield f"the memo does not say {words!r}"


def _straight(text: str) -> str:
    """Typography turns quotes round."""
    return re.sub("[‘’]", "'", re.sub("[“”„«»]", '"', text))


def _unzipped(path: Path) -> bytes:
    with zipfile.ZipFile(path) as package:
        return b"".join(map(package.read, package.namelist()))


def _words_of_memo(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        root = ElementTree.fromstring(package.read("word/document.xml"))
    paragraphs = ("".join(text.text or "" for text in each.iter(f"{W}t")) for each in root.iter(f"{W}p"))
    return "\n".join(paragraphs)
