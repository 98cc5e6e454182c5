"""Faces, widths and the characters that no font has."""

from __future__ import annotations

import json
import re
from unicodedata import normalize

import pytest

from builder.layout.summary import lay_out_summary
from builder.outline.text import Depth, Run, Text
from builder.report.problems import Problem
from builder.theme import fonts
from builder.theme.theme import DEFAULT
from tests.support.outlines import LIBRARY, outline_of


def test_the_prepared_widths_are_those_of_the_font_files() -> None:
    assert fonts.METRICS.read_text(encoding="utf-8") == fonts.prepare_metrics()
    assert set(json.loads(fonts.METRICS.read_text(encoding="utf-8"))) == set(fonts.CARLITO[1:])


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


def unset(text: str) -> tuple[Problem, ...]:
    return fonts.unset_characters([Text("disclaimer", (Run(text),), Depth.SUMMARY, "disclaimer")])


@pytest.mark.parametrize(
    "text",
    [
        "Q\u0301",
        "b\u0301",
        "a\u0304\u0301",
        "\u0330 a",
        "a\u0330\u0331",
        "a\u0361b",
        "か\u0309",
        "a\u0332\u0332",
    ],
)
def test_a_mark_that_no_letter_can_carry_cannot_be_set(text: str) -> None:
    (problem,) = unset(text)
    assert (problem.rule, problem.path) == ("characters-have-glyphs", "disclaimer")
    reason = "(no installed font has (it|them)|no font can place (this mark|these marks))"
    assert re.search(f"^the summary cannot show .+ in “.+”: {reason}$", problem.message)
    assert problem.hint == "use --only memo,deck to leave out the summary"


@pytest.mark.parametrize("text", ["o\u0323\u0300", "O\u0323\u0300", "за\u0301мок", "q\u0301"])
def test_a_mark_of_the_extra_fonts_is_set_where_its_letter_has_room_for_it(text: str) -> None:
    if fonts.font_file(fonts.EXTRA[0][0]) is None:
        pytest.skip("the extra cjk is not installed")
    assert unset(normalize("NFC", text)) == ()


@pytest.mark.parametrize("text", ["Tiê\u0301ng", "a\u0332 b", "が", "e\u0301"])
def test_a_mark_of_the_face_of_its_letter_can_be_set(text: str) -> None:
    assert unset(normalize("NFC", text)) == ()


@pytest.mark.parametrize("char", ["庆", "國", "홍", "₽", "⇒", "′"])
def test_a_character_of_the_extra_fonts_is_set_where_they_are_installed(char: str) -> None:
    if fonts.font_file(fonts.EXTRA[0][0]) is None:
        pytest.skip("the extra cjk is not installed")
    assert fonts.face_for(char, False, False) in {regular for regular, _, _ in fonts.EXTRA}
    assert unset(f"Lin {char}") == ()


@pytest.mark.parametrize("installed", [True, False])
@pytest.mark.parametrize(("char", "offered"), [("庆", True), ("홍", True), ("ш", False), ("🚲", False)])
def test_the_extra_fonts_are_offered_only_where_they_are_missing_and_likely_to_help(
    monkeypatch: pytest.MonkeyPatch, installed: bool, char: str, offered: bool
) -> None:
    monkeypatch.setattr(fonts, "face_for", lambda letter, *_: "Carlito-Regular" if letter.isascii() else None)
    monkeypatch.setattr(fonts, "font_file", lambda _: fonts.METRICS if installed else None)
    (problem,) = unset(f"Route {char} opens")
    assert f"(U+{ord(char):04X}) in “{char}”" in problem.message
    assert ("pip install" in (problem.hint or "")) is (offered and not installed)


def test_only_what_the_page_shows_needs_a_glyph() -> None:
    table = {"title": "Routes", "columns": ["Route", "Open"], "rows": [["North", "\U0001f6b2"]]}
    _, problems = lay_out_summary(outline_of(LIBRARY, tables=[table]), DEFAULT)
    assert problems == ()
    _, problems = lay_out_summary(outline_of(LIBRARY, bottom_line="Open it \U0001f6b2."), DEFAULT)
    assert [(one.rule, one.path) for one in problems] == [("characters-have-glyphs", "bottom_line.text")]
