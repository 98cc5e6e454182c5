"""Every size on a slide is one of the type scale, and a deck has few of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from zipfile import ZipFile

import pytest
from msgspec import Struct
from msgspec.structs import asdict

from builder.theme.geometry import SCALE, Step, below
from builder.theme.theme import DEFAULT
from tests.conftest import Built

_SHOWN = re.compile(r"ppt/(slides|slideLayouts|charts)/\w+\.xml")
MOST = 9


def _steps(value: object) -> Iterator[Step]:
    if isinstance(value, Step):
        yield value
    elif isinstance(value, Struct):
        yield from _steps(list(asdict(value).values()))
    elif isinstance(value, Mapping):
        yield from _steps([*value, *value.values()])
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _steps(each)


def test_every_size_in_the_look_of_the_deck_is_of_the_scale() -> None:
    look = DEFAULT.deck
    found = {step.size for step in _steps([look, look.furniture(DEFAULT.colours), DEFAULT.chart.deck])}
    assert found <= {*SCALE}
    assert len(SCALE) <= MOST


def test_a_deck_has_the_sizes_of_the_scale_alone(built: Built) -> None:
    with ZipFile(built.deck) as deck:
        parts = [deck.read(name).decode() for name in deck.namelist() if _SHOWN.fullmatch(name)]
    sizes = {int(size) / 100 for part in parts for size in re.findall(r'\bsz="(\d+)"', part)}
    assert sizes <= {*SCALE}
    assert len(sizes) <= MOST


@pytest.mark.parametrize(
    ("size", "share", "expected"), [(80, 0.5, 36), (44, 0.5, 22), (18, 1, 18), (17, 1, 16), (9, 1, 12)]
)
def test_a_part_of_a_size_is_of_the_scale_too(size: float, share: float, expected: float) -> None:
    assert below(size, share).size == expected


def test_the_capitals_of_a_marking_are_in_the_middle_of_their_ground() -> None:
    """Exact lines set words at their foot, so those of a label are hardly higher than its letters."""
    look = DEFAULT.deck.masthead
    assert look.marking_leading < 1.1 * look.marking_step.size < look.marking_height
