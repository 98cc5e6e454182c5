"""Hostile finished files: small ones that would take all time or memory if they were read without limits."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import builder
from tests.corpora.hostile.case import Case, refused
from tests.corpora.hostile.pictures import png

FOLDER = "finished"


def audited(
    name: str, product: str, make: Callable[[], bytes], *, rule: str = "files-readable", prints: str = ""
) -> Case:
    """An audit of a finished file that cannot be read, or differs from the brief everywhere."""
    ending = {"memo": "docx", "deck": "pptx", "summary": "pdf"}[product]

    def arrange(folder: Path) -> None:
        (folder / FOLDER).mkdir()
        (folder / FOLDER / f"brief-{product}.{ending}").write_bytes(make())

    command = ("audit", "--only", product, "--out", FOLDER)
    return Case(
        name, refused(rule, prints=prints), arrange=arrange, has_position=False,
        commands=(command, (*command, "--format", "json")),
    )  # fmt: skip


# PDF


def pdf(*objects: bytes) -> bytes:
    """Return a file of these objects, each with its number, and the table that lists them; the first is its catalog."""
    written, offsets = [b"%PDF-1.7\n"], []
    at = len(written[0])
    for number, each in enumerate(objects, 1):
        offsets.append(at)
        written.append(b"%d 0 obj\n%s\nendobj\n" % (number, each))
        at += len(written[-1])
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(objects) + 1
    return b"".join(written) + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Root 1 0 R /Size %d>>\nstartxref\n%d\n%%%%EOF\n"
        % (count, table, count, at)
    )


CATALOG, PAGES = b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [3 0 R] /Count 1>>"
FONT = b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>"


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s /Length %d>>\nstream\n%s\nendstream" % (entries, len(content), content)


def zeros(count: int) -> bytes:
    """Return so many zeros, compressed, without ever having them all."""
    packer = zlib.compressobj(9)
    return b"".join([*(packer.compress(bytes(1_000_000)) for _ in range(count // 1_000_000)), packer.flush()])


def packed(content: bytes, entries: bytes = b"", times: int = 1) -> bytes:
    for _ in range(times):
        content = zlib.compress(content, 9)
    filters = b" ".join([b"/FlateDecode"] * times)
    return stream(content, b"/Filter [%s] %s" % (filters, entries))


def page(contents: bytes = b"4 0 R", resources: bytes = b"", more: bytes = b"") -> bytes:
    return b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %s /Resources <</Font <</F 5 0 R>> %s>>%s>>" % (
        contents, resources, more,
    )  # fmt: skip


def sheet(content: bytes, *objects: bytes, resources: bytes = b"", more: bytes = b"") -> bytes:
    """A page with packed instructions; further objects begin at number 6."""
    return pdf(CATALOG, PAGES, page(resources=resources, more=more), packed(content), FONT, *objects)


def form(content: bytes, inner: int) -> bytes:
    drawings = b"/Resources <</XObject <</A %d 0 R>>>>" % inner if inner else b""
    return stream(content, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] " + drawings)


def _letters(count: int) -> bytes:
    return b"BT /F 9 Tf 9 9 Td " + b"(letters) Tj 0 1 Td " * count + b"ET"


def _fractal(levels: int, drawing: bytes = b"/A Do ") -> bytes:
    forms = [form(drawing * 10, number) for number in range(7, 6 + levels)]
    return sheet(drawing * 10, *forms, form(b"0 0 1 1 re f", 0), resources=b"/XObject <</A 6 0 R>>")


def _tags(levels: int) -> bytes:
    """Tags each of which contains the next one twice."""
    tags = [b"<</S /P /K [%d 0 R %d 0 R]>>" % (number, number) for number in range(5, 4 + levels)]
    return pdf(
        b"<</Type /Catalog /Pages 2 0 R /StructTreeRoot 4 0 R>>", PAGES, b"<</Type /Page /Parent 2 0 R>>",
        *tags, b"<</S /P /K 0>>",
    )  # fmt: skip


PDFS = (
    audited("pdf-unpacks-to-200-megabytes", "summary", lambda: pdf(CATALOG, PAGES, page(), stream(zeros(200_000_000), b"/Filter /FlateDecode"), FONT), prints="unpacks to more"),
    audited("pdf-packed-three-times", "summary", lambda: pdf(CATALOG, PAGES, page(), stream(zlib.compress(zlib.compress(zeros(200_000_000))), b"/Filter [/FlateDecode /FlateDecode /FlateDecode]")), prints="unpacks"),
    audited("pdf-many-pages", "summary", lambda: pdf(CATALOG, b"<</Type /Pages /Kids [%s] /Count 5000>>" % (b"3 0 R " * 5000), page(), packed(_letters(50)), FONT), prints="pages"),
    audited("pdf-pages-in-circles", "summary", lambda: pdf(CATALOG, b"<</Type /Pages /Kids [2 0 R 2 0 R] /Count 2>>"), prints="list of pages"),
    audited("pdf-counts-a-billion-pages", "summary", lambda: pdf(CATALOG, b"<</Type /Pages /Kids [3 0 R] /Count 999999999>>", page(), packed(b""), FONT), rule="no-unfamiliar-formatting"),
    audited("pdf-drawings-in-drawings", "summary", lambda: _fractal(9), prints="instructions"),
    audited("pdf-drawing-draws-itself", "summary", lambda: sheet(b"/A Do", form(b"/A Do /A Do", 6), resources=b"/XObject <</A 6 0 R>>"), prints="nested too deeply"),
    audited("pdf-one-stream-many-times", "summary", lambda: pdf(CATALOG, PAGES, page(b"[" + b"4 0 R " * 50_000 + b"]"), packed(_letters(100)), FONT), prints="instructions"),
    audited("pdf-tags-in-tags", "summary", lambda: _tags(60), prints="two places"),
    audited("pdf-a-tag-in-its-own-list", "summary", lambda: pdf(b"<</Type /Catalog /Pages 2 0 R /StructTreeRoot 4 0 R>>", PAGES, page(), b"<</K 5 0 R>>", b"[<</K 5 0 R>>]"), prints="two places"),
    audited("pdf-a-long-index-of-packed-objects", "summary", lambda: pdf(CATALOG, PAGES, page(), packed(b"1 " * 30_000_000, b"/Type /ObjStm /N 1 /First 59999999")), prints="cannot be read"),
    audited("pdf-many-packed-values", "summary", lambda: pdf(CATALOG, PAGES, page(), *[packed(b"%d 0 [%s]" % (number, b"1 " * 390_000), b"/Type /ObjStm /N 1 /First 5") for number in range(100, 180)]), prints="values"),
    audited("pdf-one-packed-text-many-times", "summary", lambda: pdf(CATALOG, PAGES, page(), packed(b"".join(b"%4d 0 " % number for number in range(1000, 2000)) + b"(" + b"x" * 50_000_000 + b")", b"/Type /ObjStm /N 1000 /First 7000")), prints="overlap"),
    audited("pdf-a-table-of-more-than-it-has", "summary", lambda: pdf(CATALOG, PAGES, page(), packed(b"x" * 60_000, b"/Type /XRef /W [1 1 1] /Index [%s]" % (b"0 60000 " * 9_000))), prints="cross-reference table"),
    audited("pdf-a-table-of-differences", "summary", lambda: pdf(CATALOG, PAGES, page(), packed(bytes(60_000_000), b"/Type /XRef /W [1 1 1] /Index [0 15000000] /DecodeParms <</Predictor 12 /Columns 3>>")), prints="values"),
    audited("pdf-a-plain-table-without-end", "summary", lambda: pdf(CATALOG, PAGES) + b"xref\n0 3000000\n" + b"0000000000 65535 f \n" * 3_000_000, prints="values"),
    audited("pdf-comments-without-end", "summary", lambda: pdf(CATALOG, PAGES) + b"%\n" * 30_000_000, prints="values"),
    audited("pdf-a-text-of-escapes", "summary", lambda: pdf(CATALOG, b"(%s)" % (b"\\n" * 30_000_000)), prints="values"),
    audited("pdf-a-text-of-spaced-digits", "summary", lambda: sheet(b"", b"<%s>" % (b"4 1 " * 15_000_000)), rule="no-unfamiliar-formatting"),
    audited("pdf-pages-of-empty-lists", "summary", lambda: pdf(CATALOG, *(b"<</Kids [%d 0 R %d 0 R]>>" % (number, number) for number in range(3, 40)), b"<</Kids []>>"), prints="pages"),
    audited("pdf-drawings-after-comments", "summary", lambda: _fractal(9, b"/A %\n Do "), prints="instructions"),
    audited("pdf-a-list-of-numbers-in-circles", "summary", lambda: pdf(b"<</Type /Catalog /Pages 2 0 R /StructTreeRoot 6 0 R>>", PAGES, page(more=b"/StructParents 7"), packed(b""), FONT, b"<</ParentTree 7 0 R>>", b"<</Kids [7 0 R 7 0 R]>>"), rule="no-unfamiliar-formatting"),
    audited("pdf-marks-of-one-tag", "summary", lambda: pdf(b"<</Type /Catalog /Pages 2 0 R /StructTreeRoot 6 0 R>>", PAGES, page(more=b"/StructParents 0"), packed(b""), FONT, b"<</ParentTree <</Nums [0 [%s]]>>>>" % (b"7 0 R " * 150_000), b"<</K [%s]>>" % b" ".join(b"%d" % mark for mark in range(150_000))), rule="no-unfamiliar-formatting"),
    audited("pdf-one-picture-many-times", "summary", lambda: sheet(b"/A Do " * 1_000, packed(bytes(50_000_000), b"/Subtype /Image /Width 10000 /Height 5000 /BitsPerComponent 8 /ColorSpace /DeviceGray"), resources=b"/XObject <</A 6 0 R>>"), prints="pictures"),
    audited("pdf-one-mask-many-times", "summary", lambda: sheet(b"", packed(bytes(50_000_000), b"/Subtype /Image /Width 1 /Height 1"), *[b"<</SMask 6 0 R>>"] * 300), rule="no-unfamiliar-formatting"),
    audited("pdf-values-in-values", "summary", lambda: pdf(b"[" * 1_000_000), prints="nested too deeply"),
    audited("pdf-open-strings", "summary", lambda: pdf(CATALOG, b"(" * 1_000_000), prints="cannot be read"),
    audited("pdf-many-objects", "summary", lambda: pdf(CATALOG, PAGES, page(), packed(b""), FONT, *[b"<</A [1 2 3]>>"] * 200_000), prints="values"),
    audited("pdf-a-list-of-a-million-numbers", "summary", lambda: sheet(b"", b"[" + b"1 " * 5_000_000 + b"]"), prints="values"),
    audited("pdf-a-huge-page", "summary", lambda: sheet(_letters(9), more=b"/UserUnit 9999999").replace(b"595 842", b"9e9 9e9").replace(b"9e9", b"999"), rule="no-unfamiliar-formatting"),
    audited("pdf-a-font-of-drawings", "summary", lambda: sheet(b"", b"<</Type /Font /Subtype /Type3>>"), prints="characters are drawings"),
    audited("pdf-a-picture-of-a-billion-points", "summary", lambda: sheet(b"/A Do", packed(b"x", b"/Subtype /Image /Width 99999 /Height 99999 /BitsPerComponent 8 /ColorSpace /DeviceRGB"), resources=b"/XObject <</A 6 0 R>>"), rule="no-unfamiliar-formatting"),
    audited("pdf-as-many-words-as-are-read", "summary", lambda: sheet(_letters(2_400) + b" 0 0 9 9 re f" * 2_400), rule="text-matches"),
    audited("pdf-more-words-than-are-read", "summary", lambda: sheet(_letters(40_000)), prints="paints more"),
    audited("pdf-more-lines-than-are-read", "summary", lambda: sheet(b"0 0 m 9 9 l S " * 60_000), prints="paints more"),
    audited("pdf-more-than-is-read", "summary", lambda: pdf(CATALOG) + b"%" * 70_000_000, prints="more than 64,000,000 bytes"),
)  # fmt: skip


# Office

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def memo(
    body: str,
    before: str = "",
    times: int = 1,
    packing: int = zipfile.ZIP_DEFLATED,
    more: Mapping[str, bytes] = MappingProxyType({}),
) -> bytes:
    """A memo of nothing but its body."""
    data = io.BytesIO()
    around = f"{before}<w:document {_W}><w:body>", "</w:body></w:document>"
    with zipfile.ZipFile(data, "w", packing) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _RELS)
        with package.open("word/document.xml", "w") as part:
            part.write(around[0].encode())
            for _ in range(times):
                part.write(body.encode())
            part.write(around[1].encode())
        for name, other in more.items():
            package.writestr(name, other)
    return data.getvalue()


def _lies(data: bytes) -> bytes:
    """Let the archive say that its largest part has a hundred bytes."""
    end = data.rindex(b"word/document.xml") - 46
    entry = data[end : end + 24] + struct.pack("<I", 100) + data[end + 28 :]
    return data[:end] + entry


def _laughs() -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    return memo("<w:p><w:r><w:t>&e11;</w:t></w:r></w:p>", f"<!DOCTYPE w [{entities}]>")


def _overlapping() -> bytes:
    """A thousand entries that are all the same bytes of the file."""
    data = memo("<w:p/>" * 400_000)
    start = data.index(b"PK\x01\x02")
    entry = data[data.rindex(b"PK\x01\x02") : data.index(b"PK\x05\x06")]
    table = data[start : data.index(b"PK\x05\x06")] + entry * 1000
    count = 1003
    return (
        data[:start]
        + table
        + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(table), start, 0)
    )


def _parts(count: int) -> bytes:
    return memo("<w:p/>", more={f"word/p{number}.xml": b"<a/>" for number in range(count)})


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def table(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + paragraph("deep") + "</w:tc></w:tr></w:tbl>" * depth


PICTURED = """\
title: "The ferry should keep running"
bottom_line: "It pays for itself."
event: {label: "The ferry stays"}
sections:
  - title: "Why"
    role: cause
    arguments:
      - {id: use, claim: "Nine in ten commuters use it.", label: "Nine in ten use it"}
