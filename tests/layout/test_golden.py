"""Layouts written out as text: each box and line with its position and size, compared with what was reviewed.

`pytest --update tests/layout/test_golden.py` rewrites the texts; read the difference like code. Numbers are
points: x, y, width × height, then type size/leading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree

from builder.layout.pages import (
    Box,
    Group,
    Item,
    Mark,
    Page,
    Paragraph,
    PictureBox,
    Polyline,
    Rect,
    TableBox,
    TextBox,
    walk,
)
from builder.outline.blocks import ArgumentMap
from builder.outline.text import Product
from tests.support.finished import figure_of, finished, laid_out, outline_of

FOLDER = Path(__file__).parent / "golden"
BRIDGE, TIGHT = FOLDER / "bridge.yaml", FOLDER / "tight.yaml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

SLIDES = {
    "deck-cover": ["cover", "s1_title"],
    "deck-bottom-line": ["bl"],
    "deck-context": ["ctx_head"],
    "deck-argument": ["a1"],
    "deck-options": ["opt_head", "opt_head_2"],
    "deck-table": ["t1"],
    "deck-responses": ["resp_head"],
    "deck-risks": ["risk_head", "limit_head"],
    "deck-sources": ["src_head"],
    "deck-sequence": ["seq_head"],
}


@pytest.mark.parametrize("name", SLIDES)
def test_a_slide_is_laid_out_as_reviewed(name: str, golden: Callable[[Path, str], None]) -> None:
    slides = [page for page in laid_out(BRIDGE, Product.DECK).pages if page.slot in SLIDES[name]]
    assert slides
    golden(FOLDER / f"{name}.txt", text_of(*slides))


@pytest.mark.parametrize(("name", "brief"), [("summary", BRIDGE), ("summary-tight", TIGHT)])
def test_the_summary_is_laid_out_as_reviewed(
    name: str, brief: Path, golden: Callable[[Path, str], None]
) -> None:
    golden(FOLDER / f"{name}.txt", text_of(*laid_out(brief, Product.SUMMARY).pages))


@pytest.mark.parametrize("product", Product, ids=lambda product: product.value)
def test_the_argument_map_is_laid_out_as_reviewed(
    product: Product, golden: Callable[[Path, str], None]
) -> None:
    golden(FOLDER / f"map-{product.value}.txt", "\n".join(lines_of(map_in(product))) + "\n")


def test_the_columns_of_the_memo_s_tables_are_as_wide_as_reviewed(
    golden: Callable[[Path, str], None],
) -> None:
    golden(FOLDER / "memo-tables.txt", "".join(f"{line}\n" for line in tables_of(BRIDGE)))


def map_in(product: Product) -> Group:
    if product is Product.MEMO:
        return figure_of(BRIDGE)
    block = outline_of(BRIDGE).one(ArgumentMap)
    assert block is not None
    items = (item for page in laid_out(BRIDGE, product).pages for item in walk(page.items))
    (found,) = (item for item in items if isinstance(item, Group) and item.name == block.number.slot)
    return found


def tables_of(brief: Path) -> Iterator[str]:
    """Yield the widths of each table of a memo, as its file has them, with the heads of the columns."""
    memo = finished(brief, Product.MEMO)[1][Product.MEMO]
    with ZipFile(BytesIO(memo)) as package:
        document = etree.fromstring(package.read("word/document.xml"))
    for table in document.iter(f"{W}tbl"):
        widths = [int(column.get(f"{W}w")) / 20 for column in table.iter(f"{W}gridCol")]
        heads = ["".join(cell.itertext()) for cell in next(table.iter(f"{W}tr")).iter(f"{W}tc")]
        yield "  ".join(f"{width:.1f}" for width in widths) + "    " + " | ".join(heads)


# Layouts as text


def text_of(*pages: Page) -> str:
    return "\n".join("\n".join([heading(page), *map(indented, body(page)), ""]) for page in pages)


def heading(page: Page) -> str:
    return " ".join(["page", page.slot, page.layout, f"{page.width:.1f} × {page.height:.1f}"])


def body(page: Page) -> Iterator[str]:
    for item in page.items:
        yield from lines_of(item)


def indented(line: str) -> str:
    return f"  {line}"


def lines_of(item: Item) -> Iterator[str]:
    """Yield a line for an item, and lines for what is in it, farther to the right."""
    match item:
        case Group():
            yield f"group {at(item.rect)}  {item.name}"
            yield from (indented(line) for inner in item.items for line in lines_of(inner))
        case TextBox():
            insets = " ".join(f"{inset:.1f}" for inset in item.insets)
            name = item.name or item.placeholder or "-"
            yield f"text {at(item.rect)}  {name}  {item.anchor} in {insets}{surface(item)}"
            yield from map(indented, words_of(item.paragraphs))
        case TableBox():
            yield f"table {at(item.rect)}  {item.name}"
            yield indented(f"columns {numbers(item.widths)}")
            yield indented(f"rows {numbers(item.heights)}")
            for row in item.rows:
                for cell in row:
                    yield from map(indented, words_of((cell.paragraph,)))
        case Polyline():
            points = " → ".join(f"{x:.1f} {y:.1f}" for x, y in item.points)
            yield f"line {points}  {item.weight:.1f}{' dashed' * item.dashed}{' head' * item.head}"
        case Mark():
            yield f"mark {at(item.rect)}  {item.level.value}"
        case Box():
            yield f"box {at(item.rect)}{surface(item)}"
        case PictureBox():
            yield f"picture {at(item.rect)}"


def surface(item: TextBox | Box) -> str:
    """Whether it is filled, and how it is framed."""
    frame = f"  frame {item.weight:.1f}{' dashed' * item.dashed}" if item.outline else ""
    return "  filled" * bool(item.fill) + frame


def words_of(paragraphs: tuple[Paragraph, ...]) -> Iterator[str]:
    for paragraph in paragraphs:
        for number, line in enumerate(paragraph.lines):
            x = line[0].x if line else 0.0
            right = line[-1].x + line[-1].width if line else 0.0
            before = f" +{paragraph.before:.1f}" if paragraph.before and not number else ""
            words = "".join(segment.text for segment in line)
            yield f"{x:.1f}–{right:.1f} {paragraph.size:.1f}/{paragraph.leading:.1f}{before} “{words}”"


def at(rect: Rect) -> str:
    return f"{rect.x:.1f} {rect.y:.1f}  {rect.width:.1f} × {rect.height:.1f}"


def numbers(values: tuple[float, ...]) -> str:
    return " ".join(f"{value:.1f}" for value in values)
