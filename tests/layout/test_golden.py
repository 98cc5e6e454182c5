"""Layouts written out as text: each box and line with its position and size, compared with what was reviewed.

`pytest --update tests/layout/test_golden.py` rewrites the texts; read the difference like code. Numbers are
points: x, y, width × height. A line of text has its ends, its type size/leading, and its words in their look.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import assert_never

import pytest
from lxml import etree
from PIL import Image as Picture

from builder.layout.deck import lay_out_deck
from builder.layout.memo.body import PaperSection, SetPlots, even_indent, page_height, picture_sizes, set_body
from builder.layout.memo.styles import style_sheet
from builder.layout.memo.tables import SetTable, height_of, row_height
from builder.layout.pages import (
    Box,
    CodeBox,
    Group,
    Item,
    Mark,
    Page,
    Paragraph,
    PictureBox,
    Plot,
    Polygon,
    Polyline,
    Rect,
    Segment,
    TableBox,
    Tag,
    TextBox,
    walk,
)
from builder.outline.blocks import ArgumentMap
from builder.outline.reading.flow import (
    Coded,
    Drawing,
    Footnote,
    Image,
    Label,
    LineSample,
    NoteNumber,
    Ordinal,
    PageNumber,
    PageOf,
    Para,
    Styled,
)
from builder.outline.text import Level, Product, Text
from builder.theme.theme import DEFAULT
from tests.support.finished import figure_of, finished, laid_out, outline_of
from tests.support.outlines import LIBRARY, WIDE
from tests.support.outlines import outline_of as composed
from tests.support.packages import W, read

FOLDER = Path(__file__).parent / "golden"
BRIDGE, TIGHT, CROWDED, SHOWN = (FOLDER / f"{name}.yaml" for name in ("bridge", "tight", "crowded", "shown"))

SLIDES = {
    "deck-cover": ["cover"],
    "deck-bottom-line": ["bl"],
    "deck-context": ["ctx_head"],
    "deck-argument": ["a1"],
    "deck-options": ["opt_head"],
    "deck-table": ["t1"],
    "deck-responses": ["resp_head"],
    "deck-risks": ["risk_head"],
    "deck-sources": ["src_head"],
    "deck-sequence": ["seq_head"],
}
SHOWN_SLIDES = {
    "shown-quotation": ["a1"],
    "shown-breakdown": ["a2"],
    "shown-comparison": ["a3"],
    "shown-number": ["a4"],
    "shown-chart": ["a5"],
}
CROWDED_SLIDES = {
    "crowded-cover": ["cover"],
    "crowded-bottom-line": ["bl", "ctx_head"],
    "crowded-claims": ["a1", "a4", "a8"],
    "crowded-arguments": ["a5", "a6"],
    "crowded-options": ["opt_head"],
    "crowded-responses": ["resp_head"],
    "crowded-sources": ["src_head"],
    "crowded-appendix": ["t1", "t2", "seq_head", "f2"],
}

Golden = Callable[[Path, str], None]


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The brief with much of everything, beside its pictures."""
    folder = tmp_path_factory.mktemp("crowded")
    Picture.new("RGB", (320, 90)).save(folder / "logo.png")
    Picture.new("RGB", (1200, 700)).save(folder / "photo.png")
    return Path(shutil.copy(CROWDED, folder))


@pytest.mark.parametrize("name", SLIDES)
def test_a_slide_is_laid_out_as_reviewed(name: str, golden: Golden) -> None:
    compare_slides(name, BRIDGE, SLIDES[name], golden)


@pytest.mark.parametrize("name", CROWDED_SLIDES)
def test_a_full_slide_is_laid_out_as_reviewed(name: str, crowded: Path, golden: Golden) -> None:
    compare_slides(name, crowded, CROWDED_SLIDES[name], golden)


@pytest.mark.parametrize("name", SHOWN_SLIDES)
def test_a_slide_that_shows_its_evidence_is_laid_out_as_reviewed(name: str, golden: Golden) -> None:
    compare_slides(name, SHOWN, SHOWN_SLIDES[name], golden)


def compare_slides(name: str, brief: Path, slots: list[str], golden: Golden) -> None:
    slides = [page for page in laid_out(brief, Product.DECK).pages if page.slot in slots]
    assert len(slides) == len(slots)
    golden(FOLDER / f"{name}.txt", text_of(*slides))


@pytest.mark.parametrize(("name", "brief"), [("summary", BRIDGE), ("summary-tight", TIGHT)])
def test_the_summary_is_laid_out_as_reviewed(name: str, brief: Path, golden: Golden) -> None:
    golden(FOLDER / f"{name}.txt", text_of(*laid_out(brief, Product.SUMMARY).pages))


@pytest.mark.parametrize("product", Product, ids=lambda product: product.value)
def test_the_argument_map_is_laid_out_as_reviewed(product: Product, golden: Golden) -> None:
    golden(FOLDER / f"map-{product.value}.txt", "\n".join(lines_of(map_in(BRIDGE, product))) + "\n")


