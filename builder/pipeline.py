"""Load, compose, lay out, export, audit, save: the straight way from a brief to three files."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from builder.outline.blocks import Outline
from builder.outline.text import Product
from builder.problems import BriefError, Problem, Severity, locate
from builder.products import ALL, EXTENSIONS, Made, make

if TYPE_CHECKING:
    from builder.brief.load import Loaded
    from builder.workers import Worker

# The years a zip entry can carry; a brief without a date gets the first.
FIRST_EPOCH = int(datetime(1980, 1, 1, tzinfo=UTC).timestamp())
LAST_EPOCH = int(datetime(2107, 12, 31, tzinfo=UTC).timestamp())

Step = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Edition:
    """For whom a set of files is made, and for what.

    `audience` is one of the brief's, or None for everybody who may read everything. A `final` copy leaves
    the house: it carries no bookmarks, snapshot or build id by which an edited file is traced back.
    """

    audience: str | None = None
    final: bool = False


WHOLE = Edition()


@dataclass(frozen=True, slots=True)
class Written:
    """One file of a build; `changed` is false where the same bytes were there before."""

    product: Product
    path: Path
    size: int
    pages: int | None
    fill: float | None
    changed: bool


@dataclass(frozen=True, slots=True)
class Built:
    """What a build wrote, the warnings of its run, and the seconds of each stage."""

    files: tuple[Written, ...]
    warnings: tuple[Problem, ...]
    sources: dict[str, str]
    seconds: dict[str, float]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A brief that loads, and its outline."""

    loaded: Loaded
    outline: Outline
    file: str
    edition: Edition
    seconds: dict[str, float]

    def target(self, product: Product, folder: Path) -> Path:
        """Return the path of a product: `<id>-memo.docx`, or `<id>-<audience>-memo.docx`."""
        return folder / f"{self.stem}-{product.value}.{EXTENSIONS[product]}"

    @property
    def stem(self) -> str:
        """How the names of all files of the edition begin."""
        audience = self.edition.audience
        return f"{self.outline.id}-{audience}" if audience else self.outline.id

    def locate(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Return the problems with their lines in the brief, the loader's warnings among them."""
        return locate((*self.loaded.warnings, *problems), self.loaded.positions, self.file)


def check(path: str | Path = "brief.yaml") -> tuple[Problem, ...]:
    """Return every problem of the brief that can be told without writing a file, fit included."""
    return check_brief(Path(path))[0]


def check_brief(path: Path, worker: Worker | None = None) -> tuple[tuple[Problem, ...], dict[str, str]]:
    """Return the problems of the brief, and the text of the file that they point into."""
    try:
        prepared = prepare(path)
    except BriefError as error:
        return error.problems, dict(error.sources)
    made = _make_all(prepared.outline, ALL, lambda _: None, worker, export=False)
    found = (problem for one in made for problem in one.problems)
    return prepared.locate(found), {prepared.file: prepared.loaded.text}


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
    """Check the brief, build the products, read them back and save all of them or none.

    `step` is told each stage as it begins. Raises `BriefError` with all problems of the run where there
    is an error, or under `strict` a warning; nothing is written then.
    """
    from builder.export.folder import save_all

    wanted = tuple(product for product in ALL if product in set(only))
    step("load")
    prepared = prepare(Path(path), wanted, edition)
    made = _make_all(prepared.outline, wanted, step, worker)
    problems = prepared.locate(problem for one in made for problem in one.problems)
    sources = {prepared.file: prepared.loaded.text}
    if any(problem.is_error or strict for problem in problems):
        raise BriefError(problems, sources)
    step("save")
    start = time.perf_counter()
    folder = Path(out)
    targets = {prepared.target(one.product, folder): one for one in made}
    changed = save_all({target: one.data for target, one in targets.items()})
    seconds = {**prepared.seconds, **{key: value for one in made for key, value in one.seconds.items()}}
    seconds["save"] = time.perf_counter() - start
    files = tuple(
        Written(one.product, target, len(one.data), one.pages, one.fill, target in changed)
        for target, one in targets.items()
    )
    return Built(files, problems, sources, seconds)


def prepare(path: Path, wanted: Sequence[Product] = ALL, edition: Edition = WHOLE) -> Prepared:
    """Load and compose the brief for an edition; raise `BriefError` where it has errors.

    A character that no font has is one where the summary is wanted: it embeds its fonts, Office files
    find theirs on the reader's machine.
    """
    start = time.perf_counter()
    from builder.brief.load import load_brief
    from builder.outline.compose import compose
    from builder.theme.fonts import unset_characters

    file = path.as_posix()
    loaded = load_brief(path)
    loaded_at = time.perf_counter()
    outline = compose(
        loaded.brief,
        id=loaded.brief.id or "brief",  # the loader has set it from the file's name
        build_id="" if edition.final else loaded.build_id,
        epoch=_epoch(loaded.brief.date),
        pictures=loaded.pictures,
    )
    seconds = {"load": loaded_at - start, "compose": time.perf_counter() - loaded_at}
    prepared = Prepared(loaded, outline, file, edition, seconds)
    missing = unset_characters(outline) if Product.SUMMARY in wanted else ()
    if missing:
        raise BriefError(prepared.locate(missing), {file: loaded.text})
    return prepared


def _make_all(
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


def _epoch(date: object) -> int:
    """Seconds for every date inside the files: SOURCE_DATE_EPOCH, else the brief's date, never now.

    See https://reproducible-builds.org/specs/source-date-epoch/.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given:
        if not (given.isascii() and given.isdigit() and FIRST_EPOCH <= int(given) <= LAST_EPOCH):
            message = f"SOURCE_DATE_EPOCH is `{given}`, which is no number of seconds between 1980 and 2107"
            hint = "unset it, or set it as `date +%s` prints it"
            raise BriefError([Problem("reproducible-date", Severity.ERROR, "", message, hint)])
        return int(given)
    if date is None:
        return FIRST_EPOCH
    stamp = datetime.fromisoformat(f"{date}T00:00:00+00:00").timestamp()
    return int(min(max(stamp, FIRST_EPOCH), LAST_EPOCH))
