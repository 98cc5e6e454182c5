"""Reads a finished .docx, .pptx or .pdf back, with other code than what wrote it."""

from __future__ import annotations

from functools import lru_cache
from typing import assert_never

from builder.audit.content import LARGEST, Extracted, TooLarge, Unreadable
from builder.outline.text import Product

_CHARACTERS = 500_000  # a brief of the largest size has a fifth of it


@lru_cache(maxsize=1)  # what is compared is traced next
def read_back(
    product: Product,
    data: bytes,
    *,
    looks: bool = False,
    faces: frozenset[str] = frozenset(),
    template: bytes = b"",
) -> Extracted:
    """Return what a finished product contains; raises `Unreadable` where it cannot be opened.

    With `looks`, invisible text is looked for too, which doubles the time for an Office file. Such a file may
    come from anywhere, so a part that makes no sense makes it unreadable, as does more than any brief has.
    `faces` are the paths of typefaces of a summary that are not of the package, `template` is the file that
    the product was built into.
    """
    if len(data) > LARGEST:
        raise TooLarge(f"has more than {LARGEST:,} bytes")
    try:
        found = _read(product, data, looks, faces, template)
    except (LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        if not looks:
            raise
        raise Unreadable(f"has a part that makes no sense ({error})") from error
    if sum(len(one.text) for one in found.passages) > _CHARACTERS:
        raise TooLarge(f"has more than {_CHARACTERS:,} characters")
    return found


def _read(product: Product, data: bytes, looks: bool, faces: frozenset[str], template: bytes) -> Extracted:
    match product:
        case Product.MEMO:
            from builder.audit.word.reader import read_memo

            return read_memo(data, looks=looks, template=template)
        case Product.DECK:
            from builder.audit.powerpoint.reader import read_deck

            return read_deck(data, looks=looks, template=template)
        case Product.SUMMARY:
            from builder.audit.pdf.reader import read_summary

            return read_summary(data, looks=looks, faces=faces)
        case _:
            assert_never(product)
