"""Faces, widths and the characters that no font has."""

from __future__ import annotations

import json

import pytest

from builder.theme import fonts


def test_the_prepared_widths_are_those_of_the_font_files() -> None:
    assert fonts.METRICS.read_text(encoding="utf-8") == fonts.prepare_metrics()
    assert set(json.loads(fonts.METRICS.read_text(encoding="utf-8"))) == set(fonts.LATIN.values())


def test_bold_is_wider_than_regular() -> None:
    assert fonts.advance("Bottom line", bold=True) > fonts.advance("Bottom line")


def test_a_no_break_space_is_as_wide_as_a_space() -> None:
    assert fonts.advance("a\u00a0b") == fonts.advance("a b")


@pytest.mark.parametrize("char", ["é", "ő", "Ж", "λ", "–", "“", "€"])
def test_european_letters_are_set_in_the_latin_face(char: str) -> None:
    assert fonts.face_for(char, True, False) == "Carlito-Bold"


def test_a_character_that_no_font_has_has_no_face() -> None:
    assert fonts.face_for("\U0001f600", False, False) is None
    assert fonts.face_for("ש", False, False) is None
