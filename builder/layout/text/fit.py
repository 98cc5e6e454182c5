"""Text that may be too long: the first step of a ladder that fits, lists cut into slides, else a problem."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import fsum

from msgspec import Struct
from msgspec.structs import replace

from builder.layout.pages import Paragraph
from builder.outline.text import Text
from builder.report.printable import counted
from builder.report.problems import Problem, error
from builder.theme.geometry import Step

SLACK = 0.01  # points that rounding may add


class Split(Struct, frozen=True):
    """A list cut into slides: its step, heights of its rows, the rows of each slide, and the points over."""

    step: Step
    heights: Sequence[float]
    chunks: Sequence[slice]
    over: float


def choose(steps: Sequence[Step], over: Callable[[Step], float]) -> tuple[Step, float]:
    """Return the first step at which nothing is over, and 0; else the last step and its points over."""
    excess = 0.0
    for step in steps:
        excess = over(step)
        if excess <= SLACK:
            return step, 0.0
    return steps[-1], excess


def split(
    steps: Sequence[Step],
    heights: Callable[[Step], Sequence[float]],
    room: float,
    gap: float = 0.0,
    most: int = 1_000_000,
) -> Split:
    """Return the step and the rows of each slide: one slide if a step allows it, else the fewest.

    `heights` returns the height of each row at a step, `room` that of a slide, both in points; `most` is the
    most rows of a slide. Slides take equal numbers of rows where they fit. A row taller than a slide is
    alone and makes the points over.
    """
    best: Split | None = None
    for step in steps:
        rows = heights(step)
        chunks, over = _greedy(rows, room, gap, most), max(max(rows) - room, 0.0)
        if best is None or len(chunks) < len(best.chunks) or best.over > SLACK:
            best = Split(step, rows, chunks, over)
        if len(chunks) == 1 and over <= SLACK:
            break
    assert best is not None
    count, slides = len(best.heights), len(best.chunks)
    even = [slice(count * index // slides, count * (index + 1) // slides) for index in range(slides)]
    if all(_height(best.heights[chunk], gap) <= room + SLACK for chunk in even):
        return replace(best, chunks=even)
    return best


def _greedy(rows: Sequence[float], room: float, gap: float, most: int) -> list[slice]:
    chunks: list[slice] = []
    start = 0
    for index in range(1, len(rows) + 1):
        over = index < len(rows) and _height(rows[start : index + 1], gap) > room + SLACK
        if index == len(rows) or over or index - start >= most:
            chunks.append(slice(start, index))
            start = index
    return chunks


def _height(rows: Sequence[float], gap: float) -> float:
    return fsum(rows) + gap * (len(rows) - 1)


def levelled(needs: Sequence[float], width: float) -> tuple[float, ...]:
    """Return the widths of columns, together `width` points: only the widest get less than they need.

    What is left over is shared equally among all.
    """
    left = width
    waiting = sorted(needs)
    while waiting and waiting[0] <= left / len(waiting):
        left -= waiting.pop(0)
    if not waiting:
        return tuple(need + left / len(needs) for need in needs)
    return tuple(min(need, left / len(waiting)) for need in needs)


def too_long(text: Text, paragraph: Paragraph, over: float, where: str, hint: str) -> list[Problem]:
    """Return the problem of a text that is `over` points too high for `where`, if it is."""
    if over <= SLACK:
        return []
    lines = max(-int(-(over - SLACK) // paragraph.leading), 1)
    total = max(len(paragraph.lines), 1)
    plain = " ".join(piece.text.plain for piece in paragraph.pieces if piece.text is not None)
    words, unit = len(plain.split()), "word"
    if any("\u3040" <= char <= "\u9fff" for char in plain):
        words, unit = len(plain), "character"
    amount = min(max(-(-words * lines // total), 1), words)
    size = f"{counted(lines, 'line')} (about {counted(amount, unit)})"
    message = f"the text is {size} too long for {where}"
    return [error("text-fits", text.path, message, hint)]
