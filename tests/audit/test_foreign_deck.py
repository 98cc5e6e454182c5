"""What a deck shows beside its words is reported: no program but the one it was edited in puts it there."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from builder.outline.text import Product
from tests.conftest import ROOT
from tests.support.finished import faults, finished, outline_of
from tests.support.packages import A, P, edited, read, repacked

SPACES = " ".join(
    f'xmlns:{name}="{space}"'
    for name, space in {
        "a": A[1:-1],
        "p": P[1:-1],
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "a14": "http://schemas.microsoft.com/office/drawing/2010/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "x": "urn:unknown",
    }.items()
)
SLIDE, NOTES = "ppt/slides/slide3.xml", "ppt/notesSlides/notesSlide3.xml"
LAYOUT, MASTER = "ppt/slideLayouts/slideLayout1.xml", "ppt/slideMasters/slideMaster1.xml"
ABOUT = '<p:cNvPr id="900" name="x"{}/>'
DECORATIVE = ABOUT.format(' descr=""')
GROUND = '<p:bg><p:bgPr><a:blipFill><a:blip r:embed="rId1"/></a:blipFill><a:effectLst/></p:bgPr></p:bg>'
PICTURE = (
    f'<p:pic><p:nvPicPr>{DECORATIVE}</p:nvPicPr><p:blipFill><a:blip r:embed="rId1"/></p:blipFill></p:pic>'
)
WORDS = "<p:spPr/><p:txBody><a:p><a:r><a:t>Draft</a:t></a:r></a:p></p:txBody>"
BOX = f"<p:sp><p:nvSpPr>{ABOUT.format('')}<p:nvPr/></p:nvSpPr>{WORDS}</p:sp>"
EITHER = (
    f'<mc:AlternateContent><mc:Choice Requires="x"/><mc:Fallback>{BOX}</mc:Fallback></mc:AlternateContent>'
)
CHART = (
    f"<p:graphicFrame><p:nvGraphicFramePr>{DECORATIVE}</p:nvGraphicFramePr>"
    '<a:graphic><a:graphicData uri="urn:chart"><a:tbl/></a:graphicData></a:graphic></p:graphicFrame>'
)


def furniture(kind: str) -> str:
    mark = f'<p:nvPr><p:ph type="{kind}"/></p:nvPr>'
    return f"<p:sp><p:nvSpPr>{ABOUT.format('')}{mark}</p:nvSpPr>{WORDS}</p:sp>"


@pytest.mark.parametrize(
    ("part", "into", "xml", "reported"),
    [
        (
            SLIDE,
            f"{A}r/{A}rPr",
            'strike="sngStrike"',
            "slide 3, “A long alliance has come under strain in…”: has unfamiliar formatting (the look",
        ),
        (
            SLIDE,
            f"{A}p/{A}pPr",
            '<a:buAutoNum type="arabicPeriod"/>',
            "slide 3: has “1.”, which is not in the brief",
        ),
        (
            SLIDE,
            f"{A}p/{A}pPr",
            '<a:buChar char="9"/>',
            'slide 3, “Information memo”: has unfamiliar formatting (a bullet, a:buChar, char="9"',
        ),
        (MASTER, f"{P}bodyStyle/{A}lvl1pPr", '<a:buAutoNum type="alphaLcParenR"/>', "an automatic number"),
        (SLIDE, f"{P}txBody/{A}p", "<a14:m/>", "a formula, a14:m"),
        (SLIDE, f"{P}cSld/{P}spTree", EITHER, "mc:AlternateContent"),
        (SLIDE, f"{P}cSld/{P}spTree", CHART, "an object, a:graphicData"),
        (
            SLIDE,
            f"{P}cSld",
            GROUND,
            "strain in…”: has unfamiliar formatting (a picture as fill",
        ),
        (LAYOUT, f"{P}cSld", GROUND, "a picture as fill"),
        (MASTER, f"{P}cSld", GROUND, "a picture as fill"),
        (
            LAYOUT,
            f"{P}cSld/{P}spTree",
            PICTURE,
            "layout, “KickerTitleSubtitle”: has unfamiliar formatting (a picture",
        ),
        (
            MASTER,
            f"{P}cSld/{P}spTree",
            PICTURE,
            "master, “TitleBodyStatusSource‹#›”: has unfamiliar formatting (a picture",
        ),
        *((NOTES, f"{P}cSld/{P}spTree", furniture(kind), "Draft") for kind in ("hdr", "dt", "ftr", "sldNum")),
    ],
)
def test_what_is_shown_beside_the_words_is_reported(part: str, into: str, xml: str, reported: str) -> None:
    def change(root: Any) -> None:
        place = root.find(f".//{into}")
        if xml[0] != "<":
            name, _, value = xml.partition("=")
            place.set(name, value.strip('"'))
        else:
            new = etree.fromstring(f"<x {SPACES}>{xml}</x>")[0]
            place.insert(0, new) if new.tag == P + "bg" else place.append(new)

    assert reported in messages(edited(deck(), part, change))


def test_a_comment_is_reported_whatever_it_says() -> None:
    listing = "ppt/slides/_rels/slide3.xml.rels"
    root = etree.fromstring(read(deck(), listing))
    kind = "http://schemas.microsoft.com/office/2018/10/relationships/comments"
    etree.SubElement(root, root[0].tag, Id="rId900", Type=kind, Target="../comments/modernComment_1.xml")
    parts = {listing: etree.tostring(root), "ppt/comments/modernComment_1.xml": b"<cmLst/>"}
    assert "slide 3: has unfamiliar formatting (comments" in messages(repacked(deck(), parts))


def deck() -> bytes:
    return finished(ROOT / "brief.yaml", Product.DECK)[1][Product.DECK]


def messages(data: bytes) -> str:
    pages, _ = finished(ROOT / "brief.yaml", Product.DECK)
    found = faults(outline_of(ROOT / "brief.yaml"), (pages, {Product.DECK: data}))
    return "\n".join(problem.message for problem in found)
