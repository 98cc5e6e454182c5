"""The parts that every memo has become a python-docx document without a word in it."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

from builder.export.office.package import core_properties, pack
from builder.export.office.snapshot import Passage, properties_part, snapshot_part, store_part
from builder.export.word.fixed_parts import fonts_part, numbering_part, settings_part, theme_part
from builder.export.word.markup import Markup, element, root, twips, w
from builder.layout.memo.styles import Paper
from builder.outline.blocks import Outline
from builder.outline.text import Product

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OPEN = "application/vnd.openxmlformats-officedocument"
_WORD = f"{_OPEN}.wordprocessingml"
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"

_TYPES = {
    "/word/document.xml": f"{_WORD}.document.main+xml",
    "/word/styles.xml": f"{_WORD}.styles+xml",
    "/word/settings.xml": f"{_WORD}.settings+xml",
    "/word/numbering.xml": f"{_WORD}.numbering+xml",
    "/word/fontTable.xml": f"{_WORD}.fontTable+xml",
    "/word/theme/theme1.xml": f"{_OPEN}.theme+xml",
    "/docProps/core.xml": _CORE,
    "/docProps/app.xml": f"{_OPEN}.extended-properties+xml",
}


def open_package(outline: Outline, paper: Paper, styles: bytes) -> Document:
    """Return an empty document with the memo's styles, page and properties, and no trace of a template."""
    import docx

    parts = {
        "/_rels/.rels": _relationships(
            (f"{_OFFICE}/officeDocument", "word/document.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{_OFFICE}/extended-properties", "docProps/app.xml"),
        ),
        "/word/_rels/document.xml.rels": _relationships(
            (f"{_OFFICE}/styles", "styles.xml"),
            (f"{_OFFICE}/settings", "settings.xml"),
            (f"{_OFFICE}/numbering", "numbering.xml"),
            (f"{_OFFICE}/fontTable", "fontTable.xml"),
            (f"{_OFFICE}/theme", "theme/theme1.xml"),
        ),
        "/word/document.xml": root("w:document", w("body", _section(paper))),
        "/word/styles.xml": styles,
        "/word/settings.xml": settings_part(outline.language),
        "/word/numbering.xml": numbering_part(),
        "/word/fontTable.xml": fonts_part(),
        "/word/theme/theme1.xml": theme_part(),
        "/docProps/core.xml": f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"/>'.encode(),
        "/docProps/app.xml": b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'extended-properties"/>',
        "/[Content_Types].xml": _content_types(),
    }
    package = BytesIO()
    with ZipFile(package, "w") as file:
        for name, part in parts.items():
            file.writestr(name.removeprefix("/"), part)
    document = docx.Document(package)
    for name, value in core_properties(outline).items():
        setattr(document.core_properties, name, value)
    return document


def fill_body(document: Document, content: Markup) -> None:
    """Make paragraphs and tables the whole body, before the page's own properties.

    The new body is moved in as one, for lxml moves many elements one by one in quadratic time.
    """
    body = _parsed(content)
    old = document.element.body
    body.append(old.sectPr)
    document.element.replace(old, body)


def fill_area(area: BaseOxmlElement, content: Markup) -> None:
    """Make paragraphs the whole content of a header or footer."""
    for child in list(area):
        area.remove(child)
    for child in list(_parsed(content)):
        area.append(child)


def _parsed(content: Markup) -> BaseOxmlElement:
    from docx.oxml.parser import parse_xml

    body: BaseOxmlElement = parse_xml(root("w:body", content))
    return body


def close_package(document: Document, outline: Outline, passages: list[Passage]) -> bytes:
    """Return the document as a file; equal documents make equal bytes.

    It carries the snapshot of what it says and its build id, unless it is a final copy.
    """
    if outline.build_id:
        _embed(document, outline, passages)
    return pack(document.part.package, outline.epoch)


def _embed(document: Document, outline: Outline, passages: list[Passage]) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    package = document.part.package

    def added(name: str, kind: str, content: bytes) -> Part:
        return Part(PackURI(name), kind, content, package)

    item = added("/customXml/item1.xml", "application/xml", snapshot_part(outline, Product.MEMO, passages))
    store = added("/customXml/itemProps1.xml", f"{_OPEN}.customXmlProperties+xml", store_part())
    custom = added("/docProps/custom.xml", f"{_OPEN}.custom-properties+xml", properties_part(outline))
    document.part.relate_to(item, RELATIONSHIP_TYPE.CUSTOM_XML)
    item.relate_to(store, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)
    package.relate_to(custom, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def _relationships(*targets: tuple[str, str]) -> bytes:
    entries = "".join(
        element("Relationship", Id=f"rId{number}", Type=kind, Target=target)
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'.encode()


def _content_types() -> bytes:
    defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    entries = [element("Default", Extension=name, ContentType=kind) for name, kind in defaults.items()]
    entries += [element("Override", PartName=name, ContentType=kind) for name, kind in _TYPES.items()]
    return f'<Types xmlns="{_PACKAGE}/content-types">{"".join(entries)}</Types>'.encode()


def _section(paper: Paper) -> Markup:
    return w(
        "sectPr",
        w("pgSz", w=twips(paper.width), h=twips(paper.height)),
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
    )
