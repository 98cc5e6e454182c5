"""Opens and closes the package of a memo: a python-docx document without a template."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from functools import partial
from typing import NamedTuple

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part, PartFactory
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.package import Package
from docx.parts.document import DocumentPart
from docx.parts.numbering import NumberingPart
from docx.parts.story import StoryPart

from builder.export.office.drawing import theme_part
from builder.export.office.markup import NOTHING, Markup, element
from builder.export.office.package import EMPTY_CORE, EMPTY_EXTENDED, core_properties, embed, pack
from builder.export.word.fixed_parts import FIXED, counted_list, fonts_part, numbering_part, settings_part
from builder.export.word.markup import PREFIXES, root, twips, w
from builder.export.word.paragraphs import Anchors
from builder.layout.memo.styles import StyleSheet
from builder.layout.pages import Plot
from builder.outline.blocks import Notes, Outline
from builder.outline.reading.furniture import FIRST_FOOTER, FIRST_HEADER, LATER_FOOTER, LATER_HEADER
from builder.outline.text import Product
from builder.theme.memo import Paper
from builder.theme.theme import Theme


def open_package(outline: Outline, sheet: StyleSheet, styles: bytes) -> Document:
    """Return an empty document with the memo's styles, page and properties, and no trace of a template."""
    package, theme = Package(), sheet.theme
    body = root("w:document", w("body"))
    main = _part(package, "word/document", CONTENT_TYPE.WML_DOCUMENT_MAIN, body)
    core = _part(package, "docProps/core", CONTENT_TYPE.OPC_CORE_PROPERTIES, EMPTY_CORE)
    app = _part(package, "docProps/app", CONTENT_TYPE.OFC_EXTENDED_PROPERTIES, EMPTY_EXTENDED)
    package.relate_to(main, RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
    package.relate_to(core, RELATIONSHIP_TYPE.CORE_PROPERTIES)
    package.relate_to(app, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)
    kinds, relations = CONTENT_TYPE, RELATIONSHIP_TYPE
    settings = settings_part(outline.language, noted=outline.one(Notes) is not None)
    palette = theme_part(PREFIXES, theme)
    for name, kind, relation, content in (
        ("styles", kinds.WML_STYLES, relations.STYLES, styles),
        ("settings", kinds.WML_SETTINGS, relations.SETTINGS, settings),
        ("numbering", kinds.WML_NUMBERING, relations.NUMBERING, numbering_part(theme)),
        ("fontTable", kinds.WML_FONT_TABLE, relations.FONT_TABLE, fonts_part(theme.fonts)),
        ("theme/theme1", kinds.OFC_THEME, relations.THEME, palette),
    ):
        main.relate_to(_part(package, f"word/{name}", kind, content), relation)
    assert isinstance(main, DocumentPart)
    document = Document(main.element, main)
    for name, value in core_properties(outline).items():
        setattr(document.core_properties, name, value)
    return document


def _part(package: Package, name: str, kind: str, content: bytes) -> Part:
    kinds: dict[str, type[Part]] = PartFactory.part_type_for
    part: Part = kinds.get(kind, Part).load(PackURI(f"/{name}.xml"), kind, content, package)
    return part


class Area(NamedTuple):
    """A header or footer: its part, and the id under which the document refers to it."""

    part: StoryPart
    id: str


_AREAS = {
    FIRST_HEADER: ("header", "first"),
    LATER_HEADER: ("header", "default"),
    FIRST_FOOTER: ("footer", "first"),
    LATER_FOOTER: ("footer", "default"),
}


def add_areas(document: Document, locations: Container[str]) -> dict[str, Area]:
    """Add an empty header or footer for each location."""
    main = document.part
    add: dict[str, Callable[[], tuple[StoryPart, str]]]
    add = {"header": main.add_header_part, "footer": main.add_footer_part}
    return {where: Area(*add[kind]()) for where, (kind, _) in _AREAS.items() if where in locations}


def fill_area(area: BaseOxmlElement, content: Markup) -> None:
    """Make paragraphs the whole content of a header or footer."""
    for child in list(area):
        area.remove(child)
    for child in list(parse_xml(root("w:body", content))):
        area.append(child)


def footnotes(document: Document) -> StoryPart:
    """Add an empty part for footnotes to the document, and return it."""
    main, name, kind = document.part, PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES
    part: StoryPart = StoryPart.load(name, kind, root("w:footnotes"), main.package)
    main.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    return part


def add_chart(part: StoryPart, plot: Plot, theme: Theme, language: str, epoch: int) -> str:
    """Add a chart and its workbook for a part, and return the id under which it refers to it."""
    from builder.export.office.chart import chart_part, workbook_of

    package = part.package
    name = package.next_partname("/word/charts/chart%d.xml")
    chart = Part(name, CONTENT_TYPE.DML_CHART, chart_part(plot, theme, language), package)
    book = PackURI(f"/word/embeddings/workbook{name.idx}.xlsx")
    numbers = Part(book, CONTENT_TYPE.SML_SHEET, workbook_of(plot, epoch), package)
    chart.relate_to(numbers, RELATIONSHIP_TYPE.PACKAGE)
    return part.relate_to(chart, RELATIONSHIP_TYPE.CHART)


def close_package(
    document: Document, outline: Outline, anchors: Anchors, body: Markup, written: Mapping[str, bytes]
) -> bytes:
    """Return the document with its body as a file, other parts as `written`; equal ones make equal bytes.

    The body is written as it is: lxml would need much memory for it.

    It carries the snapshot of what it says and its build id, unless it is a final copy.
    """
    main = document.part
    numbering = main.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
    assert isinstance(numbering, NumberingPart)
    for number, start in enumerate(anchors.starts, FIXED + 1):
        numbering.element.append(parse_xml(counted_list(number, start)))
    if outline.build_id:
        embed(main, outline, Product.MEMO, anchors.passages, partial(_part, main.package))
    empty: bytes = main.blob
    before, after = empty.split(b"<w:body/>")
    whole = b"%b<w:body>%b</w:body>%b" % (before, body.encode(), after)
    return pack(main.package, outline.epoch, {main.partname: whole, **written})


def section_end(paper: Paper, areas: Mapping[str, Area]) -> Markup:
    """Return the properties of a section: its headers and footers by location, and its paper."""
    return w(
        "sectPr",
        *(
            element(f"w:{kind}Reference", w__type=which, r__id=areas[where].id)
            for where, (kind, which) in _AREAS.items()
            if where in areas
        ),
        w("pgSz", w=twips(paper.width), h=twips(paper.height), orient=paper.orientation),
        w(
            "pgMar",
            top=twips(paper.top),
            right=twips(paper.side),
            bottom=twips(paper.bottom),
            left=twips(paper.side),
            header=twips(paper.header),
            footer=twips(paper.footer),
            gutter=0,
        ),
        w("cols", space=720),
        w("titlePg") if FIRST_HEADER in areas else NOTHING,
    )
