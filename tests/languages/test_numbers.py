"""Numbers with separators, signs and units as each language writes them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from builder.languages.language import known_tags, language_for


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", "1,234.50|−3|71%|£1,200 million|12 km"),
        ("en-US", "1,234.50|−3|71%|£1,200 million|12 km"),
        ("de", "1.234,50|−3|71 %|1.200 million £|12 km"),
        ("fr", "1 234,50|−3|71 %|1 200 million £|12 km"),
        ("es", "1234,50|−3|71 %|1200 million £|12 km"),
        ("ja", "1,234.50|−3|71%|£1,200 million|12 km"),
        ("tlh", "1 234.50|−3|71%|£1 200 million|12 km"),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(tag: str, expected: str) -> None:
    numbers = language_for(tag).numbers
    shown = [
        numbers.written(Decimal("1234.50")),
        numbers.written(Decimal("-3")),
        numbers.written(Decimal("70.5"), "%", 0),
        numbers.written(Decimal("1200"), "£ million"),
        numbers.written(Decimal("12"), "km"),
    ]
    assert "|".join(shown).replace("\u00a0", " ") == expected


def test_no_line_breaks_inside_a_number() -> None:
    for tag in (*known_tags(), "tlh"):
        numbers = language_for(tag).numbers
        for unit in ("%", "km", "EUR", "€", "bn", "¥ billion"):
            assert " " not in numbers.written(Decimal("-1234567.8"), unit).removesuffix(" billion")


@pytest.mark.parametrize(
    ("value", "unit", "places", "expected"),
    [
        ("0.4", "", 0, "0"),
        ("-0.4", "", 0, "0"),
        ("2.5", "", 0, "3"),
        ("1250", "", -2, "1,300"),
        ("118.4", "", 2, "118.40"),
        ("118.40", "", None, "118.40"),
        ("999999999999999", "", None, "999,999,999,999,999"),
        ("4.2", "£m", None, "£4.2m"),
        ("4.2", "EUR", None, "EUR\u00a04.2"),
        ("4.2", "US$", None, "US$4.2"),
        ("-4.2", "€bn", None, "−€4.2bn"),
        ("5", "人", None, "5人"),
        ("5", "°", None, "5°"),
        ("5", "°C", None, "5\u00a0°C"),
        ("5", "‰", None, "5‰"),
        ("5", "EURES offices", None, "5\u00a0EURES offices"),
        ("1", "percentage points of GDP", None, "1\u00a0percentage point of GDP"),
        ("-1", "points", None, "−1\u00a0point"),
        ("1.0", "percentage points", None, "1.0\u00a0percentage points"),
        ("1", "pointsmen", None, "1\u00a0pointsmen"),
    ],
)
def test_places_and_units(value: str, unit: str, places: int | None, expected: str) -> None:
    assert language_for("en").numbers.written(Decimal(value), unit, places) == expected


def test_a_difference_has_its_sign() -> None:
    written = language_for("en").numbers.written
    assert [written(Decimal(value), "%", signed=True) for value in ("3", "-3", "0")] == ["+3%", "−3%", "0%"]
