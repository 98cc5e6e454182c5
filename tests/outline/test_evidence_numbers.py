"""What is computed from the numbers of evidence: how they changed since a year, and what they add up to."""

from __future__ import annotations

import pytest

from builder.outline.blocks import Argument, Section
from builder.outline.reading import paragraphs
from builder.outline.text import Product
from tests.support.finished import faults, finish
from tests.support.outlines import LIBRARY, outline_of


def argument_of(
    *evidence: dict[str, object], language: str = "en", claim: str = "It costs more."
) -> Argument:
    argument = {"claim": claim, "evidence": [{"text": "is the number"} | each for each in evidence]}
    sections = [{"title": "Costs", "arguments": [argument]}]
    section = outline_of(LIBRARY | {"language": language, "sections": sections}).one(Section)
    assert section is not None
    return section.arguments[0]


def change(now: str, before: str, *, unit: str = "", language: str = "en", years: tuple[str, str]) -> str:
    compare = [{"label": years[0], "value": before}]
    number: dict[str, object] = {"value": now, "label": years[1], "compare": compare}
    number |= {"unit": unit} if unit else {}
    found = argument_of(number, language=language).evidence[0].change
    return found.plain.replace("\u00a0", " ").replace("\u202f", " ") if found else ""


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "+19.8% in four years"),
        ("de", "+19,8 % in vier Jahren"),
        ("fr", "+19,8 % en quatre ans"),
        ("es", "+19,8 % en cuatro años"),
        ("ja", "4年間で+19.8%"),
    ],
)
def test_a_number_says_how_it_changed_since_an_earlier_year(language: str, expected: str) -> None:
    assert change("141.9", "118.4", language=language, years=("2025", "in 2029")) == expected


def test_a_year_may_be_the_last_word_of_a_label_or_of_a_phrase_in_it() -> None:
    expected = "+19.8% in four years"
    for years in (("Halden 2025", "2029 (plan)"), ("in 2025, before", "2029年")):
        assert change("141.9", "118.4", years=years) == expected


def test_percentages_differ_by_points_with_the_decimal_places_that_they_have() -> None:
    assert change("51", "68", unit="%", years=("2026", "2030")) == "−17 percentage points in four years"
    assert change("51.5", "51", unit="%", years=("2026", "2027")) == "+0.5 percentage points in one year"


def test_a_change_is_rounded_by_halves_and_a_fall_has_a_minus() -> None:
    assert change("30.3", "33.8", years=("2025", "2029")) == "−10.4% in four years"
    assert change("100.05", "100", years=("2025", "2029")) == "+0.1% in four years"


@pytest.mark.parametrize(
    ("now", "before", "years"),
    [
        ("100.04", "100", ("2025", "2029")),  # rounds to nothing
        ("10", "0", ("2025", "2029")),
        ("10", "9", ("Northmark", "2029")),
        ("10", "9", ("2025", "Ostermark")),
        ("10", "9", ("2029", "2025")),
        ("10", "9", ("2020 to 2025", "2029")),
        ("10", "9", ("2000 households", "2029")),
        ("10", "9", ("€2000", "2029")),
        ("10", "9", ("1990s", "2029")),
        ("10", "9", ("1900%", "2029")),
    ],
)
def test_no_change_or_period_is_invented(now: str, before: str, years: tuple[str, str]) -> None:
    assert not change(now, before, years=years)


def parts(*values: str, unit: str = "million") -> list[dict[str, object]]:
    return [{"value": value, "unit": unit} for value in values]


@pytest.mark.parametrize(
    ("claim", "values", "total"),
    [
        ("It costs 2.6 million a year.", ("1.7", "0.9"), "Breakdown of 2.6 million"),
        ("It costs 2 million a year.", ("1.7", "0.3"), "Breakdown of 2 million"),
        ("It costs 9.3 million a year.", ("5.2", "3", "1.1"), "Breakdown of 9.3 million"),
        ("It costs 12.6 million a year.", ("1.7", "0.9"), None),
        ("It costs 2.6 thousand a year.", ("1.7", "0.9"), None),
        ("It costs 2.6 million a year.", ("2.6",), None),
        ("It costs a lot.", ("1.7", "0.9"), None),
    ],
)
def test_evidence_that_adds_up_to_a_number_of_the_claim_is_its_parts(
    claim: str, values: tuple[str, ...], total: str | None
) -> None:
    found = argument_of(*parts(*values), claim=claim).total
    assert (found.plain.replace("\u00a0", " ") if found else None) == total


def test_the_memo_names_what_a_number_is_about() -> None:
    evidence = [
        {"text": "a year for courses", "value": "1.7", "unit": "million", "label": "Courses"},
        {"text": "a year for guards", "value": "0.9", "unit": "million", "label": "Guards"},
    ]
    sections = [{"title": "Costs", "arguments": [{"claim": "It costs more.", "evidence": evidence}]}]
    outline = outline_of(LIBRARY | {"sections": sections, "links": []})
    paras = ["".join(text.plain for text in para.texts) for para in paragraphs(outline)]
    assert "Courses1.7\u00a0million a year for courses" in paras
    done = finish(outline, Product.MEMO)
    assert done is not None
    assert not faults(outline, done)


def test_numbers_in_different_units_do_not_add_up() -> None:
    mixed = [*parts("1.7"), *parts("0.9", unit="thousand")]
    assert argument_of(*mixed, claim="It costs 2.6 million a year.").total is None
