"""Reads a finished .docx, .pptx or .pdf back, with other code than what wrote it."""

from __future__ import annotations

from functools import lru_cache

from builder.audit.content import Extracted, Unreadable
from builder.audit.pdf.reader import read_summary
from builder.audit.powerpoint.reader import read_deck
from builder.audit.word.reader import read_memo
from builder.outline.text import Product

_READERS = {Product.MEMO: read_memo, Product.DECK: read_deck, Product.SUMMARY: read_summary}


@lru_cache(maxsize=1)  # what is compared is traced next
def read_back(product: Product, data: bytes, *, looks: bool = False) -> Extracted:
    """Return what a finished product contains; raises `Unreadable` where it cannot be opened.

    With `looks`, invisible text is looked for too, which doubles the time for an Office file. Such a file may
    come from anywhere, so a part that makes no sense makes it unreadable.
    """
    try:
        return _READERS[product](data, looks=looks)
    except (LookupError, ValueError, TypeError, AttributeError, ArithmeticError) as error:
        if not looks:
            raise
        raise Unreadable(f"has a part that makes no sense ({error})") from error
