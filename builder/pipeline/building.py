"""A prepared brief becomes finished products in memory, then files and their manifest: all, or none."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from builder.manifest.form import BriefFile, Edition
from builder.outline.blocks import Outline
from builder.outline.text import Product
from builder.pipeline.prepared import WHOLE, Prepared, for_edition, prepare
from builder.products import ALL, Made, make
from builder.report.problems import BriefError, Problem

if TYPE_CHECKING:
    from builder.workers import Worker

Step = Callable[[str], None]


class Written(Struct, frozen=True):
    """One file of a build; `changed` is false where the same bytes were there before."""

    product: Product
    path: Path
    size: int
    pages: int | None
    fill: float | None
    changed: bool


class Built(Struct, frozen=True):
    """What a build wrote, the warnings of its run, the seconds of each stage, and the manifest's path.

    `kept` are copies of files that somebody had changed by hand since they were built.
    """

    files: tuple[Written, ...]
    warnings: tuple[Problem, ...]
    sources: dict[str, str]
    seconds: dict[str, float]
    manifest: Path
    kept: tuple[Path, ...] = ()


def build(
    path: str | Path = "brief.yaml",
    out: str | Path = "output",
    *,
    only: Iterable[Product] = ALL,
    edition: Edition = WHOLE,
    strict: bool = False,
    step: Step = lambda _: None,
    worker: Worker | None = None,
) -> Built:
    """Check the brief, build the products, read them back and save all of them or none, with a manifest.

    `step` is told each stage as it begins. Raises `BriefError` with all problems of the run where there
    is an error, or under `strict` a warning; nothing is written then.
    """
    from builder.saving.save import recover, save_all

    wanted = tuple(product for product in ALL if product in set(only))
    step("load")
    prepared = prepare(Path(path), wanted, edition)
    made = make_all(prepared.outline, wanted, step, worker)
    problems = whole_problems(prepared, made, strict=strict)
    step("save")
    start = time.perf_counter()
    folder = Path(out)
    targets = {prepared.target(one.product, folder): one for one in made}
    manifest = prepared.manifest(folder)
    recover(folder)
    kept = _changed_by_hand(manifest, targets)
    files = {**kept, **{target: one.data for target, one in targets.items()}}
    files[manifest] = manifest_of(prepared, made, folder, len(problems))
    changed = worker.call(partial(save_all, files)) if worker else save_all(files)
    seconds = {**prepared.seconds, **{key: value for one in made for key, value in one.seconds.items()}}
    seconds["save"] = time.perf_counter() - start
    written = tuple(
        Written(one.product, target, len(one.data), one.pages, one.fill, target in changed)
        for target, one in targets.items()
    )
    return Built(written, problems, prepared.sources, seconds, manifest, tuple(kept))


def _changed_by_hand(manifest: Path, targets: Mapping[Path, Made]) -> dict[Path, bytes]:
    """Return copies of the files that are no longer as the manifest records them: nobody's work is lost."""
    from builder.manifest.current import read_file

    recorded = read_file(manifest)
    copies = {}
    for target, one in targets.items():
        known = recorded.product(one.product.value) if recorded else None
        if known is None or not target.is_file():
            continue
        data = target.read_bytes()
        digest = sha256(data).hexdigest()
        if digest != known.sha256 and data != one.data:
            copies[target.with_stem(f"{target.stem}-edited-{digest[:8]}")] = data
    return copies


def whole_problems(prepared: Prepared, made: Iterable[Made], *, strict: bool) -> tuple[Problem, ...]:
    """Return the warnings of a run; raise `BriefError` with all problems where there is more than that."""
    problems = prepared.locate(problem for one in made for problem in one.problems)
    if any(problem.is_error or strict for problem in problems):
        raise BriefError(problems, prepared.sources)
    return problems


def manifest_of(prepared: Prepared, made: Sequence[Made], folder: Path, warnings: int) -> bytes:
    """Return the record of what was made."""
    from builder.brief.part import walk
    from builder.manifest.record import record
    from builder.report.rules import RULES

    loaded, brief = prepared.loaded, prepared.brief
    parts = ((path, getattr(part, "id", None)) for path, part in walk(brief) if path)
    paths = {figure.path for figure in brief.figures}
    if brief.organisation and brief.organisation.logo:
        paths.add(brief.organisation.logo.path)
    return record(
        prepared.outline,
        made,
        folder=folder,
        edition=prepared.edition,
        date=brief.date.isoformat() if brief.date else None,
        status=brief.status,
        warnings=warnings,
        brief=BriefFile(loaded.path.name, loaded.digest, "" if prepared.edition.final else loaded.build_id),
        inputs={path: loaded.pictures[path].origin for path in paths},
        ids={path: id for path, id in parts if id},
        rules=RULES,
    )


def check(path: str | Path = "brief.yaml") -> tuple[Problem, ...]:
    """Return every problem of the brief that can be told without writing a file, fit included."""
    return check_brief(Path(path))[0]


def check_brief(path: Path, worker: Worker | None = None) -> tuple[tuple[Problem, ...], dict[str, str]]:
    """Return the problems of the brief, and the text of the file that they point into.

    The editions of its audiences are laid out too: with less to say, a page can be another one. What holds
    for the whole brief as well is told once.
    """
    try:
        prepared = prepare(path)
    except BriefError as error:
        return error.problems, dict(error.sources)
    found = _fit(prepared, worker)
    for audience in prepared.loaded.brief.audiences:
        try:
            found += _apart(
                found, _fit(for_edition(prepared.loaded, ALL, Edition(audience.name)), worker), audience.name
            )
        except BriefError as error:
            found += _apart(found, error.problems, audience.name)
    return prepared.locate(found), prepared.sources


def _fit(prepared: Prepared, worker: Worker | None) -> list[Problem]:
    made = make_all(prepared.outline, ALL, lambda _: None, worker, export=False)
    return [problem for one in made for problem in one.problems]


def _apart(known: Sequence[Problem], found: Iterable[Problem], audience: str) -> list[Problem]:
    """Return the problems that only the edition of an audience has, saying so."""
    told = {(problem.rule, problem.path) for problem in known}
    return [
        replace(problem, message=f"in the edition for {audience}: {problem.message}")
        for problem in found
        if (problem.rule, problem.path) not in told
    ]


def make_all(
    outline: Outline,
    wanted: Sequence[Product],
    step: Step,
    worker: Worker | None,
    *,
    export: bool = True,
) -> list[Made]:
    """Make the products, those of the worker in it where there is one."""
    there = [product for product in wanted if worker is not None and product in worker.products]
    if worker is not None and there:
        worker.send(outline, there)
    made: dict[Product, Made] = {}
    for product in wanted:
        if product not in there:
            step(product.value)
            made[product] = make(outline, product, export=export)
    if worker is not None and there:
        step(" and ".join(product.value for product in there))
        made |= {one.product: one for one in worker.receive()}
    return [made[product] for product in wanted]
