"""Finds everything in a finished file that any program could find, and its tokens."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2 as pdfium
from lxml import etree

from tests.support.tokens import SECRET


def everything_in(data: bytes) -> Iterator[str]:
    """Yield all that any program could find in a file, part by part."""
    if data[:2] == b"PK":
        yield from in_zip(data)
    elif data[:5] == b"%PDF-":
        yield from in_pdf(data)
    else:
        yield from readings(data)


def in_zip(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        yield from readings(package.comment)
        for entry in package.infolist():
            yield from (entry.filename, *readings(entry.comment), *readings(entry.extra))
            content = package.read(entry)
            yield from everything_in(content)
            if entry.filename.endswith((".xml", ".rels")):
                # the words of a part in a row, however its markup parts them
                yield "".join(etree.fromstring(content).itertext())


def in_pdf(data: bytes) -> Iterator[str]:
    yield from readings(data)
    with pikepdf.open(BytesIO(data)) as document:
        for one in document.objects:
            yield from in_object(one)
        for page in document.pages:
            for instruction in pikepdf.parse_content_stream(page):
                yield from (text for operand in instruction.operands for text in in_object(operand))
    shown = pdfium.PdfDocument(data)
    for page in shown:
        text = page.get_textpage()
        yield text.get_text_bounded()
        yield "".join(text.get_text_range(index, 1) for index in range(text.count_chars()))
        text.close()
        page.close()
    shown.close()


def in_object(one: Any) -> Iterator[str]:
    """Yield every name, string and stream of an object, without following references."""
    if isinstance(one, pikepdf.Stream):
        yield from readings(one.read_bytes())
    if isinstance(one, pikepdf.String | bytes):
        yield from (str(one), *readings(bytes(one)))
    elif isinstance(one, pikepdf.Name | str):
        yield str(one)
    elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        for key, value in one.items():
            yield key
            yield from in_object(value) if not getattr(value, "is_indirect", False) else ()
    elif isinstance(one, pikepdf.Array | list):
        for value in one:
            yield from in_object(value) if not getattr(value, "is_indirect", False) else ()


def readings(data: bytes) -> Iterator[str]:
    """Yield bytes as text in each encoding that the formats know."""
    yield data.decode("utf-8", "ignore")
    if b"\0" in data:
        yield data.decode("utf-16-le", "ignore")
        yield data.decode("utf-16-be", "ignore")


def found_in(data: bytes) -> tuple[set[str], int]:
    """Return the tokens in a file, however blanks and markup part them, and how many parts were searched."""
    parts = list(everything_in(data))
    plain = ("".join(part.lower().split()) for part in parts)
    return {token for part in plain for token in re.findall(f"(?=({SECRET}))", part)}, len(parts)
