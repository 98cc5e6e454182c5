"""Text that is in a memo or a deck and that no reader sees is reported, however it was hidden."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from builder.outline.text import Product
from tests.conftest import GOOD_BRIEFS, ROOT
from tests.support.finished import faults as all_faults
from tests.support.finished import finished, outline_of
from tests.support.packages import WP, A, P, W, edited, parts_of, repacked

SAMPLE = ROOT / "brief.yaml"
HIDDEN, UNFAMILIAR = "no-hidden-content", "no-unfamiliar-formatting"

Change = Callable[[Any], None]


def reported(product: Product, part: str, change: Change, brief: Path = SAMPLE) -> dict[str, str]:
    """Rules that a changed file breaks, each with its first message."""
    pages, files = finished(brief, product)
    done = pages, {product: edited(files[product], part, change)}
    found: dict[str, str] = {}
    for fault in all_faults(outline_of(brief), done, edited=True):
        found.setdefault(fault.rule, fault.message)
    return found


# Nothing is hidden in what is built


@pytest.mark.parametrize("product", [Product.MEMO, Product.DECK], ids=lambda product: product.value)
@pytest.mark.parametrize("brief", GOOD_BRIEFS, ids=lambda path: path.stem)
def test_nothing_is_hidden_in_the_files_of_a_good_brief(brief: Path, product: Product) -> None:
    assert all_faults(outline_of(brief), finished(brief, product), edited=True) == ()


# The memo


def a_run(root: Any) -> Any:
    """A run of the body with many words."""
    return next(run for run in root.iter(W + "r") if len("".join(run.itertext(W + "t"))) > 60)


def a_cell(root: Any) -> Any:
    return next(cell for cell in root.iter(W + "tc") if len("".join(cell.itertext(W + "t"))) > 60)


def of_run(*properties: str) -> Change:
    """Give a run some properties."""

    def change(root: Any) -> None:
        run = a_run(root)
        for old in run.findall(W + "rPr"):
            run.remove(old)
        run.insert(0, element("rPr", *properties))

    return change


def element(name: str, *inner: str) -> Any:
    spaces = {"w": W[1:-1], "w14": "http://schemas.microsoft.com/office/word/2010/wordml"}
    declared = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in spaces.items())
    return etree.fromstring(f"<w:{name} {declared}>{''.join(inner)}</w:{name}>")


def of_paragraph(*properties: str) -> Change:
    def change(root: Any) -> None:
        paragraph = next(a_run(root).iterancestors(W + "p"))
        for added in element("pPr", *properties):
            for old in paragraph.findall(f"{W}pPr/{added.tag}"):
                old.getparent().remove(old)
            paragraph.find(W + "pPr").append(added)

    return change


def white_on_white_in_a_style(root: Any) -> None:
    """Give a style of the paragraphs the colour of the page."""
    style = next(style for style in root.iter(W + "style") if style.get(W + "styleId") == "BottomLine")
    look = style.find(W + "rPr")
    if look is None:
        look = etree.SubElement(style, W + "rPr")
    for old in look.findall(W + "color"):
        look.remove(old)
    look.append(element("color"))
    look[-1].set(W + "val", "FFFFFF")


def vanish_in(style_id: str) -> Change:
    def change(root: Any) -> None:
        style = next(style for style in root.iter(W + "style") if style.get(W + "styleId") == style_id)
        look = style.find(W + "rPr")
        if look is None:
            look = etree.SubElement(style, W + "rPr")
        look.insert(0, element("vanish"))

    return change


def squeezed_in_a_style(root: Any) -> None:
    style = next(style for style in root.iter(W + "style") if style.get(W + "styleId") == "BottomLine")
    spacing = next(style.iter(W + "spacing"))
    spacing.set(W + "line", "10")
    spacing.set(W + "lineRule", "exact")


def vanish_by_default(root: Any) -> None:
    next(root.iter(W + "rPrDefault")).find(W + "rPr").append(element("vanish"))


def navy_on_navy(root: Any) -> None:
    cell = a_cell(root)
    cell.find(W + "tcPr").append(shade := element("shd"))
    shade.set(W + "val", "clear")
    shade.set(W + "fill", "1B2733")


def no_height(root: Any) -> None:
    row = next(a_cell(root).iterancestors(W + "tr"))
    properties = row.find(W + "trPr")
    properties.append(height := element("trHeight"))
    height.set(W + "val", "20")
    height.set(W + "hRule", "exact")


def hidden_row(root: Any) -> None:
    next(a_cell(root).iterancestors(W + "tr")).find(W + "trPr").append(element("hidden"))


def covered_box(root: Any) -> None:
    """Lay the biggest filled shape of the figure over the others."""
    shapes = [shape for shape in root.iter("{*}wsp") if shape.find("{*}txbx") is not None]
    box = max(shapes, key=lambda shape: int(next(shape.iter(A + "ext")).get("cx")))
    cover = copy.deepcopy(box)
    cover.remove(cover.find("{*}txbx"))
    box.getparent().append(cover)


def floating(root: Any) -> None:
    inline = next(root.iter(WP + "inline"))
    inline.tag = WP + "anchor"
    inline.set("behindDoc", "0")
    inline.insert(0, etree.Element(WP + "wrapNone"))


MEMO_WAYS: dict[str, tuple[str, Change]] = {
    "white": ("document", of_run('<w:color w:val="FFFFFF"/>')),
    "nearly-white": ("document", of_run('<w:color w:val="E9EBEE"/>')),
    "white-of-the-theme": ("document", of_run('<w:color w:val="000000" w:themeColor="background1"/>')),
    "shaded": ("document", of_run('<w:color w:val="0A0A0A"/>', '<w:shd w:val="clear" w:fill="000000"/>')),
    "highlighted": ("document", of_run('<w:color w:val="FFFF00"/>', '<w:highlight w:val="yellow"/>')),
    "tiny": ("document", of_run('<w:sz w:val="3"/>')),
    "white-in-a-style": ("styles", white_on_white_in_a_style),
    "squeezed-in-a-style": ("styles", squeezed_in_a_style),
    "on-a-cell-of-its-colour": ("document", navy_on_navy),
    "line-without-height": ("document", of_paragraph('<w:spacing w:line="10" w:lineRule="exact"/>')),
    "covered-in-the-figure": ("document", covered_box),
}
MEMO_FORMATTING: dict[str, tuple[str, Change]] = {
    "vanish": ("document", of_run("<w:vanish/>")),
    "squeezed": ("document", of_run('<w:w w:val="1"/>')),
    "glass": ("document", of_run("<w14:textFill><w14:noFill/></w14:textFill>")),
    "vanish-in-a-paragraph-style": ("styles", vanish_in("BottomLine")),
    "vanish-in-a-character-style": ("styles", vanish_in("Reference")),
    "vanish-in-normal": ("styles", vanish_in("Normal")),
    "vanish-by-default": ("styles", vanish_by_default),
    "row-without-height": ("document", no_height),
    "hidden-row": ("document", hidden_row),
    "off-the-page": ("document", of_paragraph('<w:ind w:left="-30000"/>')),
    "frame-off-the-page": ("document", of_paragraph('<w:framePr w:x="-40000" w:y="1"/>')),
    "under-a-floating-drawing": ("document", floating),
}


@pytest.mark.parametrize("way", MEMO_WAYS)
def test_hidden_text_of_a_memo_is_reported(way: str) -> None:
    part, change = MEMO_WAYS[way]
    found = reported(Product.MEMO, f"word/{part}.xml", change)
    assert HIDDEN in found, found


@pytest.mark.parametrize("way", MEMO_FORMATTING)
def test_formatting_that_hides_text_of_a_memo_is_unfamiliar(way: str) -> None:
    part, change = MEMO_FORMATTING[way]
    assert UNFAMILIAR in reported(Product.MEMO, f"word/{part}.xml", change)


@pytest.mark.parametrize(
    "properties",
    [
        ['<w:color w:val="auto"/>'],
        ['<w:color w:val="767676"/>'],
        ['<w:color w:val="FFFFFF"/>', '<w:shd w:val="clear" w:fill="123456"/>'],
        ['<w:vanish w:val="0"/>'],
        ['<w:sz w:val="14"/>'],
        ["<w:b/>", "<w:i/>"],
    ],
)
def test_formatting_that_leaves_text_to_be_read_is_not_a_problem(properties: list[str]) -> None:
    assert reported(Product.MEMO, "word/document.xml", of_run(*properties)) == {}


def test_a_memo_whose_even_pages_lack_the_header_is_reported() -> None:
    def change(root: Any) -> None:
        root.insert(0, element("evenAndOddHeaders"))

    found = reported(Product.MEMO, "word/settings.xml", change)
    assert "even pages" in found[HIDDEN]


def test_tracked_changes_that_wait_are_reported_with_their_author() -> None:
    def change(root: Any) -> None:
        run = a_run(root)
        insertion = etree.Element(W + "ins", {W + "id": "9", W + "author": "B. Reviewer"})
        run.addprevious(insertion)
        insertion.append(run)

    found = reported(Product.MEMO, "word/document.xml", change)
    assert list(found) == ["no-tracked-changes"]
    assert "a tracked change by B. Reviewer" in found["no-tracked-changes"]


def test_text_that_a_tracked_change_deletes_is_reported() -> None:
    def change(root: Any) -> None:
        run = a_run(root)
        deletion = etree.Element(W + "del", {W + "id": "9", W + "author": "B. Reviewer"})
        run.addprevious(deletion)
        deletion.append(run)
        for text in run.findall(W + "t"):
            text.tag = W + "delText"

    assert {"text-matches", "no-tracked-changes"} <= set(reported(Product.MEMO, "word/document.xml", change))


# The deck; its second slide has cards, the fourth the map, and the fourteenth a table


def a_shape(root: Any) -> Any:
    """A shape of its own place with many words."""
    return next(
        shape
        for shape in root.iter(P + "sp")
        if shape.find(f"{P}spPr/{A}xfrm") is not None and len("".join(shape.itertext(A + "t"))) > 20
    )


def painted(colour: str) -> Change:
    """Give the words of a shape a colour, in DrawingML."""

    def change(root: Any) -> None:
        paint(a_shape(root), colour)

    return change


def paint(shape: Any, colour: str) -> None:
    for run in shape.iter(A + "r"):
        look = run.find(A + "rPr")
        for old in [*look.findall(A + "solidFill"), *look.findall(A + "noFill")]:
            look.remove(old)
        look.insert(0, drawing(colour))


def drawing(markup: str) -> Any:
    """Return an element of DrawingML."""
    return etree.fromstring(f'<r xmlns:a="{A[1:-1]}">{markup}</r>')[0]


def solid(inner: str) -> str:
    return f"<a:solidFill>{inner}</a:solidFill>"


def moved(x: int, y: int) -> Change:
    def change(root: Any) -> None:
        corner = next(a_shape(root).iter(A + "off"))
        corner.set("x", str(x))
        corner.set("y", str(y))

    return change


def without_room(root: Any) -> None:
    size = next(a_shape(root).iter(A + "ext"))
    size.set("cx", "0")
    size.set("cy", "0")


def tiny(root: Any) -> None:
    for run in a_shape(root).iter(A + "rPr"):
        run.set("sz", "200")


def shrunk(root: Any) -> None:
    body = next(a_shape(root).iter(A + "bodyPr"))
    for old in list(body):
        body.remove(old)
    etree.SubElement(body, A + "normAutofit", fontScale="10000")


def covered(fill: str) -> Change:
    """Lay a rectangle over a shape, at the end of the slide."""

    def change(root: Any) -> None:
        shape = a_shape(root)
        cover = copy.deepcopy(shape)
        cover.remove(cover.find(P + "txBody"))
        look = cover.find(P + "spPr")
        for old in look.findall(A + "solidFill") + look.findall(A + "noFill"):
            look.remove(old)
        look.insert(2, drawing(fill if "Fill" in fill else solid(fill)))
        about = next(cover.iter(P + "cNvPr"))
        about.set("name", "Cover")
        root.find(f"{P}cSld/{P}spTree").append(cover)

    return change


def hidden_shape(root: Any) -> None:
    next(a_shape(root).iter(P + "cNvPr")).set("hidden", "1")


def hidden_slide(root: Any) -> None:
    root.set("show", "0")


def dark_slide(root: Any) -> None:
    """Give the slide a background in the colour of the words that are on it."""
    fill = '<a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
    ground = f'<p:bg xmlns:p="{P[1:-1]}" xmlns:a="{A[1:-1]}"><p:bgPr>{fill}</p:bgPr></p:bg>'
    root.find(P + "cSld").insert(0, etree.fromstring(ground))


def leaving(root: Any) -> None:
    timing = etree.SubElement(root, P + "timing")
    etree.SubElement(timing, P + "cTn", presetClass="exit")


def white_cell(root: Any) -> None:
    cells = [cell for cell in root.iter(A + "tc") if len("".join(cell.itertext(A + "t"))) > 20]
    cell = cells[-1]
    for run in cell.iter(A + "rPr"):
        for old in run.findall(A + "solidFill"):
            run.remove(old)
        fill = cell.find(f"{A}tcPr/{A}solidFill")
        run.insert(0, drawing(solid(WHITE)) if fill is None else copy.deepcopy(fill))


DECK_FORMATTING = {"no-fill": painted("<a:noFill></a:noFill>"), "leaves-the-slide": leaving}


@pytest.mark.parametrize("way", DECK_FORMATTING)
def test_formatting_that_hides_text_of_a_deck_is_unfamiliar(way: str) -> None:
    found = reported(Product.DECK, "ppt/slides/slide12.xml", DECK_FORMATTING[way])
    assert "slide 12" in found[UNFAMILIAR]


WHITE, GLASS = '<a:srgbClr val="FFFFFF"/>', '<a:srgbClr val="000000"><a:alpha val="0"/></a:srgbClr>'
PALE = '<a:schemeClr val="tx1"><a:lumMod val="5000"/><a:lumOff val="95000"/></a:schemeClr>'
DECK_WAYS: dict[str, tuple[int, Change]] = {
    "white": (12, painted(solid(WHITE))),
    "white-of-the-theme": (12, painted(solid('<a:schemeClr val="bg1"/>'))),
    "nearly-white-of-the-theme": (12, painted(solid(PALE))),
    "glass": (12, painted(solid(GLASS))),
    "off-the-slide": (12, moved(-9_000_000, 1_000_000)),
    "below-the-slide": (12, moved(1_000_000, 7_500_000)),
    "without-room": (12, without_room),
    "tiny": (12, tiny),
    "shrunk": (12, shrunk),
    "covered-by-white": (12, covered(WHITE)),
    "covered-by-dark": (12, covered('<a:srgbClr val="222222"/>')),
    "covered-by-a-gradient": (
        12,
        covered(f"<a:gradFill><a:gsLst><a:gs>{WHITE}</a:gs></a:gsLst></a:gradFill>"),
    ),
    "covered-by-a-picture": (12, covered("<a:blipFill/>")),
    "hidden-shape": (12, hidden_shape),
    "hidden-slide": (12, hidden_slide),
    "dark-slide": (12, dark_slide),
    "white-in-a-table": (14, white_cell),
}


@pytest.mark.parametrize("way", DECK_WAYS)
def test_hidden_text_of_a_deck_is_reported(way: str) -> None:
    number, change = DECK_WAYS[way]
    found = reported(Product.DECK, f"ppt/slides/slide{number}.xml", change)
    assert f"slide {number}" in found[HIDDEN], found


@pytest.mark.parametrize(
    "change",
    [
        painted(solid('<a:srgbClr val="7A1F1F"/>')),
        painted(solid('<a:schemeClr val="tx1"><a:alpha val="80000"/></a:schemeClr>')),
        covered('<a:srgbClr val="FFEE00"><a:alpha val="20000"/></a:srgbClr>'),
        moved(1_500_000, 1_900_000),
    ],
)
def test_a_slide_whose_words_can_be_read_is_not_a_problem(change: Change) -> None:
    found = reported(Product.DECK, "ppt/slides/slide12.xml", change)
    assert HIDDEN not in found, found


def test_white_words_in_the_style_of_a_master_are_reported() -> None:
    def change(root: Any) -> None:
        for fill in root.iter(A + "defRPr"):
            for old in fill.findall(A + "solidFill"):
                fill.replace(old, drawing(solid(WHITE)))

    pages, files = finished(SAMPLE, Product.DECK)
    deck = files[Product.DECK]
    parts = {name: etree.fromstring(part) for name, part in parts_of(deck, r"/slideMaster\d+\.xml$").items()}
    for root in parts.values():
        change(root)
    changed = repacked(deck, {name: etree.tostring(root) for name, root in parts.items()})
    rules = {
        fault.rule for fault in all_faults(outline_of(SAMPLE), (pages, {Product.DECK: changed}), edited=True)
    }
    assert rules == {HIDDEN}


def test_white_notes_are_reported() -> None:
    def change(root: Any) -> None:
        for run in root.iter(A + "rPr"):
            run.insert(0, drawing(solid(WHITE)))

    found = reported(Product.DECK, "ppt/notesSlides/notesSlide3.xml", change)
    assert "slide 3, notes" in found[HIDDEN]
