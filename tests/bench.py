"""The benchmark (`make bench`): one table of times and memory, beside pandoc and typst on the same words.

Commands are timed as processes of their own, by turns, so that a busy machine slows all of them. Nothing here
asserts a time: machines differ. Read the ratios of one run.
"""

from __future__ import annotations

import gc
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import yaml

from builder.batch.run import processes
from builder.brief.rules.references import MOST_ARGUMENTS
from builder.outline.text import Product
from builder.pipeline.building import build_files
from builder.pipeline.prepared import prepare
from builder.pipeline.products import draft, proof
from builder.pipeline.request import Request
from tests.conftest import ROOT
from tests.support import many, peers

SAMPLE = ROOT / "brief.yaml"
SAMPLE_TEXT = SAMPLE.read_text(encoding="utf-8")
PAIRS = 11
ROWS = 100  # of a batch; BENCH_ROWS sets another number
SIZES = (2, 20, MOST_ARGUMENTS)
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

Row = tuple[str, str]


class Cost(NamedTuple):
    """Seconds on the clock, and of work on any core."""

    wall: float
    cpu: float


def cost(work: Callable[[], object]) -> Cost:
    """Return what it costs to do the work, here and in the processes that it starts."""
    start, before = time.perf_counter(), _work()
    work()
    return Cost(time.perf_counter() - start, _work() - before)


def _work() -> float:
    """Return the seconds of work so far, of this process and of those that it has waited for."""
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


def brief(*arguments: str | Path) -> str:
    command = [sys.executable, "-m", "builder", *map(str, arguments)]
    done = subprocess.run(
        command, check=True, capture_output=True, encoding="utf-8", cwd=ROOT, env=ENVIRONMENT
    )
    return done.stdout


def middle(costs: list[Cost]) -> str:
    walls = [one.wall for one in costs]
    return (
        f"{median(walls):6.3f} s wall ({min(walls):.3f}–{max(walls):.3f}), "
        f"{median(one.cpu for one in costs):.3f} s CPU"
    )


# Commands


def beside_the_chain(folder: Path) -> Iterator[Row]:
    """Time a cold build and the chain of pandoc and typst, one after the other, in pairs."""
    out = folder / "out"

    def ours() -> None:
        brief("build", SAMPLE, "--out", out)

    peers.prepare(yaml.safe_load(SAMPLE_TEXT), folder)
    pairs = []
    for _ in range(PAIRS):
        shutil.rmtree(out, ignore_errors=True)
        pairs.append((cost(ours), cost(partial(peers.run, folder))))
    mine, others = map(list, zip(*pairs[1:], strict=True))  # the first pair warms up
    yield "cold build of the sample", middle(mine)
    yield "pandoc docx + pandoc pptx + typst pdf", middle(others)
    for what, ratios in (
        ("wall", [our.wall / their.wall for our, their in pairs[1:]]),
        ("CPU", [our.cpu / their.cpu for our, their in pairs[1:]]),
    ):
        yield f"  ratio, {what}", f"{median(ratios):6.2f} ({min(ratios):.2f}–{max(ratios):.2f})"


# Runs `brief` without the audit, and without importing its modules.
UNAUDITED = """
import sys
from types import ModuleType
from builder.pipeline import worker
sys.modules["builder.audit.compare"] = compare = ModuleType("compare")
compare.audit = lambda *_, **__: ()
worker.EXPORT = worker.Modules(*(
    tuple(name for name in names if not name.startswith("builder.audit")) for names in worker.EXPORT
))
from builder.cli import main
main()
"""


def audit_inside(folder: Path) -> Iterator[Row]:
    """Time what the audit takes of a cold build, with and without it in turn."""
    out = folder / "unaudited"
    arguments = ["build", str(SAMPLE), "--out", str(out)]
    costs: tuple[list[Cost], list[Cost]] = [], []
    for _ in range(PAIRS):
        for found, before in zip(costs, (["-m", "builder"], ["-c", UNAUDITED]), strict=True):
            shutil.rmtree(out, ignore_errors=True)
            command = [sys.executable, *before, *arguments]
            run = partial(subprocess.run, command, check=True, capture_output=True, cwd=ROOT, env=ENVIRONMENT)
            found.append(cost(run))
    for what, index in (("wall", 0), ("CPU", 1)):
        audited, bare = (median(one[index] for one in found[1:]) for found in costs)
        yield f"the audit in a cold build, {what}", f"{1 - bare / audited:6.0%} of it"


