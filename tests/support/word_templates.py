"""Makes the Word templates of the tests: as organisations have them, each odd in one way."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from PIL import Image
from pptx.presentation import Presentation

_DOCUMENT = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TEMPLATE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
_MACROS = b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

Edit = Callable[[str, bytes], bytes]


def picture(width: int, height: int, colour: tuple[int, int, int]) -> BytesIO:
    """Return a picture in one colour."""
    file = BytesIO()
    Image.new("RGB", (width, height), colour).save(file, "PNG")
    file.seek(0)
    return file


def saved(
    document: Document | Presentation, edit: Edit | None = None, more: Mapping[str, bytes] | None = None
) -> bytes:
    """Return a document or presentation as a file, its parts edited and some added."""
    plain, file = BytesIO(), BytesIO()
    document.save(plain)
    with ZipFile(plain) as source, ZipFile(file, "w", ZIP_DEFLATED) as target:
        for one in source.infolist():
            data = source.read(one)
            target.writestr(one.filename, edit(one.filename, data) if edit else data)
        for name, data in (more or {}).items():
            target.writestr(name, data)
    return file.getvalue()


def _typed(kind: bytes, *extra: tuple[bytes, bytes]) -> Edit:
    """Return an edit that makes a file a template of a kind, and replaces other bytes."""

    def edit(name: str, data: bytes) -> bytes:
        if name == "[Content_Types].xml":
            data = data.replace(_DOCUMENT, kind)
        for old, new in extra:
            data = data.replace(old, new)
        return data

    return edit


def _a4(document: Document, left: float = 25, right: float = 25) -> Document:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    return document


def _fonts(document: Document, **looks: tuple[str, float, str | None]) -> None:
    for name, (font, size, colour) in looks.items():
        style = document.styles[name.replace("_", " ")]
        style.font.name, style.font.size = font, Pt(size)
        style.element.rPr.rFonts.set(qn("w:hAnsi"), font)
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(f"w:{theme}"), None)
        if colour:
            style.font.color.rgb = RGBColor.from_string(colour)


def german() -> bytes:
    """An institute's letterhead: ids in German, its own fonts, a logo, a wide left margin, sample text."""
    document = _a4(docx.Document(), 45, 20)
    _fonts(
        document,
        Heading_1=("Georgia", 18, "7A0019"),
        Heading_2=("Georgia", 13, "7A0019"),
        Title=("Georgia", 26, "000000"),
        Normal=("Garamond", 11.5, None),
    )
    section = document.sections[0]
    section.header.paragraphs[0].add_run().add_picture(picture(300, 90, (122, 0, 25)), width=Mm(40))
    section.footer.paragraphs[0].text = "Institut · Musterstraße 1"
    document.add_paragraph("Hier Text einfügen")
    ids = {
        "Heading1": "berschrift1", "Heading2": "berschrift2", "Heading3": "berschrift3", "Title": "Titel",
        "Normal": "Standard", "ListBullet": "Aufzhlungszeichen", "Caption": "Beschriftung",
    }  # fmt: skip
    marks = "basedOn|next|link|pStyle|rStyle"

    def edit(name: str, data: bytes) -> bytes:
        for old, new in ids.items() if name.startswith("word/") else ():
            data = re.sub(f'(w:styleId|<w:(?:{marks}) w:val)="{old}"'.encode(), f'\\1="{new}"'.encode(), data)
        return _typed(_TEMPLATE)(name, data)

    return saved(document, edit)


def levelled(document: Document, name: str, level: int | None) -> ParagraphStyle:
    """Add a paragraph style of an outline level."""
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    if level is not None:
        mark = OxmlElement("w:outlineLvl")
        mark.set(qn("w:val"), str(level))
        style.element.get_or_add_pPr().append(mark)
    return style


