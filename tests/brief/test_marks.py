"""Marks are read, links become addresses in ASCII, and every other character stays."""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.brief.texts.marks import as_address, cut, mail_address, parse_marks
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
        ("CO~2~, 3 m^2^ and **10^-3^**", (Run("CO₂, 3 m² and "), Run("10⁻³", bold=True))),
        ("H~2~O, e^x^, ~3~ km", (Run("H₂O, e^x^, ~3~ km"),)),
        ("https://x.org/a~2~b", (Run("https://x.org/a~2~b", url="https://x.org/a~2~b"),)),
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
        "<b>a & b</b> &amp; {curly}",
        "C:\\temp",
        "# no heading, _no italic_, `no code`",
    ],
)
def test_everything_else_is_literal(text: str) -> None:
    assert parse_marks(text) == (Run(text),)


@pytest.mark.parametrize(("text", "plain"), [(r"\*a\*", "*a*"), (r"\[a\](b)", "[a](b)"), (r"a\\b", r"a\b")])
def test_a_backslash_makes_a_mark_literal(text: str, plain: str) -> None:
    assert parse_marks(text) == (Run(plain),)


@pytest.mark.parametrize(
    ("text", "shown", "url"),
    [
        ("See https://x.org/a_(b). Then", "https://x.org/a_(b)", "https://x.org/a_(b)"),
        ("[b](https://x.org/a_(b_(c))_d)", "b", "https://x.org/a_(b_(c))_d"),
        ("https://x.org/(A)3<16::X>2.", "https://x.org/(A)3<16::X>2", "https://x.org/(A)3%3C16::X%3E2"),
        ("(www.x.org), say", "www.x.org", "https://www.x.org"),
        ("Write to a.b@x.org.", "a.b@x.org", "mailto:a.b@x.org"),
        ("<https://x.org/a,b>.", "https://x.org/a,b", "https://x.org/a,b"),
        ("https://x.org/@user!", "https://x.org/@user", "https://x.org/@user"),
        ("https://x.orgを見る", "https://x.org", "https://x.org"),
        ("https://x.org/*a*/__b__", "https://x.org/*a*/__b__", "https://x.org/*a*/__b__"),
        ("[x.org](https://y.org)", "x.org", "https://y.org"),
        (r"\[a\](https://x.org)", "https://x.org", "https://x.org"),
    ],
)
def test_an_address_alone_is_a_link(text: str, shown: str, url: str) -> None:
    assert [(run.text, run.url) for run in parse_marks(text) if run.url] == [(shown, url)]


@pytest.mark.parametrize(
    "text",
    ["https://user:word@x.org/a", "a@b", "@user", "www.x", "file:///x", "javascript:alert(1)", "x.org"],
)
def test_other_words_are_no_links(text: str) -> None:
    assert parse_marks(text) == (Run(text),)


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


@pytest.mark.parametrize(
    "piece",
    [
        "**a ",
        "*a ",
        "[",
        "[a](",
        "\\",
        "***",
        "*a **b ",
        "[a](https://x.org/(",
        "https://a(",
        "www.a.",
        "a@b.",
        "<https://",
        "https://a(b(",
        "[a](https://x.org/(a(",
    ],
)
def test_a_long_field_of_open_marks_is_read_quickly(piece: str) -> None:
    text = (piece * 5000)[:5000]
    assert is_subsequence("".join(run.text for run in parse_marks(text)), text)


def is_subsequence(short: str, long: str) -> bool:
    letters = iter(long)
    return all(letter in letters for letter in short)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org/a_(b)?c=d&e#f", "https://example.org/a_(b)?c=d&e#f"),
        ("https://example.org/%C3%BC", "https://example.org/%C3%BC"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/ü?q=ß", "https://example.org/%C3%BC?q=%C3%9F"),
        ("https://bücher.example:8080/", "https://xn--bcher-kva.example:8080/"),
        ("https://straße.example", "https://xn--strae-oqa.example"),
        ("https://日本.example/x", "https://xn--wgv71a.example/x"),
        ("https://BÜCHER.example", "https://xn--bcher-kva.example"),
        ("https://[::1]/[x]", "https://[::1]/%5Bx%5D"),
        ('https://example.org/<>"{}|^`\\', "https://example.org/%3C%3E%22%7B%7D%7C%5E%60%5C"),
        ("mailto:ana@example.org?subject=A b", "mailto:ana@example.org?subject=A%20b"),
    ],
)
def test_a_link_becomes_an_address(url: str, address: str) -> None:
    assert as_address(url) == address


@given(st.text(max_size=30).filter(lambda text: not any("\ud800" <= letter <= "\udfff" for letter in text)))
def test_any_path_comes_through(path: str) -> None:
    address = as_address(f"https://example.org/{path}")
    assert address.isascii()
    assert address.isprintable()
    assert " " not in address
    assert as_address(address) == address
    if "%" not in path:
        assert unquote(address) == f"https://example.org/{path}"


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20))
def test_no_host_becomes_another_part_of_the_address(host: str) -> None:
    given_host = "".join(letter for letter in host if letter not in "/?#@[]:\\ ")
    parts = urlsplit(as_address(f"https://a{given_host}b/path"))
    assert (parts.path, parts.query, parts.username) == ("/path", "", None)


def test_an_email_address_brings_no_headers_with_it() -> None:
    assert mail_address("ana+x@example.org") == "mailto:ana+x@example.org"
    assert mail_address("a?bcc=b&c%0A@example.org") == "mailto:a%3Fbcc%3Db%26c%250A@example.org"


def test_a_link_in_prose_is_written_as_its_address() -> None:
    assert [run.url for run in parse_marks("see [a](HTTPS://bücher.example/ü)")] == [
        None,
        "HTTPS://xn--bcher-kva.example/%C3%BC",
    ]
