"""The rule that a change breaks: numbers and dates, negations, certainty, in every language."""

from __future__ import annotations

import pytest

from builder.audit.problems import broken_rule
from builder.languages.language import language_for

NUMBERS, DENIALS, CERTAINTY = "numbers-match", "negations-match", "certainty-matches"
WORDS = "text-matches"


@pytest.mark.parametrize(
    ("expected", "extracted", "language", "rule", "remark"),
    [
        ("The deal may weaken trade.", "The deal weakens trade.", "en-GB", CERTAINTY, "“may” was removed"),
        ("The deal weakens trade.", "The deal might weaken trade.", "en", CERTAINTY, "“might” was added"),
        ("Some ports shut.", "All ports shut.", "en", CERTAINTY, "a word of certainty differs"),
        ("It did not fall.", "It did fall.", "en-US", DENIALS, "“not” was removed"),
        ("Costs fell by 12.5%.", "Costs fell by 13.5%.", "en", NUMBERS, "a number or date differs"),
        ("Costs fell by 12 000.", "Costs fell by 120 00.", "en", NUMBERS, "a number or date differs"),
        ("By 3 March 2026.", "By 3 May 2026.", "en", NUMBERS, "a number or date differs"),
        ("It may rise.", "It rises.", "en", CERTAINTY, "“may” was removed"),
        ("Two districts pay half.", "Three districts pay half.", "en", NUMBERS, "a number or date differs"),
        ("Police act on policy.", "Policy act on police.", "en", WORDS, ""),
        ("Der Preis kann nicht fallen.", "Der Preis kann fallen.", "de", DENIALS, "“nicht” was removed"),
        ("Der Preis könnte fallen.", "Der Preis fällt.", "de-AT", CERTAINTY, "“könnte” was removed"),
        ("Le prix peut baisser.", "Le prix baisse.", "fr", CERTAINTY, "“peut” was removed"),
        ("El precio no bajó.", "El precio bajó.", "es", DENIALS, "“no” was removed"),
        ("可能性がある。", "確実である。", "ja", CERTAINTY, "a word of certainty differs"),
        ("実施できない。", "実施できる。", "ja", DENIALS, "“ない” was removed"),
        ("三年で終わる。", "五年で終わる。", "ja", NUMBERS, "a number or date differs"),
        ("Cena może spaść o 5%.", "Cena spadnie o 5%.", "pl", WORDS, ""),
        ("Cena spadnie o 5%.", "Cena spadnie o 6%.", "pl", NUMBERS, "a number or date differs"),
    ],
)  # fmt: skip
def test_the_kind_of_a_change_is_reported(
    expected: str, extracted: str, language: str, rule: str, remark: str
) -> None:
    assert broken_rule(expected, extracted, language_for(language)) == (rule, remark)


@pytest.mark.parametrize(
    "extracted", ["A wholly different title for 12 other slides.", "Two new towns give half of the power."]
)
def test_a_text_that_another_replaces_is_not_a_change_of_its_numbers(extracted: str) -> None:
    expected = "Three old districts take half of the water."
    assert broken_rule(expected, extracted, language_for("en"))[0] == WORDS
