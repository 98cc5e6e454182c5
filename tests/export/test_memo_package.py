"""The memo as a package: headers and footers, language, properties, identity, equal bytes."""

from __future__ import annotations

import re
from typing import Any

import msgspec.structs
import pytest
from lxml import etree
from msgspec.structs import replace

from builder.export.word.memo import write_memo
from builder.layout.memo.figure import lay_out_figure
from builder.outline.blocks import (
    Front,
    Glance,
    Outline,
    Properties,
    Section,
)
from builder.outline.reading import reading
from builder.outline.text import Product, Text
from builder.theme.theme import DEFAULT
from tests.conftest import calls
from tests.support.memos import (
    BRIEF,
    DC,
    TERMS,
    Memo,
    altered,
    bookmark_of,
    changed,
    marked,
    memo_of,
    outline_of,
    style_of,
    text_of,
    the,
)
from tests.support.outlines import LIBRARY, WIDE
from tests.support.outlines import outline_of as composed
from tests.support.packages import W

# Headers, footers, language, properties


def test_the_first_page_has_a_masthead_and_later_pages_the_short_title(sample: Memo) -> None:
    assert sample.body.find(f"{W}sectPr/{W}titlePg") is not None
    headers = {kind: text_of(part) for kind, part in sample.sheets("header").items()}
    front = the(Front)
    assert front.memo_name is None  # the kind, an information memo, says it
    assert headers["first"] == f"{front.kind.plain}\t{front.status.plain}"
    assert headers["default"] == f"{front.short_title.plain}\t{front.status_word.plain}"


def test_the_footer_counts_pages_by_fields_in_the_words_of_the_language() -> None:
    outline = outline_of()
    pages = msgspec.structs.replace(outline.labels, page_of="{pages} pages, this is {page}")
    for part in memo_of(replace(outline, labels=pages)).sheets("footer").values():
        assert text_of(part) == f"{the(Front).status.plain}\t4 pages, this is 1"
        assert [each.text.strip() for each in part.iter(f"{W}instrText")] == ["NUMPAGES", "PAGE"]
        kinds = [each.get(f"{W}fldCharType") for each in part.iter(f"{W}fldChar")]
        assert kinds == ["begin", "separate", "end"] * 2


def test_a_marking_is_above_and_below_every_page() -> None:
    memo = memo_of(marked(outline_of()))
    for kind in ("header", "footer"):
        sheets = memo.sheets(kind)
        assert sheets.keys() == {"first", "default"}
        for part in sheets.values():
            assert "TLP:AMBER" in text_of(part)
    assert all("Embargoed" in text_of(part) for part in memo.sheets("header").values())
    look = memo.styles["Marking"].find(f"{W}rPr")
    assert look.find(f"{W}color").get(f"{W}val") == "FFC000"
    assert look.find(f"{W}shd").get(f"{W}fill") == "000000"
    assert int(look.find(f"{W}sz").get(f"{W}val")) >= 24  # 12 points, FIRST TLP 2.0


def test_a_brief_without_a_marking_shows_none(sample: Memo) -> None:
    assert "Marking" not in sample.styles
    assert not any(
        "TLP" in text_of(part) for kind in ("header", "footer") for part in sample.sheets(kind).values()
    )


@pytest.mark.parametrize(
    ("language", "east_asian"), [("en-GB", "ja-JP"), ("fr", "ja-JP"), ("ja", "ja"), ("zh-TW", "zh-TW")]
)
def test_all_text_is_in_the_language_of_the_brief(language: str, east_asian: str) -> None:
    memo = memo_of(replace(outline_of(), language=language))
    (mark,) = memo.xml("word/styles.xml").iter(f"{W}lang")
    assert (mark.get(f"{W}val"), mark.get(f"{W}eastAsia")) == (language, east_asian)
    assert not [each for story in memo.stories() for each in story.iter(f"{W}lang")]


def test_fonts_and_colours_are_those_of_the_theme_and_named_for_programs_that_do_not_read_it(
    sample: Memo,
) -> None:
    plain, *headings = sample.xml("word/styles.xml").iter(f"{W}rFonts")
    assert dict(plain.attrib) == {
        f"{W}ascii": "Calibri",
        f"{W}asciiTheme": "minorHAnsi",
        f"{W}hAnsi": "Calibri",
        f"{W}hAnsiTheme": "minorHAnsi",
        f"{W}cs": "Calibri",
        f"{W}eastAsia": "Yu Gothic",
        f"{W}eastAsiaTheme": "minorEastAsia",
    }
    assert {each.get(f"{W}asciiTheme") for each in headings} == {"majorHAnsi"}
    colours = {
        style: sample.styles[style].find(f"{W}rPr/{W}color") for style in ("Normal", "Title", "Heading1")
    }
    assert {style: colour.get(f"{W}themeColor") for style, colour in colours.items()} == {
        "Normal": "text1",
        "Title": "text2",
        "Heading1": "text2",
    }
    assert colours["Normal"].get(f"{W}val") == "1B2733"


