"""Opens and closes the package of a memo: a python-docx document without a template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, TypeVar

from builder.export.office.markup import Markup
from builder.export.office.package import RELATION, TYPE, core_properties, embed, empty_package, pack
from builder.export.office.snapshot import Passage
from builder.export.office.theme_part import theme_part
from builder.export.word.fixed_parts import fonts_part, numbering_part, settings_part
from builder.export.word.markup import PREFIXES, root, twips, w
from builder.layout.memo.styles import StyleSheet
from builder.outline.blocks import Outline
from builder.outline.reading.furniture import FIRST_FOOTER, FIRST_HEADER, LATER_FOOTER, LATER_HEADER
from builder.outline.text import Product
from builder.theme.memo import Paper

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.parts.story import StoryPart

T = TypeVar("T")

_WORD = f"{TYPE}.wordprocessingml"


def open_package(outline: Outline, sheet: StyleSheet, styles: bytes) -> Document:
    """Return an empty document with the memo's styles, page and properties, and no trace of a template."""
    import docx

    package = empty_package(
        "word/document.xml",
        {
            "word/document.xml": (
                f"{_WORD}.document.main+xml",
                root("w:document", w("body", _section(sheet.paper))),
            ),
            "word/styles.xml": (f"{_WORD}.styles+xml", styles),
            "word/settings.xml": (f"{_WORD}.settings+xml", settings_part(outline.language)),
            "word/numbering.xml": (f"{_WORD}.numbering+xml", numbering_part(sheet.theme)),
            "word/fontTable.xml": (f"{_WORD}.fontTable+xml", fonts_part(sheet.theme.fonts)),
            "word/theme/theme1.xml": (
                f"{TYPE}.theme+xml",
                theme_part(PREFIXES, sheet.theme, sheet.theme.colours.brand),
            ),
        },
        {
            "word/document.xml": (
                (f"{RELATION}/styles", "styles.xml"),
                (f"{RELATION}/settings", "settings.xml"),
                (f"{RELATION}/numbering", "numbering.xml"),
                (f"{RELATION}/fontTable", "fontTable.xml"),
                (f"{RELATION}/theme", "theme/theme1.xml"),
            )
        },
    )
    document = docx.Document(BytesIO(package))
    for name, value in core_properties(outline).items():
        setattr(document.core_properties, name, value)
    return document


def headers_and_footers(
    document: Document, content: Mapping[str, Sequence[T]]
) -> Iterator[tuple[StoryPart, Sequence[T]]]:
    """Yield the part of each header and footer of the document with its content; none without content."""
    if not content:
        return
    section = document.sections[0]
    section.different_first_page_header_footer = True
    for location, area in (
        (FIRST_HEADER, section.first_page_header),
        (LATER_HEADER, section.header),
        (FIRST_FOOTER, section.first_page_footer),
        (LATER_FOOTER, section.footer),
    ):
        area.is_linked_to_previous = False
        yield area.part, content[location]


def fill_area(area: BaseOxmlElement, content: Markup) -> None:
    """Make paragraphs the whole content of a header or footer."""
    from docx.oxml.parser import parse_xml

    for child in list(area):
        area.remove(child)
    for child in list(parse_xml(root("w:body", content))):
        area.append(child)


def close_package(document: Document, outline: Outline, passages: list[Passage], body: Markup) -> bytes:
    """Return the document with its body as a file; equal documents make equal bytes.

    The body is written before the properties of its pages as it is: lxml would need much memory for it.

    It carries the snapshot of what it says and its build id, unless it is a final copy.
    """
    main = document.part
    if outline.build_id:
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        def added(name: str, kind: str, content: bytes) -> Part:
            return Part(PackURI(f"/{name}.xml"), kind, content, main.package)

        embed(main, outline, Product.MEMO, passages, added)
    empty = main.blob
    start = empty.index(b"<w:sectPr")
    whole = empty[:start] + body.encode() + empty[start:]
    return pack(main.package, outline.epoch, {main.partname: whole})


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
