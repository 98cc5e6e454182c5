"""Links become addresses of ASCII alone, and lead where they led."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.outline.addresses import as_address, mail_address
from builder.outline.marks import parse_marks


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