def test_japanese_is_set_further_apart() -> None:
    outline = outline_of()
    leading = {
        language: int(
            memo_of(replace(outline, language=language))
            .styles["Normal"]
            .find(f"{W}pPr/{W}spacing")
            .get(f"{W}line")
        )
        for language in ("en", "ja")
    }
    assert leading["ja"] > 1.4 * 11 * 20 > leading["en"]


@pytest.mark.parametrize(("page", "size"), [("A4", ("11906", "16838")), ("Letter", ("12240", "15840"))])
def test_the_paper_is_that_of_the_brief(page: str, size: tuple[str, str]) -> None:
    paper = memo_of(replace(outline_of(), page=page)).body.find(f"{W}sectPr/{W}pgSz")
    assert (paper.get(f"{W}w"), paper.get(f"{W}h")) == size


def test_pages_on_their_side_repeat_header_and_footer_at_their_own_width() -> None:
    values = {**LIBRARY, "marking": {"scheme": "tlp", "label": "RED"}}
    memo = memo_of(composed(values, tables=[WIDE], glossary=[{"term": "Town", "definition": "A place."}]))
    sections = list(memo.body.iter(f"{W}sectPr"))
    papers = [section.find(f"{W}pgSz") for section in sections]
    assert [paper.get(f"{W}orient") for paper in papers] == [None, "landscape", None]
    assert {(paper.get(f"{W}w"), paper.get(f"{W}h")) for paper in papers[::2]} == {("11906", "16838")}
    assert (papers[1].get(f"{W}w"), papers[1].get(f"{W}h")) == ("16838", "11906")
    assert [section.find(f"{W}titlePg") is not None for section in sections] == [True, False, False]
    for kind, words in (("header", "TLP:RED"), ("footer", "TLP:RED")):
        first, side, again = (memo.sheets(kind, section)["default"] for section in sections)
        assert text_of(first) == text_of(side) == text_of(again)
        assert words in text_of(side)
        edges = {tab.get(f"{W}val"): tab.get(f"{W}pos") for tab in side.iter(f"{W}tabs") for tab in tab}
        assert edges == {"clear": "9071", "right": "14797"}
        assert not list(first.iter(f"{W}tabs"))
    fields = [
        each.text.strip() for each in memo.sheets("footer", sections[1])["default"].iter(f"{W}instrText")
    ]
    assert fields == ["PAGE", "NUMPAGES"]
    assert not list(memo.body.iter(f"{W}pgNumType"))  # the numbers go on


def test_properties_say_what_the_brief_gives_and_no_more() -> None:
    given = Properties("Title", "", ("A. Author", "B. Author"), ("one", "two"), "en", "Draft", "")
    memo = memo_of(replace(outline_of(), properties=given, epoch=1_900_000_000))
    core = memo.xml("docProps/core.xml")
    found = {etree.QName(each).localname: each.text for each in core}
    assert found == {
        "title": "Title",
        "creator": "A. Author; B. Author",
        "keywords": "one, two",
        "language": "en",
        "contentStatus": "Draft",
        "created": "2030-03-17T17:46:40Z",
        "modified": "2030-03-17T17:46:40Z",
    }


def test_a_brief_without_a_date_is_not_given_one(sample: Memo) -> None:
    core = sample.xml("docProps/core.xml")
    assert core.find(f"{TERMS}created") is None
    assert core.find(f"{DC}creator") is None


def test_nothing_reveals_the_libraries_or_templates_that_made_the_file(memo: Memo) -> None:
    assert set(memo.parts) - {name for name in memo.parts if name.startswith("word/media/")} == {
        "[Content_Types].xml",
        "_rels/.rels",
        "customXml/_rels/item1.xml.rels",
        "customXml/item1.xml",
        "customXml/itemProps1.xml",
        "docProps/app.xml",
        "docProps/core.xml",
        "docProps/custom.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/fontTable.xml",
        "word/footer1.xml",
        "word/footer2.xml",
        "word/header1.xml",
        "word/header2.xml",
        "word/numbering.xml",
        "word/settings.xml",
        "word/styles.xml",
        "word/theme/theme1.xml",
    }
    everything = b"".join(memo.parts.values()).lower()
    for trace in (
        b"python",
        b"docx</",
        b"canny",
        b"generated by",
        b"microsoft office",
        b"normal.dotm",
        b"rsid",
    ):
        assert trace not in everything
    assert len(memo.xml("docProps/app.xml")) == 0


def test_word_opens_it_as_a_file_of_its_own_time(sample: Memo) -> None:
    settings = sample.xml("word/settings.xml")
    assert settings.find(f"{W}zoom").get(f"{W}percent") == "100"
    modes = {each.get(f"{W}name"): each.get(f"{W}val") for each in settings.find(f"{W}compat")}
    assert modes["compatibilityMode"] == "15"
    assert settings.find(f"{W}updateFields") is None


def test_every_style_in_use_is_there(memo: Memo) -> None:
    used = {
        each.get(f"{W}val")
        for story in memo.stories()
        for each in story.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
    }
    linked = {
        each.get(f"{W}val")
        for style in memo.styles.values()
        for each in style.iter(f"{W}basedOn", f"{W}next")
    }
    assert used | linked <= memo.styles.keys()


