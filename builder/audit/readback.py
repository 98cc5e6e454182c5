"""The bytes of a finished .docx, .pptx or .pdf become what it says, with other code than what wrote it."""

from __future__ import annotations

from functools import lru_cache

from builder.audit.content import Kind, Link, Said, Utterance
from builder.audit.office.package import Unreadable
from builder.audit.pdf.reader import read_summary
from builder.audit.powerpoint.reader import read_deck
from builder.audit.word.reader import read_memo
from builder.outline.text import Product

__all__ = [
    "Kind",
    "Link",
    "Said",
    "Unreadable",
    "Utterance",
    "read_back",
    "read_deck",
    "read_memo",
    "read_summary",
]


@lru_cache(maxsize=1)  # what is compared is traced next
def read_back(product: Product, data: bytes, *, looks: bool = False) -> Said:
    """Return what the finished file of a product says; raises `Unreadable` where it cannot be opened.

    With `looks` what cannot be seen is looked for, too, which takes as long again for an Office file. Such a
    file may come from anywhere, so that whatever in it has no meaning makes it unreadable.
    """
    try:
        return _read(product, data, looks=looks)
    except (LookupError, ValueError, TypeError, AttributeError, ArithmeticError) as error:
        if not looks:
            raise
        raise Unreadable(f"has a part that makes no sense ({error})") from error


def _read(product: Product, data: bytes, *, looks: bool) -> Said:
    match product:
        case Product.MEMO:
            return read_memo(data, looks=looks)
        case Product.DECK:
            return read_deck(data, looks=looks)
        case Product.SUMMARY:
            return read_summary(data, looks=looks)
