"""Brand files mean what the reader that their authors publish says they mean."""

from __future__ import annotations

from pathlib import Path

import brand_yml
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from builder.theme.brand import branded
from builder.theme.contrast import unreadable
from builder.theme.derived import with_brand
from builder.theme.theme import DEFAULT

_NAMES = ("navy", "coal", "rust", "moss")
_CODES = ("#12395B", "#1B2733", "#7A1020", "#0B4F4A", "#3B4A57")


@st.composite
def brands(draw: st.DrawFn) -> dict[str, object]:
    """Make brands whose colours are codes, or names of earlier colours of the palette."""
    palette: dict[str, str] = {}
    for name in draw(st.lists(st.sampled_from(_NAMES), unique=True, max_size=4)):
        palette[name] = draw(st.sampled_from([*_CODES, *palette]))
    colour: dict[str, object] = {"palette": palette} if palette else {}
    for key in draw(st.lists(st.sampled_from(("primary", "foreground")), unique=True, min_size=1)):
        colour[key] = draw(st.sampled_from([*_CODES, *palette]))
    return {"color": colour}


@given(values=brands())
def test_colours_are_those_that_the_published_reader_finds(values: dict[str, object]) -> None:
    expected = brand_yml.Brand.from_yaml_str(yaml.safe_dump(values)).color
    brand, problems = branded(DEFAULT, values, Path())
    assert expected is not None
    assert not [problem for problem in problems if problem.rule != "colours-readable"]
    for key, ours in (("primary", brand.theme.colours.brand), ("foreground", brand.theme.colours.ink)):
        if (theirs := getattr(expected, key)) is not None:
            assert ours == theirs.upper()


@pytest.mark.parametrize(
    "brand", ["#7A1020", "#0B4F4A", "#4B2E83", "#003366", "#5C4400", "#222222", "#8A1253"]
)
def test_colours_that_a_brand_does_not_name_can_be_read_with_its_own(brand: str) -> None:
    assert list(unreadable(with_brand(DEFAULT.colours, {"brand": brand}))) == []


def test_a_size_names_an_image_or_a_file() -> None:
    values = {
        "logo": {"images": {"mark": {"path": "m.png", "alt": "A wave"}}, "small": "mark", "large": "l.png"}
    }
    expected = brand_yml.Brand.from_yaml_str(yaml.safe_dump(values)).logo
    brand, problems = branded(DEFAULT, values, Path())
    assert problems == []
    assert [(one.path, one.alt) for one in brand.logos] == [("l.png", None)]
    assert str(expected.large.path.root) == "l.png"


def test_a_family_that_is_not_here_is_named_with_what_measures_it() -> None:
    brand, problems = branded(DEFAULT, {"typography": {"base": "Nowhere Grotesk"}}, Path())
    assert brand.theme.fonts.body.office == "Nowhere Grotesk"
    (problem,) = problems
    assert problem.rule == "fonts-available"
    assert not problem.is_error