# Identity


def test_every_paragraph_with_words_has_one_hidden_bookmark_of_the_build(
    memo: Memo, outline: Outline
) -> None:
    names: list[str] = []
    for story in memo.stories():
        for paragraph in story.iter(f"{W}p"):
            name = bookmark_of(paragraph)
            assert (name is not None) == bool(text_of(paragraph).strip())
            names += [name] if name else []
    assert len(set(names)) == len(names)
    for name in names:
        assert name.startswith(f"_brf_{outline.build_id[:8]}_")
        assert len(name) <= 40


def test_a_bookmark_wraps_the_runs_of_its_paragraph(sample: Memo) -> None:
    for paragraph in sample.body.iter(f"{W}p"):
        inside = [etree.QName(each).localname for each in paragraph if each.tag != f"{W}pPr"]
        if inside and inside != ["r"]:
            assert (inside[0], inside[-1]) == ("bookmarkStart", "bookmarkEnd")


def test_a_repeated_text_is_named_twice(sample: Memo) -> None:
    named = {bookmark_of(each): style_of(each) for each in sample.body.iter(f"{W}p")}
    start = f"_brf_{outline_of().build_id[:8]}_a1_claim"
    assert (named[start], named[f"{start}__2"]) == ("TableClaim", "Heading2")


def test_the_snapshot_holds_every_paragraph_as_it_is_rendered_in_the_order_of_the_file(memo: Memo) -> None:
    snapshot = memo.xml("customXml/item1.xml")
    paragraphs = {
        name: text_of(each).replace("\u2007", "")
        for story in memo.stories()
        for each in story.iter(f"{W}p")
        if (name := bookmark_of(each))
    }
    kept = {each.get("name"): "".join(part.text or "" for part in each) for each in snapshot}
    pages = r"Page 1 of \d+|(?<=\t)\d+(?=\t|$)"  # what Word counts
    numbered = {name: re.sub(pages, "", text) for name, text in paragraphs.items()}
    assert kept == numbered
    body = [name for each in memo.body.iter(f"{W}p") if (name := bookmark_of(each))]
    assert [name for name in kept if name in set(body)] == body


def test_the_snapshot_names_build_product_and_the_fields_of_the_brief(sample: Memo) -> None:
    outline = outline_of()
    snapshot = sample.xml("customXml/item1.xml")
    assert snapshot.tag == f"{BRIEF}brief"
    assert dict(snapshot.attrib) == {
        "id": outline.id,
        "build": outline.build_id,
        "product": "memo",
        "language": "en-GB",
    }
    fields_kept = {each.get("path"): each.text for each in snapshot.iter(f"{BRIEF}field")}
    claim = next(
        text for text in reading(outline, Product.MEMO) if text.path == "sections[0].arguments[0].claim"
    )
    assert fields_kept[claim.path] == claim.plain
    properties = sample.xml("docProps/custom.xml")
    assert outline.build_id in "".join(properties.itertext())


# Bytes and speed


def test_equal_outlines_make_equal_bytes(outline: Outline) -> None:
    figure, _ = lay_out_figure(outline, DEFAULT)
    assert write_memo(outline, figure, DEFAULT) == write_memo(outline, figure, DEFAULT)


def test_a_later_date_changes_nothing_but_dates() -> None:
    outline = outline_of("dense")
    one, other = (memo_of(replace(outline, epoch=epoch)).parts for epoch in (1_900_000_000, 2_000_000_000))
    assert [name for name in one if one[name] != other[name]] == ["docProps/core.xml"]


def test_the_work_grows_no_faster_than_the_brief() -> None:
    few, many = (work(lengthened(outline_of(), count)) for count in (20, 80))
    assert many < 5 * few


def lengthened(outline: Outline, count: int) -> Outline:
    """The outline with so many arguments in its first section, all of them different texts."""
    section = next(block for block in outline.blocks if isinstance(block, Section))
    first = section.arguments[0]
    arguments = tuple(renamed(first, f"_{place}") for place in range(count))
    long = replace(section, arguments=arguments)
    blocks = tuple(long if block is section else block for block in outline.blocks)
    return changed(replace(outline, blocks=blocks), Glance, lambda glance: replace(glance, sections=(long,)))


def renamed(part: Any, suffix: str) -> Any:
    """The part with every text in a slot of its own."""
    if isinstance(part, Text):
        return altered(part, slot=part.slot[:20] + suffix)
    if isinstance(part, tuple):
        return tuple(renamed(each, suffix) for each in part)
    if isinstance(part, msgspec.Struct):
        names = [each.name for each in msgspec.structs.fields(part)]
        return altered(part, **{name: renamed(getattr(part, name), suffix) for name in names})
    return part


def work(outline: Outline) -> int:
    """How many functions are called to write the memo."""
    figure, _ = lay_out_figure(outline, DEFAULT)
    write_memo(outline, figure, DEFAULT)
    return calls(lambda: write_memo(outline, figure, DEFAULT))
