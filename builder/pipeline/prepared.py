"""Loads the brief of a run and composes its outline."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from builder.manifest.epoch import epoch_of
from builder.manifest.form import product_file
from builder.outline.blocks import Outline
from builder.outline.text import Product
from builder.pipeline.request import Request
from builder.report.problems import BriefError, Problem, Severity, locate

if TYPE_CHECKING:
    from builder.brief.load import Loaded
    from builder.brief.model import Brief


class Prepared(Struct, frozen=True):
    """A brief without errors, what the audience of the edition may read of it, and its outline."""

    request: Request
    loaded: Loaded
    brief: Brief
    outline: Outline

    @property
    def file(self) -> str:
        """The path of the brief, as problems name it."""
        return self.loaded.path.as_posix()

    @property
    def stem(self) -> str:
        """How the names of all files of the edition begin."""
        return self.request.edition.stem(self.outline.id)

    @property
    def manifest(self) -> Path:
        """The path of the edition's manifest."""
        return self.request.out / self.request.edition.manifest_name(self.outline.id)

    def target(self, product: Product) -> Path:
        """Return the path of a product's file."""
        return self.request.out / product_file(self.stem, product.value)

    @property
    def sources(self) -> dict[str, str]:
        """The text of the brief by its file, so that faulty lines can be shown."""
        return {self.file: self.loaded.text}

    def locate(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Return the problems with their positions in the brief, the loader's warnings among them."""
        return locate((*self.loaded.warnings, *problems), self.loaded.positions, self.file)


def prepare(request: Request) -> Prepared:
    """Load and compose the brief of a run; raise `BriefError` if it has errors."""
    from builder.brief.load import load_brief

    return compose_for(request, load_brief(request.brief))


def compose_for(request: Request, loaded: Loaded) -> Prepared:
    """Compose a loaded brief for the edition of a run; raise `BriefError` if that has errors."""
    from builder.outline.compose import compose

    brief = _for_audience(loaded, request.edition.audience)
    outline = compose(
        brief,
        id=loaded.brief.id or "brief",  # the loader has set it from the file's name
        build_id="" if request.edition.final else loaded.build_id,
        epoch=_epoch(loaded.brief.date),
        pictures=loaded.pictures,
    )
    return Prepared(request, loaded, brief, outline)


def _for_audience(loaded: Loaded, audience: str | None) -> Brief:
    """Return what an audience may read of the brief; raise `BriefError` if the brief does not declare it."""
    from builder.brief.audiences import for_audience

    try:
        return for_audience(loaded.brief, audience)
    except BriefError as error:
        file = loaded.path.as_posix()
        raise BriefError(locate(error.problems, loaded.positions, file), {file: loaded.text}) from None


def _epoch(date: object) -> int:
    try:
        return epoch_of(date)
    except ValueError as error:
        hint = "unset it, or set it to what `date +%s` prints"
        raise BriefError([Problem("source-date-epoch", Severity.ERROR, "", str(error), hint)]) from None
