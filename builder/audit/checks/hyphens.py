"""Soft hyphens of a file, which no outline has, become problems: they hide words from who searches."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from builder.audit.checks.placed import Placed
from builder.audit.content import FIELD, Kind, Said
from builder.audit.fault import WORDS, fault
from builder.audit.words.stream import fold
from builder.outline.blocks import Outline
from builder.outline.reading import sheets
from builder.outline.text import Product
from builder.report.problems import Problem

_SOFT = "\u00ad"
_PARTED = re.compile(rf"[\w{_SOFT}]*{_SOFT}[\w{_SOFT}]*")


def hyphen_problems(
    outline: Outline, product: Product, decided: Sequence[Placed], said: Said
) -> Iterator[Problem]:
    """Yield the words that a file parts with soft hyphens, which the comparison of words does not see."""
    softened = [one for one in said.utterances if _SOFT in one.text and one.kind is not Kind.ALT]
    if not softened:
        return
    around = sheets(outline, FIELD).values() if product is Product.MEMO else ()
    here = [part.text for part in decided if part.text] + [text for each in around for text in each]
    for one in softened:
        for word in dict.fromkeys(_PARTED.findall(one.text)):
            whole, line = fold(word), fold(one.text)
            paths = (
                text.path
                for text in here
                if whole in (words := fold(text.plain)) and (words in line or line in words)
            )
            message = (
                f"the {product.value}, {one.place}: says “{whole}” with a soft hyphen that the brief has not"
            )
            yield fault(WORDS, message, next(paths, ""))
