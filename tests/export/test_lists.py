"""Lists in a text are lists in all three files: numbered by Word and PowerPoint, tagged in the PDF."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from builder.outline.blocks import Outline
from builder.outline.text import Product
from tests.conftest import ROOT
from tests.support.command import brief
from tests.support.finished import Finished, faults, finish
from tests.support.outlines import loaded
from tests.support.packages import parts_of, read, repacked

PROSE = ROOT / "tests/briefs/good/prose.yaml"


@pytest.fixture(scope="module")
def outline() -> Outline:
    return loaded(PROSE)


def built(outline: Outline, product: Product) -> Finished:
    done = finish(outline, product)
    assert done is not None
    return done


def parts(data: bytes) -> Mapping[str, str]:
    return {name: part.decode() for name, part in parts_of(data, r"\.xml$").items()}


def damaged(data: bytes, part: str, pattern: str, new: str) -> bytes:
    """Return the file with the first match in a part replaced."""
    text, count = re.subn(pattern, new, read(data, part).decode(), count=1)
    assert count == 1
    return repacked(data, {part: text.encode()})


def messages(outline: Outline, done: Finished, product: Product, data: bytes) -> str:
    return "\n".join(problem.message for problem in faults(outline, (done[0], {product: data})))


def test_the_memo_counts_each_numbered_list_from_its_own_start(outline: Outline) -> None:
    memo = parts(built(outline, Product.MEMO)[1][Product.MEMO])
    lists = re.findall(
        r'"ListNumber"/>(?:<w:keepNext/>)?<w:numPr><w:ilvl w:val="0"/><w:numId w:val="(\d+)"',
        memo["word/document.xml"],
    )
    assert lists == ["5", "5", "6", "6", "7", "7", "8", "8"]
    starts = re.findall(r'startOverride w:val="(\d+)"', memo["word/numbering.xml"])
    assert starts == ["1", "1", "1", "3", "1"]
    assert "<w:t>1." not in memo["word/document.xml"]
    assert memo["word/document.xml"].count('"ListBullet"') == 11
    assert memo["word/document.xml"].count('"Heading3"') == 1


def test_the_memo_keeps_a_paragraph_on_the_page_of_the_list_that_follows(outline: Outline) -> None:
    document = read(built(outline, Product.MEMO)[1][Product.MEMO], "word/document.xml").decode()
    styles = re.findall(r'<w:pStyle w:val="(\w+)"/>(<w:keepNext/>)?', document)
    before = [
        kept
        for (style, kept), (after, _) in pairwise(styles)
        if style == "BodyText" and after.startswith("List")
    ]
    assert len(before) == 3
    assert all(before)


def test_slides_have_the_bullets_and_numbers_of_powerpoint(outline: Outline) -> None:
    deck = parts(built(outline, Product.DECK)[1][Product.DECK])
    slides = "".join(text for name, text in deck.items() if name.startswith("ppt/slides/slide"))
    assert slides.count('<a:buChar char="•"/>') == 7
    assert slides.count('<a:buAutoNum type="arabicPeriod" startAt="1"/>') == 6
    assert "<a:t>1." not in slides


def test_the_summary_tags_the_items_of_a_list(outline: Outline) -> None:
    data = built(outline, Product.SUMMARY)[1][Product.SUMMARY]
    with pikepdf.open(io.BytesIO(data)) as file:
        top = file.Root.StructTreeRoot.K[0].K
        lists = [list(kid.K) for kid in top if kid.S == "/L" and isinstance(kid.K, pikepdf.Array)]
        parts = [
            [[str(part.S) for part in item.K] for item in items if isinstance(item.K, pikepdf.Array)]
            for items in lists
        ]
        assert [["/Lbl", "/LBody"]] * 2 in parts


@pytest.mark.parametrize(
    ("product", "part", "pattern", "new", "reported"),
    [
        (Product.MEMO, "word/numbering.xml", 'startOverride w:val="3"', 'startOverride w:val="4"', "4."),
        (
            Product.MEMO,
            "word/document.xml",
            '"ListNumber"/><w:numPr>.*?</w:numPr>',
            '"ListNumber"/>',
            "number",
        ),
        (Product.MEMO, "word/numbering.xml", 'w:val="%1."', 'w:val="%1.9"', "an automatic number"),
        (Product.DECK, "ppt/slides/slide4.xml", 'startAt="1"', 'startAt="2"', "2."),
        (Product.DECK, "ppt/slides/slide4.xml", "<a:buAutoNum[^>]*/>", "", "1."),
        (Product.DECK, "ppt/slides/slide4.xml", "(<a:buAutoNum)", r'<a:buSzPct val="25000"/>\1', "its own"),
        (
            Product.DECK,
            "ppt/slides/slide4.xml",
            "(<a:buAutoNum)",
            r'<a:buFont typeface="Symbol"/>\1',
            "its own",
        ),
    ],
)
def test_a_number_that_is_not_counted_as_in_the_brief_is_reported(
    outline: Outline, product: Product, part: str, pattern: str, new: str, reported: str
) -> None:
    done = built(outline, product)
    assert messages(outline, done, product, done[1][product]) == ""
    found = messages(outline, done, product, damaged(done[1][product], part, pattern, new))
    assert reported in found


def test_a_number_in_the_colour_of_the_page_is_hidden() -> None:
    final = loaded(PROSE)
    done = built(final, Product.MEMO)
    data = done[1][Product.MEMO]
    pattern = r'(ListNumber".*?<w:color w:val=)"[0-9A-F]{6}"'
    white = damaged(data, "word/numbering.xml", pattern, r'\1"FFFFFF"')
    found = "\n".join(one.message for one in faults(final, (done[0], {Product.MEMO: white}), edited=True))
    assert "its number" in found


def test_a_brief_with_lists_is_built_and_audited_by_the_command(tmp_path: Path) -> None:
    done = brief("build", PROSE, "--out", tmp_path, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    again = brief("audit", PROSE, "--out", tmp_path, cwd=tmp_path)
    assert again.returncode == 0, again.stdout + again.stderr
