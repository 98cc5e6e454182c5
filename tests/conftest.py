"""What all tests share: the finished files of the good briefs, the options of pytest, and the campaign.

`pytest --campaign` tries every input of every corpus. Without it each corpus is represented by a fixed part
of it: what is marked `campaign` is left out, and `effort` says how much of the rest is repeated.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parent.parent
GOOD_BRIEFS = (ROOT / "brief.yaml", *sorted((ROOT / "tests" / "briefs" / "good").glob("*.yaml")))

# Commands that the tests start need not compile the package again and again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Of the examples that the campaign tries, every other run tries one in so many.
FEWER = 5
# A shared machine may pause for seconds: only what is examined counts, not how long it took.
CALM = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
settings.register_profile("dev", CALM, max_examples=100 // FEWER)
settings.register_profile("ci", CALM, max_examples=100 // FEWER, derandomize=True, print_blob=True)
settings.register_profile("campaign", CALM, max_examples=100, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "dev")

T = TypeVar("T")
Effort = Callable[[int, int], int]


class Tally(Protocol):
    """Counts what a test tries, and says how it ends well, for a line at the end of the run."""

    def __call__(self, subject: str, outcome: str, count: int = 1) -> None: ...


@dataclass(frozen=True, slots=True)
class Built:
    """A brief and the three files that were built from it."""

    brief: Path
    memo: Path
    deck: Path
    summary: Path

    @property
    def files(self) -> tuple[Path, Path, Path]:
        return self.memo, self.deck, self.summary


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the expected texts of golden tests")
    parser.addoption("--campaign", action="store_true", help="try every input of every corpus")


def pytest_configure(config: pytest.Config) -> None:
    """Let hypothesis try all examples in the campaign."""
    if config.getoption("--campaign"):
        settings.load_profile("campaign")


def often(campaign: int) -> settings:
    """Settings for a property with so many examples in the campaign, and fewer in every other run."""
    share = 1 if settings.get_current_profile_name() == "campaign" else FEWER
    return settings(max_examples=max(campaign // share, 5))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the campaign out unless it is asked for.

    Slow tests come first, and with them their files, so that no worker is left alone with one at the end.
    """
    if not config.getoption("--campaign"):
        left_out = [item for item in items if item.get_closest_marker("campaign")]
        items[:] = [item for item in items if not item.get_closest_marker("campaign")]
        config.hook.pytest_deselected(items=left_out)
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def sampled(
    cases: Iterable[T], *families: Callable[[T], Hashable], name: Callable[[T], str] = str
) -> list[Any]:
    """Return the cases as parameters: the first of each family for every run, the others for the campaign.

    Where there are several families, a case is tried in every run if it is the first of any.
    """
    seen: list[set[Hashable]] = [set() for _ in families]
    parameters = []
    for case in cases:
        is_new = [family(case) not in known for family, known in zip(families, seen, strict=True)]
        for family, known in zip(families, seen, strict=True):
            known.add(family(case))
        marks = [] if any(is_new) else [pytest.mark.campaign]
        parameters.append(pytest.param(case, id=name(case), marks=marks))
    return parameters


@pytest.fixture(scope="session")
def effort(request: pytest.FixtureRequest) -> Effort:
    """How often to repeat a test: the first number in every run, the second in the campaign."""
    in_campaign = request.config.getoption("--campaign")
    return lambda usual, campaign: campaign if in_campaign else usual


@pytest.fixture
def tally(record_property: Callable[[str, object], None]) -> Tally:
    """Count something that is tried; if the test fails, it has not ended well."""

    def add(subject: str, outcome: str, count: int = 1) -> None:
        record_property(f"{subject}: {{:,}} tried, {{:,}} {outcome}", count)

    return add


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what was tried and how much of it ended well, a line for each subject of `tally`."""
    tried: Counter[str] = Counter()
    well: Counter[str] = Counter()
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for line, count in report.user_properties if report.when == "call" else ():
                tried[line] += count
                well[line] += count * (outcome == "passed")
    for line in sorted(tried):
        terminalreporter.write_line(line.format(tried[line], well[line]))


@pytest.fixture(params=GOOD_BRIEFS, ids=lambda path: path.stem)
def good_brief(request: pytest.FixtureRequest) -> Path:
    """Each brief that must build, the sample first."""
    path: Path = request.param
    return path


@pytest.fixture(scope="session", params=GOOD_BRIEFS, ids=lambda path: path.stem)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The finished files of each good brief; tests must not change them."""
    brief: Path = request.param
    return built_once(brief, tmp_path_factory)


def built_once(brief: Path, folders: pytest.TempPathFactory) -> Built:
    """Return the finished files of a good brief, built once for all processes; tests must not change them."""
    own = folders.getbasetemp()
    shared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "good" / brief.stem
    if not shared.is_dir():
        build_files(brief, fresh := folders.mktemp(brief.stem))
        shared.parent.mkdir(exist_ok=True)
        with suppress(OSError):  # another process was first
            fresh.rename(shared)
    return finished_in(shared, brief)


def build_files(brief: Path, out: Path) -> Built:
    """Build the three files of `brief` into `out`; anything but exactly three is an error."""
    import builder

    builder.build(brief, out=out)
    return finished_in(out, brief)


def finished_in(out: Path, brief: Path) -> Built:
    """Return the three files of a folder."""
    (memo,), (deck,), (summary,) = (
        tuple(out.glob(pattern)) for pattern in ("*-memo.docx", "*-deck.pptx", "*-summary.pdf")
    )
    return Built(brief, memo, deck, summary)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with the file that holds what is expected; `--update` writes that file instead."""

    def compare(expected: Path, text: str) -> None:
        if request.config.getoption("--update"):
            expected.parent.mkdir(parents=True, exist_ok=True)
            expected.write_text(text, encoding="utf-8", newline="\n")
        assert expected.is_file(), f"{expected} is missing: pytest --update writes it"
        assert text == expected.read_text(encoding="utf-8")

    return compare


def needs(tool: str) -> str:
    """Return where `tool` is installed; without it the test skips, but fails in CI on Linux.

    There `.ci/run` installs every tool, so a missing one is a hole in the net.
    """
    found = shutil.which(tool)
    if found:
        return found
    if os.environ.get("CI") == "true" and sys.platform == "linux":
        pytest.fail(f"{tool} is not installed, and in CI it must be")
    pytest.skip(f"{tool} is not installed")


def run(*command: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a program to its end, and return its exit code and what it printed, as UTF-8."""
    environment = os.environ | {"PYTHONUTF8": "1"}
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False
    )


def calls(work: Callable[[], object]) -> int:
    """Count the functions that are called by `work`: unlike seconds, the same on every machine."""
    count = 0

    def each(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(each)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count
