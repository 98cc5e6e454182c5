"""Titles that the builder computes say what their blocks show, in one form that fits a slide."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from pptx import Presentation

from builder.outline.blocks import Limits, Options, Sources, Timeline
from tests.support.command import brief
from tests.support.outlines import LIBRARY, outline_of

TWO = [{"title": "Stay at the quay"}, {"title": "Inland yard"}]


def title(kind: Any, **changes: Any) -> str:
    block = outline_of(LIBRARY, **changes).one(kind)
    assert block is not None
    return str(block.headline.plain).replace("\u00a0", " ")


def asked(ask: str, options: Any = TWO, **changes: Any) -> str:
    line = {"text": "The port should move.", "ask": ask}
    return title(Options, options=options, criteria=[], bottom_line=line, **changes)


@pytest.mark.parametrize(
    ("language", "ask", "said"),
    [
        (
            "en",
            "Approve the inland yard and $6 million by May.",
            "Two options; the ask is for O2 (Inland yard)",
        ),
        ("de", "Bitte Inland yard beschließen.", "Zwei Optionen; erbeten wird O2 (Inland yard)"),
        ("fr", "Approuver Inland yard.", "Deux options ; la demande porte sur O2 (Inland yard)"),
        ("es", "Aprobar Inland yard.", "Dos opciones; se solicita O2 (Inland yard)"),
        ("ja", "Inland yardを承認する。", "選択肢2件：承認を求める案はO2（Inland yard）"),
    ],
)
def test_options_say_for_which_of_them_the_ask_is(language: str, ask: str, said: str) -> None:
    assert asked(ask, language=language) == said


@pytest.mark.parametrize(
    "ask",
    [
        "Do not approve the inland yard.",
        "Report back on the inland yard.",
        "Choose between the inland yard and to stay at the quay.",
        "Approve the inland yards.",
        "Approve the budget.",
    ],
)
def test_an_ask_that_is_for_no_option_or_several_names_none(ask: str) -> None:
    assert asked(ask) == "Two options"


def test_a_recommended_option_is_named_before_the_one_that_is_asked_for() -> None:
    chosen = [TWO[0] | {"recommended": "yes"}, TWO[1]]
    assert asked("Approve the inland yard.", chosen) == "Two options: O1 (Stay at the quay) is recommended"


@pytest.mark.parametrize("letter", ["e", "W"])
def test_a_long_name_gives_way_to_its_number(letter: str) -> None:
    name = letter * (120 if letter == "e" else 70)
    assert asked(f"Approve {name}.", [TWO[0], {"title": name}]) == "Two options; the ask is for O2"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "From “The hall opens” in 1994 to “The lease ends” in 2031"),
        ("de", "Von „The hall opens“ (1994) bis „The lease ends“ (2031)"),
        ("fr", "De « The hall opens » en 1994 à « The lease ends » en 2031"),
        ("es", "De «The hall opens» en 1994 a «The lease ends» en 2031"),
        ("ja", "1994年の「The hall opens」から2031年の「The lease ends」まで"),
    ],
)
def test_a_sequence_says_from_what_to_what_it_runs(language: str, said: str) -> None:
    steps = [{"when": "1994", "text": "The hall opens."}, {"when": "2031-05", "text": "The lease ends."}]
    assert title(Timeline, timeline=steps, language=language) == said


@pytest.mark.parametrize(
    "last",
    [
        {"when": "2031", "text": "word " * 20},
        {"when": "2031", "text": "The lease ends.", "kind": "suggested"},
    ],
)
def test_a_sequence_with_a_long_or_suggested_end_says_its_years(last: dict[str, str]) -> None:
    steps = [{"when": "1994", "text": "The hall opens."}, last]
    assert title(Timeline, timeline=steps) == "Events from 1994 to 2031"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Three points remain open: two are not said and one is a tension"),
        ("de", "Drei Punkte bleiben offen: zwei sind nicht gesagt und einer ist ein Widerspruch"),
        ("fr", "Trois points restent ouverts : deux ne sont pas dits et un est une tension"),
        ("es", "Tres puntos quedan abiertos: dos no se dicen y uno es una tensión"),
        ("ja", "残された論点は3件（記載なし2件、見方の相違1件）"),
    ],
)
def test_limits_say_of_which_kind_they_are(language: str, said: str) -> None:
    kinds = ("missing", "tension", "missing")
    limits = [{"kind": kind, "text": f"Nobody counted {n}."} for n, kind in enumerate(kinds)]
    assert title(Limits, limits=limits, language=language) == said


@pytest.mark.parametrize(
    ("years", "said"),
    [
        (["2030-05-02"], "The brief rests on one source from 2030"),
        (["2030", "2030-07"], "The brief rests on two sources from 2030"),
        (["2031", "2025", "2030"], "The brief rests on three sources from 2025 to 2031"),
        (["2031", None], "The brief rests on two sources"),
    ],
)
def test_sources_say_from_when_they_are(years: list[str | None], said: str) -> None:
    sources = [{"id": f"s{n}", "title": f"Report {n}", "date": year} for n, year in enumerate(years)]
    claim = {"claim": "It works.", "refs": ["s0"]}
    sections = [{"title": "Why", "arguments": [claim]}]
    assert title(Sources, sources=sources, sections=sections) == said


def test_a_deck_says_which_option_is_asked_for(tmp_path: Path) -> None:
    line = {"text": "The port should move.", "ask": "Approve the inland yard."}
    values = {"title": "Move the yard", "bottom_line": line, "options": TWO}
    values["sections"] = [{"title": "Why", "arguments": [{"claim": "The yard is full."}]}]
    (tmp_path / "brief.yaml").write_text(yaml.safe_dump(values), encoding="utf-8")
    done = brief("build", "--only", "deck", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (deck,) = (tmp_path / "output").glob("*.pptx")
    titles = [slide.shapes.title.text_frame.text for slide in Presentation(str(deck)).slides]
    assert "Two options; the ask is for O2 (Inland yard)" in titles