def ministry() -> bytes:
    """Styles of its own names alone, headings by their outline level, page numbers in the footer."""
    document = _a4(docx.Document())
    for name, level, size in (
        ("MIN Kop 1", 0, 16.0), ("MIN Kop 2", 1, 13.0), ("MIN Titel", None, 26.0), ("MIN Tekst", None, 10.5),
        ("MIN Kader", None, 11.0),
    ):  # fmt: skip
        style = levelled(document, name, level)
        style.font.size, style.font.name = Pt(size), "Verdana"
        style.paragraph_format.space_after = Pt(6)
    for name in (
        "Heading 1",
        "Heading 2",
        "Heading 3",
        "Title",
        "Subtitle",
        "List Bullet",
        "Caption",
        "Quote",
    ):
        document.styles[name].delete()
    footer = document.sections[0].footer.paragraphs[0]
    footer.text = "Ministerie van Water\t\t"
    _field(footer, " PAGE ", "1")
    return saved(document, _typed(_TEMPLATE))


def _field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    for kind in ("begin", None, "separate", "shown", "end"):
        run = paragraph.add_run()
        if kind == "shown":
            run.text = shown
            continue
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark.text = instruction
        run._r.append(mark)


def macros() -> bytes:
    """A template with macros, data of SharePoint, a link to another template, and protection."""
    document = _a4(docx.Document())
    document.add_section()
    macros = b'PartName="/word/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"'
    microsoft = "http://schemas.microsoft.com/office/2006"
    links = (
        ("rIdVba", f"{microsoft}/relationships/vbaProject", "vbaProject.bin"),
        ("rIdData", f"{_RELATIONS}/customXml", "../customXml/item9.xml"),
    )
    project = "".join(f'<Relationship Id="{a}" Type="{b}" Target="{c}"/>' for a, b, c in links)

    def edit(name: str, data: bytes) -> bytes:
        if name == "[Content_Types].xml":
            data = data.replace(b"</Types>", b"<Override %b/></Types>" % macros)
        if name == "word/_rels/document.xml.rels":
            data = data.replace(b"</Relationships>", project.encode() + b"</Relationships>")
        if name == "word/settings.xml":
            data = re.sub(
                rb"(<w:settings[^>]*>)",
                rb'\1<w:documentProtection w:edit="readOnly" w:enforcement="1"/>',
                data,
                count=1,
            )
        return _typed(_MACROS)(name, data)

    data = f'<p:properties xmlns:p="{microsoft}/metadata/properties"/>'.encode()
    return saved(document, edit, {"word/vbaProject.bin": b"\xd0\xcf", "customXml/item9.xml": data})


def theme_fonts() -> bytes:
    """Fonts and colours by the names of the theme alone, as Word's own template has them."""
    document = _a4(docx.Document())
    normal = document.styles["Normal"]
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(10), 1.15
    return saved(
        document,
        _typed(
            _TEMPLATE,
            (b'<a:latin typeface="Calibri"/>', b'<a:latin typeface="Georgia"/>'),
            (b'<a:srgbClr val="4F81BD"/>', b'<a:srgbClr val="0B6E4F"/>'),
        ),
    )


def huge_logo() -> bytes:
    """A logo of 70 mm at the head of every page."""
    document = _a4(docx.Document())
    document.sections[0].header.paragraphs[0].add_run().add_picture(
        picture(600, 300, (0, 60, 120)), height=Mm(70)
    )
    return saved(document, _typed(_TEMPLATE))


def swamped() -> bytes:
    """A head so high that no text has room under it."""
    document = _a4(docx.Document())
    document.sections[0].header.paragraphs[0].add_run().add_picture(
        picture(300, 400, (0, 60, 120)), height=Mm(230)
    )
    return saved(document, _typed(_TEMPLATE))


def letter() -> bytes:
    """US Letter with other first pages, even pages of their own, and numbered headings."""
    document = docx.Document()
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "THE HARBOUR INSTITUTE"
    section.header.paragraphs[0].text = "Harbour Institute"
    section.even_page_header.paragraphs[0].text = "Harbour Institute (even)"
    _field(section.footer.paragraphs[0], " PAGE ", "1")
    _field(section.first_page_footer.paragraphs[0], " FILENAME ", "house.dotx")
    heading = document.styles["Heading 1"].element.get_or_add_pPr()
    number = OxmlElement("w:numPr")
    mark = OxmlElement("w:numId")
    mark.set(qn("w:val"), document.styles["List Number"].element.pPr.numPr.numId.val.__str__())
    number.append(mark)
    heading.append(number)
    breaks = OxmlElement("w:pageBreakBefore")
    heading.insert(0, breaks)
    return saved(document, _typed(_TEMPLATE))


