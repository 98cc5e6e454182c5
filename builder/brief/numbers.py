"""Numbers arguments, tables, charts, figures and boxes of a brief, by their paths, and finds its notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from builder.brief.texts.marks import notes_in
from builder.brief.walk import texts, walk

if TYPE_CHECKING:
    from builder.brief.model import Brief

MAP = "links"  # the path of the argument map, which is Figure 1


def numbers_of(brief: Brief) -> Mapping[str, int]:
    """Return the number of every argument, table, figure and box; in an edition those of the whole brief."""
    if brief.excerpt is not None:
        return brief.excerpt.numbers
    return {
        path: number
        for paths in (_arguments(brief), _tables(brief), _figures(brief), _boxes(brief))
        for number, path in enumerate(paths, 1)
    }


def _arguments(brief: Brief) -> Iterator[str]:
    """Yield the arguments: their numbers run on from section to section."""
    for outer, section in enumerate(brief.sections):
        yield from (f"sections[{outer}].arguments[{index}]" for index in range(len(section.arguments)))


def _tables(brief: Brief) -> Iterator[str]:
    """Yield the tables as a reader meets them: by section, then in the annex."""
    yield from _exhibits(
        brief, [(f"tables[{index}]", table.section) for index, table in enumerate(brief.tables)]
    )
    yield from (name for name in ("actors", "timeline", "glossary") if getattr(brief, name))


def _figures(brief: Brief) -> Iterator[str]:
    if brief.links and len(set(map_columns(brief).values())) > 1:
        yield MAP
    yield from _exhibits(
        brief,
        [(f"charts[{index}]", chart.section) for index, chart in enumerate(brief.charts)]
        + [(f"tables[{index}].chart", one.section) for index, one in enumerate(brief.tables) if one.chart]
        + [(f"figures[{index}]", figure.section) for index, figure in enumerate(brief.figures)],
    )


def _boxes(brief: Brief) -> Iterator[str]:
    yield from _exhibits(brief, [(f"boxes[{index}]", box.section) for index, box in enumerate(brief.boxes)])


def _exhibits(brief: Brief, homes: list[tuple[str, str | None]]) -> Iterator[str]:
    """Yield the paths of what closes each section, then of what closes none, as given with sections."""
    known = [section.id for section in brief.sections if section.id]

    def place(given: tuple[str, str | None]) -> int:
        return known.index(given[1]) if given[1] in known else len(known)

    return (path for path, _ in sorted(homes, key=place))


def marked_notes(brief: Brief) -> set[str]:
    """Return the names of the notes that texts mark."""
    marked = (
        notes_in(text)
        for path, part in walk(brief)
        for _, text in texts(path, part, noted=True)
        if "[^" in text
    )
    return {name for notes in marked for name, words in notes if not words}


def map_columns(brief: Brief) -> dict[str, str]:
    """Return the map's column that holds each end of a link; other sections have one where linked."""
    ends = {end for link in brief.links for end in (link.from_, link.to)}
    column = {"event": "event"} if brief.event else {}
    for index, section in enumerate(brief.sections):
        if not section.arguments:
            continue
        inside = [argument.id for argument in section.arguments if argument.id]
        if section.role != "other" or not ends.isdisjoint([section.id, *inside]):
            name = section.role if section.role != "other" else f"sections[{index}]"
            column |= dict.fromkeys([section.id or f"sections[{index}]", *inside], name)
    if brief.recommendations:
        inside = [one.id for one in brief.recommendations if one.id]
        column |= dict.fromkeys(["recommendations", *inside], "response")
    return column
