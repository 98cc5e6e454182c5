"""Turn the good briefs into finished files, once, for every test that looks at them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parent.parent
GOOD_BRIEFS = (ROOT / "brief.yaml", *sorted((ROOT / "tests" / "briefs" / "good").glob("*.yaml")))

# A shared machine may pause for seconds: only what is examined counts, not how long it took.
settings.register_profile("dev", deadline=None)
settings.register_profile(
    "ci", deadline=None, derandomize=True, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "dev")


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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start with the slow tests, so that no worker is left alone with one at the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests have counted with `record_property`, summed over a test's parameters."""
    totals: dict[str, Counter[str]] = {}
    for report in terminalreporter.getreports("passed"):
        counts = {name: count for name, count in report.user_properties if isinstance(count, int)}
        if counts and report.when == "call":
            totals.setdefault(report.nodeid.partition("[")[0], Counter()).update(counts)
    for test, counts in sorted(totals.items()):
        told = ", ".join(f"{count:,} {name}" for name, count in counts.items())
        terminalreporter.write_line(f"{test}: {told}")


@pytest.fixture(params=GOOD_BRIEFS, ids=lambda path: path.stem)
def good_brief(request: pytest.FixtureRequest) -> Path:
    """Each brief that must build, the sample first."""
    path: Path = request.param
    return path


@pytest.fixture(scope="session", params=GOOD_BRIEFS, ids=lambda path: path.stem)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The finished files of each good brief, built once for the session; tests must not change them."""
    return build_files(request.param, tmp_path_factory.mktemp(request.param.stem))


def build_files(brief: Path, out: Path) -> Built:
    """Build the three files of `brief` into `out`; anything but exactly three is an error."""
    import builder

    builder.build(brief, out=out)
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
