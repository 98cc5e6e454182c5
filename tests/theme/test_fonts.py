"""Faces, widths and the characters that no font has."""

from __future__ import annotations

import json
import re
from unicodedata import normalize

import pytest

from builder.theme import fonts
from tests.support.outlines import LIBRARY, outline_of


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


@pytest.mark.parametrize(
    "text", ["q\u0301", "\u0330 a", "a\u0330\u0331", "a\u0361b", "за\u0301мок", "か\u0309", "a\u0332\u0332"]
)
def test_a_mark_that_no_letter_can_carry_cannot_be_set(text: str) -> None:
    (problem,) = fonts.unset_characters(outline_of(LIBRARY, disclaimer=text))
    assert (problem.rule, problem.path) == ("characters-have-glyphs", "disclaimer")
    assert re.search(r"^the summary cannot show .+: no installed font has (it|them)$", problem.message)
    assert problem.hint == "use --only memo,deck to leave out the summary"


@pytest.mark.parametrize("text", ["Tiê\u0301ng", "a\u0332 b", "が", "e\u0301"])
def test_a_mark_of_the_face_of_its_letter_can_be_set(text: str) -> None:
    assert fonts.unset_characters(outline_of(LIBRARY, disclaimer=normalize("NFC", text))) == ()
