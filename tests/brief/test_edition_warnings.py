"""A brief is checked for what an edition can no longer say truly once parts are withheld from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command import brief

FERRY = """\
title: "The ferry should run on Sundays"
audiences: [internal, public]
bottom_line: "{bottom_line}"
sections:
  - title: "Why"
    arguments:
      - claim: "Nurses cannot reach the clinic on Sundays."
        gist: "{gist}"
      - claim: "The last boat leaves on Saturday evening."
      - claim: "The council has not asked the company."
        gist: {{text: "The Port Users Board (PUB) knows.", audience: [internal]}}
        {third}
"""
PLAIN = "Two villages lose their only link on Sundays."


def checked(folder: Path, bottom_line: str = PLAIN, gist: str = "They live inland.", third: str = "") -> str:
    text = FERRY.format(bottom_line=bottom_line, gist=gist, third=third)
    (folder / "brief.yaml").write_text(text, encoding="utf-8")
    return brief("check", cwd=folder).stdout


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("For three reasons the boat should run.", "three reasons"),
        ("There are three good reasons for it.", "three good reasons"),
        ("All 3 arguments lead to a boat.", "3 arguments"),
    ],
)
def test_a_number_of_things_of_which_some_are_withheld_is_a_warning(
    tmp_path: Path, text: str, phrase: str
) -> None:
    shown = checked(tmp_path, text, third="audience: [internal]")
    message = f"the edition for `public` still says “{phrase}”, but some of them are withheld"
    assert f"brief.yaml:3:14: warning: bottom_line.text: {message}" in shown
    assert "hint: leave the number out, or withhold this text too" in shown
    assert "still says" not in checked(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        "Three villages lose their only link on Sundays.",
        "Two reasons are known to all.",
        "Extend it by three winters and measure the fog.",
        "The boat is thirty-three years old, and there are reasons.",
    ],
)
def test_other_numbers_are_no_warning(tmp_path: Path, text: str) -> None:
    assert "still says" not in checked(tmp_path, text, third="audience: [internal]")


def test_an_acronym_that_is_spelt_out_only_where_it_is_withheld_is_a_warning(tmp_path: Path) -> None:
    shown = checked(tmp_path, gist="The PUB has been told.")
    assert "in the edition for `public`, `PUB` is not spelt out: where it is, is withheld" in shown
    assert "edition for `internal`" not in shown
    assert "spelt out" not in checked(tmp_path, gist="The Port Users Board (PUB) has been told.")
    assert "`PUB` is never spelt out" not in shown


@pytest.mark.parametrize(
    ("language", "text", "phrase"),
    [
        ("de", "Drei Gründe sprechen dafür.", "Drei Gründe"),
        ("es", "Hay tres razones.", "tres razones"),
        ("fr", "Il y a trois bonnes raisons.", "trois bonnes raisons"),
        ("ja", "三つの理由がある。", "三つの理由"),
    ],
)
def test_every_language_counts(tmp_path: Path, language: str, text: str, phrase: str) -> None:
    third = "audience: [internal]"
    values = FERRY.format(bottom_line=text, gist=text, third=third) + f"language: {language}\n"
    (tmp_path / "brief.yaml").write_text(values, encoding="utf-8")
    assert f"still says “{phrase}”" in brief("check", cwd=tmp_path).stdout
