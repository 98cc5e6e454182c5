"""Opens finished files, changes their parts or objects, and saves them again."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pikepdf
import pypdfium2
from lxml import etree

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
WPG = "{http://schemas.microsoft.com/office/word/2010/wordprocessingGroup}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def saved(file: Any, *kind: str, **how: Any) -> bytes:
    """Return what a document, presentation, PDF or picture is saved as."""
    data = BytesIO()
    file.save(data, *kind, **how)
    return data.getvalue()


def changed_pdf(data: bytes, change: Callable[[Any], object], **how: Any) -> bytes:
    """Return a PDF that was changed."""
    with pikepdf.open(BytesIO(data)) as file:
        change(file)
        return saved(file, **how)


def parts_of(file: bytes | Path, pattern: str = "") -> dict[str, bytes]:
    """Return the parts of a package, in its order, whose names are like a pattern."""
    with ZipFile(BytesIO(file) if isinstance(file, bytes) else file) as package:
        return {name: package.read(name) for name in package.namelist() if re.search(pattern, name)}


def repacked(data: bytes, parts: dict[str, bytes]) -> bytes:
    """Return the package with some of its parts replaced, and those that it did not have added."""
    changed = BytesIO()
    with ZipFile(changed, "w") as package:
        for name, part in (parts_of(data) | parts).items():
            package.writestr(name, part)
    return changed.getvalue()


def edited(data: bytes, part: str, change: Callable[[Any], None]) -> bytes:
    """Return the package with one part changed."""
    root = etree.fromstring(read(data, part))
    change(root)
    return repacked(data, {part: etree.tostring(root)})


def read(data: bytes, part: str) -> bytes:
    """Return a part of a package."""
    with ZipFile(BytesIO(data)) as package:
        return package.read(part)


def names(data: bytes, pattern: str = "") -> list[str]:
    """Return the parts of a package whose names are like a pattern, in natural order."""
    with ZipFile(BytesIO(data)) as package:
        return sorted((name for name in package.namelist() if re.search(pattern, name)), key=_natural)


def _natural(name: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", name)]


def pdf_text(file: Path) -> list[str]:
    """Return the words of each page of a PDF file."""
    with pypdfium2.PdfDocument(file) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
