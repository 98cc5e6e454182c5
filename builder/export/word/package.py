"""The parts that every memo has become a python-docx document without a word in it."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

from builder.export.saving import FIRST_MOMENT, moment, pin_zip
from builder.export.snapshot import Passage, properties_part, snapshot_part, store_part
from builder.export.word.looks import BULLET, Paper
from builder.export.word.markup import Markup, element, hex_colour, root, style_of, twips, w
from builder.export.word.styles import east_asian
from builder.outline.blocks import Outline, Product, Role
from builder.theme.tokens import TOKENS

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"
_LONGEST_PROPERTY = 255  # characters that python-docx accepts in a core property

_TYPES = {
    "/word/document.xml": f"{_WORD}.document.main+xml",
    "/word/styles.xml": f"{_WORD}.styles+xml",
    "/word/settings.xml": f"{_WORD}.settings+xml",
    "/word/numbering.xml": f"{_WORD}.numbering+xml",
    "/word/fontTable.xml": f"{_WORD}.fontTable+xml",
    "/word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
    "/docProps/core.xml": _CORE,
    "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "/docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
}


def open_package(outline: Outline, paper: Paper, styles: bytes) -> Document:
    """Return an empty document with the memo's styles, page and properties, and no trace of a template."""
    import docx

    parts = {
        "/_rels/.rels": _relationships(
            (f"{_OFFICE}/officeDocument", "word/document.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{_OFFICE}/extended-properties", "docProps/app.xml"),
            (f"{_OFFICE}/custom-properties", "docProps/custom.xml"),
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
        "/word/settings.xml": _settings(outline.language),
        "/word/numbering.xml": _numbering(),
        "/word/fontTable.xml": _fonts(),
        "/word/theme/theme1.xml": _theme(),
        "/docProps/core.xml": f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"/>'.encode(),
        "/docProps/app.xml": b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'extended-properties"/>',
        "/docProps/custom.xml": properties_part(outline),
        "/[Content_Types].xml": _content_types(),
    }
    package = BytesIO()
    with ZipFile(package, "w") as file:
        for name, part in parts.items():
            file.writestr(name.removeprefix("/"), part)
    document = docx.Document(package)
    _say_properties(document, outline)
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
    """Return the document as a file with the snapshot of what it says; equal documents make equal bytes."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    package = document.part.package
    item = Part(
        PackURI("/customXml/item1.xml"),
        "application/xml",
        snapshot_part(outline, Product.MEMO, passages),
        package,
    )
    store = Part(
        PackURI("/customXml/itemProps1.xml"),
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
        store_part(),
        package,
    )
    document.part.relate_to(item, RELATIONSHIP_TYPE.CUSTOM_XML)
    item.relate_to(store, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)
    file = BytesIO()
    document.save(file)
    return pin_zip(file.getvalue(), outline.epoch)


def _say_properties(document: Document, outline: Outline) -> None:
    """Write what the file says of itself; what the brief does not give stays absent."""
    given = outline.properties
    core = document.core_properties
    for name, value in {
        "title": given.title,
        "subject": given.subject,
        "author": "; ".join(given.authors),
        "keywords": ", ".join(given.keywords),
        "language": given.language,
        "content_status": given.status,
        "version": given.version,
    }.items():
        if value:
            setattr(core, name, value[:_LONGEST_PROPERTY])
    written = moment(outline.epoch)
    if written > FIRST_MOMENT:  # which stands for a brief without a date
        core.created = core.modified = written.replace(tzinfo=None)


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


def _settings(language: str) -> bytes:
    modern = "http://schemas.microsoft.com/office/word"
    compatible = {
        "compatibilityMode": 15,  # Word 2013 and later: else the title bar says "Compatibility Mode"
        "overrideTableStyleFontSizeAndJustification": 1,
        "enableOpenTypeFeatures": 1,
        "doNotFlipMirrorIndents": 1,
        "differentiateMultirowTableHeaders": 1,
    }
    return root(
        "w:settings",
        w("zoom", percent=100),
        w("defaultTabStop", val=720),
        w("characterSpacingControl", val="doNotCompress"),
        w("compat", *(w("compatSetting", name=name, uri=modern, val=on) for name, on in compatible.items())),
        w("themeFontLang", val=language, eastAsia=east_asian(language)),
        w(
            "clrSchemeMapping",
            bg1="light1", t1="dark1", bg2="light2", t2="dark2", accent1="accent1", accent2="accent2",
            accent3="accent3", accent4="accent4", accent5="accent5", accent6="accent6",
            hyperlink="hyperlink", followedHyperlink="followedHyperlink",
        ),
        w("decimalSymbol", val="."),
        w("listSeparator", val=","),
    )  # fmt: skip


def _numbering() -> bytes:
    """One list, whose bullets come from the text's own font: Symbol shows boxes where it is missing."""
    font = TOKENS.office_font

    def level(index: int) -> Markup:
        return w(
            "lvl",
            w("start", val=1),
            w("numFmt", val="bullet"),
            style_of("pStyle", "List Bullet") if index == 0 else Markup(""),
            w("lvlText", val="•"),
            w("lvlJc", val="left"),
            w("pPr", w("ind", left=twips(BULLET[0] + index * BULLET[1]), hanging=twips(BULLET[1]))),
            w("rPr", w("rFonts", ascii=font, hAnsi=font, cs=font), w("color", val=hex_colour(TOKENS.edge))),
            ilvl=index,
        )

    return root(
        "w:numbering",
        w("abstractNum", w("multiLevelType", val="hybridMultilevel"), *map(level, range(3)), abstractNumId=0),
        w("num", w("abstractNumId", val=0), numId=1),
    )


def _fonts() -> bytes:
    latin = w(
        "font",
        w("altName", val="Carlito"),
        w("charset", val="00"),
        w("family", val="swiss"),
        w("pitch", val="variable"),
        name=TOKENS.office_font,
    )
    asian = w(
        "font",
        w("altName", val="Noto Sans JP"),
        w("charset", val="80"),
        w("family", val="swiss"),
        w("pitch", val="variable"),
        name=TOKENS.office_font_cjk,
    )
    return root("w:fonts", latin, asian)


def _theme() -> bytes:
    """The palette that Word offers a user, so that what is added later looks as if it belonged."""
    strong = [TOKENS.hue(role).strong for role in (Role.CAUSE, Role.EFFECT, Role.RESPONSE)]
    colours = {
        "dk1": TOKENS.ink, "lt1": TOKENS.white, "dk2": TOKENS.brand, "lt2": TOKENS.panel,
        "accent1": strong[0], "accent2": strong[1], "accent3": strong[2], "accent4": TOKENS.brand,
        "accent5": TOKENS.caution.strong, "accent6": TOKENS.edge, "hlink": strong[0], "folHlink": TOKENS.ink2,
    }  # fmt: skip
    palette = (
        element(f"a:{name}", element("a:srgbClr", val=hex_colour(colour))) for name, colour in colours.items()
    )

    def font(kind: str) -> Markup:
        return element(
            f"a:{kind}",
            element("a:latin", typeface=TOKENS.office_font),
            element("a:ea", typeface=TOKENS.office_font_cjk),
            element("a:cs", typeface=""),
        )

    plain = element("a:solidFill", element("a:schemeClr", val="phClr"))
    line = element("a:ln", plain, w=9525)
    effect = element("a:effectStyle", element("a:effectLst"))
    name = "Policy brief"
    elements = element(
        "a:themeElements",
        element("a:clrScheme", *palette, name=name),
        element("a:fontScheme", font("majorFont"), font("minorFont"), name=name),
        element(
            "a:fmtScheme",
            element("a:fillStyleLst", plain, plain, plain),
            element("a:lnStyleLst", line, line, line),
            element("a:effectStyleLst", effect, effect, effect),
            element("a:bgFillStyleLst", plain, plain, plain),
            name=name,
        ),
    )
    return root("a:theme", elements, name=name)
