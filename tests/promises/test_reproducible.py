"""The same brief gives the same bytes, whoever builds it, where, when, and on how many cores.

Each run below is a process of its own whose surroundings differ from the first one's in many ways at once.
What only another machine can vary (its system, Python and zlib) is compared by `tests.support.digests` over
the jobs of the workflow `test.yml`.
"""

from __future__ import annotations

import builtins
import math
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_STORED, ZipFile, is_zipfile

import pytest
from hypothesis import given

import builder
from builder.outline.text import Product
from builder.pipeline import prepared, products
from builder.pipeline.request import Request
from tests.conftest import GOOD_BRIEFS, ROOT, often, sampled
from tests.support.digests import compare, digests, parts
from tests.support.outlines import outline_of
from tests.support.releasing import write_brief
from tests.support.strategies import briefs

USER = "zq-quentin"
PRODUCTS = (Product.MEMO, Product.DECK, Product.SUMMARY)


@dataclass(frozen=True, slots=True)
class Run:
    """The surroundings of a build: what is set here differs from those of the first run."""

    environment: Mapping[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()  # of Python
    umask: int = 0o022
    elsewhere: bool = False  # started in another folder, the briefs by their whole paths
    moved: bool = False  # the briefs in another folder, saved at another time
    linked: bool = False  # the briefs are symbolic links into another folder
    one_core: bool = False
    prelude: str = ""  # Python that runs before the command


# Written in Python, because a C library's clock cannot be set for one process.
IN_ANOTHER_YEAR = """
import time
now, utc, local = time.time, time.gmtime, time.localtime
time.time = lambda: now() + 1e9
time.gmtime = lambda at=None: utc(time.time() if at is None else at)
time.localtime = lambda at=None: local(time.time() if at is None else at)
"""
NO_SECOND_PROCESS = "import os\nos.cpu_count = lambda: 1\n"

RUNS = {
    "random seed, Chatham, C, UTF-8, umask, another user, year and place, no asserts, one process": Run(
        {
            "PYTHONHASHSEED": "random", "PYTHONUTF8": "1", "TZ": "Pacific/Chatham", "LC_ALL": "C",
            "USER": "ana", "LOGNAME": "ana", "USERNAME": "ana", "HOME": "/home/ana", "HOSTNAME": "other",
        },
        options=("-O",), umask=0, moved=True, prelude=IN_ANOTHER_YEAR + NO_SECOND_PROCESS,
    ),
    "hash seed, St John's, UTF-8, another folder, one core": Run(
        {"PYTHONHASHSEED": "42", "TZ": "America/St_Johns", "LC_ALL": "C.UTF-8", "OMP_NUM_THREADS": "1"},
        umask=0o077, elsewhere=True, one_core=True,
    ),
    "German, no UTF-8 mode, symbolic links": Run(
        {"PYTHONUTF8": "0", "LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de"}, linked=True
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the briefs: the good ones, and one for several audiences with recipients."""
    folder = tmp_path_factory.mktemp("zq-written")
    for brief in GOOD_BRIEFS:
        shutil.copy(brief, folder / brief.name)
    write_brief(folder)
    return folder


@pytest.fixture(scope="module")
def first(written: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """What the plain run gives."""
    return files_of(Run(), written, tmp_path_factory.mktemp("zq-first"))


def files_of(run: Run, written: Path, room: Path) -> dict[str, bytes]:
    """Build and release the briefs by the command line in such surroundings; return the files by name."""
    source, out = written, room / "zq-out"
    if run.moved:
        source = room / "zq-moved"
        shutil.copytree(written, source)
        for brief in source.iterdir():
            os.utime(brief, (0, 0))
    if run.linked:
        source = room / "zq-linked"
        source.mkdir()
        for brief in written.iterdir():
            (source / brief.name).symlink_to(brief)
    done = subprocess.run(
        [sys.executable, *run.options, "-c", script(run, commands(source, run.elsewhere, out))],
        cwd=room if run.elsewhere else source,
        env=surroundings(run, room),
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return {file.name: file.read_bytes() for file in sorted(out.iterdir()) if not file.name.startswith(".")}


def commands(source: Path, absolute: bool, out: Path) -> Iterator[tuple[str, ...]]:
    for name in ("dense.yaml", "tiny.yaml"):  # with a date, and without one
        yield "build", str(source / name) if absolute else name, "--out", str(out)
    brief = str(source / "library.yaml") if absolute else "library.yaml"
    yield "release", brief, "--out", str(out), "--audience", "public", "--mail", "--allow-warnings"


def script(run: Run, commands: Iterable[tuple[str, ...]]) -> str:
    """A program that runs the commands one after the other."""
    core = "import os\nos.sched_setaffinity(0, {min(os.sched_getaffinity(0))})\n" if run.one_core else ""
    start = "from builder.cli import app\n" + "".join(
        f"app({list(command)!r}, 'brief', standalone_mode=False)\n" for command in commands
    )
    return f"import os\nos.umask({run.umask})\n{core}{run.prelude}{start}"


def surroundings(run: Run, home: Path) -> dict[str, str]:
    """The variables of a process; of the tester's own only those without which none starts."""
    kept = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "TEMP", "TMP", "PATHEXT", "COMSPEC", "WINDIR")
    plain = {name: value for name, value in os.environ.items() if name.upper() in kept}
    plain |= {
        "PYTHONPATH": str(ROOT),
        "PYTHONHASHSEED": "0",
        "TZ": "UTC",
        "USER": USER,
        "LOGNAME": USER,
        "USERNAME": USER,
        "HOME": str(home),
        "USERPROFILE": str(home),
    }
    return {**plain, **run.environment}


@pytest.mark.slow
@pytest.mark.parametrize("name", sampled(RUNS, lambda _: 0))
def test_the_bytes_do_not_depend_on_the_surroundings(
    name: str, first: Mapping[str, bytes], written: Path, tmp_path: Path
) -> None:
    run = RUNS[name]
    if run.one_core and not hasattr(os, "sched_setaffinity"):
        pytest.skip("this system does not report its cores to a process")
    if run.linked and sys.platform == "win32":
        pytest.skip("links want a privilege here")
    same(files_of(run, written, tmp_path), first)


def same(found: Mapping[str, bytes], expected: Mapping[str, bytes]) -> None:
    """Assert that files are the same; else name the parts in which they are not."""
    if found != expected:
        inside = {name: {"libraries": [], "parts": digests(files)} for name, files in
                  (("first", expected), ("found", found))}  # fmt: skip
        pytest.fail("\n".join([*compare(inside), "or only as it is compressed"]))


def test_all_kinds_of_files_were_compared(first: Mapping[str, bytes]) -> None:
    kinds = {name.rpartition("-")[2] for name in first if "mail" not in name}
    assert kinds == {
        "memo.docx",
        "deck.pptx",
        "summary.pdf",
        "manifest.json",
        "release.zip",
        "distribution.json",
    }
    assert any(name.endswith(".eml") for name in first)


# In one process


@pytest.mark.slow
def test_a_process_builds_the_same_again_and_in_eight_threads(tmp_path: Path) -> None:
    briefs = [brief for brief in GOOD_BRIEFS if brief.stem in ("audiences", "tiny")]

    def built(number: int) -> dict[str, bytes]:
        brief = briefs[number % len(briefs)]
        out = tmp_path / str(number)
        builder.build(brief, out)
        return {file.name: file.read_bytes() for file in out.iterdir()}

    alone = [built(number) for number in range(len(briefs))]
    with ThreadPoolExecutor(8) as threads:
        for number, found in enumerate(threads.map(built, range(100, 108)), 100):
            same(found, alone[number % len(briefs)])
    assert threading.active_count() == 1


# Records of other machines


def test_records_are_compared_part_by_part_where_the_libraries_are_the_same() -> None:
    def made(parts: dict[str, str], *libraries: str) -> dict[str, object]:
        return {"libraries": libraries, "parts": parts}

    one = made({"a": "1", "b": "2"}, "lxml 6")
    assert list(compare({"x": one, "y": one, "z": made({"a": "9"}, "lxml 7")})) == []
    other = made({"a": "1", "b": "3", "c": "4"}, "lxml 6")
    assert list(compare({"x": one, "y": other})) == ["y: b is not as in x", "y: c is not as in x"]
    assert len(list(compare({"x": one, "z": made({}, "lxml 7")}))) == 1


def test_parts_are_the_same_however_they_are_compressed(first: Mapping[str, bytes]) -> None:
    deck = first["ostrel-water-deck.pptx"]
    stored = BytesIO()
    with ZipFile(BytesIO(deck)) as package, ZipFile(stored, "w") as copy:
        for entry in package.infolist():
            data = package.read(entry)
            entry.compress_type = ZIP_STORED
            copy.writestr(entry, data)
    assert stored.getvalue() != deck
    assert digests({"deck.pptx": stored.getvalue()}) == digests({"deck.pptx": deck})


# What differs between versions of Python


def compensated(numbers: Iterable[float], start: float = 0) -> float:
    """`sum` as Python 3.12 and later do it for floats: what each addition loses is added at the end."""
    values = list(numbers)
    if not any(isinstance(value, float) for value in values):
        return plain(values, start)
    total, lost = float(start), 0.0
    for value in values:
        added = total + value
        lost += (total - added) + value if abs(total) >= abs(value) else (value - added) + total
        total = added
    return total + lost


def plain(numbers: Iterable[float], start: float = 0) -> float:
    """`sum` as Python 3.11 does it."""
    for number in numbers:
        start = start + number
    return start


def test_the_two_sums_differ() -> None:
    assert plain([0.1] * 10) != compensated([0.1] * 10) == math.fsum([0.1] * 10)


@cache
def made_with(total: Callable[..., float], brief: Path) -> tuple[bytes, ...]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(builtins, "sum", total)
        outline = prepared.prepare(Request(brief)).outline
        return tuple(products.make(outline, product).data for product in PRODUCTS)


@pytest.mark.parametrize(
    "brief", sampled(GOOD_BRIEFS, lambda path: path.stem == "dense", name=lambda path: path.stem)
)
def test_the_bytes_do_not_depend_on_how_python_adds(brief: Path) -> None:
    assert made_with(plain, brief) == made_with(compensated, brief)


@pytest.mark.slow
@often(30)
@given(values=briefs(most_arguments=9))
def test_no_layout_depends_on_how_python_adds(values: dict[str, object]) -> None:
    def laid_out(total: Callable[..., float]) -> list[str]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(builtins, "sum", total)
            outline = outline_of(values)
            return [repr(products.lay_out(outline, product)) for product in PRODUCTS]

    assert laid_out(plain) == laid_out(compensated)


# Nothing of the builder's own surroundings is in the files


def secrets(room: Path) -> set[str]:
    """Whatever reveals who built where and when: names, folders, and today's date as files write it."""
    today = (datetime.now(UTC), datetime.now().astimezone())
    dates = {day.strftime(form) for day in today for form in ("%Y-%m-%d", "D:%Y%m%d", "%Y%m%d", "%d %b %Y")}
    folders = {room.name, str(ROOT), sys.prefix, str(Path.cwd()), str(Path.home())} - {"/", "/root"}
    names = {socket.gethostname(), USER, "zq-written", "zq-first", "getpass"}
    return {reported for reported in dates | folders | names if len(reported) > 2}


def test_no_file_reveals_who_built_it_where_or_when(first: Mapping[str, bytes], written: Path) -> None:
    unwanted = secrets(written)
    for name, data in first.items():
        for part, content in [(name, data), *parts(name, data)]:
            for reported in unwanted:
                for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                    assert reported.encode(encoding) not in content, f"{part} contains {reported}"


def test_the_search_for_what_may_not_be_in_a_file_would_find_it(tmp_path: Path) -> None:
    reported = f"{USER} on {time.strftime('%Y-%m-%d')}"
    brief = write_brief(tmp_path, contact=reported, disclaimer=str(ROOT))
    built = builder.build(brief, tmp_path / "out", audience="public")
    unwanted = {USER, time.strftime("%Y-%m-%d"), str(ROOT)}
    for file in built.files:
        inside = [content for _, content in parts(file.path.name, file.path.read_bytes())]
        if file.product is not Product.SUMMARY:  # whose words are glyphs of its own typefaces
            assert all(any(reported.encode() in content for content in inside) for reported in unwanted)


def test_no_entry_of_a_zip_file_is_of_today(first: Mapping[str, bytes]) -> None:
    today = datetime.now(UTC)
    for name, data in first.items():
        for year, month, day in dates_of(name, data):
            assert (year, month) != (today.year, today.month), f"{name}: {year}-{month}-{day}"


def dates_of(name: str, data: bytes) -> set[tuple[int, int, int]]:
    with TemporaryDirectory() as folder:
        file = Path(folder, name)
        file.write_bytes(data)
        if not is_zipfile(file):
            return set()
        with ZipFile(file) as package:
            return {entry.date_time[:3] for entry in package.infolist()}
