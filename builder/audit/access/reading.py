"""Reads a finished file of any format, and reports what keeps people from reading it."""

from __future__ import annotations

from collections.abc import Iterator
from zipfile import BadZipFile

from builder.audit.content import LARGEST, TooLarge, Unreadable
from builder.audit.office.package import Archive
from builder.report.problems import Problem


def inaccessible(data: bytes) -> tuple[Problem, ...]:
    """Return what keeps people from reading a .docx, .pptx or .pdf, with its location as the path.

    Raises `Unreadable` where the file cannot be opened.
    """
    if len(data) > LARGEST:
        raise TooLarge(f"has more than {LARGEST:,} bytes")
    try:
        return tuple(_found(data))
    except (LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        raise Unreadable(f"has a part that makes no sense ({error})") from error


def _found(data: bytes) -> Iterator[Problem]:
    if data.startswith(b"%PDF-"):
        from builder.audit.access.pdf import pdf_problems

        return pdf_problems(data)
    try:
        names = Archive(data).namelist()
    except (BadZipFile, ValueError, OSError) as error:
        raise Unreadable("is not a Word, PowerPoint or PDF file") from error
    if any(name.startswith("ppt/") for name in names):
        from builder.audit.access.powerpoint import deck_problems

        return deck_problems(data)
    if any(name.startswith("word/") for name in names):
        from builder.audit.access.word import memo_problems

        return memo_problems(data)
    raise Unreadable("is not a Word, PowerPoint or PDF file")
