"""Texts are compared word by word, and the same changes are made in a text with marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.pull.splice import marked
from builder.words.replacing import applied, replacements
from builder.words.shown import word_diff
from builder.words.signs import fold, plain

WORDS = st.sampled_from(
    ["a", "boat", "the", "ferry", "12", "%", ",", ".", "(", ")", "“late”", "well-known", "海", "路"]
)
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from(["", " "])), min_size=1, max_size=12).map(
    lambda pieces: "".join(word + gap for word, gap in pieces).strip()
)


def made_in(text: str, old: str, new: str) -> str | None:
    return applied(text, old, list(replacements(old, new)))


@given(TEXTS, TEXTS)
def test_what_changes_one_text_into_another_does(old: str, new: str) -> None:
    assert plain(made_in(old, old, new) or "") == plain(new)


@pytest.mark.parametrize(
    ("source", "old", "new", "meant"),
    [
        ("The **very big** dog", "The very big dog", "The very small cat", "The **very small** cat"),
        ("The **very big** dog", "The very big dog", "The big dog", "The **big** dog"),
        (
            "See [the text](https://x.org).",
            "See the text.",
            "Read the text.",
            "Read [the text](https://x.org).",
        ),
        ('It was "late" -- very', "It was “late” – very", "It was “early” – very", 'It was "early" -- very'),
        ("one\n  two three", "one two three", "one three", "one three"),
        ("A. B. C.", "A. B. C.", "A. C.", "A. C."),
        (
            "One two.\n\nThree four. Five six.\n\nSeven.",
            "Three four. Five six.",
            "Three four.",
            "One two.\n\nThree four.\n\nSeven.",
        ),
        ("One two.\n\nThree four.\n\nFive.", "Three four.", "", "One two.\n\nFive."),
        ("海路は長い", "海路は長い", "海路は短い", "海路は短い"),
        ("draft", "Draft", "Final", "final"),
        ("10 000 rides", "10 000 rides", "10 000 long rides", "10 000 long rides"),
    ],
)
def test_marks_and_typing_of_what_stays_are_kept(source: str, old: str, new: str, meant: str) -> None:
    assert made_in(source, old, new) == meant


def test_words_that_a_text_does_not_have_are_not_changed_in_it() -> None:
    assert made_in("{fact:riders} riders", "12,300 riders", "12,500 riders") is None
    assert made_in("{fact:riders} riders", "12,300 riders", "12,300 cyclists") == "{fact:riders} cyclists"


def test_typography_is_no_change() -> None:
    assert fold("“It’s” –\u00a0so\u00ad called\u202f…") == fold('"It\'s" - so called ...')
    assert list(replacements("“a” – b", '"a" - b')) == []


@pytest.mark.parametrize(
    "words", ["2*3*4 and **x**", "[x](https://x.org)", "a\\*b", "{fact:x}", "plain", "a*b"]
)
def test_typed_signs_are_no_marks(words: str) -> None:
    from builder.brief.texts.marks import parse_marks

    shown = "".join(run.text for run in parse_marks(marked(words)))
    assert shown == words
    assert "{fact" not in marked(words).replace("\\{fact", "")


def test_a_word_diff_shows_what_is_near_the_changes() -> None:
    old = "one two three four five six seven eight nine ten"
    new = old.replace("two", "2").replace("ten", "10 more")
    shown = [
        ("+" if one.is_new else "-" if one.is_gone else "", one.text)
        for one in word_diff(old, list(replacements(old, new)), around=1)
    ]
    assert shown == [
        ("", "one "),
        ("-", "two"),
        ("+", "2"),
        ("", " three … nine "),
        ("-", "ten"),
        ("+", "10 more"),
    ]