def with_words(number: int) -> str:
    """Return the sample with other words in one passage, as after an edit."""
    text, changed = re.subn(r"(reasoning: >-\n\s+)", rf"\g<1>In case {number}: ", SAMPLE_TEXT, count=1)
    assert changed, "the sample has no reasoning"
    return text


def with_other_words(number: int) -> str:
    """Return the sample with other words nearly everywhere."""
    return re.sub(r"\b([Tt]he|of)\b", rf"\g<1>{number}", SAMPLE_TEXT)


def commands(folder: Path) -> Iterator[Row]:
    """Time the other commands on files that are there."""
    copy, out = folder / "edited.yaml", folder / "made"
    count = iter(range(1000))

    def edited() -> None:
        copy.write_text(with_words(next(count)), encoding="utf-8")

    rows: dict[str, tuple[Callable[[], object], tuple[str | Path, ...]]] = {
        "brief check": (int, ("check", SAMPLE)),
        "brief build, nothing changed": (int, ("build", SAMPLE, "--out", out)),
        "brief build, brief changed": (edited, ("build", copy, "--out", folder / "edited")),
        "brief audit": (int, ("audit", SAMPLE, "--out", out)),
    }
    costs: dict[str, list[Cost]] = {name: [] for name in rows}
    for _ in range(PAIRS):
        for name, (before, arguments) in rows.items():
            before()
            costs[name].append(cost(partial(brief, *arguments)))
    yield from ((name, middle(found[1:])) for name, found in costs.items())


def watching(folder: Path) -> Iterator[Row]:
    """Time what a person waits for in `brief watch`: from a save to the line that says what was built."""
    copy = folder / "watched.yaml"
    copy.write_text(SAMPLE_TEXT, encoding="utf-8")
    command = [sys.executable, "-m", "builder", "watch", str(copy), "--out", str(folder / "watched")]
    walls, builds = [], []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
        env={**ENVIRONMENT, "PYTHONUNBUFFERED": "1"},
    ) as process:  # fmt: skip
        assert process.stdout is not None
        try:
            for line in process.stdout:
                if line.startswith("watching"):
                    break
            for number in range(PAIRS):
                time.sleep(0.6)  # a person reads; meanwhile the processes collect their garbage
                copy.write_text(with_words(number), encoding="utf-8")
                start = time.perf_counter()
                line = next(line for line in process.stdout if re.search(r"[\d.]+ s$", line.strip()))
                walls.append(time.perf_counter() - start)
                builds.append(float(line.split()[-2]))
        finally:
            process.terminate()
    yield (
        "brief watch, from save to built",
        f"{median(walls):6.3f} s wall ({min(walls):.3f}–{max(walls):.3f})",
    )
    yield "  the build alone", f"{median(builds):6.2f} s"


def memory(folder: Path) -> Iterator[Row]:
    """Report the most memory that each process of a cold build takes."""
    code = (
        "import resource, sys; from builder.cli import app\n"
        "try: app(sys.argv[1:], prog_name='brief')\n"
        "except SystemExit: pass\n"
        "who = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN\n"
        "print(*(resource.getrusage(one).ru_maxrss for one in who))"
    )
    command = [sys.executable, "-c", code, "build", str(SAMPLE), "--out", str(folder / "measured")]
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", env=ENVIRONMENT)
    scale = 1 << 20 if sys.platform == "darwin" else 1 << 10
    own, other = (int(size) / scale for size in done.stdout.splitlines()[-1].split())
    yield "peak memory of a cold build", f"{own:.0f} MB, second process {other:.0f} MB"


# In this process