def test_a_map_of_many_arrows_is_laid_out_as_reviewed(crowded: Path, golden: Golden) -> None:
    golden(FOLDER / "crowded-map.txt", "\n".join(lines_of(map_in(crowded, Product.DECK))) + "\n")


def test_the_memo_is_set_as_reviewed(golden: Golden) -> None:
    golden(FOLDER / "memo.txt", "".join(f"{line}\n" for line in memo_of(BRIDGE)))


def test_a_full_memo_is_set_as_reviewed(crowded: Path, golden: Golden) -> None:
    golden(FOLDER / "crowded-memo.txt", "".join(f"{line}\n" for line in memo_of(crowded)))


def test_a_wide_table_is_set_and_divided_as_reviewed(golden: Golden) -> None:
    outline = composed(LIBRARY, tables=[WIDE])
    (_, memo), (deck, _) = set_body(outline, style_sheet(DEFAULT, "A4")), lay_out_deck(outline, DEFAULT)
    slides = [page for page in deck.pages if WIDE["title"] in page.title]
    golden(FOLDER / "wide-table.txt", "".join(f"{line}\n" for line in set_in(memo)) + text_of(*slides))


def test_the_columns_of_the_memo_s_tables_are_as_wide_as_reviewed(golden: Golden) -> None:
    golden(FOLDER / "memo-tables.txt", "".join(f"{line}\n" for line in tables_of(BRIDGE)))


def map_in(brief: Path, product: Product) -> Group:
    if product is Product.MEMO:
        return figure_of(brief)
    block = outline_of(brief).one(ArgumentMap)
    assert block is not None
    items = (item for page in laid_out(brief, product).pages for item in walk(page.items))
    (found,) = (item for item in items if isinstance(item, Group) and item.name == block.number.slot)
    return found


def memo_of(brief: Path) -> Iterator[str]:
    """Yield the room on the first page, then each paragraph with its height and each table with its rows."""
    outline = outline_of(brief)
    sheet = style_sheet(DEFAULT, outline.page)
    yield f"first page {page_height(outline, sheet):.1f}  text {sheet.paper.text_width:.1f}"
    for index, section in enumerate(set_body(outline, sheet)):
        if index:
            paper = section.sheet.paper
            yield f"section {paper.width:.1f} × {paper.height:.1f}  text {paper.text_width:.1f}"
        yield from set_in(section)


def set_in(section: PaperSection) -> Iterator[str]:
    sheet, width = section.sheet, section.sheet.paper.text_width
    for item in section.items:
        match item:
            case Para():
                even = even_indent(item, sheet)
                narrower = f"  right {even:.1f}" if even is not None else ""
                yield f"{item.style}  {height_of([item], width, sheet):.1f}{narrower}  “{plain(item)}”"
            case SetTable():
                yield f"{item.style}  {numbers(item.widths)}"
                for row in item.rows:
                    kept = "  with next" if all(para.keep for cell in row for para in cell) else ""
                    words = " | ".join(" / ".join(map(plain, cell)) for cell in row)
                    yield f"  {row_height(row, item.widths, sheet):.1f}{kept}  {words}"
            case Image():
                yield f"{item.style}  {numbers(*picture_sizes(item, sheet))}"
            case Footnote():
                height = height_of([item.para], width, sheet)
                yield f"note {item.number}  {height:.1f}  “{plain(item.para)}”"
            case Drawing():
                yield "map"
            case Coded():
                yield f"code  {item.code.alt.plain}"
            case SetPlots():
                sizes = (numbers((plot.rect.width, plot.rect.height)) for plot in item.plots)
                yield f"charts  {'  '.join(sizes)}"
            case _:
                assert_never(item)


def plain(para: Para) -> str:
    """Return the first words of a paragraph."""
    words = ""
    for piece in para.pieces:
        match piece:
            case Text():
                words += piece.plain
            case Styled():
                words += piece.shown.plain
            case Label() | Ordinal() | NoteNumber():
                words += piece.text.plain
            case Level():
                words += f"[{piece.value}] "
            case LineSample():
                words += "[- -] " if piece.dashed else "[—] "
            case PageNumber() | PageOf():
                words += "[page]"
            case str():
                words += piece
            case _:
                assert_never(piece)
    return words if len(words) <= 30 else f"{words[:30]}…"


def tables_of(brief: Path) -> Iterator[str]:
    """Yield the widths of each table of a memo, as its file has them, with the heads of the columns."""
    memo = finished(brief, Product.MEMO)[1][Product.MEMO]
    document = etree.fromstring(read(memo, "word/document.xml"))
    for table in document.iter(f"{W}tbl"):
        widths = [int(column.get(f"{W}w")) / 20 for column in table.iter(f"{W}gridCol")]
        heads = ["".join(cell.itertext()) for cell in next(table.iter(f"{W}tr")).iter(f"{W}tc")]
        yield "  ".join(f"{width:.1f}" for width in widths) + "    " + " | ".join(heads)


