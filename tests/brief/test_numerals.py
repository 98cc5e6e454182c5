"""Numbers of a brief as people write them."""

from __future__ import annotations

import pytest

from builder.brief.facts.numerals import exact_number, said_number
from builder.brief.texts.dates import Unclear


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1200", "1200"),
        ("118.40", "118.40"),
        ("12,5", "12.5"),
        ("0,125", "0.125"),
        ("1 200", "1200"),
        ("1\u202f200,5", "1200.5"),
        ("1'200", "1200"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("−3", "-3"),
        ("– 3", "-3"),
        ("+3", "3"),
        ("１２", "12"),
        ("007", "7"),
    ],
)
def test_natural_spellings(text: str, number: str) -> None:
    assert f"{said_number(text):f}" == number


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("1,200", "write `1.200` or `1200`"),
        ("71 %", "write `71`, and `%` as the unit"),
        ("£4.2m", "write `4.2`, and `£m` as the unit"),
        ("EUR 120", "write `120`, and `EUR` as the unit"),
        ("12 km", "write `12`, and `km` as the unit"),
    ],
)
def test_what_could_mean_two_things_is_asked(text: str, hint: str) -> None:
    with pytest.raises(Unclear) as asked:
        said_number(text)
    assert asked.value.hint == hint


@pytest.mark.parametrize("text", ["", "about 12", "1e9", "1.5.3,1", "1" * 16, "½", "1,23,456", "0x1F", "nan"])
def test_what_is_not_a_number(text: str) -> None:
    with pytest.raises(ValueError, match="expected a number"):
        said_number(text)


def test_decimals_stay_as_typed() -> None:
    assert str(exact_number("118.40")) == "118.40"
    assert exact_number("1" * 15 + ".5") is None
