"""What hides, scatters or changes the words of a finished file without touching them is reported."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from lxml import etree

from builder.outline.blocks import Outline
from builder.outline.text import Product
from builder.report.problems import Problem
from tests.conftest import ROOT, Tally
from tests.support.finished import Finished, faults, finish, finished, outline_of
from tests.support.outlines import LIBRARY
from tests.support.outlines import outline_of as composed
from tests.support.packages import edited, repacked

SAMPLE = ROOT / "brief.yaml"
SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "p14": "http://schemas.microsoft.com/office/powerpoint/2010/main",
    "v": "urn:schemas-microsoft-com:vml",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
DECLARED = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in SPACES.items())

Change = Callable[[Any], None]


def found(root: Any, path: str) -> Any:
    return root.xpath(path, namespaces=SPACES)[0]


def element(markup: str) -> Any:
    return etree.fromstring(f"<x {DECLARED}>{markup}</x>")[0]


def put(path: str, markup: str, at: int = -1) -> Change:
    """Add an element to one that a path finds, instead of one of the same name."""

    def change(root: Any) -> None:
        into, new = found(root, path), element(markup)
        for old in into.findall(new.tag):
            into.remove(old)
        into.insert(len(into) if at < 0 else at, new)

    return change


def give(path: str, **values: str) -> Change:
    """Set attributes of an element that a path finds; those of Word have its prefix."""

    def change(root: Any) -> None:
        one = found(root, path)
        word = one.tag.startswith(f"{{{SPACES['w']}}}")
        for name, value in values.items():
            one.set(f"{{{SPACES['w']}}}{name}" if word else name, value)

    return change


def cut(path: str) -> Change:
    def change(root: Any) -> None:
        one = found(root, path)
        one.getparent().remove(one)

    return change


DAYS = {
    "title": "Fewer people come on Mondays than on Saturdays",
    "columns": ["Day", "People"],
    "rows": [["Monday", "12"], ["Saturday", "80"]],
}
# What a short brief must have to be attacked in as many ways as the sample: a table, in the memo a map,
# and in the deck two arguments, as the only one would be on the slide of the answer.
SHORT: dict[Product, dict[str, Any]] = {
    Product.MEMO: {
        "tables": [DAYS],
        "bottom_line": "Open the library on Sundays, when most people of the town are free to come and read.",
        "event": {"label": "The library opens"},
        "sections": [
            {
                "title": "Why",
                "role": "cause",
                "arguments": [
                    {
                        "id": "free",
                        "label": "Free on Sundays",
                        "claim": "Most people are free on Sundays.",
                        "evidence": ["Offices and schools are closed."],
                    }
                ],
            }
        ],
        "links": [{"from": "free", "to": "event", "certainty": "asserted"}],
        "glossary": [
            {"term": "Sunday", "definition": "The one day when most people of the town are free to come."}
        ],
        "contact": "Ask [the desk](https://example.org/desk)",
    },
    Product.DECK: {
        "tables": [DAYS],
        "sections": [
            {
                "title": "Why",
                "arguments": [
                    {
                        "claim": "Most people are free on Sundays.",
                        "evidence": ["Offices and schools are closed."],
                    },
                    {"claim": "Few people come on Mondays."},
                ],
            }
        ],
    },
}


@cache
def short(product: Product) -> tuple[Outline, Finished]:
    """Return a short brief, and its file without a problem."""
    outline = composed(LIBRARY, **SHORT[product])
    done = finish(outline, product)
    assert done is not None
    assert faults(outline, done, edited=True) == ()
    return outline, done


def problems(product: Product, part: str, change: Change) -> tuple[Problem, ...]:
    pages, files = finished(SAMPLE, product)
    data = edited(files[product], part, change)
    return faults(outline_of(SAMPLE), (pages, {product: data}), edited=True)


RUN = "//w:body/w:p/w:r[string-length(w:t) > 60]"
PARAGRAPH = f"{RUN}/.."
CELL = "//w:tc[following-sibling::w:tc][.//w:t]"
LOOK, SHAPE = f"{CELL}/w:tcPr", "//wps:wsp[wps:txbx]"
FALLBACK = "//mc:Fallback[.//a:blip]"
ALONG = '<v:shape id="x"><v:textpath string="This brief is false"/></v:shape>'
OLDER = '<v:shape id="x"><v:imagedata r:id="rId1"/></v:shape>'
BODY, STYLES, THEME, FONTS = "document", "styles", "theme/theme1", "fontTable"
PLAIN = '<w:r><w:t xml:space="preserve">x</w:t></w:r>'


def looking(*markup: str) -> Change:
    """Give a run of the body some properties."""

    def change(root: Any) -> None:
        run = found(root, RUN)
        look = run.find(f"{{{SPACES['w']}}}rPr")
        if look is None:
            look = element("<w:rPr/>")
            run.insert(0, look)
        for old in look.findall(f"{{{SPACES['w']}}}color"):
            look.remove(old)
        look.extend(map(element, markup))

    return change


def section_before(root: Any) -> None:
    """End a section without headers after the first paragraph."""
    size = '<w:pgSz w:w="11906" w:h="16838"/>'
    margins = (
        '<w:pgMar w:top="1134" w:right="1417" w:bottom="964" w:left="1417" w:header="624" w:footer="567" '
        'w:gutter="0"/>'
    )
    found(root, "//w:body/w:p").insert(0, element(f"<w:pPr><w:sectPr>{size}{margins}</w:sectPr></w:pPr>"))


def upside_down(root: Any) -> None:
    found(root, f"{SHAPE}/wps:spPr/a:xfrm").set("flipV", "1")


MEMO: dict[str, tuple[str, Change]] = {
    "a cell over two columns": (BODY, put(LOOK, '<w:gridSpan w:val="2"/>')),
    "a cell merged with the one above": (BODY, put(LOOK, "<w:vMerge/>")),
    "a cell merged with the one before": (BODY, put(LOOK, "<w:hMerge/>")),
    "words turned in a cell": (BODY, put(LOOK, '<w:textDirection w:val="tbRl"/>')),
    "a cell of words fitted to its width": (BODY, put(LOOK, "<w:tcFitText/>")),
    "a row as high as a hair": (BODY, put(f"{CELL}/../w:trPr", '<w:trHeight w:val="9" w:hRule="exact"/>')),
    "a row that leaves out columns": (BODY, put(f"{CELL}/../w:trPr", '<w:gridBefore w:val="2"/>')),
    "a column as wide as a hair": (BODY, give("//w:tblGrid/w:gridCol", w="9")),
    "columns off the page": (BODY, give("//w:tblGrid/w:gridCol", w="15000")),
    "a cell off the page": (BODY, give("//w:tcPr/w:tcW", w="15000", type="dxa")),
    "a table of four pages' width": (BODY, give("//w:tblPr/w:tblW", w="20000", type="pct")),
    "words along a path for older programs": (BODY, put(FALLBACK, f"<w:pict>{ALONG}</w:pict>")),
    "a picture of an older kind": (BODY, put(FALLBACK, f"<w:pict>{OLDER}</w:pict>")),
    "another description for older programs": (
        BODY,
        put(FALLBACK, '<w:pict><v:rect id="x" alt="This brief is false"/></w:pict>'),
    ),
    "an older drawing that is not shown": (
        BODY,
        put(FALLBACK, '<w:pict><v:rect id="x" style="width:9pt;visibility:hidden"/></w:pict>'),
    ),
    "a title of a control": (
        BODY,
        put(
            PARAGRAPH,
            f'<w:sdt><w:sdtPr><w:alias w:val="Not"/></w:sdtPr><w:sdtContent>{PLAIN}</w:sdtContent></w:sdt>',
        ),
    ),
    "a table that floats": (BODY, put("//w:tblPr", '<w:tblpPr w:tblpX="1" w:tblpY="15000"/>')),
    "a table beside the page": (BODY, put("//w:tblPr", '<w:tblInd w:w="-9000" w:type="dxa"/>')),
    "a table from right to left": (BODY, put("//w:tblPr", "<w:bidiVisual/>")),
    "a margin over the page": (BODY, give("//w:pgMar", right="9000")),
    "a header over the page": (BODY, give("//w:pgMar", header="15000")),
    "a small page": (BODY, give("//w:pgSz", w="3000")),
    "columns": (BODY, give("//w:cols", num="4")),
    "a section without headers": (BODY, section_before),
    "a document from top to bottom": (BODY, put("//w:body/w:sectPr", '<w:textDirection w:val="tbRl"/>')),
    "a frame": (BODY, put(f"{PARAGRAPH}/w:pPr", '<w:framePr w:w="9" w:h="9" w:hRule="exact"/>')),
    "a wide indent": (BODY, put(f"{PARAGRAPH}/w:pPr", '<w:ind w:left="8800"/>')),
    "a wide indent by characters": (BODY, put(f"{PARAGRAPH}/w:pPr", '<w:ind w:leftChars="9000"/>')),
    "an indent from the right": (BODY, put(f"{PARAGRAPH}/w:pPr", '<w:ind w:right="8800"/>')),
    "a hanging indent off the page": (BODY, put(f"{PARAGRAPH}/w:pPr", '<w:ind w:hanging="20000"/>')),
    "a paragraph far below": (BODY, put(f"{PARAGRAPH}/w:pPr", '<w:spacing w:before="31000"/>')),
    "lines over each other": (
        BODY,
        put(f"{PARAGRAPH}/w:pPr", '<w:spacing w:line="110" w:lineRule="exact"/>'),
    ),
    "lines over each other by a share": (
        BODY,
        put(f"{PARAGRAPH}/w:pPr", '<w:spacing w:line="60" w:lineRule="auto"/>'),
    ),
    "a border over the words": (
        BODY,
        put(f"{PARAGRAPH}/w:pPr", '<w:pBdr><w:top w:val="single" w:sz="900" w:color="000000"/></w:pBdr>'),
    ),
    "letters over each other": (BODY, looking('<w:spacing w:val="-200"/>')),
    "letters far apart": (BODY, looking('<w:spacing w:val="2000"/>')),
    "lowered words": (BODY, looking('<w:position w:val="-200"/>')),
    "squeezed words": (BODY, looking('<w:w w:val="5"/>')),
    "raised words": (BODY, looking('<w:vertAlign w:val="superscript"/>')),
    "words in capitals": (BODY, looking("<w:caps/>")),
    "words in outline": (BODY, looking("<w:outline/>")),
    "words for the web only": (BODY, looking("<w:webHidden/>")),
    "words fitted to a width": (BODY, looking('<w:fitText w:val="20"/>')),
    "words that run to the left": (BODY, looking("<w:rtl/>")),
    "words of two lines in one": (BODY, looking('<w:eastAsianLayout w:combine="1"/>')),
    "huge words": (BODY, looking('<w:sz w:val="900"/>')),
    "a pattern behind words": (BODY, looking('<w:shd w:val="pct90" w:color="1B2733" w:fill="FFFFFF"/>')),
    "words in the colour of their highlight": (
        BODY,
        looking('<w:color w:val="000080"/>', '<w:highlight w:val="darkBlue"/>'),
    ),
    "words in symbols": (BODY, looking('<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>')),
    "words in symbols by a hint": (BODY, looking('<w:rFonts w:cs="Webdings"/>')),
    "a symbol": (BODY, put(RUN, '<w:sym w:font="Wingdings" w:char="F0FC"/>')),
    "symbols by default": (STYLES, give("//w:rPrDefault//w:rFonts", ascii="Symbol", hAnsi="Symbol")),
    "symbols in a style": (
        STYLES,
        put("//w:style[w:rPr]/w:rPr", '<w:rFonts w:ascii="ZapfDingbats" w:hAnsi="ZapfDingbats"/>'),
    ),
    "symbols in the theme": (THEME, give("//a:minorFont/a:latin", typeface="Wingdings")),
    "symbols instead of a font": (FONTS, give("//w:altName", val="Wingdings 3")),
    "an embedded font": (FONTS, put("//w:font", '<w:embedRegular r:id="rId9"/>')),
    "a text behind a link": (BODY, put(PARAGRAPH, f'<w:hyperlink w:tooltip="Not so">{PLAIN}</w:hyperlink>')),
    "a title of a figure": (BODY, give("//wp:docPr", title="Not so")),
    "a link of a figure": (BODY, put("//wp:docPr", '<a:hlinkClick r:id="rId6"/>')),
    "a field of a property": (
        BODY,
        put(PARAGRAPH, f'<w:fldSimple w:instr="DOCPROPERTY x">{PLAIN}</w:fldSimple>'),
    ),
    "words kept for a form": (
        BODY,
        put(
            PARAGRAPH,
            f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{PLAIN}</w:sdtContent></w:sdt>",
        ),
    ),
    "a box without room": (BODY, give(f"{SHAPE}/wps:bodyPr", lIns="9000000")),
    "a box whose right edge leaves no room": (BODY, give(f"{SHAPE}/wps:bodyPr", rIns="5000000")),
    "a box that cuts its words": (BODY, give(f"{SHAPE}/wps:bodyPr", vertOverflow="clip")),
    "a box of columns": (BODY, give(f"{SHAPE}/wps:bodyPr", numCol="9")),
    "a box that is turned": (BODY, give(f"{SHAPE}/wps:spPr/a:xfrm", rot="10800000")),
    "a box upside down": (BODY, upside_down),
    "a box with a thick edge": (BODY, put(f"{SHAPE}/wps:spPr", '<a:ln w="2000000"/>')),
    "protection against changes": (
        "settings",
        put("/w:settings", '<w:documentProtection w:edit="readOnly"/>', 0),
    ),
    "a bullet that denies what follows": ("numbering", give("//w:lvlText", val="¬")),
    "a bullet like a full mark": ("numbering", give("//w:lvlText", val="■")),
    "letters called symbols": (FONTS, give("//w:charset", val="02")),
    "a tab off the page": (STYLES, give("//w:tab", pos="11000")),
    "a theme without a colour": (THEME, cut("//a:accent2")),
    "a colour of the theme without a value": (THEME, cut("//a:lt1/*")),
    "a theme without a font": (THEME, cut("//a:minorFont/a:latin")),
    "letters joined to a mail": ("settings", put("/w:settings", "<w:mailMerge/>", 0)),
}


@pytest.mark.parametrize("attack", MEMO)
def test_an_attack_on_the_looks_of_a_memo_is_reported(attack: str, tally: Tally) -> None:
    part, change = MEMO[attack]
    tally("attacks", "reported")
    outline, (pages, files) = short(Product.MEMO)
    data = edited(files[Product.MEMO], f"word/{part}.xml", change)
    assert faults(outline, (pages, {Product.MEMO: data}), edited=True)


SLIDE, TABLE = "slides/slide3", "slides/slide4"
MASTER, DECK_THEME = "slideMasters/slideMaster1", "theme/theme1"
BOX = "//p:sp[p:spPr/a:xfrm][string-length(p:txBody) > 20]"
LETTERS = f"{BOX}//a:r/a:rPr"
FIRST = "//a:tc[following-sibling::a:tc]"
CIRCLE = '<a:gradFill><a:gsLst><a:gs pos="0"><a:srgbClr val="1B2733"/></a:gs></a:gsLst></a:gradFill>'


def coloured(colour: str) -> Change:
    return put(LETTERS, f"<a:solidFill>{colour}</a:solidFill>", 0)


def grouped(root: Any) -> None:
    """Put a box into a group that shows it a hundred times smaller."""
    box = found(root, BOX)
    group = element(
        '<p:grpSp><p:nvGrpSpPr><p:cNvPr id="901" name="Group"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
        "<p:grpSpPr>"
        '<a:xfrm><a:off x="900000" y="900000"/><a:ext cx="121920" cy="68580"/><a:chOff x="0" y="0"/>'
        '<a:chExt cx="12192000" cy="6858000"/></a:xfrm></p:grpSpPr></p:grpSp>'
    )
    box.addprevious(group)
    group.append(box)


NOTES, SCALE, FREE = "notesSlides/notesSlide3", "slides/slide5", "slides/slide13"
MARK = "//p:sp[starts-with(p:nvSpPr/p:cNvPr/@name, 'Mark')]/p:spPr"
PALE = "<a:lvl1pPr><a:defRPr><a:solidFill><a:srgbClr val='FFFFFF'/></a:solidFill></a:defRPr></a:lvl1pPr>"
PLACED = "//p:sp[p:spPr/a:xfrm][not(p:nvSpPr/p:nvPr/p:ph)][string-length(p:txBody) > 20]"
BESIDE = '<a:xfrm><a:off x="20000000" y="0"/><a:ext cx="5000000" cy="5000000"/></a:xfrm>'
DECK: dict[str, tuple[str, Change]] = {
    "notes in the colour of their page": (NOTES, put("//p:txBody", f"<a:lstStyle>{PALE}</a:lstStyle>", 1)),
    "notes beside their page": (NOTES, put("//p:sp[p:txBody]/p:spPr", BESIDE)),
    "a box without a position": (FREE, cut(f"{PLACED}/p:spPr/a:xfrm")),
    "a deck without its sections": ("presentation", cut("//p:extLst")),
    "a certainty without its mark": (SCALE, cut(MARK.removesuffix("/p:spPr"))),
    "a full mark filled in white": (
        SCALE,
        put(f"{MARK}[a:solidFill]", '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>', 2),
    ),
    "a theme without a colour": (DECK_THEME, cut("//a:accent2")),
    "a cell over two columns": (TABLE, give(FIRST, gridSpan="2")),
    "a cell merged with the one before": (TABLE, give(FIRST, hMerge="1")),
    "a cell merged with the one above": (TABLE, give(FIRST, vMerge="1")),
    "a cell over two rows": (TABLE, give(FIRST, rowSpan="2")),
    "words turned in a cell": (TABLE, give(f"{FIRST}/a:tcPr", vert="vert270")),
    "a column as wide as a hair": (TABLE, give("//a:gridCol", w="9")),
    "a cell without room": (TABLE, give(f"{FIRST}/a:tcPr", marL="9000000")),
    "a table from right to left": (TABLE, give("//a:tblPr", rtl="1")),
    "other colours for one slide": (
        SLIDE,
        put("//p:clrMapOvr", '<a:overrideClrMapping bg1="dk1" tx1="lt1" bg2="dk2" tx2="lt2"/>'),
    ),
    "a background of colours": (SLIDE, put("//p:cSld", f"<p:bg><p:bgPr>{CIRCLE}</p:bgPr></p:bg>", 0)),
    "a background of the theme": (
        SLIDE,
        put("//p:cSld", '<p:bg><p:bgRef idx="1003"><a:schemeClr val="tx1"/></p:bgRef></p:bg>', 0),
    ),
    "a dark background": (
        SLIDE,
        put(
            "//p:cSld",
            '<p:bg><p:bgPr><a:solidFill><a:srgbClr val="1B2733"/></a:solidFill></p:bgPr></p:bg>',
            0,
        ),
    ),
    "words in a colour of the system": (SLIDE, coloured('<a:sysClr val="window" lastClr="000000"/>')),
    "words in a colour that is turned round": (
        SLIDE,
        coloured('<a:srgbClr val="000000"><a:inv/></a:srgbClr>'),
    ),
    "words in a shifted hue": (
        SLIDE,
        coloured('<a:srgbClr val="1B2733"><a:lumOff val="90000"/></a:srgbClr>'),
    ),
    "words in a pattern": (SLIDE, put(LETTERS, '<a:pattFill prst="pct5"/>', 0)),
    "words in a highlight": (SLIDE, put(LETTERS, '<a:highlight><a:srgbClr val="1B2733"/></a:highlight>')),
    "letters over each other": (SLIDE, give(LETTERS, spc="-5000")),
    "raised words": (SLIDE, give(LETTERS, baseline="30000")),
    "words far below their line": (SLIDE, give(LETTERS, baseline="-900000")),
    "words in capitals": (SLIDE, give(LETTERS, cap="all")),
    "words in symbols": (SLIDE, put(LETTERS, '<a:latin typeface="Wingdings"/>')),
    "words in a font of symbols": (SLIDE, put(LETTERS, '<a:latin typeface="Arial" charset="2"/>')),
    "symbols in the theme": (DECK_THEME, give("//a:minorFont/a:latin", typeface="Webdings")),
    "symbols in the master": (MASTER, give("//p:bodyStyle//a:defRPr/a:latin", typeface="Symbol")),
    "a box without room": (SLIDE, give(f"{BOX}//a:bodyPr", lIns="9000000")),
    "a box whose right edge leaves no room": (SLIDE, give(f"{BOX}//a:bodyPr", rIns="8800000")),
    "a box narrower than a letter": (SLIDE, give(f"{BOX}//a:bodyPr", rIns="8600000")),
    "a box that cuts its words": (SLIDE, give(f"{BOX}//a:bodyPr", vertOverflow="clip")),
    "a box of columns": (SLIDE, give(f"{BOX}//a:bodyPr", numCol="9")),
    "words turned in a box": (SLIDE, give(f"{BOX}//a:bodyPr", rot="10800000")),
    "words one under the other": (SLIDE, give(f"{BOX}//a:bodyPr", vert="wordArtVert")),
    "words that are bent": (SLIDE, put(f"{BOX}//a:bodyPr", '<a:prstTxWarp prst="textCircle"/>', 0)),
    "a box upside down": (SLIDE, give(f"{BOX}/p:spPr/a:xfrm", flipV="1")),
    "a box that is turned": (SLIDE, give(f"{BOX}/p:spPr/a:xfrm", rot="10800000")),
    "a box in three dimensions": (SLIDE, put(f"{BOX}/p:spPr", '<a:scene3d><a:camera prst="x"/></a:scene3d>')),
    "a box with a thick edge": (SLIDE, put(f"{BOX}/p:spPr", '<a:ln w="2000000"/>')),
    "a shadow over the slide": (
        SLIDE,
        put(f"{BOX}/p:spPr", '<a:effectLst><a:glow rad="9000000"/></a:effectLst>'),
    ),
    "a group that is scaled": (SLIDE, grouped),
    "a wide indent": (SLIDE, put(f"{BOX}//a:p", '<a:pPr marL="9000000"/>', 0)),
    "lines over each other": (
        SLIDE,
        put(f"{BOX}//a:p", '<a:pPr><a:lnSpc><a:spcPct val="1000"/></a:lnSpc></a:pPr>', 0),
    ),
    "lines of one point": (
        SLIDE,
        put(f"{BOX}//a:p", '<a:pPr><a:lnSpc><a:spcPts val="100"/></a:lnSpc></a:pPr>', 0),
    ),
    "lines of notes over each other": (
        "notesSlides/notesSlide3",
        put("//a:p[a:r]", '<a:pPr><a:lnSpc><a:spcPts val="500"/></a:lnSpc></a:pPr>', 0),
    ),
    "lines over each other by points": (
        SLIDE,
        put(f"{BOX}//a:p", '<a:pPr><a:lnSpc><a:spcPts val="300"/></a:lnSpc></a:pPr>', 0),
    ),
    "a box that shrinks its words": (SLIDE, put(f"{BOX}//a:bodyPr", '<a:normAutofit fontScale="9000"/>', 0)),
    "a show of some slides": ("presentation", put("/p:presentation", "<p:custShowLst/>")),
    "embedded fonts": ("presentation", put("/p:presentation", "<p:embeddedFontLst/>")),
    "a first slide with another number": ("presentation", give("/p:presentation", firstSlideNum="7")),
    "a range of slides": (
        "presProps",
        put("/p:presentationPr", '<p:showPr><p:sldRg st="1" end="2"/></p:showPr>'),
    ),
    "a show that goes on by itself": (SLIDE, put("/p:sld", '<p:transition advTm="100"/>')),
    "an effect that brings words in": (
        SLIDE,
        put(
            "/p:sld",
            '<p:timing><p:tnLst><p:par><p:cTn id="1"><p:childTnLst><p:par><p:cTn presetClass="entr"/></p:par>'
            "</p:childTnLst></p:cTn></p:par></p:tnLst></p:timing>",
        ),
    ),
    "a link that is followed by pointing": (SLIDE, put(f"{BOX}//p:cNvPr", '<a:hlinkHover r:id="rId1"/>')),
    "a link of a box": (SLIDE, put(f"{BOX}//p:cNvPr", '<a:hlinkClick r:id="rId1"/>')),
    "a link that runs something": (
        SLIDE,
        put(LETTERS, '<a:hlinkClick r:id="" action="ppaction://program"/>'),
    ),
    "a text behind a link": (SLIDE, put(LETTERS, '<a:hlinkClick r:id="rId1" tooltip="Not so"/>')),
    "a title of a box": (SLIDE, give(f"{BOX}//p:cNvPr", title="Not so")),
    "sections with names": (
        "presentation",
        put(
            "/p:presentation",
            '<p:extLst><p:ext uri="x"><p14:sectionLst><p14:section name="Not so"/></p14:sectionLst></p:ext>'
            "</p:extLst>",
        ),
    ),
    "words on the master of notes": (
        "notesMasters/notesMaster1",
        put(
            "//p:spTree",
            '<p:sp><p:nvSpPr><p:cNvPr id="99" name="x"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/><p:txBody>'
            "<a:bodyPr/><a:p><a:r><a:t>Not so</a:t></a:r></a:p></p:txBody></p:sp>",
        ),
    ),
    "words without the shapes of the master": (SLIDE, give("/p:sld", show="0")),
    "tiny words in the master": (MASTER, give("//p:titleStyle//a:defRPr", sz="100")),
}


@pytest.mark.parametrize("attack", DECK)
def test_an_attack_on_the_looks_of_a_deck_is_reported(attack: str, tally: Tally) -> None:
    part, change = DECK[attack]
    tally("attacks", "reported")
    if part in (SCALE, FREE):  # only the sample has such slides
        assert problems(Product.DECK, f"ppt/{part}.xml", change)
        return
    outline, (pages, files) = short(Product.DECK)
    data = edited(files[Product.DECK], f"ppt/{part}.xml", change)
    assert faults(outline, (pages, {Product.DECK: data}), edited=True)


# Colours of the theme by which words or arrows of the sample go under; any others may change
PALE, DARK = "FFFFFF", "0B0B0B"
HIDING = {
    Product.MEMO: {**dict.fromkeys(("dk1", "dk2", "accent1", "accent2", "accent3"), PALE), "lt2": DARK},
    Product.DECK: {
        **dict.fromkeys(("dk1", "dk2", "accent1", "accent2", "accent3", "accent5", "accent6"), PALE),
        **dict.fromkeys(("lt1", "lt2"), DARK),
    },
}
THEMES = {Product.MEMO: "word/theme/theme1.xml", Product.DECK: "ppt/theme/theme1.xml"}


def of_theme(colours: dict[str, str]) -> Change:
    def change(root: Any) -> None:
        for slot, colour in colours.items():
            found(root, f"//a:{slot}")[:] = [element(f'<a:srgbClr val="{colour}"/>')]

    return change


@pytest.mark.parametrize(
    ("product", "slot"), [(product, slot) for product, slots in HIDING.items() for slot in slots]
)
def test_a_colour_of_the_theme_that_hides_something_is_reported(
    product: Product, slot: str, tally: Tally
) -> None:
    tally("attacks", "reported")
    assert problems(product, THEMES[product], of_theme({slot: HIDING[product][slot]}))


@pytest.mark.parametrize("product", THEMES, ids=lambda product: product.value)
def test_another_theme_in_which_everything_shows_is_not_a_problem(product: Product, tally: Tally) -> None:
    tally("false alarms", "quiet")
    colours = {"dk1": "101010", "dk2": "3B0A45", "lt2": "F3EEF6", "accent1": "0B0B0B", "accent2": "7A1F5C"}
    assert problems(product, THEMES[product], of_theme({**colours, "accent3": "0F4C5C"})) == ()


# What a person may do, and what is said about it


@pytest.mark.parametrize("part", ["lastCol", "neCell", "band1Vert"])
def test_words_that_a_table_style_hides_in_some_of_its_cells_are_reported(part: str) -> None:
    """Text without a colour of its own takes that of its cell."""

    def recoloured(root: Any) -> None:
        for colour in root.xpath("//w:style[@w:type='paragraph']/w:rPr/w:color", namespaces=SPACES):
            colour.getparent().remove(colour)
        for style in root.xpath("//w:style[@w:type='table']", namespaces=SPACES):
            look = '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>'
            style.append(element(f'<w:tblStylePr w:type="{part}">{look}</w:tblStylePr>'))

    pages, files = finished(SAMPLE, Product.MEMO)
    plain = edited(files[Product.MEMO], "word/styles.xml", recoloured)

    def shown(root: Any) -> None:
        for look in root.xpath("//w:tblLook", namespaces=SPACES):
            look.attrib.clear()
            look.set(f"{{{SPACES['w']}}}val", "0120" if part != "band1Vert" else "0020")

    found = faults(
        outline_of(SAMPLE), (pages, {Product.MEMO: edited(plain, "word/document.xml", shown)}), edited=True
    )
    assert {problem.rule for problem in found} == {"no-hidden-content"}
    assert faults(outline_of(SAMPLE), (pages, {Product.MEMO: plain}), edited=True) == ()


def test_a_placeholder_that_the_layout_of_its_slide_does_not_have_is_reported() -> None:
    def change(root: Any) -> None:
        for link in root:
            link.set("Target", re.sub(r"slideLayout\d", "slideLayout1", link.get("Target")))

    pages, files = finished(SAMPLE, Product.DECK)
    data = edited(files[Product.DECK], "ppt/slides/_rels/slide5.xml.rels", change)
    found = faults(outline_of(SAMPLE), (pages, {Product.DECK: data}), edited=True)
    unplaced = [problem.message for problem in found if problem.rule == "no-hidden-content"]
    assert any("slide 5" in message and "in a box without room" in message for message in unplaced), unplaced


def test_spaces_that_word_would_drop_are_reported() -> None:
    def change(root: Any) -> None:
        for text in root.iter(f"{{{SPACES['w']}}}t"):
            text.attrib.clear()

    assert problems(Product.MEMO, "word/document.xml", change)


def test_a_picture_of_the_first_page_is_reported() -> None:
    pages, files = finished(SAMPLE, Product.DECK)
    kind = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"

    def change(root: Any) -> None:
        etree.SubElement(root, root[0].tag, Id="rId99", Type=kind, Target="docProps/thumbnail.jpeg")

    data = edited(files[Product.DECK], "_rels/.rels", change)
    data = repacked(data, {"docProps/thumbnail.jpeg": b"\xff\xd8\xff"})
    (problem,) = faults(outline_of(SAMPLE), (pages, {Product.DECK: data}), edited=True)
    assert "a picture of the first page" in problem.message
