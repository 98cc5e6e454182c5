"""Finds where each element of a brief appears in its files, which are built in memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from builder.pipeline.building import warnings_of
from builder.pipeline.prepared import Prepared, prepare
from builder.pipeline.products import make_all
from builder.pipeline.request import Request
from builder.trace.appearances import Appearance, Traced, numbered

if TYPE_CHECKING:
    from builder.brief.facts.fill import Facts
    from builder.trace.numbers import Printed


def trace_brief(request: Request, *, coverage: bool = False) -> Traced:
    """Build a brief in memory and return where its elements appear; raises `BriefError` as a build does.

    With `coverage`, also what cites each passage of the sources that have a file.
    """
    prepared, appears = _made(request)
    traced = _traced(prepared, appears)
    if not coverage or not any(source.file for source in prepared.brief.sources):
        return traced
    from builder.sources.coverage import coverage_of

    edition = replace(prepared.loaded, brief=prepared.brief)
    return replace(traced, covered=tuple(coverage_of(edition)))


def trace_numbers(request: Request) -> tuple[Printed, ...]:
    """Build a brief in memory and return where its numbers are from; raises `BriefError` as a build does."""
    from builder.trace.numbers import printed

    prepared, appears = _made(request)
    return printed(appears, prepared.brief, prepared.loaded.facts, prepared.loaded.positions)


def _made(request: Request) -> tuple[Prepared, tuple[Appearance, ...]]:
    request.step("load")
    prepared = prepare(request)
    made = make_all(request, prepared.outline, prepared.theme)
    warnings_of(prepared, made)
    return prepared, tuple(each for one in made for each in one.appears)


def _traced(prepared: Prepared, appears: tuple[Appearance, ...]) -> Traced:
    from builder.brief.walk import ids_of, readers_of, walk

    return Traced(
        appears=(*appears, *_of_facts(appears, prepared.loaded.facts)),
        numbered=numbered(prepared.outline),
        ids=ids_of(prepared.loaded.brief),
        readers=readers_of(walk(prepared.loaded.brief)),
        positions=prepared.loaded.positions,
        text=prepared.loaded.text,
        file=prepared.file,
        title=prepared.outline.properties.title,
        language=prepared.outline.language,
    )


def _of_facts(appears: tuple[Appearance, ...], facts: Facts | None) -> Iterator[Appearance]:
    """Yield the texts with facts once more, as appearances of the facts."""
    if facts is None:
        return
    for one in appears:
        for id in dict.fromkeys(use.id for use in facts.used(one.path)):
            yield replace(one, path=f"{facts.known[id].path}.value")
