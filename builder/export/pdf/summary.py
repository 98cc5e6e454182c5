"""Writes placed pages as PDF/UA-1 and PDF/A-2a: tagged, fonts embedded, colours and properties stated."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import md5
from io import BytesIO
from pathlib import Path
from typing import Any

import builder.pdf_library  # noqa: F401 - before what it prepares

# isort: split
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString, PDFZCompress
from reportlab.pdfgen.canvas import Canvas

from builder.export.pdf.painting import Painter, load_font
from builder.export.pdf.tagging import Structure
from builder.layout.pages import Page, Pages
from builder.outline.blocks import Outline
from builder.theme.theme import Theme

PDF_VERSION = (1, 7)


def write_summary(outline: Outline, pages: Pages, theme: Theme) -> bytes:
    """Return the PDF file of the pages, with the outline's properties.

    All dates are the outline's epoch. Characters that no font has come out as blanks, so the brief must
    have been checked for them before.
    """
    file = BytesIO()
    canvas = _canvas(file, theme, outline.language)
    describe(canvas, outline)
    state_colours(canvas._doc)
    _paint(canvas, pages.pages, theme)
    return file.getvalue()


def write_pages(pages: Iterable[Page], theme: Theme) -> bytes:
    """Return a PDF file of pages without properties, from which pictures are made."""
    file = BytesIO()
    _paint(_canvas(file, theme), pages, theme)
    return file.getvalue()


def _canvas(file: BytesIO, theme: Theme, language: str | None = None) -> Any:
    initial = load_font(theme.fonts.body.family.regular)
    return Canvas(
        file,
        initialFontName=initial,
        invariant=1,
        pageCompression=1,
        pdfVersion=PDF_VERSION,
        lang=language,
    )


def _paint(canvas: Any, pages: Iterable[Page], theme: Theme) -> None:
    """Paint the pages, and save the file."""
    structure = Structure(canvas)
    for page in pages:
        canvas.setPageSize((page.width, page.height))
        Painter(canvas, structure, page.height, theme).paint(page.items)
        structure.end_page()
    structure.finish()
    canvas.save()


CREATOR = "policy-brief-builder"
_SRGB = Path(__file__).with_name("srgb.icc")  # made from the numbers of IEC 61966-2-1; free of rights (CC0)

# The claims are `pdfuaid:part` (ISO 14289-1) and `pdfaid` (ISO 19005-2), which requires the former's schema.
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:format>application/pdf</dc:format>
{identifier}<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
{optional}<xmp:CreateDate>{moment}</xmp:CreateDate>
<xmp:ModifyDate>{moment}</xmp:ModifyDate>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<pdfuaid:part>1</pdfuaid:part>
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>
"""
_IDENTIFIER = "<dc:identifier>{}</dc:identifier>\n"
_SUBJECT = '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:description>\n'
_AUTHORS = "<dc:creator><rdf:Seq>{}</rdf:Seq></dc:creator>\n"
_KEYWORDS = "<pdf:Keywords>{}</pdf:Keywords>\n"
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})


def describe(canvas: Any, outline: Outline) -> None:
    """Set title, author, subject, keywords and dates, in the document information and in XMP alike.

    A final copy has no identifier, because it does not belong to one state of the brief.
    """
    given = outline.properties
    moment = datetime.fromtimestamp(outline.epoch, UTC)
    canvas.setTitle(given.title)
    canvas.setAuthor(", ".join(given.authors))
    canvas.setSubject(given.subject)
    canvas.setKeywords(", ".join(given.keywords))
    canvas.setCreator(CREATOR)
    canvas.setDateFormatter(lambda *_: moment.strftime("D:%Y%m%d%H%M%S+00'00'"))
    canvas.setViewerPreference("DisplayDocTitle", "true")
    entries = PDFDictionary({"Type": PDFName("Metadata"), "Subtype": PDFName("XML")})
    packet = _packet(outline, moment).encode("utf-8")
    document = canvas._doc
    # The library starts the file's id from its own clock; ours is that of the brief.
    document.signature = md5(f"{outline.build_id} {outline.epoch}".encode(), usedforsecurity=False)
    document.Catalog.Metadata = document.Reference(PDFStream(entries, packet, filters=[]), "XMP")


def state_colours(document: Any) -> None:
    """State that red, green and blue are those of sRGB."""
    profile = PDFStream(PDFDictionary({"N": 3}), _SRGB.read_bytes(), filters=[PDFZCompress])
    intent = {
        "Type": PDFName("OutputIntent"),
        "S": PDFName("GTS_PDFA1"),
        "OutputConditionIdentifier": PDFString("sRGB"),
        "DestOutputProfile": document.Reference(profile, "SRGB"),
    }
    catalog = document.Catalog
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]
    catalog.OutputIntents = PDFArray([PDFDictionary(intent)])


def _packet(outline: Outline, moment: datetime) -> str:
    given = outline.properties
    optional = (
        (_AUTHORS, "".join(f"<rdf:li>{author.translate(_ESCAPED)}</rdf:li>" for author in given.authors)),
        (_SUBJECT, given.subject.translate(_ESCAPED)),
        (_KEYWORDS, ", ".join(given.keywords).translate(_ESCAPED)),
    )
    return _XMP.format(
        identifier=_IDENTIFIER.format(outline.build_id) if outline.build_id else "",
        title=given.title.translate(_ESCAPED),
        language=outline.language.translate(_ESCAPED),
        optional="".join(form.format(words) for form, words in optional if words),
        moment=moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        creator=CREATOR,
    )
