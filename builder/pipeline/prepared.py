"""Loads the brief of a run and composes its outline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from builder.brief import UNRESTRICTED
from builder.brief.walk import texts, walk
from builder.manifest.current import epoch_of
from builder.manifest.form import Edition, product_file
from builder.outline.blocks import Outline
from builder.outline.text import Product
from builder.pipeline.request import Request
from builder.report.problems import BriefError, Problem, enclosing, error, locate

if TYPE_CHECKING:
    from builder.brief.load import Loaded
    from builder.brief.model import Brief
    from builder.pipeline.look import Look
    from builder.theme.theme import Theme


class Prepared(Struct, frozen=True):
    """A brief without errors, what the audience of the edition may read of it, and its outline.

    `content` is the fingerprint of what this edition says.
    """

    request: Request
    loaded: Loaded
    brief: Brief
    outline: Outline
    content: str
    look: Look | None = None  # None: the default one

    @property
    def theme(self) -> Theme:
        """The look of the files."""
        from builder.theme.theme import DEFAULT

        return self.look.theme if self.look else DEFAULT

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
        return self.loaded.sources | (dict(self.look.texts) if self.look else {})

    def locate(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Return the problems with their positions in the brief, the loader's warnings among them."""
        found = (self._at_value(problem) for problem in problems)
        warnings = (*self.loaded.warnings, *(self.look.warnings if self.look else ()))
        return locate((*warnings, *found), self.loaded.positions, self.file)

    def _at_value(self, problem: Problem) -> Problem:
        """Return a problem with a word of a line made of several values at the value that has the word."""
        if problem.rule != "characters-have-glyphs":
            return problem
        word = problem.message.partition("“")[2].partition("”")[0]
        values = (value for path, part in walk(self.brief) for value in texts(path, part))
        found = (path for path, text in values if word in text and problem.path in enclosing(path))
        return replace(problem, path=next(found, problem.path))


def prepare(request: Request) -> Prepared:
    """Load and compose the brief of a run; raise `BriefError` if it has errors."""
    from builder.brief.load import load_row, open_brief

    return compose_for(request, load_row(request.opened or open_brief(request.brief), request.given))


def compose_for(request: Request, loaded: Loaded) -> Prepared:
    """Compose a loaded brief for the edition of a run; raise `BriefError` if that has errors."""
    from builder.brief.audiences import fingerprint, for_audience
    from builder.outline.compose import compose

    file, declared = loaded.path.as_posix(), [one.name for one in loaded.brief.audiences]
    try:
        edition = _chosen(request.edition, declared)
        brief = for_audience(loaded.brief, None if edition.audience == UNRESTRICTED else edition.audience)
    except BriefError as wrong:
        at_key = loaded.positions.of_key("audiences") if declared else None
        problems = (replace(problem, position=at_key) for problem in wrong.problems)
        raise BriefError(locate(problems, loaded.positions, file), {file: loaded.text}) from None
    digests, look = [one.digest for one in loaded.templates.values()], None
    mapped = any(loaded.brief.templates.roles.values())
    if loaded.templates or mapped or loaded.brief.brand or loaded.brief.theme not in (None, "default"):
        from builder.pipeline.look import look_of

        look = look_of(loaded)
        digests.append(look.digest)
        brief = replace(brief, brand_logos=look.logos)
        loaded = replace(loaded, pictures=loaded.pictures | dict(look.pictures))
    content = fingerprint(brief, loaded.pictures, digests)
    build_id = loaded.build_id if edition.names_brief else content[:40]
    outline = compose(
        brief,
        id=loaded.brief.id or "brief",  # the loader has set it from the file's name
        build_id="" if edition.final else build_id,
        epoch=_epoch(loaded.brief.date),
        pictures=loaded.pictures,
        half=look.cover_form(brief) if look else None,
    )
    return Prepared(replace(request, edition=edition), loaded, brief, outline, content, look)


def _chosen(edition: Edition, declared: Sequence[str]) -> Edition:
    """Return the edition under its full name; raise `BriefError` if it is not clear for whom it is."""
    if not declared:
        return edition._replace(audience=None) if edition.audience == UNRESTRICTED else edition
    if edition.audience is not None:
        return edition
    if edition.final:
        message = "the brief declares audiences; choose whose edition is meant"
        whole = "--unrestricted for the whole brief, including the restricted parts"
        each = "`brief release --all-audiences` makes a bundle for each"
        hint = f"add --audience with one of {', '.join(declared)}, or {whole}; {each}"
        raise BriefError([error("audience-chosen", "audiences", message, hint)])
    return edition._replace(audience=UNRESTRICTED)


def _epoch(date: object) -> int:
    try:
        return epoch_of(date)
    except ValueError as wrong:
        hint = "unset it, or set it to what `date +%s` prints"
        raise BriefError([error("source-date-epoch", "", str(wrong), hint)]) from None
