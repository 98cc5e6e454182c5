"""States what is read of a chart, and in which order: its unit, its drawings in pairs, its notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builder.languages.labels import Labels
from builder.outline.blocks import Chart
from builder.outline.reading.flow import (
    DECK,
    Elsewhere,
    Flow,
    Label,
    Para,
    Piece,
    Plotted,
    Styled,
    in_colour,
    run_in,
)

_APART = "\u2003"  # between the names of series
_BESIDE = 2  # small multiples beside each other


def chart_body(block: Chart, labels: Labels) -> Iterator[Flow]:
    """Yield what is below the title of a chart."""
    if block.unit and block.kind != "multiples":
        yield Para("Chart unit", (block.unit,), DECK)
    if block.keyed:
        key: list[Piece] = []
        for one, tone in zip(block.series, block.tones, strict=True):
            style = f"Series {tone}" if tone else f"Series {block.role.value}"
            key += [Label(one.name, style), _APART] if one.name else []
        yield from [Para("Chart unit", tuple(key[:-1]), DECK)] if key else []
    notes = [text for text in (block.caption, block.axis, block.refs) if text]
    for start in range(0, len(block.panels), _BESIDE):
        pair = block.panels[start : start + _BESIDE]
        if block.kind == "multiples":
            heads = (piece for panel in pair for piece in ("\t", *_head(block, panel, labels)))
            yield Para("Chart head", tuple(heads)[1:], DECK)
        last = start + _BESIDE >= len(block.panels)
        changes = [piece for panel in pair for piece in ("\t", *_changes(block, panel))][1:]
        changed = any(isinstance(piece, Styled) for piece in changes)
        yield Plotted(block, pair, keep=changed or (bool(notes) and last))
        if changed:
            yield Para("Chart change", tuple(changes), DECK, keep=bool(notes) and last)
    yield Elsewhere(
        tuple(
            label
            for one in block.series
            for label, shown in zip(one.labels, one.shown, strict=True)
            if label and not shown
        ),
        DECK,
    )
    if notes:
        noted = tuple(piece for text in notes for piece in (" ", text))[1:]
        yield Para("Note", (*run_in(block.refs_label), *noted), DECK)


def _head(block: Chart, panel: Sequence[int], labels: Labels) -> tuple[Piece, ...]:
    """Return name and unit of a small multiple in the colour of the chart."""
    one, style = block.series[panel[0]], in_colour("Number", block.role)
    words = [Styled(text, style) for text in (one.name, one.unit or block.unit) if text]
    return tuple(piece for each in words for piece in (labels.comma, each))[1:]


def _changes(block: Chart, panel: Sequence[int]) -> Iterator[Piece]:
    """Yield by how much the series of a drawing changed, in the colour of the chart."""
    return (Styled(text, in_colour("Number", block.role)) for text in block.changes(panel))
