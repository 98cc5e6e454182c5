"""Writes placed pages as a PDF: tagged for screen readers, fonts embedded, properties stated."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import md5
from io import BytesIO
from typing import Any

import builder.pdf_library  # noqa: F401 - before what it prepares

# isort: split
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFStream
from reportlab.pdfgen.canvas import Canvas

from builder.export.pdf.painting import Painter, load_font
from builder.export.pdf.tagging import Structure
from builder.layout.pages import Pages
from builder.outline.blocks import Outline
from builder.theme.theme import Theme

PDF_VERSION = (1, 7)


def write_summary(outline: Outline, pages: Pages, theme: Theme) -> bytes:
    """Return the PDF file of the pages, with the outline's properties.

    All dates are the outline's epoch. Characters that no font has come out as blanks, so the brief must
    have been checked for them before.
    """
    file = BytesIO()
    initial = load_font(theme.fonts.body.family.regular)
    canvas: Any = Canvas(
        file,
        initialFontName=initial,
        invariant=1,
        pageCompression=1,
        pdfVersion=PDF_VERSION,
        lang=outline.language,
    )
    describe(canvas, outline)
    structure = Structure(canvas)
    for page in pages.pages:
        canvas.setPageSize((page.width, page.height))
        Painter(canvas, structure, page.height, theme).paint(page.items)
        structure.end_page()
    structure.finish()
    canvas.save()
    return file.getvalue()


CREATOR = "policy-brief-builder"

# The claim of ISO 14289-1 is `pdfuaid:part`; validators find nothing against it in the tests.
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
{identifier}<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
{optional}<xmp:CreateDate>{moment}</xmp:CreateDate>
<xmp:ModifyDate>{moment}</xmp:ModifyDate>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<pdfuaid:part>1</pdfuaid:part>
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
