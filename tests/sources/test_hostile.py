"""Articles that are made to be slow, to fill the memory or to reach other files do none of that."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pptx import Presentation

from builder.brief.load import load_brief
from builder.draft.deck import slides_of
from builder.languages.language import known_tags, language_for
from builder.report.problems import BriefError
from builder.report.rules import RULES
from builder.sources.check import compare_sources
from builder.sources.compare.names import pool_of
from builder.sources.compare.quantities import quantities_in
from builder.sources.compare.quotes import is_verbatim, quotations_in
from builder.sources.passages import Unread
from builder.sources.reading import html, plain, read_article
from tests.sources.test_reading import word_file
from tests.sources.test_rules import BRIEF
from tests.support.packages import W, edited, read, repacked

SECONDS = 20  # on a machine that does other things as well

PAGES = [
    ("a.md", "[" * 50_000),
    ("a.md", "![a](" * 20_000),
    ("a.md", "> " * 5_000 + "a"),
    ("a.md", "| a " * 20_000 + "\n" + "|-" * 20_000),
    ("a.html", "<div>" * 100_000 + "a"),
    ("a.html", "<!--" * 50_000),
    ("a.html", "<a" * 100_000),
    ("a.html", "<td>a" * 50_000),
    ("a.html", "<p hidden>" * 50_000),
    ("a.txt", "a.\n" * 100_000),
    ("a.txt", "a\n=\n" * 100_000),
]


@pytest.mark.parametrize(("name", "text"), PAGES, ids=range(len(PAGES)))
def test_a_long_text_of_few_signs_is_read_in_seconds(name: str, text: str) -> None:
    start = time.monotonic()
    with suppress(Unread):
        read_article("x", name, name, text.encode())
    assert time.monotonic() - start < SECONDS


def test_numbers_and_quotations_are_found_in_seconds() -> None:
    start = time.monotonic()
    for tag in known_tags():
        language = language_for(tag)
        for piece in ("1 ", "1,", "5 May ", "1万", "“", '"a '):
            quantities_in(piece * 5_000, language)
            list(quotations_in(piece * 5_000, language))
    is_verbatim("[a] [b] " * 100 + "z", ["a b " * 5_000])
    is_verbatim("a … " * 300, ["a " * 20_000])
    assert time.monotonic() - start < 3 * SECONDS


@pytest.mark.parametrize(("name", "size"), [("media/bomb.bin", 250_000_000), ("bomb.xml", 60_000_000)])
def test_a_word_file_that_grows_when_it_is_unpacked_is_refused(name: str, size: int) -> None:
    file = BytesIO(word_file())
    with ZipFile(file, "a", ZIP_DEFLATED) as archive:
        archive.writestr(f"word/{name}", b"\0" * size)
    with pytest.raises(Unread, match="far too large"):
        read_article("x", "a.docx", "a.docx", file.getvalue())


def test_what_is_read_as_xml_under_another_name_counts_as_xml() -> None:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"
    listed = f'<Override PartName="/word/Looks.bin" ContentType="{kind}"/></Types>'.encode()
    types = read(word_file(), "[Content_Types].xml").replace(b"</Types>", listed)
    file = BytesIO(repacked(word_file(), {"[Content_Types].xml": types}))
    with ZipFile(file, "a", ZIP_DEFLATED) as archive:
        archive.writestr("word/Looks.bin", b"\0" * 60_000_000)
    with pytest.raises(Unread, match="far too large"):
        read_article("x", "a.docx", "a.docx", file.getvalue())


def test_a_deck_that_grows_when_it_is_unpacked_is_refused() -> None:
    file = BytesIO()
    Presentation().save(file)
    with ZipFile(file, "a", ZIP_DEFLATED) as archive:
        archive.writestr("ppt/slides/bomb.xml", b"\0" * 60_000_000)
    with pytest.raises(Unread, match="far too large"):
        slides_of(file.getvalue(), "x")


@pytest.mark.parametrize(("name", "times"), [("a.txt", 1), ("a.md", 1), ("a.html", 5)])
def test_a_text_that_is_too_long_is_refused_before_it_is_read(
    name: str, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in ("plain_blocks", "markdown_blocks"):
        monkeypatch.setattr(plain, kind, lambda _: pytest.fail("it is read"))
    monkeypatch.setattr(html, "html_blocks", lambda _: pytest.fail("it is read"))
    with pytest.raises(Unread, match="more than 2,000,000 characters"):
        read_article("x", name, name, b"word " * (400_001 * times))


def test_a_word_file_cannot_name_other_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    file, changed = BytesIO(word_file()), BytesIO()
    with ZipFile(file) as archive, ZipFile(changed, "w") as other:
        for name in archive.namelist():
            data = archive.read(name)
            if name == "word/document.xml":
                entity = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode()
                head, _, rest = data.partition(b"?>")
                data = head + b"?>" + entity + rest.replace(b"The ferry runs", b"&x;", 1)
            other.writestr(name, data)
    with suppress(Unread):
        article = read_article("x", "a.docx", "a.docx", changed.getvalue())
        assert all("secret" not in passage.text for passage in article.passages)


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    claim=st.text("abc 0123456789%€£.,;:'“”„«»()[]…–-年月日万", min_size=1, max_size=60),
    language=st.sampled_from(known_tags()),
    paragraphs=st.lists(WORDS, min_size=1, max_size=6),
)
def test_any_claim_can_be_compared_with_any_article(
    tmp_path: Path, claim: str, language: str, paragraphs: list[str]
) -> None:
    (tmp_path / "pier.md").write_text("# A\n\n## B\n\nx\n\n" + "\n\n".join(paragraphs), encoding="utf-8")
    text = BRIEF.format(claim=f"x {claim}".replace('"', "").replace("\\", ""), ref="s1p1")
    (tmp_path / "brief.yaml").write_text(text.replace("en-GB", language), encoding="utf-8")
    try:
        loaded = load_brief(tmp_path / "brief.yaml")
    except BriefError:  # a claim that is not valid is another test's
        return
    for problem in compare_sources(loaded, coverage=True).problems:
        assert RULES[problem.rule].group == "Sources"
        assert problem.message


def _set_level(styles: Any) -> None:
    next(styles.iter(f"{W}outlineLvl")).set(f"{W}val", "high")


def _lose_body(document: Any) -> None:
    document[0].tag = f"{W}none"


def _encrypted(data: bytes) -> bytes:
    """Return an archive whose parts say that they have a password."""
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        pieces = data.split(mark)
        flagged = (
            piece[: offset - 4] + bytes([piece[offset - 4] | 1]) + piece[offset - 3 :] for piece in pieces[1:]
        )
        data = mark.join((pieces[0], *flagged))
    return data


def _torn(data: bytes) -> bytes:
    """Return an archive whose packed words are damaged."""
    with ZipFile(BytesIO(data)) as archive:
        info = archive.getinfo("word/document.xml")
    at = info.header_offset + 50 + len(info.filename)
    return data[:at] + bytes(one ^ 0xFF for one in data[at : at + 40]) + data[at + 40 :]


@pytest.mark.parametrize(
    "damaged",
    [
        _encrypted,
        _torn,
        lambda data: edited(data, "word/styles.xml", _set_level),
        lambda data: edited(data, "word/document.xml", _lose_body),
    ],
    ids=["encrypted", "torn", "level", "no body"],
)
def test_a_damaged_word_file_is_named(damaged: Callable[[bytes], bytes]) -> None:
    with pytest.raises(Unread, match="not a Word file that can be read"):
        read_article("x", "a.docx", "a.docx", damaged(word_file()))


def test_a_page_may_name_any_encoding() -> None:
    for name in ("undefined", "idna", "hex", "none"):
        article = read_article("x", "a.html", "a.html", f'<meta charset="{name}">Caf\xe9'.encode("latin-1"))
        assert article.passages[0].text.startswith("Caf"), name


def test_many_names_in_a_row_do_not_fill_the_memory() -> None:
    chance = random.Random(1)
    text = " ".join(f"{chance.choice('ABCDEFGHIJ')}nna" for _ in range(20_000))
    found = pool_of((text, "the United States of America"))
    assert "us" in found.initials
    assert len(found.initials) < 200_000
