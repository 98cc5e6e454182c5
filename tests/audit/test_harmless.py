"""What a person does to a finished file without harm is no error, or only a remark."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from builder.outline.text import Product
from tests.audit.test_attacks import (
    BODY,
    BOX,
    LETTERS,
    PARAGRAPH,
    RUN,
    SAMPLE,
    SLIDE,
    Change,
    cut,
    element,
    found,
    give,
    looking,
    put,
)
from tests.conftest import ROOT, Tally
from tests.support.finished import faults, finish, finished, outline_of
from tests.support.outlines import LIBRARY
from tests.support.outlines import outline_of as composed
from tests.support.packages import edited

CONTENTS = """
<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>
<w:sdtContent>
<w:p><w:pPr><w:pStyle w:val="TOCHeading"/></w:pPr><w:r><w:t>Contents</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r>
<w:r><w:instrText xml:space="preserve"> TOC \\o "1-3" \\h </w:instrText></w:r>
<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:hyperlink w:anchor="_Toc1"><w:r><w:t>HEADING</w:t></w:r>
<w:r><w:rPr><w:webHidden/></w:rPr><w:tab/></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>
<w:r><w:instrText xml:space="preserve"> PAGEREF _Toc1 \\h </w:instrText></w:r>
<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r>
<w:r><w:fldChar w:fldCharType="end"/></w:r>
</w:hyperlink></w:p><w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:sdtContent></w:sdt>
"""


def with_contents(entry: str) -> bytes:
    """Return the memo with a table of contents, as Word puts it in."""
    data = finished(SAMPLE, Product.MEMO)[1][Product.MEMO]

    def styles(root: Any) -> None:
        for name, identity in (("toc 1", "TOC1"), ("TOC Heading", "TOCHeading")):
            style = f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="{name}"/></w:style>'
            root.append(element(style))

    def body(root: Any) -> None:
        found(root, "//w:body/w:p").addnext(element(CONTENTS.replace("HEADING", entry)))

    return edited(edited(data, "word/styles.xml", styles), "word/document.xml", body)


def remarks(product: Product, data: bytes) -> list[tuple[bool, str]]:
    pages, _ = finished(SAMPLE, product)
    reported = faults(outline_of(SAMPLE), (pages, {product: data}), edited=True)
    return [(problem.is_error, problem.message) for problem in reported]


def test_a_table_of_contents_is_a_remark() -> None:
    (remark,) = remarks(Product.MEMO, with_contents("Context"))
    assert remark == (
        False,
        "the memo has a table of contents, which its program fills in; update it before you share it",
    )


def test_a_table_of_contents_of_other_words_is_an_error() -> None:
    assert any(
        error and "“Withdrawn”" in message
        for error, message in remarks(Product.MEMO, with_contents("Withdrawn"))
    )


def say(path: str, words: str) -> Change:
    """Replace the words of an element that a path finds."""

    def change(root: Any) -> None:
        found(root, path).text = words

    return change


HARMLESS: dict[str, tuple[Product, str, Change, str]] = {
    "a tracked change of formatting": (
        Product.MEMO,
        f"word/{BODY}.xml",
        looking("<w:b/>", '<w:rPrChange w:id="1" w:author="B. R."><w:rPr/></w:rPrChange>'),
        "a tracked change by B. R. to accept or reject; only formatting, no words",
    ),
    "another proofing language of Word": (
        Product.MEMO,
        f"word/{BODY}.xml",
        looking('<w:lang w:val="en-US"/>'),
        "the language en-US",
    ),
    "another proofing language of PowerPoint": (
        Product.DECK,
        f"ppt/{SLIDE}.xml",
        give(LETTERS, lang="en-AU"),
        "the language en-AU",
    ),
    "bold words": (Product.MEMO, f"word/{BODY}.xml", looking("<w:b/>", "<w:i/>"), ""),
    "words underlined": (Product.MEMO, f"word/{BODY}.xml", looking('<w:u w:val="double"/>'), ""),
    "larger words": (Product.MEMO, f"word/{BODY}.xml", looking('<w:sz w:val="28"/>'), ""),
    "coloured words": (Product.MEMO, f"word/{BODY}.xml", looking('<w:color w:val="7A1F1F"/>'), ""),
    "words in yellow": (Product.MEMO, f"word/{BODY}.xml", looking('<w:highlight w:val="yellow"/>'), ""),
    "another font": (
        Product.MEMO,
        f"word/{BODY}.xml",
        looking('<w:rFonts w:ascii="Georgia" w:hAnsi="Georgia"/>'),
        "",
    ),
    "a font of the theme": (
        Product.MEMO,
        "word/theme/theme1.xml",
        give("//a:minorFont/a:latin", typeface="Aptos"),
        "",
    ),
    "an indent": (Product.MEMO, f"word/{BODY}.xml", put(f"{PARAGRAPH}/w:pPr", '<w:ind w:left="720"/>'), ""),
    "more space": (
        Product.MEMO,
        f"word/{BODY}.xml",
        put(f"{PARAGRAPH}/w:pPr", '<w:spacing w:before="600"/>'),
        "",
    ),
    "a page break": (Product.MEMO, f"word/{BODY}.xml", put(f"{PARAGRAPH}/w:pPr", "<w:pageBreakBefore/>"), ""),
    "a page on its side": (
        Product.MEMO,
        f"word/{BODY}.xml",
        give("//w:pgSz", w="16838", h="11906", orient="landscape"),
        "",
    ),
    "wider margins": (Product.MEMO, f"word/{BODY}.xml", give("//w:pgMar", left="1800", right="1800"), ""),
    "a bookmark": (
        Product.MEMO,
        f"word/{BODY}.xml",
        put(PARAGRAPH, '<w:bookmarkStart w:id="9" w:name="mine"/>'),
        "",
    ),
    "marks of a spelling check": (
        Product.MEMO,
        f"word/{BODY}.xml",
        put(PARAGRAPH, '<w:proofErr w:type="spellEnd"/>'),
        "",
    ),
    "a soft hyphen of Word": (
        Product.MEMO,
        f"word/{BODY}.xml",
        put(RUN, "<w:softHyphen/>"),
        "",
    ),
    "a box moved": (Product.DECK, f"ppt/{SLIDE}.xml", give(f"{BOX}//a:off", x="700000"), ""),
    "a slide that fades in": (
        Product.DECK,
        f"ppt/{SLIDE}.xml",
        put("/p:sld", '<p:transition spd="med"><p:fade/></p:transition>'),
        "",
    ),
    "bold words of a slide": (Product.DECK, f"ppt/{SLIDE}.xml", give(LETTERS, b="1", dirty="0"), ""),
    "another font on a slide": (
        Product.DECK,
        f"ppt/{SLIDE}.xml",
        put(LETTERS, '<a:latin typeface="Arial" pitchFamily="34" charset="0"/>'),
        "",
    ),
    "a pale slide": (
        Product.DECK,
        f"ppt/{SLIDE}.xml",
        put(
            "//p:cSld",
            '<p:bg><p:bgPr><a:solidFill><a:srgbClr val="FDFBF5"/></a:solidFill></p:bgPr></p:bg>',
            0,
        ),
        "",
    ),
}


@pytest.mark.parametrize("edit", HARMLESS)
def test_an_edit_that_does_no_harm_is_not_an_error(edit: str, tally: Tally) -> None:
    tally("false alarms", "quiet")
    product, part, change, remark = HARMLESS[edit]
    data = edited(finished(SAMPLE, product)[1][product], part, change)
    reported = remarks(product, data)
    assert [error for error, _ in reported] == [False] * bool(remark), reported
    assert all(remark in message for _, message in reported)


DENSE = ROOT / "tests" / "briefs" / "good" / "dense.yaml"
TOTALS = {
    "title": "Tolls",
    "columns": ["Year", "Amount"],
    "rows": [["2030", "7.25"], ["2031", "12"], ["Total", "19.25"]],
}
# What only looks in the memo's constructs, or what Word keeps up to date: the words are the same without it.
LOOKS: dict[str, tuple[str, Change]] = {
    "the page of a heading in the contents": (
        "dense",
        say("(//w:p[w:pPr/w:pStyle/@w:val='Contents']//w:t[number()=number()])[1]", "19"),
    ),
    "a line to write on": ("dense", cut("(//w:p[w:pPr/w:pStyle/@w:val='DecisionLine']//w:r/w:tab)[1]")),
    "the decimal tab of a number": ("totals", cut("(//w:tab[@w:val='decimal'])[1]")),
    "the bold of a total": ("totals", cut("(//w:tc//w:rStyle[@w:val='Strong'])[1]")),
}


@pytest.mark.parametrize("edit", LOOKS)
def test_a_construct_of_the_memo_that_only_looks_otherwise_is_not_an_error(edit: str, tally: Tally) -> None:
    tally("false alarms", "quiet")
    name, change = LOOKS[edit]
    outline = outline_of(DENSE) if name == "dense" else composed(LIBRARY, tables=[TOTALS])
    done = finish(outline, Product.MEMO)
    assert done is not None
    data = edited(done[1][Product.MEMO], f"word/{BODY}.xml", change)
    assert data != done[1][Product.MEMO]
    assert faults(outline, ({}, {Product.MEMO: data}), edited=True) == ()


@pytest.mark.parametrize("product", [Product.MEMO, Product.DECK])
def test_a_company_is_reported_unless_the_program_of_an_editor_may_have_filled_it_in(
    product: Product,
) -> None:
    def change(root: Any) -> None:
        etree.SubElement(root, root.tag.replace("Properties", "Company")).text = "Not so"

    pages, files = finished(SAMPLE, product)
    data = edited(files[product], "docProps/app.xml", change)
    (problem,) = faults(outline_of(SAMPLE), (pages, {product: data}))
    assert "has the company “Not so”, which is not in the brief" in problem.message
    assert faults(outline_of(SAMPLE), (pages, {product: data}), edited=True) == ()
