"""Typed characters are set without changing a letter or digit; a text is divided into its sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.languages.language import language_for
from builder.outline.text import Run
from builder.outline.typography import NO_BREAK, sentences, settable, typeset, typeset_runs

PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            (
                '"',
                "'",
                "--",
                "-",
                " - ",
                "...",
                " ",
                "  ",
                "\n",
                "12",
                "10 000",
                "%",
                "Figure",
                "No.",
                "\u200b",
                "\ufb01",
                "\u2011",
                "May",
                "März",
                "1er",
                "a",
                "É",
                "。",
            )
        ),
        st.text(max_size=6),
    )
).map("".join)
LANGUAGES = st.sampled_from(("en", "en-US", "en-GB", "de", "fr", "es", "ja", "xx"))


@pytest.mark.parametrize(
    ("language", "typed", "set_"),
    [
        ("en", "He said \"go\" and 'stay'.", "He said “go” and ‘stay’."),
        ("en", "\"It's Japan's 'new' plan\"", "“It’s Japan’s ‘new’ plan”"),
        ("en", "the dogs' tails, the '90s, rock 'n' roll", "the dogs’ tails, the ’90s, rock ’n’ roll"),
        ("de", '"Ja", sagt\'s', "„Ja“, sagt’s"),
        ("fr", '"Oui" : l\'an prochain ?', "«\u00a0Oui\u00a0»\u00a0: l’an prochain\u00a0?"),
        ("fr", "« Vrai ?» Non (vraiment ?). Si !?", "«\u00a0Vrai\u00a0?» Non (vraiment\u00a0?). Si\u00a0!?"),
        ("fr", "Vrai ?¹ **Ah !**, un :) et 12 : 30", "Vrai\u00a0?¹ **Ah !**, un :) et 12\u00a0: 30"),
        ("fr", "« Oui », dit-il ; « non ».", "«\u00a0Oui\u00a0», dit-il\u00a0; «\u00a0non\u00a0»."),
        ("es", '¿"Sí"?', "¿«Sí»?"),
        ("ja", '"日本"', "“日本”"),
        ("xx", '"a"', "“a”"),
    ],
)
def test_straight_quotes_become_those_of_the_language(language: str, typed: str, set_: str) -> None:
    assert typeset(typed, language_for(language)) == set_


@pytest.mark.parametrize(
    ("language", "typed", "set_"),
    [
        ("en-GB", "so - and -- so --- it", "so – and – so – it"),
        ("en-US", "so - it", "so — it"),
        ("en", "so--it, 1990--2000, A1--A6", "so—it, 1990–2000, A1–A6"),
        ("de", "so -- ja--nein", "so – ja–nein"),
        ("en", "wait... [...]", "wait… […]"),
    ],
)
def test_hyphens_and_dots_become_dashes_and_ellipses(language: str, typed: str, set_: str) -> None:
    assert typeset(typed, language_for(language)) == set_


@pytest.mark.parametrize(
    "text",
    [
        "5 - 3 = 2",
        "run --strict now",
        "2026-03-01 and well-known",
        "<-- x --> y",
        "5'10\" tall",
        "....",
        "a — b – c",
        'https://x.org/a--b?q="c"...',
        "write to a.b--c@x.org",
        '`say "x -- y" ...`',
    ],
)
def test_what_only_looks_like_typing_stays(text: str) -> None:
    assert typeset(text, language_for("en")) == text


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("10 000 or 1 200 000 of 12", "10~000 or 1~200~000 of 12"),
        ("5 %, 3 million, 20 GW", "5~%, 3~million, 20~GW"),
        ("Figure 1, Table 2, No. 5, p. 12", "Figure~1, Table~2, No.~5, p.~12"),
        ("in 2020 300 people", "in 2020 300 people"),
        ("5 milk bottles", "5 milk bottles"),
        ("Prefigure 1", "Prefigure 1"),
    ],
)
def test_numbers_hold_on_to_their_units_and_names(typed: str, set_: str) -> None:
    assert typeset(typed, language_for("en")) == set_.replace("~", "\u00a0")


@pytest.mark.parametrize(
    ("language", "typed", "set_"),
    [
        ("en", "on 28 May 2031, May 28, 2031, in May 2031", "on 28~May~2031, May~28, 2031, in May~2031"),
        ("en", "The 28 Mayors may 5", "The 28 Mayors may 5"),
        ("de", "am 28. März 2031", "am 28.~März~2031"),
        ("de", "28. März", "28.~März"),
        ("fr", "1er mai 2031, le 2 mai", "1er~mai~2031, le 2~mai"),
        ("es", "12 de marzo de 2026", "12~de marzo de 2026"),
        (
            "en",
            "It closed 12. It cost 7! From 2020 12. Or 1234.",
            "It closed~12. It cost~7! From 2020 12. Or 1234.",
        ),
        ("en", "48 percent, 3 km, 2 bn", "48~percent, 3~km, 2~bn"),
    ],
)
def test_dates_and_last_numbers_hold_together(language: str, typed: str, set_: str) -> None:
    assert typeset(typed, language_for(language)) == set_.replace("~", NO_BREAK)


@pytest.mark.parametrize(
    ("pasted", "set_"),
    [
        ("zero\u200bwidth", "zerowidth"),
        ("soft\u00adhyphen", "softhyphen"),
        ("word\u2060joiner", "wordjoiner"),
        ("non\u2011breaking", "non-breaking"),
        ("\ufb00 \ufb01 \ufb02 \ufb03 \ufb04 \ufb05 \ufb06", "ff fi fl ffi ffl st st"),
        ("`\ufb01` https://x.org/\ufb01", "`fi` https://x.org/fi"),
        ("\u200b a \u200b ", "a"),
    ],
)
def test_pasted_characters_become_those_that_every_file_holds(pasted: str, set_: str) -> None:
    assert typeset(pasted, language_for("en")) == set_


def test_white_space_is_folded_and_trimmed() -> None:
    assert typeset("  a \n b\t\tc ", language_for("en")) == "a b c"


def test_a_line_break_between_japanese_letters_leaves_no_space_but_a_typed_space_stays() -> None:
    assert typeset("日本\n語、山田 太郎", language_for("ja")) == "日本語、山田 太郎"


def test_quotes_see_across_looks() -> None:
    runs = (Run("a "), Run('"b', bold=True), Run('"'), Run(" c's", italic=True))
    assert typeset_runs(runs, language_for("en")) == (
        Run("a "),
        Run("“b", bold=True),
        Run("”"),
        Run(" c’s", italic=True),
    )


@given(PIECES, LANGUAGES)
def test_letters_and_digits_never_change(text: str, language: str) -> None:
    def kept(text: str) -> str:
        return "".join(letter for letter in settable(text) if letter.isalnum())

    assert kept(typeset(text, language_for(language))) == kept(text)


@given(PIECES, LANGUAGES)
def test_setting_what_is_set_changes_nothing(text: str, language: str) -> None:
    once = typeset(text, language_for(language))
    assert typeset(once, language_for(language)) == once


@given(st.lists(st.tuples(PIECES, st.booleans())), LANGUAGES)
def test_looks_stay_with_their_letters(pieces: list[tuple[str, bool]], language: str) -> None:
    def bold(runs: tuple[Run, ...]) -> str:
        return "".join(letter for run in runs if run.bold for letter in run.text if letter.isalnum())

    runs = tuple(Run(text, bold=is_bold) for text, is_bold in pieces)
    assert bold(typeset_runs(runs, language_for(language))) == bold(runs)


STOPS = st.lists(
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
    ("language", "sentences"),
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
def test_a_text_is_cut_where_its_sentences_end(language: str, sentences: list[str]) -> None:
    assert split(" ".join(sentences), language) == sentences


def test_japanese_sentences_end_without_a_space() -> None:
    sentences = ["会談は中止された。", "なぜか？", "「理由はない。」", "以上"]
    assert split("".join(sentences), "ja") == sentences


@given(STOPS)
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
