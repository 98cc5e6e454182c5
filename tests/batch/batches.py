"""A small brief with parameters, its rows, and what is built from them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from builder.batch.building import Built, build_batch, unchanged
from builder.batch.plan import Asked, plan
from builder.batch.run import run
from builder.batch.target import Folder, Target
from builder.outline.text import Product
from builder.pipeline.request import ALL

BRIEF = """\
id: "ferry-{param:district}"
language: "{param:lang}"
title: "{param:district} should keep its ferry"
params:
  district: {label: Name of the district}
  riders: {type: number, unit: people}
  lang: {allowed: [en, de, fr, es, ja], default: en}
  coastal: {type: bool, default: false}
bottom_line: "The ferry of {param:district} carries {param:riders} a year."
data: {seats: seats.csv}
sections:
  - id: why
    title: Why
    arguments:
      - {claim: "Nine in ten commuters of {param:district} take the ferry.", refs: [count]}
      - {claim: "Storms may close the road.", if: coastal, refs: [log]}
charts:
  - title: "Seats of {param:district}"
    section: why
    from: {data: seats, columns: [year, seats], where: {district: "{param:district}"}}
    if: riders > 1000
sources: [{id: count, title: A count}, {id: log, title: A log}]
"""
SEATS = "district,year,seats\nNorth,2030,40\nNorth,2031,45\nSouth,2030,30\nSouth,2031,20\n"
ROWS = """\
district,riders,lang,coastal
North,1300,en,yes
South,12500,de,
East,800,fr,true
West,900,es,no
Süd Ost,700,ja,no
"""


def written(folder: Path, rows: str = ROWS, brief: str = BRIEF) -> Path:
    """Write brief, data and rows into a folder; return the rows."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "brief.yaml").write_text(brief, "utf-8")
    (folder / "seats.csv").write_text(SEATS, "utf-8")
    (folder / "rows.csv").write_text(rows, "utf-8")
    return folder / "rows.csv"


def built(
    rows: Path,
    out: Path | Target,
    only: Sequence[Product] = ALL,
    *,
    resume: bool = False,
    processes: int = 1,
    name: str = "",
) -> Built:
    """Build the rows into a folder, or another target."""
    target = Folder(out) if isinstance(out, Path) else out
    batch = plan(Asked(rows.parent / "brief.yaml", rows, tuple(only), name))
    left = unchanged(batch, target) if resume else []
    return build_batch(batch, target, left, partial(run, processes=processes))


def files(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder and those below it, by their paths in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
