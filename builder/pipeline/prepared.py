"""A brief and an edition of it become an outline, and the names of its files."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from builder.manifest.current import name_of
from builder.manifest.epoch import epoch_of
from builder.manifest.form import Edition
from builder.manifest.record import file_name
from builder.outline.blocks import Outline
from builder.outline.text import Product
from builder.products import ALL
from builder.report.problems import BriefError, Problem, Severity, locate

if TYPE_CHECKING:
    from builder.brief.load import Loaded
    from builder.brief.model import Brief

WHOLE = Edition()


class Prepared(Struct, frozen=True):
    """A brief that loads, what the edition's reader may read of it, and its outline."""

    loaded: Loaded
    brief: Brief
    outline: Outline
    file: str
    edition: Edition
    seconds: dict[str, float]

    def target(self, product: Product, folder: Path) -> Path:
        """Return the path of a product: `<id>-memo.docx`, or `<id>-<audience>-memo.docx`."""
        return folder / file_name(self.outline.id, self.edition, product)

    def manifest(self, folder: Path) -> Path:
        """Return the path of the edition's manifest."""
        return folder / name_of(self.outline.id, self.edition)

    @property
    def stem(self) -> str:
        """How the names of all files of the edition begin."""
        audience = self.edition.audience
        return f"{self.outline.id}-{audience}" if audience else self.outline.id

    @property
    def sources(self) -> dict[str, str]:
        """The text of the brief by its name, so that faulty lines can be shown."""
        return {self.file: self.loaded.text}

    def locate(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Return the problems with their lines in the brief, the loader's warnings among them."""
        return locate((*self.loaded.warnings, *problems), self.loaded.positions, self.file)


def prepare(path: Path, wanted: Sequence[Product] = ALL, edition: Edition = WHOLE) -> Prepared:
    """Load and compose the brief for an edition; raise `BriefError` where it has errors.

    A character that no font has is one where the summary is wanted: it embeds its fonts, Office files
    find theirs on the reader's machine.
    """
    start = time.perf_counter()
    from builder.brief.load import load_brief

    loaded = load_brief(path)
    prepared = for_edition(loaded, wanted, edition)
    prepared.seconds["load"] = time.perf_counter() - start - prepared.seconds["compose"]
    return prepared


def for_edition(loaded: Loaded, wanted: Sequence[Product], edition: Edition) -> Prepared:
    """Compose a loaded brief for an edition, as `prepare` does."""
    start = time.perf_counter()
    from builder.outline.compose import compose
    from builder.theme.fonts import unset_characters

    file = loaded.path.as_posix()
    brief = _for_audience(loaded, edition.audience, file)
    outline = compose(
        brief,
        id=loaded.brief.id or "brief",  # the loader has set it from the file's name
        build_id="" if edition.final else loaded.build_id,
        epoch=_epoch(loaded.brief.date),
        pictures=loaded.pictures,
    )
    seconds = {"load": 0.0, "compose": time.perf_counter() - start}
    prepared = Prepared(loaded, brief, outline, file, edition, seconds)
    missing = unset_characters(outline) if Product.SUMMARY in wanted else ()
    if missing:
        raise BriefError(prepared.locate(missing), prepared.sources)
    return prepared


def _for_audience(loaded: Loaded, audience: str | None, file: str) -> Brief:
    """Return what an audience may read of the brief; raise `BriefError` for one that it does not declare."""
    from builder.brief.audiences import for_audience

    try:
        return for_audience(loaded.brief, audience)
    except BriefError as error:
        problems = locate(error.problems, loaded.positions, file)
        raise BriefError(problems, {file: loaded.text}) from None


def _epoch(date: object) -> int:
    try:
        return epoch_of(date)
    except ValueError as error:
        hint = "unset it, or set it as `date +%s` prints it"
        raise BriefError([Problem("reproducible-date", Severity.ERROR, "", str(error), hint)]) from None
