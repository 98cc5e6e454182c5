"""A text is cut into its sentences, and joins again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.languages.language import language_for
from builder.outline.sentences import sentences
from builder.outline.text import Run
from builder.outline.typography import typeset

PIECES = st.lists(
    st.sampled_from(
        (
            "One",
            "two",
            "U.S.",
            "Dr.",
            "No.",
            "5",
            "3.5",
            ".",
            "!",
            "?",
            "…",
            "”",
            "。",
            "日本",
            " ",
            "etc.",
            "A.",
        )
    )
).map(" ".join)


def split(text: str, language: str = "en") -> list[str]:
    return ["".join(run.text for run in runs) for runs in sentences((Run(text),), language_for(language))]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Talks failed.", "Why?", "No one says!", "“So it goes.”", "3 of 5 agree."]),
        (
            "en",
            ["The U.S. Congress met Dr. Smith and J. K. Jones (No. 5, p. 12).", "It rose by 3.5 per cent."],
        ),
        ("en", ["It left the U.S.", "The rest stayed, e.g. Japan vs. China, etc.", "That was all."]),
        ("en", ["He said no.", "They left."]),
        ("de", ["Am 5. März kam er (vgl. Nr. 3).", "Das war 2020.", "Es war gut."]),
        ("fr", ["M. Dupont et Mme. Durand partent.", "Pourquoi\u00a0?", "Nul ne sait."]),
        ("es", ["Los EE.UU. Negocian ya.", "¿Por qué?", "¡Nadie sabe!"]),
    ],
)
def test_a_text_is_cut_where_its_sentences_end(language: str, said: list[str]) -> None:
    assert split(" ".join(said), language) == said


def test_japanese_sentences_end_without_a_space() -> None:
    said = ["会談は中止された。", "なぜか？", "「理由はない。」", "以上"]
    assert split("".join(said), "ja") == said


@given(PIECES)
def test_joined_sentences_give_the_text_again(text: str) -> None:
    text = typeset(text, language_for("en"))
    assert " ".join(split(text)) == text
    assert "".join(split(text, "ja")) == text


def test_looks_survive_the_cut() -> None:
    runs = (Run("One "), Run("two. Three", bold=True), Run(" four."))
    assert sentences(runs, language_for("en")) == (
        (Run("One "), Run("two.", bold=True)),
        (Run("Three", bold=True), Run(" four.")),
    )