links: [{from: use, to: event, certainty: asserted}]
figures: [{path: a.png, title: "The route is short", alt: "A map"}]
"""


def pictured(name: str, product: str, picture: Callable[[], bytes]) -> Case:
    """An audit of a file that was built, and has another picture instead of each of its own."""

    def arrange(folder: Path) -> None:
        (folder / "a.png").write_bytes(png(600, 400, 8, 2))
        for file in builder.build(folder / "brief.yaml", folder / FOLDER).files:
            if file.path.stem.endswith(product):
                replaced(file.path)

    def replaced(file: Path) -> None:
        with zipfile.ZipFile(file) as package:
            parts = {entry: package.read(entry) for entry in package.infolist()}
        with zipfile.ZipFile(file, "w") as package:
            for entry, data in parts.items():
                package.writestr(entry, picture() if "/media/" in entry.filename else data)

    return replace(audited(name, product, bytes, rule="pictures-match"), brief=PICTURED, arrange=arrange)


def declared(width: int, height: int) -> bytes:
    """A picture of so many points of which it has none."""
    return png(width, height, 8, 2, rows=b"")


OFFICE = (
    pictured("docx-pictures-of-a-billion-points", "memo", lambda: png(30_000, 30_000)),
    pictured("docx-pictures-that-say-they-have-a-billion-points", "memo", lambda: declared(30_000, 30_000)),
    pictured("pptx-pictures-of-a-billion-points", "deck", lambda: png(30_000, 30_000)),
    pictured("pptx-pictures-that-say-they-have-a-billion-points", "deck", lambda: declared(30_000, 30_000)),
    audited("docx-unpacks-to-200-megabytes", "memo", lambda: memo(" " * 1_000_000, times=200), prints="unpacks to more"),
    audited("docx-lies-about-its-size", "memo", lambda: _lies(memo(" " * 1_000_000, times=100)), prints="readable"),
    audited("docx-packed-in-another-way", "memo", lambda: memo(" " * 1_000_000, times=60, packing=zipfile.ZIP_LZMA), prints="no readable part"),
    audited("docx-entities-in-entities", "memo", _laughs, prints="has definitions"),
    audited("docx-many-paragraphs", "memo", lambda: memo("<w:p/>" * 30_000, times=100), prints="more content"),
    audited("docx-many-attributes", "memo", lambda: memo("<w:p " + " ".join(f'a{n}=""' for n in range(900_000)) + "/>"), prints="more content"),
    audited("docx-many-namespaces", "memo", lambda: memo("<w:p " + " ".join(f'xmlns:a{n}="u{n}"' for n in range(250_000)) + ">" + "<w:r/>" * 50_000 + "</w:p>"), rule="text-matches"),
    audited("docx-many-names", "memo", lambda: memo("".join(f"<a{n}/>" for n in range(250_000))), rule="text-matches"),
    audited("docx-elements-in-elements", "memo", lambda: memo("<w:p>" * 100_000), prints="no readable part"),
    audited("docx-tables-in-tables", "memo", lambda: memo(table(60)), rule="text-matches"),
    audited("docx-tables-in-too-many-tables", "memo", lambda: memo(table(1000)), prints="no readable part"),
    audited("docx-many-parts", "memo", lambda: _parts(6000), prints="parts"),
    audited("docx-overlapping-parts", "memo", _overlapping, prints="unpacks to more"),
    audited("docx-as-many-paragraphs-as-are-read", "memo", lambda: memo("".join(paragraph(f"w{n}") for n in range(45_000))), rule="text-matches"),
    audited("docx-as-many-words-as-are-read", "memo", lambda: memo("".join(paragraph(f"w{n} " * 60) for n in range(1000))), rule="text-matches"),
    audited("docx-more-words-than-are-read", "memo", lambda: memo("".join(paragraph("word " * 200) for n in range(3000))), prints="characters"),
    audited("docx-one-word-of-a-million-letters", "memo", lambda: memo(paragraph("a" * 400_000)), rule="text-matches"),
    audited("pptx-that-is-a-memo", "deck", lambda: memo(paragraph("words")), prints="is not a PowerPoint file"),
)  # fmt: skip
