"""The benchmark (`make bench`): whole processes, warm rebuilds, stages, memory, growth and peers.

Nothing here asserts a time: machines differ. Read the ratios of one run.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from builder.outline.text import Product
from builder.pipeline import Request, prepare
from builder.pipeline.building import build_files
from builder.pipeline.products import make
from builder.pipeline.worker import Worker, may_fork
from tests.conftest import ROOT
from tests.support import peers

SAMPLE = ROOT / "brief.yaml"
ROUNDS = 9
TABLE: list[tuple[str, str]] = []


@pytest.fixture(scope="module", autouse=True)
def print_the_table(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    capture = request.config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        width = max((len(name) for name, _ in TABLE), default=0)
        sys.stdout.write("\n\n" + "\n".join(f"{name:<{width}}  {figure}" for name, figure in TABLE) + "\n")


def brief_command(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "builder", *arguments], check=True, capture_output=True, cwd=ROOT)


def note(name: str, seconds: list[float]) -> None:
    low, middle, high = min(seconds), statistics.median(seconds), max(seconds)
    TABLE.append((name, f"{middle:6.3f} s  (min {low:.3f}, max {high:.3f}, {len(seconds)} runs)"))


def times_of(benchmark: Any) -> list[float]:
    stats = benchmark.stats
    assert stats is not None
    return list(stats.stats.data)


@pytest.mark.benchmark(group="whole process")
def test_cold_build(benchmark: Any, tmp_path: Path) -> None:
    out = tmp_path / "out"

    def fresh() -> None:
        shutil.rmtree(out, ignore_errors=True)

    def run() -> None:
        brief_command("build", str(SAMPLE), "--out", str(out))

    benchmark.pedantic(run, setup=fresh, rounds=ROUNDS, warmup_rounds=1)
    note("cold build, whole process", times_of(benchmark))


@pytest.mark.benchmark(group="whole process")
def test_build_of_a_changed_brief(benchmark: Any, tmp_path: Path) -> None:
    """The files are there, and were made from another state of the brief."""
    brief, out = tmp_path / "brief.yaml", tmp_path / "out"
    text = SAMPLE.read_text(encoding="utf-8")
    count = iter(range(1000))

    def edit() -> None:
        brief.write_text(f"{text}\n# {next(count)}\n", encoding="utf-8")

    def run() -> None:
        brief_command("build", str(brief), "--out", str(out))

    benchmark.pedantic(run, setup=edit, rounds=ROUNDS, warmup_rounds=1)
    note("build of a changed brief, whole process", times_of(benchmark))


@pytest.mark.benchmark(group="whole process")
def test_build_with_nothing_changed(benchmark: Any, tmp_path: Path) -> None:
    arguments = ("build", str(SAMPLE), "--out", str(tmp_path))
    benchmark.pedantic(brief_command, arguments, rounds=ROUNDS, warmup_rounds=1)
    note("build with nothing changed, whole process", times_of(benchmark))


@pytest.mark.benchmark(group="whole process")
def test_build_check_that_has_to_look(benchmark: Any, tmp_path: Path) -> None:
    """Without a manifest the files are built in memory and compared."""
    brief_command("build", str(SAMPLE), "--out", str(tmp_path))
    (manifest,) = tmp_path.glob("*-manifest.json")
    manifest.unlink()
    arguments = ("build", "--check", str(SAMPLE), "--out", str(tmp_path))
    benchmark.pedantic(brief_command, arguments, rounds=ROUNDS, warmup_rounds=1)
    note("build --check without a manifest, whole process", times_of(benchmark))


@pytest.mark.benchmark(group="whole process")
def test_audit(benchmark: Any, tmp_path: Path) -> None:
    brief_command("build", str(SAMPLE), "--out", str(tmp_path))
    benchmark.pedantic(
        brief_command, ("audit", str(SAMPLE), "--out", str(tmp_path)), rounds=ROUNDS, warmup_rounds=1
    )
    note("brief audit, whole process", times_of(benchmark))


@pytest.mark.benchmark(group="whole process")
def test_check(benchmark: Any) -> None:
    benchmark.pedantic(brief_command, ("check", str(SAMPLE)), rounds=ROUNDS, warmup_rounds=1)
    note("brief check, whole process", times_of(benchmark))


@pytest.mark.benchmark(group="warm")
def test_warm_rebuild_as_in_watch(benchmark: Any, tmp_path: Path) -> None:
    worker = Worker() if may_fork() else None
    steps: list[tuple[str, float]] = []
    request = Request(
        SAMPLE,
        tmp_path,
        step=lambda name: steps.append((name, time.perf_counter())),
        worker=worker,
    )
    stages: list[dict[str, float]] = []

    def run() -> None:
        steps.clear()
        build_files(request)
        ends = [*(start for _, start in steps[1:]), time.perf_counter()]
        stages.append({name: end - start for (name, start), end in zip(steps, ends, strict=True)})

    try:
        benchmark.pedantic(run, rounds=ROUNDS * 2, warmup_rounds=2)
    finally:
        if worker is not None:
            worker.__exit__(None, None, None)
    note("warm rebuild, as in watch", times_of(benchmark))
    for stage in stages[-1]:
        note(f"  {stage}", [seconds[stage] for seconds in stages[2:]])


@pytest.mark.skipif(sys.platform == "win32", reason="no resource figures there")
def test_peak_memory(benchmark: Any, tmp_path: Path) -> None:
    code = (
        "import resource, sys; from builder.cli import app\n"
        "try: app(sys.argv[1:], prog_name='brief')\n"
        "except SystemExit: pass\n"
        "who = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN\n"
        "print('peak', *(resource.getrusage(one).ru_maxrss for one in who))"
    )

    def run() -> str:
        shutil.rmtree(tmp_path / "out", ignore_errors=True)  # a build with nothing changed takes no memory
        command = [sys.executable, "-c", code, "build", str(SAMPLE), "--out", str(tmp_path / "out")]
        return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout

    _, own, child = benchmark.pedantic(run, rounds=3).splitlines()[-1].split()
    scale = 1024 * 1024 if sys.platform == "darwin" else 1024
    TABLE.append(
        (
            "peak memory of a cold build",
            f"{int(own) / scale:.0f} MB, second process {int(child) / scale:.0f} MB",
        )
    )


@pytest.mark.benchmark(group="growth")
@pytest.mark.parametrize("product", list(Product), ids=lambda product: product.value)
def test_growth_with_arguments(benchmark: Any, product: Product, tmp_path: Path) -> None:
    seconds: dict[int, float] = {}
    sizes = (10, 100, 1000)
    outlines = {}
    for size in sizes:
        path = tmp_path / f"{size}.yaml"
        path.write_text(yaml.safe_dump(many_arguments(size)), encoding="utf-8")
        outlines[size] = prepare(Request(path)).outline

    def run() -> None:
        for size in sizes:
            start = time.perf_counter()
            make(outlines[size], product)
            seconds[size] = time.perf_counter() - start

    benchmark.pedantic(run, rounds=2)
    figures = ", ".join(f"{size}: {seconds[size]:.3f} s" for size in sizes)
    ratio = seconds[1000] / seconds[100]
    TABLE.append(
        (f"growth, {product.value}", f"{figures}; ten times the arguments take {ratio:.1f} times as long")
    )


def many_arguments(count: int) -> dict[str, Any]:
    """A brief of that many arguments, with evidence and reasoning."""
    arguments = [
        {
            "claim": f"The harbour of town {number} may need a deeper channel.",
            "gist": f"Ships that call at town {number} draw more water than ten years ago.",
            "reasoning": "The ships have grown and the channel has not. " * 4,
            "evidence": [
                {"text": f"{who} of town {number} report groundings."} for who in ("Pilots", "Masters")
            ],
            "certainty": {"level": "possible", "cue": "may"},
        }
        for number in range(1, count + 1)
    ]
    return {
        "title": "Harbours may need deeper channels",
        "bottom_line": "The harbours were built for smaller ships, and many may need a deeper channel soon.",
        "sections": [{"title": "Harbours", "arguments": arguments}],
    }


@pytest.mark.skipif(not peers.found(), reason="pandoc and typst are not installed")
def test_peers_pair_by_pair(benchmark: Any, tmp_path: Path) -> None:
    peers.prepare(yaml.safe_load(SAMPLE.read_text(encoding="utf-8")), tmp_path)
    ours: list[float] = []
    theirs: list[float] = []

    def run() -> None:
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
        start = time.perf_counter()
        brief_command("build", str(SAMPLE), "--out", str(tmp_path / "out"))
        middle = time.perf_counter()
        peers.run(tmp_path)
        ours.append(middle - start)
        theirs.append(time.perf_counter() - middle)

    benchmark.pedantic(run, rounds=ROUNDS, warmup_rounds=1)
    note("cold build, in pairs", ours[1:])
    note("pandoc docx, pandoc pptx, typst pdf, in pairs", theirs[1:])
    ratios = [mine / other for mine, other in zip(ours[1:], theirs[1:], strict=True)]
    TABLE.append(
        (
            "ratio ours / theirs",
            f"{statistics.median(ratios):.2f} (min {min(ratios):.2f}, max {max(ratios):.2f})",
        )
    )
