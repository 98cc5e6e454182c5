"""The type scale of the deck: the words of every slide have one of these sizes.

A step of a ladder is a size of the scale: a text which must be smaller takes the next one. Only a short title
on the cover and numbers that stand alone are as large as the largest.
"""

from __future__ import annotations

from builder.theme.geometry import Step

_LEADINGS = {12: 15, 14: 17, 16: 20, 18: 22, 22: 27, 28: 34, 36: 43, 44: 52, 80: 86}
SCALE = {size: Step(float(size), float(leading)) for size, leading in _LEADINGS.items()}


def of_scale(*sizes: int) -> tuple[Step, ...]:
    """Return sizes of the scale with their leadings."""
    return tuple(SCALE[size] for size in sizes)


def below(size: float, share: float = 1.0) -> Step:
    """Return the largest step up to a share of a size, or the smallest of all."""
    fitting = [step for step in SCALE.values() if step.size <= size * share]
    return max(fitting, default=SCALE[min(SCALE)])
