"""No statement of the speaker notes can be changed, moved or lost unreported, in any language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from lxml import etree

from builder.audit.compare import audit
from builder.outline.text import Product
from tests.layout.test_notes import AUDIT, LANGUAGES
from tests.support.finished import finish
from tests.support.outlines import outline_of
from tests.support.packages import A, edited, parts_of

LEAST = 40  # changes that each language is tried with
LONG = 3  # characters, beyond which a line of notes is no page number
_SENTENCE = re.compile(r"(?<=[.!?。])\s*(?=\S)")


def falsified(words: str) -> Iterator[str]:
    """Yield what else a note could say: another number or word, a word less, sentences lost or moved."""
    for found in re.finditer(r"\d+", words):
        yield f"{words[: found.start()]}{int(found[0]) + 1}{words[found.end() :]}"
    for found in re.finditer(r"[^\W\d_]+", words):
        for other in ("", "Atlantis"):
            yield words[: found.start()] + other + words[found.end() :]
    first, *others = _SENTENCE.split(words)
    if others:
        yield " ".join(others)
        yield " ".join([*others, first])
    yield f"{words} {first}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_statement_of_the_notes_changes_unreported(language: str) -> None:
    outline = outline_of(AUDIT, language=language)
    done = finish(outline, Product.DECK)
    assert done is not None
    pages, files = done
    deck = files[Product.DECK]
    spoken = [
        (part, index, words)
        for part, data in parts_of(deck, r"notesSlides/notesSlide\d+\.xml$").items()
        for index, paragraph in enumerate(etree.fromstring(data).iter(f"{A}p"))
        if len(words := "".join(paragraph.itertext(f"{A}t"))) > LONG
    ]

    def reported(part: str, index: int, words: str) -> bool:
        def change(root: Any) -> None:
            first, *rest = [*root.iter(f"{A}p")][index].iter(f"{A}t")
            first.text = words
            for each in rest:
                each.text = ""

        changed = {Product.DECK: edited(deck, part, change)}
        return bool(audit(outline, pages, changed, edited=True))

    assert not any(reported(*each) for each in spoken)
    changes = [(part, index, other) for part, index, words in spoken for other in falsified(words)]
    assert len(changes) >= LEAST
    for each in changes[:: len(changes) // LEAST]:
        assert reported(*each), each
