"""Text that may be too long: the first step of a ladder that fits, lists cut into slides, else a problem."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import fsum
from typing import NamedTuple

from builder.layout.pages import Paragraph
from builder.layout.text.measure import set_lines
from builder.outline.text import Text
from builder.report.problems import Problem, Severity
from builder.theme.geometry import Step as Step

SLACK = 0.01  # points that rounding may add


class Split(NamedTuple):
    """A list cut into slides: the step all of it is set in, the rows of each slide, and the points over."""

    step: Step
    chunks: tuple[range, ...]
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
    best: tuple[int, Step, Sequence[float], list[range]] | None = None
    for step in steps:
        rows = heights(step)
        chunks = _greedy(rows, room, gap, most)
        if best is None or len(chunks) < best[0] or max(best[2]) > room + SLACK:
            best = len(chunks), step, rows, chunks
        if len(chunks) == 1 and max(rows) <= room + SLACK:
            break
    assert best is not None
    _, step, rows, chunks = best
    even = _even(len(rows), len(chunks))
    if all(_height(rows, chunk, gap) <= room + SLACK for chunk in even):
        chunks = even
    return Split(step, tuple(chunks), max(max(rows) - room, 0.0))


def _greedy(rows: Sequence[float], room: float, gap: float, most: int) -> list[range]:
    chunks: list[range] = []
    start, used = 0, 0.0
    for index, height in enumerate(rows):
        if index > start and (used + gap + height > room + SLACK or index - start >= most):
            chunks.append(range(start, index))
            start, used = index, 0.0
        used += height + (gap if index > start else 0.0)
    chunks.append(range(start, len(rows)))
    return chunks


def _even(count: int, slides: int) -> list[range]:
    return [range(count * index // slides, count * (index + 1) // slides) for index in range(slides)]


def _height(rows: Sequence[float], chunk: range, gap: float) -> float:
    return fsum(rows[index] for index in chunk) + gap * (len(chunk) - 1)


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


def longest_too_long(
    texts: Sequence[Text],
    styled: Callable[[Text], Paragraph],
    width: float,
    over: float,
    where: str,
    hint: str,
) -> list[Problem]:
    """Return the problem of the longest of the texts, set in `width` points, if they are too high."""
    longest = max(texts, key=lambda text: len(text.plain))
    return too_long(longest, set_lines(styled(longest), width), over, where, hint) if over > SLACK else []


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
    size = f"{_count(lines, 'line')} (about {_count(amount, unit)})"
    message = f"the text is {size} too long for {where}"
    return [Problem("text-fits", Severity.ERROR, text.path, message, hint)]


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")
