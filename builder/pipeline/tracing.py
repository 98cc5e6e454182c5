"""Finds where each element of a brief appears in its files, which are built in memory."""

from __future__ import annotations

from builder.pipeline.building import warnings_of
from builder.pipeline.prepared import prepare
from builder.pipeline.products import make_all
from builder.pipeline.request import Request
from builder.trace.appearances import Traced, numbered


def trace_brief(request: Request) -> Traced:
    """Build a brief in memory and return where its elements appear; raises `BriefError` as a build does."""
    from builder.brief.walk import ids_of, readers_of, walk

    request.step("load")
    prepared = prepare(request)
    made = make_all(request, prepared.outline)
    warnings_of(prepared, made)
    return Traced(
        appears=tuple(each for one in made for each in one.appears),
        numbered=numbered(prepared.outline),
        ids=ids_of(prepared.loaded.brief),
        readers=readers_of(walk(prepared.loaded.brief)),
        positions=prepared.loaded.positions,
        text=prepared.loaded.text,
        file=prepared.file,
        title=prepared.outline.properties.title,
        language=prepared.outline.language,
    )
