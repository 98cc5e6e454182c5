"""What a memo never has — objects, charts, bound or struck words — is reported wherever somebody puts it."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from typing import Any

import docx
import pytest
from lxml import etree

from builder.audit.content import Kind
from builder.audit.word.reader import read_memo
from builder.outline.blocks import Outline
from builder.outline.text import Product
from builder.report.problems import Problem
from tests.conftest import ROOT
from tests.support.finished import Finished, finish, outline_of
from tests.support.finished import faults as found_in
from tests.support.packages import W, edited

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
MAIN = "word/document.xml"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": W[1:-1],
        "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "odd": "urn:example:odd",
        "d": "http://schemas.microsoft.com/office/drawing/2017/decorative",
    }.items()
)
WORDS = "<w:r><w:t>not so</w:t></w:r>"
CHART = (
    "<w:r><w:drawing><wp:inline><wp:extent cx='9' cy='9'/><wp:docPr id='9' name='x'><a:extLst><a:ext uri='u'>"
    "<d:decorative val='1'/></a:ext></a:extLst></wp:docPr><a:graphic><a:graphicData uri='{}'><{}/>"
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)
CHOICE = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='odd'/>"
    "<mc:Fallback><w:t>not so</w:t></mc:Fallback></mc:AlternateContent></w:r>"
)
PARTS: dict[str, tuple[str, str]] = {
    "ruby": (
        f"<w:r><w:ruby><w:rt>{WORDS}</w:rt><w:rubyBase>{WORDS}</w:rubyBase></w:ruby></w:r>",
        "words set over others",
    ),
    "textpath": (
        "<w:r><w:pict><v:shape><v:textpath string='DRAFT'/></v:shape></w:pict></w:r>",
        "a drawing of an older kind",
    ),
    "imagedata": (
        "<w:r><w:pict><v:shape><v:imagedata r:id='rId1'/></v:shape></w:pict></w:r>",
        "a drawing of an older kind",
    ),
    "object": ("<w:r><w:object/></w:r>", "an embedded object"),
    "chart": (CHART.format("chart", "c:chart"), "the memo has a chart without a part or a place"),
    "diagram": (CHART.format("diagram", "odd:relIds"), "urn:example:odd:relIds"),
    "fallback": (CHOICE, 'mc:Choice, Requires="odd"'),
    "direction": (f"<w:bdo w:val='rtl'>{WORDS}</w:bdo>", "another direction"),
    "bound": (
        f"<w:sdt><w:sdtPr><w:dataBinding/></w:sdtPr><w:sdtContent>{WORDS}</w:sdtContent></w:sdt>",
        "taken from data",
    ),
    "bound-since-2013": (
        "<w:sdt><w:sdtPr><w15:dataBinding/></w:sdtPr><w:sdtContent/></w:sdt>",
        "taken from data",
    ),
    "part-of-a-book": ("<w:subDoc r:id='rId1'/>", "another file"),
    "date": ("<w:r><w:dayLong/></w:r>", ", paragraph 1: has unfamiliar formatting (w:dayLong)"),
    "struck": ("<w:r><w:rPr><w:strike/></w:rPr><w:t>x</w:t></w:r>", "struck through"),
    "struck-twice": ("<w:r><w:rPr><w:dstrike/></w:rPr><w:t>x</w:t></w:r>", "struck through"),
}
HARMLESS = (
    "<w:r><w:lastRenderedPageBreak/><w:softHyphen/></w:r>",
    "<w:proofErr w:type='spellStart'/>",
    "<w:r><w:rPr><w:strike w:val='0'/></w:rPr></w:r>",
    CHOICE.replace("Requires='odd'", f"Requires='w14' xmlns:w14='{W14}'").replace("<w:t>not so</w:t>", ""),
)


@cache
def made() -> tuple[Outline, Finished]:
    outline = outline_of(ROOT / "brief.yaml")
    done = finish(outline, Product.MEMO)
    assert done is not None
    return outline, done


def faults(change: Callable[[Any], None], part: str = MAIN) -> tuple[Problem, ...]:
    outline, (pages, files) = made()
    data = edited(files[Product.MEMO], part, change)
    return found_in(outline, (pages, {Product.MEMO: data}), edited=True)


def element(markup: str) -> Any:
    return etree.fromstring(f"<x {NAMESPACES}>{markup}</x>")[0]


def long_paragraph(root: Any) -> Any:
    return next(one for one in root.iter(W + "p") if len("".join(one.itertext())) > 60)


@pytest.mark.parametrize("name", PARTS)
def test_what_a_memo_never_has_is_reported(name: str) -> None:
    markup, reported = PARTS[name]
    found = faults(lambda root: long_paragraph(root).append(element(markup)))
    assert any(reported in fault.message for fault in found), found


@pytest.mark.parametrize("markup", HARMLESS)
def test_what_shows_nothing_is_not_reported(markup: str) -> None:
    assert faults(lambda root: long_paragraph(root).append(element(markup))) == ()


def test_another_file_among_the_paragraphs_is_reported() -> None:
    found = faults(lambda root: long_paragraph(root).addnext(element("<w:altChunk r:id='rId1'/>")))
    assert any("another file" in fault.message for fault in found)


@pytest.mark.parametrize(("text", "kind"), [("Not", "bullet"), ("Not", "none")])
def test_a_bullet_of_words_is_reported_and_a_character_is_not(text: str, kind: str) -> None:
    def listed(words: str) -> Callable[[Any], None]:
        def change(root: Any) -> None:
            for level in root.iter(W + "lvl"):
                level.find(W + "numFmt").set(W + "val", kind)
                level.find(W + "lvlText").set(W + "val", words)

        return change

    numbering = "word/numbering.xml"
    assert any(f"“{text}”" in fault.message for fault in faults(listed(text), numbering))
    assert faults(listed("–"), numbering) == ()


def test_words_struck_by_their_style_are_reported() -> None:
    _, (_, files) = made()
    document = docx.Document(io.BytesIO(files[Product.MEMO]))
    used = document.paragraphs[-1].style
    assert used is not None
    name = used.style_id

    def change(root: Any) -> None:
        style = next(one for one in root.iter(W + "style") if one.get(W + "styleId") == name)
        look = style.find(W + "rPr")
        look = etree.SubElement(style, W + "rPr") if look is None else look
        etree.SubElement(look, W + "strike")

    assert any("struck through" in fault.message for fault in faults(change, "word/styles.xml"))


def test_the_header_of_a_further_section_is_read_unless_later_pages_have_it_already() -> None:
    document = docx.Document()
    first = document.sections[0]
    first.different_first_page_header_footer = True
    first.first_page_header.paragraphs[0].text = "masthead"
    first.header.paragraphs[0].text = "short title"
    for words in ("", "another", ""):
        section = document.add_section()
        section.different_first_page_header_footer = False
        if words:
            section.header.is_linked_to_previous = False
            section.header.paragraphs[0].text = words
    file = io.BytesIO()
    document.save(file)
    extracted = read_memo(file.getvalue())
    assert [(one.location, one.text) for one in extracted.of(Kind.HEADER)] == [
        ("header of page 1", "masthead"),
        ("header of later pages", "short title"),
        ("header of section 3", "another"),
    ]
    assert extracted.around == ["header of page 1", "header of later pages", "header of section 3"]
