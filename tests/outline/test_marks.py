"""Bold, italic and links are read, and all else stays as it was typed."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.outline.marks import cut, parse_marks
from builder.outline.text import Run

MARKED = st.lists(
    st.sampled_from(
        ("*", "**", "***", "\\", "[", "]", "(", ")", "https://x.org", "a", "日", " ", "1", "<", "&")
    )
).map("".join)


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("plain", (Run("plain"),)),
        ("a **b c** d", (Run("a "), Run("b c", bold=True), Run(" d"))),
        ("a *b* c", (Run("a "), Run("b", italic=True), Run(" c"))),
        ("***b***", (Run("b", bold=True, italic=True),)),
        ("**a *b* c**", (Run("a ", bold=True), Run("b", bold=True, italic=True), Run(" c", bold=True))),
        ("*a **b** c*", (Run("a ", italic=True), Run("b", bold=True, italic=True), Run(" c", italic=True))),
        ("[the law](https://x.org/a_(b))!", (Run("the law", url="https://x.org/a_(b)"), Run("!"))),
        ("[**law**](http://x.org)", (Run("law", bold=True, url="http://x.org"),)),
        ("[us](mailto:a@x.org)", (Run("us", url="mailto:a@x.org"),)),
        ("これは**重要**です", (Run("これは"), Run("重要", bold=True), Run("です"))),
    ],
)
def test_marks_become_looks(text: str, runs: tuple[Run, ...]) -> None:
    assert parse_marks(text) == runs


@pytest.mark.parametrize(
    "text",
    [
        "5 * 3 * 2",
        "2*3*4",
        "a lone * or ** stays",
        "**open",
        "** spaced **",
        "****",
        "[1, s2p1]",
        "[x](javascript:alert)",
        "[x](file:///etc/passwd)",
        "[ ](https://x.org)",
        "<b>a & b</b> &amp; {curly}",
        "C:\\temp",
        "# no heading, _no italic_, `no code`",
    ],
)
def test_everything_else_is_literal(text: str) -> None:
    assert parse_marks(text) == (Run(text),)


@pytest.mark.parametrize(
    ("text", "plain"), [(r"\*a\*", "*a*"), (r"\[a\](https://x.org)", "[a](https://x.org)"), (r"a\\b", r"a\b")]
)
def test_a_backslash_makes_a_mark_literal(text: str, plain: str) -> None:
    assert parse_marks(text) == (Run(plain),)


@given(MARKED)
def test_only_marks_are_lost(text: str) -> None:
    runs = parse_marks(text)
    shown = "".join(run.text for run in runs)
    assert re.sub(r"[*\\\[\]()]|https://x\.org", "", shown) == re.sub(r"[*\\\[\]()]|https://x\.org", "", text)
    assert is_subsequence(shown, text)


@given(MARKED)
def test_runs_are_full_and_neighbours_differ(text: str) -> None:
    runs = parse_marks(text)
    assert all(run.text for run in runs)
    for left, right in pairwise(runs):
        assert (left.bold, left.italic, left.url) != (right.bold, right.italic, right.url)


@given(MARKED, st.integers(0, 30), st.integers(0, 30))
def test_a_cut_keeps_the_characters_between_and_their_looks(text: str, start: int, length: int) -> None:
    def looks(runs: tuple[Run, ...]) -> list[Run]:
        return [Run(letter, run.bold, run.italic, run.url) for run in runs for letter in run.text]

    runs = parse_marks(text)
    assert looks(cut(runs, start, start + length)) == looks(runs)[start : start + length]


@pytest.mark.parametrize("piece", ["**a ", "*a ", "[", "[a](", "\\", "***", "*a **b ", "[a](https://x.org/("])
def test_a_long_field_of_open_marks_is_read_quickly(piece: str) -> None:
    text = (piece * 5000)[:5000]
    assert is_subsequence("".join(run.text for run in parse_marks(text)), text)


def is_subsequence(short: str, long: str) -> bool:
    letters = iter(long)
    return all(letter in letters for letter in short)