def dated(line: str) -> bytes:
    """A line with the date above every page, and with the page number below."""
    document = _a4(docx.Document())
    section = document.sections[0]
    for paragraph, field, shown in (
        (section.header.paragraphs[0], " DATE ", "1 May 2031"),
        (section.footer.paragraphs[0], " PAGE ", "1"),
    ):
        paragraph.text = f"{line} · "
        _field(paragraph, field, shown)
    return saved(document, _typed(_TEMPLATE))


def repeating(line: str) -> bytes:
    """A line above and below every page, which may be one that a memo has there itself."""
    document = _a4(docx.Document())
    section = document.sections[0]
    section.header.paragraphs[0].text = section.footer.paragraphs[0].text = line
    return saved(document, _typed(_TEMPLATE))


def landscape() -> bytes:
    """A page on its side."""
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    return saved(document, _typed(_TEMPLATE))


def a5() -> bytes:
    """A small page."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(148), Mm(210)
    section.left_margin = section.right_margin = Mm(18)
    return saved(document, _typed(_TEMPLATE))


def unsized() -> bytes:
    """No page size, and no theme."""
    document = docx.Document()
    section = document.sections[0]._sectPr
    section.remove(section.find(qn("w:pgSz")))

    def edit(name: str, data: bytes) -> bytes:
        if name.endswith("document.xml.rels"):
            data = re.sub(rb'<Relationship [^>]*relationships/theme"[^>]*/>', b"", data)
        return data

    return saved(document, edit)


def linked() -> bytes:
    """An address that is linked, a content control and a watermark of an older kind in its headers."""
    document = _a4(docx.Document())
    section = document.sections[0]
    paragraph = section.footer.paragraphs[0]
    relation = section.footer.part.relate_to(
        "https://institute.example", f"{_RELATIONS}/hyperlink", is_external=True
    )
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    run = OxmlElement("w:r")
    words = OxmlElement("w:t")
    words.text = "institute.example"
    run.append(words)
    link.append(run)
    paragraph._p.append(link)
    paragraph.add_run().add_break(WD_BREAK.LINE)
    return saved(document, _typed(_TEMPLATE))


def reordered() -> bytes:
    """The styles in another order, so that nothing is found by its place."""
    document = _a4(docx.Document())
    root = document.styles.element
    styles = root.findall(qn("w:style"))
    for style in styles:
        root.remove(style)
    root.extend(reversed(styles))
    return saved(document, _typed(_TEMPLATE))


def right_to_left() -> bytes:
    """As Word makes it in Hebrew or Arabic: paragraphs, runs and the page run from right to left."""
    document = _a4(docx.Document())
    normal = document.styles["Normal"].element
    properties = normal.get_or_add_pPr()
    properties.insert(0, OxmlElement("w:bidi"))
    normal.get_or_add_rPr().append(OxmlElement("w:rtl"))
    defaults = document.styles.element.find(f".//{qn('w:pPrDefault')}/{qn('w:pPr')}")
    if defaults is not None:
        defaults.insert(0, OxmlElement("w:bidi"))
    section = document.sections[0]._sectPr
    columns = section.find(qn("w:cols"))
    columns.addnext(OxmlElement("w:bidi"))
    return saved(document, _typed(_TEMPLATE))


TEMPLATES: Mapping[str, Callable[[], bytes]] = {
    "german": german,
    "ministry": ministry,
    "macros": macros,
    "theme-fonts": theme_fonts,
    "huge-logo": huge_logo,
    "letter": letter,
    "landscape": landscape,
    "a5": a5,
    "unsized": unsized,
    "linked": linked,
    "reordered": reordered,
    "right-to-left": right_to_left,
}