# Layouts as text


def text_of(*pages: Page) -> str:
    """Return the pages with their notes; of the later ones only the items that the first does not have."""
    first = pages[0]
    return "\n".join(
        "\n".join([heading(page), *map(indented, body(page, () if page is first else first.items)), ""])
        for page in pages
    )


def body(page: Page, known: tuple[Item, ...]) -> Iterator[str]:
    for item in page.items:
        if item not in known:
            yield from lines_of(item)
    for note in page.notes:
        yield "note “" + "".join(piece.text.plain if piece.text else piece.separator for piece in note) + "”"


def heading(page: Page) -> str:
    return " ".join(["page", page.slot, page.layout, f"{page.width:.1f} × {page.height:.1f}"])


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
            yield f"text {at(item.rect)}  {name}  {item.anchor} in {insets}{surface(item)}{tag(item)}"
            yield from map(indented, words_of(item.paragraphs))
        case TableBox():
            yield f"table {at(item.rect)}  {item.name}  in {item.inset:.1f}"
            yield indented(f"columns {numbers(item.widths)}")
            yield indented(f"rows {numbers(item.heights)}")
            for row in item.rows:
                for cell in row:
                    yield from (indented(f"{cell.fill}  {line}") for line in words_of((cell.paragraph,)))
        case Polyline():
            points = " → ".join(f"{x:.1f} {y:.1f}" for x, y in item.points)
            look = f"{item.weight:.1f} {item.colour}{' dashed' * item.dashed}"
            head = f" head {item.head_size:.1f}" * item.head
            ends = f"  {item.start} → {item.end}" if item.start else f"  {item.name}" if item.name else ""
            yield f"line {points}  {look}{head}{ends}"
        case Polygon():
            points = " → ".join(f"{x:.1f} {y:.1f}" for x, y in item.points)
            yield f"area {points}  {item.fill}"
        case Plot():
            yield f"{item.chart.kind} chart {at(item.rect)}  {item.name}  {item.accent} {item.size:.1f}"
            for series, fills in zip(item.series, item.fills, strict=True):
                yield indented(f"series {series}  {' '.join(fills)}")
        case Mark():
            yield f"mark {at(item.rect)}  {item.level.value} {item.colour}"
        case Box():
            yield f"box {at(item.rect)}{surface(item)}"
        case PictureBox():
            yield f"picture {at(item.rect)}"
        case CodeBox():
            yield f"code {at(item.rect)}  {item.colour}  {item.code.url}"
        case _:
            assert_never(item)


def surface(item: TextBox | Box) -> str:
    """How it is filled and framed."""
    fill = f"  on {item.fill}" if item.fill else ""
    frame = f"  frame {item.weight:.1f} {item.outline}{' dashed' * item.dashed}" if item.outline else ""
    return fill + frame + (f"  round {item.radius:.1f}" if item.radius else "")


def tag(item: TextBox | Paragraph) -> str:
    return "" if item.tag is Tag.PARAGRAPH else f"  {item.tag.value}"


def words_of(paragraphs: tuple[Paragraph, ...]) -> Iterator[str]:
    for paragraph in paragraphs:
        before = f" +{paragraph.before:.1f}" if paragraph.before else ""
        start = before + " •" * paragraph.bullet + tag(paragraph)
        for number, line in enumerate(paragraph.lines):
            yield line_of(line, paragraph, "" if number else start)


def line_of(line: tuple[Segment, ...], paragraph: Paragraph, start: str) -> str:
    looks = ((look_of(segment, paragraph), segment.text) for segment in line)
    parts = (
        f"{look}“{''.join(text for _, text in same)}”" for look, same in groupby(looks, lambda each: each[0])
    )
    x, right = (line[0].x, line[-1].x + line[-1].width) if line else (0.0, 0.0)
    return f"{x:.1f}–{right:.1f} {paragraph.size:.1f}/{paragraph.leading:.1f}{start} {' '.join(parts)}"


def look_of(segment: Segment, paragraph: Paragraph) -> str:
    """Colour, weight, and a size other than the paragraph's."""
    face = segment.font.partition("-")[2]
    size = f"{segment.size:.1f} " if segment.size != paragraph.size else ""
    weight = f"{face.lower()} " if face != "Regular" else ""
    return f"{segment.colour} {weight}{size}{'link ' if segment.url else ''}"


def at(rect: Rect) -> str:
    return f"{rect.x:.1f} {rect.y:.1f}  {rect.width:.1f} × {rect.height:.1f}"


def numbers(values: tuple[float, ...]) -> str:
    return " ".join(f"{value:.1f}" for value in values)