def growth(folder: Path) -> Iterator[Row]:
    """Time each stage for few, ten times as many and the most arguments, each brief for the first time."""
    costs: dict[str, list[float]] = {}

    def timed(stage: str, work: Callable[[], Any]) -> Any:
        made: list[Any] = []
        costs.setdefault(stage, []).append(cost(lambda: made.append(work())).cpu)
        return made[0]

    gc.disable()  # as the commands do
    for size in (1, *SIZES):  # the first warms up
        path = folder / f"{size}.yaml"
        path.write_text(yaml.safe_dump(many_arguments(size)), encoding="utf-8")
        outline = timed("load and compose", partial(prepare, Request(path))).outline
        for product in (Product.MEMO, Product.DECK):
            drafted = timed(f"{product.value}, layout and export", partial(draft, outline, product))
            made = timed(f"{product.value}, audit", partial(proof, outline, drafted))
            assert not made.problems, f"{size} arguments: {made.problems[0].message}"
        gc.collect()
    gc.enable()
    yield (
        f"growth: {', '.join(f'{size:,}' for size in SIZES)} arguments",
        "times as long for ten times as many",
    )
    for name, seconds in costs.items():
        figures = ", ".join(f"{second:.3f}" for second in seconds[1:])
        yield f"  {name}", f"{figures} s CPU; {seconds[3] / seconds[2]:.1f}"


def many_arguments(count: int) -> dict[str, Any]:
    """A brief of that many arguments, with evidence and reasoning; each count has words of its own."""
    arguments = [
        {
            "claim": f"The harbour of town {number} of {count} may need a deeper channel.",
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


def throughput(folder: Path) -> Iterator[Row]:
    """Build different briefs one after the other in this process, and let the chain build as many."""
    paths = [folder / f"brief-{number}.yaml" for number in range(PAIRS)]
    costs = []
    for number, path in enumerate(paths):
        path.write_text(with_other_words(number), encoding="utf-8")
        costs.append(cost(partial(build_files, Request(path, folder / path.stem))).cpu)
    peers.prepare(yaml.safe_load(SAMPLE_TEXT), folder)
    chain = [cost(partial(peers.run, folder)).cpu for _ in range(PAIRS)]
    yield "briefs a second and core, one warm process", f"{1 / median(costs[1:]):6.2f}"
    yield "  pandoc and typst", f"{1 / median(chain):6.2f}"


def batch(folder: Path) -> Iterator[Row]:
    """Build one brief for each row, on all cores, and let the chain make the same rows on as many."""
    count, cores = int(os.environ.get("BENCH_ROWS", ROWS)), processes()
    values = many.parametrised()
    (folder / "brief.yaml").write_text(yaml.safe_dump(values, allow_unicode=True, sort_keys=False), "utf-8")
    (folder / "rows.csv").write_text(many.table(count), "utf-8")
    whole = ("build", folder / "brief.yaml", "--each", folder / "rows.csv", "--out", folder / "out")
    ours = cost(partial(brief, *whole))
    chained = many.rows(min(count, ROWS))

    def chain(row: dict[str, str]) -> None:
        place = folder / row["place"]
        place.mkdir()
        peers.prepare(many.filled(values, row), place)
        peers.run(place)

    def chains() -> None:
        with ThreadPoolExecutor(cores) as pool:
            list(pool.map(chain, chained))

    theirs = cost(chains)
    mine, others = (
        (one.wall / size, one.cpu / size) for one, size in ((ours, count), (theirs, len(chained)))
    )
    for name, (wall, cpu) in ((f"batch of {count:,} rows, audited", mine), ("  pandoc and typst", others)):
        yield name, f"{1 / wall:6.2f} rows a second on {cores} cores, {cpu:.3f} s CPU a row"
    ratios = f"{others[0] / mine[0]:6.2f} wall, {others[1] / mine[1]:.2f} CPU"
    yield "  times as many rows as the chain", ratios


def main() -> None:
    """Print the table row by row, without what this machine cannot measure."""
    measures = [audit_inside, commands, watching, growth]
    if peers.found():
        measures = [beside_the_chain, *measures, throughput, batch]
    if sys.platform != "win32":
        measures.insert(0, memory)  # a process begins with the memory of the one that starts it
    for measure in measures:
        with TemporaryDirectory() as folder:
            for name, figure in measure(Path(folder)):
                sys.stdout.write(f"{name:<46}{figure}\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
